import { App, Chart, Duration, JsonPatch, Size } from 'cdk8s';
import { Cpu, DnsPolicy, ImagePullPolicy, k8s, Protocol } from 'cdk8s-plus-28';
import { at, byKind, emit } from './support';
import { DisruptionBudget } from '../../src/injected/disruption-budget';
import { GatewayDrain } from '../../src/injected/gateway-drain';
import { GatewayWorkloadKind } from '../../src/injected/gateway-scaling-options';
import { GatewayService } from '../../src/injected/gateway-service';
import { InjectedGateway } from '../../src/injected/injected-gateway';
import { InjectedGatewayProps } from '../../src/injected/injected-gateway-props';
import { ForwardClientCertDetails } from '../../src/injected/proxy-config';
import { newChart, objectsOf } from '../support/synth';

const standard = {
  app: 'gw',
  'app.kubernetes.io/name': 'gw',
  'app.kubernetes.io/part-of': 'istio',
  istio: 'gw',
  'istio.io/dataplane-mode': 'none',
};
const spread = (topologyKey: string) => ({
  maxSkew: 1,
  topologyKey,
  whenUnsatisfiable: 'ScheduleAnyway',
  labelSelector: { matchLabels: { istio: 'gw' } },
});
const tcp = (...ports: number[]) => ports.map((port) => ({ protocol: 'TCP', port }));

test('without options it is ready for production', () => {
  const metadata = { name: 'gw', namespace: 'team', labels: standard };
  expect(objectsOf(emitting())).toEqual([
    {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'team', labels: { 'istio-injection': 'enabled' } },
      spec: {},
    },
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata },
    expect.objectContaining({ kind: 'Role', metadata }),
    expect.objectContaining({ kind: 'RoleBinding', metadata, subjects: [{ kind: 'ServiceAccount', name: 'gw' }] }),
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata,
      spec: {
        strategy: { rollingUpdate: { maxSurge: '100%', maxUnavailable: 0 } },
        selector: { matchLabels: { istio: 'gw' } },
        template: {
          metadata: {
            annotations: {
              'inject.istio.io/templates': 'gateway',
              'prometheus.io/path': '/stats/prometheus',
              'prometheus.io/port': '15020',
              'prometheus.io/scrape': 'true',
              'proxy.istio.io/config':
                "proxyMetadata:\n  EXIT_ON_ZERO_ACTIVE_CONNECTIONS: 'true'\n  MINIMUM_DRAIN_DURATION: 30s\n",
            },
            labels: { ...standard, 'sidecar.istio.io/inject': 'true' },
          },
          spec: {
            serviceAccountName: 'gw',
            securityContext: {
              seccompProfile: { type: 'RuntimeDefault' },
              sysctls: [{ name: 'net.ipv4.ip_unprivileged_port_start', value: '0' }],
            },
            containers: [
              {
                name: 'istio-proxy',
                image: 'auto',
                securityContext: {
                  capabilities: { drop: ['ALL'] },
                  allowPrivilegeEscalation: false,
                  privileged: false,
                  readOnlyRootFilesystem: true,
                  runAsNonRoot: true,
                },
                ports: [{ containerPort: 15090, protocol: 'TCP', name: 'http-envoy-prom' }],
                resources: { limits: { cpu: '2', memory: '1024Mi' }, requests: { cpu: '100m', memory: '128Mi' } },
              },
            ],
            topologySpreadConstraints: [spread('topology.kubernetes.io/zone'), spread('kubernetes.io/hostname')],
            terminationGracePeriodSeconds: 90,
          },
        },
      },
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata,
      spec: {
        type: 'LoadBalancer',
        externalTrafficPolicy: 'Local',
        selector: { istio: 'gw' },
        ports: [
          { name: 'status-port', port: 15021, protocol: 'TCP', targetPort: 15021 },
          { name: 'http2', port: 80, protocol: 'TCP', targetPort: 80 },
          { name: 'https', port: 443, protocol: 'TCP', targetPort: 443 },
        ],
      },
    },
    {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata,
      spec: {
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'gw' },
        minReplicas: 2,
        maxReplicas: 10,
        metrics: [
          { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } },
        ],
        behavior: { scaleDown: { stabilizationWindowSeconds: 300 } },
      },
    },
    {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata,
      spec: {
        selector: { matchLabels: { istio: 'gw' } },
        maxUnavailable: 1,
        unhealthyPodEvictionPolicy: 'AlwaysAllow',
      },
    },
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata,
      spec: {
        podSelector: { matchLabels: { istio: 'gw' } },
        policyTypes: ['Ingress', 'Egress'],
        ingress: [{ ports: tcp(15021) }, { ports: tcp(15020, 15090) }, { ports: tcp(80, 443) }],
        egress: [{}],
      },
    },
  ]);
});

