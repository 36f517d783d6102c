import { Duration, JsonPatch } from 'cdk8s';
import { Construct } from 'constructs';
import { CanaryPin } from './canary-pin';
import {
  byPrecedence,
  CanaryVersions,
  laterSteps,
  Lanes,
  mirrorShare,
  mirrorTo,
  placeOf,
  stateOf,
} from './canary-states';
import { GatewayClass } from '../gateway/gateway-class';
import { HttpMatch } from '../route/http-match';
import { HttpRetry, HttpRoute, HttpRouteRule } from '../route/http-route';
import { httpToken } from '../route/http-text';
import { RouteProps } from '../route/route';
import { RouteFilter } from '../route/route-filter';
import { RouteParent } from '../route/route-parent';
import { SessionPersistence } from '../route/session-persistence';

/** Keeps a client on the version that it reached first, while several versions have a weight. */
export interface CanaryStickiness {
  /**
   * Name of the cookie.
   *
   * @default canary
   */
  readonly cookieName?: string;
  /**
   * Lifetime of the cookie.
   *
   * @default Duration.hours(1)
   */
  readonly maxAge?: Duration;
  /**
   * Class of the gateway. If it supports session persistence, the route uses that; otherwise responses set a cookie
   * that pins the requests that follow.
   */
  readonly gatewayClass: GatewayClass;
}

/** Options of a `CanaryRoute`. */
export interface CanaryRouteProps extends RouteProps, CanaryVersions {
  /**
   * Hosts that the route serves, at most 16 (`spec.hostnames`).
   *
   * @default - all hosts of the parent listeners
   */
  readonly hostnames?: string[];
  /**
   * Requests that the route matches.
   *
   * @default - every request
   */
  readonly matches?: HttpMatch[];
  /**
   * Filters of all requests and responses.
   *
   * @default - none
   */
  readonly filters?: RouteFilter[];
  /**
   * Maximum time for the whole response; afterwards the client gets 504 (`timeouts.request`).
   *
   * @default - the implementation's
   */
  readonly timeout?: Duration;
  /**
   * Maximum time for one attempt at a backend; at most `timeout` (`timeouts.backendRequest`).
   *
   * @default - the implementation's
   */
  readonly backendTimeout?: Duration;
  /**
   * Retries of failed requests, which may reach another version (`retry`). Experimental channel.
   *
   * @default - the implementation's
   */
  readonly retry?: HttpRetry;
  /**
   * Requests that are pinned to one version. Excludes `plan`.
   *
   * @default - none
   */
  readonly pins?: CanaryPin[];
  /**
   * Percentage of unpinned requests that are mirrored to the canary, 1 to 100, while stable has a weight.
   *
   * @default - no mirror
   */
  readonly mirrorPercent?: number;
  /**
   * Keeps a client on one version while several have a weight above 0.
   *
   * @default - each request is balanced separately
   */
  readonly stickiness?: CanaryStickiness;
}

/**
 * An HTTPRoute that splits requests between a stable version and a canary.
 *
 * Pins are added to every match of the route, so that a longer path does not take precedence over them. A pin to
 * stable wins over a pin to the canary, and both over stickiness.
 */
export class CanaryRoute extends HttpRoute {
  private readonly later: CanaryRoute[];

  public constructor(scope: Construct, id: string, props: CanaryRouteProps) {
    super(placeOf(scope, id, props), id, props);
    const state = stateOf(props, this);
    mirrorShare(props.mirrorPercent);
    rulesOf(props, state).forEach((rule) => this.addRule(rule));
    const rollback = { ...props, pins: undefined, stickiness: undefined, mirrorPercent: undefined };
    this.later = laterSteps(scope, id, props, rollback, (chart, other) => new CanaryRoute(chart, id, other));
  }

  /** Adds a rule, in every step. */
  public addRule(rule: HttpRouteRule): void {
    super.addRule(rule);
    this.later?.forEach((step) => step.addRule(rule));
  }

