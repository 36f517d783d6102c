import { Construct } from 'constructs';
import { Backend } from './backend';
import { Route, RouteProps } from './route';
import { Rule } from '../manifest/gateway-api';
import { CustomResourceProps } from '../resource/custom-resource';
import { refuse } from '../value/problem';

/** Where a `TlsRoute`, `TcpRoute` or `UdpRoute` leads. */
export interface StreamRouteOptions extends CustomResourceProps {
  /** Destinations, in proportion to their weights; 1 to 16. Without filters. */
  readonly backends: Backend[];
  /**
   * Names the one rule (`rules[].name`).
   *
   * @default - no name
   */
  readonly ruleName?: string;
}

/** Options of a route that passes on connections or packets without a look at requests. */
export interface StreamRouteProps extends StreamRouteOptions, RouteProps {}

/** A route with one rule that is for all it gets: TlsRoute, TcpRoute, UdpRoute. */
export abstract class StreamRoute extends Route {
  private readonly rule: Rule;

  public constructor(scope: Construct, id: string, props: StreamRouteProps) {
    super(scope, id, props);
    const { ruleName: name, backends } = props;
    this._checkBackends({ name, backends }, undefined, 'backends', 'nothing would be passed on');
    this.refuseFilters(backends);
    this._accept({ name, backends }, [], 0);
    this.rule = { name, backendRefs: backends.map((backend) => backend._render(this)) };
  }

  /** @internal */
  protected _streamSpec() {
    return { ...this._common(), rules: [this.rule] };
  }

  /** It has no filters itself, so those of a backend would be lost. */
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
