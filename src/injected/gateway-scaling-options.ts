import { Duration } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import { DisruptionBudget } from './disruption-budget';
import { GatewayCapacity } from '../gateway/capacity-spec';

/** What runs the pods of a gateway. */
export enum GatewayWorkloadKind {
  /** As many pods as the load needs. */
  DEPLOYMENT = 'Deployment',
  /** One pod a node. */
  DAEMON_SET = 'DaemonSet',
}

/** How many pods serve a gateway, how large they are, and how they are replaced. */
export interface GatewayScalingOptions {
  /**
   * Deployment or DaemonSet.
   *
   * @default GatewayWorkloadKind.DEPLOYMENT
   */
  readonly kind?: GatewayWorkloadKind;
  /**
   * Number, size and spread of the pods, as of a `SecuredGateway`.
   *
   * @default - 2 to 10 pods at 80 % of the CPU request, 100m to 2 CPUs and 128 to 1024 MiB each, spread over zones
   * and nodes, one missing at most
   */
  readonly capacity?: GatewayCapacity;
  /**
   * A fixed number of pods (`spec.replicas`) and no autoscaler; excludes the autoscaler's part of `capacity`.
   *
   * @default - the autoscaler decides, and the field is left out
   */
  readonly replicas?: number;
  /**
   * How fast the autoscaler adds and removes pods, all of it (`behavior`); excludes `capacity.scaleDownStabilization`.
   *
   * @default - pods go once the load has been low for five minutes
   */
  readonly scalingBehavior?: k8s.HorizontalPodAutoscalerBehaviorV2;
  /**
   * Further metrics of the autoscaler (`metrics[]`), for example requests a second.
   *
   * @default - CPU, and memory where `capacity` says so
   */
  readonly scalingMetrics?: k8s.MetricSpecV2[];
  /**
   * How many pods a drain of nodes leaves; excludes `capacity.maxUnavailable`.
   *
   * @default - one missing at most, where there are at least two; none for a DaemonSet, whose pods are not evicted
   */
  readonly disruptionBudget?: DisruptionBudget;
  /**
   * Requests and limits of the proxy's container, all of them; excludes CPU and memory of `capacity`.
   *
   * @default - those of `capacity`
   */
  readonly resources?: k8s.ResourceRequirements;
  /**
   * How pods of a Deployment are replaced (`strategy`).
   *
   * @default - all new ones at once, an old one goes when a new one is ready (maxSurge 100 %, maxUnavailable 0)
   */
  readonly strategy?: k8s.DeploymentStrategy;
  /**
   * How pods of a DaemonSet are replaced (`updateStrategy`).
   *
   * @default - node by node, the new one first (maxSurge 1, maxUnavailable 0)
   */
  readonly updateStrategy?: k8s.DaemonSetUpdateStrategy;
  /**
   * How long a new pod must be ready before it counts (`minReadySeconds`), whole seconds.
   *
   * @default - not at all
   */
  readonly minReady?: Duration;
}
