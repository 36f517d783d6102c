import { Duration } from 'cdk8s';
import { Destination } from './destination';
import { istioDuration, listOrUndefined } from './istio-text';
import {
  renderDirectResponse,
  renderRedirect,
  renderRewrite,
  VirtualServiceDirectResponse,
  VirtualServiceRedirect,
  VirtualServiceRewrite,
} from './virtual-service-action';
import { authoritiesSet, renderVirtualServiceHeaders, VirtualServiceHeaders } from './virtual-service-headers';
import {
  HttpRouteSpec,
  renderHttpMatch,
  renderMatch,
  renderTlsMatch,
  TcpRouteSpec,
  TlsRouteSpec,
  VirtualServiceHttpMatch,
  VirtualServiceMatch,
  VirtualServiceTlsMatch,
} from './virtual-service-match';
import {
  renderCorsPolicy,
  renderFault,
  renderMirror,
  renderRetry,
  VirtualServiceCorsPolicy,
  VirtualServiceFault,
  VirtualServiceMirror,
  VirtualServiceRetry,
} from './virtual-service-traffic';
import { atMostOne } from '../value/choice';
import { refuse } from '../value/problem';

/**
 * An HTTP route (`http[]`) with one of `route`, `redirect` and `directResponse`. The first route that matches a
 * request serves it.
 */
export interface VirtualServiceHttpRoute {
  /**
   * Name of the route, for the access log (`name`).
   *
   * @default - none
   */
  readonly name?: string;
  /**
   * Requests that the route serves: those that satisfy one of the matches (`match`).
   *
   * @default - every request
   */
  readonly matches?: VirtualServiceHttpMatch[];
  /**
   * Destinations of requests; several need weights (`route`).
   *
   * @default - none; `redirect` or `directResponse` is required
   */
  readonly route?: Destination[];
  /**
   * Redirect (`redirect`).
   *
   * @default - no redirect
   */
  readonly redirect?: VirtualServiceRedirect;
  /**
   * Response of the proxy itself (`directResponse`).
   *
   * @default - no direct response
   */
  readonly directResponse?: VirtualServiceDirectResponse;
  /**
   * Changes to requests before they are forwarded (`rewrite`).
   *
   * @default - the request of the client
   */
  readonly rewrite?: VirtualServiceRewrite;
  /**
   * Time limit for the whole response, at least 1 ms (`timeout`).
   *
   * @default - none
   */
  readonly timeout?: Duration;
  /**
   * Retries (`retries`).
   *
   * @default - those of the mesh, 2 by default
   */
  readonly retries?: VirtualServiceRetry;
  /**
   * Fault injection, to test clients (`fault`).
   *
   * @default - none
   */
  readonly fault?: VirtualServiceFault;
  /**
   * Destinations of copies of requests (`mirrors`).
   *
   * @default - none
   */
  readonly mirrors?: VirtualServiceMirror[];
  /**
   * Cross-origin access from browsers (`corsPolicy`).
   *
   * @default - left to the backend
   */
  readonly corsPolicy?: VirtualServiceCorsPolicy;
  /**
   * Changes to headers (`headers`).
   *
   * @default - none
   */
  readonly headers?: VirtualServiceHeaders;
}

/** A route for TLS passthrough, by server name (`tls[]`). */
export interface VirtualServiceTlsRoute {
  /** Connections that the route serves: those that satisfy one of the matches (`match`). */
  readonly matches: VirtualServiceTlsMatch[];
  /** Destinations of connections; several need weights (`route`). */
  readonly route: Destination[];
}

/** A TCP route (`tcp[]`). */
export interface VirtualServiceTcpRoute {
  /**
   * Connections that the route serves: those that satisfy one of the matches (`match`).
   *
   * @default - every connection
   */
  readonly matches?: VirtualServiceMatch[];
  /** Destinations of connections; several need weights (`route`). */
  readonly route: Destination[];
}

/**
 * Renders an element of `http[]`.
 * @internal
 */
