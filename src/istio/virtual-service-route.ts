import { Duration } from 'cdk8s';
import { Destination } from './destination';
import { istioDuration, listOrNothing } from './istio-text';
import {
  oneOf,
  renderDirectResponse,
  renderRedirect,
  renderRewrite,
  VirtualServiceDelegate,
  VirtualServiceDirectResponse,
  VirtualServiceRedirect,
  VirtualServiceRewrite,
} from './virtual-service-action';
import { authoritiesSet, renderVirtualServiceHeaders, VirtualServiceHeaders } from './virtual-service-headers';
import {
  HttpRouteSpec,
  renderHttpMatch,
  renderTcpMatch,
  renderTlsMatch,
  TcpRouteSpec,
  TlsRouteSpec,
  VirtualServiceHttpMatch,
  VirtualServiceTcpMatch,
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
import { refuse } from '../manifest/problem';

/**
 * A route of HTTP (`http[]`). It has one of `route`, `redirect`, `directResponse` and `delegate`; the first route
 * that matches a request serves it.
 */
export interface VirtualServiceHttpRoute {
  /**
   * Name of the route, for the access log (`name`).
   *
   * @default - none
   */
  readonly name?: string;
  /**
   * Requests that the route is for: those that any of the matches fits (`match`).
   *
   * @default - every request
   */
  readonly matches?: VirtualServiceHttpMatch[];
  /**
   * Where requests go; several destinations need weights (`route`).
   *
   * @default - the route answers itself, or delegates
   */
  readonly route?: Destination[];
  /**
   * Answer by a redirect (`redirect`).
   *
   * @default - no redirect
   */
  readonly redirect?: VirtualServiceRedirect;
  /**
   * Answer by the proxy itself (`directResponse`).
   *
   * @default - no answer of its own
   */
  readonly directResponse?: VirtualServiceDirectResponse;
  /**
   * Put the routes of a `VirtualService` without hosts in place of this one (`delegate`). What this route says beside
   * counts where they do not say it.
   *
   * @default - no delegate
   */
  readonly delegate?: VirtualServiceDelegate;
  /**
   * What requests say when they are sent on (`rewrite`).
   *
   * @default - what the client said
   */
  readonly rewrite?: VirtualServiceRewrite;
  /**
   * How long a client waits for the whole answer, 1 ms at least (`timeout`).
   *
   * @default - for ever
   */
  readonly timeout?: Duration;
  /**
   * When a request is sent again (`retries`).
   *
   * @default - the mesh's; two more attempts
   */
  readonly retries?: VirtualServiceRetry;
  /**
   * Faults to see what clients make of them (`fault`).
   *
   * @default - none
   */
  readonly fault?: VirtualServiceFault;
  /**
   * Where copies of requests go (`mirrors`).
   *
   * @default - nowhere
   */
  readonly mirrors?: VirtualServiceMirror[];
  /**
   * Which other origins may use the route in a browser (`corsPolicy`).
   *
   * @default - what the backend says
   */
  readonly corsPolicy?: VirtualServiceCorsPolicy;
  /**
   * Changes to headers (`headers`).
   *
   * @default - none
   */
  readonly headers?: VirtualServiceHeaders;
}

/** A route of TLS that does not end here, by server name (`tls[]`). */
export interface VirtualServiceTlsRoute {
  /** Connections that the route is for: those that any of the matches fits (`match`). */
  readonly matches: VirtualServiceTlsMatch[];
  /** Where connections go; several destinations need weights (`route`). */
  readonly route: Destination[];
}

/** A route of TCP (`tcp[]`). */
export interface VirtualServiceTcpRoute {
  /**
   * Connections that the route is for: those that any of the matches fits (`match`).
   *
   * @default - every connection
   */
  readonly matches?: VirtualServiceTcpMatch[];
  /** Where connections go; several destinations need weights (`route`). */
  readonly route: Destination[];
}

/** `http[]`. */
export function renderHttpRoute(
  what: string,
  route: VirtualServiceHttpRoute,
  namespace: string | undefined,
): HttpRouteSpec {
  checkAction(what, route);
  checkAuthority(what, route);
  const { name, redirect, directResponse, delegate, rewrite, timeout, retries, fault, corsPolicy, headers } = route;
  checkPrefixes(what, route);
  return {
    name,
    match: listOrNothing(
      route.matches?.map((match, index) => renderHttpMatch(`match ${index + 1} of ${what}`, match, namespace)),
    ),
    route: route.route && renderDestinations(what, route.route, (to, label) => to._render(label, namespace)),
    redirect: redirect && renderRedirect(`redirect of ${what}`, redirect),
    directResponse: directResponse && renderDirectResponse(`directResponse of ${what}`, directResponse),
    delegate: delegate?._render(namespace),
    rewrite: rewrite && renderRewrite(`rewrite of ${what}`, rewrite),
    timeout: timeout && istioDuration(`timeout of ${what}`, timeout),
    retries: retries && renderRetry(`retries of ${what}`, retries),
    fault: fault && renderFault(`fault of ${what}`, fault),
    mirrors: listOrNothing(
      route.mirrors?.map((mirror, index) => renderMirror(`mirror ${index + 1} of ${what}`, mirror, namespace)),
    ),
    corsPolicy: corsPolicy && renderCorsPolicy(`corsPolicy of ${what}`, corsPolicy),
    headers: headers && renderVirtualServiceHeaders(`headers of ${what}`, headers),
  };
}

/** `tls[]`. */
export function renderTlsRoute(
  what: string,
  { matches, route }: VirtualServiceTlsRoute,
  namespace: string | undefined,
): TlsRouteSpec {
  if (matches.length === 0) {
    const fix = 'name the hosts that clients ask for, in sniHosts';
    refuse({ what: `matches of ${what}`, got: 'none', expected: 'at least one', fix });
  }
  return {
    match: matches.map((match, index) => renderTlsMatch(`match ${index + 1} of ${what}`, match, namespace)),
    route: renderDestinations(what, route, (to, label) => to._renderPlain(label, namespace)),
  };
}

/** `tcp[]`. */
export function renderTcpRoute(
  what: string,
  { matches, route }: VirtualServiceTcpRoute,
  namespace: string | undefined,
): TcpRouteSpec {
  return {
    match: listOrNothing(
      matches?.map((match, index) => renderTcpMatch(`match ${index + 1} of ${what}`, match, namespace)),
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
        expected: 'one for each of several destinations; without one a destination gets nothing',
        fix: "for example Destination.host('cart', { weight: 1 })",
      });
    }
    if (route.every(({ weight }) => weight === 0)) {
      const expected = 'one above 0; every request would be answered with 500';
      refuse({ what: `weights of ${what}`, got: 'all 0', expected, fix: 'give one destination a weight' });
    }
  }
  return route.map((destination, index) => render(destination, `destination ${index + 1} of ${what}`));
}

