import { App, Chart, Duration } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import { warningsOf } from './support';
import { SecuredGateway } from '../../src';
import { Issuer } from '../../src/certificate/issuer';
import { DisruptionBudget } from '../../src/injected/disruption-budget';
import { GatewayDrain } from '../../src/injected/gateway-drain';
import { GatewayWorkloadKind } from '../../src/injected/gateway-scaling-options';
import { GatewayService } from '../../src/injected/gateway-service';
import { InjectedGateway } from '../../src/injected/injected-gateway';
import { InjectedGatewayProps } from '../../src/injected/injected-gateway-props';
import { GatewayLoadBalancer } from '../../src/injected/load-balancer';
import { Warnings } from '../../src/resource/warning';
import { newChart, objectsOf } from '../support/synth';

/** Puts gateways into one chart. */
function together(...gateways: [string, InjectedGatewayProps][]): Chart {
  const chart = newChart();
  gateways.forEach(([name, props]) => new InjectedGateway(chart, name, props));
  return chart;
}
const ofKind = (chart: Chart, kind: string) => objectsOf(chart).filter((object) => object.kind === kind);

test('gateways of one namespace emit it once', () => {
  const chart = together(['a', { namespaceLabels: { tier: 'edge' } }], ['b', { namespaceLabels: { team: 'x' } }]);
  expect(ofKind(chart, 'Namespace').map(({ metadata }) => metadata!.labels)).toEqual([
    { tier: 'edge', team: 'x', 'istio-injection': 'enabled' },
  ]);
});

test('a namespace that a SecuredGateway emits is labelled for injection', () => {
  const chart = newChart();
  const issuer = Issuer.fromClusterIssuerName('lets-encrypt');
  new SecuredGateway(chart, 'secured', { domain: 'example.com', issuer });
  new InjectedGateway(chart, 'gw', { revision: 'canary' });
  expect(ofKind(chart, 'Namespace').map(({ metadata }) => metadata!.labels)).toEqual([{ 'istio.io/rev': 'canary' }]);
});

test('gateways of different revisions share a namespace without a label of injection', () => {
  const namespaceInjection = false;
  const chart = together(['a', { namespaceInjection }], ['b', { namespaceInjection, revision: 'canary' }]);
  expect(ofKind(chart, 'Namespace').map(({ metadata }) => metadata!.labels)).toEqual([undefined]);
});

test('gateways share a ServiceAccount and its Role', () => {
  const chart = together(['a', { serviceAccountName: 'reader' }], ['b', { serviceAccountName: 'reader' }]);
  expect(['ServiceAccount', 'Role'].map((kind) => ofKind(chart, kind).length)).toEqual([1, 1]);
  expect(ofKind(chart, 'RoleBinding').map(({ subjects }) => subjects)).toEqual([
    [{ kind: 'ServiceAccount', name: 'reader' }],
  ]);
});

test('gateways with a ServiceAccount each share a Role', () => {
  const chart = together(['a', { roleName: 'reader' }], ['b', { roleName: 'reader' }]);
  expect(ofKind(chart, 'Role')).toHaveLength(1);
  expect(ofKind(chart, 'RoleBinding').map(({ subjects }) => subjects)).toEqual([
    [
      { kind: 'ServiceAccount', name: 'a' },
      { kind: 'ServiceAccount', name: 'b' },
    ],
  ]);
});

test('a ServiceAccount that is there already may read Secrets', () => {
  const chart = together(['a', { createServiceAccount: false }]);
  expect(ofKind(chart, 'RoleBinding').map(({ subjects }) => subjects)).toEqual([
    [{ kind: 'ServiceAccount', name: 'default' }],
  ]);
});

test('charts for different clusters each have all but the Namespace', () => {
  const app = new App();
  const charts = ['east', 'west'].map((id) => new Chart(app, id, { namespace: 'edge' }));
  charts.forEach((chart) => new InjectedGateway(chart, 'gw'));
  const kinds = charts.map((chart) => objectsOf(chart).map(({ kind }) => kind));
  expect(kinds[0].filter((kind) => kind !== 'Namespace')).toEqual(kinds[1]);
  expect(Warnings.of(app).list()).toEqual([]);
});

