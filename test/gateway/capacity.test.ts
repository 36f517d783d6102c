import { Duration, Size } from 'cdk8s';
import { Cpu } from 'cdk8s-plus-28';
import { parse } from 'yaml';
import { CapacityMode, GatewayCapacity, GatewayClass, Issuer, SecuredGateway } from '../../src';
import { Manifest } from '../../src/manifest/manifest';
import { newChart, objectsOf } from '../support/synth';

/** What a gateway of a class emits for its capacity, by kind, and its own reference to it. */
function emit(gatewayClass: GatewayClass, capacity?: GatewayCapacity, name: string = 'external') {
  const chart = newChart();
  new SecuredGateway(chart, name, {
    domain: 'example.com',
    issuer: Issuer.fromClusterIssuerName('lets-encrypt'),
    gatewayClass,
    capacity,
    ...(!gatewayClass.features.kuadrant && { denyByDefault: false, limits: {} }),
  });
  const objects = objectsOf(chart);
  const find = (kind: string) => objects.find((object) => object.kind === kind);
  const { infrastructure } = find('Gateway')!.spec as { infrastructure?: { parametersRef: object } };
  return {
    configMap: find('ConfigMap'),
    autoscaler: find('HorizontalPodAutoscaler'),
    budget: find('PodDisruptionBudget'),
    parametersRef: infrastructure?.parametersRef,
  };
}

/** The overlays in a ConfigMap, read as Istio reads them. */
const overlays = (configMap: Manifest | undefined) =>
  Object.fromEntries(
    Object.entries(configMap!.data as Record<string, string>).map(([key, text]): [string, unknown] => [
      key,
      parse(text, { version: '1.1' }),
    ]),
  );

const cpu = (averageUtilization: number) => ({
  type: 'Resource',
  resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization } },
});
const autoscaler = (changes: object = {}) => ({
  minReplicas: 2,
  maxReplicas: 10,
  metrics: [cpu(80)],
  behavior: { scaleDown: { stabilizationWindowSeconds: 300 } },
  ...changes,
});
const budget = (maxUnavailable: number) => ({ maxUnavailable, unhealthyPodEvictionPolicy: 'AlwaysAllow' });
const matchLabels = { 'gateway.networking.k8s.io/gateway-name': 'external' };
const spread = (...keys: string[]) =>
  keys.map((topologyKey) => ({
    maxSkew: 1,
    topologyKey,
    whenUnsatisfiable: 'ScheduleAnyway',
    labelSelector: { matchLabels },
  }));
const resources = (requestCpu: string, requestMemory: string, limitCpu: string, limitMemory: string) => ({
  requests: { cpu: requestCpu, memory: requestMemory },
  limits: { cpu: limitCpu, memory: limitMemory },
});
const deployment = ({
  size = resources('100m', '128Mi', '2', '1024Mi'),
  keys = ['topology.kubernetes.io/zone', 'kubernetes.io/hostname'],
}: { size?: object; keys?: string[] } = {}) => ({
  strategy: { rollingUpdate: { maxSurge: '100%', maxUnavailable: 0 } },
  template: {
    spec: {
      containers: [{ name: 'istio-proxy', resources: size }],
      topologySpreadConstraints: spread(...keys),
    },
  },
});

describe.each([GatewayClass.ISTIO, GatewayClass.OPENSHIFT_DEFAULT])('overlays of $name', (gatewayClass) => {
  test('in a ConfigMap that the gateway refers to, under the keys that Istio knows, and nothing beside', () => {
    const { configMap, parametersRef, ...own } = emit(gatewayClass);
    expect(configMap!.metadata).toEqual({ name: 'external-capacity', namespace: 'team' });
    expect(parametersRef).toEqual({ group: '', kind: 'ConfigMap', name: 'external-capacity' });
    expect(Object.keys(overlays(configMap)).sort()).toEqual([
      'deployment',
      'horizontalPodAutoscaler',
      'podDisruptionBudget',
    ]);
    expect(own).toEqual({ autoscaler: undefined, budget: undefined });
  });

  // Numbers of a strategic merge patch: a text in their place would be refused by the API server.
  test.each<[string, GatewayCapacity | undefined, object]>([
    ['by default', undefined, {}],
    ['nothing said', {}, {}],
    [
      'replicas',
      { minReplicas: 3, maxReplicas: 5 },
      { horizontalPodAutoscaler: autoscaler({ minReplicas: 3, maxReplicas: 5 }) },
    ],
    [
      'more replicas than the maximum by default',
      { minReplicas: 20 },
      { horizontalPodAutoscaler: autoscaler({ minReplicas: 20, maxReplicas: 20 }) },
    ],
    [
      'a single pod, which no budget protects',
      { minReplicas: 1 },
      { horizontalPodAutoscaler: autoscaler({ minReplicas: 1 }), podDisruptionBudget: undefined },
    ],
    [
      'what the autoscaler looks at',
      { targetCpuPercent: 60, targetMemoryPercent: 70, scaleDownStabilization: Duration.minutes(10) },
      {
        horizontalPodAutoscaler: autoscaler({
          metrics: [
            cpu(60),
            { ...cpu(70), resource: { name: 'memory', target: { type: 'Utilization', averageUtilization: 70 } } },
          ],
          behavior: { scaleDown: { stabilizationWindowSeconds: 600 } },
        }),
      },
    ],
    [
      'pods that may be missing',
      { minReplicas: 3, maxUnavailable: 2 },
      {
        horizontalPodAutoscaler: autoscaler({ minReplicas: 3 }),
        podDisruptionBudget: budget(2),
      },
    ],
    [
      'size',
      {
        cpuRequest: Cpu.millis(250),
        cpuLimit: Cpu.units(4),
        memoryRequest: Size.mebibytes(256),
        memoryLimit: Size.gibibytes(2),
      },
      { deployment: deployment({ size: resources('250m', '256Mi', '4', '2048Mi') }) },
    ],
    ['spread', { spreadOver: ['example.com/rack'] }, { deployment: deployment({ keys: ['example.com/rack'] }) }],
    ['no spread', { spreadOver: [] }, { deployment: deployment({ keys: [] }) }],
  ])('%s', (_, capacity, changes) => {
    const expected: Record<string, object | undefined> = {
      deployment: deployment(),
      horizontalPodAutoscaler: autoscaler(),
      podDisruptionBudget: budget(1),
      ...changes,
    };
    expect(overlays(emit(gatewayClass, capacity).configMap)).toEqual(
      Object.fromEntries(
        Object.entries(expected).flatMap(([key, spec]) => (spec === undefined ? [] : [[key, { spec }]])),
      ),
    );
  });
});

