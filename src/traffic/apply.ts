import { attempt, Attempts } from './attempts';
import { corsAnswer, corsHeaders } from './cors';
import { Outcome, UpstreamRequest } from './outcome';
import { changedPath } from './paths';
import { headersOf, Request } from './request';
import { Destination, HeaderChange, Mirror, Redirect, Rewrite, Rule } from './rule';

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
export function apply(rule: Rule, request: Request, connection: Connection): Outcome[] {
  const preflight = rule.cors && corsAnswer(rule.cors, request);
  if (preflight) return [preflight];
  const outcomes = carriedOut(rule, request, connection);
  const { status, share = 0 } = rule.fault?.abort ?? {};
  if (status === undefined || share === 0) return outcomes;
  const aborted = { ...answer(status, 'injected fault', share), ...changed(rule.response, NO_HEADERS) };
  const others = outcomes.map((each) => ({ ...each, share: each.share * (1 - share) }));
  return share === 1 ? [aborted] : [aborted, ...others];
}

function carriedOut(rule: Rule, request: Request, connection: Connection): Outcome[] {
  const own = request.backend?.headers ? headersOf(request.backend.headers) : NO_HEADERS;
  const extra = rule.cors ? new Map([...own, ...corsHeaders(rule.cors, request)]) : own;
  if (rule.redirect) return [redirected(rule, rule.redirect, request, connection)];
  if (rule.answer) return [{ ...answer(rule.answer.status, rule.answer.reason), ...changed(rule.response, extra) }];
  const total = rule.destinations.reduce((sum, { weight }) => sum + weight, 0);
  if (total === 0) return [answer(500, 'no backend has a weight')];
  return rule.destinations
    .filter(({ weight }) => weight > 0)
    .map((destination) => {
      const share = destination.weight / total;
      return destination.redirect
        ? { ...redirected(rule, destination.redirect, request, connection), share }
        : { ...delivered(rule, destination, request, share, extra), tls: tlsTo(destination, connection) };
    });
}

function delivered(
  rule: Rule,
  destination: Destination,
  request: Request,
  share: number,
  extra: ReadonlyMap<string, string>,
): Outcome {
  const { backend, subset, fault } = destination;
  const response = changed([...rule.response, ...destination.response], extra);
  const mirrors = [...rule.mirrors, ...destination.mirrors];
  if (fault) return { ...answer(fault.status, fault.reason, share), ...response, backend, subset, mirrors };
  const rewrite = destination.rewrite ?? rule.rewrite;
  const headers = changedHeaders(request.headers, [...rule.request, ...destination.request]);
  const { status, reason, count } = request.backend ? attempt(rule, request.backend) : AT_ONCE;
  const upstream = upstreamOf(request, rewrite, headers);
  return { share, status, reason, attempts: count, backend, subset, ...response, mirrors, upstream };
}

/** TLS to a destination that takes requests. */
export const tlsTo = ({ tls, fault }: Destination, { clientCertificate }: Pick<Connection, 'clientCertificate'>) =>
  tls && !fault ? { ...tls, clientCertificate } : undefined;

function upstreamOf(request: Request, rewrite: Rewrite | undefined, headers: Map<string, string>): UpstreamRequest {
  const host = headers.get('host') ?? rewrite?.host ?? request.authority;
  headers.delete('host');
  const path = rewrite?.path
    ? withQuery(changedPath(request.path, rewrite.path), request.search)
    : request.path + request.search;
  return { method: request.method, host, path, headers };
}

/** A path that brings a query of its own replaces that of the request. */
const withQuery = (path: string, search: string) => (path.includes('?') ? path : path + search);

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

/** Headers of the response that are set, and those that are taken away. */
function changed(changes: readonly HeaderChange[], extra: ReadonlyMap<string, string>) {
  if (changes.length === 0) return { headers: extra, removed: [] };
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
): Outcome {
  const scheme = redirect.scheme ?? own;
  const host = redirect.host ?? request.host;
  const port = redirect.port ?? (redirect.scheme === undefined ? listener : PORTS[scheme]);
  const authority = redirect.keepsPort
    ? keptAuthority(redirect, request, scheme, own)
    : port === PORTS[scheme]
      ? host
      : `${host}:${port}`;
  const path = redirect.path
    ? withQuery(changedPath(request.path, redirect.path), request.search)
    : request.path + request.search;
  const location = `${scheme}://${authority}${path}`;
  return {
    ...answer(redirect.status, 'redirect'),
    ...changed(rule.response, new Map([['location', location]])),
    mirrors: noMirrors,
  };
}

/** The Host header but for a port that is replaced, or that is the usual one of another scheme. */
function keptAuthority({ host, port }: Redirect, { authority }: Request, scheme: string, own: string): string {
  const [, name, given] = /^(.*?)(?::(\d+))?$/.exec(authority)!;
  const isDropped = port !== undefined || (scheme !== own && Number(given) === PORTS[own]);
  const start = host ?? (isDropped ? name : authority);
  return port === undefined ? start : `${start}:${port}`;
}

const noMirrors: readonly Mirror[] = [];
