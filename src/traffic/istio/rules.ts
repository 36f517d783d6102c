import { faultOf, mirrorsOf, retryOf, corsOf, milliseconds } from './actions';
import { conditionOf } from './condition';
import { resolve } from './destination';
import { HttpEntry, HttpMatch, HttpRoute } from './http-entry';
import { RuleSite } from './site';
import { gatewayKey } from './virtual-services';
import { isCatchAll } from '../../match/condition';
import { fullHost } from '../../model/istio';
import { hasLabels } from '../../model/labels';
import { Destination, HeaderChange, PathChange, Place, Redirect, Rule } from '../rule';

/** The rules of a VirtualService at a proxy, one for each match, up to the first that takes everything. */
export function rulesAt(site: RuleSite, entries: readonly HttpEntry[]): Rule[] {
  const rules: Rule[] = [];
  for (const entry of entries) {
    const matches: readonly { readonly match?: HttpMatch; readonly place: Place }[] =
      entry.matches.length === 0 ? [{ place: entry.place }] : entry.matches;
    for (const { match, place } of matches) {
      if (match && !isFor(site, match, place)) continue;
      const rule = ruleOf(site, entry, match, place);
      rules.push(rule);
      if (isLast(rule)) return rules;
    }
    if (entry.matches.length === 0) return rules;
  }
  return rules;
}

/** Whether a rule takes every request, as Istio sees it. */
export const isLast = ({ condition }: Rule): boolean =>
  isCatchAll(condition.path?.value === '.*' ? { ...condition, path: undefined } : condition);

/** Whether a match is for the proxy; with gateways, its labels and namespace do not count. */
function isFor({ gateways, port, proxy }: RuleSite, match: HttpMatch, { entry }: Place): boolean {
  if (match.port && match.port !== port) return false;
  if (match.gateways?.length) {
    return match.gateways.some((name) => gateways.includes(gatewayKey(name, entry.namespace)));
  }
  return (
    hasLabels(proxy.labels, match.sourceLabels ?? {}) &&
    (!match.sourceNamespace || match.sourceNamespace === proxy.namespace)
  );
}

function ruleOf(site: RuleSite, entry: HttpEntry, match: HttpMatch | undefined, place: Place): Rule {
  const { data } = entry;
  const condition = conditionOf(match);
  const isRouted = !data.redirect && !data.directResponse;
  const { response } = changesOf(data.headers);
  return {
    place,
    condition,
    rule: entry.place.path,
    name: data.name,
    request: [],
    // With a destination they are among its own, in the order of the proxy.
    response: isRouted ? [] : response,
    redirect: data.redirect && redirectOf(data.redirect, site),
    answer: data.redirect ? undefined : answerOf(data),
    cors: corsOf(data, entry.place),
    fault: faultOf(data),
    mirrors: isRouted ? mirrorsOf(site, data, entry.place) : [],
    destinations: isRouted ? destinationsOf(site, entry, match) : [],
    timeout: milliseconds(data.timeout),
    retry: retryOf(data),
  };
}

function answerOf({ directResponse }: HttpRoute): Rule['answer'] {
  if (!directResponse) return undefined;
  const { status, body } = directResponse;
  return { status, body: body?.string ?? body?.bytes, reason: 'direct response' };
}

/** Replaces what matched: the prefix, or all of another match. */
function textChange(value: string, match: HttpMatch | undefined): PathChange {
  const { uri } = match ?? {};
  if (uri?.exact !== undefined || uri?.regex !== undefined) return { type: 'full', value };
  return { type: 'text', prefix: uri?.prefix ?? '/', value };
}

function rewriteOf({ rewrite }: HttpRoute, match: HttpMatch | undefined): PathChange | undefined {
  const { uri, uriRegexRewrite } = rewrite ?? {};
  if (uriRegexRewrite) {
    return { type: 'regex', pattern: uriRegexRewrite.match ?? '', value: uriRegexRewrite.rewrite ?? '' };
  }
  return uri ? textChange(uri, match) : undefined;
}

