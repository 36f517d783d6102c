import { Construct } from 'constructs';
import { CanaryStates, CanaryVersions, stateOf } from './canary-states';
import { refuse } from '../manifest/problem';
import { Backend } from '../route/backend';
import { RouteProps } from '../route/route';
import { TcpRoute } from '../route/tcp-route';
import { TlsRoute } from '../route/tls-route';

/** Options of a `TcpCanaryRoute`. */
export interface TcpCanaryRouteProps extends RouteProps, CanaryVersions {}

/** Options of a `TlsCanaryRoute`. */
export interface TlsCanaryRouteProps extends RouteProps, CanaryVersions {
  /** Server names (SNI) that the route is for, 1 to 1024; `*.example.com` for all below. */
  readonly hostnames: string[];
}

/** A TCPRoute that shares connections between a stable version and a canary, by weight alone: it sees no requests. */
export class TcpCanaryRoute extends TcpRoute {
  private readonly states: CanaryStates<TcpCanaryRouteProps>;

  public constructor(scope: Construct, id: string, props: TcpCanaryRouteProps) {
    super(scope, id, { ...props, backends: backendsOf(props, scope, id) });
    this.states = new CanaryStates(this, props, props, (chart, other) => new TcpCanaryRoute(chart, id, other));
  }

  /** The manifests of one step of the plan, counted from 0: the route as its options say, and its grants. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- objects as cdk8s gives them
  public stepAt(step: number): any[] {
    return this.states.at(step);
  }

  /** The manifests of the end: every connection goes to the canary. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- objects as cdk8s gives them
  public promote(): any[] {
    return this.states.fixed(100);
  }

  /** The manifests of the way back: every connection goes to stable. */
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

/** A TLSRoute that shares connections between a stable version and a canary, by weight alone: it sees no requests. */
export class TlsCanaryRoute extends TlsRoute {
  private readonly states: CanaryStates<TlsCanaryRouteProps>;

  public constructor(scope: Construct, id: string, props: TlsCanaryRouteProps) {
    super(scope, id, { ...props, backends: backendsOf(props, scope, id) });
    this.states = new CanaryStates(this, props, props, (chart, other) => new TlsCanaryRoute(chart, id, other));
  }

  /** The manifests of one step of the plan, counted from 0: the route as its options say, and its grants. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- objects as cdk8s gives them
  public stepAt(step: number): any[] {
    return this.states.at(step);
  }

  /** The manifests of the end: every connection goes to the canary. */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- objects as cdk8s gives them
  public promote(): any[] {
    return this.states.fixed(100);
  }

  /** The manifests of the way back: every connection goes to stable. */
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

function backendsOf(props: CanaryVersions, scope: Construct, id: string): Backend[] {
  const where = { node: { path: `${scope.node.path}/${id}` } };
  const { weights } = stateOf(props, where);
  if (props.plan?.states.some(({ pins }) => pins.length > 0)) {
    refuse(
      {
        what: 'pins of the plan',
        got: 'some',
        expected: 'none; the route sees connections, not requests',
        fix: 'leave them out, or use a CanaryRoute or GrpcCanaryRoute',
      },
      where,
    );
  }
  return weights.split(props.stable, props.canary, ...(props.variants ?? []));
}