export function renderHttpRoute(
  what: string,
  route: VirtualServiceHttpRoute,
  namespace: string | undefined,
): HttpRouteSpec {
  checkAction(what, route);
  checkAuthority(what, route);
  const { name, redirect, directResponse, rewrite, timeout, retries, fault, corsPolicy, headers } = route;
  return {
    name,
    match: listOrUndefined(
      route.matches?.map((match, index) => renderHttpMatch(`match ${index + 1} of ${what}`, match, namespace)),
    ),
    route: route.route && renderDestinations(what, route.route, (to, label) => to._render(label, namespace)),
    redirect: redirect && renderRedirect(`redirect of ${what}`, redirect),
    directResponse: directResponse && renderDirectResponse(`directResponse of ${what}`, directResponse),
    rewrite: rewrite && renderRewrite(`rewrite of ${what}`, rewrite),
    timeout: timeout && istioDuration(`timeout of ${what}`, timeout),
    retries: retries && renderRetry(`retries of ${what}`, retries),
    fault: fault && renderFault(`fault of ${what}`, fault),
    mirrors: listOrUndefined(
      route.mirrors?.map((mirror, index) => renderMirror(`mirror ${index + 1} of ${what}`, mirror, namespace)),
    ),
    corsPolicy: corsPolicy && renderCorsPolicy(`corsPolicy of ${what}`, corsPolicy),
    headers: headers && renderVirtualServiceHeaders(`headers of ${what}`, headers),
  };
}

/**
 * Renders an element of `tls[]`.
 * @internal
 */
export function renderTlsRoute(
  what: string,
  { matches, route }: VirtualServiceTlsRoute,
  namespace: string | undefined,
): TlsRouteSpec {
  if (matches.length === 0) {
    const fix = 'set the hosts that clients request in sniHosts';
    refuse({ what: `matches of ${what}`, got: 'none', expected: 'at least one', fix });
  }
  return {
    match: matches.map((match, index) => renderTlsMatch(`match ${index + 1} of ${what}`, match, namespace)),
    route: renderDestinations(what, route, (to, label) => to._renderPlain(label, namespace)),
  };
}

/**
 * Renders an element of `tcp[]`.
 * @internal
 */
export function renderTcpRoute(
  what: string,
  { matches, route }: VirtualServiceTcpRoute,
  namespace: string | undefined,
): TcpRouteSpec {
  return {
    match: listOrUndefined(
      matches?.map((match, index) => renderMatch(`match ${index + 1} of ${what}`, match, namespace)),
    ),
    route: renderDestinations(what, route, (to, label) => to._renderPlain(label, namespace)),
  };
}

function renderDestinations<T>(
  what: string,
  route: readonly Destination[],
  render: (destination: Destination, label: string) => T,
): T[] {
  if (route.length === 0) {
    const fix = "for example Destination.host('cart')";
    refuse({ what: `route of ${what}`, got: 'no destination', expected: 'at least one', fix });
  }
  if (route.length > 1) {
    const without = route.filter(({ weight }) => weight === undefined);
    if (without.length > 0) {
      refuse({
        what: `weights of ${what}`,
        got: `none for ${without.map(({ hostname }) => hostname).join(', ')}`,
        expected: 'a weight for each of several destinations; a destination without one gets no traffic',
        fix: "for example Destination.host('cart', { weight: 1 })",
      });
    }
    if (route.every(({ weight }) => weight === 0)) {
      const expected = 'at least one above 0; otherwise every request gets a 500 response';
      refuse({ what: `weights of ${what}`, got: 'all 0', expected, fix: 'set a weight above 0 on one destination' });
    }
  }
  return route.map((destination, index) => render(destination, `destination ${index + 1} of ${what}`));
}

/** A route with a redirect or direct response forwards no request, so settings of forwarded requests have no effect. */
function checkAction(what: string, http: VirtualServiceHttpRoute): void {
  const { route, redirect, directResponse, rewrite, fault, timeout, retries, mirrors } = http;
  const actions = { route, redirect, directResponse };
  atMostOne(what, actions, 'they exclude each other');
  if (Object.values(actions).every((action) => action === undefined)) {
    const expected = 'route, redirect or directResponse';
    refuse({ what, got: 'no action', expected, fix: "for example route: [Destination.host('cart')]" });
  }
  const response = redirect ? 'a redirect' : directResponse ? 'a directResponse' : undefined;
  const [unused] =
    Object.entries({ rewrite, fault, timeout, retries, mirrors }).find(([, value]) => value !== undefined) ?? [];
  if (response !== undefined && unused !== undefined) {
    refuse({
      what,
      got: `${response} and ${unused}`,
      expected: 'one of them; the proxy responds and forwards no request',
      fix: `leave ${unused} out`,
    });
  }
}

/** Istio accepts one change of the authority of a request. */
function checkAuthority(what: string, { rewrite, headers }: VirtualServiceHttpRoute): void {
  const authorities = [...(rewrite?.authority ? [rewrite.authority] : []), ...authoritiesSet(headers ?? {})];
  if (authorities.length > 1) {
    refuse({
      what: `host of the requests of ${what}`,
      got: authorities.join(' and '),
      expected: 'one, of rewrite.authority and headers.request',
      fix: 'leave the others out',
    });
  }
}
