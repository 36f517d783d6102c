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
   * Calls that the rule is for: those that any of the matches fits; at most 64.
   *
   * @default - every call
   */
  readonly matches?: GrpcMatch[];
  /**
   * What happens to calls and answers on their way, at most 16: changes of headers, mirrors, extensions.
   *
   * @default - nothing
   */
  readonly filters?: RouteFilter[];
  /**
   * Keep the calls of a session with one pod. Experimental channel.
   *
   * @default - each call goes its own way
   */
  readonly sessionPersistence?: SessionPersistence;
}

/** What a `GrpcRoute` says, whatever it is attached to. */
export interface GrpcRouteOptions extends CustomResourceProps {
  /**
   * Hosts that the route serves, at most 16; `*.example.com` for all below.
   *
   * @default - every host of the listeners it is attached to
   */
  readonly hostnames?: string[];
  /**
   * Where every call goes: short for one rule with these backends.
   *
   * @default - the rules say
   */
  readonly backends?: Backend[];
  /**
   * Rules; more by `addRule`. The most specific match wins, whatever the order: longest service,
   * longest method, number of headers.
   *
   * @default - none yet
   */
  readonly rules?: GrpcRouteRule[];
}

/** Options of a `GrpcRoute`. */
export interface GrpcRouteProps extends GrpcRouteOptions, RouteProps {}

/** Filters that a GRPCRoute takes. */
const FILTERS = ['RequestHeaderModifier', 'ResponseHeaderModifier', 'RequestMirror', 'ExtensionRef'];

/**
 * A GRPCRoute of the Gateway API (gateway.networking.k8s.io/v1).
 *
 * Where an HTTPRoute has hosts in common with it on one listener, only the older of the two is
 * accepted: give gRPC hosts of its own, or serve its paths (`/package.Service/Method`) by an `HttpRoute`.
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

  /** The hosts that the route serves; empty for every host of its listeners. */
  public get hostnames(): string[] {
    return [...this.hosts];
  }

  /** Its rules, in the order in which they were added. */
  public get rules(): GrpcRouteRule[] {
    return [...this.ownRules];
  }

  /** Adds a rule. */
  public addRule(rule: GrpcRouteRule): void {
    const { matches = [], filters = [], backends = [] } = rule;
    const answers = filters.some(({ type }) => type === 'ExtensionRef');
    this._checkBackends(rule, answers, 'backends', 'every call would be answered with UNAVAILABLE');
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
      // `checkFilterTypes` has let through only those filters that a GRPCRoute takes.
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
          fix: 'leave it out, or serve the paths of gRPC, /package.Service/Method, by an HttpRoute',
        },
        this,
      );
    }
  }
}
