import { takesEveryRequest } from './routing';
import { VirtualService, VirtualServiceSpec } from '../../manifest/istio-networking';
import { covers, RequestCondition } from '../../match/condition';
import { istioCondition } from '../../model/istio';
import { Place, PlaceRule, placeRule } from '../place';

type HttpRoute = NonNullable<VirtualServiceSpec['http']>[number];
type TlsRoute = NonNullable<VirtualServiceSpec['tls']>[number];
type TcpRoute = NonNullable<VirtualServiceSpec['tcp']>[number];
type HttpMatch = NonNullable<HttpRoute['match']>[number];
type TlsMatch = TlsRoute['match'][number];
type TcpMatch = NonNullable<TcpRoute['match']>[number];
type Text = NonNullable<HttpMatch['scheme']>;

/**
 * Routes that never get a request, because the matches of earlier ones take each, and matches of that kind in routes
 * that others reach. In doubt, a match is not covered. What is behind a route that takes everything is another rule's.
 */
export const istioReachRules: readonly PlaceRule<never>[] = [
  ...unreached<HttpMatch, HttpRoute>([VirtualService, 'spec.http'], httpCovers, takesEveryRequest),
  ...unreached<TlsMatch, TlsRoute>([VirtualService, 'spec.tls'], tlsCovers, () => false),
  ...unreached<TcpMatch, TcpRoute>([VirtualService, 'spec.tcp'], coversOrigin, ({ match = [] }) => match.length === 0),
];

type Covers<M> = (wide: M, narrow: M) => boolean;

interface Route<M> {
  readonly match?: readonly M[];
  readonly delegate?: object;
}

function unreached<M extends object, R extends Route<M>>(
  place: Place,
  isWider: Covers<M>,
  takesAll: (route: R) => boolean,
): PlaceRule<never>[] {
  const takersOf = (routes: readonly R[]) => {
    const end = routes.findIndex(takesAll);
    return takers(end < 0 ? routes : routes.slice(0, end + 1), isWider);
  };
  return [
    placeRule<readonly R[]>({
      code: 'GW560',
      severity: 'warning',
      title: 'route of a VirtualService that is never reached',
      places: [place],
      find(routes, path, report) {
        takersOf(routes).forEach((ofRoute, index) => {
          if (!isTaken(ofRoute)) return;
          report({
            what: `${path}[${index}]`,
            got: `a route after ${path}[${Math.max(...ofRoute.map((taker) => taker!.route))}], which matches the same requests`,
            expected: 'a route that gets requests; the first route that matches handles a request',
            fix: 'move it before that route, or remove it',
          });
        });
      },
    }),
    placeRule<readonly R[]>({
      code: 'GW716',
      severity: 'warning',
      title: 'match that an earlier route of the VirtualService has',
      places: [place],
      find(routes, path, report) {
        takersOf(routes).forEach((ofRoute, index) => {
          if (isTaken(ofRoute)) return;
          ofRoute.forEach((taker, at) => {
            if (!taker) return;
            report({
              what: `${path}[${index}].match[${at}]`,
              got: `a match whose requests ${path}[${taker.route}].match[${taker.match}] takes`,
              expected: 'a match of requests that no earlier route takes',
              fix: `move the route before ${path}[${taker.route}], or remove the match; it is never used`,
            });
          });
        });
      },
    }),
  ];
}

/** Where the match stands that takes the requests of another. */
interface Taker {
  readonly route: number;
  readonly match: number;
}

const isTaken = (ofRoute: readonly (Taker | undefined)[]) => ofRoute.every((taker) => taker !== undefined);

/**
 * For each match of each route, the first match of an earlier route that takes its requests. A delegate may add
 * conditions, so it takes nothing.
 */
function takers<M extends object>(
  routes: readonly Route<M>[],
  isWider: Covers<M>,
): readonly (readonly (Taker | undefined)[])[] {
  const earlier: (Taker & { readonly wide: M })[] = [];
  return routes.map(({ match = [], delegate }, route) => {
    const matches = match.length > 0 ? match : [{} as M];
    const found = matches.map((narrow) => earlier.find(({ wide }) => isWider(wide, narrow)));
    if (!delegate) earlier.push(...matches.map((wide, index) => ({ route, match: index, wide })));
    return found;
  });
}

function httpCovers(wide: HttpMatch, narrow: HttpMatch): boolean {
  const { uri, scheme, method, authority, headers, queryParams, withoutHeaders, ignoreUriCase, ...rest } = wide;
  void [headers, queryParams];
  return (
    covers(conditionOf(wide), conditionOf(narrow)) &&
    coversText(scheme, narrow.scheme) &&
    coversText(method, narrow.method) &&
    coversText(authority, narrow.authority) &&
    Object.entries(withoutHeaders ?? {}).every(([key, match]) => isSame(match, narrow.withoutHeaders?.[key])) &&
    (uri === undefined || (ignoreUriCase ?? false) === (narrow.ignoreUriCase ?? false)) &&
    coversOrigin(rest, narrow)
  );
}

/** Path, headers and parameters of a match; each is compared with many. */
function conditionOf(match: HttpMatch): RequestCondition {
  const { uri, headers, queryParams } = match;
  const known = conditions.get(match) ?? istioCondition({ uri, headers, queryParams })!;
  conditions.set(match, known);
  return known;
}

const conditions = new WeakMap<HttpMatch, RequestCondition>();

/** The most specific server name wins regardless of order, so only equal ones cover each other; a route may have none. */
function tlsCovers({ sniHosts, ...rest }: Partial<TlsMatch>, narrow: Partial<TlsMatch>): boolean {
  const sorted = (hosts: readonly string[] = []) => [...hosts].sort();
  return isSame(sorted(sniHosts), sorted(narrow.sniHosts)) && coversOrigin(rest, narrow);
}

/** Gateways, and conditions that cover only the same: port, client and address. */
function coversOrigin(wide: TcpMatch & HttpMatch, narrow: TcpMatch & HttpMatch): boolean {
  const { gateways, name, statPrefix, ...rest } = wide;
  void [name, statPrefix];
  return (
    (!gateways?.length || (narrow.gateways?.every((gateway) => gateways.includes(gateway)) ?? false)) &&
    Object.entries(rest).every(
      ([field, value]) => value === undefined || isSame(value, (narrow as Readonly<Record<string, unknown>>)[field]),
    )
  );
}

function coversText(wide: Text | undefined, narrow: Text | undefined): boolean {
  if (wide === undefined) return true;
  if (narrow === undefined) return false;
  const prefix = wide.prefix;
  if (prefix !== undefined) return [narrow.exact, narrow.prefix].some((text) => text?.startsWith(prefix));
  return isSame(wide, narrow);
}

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
