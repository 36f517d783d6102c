import { parseManifests } from '../../src/manifest/parse';
import { modelsOf } from '../../src/model/model';
import { difference } from '../../src/traffic/diff/difference';
import { shownChange } from '../../src/traffic/diff/show';
import { send } from '../../src/traffic/entry';
import { PROFILES } from '../../src/traffic/profile';
import { requestOf } from '../../src/traffic/request';
import { World, worldOf } from '../../src/traffic/send';

/* Policies of the pods that an ingress gateway sends to; held to the data plane by test/dataplane/behind-scenes.ts. */

const pods = (labels = 'app: web') => `
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { selector: { app: web }, ports: [{ name: http, port: 80, targetPort: 8080 }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { ${labels} } }
    spec: { containers: [{ name: app, image: app }] }
`;

const GATEWAY_API = `
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: public, namespace: edge }
spec:
  gatewayClassName: istio
  listeners: [{ name: http, port: 80, protocol: HTTP, allowedRoutes: { namespaces: { from: All } } }]
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: web, namespace: shop }
spec:
  parentRefs: [{ name: public, namespace: edge }]
  hostnames: [shop.example.com]
  rules: [{ backendRefs: [{ name: web, port: 80 }] }]
`;

const ISTIO = `
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: public, namespace: edge }
spec: { selector: { istio: ingress }, servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: ["*"] }] }
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: web, namespace: shop }
spec:
  hosts: [shop.example.com]
  gateways: [edge/public]
  http: [{ route: [{ destination: { host: web, port: { number: 80 } } }] }]
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: ingress, namespace: edge }
spec:
  selector: { matchLabels: { istio: ingress } }
  template:
    metadata: { labels: { istio: ingress } }
    spec: { serviceAccountName: ingress, containers: [{ name: istio-proxy, image: auto }] }
`;

const policy = (kind: string, spec: string, namespace = 'shop') => `
---
apiVersion: security.istio.io/v1
kind: ${kind}
metadata: { name: web, namespace: ${namespace} }
spec: { ${spec} }
`;
const OF_WEB = 'selector: { matchLabels: { app: web } }';
const allow = (source: string) =>
  policy('AuthorizationPolicy', `${OF_WEB}, rules: [{ from: [{ source: { ${source} } }] }]`);
const tokens = (namespace: string, rest = '') =>
  policy('RequestAuthentication', `jwtRules: [{ issuer: https://idp.example.com${rest} }]`, namespace);
const DEMANDED = allow('requestPrincipals: ["https://idp.example.com/*"]');

function world(yaml: string): World {
  const located = parseManifests(yaml).objects.map(({ manifest }) => ({ where: 'test.yaml', manifest }));
  return worldOf(modelsOf(located, { isWhole: true })[0], PROFILES.istio);
}

/** Outcomes of a request of Ann, as `200` or `403 RBAC: access denied`. */
function sent(yaml: string): string[] {
  const client = { ip: '203.0.113.9', jwt: { iss: 'https://idp.example.com', sub: 'ann' } };
  const request = requestOf({ url: 'http://shop.example.com/', client })!;
  return send(world(yaml), request).outcomes.map(
    ({ status, error, reason, condition }) =>
      `${error ?? status}${reason === undefined ? '' : ` ${reason}`}${condition === undefined ? '' : ` if ${condition}`}`,
  );
}

const DENIED = ['403 RBAC: access denied'];

describe.each([
  ['a Gateway of the Gateway API', GATEWAY_API, 'public-istio'],
  ['a Gateway of Istio', ISTIO, 'ingress'],
])('pods behind %s', (_, gateway, account) => {
  test.each<[string, string, string[]]>([
    ['which its service account may call', allow(`principals: [cluster.local/ns/edge/sa/${account}]`), ['200']],
    ['which its namespace may call', allow('namespaces: [edge]'), ['200']],
    ['which another namespace may call', allow('namespaces: [shop]'), DENIED],
    ['by the address of the client', allow('remoteIpBlocks: [203.0.113.9]'), ['200']],
    ['by another address', allow('remoteIpBlocks: [198.51.100.0/24]'), DENIED],
    ['that demand mutual TLS', policy('PeerAuthentication', 'mtls: { mode: STRICT }'), ['200']],
    ['that demand a token', tokens('shop') + DEMANDED, ['200']],
    ['that demand a token, which the gateway keeps', tokens('edge') + tokens('shop') + DEMANDED, DENIED],
    [
      'that demand a token, which the gateway hands on',
      tokens('edge', ', forwardOriginalToken: true') + tokens('shop') + DEMANDED,
      ['200'],
    ],
  ])('%s', (__, policies, expected) => {
    expect(sent(pods() + gateway + policies)).toEqual(expected);
  });

  test('without a sidecar', () => {
    const exempt = pods('app: web, sidecar.istio.io/inject: "false"');
    expect(sent(exempt + gateway + allow('namespaces: [shop]'))).toEqual(['200']);
  });

  test('a difference of their policies', () => {
    const at = (path: string) =>
      policy('AuthorizationPolicy', `action: DENY, rules: [{ to: [{ operation: { paths: [${path}] } }] }]`);
    const [before, after] = [at('/old'), at('/new')].map((each) => world(pods() + gateway + each));
    expect(
      difference(before, after)
        .changes.filter(({ probes }) => probes.some(({ target }) => target.kind !== 'Pod'))
        .map((change) => `${change.kind} ${shownChange(change, false).requests[0]}`),
    ).toEqual(['opens GET http://shop.example.com/old', 'breaks GET http://shop.example.com/new']);
  });
});
