import { Analysis } from './argo-analysis';
import { mergeArguments, RunArguments } from './argo-argument';
import { ArgoMetricTemplate } from './argo-metric';
import { Prometheus } from './argo-prometheus';
import { CustomResource } from '../resource/custom-resource';
import { Problem, refuse } from '../value/problem';

/** Settings that all analyses of a Rollout share. */
interface Common {
  readonly prometheus?: Prometheus;
  /** Whether a GRPCRoute is among the routes; called at synthesis. */
  readonly grpc: () => boolean;
}

/** The analyses of a Rollout: those in the background, those at steps, and their templates. */
export class ArgoAnalyses {
  private readonly background: Analysis[] = [];
  private readonly atSteps: { readonly step: string; readonly analysis: Analysis }[] = [];
  private readonly templates = new Map<string, Analysis>();

  public constructor(
    private readonly rollout: CustomResource,
    private readonly common: Common,
  ) {}

  public add(analysis: Analysis): void {
    this.emit(analysis, false);
    this.background.push(analysis);
  }

  public addAt(step: string, analysis: Analysis): void {
    this.emit(analysis, true);
    this.atSteps.push({ step, analysis });
  }

  /** The background analysis; undefined without analyses. */
  public inBackground(service: string) {
    return this.runOf(service, this.background, false);
  }

  /** The analysis of a step; undefined without analyses. */
  public at(step: string, service: string) {
    const analyses = this.atSteps.filter((entry) => entry.step === step).map(({ analysis }) => analysis);
    return this.runOf(service, analyses, true);
  }

  /** Reports an analysis of request metrics where no route is HTTP or gRPC. */
  public withoutRequests(): Problem[] {
    const counting = [...this.templates.values()].find(({ _measurement }) => _measurement.metric?.needsRequests);
    return counting
      ? [
          {
            what: `analysis '${counting._measurement.metric!.name}'`,
            got: 'TCP and TLS routes only, which have no request metrics',
            expected: 'an HTTPRoute or a GRPCRoute',
            fix: 'use Analysis.prometheus() with a query on connection metrics',
          },
        ]
      : [];
  }

  private runOf(service: string, analyses: readonly Analysis[], isStep: boolean) {
    if (analyses.length === 0) {
      return undefined;
    }
    const canary: RunArguments = [
      { name: 'service', value: service },
      { name: 'namespace', valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } },
    ];
    const hasMetric = analyses.some(({ _measurement }) => _measurement.metric !== undefined);
    const own = analyses.map(({ _measurement }) => _measurement.arguments);
    const args = mergeArguments([...(hasMetric ? [canary] : []), ...own]);
    return {
      templates: analyses.map((analysis) => this.referenceTo(analysis, isStep)),
      args: args.length > 0 ? args : undefined,
    };
  }

  private referenceTo({ _measurement: { template, metric } }: Analysis, isStep: boolean) {
    return template ?? { templateName: `${this.rollout.name}-${metric!.name}${isStep ? '-step' : ''}` };
  }

  /** Emits a template for each metric; one for a step has a limited number of measurements. */
  private emit(analysis: Analysis, isStep: boolean): void {
    const { metric } = analysis._measurement;
    const { templateName } = this.referenceTo(analysis, isStep);
    const known = this.templates.get(templateName);
    if (metric && known && (known !== analysis || !isStep)) {
      refuse(
        {
          what: `analysis '${metric.name}'`,
          got: 'two of this name',
          expected: 'unique names',
          fix: 'rename one of them',
        },
        this.rollout,
      );
    }
    this.templates.set(templateName, analysis);
    if (metric && !known) {
      const { prometheus, grpc } = this.common;
      new ArgoMetricTemplate(this.rollout, templateName.slice(this.rollout.name.length + 1), {
        name: templateName,
        namespace: this.rollout.namespace,
        metric,
        usage: () => ({ prometheus, isStep, grpc: grpc() }),
      });
    }
  }
}
