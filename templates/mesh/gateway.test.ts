import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GatewayApp, HttpRequest, Traffic } from 'cdk8s-gateways';
import { Shop } from './gateway';

const app = new GatewayApp();
new Shop(app, 'shop', {
  host: 'shop.example.com',
  images: { web: 'registry.example.com/web', orders: 'registry.example.com/orders' },
});
const traffic = Traffic.fromApp(app);

test('the world reaches web', () => {
  const result = traffic.send(HttpRequest.get('https://shop.example.com/'));
  assert.deepEqual(result.shares, { 'shop/web:8080': 1 }, result.toString());
});

test('a pod without an identity that is allowed reaches nothing', () => {
  for (const application of ['web', 'orders']) {
    const request = HttpRequest.get(`http://${application}.shop.svc.cluster.local:8080/`);
    const result = traffic.send(request.fromPod('shop', { app: 'cron' }));
    assert.equal(result.status, 403, result.toString());
  }
});
