import * as fs from 'fs';
import * as path from 'path';
import { byName, exampleObjects, Json, readYaml } from './example';

const emitted = exampleObjects('connectivity-link');
const walkthrough = byName(readYaml(fs.readFileSync(path.join(__dirname, 'walkthrough.yaml'), 'utf8')));

/** What the example's README lists under "Where it differs": every difference there is, and why. */
const corrections: Record<string, (object: Json) => object> = {
  'Namespace api-gateway': (object) => ({ ...object, spec: {} }),
  'DNSPolicy api-gateway/external-dnspolicy': (object) => {
    object.spec.loadBalancing.geo = 'GEO-EU';
    return object;
  },
  'Gateway api-gateway/external': (object) => {
    object.spec.infrastructure = { parametersRef: { group: '', kind: 'ConfigMap', name: 'external-capacity' } };
    return object;
  },
};

test.each([...walkthrough.keys()].filter((name) => !name.startsWith('Secret ')))(
  '%s is the one of the walkthrough',
  (name) => {
    const expected = structuredClone(walkthrough.get(name)!);
    expect(emitted.get(name)).toEqual(corrections[name]?.(expected) ?? expected);
  },
);

test.each(['api-gateway', 'cert-manager'])('the Secret of namespace %s comes out of an ExternalSecret', (namespace) => {
  const secret = walkthrough.get(`Secret ${namespace}/aws-credentials`)!;
  expect(emitted.get(`ExternalSecret ${namespace}/aws-credentials`)!.spec).toMatchObject({
    secretStoreRef: { kind: 'ClusterSecretStore', name: 'aws-secrets-manager' },
    target: {
      name: secret.metadata.name,
      creationPolicy: 'Owner',
      template: { type: secret.type, engineVersion: 'v2' },
    },
    dataFrom: [{ extract: { key: 'connectivity-link/external/dns' } }],
  });
});

test('beside the walkthrough there is only the capacity of the gateway', () => {
  const known = [...walkthrough.keys()].map((name) => name.replace(/^Secret/, 'ExternalSecret'));
  expect([...emitted.keys()].filter((name) => !known.includes(name))).toEqual([
    'ConfigMap api-gateway/external-capacity',
  ]);
});

test('the capacity is what Istio accepts as overlays', () => {
  const { data } = emitted.get('ConfigMap api-gateway/external-capacity');
  const overlay = (key: string) => readYaml(data[key])[0].spec as Json;
  expect(Object.keys(data).sort()).toEqual(['deployment', 'horizontalPodAutoscaler', 'podDisruptionBudget']);
  expect(overlay('horizontalPodAutoscaler')).toMatchObject({ minReplicas: 2, maxReplicas: 10 });
  expect(overlay('podDisruptionBudget')).toMatchObject({ maxUnavailable: 1 });
  expect(overlay('deployment').replicas).toBeUndefined();
  const pod = overlay('deployment').template.spec;
  expect(pod.containers.map(({ name, resources }: Json) => [name, resources.requests.cpu])).toEqual([
    ['istio-proxy', '100m'],
  ]);
  expect(pod.topologySpreadConstraints.map(({ topologyKey }: Json) => topologyKey)).toEqual([
    'topology.kubernetes.io/zone',
    'kubernetes.io/hostname',
  ]);
});

test('the README lists every correction', () => {
  const readme = fs.readFileSync(path.join(__dirname, '../../examples/connectivity-link/README.md'), 'utf8');
  for (const words of [
    'GEO-EU',
    'ExternalSecret',
    'parametersRef',
    'spec: {}',
    'gateway.openTo(RouteNamespaces.all());',
  ]) {
    expect(readme).toContain(words);
  }
});