function emitting(props: InjectedGatewayProps = {}): Chart {
  const chart = newChart();
  new InjectedGateway(chart, 'gw', props);
  return chart;
}

const POD = 'Deployment spec.template.spec';
const PROXY = `${POD}.containers.0`;
const secretVolume = { name: 'certs', secret: { secretName: 'certs' } };
const mount = { name: 'certs', mountPath: '/etc/certs' };
const action = { exec: { command: ['true'] } };
const toleration = { key: 'edge', operator: 'Exists' };
const hosts = { maxSkew: 2, topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable: 'DoNotSchedule' };
const context = { runAsUser: 1000 };
const quantity = (text: string) => k8s.Quantity.fromString(text);
const secretKeyRef = { name: 'keys', key: 'one' };
const probe = { periodSeconds: 3 };
const external = { type: 'External', external: { metric: { name: 'rps' }, target: { type: 'Value' } } };

/** Every prop, with a value and where it must show; TypeScript asks for one that is missing. */
const EVERY: { [Name in keyof Required<InjectedGatewayProps>]: [InjectedGatewayProps[Name], string, unknown] } = {
  name: ['other', 'Deployment metadata.name', 'other'],
  namespace: ['elsewhere', 'Service metadata.namespace', 'elsewhere'],
  revision: ['canary', 'Deployment spec.template.metadata.labels[istio.io/rev]', 'canary'],
  selector: [{ app: 'edge' }, 'Service spec.selector', { app: 'edge' }],
  service: [GatewayService.clusterIp(), 'Service spec.type', 'ClusterIP'],
  labels: [{ team: 'edge' }, 'RoleBinding metadata.labels.team', 'edge'],
  annotations: [{ owner: 'edge' }, 'Service metadata.annotations.owner', 'edge'],
  standardLabels: [false, 'Role metadata.labels', undefined],
  networkGateway: ['net-1', 'Service metadata.labels[topology.istio.io/network]', 'net-1'],
  createNetworkPolicy: [false, 'NetworkPolicy', undefined],
  networkPolicy: [{ egress: [] }, 'NetworkPolicy spec.egress', []],
  monitoring: [true, 'PodMonitor metadata.name', 'istio-proxies-monitor'],
  clusterDomain: ['example.org', '', undefined],
  createNamespace: [false, 'Namespace', undefined],
  namespaceInjection: [false, 'Namespace metadata.labels', undefined],
  namespaceLabels: [{ tier: 'edge' }, 'Namespace metadata.labels.tier', 'edge'],
  serviceAccountName: ['reader', `${POD}.serviceAccountName`, 'reader'],
  createServiceAccount: [false, 'ServiceAccount', undefined],
  serviceAccountAnnotations: [{ role: 'aws' }, 'ServiceAccount metadata.annotations', { role: 'aws' }],
  automountServiceAccountToken: [false, 'ServiceAccount automountServiceAccountToken', false],
  readSecrets: [false, 'Role', undefined],
  roleName: ['secrets', 'RoleBinding roleRef.name', 'secrets'],
  podLabels: [{ version: 'v1' }, 'Deployment spec.template.metadata.labels.version', 'v1'],
  podAnnotations: [{ note: 'a' }, 'Deployment spec.template.metadata.annotations.note', 'a'],
  injectionTemplates: [
    ['gateway', 'own'],
    'Deployment spec.template.metadata.annotations[inject.istio.io/templates]',
    'gateway,own',
  ],
  scrapeAnnotations: [false, 'Deployment spec.template.metadata.annotations[prometheus.io/scrape]', undefined],
  proxyConfig: [
    { concurrency: 0, proxyMetadata: { A: 'b' } },
    'Deployment spec.template.metadata.annotations[proxy.istio.io/config]',
    "concurrency: 0\nproxyMetadata:\n  EXIT_ON_ZERO_ACTIVE_CONNECTIONS: 'true'\n  MINIMUM_DRAIN_DURATION: 30s\n  A: b\n",
  ],
  drain: [GatewayDrain.mesh(), `${POD}.terminationGracePeriodSeconds`, undefined],
  terminationGracePeriod: [Duration.minutes(5), `${POD}.terminationGracePeriodSeconds`, 300],
  podSecurityContext: [context, `${POD}.securityContext`, context],
  containerSecurityContext: [context, `${PROXY}.securityContext`, context],
  containerPorts: [[{ containerPort: 80, hostPort: 80 }], `${PROXY}.ports`, [{ containerPort: 80, hostPort: 80 }]],
  env: [{ A: 'b' }, `${PROXY}.env`, [{ name: 'A', value: 'b' }]],
  envVarFrom: [
    [{ name: 'A', valueFrom: { secretKeyRef } }],
    `${PROXY}.env`,
    [{ name: 'A', valueFrom: { secretKeyRef } }],
  ],
  imagePullPolicy: [ImagePullPolicy.ALWAYS, `${PROXY}.imagePullPolicy`, 'Always'],
  imagePullSecrets: [['pull'], `${POD}.imagePullSecrets`, [{ name: 'pull' }]],
  readinessProbe: [probe, `${PROXY}.readinessProbe`, probe],
  lifecycle: [{ preStop: action }, `${PROXY}.lifecycle`, { preStop: action }],
  volumes: [[secretVolume], `${POD}.volumes`, [secretVolume]],
  volumeMounts: [[mount], `${PROXY}.volumeMounts`, [mount]],
  initContainers: [[{ name: 'a', image: 'i' }], `${POD}.initContainers`, [{ name: 'a', image: 'i' }]],
  additionalContainers: [[{ name: 'a', image: 'i' }], `${POD}.containers.1`, { name: 'a', image: 'i' }],
  nodeSelector: [{ edge: 'yes' }, `${POD}.nodeSelector`, { edge: 'yes' }],
  affinity: [{ podAntiAffinity: {} }, `${POD}.affinity`, { podAntiAffinity: {} }],
  tolerations: [[toleration], `${POD}.tolerations`, [toleration]],
  topologySpreadConstraints: [[hosts], `${POD}.topologySpreadConstraints`, [hosts]],
  priorityClassName: ['edge', `${POD}.priorityClassName`, 'edge'],
  dnsPolicy: [DnsPolicy.NONE, `${POD}.dnsPolicy`, 'None'],
  dnsConfig: [{ nameservers: ['10.0.0.10'] }, `${POD}.dnsConfig`, { nameservers: ['10.0.0.10'] }],
  kind: [GatewayWorkloadKind.DAEMON_SET, 'DaemonSet metadata.name', 'gw'],
  capacity: [{ minReplicas: 3 }, 'HorizontalPodAutoscaler spec.minReplicas', 3],
  replicas: [4, 'Deployment spec.replicas', 4],
  scalingBehavior: [
    { scaleUp: { stabilizationWindowSeconds: 9 } },
    'HorizontalPodAutoscaler spec.behavior',
    { scaleUp: { stabilizationWindowSeconds: 9 } },
  ],
  scalingMetrics: [[external], 'HorizontalPodAutoscaler spec.metrics.1', external],
  disruptionBudget: [DisruptionBudget.none(), 'PodDisruptionBudget', undefined],
  resources: [{ limits: { cpu: quantity('3') } }, `${PROXY}.resources`, { limits: { cpu: '3' } }],
  strategy: [{ type: 'Recreate' }, 'Deployment spec.strategy', { type: 'Recreate' }],
  updateStrategy: [undefined, '', undefined],
  minReady: [Duration.seconds(15), 'Deployment spec.minReadySeconds', 15],
};

