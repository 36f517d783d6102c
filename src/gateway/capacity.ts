import { ApiObject, Duration, Size } from 'cdk8s';
import { ConfigMap, Cpu } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { CapacityMode, GatewayClass } from './gateway-class';
import { Problem, refuse } from '../manifest/problem';
import { wholeNumber } from '../manifest/scalar';
import { printYaml } from '../manifest/yaml';

/** How many pods serve a gateway, how large they are, where they run and how many may be missing. */
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
   * How long the load must be low before pods are removed.
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
   * CPU that a pod is sure to get; utilisation is measured against it.
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
   * Memory that a pod is sure to get.
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

/** What needs the name of the proxy's container. */
const IN_THE_CONTAINER = ['cpuRequest', 'cpuLimit', 'memoryRequest', 'memoryLimit'] as const;
/** What a class with own objects cannot take. */
const IN_THE_DEPLOYMENT = [...IN_THE_CONTAINER, 'spreadOver'] as const;

/** What serves a gateway. @internal */
export interface Served {
  readonly gateway: string;
  readonly namespace?: string;
  readonly gatewayClass: GatewayClass;
}

/**
 * Emits the capacity of a gateway in the way that its class takes it.
 *
 * Returns the name of the ConfigMap that the gateway must refer to, if there is one.
 * @internal
 */
export function addCapacity(
  scope: Construct,
  served: Served,
  capacity: GatewayCapacity | undefined,
): string | undefined {
  const { gatewayClass, gateway, namespace } = served;
  const mode = gatewayClass.features.capacityMode ?? CapacityMode.NONE;
  validate(scope, gatewayClass, mode, capacity);
  const spec = specs(served, capacity ?? {});
  switch (mode) {
    case CapacityMode.NONE:
      return undefined;
    case CapacityMode.CONFIG_MAP_OVERLAYS: {
      const data = {
        deployment: printYaml([{ spec: spec.deployment }]),
        horizontalPodAutoscaler: printYaml([{ spec: spec.autoscaler }]),
        ...(spec.budget && { podDisruptionBudget: printYaml([{ spec: spec.budget }]) }),
      };
      return new ConfigMap(scope, 'capacity', { metadata: { name: `${gateway}-capacity`, namespace }, data }).name;
    }
    case CapacityMode.OWN_OBJECTS: {
      const name = gatewayClass.features.deploymentName!.replace('{gateway}', gateway).slice(0, 63).replace(/-$/, '');
      const scaleTargetRef = { apiVersion: 'apps/v1', kind: 'Deployment', name };
      const selector = { matchLabels: podLabels(gateway) };
      new ApiObject(scope, 'autoscaler', {
        apiVersion: 'autoscaling/v2',
        kind: 'HorizontalPodAutoscaler',
        metadata: { name, namespace },
        spec: { scaleTargetRef, ...spec.autoscaler },
      });
      if (spec.budget) {
        new ApiObject(scope, 'disruption-budget', {
          apiVersion: 'policy/v1',
          kind: 'PodDisruptionBudget',
          metadata: { name, namespace },
          spec: { selector, ...spec.budget },
        });
      }
      return undefined;
    }
  }
}

/** Every implementation puts this label on the pods of a gateway. */
const podLabels = (gateway: string) => ({ 'gateway.networking.k8s.io/gateway-name': gateway });

function specs({ gateway, gatewayClass }: Served, capacity: GatewayCapacity) {
  const minReplicas = capacity.minReplicas ?? 2;
  const utilization = (name: string, averageUtilization: number | undefined) =>
    averageUtilization === undefined
      ? []
      : [{ type: 'Resource', resource: { name, target: { type: 'Utilization', averageUtilization } } }];
  return {
    autoscaler: {
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
    },
    // With one pod, a budget would only keep nodes from being drained.
    budget:
      minReplicas > 1
        ? { maxUnavailable: capacity.maxUnavailable ?? 1, unhealthyPodEvictionPolicy: 'AlwaysAllow' }
        : undefined,
    deployment: {
      strategy: { rollingUpdate: { maxSurge: '100%', maxUnavailable: 0 } },
      template: {
        spec: {
          ...(gatewayClass.features.container !== undefined && {
            containers: [{ name: gatewayClass.features.container, resources: resources(capacity) }],
          }),
          topologySpreadConstraints: (
            capacity.spreadOver ?? ['topology.kubernetes.io/zone', 'kubernetes.io/hostname']
          ).map((topologyKey) => ({
            maxSkew: 1,
            topologyKey,
            whenUnsatisfiable: 'ScheduleAnyway',
            labelSelector: { matchLabels: podLabels(gateway) },
          })),
        },
      },
    },
  };
}

