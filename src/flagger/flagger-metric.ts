import { Duration } from 'cdk8s';
import { checkTemplate } from './flagger-template';
import { flaggerTime } from './flagger-text';
import { IstioReporter, latencyQuery, SeriesLabels, successRateQuery } from '../canary/istio-metrics';
import { CanarySpec } from '../manifest/flagger';
import { INamedResource } from '../resource/custom-resource';
import { refuse } from '../value/problem';
import { dnsSubdomain } from '../value/scalar';

type MetricSpec = NonNullable<CanarySpec['analysis']['metrics']>[number];

/** Options of all metrics of a Canary. */
export interface MetricOptions {
  /**
   * Name in events and in the name of the MetricTemplate, unique in a Canary. `request-success-rate` and
   * `request-duration` are errors: Flagger has built-in queries of these names, for metrics that Istio does not have.
   *
   * @default - depends on the metric, for example `success-rate`
   */
  readonly name?: string;
  /**
   * Time range of the query, in whole seconds, at least two scrape intervals of Prometheus (`interval`). A range longer
   * than the interval of the analysis includes the previous step, which is a warning (GW424).
   *
   * @default - the interval of the analysis
   */
  readonly window?: Duration;
}

/** Options of `Metric.successRate`. */
export interface SuccessRateOptions extends MetricOptions {
  /** Minimum percentage of requests to the canary without a 5xx response (`thresholdRange.min`). */
  readonly minimum: number;
  /**
   * Proxy whose metrics are read.
   *
   * @default IstioReporter.SOURCE
   */
  readonly reporter?: IstioReporter;
}

/** Options of `Metric.latency`. */
export interface LatencyOptions extends MetricOptions {
  /** Maximum duration at the quantile (`thresholdRange.max`, in milliseconds). */
  readonly maximum: Duration;
  /**
   * Quantile of the request duration, above 0 and below 1.
   *
   * @default 0.99
   */
  readonly quantile?: number;
  /**
   * Proxy whose metrics are read.
   *
   * @default IstioReporter.SOURCE
   */
  readonly reporter?: IstioReporter;
}

/** Accepted values of a metric, and variables of its query. */
export interface RangeOptions {
  /**
   * Minimum value (`thresholdRange.min`). Required without `maximum`.
   *
   * @default - no minimum
   */
  readonly minimum?: number;
  /**
   * Maximum value (`thresholdRange.max`). Required without `minimum`.
   *
   * @default - no maximum
   */
  readonly maximum?: number;
  /**
   * Values for `{{ variables.x }}` (`templateVariables`).
   *
   * @default - none
   */
  readonly variables?: { readonly [name: string]: string };
}

/** Options of `Metric.fromTemplate`. */
export interface TemplateMetricOptions extends MetricOptions, RangeOptions {}

/** Options of `Metric.query`. */
export interface QueryMetricOptions extends RangeOptions {
  /** Name in events and in the name of the MetricTemplate, unique in a Canary. */
  readonly name: string;
  /** Query in the language of the Canary's `metricProvider`; see `MetricTemplateProps.query`. */
  readonly query: string;
  /**
   * Time range of the query, in whole seconds (`interval`).
   *
   * @default - the interval of the analysis
   */
  readonly window?: Duration;
}

/** A check of the canary in each interval (`analysis.metrics[]`). Without a value, such as without requests, it fails. */
export class Metric {
  /** Percentage of requests without a 5xx response, from Istio's metrics in Prometheus. */
  public static successRate(options: SuccessRateOptions): Metric {
    const { name = 'success-rate', minimum, reporter, window } = options;
    if (!(minimum > 0 && minimum <= 100)) {
      const expected = 'percent, above 0 and at most 100';
      refuse({ what: `minimum of metric '${name}'`, got: minimum, expected, fix: 'for example 99' });
    }
    const query = successRateQuery(canarySeries(reporter), WINDOW);
    return new Metric(name, { minimum }, { query, type: 'prometheus' }, window);
  }

