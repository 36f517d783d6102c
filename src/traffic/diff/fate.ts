import { percent } from '../explain';
import { Outcome, Reply } from '../outcome';
import { backendName } from '../print';
import { Request } from '../request';
import { Redirect, Rewrite } from '../rule';

/*
 * What becomes of a request, in the words of its client and of the backends: by which routes and rules it comes about
 * makes no difference.
 */

/** A property of a fate; equal texts are equal. */
type Facets = ReadonlyMap<string, string>;

export interface Fate {
  /** What becomes of which share: `shop/web:80 90 %, shop/next:80 10 %`. */
  readonly result: string;
  /** All else that can be seen, by its name. */
  readonly facets: Facets;
}

export function fateOf(reply: Reply, request: Request): Fate {
  const outcomes = merged(
    reply.outcomes.map((outcome) => ({ share: outcome.share, parts: partsOf(outcome, request) })),
  );
  const facets = new Map<string, string>();
  const names = new Set(outcomes.flatMap(({ parts }) => [...parts.facets.keys()]));
  for (const name of names) {
    const values = outcomes.map(({ parts }) => parts.facets.get(name) ?? 'none');
    facets.set(name, new Set(values).size === 1 ? values[0] : values.join(', '));
  }
  if (reply.limits && reply.limits.length > 0) facets.set('limits', [...reply.limits].sort().join(', '));
  const { timeout, retry, answer } = reply.rule ?? {};
  if (timeout) facets.set('timeout', `${timeout} ms`);
  if (retry) {
    const { attempts, codes, attemptTimeout } = retry;
    const limit = attemptTimeout === undefined ? '' : `, each within ${attemptTimeout} ms`;
    facets.set('retries', `${attempts}${codes.length > 0 ? ` on ${codes.join(', ')}` : ''}${limit}`);
  }
  if (answer?.body !== undefined) facets.set('body', answer.body);
  return { result: resultOf(outcomes), facets };
}

/** A text that is the same for equal fates. */
export const fateText = ({ result, facets }: Fate) => JSON.stringify([result, [...facets].sort()]);

/** What else than the result two fates of a request differ in: `path: /a -> /b`. */
export function changedFacets(before: Fate, after: Fate, { path, search, authority, method }: Request): string[] {
  // What a backend gets where no rule changes it; nothing of what rules add.
  const own: Readonly<Record<string, string>> = { path: path + search, host: authority, method };
  const names = [...new Set([...before.facets.keys(), ...after.facets.keys()])];
  return names.flatMap((name) => {
    const [a, b] = [before, after].map(({ facets }) => facets.get(name) ?? own[name] ?? 'none');
    return a === b ? [] : [`${name}: ${a} -> ${b}`];
  });
}

interface Part {
  readonly share: number;
  readonly parts: { readonly result: string; readonly facets: Facets };
}

function resultOf(outcomes: readonly Part[]): string {
  const shares = new Map<string, number>();
  for (const { share, parts } of outcomes) shares.set(parts.result, (shares.get(parts.result) ?? 0) + share);
  const [[first], ...others] = [...shares];
  return others.length === 0 ? first : [...shares].map(([result, share]) => `${result} ${percent(share)}`).join(', ');
}

/** Outcomes that are alike become one; the order does not matter. */
function merged(outcomes: readonly Part[]): Part[] {
  const byText = new Map<string, Part>();
  for (const { share, parts } of outcomes) {
    const key = JSON.stringify([parts.result, [...parts.facets]]);
    byText.set(key, { share: (byText.get(key)?.share ?? 0) + share, parts });
  }
  return [...byText].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, part]) => part);
}

