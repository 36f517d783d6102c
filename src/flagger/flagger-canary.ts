import { Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { checkAnalysis, checkWebhook, courseOf, AnalysisOptions, missingGates } from './flagger-analysis';
import { checkPins, pinMatches } from './flagger-match';
import { Metric } from './flagger-metric';
import { MetricTemplate } from './flagger-metric-template';
import { FlaggerNeighbours } from './flagger-neighbours';
import { FlaggerCourse } from './flagger-plan';
import { FlaggerRoute } from './flagger-route';
import { checkService, ServiceOptions, renderService } from './flagger-service';
import { renderAffinity } from './flagger-session-affinity';
import { Autoscaler, Target } from './flagger-target';
import { flaggerTime } from './flagger-text';
import { Webhook } from './flagger-webhook';
import { Canary as CanaryKind, CanarySpec } from '../manifest/flagger';
import { CustomResource, CustomResourceProps, INamedResource } from '../resource/custom-resource';
import { watchProgram } from '../resource/program-objects';
import { describe, refuse } from '../value/problem';
import { dnsLabel } from '../value/scalar';

/** Options of a `Canary`. The namespace defaults to that of a target of this program. */
export interface CanaryProps extends CustomResourceProps, ServiceOptions, AnalysisOptions {
  /** Workload whose new versions are rolled out, in the Canary's namespace (`spec.targetRef`). */
  readonly target: Target;
  /**
   * Autoscaler of the workload (`spec.autoscalerRef`).
   *
   * @default - none; the primary has as many replicas as the target
   */
  readonly autoscaler?: Autoscaler;
  /**
   * Labels that Flagger uses to distinguish pods: the value of its flag `-selector-labels`. The target's selector must
   * have one of them.
   *
   * @default - app, name, app.kubernetes.io/name
   */
  readonly selectorLabels?: string[];
  /**
   * Maximum time for a version to become ready, in whole seconds; afterwards the canary is rolled back
   * (`spec.progressDeadlineSeconds`).
   *
   * @default Duration.minutes(10)
   */
  readonly progressDeadline?: Duration;
  /**
   * Promotes new versions without checks (`spec.skipAnalysis`). A warning when the Canary is new (GW428).
   *
   * @default false
   */
  readonly skipAnalysis?: boolean;
  /**
   * Scales the target to the primary's replicas before the Canary is deleted (`spec.revertOnDeletion`). The Services
   * and the route that Flagger created are always deleted with the Canary.
   *
   * @default false
   */
  readonly revertOnDeletion?: boolean;
  /**
   * Suspends the Canary: Flagger ignores new versions (`spec.suspend`).
   *
   * @default false
   */
  readonly suspend?: boolean;
}

/**
 * A Canary of Flagger (flagger.app/v1beta1, provider gatewayapi:v1), which rolls out new versions of a workload
 * automatically.
 *
 * Flagger creates the primary, the Services and the HTTPRoute; synthesis fails if the program emits one of them. The
 * MetricTemplates of the metrics are emitted.
 */
export class Canary extends CustomResource {
  private readonly canaryProps: CanaryProps;
  private readonly course: FlaggerCourse;
  private readonly flaggerRoute: FlaggerRoute;
  private readonly metrics: { readonly metric: Metric; readonly template?: MetricTemplate }[] = [];
  private readonly webhooks: Webhook[] = [];

  public constructor(scope: Construct, id: string, props: CanaryProps) {
    const { target, autoscaler, serviceName = target.name } = props;
    super(scope, id, { ...props, namespace: props.namespace ?? target.namespace ?? autoscaler?.namespace });
    this.canaryProps = props;
    this.flaggerRoute = new FlaggerRoute(this, serviceName, this.namespace);
    checkService(this, props);
    checkAnalysis(props);
    this.course = courseOf(this, props);
    this.checkTarget();
    checkPins(this.course.pins, props.matches, this);
    // Render filters now, so that the error is thrown here.
    renderService(this.flaggerRoute, props);
    props.filters?.forEach((filter) => filter._grantTo(this.flaggerRoute));
    props.metrics?.forEach((metric) => this.addMetric(metric));
    props.webhooks?.forEach((webhook) => this.addWebhook(webhook));
    watchProgram(this);
    this.node.addValidation({ validate: () => this.validateAll() });
  }

  /** The HTTPRoute that Flagger creates, as a target of policies. */
  public get route(): INamedResource {
    return this.flaggerRoute;
  }

  /** Name of the Service for clients; it selects the pods of the primary. */
  public get apexServiceName(): string {
    return this.flaggerRoute.name;
  }

  /** Name of the Service of the primary. */
  public get primaryServiceName(): string {
    return `${this.flaggerRoute.name}-primary`;
  }

  /** Name of the Service of the canary. */
  public get canaryServiceName(): string {
    return `${this.flaggerRoute.name}-canary`;
  }

  /** Adds a check (`analysis.metrics[]`). Throws if the name is a duplicate. */
  public addMetric(metric: Metric): void {
    const what = `metric '${metric.name}'`;
    if (this.metrics.some((other) => other.metric.name === metric.name)) {
      const got = 'a second one of this name';
      refuse({ what, got, expected: 'unique names', fix: 'set name in its options' }, this);
    }
    this.metrics.push({ metric, template: this.templateOf(metric) });
  }

  /** Adds a webhook (`analysis.webhooks[]`). Throws if the name is a duplicate, or Flagger would not call it. */
  public addWebhook(webhook: Webhook): void {
    checkWebhook(this, webhook, this.webhooks, this.course);
    this.webhooks.push(webhook);
  }

  /** @internal */
  protected _kind() {
    return CanaryKind;
  }

  /** @internal */
  protected _spec(): CanarySpec {
    const { target, autoscaler, progressDeadline, skipAnalysis, revertOnDeletion, suspend } = this.canaryProps;
    return {
      provider: 'gatewayapi:v1',
      targetRef: target._render(),
      autoscalerRef: autoscaler?._render(),
      progressDeadlineSeconds: progressDeadline?.toSeconds(),
      service: renderService(this.flaggerRoute, this.canaryProps),
      skipAnalysis,
      revertOnDeletion,
      suspend,
      analysis: this.analysis(),
    };
  }

  private analysis(): CanarySpec['analysis'] {
    const { threshold = 5, sessionAffinity } = this.canaryProps;
    const { stepWeightPromotion, primaryReadyThreshold, canaryReadyThreshold } = this.canaryProps;
    const { interval, analysis, pins } = this.course;
    const listOf = <T>(list: T[]) => (list.length > 0 ? list : undefined);
    return {
      interval: flaggerTime('interval', interval),
      threshold,
      ...analysis,
      stepWeightPromotion,
      primaryReadyThreshold,
      canaryReadyThreshold,
      match: pinMatches(pins),
      sessionAffinity: sessionAffinity && renderAffinity(sessionAffinity),
      metrics: listOf(this.metrics.map(({ metric, template }) => metric._render(template, this, interval))),
      webhooks: listOf(this.webhooks.map((webhook) => webhook._render())),
    };
  }

  private templateOf(metric: Metric): MetricTemplate | undefined {
    const { _query: query, _providerType: type, name } = metric;
    if (query === undefined) {
      return undefined;
    }
    const provider = this.canaryProps.metricProvider;
    if (!provider || (type !== undefined && provider.type !== type)) {
      const expected = type === 'prometheus' ? 'Prometheus, with the metrics of Istio' : 'a provider for the query';
      const fix = "for example MetricProvider.prometheus('http://prometheus.monitoring:9090')";
      return refuse({ what: `metricProvider for metric '${name}'`, got: provider?.type, expected, fix }, this);
    }
    return new MetricTemplate(this, `metric-${name}`, {
      name: `${this.name}-${name}`,
      namespace: this.namespace,
      provider,
      query,
    });
  }

  private checkTarget(): void {
    const { target, autoscaler, serviceName, progressDeadline } = this.canaryProps;
    [target, autoscaler].forEach((object) => {
      if (object?.namespace !== undefined && object.namespace !== this.namespace) {
        refuse(
          {
            what: `namespace of ${object.kind} '${object.name}'`,
            got: object.namespace,
            expected: `${this.namespace === undefined ? 'no namespace' : `'${this.namespace}'`}, the namespace of the Canary`,
            fix: "leave the Canary's namespace out, or move both to one namespace",
          },
          this,
        );
      }
    });
    if (autoscaler && target.kind === 'DaemonSet') {
      const expected = 'none; a DaemonSet has one pod on each node';
      refuse({ what: 'autoscaler', got: autoscaler.name, expected, fix: 'leave it out' }, this);
    }
    const services = serviceName === undefined ? `services of ${target.kind} '${target.name}'` : 'serviceName';
    dnsLabel(`name of ${services}`, this.primaryServiceName);
    if (progressDeadline) {
      flaggerTime('progressDeadline', progressDeadline);
    }
  }

  /** Runs at synthesis, possibly twice. */
  private validateAll(): string[] {
    const { target, autoscaler, selectorLabels = ['app', 'name', 'app.kubernetes.io/name'] } = this.canaryProps;
    const owner = { canary: this, target, autoscaler, service: this.flaggerRoute.name, selectorLabels };
    const neighbours = new FlaggerNeighbours(owner);
    return [...missingGates(this.course, this.webhooks), ...neighbours.errors].map(describe);
  }
}
