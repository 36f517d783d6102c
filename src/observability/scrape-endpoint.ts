import { Duration } from 'cdk8s';
import { Relabeling } from './relabeling';
import { ScrapeAuthorization } from './scrape-authorization';
import { renderProxy, ScrapeProxyOptions } from './scrape-proxy';
import { PodMonitorSpec } from '../manifest/monitoring';
import { refuse } from '../manifest/problem';
import { duration } from '../manifest/scalar';

type PodEndpoint = NonNullable<PodMonitorSpec['podMetricsEndpoints']>[number];

/** How metrics are asked for. */
export enum ScrapeScheme {
  /** Plain HTTP. */
  HTTP = 'http',
  /** HTTP over TLS. */
  HTTPS = 'https',
}

/** What endpoints of a PodMonitor and of a ServiceMonitor have in common. */
export interface ScrapeEndpointOptions extends ScrapeProxyOptions {
  /**
   * Name of the port (`port`): of a container for a PodMonitor, of the Service for a ServiceMonitor.
   *
   * @default - every port
   */
  readonly port?: string;
  /**
   * Path of the metrics (`path`).
   *
   * @default - `/metrics`
   */
  readonly path?: string;
  /**
   * `scheme`.
   *
   * @default - http
   */
  readonly scheme?: ScrapeScheme;
  /**
   * Parameters of the query (`params`).
   *
   * @default - none
   */
  readonly params?: { readonly [name: string]: string[] };
  /**
   * Time between two scrapes (`interval`).
   *
   * @default - Prometheus' own
   */
  readonly interval?: Duration;
  /**
   * How long a scrape may take (`scrapeTimeout`), at most the interval.
   *
   * @default - Prometheus' own
   */
  readonly scrapeTimeout?: Duration;
  /**
   * Whether labels of the metrics win over those of the target (`honorLabels`).
   *
   * @default false
   */
  readonly honorLabels?: boolean;
  /**
   * Whether times in the metrics are kept (`honorTimestamps`).
   *
   * @default true
   */
  readonly honorTimestamps?: boolean;
  /**
   * Whether metrics with times of their own turn stale when they disappear (`trackTimestampsStaleness`).
   *
   * @default false
   */
  readonly trackTimestampsStaleness?: boolean;
  /**
   * Whether redirects are followed (`followRedirects`).
   *
   * @default true
   */
  readonly followRedirects?: boolean;
  /**
   * Whether HTTP/2 may be used (`enableHttp2`).
   *
   * @default true
   */
  readonly enableHttp2?: boolean;
  /**
   * Whether pods that do not run are left out (`filterRunning`).
   *
   * @default true
   */
  readonly filterRunning?: boolean;
  /**
   * How the scrape proves who it is (`authorization`, `basicAuth` or `oauth2`).
   *
   * @default - not at all
   */
  readonly authorization?: ScrapeAuthorization;
  /**
   * Changes to the labels of the target, before the scrape (`relabelings`).
   *
   * @default - none
   */
  readonly relabelings?: Relabeling[];
  /**
   * Changes to the labels of the samples, after the scrape (`metricRelabelings`).
   *
   * @default - none
   */
  readonly metricRelabelings?: Relabeling[];
}

/** The fields in common, checked. */
export function renderEndpoint(options: ScrapeEndpointOptions): PodEndpoint {
  const { interval, scrapeTimeout } = options;
  if (interval && scrapeTimeout && scrapeTimeout.toMilliseconds() > interval.toMilliseconds()) {
    refuse({
      what: 'scrapeTimeout of an endpoint',
      got: duration('scrapeTimeout', scrapeTimeout),
      expected: `at most the interval, ${duration('interval', interval)}`,
      fix: 'scrape less often, or give up sooner',
    });
  }
  return {
    port: options.port,
    path: options.path,
    scheme: options.scheme,
    params: options.params,
    interval: interval && duration('interval of an endpoint', interval, Duration.millis(1)),
    scrapeTimeout: scrapeTimeout && duration('scrapeTimeout of an endpoint', scrapeTimeout, Duration.millis(1)),
    honorLabels: options.honorLabels,
    honorTimestamps: options.honorTimestamps,
    trackTimestampsStaleness: options.trackTimestampsStaleness,
    followRedirects: options.followRedirects,
    enableHttp2: options.enableHttp2,
    filterRunning: options.filterRunning,
    ...options.authorization?._render(),
    ...renderProxy(options),
    relabelings: renderRelabelings(options.relabelings),
    metricRelabelings: renderRelabelings(options.metricRelabelings),
  };
}

const renderRelabelings = (steps: readonly Relabeling[] = []) =>
  steps.length > 0 ? steps.map((step) => step._render()) : undefined;