/** What answers does not send on, so that what is said about requests on their way would not count. */
function checkAction(what: string, http: VirtualServiceHttpRoute): void {
  const { route, redirect, directResponse, delegate, rewrite, fault, timeout, retries, mirrors } = http;
  const actions = { route, redirect, directResponse, delegate };
  oneOf(what, actions, 'each decides alone what becomes of a request');
  if (Object.values(actions).every((action) => action === undefined)) {
    const expected = 'route, redirect, directResponse or delegate';
    refuse({ what, got: 'nothing to do', expected, fix: "for example route: [Destination.host('cart')]" });
  }
  const answer = redirect ? 'a redirect' : directResponse ? 'a directResponse' : undefined;
  const [useless] =
    Object.entries({ rewrite, fault, timeout, retries, mirrors }).find(([, value]) => value !== undefined) ?? [];
  if (answer !== undefined && useless !== undefined) {
    refuse({
      what,
      got: `${answer} and ${useless}`,
      expected: 'one of them; the proxy answers, so that no destination is asked',
      fix: `leave ${useless} out`,
    });
  }
}

/** Istio takes one change of the authority of a request. */
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

function checkPrefixes(what: string, { redirect, matches }: VirtualServiceHttpRoute): void {
  const other = matches?.find(({ uri }) => uri && !uri._isPrefix);
  if (redirect?.prefixRewrite !== undefined && other) {
    refuse({
      what: `prefixRewrite in redirect of ${what}`,
      got: 'a match whose uri is not a prefix',
      expected: 'matches by StringMatch.prefix(): they say which prefix is replaced',
      fix: 'split the route, or use uri',
    });
  }
}
