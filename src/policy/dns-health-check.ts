import { Duration } from 'cdk8s';
import { DNSPolicySpec } from '../manifest/kuadrant';
import { refuse } from '../value/problem';
import { dnsSubdomain, duration, wholeNumber } from '../value/scalar';

/** Options of a `DnsHealthCheck`. */
export interface DnsHealthCheckOptions {
  /**
   * Path to request (`path`). Begins with `/` or `?`, ends with a letter,
   * a digit or `/`, and is `/` alone or at least three characters long.
   *
   * @default - `/`
   */
  readonly path?: string;
  /**
   * Port to request (`port`): 80, 443, or 1024 to 49151.
   *
   * @default - 443 for HTTPS, 80 for HTTP
   */
  readonly port?: number;
  /**
   * Time between two probes (`interval`), at least a second.
   *
   * @default - 5 minutes, the default of the controller
   */
  readonly interval?: Duration;
  /**
   * Consecutive failures after which an address is unhealthy (`failureThreshold`), at least 1.
   *
   * @default - 5, the default of the controller
   */
  readonly failureThreshold?: number;
  /**
   * Name of a Secret in the policy's namespace whose entries are sent as request
   * headers (`additionalHeadersRef`), for example for an endpoint that requires a token.
   *
   * @default - no headers
   */
  readonly additionalHeadersSecretName?: string;
}

/**
 * Probes that remove unhealthy addresses from DNS (`DNSPolicy.spec.healthCheck`).
 *
 * They run in the cluster, and only for listeners with an exact hostname: a
 * wildcard listener is never probed.
 */
export class DnsHealthCheck {
  /** Probes by HTTPS. */
  public static https(options: DnsHealthCheckOptions = {}): DnsHealthCheck {
    return new DnsHealthCheck('HTTPS', options.port ?? 443, options);
  }

  /** Probes by plain HTTP. */
  public static http(options: DnsHealthCheckOptions = {}): DnsHealthCheck {
    return new DnsHealthCheck('HTTP', options.port ?? 80, options);
  }

  private constructor(
    private readonly protocol: string,
    private readonly port: number,
    private readonly options: DnsHealthCheckOptions,
  ) {
    checkPort(port);
    if (options.path !== undefined) {
      checkPath(options.path);
    }
    if (options.failureThreshold !== undefined) {
      wholeNumber(
        'failureThreshold of a health check',
        options.failureThreshold,
        1,
        Number.MAX_SAFE_INTEGER,
        'use the number of consecutive failures after which an address is removed, at least 1',
      );
    }
    if (options.interval !== undefined) {
      duration('interval of a health check', options.interval, Duration.seconds(1));
    }
    if (options.additionalHeadersSecretName !== undefined) {
      dnsSubdomain('additionalHeadersSecretName of a health check', options.additionalHeadersSecretName);
    }
  }

  /** `spec.healthCheck`. @internal */
  public _render(): DNSPolicySpec['healthCheck'] {
    const { path, interval, failureThreshold, additionalHeadersSecretName } = this.options;
    return {
      protocol: this.protocol,
      port: this.port,
      // The pattern of the CRD refuses `/`, which the controller requests by default.
      path: path === '/' ? undefined : path,
      interval: interval && duration('interval of a health check', interval, Duration.seconds(1)),
      failureThreshold,
      additionalHeadersRef:
        additionalHeadersSecretName === undefined ? undefined : { name: additionalHeadersSecretName },
    };
  }
}

function checkPort(port: number): void {
  if (!Number.isInteger(port) || !(port === 80 || port === 443 || (port >= 1024 && port <= 49151))) {
    refuse({
      what: 'port of a health check',
      got: port,
      expected: '80, 443, or a whole number from 1024 to 49151',
      fix: "name the port of the gateway's listener",
    });
  }
}

const PATH = /^[?/][\w\-.~:/?#[\]@!$&'()*+,;=]+[a-zA-Z0-9/]$/;

function checkPath(path: string): void {
  if (path !== '/' && !PATH.test(path)) {
    refuse({
      what: 'path of a health check',
      got: path,
      expected: "a path such as '/healthz', at least three characters, ending with a letter, a digit or '/'",
      fix: /^[/?]/.test(path)
        ? path.length < 3
          ? 'use a longer path; the CRD refuses two characters'
          : 'use a path without percent-encoding and spaces'
        : `begin with a slash: '/${path}'`,
    });
  }
}