test('one monitor serves the gateways of a namespace', () => {
  const chart = together(['a', { monitoring: true }], ['b', { monitoring: true }]);
  expect(ofKind(chart, 'PodMonitor')).toHaveLength(1);
});

const apart = (...gateways: [string, InjectedGatewayProps][]) => {
  const app = new App();
  gateways.forEach(([id, props]) => new InjectedGateway(new Chart(app, id), `gw-${id}`, props));
  return Warnings.of(app)
    .list()
    .map(({ code, path }) => `${code} ${path}`);
};

test('the same selector in another chart and namespace is doubtful', () => {
  const selector = { istio: 'ingress' };
  expect(apart(['a', { namespace: 'a', selector }], ['b', { namespace: 'b', selector }])).toEqual(['GW577 b/gw-b']);
});

test('a selector that finds pods of another gateway is doubtful', () => {
  const podLabels = { istio: 'ingress' };
  const all = [
    ['a', { namespace: 'a', selector: { app: 'a' }, podLabels }],
    ['b', { namespace: 'b', selector: { istio: 'ingress' } }],
  ] as [string, InjectedGatewayProps][];
  expect(apart(...all)).toEqual(['GW577 b/gw-b']);
  expect(apart(...all.reverse())).toEqual(['GW577 a/gw-a']);
  expect(apart(['a', { namespace: 'a' }], ['b', { namespace: 'b' }])).toEqual([]);
});

const REFUSED: [string, [string, InjectedGatewayProps][], string][] = [
  [
    'the same selector twice',
    [
      ['a', { selector: { istio: 'x' }, namespace: 'n' }],
      ['b', { selector: { istio: 'x' } }],
    ],
    "[test/b] selector: got istio=x, and istio=x of 'test/a'",
  ],
  [
    'two revisions in a namespace',
    [
      ['a', { revision: 'old' }],
      ['b', { revision: 'new' }],
    ],
    "[test/b] label of Namespace 'team': got 'istio.io/rev=new, together with istio.io/rev=old of another gateway'",
  ],
  [
    'a revision and none in a namespace',
    [
      ['a', {}],
      ['b', { revision: 'new' }],
    ],
    'istio.io/rev=new, together with istio-injection=enabled of another gateway',
  ],
  [
    'two values of a label',
    [
      ['a', { namespaceLabels: { tier: 'a' } }],
      ['b', { namespaceLabels: { tier: 'b' } }],
    ],
    "'tier=b, together with tier=a of another gateway'",
  ],
  [
    'a label of injection',
    [['a', { namespaceLabels: { 'istio-injection': 'disabled' } }]],
    "namespaceLabels: got 'istio-injection'",
  ],
  [
    'a ServiceAccount with two settings',
    [
      ['a', { serviceAccountName: 'reader' }],
      ['b', { serviceAccountName: 'reader', automountServiceAccountToken: false }],
    ],
    "[test/b] ServiceAccount 'reader': got annotations or automountServiceAccountToken that differ from those of 'test/a'",
  ],
  [
    'settings of a ServiceAccount that is not emitted',
    [['a', { createServiceAccount: false, serviceAccountAnnotations: {} }]],
    "serviceAccountAnnotations: got 'createServiceAccount: false'",
  ],
  ['a name of no Role', [['a', { readSecrets: false, roleName: 'a' }]], "roleName: got 'readSecrets: false'"],
  ['a ServiceAccount', [['a', { serviceAccountName: 'A' }]], "serviceAccountName: got 'A'"],
];
test.each(REFUSED)('refused: %s', (_, gateways, message) => {
  expect(() => together(...gateways)).toThrow(message);
});

const nlb = (proxyProtocol?: boolean) => GatewayService.loadBalancer(GatewayLoadBalancer.awsNlb({ proxyProtocol }));
const cpu = { cpu: k8s.Quantity.fromString('1') };
const memory = { memory: k8s.Quantity.fromString('1Gi') };
const annotated = GatewayService.loadBalancer(undefined, {
  annotations: { 'service.beta.kubernetes.io/aws-load-balancer-proxy-protocol': '*' },
});

