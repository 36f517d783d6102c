import { Random } from './random';
import { PATH_PATTERNS, VALUE_PATTERNS } from './random-routes';
import { Manifest } from '../../src/manifest/manifest';
import { RequestFields } from '../../src/traffic/request';

export interface RandomRequest {
  readonly gateway: { readonly namespace: string; readonly name: string };
  readonly fields: RequestFields & { readonly port: number };
}

export interface ListenerData {
  readonly name: string;
  readonly port: number;
  readonly protocol: string;
  readonly hostname?: string;
}

export interface NamedData {
  readonly name: string;
  readonly type?: string;
  readonly value: string;
}

export interface MatchData {
  readonly path?: { readonly type?: string; readonly value: string };
  readonly method?: string;
  readonly headers?: readonly NamedData[];
  readonly queryParams?: readonly NamedData[];
}

export interface RouteData {
  readonly parentRefs: readonly {
    readonly kind?: string;
    readonly name: string;
    readonly sectionName?: string;
    readonly port?: number;
  }[];
  readonly hostnames?: readonly string[];
  readonly rules: readonly {
    readonly matches?: readonly MatchData[];
    readonly filters?: readonly { type: string }[];
  }[];
}

/** Requests that meet a match of some route, or miss it by little. Owners of listeners are Gateways and ListenerSets. */
export function randomRequests(
  random: Random,
  owners: readonly Manifest[],
  routes: readonly Manifest[],
  count: number,
  requestTo: RequestTo = randomRequest,
): RandomRequest[] {
  return Array.from({ length: count }, () => {
    const { kind, spec: data } = random.pick(routes);
    const route = data as RouteData;
    const parent = random.pick(route.parentRefs);
    const owner = random.chance(0.1)
      ? random.pick(owners)
      : owners.find((each) => each.kind === (parent.kind ?? 'Gateway') && each.metadata.name === parent.name)!;
    const { listeners, parentRef } = owner.spec as OwnerData;
    const named = listeners.filter(
      ({ name, port }) => name === (parent.sectionName ?? name) && port === (parent.port ?? port),
    );
    const near = named.filter(({ hostname }) => commonHost(hostname, route.hostnames) !== undefined);
    const listener = random.pick(near.length > 0 ? near : listeners);
    const { namespace = '', name } = parentRef ?? owner.metadata;
    return { gateway: { namespace, name }, fields: requestTo(random, listener, route, kind) };
  });
}

interface OwnerData {
  readonly listeners: readonly ListenerData[];
  /** Of a ListenerSet: its Gateway. */
  readonly parentRef?: { readonly namespace: string; readonly name: string };
}

/** Makes a request for a listener and a route of a kind. */
export type RequestTo = (
  random: Random,
  listener: ListenerData,
  route: RouteData,
  kind: string,
) => RandomRequest['fields'];

/** A host that a listener and a route have in common; `*` for any. */
function commonHost(listener = '*', hostnames: readonly string[] = ['*']): string | undefined {
  const isBelow = (host: string, wide: string) => wide.startsWith('*') && host.endsWith(wide.slice(1));
  return hostnames
    .map((host) =>
      host === listener || isBelow(host, listener) ? host : isBelow(listener, host) ? listener : undefined,
    )
    .find((host) => host !== undefined);
}

/** A request for a route, or for one of its rules. */
export function randomRequest(
  random: Random,
  listener: ListenerData,
  { hostnames, rules }: Pick<RouteData, 'hostnames' | 'rules'>,
): RandomRequest['fields'] {
  const rule = random.pick(rules);
  const match: MatchData = rule.matches ? random.pick(rule.matches) : {};
  const pattern = random.chance(0.8)
    ? commonHost(listener.hostname, hostnames)
    : random.pick([listener.hostname, ...(hostnames ?? [])]);
  const host = randomHost(random, pattern);
  const isTls = (listener.protocol === 'HTTPS') !== random.chance(0.03);
  const origin = rule.filters?.some(({ type }) => type === 'CORS') && random.chance(0.8) ? randomOrigin(random) : {};
  const method = 'access-control-request-method' in origin ? 'OPTIONS' : randomMethod(random, match.method);
  const search = randomSearch(random, match.queryParams ?? []);
  return {
    url: `${isTls ? 'https' : 'http'}://${randomAuthority(random, host, listener.port)}${randomTarget(random, match)}${search}`,
    method,
    headers: { ...randomHeaders(random, match.headers ?? []), ...origin },
    port: listener.port,
    ...(isTls ? { sni: random.chance(0.08) ? randomHost(random, undefined) : host } : {}),
  };
}

