import * as fs from 'fs';
import * as path from 'path';
import { check } from '../../src/check/check';
import { Located } from '../../src/manifest/manifest';
import { parseManifests } from '../../src/manifest/parse';
import { listenersByGateway } from '../../src/model/listeners';
import { modelsOf } from '../../src/model/model';
import { policyPathsOf } from '../../src/model/policies';
import { routesOf } from '../../src/model/routes';
import { workloadsOf } from '../../src/model/workloads';
import { topologyOf } from '../../src/topology/graph';
import { TopologyGraph } from '../../src/topology/nodes';
import { svgOf } from '../../src/topology/svg';
import { exampleFiles } from '../examples/example';

const SHOP = `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: public, namespace: edge }
spec:
  gatewayClassName: istio
  listeners:
  - { name: https, port: 443, protocol: HTTPS, hostname: "*.example.com", tls: { certificateRefs: [{ name: wild-tls }] }, allowedRoutes: { namespaces: { from: All } } }
  - { name: http, port: 80, protocol: HTTP, allowedRoutes: { namespaces: { from: Same } } }
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: web, namespace: shop }
spec:
  parentRefs: [{ name: public, namespace: edge }]
  hostnames: [www.example.com]
  rules:
  - name: api
    matches: [{ path: { type: Exact, value: /api } }]
    backendRefs: [{ name: web, port: 80, weight: 9 }, { name: next, port: 80, weight: 1 }]
  - filters: [{ type: RequestMirror, requestMirror: { backendRef: { name: shadow, port: 80 } } }]
    backendRefs: [{ name: web, port: 81 }]
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { selector: { app: web }, ports: [{ port: 80 }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec: { replicas: 2, selector: { matchLabels: { app: web } }, template: { metadata: { labels: { app: web } }, spec: { containers: [{ name: a, image: a }] } } }
---
apiVersion: kuadrant.io/v1
kind: AuthPolicy
metadata: { name: closed, namespace: edge }
spec: { targetRef: { group: gateway.networking.k8s.io, kind: Gateway, name: public }, defaults: { rules: { authorization: { deny: { opa: { rego: "allow = false" } } } } } }
---
apiVersion: kuadrant.io/v1
kind: AuthPolicy
metadata: { name: open, namespace: shop }
spec: { targetRef: { group: gateway.networking.k8s.io, kind: HTTPRoute, name: web, sectionName: api }, rules: { authentication: { anyone: { anonymous: {} } } } }
---
apiVersion: kuadrant.io/v1
kind: TLSPolicy
metadata: { name: tls, namespace: edge }
spec: { targetRef: { group: gateway.networking.k8s.io, kind: Gateway, name: public }, issuerRef: { kind: ClusterIssuer, name: le } }
---
apiVersion: kuadrant.io/v1
kind: DNSPolicy
metadata: { name: dns, namespace: edge }
spec: { targetRef: { group: gateway.networking.k8s.io, kind: Gateway, name: public }, loadBalancing: { geo: GEO-EU, defaultGeo: true, weight: 120 }, providerRefs: [{ name: aws }] }
`;

const MESH = `
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: out, namespace: mesh }
spec: { selector: { app: out }, servers: [{ port: { number: 443, name: tls, protocol: TLS }, hosts: [api.partner.example], tls: { mode: PASSTHROUGH } }] }
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: partner, namespace: mesh }
spec:
  hosts: [api.partner.example]
  gateways: [mesh, out]
  tls:
  - match: [{ gateways: [mesh], port: 443, sniHosts: [api.partner.example] }]
    route: [{ destination: { host: out.mesh.svc.cluster.local, port: { number: 443 } } }]
  - match: [{ gateways: [out], port: 443, sniHosts: [api.partner.example] }]
    route: [{ destination: { host: api.partner.example, port: { number: 443 } } }]
---
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: partner, namespace: mesh }
spec: { hosts: [api.partner.example], resolution: DNS, ports: [{ number: 443, name: tls, protocol: TLS }] }
---
apiVersion: v1
kind: Service
metadata: { name: out, namespace: mesh }
spec: { selector: { app: out }, ports: [{ port: 443 }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: out, namespace: mesh }
spec: { selector: { matchLabels: { app: out } }, template: { metadata: { labels: { app: out } }, spec: { containers: [{ name: istio-proxy, image: auto }] } } }
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: callers, namespace: mesh }
spec: { selector: { matchLabels: { app: out } }, rules: [{}] }
`;

const objectsIn = (yaml: string, group?: string): Located[] =>
  parseManifests(yaml).objects.map(({ line, manifest, locate }) => ({
    where: `shop.yaml:${line}`,
    group,
    manifest,
    source: { file: group === undefined ? 'shop.yaml' : `${group}.yaml`, locate },
  }));

const graphIn = (objects: readonly Located[]) => topologyOf(objects, check(objects));

