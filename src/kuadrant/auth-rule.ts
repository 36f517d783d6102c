import { Duration } from 'cdk8s';
import { AuthCondition } from './auth-condition';
import { headerName, HTTP_TOKEN } from './auth-text';
import { AuthValue } from './auth-value';
import { Credentials } from '../manifest/kuadrant';
import { refuse } from '../value/problem';

/** What every rule of an AuthPolicy takes. */
export interface AuthRuleOptions {
  /**
   * Group in which the rule runs (`priority`): rules of a lower number run first,
   * rules of the same number at the same time.
   *
   * @default 0
   */
  readonly priority?: number;
  /**
   * Whether Authorino counts and times this rule by itself (`metrics`).
   *
   * @default false
   */
  readonly metrics?: boolean;
  /**
   * All must be true for the rule to run (`when`).
   *
   * @default - the rule runs for every request
   */
  readonly when?: AuthCondition[];
  /**
   * Keeps the result of the rule for requests with the same key (`cache`).
   *
   * @default - the rule runs anew for each request
   */
  readonly cache?: AuthCache;
}

/** How long the result of a rule is kept, and for whom. */
export interface AuthCache {
  /** Requests with the same value share the result (`cache.key`). */
  readonly key: AuthValue;
  /**
   * How long it is kept (`cache.ttl`), in whole seconds.
   *
   * @default - 60 seconds
   */
  readonly ttl?: Duration;
}

/** Where a credential stands in a request (`credentials`). */
export class AuthCredentials {
  /**
   * In the header `Authorization`, behind a prefix and a space (`authorizationHeader`).
   *
   * @param prefix for example `Bearer`, which holds without one, or `APIKEY`
   */
  public static authorizationHeader(prefix?: string): AuthCredentials {
    if (prefix !== undefined && !HTTP_TOKEN.test(prefix)) {
      refuse({
        what: 'prefix of the Authorization header',
        got: prefix,
        expected: 'one word such as APIKEY, without the space behind it',
        fix: 'use AuthCredentials.customHeader for a credential without a prefix',
      });
    }
    return new AuthCredentials({ authorizationHeader: prefix === undefined ? {} : { prefix } });
  }

  /** In a header of its own, as all of its value (`customHeader`). */
  public static customHeader(name: string): AuthCredentials {
    return new AuthCredentials({ customHeader: { name: headerName('customHeader', name) } });
  }

  /** In a parameter of the query (`queryString`). Proxies and logs see it. */
  public static queryString(name: string): AuthCredentials {
    if (!/^[^\s=&#?]+$/.test(name)) {
      refuse({
        what: 'queryString',
        got: name,
        expected: 'the name of a parameter',
        fix: "write it without ?, & and =, for example 'api_key'",
      });
    }
    return new AuthCredentials({ queryString: { name } });
  }

  /** In a cookie (`cookie`). */
  public static cookie(name: string): AuthCredentials {
    if (!HTTP_TOKEN.test(name)) {
      refuse({ what: 'cookie', got: name, expected: 'the name of a cookie', fix: "for example 'session'" });
    }
    return new AuthCredentials({ cookie: { name } });
  }

  private constructor(private readonly rendered: Credentials) {}

  /** @internal */
  public _render(): Credentials {
    return this.rendered;
  }
}
