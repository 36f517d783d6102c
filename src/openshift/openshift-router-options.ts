import { isIP } from 'net';
import { Duration } from 'cdk8s';
import { RouteTls } from './openshift-route-tls';
import { refuse } from '../value/problem';
import { wholeNumber } from '../value/scalar';

/** How the router chooses a pod (`haproxy.router.openshift.io/balance`). */
export enum RouterBalance {
  /** One after another, by weight. */
  ROUND_ROBIN = 'roundrobin',
  /** The one with the fewest connections. */
  LEAST_CONNECTIONS = 'leastconn',
  /** By the client's address. */
  SOURCE = 'source',
  /** Any. */
  RANDOM = 'random',
}

/** What the router does with `Forwarded` and `X-Forwarded-*` (`haproxy.router.openshift.io/set-forwarded-headers`). */
export enum ForwardedHeaders {
  /** Adds its own to those of the request. */
  APPEND = 'append',
  /** Sets its own in their place: what clients claim is lost. */
  REPLACE = 'replace',
  /** Sets its own where the request has none. */
  IF_NONE = 'if-none',
  /** Leaves them alone. */
  NEVER = 'never',
}

/** `SameSite` of the router's cookie (`router.openshift.io/cookie-same-site`). */
export enum CookieSameSite {
  LAX = 'Lax',
  STRICT = 'Strict',
  NONE = 'None',
}

/** `Strict-Transport-Security`, by which browsers ask for HTTPS only (`haproxy.router.openshift.io/hsts_header`). */
export interface Hsts {
  /** How long a browser remembers, whole seconds; zero makes it forget. */
  readonly maxAge: Duration;
  /**
   * For hosts below, too.
   *
   * @default false
   */
  readonly includeSubdomains?: boolean;
  /**
   * Ask for a place on the lists that browsers ship with.
   *
   * @default false
   */
  readonly preload?: boolean;
}

/** How much one client address may do, on each router pod; more is rejected (`haproxy.router.openshift.io/rate-limit-connections`). */
export interface RouterRateLimit {
  /**
   * Open TCP connections; this many and more are rejected (`.concurrent-tcp`).
   *
   * @default - any number
   */
  readonly concurrentTcp?: number;
  /**
   * New TCP connections in 3 seconds (`.rate-tcp`).
   *
   * @default - any number
   */
  readonly tcpPer3Seconds?: number;
  /**
   * HTTP requests in 10 seconds (`.rate-http`). Not for passthrough.
   *
   * @default - any number
   */
  readonly httpPer10Seconds?: number;
}

/** What OpenShift's router, an HAProxy, does for one route: its annotations. */
export interface RouterOptions {
  /**
   * How long the backend may stay silent (`haproxy.router.openshift.io/timeout`).
   *
   * @default - the router's, 30 seconds
   */
  readonly timeout?: Duration;
  /**
   * How long a WebSocket or a passthrough connection may stay silent (`haproxy.router.openshift.io/timeout-tunnel`).
   *
   * @default - the router's, an hour; for passthrough, `timeout`
   */
  readonly tunnelTimeout?: Duration;
  /**
   * How a pod is chosen (`haproxy.router.openshift.io/balance`).
   *
   * @default - random; with weights, one after another; for passthrough, by the client's address
   */
  readonly balance?: RouterBalance;
  /**
   * Rate limits for each client address (`haproxy.router.openshift.io/rate-limit-connections`).
   *
   * @default - none
   */
  readonly rateLimit?: RouterRateLimit;
  /**
   * Addresses and networks of clients that are let in, `192.0.2.7` or `10.0.0.0/8`. Written as
   * `haproxy.router.openshift.io/ip_allowlist` and, for routers that do not know it, `ip_whitelist`.
   *
   * @default - everybody
   */
  readonly ipAllowlist?: string[];
  /**
   * `Strict-Transport-Security` (`haproxy.router.openshift.io/hsts_header`). For edge and reencrypt.
   *
   * @default - none
   */
  readonly hsts?: Hsts;
  /**
   * Path that replaces the route's (`haproxy.router.openshift.io/rewrite-target`). Not for passthrough.
   *
   * @default - the path stays
   */
  readonly rewriteTarget?: string;
  /**
   * What the router does with `Forwarded` and `X-Forwarded-*` (`haproxy.router.openshift.io/set-forwarded-headers`).
   * Not for passthrough.
   *
   * @default - the router's, append
   */
  readonly forwardedHeaders?: ForwardedHeaders;
  /**
   * Set no cookie that keeps a client on its pod (`haproxy.router.openshift.io/disable_cookies`). Not for passthrough,
   * which has none.
   *
   * @default false
   */
  readonly disableCookies?: boolean;
  /**
   * Name of that cookie (`router.openshift.io/cookie_name`). Not for passthrough.
   *
   * @default - a name that the router makes up
   */
  readonly cookieName?: string;
  /**
   * `SameSite` of that cookie (`router.openshift.io/cookie-same-site`). For edge and reencrypt without plain HTTP.
   *
   * @default CookieSameSite.NONE
   */
  readonly cookieSameSite?: CookieSameSite;
  /**
   * Connections from one router pod to one pod of the backend (`haproxy.router.openshift.io/pod-concurrent-connections`).
   *
   * @default - any number
   */
  readonly connectionsPerPod?: number;
  /**
   * How often a pod is checked, where there are several (`router.openshift.io/haproxy.health.check.interval`).
   *
   * @default - the router's, 5 seconds
   */
  readonly healthCheckInterval?: Duration;
  /**
   * Send header names to HTTP/1 backends in the case that the IngressController lists
   * (`haproxy.router.openshift.io/h1-adjust-case`). Not for passthrough.
   *
   * @default false
   */
  readonly adjustHeaderCase?: boolean;
}

