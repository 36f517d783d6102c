import { Duration } from 'cdk8s';
import { AnalysisArgument, argumentsOf } from './argo-argument';
import { AnalysisOptions, measure, Measurement } from './argo-metric';
import { IstioReporter, latencyQuery, successRateQuery } from '../canary/istio-metrics';
import { refuse } from '../value/problem';
import { dnsSubdomain, duration } from '../value/scalar';

/** Options of an analysis of Istio's request metrics. */
export interface RequestAnalysisOptions extends AnalysisOptions {
  /**
   * Name of the metric; the AnalysisTemplate is named `<rollout>-<name>`.
   *
   * @default - `success-rate`, or `latency-p99` for quantile 0.99
   */
  readonly name?: string;
  /**
   * Proxy whose metrics are read. The query distinguishes the versions by their Services, which only a proxy in front
   * of the workload reports: `IstioReporter.DESTINATION` is an error.
   *
   * @default IstioReporter.SOURCE
   */
  readonly reporter?: IstioReporter;
  /**
   * Time range of the query; at least two scrape intervals of Prometheus.
   *
   * @default Duration.minutes(2)
   */
  readonly window?: Duration;
  /**
   * Whether a window without requests is a failed measurement.
   *
   * @default false
   */
  readonly requireTraffic?: boolean;
}

/** Options of `Analysis.successRate`. */
export interface SuccessRateOptions extends RequestAnalysisOptions {
  /** Minimum percentage of successful responses, above 0 and at most 100. */
  readonly minimum: number;
}

/** Options of `Analysis.latency`. */
export interface LatencyOptions extends RequestAnalysisOptions {
  /** Maximum duration at the quantile. */
  readonly maximum: Duration;
  /**
   * Quantile of the request duration, above 0 and below 1.
   *
   * @default 0.99
   */
  readonly quantile?: number;
}

/** Options of `Analysis.prometheus`. */
export interface PrometheusAnalysisOptions extends AnalysisOptions {
  /** Name of the metric; the AnalysisTemplate is named `<rollout>-<name>`. */
  readonly name: string;
  /** PromQL query (`query`). `{{args.service}}` is the canary's Service, `{{args.namespace}}` its namespace. */
  readonly query: string;
  /**
   * Condition of a successful measurement, such as `len(result) == 0 || result[0] < 5` (`successCondition`).
   *
   * @default - every measurement that `failureCondition` does not match
   */
  readonly successCondition?: string;
  /**
   * Condition of a failed measurement (`failureCondition`). A measurement that meets neither condition is inconclusive.
   *
   * @default - every measurement that `successCondition` does not match
   */
  readonly failureCondition?: string;
  /**
   * Further arguments of the query.
   *
   * @default - none
   */
  readonly arguments?: AnalysisArgument[];
}

/** Options of `Analysis.template`. */
export interface TemplateAnalysisOptions {
  /**
   * Whether the name is that of a ClusterAnalysisTemplate (`clusterScope`).
   *
   * @default false
   */
  readonly clusterScope?: boolean;
  /**
   * Arguments of the template.
   *
   * @default - none
   */
  readonly arguments?: AnalysisArgument[];
}

/** An analysis of the canary during a rollout. A failed analysis aborts the rollout: all requests go to stable. */
export class Analysis {
  /**
   * Percentage of the canary's responses that are successful, by Istio's metrics: no 5xx, and for gRPC no status of a
   * server error. For HTTP and gRPC routes.
   */
  public static successRate(options: SuccessRateOptions): Analysis {
    const { minimum, requireTraffic = false, window = WINDOW } = options;
    if (!(minimum > 0 && minimum <= 100)) {
      const fix = 'for example 99';
      refuse({ what: 'minimum of success rate', got: minimum, expected: 'a number above 0, at most 100', fix });
    }
    const measurement = requests('success-rate', options, {
      query: (series, grpc) => successRateQuery(series, duration('window', window, LEAST), grpc),
      good: `result[0] >= ${minimum}`,
      requireTraffic,
    });
    return new Analysis(measurement);
  }

  /** Latency of the canary's requests, by Istio's metrics. For HTTP and gRPC routes. */
  public static latency(options: LatencyOptions): Analysis {
    const { quantile = 0.99, maximum, requireTraffic = false, window = WINDOW } = options;
    if (!(quantile > 0 && quantile < 1)) {
      const fix = 'for example 0.99';
      refuse({ what: 'quantile of latency', got: quantile, expected: 'a number above 0 and below 1', fix });
    }
    duration('maximum of latency', maximum, Duration.millis(1));
    const measurement = requests(`latency-p${Number((quantile * 100).toFixed(4))}`, options, {
      query: (series) => latencyQuery(series, duration('window', window, LEAST), quantile),
      good: `result[0] <= ${maximum.toMilliseconds()}`,
      requireTraffic,
    });
    return new Analysis(measurement);
  }

  /** A Prometheus query. */
  public static prometheus(options: PrometheusAnalysisOptions): Analysis {
    const { name, query, successCondition, failureCondition, arguments: more = [] } = options;
    if (successCondition === undefined && failureCondition === undefined) {
      refuse({
        what: `conditions of analysis '${name}'`,
        got: 'none',
        expected: 'at least one; without a condition every measurement succeeds',
        fix: "for example successCondition: 'result[0] < 5'",
      });
    }
    const condition = { successCondition, failureCondition };
    return new Analysis(measure(name, options, { query: () => query, condition, arguments: more }));
  }

  /**
   * An AnalysisTemplate that is managed elsewhere, for other providers or several metrics.
   *
   * @param name name of the template; an AnalysisTemplate must be in the namespace of the Rollout
   */
  public static template(name: string, options: TemplateAnalysisOptions = {}): Analysis {
    const { clusterScope, arguments: list = [] } = options;
    return new Analysis({
      template: { templateName: dnsSubdomain('name of AnalysisTemplate', name), clusterScope },
      arguments: argumentsOf(list),
    });
  }

  private constructor(private readonly measurement: Measurement) {}

  /** @internal */
  public get _measurement(): Measurement {
    return this.measurement;
  }
}

const WINDOW = Duration.minutes(2);
const LEAST = Duration.seconds(1);

interface RequestMetric {
  readonly query: (series: Readonly<Record<string, string>>, grpc: boolean) => string;
  readonly good: string;
  readonly requireTraffic: boolean;
}

function requests(
  defaultName: string,
  options: RequestAnalysisOptions,
  { query, good, requireTraffic }: RequestMetric,
): Measurement {
  const { name = defaultName, reporter = IstioReporter.SOURCE } = options;
  if (reporter === IstioReporter.DESTINATION) {
    refuse({
      what: `reporter of analysis '${name}'`,
      got: 'IstioReporter.DESTINATION',
      expected: 'SOURCE or WAYPOINT; sidecars of the destination do not report which Service a request was sent to',
      fix: 'leave it out: the gateway or the sidecar of the client reports the Service',
    });
  }
  const series = {
    reporter: reporter.name,
    destination_service_name: '{{args.service}}',
    destination_service_namespace: '{{args.namespace}}',
  };
  // No series: no request was ever counted. NaN: no request in the window.
  const condition = {
    successCondition: requireTraffic ? `len(result) > 0 && ${good}` : `len(result) == 0 || isNaN(result[0]) || ${good}`,
  };
  return measure(name, options, {
    query: (grpc) => query(series, grpc),
    condition,
    arguments: [],
    needsRequests: true,
  });
}
