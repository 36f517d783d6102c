import { isWithin } from './istio-text';
import { HttpMatchSpec, TcpMatchSpec, TlsMatchSpec, TlsRouteSpec } from './virtual-service-match';
import { AllowOrigin } from '../manifest/istio-networking';

/*
 * Detection of VirtualService routes that never get a request, because an earlier route matches it. A match covers
 * another one if it matches every request of the other. In doubt, a match is not covered.
 */

/** Index of the route that matches all requests of the last one; if several do together, that of the last of them. */
export function coveredBy<M extends object>(
  routes: readonly { readonly match?: readonly M[] }[],
  covers: (wide: M, narrow: M) => boolean,
): number | undefined {
  const matches = routes.map(({ match }) => match ?? [{} as M]);
  const earlier = matches.slice(0, -1);
  const owners = matches[matches.length - 1].map((match) =>
    earlier.findIndex((wide) => wide.some((one) => covers(one, match))),
  );
  return owners.includes(-1) ? undefined : Math.max(...owners);
}

export function httpCovers(wide: HttpMatchSpec, narrow: HttpMatchSpec): boolean {
  return (
    coversUri(wide, narrow) &&
    coversText(wide.scheme, narrow.scheme) &&
    coversText(wide.method, narrow.method) &&
    coversText(wide.authority, narrow.authority) &&
    coversNamed(wide.headers, narrow.headers) &&
    coversNamed(wide.queryParams, narrow.queryParams) &&
    Object.entries(wide.withoutHeaders ?? {}).every(([name, match]) => same(match, narrow.withoutHeaders?.[name])) &&
    tcpCovers(wide, narrow)
  );
}

export function tcpCovers(wide: TcpMatchSpec, narrow: TcpMatchSpec): boolean {
  const { port, gateways } = wide;
  return (
    (port === undefined || port === narrow.port) &&
    (gateways === undefined || (narrow.gateways?.every((gateway) => gateways.includes(gateway)) ?? false))
  );
}

/** The most specific server name wins regardless of order, so only equal ones cover each other. */
export const tlsCovers = (wide: TlsMatchSpec, narrow: TlsMatchSpec): boolean =>
  same([...wide.sniHosts].sort(), [...narrow.sniHosts].sort()) && tcpCovers(wide, narrow);

const coversUri = ({ uri: wide }: HttpMatchSpec, { uri: narrow }: HttpMatchSpec): boolean =>
  wide?.prefix === '/' || wide?.prefix === '' || coversText(wide, narrow);

function coversText(wide: AllowOrigin | undefined, narrow: AllowOrigin | undefined): boolean {
  if (wide === undefined) return true;
  if (narrow === undefined) return false;
  const prefix = wide.prefix;
  if (prefix !== undefined) return [narrow.exact, narrow.prefix].some((text) => text?.startsWith(prefix));
  return same(wide, narrow);
}

/** A match of presence of a header or parameter covers every value. */
function coversNamed(wide: HttpMatchSpec['headers'], narrow: HttpMatchSpec['headers']): boolean {
  return Object.entries(wide ?? {}).every(([name, match]) => {
    const other = narrow?.[name];
    return other !== undefined && (Object.keys(match).length === 0 || coversText(match, other));
  });
}

/** Equality of values, without undefined fields. */
const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** The first server name outside the hosts of the VirtualService. */
export const foreignSni = (route: TlsRouteSpec, hosts: readonly string[]): string | undefined =>
  route.match.flatMap(({ sniHosts }) => sniHosts).find((sni) => !hosts.some((host) => isWithin(sni, host)));
