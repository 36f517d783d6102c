import { Duration } from 'cdk8s';
import { checkTemplate } from './flagger-template';
import { flaggerTime } from './flagger-text';
import { IstioReporter, latencyQuery, SeriesLabels, successRateQuery } from '../canary/istio-metrics';
import { CanarySpec } from '../manifest/flagger';
import { INamedResource } from '../resource/custom-resource';
import { refuse } from '../value/problem';
import { dnsSubdomain } from '../value/scalar';

type MetricSpec = NonNullable<CanarySpec['analysis']['metrics']>[number];

/** Options of every metric of a Canary. */
export interface MetricOptions {
  /**
   * Name in events, and in that of the MetricTemplate; each once in a Canary. Not `request-success-rate` and not
   * `request-duration`: under these Flagger asks for metrics that Istio does not have.
   *
   * @default - what it measures, for example `success-rate`
   */
  readonly name?: string;
  /**
   * How far the query looks back (`interval`), whole seconds; at least twice as long as Prometheus waits between two
   * scrapes. Longer than the interval of the analysis, it also sees the step before, which is a warning (GW424).
   *
   * @default - the interval of the analysis
   */
  readonly window?: Duration;
}

/** Options of `Metric.successRate`. */
export interface SuccessRateOptions extends MetricOptions {
  /** Least share in percent of the requests to the canary that are not answered with 5xx (`thresholdRange.min`). */
  readonly minimum: number;
  /**
   * Who counts the requests.
   *
   * @default IstioReporter.SOURCE
   */
  readonly reporter?: IstioReporter;
}

/** Options of `Metric.latency`. */
export interface LatencyOptions extends MetricOptions {
  /** The longest time that is accepted (`thresholdRange.max`, in milliseconds). */
  readonly maximum: Duration;
  /**
   * Share of the requests that must be as fast, above 0 and below 1.
   *
   * @default 0.99
   */
  readonly quantile?: number;
  /**
   * Who measures the requests.
   *
   * @default IstioReporter.SOURCE
   */
  readonly reporter?: IstioReporter;
}

/** What values of a metric are accepted, and how its query is filled in. */
export interface RangeOptions {
  /**
   * The least value (`thresholdRange.min`).
   *
   * @default - `maximum` says; one of the two must be given
   */
  readonly minimum?: number;
  /**
   * The greatest value (`thresholdRange.max`).
   *
   * @default - `minimum` says
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
  /** Name in events, and in that of the MetricTemplate; each once in a Canary. */
  readonly name: string;
  /** A query in the language of the Canary's `metricProvider`; see `MetricTemplateProps.query`. */
  readonly query: string;
  /**
   * How far the query looks back (`interval`), whole seconds.
   *
   * @default - the interval of the analysis
   */
  readonly window?: Duration;
}

/** A check of the canary in each interval (`analysis.metrics[]`). Without a value, as without requests, it fails. */
export class Metric {
  /** The share of requests that are not answered with 5xx, from Istio's metrics in Prometheus. */
  public static successRate(options: SuccessRateOptions): Metric {
    const { name = 'success-rate', minimum, reporter, window } = options;
    if (!(minimum > 0 && minimum <= 100)) {
      const expected = 'percent, above 0 and at most 100';
      refuse({ what: `minimum of metric '${name}'`, got: minimum, expected, fix: 'for example 99' });
    }
    const query = successRateQuery(canarySeries(reporter), WINDOW);
    return new Metric(name, { minimum }, { query, type: 'prometheus' }, window);
  }

  /** A quantile of the time that requests take, from Istio's metrics in Prometheus. */
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

  /** A query of your own. The Canary makes a MetricTemplate of it, `<canary>-<name>`. */
  public static query(options: QueryMetricOptions): Metric {
    const { name, query, window, variables } = options;
    checkTemplate(`query of metric '${name}'`, query, Object.keys(variables ?? {}));
    return new Metric(name, options, { query }, window);
  }

  /** A query that several Canaries share, in the same namespace or another. */
  public static fromTemplate(template: INamedResource, options: TemplateMetricOptions): Metric {
    if (template.kind !== 'MetricTemplate') {
      const got = `${template.kind} '${template.name}'`;
      refuse({ what: 'template of metric', got, expected: 'a MetricTemplate', fix: 'use a MetricTemplate' });
    }
    return new Metric(options.name ?? template.name, options, { template }, options.window);
  }

  private constructor(
    /** Its name. */
    public readonly name: string,
    private readonly range: RangeOptions,
    private readonly source: Source,
    /** How far it looks back; nothing for the interval of the analysis. */
    public readonly window?: Duration,
  ) {
    const what = `metric '${name}'`;
    dnsSubdomain(`name of ${what}`, name);
    if (['request-success-rate', 'request-duration'].includes(name)) {
      refuse({
        what: `name of ${what}`,
        got: name,
        expected: 'another; under this one Flagger runs a query of its own too, for metrics that Istio does not have',
        fix: `use '${name.replace('request-', '')}'`,
      });
    }
    const { minimum, maximum } = range;
    if (minimum === undefined && maximum === undefined) {
      const expected = 'minimum or maximum; without them Flagger takes every value above 0 for too much';
      refuse({ what, got: 'neither', expected, fix: 'say which values are accepted' });
    }
    if (minimum !== undefined && maximum !== undefined && minimum > maximum) {
      const expected = `at most maximum (${maximum})`;
      refuse({ what: `minimum of ${what}`, got: minimum, expected, fix: 'swap them' });
    }
    if (window) {
      flaggerTime(`window of ${what}`, window);
    }
  }

  /** The query that needs a template of its own. @internal */
  public get _query(): string | undefined {
    return this.source.query;
  }

  /** The only type of provider that the query is for. @internal */
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
  /** The provider that the query is written for; nothing for any. */
  readonly type?: string;
  readonly template?: INamedResource;
}

const WINDOW = '{{ interval }}';

/**
 * The requests to the canary. A sender knows the Service even where no pod answers; the pod of the canary is known
 * by its workload, whichever Service it was asked through.
 */
const canarySeries = (reporter: IstioReporter = IstioReporter.SOURCE): SeriesLabels => ({
  reporter: reporter.name,
  ...(reporter === IstioReporter.DESTINATION
    ? { destination_workload_namespace: '{{ namespace }}', destination_workload: '{{ target }}' }
    : { destination_service_namespace: '{{ namespace }}', destination_service_name: '{{ service }}-canary' }),
});
