import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EgressHost, GatewayApp, HttpRequest, Traffic } from 'cdk8s-gateways';
import { Egress } from './gateway';

const app = new GatewayApp();
new Egress(app, 'egress', { callers: 'shop', hosts: { api: EgressHost.tlsOrigination('api.example.com') } });
const traffic = Traffic.fromApp(app);
const call = (url: string) => traffic.send(HttpRequest.get(url).fromPod('shop', { app: 'web' }));

test('the shop reaches the API', () => {
  const result = call('http://api.example.com/orders');
  assert.equal(result.status, 200, result.toString());
});

test('by way of the gateway, with TLS', () => {
  assert.match(call('http://api.example.com/orders').toString(), /Gateway istio-egress\/egress/);
});

test('and nothing else outside', () => {
  const result = call('http://www.example.org/');
  assert.equal(result.status, 502, result.toString());
});