/** What a gateway warns of, and the same without the doubt. */
const DOUBTS: [string, InjectedGatewayProps, string[], InjectedGatewayProps][] = [
  [
    "the control plane's namespace",
    { namespace: 'istio-system' },
    ["GW570 metadata.namespace: got 'istio-system'"],
    {},
  ],
  [
    'PROXY protocol that the gateway does not expect',
    { service: annotated },
    ["GW571 PROXY protocol: got 'a load balancer that sends it'"],
    { service: nlb(true) },
  ],
  [
    'PROXY protocol that is turned off',
    { service: nlb(true), proxyConfig: { proxyProtocol: false } },
    [expect.stringMatching(/^GW571 .*'a load balancer that sends it'/) as string],
    { service: annotated, proxyConfig: { proxyProtocol: true } },
  ],
  [
    'PROXY protocol that an NLB does not send',
    { service: nlb(), proxyConfig: { proxyProtocol: true } },
    ["GW571 PROXY protocol: got 'a load balancer that does not send it'"],
    // What a proxy before the load balancer sends is not known.
    { service: GatewayService.loadBalancer(), proxyConfig: { proxyProtocol: true } },
  ],
  [
    'an autoscaler without requests',
    { resources: { limits: memory }, proxyConfig: { concurrency: 2 } },
    [
      "GW572 spec.metrics[0].resource: got 'cpu in percent of a request that container istio-proxy of Deployment gw does not have'",
    ],
    // A limit is the request where there is none.
    { resources: { limits: cpu } },
  ],
  [
    'an autoscaler by memory without requests',
    { resources: { limits: cpu }, capacity: { targetMemoryPercent: 80 } },
    [expect.stringMatching(/^GW572 .*'memory in percent of a request/) as string],
    { resources: { limits: cpu }, replicas: 2 },
  ],
  [
    'a budget of one pod',
    { replicas: 1, disruptionBudget: DisruptionBudget.minAvailable(1) },
    ["GW573 spec.minAvailable: got '1 with 1 pod of Deployment gw'"],
    { replicas: 1, disruptionBudget: DisruptionBudget.maxUnavailable(1) },
  ],
  [
    'a budget of all pods',
    { disruptionBudget: DisruptionBudget.minAvailablePercent(51) },
    [expect.stringMatching(/^GW573 spec.minAvailable: got '51% with 2 pods/) as string],
    { disruptionBudget: DisruptionBudget.minAvailablePercent(50) },
  ],
  [
    'a budget without a pod that may be missing',
    { capacity: { maxUnavailable: 0 } },
    [expect.stringMatching(/^GW573 spec.maxUnavailable: got '0 with 2 pods/) as string],
    { disruptionBudget: DisruptionBudget.maxUnavailablePercent(1) },
  ],
  [
    'a grace period that ends before the drain',
    { terminationGracePeriod: Duration.seconds(90), service: nlb() },
    ["GW574 terminationGracePeriod: got '90 seconds'"],
    { terminationGracePeriod: Duration.seconds(91), service: nlb() },
  ],
  [
    'no CPU limit',
    { resources: { requests: cpu } },
    ["GW575 resources of the gateway: got 'no CPU limit'"],
    { resources: { requests: cpu }, proxyConfig: { concurrency: 2 } },
  ],
];
test.each(DOUBTS)('warns of %s', (_, doubtful, warnings, sound) => {
  expect(warningsOf(doubtful)).toEqual(warnings);
  expect(warningsOf(sound)).toEqual([]);
});

test('a gateway with a pod a node, or one that drains as the mesh says, is not doubtful', () => {
  expect(warningsOf({ kind: GatewayWorkloadKind.DAEMON_SET })).toEqual([]);
  expect(warningsOf({ drain: GatewayDrain.mesh(), terminationGracePeriod: Duration.seconds(30) })).toEqual([]);
});
