import { isWithin } from './istio-text';
import { HttpMatchSpec, HttpRouteSpec, TcpMatchSpec, TcpRouteSpec, TlsRouteSpec } from './virtual-service-match';
import { AllowOrigin } from '../manifest/istio-networking';

/*
 * Which routes of a VirtualService never get a request, as the first that matches serves it. A match covers another
 * one if every request that fits the other fits it. What is not surely covered is not.
 */

/** The index of a route that leaves nothing for the last one; several together count by the last of them. */
export function coveredBy<R, M>(
  routes: readonly R[],
  matchesOf: (route: R) => readonly M[],
  covers: (wide: M, narrow: M) => boolean,
): number | undefined {
  const last = routes.length - 1;
  const earlier = routes.slice(0, last).map(matchesOf);
  const owners = matchesOf(routes[last]).map((match) =>
    earlier.findIndex((matches) => matches.some((wide) => covers(wide, match))),
  );
  return owners.includes(-1) ? undefined : Math.max(...owners);
}

/** What routes of HTTP match. A delegate may leave requests to the routes behind it, so that its route covers nothing. */
export const httpMatches =
  (last: HttpRouteSpec) =>
  (route: HttpRouteSpec): readonly HttpMatchSpec[] =>
    route.delegate && route !== last ? [] : (route.match ?? [{}]);

export const tcpMatches = (route: TcpRouteSpec): readonly TcpMatchSpec[] => route.match ?? [{}];

export const tlsMatches = (route: TlsRouteSpec) => route.match;

export function httpCovers(wide: HttpMatchSpec, narrow: HttpMatchSpec): boolean {
  return (
    coversUri(wide, narrow) &&
    coversText(wide.scheme, narrow.scheme) &&
    coversText(wide.method, narrow.method) &&
    coversText(wide.authority, narrow.authority) &&
    coversNamed(wide.headers, narrow.headers) &&
    coversNamed(wide.queryParams, narrow.queryParams) &&
    Object.entries(wide.withoutHeaders ?? {}).every(([name, match]) => same(match, narrow.withoutHeaders?.[name])) &&
    coversSource(wide, narrow)
  );
}

export function tcpCovers(wide: TcpMatchSpec, narrow: TcpMatchSpec): boolean {
  const asksSubnet = wide.destinationSubnets !== undefined;
  return (!asksSubnet || same(wide.destinationSubnets, narrow.destinationSubnets)) && coversSource(wide, narrow);
}

/** Of server names the most specific one wins, whatever the order; only the same ones leave nothing. */
export const tlsCovers = (wide: TlsRouteSpec['match'][number], narrow: TlsRouteSpec['match'][number]): boolean =>
  same([...wide.sniHosts].sort(), [...narrow.sniHosts].sort()) && tcpCovers(wide, narrow);

function coversUri(wide: HttpMatchSpec, narrow: HttpMatchSpec): boolean {
  if (wide.uri === undefined || wide.uri.prefix === '/' || wide.uri.prefix === '') return true;
  if (wide.ignoreUriCase && narrow.uri?.regex === undefined) {
    return coversText(lower(wide.uri), narrow.uri && lower(narrow.uri));
  }
  const isNarrowStrict = !narrow.ignoreUriCase || narrow.uri?.regex !== undefined;
  return isNarrowStrict && coversText(wide.uri, narrow.uri);
}

const lower = ({ exact, prefix, regex }: AllowOrigin): AllowOrigin => ({
  exact: exact?.toLowerCase(),
  prefix: prefix?.toLowerCase(),
  regex,
});

function coversText(wide: AllowOrigin | undefined, narrow: AllowOrigin | undefined): boolean {
  if (wide === undefined) return true;
  if (narrow === undefined) return false;
  const prefix = wide.prefix;
  if (prefix !== undefined) return [narrow.exact, narrow.prefix].some((text) => text?.startsWith(prefix));
  return same(wide, narrow);
}

/** A header or parameter that is only asked to be there covers every value. */
function coversNamed(wide: HttpMatchSpec['headers'], narrow: HttpMatchSpec['headers']): boolean {
  return Object.entries(wide ?? {}).every(([name, match]) => {
    const other = narrow?.[name];
    return other !== undefined && (Object.keys(match).length === 0 || coversText(match, other));
  });
}

function coversSource(wide: TcpMatchSpec, narrow: TcpMatchSpec): boolean {
  const { port, sourceNamespace, sourceLabels = {}, gateways } = wide;
  return (
    (port === undefined || port === narrow.port) &&
    (sourceNamespace === undefined || sourceNamespace === narrow.sourceNamespace) &&
    Object.entries(sourceLabels).every(([key, value]) => narrow.sourceLabels?.[key] === value) &&
    (gateways === undefined || (narrow.gateways?.every((gateway) => gateways.includes(gateway)) ?? false))
  );
}

/** Equal values; what is not there is left out first. */
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** The first server name that no host of the VirtualService stands for. */
export const foreignSni = (route: TlsRouteSpec, hosts: readonly string[]): string | undefined =>
  route.match.flatMap(({ sniHosts }) => sniHosts).find((sni) => !hosts.some((host) => isWithin(sni, host)));