test.each(Object.entries(EVERY).filter(([, [, path]]) => path !== ''))('%s', (name, [value, path, expected]) => {
  const read = (props: InjectedGatewayProps) => {
    const [kind, ...rest] = path.split(' ');
    return rest.length === 0 ? emit(props)[kind] : at(emit(props)[kind], rest.join(' '));
  };
  expect(read({})).not.toEqual(expected);
  expect(read({ [name]: value })).toEqual(expected);
});

test('updateStrategy is for a DaemonSet', () => {
  const kind = GatewayWorkloadKind.DAEMON_SET;
  const { DaemonSet: daemonSet, ...rest } = emit({ kind });
  expect(at(daemonSet, 'spec.updateStrategy')).toEqual({ rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } });
  expect(at(daemonSet, 'spec.strategy')).toBeUndefined();
  expect(at(daemonSet, 'spec.template.spec.topologySpreadConstraints')).toBeUndefined();
  expect(Object.keys(rest)).not.toEqual(
    expect.arrayContaining([expect.stringMatching(/Deployment|Autoscaler|Budget/)]),
  );
  const updateStrategy = { type: 'OnDelete' };
  expect(at(emit({ kind, updateStrategy }).DaemonSet, 'spec.updateStrategy')).toEqual(updateStrategy);
});

