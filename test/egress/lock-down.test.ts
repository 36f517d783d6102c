import { k8s } from 'cdk8s-plus-28';
import { Warnings } from '../../src';
import { EgressGateway } from '../../src/egress/egress-gateway';
import { EgressHost } from '../../src/egress/egress-host';
import { EgressLockDown } from '../../src/egress/egress-lock-down';
import { EgressMode } from '../../src/egress/egress-mode';
import { newChart } from '../support/synth';

function locked(mode: EgressMode, lockDown: EgressLockDown) {
  const chart = newChart();
  new EgressGateway(chart, 'egress', { mode, lockDown }).addHost('docs', EgressHost.http('docs.redhat.com'));
  return chart;
}

const named = (name: string) => [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': name } } }];
const tcp = (port: number) => [{ port, protocol: 'TCP' }];

test.each([
  ['sidecars', EgressMode.gatewayApi(), ['Sidecar shop/default', 'NetworkPolicy shop/egress-lock-down'], undefined],
  ['ambient', EgressMode.waypoint(), ['NetworkPolicy shop/egress-lock-down'], tcp(15008)],
])('%s: applications reach DNS, istiod and the gateway only', (_, mode, objects, ports) => {
  const emitted = locked(mode, { namespaces: ['shop'] }).toJson();
  const own = emitted.filter(({ metadata }) => metadata.namespace === 'shop');
  expect(own.map(({ kind, metadata }) => `${kind} shop/${metadata.name}`)).toEqual(objects);
  expect(own.at(-1)!.spec).toEqual({
    podSelector: {},
    policyTypes: ['Egress'],
    egress: [
      {
        to: [{ namespaceSelector: {} }],
        ports: [
          { port: 53, protocol: 'UDP' },
          { port: 53, protocol: 'TCP' },
        ],
      },
      { to: named('istio-system'), ports: tcp(15012) },
      { to: named('team'), ...(ports && { ports }) },
    ],
  });
});

test('DNS of OpenShift, another control plane, and what applications reach beside it', () => {
  const chart = locked(EgressMode.gatewayApi(), {
    namespaces: ['shop'],
    registryOnly: false,
    dnsPorts: [5353],
    controlPlaneNamespace: 'mesh',
    allow: [{ to: [{ podSelector: {} }], ports: [{ port: k8s.IntOrString.fromNumber(8080) }] }],
  });
  const policy = chart.toJson().find(({ kind }) => kind === 'NetworkPolicy')!;
  expect(policy.spec.egress[0].ports[0]).toEqual({ port: 5353, protocol: 'UDP' });
  expect(policy.spec.egress[1].to).toEqual(named('mesh'));
  expect(policy.spec.egress[3]).toEqual({ to: [{ podSelector: {} }], ports: [{ port: 8080 }] });
  expect(chart.toJson().some(({ kind }) => kind === 'Sidecar')).toBe(false);
});

test('a Sidecar alone is no firewall', () => {
  const chart = locked(EgressMode.gatewayApi(), { namespaces: ['shop'], networkPolicy: false });
  expect(
    Warnings.of(chart)
      .list()
      .map(({ code }) => code),
  ).toEqual(['GW591']);
});

test.each<[string, EgressMode, EgressLockDown, RegExp]>([
  [
    'a Sidecar for ztunnel',
    EgressMode.waypoint(),
    { namespaces: ['shop'], registryOnly: true },
    /registryOnly: got true/,
  ],
  [
    'the namespace of the gateway',
    EgressMode.gatewayApi(),
    { namespaces: ['team'] },
    /namespaces of lockDown: got 'team'/,
  ],
  ['no namespaces', EgressMode.gatewayApi(), { namespaces: [] }, /at least one/],
  ['a namespace twice', EgressMode.gatewayApi(), { namespaces: ['a', 'a'] }, /'a' twice/],
  ['DNS on no port', EgressMode.gatewayApi(), { namespaces: ['a'], dnsPorts: [] }, /dnsPorts: got 'none'/],
])('refuses %s', (_, mode, lockDown, message) => {
  expect(() => locked(mode, lockDown)).toThrow(message);
});