const edgesOf = ({ edges }: TopologyGraph) =>
  edges.map(({ from, to, kind, label }) => `${from} ${kind} ${to}${label === undefined ? '' : ` (${label})`}`);

describe('the Gateway API with policies of Kuadrant', () => {
  const objects = objectsIn(SHOP);
  const graph = graphIn(objects);
  const node = (id: string) => graph.nodes.find((each) => each.id === id)!;

  test.each([
    'GatewayClass istio serves Gateway edge/public',
    'DNSName www.example.com leads Gateway edge/public#https (geo EU, weight 120, default)',
    'Gateway edge/public#https routes HTTPRoute shop/web',
    'HTTPRoute shop/web#api forwards Service shop/web (90 %)',
    'HTTPRoute shop/web#api forwards Service shop/next (10 %)',
    'HTTPRoute shop/web#rule-2 forwards Service shop/web',
    'HTTPRoute shop/web#rule-2 mirrors Service shop/shadow (mirror)',
    'Service shop/web forwards Deployment shop/web',
    'ClusterIssuer le serves Secret edge/wild-tls',
    'Secret edge/wild-tls serves Gateway edge/public#https',
    'AuthPolicy edge/closed applies Gateway edge/public',
    'AuthPolicy shop/open applies HTTPRoute shop/web#api',
    'TLSPolicy edge/tls applies Gateway edge/public',
    'DNSPolicy edge/dns applies Gateway edge/public',
  ])('%s', (edge) => {
    expect(edgesOf(graph)).toContain(edge);
  });

  test('there are no other edges', () => {
    expect(graph.edges).toHaveLength(14);
  });

  test('parts, details and places', () => {
    expect(node('HTTPRoute shop/web#api')).toMatchObject({
      role: 'rule',
      parent: 'HTTPRoute shop/web',
      details: ['/api'],
      path: 'spec.rules[0]',
      file: 'shop.yaml',
      line: 18,
    });
    expect(node('Gateway edge/public#https').details).toEqual(['HTTPS 443', '*.example.com']);
    expect(node('Deployment shop/web').details).toEqual(['2 pods']);
    expect(node('Service shop/next').where).toBeUndefined();
  });

  test('policies in effect: the most specific of a kind, and what it leaves nothing of', () => {
    const of = (id: string) => node(id).effective.map(({ kind, sources, overridden }) => [kind, sources, overridden]);
    expect(of('HTTPRoute shop/web#api')).toEqual([
      ['AuthPolicy', ['AuthPolicy shop/open'], ['AuthPolicy edge/closed']],
    ]);
    expect(of('HTTPRoute shop/web#rule-2')).toEqual([['AuthPolicy', ['AuthPolicy edge/closed'], []]]);
    expect(of('Gateway edge/public#https')).toEqual([
      ['DNSPolicy', ['DNSPolicy edge/dns'], []],
      ['TLSPolicy', ['TLSPolicy edge/tls'], []],
    ]);
  });

  test('findings are on the part that they are about', () => {
    const found = graph.nodes.flatMap(({ id, findings }) => findings.map(({ code, where }) => [code, id, where]));
    expect(found).toContainEqual(['GW378', 'HTTPRoute shop/web#rule-2', expect.stringMatching(/^shop\.yaml:22:/)]);
  });

  test('the same for two clusters, which names lead to', () => {
    const both = graphIn([...objectsIn(SHOP, 'dist/eu'), ...objectsIn(SHOP, 'dist/us')]);
    expect(both.clusters).toEqual(['eu', 'us']);
    expect(both.nodes.filter(({ role }) => role === 'dns')).toHaveLength(1);
    expect(edgesOf(both)).toContain('us: HTTPRoute shop/web#api forwards us: Service shop/web (90 %)');
    expect(both.edges.filter(({ kind }) => kind === 'leads').map(({ to }) => to)).toEqual([
      'eu: Gateway edge/public#https',
      'us: Gateway edge/public#https',
    ]);
    expect(both.nodes.filter(({ cluster }) => cluster === 'us').flatMap(({ findings }) => findings)).toHaveLength(
      graph.nodes.flatMap(({ findings }) => findings).length,
    );
  });
});

test('the Istio API: out of the mesh by a gateway', () => {
  const graph = graphIn(objectsIn(MESH));
  expect(edgesOf(graph).sort()).toEqual([
    'AuthorizationPolicy mesh/callers applies Deployment mesh/out',
    'Deployment mesh/out forwards Gateway.networking.istio.io mesh/out',
    'Gateway.networking.istio.io mesh/out#server-1 routes VirtualService mesh/partner',
    'Mesh mesh routes VirtualService mesh/partner',
    'Service mesh/out forwards Deployment mesh/out',
    'VirtualService mesh/partner#tls-1 forwards Service mesh/out',
    'VirtualService mesh/partner#tls-2 forwards ServiceEntry mesh/partner',
  ]);
  expect(graph.nodes.find(({ id }) => id === 'Deployment mesh/out')!.effective[0].sources).toEqual([
    'AuthorizationPolicy mesh/callers',
  ]);
});

