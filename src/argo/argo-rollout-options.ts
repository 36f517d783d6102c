import { Duration } from 'cdk8s';
import { Analysis } from './argo-analysis';
import { Prometheus } from './argo-prometheus';
import { Workload } from './argo-workload';
import { CanaryPlan } from '../canary/canary-plan';
import { CustomResourceProps } from '../resource/custom-resource';

/** The ServiceAccount of the Argo Rollouts controller. */
export interface Controller {
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

/** Options of a `Rollout`. */
export interface RolloutProps extends CustomResourceProps {
  /** The pods: the template of a Deployment, or a reference to one. */
  readonly workload: Workload;
  /** Port of the Services `<name>-stable` and `<name>-canary`, the backends of the routes. */
  readonly port: number;
  /**
   * Port that the pods listen on (`targetPort`).
   *
   * @default - `port`
   */
  readonly targetPort?: number;
  /**
   * Name of the Services' port, from which Istio derives the protocol.
   *
   * @default - `http`, `grpc`, `tls` or `tcp`, depending on the first route
   */
  readonly portName?: string;
  /** Steps of the rollout. After the last one the canary is promoted, whatever its weight. */
  readonly plan: CanaryPlan;
  /**
   * Pods of the canary while its weight is 0 and pinned requests reach it (`steps[].setCanaryScale.replicas`).
   * With only one, a pod restart ends the dark launch: the controller removes the pins while no pod is available.
   *
   * @default 2
   */
  readonly darkLaunchReplicas?: number;
  /**
   * Analyses that run while the canary has a weight (`strategy.canary.analysis`); `addAnalysis` adds more.
   *
   * @default - none
   */
  readonly analysis?: Analysis[];
  /**
   * Prometheus that analyses query.
   *
   * @default - the one that the controller is configured with
   */
  readonly prometheus?: Prometheus;
  /**
   * ServiceAccount of the controller, which the Role allows to change the routes.
   *
   * @default - ServiceAccount `argo-rollouts` in namespace `argo-rollouts`
   */
  readonly controller?: Controller;
  /**
   * Emits the Role and RoleBinding that the plugin needs.
   *
   * @default true
   */
  readonly grantController?: boolean;
  /**
   * Number of pods (`replicas`). Leave it out if a HorizontalPodAutoscaler scales the Rollout.
   *
   * @default - that of the workload, else 1
   */
  readonly replicas?: number;
  /**
   * Time that a pod must be ready before it is available (`minReadySeconds`).
   *
   * @default - that of the workload, else 0
   */
  readonly minReady?: Duration;
  /**
   * Maximum time without progress, except in pauses; longer than `minReady` (`progressDeadlineSeconds`).
   *
   * @default - that of the workload, else 600 seconds
   */
  readonly progressDeadline?: Duration;
  /**
   * Time that the old stable pods keep running after full rollout (`scaleDownDelaySeconds`). Excludes
   * `dynamicStableScale`.
   *
   * @default - 30 seconds
   */
  readonly scaleDownDelay?: Duration;
  /**
   * Scales stable down as the canary's weight rises (`dynamicStableScale`). Saves pods, but an abort must first wait
   * for new stable pods.
   *
   * @default false
   */
  readonly dynamicStableScale?: boolean;
  /**
   * Minimum number of pods of each version that has any; at most `replicas` (`minPodsPerReplicaSet`).
   *
   * @default 1
   */
  readonly minPodsPerReplicaSet?: number;
}