function partsOf(outcome: Outcome, request: Request): Part['parts'] {
  const { status, grpcStatus, error, condition, backend, subset, upstream, tls, headers, removed, mirrors } = outcome;
  const facets = new Map<string, string>();
  const location = headers.get('location');
  const isDelivered = isReached(outcome);
  const result = isDelivered
    ? `${backendName(backend!, subset)}${status === undefined || status === 200 ? '' : ` ${status}`}`
    : error !== undefined
      ? `connection ${error === 'refused' ? 'refused' : 'closed'}`
      : grpcStatus !== undefined
        ? `gRPC ${grpcStatus}`
        : `${status}${location === undefined ? '' : ` to ${location}`}`;
  if (upstream) {
    if (upstream.host !== request.authority) facets.set('host', upstream.host);
    if (upstream.path !== request.path + request.search) facets.set('path', upstream.path);
    if (upstream.method !== request.method) facets.set('method', upstream.method);
    for (const [name, value] of upstream.headers) {
      if (request.headers.get(name) !== value) facets.set(`request header ${name}`, value);
    }
    for (const name of request.headers.keys()) {
      if (!upstream.headers.has(name)) facets.set(`request header ${name}`, 'removed');
    }
  }
  if (isDelivered && tls) {
    facets.set(
      'TLS',
      [tls.sni ?? '', tls.policy ? 'by policy' : 'of the client', tls.clientCertificate ?? ''].join(' ').trim(),
    );
  }
  for (const name of removed) facets.set(`response header ${name}`, 'removed');
  for (const [name, value] of headers) if (name !== 'location') facets.set(`response header ${name}`, value);
  for (const { backend: copy, share, reason } of mirrors) {
    if (reason !== undefined || share === 0) continue;
    const name = `mirror ${backendName(copy)}`;
    facets.set(name, facets.has(name) ? `${facets.get(name)}, ${percent(share)}` : percent(share));
  }
  return { result: condition === undefined ? result : `${result} if ${condition}`, facets };
}

/** Whether a backend gets the request. */
export const isReached = ({ backend, error, upstream, status }: Outcome) =>
  backend !== undefined && error === undefined && (upstream !== undefined || status === undefined);

/** A quick look: whether two replies are the same without reading them as fates. */
export const areSame = (a: Reply, b: Reply): boolean =>
  a.outcomes.length === b.outcomes.length &&
  a.outcomes.every((outcome, index) => areAlike(outcome, b.outcomes[index])) &&
  a.limits === undefined &&
  b.limits === undefined &&
  a.rule?.timeout === b.rule?.timeout &&
  a.rule?.retry === undefined &&
  b.rule?.retry === undefined &&
  a.rule?.answer?.body === b.rule?.answer?.body;

function areAlike(a: Outcome, b: Outcome): boolean {
  return (
    a.share === b.share &&
    a.status === b.status &&
    a.grpcStatus === b.grpcStatus &&
    a.error === b.error &&
    a.condition === b.condition &&
    a.subset === b.subset &&
    a.backend?.name === b.backend?.name &&
    a.backend?.namespace === b.backend?.namespace &&
    a.backend?.port === b.backend?.port &&
    a.upstream?.path === b.upstream?.path &&
    a.upstream?.host === b.upstream?.host &&
    a.tls === undefined &&
    b.tls === undefined &&
    a.mirrors.length + b.mirrors.length + a.removed.length + b.removed.length === 0 &&
    areEqualMaps(a.headers, b.headers) &&
    areEqualMaps(a.upstream?.headers, b.upstream?.headers)
  );
}

function areEqualMaps(a: ReadonlyMap<string, string> = NONE, b: ReadonlyMap<string, string> = NONE): boolean {
  if (a.size !== b.size) return false;
  for (const [name, value] of a) if (b.get(name) !== value) return false;
  return true;
}

const NONE: ReadonlyMap<string, string> = new Map();

/** How a rule changes the request, whatever path it takes: what tells equal changes of different requests. */
export const routingOf = ({ rule }: Reply): readonly (Rewrite | Redirect | undefined)[] =>
  rule ? [rule.rewrite, rule.redirect] : [];