test('a revision takes the place of the label that asks for injection', () => {
  const { Deployment: deployment, Namespace: namespace } = emit({ revision: 'canary' });
  expect(at(deployment, 'spec.template.metadata.labels')).toEqual({ ...standard, 'istio.io/rev': 'canary' });
  expect(namespace.metadata!.labels).toEqual({ 'istio.io/rev': 'canary' });
});

test('a gateway of a network has the ports that other networks need', () => {
  const { Service: service, Deployment: deployment, NetworkPolicy: policy } = emit({ networkGateway: 'net-1' });
  const ports = at(service, 'spec.ports') as { name: string; port: number }[];
  expect(ports.map(({ name, port }) => `${name} ${port}`)).toEqual([
    'status-port 15021',
    'tls 15443',
    'tls-istiod 15012',
    'tls-webhook 15017',
  ]);
  expect(at(deployment, 'spec.template.metadata.labels[topology.istio.io/network]')).toBe('net-1');
  expect(at(deployment, 'spec.template.spec.containers.0.env')).toEqual([
    { name: 'ISTIO_META_REQUESTED_NETWORK_VIEW', value: 'net-1' },
  ]);
  expect(at(policy, 'spec.ingress.2.ports')).toEqual(tcp(15443, 15012, 15017));
});

test('its capacity is that of a SecuredGateway', () => {
  const capacity = {
    minReplicas: 3,
    maxReplicas: 4,
    targetCpuPercent: 60,
    targetMemoryPercent: 70,
    scaleDownStabilization: Duration.minutes(1),
    maxUnavailable: 2,
    cpuRequest: Cpu.millis(200),
    cpuLimit: Cpu.units(4),
    memoryRequest: Size.mebibytes(256),
    memoryLimit: Size.mebibytes(512),
    spreadOver: ['rack'],
  };
  const { Deployment: deployment, HorizontalPodAutoscaler: scaler, PodDisruptionBudget: budget } = emit({ capacity });
  const metric = (name: string, averageUtilization: number) => ({
    type: 'Resource',
    resource: { name, target: { type: 'Utilization', averageUtilization } },
  });
  expect(scaler.spec).toMatchObject({
    minReplicas: 3,
    maxReplicas: 4,
    metrics: [metric('cpu', 60), metric('memory', 70)],
    behavior: { scaleDown: { stabilizationWindowSeconds: 60 } },
  });
  expect(budget.spec).toMatchObject({ maxUnavailable: 2 });
  expect(at(deployment, 'spec.template.spec.topologySpreadConstraints')).toEqual([spread('rack')]);
  expect(at(deployment, 'spec.template.spec.containers.0.resources')).toEqual({
    limits: { cpu: '4', memory: '512Mi' },
    requests: { cpu: '200m', memory: '256Mi' },
  });
});

test('a fixed number of pods has no autoscaler, and a budget where there are two', () => {
  expect(Object.keys(emit({ replicas: 1 }))).not.toEqual(expect.arrayContaining(['HorizontalPodAutoscaler']));
  expect(emit({ replicas: 1 }).PodDisruptionBudget).toBeUndefined();
  expect(at(emit({ replicas: 3, capacity: { maxUnavailable: 2 } }).PodDisruptionBudget, 'spec.maxUnavailable')).toBe(2);
});

test.each<[DisruptionBudget, object]>([
  [DisruptionBudget.maxUnavailable(1), { maxUnavailable: 1, unhealthyPodEvictionPolicy: 'AlwaysAllow' }],
  [DisruptionBudget.maxUnavailablePercent(25), { maxUnavailable: '25%', unhealthyPodEvictionPolicy: 'AlwaysAllow' }],
  [DisruptionBudget.minAvailable(1, { evictUnhealthy: false }), { minAvailable: 1 }],
  [DisruptionBudget.minAvailablePercent(50), { minAvailable: '50%', unhealthyPodEvictionPolicy: 'AlwaysAllow' }],
])('budget %#', (disruptionBudget, expected) => {
  const selector = { matchLabels: { istio: 'gw' } };
  expect(emit({ disruptionBudget }).PodDisruptionBudget.spec).toEqual({ selector, ...expected });
});

