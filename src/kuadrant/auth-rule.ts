import { Duration } from 'cdk8s';
import { AuthCondition } from './auth-condition';
import { headerName, HTTP_TOKEN } from './auth-text';
import { AuthValue } from './auth-value';
import { Credentials } from '../manifest/kuadrant';
import { refuse } from '../value/problem';

/** Options of every rule of an AuthPolicy. */
export interface AuthRuleOptions {
  /**
   * Priority of the rule (`priority`): rules with a lower number run first,
   * rules with the same number run concurrently.
   *
   * @default 0
   */
  readonly priority?: number;
  /**
   * Whether Authorino exports separate metrics for this rule (`metrics`).
   *
   * @default false
   */
  readonly metrics?: boolean;
  /**
   * Conditions that must all be true for the rule to run (`when`).
   *
   * @default - the rule runs for every request
   */
  readonly when?: AuthCondition[];
  /**
   * Cache of the result for requests with the same key (`cache`).
   *
   * @default - none; the rule runs for each request
   */
  readonly cache?: AuthCache;
}

/** Cache of the result of a rule. */
export interface AuthCache {
  /** Requests with the same value share the result (`cache.key`). */
  readonly key: AuthValue;
  /**
   * Time to live of a result (`cache.ttl`), in whole seconds.
   *
   * @default - 60 seconds
   */
  readonly ttl?: Duration;
}

/** Location of a credential in a request (`credentials`). */
export class AuthCredentials {
  /**
   * Credential in the header `Authorization`, after a prefix and a space (`authorizationHeader`).
   *
   * @param prefix prefix of the credential, for example `APIKEY`; by default `Bearer`
   */
  public static authorizationHeader(prefix?: string): AuthCredentials {
    if (prefix !== undefined && !HTTP_TOKEN.test(prefix)) {
      refuse({
        what: 'prefix of the Authorization header',
        got: prefix,
        expected: 'one word such as APIKEY, without a trailing space',
        fix: 'use AuthCredentials.customHeader for a credential without a prefix',
      });
    }
    return new AuthCredentials({ authorizationHeader: prefix === undefined ? {} : { prefix } });
  }

  /** Credential as the whole value of a separate header (`customHeader`). */
  public static customHeader(name: string): AuthCredentials {
    return new AuthCredentials({ customHeader: { name: headerName('customHeader', name) } });
  }

  /** Credential in a query parameter (`queryString`). It is visible to proxies and in logs. */
  public static queryString(name: string): AuthCredentials {
    if (!/^[^\s=&#?]+$/.test(name)) {
      refuse({
        what: 'queryString',
        got: name,
        expected: 'the name of a query parameter',
        fix: "write it without ?, & and =, for example 'api_key'",
      });
    }
    return new AuthCredentials({ queryString: { name } });
  }

  /** Credential in a cookie (`cookie`). */
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
