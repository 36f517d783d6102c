import { istioHostOrAddress, listOrNothing, mapOrNothing, someOf, subnet } from './istio-text';
import { StringMatch } from './string-match';
import { VirtualServiceGateway } from './virtual-service-gateway';
import { httpHeaderName } from './virtual-service-headers';
import { AllowOrigin, VirtualServiceSpec } from '../manifest/istio-networking';
import { refuse } from '../manifest/problem';
import { dnsLabel, labels, port as checkPort } from '../manifest/scalar';

export type HttpRouteSpec = NonNullable<VirtualServiceSpec['http']>[number];
export type HttpMatchSpec = NonNullable<HttpRouteSpec['match']>[number];
export type TlsRouteSpec = NonNullable<VirtualServiceSpec['tls']>[number];
export type TlsMatchSpec = TlsRouteSpec['match'][number];
export type TcpRouteSpec = NonNullable<VirtualServiceSpec['tcp']>[number];
export type TcpMatchSpec = NonNullable<TcpRouteSpec['match']>[number];

/** Where traffic comes from; what every match of a `VirtualService` may ask. */
export interface VirtualServiceSourceMatch {
  /**
   * Port that the client asked for (`port`).
   *
   * @default - every port
   */
  readonly port?: number;
  /**
   * Labels of the workloads that the match is for (`sourceLabels`); of the mesh only.
   *
   * @default - every workload
   */
  readonly sourceLabels?: { readonly [key: string]: string };
  /**
   * Namespace of the workloads that the match is for (`sourceNamespace`); of the mesh only.
   *
   * @default - every namespace
   */
  readonly sourceNamespace?: string;
  /**
   * Gateways that the match is for, among those of the `VirtualService` (`gateways`).
   *
   * @default - all gateways of the `VirtualService`
   */
  readonly gateways?: VirtualServiceGateway[];
}

/** Which requests an HTTP route is for (`http[].match[]`): all that it says must be true. */
export interface VirtualServiceHttpMatch extends VirtualServiceSourceMatch {
  /**
   * Name of the match, in the access log behind that of the route (`name`).
   *
   * @default - none
   */
  readonly name?: string;
  /**
   * The path (`uri`).
   *
   * @default - every path
   */
  readonly uri?: StringMatch;
  /**
   * Compare the path without regard to case, unless by a regular expression (`ignoreUriCase`).
   *
   * @default false
   */
  readonly ignoreUriCase?: boolean;
  /**
   * The scheme: `http` or `https` (`scheme`).
   *
   * @default - every scheme
   */
  readonly scheme?: StringMatch;
  /**
   * The method (`method`).
   *
   * @default - every method
   */
  readonly method?: StringMatch;
  /**
   * The host as the client wrote it, with the port where it wrote one (`authority`).
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
  /**
   * What the proxy's metrics of the route begin with, behind `route.` (`statPrefix`).
   *
   * @default - no metrics of its own
   */
  readonly statPrefix?: string;
}

/** Which connections a TLS route is for (`tls[].match[]`). */
export interface VirtualServiceTlsMatch extends VirtualServiceSourceMatch {
  /** Server names that the client asks for, within the hosts of the `VirtualService` (`sniHosts`). */
  readonly sniHosts: string[];
  /**
   * Addresses that the client asked for (`destinationSubnets`).
   *
   * @default - every address
   */
  readonly destinationSubnets?: string[];
}

/** Which connections a TCP route is for (`tcp[].match[]`). */
export interface VirtualServiceTcpMatch extends VirtualServiceSourceMatch {
  /**
   * Addresses that the client asked for (`destinationSubnets`).
   *
   * @default - every address
   */
  readonly destinationSubnets?: string[];
}

