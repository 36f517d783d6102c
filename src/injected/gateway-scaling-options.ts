import { Duration } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import { DisruptionBudget } from './disruption-budget';
import { GatewayCapacity } from '../gateway/capacity-spec';

/** Kind of the workload of a gateway. */
export enum GatewayWorkloadKind {
  /** Runs a number of pods that an autoscaler or `replicas` determines. */
  DEPLOYMENT = 'Deployment',
  /** Runs one pod on each node. */
  DAEMON_SET = 'DaemonSet',
}

/** Number, size and replacement of the pods of a gateway. */
export interface GatewayScalingOptions {
  /**
   * Kind of the workload: Deployment or DaemonSet.
   *
   * @default GatewayWorkloadKind.DEPLOYMENT
   */
  readonly kind?: GatewayWorkloadKind;
  /**
   * Number, size and spread of the pods, as for a `SecuredGateway`.
   *
   * @default - 2 to 10 pods at 80 % of the CPU request, 100m to 2 CPUs and 128 to 1024 MiB each, spread over zones
   * and nodes, one evicted at a time
   */
  readonly capacity?: GatewayCapacity;
  /**
   * Fixed number of pods without an autoscaler (`spec.replicas`); excludes the autoscaler settings of `capacity`.
   *
   * @default - none; the autoscaler sets the number
   */
  readonly replicas?: number;
  /**
   * Scaling behavior of the autoscaler, complete (`behavior`); excludes `capacity.scaleDownStabilization`.
   *
   * @default - pods are removed after five minutes of low load
   */
  readonly scalingBehavior?: k8s.HorizontalPodAutoscalerBehaviorV2;
  /**
   * Further metrics of the autoscaler (`metrics[]`), for example requests per second.
   *
   * @default - CPU, and memory if `capacity` sets `targetMemoryPercent`
   */
  readonly scalingMetrics?: k8s.MetricSpecV2[];
  /**
   * Number of pods that may be evicted at a time; excludes `capacity.maxUnavailable`.
   *
   * @default - one at a time, if there are at least two; no budget for a DaemonSet, whose pods node drains do not evict
   */
  readonly disruptionBudget?: DisruptionBudget;
  /**
   * Resource requests and limits of the proxy container, complete; excludes CPU and memory of `capacity`.
   *
   * @default - those of `capacity`
   */
  readonly resources?: k8s.ResourceRequirements;
  /**
   * Update strategy of a Deployment (`strategy`).
   *
   * @default - all new pods start at once; an old pod is removed when a new one is ready (maxSurge 100 %, maxUnavailable 0)
   */
  readonly strategy?: k8s.DeploymentStrategy;
  /**
   * Update strategy of a DaemonSet (`updateStrategy`).
   *
   * @default - node by node, the new pod first (maxSurge 1, maxUnavailable 0)
   */
  readonly updateStrategy?: k8s.DaemonSetUpdateStrategy;
  /**
   * Time that a new pod must be ready to count as available (`minReadySeconds`), whole seconds, at most an hour.
   *
   * @default - 0 seconds
   */
  readonly minReady?: Duration;
}
