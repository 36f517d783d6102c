import { Duration } from 'cdk8s';
import { AnalysisArgument, argumentsOf } from './argo-argument';
import { AnalysisOptions, measure, Measurement } from './argo-metric';
import { IstioReporter, latencyQuery, successRateQuery } from '../canary/istio-metrics';
import { refuse } from '../value/problem';
import { dnsSubdomain, duration } from '../value/scalar';

/** Options of an analysis of Istio's metrics. */
export interface RequestAnalysisOptions extends AnalysisOptions {
  /**
   * Name of the metric; the AnalysisTemplate is named after the Rollout and it.
   *
   * @default - what is measured, such as `success-rate`
   */
  readonly name?: string;
  /**
   * Who reports the requests. The Services of both versions tell them apart, which a proxy in front of the
   * workload knows: not `IstioReporter.DESTINATION`.
   *
   * @default IstioReporter.SOURCE
   */
  readonly reporter?: IstioReporter;
  /**
   * Time over which requests are counted; at least two scrapes of Prometheus.
   *
   * @default Duration.minutes(2)
   */
  readonly window?: Duration;
  /**
   * Whether no request at all is a failure.
   *
   * @default false
   */
  readonly requireTraffic?: boolean;
}

/** Options of `Analysis.successRate`. */
export interface SuccessRateOptions extends RequestAnalysisOptions {
  /** Share of good answers that the canary must reach, in percent, above 0 and at most 100. */
  readonly minimum: number;
}

/** Options of `Analysis.latency`. */
export interface LatencyOptions extends RequestAnalysisOptions {
  /** Time that the quantile of the canary's requests may take. */
  readonly maximum: Duration;
  /**
   * Share of the requests that are no slower, above 0 and below 1.
   *
   * @default 0.99
   */
  readonly quantile?: number;
}

/** Options of `Analysis.prometheus`. */
export interface PrometheusAnalysisOptions extends AnalysisOptions {
  /** Name of the metric; the AnalysisTemplate is named after the Rollout and it. */
  readonly name: string;
  /** PromQL (`query`). `{{args.service}}` is the Service of the canary, `{{args.namespace}}` its namespace. */
  readonly query: string;
  /**
   * When a measurement is good, such as `len(result) == 0 || result[0] < 5` (`successCondition`).
   *
   * @default - when it does not fail
   */
  readonly successCondition?: string;
  /**
   * When a measurement fails (`failureCondition`). With both, what is neither is inconclusive.
   *
   * @default - when it is not good
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
   * Whether it is a ClusterAnalysisTemplate (`clusterScope`).
   *
   * @default false
   */
  readonly clusterScope?: boolean;
  /**
   * Its arguments.
   *
   * @default - none
   */
  readonly arguments?: AnalysisArgument[];
}

/** What is measured of a canary while it is rolled out. A failure aborts the rollout: every request goes to stable. */
export class Analysis {
  /**
   * Share of the canary's answers that are good, by Istio's metrics: not 5xx, and for gRPC no status that blames
   * the server. For HTTP and gRPC.
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

  /** How long the canary's requests take, by Istio's metrics. For HTTP and gRPC. */
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

  /** Whatever Prometheus knows. */
  public static prometheus(options: PrometheusAnalysisOptions): Analysis {
    const { name, query, successCondition, failureCondition, arguments: more = [] } = options;
    if (successCondition === undefined && failureCondition === undefined) {
      refuse({
        what: `conditions of analysis '${name}'`,
        got: 'none',
        expected: 'one at least; every measurement would be good',
        fix: "for example successCondition: 'result[0] < 5'",
      });
    }
    const condition = { successCondition, failureCondition };
    return new Analysis(measure(name, options, { query: () => query, condition, arguments: more }));
  }

  /**
   * An AnalysisTemplate that is not of this program: another provider, or several metrics.
   *
   * @param name its name; an AnalysisTemplate is in the namespace of the Rollout
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
      expected:
        'SOURCE or WAYPOINT; the sidecars of both versions report one workload, and any Service that selects them',
      fix: 'leave it out: the gateway, or the sidecar of the client, reports by the Service that it sends to',
    });
  }
  const series = {
    reporter: reporter.name,
    destination_service_name: '{{args.service}}',
    destination_service_namespace: '{{args.namespace}}',
  };
  // No series means that there was nothing to count, and NaN that there was nothing in the window.
  const condition = {
    successCondition: requireTraffic ? `len(result) > 0 && ${good}` : `len(result) == 0 || isNaN(result[0]) || ${good}`,
  };
  return measure(name, options, { query: (grpc) => query(series, grpc), condition, arguments: [], seesRequests: true });
}
