import { takesEveryRequest } from './routing';
import { VirtualService, VirtualServiceSpec } from '../../manifest/istio-networking';
import { PlaceRule, placeRule } from '../place';

type HttpRoute = NonNullable<VirtualServiceSpec['http']>[number];
type TlsRoute = NonNullable<VirtualServiceSpec['tls']>[number];
type TcpRoute = NonNullable<VirtualServiceSpec['tcp']>[number];
type HttpMatch = NonNullable<HttpRoute['match']>[number];
type TlsMatch = TlsRoute['match'][number];
type TcpMatch = NonNullable<TcpRoute['match']>[number];
type Text = NonNullable<HttpMatch['uri']>;

const TITLE = { code: 'GW560', severity: 'warning', title: 'route of a VirtualService that is never reached' } as const;

/**
 * Routes that never get a request, because the matches of earlier ones take each. In doubt, a match is not covered. A
 * route that takes everything is another rule's.
 */
export const istioReachRules: readonly PlaceRule<never>[] = [
  placeRule<readonly HttpRoute[]>({
    ...TITLE,
    places: [[VirtualService, 'spec.http']],
    find: unreached<HttpMatch, HttpRoute>(httpCovers, takesEveryRequest),
  }),
  placeRule<readonly TlsRoute[]>({
    ...TITLE,
    places: [[VirtualService, 'spec.tls']],
    find: unreached<TlsMatch, TlsRoute>(tlsCovers),
  }),
  placeRule<readonly TcpRoute[]>({
    ...TITLE,
    places: [[VirtualService, 'spec.tcp']],
    find: unreached<TcpMatch, TcpRoute>(tcpCovers, ({ match = [] }) => match.length === 0),
  }),
];

/** A delegate may add conditions, so it covers nothing. */
function unreached<M extends object, R extends { readonly match?: readonly M[]; readonly delegate?: object }>(
  covers: (wide: M, narrow: M) => boolean,
  takesAll: (route: R) => boolean = () => false,
): PlaceRule<readonly R[]>['find'] {
  const matchesOf = ({ match = [] }: R) => (match.length > 0 ? match : [{} as M]);
  return (routes, path, report) => {
    const end = routes.findIndex(takesAll);
    const reachable = end < 0 ? routes : routes.slice(0, end + 1);
    reachable.forEach((route, index) => {
      const owners = matchesOf(route).map((narrow) =>
        routes
          .slice(0, index)
          .findIndex((earlier) => !earlier.delegate && matchesOf(earlier).some((wide) => covers(wide, narrow))),
      );
      if (owners.includes(-1)) return;
      report({
        what: `${path}[${index}]`,
        got: `a route after ${path}[${Math.max(...owners)}], which matches the same requests`,
        expected: 'a route that gets requests; the first route that matches handles a request',
        fix: 'move it before that route, or remove it',
      });
    });
  };
}

function httpCovers(wide: HttpMatch, narrow: HttpMatch): boolean {
  const { uri, scheme, method, authority, headers, queryParams, withoutHeaders, name, statPrefix, ...rest } = wide;
  void [name, statPrefix];
  return (
    (uri?.prefix === '/' || uri?.prefix === '' || coversText(uri, narrow.uri)) &&
    coversText(scheme, narrow.scheme) &&
    coversText(method, narrow.method) &&
    coversText(authority, narrow.authority) &&
    coversNamed(headers, narrow.headers) &&
    coversNamed(queryParams, narrow.queryParams) &&
    Object.entries(withoutHeaders ?? {}).every(([key, match]) => same(match, narrow.withoutHeaders?.[key])) &&
    (uri === undefined || (wide.ignoreUriCase ?? false) === (narrow.ignoreUriCase ?? false)) &&
    coversOrigin(rest, narrow)
  );
}

/** The most specific server name wins regardless of order, so only equal ones cover each other. */
function tlsCovers({ sniHosts, ...rest }: TlsMatch, narrow: TlsMatch): boolean {
  return same([...sniHosts].sort(), [...narrow.sniHosts].sort()) && coversOrigin(rest, narrow);
}

function tcpCovers(wide: TcpMatch, narrow: TcpMatch): boolean {
  return coversOrigin(wide, narrow);
}

/** Gateways, and conditions that cover only the same: port, client and address. */
function coversOrigin(wide: object, narrow: object): boolean {
  const { gateways, ignoreUriCase, ...rest } = wide as TcpMatch & HttpMatch;
  void ignoreUriCase;
  const other = narrow as TcpMatch & HttpMatch;
  return (
    (!gateways?.length || (other.gateways?.every((gateway) => gateways.includes(gateway)) ?? false)) &&
    Object.entries(rest).every(
      ([name, value]) => value === undefined || same(value, (other as Readonly<Record<string, unknown>>)[name]),
    )
  );
}

function coversText(wide: Text | undefined, narrow: Text | undefined): boolean {
  if (wide === undefined) return true;
  if (narrow === undefined) return false;
  const prefix = wide.prefix;
  if (prefix !== undefined) return [narrow.exact, narrow.prefix].some((text) => text?.startsWith(prefix));
  return same(wide, narrow);
}

/** A match of presence of a header or parameter covers every value. */
function coversNamed(wide: Readonly<Record<string, Text>> = {}, narrow: Readonly<Record<string, Text>> = {}): boolean {
  return Object.entries(wide).every(([name, match]) => {
    const other = narrow[name];
    return other !== undefined && (Object.keys(match).length === 0 || coversText(match, other));
  });
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