  /** Attaches the route to another parent, in every step. */
  public addParent(parent: RouteParent): void {
    super.addParent(parent);
    this.later?.forEach((step) => step.addParent(parent));
  }

  /** Patches the emitted object with RFC 6902 operations, in every step. */
  public addJsonPatch(...ops: JsonPatch[]): void {
    super.addJsonPatch(...ops);
    this.later?.forEach((step) => step.addJsonPatch(...ops));
  }
}

function rulesOf(props: CanaryRouteProps, state: Lanes): HttpRouteRule[] {
  const { stable, canary, variants = [], filters = [], mirrorPercent, stickiness } = props;
  const { timeout, backendTimeout, retry } = props;
  const common = { timeout, backendTimeout, retry };
  const matches = props.matches?.length ? props.matches : [HttpMatch.any()];
  const lanes = byPrecedence(state.pins).map((pin): Lane => ({
    pin,
    rule: { ...common, filters, backends: [pin.isStable ? stable : canary] },
  }));
  const shared = state.weights.split(stable, canary, ...variants);
  const rest: HttpRouteRule = {
    ...common,
    matches: props.matches?.length ? props.matches : undefined,
    filters: [...filters, ...mirrorTo(canary, mirrorPercent, state)],
    backends: shared,
  };
  const sticky = stickiness && shared.length > 1 ? stick(stickiness, rest) : { lanes: [], rest };
  return [...pinned([...lanes, ...sticky.lanes], matches), sticky.rest];
}

/** The rule of a pin. */
interface Lane {
  readonly pin: CanaryPin;
  readonly rule: HttpRouteRule;
}

/**
 * The rules of lanes; an earlier lane wins over a later one. The Gateway API ranks a header match above a query
 * parameter match, and a match on both above either, whatever their order. So the earlier lane also gets a match for
 * requests that meet both pins.
 */
function pinned(lanes: readonly Lane[], matches: readonly HttpMatch[]): HttpRouteRule[] {
  const later = (index: number, isQuery: boolean) =>
    lanes.slice(index + 1).filter(({ pin }) => pin._isQuery === isQuery);
  const outranking = (index: number) =>
    lanes[index].pin._isQuery
      ? later(index, false)
      : later(index, true).filter((lane) => later(lanes.indexOf(lane), false).length > 0);
  return lanes.map(({ pin, rule }, index) => {
    const marked = matches.map((match) => pin._apply(match));
    const both = outranking(index).flatMap((lane) => marked.map((match) => lane.pin._apply(match)));
    return { ...rule, matches: [...marked, ...both] };
  });
}

/** Keeps clients on their version: by session persistence, or by a cookie that the responses of each version set. */
function stick(
  { cookieName = 'canary', maxAge = Duration.hours(1), gatewayClass }: CanaryStickiness,
  rest: HttpRouteRule,
): { readonly lanes: Lane[]; readonly rest: HttpRouteRule } {
  httpToken('cookieName', cookieName);
  if (gatewayClass.features.sessionPersistence) {
    const sessionPersistence = SessionPersistence.cookie({ name: cookieName, absoluteTimeout: maxAge });
    return { lanes: [], rest: { ...rest, sessionPersistence } };
  }
  const cookie = (version: string) =>
    `${cookieName}=${version}; Path=/; Max-Age=${maxAge.toSeconds()}; HttpOnly; Secure`;
  const backends = rest.backends!;
  const lanes = backends.map((backend) => ({
    pin: CanaryPin.cookie(cookieName, backend.name),
    rule: { ...rest, backends: [backend] },
  }));
  const setting = backends.map((backend) =>
    backend._withFilters(RouteFilter.responseHeaders({ add: { 'Set-Cookie': cookie(backend.name) } })),
  );
  return { lanes, rest: { ...rest, backends: setting } };
}