const HAPROXY = 'haproxy.router.openshift.io';
const ROUTER = 'router.openshift.io';

/**
 * The annotations of a route: those of the options, and the user's own.
 * @internal
 */
export function routerAnnotations(
  options: RouterOptions,
  tls: RouteTls | undefined,
  own: Readonly<Record<string, string>> = {},
): Record<string, string> {
  checkProtocol(options, tls);
  const { rateLimit, ipAllowlist, cookieName, rewriteTarget } = options;
  if (cookieName !== undefined && !/^[a-zA-Z0-9_-]+$/.test(cookieName)) {
    const expected = 'letters, digits, underscores and hyphens';
    refuse({ what: 'cookieName', got: cookieName, expected, fix: 'leave other characters out' });
  }
  if (rewriteTarget !== undefined && !/^\/[-A-Za-z0-9/._~!$&()*+,;=:@]*$/.test(rewriteTarget)) {
    const fix = rewriteTarget.startsWith('/')
      ? 'leave other characters out'
      : `begin with a slash: '/${rewriteTarget}'`;
    refuse({ what: 'rewriteTarget', got: rewriteTarget, expected: 'an absolute path', fix });
  }
  const addresses = ipAllowlist && allowlist(ipAllowlist);
  const entries: Record<string, string | undefined> = {
    [`${HAPROXY}/timeout`]: time('timeout', options.timeout),
    [`${HAPROXY}/timeout-tunnel`]: time('tunnelTimeout', options.tunnelTimeout),
    [`${HAPROXY}/balance`]: options.balance,
    ...(rateLimit && limits(rateLimit)),
    [`${HAPROXY}/ip_allowlist`]: addresses,
    // A router that does not know the name above would let everybody in.
    [`${HAPROXY}/ip_whitelist`]: addresses,
    [`${HAPROXY}/hsts_header`]: options.hsts && hsts(options.hsts),
    [`${HAPROXY}/rewrite-target`]: rewriteTarget,
    [`${HAPROXY}/set-forwarded-headers`]: options.forwardedHeaders,
    [`${HAPROXY}/disable_cookies`]: flag(options.disableCookies),
    [`${ROUTER}/cookie_name`]: cookieName,
    [`${ROUTER}/cookie-same-site`]: options.cookieSameSite,
    [`${HAPROXY}/pod-concurrent-connections`]: count('connectionsPerPod', options.connectionsPerPod),
    [`${ROUTER}/haproxy.health.check.interval`]: time('healthCheckInterval', options.healthCheckInterval),
    [`${HAPROXY}/h1-adjust-case`]: flag(options.adjustHeaderCase),
  };
  const set = Object.entries(entries).filter((entry): entry is [string, string] => entry[1] !== undefined);
  const twice = set.find(([key]) => Object.hasOwn(own, key));
  if (twice) {
    const fix = 'leave the annotation out';
    refuse({ what: `annotations['${twice[0]}']`, got: 'an option that says it too', expected: 'one of them', fix });
  }
  return { ...Object.fromEntries(set), ...own };
}

