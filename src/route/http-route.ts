import { Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { Backend } from './backend';
import { HttpMatch } from './http-match';
import { listOf } from './http-text';
import { IRouteFilter } from './i-route-filter';
import { checkHostnames, Route, RouteProps, RouteRule } from './route';
import { RouteFilter } from './route-filter';
import { SessionPersistence } from './session-persistence';
import { HTTPRoute, HTTPRouteSpec } from '../manifest/gateway-api';
import { CustomResourceProps } from '../resource/custom-resource';
import { refuse } from '../value/problem';
import { duration, wholeNumber } from '../value/scalar';

type RuleSpec = NonNullable<HTTPRouteSpec['rules']>[number];

/** Retries of failed requests (`rules[].retry`). Experimental channel. */
export interface HttpRetry {
  /**
   * Maximum number of retries, without the first attempt.
   *
   * @default - chosen by the implementation
   */
  readonly attempts?: number;
  /**
   * Minimum time between two attempts.
   *
   * @default - chosen by the implementation
   */
  readonly backoff?: Duration;
  /**
   * Status codes that cause a retry, 400 to 599.
   *
   * @default - chosen by the implementation; connection failures are always retried
   */
  readonly codes?: number[];
}

/** A rule of an `HttpRoute` (`rules[]`). */
export interface HttpRouteRule extends RouteRule {
  /**
   * Matches, at most 64; the rule applies to a request that at least one of them matches.
   *
   * @default - every request
   */
  readonly matches?: HttpMatch[];
  /**
   * Filters of requests and responses, in this order; at most 16.
   *
   * @default - none
   */
  readonly filters?: RouteFilter[];
  /**
   * Maximum time until the response is complete; then the client gets 504 (`timeouts.request`). `Duration.millis(0)`
   * disables it.
   *
   * @default - chosen by the implementation
   */
  readonly timeout?: Duration;
  /**
   * Maximum time of one attempt to a backend; at most `timeout` (`timeouts.backendRequest`).
   *
   * @default - chosen by the implementation
   */
  readonly backendTimeout?: Duration;
  /**
   * Retries of failed requests. Experimental channel.
   *
   * @default - chosen by the implementation
   */
  readonly retry?: HttpRetry;
  /**
   * Session persistence: sends the requests of a session to one pod. Experimental channel.
   *
   * @default - requests are balanced independently
   */
  readonly sessionPersistence?: SessionPersistence;
}

/** Options of an `HttpRoute` without its parents. */
export interface HttpRouteOptions extends CustomResourceProps {
  /**
   * Hosts to serve, at most 16; `*.example.com` for every host below (`hostnames`).
   *
   * @default - every host of the listeners that the route attaches to
   */
  readonly hostnames?: string[];
  /**
   * Backends of every request: short for one rule with these backends.
   *
   * @default - none; see `rules`
   */
  readonly backends?: Backend[];
  /**
   * Rules; `addRule` adds more. The most specific match wins, independent of the order of rules:
   * exact path, longest prefix, method, number of headers, number of query parameters.
   *
   * @default - those added by `addRule`
   */
  readonly rules?: HttpRouteRule[];
}

/** Options of an `HttpRoute`. */
export interface HttpRouteProps extends HttpRouteOptions, RouteProps {}

/** An HTTPRoute of the Gateway API (gateway.networking.k8s.io/v1). */
export class HttpRoute extends Route {
  private readonly hosts: readonly string[];
  private readonly ownRules: HttpRouteRule[] = [];

  public constructor(scope: Construct, id: string, props: HttpRouteProps) {
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
  public get rules(): HttpRouteRule[] {
    return [...this.ownRules];
  }

  /** Adds a rule. */
  public addRule(rule: HttpRouteRule): void {
    const { matches = [], filters = [], backends = [] } = rule;
    const label = this._label(rule);
    this.checkResponder(label, rule);
    this.checkPrefix(label, matches, [...filters, ...backends.flatMap((backend) => backend._filters)]);
    this.checkTimes(label, rule);
    // A rule without matches has a default match for every path.
    this._accept(rule, filters, Math.max(matches.length, 1));
    this.ownRules.push(rule);
  }

  /** @internal */
  protected _kind() {
    return HTTPRoute;
  }

  /** @internal */
  protected _spec(): HTTPRouteSpec {
    return {
      ...this._common(this.hosts),
      hostnames: this.hosts.length > 0 ? this.hosts : undefined,
      rules: this.ownRules.map((rule) => this.renderRule(rule)),
    };
  }

  private renderRule(rule: HttpRouteRule): RuleSpec {
    const { name, matches = [], filters, backends, timeout, backendTimeout, retry, sessionPersistence } = rule;
    const timeouts = {
      request: timeout && duration('timeout', timeout),
      backendRequest: backendTimeout && duration('backendTimeout', backendTimeout),
    };
    return {
      name,
      matches: matches.length > 0 ? matches.map((match) => match._render()) : undefined,
      ...this._serving(filters, backends),
      timeouts: timeout || backendTimeout ? timeouts : undefined,
      retry: retry && {
        attempts: retry.attempts,
        codes: retry.codes,
        backoff: retry.backoff && duration('backoff of retry', retry.backoff),
      },
      sessionPersistence: sessionPersistence?._render(),
    };
  }

  /** Refuses a rule without backends and without a filter that responds, because every request would get 500. */
  private checkResponder(label: string, rule: HttpRouteRule): void {
    const { filters = [], backends = [] } = rule;
    const redirects = filters.some(({ type }) => type === 'RequestRedirect');
    if (redirects && backends.length > 0) {
      refuse(
        {
          what: label,
          got: 'a redirect and backends',
          expected: 'one of them; a redirected request is not forwarded to a backend',
          fix: 'leave the backends out, or use a separate rule for the redirect',
        },
        this,
      );
    }
    const responds = filters.some(({ type }) => ['RequestRedirect', 'ExtensionRef'].includes(type));
    const otherwise = 'otherwise every request gets a 500 response';
    this._checkBackends(rule, responds, 'backends, or a redirect', otherwise);
  }

  private checkPrefix(label: string, matches: readonly HttpMatch[], filters: readonly IRouteFilter[]): void {
    const isPrefix = matches.length === 0 || (matches.length === 1 && matches[0]._isPrefix);
    if (filters.some((filter) => filter._needsPrefix) && !isPrefix) {
      refuse(
        {
          what: `PathModifier.replacePrefix() in ${label}`,
          got: matches.length === 1 ? 'a match that is not a prefix' : `${matches.length} matches`,
          expected: 'exactly one match, HttpMatch.prefix(), which defines the prefix to replace',
          fix: 'split the rule, or use PathModifier.replaceFull()',
        },
        this,
      );
    }
  }

  private checkTimes(label: string, { timeout, backendTimeout, retry }: HttpRouteRule): void {
    const whole = timeout && duration(`timeout of ${label}`, timeout);
    const single = backendTimeout && duration(`backendTimeout of ${label}`, backendTimeout);
    if (timeout && backendTimeout && timeout.toMilliseconds() > 0) {
      if (backendTimeout.toMilliseconds() > timeout.toMilliseconds()) {
        refuse(
          {
            what: `backendTimeout of ${label}`,
            got: single,
            expected: `at most timeout (${whole})`,
            fix: 'lower it, or raise timeout',
          },
          this,
        );
      }
    }
    if (retry?.backoff) {
      duration(`backoff of retry in ${label}`, retry.backoff);
    }
    if (retry?.attempts !== undefined) {
      wholeNumber(`attempts of retry in ${label}`, retry.attempts, 1, 1000, 'to disable retries leave retry out');
    }
    listOf(`codes of retry in ${label}`, retry?.codes);
    retry?.codes?.forEach((code) =>
      wholeNumber(`codes of retry in ${label}`, code, 400, 599, 'use HTTP error status codes'),
    );
  }
}
