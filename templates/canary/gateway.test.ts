import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GatewayApp, HttpRequest, Traffic } from 'cdk8s-gateways';
import { Checkout, PLAN } from './gateway';

const request = HttpRequest.get('https://shop.example.com/checkout');

for (const [index, share] of [0, 0.1, 0.5, 1].entries()) {
  const { name } = PLAN.stateAt(index + 1);
  test(`step ${index + 1}, ${name}: ${share * 100} % of the requests reach v2`, () => {
    const app = new GatewayApp();
    new Checkout(app, 'checkout', { domain: 'shop.example.com', step: index + 1 });
    const traffic = Traffic.fromApp(app);
    const shares = (sent: HttpRequest) => traffic.send(sent).shares;
    assert.equal(shares(request)['shop/checkout-v2:8080'] ?? 0, share);
    assert.deepEqual(shares(request.withHeader('version', 'v2')), { 'shop/checkout-v2:8080': 1 });
  });
}
