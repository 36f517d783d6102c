import { Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { AnalysisArgument, argumentsOf, RunArguments } from './argo-argument';
import { Prometheus, renderPrometheus } from './argo-prometheus';
import { count } from './argo-text';
import { AnalysisTemplate, AnalysisTemplateSpec } from '../manifest/argo';
import { CustomResource, CustomResourceProps } from '../resource/custom-resource';
import { refuse } from '../value/problem';
import { dnsSubdomain, duration, wholeNumber } from '../value/scalar';

/** When and how often a metric is measured, and what counts as a failure. */
export interface AnalysisOptions {
  /**
   * Time between two measurements (`interval`).
   *
   * @default Duration.minutes(1)
   */
  readonly interval?: Duration;
  /**
   * How often it is measured (`count`).
   *
   * @default - in the background as long as the rollout takes; at a step once
   */
  readonly count?: number;
  /**
   * Time before the first measurement (`initialDelay`).
   *
   * @default - none
   */
  readonly initialDelay?: Duration;
  /**
   * Measurements that may fail; one more, and the rollout is aborted (`failureLimit`). -1 for any number.
   *
   * @default 0
   */
  readonly failureLimit?: number;
  /**
   * Measurements that may be inconclusive; one more, and the rollout pauses (`inconclusiveLimit`).
   *
   * @default 0
   */
  readonly inconclusiveLimit?: number;
  /**
   * Errors of measuring in a row that may happen; one more, and the rollout is aborted (`consecutiveErrorLimit`).
   *
   * @default 4
   */
  readonly consecutiveErrorLimit?: number;
  /**
   * Successes in a row after which the metric is good, without waiting for `count` (`consecutiveSuccessLimit`).
   *
   * @default - never
   */
  readonly consecutiveSuccessLimit?: number;
  /**
   * Only watch: a failure does not abort the rollout (`dryRun`).
   *
   * @default false
   */
  readonly dryRun?: boolean;
  /**
   * Measurements that are kept in the AnalysisRun (`measurementRetention`).
   *
   * @default 10
   */
  readonly keptMeasurements?: number;
}

/**
 * What an analysis measures: a metric of its own, or what a template says that somebody else made.
 * @internal
 */
export interface Measurement {
  readonly metric?: Metric;
  readonly template?: { readonly templateName: string; readonly clusterScope?: boolean };
  /** Arguments that the run needs beside the Service and namespace of the canary. */
  readonly arguments: RunArguments;
}

/**
 * A metric, for a template that is measured in the background or once at a step.
 * @internal
 */
export interface Metric {
  readonly name: string;
  /** Whether it counts requests, which a route of TCP or TLS does not see. */
  readonly seesRequests: boolean;
  readonly render: (usage: MetricUsage) => AnalysisTemplateSpec;
}

/**
 * How a metric is used.
 * @internal
 */
export interface MetricUsage {
  readonly prometheus?: Prometheus;
  /** Whether the run must come to an end by itself. */
  readonly isStep: boolean;
  /** Whether calls by gRPC are among the requests. */
  readonly grpc: boolean;
}

/** What makes a metric. */
interface MetricSource {
  readonly query: (grpc: boolean) => string;
  readonly condition: { readonly successCondition?: string; readonly failureCondition?: string };
  readonly arguments: readonly AnalysisArgument[];
  readonly seesRequests?: boolean;
}

/**
 * A metric by its options, which it checks.
 * @internal
 */
export function measure(name: string, options: AnalysisOptions, source: MetricSource): Measurement {
  dnsSubdomain('name of analysis', name);
  checkLimits(name, options);
  const limits = {
    initialDelay: options.initialDelay && duration(`initialDelay of analysis '${name}'`, options.initialDelay, SECOND),
    failureLimit: options.failureLimit,
    inconclusiveLimit: options.inconclusiveLimit,
    consecutiveErrorLimit: options.consecutiveErrorLimit,
    consecutiveSuccessLimit: options.consecutiveSuccessLimit,
  };
  const interval = duration(`interval of analysis '${name}'`, options.interval ?? Duration.minutes(1), SECOND);
  const own = argumentsOf(source.arguments);
  const render = ({ prometheus, isStep, grpc }: MetricUsage): AnalysisTemplateSpec => {
    const query = source.query(grpc);
    const named = ['service', 'namespace', ...own.map((argument) => argument.name)].map((argument) => ({
      name: argument,
    }));
    const args = named.filter((argument) => query.includes(`{{args.${argument.name}}}`));
    return {
      args: args.length > 0 ? args : undefined,
      metrics: [
        {
          name,
          ...limits,
          ...source.condition,
          // Without a count it would be measured for ever, and a step never left.
          interval: isStep && options.count === undefined ? undefined : interval,
          count: options.count,
          provider: renderPrometheus(query, prometheus),
        },
      ],
      dryRun: options.dryRun ? [{ metricName: name }] : undefined,
      measurementRetention:
        options.keptMeasurements === undefined ? undefined : [{ metricName: name, limit: options.keptMeasurements }],
    };
  };
  return { metric: { name, seesRequests: source.seesRequests ?? false, render }, arguments: own };
}

const SECOND = Duration.seconds(1);

function checkLimits(name: string, options: AnalysisOptions): void {
  const { failureLimit = 0, consecutiveSuccessLimit = 0, inconclusiveLimit = 0 } = options;
  const of = (what: string) => `${what} of analysis '${name}'`;
  wholeNumber(of('failureLimit'), failureLimit, -1, 2 ** 31 - 1, 'say -1 for any number');
  count(of('consecutiveSuccessLimit'), consecutiveSuccessLimit);
  count(of('inconclusiveLimit'), inconclusiveLimit);
  count(of('consecutiveErrorLimit'), options.consecutiveErrorLimit ?? 4);
  count(of('keptMeasurements'), options.keptMeasurements ?? 10, 1);
  if (failureLimit === -1 && consecutiveSuccessLimit === 0) {
    refuse({
      what: of('failureLimit'),
      got: -1,
      expected: 'a number of at least 0, or a consecutiveSuccessLimit; the metric could neither succeed nor fail',
      fix: 'say consecutiveSuccessLimit too',
    });
  }
  if (options.count !== undefined) {
    const least = Math.max(1, Math.max(failureLimit, 0) + consecutiveSuccessLimit, inconclusiveLimit);
    wholeNumber(of('count'), options.count, least, 2 ** 31 - 1, 'measure as often as the limits ask for');
  }
}

/**
 * Options of the template of a metric.
 * @internal
 */
export interface MetricTemplateProps extends CustomResourceProps {
  readonly metric: Metric;
  /** Asked at synthesis, when the routes are known. */
  readonly usage: () => MetricUsage;
}

/**
 * The AnalysisTemplate of one metric (argoproj.io/v1alpha1).
 * @internal
 */
export class ArgoMetricTemplate extends CustomResource {
  public constructor(
    scope: Construct,
    id: string,
    private readonly template: MetricTemplateProps,
  ) {
    super(scope, id, template);
  }

  /** @internal */
  protected _kind() {
    return AnalysisTemplate;
  }

  /** @internal */
  protected _spec(): AnalysisTemplateSpec {
    return this.template.metric.render(this.template.usage());
  }
}