/** Options that the router reads for some terminations only, and ignores without a word elsewhere. */
function checkProtocol(options: RouterOptions, tls: RouteTls | undefined): void {
  const http: Record<string, unknown> = {
    rewriteTarget: options.rewriteTarget,
    forwardedHeaders: options.forwardedHeaders,
    disableCookies: options.disableCookies,
    cookieName: options.cookieName,
    'rateLimit.httpPer10Seconds': options.rateLimit?.httpPer10Seconds,
    adjustHeaderCase: options.adjustHeaderCase,
  };
  const ignored = Object.keys(http).find((name) => http[name] !== undefined);
  if (tls?._isPassthrough && ignored !== undefined) {
    refuse({
      what: ignored,
      got: 'passthrough',
      expected: 'a router that sees HTTP; it ignores the option where TLS passes through',
      fix: 'leave it out, or use RouteTls.reencrypt()',
    });
  }
  const isTerminated = tls !== undefined && !tls._isPassthrough;
  if (options.hsts && !isTerminated) {
    refuse({
      what: 'hsts',
      got: tls?.termination ?? 'no tls',
      expected: 'TLS that the router terminates; else it does not set the header',
      fix: 'use RouteTls.edge() or reencrypt(), or set the header in the application',
    });
  }
  if (options.cookieSameSite && (!isTerminated || tls._allowsInsecure)) {
    refuse({
      what: 'cookieSameSite',
      got: isTerminated ? 'plain HTTP is served too' : (tls?.termination ?? 'no tls'),
      expected: 'TLS that the router terminates, and no plain HTTP; else it does not set the attribute',
      fix: 'use RouteTls.edge() or reencrypt() without InsecureEdgeTerminationPolicy.ALLOW',
    });
  }
}

const flag = (value: boolean | undefined) => (value === undefined ? undefined : String(value));

const count = (what: string, value: number | undefined) =>
  value === undefined ? undefined : String(wholeNumber(what, value, 1, 2_147_483_647, 'leave it out for any number'));

function limits({ concurrentTcp, tcpPer3Seconds, httpPer10Seconds }: RouterRateLimit) {
  if ((concurrentTcp ?? tcpPer3Seconds ?? httpPer10Seconds) === undefined) {
    refuse({
      what: 'rateLimit',
      got: 'no limit',
      expected: 'at least one',
      fix: 'for example { httpPer10Seconds: 100 }',
    });
  }
  const limit = `${HAPROXY}/rate-limit-connections`;
  return {
    [limit]: 'true',
    [`${limit}.concurrent-tcp`]: count('concurrentTcp of rateLimit', concurrentTcp),
    [`${limit}.rate-tcp`]: count('tcpPer3Seconds of rateLimit', tcpPer3Seconds),
    [`${limit}.rate-http`]: count('httpPer10Seconds of rateLimit', httpPer10Seconds),
  };
}

/** The router drops an entry that it cannot read, and with the last one the whole list. */
function allowlist(entries: readonly string[]): string {
  if (entries.length === 0) {
    const expected = 'at least one; an empty list would let everybody in';
    refuse({ what: 'ipAllowlist', got: 'no entry', expected, fix: 'name a network, or leave the list out' });
  }
  entries.forEach((entry) => {
    const [address, bits, ...more] = entry.split('/');
    const most = { 4: 32, 6: 128 }[isIP(address)] ?? -1;
    if (most < 0 || more.length > 0 || (bits !== undefined && !(/^\d{1,3}$/.test(bits) && Number(bits) <= most))) {
      const expected = "an address or a network, such as '192.0.2.7' or '10.0.0.0/8'";
      refuse({ what: 'ipAllowlist', got: entry, expected, fix: 'the router would ignore it; correct it' });
    }
  });
  return entries.join(' ');
}

function hsts({ maxAge, includeSubdomains, preload }: Hsts): string {
  const seconds = maxAge.toSeconds({ integral: false });
  if (!Number.isInteger(seconds)) {
    refuse({ what: 'maxAge of hsts', got: `${seconds} s`, expected: 'whole seconds', fix: 'use Duration.days(365)' });
  }
  return [
    `max-age=${seconds}`,
    ...(includeSubdomains ? ['includeSubDomains'] : []),
    ...(preload ? ['preload'] : []),
  ].join(';');
}

/** HAProxy's largest timer, in milliseconds. */
const LONGEST = 2_147_483_647;

/** A time as HAProxy reads it: one number, one unit. */
function time(what: string, value: Duration | undefined): string | undefined {
  if (value === undefined) return undefined;
  const milliseconds = wholeNumber(
    what,
    value.toMilliseconds({ integral: false }),
    1,
    LONGEST,
    'in milliseconds; at most 24 days',
  );
  const [unit, size] = UNITS.find(([, each]) => milliseconds % each === 0)!;
  return `${milliseconds / size}${unit}`;
}

const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
  ['ms', 1],
] as const;
