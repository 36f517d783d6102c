import { ApiObject, Chart } from 'cdk8s';
import { GatewayApp, Warnings } from '../../src';
import { GatewayApiChannel } from '../../src/check/channel';
import { temporaryDirectory, warningsOf } from '../support/synth';

/** An app with a route that uses a field of the experimental channel. */
function appWith(channel?: GatewayApiChannel) {
  const app = new GatewayApp({ outdir: temporaryDirectory(), channel });
  const route = new ApiObject(new Chart(app, 'chart'), 'shop', {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name: 'shop' },
    spec: { rules: [{ retry: { attempts: 2 } }] },
  });
  return { app, route };
}

test('a field of the experimental channel is a warning, until somebody acknowledges it', () => {
  const { app, route } = appWith();
  expect(warningsOf(app)).toMatch(/^warning GW301 \[chart\/shop\] HTTPRoute shop: spec\.rules\[0\]\.retry: /);
  Warnings.of(route).acknowledge('GW301', 'all clusters have the experimental CRDs');
  expect(warningsOf(app)).toBe('');
});

test('with the standard channel it is an error, whoever acknowledges it', () => {
  const { app, route } = appWith(GatewayApiChannel.STANDARD);
  Warnings.of(route).acknowledge('GW301', 'a try');
  expect(() => app.synth()).toThrow(/^1 error, no file was written\n\nerror GW301 \[chart\/shop\] HTTPRoute shop: /);
});

test('with the experimental channel it is nothing', () => {
  expect(warningsOf(appWith(GatewayApiChannel.EXPERIMENTAL).app)).toBe('');
});
