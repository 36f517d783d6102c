import { parseManifests } from '../../src/manifest/parse';
import { modelsOf } from '../../src/model/model';
import { statusesOf } from '../../src/traffic/conditions/statuses';

test('parents of routes of a mesh: a Service, a ServiceEntry', () => {
  const [mesh] = modelsOf(
    parseManifests(`
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: {name: outside, namespace: apps}
spec: {hosts: [example.org], ports: [{name: http, number: 80, protocol: HTTP}], resolution: DNS}
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: out, namespace: apps}
spec:
  parentRefs:
  - {group: networking.istio.io, kind: ServiceEntry, name: outside}
  - {group: '', kind: Service, name: gone}
  rules: [{backendRefs: [{name: gone, port: 80}]}]
`).objects.map(({ manifest }) => ({ where: '', manifest })),
    { isWhole: true },
  );
  expect(statusesOf(mesh).routes[0].parents.map(({ path, conditions }) => [path, conditions])).toEqual([
    [
      'spec.parentRefs[0]',
      [
        { type: 'Accepted', status: 'True', reason: 'Accepted' },
        { type: 'ResolvedRefs', status: 'False', reason: 'BackendNotFound' },
      ],
    ],
  ]);
});
