import { ApiObject } from 'cdk8s';
import { ConfigMap } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import {
  autoscalerSpec,
  checkCapacity,
  GatewayCapacity,
  minReplicasOf,
  resourcesSpec,
  ROLLOUT,
  spreadSpec,
} from './capacity-spec';
import { CapacityMode, GatewayClass } from './gateway-class';
import { printYaml } from '../manifest/yaml';
import { Problem, refuse } from '../value/problem';

/** Options that need the name of the proxy container. */
const IN_THE_CONTAINER = ['cpuRequest', 'cpuLimit', 'memoryRequest', 'memoryLimit'] as const;
/** Options that a class with separate objects does not support. */
const IN_THE_DEPLOYMENT = [...IN_THE_CONTAINER, 'spreadOver'] as const;

/** The workload of a gateway. @internal */
export interface Served {
  readonly gateway: string;
  readonly namespace?: string;
  readonly gatewayClass: GatewayClass;
}

/**
 * Emits the capacity of a gateway as its class expects it.
 *
 * Returns the name of the ConfigMap that the gateway must refer to, or `undefined`.
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

/** The label that every implementation sets on the pods of a gateway. */
const podLabels = (gateway: string) => ({ 'gateway.networking.k8s.io/gateway-name': gateway });

function specs({ gateway, gatewayClass }: Served, capacity: GatewayCapacity) {
  return {
    autoscaler: autoscalerSpec(capacity),
    // With one pod, a budget would only block node drains.
    budget:
      minReplicasOf(capacity) > 1
        ? { maxUnavailable: capacity.maxUnavailable ?? 1, unhealthyPodEvictionPolicy: 'AlwaysAllow' }
        : undefined,
    deployment: {
      strategy: ROLLOUT,
      template: {
        spec: {
          ...(gatewayClass.features.container !== undefined && {
            containers: [{ name: gatewayClass.features.container, resources: resourcesSpec(capacity) }],
          }),
          topologySpreadConstraints: spreadSpec(capacity, podLabels(gateway)),
        },
      },
    },
  };
}

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
      expected: 'a class that supports capacity',
      fix:
        gatewayClass.features.parametersKind !== undefined
          ? `leave capacity out; set it in the ${gatewayClass.features.parametersKind} of the class`
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
      expected: 'a class that supports resources and spread',
      fix: `leave ${unsettable.join(', ')} out; set them in the parameters of the class`,
    });
  }
  checkCapacity(scope, capacity);
}
