import { Duration } from 'cdk8s';
import { httpToken } from './http-text';
import { HTTPRouteSpec } from '../manifest/gateway-api';
import { refuse } from '../value/problem';
import { duration } from '../value/scalar';

type Persistence = NonNullable<NonNullable<HTTPRouteSpec['rules']>[number]['sessionPersistence']>;

/** Options of `SessionPersistence.cookie`. */
export interface SessionCookieOptions {
  /**
   * Name of the cookie, 1 to 128 characters (`sessionName`).
   *
   * @default - chosen by the implementation
   */
  readonly name?: string;
  /**
   * Time after which a session ends (`absoluteTimeout`).
   *
   * @default - the session ends when the browser drops the cookie
   */
  readonly absoluteTimeout?: Duration;
  /**
   * Whether the cookie persists when the browser is closed (`cookieConfig.lifetimeType: Permanent`). Requires
   * `absoluteTimeout`.
   *
   * @default - true where `absoluteTimeout` is given
   */
  readonly permanent?: boolean;
}

/**
 * Session persistence: sends all requests of a session to the same backend pod
 * (`sessionPersistence`). Experimental channel; see `GatewayClass.features.sessionPersistence`.
 */
export class SessionPersistence {
  /** Identifies a session by a cookie that the gateway sets. */
  public static cookie(options: SessionCookieOptions = {}): SessionPersistence {
    const { name, absoluteTimeout, permanent = absoluteTimeout !== undefined } = options;
    if (permanent && !absoluteTimeout) {
      refuse({
        what: 'permanent cookie of session',
        got: 'no absoluteTimeout',
        expected: 'a time after which the session ends',
        fix: 'set absoluteTimeout, or leave permanent out',
      });
    }
    return new SessionPersistence({
      type: 'Cookie',
      sessionName: name === undefined ? undefined : sessionName('name of cookie', name),
      cookieConfig: { lifetimeType: permanent ? 'Permanent' : 'Session' },
      absoluteTimeout: absoluteTimeout && duration('absoluteTimeout of session', absoluteTimeout, Duration.seconds(1)),
    });
  }

  /**
   * Identifies a session by a header that the gateway sets and clients send back.
   *
   * @param name name of the header, at most 128 characters (`sessionName`)
   * @param absoluteTimeout time after which a session ends; without one, the implementation decides
   */
  public static header(name: string, absoluteTimeout?: Duration): SessionPersistence {
    return new SessionPersistence({
      type: 'Header',
      sessionName: sessionName('name of header', name),
      absoluteTimeout: absoluteTimeout && duration('absoluteTimeout of session', absoluteTimeout, Duration.seconds(1)),
    });
  }

  private constructor(private readonly spec: Persistence) {}

  /** @internal */
  public _render(): Persistence {
    return this.spec;
  }
}

function sessionName(what: string, name: string): string {
  if (name.length > 128) {
    refuse({ what, got: `${name.length} characters`, expected: 'at most 128 characters', fix: 'shorten it' });
  }
  return httpToken(what, name);
}
