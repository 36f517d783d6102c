import { Chart } from 'cdk8s';
import { warningsOf, specOf } from './mesh-support';
import { OutboundTrafficPolicy, Sidecar, SidecarProps } from '../../src/istio/sidecar';
import { newChart, objectsOf } from '../support/synth';

const sidecar = (props: SidecarProps) => (chart: Chart) => new Sidecar(chart, 'default', props);

test('locks a namespace down', () => {
  const chart = newChart();
  sidecar({
    outboundTrafficPolicy: OutboundTrafficPolicy.REGISTRY_ONLY,
    egressHosts: ['./*', 'istio-system/*', '~legacy/*'],
  })(chart);
  expect(objectsOf(chart)).toEqual([
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'Sidecar',
      metadata: { name: 'default', namespace: 'team' },
      spec: {
        egress: [{ hosts: ['./*', 'istio-system/*', '~legacy/*'] }],
        outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' },
      },
    },
  ]);
});

test('is for workloads', () => {
  const props = { workloadSelector: { app: 'a' }, outboundTrafficPolicy: OutboundTrafficPolicy.ALLOW_ANY };
  expect(specOf(sidecar(props))).toEqual({
    workloadSelector: { labels: { app: 'a' } },
    outboundTrafficPolicy: { mode: 'ALLOW_ANY' },
  });
});

test.each<[string, string[], string | undefined]>([
  ['hosts of two namespaces', ['./*', 'istio-system/*'], undefined],
  ['a host of two namespaces', ['a/x.y', 'b/x.y'], undefined],
  ['a host and one that is removed', ['a/*', '~a/x.y'], undefined],
  ['none', ['~/*'], undefined],
  ['a host twice', ['a/x.y', 'a/x.y'], 'a/x.y'],
  ['the own namespace by its name', ['./*', 'team/*'], 'team/*'],
  ['a host of a whole namespace', ['a/x.y', 'a/*'], 'a/x.y'],
  ['a namespace beside all', ['a/*', '*/*'], 'a/*'],
  ['a host of every namespace', ['a/x.y', '*/x.y'], 'a/x.y'],
])('warns of duplicates: %s', (_, egressHosts, host) => {
  const text = `GW568 spec.egress[0].hosts[${egressHosts.lastIndexOf(host!)}]: got '${host}, which another entry includes'`;
  expect(warningsOf(sidecar({ egressHosts }))).toEqual(host === undefined ? [] : [text]);
});

const host = (...egressHosts: string[]) => ({ egressHosts });
test.each<[string, SidecarProps, string]>([
  ['no setting', { workloadSelector: { a: 'b' } }, "[test/default] Sidecar: got 'no setting'"],
  ['no labels', { workloadSelector: {}, ...host('./*') }, "workloadSelector: got 'none'"],
  ['no host', host(), "[test/default] egressHosts: got 'none'"],
  ['a host without a namespace', host('x.y'), "egressHosts: got 'x.y'"],
  ['an empty namespace', host('/x.y'), "egressHosts: got '/x.y'"],
  ['an empty name', host('a/'), "egressHosts: got 'a/'"],
  ['a namespace', host('A/x.y'), "namespace of host 'A/x.y': got 'A'"],
  ['a short name', host('./cart'), "name in egressHosts: got './cart'"],
  ['a wildcard in a word', host('./*x.y'), "name in egressHosts: got './*x.y'"],
  ['a name', host('./X.y'), "host './X.y' of egressHosts: got 'X.y'"],
])('refused: %s', (_, props, message) => {
  expect(() => sidecar(props)(newChart())).toThrow(message);
});
