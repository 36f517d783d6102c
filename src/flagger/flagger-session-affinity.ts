import { Duration } from 'cdk8s';
import { flaggerTime } from './flagger-text';
import { CanarySpec } from '../manifest/flagger';
import { httpToken } from '../route/http-text';
import { refuse } from '../value/problem';
import { preciseHostname } from '../value/scalar';

type AffinitySpec = NonNullable<CanarySpec['analysis']['sessionAffinity']>;

/** Restricts cross-site requests that carry a cookie (`sameSite`). */
export class SameSite {
  /** Sends the cookie with no cross-site request. */
  public static readonly STRICT = new SameSite('Strict');
  /** Sends the cookie with cross-site requests that navigate to the site, such as a link. */
  public static readonly LAX = new SameSite('Lax');
  /** Sends the cookie with all cross-site requests. Browsers require `secure`. */
  public static readonly NONE = new SameSite('None');

  private constructor(
    /** Value of the field. */
    public readonly name: string,
  ) {}
}

/** Keeps a client on the version that it reached first (`analysis.sessionAffinity`). Only with weights. */
export interface SessionAffinity {
  /**
   * Name of the cookie that keeps a client on the canary (`cookieName`).
   *
   * @default flagger
   */
  readonly cookieName?: string;
  /**
   * Keeps clients on the primary too, until the next step. Otherwise each of their requests may reach the canary and
   * stay there, so that it gets more requests than its weight, which is a warning (GW422).
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
   * Lifetime of the cookie of the canary, in whole seconds (`maxAge`).
   *
   * @default Duration.days(1)
   */
  readonly maxAge?: Duration;
  /**
   * Domain of the cookie, including its subdomains (`domain`).
   *
   * @default - only the host that set it
   */
  readonly domain?: string;
  /**
   * Path of the cookie (`path`).
   *
   * @default /
   */
  readonly path?: string;
  /**
   * Hides the cookie from scripts (`httpOnly`).
   *
   * @default true
   */
  readonly httpOnly?: boolean;
  /**
   * Sends the cookie only over HTTPS (`secure`).
   *
   * @default true
   */
  readonly secure?: boolean;
  /**
   * Keeps a separate cookie for each site that embeds this one (`partitioned`).
   *
   * @default false
   */
  readonly partitioned?: boolean;
  /**
   * Cross-site requests that carry the cookie (`sameSite`).
   *
   * @default - the default of the browser, usually Lax
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
    const expected = 'another name than cookieName';
    refuse({ what: 'primaryCookieName', got: primaryCookieName, expected, fix: 'leave it out' });
  }
  if (!stickToPrimary && affinity.primaryCookieName !== undefined) {
    const expected = 'stickToPrimary, which the cookie is for';
    refuse({ what: 'primaryCookieName', got: primaryCookieName, expected, fix: 'leave one of them out' });
  }
  if (!secure && (partitioned || sameSite === SameSite.NONE)) {
    const what = `secure with ${partitioned ? 'partitioned' : 'sameSite None'}`;
    refuse({ what, got: false, expected: 'true; browsers reject the cookie otherwise', fix: 'leave secure out' });
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
