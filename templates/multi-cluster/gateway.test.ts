import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GatewayApp, Geo, HttpRequest, MultiClusterTraffic } from 'cdk8s-gateways';
import { externalGateway } from './gateway';

const app = new GatewayApp();
externalGateway(app, {
  domain: 'demo.example.com',
  clusters: [
    { name: 'eu', geo: Geo.EUROPE, defaultGeo: true, region: 'eu-west-1' },
    { name: 'us', geo: Geo.country('US'), region: 'us-east-1' },
  ],
  hostedZoneId: 'Z0123456789ABCDEFGHIJ',
  email: 'platform@example.com',
});
const traffic = MultiClusterTraffic.fromApp(app);

for (const [country, expected] of [
  ['DE', 'eu'],
  ['US', 'us'],
  ['JP', 'eu'],
]) {
  test(`clients in ${country} reach cluster ${expected}`, () => {
    const result = traffic.send(HttpRequest.get('https://toystore.demo.example.com/').fromCountry(country));
    assert.deepEqual(
      result.outcomes.map(({ cluster, share, status }) => ({ cluster, share, status })),
      [{ cluster: expected, share: 1, status: 200 }],
      result.toString(),
    );
  });
}