const PROXY_CONFIG = 'spec.template.metadata.annotations[proxy.istio.io/config]';

test.each<[string, InjectedGatewayProps, string | undefined, number | undefined]>([
  [
    'for long, while listeners stay open',
    { drain: GatewayDrain.whenIdle(Duration.minutes(2)) },
    "drainDuration: 2m\nproxyMetadata:\n  EXIT_ON_ZERO_ACTIVE_CONNECTIONS: 'true'\n  MINIMUM_DRAIN_DURATION: 120s\n",
    180,
  ],
  ['for a fixed time', { drain: GatewayDrain.after(Duration.seconds(20)) }, 'terminationDrainDuration: 20s\n', 80],
  [
    'for a long fixed time',
    { drain: GatewayDrain.after(Duration.seconds(50)), proxyConfig: { drainDuration: Duration.seconds(55) } },
    'drainDuration: 55s\nterminationDrainDuration: 50s\n',
    110,
  ],
  ['as the mesh says', { drain: GatewayDrain.mesh() }, undefined, undefined],
])('drains %s', (_, props, config, grace) => {
  const deployment = emit(props).Deployment;
  expect(at(deployment, PROXY_CONFIG)).toBe(config);
  expect(at(deployment, 'spec.template.spec.terminationGracePeriodSeconds')).toBe(grace);
});

test('tells Envoy about what stands in front', () => {
  const proxyConfig = {
    numTrustedProxies: 2,
    forwardClientCertDetails: ForwardClientCertDetails.APPEND_FORWARD,
    proxyProtocol: true,
    others: { proxyStatsMatcher: { inclusionRegexps: ['.*'] } },
  };
  expect(at(emit({ proxyConfig, drain: GatewayDrain.mesh() }).Deployment, PROXY_CONFIG)).toBe(
    [
      'gatewayTopology:',
      '  numTrustedProxies: 2',
      '  forwardClientCertDetails: APPEND_FORWARD',
      '  proxyProtocol: {}',
      'proxyStatsMatcher:',
      '  inclusionRegexps:',
      '    - .*',
      '',
    ].join('\n'),
  );
});

test('lets through the NetworkPolicy what it is told', () => {
  const monitoring = { namespaceSelector: { matchLabels: { name: 'monitoring' } } };
  const office = { ipBlock: { cidr: '192.0.2.0/24' } };
  const own = { ports: [{ port: k8s.IntOrString.fromNumber(9000) }] };
  const egress = [{ to: [office] }];
  const networkPolicy = { sources: [office], metricsSources: [monitoring], ingress: [own], egress };
  const service = GatewayService.clusterIp({
    ports: [
      { name: 'https', port: 443, targetPort: 8443 },
      { name: 'http3', port: 443, targetPort: 8443, protocol: Protocol.UDP },
    ],
  });
  const containerPorts = [{ containerPort: 15090 }, { containerPort: 8443 }, { containerPort: 9443 }];
  expect(emit({ networkPolicy, service, containerPorts }).NetworkPolicy.spec).toEqual({
    podSelector: { matchLabels: { istio: 'gw' } },
    policyTypes: ['Ingress', 'Egress'],
    ingress: [
      { ports: tcp(15021) },
      { from: [monitoring], ports: tcp(15020, 15090) },
      { from: [office], ports: [...tcp(8443), { protocol: 'UDP', port: 8443 }, ...tcp(9443)] },
      { ports: [{ port: 9000 }] },
    ],
    egress,
  });
});

test('takes ports that are added later', () => {
  const chart = newChart();
  const gateway = new InjectedGateway(chart, 'gw', { service: GatewayService.clusterIp() });
  gateway.addPort({ name: 'tcp', port: 31400 });
  gateway.ports.pop();
  expect(gateway.ports.map(({ name }) => name)).toEqual(['status-port', 'http2', 'https', 'tcp']);
  const { Service: service, NetworkPolicy: policy } = byKind(chart);
  expect(at(service, 'spec.ports.3')).toEqual({ name: 'tcp', port: 31400, protocol: 'TCP', targetPort: 31400 });
  expect(at(policy, 'spec.ingress.2.ports')).toEqual(tcp(80, 443, 31400));
});

