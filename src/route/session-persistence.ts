import { Duration } from 'cdk8s';
import { checkPath, httpToken } from './http-text';
import { HTTPRouteSpec } from '../manifest/gateway-api';
import { refuse } from '../value/problem';
import { duration } from '../value/scalar';

type Persistence = NonNullable<NonNullable<HTTPRouteSpec['rules']>[number]['sessionPersistence']>;

/** A session that is kept in a cookie. */
export interface SessionCookieOptions {
  /**
   * Name of the cookie.
   *
   * @default - the implementation's
   */
  readonly name?: string;
  /**
   * Path for which a browser sends the cookie.
   *
   * @default - the implementation's
   */
  readonly path?: string;
  /**
   * How long a session lasts at most.
   *
   * @default - as long as the browser keeps the cookie
   */
  readonly absoluteTimeout?: Duration;
  /**
   * Whether the cookie outlives the browser (`cookie.lifetimeType`). Needs `absoluteTimeout`.
   *
   * @default - true where `absoluteTimeout` is given
   */
  readonly permanent?: boolean;
}

/**
 * Sends the requests of a session to the backend pod that got the first
 * (`sessionPersistence`). Experimental channel; see `GatewayClass.features.sessionPersistence`.
 */
export class SessionPersistence {
  /** The gateway marks a session by a cookie. */
  public static cookie(options: SessionCookieOptions = {}): SessionPersistence {
    const { name, path, absoluteTimeout, permanent = absoluteTimeout !== undefined } = options;
    if (permanent && !absoluteTimeout) {
      refuse({
        what: 'permanent cookie of session',
        got: 'no absoluteTimeout',
        expected: 'a time after which the cookie ends',
        fix: 'say absoluteTimeout, or leave permanent out',
      });
    }
    return new SessionPersistence({
      type: 'Cookie',
      cookie: {
        name: name === undefined ? undefined : httpToken('name of cookie', name),
        path: path === undefined ? undefined : checkPath('path of cookie', path),
        lifetimeType: permanent ? 'Permanent' : 'Session',
      },
      absoluteTimeout: absoluteTimeout && duration('absoluteTimeout of session', absoluteTimeout, Duration.seconds(1)),
    });
  }

  /**
   * The gateway marks a session by a header, which clients send back.
   *
   * @param name name of the header
   * @param absoluteTimeout how long a session lasts at most; without one, the implementation decides
   */
  public static header(name: string, absoluteTimeout?: Duration): SessionPersistence {
    return new SessionPersistence({
      type: 'Header',
      header: { name: httpToken('name of header', name) },
      absoluteTimeout: absoluteTimeout && duration('absoluteTimeout of session', absoluteTimeout, Duration.seconds(1)),
    });
  }

  private constructor(private readonly spec: Persistence) {}

  /** @internal */
  public _render(): Persistence {
    return this.spec;
  }
}
