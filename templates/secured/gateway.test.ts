import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GatewayApp, Geo, HttpRequest, Traffic } from 'cdk8s-gateways';
import { ExternalGateway } from './gateway';

const app = new GatewayApp();
new ExternalGateway(app, 'external', {
  domain: 'test.example.com',
  geo: Geo.EUROPE,
  hostedZoneId: 'Z0123456789ABCDEFGHIJ',
  email: 'platform@example.com',
  tokenIssuer: 'https://login.example.com',
});
const toys = HttpRequest.get('https://toystore.test.example.com/toys');

test('clients with a token reach the toystore', () => {
  const result = Traffic.fromApp(app).send(toys.withJwt({ iss: 'https://login.example.com' }));
  assert.deepEqual(result.shares, { 'api-gateway/toystore:8080': 1 }, result.toString());
});

test('nobody comes in without one', () => {
  assert.equal(Traffic.fromApp(app).send(toys).status, 401);
});

test('no more than 100 requests a second', () => {
  const traffic = Traffic.fromApp(app);
  const client = toys.withJwt({ iss: 'https://login.example.com' });
  const statuses = Array.from({ length: 101 }, () => traffic.send(client).status);
  assert.deepEqual(statuses, [...Array<number>(100).fill(200), 429]);
});