test('does without a Service', () => {
  const chart = newChart();
  const gateway = new InjectedGateway(chart, 'gw', { service: GatewayService.none() });
  expect(gateway.service).toBeUndefined();
  const { Service: service, NetworkPolicy: policy } = byKind(chart);
  expect(service).toBeUndefined();
  expect(at(policy, 'spec.ingress')).toEqual([{ ports: tcp(15021) }, { ports: tcp(15020, 15090) }]);
  const without = "got 'GatewayService.none()'";
  expect(() => gateway.addPort({ name: 'a', port: 1 })).toThrow(`[test/gw] port: ${without}`);
  expect(() => gateway.serviceHost).toThrow(`[test/gw] serviceHost: ${without}`);
});

test('has a name in the cluster, of the domain', () => {
  const props = { namespace: 'edge', clusterDomain: 'example.org' };
  expect(new InjectedGateway(newChart(), 'gw', props).serviceHost).toBe('gw.edge.svc.example.org');
});

test('every object can be patched', () => {
  const chart = newChart();
  const gateway = new InjectedGateway(chart, 'gw');
  gateway.workload.addJsonPatch(JsonPatch.add('/spec/revisionHistoryLimit', 3));
  gateway.service!.addJsonPatch(JsonPatch.add('/spec/trafficDistribution', 'PreferClose'));
  gateway.autoscaler!.addJsonPatch(JsonPatch.replace('/spec/maxReplicas', 20));
  gateway.disruptionBudget!.addJsonPatch(JsonPatch.remove('/spec/maxUnavailable'));
  gateway.networkPolicy!.addJsonPatch(JsonPatch.remove('/spec/egress'));
  const objects = byKind(chart);
  expect(at(objects.Deployment, 'spec.revisionHistoryLimit')).toBe(3);
  expect(at(objects.Service, 'spec.trafficDistribution')).toBe('PreferClose');
  expect(at(objects.HorizontalPodAutoscaler, 'spec.maxReplicas')).toBe(20);
  expect(at(objects.PodDisruptionBudget, 'spec.maxUnavailable')).toBeUndefined();
  expect(at(objects.NetworkPolicy, 'spec.egress')).toBeUndefined();
});

const gatewayWith = (props: InjectedGatewayProps) => () => new InjectedGateway(newChart(), 'gw', props);

