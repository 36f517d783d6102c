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
}

/** Matches of an HTTPRoute or a GRPCRoute, in their order; a rule without any takes everything. */
export function matchesOf(
  kind: string,
  rules: readonly {
    readonly matches?: readonly unknown[];
    readonly filters?: readonly Filter[];
    readonly backendRefs?: readonly BackendRef[];
  }[],
): PlacedMatch[] {
  const read = kind === 'GRPCRoute' ? grpcCondition : httpCondition;
  return rules.flatMap(({ matches = [] }, rule) =>
    matches.length === 0
      ? [{ rule, path: `spec.rules[${rule}]`, condition: read({}) }]
      : matches.map((match, index) => ({
          rule,
          path: `spec.rules[${rule}].matches[${index}]`,
          condition: read(match as object),
        })),
  );
}

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
export function grpcCondition({ method = {}, headers }: GrpcMatchData): RequestCondition {
  const { type = 'Exact', service, method: call } = method;
  const all = { headers: named(headers, (name) => name.toLowerCase()), queryParams: new Map<string, NamedCondition>() };
  if (service === undefined && call === undefined) return all;
  if (type === 'Exact' && service !== undefined) {
    return {
      ...all,
      path:
        call === undefined
          ? { type: 'PathPrefix', value: `/${service}`, extent: 'below' }
          : { type: 'Exact', value: `/${service}/${call}` },
    };
  }
  const part = (text: string | undefined) =>
    text === undefined ? '[^/]+' : type === 'Exact' ? quotedExpression(text) : `(?:${text})`;
  return { ...all, path: { type: 'RegularExpression', value: `^/${part(service)}/${part(call)}$` } };
}

/** Of names that are equal, the first counts (Gateway API v1, HTTPRouteMatch.headers and queryParams). */
function named(matches: readonly NamedMatch[] = [], keyOf: (name: string) => string): Map<string, NamedCondition> {
  const map = new Map<string, NamedCondition>();
  for (const { name, type, value } of matches) {
    const key = keyOf(name);
    if (!map.has(key)) map.set(key, { name, type: type === 'RegularExpression' ? type : 'Exact', value });
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
