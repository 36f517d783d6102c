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

/** Options of a route that splits requests between the versions of a Rollout, in the namespace of the Rollout. */
export interface RouteOptions extends RouteProps {
  /**
   * Hosts that the route serves, at most 16 (`spec.hostnames`).
   *
   * @default - all hosts of the parent listeners
   */
  readonly hostnames?: string[];
  /**
   * Filters of requests and responses, for the rule of `matches`.
   *
   * @default - none
   */
  readonly filters?: RouteFilter[];
}

/** Options of an HTTPRoute that splits requests between the versions of a Rollout. */
export interface HttpRouteOptions extends RouteOptions {
  /**
   * Requests that the route matches; shorthand for one rule.
   *
   * @default - without `rules`, every request
   */
  readonly matches?: HttpMatch[];
  /**
   * Rules without backends: both versions are added to each. `addRule` adds more.
   *
   * @default - none
   */
  readonly rules?: HttpRouteRule[];
}

/** Options of a GRPCRoute that splits calls between the versions of a Rollout. */
export interface GrpcRouteOptions extends RouteOptions {
  /**
   * Calls that the route matches; shorthand for one rule.
   *
   * @default - without `rules`, every call
   */
  readonly matches?: GrpcMatch[];
  /**
   * Rules without backends: both versions are added to each. `addRule` adds more.
   *
   * @default - none
   */
  readonly rules?: GrpcRouteRule[];
}

/**
 * An HTTPRoute whose weights the plugin sets, and a second one for pins that it does not manage.
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

  /** Attaches the route, and the route of its pins, to another parent. */
  public override addParent(parent: RouteParent): void {
    super.addParent(parent);
    this.pinned?.addParent(parent);
  }

  /** Adds a rule, with both versions as backends. */
  public override addRule(rule: HttpRouteRule): void {
    const adopted = this.sharing.adopt(rule);
    super.addRule(adopted.rule);
    adopted.pinned.forEach((each) => this.pinned!.addRule(each));
  }
}

/**
 * A GRPCRoute whose weights the plugin sets, and a second one for pins that it does not manage.
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
          expected: 'headers; a gRPC call has no query parameters',
          fix: 'use CanaryPin.header(), and send it as metadata of the call',
        },
        this,
      );
    }
    this.sharing = new ArgoSharing(this, versions, GrpcMatch.any());
    this.pinned = versions.pins.own.length > 0 ? new GrpcRoute(scope, `${id}-pins`, pinProps(options)) : undefined;
    options.parents.forEach((parent) => this.addParent(parent));
    rulesOf<GrpcMatch, GrpcRouteRule>(options).forEach((rule) => this.addRule(rule));
  }

  /** Attaches the route, and the route of its pins, to another parent. */
  public override addParent(parent: RouteParent): void {
    super.addParent(parent);
    this.pinned?.addParent(parent);
  }

  /** Adds a rule, with both versions as backends. */
  public override addRule(rule: GrpcRouteRule): void {
    const adopted = this.sharing.adopt(rule);
    super.addRule(adopted.rule);
    adopted.pinned.forEach((each) => this.pinned!.addRule(each));
  }
}

/** Parents and rules are added later, when the route of the pins exists. */
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
