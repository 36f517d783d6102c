import { isIP } from 'net';
import { Duration } from 'cdk8s';
import { refuse } from '../value/problem';
import { port, preciseHostname, wholeNumber } from '../value/scalar';

/** How often and from where Route 53 asks. */
export interface RecordHealthCheckOptions {
  /**
   * Port that is asked.
   *
   * @default - 443, for http 80
   */
  readonly port?: number;
  /**
   * Time between two requests of one checker: 10 or 30 seconds; 10 costs more.
   *
   * @default - 30 seconds
   */
  readonly interval?: Duration;
  /**
   * Answers in a row that change the state, 1 to 10.
   *
   * @default 3
   */
  readonly failureThreshold?: number;
  /**
   * Regions that ask, at least three.
   *
   * @default - those that Route 53 recommends
   */
  readonly regions?: string[];
}

/** What is asked by HTTP. */
export interface HttpHealthCheckOptions extends RecordHealthCheckOptions {
  /**
   * Path that answers with 2xx or 3xx.
   *
   * @default /
   */
  readonly path?: string;
  /**
   * Text in the first 5,120 bytes of the answer.
   *
   * @default - any answer
   */
  readonly searchString?: string;
  /**
   * Host that the request is for, by SNI and `Host`.
   *
   * @default - the host of the record; required where that is a wildcard
   */
  readonly probeHost?: string;
  /**
   * The same for single clusters, by their name; required for a target that is a hostname, which it has to resolve to.
   *
   * @default - probeHost
   */
  readonly probeHosts?: { readonly [cluster: string]: string };
}

/** What Route 53 asks before it answers with an address. A load balancer of AWS needs none: its own health counts. */
export class RecordHealthCheck {
  /** A request by HTTPS. The certificate is not verified. */
  public static https(props: HttpHealthCheckOptions = {}): RecordHealthCheck {
    return new RecordHealthCheck('HTTPS', 443, props);
  }

  /** A request by HTTP. */
  public static http(props: HttpHealthCheckOptions = {}): RecordHealthCheck {
    return new RecordHealthCheck('HTTP', 80, props);
  }

  /** A connection by TCP. */
  public static tcp(props: RecordHealthCheckOptions = {}): RecordHealthCheck {
    return new RecordHealthCheck('TCP', 443, props);
  }

  private constructor(
    private readonly protocol: 'HTTPS' | 'HTTP' | 'TCP',
    private readonly usualPort: number,
    private readonly props: HttpHealthCheckOptions,
  ) {
    const { interval, failureThreshold, regions, searchString, path } = props;
    const every = interval?.toSeconds({ integral: false }) ?? 30;
    if (every !== 10 && every !== 30) {
      refuse({
        what: 'interval of a health check',
        got: `${every} s`,
        expected: '10 or 30 seconds',
        fix: `use ${every < 20 ? 10 : 30} seconds`,
      });
    }
    wholeNumber('failureThreshold of a health check', failureThreshold ?? 3, 1, 10, 'use 3');
    if (regions !== undefined && new Set(regions).size < 3) {
      refuse({
        what: 'regions of a health check',
        got: regions.join(', ') || 'none',
        expected: 'at least three',
        fix: 'name more, or leave regions out',
      });
    }
    const unknown = regions?.find((region) => !REGIONS.includes(region));
    if (unknown !== undefined) {
      refuse({
        what: 'region of a health check',
        got: unknown,
        expected: REGIONS.join(', '),
        fix: 'Route 53 asks from these regions only',
      });
    }
    if ((searchString?.length ?? 1) < 1 || (searchString?.length ?? 0) > 255) {
      refuse({
        what: 'searchString of a health check',
        got: `${searchString!.length} characters`,
        expected: '1 to 255',
        fix: 'search a shorter text',
      });
    }
    if (path !== undefined && !path.startsWith('/')) {
      refuse({
        what: 'path of a health check',
        got: path,
        expected: 'a path that begins with a slash',
        fix: `'/${path}'`,
      });
    }
    Object.entries({ ...props.probeHosts, probeHost: props.probeHost ?? 'a' }).forEach(([name, host]) =>
      preciseHostname(`probe host '${name}'`, host),
    );
    port('port of a health check', props.port ?? usualPort);
  }

  /** What Route 53 is told. @internal */
  public _configFor(host: string, cluster: string, target: string): HealthCheckConfig {
    const { path, searchString, regions, interval, failureThreshold = 3 } = this.props;
    const isAddress = isIP(target) !== 0;
    if (isAddress && isPrivate(target)) {
      refuse({
        what: `health check of cluster ${cluster}`,
        got: target,
        expected: 'an address that Route 53 can reach',
        fix: 'leave the health check of a private address out',
      });
    }
    const common = {
      port: this.props.port ?? this.usualPort,
      requestInterval: interval?.toSeconds() ?? 30,
      failureThreshold,
      ...(regions && { regions: [...regions].sort() }),
      ...(isAddress && { ipAddress: target }),
    };
    if (this.protocol === 'TCP') return { ...common, type: 'TCP', ...(!isAddress && { fqdn: target }) };
    return {
      ...common,
      type: searchString === undefined ? this.protocol : `${this.protocol}_STR_MATCH`,
      fqdn: this.probeHost(host, cluster, isAddress),
      resourcePath: path ?? '/',
      ...(searchString !== undefined && { searchString }),
    };
  }

  private probeHost(host: string, cluster: string, isAddress: boolean): string {
    const own = this.props.probeHosts?.[cluster];
    const found = own ?? (isAddress ? (this.props.probeHost ?? (host.startsWith('*') ? undefined : host)) : undefined);
    return (
      found ??
      refuse({
        what: `health check of ${host} in cluster ${cluster}`,
        got: isAddress ? 'a wildcard and no probeHost' : 'a hostname as target and no probe host of the cluster',
        expected: 'a host that answers',
        fix: isAddress
          ? `probeHost: 'probe${host.slice(1)}', or RecordHealthCheck.tcp()`
          : `probeHosts: { '${cluster}': ... }, a name that only this cluster answers, or RecordHealthCheck.tcp()`,
      })
    );
  }
}

export interface HealthCheckConfig {
  readonly type: string;
  readonly port: number;
  readonly requestInterval: number;
  readonly failureThreshold: number;
  readonly regions?: string[];
  readonly ipAddress?: string;
  readonly fqdn?: string;
  readonly resourcePath?: string;
  readonly searchString?: string;
}

const REGIONS = 'ap-northeast-1 ap-southeast-1 ap-southeast-2 eu-west-1 sa-east-1 us-east-1 us-west-1 us-west-2'.split(
  ' ',
);

const isPrivate = (address: string) =>
  /^(0|10|127|169\.254|192\.168|172\.(1[6-9]|2\d|3[01])|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\./.test(address) ||
  /^(::1?$|f[cde]|ff)/i.test(address);
