import 'cdk8s-gateways/lib/matchers';
import { Duration } from 'cdk8s';
import { GatewayApp, HttpRequest, PolicyScope, PolicyTarget, Rate, RateLimitPolicy, Traffic } from 'cdk8s-gateways';
import { Chart } from 'cdk8s';
import { addGateway } from './gateway';

const limit = (when: string) =>
  new RateLimitPolicy(new Chart(new GatewayApp(), 'limits', { namespace: 'api-gateway' }), 'limits', {
    target: PolicyTarget.of({
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'Gateway',
      name: 'external',
      namespace: 'api-gateway',
    }),
    policyScope: PolicyScope.defaults(),
    limits: { writes: { rates: [Rate.of(2, Duration.seconds(10))], when: [when] } },
  });

test('a CEL expression is read', () => {
  expect(() => limit("request.method == 'POST'")).not.toThrow();
});

test('a mistake in a CEL expression is told', () => {
  expect(() => limit("request.method = 'POST'")).toThrow('write == instead of =');
});

test('the gateway denies what nobody may', () => {
  const app = new GatewayApp();
  addGateway(app);
  const result = Traffic.fromApp(app).send(HttpRequest.get('https://test.demo.example.com/'));
  expect(result).toBeDenied(403);
});
