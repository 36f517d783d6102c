import { JsonPatch } from 'cdk8s';
import { Construct } from 'constructs';
import { CanaryVersions, laterSteps, placeOf, stateOf } from './canary-states';
import { Backend } from '../route/backend';
import { RouteProps } from '../route/route';
import { RouteParent } from '../route/route-parent';
import { TcpRoute } from '../route/tcp-route';
import { TlsRoute } from '../route/tls-route';
import { refuse } from '../value/problem';

/** Options of a `TcpCanaryRoute`. */
export interface TcpCanaryRouteProps extends RouteProps, CanaryVersions {}

/** Options of a `TlsCanaryRoute`. */
export interface TlsCanaryRouteProps extends RouteProps, CanaryVersions {
  /** Server names (SNI) that the route matches, 1 to 1024; `*.example.com` for all subdomains (`spec.hostnames`). */
  readonly hostnames: string[];
}

/** A TCPRoute that splits connections between a stable version and a canary, by weight only. */
export class TcpCanaryRoute extends TcpRoute {
  private readonly later: TcpCanaryRoute[];

  public constructor(scope: Construct, id: string, props: TcpCanaryRouteProps) {
    super(placeOf(scope, id, props), id, { ...props, backends: backendsOf(props, scope, id) });
    this.later = laterSteps(scope, id, props, props, (chart, other) => new TcpCanaryRoute(chart, id, other));
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

/** A TLSRoute that splits connections between a stable version and a canary, by weight only. */
export class TlsCanaryRoute extends TlsRoute {
  private readonly later: TlsCanaryRoute[];

  public constructor(scope: Construct, id: string, props: TlsCanaryRouteProps) {
    super(placeOf(scope, id, props), id, { ...props, backends: backendsOf(props, scope, id) });
    this.later = laterSteps(scope, id, props, props, (chart, other) => new TlsCanaryRoute(chart, id, other));
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

function backendsOf(props: CanaryVersions, scope: Construct, id: string): Backend[] {
  const where = { node: { path: `${scope.node.path}/${id}` } };
  const { weights } = stateOf(props, where);
  if (props.plan?.states.some(({ pins }) => pins.length > 0)) {
    refuse(
      {
        what: 'pins of the plan',
        got: 'some',
        expected: 'none; the route cannot match requests',
        fix: 'leave them out, or use a CanaryRoute or GrpcCanaryRoute',
      },
      where,
    );
  }
  return weights.split(props.stable, props.canary, ...(props.variants ?? []));
}
