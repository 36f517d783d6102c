import { Duration } from 'cdk8s';
import { Analysis } from './argo-analysis';
import { Prometheus } from './argo-prometheus';
import { Workload } from './argo-workload';
import { CanaryPlan } from '../canary/canary-plan';
import { CustomResourceProps } from '../resource/custom-resource';

/** The ServiceAccount of the Argo Rollouts controller, which may change the routes. */
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

/** Options of an `Rollout`. */
export interface RolloutProps extends CustomResourceProps {
  /** The pods. */
  readonly workload: Workload;
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
   * Analyses that run as long as the canary has a share (`strategy.canary.analysis`); more by `addAnalysis`.
   *
   * @default - none
   */
  readonly analysis?: Analysis[];
  /**
   * The Prometheus that analyses query.
   *
   * @default - that of the controller
   */
  readonly prometheus?: Prometheus;
  /**
   * The controller that may change the routes, and nothing else.
   *
   * @default - ServiceAccount `argo-rollouts` in namespace `argo-rollouts`
   */
  readonly controller?: Controller;
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
   * Time that a pod must be ready before it counts as available (`minReadySeconds`).
   *
   * @default - that of the workload, else 0
   */
  readonly minReady?: Duration;
  /**
   * Time that a rollout may make no progress; longer than `minReady` (`progressDeadlineSeconds`). Pauses do not count.
   *
   * @default - that of the workload, else 600 seconds
   */
  readonly progressDeadline?: Duration;
  /**
   * Time that stable pods stay after full rollout (`scaleDownDelaySeconds`). Not with `dynamicStableScale`.
   *
   * @default - 30 seconds
   */
  readonly scaleDownDelay?: Duration;
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
}