describe.each([
  [GatewayClass.KGATEWAY, (gateway: string) => gateway],
  [GatewayClass.GLOO, (gateway: string) => `gloo-proxy-${gateway}`],
])('objects of their own for $name', (gatewayClass, deploymentOf) => {
  test('named after the Deployment, which they find', () => {
    const { configMap, parametersRef, ...own } = emit(gatewayClass);
    const name = deploymentOf('external');
    expect([configMap, parametersRef]).toEqual([undefined, undefined]);
    expect(own).toEqual({
      autoscaler: {
        apiVersion: 'autoscaling/v2',
        kind: 'HorizontalPodAutoscaler',
        metadata: { name, namespace: 'team' },
        spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name }, ...autoscaler() },
      },
      budget: {
        apiVersion: 'policy/v1',
        kind: 'PodDisruptionBudget',
        metadata: { name, namespace: 'team' },
        spec: { selector: { matchLabels }, ...budget(1) },
      },
    });
  });

  test('changed; no budget for a single pod', () => {
    const { autoscaler: made, budget: none } = emit(gatewayClass, { minReplicas: 1, maxReplicas: 3 });
    expect(made!.spec).toMatchObject({ minReplicas: 1, maxReplicas: 3 });
    expect(none).toBeUndefined();
  });

  test('a name is cut as the class cuts it', () => {
    const long = `${'x'.repeat(51)}-${'y'.repeat(11)}`;
    const name = deploymentOf(long).slice(0, 63).replace(/-$/, '');
    expect(name).toHaveLength(gatewayClass === GatewayClass.GLOO ? 62 : 63);
    expect(emit(gatewayClass, undefined, long).autoscaler).toMatchObject({ spec: { scaleTargetRef: { name } } });
  });

  test('resources and spread are for the parameters of the class', () => {
    expect(() => emit(gatewayClass, { cpuLimit: Cpu.units(1), spreadOver: ['zone'] })).toThrow(
      `[test/external] capacity.cpuLimit: got gateway class '${gatewayClass.name}'`,
    );
  });
});

describe('classes that take no capacity', () => {
  test.each([GatewayClass.ENVOY_GATEWAY, GatewayClass.GKE_INTERNAL])('$name', (gatewayClass) => {
    expect(emit(gatewayClass)).toEqual({});
    expect(() => emit(gatewayClass, {})).toThrow(`[test/external] capacity: got gateway class '${gatewayClass.name}'`);
  });
});

test('overlays of a class whose container is not known leave its resources alone', () => {
  const gatewayClass = GatewayClass.custom('mine', {
    controllerName: 'example.com/controller',
    capacityMode: CapacityMode.CONFIG_MAP_OVERLAYS,
    parametersKind: 'ConfigMap',
  });
  const { strategy, template } = deployment();
  const { topologySpreadConstraints } = template.spec;
  expect(overlays(emit(gatewayClass).configMap).deployment).toEqual({
    spec: { strategy, template: { spec: { topologySpreadConstraints } } },
  });
  expect(() => emit(gatewayClass, { memoryLimit: Size.gibibytes(1) })).toThrow('fix: leave memoryLimit out');
});

test.each<[GatewayCapacity, string]>([
  [{ minReplicas: 0 }, 'capacity.minReplicas: got 0'],
  [{ maxReplicas: 1.5 }, 'capacity.maxReplicas: got 1.5'],
  [{ minReplicas: 5, maxReplicas: 3 }, '[test/external] capacity.maxReplicas: got 3'],
  [{ maxReplicas: 1 }, '[test/external] capacity.maxReplicas: got 1'],
  [{ maxUnavailable: -1 }, 'capacity.maxUnavailable: got -1'],
  [{ minReplicas: 3, maxUnavailable: 3 }, '[test/external] capacity.maxUnavailable: got 3'],
  [{ targetCpuPercent: 0 }, 'capacity.targetCpuPercent: got 0'],
  [{ targetMemoryPercent: 0.8 }, 'capacity.targetMemoryPercent: got 0.8'],
  [{ scaleDownStabilization: Duration.hours(2) }, 'seconds of capacity.scaleDownStabilization: got 7200'],
  [{ scaleDownStabilization: Duration.millis(1500) }, 'seconds of capacity.scaleDownStabilization: got 1.5'],
  [{ cpuRequest: Cpu.units(3) }, "[test/external] capacity.cpuRequest: got '3000m'"],
  [{ cpuLimit: Cpu.millis(50) }, "[test/external] capacity.cpuRequest: got '100m'"],
  [{ memoryRequest: Size.gibibytes(2) }, "[test/external] capacity.memoryRequest: got '2048Mi'"],
])('refused: %j', (capacity, message) => {
  expect(() => emit(GatewayClass.ISTIO, capacity)).toThrow(message);
});