const HOSTS = [
  'example.com',
  'a.example.com',
  'b.example.com',
  'x.a.example.com',
  'c.example.com',
  'z.com',
  'other.org',
];

/** A host that a pattern covers, or one of those that others do. */
function randomHost(random: Random, pattern: string | undefined): string {
  if (pattern === undefined || pattern === '*' || random.chance(0.08)) return random.pick(HOSTS);
  if (!pattern.startsWith('*')) return pattern;
  return random.pick(['x', 'x', 'y.x', 'a', 'b']) + pattern.slice(1);
}

function randomAuthority(random: Random, host: string, port: number): string {
  const name = random.chance(0.06) ? host.toUpperCase() : host;
  const isDefault = port === 80 || port === 443;
  if (random.chance(0.06)) return `${name}:1234`;
  return random.chance(isDefault ? 0.1 : 0.7) ? `${name}:${port}` : name;
}

function randomTarget(random: Random, { path }: MatchData): string {
  const at = path?.type === 'RegularExpression' ? random.pick(PATH_PATTERNS[path.value]) : (path?.value ?? '/');
  if (random.chance(0.35)) return at;
  const start = at.replace(/\/$/, '');
  const near = random.pick([
    at,
    start,
    `${start}/`,
    `${start}/x`,
    `${start}/x/y`,
    `${start}x`,
    `${start}//`,
    `${start}//x`,
    `/${at}`,
    at.toUpperCase(),
    at.slice(0, at.lastIndexOf('/')),
    `${start}/./x`,
    `${start}/../a`,
    `/z/..${at}`,
    `${start}%2Fx`,
    `${start}/%61`,
    `${start}/%2e%2e/a`,
    `${start};v=1`,
    random.pick(['/', '/a', '/a/b', '/ab']),
  ]);
  return near.startsWith('/') ? near : `/${near}`;
}

const valueNear = (random: Random, { type, value }: NamedData) =>
  type === 'RegularExpression'
    ? random.pick(VALUE_PATTERNS[value])
    : random.pick([value, value, value, value, value.toUpperCase(), `${value}x`, '']);

function randomHeaders(random: Random, matches: readonly NamedData[]): Record<string, string> {
  const headers = new Map<string, string>();
  for (const match of matches) {
    if (!random.chance(0.1)) headers.set(match.name.toLowerCase(), valueNear(random, match));
  }
  if (random.chance(0.1)) headers.set('x-env', random.pick(['v1', 'a', 'prod', 'a,b']));
  if (random.chance(0.1)) headers.set('x-one', 'client');
  return Object.fromEntries(headers);
}

function randomSearch(random: Random, matches: readonly NamedData[]): string {
  const parts = matches.flatMap((match) => {
    const part = `${match.name}=${valueNear(random, match)}`;
    return random.pick([[part], [part], [part], [part], [], [part, `${match.name}=other`], [`${match.name}=z`, part]]);
  });
  if (random.chance(0.1)) parts.push(random.pick(['q=v1', 'z', 'q', 'q=%76%31', 'z=1&&y=2']));
  return parts.length > 0 ? `?${parts.join('&')}` : random.chance(0.02) ? '?' : '';
}

const randomMethod = (random: Random, method: string | undefined) =>
  random.chance(0.85) ? (method ?? 'GET') : random.pick(['GET', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']);

const ORIGINS = ['https://web.example.com', 'http://web.example.com:8080', 'https://evil.example.org', 'null'];

const randomOrigin = (random: Random): Record<string, string> => ({
  origin: random.pick(ORIGINS),
  ...(random.chance(0.5)
    ? {
        'access-control-request-method': random.pick(['GET', 'PUT', 'DELETE']),
        ...(random.chance(0.5) ? { 'access-control-request-headers': 'x-one, x-two' } : {}),
      }
    : {}),
});