const DEFAULT_PORTS: Readonly<Record<string, number>> = { http: 80, https: 443 };

function redirectOf(
  { uri, authority, port, derivePort, scheme, redirectCode }: NonNullable<HttpRoute['redirect']>,
  site: RuleSite,
): Redirect {
  const number = port || (derivePort === 'FROM_REQUEST_PORT' ? site.port : undefined);
  const isUsual = number === DEFAULT_PORTS[scheme || (site.isTls ? 'https' : 'http')];
  return {
    status: redirectCode || 301,
    scheme: scheme || undefined,
    host: authority || undefined,
    port: isUsual ? undefined : number,
    keepsPort: true,
    path: uri ? { type: 'full', value: uri } : undefined,
  };
}

type Headers = HttpRoute['headers'];

/** Names that headers of a rule cannot change; Host is a rewrite. */
const isInternal = (name: string) => name.startsWith(':') || name.toLowerCase() === 'host';
const isAuthority = (name: string) => /^(:authority|host)$/i.test(name);

function changesOf(headers: Headers): { readonly request: HeaderChange[]; readonly response: HeaderChange[] } {
  return { request: listed(headers?.request), response: listed(headers?.response) };
}

function listed({
  remove = [],
  set = {},
  add = {},
}: NonNullable<NonNullable<Headers>['request']> = {}): HeaderChange[] {
  const pairs = (type: 'set' | 'add', map: Readonly<Record<string, string>>) =>
    Object.keys(map)
      .sort()
      .map((name) => ({ type, name, value: map[name] }));
  return [
    ...remove.map((name) => ({ type: 'remove' as const, name, value: '' })),
    ...pairs('set', set),
    ...pairs('add', add),
  ].filter(({ name }) => !isInternal(name));
}

function authorityOf(headers: Headers): string | undefined {
  const named = (map: Readonly<Record<string, string>> = {}) =>
    Object.entries(map).find(([name]) => isAuthority(name))?.[1];
  return named(headers?.request?.set) ?? named(headers?.request?.add);
}

function destinationsOf(site: RuleSite, { data, place }: HttpEntry, match: HttpMatch | undefined): Destination[] {
  const routes = data.route ?? [];
  const isSingle = routes.length === 1;
  const path = rewriteOf(data, match);
  const authority = data.rewrite?.authority || authorityOf(data.headers);
  return routes.map(({ destination, weight, headers }, index) => {
    const namespace = place.entry.namespace;
    const found = resolve(site.model, { ...destination, host: fullHost(destination.host, namespace) }, site.proxy, {
      namespace,
      port: site.port,
      isMesh: site.isMesh,
    });
    const host = authority || authorityOf(headers);
    return {
      place: { entry: place.entry, path: `${place.path}.route[${index}]` },
      weight: isSingle ? 1 : (weight ?? 0),
      backend: found.backend,
      subset: found.subset,
      fault: found.reason === undefined ? undefined : { status: 503, reason: found.reason },
      ...inOrder(data.headers, headers, isSingle),
      mirrors: [],
      rewrite: path || host ? { path, host } : undefined,
      tls: found.tls,
    };
  });
}

/** Envoy changes headers for one of several destinations first; a single one is a part of the route. */
function inOrder(route: Headers, own: Headers, isSingle: boolean): Pick<Destination, 'request' | 'response'> {
  const [whole, part] = [changesOf(route), changesOf(own)];
  const ordered = (a: HeaderChange[], b: HeaderChange[]) =>
    isSingle ? [...removals(a), ...removals(b), ...others(a), ...others(b)] : [...b, ...a];
  return { request: ordered(whole.request, part.request), response: ordered(whole.response, part.response) };
}

const removals = (changes: HeaderChange[]) => changes.filter(({ type }) => type === 'remove');
const others = (changes: HeaderChange[]) => changes.filter(({ type }) => type !== 'remove');
