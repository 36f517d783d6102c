import { parseManifests } from '../../src/manifest/parse';
import { modelsOf } from '../../src/model/model';
import { statusesOf } from '../../src/traffic/conditions/statuses';
import { PROFILES } from '../../src/traffic/profile';

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

describe('where several reasons hold, the specification and Istio tell of different ones', () => {
  const GATEWAY = `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: g, namespace: edge}
spec:
  gatewayClassName: istio
  listeners:
  - {name: a, port: 80, protocol: HTTP, hostname: a.example.com}
  - {name: b, port: 80, protocol: HTTP, hostname: b.example.com, allowedRoutes: {namespaces: {from: All}}}
  - name: c
    port: 443
    protocol: HTTPS
    hostname: c.example.com
    tls: {certificateRefs: [{name: c, namespace: secrets}]}
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec: {ports: [{port: 80}]}
---
`;
  const route = (hostname: string, parent: string, rules: string) => `
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: r, namespace: shop}
spec:
  hostnames: [${hostname}]
  parentRefs: [{name: g, namespace: edge${parent}}]
  rules: ${rules}
`;
  const modelFor = (text: string) =>
    modelsOf(
      parseManifests(GATEWAY + text).objects.map(({ manifest }) => ({ where: '', manifest })),
      { isWhole: true, exists: ['Secret secrets/c'] },
    )[0];

  test.each([
    // The host fits only the listener that does not allow the namespace.
    [
      'a.example.com',
      '',
      '[{}]',
      ['NoMatchingListenerHostname', 'ResolvedRefs'],
      ['NotAllowedByListeners', 'ResolvedRefs'],
    ],
    [
      'b.example.com',
      ', sectionName: a',
      '[{}]',
      ['NotAllowedByListeners', 'ResolvedRefs'],
      ['NoMatchingListenerHostname', 'ResolvedRefs'],
    ],
    [
      'b.example.com',
      ', sectionName: z',
      '[{}]',
      ['NoMatchingParent', 'ResolvedRefs'],
      ['NoMatchingParent', 'ResolvedRefs'],
    ],
    [
      'b.example.com',
      '',
      '[{backendRefs: [{name: web, port: 81}]}]',
      ['Accepted', 'BackendNotFound'],
      ['Accepted', 'ResolvedRefs'],
    ],
    [
      'b.example.com',
      '',
      '[{backendRefs: [{name: web, port: 80}, {name: gone, port: 80, weight: 0}]}]',
      ['Accepted', 'BackendNotFound'],
      ['Accepted', 'ResolvedRefs'],
    ],
    [
      'b.example.com',
      '',
      '[{backendRefs: [{name: gone, port: 80}]}, {backendRefs: [{name: web, namespace: x, port: 80}]}]',
      ['Accepted', 'BackendNotFound'],
      ['Accepted', 'RefNotPermitted'],
    ],
    [
      'b.example.com',
      '',
      '[{filters: [{type: RequestMirror, requestMirror: {backendRef: {name: gone, port: 80}}}], backendRefs: [{name: web, namespace: x, port: 80}]}]',
      ['Accepted', 'RefNotPermitted'],
      ['Accepted', 'RefNotPermitted'],
    ],
  ])('%s%s %s', (hostname, parent, rules, bySpec, byIstio) => {
    const model = modelFor(route(hostname, parent, rules));
    const reasons = (['spec', 'istio'] as const).map((profile) =>
      statusesOf(model, PROFILES[profile]).routes[0].parents[0].conditions.map(({ reason }) => reason),
    );
    expect(reasons).toEqual([bySpec, byIstio]);
  });

  test('a Secret that is not granted', () => {
    const model = modelFor('');
    const reasons = (['spec', 'istio'] as const).map((profile) =>
      statusesOf(model, PROFILES[profile]).gateways[0].listeners[2].conditions.map(({ reason }) => reason),
    );
    expect(reasons).toEqual([
      ['Accepted', 'NoConflicts', 'Invalid', 'RefNotPermitted'],
      ['NoValidCACertificate', 'NoConflicts', 'Invalid', 'RefNotPermitted'],
    ]);
  });
});
