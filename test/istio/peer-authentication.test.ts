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

const ports = (key: string) => ({ selector: { app: 'a' }, portLevelMtls: { [key]: MutualTlsMode.STRICT } });
test.each<[string, PeerAuthenticationProps, string]>([
  ['no labels', { selector: {} }, "selector: got 'none'"],
  ['a wildcard', { selector: { app: '*' } }, "selector['app']: got '*'"],
  [
    'ports of a namespace',
    { portLevelMtls: { 80: MutualTlsMode.DISABLE } },
    "[test/default] portLevelMtls: got 'no selector'",
  ],
  ['no port', { selector: { app: 'a' }, portLevelMtls: {} }, "[test/default] portLevelMtls: got 'none'"],
  ['a name', ports('http'), "port 'http' of portLevelMtls: got NaN"],
  ['port 0', ports('0'), "port '0' of portLevelMtls"],
  ['a number in another form', ports('8e3'), "port '8e3' of portLevelMtls"],
  ['a high port', ports('65536'), "port '65536' of portLevelMtls: got 65536"],
])('refused: %s', (_, props, message) => {
  expect(() => policy(props)(newChart())).toThrow(message);
});
