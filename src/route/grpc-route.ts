import { Construct } from 'constructs';
import { Backend } from './backend';
import { GrpcMatch } from './grpc-match';
import { IRouteFilter } from './i-route-filter';
import { checkHostnames, Route, RouteProps, RouteRule } from './route';
import { RouteFilter } from './route-filter';
import { SessionPersistence } from './session-persistence';
import { GRPCRoute, GRPCRouteSpec } from '../manifest/gateway-api';
import { CustomResourceProps } from '../resource/custom-resource';
import { refuse } from '../value/problem';

type RuleSpec = NonNullable<GRPCRouteSpec['rules']>[number];

/** A rule of a `GrpcRoute` (`rules[]`). */
export interface GrpcRouteRule extends RouteRule {
  /**
   * Matches, at most 64; the rule applies to a call that at least one of them matches.
   *
   * @default - every call
   */
  readonly matches?: GrpcMatch[];
  /**
   * Filters of calls and responses, at most 16: header changes, mirrors, extensions.
   *
   * @default - none
   */
  readonly filters?: RouteFilter[];
  /**
   * Session persistence: sends the calls of a session to one pod. Experimental channel.
   *
   * @default - calls are balanced independently
   */
  readonly sessionPersistence?: SessionPersistence;
}

/** Options of a `GrpcRoute` without its parents. */
export interface GrpcRouteOptions extends CustomResourceProps {
  /**
   * Hosts to serve, at most 16; `*.example.com` for every host below (`hostnames`).
   *
   * @default - every host of the listeners that the route attaches to
   */
  readonly hostnames?: string[];
  /**
   * Backends of every call: short for one rule with these backends.
   *
   * @default - none; see `rules`
   */
  readonly backends?: Backend[];
  /**
   * Rules; `addRule` adds more. The most specific match wins, independent of the order of rules: longest service,
   * longest method, number of headers.
   *
   * @default - those added by `addRule`
   */
  readonly rules?: GrpcRouteRule[];
}

/** Options of a `GrpcRoute`. */
export interface GrpcRouteProps extends GrpcRouteOptions, RouteProps {}

/** Filters that a GRPCRoute supports. */
const FILTERS = ['RequestHeaderModifier', 'ResponseHeaderModifier', 'RequestMirror', 'ExtensionRef'];

/**
 * A GRPCRoute of the Gateway API (gateway.networking.k8s.io/v1).
 *
 * If an HTTPRoute and a GRPCRoute on one listener share a host, only the older of the two is
 * accepted: use separate hosts for gRPC, or route its paths (`/package.Service/Method`) by an `HttpRoute`.
 */
export class GrpcRoute extends Route {
  private readonly hosts: readonly string[];
  private readonly ownRules: GrpcRouteRule[] = [];

  public constructor(scope: Construct, id: string, props: GrpcRouteProps) {
    super(scope, id, props);
    checkHostnames(this, props.hostnames);
    this.hosts = [...(props.hostnames ?? [])];
    if (props.backends) {
      this.addRule({ backends: props.backends });
    }
    props.rules?.forEach((rule) => this.addRule(rule));
  }

  /** Hosts of the route; empty for every host of its listeners. */
  public get hostnames(): string[] {
    return [...this.hosts];
  }

  /** Rules of the route, in the order in which they were added. */
  public get rules(): GrpcRouteRule[] {
    return [...this.ownRules];
  }

  /** Adds a rule. */
  public addRule(rule: GrpcRouteRule): void {
    const { matches = [], filters = [], backends = [] } = rule;
    const responds = filters.some(({ type }) => type === 'ExtensionRef');
    this._checkBackends(rule, responds, 'backends', 'otherwise every call gets status UNAVAILABLE');
    this.checkFilterTypes(this._label(rule), [...filters, ...backends.flatMap((backend) => backend._filters)]);
    this._accept(rule, filters, matches.length);
    this.ownRules.push(rule);
  }

  /** @internal */
  protected _kind() {
    return GRPCRoute;
  }

  /** @internal */
  protected _spec(): GRPCRouteSpec {
    return {
      ...this._common(this.hosts),
      hostnames: this.hosts.length > 0 ? this.hosts : undefined,
      rules: this.ownRules.map((rule) => this.renderRule(rule)),
    };
  }

  private renderRule({ name, matches = [], filters, backends, sessionPersistence }: GrpcRouteRule): RuleSpec {
    return {
      name,
      matches: matches.length > 0 ? matches.map((match) => match._render()) : undefined,
      // `checkFilterTypes` has refused filters that a GRPCRoute does not support.
      ...(this._serving(filters, backends) as Pick<RuleSpec, 'filters' | 'backendRefs'>),
      sessionPersistence: sessionPersistence?._render(),
    };
  }

  private checkFilterTypes(label: string, filters: readonly IRouteFilter[]): void {
    const other = filters.find(({ type }) => !FILTERS.includes(type));
    if (other) {
      refuse(
        {
          what: `filters of ${label}`,
          got: `a filter of type ${other.type}`,
          expected: `${FILTERS.slice(0, -1).join(', ')} or ${FILTERS.at(-1)}`,
          fix: 'leave it out, or route the paths of gRPC, /package.Service/Method, by an HttpRoute',
        },
        this,
      );
    }
  }
}
