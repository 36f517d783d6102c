import { ApiObject, App, Chart, Duration } from 'cdk8s';
import { Traffic } from '../../src/app/traffic';
import { HttpRequest } from '../../src/traffic/http-request';

const GATEWAY_API = { apiVersion: 'gateway.networking.k8s.io/v1' };

test('limits count over a clock that the test holds', () => {
  const chart = new Chart(new App(), 'web');
  new ApiObject(chart, 'gateway', {
    ...GATEWAY_API,
    kind: 'Gateway',
    metadata: { name: 'public', namespace: 'edge' },
    spec: { gatewayClassName: 'istio', listeners: [{ name: 'http', port: 80, protocol: 'HTTP' }] },
  });
  new ApiObject(chart, 'route', {
    ...GATEWAY_API,
    kind: 'HTTPRoute',
    metadata: { name: 'web', namespace: 'edge' },
    spec: { parentRefs: [{ name: 'public' }], rules: [{ backendRefs: [{ name: 'web', port: 80 }] }] },
  });
  new ApiObject(chart, 'limit', {
    apiVersion: 'kuadrant.io/v1',
    kind: 'RateLimitPolicy',
    metadata: { name: 'web', namespace: 'edge' },
    spec: {
      targetRef: { group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name: 'web' },
      limits: { low: { rates: [{ limit: 1, window: '10s' }] } },
    },
  });
  const traffic = Traffic.fromApp(App.of(chart) as App);
  const send = () => traffic.send(HttpRequest.get('http://web.example.com/'));
  expect([send().status, send().status]).toEqual([200, 429]);
  traffic.advance(Duration.seconds(9));
  const { outcomes } = send();
  expect(outcomes).toEqual([
    expect.objectContaining({
      status: 429,
      body: 'Too Many Requests\n',
      reason: 'limit low of RateLimitPolicy edge/web, 1 per 10s, is used up',
    }),
  ]);
  traffic.advance(Duration.seconds(1));
  expect(send().status).toBe(200);
});
