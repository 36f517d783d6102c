import { Analysis } from './argo-analysis';
import { mergeArguments, RunArguments } from './argo-argument';
import { ArgoMetricTemplate } from './argo-metric';
import { Prometheus } from './argo-prometheus';
import { CustomResource } from '../resource/custom-resource';
import { Problem, refuse } from '../value/problem';

/** What the analyses of a Rollout have in common. */
interface Common {
  readonly prometheus?: Prometheus;
  /** Whether calls by gRPC are among the requests; asked at synthesis. */
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

  /** What is measured in the background; nothing for nothing. */
  public inBackground(service: string) {
    return this.runOf(service, this.background, false);
  }

  /** What is measured before a step is left; nothing for nothing. */
  public at(step: string, service: string) {
    const analyses = this.atSteps.filter((entry) => entry.step === step).map(({ analysis }) => analysis);
    return this.runOf(service, analyses, true);
  }

  /** Tells of an analysis that counts requests where no route sees any. */
  public unseen(): Problem[] {
    const counting = [...this.templates.values()].find(({ _measurement }) => _measurement.metric?.seesRequests);
    return counting
      ? [
          {
            what: `analysis '${counting._measurement.metric!.name}'`,
            got: 'routes that see connections, not requests',
            expected: 'a route of HTTP or gRPC',
            fix: 'use Analysis.prometheus() with a query on connections',
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

  /** A template for each metric; for a step one that comes to an end by itself. */
  private emit(analysis: Analysis, isStep: boolean): void {
    const { metric } = analysis._measurement;
    const { templateName } = this.referenceTo(analysis, isStep);
    const known = this.templates.get(templateName);
    if (metric && known && (known !== analysis || !isStep)) {
      refuse(
        {
          what: `analysis '${metric.name}'`,
          got: 'two of that name',
          expected: 'each name once',
          fix: 'name one of them otherwise',
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
