import { attempt, Attempts } from './attempts';
import { corsAnswer, corsHeaders } from './cors';
import { Outcome, UpstreamRequest } from './outcome';
import { changedPath } from './paths';
import { Profile } from './profile';
import { headersOf, Request } from './request';
import { Destination, HeaderChange, Mirror, PathChange, Redirect, Rewrite, Rule } from './rule';
import { quotedExpression } from '../value/regex';

/** What the proxy knows of a connection beside the request. */
export interface Connection {
  readonly scheme: 'http' | 'https';
  readonly port: number;
  /** Secret with the certificate for backends, `namespace/name`. */
  readonly clientCertificate?: string;
}

const AT_ONCE: Attempts = { status: 200, count: 1 };
const NO_HEADERS: ReadonlyMap<string, string> = new Map();

/** The proxy responds itself. */
export const answer = (status: number, reason: string, share = 1): Outcome => ({
  share,
  status,
  reason,
  headers: NO_HEADERS,
  removed: [],
  mirrors: [],
});

/** What a rule does with a request that meets its condition. */
export function apply(rule: Rule, request: Request, connection: Connection, profile: Profile): Outcome[] {
  const total = totalOf(rule);
  const isDirect = rule.redirect !== undefined || rule.answer !== undefined || total === 0;
  const cors = isDirect && !profile.correctsRedirects ? undefined : rule.cors;
  const preflight = cors && corsAnswer(cors, request);
  if (preflight) return [preflight];
  const extra = cors ? corsHeaders(cors, request) : NO_HEADERS;
  const outcomes = carriedOut(rule, total, request, connection, extra, profile);
  const { status, share = 0 } = rule.fault?.abort ?? {};
  if (status === undefined || share === 0) return outcomes;
  const aborted = { ...answer(status, 'injected fault', share), ...changed(rule.response, NO_HEADERS) };
  const others = outcomes.map((each) => ({ ...each, share: each.share * (1 - share) }));
  return share === 1 ? [aborted] : [aborted, ...others];
}

function carriedOut(
  rule: Rule,
  total: number,
  request: Request,
  connection: Connection,
  extra: ReadonlyMap<string, string>,
  profile: Profile,
): Outcome[] {
  if (rule.redirect) return [redirected(rule, rule.redirect, request, connection, profile)];
  if (rule.answer || total === 0) {
    const { status, reason } = rule.answer ?? { status: 500, reason: 'no backend has a weight' };
    return [{ ...answer(status, reason), ...changed(rule.response, extra) }];
  }
  const outcomes: Outcome[] = [];
  let shared: Passed | undefined;
  for (const destination of rule.destinations) {
    if (destination.weight === 0) continue;
    const share = destination.weight / total;
    if (destination.redirect) {
      outcomes.push({ ...redirected(rule, destination.redirect, request, connection, profile), share });
    } else if (destination.fault) {
      outcomes.push(faulty(destination, destination.fault, share, extra));
    } else {
      const passed = changesNothing(destination)
        ? (shared ??= passedOn(rule, undefined, request, extra, profile))
        : passedOn(rule, destination, request, extra, profile);
      outcomes.push(delivered(rule, destination, share, passed, connection));
    }
  }
  return outcomes;
}

function totalOf({ destinations }: Rule): number {
  let total = 0;
  for (const { weight } of destinations) total += weight;
  return total;
}

/** What cannot be forwarded is not copied either, nor is the response changed. */
const faulty = (
  { backend, subset }: Destination,
  { status, reason }: NonNullable<Destination['fault']>,
  share: number,
  headers: ReadonlyMap<string, string>,
): Outcome => ({ ...answer(status, reason, share), headers, backend, subset });

/** A request on its way to a backend, and what it brings back. */
interface Passed extends Attempts {
  readonly upstream: UpstreamRequest;
  readonly headers: ReadonlyMap<string, string>;
  readonly removed: readonly string[];
}

/** The same for all destinations that change nothing themselves. */
function passedOn(
  rule: Rule,
  destination: Destination | undefined,
  request: Request,
  extra: ReadonlyMap<string, string>,
  profile: Profile,
): Passed {
  const changes = changesFor(rule, destination, profile);
  const { status, reason, count } = request.backend ? attempt(rule, request.backend) : AT_ONCE;
  const own = request.backend?.headers ? headersOf(request.backend.headers) : NO_HEADERS;
  const before = own.size === 0 ? extra : new Map([...own, ...extra]);
  const { headers, removed } = changed(changes.response, before);
  const upstream = upstreamOf(request, destination?.rewrite ?? rule.rewrite, changes.request, profile);
  return { upstream, status, reason, count, headers, removed };
}

function delivered(
  rule: Rule,
  destination: Destination,
  share: number,
  { upstream, status, reason, count, headers, removed }: Passed,
  connection: Connection,
): Outcome {
  const { backend, subset } = destination;
  const mirrors = joined(rule.mirrors, destination.mirrors);
  const tls = tlsTo(destination, connection);
  return { share, status, reason, attempts: count, backend, subset, headers, removed, mirrors, upstream, tls };
}

/** Most rules have neither: no list is made for each request. */
const joined = <T>(a: readonly T[], b: readonly T[]): readonly T[] =>
  a.length === 0 ? b : b.length === 0 ? a : [...a, ...b];

