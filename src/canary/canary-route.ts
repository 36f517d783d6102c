import * as path from 'path';
import { App, Chart, Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { CanaryPin } from './canary-pin';
import { CanaryPlan, CanaryState } from './canary-plan';
import { CanaryWeights } from './canary-weights';
import { GatewayApp } from '../app/gateway-app';
import { GatewayClass } from '../gateway/gateway-class';
import { refuse } from '../manifest/problem';
import { wholeNumber } from '../manifest/scalar';
import { Backend } from '../route/backend';
import { HttpMatch } from '../route/http-match';
import { HttpRoute, HttpRouteRule } from '../route/http-route';
import { httpToken } from '../route/http-text';
import { RouteProps } from '../route/route';
import { RouteFilter } from '../route/route-filter';
import { SessionPersistence } from '../route/session-persistence';

/** Keeps a client on the version that it got first, while requests are shared. */
export interface CanaryStickiness {
  /**
   * Name of the cookie.
   *
   * @default canary
   */
  readonly cookieName?: string;
  /**
   * How long a client stays.
   *
   * @default Duration.hours(1)
   */
  readonly maxAge?: Duration;
  /**
   * The implementation that runs the gateway: with session persistence it is used; without, the
   * answers set a cookie that pins the next request.
   */
  readonly gatewayClass: GatewayClass;
}

/** Options of a `CanaryRoute`. */
export interface CanaryRouteProps extends RouteProps {
  /**
   * Hosts that the route serves, at most 16.
   *
   * @default - every host of the listeners it is attached to
   */
  readonly hostnames?: string[];
  /**
   * Requests that the route is for.
   *
   * @default - every request
   */
  readonly matches?: HttpMatch[];
  /**
   * What happens to every request and answer on its way.
   *
   * @default - nothing
   */
  readonly filters?: RouteFilter[];
  /** The version that is in use. */
  readonly stable: Backend;
  /** The version that is tried out. */
  readonly canary: Backend;
  /**
   * Further versions that get a share.
   *
   * @default - none
   */
  readonly variants?: Backend[];
  /**
   * How requests that are not pinned are shared. Not beside `plan`.
   *
   * @default - everything goes to stable
   */
  readonly weights?: CanaryWeights;
  /**
   * Requests that reach one version in any case. Not beside `plan`.
   *
   * @default - none
   */
  readonly pins?: CanaryPin[];
  /**
   * The steps that the canary goes through.
   *
   * @default - weights and pins say
   */
  readonly plan?: CanaryPlan;
  /**
   * The step of the plan that is emitted, counted from 0.
   *
   * @default - the first
   */
  readonly step?: number;
  /**
   * Share of the requests to stable of which the canary gets a copy, in percent.
   *
   * @default - none
   */
  readonly mirrorPercent?: number;
  /**
   * Keep a client on its version while both have a weight above 0.
   *
   * @default - each request goes its own way
   */
  readonly stickiness?: CanaryStickiness;
}

/**
 * An HTTPRoute that shares requests between a stable version and a canary.
 *
 * Pinned requests are matched on every path of the route, so that a longer path
 * cannot take them away. A pin to stable wins over a pin to the canary.
 */
export class CanaryRoute extends HttpRoute {
  public constructor(
    scope: Construct,
    id: string,
    private readonly canaryProps: CanaryRouteProps,
  ) {
    super(scope, id, canaryProps);
    const { plan, weights, pins, step, mirrorPercent } = canaryProps;
    if (plan && (weights ?? pins)) {
      refuse(
        {
          what: 'weights and pins',
          got: 'beside a plan',
          expected: 'one of them',
          fix: 'put them into steps of the plan',
        },
        this,
      );
    }
    if (step !== undefined && !plan) {
      refuse({ what: 'step', got: step, expected: 'a plan', fix: 'give the plan, or leave step out' }, this);
    }
    if (mirrorPercent !== undefined) {
      wholeNumber('mirrorPercent', mirrorPercent, 1, 100, 'leave it out for no mirror');
    }
    rulesOf(canaryProps, stateOf(canaryProps)).forEach((rule) => this.addRule(rule));
  }

  /**
   * The manifests of one step of the plan, counted from 0: the route as its options say, and the grants
   * that it needs. What `addRule`, `addParent` or `addJsonPatch` changed on this construct is not in them.
   */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- objects as cdk8s gives them
  public stepAt(step: number): any[] {
    this.plan.stateAt(step);
    return this.render({ ...this.canaryProps, step });
  }

  /** The manifests of the end: every request goes to the canary, pins are gone. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- objects as cdk8s gives them
  public promote(): any[] {
    return this.render(this.fixed(CanaryWeights.percent(100)));
  }

  /** The manifests of the way back: every request goes to stable, pins are gone. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- objects as cdk8s gives them
  public rollback(): any[] {
    return this.render(this.fixed(CanaryWeights.percent(0)));
  }

  /**
   * Writes one folder for each step of the plan, `01-<name>` and so on, for a person or a GitOps tool to walk,
   * and `rollback` beside them.
   *
   * @returns the folders, in the order of the steps
   */
  public writeSteps(outdir: string): string[] {
    const states = this.plan.states.map((state, step) => ({
      folder: path.join(outdir, `${String(step + 1).padStart(2, '0')}-${state.name}`),
      props: { ...this.canaryProps, step },
    }));
    const back = { folder: path.join(outdir, 'rollback'), props: this.fixed(CanaryWeights.percent(0)) };
    for (const { folder, props } of [...states, back]) {
      const app = new GatewayApp({ outdir: folder });
      this.copyInto(app, props);
      app.synth();
    }
    return states.map(({ folder }) => folder);
  }

  private get plan(): CanaryPlan {
    return (
      this.canaryProps.plan ??
      refuse({ what: 'plan', got: undefined, expected: 'a CanaryPlan', fix: 'give one to the route' }, this)
    );
  }

  private fixed(weights: CanaryWeights): CanaryRouteProps {
    const { plan, step, pins, variants, stickiness, mirrorPercent, ...rest } = this.canaryProps;
    void [plan, step, pins, variants, stickiness, mirrorPercent];
    return { ...rest, weights };
  }

  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- objects as cdk8s gives them
  private render(props: CanaryRouteProps): any[] {
    return this.copyInto(new App(), props).toJson();
  }

  private copyInto(app: App, props: CanaryRouteProps): Chart {
    const { namespace, labels, node } = Chart.of(this);
    const chart = new Chart(app, node.id, { namespace, labels });
    new CanaryRoute(chart, this.node.id, { ...props, name: this.name, namespace: this.namespace });
    return chart;
  }
}

function stateOf({ plan, step, weights, pins }: CanaryRouteProps): Pick<CanaryState, 'weights' | 'pins'> {
  return plan ? plan.stateAt(step ?? 0) : { weights: weights ?? CanaryWeights.percent(0), pins: pins ?? [] };
}

function rulesOf(props: CanaryRouteProps, { weights, pins }: Pick<CanaryState, 'weights' | 'pins'>): HttpRouteRule[] {
  const { stable, canary, variants = [], filters = [], mirrorPercent, stickiness } = props;
  const matches = props.matches?.length ? props.matches : [HttpMatch.any()];
  // With equal conditions the rule that comes first wins.
  const pinned = [...pins.filter(({ isStable }) => isStable), ...pins.filter(({ isStable }) => !isStable)].map(
    (pin): HttpRouteRule => ({
      matches: matches.map((match) => pin._apply(match)),
      filters,
      backends: [pin.isStable ? stable : canary],
    }),
  );
  const shared = weights.split(stable, canary, ...variants);
  const mirror =
    mirrorPercent === undefined || weights.stable === 0
      ? []
      : [RouteFilter.mirror(canary, mirrorPercent === 100 ? {} : { percent: mirrorPercent })];
  const rest: HttpRouteRule = {
    matches: props.matches?.length ? props.matches : undefined,
    filters: [...filters, ...mirror],
    backends: shared,
  };
  const sticky = stickiness && shared.length > 1 ? stickiness : undefined;
  return sticky ? stick(sticky, pinned, rest, matches) : [...pinned, rest];
}

/** Keeps clients on their version: by the class's own means, or by a cookie that each version's answers set. */
function stick(
  { cookieName = 'canary', maxAge = Duration.hours(1), gatewayClass }: CanaryStickiness,
  pinned: readonly HttpRouteRule[],
  rest: HttpRouteRule,
  matches: readonly HttpMatch[],
): HttpRouteRule[] {
  httpToken('cookieName', cookieName);
  if (gatewayClass.features.sessionPersistence) {
    const sessionPersistence = SessionPersistence.cookie({ name: cookieName, absoluteTimeout: maxAge });
    return [...pinned, { ...rest, sessionPersistence }];
  }
  const cookie = (version: string) =>
    `${cookieName}=${version}; Path=/; Max-Age=${maxAge.toSeconds()}; HttpOnly; Secure`;
  const backends = rest.backends!;
  const returning = backends.map((backend): HttpRouteRule => ({
    ...rest,
    matches: matches.map((match) => CanaryPin.cookie(cookieName, backend.name)._apply(match)),
    backends: [backend],
  }));
  const setting = backends.map((backend) =>
    backend._withFilters(RouteFilter.responseHeaders({ add: { 'Set-Cookie': cookie(backend.name) } })),
  );
  return [...pinned, ...returning, { ...rest, backends: setting }];
}