test('waypoints stand before the services that use them', () => {
  const service = (name: string, labels = '') =>
    `apiVersion: v1\nkind: Service\nmetadata: { name: ${name}, namespace: mesh${labels} }\nspec: { ports: [{ port: 80 }] }\n`;
  const graph = graphIn(
    objectsIn(
      [
        'apiVersion: v1\nkind: Namespace\nmetadata: { name: mesh, labels: { istio.io/use-waypoint: near } }\n',
        'apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: { name: near, namespace: mesh }\nspec: { gatewayClassName: istio-waypoint, listeners: [{ name: mesh, port: 15008, protocol: HBONE }] }\n',
        service('orders'),
        service('direct', ', labels: { istio.io/use-waypoint: none }'),
      ].join('---\n'),
    ),
  );
  expect(edgesOf(graph).sort()).toEqual([
    'Gateway mesh/near forwards Service mesh/orders (waypoint)',
    'GatewayClass istio-waypoint serves Gateway mesh/near',
    'Mesh mesh routes Gateway mesh/near',
  ]);
});

test('a finding of an object that has no place in the picture has a node all the same', () => {
  const graph = graphIn(objectsIn('apiVersion: v1\nkind: Namespace\nmetadata: { name: UPPER }\n'));
  expect(graph.nodes.map(({ id, role }) => [id, role])).toEqual([['Namespace UPPER', 'other']]);
  expect(graph.others).toEqual({});
});

test('an object that the API server refuses is drawn without what it would do', () => {
  const graph = graphIn(objectsIn(SHOP.replace('from: Same', 'from: Some')));
  expect(graph.nodes.find(({ id }) => id === 'Gateway edge/public')).toMatchObject({ role: 'gateway', findings: [{}] });
  expect(graph.nodes.filter(({ role }) => role === 'listener')).toEqual([]);
});

test('what has no node is counted', () => {
  expect(graphIn(objectsIn('apiVersion: v1\nkind: Namespace\nmetadata: { name: a }\n')).others).toEqual({
    Namespace: 1,
  });
});

test('the picture of the README is that of the example', () => {
  const objects = Object.entries(exampleFiles('connectivity-link')).flatMap(([file, text]) =>
    parseManifests(text).objects.map(({ manifest }) => ({ where: file, manifest })),
  );
  const file = path.join(__dirname, '../../docs/topology.svg');
  // npx cdk8s-gateways graph examples/connectivity-link/dist -o docs/topology.svg
  expect(fs.readFileSync(file, 'utf8')).toBe(svgOf(topologyOf(objects, check(objects))));
});

describe('examples', () => {
  const names = fs
    .readdirSync(path.join(__dirname, '../../examples'))
    .filter((name) => fs.existsSync(path.join(__dirname, '../../examples', name, 'main.ts')));

  test.each(names)('%s: all of the model is in the graph, and no edge leads nowhere', (name) => {
    const objects = Object.entries(exampleFiles(name))
      .filter(([file]) => file.endsWith('.yaml'))
      .flatMap(([file, text]) =>
        parseManifests(text).objects.map(({ line, manifest }) => ({
          where: `${file}:${line}`,
          group: path.dirname(file),
          manifest,
        })),
      );
    const graph = topologyOf(objects);
    const ids = new Set(graph.nodes.map(({ id }) => id));
    expect(ids.size).toBe(graph.nodes.length);
    expect(graph.edges.filter(({ from, to }) => !ids.has(from) || !ids.has(to))).toEqual([]);
    expect(graph.nodes.filter(({ parent }) => parent !== undefined && !ids.has(parent))).toEqual([]);
    const models = modelsOf(objects);
    const count = (kind: string) => graph.nodes.filter((node) => node.kind === kind).length;
    expect(count('Listener')).toBe(models.flatMap((model) => [...listenersByGateway(model).values()].flat()).length);
    const routes = models.flatMap(routesOf);
    expect(
      graph.nodes.filter(({ role, kind }) => role === 'route' && /^(HTTP|GRPC|TLS|TCP)Route$/.test(kind)),
    ).toHaveLength(routes.length);
    expect(graph.nodes.filter(({ parent = '' }) => /^(.*: )?(HTTP|GRPC|TLS|TCP)Route /.test(parent))).toHaveLength(
      routes.flatMap(({ rules }) => rules).length,
    );
    expect(graph.nodes.filter(({ role }) => role === 'workload')).toHaveLength(models.flatMap(workloadsOf).length);
    if (models.some((model) => policyPathsOf(model).length > 0)) {
      expect(graph.nodes.some(({ role }) => role === 'rule')).toBe(true);
    }
    expect(JSON.stringify(topologyOf(objects))).toBe(JSON.stringify(graph));
  });
});
