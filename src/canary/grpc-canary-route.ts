import { Construct } from 'constructs';
import { CanaryPin } from './canary-pin';
import { byPrecedence, CanaryStates, CanaryVersions, Lanes, mirrorShare, mirrorTo, stateOf } from './canary-states';
import { refuse } from '../manifest/problem';
import { GrpcMatch } from '../route/grpc-match';
import { GrpcRoute, GrpcRouteRule } from '../route/grpc-route';
import { RouteProps } from '../route/route';
import { RouteFilter } from '../route/route-filter';

/** Options of a `GrpcCanaryRoute`. */
export interface GrpcCanaryRouteProps extends RouteProps, CanaryVersions {
  /**
   * Hosts that the route serves, at most 16.
   *
   * @default - every host of the listeners it is attached to
   */
  readonly hostnames?: string[];
  /**
   * Calls that the route is for.
   *
   * @default - every call
   */
  readonly matches?: GrpcMatch[];
  /**
   * What happens to every call and answer on its way.
   *
   * @default - nothing
   */
  readonly filters?: RouteFilter[];
  /**
   * Calls that reach one version in any case, by a header; calls have no query parameters. Not beside `plan`.
   *
   * @default - none
   */
  readonly pins?: CanaryPin[];
  /**
   * Share of the calls that no pin holds of which the canary gets a copy, in percent, as long as stable gets any.
   *
   * @default - none
   */
  readonly mirrorPercent?: number;
}

/**
 * A GRPCRoute that shares calls between a stable version and a canary.
 *
 * Pinned calls are matched for every service and method of the route. A pin to stable wins over a pin to the canary.
 */
export class GrpcCanaryRoute extends GrpcRoute {
  private readonly states: CanaryStates<GrpcCanaryRouteProps>;

  public constructor(scope: Construct, id: string, props: GrpcCanaryRouteProps) {
    super(scope, id, props);
    const state = stateOf(props, this);
    mirrorShare(props.mirrorPercent);
    const query = [...state.pins, ...(props.plan?.states ?? []).flatMap(({ pins }) => pins)].find(
      (pin) => pin._isQuery,
    );
    if (query) {
      refuse(
        {
          what: 'pins',
          got: 'a query parameter',
          expected: 'headers; a call by gRPC has no query parameters',
          fix: 'use CanaryPin.header() and send it as metadata of the call',
        },
        this,
      );
    }
    rulesOf(props, state).forEach((rule) => this.addRule(rule));
    const end = { ...props, pins: undefined, mirrorPercent: undefined };
    this.states = new CanaryStates(this, props, end, (chart, other) => new GrpcCanaryRoute(chart, id, other));
  }

  /** The manifests of one step of the plan, counted from 0: the route as its options say, and its grants. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- objects as cdk8s gives them
  public stepAt(step: number): any[] {
    return this.states.at(step);
  }

  /** The manifests of the end: every call goes to the canary, pins are gone. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- objects as cdk8s gives them
  public promote(): any[] {
    return this.states.fixed(100);
  }

  /** The manifests of the way back: every call goes to stable, pins are gone. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- objects as cdk8s gives them
  public rollback(): any[] {
    return this.states.fixed(0);
  }

  /**
   * Writes one folder for each step of the plan, and `rollback` beside them.
   *
   * @returns the folders, in the order of the steps
   */
  public writeSteps(outdir: string): string[] {
    return this.states.write(outdir);
  }
}

function rulesOf(props: GrpcCanaryRouteProps, state: Lanes): GrpcRouteRule[] {
  const { stable, canary, variants = [], filters = [], mirrorPercent } = props;
  const matches = props.matches?.length ? props.matches : [GrpcMatch.any()];
  const pinned = byPrecedence(state.pins).map((pin): GrpcRouteRule => ({
    matches: matches.map((match) => match._with(pin._condition)),
    filters,
    backends: [pin.isStable ? stable : canary],
  }));
  const rest: GrpcRouteRule = {
    matches: props.matches?.length ? props.matches : undefined,
    filters: [...filters, ...mirrorTo(canary, mirrorPercent, state)],
    backends: state.weights.split(stable, canary, ...variants),
  };
  return [...pinned, rest];
}
