import { BackendRef } from './routes';
import { Filter } from '../manifest/gateway-api';
import { NamedCondition, PathCondition, RequestCondition } from '../match/condition';
import { quotedExpression } from '../value/regex';

/** A match of an HTTPRoute, as data. */
export interface HttpMatchData {
  readonly path?: { readonly type?: string; readonly value?: string };
  readonly method?: string;
  readonly headers?: readonly NamedMatch[];
  readonly queryParams?: readonly NamedMatch[];
}

/** A match of a GRPCRoute, as data. */
export interface GrpcMatchData {
  readonly method?: { readonly type?: string; readonly service?: string; readonly method?: string };
  readonly headers?: readonly NamedMatch[];
}

interface NamedMatch {
  readonly name: string;
  readonly type?: string;
  readonly value: string;
}

/** A match and where it is. */
export interface PlacedMatch {
  readonly rule: number;
  readonly path: string;
  readonly condition: RequestCondition;
  readonly call?: CallMatch;
  /** Characters of the path as it is written, with the slash at its end. */
  readonly written?: number;
}

/** What ranks matches of calls (Gateway API v1, GRPCRouteRule.matches). */
export interface CallMatch {
  /** Characters. */
  readonly service: number;
  readonly method: number;
  readonly isExact: boolean;
  readonly isMatched: boolean;
}

/** How matches of calls are read: as the specification has them, or as an implementation hands them on to Envoy. */
export type Dialect = 'spec' | 'istio' | 'envoy-gateway';

/** Matches of an HTTPRoute or a GRPCRoute, in their order; a rule without any takes everything. */
export function matchesOf(
  kind: string,
  rules: readonly {
    readonly matches?: readonly unknown[];
    readonly filters?: readonly Filter[];
    readonly backendRefs?: readonly BackendRef[];
  }[],
  dialect: Dialect = 'spec',
): PlacedMatch[] {
  const isCall = kind === 'GRPCRoute';
  const one = isCall ? CALLS[dialect] : httpCondition;
  const read = dialect === 'spec' ? one : (match: HttpMatchData & GrpcMatchData) => withAllHeaders(one(match), match);
  const placed = (rule: number, path: string, match?: object): PlacedMatch => ({
    rule,
    path,
    condition: read(match ?? {}),
    ...(isCall ? { call: callOf(match) } : { written: (match as HttpMatchData | undefined)?.path?.value?.length }),
  });
  return rules.flatMap(({ matches = [] }, rule) =>
    matches.length === 0
      ? [placed(rule, `spec.rules[${rule}]`)]
      : matches.map((match, index) => placed(rule, `spec.rules[${rule}].matches[${index}]`, match as object)),
  );
}

/** Where an implementation asks for each of names that are equal, and not for the first alone. */
function withAllHeaders(condition: RequestCondition, { headers = [] }: HttpMatchData): RequestCondition {
  const known = new Set([...condition.headers.values()].map(({ name }) => name));
  const also = headers
    .filter(({ name }) => !known.has(name))
    .map(({ name, type, value }): NamedCondition => ({ name, type: typeOf(type), value }));
  return also.length > 0 ? { ...condition, more: { also } } : condition;
}

const typeOf = (type: string | undefined) => (type === 'RegularExpression' ? type : 'Exact');

const callOf = (match: GrpcMatchData | undefined): CallMatch => ({
  service: match?.method?.service?.length ?? 0,
  method: match?.method?.method?.length ?? 0,
  isExact: match?.method?.type !== 'RegularExpression',
  isMatched: match !== undefined,
});

export const httpCondition = ({ path, method, headers, queryParams }: HttpMatchData): RequestCondition => ({
  path: pathCondition(path),
  method,
  headers: named(headers, (name) => name.toLowerCase()),
  queryParams: named(queryParams, (name) => name),
});

function pathCondition({ type = 'PathPrefix', value = '/' }: NonNullable<HttpMatchData['path']> = {}):
  PathCondition | undefined {
  if (type === 'Exact') return { type, value };
  if (type === 'RegularExpression') return { type, value };
  const prefix = value.replace(/\/+$/, '');
  return prefix === '' ? undefined : { type: 'PathPrefix', value: prefix };
}

