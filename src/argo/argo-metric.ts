import { Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { AnalysisArgument, argumentsOf, RunArguments } from './argo-argument';
import { Prometheus, renderPrometheus } from './argo-prometheus';
import { count } from './argo-text';
import { AnalysisTemplate, AnalysisTemplateSpec } from '../manifest/argo';
import { CustomResource, CustomResourceProps } from '../resource/custom-resource';
import { refuse } from '../value/problem';
import { dnsSubdomain, duration, wholeNumber } from '../value/scalar';

/** Interval, number and failure limits of the measurements of a metric. */
export interface AnalysisOptions {
  /**
   * Time between two measurements (`interval`).
   *
   * @default Duration.minutes(1)
   */
  readonly interval?: Duration;
  /**
   * Number of measurements (`count`).
   *
   * @default - in the background unlimited, until the rollout ends; at a step 1
   */
  readonly count?: number;
  /**
   * Time before the first measurement (`initialDelay`).
   *
   * @default - none
   */
  readonly initialDelay?: Duration;
  /**
   * Maximum number of failed measurements; one more aborts the rollout (`failureLimit`). -1 for no limit.
   *
   * @default 0
   */
  readonly failureLimit?: number;
  /**
   * Maximum number of inconclusive measurements; one more pauses the rollout (`inconclusiveLimit`).
   *
   * @default 0
   */
  readonly inconclusiveLimit?: number;
  /**
   * Maximum number of consecutive errors of the provider; one more aborts the rollout (`consecutiveErrorLimit`).
   *
   * @default 4
   */
  readonly consecutiveErrorLimit?: number;
  /**
   * Consecutive successes after which the metric succeeds, before `count` is reached (`consecutiveSuccessLimit`).
   *
   * @default - none; `count` decides
   */
  readonly consecutiveSuccessLimit?: number;
  /**
   * Measures without consequences: a failure does not abort the rollout (`dryRun`).
   *
   * @default false
   */
  readonly dryRun?: boolean;
  /**
   * Number of measurements kept in the status of the AnalysisRun (`measurementRetention`).
   *
   * @default 10
   */
  readonly keptMeasurements?: number;
}

/**
 * The subject of an analysis: a metric, or a template that is managed elsewhere.
 * @internal
 */
export interface Measurement {
  readonly metric?: Metric;
  readonly template?: { readonly templateName: string; readonly clusterScope?: boolean };
  /** Arguments of the run, in addition to the Service and namespace of the canary. */
  readonly arguments: RunArguments;
}

/**
 * A metric for an AnalysisTemplate, in the background or at a step.
 * @internal
 */
export interface Metric {
  readonly name: string;
  /** Whether it reads request metrics, which TCP and TLS routes do not have. */
  readonly needsRequests: boolean;
  readonly render: (usage: MetricUsage) => AnalysisTemplateSpec;
}

/**
 * Context in which a metric is used.
 * @internal
 */
export interface MetricUsage {
  readonly prometheus?: Prometheus;
  /** Whether it is measured at a step, so that the run must end. */
  readonly isStep: boolean;
  /** Whether a GRPCRoute is among the routes. */
  readonly grpc: boolean;
}

/** Query and conditions of a metric. */
interface MetricSource {
  readonly query: (grpc: boolean) => string;
  readonly condition: { readonly successCondition?: string; readonly failureCondition?: string };
  readonly arguments: readonly AnalysisArgument[];
  readonly needsRequests?: boolean;
}

/**
 * A metric with checked options.
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
          // Without a count it would be measured forever, and the step would never end.
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
  return { metric: { name, needsRequests: source.needsRequests ?? false, render }, arguments: own };
}

const SECOND = Duration.seconds(1);

function checkLimits(name: string, options: AnalysisOptions): void {
  const { failureLimit = 0, consecutiveSuccessLimit = 0, inconclusiveLimit = 0 } = options;
  const of = (what: string) => `${what} of analysis '${name}'`;
  wholeNumber(of('failureLimit'), failureLimit, -1, 2 ** 31 - 1, 'use -1 for no limit');
  count(of('consecutiveSuccessLimit'), consecutiveSuccessLimit);
  count(of('inconclusiveLimit'), inconclusiveLimit);
  count(of('consecutiveErrorLimit'), options.consecutiveErrorLimit ?? 4);
  count(of('keptMeasurements'), options.keptMeasurements ?? 10, 1);
  if (failureLimit === -1 && consecutiveSuccessLimit === 0) {
    refuse({
      what: of('failureLimit'),
      got: -1,
      expected: 'a number of at least 0, or a consecutiveSuccessLimit; the metric could neither succeed nor fail',
      fix: 'set consecutiveSuccessLimit too',
    });
  }
  if (options.count !== undefined) {
    const least = Math.max(1, Math.max(failureLimit, 0) + consecutiveSuccessLimit, inconclusiveLimit);
    wholeNumber(of('count'), options.count, least, 2 ** 31 - 1, 'raise it above the limits');
  }
}

/**
 * Options of the template of a metric.
 * @internal
 */
export interface MetricTemplateProps extends CustomResourceProps {
  readonly metric: Metric;
  /** Called at synthesis, when the routes are known. */
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
