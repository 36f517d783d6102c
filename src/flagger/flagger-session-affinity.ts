import { Duration } from 'cdk8s';
import { flaggerTime } from './flagger-text';
import { CanarySpec } from '../manifest/flagger';
import { httpToken } from '../route/http-text';
import { refuse } from '../value/problem';
import { preciseHostname } from '../value/scalar';

type AffinitySpec = NonNullable<CanarySpec['analysis']['sessionAffinity']>;

/** With which requests from other sites a browser sends a cookie. */
export class SameSite {
  /** With none. */
  public static readonly STRICT = new SameSite('Strict');
  /** With those that lead to the site, such as a link. */
  public static readonly LAX = new SameSite('Lax');
  /** With all. Browsers ask for `secure` then. */
  public static readonly NONE = new SameSite('None');

  private constructor(
    /** The name, as the API writes it. */
    public readonly name: string,
  ) {}
}

/** Keeps a client on the version that it got first (`analysis.sessionAffinity`). For weights. */
export interface SessionAffinity {
  /**
   * Name of the cookie that keeps a client on the canary (`cookieName`).
   *
   * @default flagger
   */
  readonly cookieName?: string;
  /**
   * Keep clients on the primary too, until the next step. Without it they try anew with each request, but
   * never come back from the canary, so that it gets a larger share than its weight; that is a warning (GW422).
   *
   * @default true
   */
  readonly stickToPrimary?: boolean;
  /**
   * Name of the cookie that keeps a client on the primary (`primaryCookieName`).
   *
   * @default - `<cookieName>-primary`
   */
  readonly primaryCookieName?: string;
  /**
   * How long a client stays on the canary, whole seconds (`maxAge`).
   *
   * @default Duration.days(1)
   */
  readonly maxAge?: Duration;
  /**
   * Host that gets the cookie, and those below (`domain`).
   *
   * @default - the host that set it, alone
   */
  readonly domain?: string;
  /**
   * Path that the cookie is for (`path`).
   *
   * @default /
   */
  readonly path?: string;
  /**
   * Hide the cookie from scripts (`httpOnly`).
   *
   * @default true
   */
  readonly httpOnly?: boolean;
  /**
   * Send the cookie by HTTPS only (`secure`).
   *
   * @default true
   */
  readonly secure?: boolean;
  /**
   * Keep a cookie of its own for each site that embeds this one (`partitioned`).
   *
   * @default false
   */
  readonly partitioned?: boolean;
  /**
   * With which requests from other sites the cookie is sent (`sameSite`).
   *
   * @default - the browser's, in general Lax
   */
  readonly sameSite?: SameSite;
}

/**
 * `analysis.sessionAffinity`.
 * @internal
 */
export function renderAffinity(affinity: SessionAffinity): AffinitySpec {
  const { cookieName = 'flagger', stickToPrimary = true, maxAge, domain, path = '/' } = affinity;
  const {
    primaryCookieName = `${cookieName}-primary`,
    httpOnly = true,
    secure = true,
    partitioned,
    sameSite,
  } = affinity;
  httpToken('cookieName', cookieName);
  httpToken('primaryCookieName', primaryCookieName);
  if (cookieName === primaryCookieName) {
    const expected = 'another than cookieName; Flagger refuses the same';
    refuse({ what: 'primaryCookieName', got: primaryCookieName, expected, fix: 'leave it out' });
  }
  if (!stickToPrimary && affinity.primaryCookieName !== undefined) {
    const expected = 'stickToPrimary; the cookie keeps clients on the primary';
    refuse({ what: 'primaryCookieName', got: primaryCookieName, expected, fix: 'leave one of them out' });
  }
  if (!secure && (partitioned || sameSite === SameSite.NONE)) {
    const what = `secure beside ${partitioned ? 'partitioned' : 'sameSite None'}`;
    refuse({ what, got: false, expected: 'true; browsers drop the cookie', fix: 'leave secure out' });
  }
  if (!/^\/[!-:<-~]*$/.test(path)) {
    const expected = 'an absolute path of printable characters without ;';
    refuse({ what: 'path of cookie', got: path, expected, fix: "for example '/'" });
  }
  if (domain !== undefined) {
    preciseHostname('domain of cookie', domain);
  }
  if (maxAge) {
    flaggerTime('maxAge', maxAge);
  }
  return {
    cookieName,
    primaryCookieName: stickToPrimary ? primaryCookieName : undefined,
    maxAge: maxAge?.toSeconds(),
    domain,
    path,
    httpOnly,
    secure,
    partitioned,
    sameSite: sameSite?.name as AffinitySpec['sameSite'],
  };
}
