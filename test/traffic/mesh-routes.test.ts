import { Manifest } from '../../src/manifest/manifest';
import { modelsOf } from '../../src/model/model';
import { sendFromPod } from '../../src/traffic/istio/mesh';
import { PROFILES } from '../../src/traffic/profile';
import { requestOf } from '../../src/traffic/request';
import { worldOf } from '../../src/traffic/send';

/* Of routes of a Service, one for a port and one for all, only one counts; each was seen at a sidecar. */

const service: Manifest = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'a', namespace: 'apps' },
  spec: { ports: [{ name: 'http', port: 80 }] },
};

const route = (value: string, day: number, port?: number): Manifest => ({
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'HTTPRoute',
  metadata: { name: value, namespace: 'apps', creationTimestamp: `2026-01-0${day}T00:00:00Z` } as Manifest['metadata'],
  spec: {
    parentRefs: [{ group: '', kind: 'Service', name: 'a', ...(port ? { port } : {}) }],
    rules: [
      {
        filters: [{ type: 'RequestHeaderModifier', requestHeaderModifier: { set: [{ name: 'by', value }] } }],
        backendRefs: [{ name: 'a', port: 80 }],
      },
    ],
  },
});

test.each([
  ['of equal age that for the port', 1, 1, 'port'],
  ['the older: that for the port', 1, 2, 'port'],
  ['the older: that for all ports', 2, 1, 'all'],
])('%s', (_, ofPort, ofAll, expected) => {
  const namespace: Manifest = {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: 'apps', labels: { 'istio-injection': 'enabled' } },
  };
  const objects = [namespace, service, route('all', ofAll), route('port', ofPort, 80)];
  const [model] = modelsOf(objects.map((manifest) => ({ where: 'test.yaml', manifest })));
  const pod = { namespace: 'apps', labels: { app: 'client' }, serviceAccount: 'default' };
  const request = requestOf({ url: 'http://a.apps/' })!;
  const { outcomes } = sendFromPod(worldOf(model, PROFILES.istio), pod, request);
  expect(outcomes.map(({ upstream }) => upstream?.headers.get('by'))).toEqual([expected]);
});
