import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { DisruptionBudget } from './disruption-budget';
import { GatewayScalingOptions, GatewayWorkloadKind } from './gateway-scaling-options';
import { listOf, objectOf } from './kube';
import { autoscalerSpec, checkCapacity, minReplicasOf } from '../gateway/capacity-spec';
import { refuse } from '../value/problem';
import { wholeNumber } from '../value/scalar';

/** Scaling options and `topologySpreadConstraints`, which is a pod option. */
type Options = GatewayScalingOptions & { readonly topologySpreadConstraints?: readonly unknown[] };

export const isDaemonSet = ({ kind }: GatewayScalingOptions): boolean => kind === GatewayWorkloadKind.DAEMON_SET;

/** Whether an autoscaler sets the number of pods. */
export const isScaled = (options: GatewayScalingOptions): boolean =>
  !isDaemonSet(options) && options.replicas === undefined;

/** Minimum number of pods; `undefined` for a DaemonSet. */
const leastPods = (options: GatewayScalingOptions): number | undefined =>
  isDaemonSet(options) ? undefined : (options.replicas ?? minReplicasOf(options.capacity ?? {}));

/** `spec` of the HorizontalPodAutoscaler of a Deployment. */
export function scalerSpec(name: string, { capacity = {}, scalingBehavior, scalingMetrics }: GatewayScalingOptions) {
  const { metrics, behavior, ...bounds } = autoscalerSpec(capacity);
  return {
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
    ...bounds,
    metrics: [...metrics, ...(listOf(k8s.toJson_MetricSpecV2, scalingMetrics) ?? [])],
    behavior: scalingBehavior ? objectOf(k8s.toJson_HorizontalPodAutoscalerBehaviorV2, scalingBehavior) : behavior,
  };
}

/** The effective budget; `undefined` where it would only block node drains or has no effect. */
export function budgetOf(options: GatewayScalingOptions): DisruptionBudget | undefined {
  const pods = leastPods(options);
  const budget =
    options.disruptionBudget ??
    (pods !== undefined && pods > 1
      ? DisruptionBudget.maxUnavailable(options.capacity?.maxUnavailable ?? 1)
      : DisruptionBudget.none());
  return budget._render() && budget;
}

const AUTOSCALER = [
  'minReplicas',
  'maxReplicas',
  'targetCpuPercent',
  'targetMemoryPercent',
  'scaleDownStabilization',
] as const;

/** Refuses options that contradict each other or the kind of the workload. */
export function checkScaling(scope: Construct, options: Options): void {
  const { capacity = {}, replicas } = options;
  const excludes = (by: string, names: readonly (keyof typeof capacity)[], fix: string) => {
    const name = names.find((one) => capacity[one] !== undefined);
    if (name !== undefined) {
      refuse({ what: `capacity.${name}`, got: `${name} together with ${by}`, expected: 'one of them', fix }, scope);
    }
  };
  const only = (kind: string, names: readonly (keyof Options)[]) => {
    const name = names.find((one) => options[one] !== undefined);
    if (name !== undefined) {
      const got = isDaemonSet(options) ? 'a DaemonSet' : 'a Deployment';
      refuse({ what: name, got, expected: `a ${kind}`, fix: `leave ${name} out, or change kind` }, scope);
    }
  };
  const fix = (prop: string) => `leave one out; ${prop} is the complete setting`;
  if (isDaemonSet(options)) {
    only('Deployment', ['replicas', 'scalingBehavior', 'scalingMetrics', 'strategy']);
    excludes(
      'kind DaemonSet',
      [...AUTOSCALER, 'maxUnavailable', 'spreadOver'],
      'leave it out; a DaemonSet runs one pod on each node',
    );
  } else {
    only('DaemonSet', ['updateStrategy']);
  }
  if (replicas !== undefined) {
    wholeNumber('replicas', replicas, 0, 1000, 'use a number of pods');
    excludes('replicas', AUTOSCALER, 'leave replicas out to autoscale, or leave the other out for a fixed number');
    const beside = (['scalingBehavior', 'scalingMetrics'] as const).find((one) => options[one] !== undefined);
    if (beside !== undefined) {
      const got = `${beside} together with replicas`;
      refuse(
        { what: beside, got, expected: 'one of them', fix: 'a fixed number of pods is not scaled; leave one out' },
        scope,
      );
    }
  }
  if (options.scalingBehavior) excludes('scalingBehavior', ['scaleDownStabilization'], fix('scalingBehavior'));
  if (options.disruptionBudget) excludes('disruptionBudget', ['maxUnavailable'], fix('disruptionBudget'));
  if (options.topologySpreadConstraints) {
    excludes('topologySpreadConstraints', ['spreadOver'], fix('topologySpreadConstraints'));
  }
  if (options.resources) {
    excludes('resources', ['cpuRequest', 'cpuLimit', 'memoryRequest', 'memoryLimit'], fix('resources'));
  }
  checkCapacity(scope, replicas === undefined ? capacity : { ...capacity, minReplicas: Math.max(replicas, 1) });
  if (options.minReady) {
    const seconds = options.minReady.toSeconds({ integral: false });
    wholeNumber('seconds of minReady', seconds, 0, 3600, 'use whole seconds, at most an hour');
  }
}
