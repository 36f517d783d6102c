import { FlaggerRoute } from './flagger-route';
import { CanarySpec } from '../manifest/flagger';
import { Filter } from '../manifest/gateway-api';
import { HttpMatch } from '../route/http-match';
import { RouteFilter } from '../route/route-filter';
import { refuse } from '../value/problem';

type ServiceSpec = NonNullable<CanarySpec['service']>;
type Filters = Pick<ServiceSpec, 'headers' | 'rewrite' | 'mirror' | 'corsPolicy'>;
type HeaderChanges = NonNullable<Filter['requestHeaderModifier']>;

/** Converts filters to `service.headers`, `.rewrite`, `.mirror` and `.corsPolicy`. */
export function renderFilters(
  route: FlaggerRoute,
  filters: readonly RouteFilter[] = [],
  matches: readonly HttpMatch[] = [],
): Filters {
  const rendered = filters.map((filter) => filter._render(route));
  rendered.forEach(({ type }, index) => {
    if (!KNOWN.includes(type)) {
      refuse(
        {
          what: 'filters',
          got: type,
          expected: `one of ${KNOWN.join(', ')}; Flagger writes the route, and supports no others`,
          fix: 'leave it out, or use a CanaryRoute',
        },
        route.canary,
      );
    }
    if (type !== 'RequestMirror' && rendered.findIndex((other) => other.type === type) !== index) {
      refuse(
        { what: 'filters', got: `two of type ${type}`, expected: 'one', fix: 'merge them into one' },
        route.canary,
      );
    }
  });
  if (filters.some(({ _needsPrefix }) => _needsPrefix) && !(matches.length < 2 && matches.every(isPrefix))) {
    const expected = 'exactly one match, with a prefix, because a filter replaces the prefix';
    refuse(
      { what: 'matches', got: `${matches.length} matches`, expected, fix: 'use PathModifier.replaceFull()' },
      route.canary,
    );
  }
  const only = <K extends keyof Filter>(part: K) => rendered.find((filter) => filter[part] !== undefined)?.[part];
  const request = only('requestHeaderModifier');
  const response = only('responseHeaderModifier');
  const mirrors = rendered.flatMap(({ requestMirror }) => requestMirror ?? []);
  return {
    headers:
      (request ?? response)
        ? { request: request && headers(request), response: response && headers(response) }
        : undefined,
    rewrite: rewrite(only('urlRewrite')),
    mirror: mirrors.length > 0 ? mirrors.map((mirror) => mirrorOf(route, mirror)) : undefined,
    corsPolicy: cors(only('cors')),
  };
}

const KNOWN: readonly string[] = [
  'RequestHeaderModifier',
  'ResponseHeaderModifier',
  'URLRewrite',
  'RequestMirror',
  'CORS',
];

const isPrefix = ({ _isPrefix }: HttpMatch) => _isPrefix;

const headers = ({ add, set, remove }: HeaderChanges) => ({ add: mapOf(add), set: mapOf(set), remove });

const mapOf = (list: HeaderChanges['add']) => list && Object.fromEntries(list.map(({ name, value }) => [name, value]));

const rewrite = (filter: Filter['urlRewrite']): Filters['rewrite'] =>
  filter && {
    authority: filter.hostname,
    // Flagger ignores an empty text; a slash has the same effect.
    uri: filter.path && (filter.path.replaceFullPath || filter.path.replacePrefixMatch || '/'),
    type: filter.path?.type,
  };

/** A mirror of all requests; Flagger does not support a percentage. */
function mirrorOf(route: FlaggerRoute, { backendRef, percent, fraction }: NonNullable<Filter['requestMirror']>) {
  if (percent ?? fraction) {
    refuse(
      {
        what: `mirror to '${backendRef.name}'`,
        got: percent === undefined ? 'a fraction' : `${percent} percent`,
        expected: 'all requests; Flagger does not support a percentage',
        fix: 'leave percent or fraction out',
      },
      route.canary,
    );
  }
  return { backendRef: { group: '', kind: 'Service', ...backendRef } };
}

const cors = (filter: Filter['cors']): Filters['corsPolicy'] =>
  filter && {
    allowOrigin: filter.allowOrigins as string[] | undefined,
    allowMethods: filter.allowMethods as string[] | undefined,
    allowHeaders: filter.allowHeaders as string[] | undefined,
    exposeHeaders: filter.exposeHeaders as string[] | undefined,
    allowCredentials: filter.allowCredentials,
    // The API server would default it to 5, and Flagger would detect a change and reset the weights.
    maxAge: `${filter.maxAge ?? 5}s`,
  };