/** Envoy removes, sets, then adds; a backend's changes come before the rule's, all in their turn. */
function changesFor(
  rule: Rule,
  destination: Destination | undefined,
  { headerOrder }: Profile,
): Record<'request' | 'response', readonly HeaderChange[]> {
  if (hasNoChanges(rule) && (!destination || hasNoChanges(destination))) return rule;
  const ordered = (of: readonly HeaderChange[], own: readonly HeaderChange[] = []) => {
    if (of.length + own.length === 0) return of;
    if (headerOrder === 'listed') return [...of, ...own];
    const isOnly = headerOrder === 'istio' && rule.destinations.filter(({ weight }) => weight > 0).length === 1;
    return isOnly ? inPhases([...of, ...own]) : [...inPhases(own), ...inPhases(of)];
  };
  return {
    request: ordered(rule.request, destination?.request),
    response: ordered(rule.response, destination?.response),
  };
}

const changesNothing = (destination: Destination) => !destination.rewrite && hasNoChanges(destination);

const hasNoChanges = ({ request, response }: Pick<Rule, 'request' | 'response'>) =>
  request.length === 0 && response.length === 0;

const inPhases = (changes: readonly HeaderChange[]) =>
  (['remove', 'set', 'add'] as const).flatMap((phase) => changes.filter(({ type }) => type === phase));

/** TLS to a destination that takes requests. */
export const tlsTo = ({ tls, fault }: Destination, { clientCertificate }: Pick<Connection, 'clientCertificate'>) =>
  tls && !fault ? { ...tls, clientCertificate } : undefined;

function upstreamOf(
  request: Request,
  rewrite: Rewrite | undefined,
  changes: readonly HeaderChange[],
  { rewrites }: Profile,
): UpstreamRequest {
  let headers = request.headers;
  let host = rewrite?.host ?? request.authority;
  if (changes.length > 0 || headers.has('host')) {
    const result = changedHeaders(headers, changes);
    host = result.get('host') ?? host;
    result.delete('host');
    headers = result;
  }
  const path = rewrite?.path ? changedPath(request.path, rewritten(rewrite.path, rewrites)) : request.path;
  return { method: request.method, host, path: path + request.search, headers };
}

/** The slash is left out after which a new prefix ends, and Envoy puts the rest behind it as it is. */
function rewritten(change: PathChange, rewrites: Profile['rewrites']): PathChange {
  if (rewrites === 'spec' || change.type !== 'elements') return change;
  const value = change.value.replace(/\/$/, '');
  if (value === '') return rewrites === 'envoy-gateway' ? withoutPrefix(change.prefix) : change;
  return { ...change, type: 'text', value };
}

/** Envoy Gateway takes the prefix away with all slashes behind it. */
const withoutPrefix = (prefix: string): PathChange => ({
  type: 'regex',
  pattern: `^${quotedExpression(prefix)}/*`,
  value: '/',
});

export function changedHeaders(headers: ReadonlyMap<string, string>, changes: readonly HeaderChange[]) {
  const result = new Map(headers);
  for (const { type, name, value } of changes) {
    const key = name.toLowerCase();
    const before = result.get(key);
    if (type === 'remove') result.delete(key);
    else result.set(key, type === 'add' && before !== undefined ? `${before},${value}` : value);
  }
  return result;
}

const NONE_REMOVED: readonly string[] = [];

/** Headers of the response that are set, and those that are taken away. */
function changed(changes: readonly HeaderChange[], extra: ReadonlyMap<string, string>) {
  if (changes.length === 0) return { headers: extra, removed: NONE_REMOVED };
  return {
    headers: changedHeaders(extra, changes),
    removed: changes.filter(({ type }) => type === 'remove').map(({ name }) => name.toLowerCase()),
  };
}

const PORTS: Readonly<Record<string, number>> = { http: 80, https: 443 };

/** Gateway API v1, HTTPRequestRedirectFilter: what is not given is as it was requested. */
function redirected(
  rule: Rule,
  redirect: Redirect,
  request: Request,
  { scheme: own, port: listener }: Connection,
  { rewrites }: Profile,
): Outcome {
  const scheme = redirect.scheme ?? own;
  const said = redirect.port ?? (redirect.scheme === undefined ? listener : undefined);
  // Envoy Gateway leaves both known ports out, whatever the scheme.
  const isLeftOut = rewrites === 'envoy-gateway' ? said === 80 || said === 443 : said === PORTS[scheme];
  const port = redirect.keepsPort ? redirect.port : isLeftOut ? undefined : said;
  const name = request.authority.replace(/:\d+$/, '');
  // Envoy keeps the port of the Host header, unless it gets another, or the scheme changes from that of the port.
  const isKept =
    (redirect.keepsPort || rewrites !== 'spec') && (scheme === own || request.authority !== `${name}:${PORTS[own]}`);
  const host = redirect.host ?? (isKept && port === undefined ? request.authority : name);
  const path = redirectedPath(request, redirect, rewrites);
  const location = `${scheme}://${host}${port === undefined ? '' : `:${port}`}${path}`;
  return {
    ...answer(redirect.status, 'redirect'),
    ...changed(rule.response, new Map([['location', location]])),
    mirrors: noMirrors,
  };
}

function redirectedPath({ path, search }: Request, { path: change }: Redirect, rewrites: Profile['rewrites']) {
  if (!change) return path + search;
  const asText = rewrites !== 'spec' && change.type === 'elements';
  if (asText && rewrites === 'envoy-gateway' && /^\/?$/.test(change.value)) {
    return changedPath(path, withoutPrefix(change.prefix)) + search;
  }
  // Envoy puts the new prefix before the rest as it is; Istio takes an empty one for none.
  const result = asText
    ? change.value === ''
      ? path
      : changedPath(path, { ...change, type: 'text' })
    : changedPath(path, change);
  // A path that brings a query of its own replaces that of the request.
  return result.includes('?') ? result : result + search;
}

const noMirrors: readonly Mirror[] = [];