const resources = (capacity: GatewayCapacity) => ({
  requests: {
    cpu: (capacity.cpuRequest ?? Cpu.millis(100)).amount,
    memory: mebibytes(capacity.memoryRequest ?? Size.mebibytes(128)),
  },
  limits: {
    cpu: (capacity.cpuLimit ?? Cpu.units(2)).amount,
    memory: mebibytes(capacity.memoryLimit ?? Size.gibibytes(1)),
  },
});

const mebibytes = (size: Size) => `${size.toMebibytes()}Mi`;

function validate(
  scope: Construct,
  gatewayClass: GatewayClass,
  mode: CapacityMode,
  capacity: GatewayCapacity | undefined,
): void {
  const no = (problem: Problem) => refuse(problem, scope);
  if (!capacity) {
    return;
  }
  if (mode === CapacityMode.NONE) {
    no({
      what: 'capacity',
      got: `gateway class '${gatewayClass.name}'`,
      expected: 'a class whose pods this program can size',
      fix:
        gatewayClass.features.parametersKind !== undefined
          ? `leave capacity out; set it in the ${gatewayClass.features.parametersKind} that the class refers to`
          : 'leave capacity out; the implementation sizes its gateways itself',
    });
  }
  const beyond =
    mode === CapacityMode.OWN_OBJECTS
      ? IN_THE_DEPLOYMENT
      : gatewayClass.features.container === undefined
        ? IN_THE_CONTAINER
        : [];
  const unsettable = beyond.filter((name) => capacity[name] !== undefined);
  if (unsettable.length > 0) {
    no({
      what: `capacity.${unsettable[0]}`,
      got: `gateway class '${gatewayClass.name}'`,
      expected: 'a class that takes resources and spread from the gateway',
      fix: `leave ${unsettable.join(', ')} out; set them in the parameters of the class`,
    });
  }
  const minimum = wholeNumber('capacity.minReplicas', capacity.minReplicas ?? 2, 1, 1000, 'name a number of pods');
  const maximum = wholeNumber(
    'capacity.maxReplicas',
    capacity.maxReplicas ?? Math.max(10, minimum),
    1,
    1000,
    'name a number of pods',
  );
  if (maximum < minimum) {
    no({
      what: 'capacity.maxReplicas',
      got: maximum,
      expected: `at least minReplicas (${minimum})`,
      fix: 'raise maxReplicas or lower minReplicas',
    });
  }
  wholeNumber('capacity.maxUnavailable', capacity.maxUnavailable ?? 1, 0, 1000, 'name a number of pods');
  if ((capacity.maxUnavailable ?? 1) >= minimum && minimum > 1) {
    no({
      what: 'capacity.maxUnavailable',
      got: capacity.maxUnavailable,
      expected: `less than minReplicas (${minimum}), so that a pod is left`,
      fix: 'lower maxUnavailable or raise minReplicas',
    });
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
  atMost(scope, 'cpu', millis(capacity.cpuRequest ?? Cpu.millis(100)), millis(capacity.cpuLimit ?? Cpu.units(2)), 'm');
  atMost(
    scope,
    'memory',
    (capacity.memoryRequest ?? Size.mebibytes(128)).toMebibytes(),
    (capacity.memoryLimit ?? Size.gibibytes(1)).toMebibytes(),
    'Mi',
  );
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

const millis = ({ amount }: Cpu) => (amount.endsWith('m') ? Number(amount.slice(0, -1)) : Number(amount) * 1000);
