import { Duration } from 'cdk8s';
import { PercentOrAbsolute } from 'cdk8s-plus-28';
import { ArgoAnalysis } from './argo-analysis';
import { ArgoPrometheus } from './argo-prometheus';
import { ArgoMetadata } from './argo-text';
import { ArgoWorkload } from './argo-workload';
import { CanaryPlan } from './canary-plan';
import { RolloutSpec } from '../manifest/argo';
import { wholeNumber } from '../manifest/scalar';
import { CustomResourceProps } from '../resource/custom-resource';

type CanarySpec = NonNullable<NonNullable<RolloutSpec['strategy']>['canary']>;

/** Whether pods of the canary keep away from nodes with stable pods (`strategy.canary.antiAffinity`). */
export class ArgoAntiAffinity {
  /** They never share a node. */
  public static required(): ArgoAntiAffinity {
    return new ArgoAntiAffinity({ requiredDuringSchedulingIgnoredDuringExecution: {} });
  }

  /**
   * They share no node where that can be had.
   *
   * @param weight how much it counts among other wishes, 1 to 100
   */
  public static preferred(weight: number): ArgoAntiAffinity {
    wholeNumber('weight of anti-affinity', weight, 1, 100, 'say how much it counts');
    return new ArgoAntiAffinity({ preferredDuringSchedulingIgnoredDuringExecution: { weight } });
  }

  private constructor(private readonly spec: NonNullable<CanarySpec['antiAffinity']>) {}

  /** @internal */
  public _render(): NonNullable<CanarySpec['antiAffinity']> {
    return this.spec;
  }
}

/** How many pods of the next step must be available before it counts as reached (`replicaProgressThreshold`). */
export class ArgoProgressThreshold {
  /** In percent of the pods that the step wants, 1 to 100. */
  public static percent(value: number): ArgoProgressThreshold {
    return new ArgoProgressThreshold('Percent', wholeNumber('progress threshold', value, 1, 100, 'name a percentage'));
  }

  /** A number of pods, at least 1. */
  public static pods(value: number): ArgoProgressThreshold {
    return new ArgoProgressThreshold('Pods', wholeNumber('progress threshold', value, 1, 2 ** 31 - 1, 'name a number'));
  }

  private constructor(
    private readonly type: string,
    private readonly value: number,
  ) {}

  /** @internal */
  public _render(): NonNullable<CanarySpec['replicaProgressThreshold']> {
    return { type: this.type, value: this.value };
  }
}

/** Who may change the routes: the ServiceAccount of the Argo Rollouts controller. */
export interface ArgoController {
  /**
   * Its name.
   *
   * @default argo-rollouts
   */
  readonly serviceAccount?: string;
  /**
   * Its namespace.
   *
   * @default argo-rollouts
   */
  readonly namespace?: string;
}

