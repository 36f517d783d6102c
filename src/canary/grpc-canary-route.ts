import { JsonPatch } from 'cdk8s';
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
import { GrpcMatch } from '../route/grpc-match';
import { GrpcRoute, GrpcRouteRule } from '../route/grpc-route';
import { RouteProps } from '../route/route';
import { RouteFilter } from '../route/route-filter';
import { RouteParent } from '../route/route-parent';
import { refuse } from '../value/problem';

/** Options of a `GrpcCanaryRoute`. */
export interface GrpcCanaryRouteProps extends RouteProps, CanaryVersions {
  /**
   * Hosts that the route serves, at most 16 (`spec.hostnames`).
   *
   * @default - all hosts of the parent listeners
   */
  readonly hostnames?: string[];
  /**
   * Calls that the route matches.
   *
   * @default - every call
   */
  readonly matches?: GrpcMatch[];
  /**
   * Filters of all calls and responses.
   *
   * @default - none
   */
  readonly filters?: RouteFilter[];
  /**
   * Calls that are pinned to one version by a header; gRPC calls have no query parameters. Excludes `plan`.
   *
   * @default - none
   */
  readonly pins?: CanaryPin[];
  /**
   * Percentage of unpinned calls that are mirrored to the canary, 1 to 100, while stable has a weight.
   *
   * @default - no mirror
   */
  readonly mirrorPercent?: number;
}

/**
 * A GRPCRoute that splits calls between a stable version and a canary.
 *
 * Pins are added to every match of the route. A pin to stable wins over a pin to the canary.
 */
export class GrpcCanaryRoute extends GrpcRoute {
  private readonly later: GrpcCanaryRoute[];

  public constructor(scope: Construct, id: string, props: GrpcCanaryRouteProps) {
    super(placeOf(scope, id, props), id, props);
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
          expected: 'headers; a gRPC call has no query parameters',
          fix: 'use CanaryPin.header(), and send it as metadata of the call',
        },
        { node: { path: `${scope.node.path}/${id}` } },
      );
    }
    rulesOf(props, state).forEach((rule) => this.addRule(rule));
    const rollback = { ...props, pins: undefined, mirrorPercent: undefined };
    this.later = laterSteps(scope, id, props, rollback, (chart, other) => new GrpcCanaryRoute(chart, id, other));
  }

  /** Adds a rule, in every step. */
  public addRule(rule: GrpcRouteRule): void {
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