/** A call is a request to `/service/method`. */
export const grpcCondition = (match: GrpcMatchData): RequestCondition =>
  callCondition(match, (service, call, type) => {
    if (type === 'Exact' && service !== undefined) {
      return call === undefined
        ? { type: 'PathPrefix', value: `/${service}`, extent: 'below' }
        : { type: 'Exact', value: `/${service}/${call}` };
    }
    const part = (text: string | undefined) =>
      text === undefined ? '[^/]+' : type === 'Exact' ? quotedExpression(text) : `(?:${text})`;
    return { type: 'RegularExpression', value: `^/${part(service)}/${part(call)}$` };
  });

/** Istio puts expressions together as texts, alternatives among them, and takes a service for a path as well. */
const callConditionInIstio = (match: GrpcMatchData): RequestCondition =>
  callCondition(match, (service, call, type) => {
    if (type === 'Exact' && service !== undefined) {
      return call === undefined
        ? { type: 'PathPrefix', value: `/${service}` }
        : { type: 'Exact', value: `/${service}/${call}` };
    }
    return { type: 'RegularExpression', value: `/${service ?? '[^/]+'}/${call ?? '.+'}` };
  });

/** Envoy Gateway does the same with services and methods that may be, and looks for a method alone at the end. */
const callConditionInEnvoyGateway = (match: GrpcMatchData): RequestCondition =>
  callCondition(match, (service, call, type) => {
    if (type === 'Exact' && service !== undefined) {
      return call === undefined
        ? { type: 'PathPrefix', value: `/${service}` }
        : { type: 'Exact', value: `/${service}/${call}` };
    }
    if (type === 'Exact') return { type: 'RegularExpression', value: `.*/${quotedExpression(call!)}` };
    return { type: 'RegularExpression', value: `/${service ?? ANY_SERVICE}/${call ?? '[A-Za-z_][A-Za-z_0-9]*'}` };
  });

const ANY_SERVICE = '(?i)\\.?[a-z_][a-z_0-9]*(\\.[a-z_][a-z_0-9]*)*';

const CALLS: Readonly<Record<Dialect, (match: GrpcMatchData) => RequestCondition>> = {
  spec: grpcCondition,
  istio: callConditionInIstio,
  'envoy-gateway': callConditionInEnvoyGateway,
};

function callCondition(
  { method: { type = 'Exact', service, method } = {}, headers }: GrpcMatchData,
  pathOf: (service: string | undefined, method: string | undefined, type: string) => PathCondition,
): RequestCondition {
  return {
    ...(service === undefined && method === undefined ? {} : { path: pathOf(service, method, type) }),
    headers: named(headers, (name) => name.toLowerCase()),
    queryParams: new Map<string, NamedCondition>(),
  };
}

/** Of names that are equal, the first counts (Gateway API v1, HTTPRouteMatch.headers and queryParams). */
function named(matches: readonly NamedMatch[] = [], keyOf: (name: string) => string): Map<string, NamedCondition> {
  const map = new Map<string, NamedCondition>();
  for (const { name, type, value } of matches) {
    const key = keyOf(name);
    if (!map.has(key)) map.set(key, { name, type: typeOf(type), value });
  }
  return map;
}

/** A text that is the same for conditions that ask for the same. */
export function textOf({ path, method, headers, queryParams, more }: RequestCondition): string {
  // Most ask for no more than a path.
  if (headers.size + queryParams.size === 0 && !more) {
    return `${path?.type} ${path?.extent} ${path?.ignoresCase} ${method} ${path?.value}`;
  }
  const all = (map: RequestCondition['headers'] = new Map()) =>
    [...map].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, { type, value }]) => [name, type, value]);
  const where = [path?.type, path?.value, path?.extent, path?.ignoresCase];
  return JSON.stringify([where, method, all(headers), all(queryParams), { ...more, without: all(more?.without) }]);
}

/** `GET /api with header version`, as people name a match. */
export function shownMatch({ path, method, headers, queryParams }: RequestCondition): string {
  const names = [
    ...[...headers.values()].map(({ name, value }) => `header ${name}: ${value}`),
    ...[...queryParams.values()].map(({ name, value }) => `query parameter ${name}=${value}`),
  ];
  const where = path === undefined ? '/' : path.type === 'PathPrefix' ? path.value : `${path.type} ${path.value}`;
  return `${method === undefined ? '' : `${method} `}${where}${names.length > 0 ? ` with ${names.join(', ')}` : ''}`;
}