/** Options of an `ArgoRollout`. */
export interface ArgoRolloutProps extends CustomResourceProps {
  /** The pods. */
  readonly workload: ArgoWorkload;
  /** Port of the Services `<name>-stable` and `<name>-canary`, to which the routes send. */
  readonly port: number;
  /**
   * Port that the pods listen on (`targetPort`).
   *
   * @default - `port`
   */
  readonly targetPort?: number;
  /**
   * Name of the Services' port, by which Istio knows the protocol.
   *
   * @default - `http`, `grpc`, `tls` or `tcp`, by the first route
   */
  readonly portName?: string;
  /**
   * Labels and annotations of both Services, such as `istio.io/use-waypoint`.
   *
   * @default - none
   */
  readonly serviceMetadata?: ArgoMetadata;
  /** The steps. After the last one the canary takes over, whatever its weight was. */
  readonly plan: CanaryPlan;
  /**
   * Pods of the canary while its weight is 0 and pins send requests to it (`steps[].setCanaryScale.replicas`).
   * With one, a restart of it ends the dark launch: while no pod is available, the controller takes the pins away.
   *
   * @default 2
   */
  readonly darkLaunchReplicas?: number;
  /**
   * What is measured as long as the canary has a share (`strategy.canary.analysis`); more by `addAnalysis`.
   *
   * @default - nothing
   */
  readonly analysis?: ArgoAnalysis[];
  /**
   * The Prometheus that analyses ask.
   *
   * @default - that of the controller
   */
  readonly prometheus?: ArgoPrometheus;
  /**
   * Labels and annotations of AnalysisRuns (`analysisRunMetadata`).
   *
   * @default - none
   */
  readonly analysisRunMetadata?: ArgoMetadata;
  /**
   * Successful AnalysisRuns that are kept (`analysis.successfulRunHistoryLimit`).
   *
   * @default 5
   */
  readonly successfulRunHistoryLimit?: number;
  /**
   * Other AnalysisRuns that are kept (`analysis.unsuccessfulRunHistoryLimit`).
   *
   * @default 5
   */
  readonly unsuccessfulRunHistoryLimit?: number;
  /**
   * The controller that may change the routes, and nothing else.
   *
   * @default - ServiceAccount `argo-rollouts` in namespace `argo-rollouts`
   */
  readonly controller?: ArgoController;
  /**
   * Emit the Role and RoleBinding that the plugin needs.
   *
   * @default true
   */
  readonly grantController?: boolean;
  /**
   * Number of pods (`replicas`). Leave it out with a HorizontalPodAutoscaler, whose target is the Rollout.
   *
   * @default - that of the workload; else the controller sets 1
   */
  readonly replicas?: number;
  /**
   * How long a pod must be ready before it counts (`minReadySeconds`).
   *
   * @default - that of the workload, else 0
   */
  readonly minReady?: Duration;
  /**
   * Old ReplicaSets that are kept (`revisionHistoryLimit`).
   *
   * @default 10
   */
  readonly revisionHistoryLimit?: number;
  /**
   * How long a rollout may make no progress; longer than `minReady` (`progressDeadlineSeconds`). Pauses do not count.
   *
   * @default - that of the workload, else 600 seconds
   */
  readonly progressDeadline?: Duration;
  /**
   * Abort a rollout that makes no progress (`progressDeadlineAbort`).
   *
   * @default false
   */
  readonly progressDeadlineAbort?: boolean;
  /**
   * How many revisions back a rollback skips all steps (`rollbackWindow.revisions`).
   *
   * @default - only the way back to stable skips them
   */
  readonly rollbackWindow?: number;
  /**
   * How long stable pods stay after full rollout (`scaleDownDelaySeconds`). Not with `dynamicStableScale`.
   *
   * @default - 30 seconds
   */
  readonly scaleDownDelay?: Duration;
  /**
   * Old ReplicaSets that may wait for that delay at a time (`scaleDownDelayRevisionLimit`); at most
   * `revisionHistoryLimit`.
   *
   * @default - any number
   */
  readonly scaleDownDelayRevisionLimit?: number;
  /**
   * How long pods of the canary stay after an abort; 0 for until the next rollout (`abortScaleDownDelaySeconds`).
   *
   * @default - 30 seconds
   */
  readonly abortScaleDownDelay?: Duration;
  /**
   * Scale stable down as the canary's weight rises (`dynamicStableScale`). Saves pods; an abort is then no longer
   * immediate.
   *
   * @default false
   */
  readonly dynamicStableScale?: boolean;
  /**
   * Pods of either version at least, where it has any; at most `replicas` (`minPodsPerReplicaSet`).
   *
   * @default 1
   */
  readonly minPodsPerReplicaSet?: number;
  /**
   * How many pods of a step must be available before the next.
   *
   * @default - all
   */
  readonly progressThreshold?: ArgoProgressThreshold;
  /**
   * Pods that may be missing while pods are restarted or an interrupted rollout is cleared away (`maxUnavailable`).
   *
   * @default - 25 percent
   */
  readonly maxUnavailable?: PercentOrAbsolute;
  /**
   * Whether pods of the canary keep away from nodes with stable pods.
   *
   * @default - nothing keeps them away
   */
  readonly antiAffinity?: ArgoAntiAffinity;
  /**
   * Labels and annotations of pods while they are the canary (`canaryMetadata`).
   *
   * @default - none
   */
  readonly canaryMetadata?: ArgoMetadata;
  /**
   * Labels and annotations of pods while they are stable (`stableMetadata`).
   *
   * @default - none
   */
  readonly stableMetadata?: ArgoMetadata;
}
