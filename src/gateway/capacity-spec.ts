import { Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { refuse } from '../value/problem';
import { wholeNumber } from '../value/scalar';

/** Number, size and spread of the pods of a gateway, and its disruption budget. */
export interface GatewayCapacity {
  /**
   * Minimum number of pods (`minReplicas` of the HorizontalPodAutoscaler).
   *
   * @default 2
   */
  readonly minReplicas?: number;
  /**
   * Maximum number of pods (`maxReplicas` of the HorizontalPodAutoscaler).
   *
   * @default 10
   */
  readonly maxReplicas?: number;
  /**
   * Average CPU utilization, in percent of the CPU request, above which pods are added.
   *
   * @default 80
   */
  readonly targetCpuPercent?: number;
  /**
   * Average memory utilization, in percent of the memory request, above which pods are added.
   *
   * @default - the autoscaler ignores memory
   */
  readonly targetMemoryPercent?: number;
  /**
   * Time of low load before pods are removed (`stabilizationWindowSeconds`): whole seconds, at most an hour.
   *
   * @default - 5 minutes
   */
  readonly scaleDownStabilization?: Duration;
  /**
   * Pods that may be evicted at a time, for example while nodes are drained (PodDisruptionBudget).
   *
   * @default 1
   */
  readonly maxUnavailable?: number;
  /**
   * CPU request of a pod; utilization is measured against it.
   *
   * @default - 100 millicores, where the class supports it
   */
  readonly cpuRequest?: Cpu;
  /**
   * CPU limit of a pod. Istio's proxy runs one worker thread per core.
   *
   * @default - 2 cores, where the class supports it
   */
  readonly cpuLimit?: Cpu;
  /**
   * Memory request of a pod.
   *
   * @default - 128 MiB, where the class supports it
   */
  readonly memoryRequest?: Size;
  /**
   * Memory limit of a pod.
   *
   * @default - 1 GiB, where the class supports it
   */
  readonly memoryLimit?: Size;
  /**
   * Topology keys over which pods are spread evenly, as far as possible (`topologySpreadConstraints`).
   *
   * @default - `topology.kubernetes.io/zone` and `kubernetes.io/hostname`, where the class supports it
   */
  readonly spreadOver?: string[];
}

/*
 * Rendering of GatewayCapacity: the parts that are the
 * same for every class.
 */

/** Minimum number of pods, with the default applied. */
export const minReplicasOf = (capacity: GatewayCapacity): number => capacity.minReplicas ?? 2;

/** `spec` of a HorizontalPodAutoscaler, without its target. */
export function autoscalerSpec(capacity: GatewayCapacity) {
  const minReplicas = minReplicasOf(capacity);
  return {
    minReplicas,
    maxReplicas: Math.max(capacity.maxReplicas ?? 10, minReplicas),
    metrics: [
      ...utilization('cpu', capacity.targetCpuPercent ?? 80),
      ...utilization('memory', capacity.targetMemoryPercent),
    ],
    behavior: {
      scaleDown: {
        stabilizationWindowSeconds: (capacity.scaleDownStabilization ?? Duration.minutes(5)).toSeconds(),
      },
    },
  };
}

const utilization = (name: string, averageUtilization: number | undefined) =>
  averageUtilization === undefined
    ? []
    : [{ type: 'Resource', resource: { name, target: { type: 'Utilization', averageUtilization } } }];

/** `resources` of the proxy's container. */
export const resourcesSpec = (capacity: GatewayCapacity) => ({
  requests: {
    cpu: (capacity.cpuRequest ?? Cpu.millis(100)).amount,
    memory: mebibytes(capacity.memoryRequest ?? Size.mebibytes(128)),
  },
  limits: {
    cpu: (capacity.cpuLimit ?? Cpu.units(2)).amount,
    memory: mebibytes(capacity.memoryLimit ?? Size.gibibytes(1)),
  },
});

/** `topologySpreadConstraints` of the pods that carry the labels. */
export const spreadSpec = (capacity: GatewayCapacity, matchLabels: Readonly<Record<string, string>>) =>
  (capacity.spreadOver ?? ['topology.kubernetes.io/zone', 'kubernetes.io/hostname']).map((topologyKey) => ({
    maxSkew: 1,
    topologyKey,
    whenUnsatisfiable: 'ScheduleAnyway',
    labelSelector: { matchLabels },
  }));

/** A new pod is ready before an old one is removed. */
export const ROLLOUT = { rollingUpdate: { maxSurge: '100%', maxUnavailable: 0 } };

/** Refuses numbers that are invalid or contradict each other. */
export function checkCapacity(scope: Construct, capacity: GatewayCapacity): void {
  const minimum = wholeNumber('capacity.minReplicas', minReplicasOf(capacity), 1, 1000, 'name a number of pods');
  const maximum = wholeNumber(
    'capacity.maxReplicas',
    capacity.maxReplicas ?? Math.max(10, minimum),
    1,
    1000,
    'use a number of pods',
  );
  if (maximum < minimum) {
    refuse(
      {
        what: 'capacity.maxReplicas',
        got: maximum,
        expected: `at least minReplicas (${minimum})`,
        fix: 'raise maxReplicas or lower minReplicas',
      },
      scope,
    );
  }
  wholeNumber('capacity.maxUnavailable', capacity.maxUnavailable ?? 1, 0, 1000, 'name a number of pods');
  if ((capacity.maxUnavailable ?? 1) >= minimum && minimum > 1) {
    refuse(
      {
        what: 'capacity.maxUnavailable',
        got: capacity.maxUnavailable,
        expected: `less than minReplicas (${minimum}), so that a pod remains`,
        fix: 'lower maxUnavailable or raise minReplicas',
      },
      scope,
    );
  }
  wholeNumber(
    'seconds of capacity.scaleDownStabilization',
    (capacity.scaleDownStabilization ?? Duration.minutes(5)).toSeconds({ integral: false }),
    0,
    3600,
    'use whole seconds, at most an hour',
  );
  for (const name of ['targetCpuPercent', 'targetMemoryPercent'] as const) {
    wholeNumber(`capacity.${name}`, capacity[name] ?? 80, 1, 1000, 'use a percentage of the request, usually 50 to 90');
  }
  const { requests, limits } = resourcesSpec(capacity);
  atMost(scope, 'cpu', millis(requests.cpu), millis(limits.cpu), 'm');
  atMost(scope, 'memory', parseInt(requests.memory, 10), parseInt(limits.memory, 10), 'Mi');
}

function atMost(scope: Construct, resource: string, request: number, limit: number, unit: string): void {
  if (request > limit) {
    refuse(
      {
        what: `capacity.${resource}Request`,
        got: `${request}${unit}`,
        expected: `at most ${resource}Limit (${limit}${unit})`,
        fix: 'lower the request or raise the limit',
      },
      scope,
    );
  }
}

const mebibytes = (size: Size) => `${size.toMebibytes()}Mi`;
const millis = (amount: string) => (amount.endsWith('m') ? Number(amount.slice(0, -1)) : Number(amount) * 1000);
