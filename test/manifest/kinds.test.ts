import { kindOf } from '../../src/manifest/kinds';
import { nameOf } from '../../src/manifest/manifest';

const KINDS: [string, boolean, ...string[]][] = [
  ['gateway.networking.k8s.io/v1', true, 'Gateway', 'HTTPRoute', 'ReferenceGrant'],
  ['gateway.networking.k8s.io/v1', false, 'GatewayClass'],
  ['kuadrant.io/v1', true, 'AuthPolicy', 'RateLimitPolicy', 'DNSPolicy', 'TLSPolicy'],
  ['kuadrant.io/v1alpha1', true, 'TokenRateLimitPolicy'],
  ['kuadrant.io/v1beta1', true, 'Kuadrant'],
  ['cert-manager.io/v1', true, 'Issuer', 'Certificate'],
  ['cert-manager.io/v1', false, 'ClusterIssuer'],
  ['monitoring.coreos.com/v1', true, 'PodMonitor', 'ServiceMonitor', 'PrometheusRule'],
  ['external-secrets.io/v1', true, 'ExternalSecret'],
];

test.each(
  KINDS.flatMap(([apiVersion, namespaced, ...kinds]) => kinds.map((kind) => ({ apiVersion, kind, namespaced }))),
)('$apiVersion $kind has a shape', ({ apiVersion, kind, namespaced }) => {
  const found = kindOf(apiVersion, kind)!;
  expect(found).toMatchObject({ apiVersion, kind, namespaced });
  expect(found.body.fields!.spec.type).toBe('object');
});

test.each([
  ['networking.istio.io/v1alpha1', 'Gateway'],
  ['gateway.networking.k8s.io/v1', 'gateway'],
  ['v1', 'Node'],
  ['', ''],
])('%s %s has none', (apiVersion, kind) => {
  expect(kindOf(apiVersion, kind)).toBeUndefined();
});

test.each([
  ['gateway.networking.k8s.io/v1beta1', 'HTTPRoute', 'gateway.networking.k8s.io/v1'],
  ['networking.istio.io/v1alpha3', 'Gateway', 'networking.istio.io/v1'],
  ['telemetry.istio.io/v1alpha1', 'Telemetry', 'telemetry.istio.io/v1'],
  ['gateway.networking.k8s.io/v1alpha2', 'TCPRoute', 'gateway.networking.k8s.io/v1alpha2'],
])('%s %s is served, with the schema of %s', (apiVersion, kind, schema) => {
  expect(kindOf(apiVersion, kind)).toMatchObject({ apiVersion: schema, kind });
});

test('an object is named by kind, namespace and name', () => {
  const named = (namespace?: string) =>
    nameOf({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'keys', namespace } });
  expect([named('team'), named()]).toEqual(['Secret team/keys', 'Secret keys']);
});