  /** Quantile of the request duration, from Istio's metrics in Prometheus. */
  public static latency(options: LatencyOptions): Metric {
    const { quantile = 0.99, maximum, reporter, window } = options;
    if (!(quantile > 0 && quantile < 1)) {
      const fix = quantile >= 1 && quantile < 100 ? `write ${quantile / 100}` : 'for example 0.99';
      refuse({ what: 'quantile of latency', got: quantile, expected: 'a number above 0 and below 1', fix });
    }
    const { name = `latency-p${Number((quantile * 100).toFixed(4))}` } = options;
    const milliseconds = maximum.toMilliseconds();
    if (milliseconds <= 0) {
      const fix = 'for example Duration.millis(500)';
      refuse({ what: `maximum of metric '${name}'`, got: `${milliseconds} ms`, expected: 'a time above 0', fix });
    }
    const query = latencyQuery(canarySeries(reporter), WINDOW, quantile);
    return new Metric(name, { maximum: milliseconds }, { query, type: 'prometheus' }, window);
  }

  /** A custom query. The Canary emits a MetricTemplate `<canary>-<name>` for it. */
  public static query(options: QueryMetricOptions): Metric {
    const { name, query, window, variables } = options;
    checkTemplate(`query of metric '${name}'`, query, Object.keys(variables ?? {}));
    return new Metric(name, options, { query }, window);
  }

  /** A MetricTemplate that several Canaries share, in any namespace. */
  public static fromTemplate(template: INamedResource, options: TemplateMetricOptions): Metric {
    if (template.kind !== 'MetricTemplate') {
      const got = `${template.kind} '${template.name}'`;
      refuse({ what: 'template of metric', got, expected: 'a MetricTemplate', fix: 'use a MetricTemplate' });
    }
    return new Metric(options.name ?? template.name, options, { template }, options.window);
  }

  private constructor(
    /** Name of the metric. */
    public readonly name: string,
    private readonly range: RangeOptions,
    private readonly source: Source,
    /** Time range of the query; undefined for the interval of the analysis. */
    public readonly window?: Duration,
  ) {
    const what = `metric '${name}'`;
    dnsSubdomain(`name of ${what}`, name);
    if (['request-success-rate', 'request-duration'].includes(name)) {
      refuse({
        what: `name of ${what}`,
        got: name,
        expected: 'another name; Flagger has a built-in query of this name, for metrics that Istio does not have',
        fix: `use '${name.replace('request-', '')}'`,
      });
    }
    const { minimum, maximum } = range;
    if (minimum === undefined && maximum === undefined) {
      const expected = 'minimum or maximum; without both Flagger rejects every value above 0';
      refuse({ what, got: 'neither', expected, fix: 'set at least one of them' });
    }
    if (minimum !== undefined && maximum !== undefined && minimum > maximum) {
      const expected = `at most maximum (${maximum})`;
      refuse({ what: `minimum of ${what}`, got: minimum, expected, fix: 'swap them' });
    }
    if (window) {
      flaggerTime(`window of ${what}`, window);
    }
  }

  /** The query for which the Canary emits a template. @internal */
  public get _query(): string | undefined {
    return this.source.query;
  }

  /** The only type of provider that supports the query. @internal */
  public get _providerType(): string | undefined {
    return this.source.type;
  }

  /** @internal */
  public _render(own: INamedResource | undefined, canary: INamedResource, interval: Duration): MetricSpec {
    const { name, namespace } = own ?? this.source.template!;
    const { minimum: min, maximum: max, variables } = this.range;
    return {
      name: this.name,
      interval: flaggerTime('window', this.window ?? interval),
      thresholdRange: { min, max },
      templateRef: { name, namespace: namespace === canary.namespace ? undefined : namespace },
      templateVariables: variables,
    };
  }
}

interface Source {
  readonly query?: string;
  /** Type of provider that the query is written for; undefined for any. */
  readonly type?: string;
  readonly template?: INamedResource;
}

const WINDOW = '{{ interval }}';

/**
 * Labels of requests to the canary. A sender reports the Service, even if no pod responds; the canary's own sidecar
 * reports the workload, whatever Service the request was sent to.
 */
const canarySeries = (reporter: IstioReporter = IstioReporter.SOURCE): SeriesLabels => ({
  reporter: reporter.name,
  ...(reporter === IstioReporter.DESTINATION
    ? { destination_workload_namespace: '{{ namespace }}', destination_workload: '{{ target }}' }
    : { destination_service_namespace: '{{ namespace }}', destination_service_name: '{{ service }}-canary' }),
});