/** `http[].match[]`. */
export function renderHttpMatch(
  what: string,
  match: VirtualServiceHttpMatch,
  namespace: string | undefined,
): HttpMatchSpec {
  const { name, uri, ignoreUriCase, scheme, method, authority, headers, withoutHeaders, queryParams, statPrefix } =
    match;
  if (Object.values(match).every((value) => value === undefined)) {
    refuse({ what, got: 'nothing asked', expected: 'a condition', fix: 'for every request leave matches out' });
  }
  if (match.gateways && (match.sourceLabels ?? match.sourceNamespace) !== undefined) {
    refuse({
      what,
      got: `gateways and ${match.sourceLabels ? 'sourceLabels' : 'sourceNamespace'}`,
      expected: 'one of them; beside gateways Istio does not read where a request comes from',
      fix: 'leave gateways out: what a request comes from is asked in the mesh only',
    });
  }
  if (ignoreUriCase && !uri) {
    const expected = 'true beside uri';
    refuse({ what: `ignoreUriCase of ${what}`, got: 'true without uri', expected, fix: 'leave it out' });
  }
  [...Object.keys(headers ?? {}), ...Object.keys(withoutHeaders ?? {})].forEach((header) =>
    matchedHeader(`header of ${what}`, header),
  );
  return {
    name,
    uri: uri?._renderUri(`uri of ${what}`),
    ignoreUriCase,
    scheme: scheme?._render(`scheme of ${what}`),
    method: method?._render(`method of ${what}`),
    authority: authority?._render(`authority of ${what}`),
    headers: renderNamed(`headers of ${what}`, headers),
    withoutHeaders: renderNamed(`withoutHeaders of ${what}`, withoutHeaders),
    queryParams: renderNamed(`queryParams of ${what}`, queryParams),
    statPrefix,
    ...renderSource(what, match, namespace),
  };
}

/** `tls[].match[]`. */
export function renderTlsMatch(
  what: string,
  match: VirtualServiceTlsMatch,
  namespace: string | undefined,
): TlsMatchSpec {
  someOf(`sniHosts of ${what}`, match.sniHosts, 'name the hosts that clients ask for');
  match.sniHosts.forEach((host) => isAutomatic(host) || istioHostOrAddress(`sniHosts of ${what}`, host));
  match.destinationSubnets?.forEach((range) => subnet(`destinationSubnets of ${what}`, range));
  return {
    sniHosts: [...match.sniHosts],
    destinationSubnets: listOrNothing(match.destinationSubnets),
    ...renderSource(what, match, namespace),
  };
}

/** `tcp[].match[]`. */
export function renderTcpMatch(
  what: string,
  match: VirtualServiceTcpMatch,
  namespace: string | undefined,
): TcpMatchSpec {
  match.destinationSubnets?.forEach((range) => subnet(`destinationSubnets of ${what}`, range));
  return {
    destinationSubnets: listOrNothing(match.destinationSubnets),
    ...renderSource(what, match, namespace),
  };
}

/** The server name that a gateway in AUTO_PASSTHROUGH gets: `outbound_.80_.v1_.cart.shop.svc.cluster.local`. */
export const isAutomatic = (host: string): boolean => /^outbound_\.\d+_\.[^_]*_\.[a-zA-Z][^_]*$/.test(host);

/** Whether a header is a claim of the token, which only gateways read. */
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
    if (name === '') refuse({ what, got: name, expected: 'a name', fix: 'name it' });
    return [name, match._renderNamed(`'${name}' in ${what}`)] as const;
  });
  return mapOrNothing(Object.fromEntries(entries));
}

function renderSource(what: string, match: VirtualServiceSourceMatch, namespace: string | undefined) {
  const { port, sourceLabels, sourceNamespace, gateways } = match;
  return {
    port: port === undefined ? undefined : checkPort(`port of ${what}`, port),
    sourceLabels: sourceLabels && mapOrNothing(labels(`sourceLabels of ${what}`, sourceLabels)),
    sourceNamespace:
      sourceNamespace === undefined ? undefined : dnsLabel(`sourceNamespace of ${what}`, sourceNamespace),
    gateways: listOrNothing(gateways?.map((gateway) => gateway._render(namespace))),
  };
}
