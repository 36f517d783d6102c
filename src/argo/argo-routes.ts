import { Construct } from 'constructs';
import { ArgoSharing, ArgoVersions } from './argo-sharing';
import { GrpcMatch } from '../route/grpc-match';
import { GrpcRoute, GrpcRouteRule } from '../route/grpc-route';
import { HttpMatch } from '../route/http-match';
import { HttpRoute, HttpRouteRule } from '../route/http-route';
import { RouteProps } from '../route/route';
import { RouteFilter } from '../route/route-filter';
import { RouteParent } from '../route/route-parent';
import { refuse } from '../value/problem';

/** Options of a route that a Rollout shares among its versions. Its namespace is that of the Rollout. */
export interface RouteOptions extends RouteProps {
  /**
   * Hosts that the route serves, at most 16.
   *
   * @default - every host of the listeners it is attached to
   */
  readonly hostnames?: string[];
  /**
   * What happens to every request and answer on its way; of the rule that `matches` makes.
   *
   * @default - nothing
   */
  readonly filters?: RouteFilter[];
}

/** Options of an HTTPRoute that a Rollout shares among its versions. */
export interface HttpRouteOptions extends RouteOptions {
  /**
   * Requests that the route is for: short for one rule.
   *
   * @default - every request, where there are no rules
   */
  readonly matches?: HttpMatch[];
  /**
   * Rules, without backends: both versions are put into each. More by `addRule`.
   *
   * @default - none
   */
  readonly rules?: HttpRouteRule[];
}

/** Options of a GRPCRoute that a Rollout shares among its versions. */
export interface GrpcRouteOptions extends RouteOptions {
  /**
   * Calls that the route is for: short for one rule.
   *
   * @default - every call, where there are no rules
   */
  readonly matches?: GrpcMatch[];
  /**
   * Rules, without backends: both versions are put into each. More by `addRule`.
   *
   * @default - none
   */
  readonly rules?: GrpcRouteRule[];
}

/**
 * An HTTPRoute whose weights the plugin sets, and a second one for the pins that it does not manage.
 * @internal
 */
export class ArgoHttpRoute extends HttpRoute {
  private readonly sharing: ArgoSharing<HttpMatch>;
  private readonly pinned?: HttpRoute;

  public constructor(scope: Construct, id: string, options: HttpRouteOptions, versions: ArgoVersions) {
    super(scope, id, ownProps(options));
    this.sharing = new ArgoSharing(this, versions, HttpMatch.any());
    this.pinned = versions.pins.own.length > 0 ? new HttpRoute(scope, `${id}-pins`, pinProps(options)) : undefined;
    options.parents.forEach((parent) => this.addParent(parent));
    rulesOf<HttpMatch, HttpRouteRule>(options).forEach((rule) => this.addRule(rule));
  }

  /** Attaches the route, and that of its pins, to one more parent. */
  public override addParent(parent: RouteParent): void {
    super.addParent(parent);
    this.pinned?.addParent(parent);
  }

  /** Adds a rule; both versions are put into it. */
  public override addRule(rule: HttpRouteRule): void {
    const adopted = this.sharing.adopt(rule);
    super.addRule(adopted.rule);
    adopted.pinned.forEach((each) => this.pinned!.addRule(each));
  }
}

/**
 * A GRPCRoute whose weights the plugin sets, and a second one for the pins that it does not manage.
 * @internal
 */
export class ArgoGrpcRoute extends GrpcRoute {
  private readonly sharing: ArgoSharing<GrpcMatch>;
  private readonly pinned?: GrpcRoute;

  public constructor(scope: Construct, id: string, options: GrpcRouteOptions, versions: ArgoVersions) {
    super(scope, id, ownProps(options));
    if (versions.pins.all.some((pin) => pin._isQuery)) {
      refuse(
        {
          what: 'pins of the plan',
          got: 'a query parameter',
          expected: 'headers; a call by gRPC has no query parameters',
          fix: 'use CanaryPin.header() and send it as metadata of the call',
        },
        this,
      );
    }
    this.sharing = new ArgoSharing(this, versions, GrpcMatch.any());
    this.pinned = versions.pins.own.length > 0 ? new GrpcRoute(scope, `${id}-pins`, pinProps(options)) : undefined;
    options.parents.forEach((parent) => this.addParent(parent));
    rulesOf<GrpcMatch, GrpcRouteRule>(options).forEach((rule) => this.addRule(rule));
  }

  /** Attaches the route, and that of its pins, to one more parent. */
  public override addParent(parent: RouteParent): void {
    super.addParent(parent);
    this.pinned?.addParent(parent);
  }

  /** Adds a rule; both versions are put into it. */
  public override addRule(rule: GrpcRouteRule): void {
    const adopted = this.sharing.adopt(rule);
    super.addRule(adopted.rule);
    adopted.pinned.forEach((each) => this.pinned!.addRule(each));
  }
}

/** Parents and rules are added once the route can pass them on to that of its pins. */
const ownProps = ({ filters, ...props }: RouteOptions) => {
  void filters;
  return { ...props, matches: undefined, rules: undefined, parents: [] };
};

const pinProps = (options: RouteOptions) => ({
  ...ownProps(options),
  name: options.name === undefined ? undefined : `${options.name}-pins`,
});

interface RuleOptions<M, R> extends RouteOptions {
  readonly matches?: M[];
  readonly rules?: R[];
}

function rulesOf<M, R>({ matches, filters, rules = [] }: RuleOptions<M, R>): R[] {
  const isShort = matches !== undefined || filters !== undefined || rules.length === 0;
  return [...(isShort ? [{ matches, filters } as R] : []), ...rules];
}
