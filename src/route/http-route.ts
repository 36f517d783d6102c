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

/** When a request is sent again (`rules[].retry`). Experimental channel. */
export interface HttpRetry {
  /**
   * How often at most, the first try not counted.
   *
   * @default - the implementation's
   */
  readonly attempts?: number;
  /**
   * How long to wait before the next try, at least.
   *
   * @default - the implementation's
   */
  readonly backoff?: Duration;
  /**
   * Statuses that make the gateway try again, 400 to 599.
   *
   * @default - the implementation's; connections that fail count always
   */
  readonly codes?: number[];
}

/** A rule of an `HttpRoute` (`rules[]`). */
export interface HttpRouteRule extends RouteRule {
  /**
   * Requests that the rule is for: those that any of the matches fits; at most 64.
   *
   * @default - every request
   */
  readonly matches?: HttpMatch[];
  /**
   * What happens to requests and answers on their way, in this order; at most 16.
   *
   * @default - nothing
   */
  readonly filters?: RouteFilter[];
  /**
   * How long a client waits for the whole answer; then it gets 504. `Duration.millis(0)` switches it off.
   *
   * @default - the implementation's
   */
  readonly timeout?: Duration;
  /**
   * How long one try of a backend may take; at most `timeout`.
   *
   * @default - the implementation's
   */
  readonly backendTimeout?: Duration;
  /**
   * When a request is sent again. Experimental channel.
   *
   * @default - the implementation's
   */
  readonly retry?: HttpRetry;
  /**
   * Keep the requests of a session with one pod. Experimental channel.
   *
   * @default - each request goes its own way
   */
  readonly sessionPersistence?: SessionPersistence;
}

/** What an `HttpRoute` says, whatever it is attached to. */
export interface HttpRouteOptions extends CustomResourceProps {
  /**
   * Hosts that the route serves, at most 16; `*.example.com` for all below.
   *
   * @default - every host of the listeners it is attached to
   */
  readonly hostnames?: string[];
  /**
   * Where every request goes: short for one rule with these backends.
   *
   * @default - the rules say
   */
  readonly backends?: Backend[];
  /**
   * Rules; more by `addRule`. The most specific match wins, whatever the order:
   * exact path, longest prefix, method, number of headers, of query parameters.
   *
   * @default - none yet
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

  /** The hosts that the route serves; empty for every host of its listeners. */
  public get hostnames(): string[] {
    return [...this.hosts];
  }

  /** Its rules, in the order in which they were added. */
  public get rules(): HttpRouteRule[] {
    return [...this.ownRules];
  }

  /** Adds a rule. */
  public addRule(rule: HttpRouteRule): void {
    const { matches = [], filters = [], backends = [] } = rule;
    const label = this._label(rule);
    this.checkAnswer(label, rule);
    this.checkPrefix(label, matches, [...filters, ...backends.flatMap((backend) => backend._filters)]);
    this.checkTimes(label, rule);
    // A rule without matches has one by default, for every path.
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

  /** A rule answers by backends, or by a filter that answers; else every request gets 500. */
  private checkAnswer(label: string, rule: HttpRouteRule): void {
    const { filters = [], backends = [] } = rule;
    const redirects = filters.some(({ type }) => type === 'RequestRedirect');
    if (redirects && backends.length > 0) {
      refuse(
        {
          what: label,
          got: 'a redirect and backends',
          expected: 'one of them; a redirect answers, so that no backend is asked',
          fix: 'leave the backends out, or use a rule of its own for the redirect',
        },
        this,
      );
    }
    const answers = filters.some(({ type }) => ['RequestRedirect', 'ExtensionRef'].includes(type));
    const otherwise = 'every request would be answered with 500';
    this._checkBackends(rule, answers, 'backends, or a redirect', otherwise);
  }

  private checkPrefix(label: string, matches: readonly HttpMatch[], filters: readonly IRouteFilter[]): void {
    const isPrefix = matches.length === 0 || (matches.length === 1 && matches[0]._isPrefix);
    if (filters.some((filter) => filter._needsPrefix) && !isPrefix) {
      refuse(
        {
          what: `PathModifier.replacePrefix() in ${label}`,
          got: matches.length === 1 ? 'a match that is not a prefix' : `${matches.length} matches`,
          expected: 'one match, HttpMatch.prefix(): it says which prefix is replaced',
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
      wholeNumber(`attempts of retry in ${label}`, retry.attempts, 1, 1000, 'to try only once leave retry out');
    }
    listOf(`codes of retry in ${label}`, retry?.codes);
    retry?.codes?.forEach((code) => wholeNumber(`codes of retry in ${label}`, code, 400, 599, 'name an error of HTTP'));
  }
}
