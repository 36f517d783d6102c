import { Construct } from 'constructs';
import { Backend } from './backend';
import { Route, RouteProps } from './route';
import { Rule } from '../manifest/gateway-api';
import { CustomResourceProps } from '../resource/custom-resource';
import { refuse } from '../value/problem';

/** Options of a `TlsRoute`, `TcpRoute` or `UdpRoute` without its parents. */
export interface StreamRouteOptions extends CustomResourceProps {
  /** Backends in proportion to their weights, 1 to 16, without filters (`rules[].backendRefs`). */
  readonly backends: Backend[];
  /**
   * Name of the rule (`rules[].name`).
   *
   * @default - none
   */
  readonly ruleName?: string;
}

/** Options of a route that forwards connections or packets. */
export interface StreamRouteProps extends StreamRouteOptions, RouteProps {}

/** Base of routes with one rule for all traffic: TlsRoute, TcpRoute, UdpRoute. */
export abstract class StreamRoute extends Route {
  private readonly rule: Rule;

  public constructor(scope: Construct, id: string, props: StreamRouteProps) {
    super(scope, id, props);
    const { ruleName: name, backends } = props;
    this._checkBackends({ name, backends }, undefined, 'backends', 'otherwise all traffic is dropped');
    this.refuseFilters(backends);
    this._accept({ name, backends }, [], 0);
    this.rule = { name, backendRefs: backends.map((backend) => backend._render(this)) };
  }

  /** @internal */
  protected _streamSpec() {
    return { ...this._common(), rules: [this.rule] };
  }

  /** A stream route has no filters, so those of a backend would be lost. */
  private refuseFilters(backends: readonly Backend[]): void {
    const filtered = backends.find((backend) => backend._filters.length > 0);
    if (filtered) {
      refuse(
        {
          what: `filters of backend '${filtered.name}'`,
          got: filtered._filters.map(({ type }) => type).join(', '),
          expected: `none; a ${this.kind} has no filters`,
          fix: 'leave them out, or use an HttpRoute or GrpcRoute',
        },
        this,
      );
    }
  }
}
