import { istioHostOrAddress, listOrUndefined, mapOrUndefined, someOf } from './istio-text';
import { StringMatch } from './string-match';
import { VirtualServiceGateway } from './virtual-service-gateway';
import { httpHeaderName } from './virtual-service-headers';
import { AllowOrigin, VirtualServiceSpec } from '../manifest/istio-networking';
import { refuse } from '../value/problem';
import { port as checkPort } from '../value/scalar';

/** @internal */
export type HttpRouteSpec = NonNullable<VirtualServiceSpec['http']>[number];
/** @internal */
export type HttpMatchSpec = NonNullable<HttpRouteSpec['match']>[number];
/** @internal */
export type TlsRouteSpec = NonNullable<VirtualServiceSpec['tls']>[number];
/** @internal */
export type TlsMatchSpec = TlsRouteSpec['match'][number];
/** @internal */
export type TcpRouteSpec = NonNullable<VirtualServiceSpec['tcp']>[number];
/** @internal */
export type TcpMatchSpec = NonNullable<TcpRouteSpec['match']>[number];

/** Conditions on connections, for TCP routes (`tcp[].match[]`) and every other match. */
export interface VirtualServiceMatch {
  /**
   * Port that the client requested (`port`).
   *
   * @default - every port
   */
  readonly port?: number;
  /**
   * Gateways that the match applies to, among those of the `VirtualService` (`gateways`).
   *
   * @default - all gateways of the `VirtualService`
   */
  readonly gateways?: VirtualServiceGateway[];
}

/** Conditions on HTTP requests, all of which must be true (`http[].match[]`). */
export interface VirtualServiceHttpMatch extends VirtualServiceMatch {
  /**
   * Path (`uri`).
   *
   * @default - every path
   */
  readonly uri?: StringMatch;
  /**
   * Scheme: `http` or `https` (`scheme`).
   *
   * @default - every scheme
   */
  readonly scheme?: StringMatch;
  /**
   * Method (`method`).
   *
   * @default - every method
   */
  readonly method?: StringMatch;
  /**
   * Host as the client sends it, including a port (`authority`).
   *
   * @default - every host of the `VirtualService`
   */
  readonly authority?: StringMatch;
  /**
   * Headers that must all match, by name (`headers`). At a gateway, `@request.auth.claims.group` is a
   * claim of the token.
   *
   * @default - none
   */
  readonly headers?: { readonly [name: string]: StringMatch };
  /**
   * Headers none of which may match (`withoutHeaders`).
   *
   * @default - none
   */
  readonly withoutHeaders?: { readonly [name: string]: StringMatch };
  /**
   * Query parameters that must all match (`queryParams`).
   *
   * @default - none
   */
  readonly queryParams?: { readonly [name: string]: StringMatch };
}

/** Conditions on TLS connections (`tls[].match[]`). */
export interface VirtualServiceTlsMatch extends VirtualServiceMatch {
  /** Server names that the client requests, within the hosts of the `VirtualService` (`sniHosts`). */
  readonly sniHosts: string[];
}

/**
 * Renders an element of `http[].match[]`.
 * @internal
 */
export function renderHttpMatch(
  what: string,
  match: VirtualServiceHttpMatch,
  namespace: string | undefined,
): HttpMatchSpec {
  const { uri, scheme, method, authority, headers, withoutHeaders, queryParams } = match;
  if (Object.values(match).every((value) => value === undefined)) {
    refuse({ what, got: 'no condition', expected: 'at least one', fix: 'for every request leave matches out' });
  }
  [...Object.keys(headers ?? {}), ...Object.keys(withoutHeaders ?? {})].forEach((header) =>
    matchedHeader(`header of ${what}`, header),
  );
  return {
    uri: uri?._renderUri(`uri of ${what}`),
    scheme: scheme?._render(`scheme of ${what}`),
    method: method?._render(`method of ${what}`),
    authority: authority?._render(`authority of ${what}`),
    headers: renderNamed(`headers of ${what}`, headers),
    withoutHeaders: renderNamed(`withoutHeaders of ${what}`, withoutHeaders),
    queryParams: renderNamed(`queryParams of ${what}`, queryParams),
    ...renderMatch(what, match, namespace),
  };
}

/**
 * Renders an element of `tls[].match[]`.
 * @internal
 */
export function renderTlsMatch(
  what: string,
  match: VirtualServiceTlsMatch,
  namespace: string | undefined,
): TlsMatchSpec {
  someOf(`sniHosts of ${what}`, match.sniHosts, 'set the hosts that clients request');
  match.sniHosts.forEach((host) => isAutomatic(host) || istioHostOrAddress(`sniHosts of ${what}`, host));
  return { sniHosts: [...match.sniHosts], ...renderMatch(what, match, namespace) };
}

/**
 * Renders an element of `tcp[].match[]`: the conditions of every match.
 * @internal
 */
export function renderMatch(
  what: string,
  { port, gateways }: VirtualServiceMatch,
  namespace: string | undefined,
): TcpMatchSpec {
  return {
    port: port === undefined ? undefined : checkPort(`port of ${what}`, port),
    gateways: listOrUndefined(gateways?.map((gateway) => gateway._render(namespace))),
  };
}

/**
 * Whether a server name is one of an AUTO_PASSTHROUGH gateway: `outbound_.80_.v1_.cart.shop.svc.cluster.local`.
 * @internal
 */
export const isAutomatic = (host: string): boolean => /^outbound_\.\d+_\.[^_]*_\.[a-zA-Z][^_]*$/.test(host);

/**
 * Whether a header is a claim of the token, which only gateways read.
 * @internal
 */
export const isClaim = (header: string): boolean => /^@request\.auth\.claims[.[]/i.test(header);

const PSEUDO = [':method', ':scheme', ':authority', ':path', ':status'];

function matchedHeader(what: string, name: string): void {
  if (isClaim(name) || PSEUDO.includes(name)) return;
  httpHeaderName(what, name);
}

function renderNamed(
  what: string,
  matches: { readonly [name: string]: StringMatch } | undefined,
): { readonly [name: string]: AllowOrigin } | undefined {
  const entries = Object.entries(matches ?? {}).map(([name, match]) => {
    if (name === '') refuse({ what, got: name, expected: 'a name', fix: 'set the name' });
    return [name, match._renderNamed(`'${name}' in ${what}`)] as const;
  });
  return mapOrUndefined(Object.fromEntries(entries));
}
