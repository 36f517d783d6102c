import { Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { refuse } from '../value/problem';
import { wholeNumber } from '../value/scalar';

/** Number, size and spread of the pods of a gateway, and how many may be missing. */
export interface GatewayCapacity {
  /**
   * The autoscaler never goes below this number.
   *
   * @default 2
   */
  readonly minReplicas?: number;
  /**
   * The autoscaler never goes above this number.
   *
   * @default 10
   */
  readonly maxReplicas?: number;
  /**
   * Average use of CPU, in percent of what is requested, at which pods are added.
   *
   * @default 80
   */
  readonly targetCpuPercent?: number;
  /**
   * Average use of memory, in percent of what is requested, at which pods are added.
   *
   * @default - memory does not count
   */
  readonly targetMemoryPercent?: number;
  /**
   * Time of low load before pods are removed.
   *
   * @default - 5 minutes
   */
  readonly scaleDownStabilization?: Duration;
  /**
   * Pods that a drain of nodes may take away at a time (PodDisruptionBudget).
   *
   * @default 1
   */
  readonly maxUnavailable?: number;
  /**
   * CPU that is reserved for a pod; utilisation is measured against it.
   *
   * @default - 100 millicores, where the class lets it be set
   */
  readonly cpuRequest?: Cpu;
  /**
   * CPU that a pod may use at most. Istio's proxy runs one worker a core of it.
   *
   * @default - 2 cores, where the class lets it be set
   */
  readonly cpuLimit?: Cpu;
  /**
   * Memory that is reserved for a pod.
   *
   * @default - 128 MiB, where the class lets it be set
   */
  readonly memoryRequest?: Size;
  /**
   * Memory that a pod may use at most.
   *
   * @default - 1 GiB, where the class lets it be set
   */
  readonly memoryLimit?: Size;
  /**
   * Topology keys over which pods are spread evenly, as far as nodes allow.
   *
   * @default - `topology.kubernetes.io/zone` and `kubernetes.io/hostname`, where the class lets it be set
   */
  readonly spreadOver?: string[];
}

/*
 * GatewayCapacity as Kubernetes writes it: the parts that are the
 * same whoever deploys the gateway.
 */

/** The autoscaler never goes below this number, unless a gateway says otherwise. */
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

/** A new pod stands before an old one goes. */
export const ROLLOUT = { rollingUpdate: { maxSurge: '100%', maxUnavailable: 0 } };

/** Refuses numbers that cannot be, or contradict each other. */
export function checkCapacity(scope: Construct, capacity: GatewayCapacity): void {
  const minimum = wholeNumber('capacity.minReplicas', minReplicasOf(capacity), 1, 1000, 'name a number of pods');
  const maximum = wholeNumber(
    'capacity.maxReplicas',
    capacity.maxReplicas ?? Math.max(10, minimum),
    1,
    1000,
    'name a number of pods',
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
        expected: `less than minReplicas (${minimum}), so that a pod is left`,
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
    'choose whole seconds, at most an hour',
  );
  for (const name of ['targetCpuPercent', 'targetMemoryPercent'] as const) {
    wholeNumber(
      `capacity.${name}`,
      capacity[name] ?? 80,
      1,
      1000,
      'name a percentage of what is requested, usually 50 to 90',
    );
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