test.each<[string, () => unknown, string]>([
  ['no namespace', () => new InjectedGateway(new Chart(new App(), 'test'), 'gw'), '[test/gw] namespace: got undefined'],
  ['a name that a Service cannot have', gatewayWith({ name: '1gw' }), "name: got '1gw'"],
  ['a name', gatewayWith({ name: 'GW' }), "name of InjectedGateway 'test/gw': got 'GW'"],
  ['no selector', gatewayWith({ selector: {} }), '[test/gw] selector: got {}'],
  [
    'a label of injection',
    gatewayWith({ podLabels: { 'istio.io/rev': 'a' } }),
    "labels of the pods: got 'istio.io/rev=a'",
  ],
  [
    'a label against injection',
    gatewayWith({ labels: { 'sidecar.istio.io/inject': 'false' } }),
    "[test/gw] labels of the pods: got 'sidecar.istio.io/inject=false'",
  ],
  [
    'a label against injection of a revision',
    gatewayWith({ revision: 'a', labels: { 'sidecar.istio.io/inject': 'false' } }),
    "labels of the pods: got 'sidecar.istio.io/inject=false'",
  ],
  ['a label that the selector needs', gatewayWith({ labels: { istio: 'other' } }), 'fix: change selector'],
  [
    'the annotation of proxyConfig',
    gatewayWith({ podAnnotations: { 'proxy.istio.io/config': '' } }),
    "podAnnotations: got 'proxy.istio.io/config', expected",
  ],
  [
    'a field that drain has',
    gatewayWith({ proxyConfig: { others: { terminationDrainDuration: '5s' } } }),
    "others of proxyConfig: got 'terminationDrainDuration'",
  ],
  [
    'a field that has an option',
    gatewayWith({ proxyConfig: { concurrency: 1, others: { concurrency: 1 } } }),
    'fix: use the options for concurrency',
  ],
  [
    'what the load balancer has a say in',
    gatewayWith({ proxyConfig: { others: { gatewayTopology: { proxyProtocol: {} } } } }),
    'fix: use the options for gatewayTopology',
  ],
  ['concurrency', gatewayWith({ proxyConfig: { concurrency: -1 } }), 'concurrency: got -1'],
  ['trusted proxies', gatewayWith({ proxyConfig: { numTrustedProxies: 1.5 } }), 'numTrustedProxies: got 1.5'],
  ['a drain of no time', () => GatewayDrain.whenIdle(Duration.seconds(0)), 'minimum of the drain: got'],
  ['a drain of half a second', () => GatewayDrain.after(Duration.millis(1500)), 'seconds of the drain: got 1.5'],
  [
    'half a second of grace',
    gatewayWith({ terminationGracePeriod: Duration.millis(500) }),
    'seconds of terminationGracePeriod: got 0.5',
  ],
  ['a variable twice', gatewayWith({ env: { A: 'b' }, envVarFrom: [{ name: 'A' }] }), "env: got 'A' twice"],
  [
    'a label that no pod has in the Service',
    gatewayWith({ service: GatewayService.clusterIp({ selectorLabels: { version: 'v1' } }) }),
    "selectorLabels of the Service: got 'version=v1'",
  ],
  [
    'a NetworkPolicy that is not emitted',
    gatewayWith({ createNetworkPolicy: false, networkPolicy: {} }),
    "networkPolicy: got 'createNetworkPolicy: false'",
  ],
  [
    'an empty list of sources',
    gatewayWith({ networkPolicy: { sources: [] } }),
    "networkPolicy.sources: got 'an empty list, which allows all peers in Kubernetes'",
  ],
  ['a number of pods', gatewayWith({ replicas: -1 }), 'replicas: got -1'],
  [
    'a number of pods and an autoscaler',
    gatewayWith({ replicas: 2, capacity: { minReplicas: 2 } }),
    "[test/gw] capacity.minReplicas: got 'minReplicas together with replicas'",
  ],
  [
    'a number of pods and metrics',
    gatewayWith({ replicas: 2, scalingMetrics: [] }),
    "got 'scalingMetrics together with replicas'",
  ],
  [
    'two behaviours',
    gatewayWith({ scalingBehavior: {}, capacity: { scaleDownStabilization: Duration.minutes(1) } }),
    "got 'scaleDownStabilization together with scalingBehavior'",
  ],
  [
    'two budgets',
    gatewayWith({ disruptionBudget: DisruptionBudget.none(), capacity: { maxUnavailable: 1 } }),
    "got 'maxUnavailable together with disruptionBudget'",
  ],
  [
    'two spreads',
    gatewayWith({ topologySpreadConstraints: [], capacity: { spreadOver: [] } }),
    "got 'spreadOver together with topologySpreadConstraints'",
  ],
  [
    'two sizes',
    gatewayWith({ resources: {}, capacity: { memoryLimit: Size.gibibytes(1) } }),
    "got 'memoryLimit together with resources'",
  ],
  [
    'an autoscaler of a DaemonSet',
    gatewayWith({ kind: GatewayWorkloadKind.DAEMON_SET, capacity: { maxReplicas: 2 } }),
    "capacity.maxReplicas: got 'maxReplicas together with kind DaemonSet'",
  ],
  [
    'pods of a DaemonSet',
    gatewayWith({ kind: GatewayWorkloadKind.DAEMON_SET, replicas: 2 }),
    "replicas: got 'a DaemonSet'",
  ],
  ['updates of a DaemonSet', gatewayWith({ updateStrategy: {} }), "updateStrategy: got 'a Deployment'"],
  [
    'more at least than at most',
    gatewayWith({ capacity: { minReplicas: 3, maxReplicas: 2 } }),
    'at least minReplicas (3)',
  ],
  ['no pod left', gatewayWith({ capacity: { maxUnavailable: 2 } }), 'capacity.maxUnavailable: got 2'],
  [
    'a request above the limit',
    gatewayWith({ capacity: { cpuRequest: Cpu.units(3) } }),
    "capacity.cpuRequest: got '3000m'",
  ],
  ['minReady', gatewayWith({ minReady: Duration.millis(1) }), 'seconds of minReady: got 0.001'],
  ['a budget', () => DisruptionBudget.minAvailablePercent(101), 'percent of minAvailable: got 101'],
])('refused: %s', (_, make, message) => {
  expect(make).toThrow(message);
});
