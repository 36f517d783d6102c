import { Chart } from 'cdk8s';
import { specOf } from './mesh-support';
import { MutualTlsMode, PeerAuthentication, PeerAuthenticationProps } from '../../src/istio/peer-authentication';
import { newChart, objectsOf } from '../support/synth';

const policy = (props?: PeerAuthenticationProps) => (chart: Chart) => new PeerAuthentication(chart, 'default', props);

test('wants mutual TLS of a namespace', () => {
  const chart = newChart();
  policy()(chart);
  expect(objectsOf(chart)).toEqual([
    {
      apiVersion: 'security.istio.io/v1',
      kind: 'PeerAuthentication',
      metadata: { name: 'default', namespace: 'team' },
      spec: { mtls: { mode: 'STRICT' } },
    },
  ]);
});

test('wants it of workloads, but for a port', () => {
  const props = {
    selector: { app: 'cart' },
    mtls: MutualTlsMode.PERMISSIVE,
    portLevelMtls: { 8080: MutualTlsMode.DISABLE, 9090: MutualTlsMode.UNSET },
  };
  expect(specOf(policy(props))).toEqual({
    selector: { matchLabels: { app: 'cart' } },
    mtls: { mode: 'PERMISSIVE' },
    portLevelMtls: { 8080: { mode: 'DISABLE' }, 9090: { mode: 'UNSET' } },
  });
});

test.each<[string, PeerAuthenticationProps, string]>([
  ['no labels', { selector: {} }, "selector: got 'none'"],
  ['a wildcard', { selector: { app: '*' } }, "selector['app']: got '*'"],
])('refused: %s', (_, props, message) => {
  expect(() => policy(props)(newChart())).toThrow(message);
});
