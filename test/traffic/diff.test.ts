import { parseManifests } from '../../src/manifest/parse';
import { modelsOf } from '../../src/model/model';
import { difference } from '../../src/traffic/diff/difference';
import { shownChange } from '../../src/traffic/diff/show';
import { PROFILES } from '../../src/traffic/profile';
import { World, worldOf } from '../../src/traffic/send';

function world(yaml: string): World {
  const located = parseManifests(yaml).objects.map(({ manifest }) => ({ where: 'test.yaml', manifest }));
  const [model] = modelsOf(located, { isWhole: true });
  return worldOf(model, PROFILES.istio);
}

/** `opens 403 -> shop/web:80: GET http://…`, a line for each change. */
function told(before: string, after: string): string[] {
  return difference(world(before), world(after)).changes.map((change) => {
    const { lines, requests } = shownChange(change, false);
    return `${change.kind} ${lines.join('; ')}: ${requests.join(' | ')}`;
  });
}

interface Row {
  readonly name: string;
  readonly given: string;
  readonly before: string;
  readonly after: string;
  readonly expected: readonly string[];
}

const service = (name: string) => `
---
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: shop }
spec: { selector: { app: ${name} }, ports: [{ name: http, port: 80 }] }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: shop }
spec:
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name}, version: v1 } }
    spec: { containers: [{ name: app, image: app }] }
`;

const EDGE = `
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: public, namespace: shop }
spec:
  gatewayClassName: istio
  listeners: [{ name: http, port: 80, protocol: HTTP, hostname: shop.example.com }]
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: web, namespace: shop }
spec:
  parentRefs: [{ name: public }]
  rules: [{ backendRefs: [{ name: web, port: 80 }] }]
${service('web')}`;

const policy = (kind: string, spec: string) => `
---
apiVersion: kuadrant.io/v1
kind: ${kind}
metadata: { name: web, namespace: shop }
spec:
  targetRef: { group: gateway.networking.k8s.io, kind: HTTPRoute, name: web }
  ${spec}
`;
const denied = (predicate: string) =>
  policy(
    'AuthPolicy',
    `when: [{ predicate: "${predicate}" }]
  rules: { authorization: { nobody: { opa: { rego: "allow = false" } } } }`,
  );
const limit = (count: number) =>
  policy('RateLimitPolicy', `limits: { all: { rates: [{ limit: ${count}, window: 1m }] } }`);
const keys = policy(
  'AuthPolicy',
  'rules: { authentication: { keys: { apiKey: { selector: { matchLabels: { app: web } } } } } }',
);
const KEY = `
---
apiVersion: v1
kind: Secret
metadata: { name: bob, namespace: kuadrant-system, labels: { app: web, authorino.kuadrant.io/managed-by: authorino } }
stringData: { api_key: not-a-real-key }
`;

const KUADRANT: readonly Row[] = [
  {
    name: 'a policy that denies a path is gone',
    given: EDGE,
    before: denied("request.path.startsWith('/admin')"),
    after: '',
    expected: [
      'opens 403 -> shop/web:80: GET http://shop.example.com/admin and below | GET http://shop.example.com/adminx',
    ],
  },
  {
    name: 'a policy denies another method',
    given: EDGE,
    before: denied("request.method == 'DELETE'"),
    after: denied("request.method == 'PUT'"),
    expected: [
      'opens 403 -> shop/web:80: DELETE http://shop.example.com/ and all other paths',
      'breaks shop/web:80 -> 403: PUT http://shop.example.com/ and all other paths',
    ],
  },
  {
    name: 'a policy looks at another header',
    given: EDGE,
    before: denied("request.headers['x-team'] == 'a'"),
    after: denied("request.headers['x-team'] == 'b'"),
    expected: [
      'opens 403 -> shop/web:80: GET http://shop.example.com/ and all other paths, x-team: a',
      'breaks shop/web:80 -> 403: GET http://shop.example.com/ and all other paths, x-team: b',
    ],
  },
  {
    name: 'another limit',
    given: EDGE,
    before: limit(5),
    after: limit(10),
    expected: ['changes shop/web:80; limits: 5 per 1m -> 10 per 1m: GET http://shop.example.com/ and all other paths'],
  },
  { name: 'the same limit', given: EDGE, before: limit(5), after: limit(5), expected: [] },
  {
    name: 'API keys are asked for',
    given: EDGE + KEY,
    before: '',
    after: keys,
    expected: [
      'breaks shop/web:80 -> 401; response header www-authenticate: none -> Bearer realm="keys": GET http://shop.example.com/ and all other paths',
    ],
  },
];

const INGRESS = `
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: public, namespace: shop }
spec:
  selector: { istio: ingress }
  servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: [shop.example.com] }]
---
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: web, namespace: shop }
spec:
  host: web
  subsets: [{ name: v1, labels: { version: v1 } }, { name: v2, labels: { version: v2 } }]
${service('web')}`;

const virtual = (gateways: string, hosts: string, ...routes: readonly string[]) => `
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: web, namespace: shop }
spec:
  hosts: [${hosts}]
  gateways: [${gateways}]
  http: [${routes.join(', ')}]
`;
const to = (host: string, more = '') => `{ ${more}route: [{ destination: { host: ${host} } }] }`;
const split = (weight: number) =>
  `{ route: [{ destination: { host: web }, weight: ${100 - weight} }, { destination: { host: cart }, weight: ${weight} }] }`;

const allowed = (from: string) => `
---
apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata: { name: web, namespace: shop }
spec:
  selector: { matchLabels: { app: web } }
  rules: [{ from: [{ source: { principals: ["cluster.local/ns/${from}/sa/front"] } }] }]
`;

const ISTIO: readonly Row[] = [
  {
    name: 'weights at an ingress gateway',
    given: INGRESS + service('cart'),
    before: virtual('public', 'shop.example.com', split(10)),
    after: virtual('public', 'shop.example.com', split(50)),
    expected: [
      'changes shop/cart:80 10 %, shop/web:80 90 % -> shop/cart:80 50 %, shop/web:80 50 %: GET http://shop.example.com/ and all other paths',
    ],
  },
  {
    name: 'a match at an ingress gateway',
    given: INGRESS + service('cart'),
    before: virtual('public', 'shop.example.com', to('web')),
    after: virtual('public', 'shop.example.com', to('cart', 'match: [{ uri: { prefix: /cart } }], '), to('web')),
    expected: [
      'changes shop/web:80 -> shop/cart:80: GET http://shop.example.com/cart and below | GET http://shop.example.com/cartx',
    ],
  },
  {
    name: 'a host of the mesh',
    given: INGRESS + service('cart'),
    before: virtual('mesh', 'web', to('web')),
    after: virtual('mesh', 'web', to('cart', 'match: [{ headers: { x-canary: { exact: "1" } } }], '), to('web')),
    expected: [
      'changes shop/web:80 -> shop/cart:80: GET http://web.shop.svc.cluster.local/ and all other paths, x-canary: 1, from a pod of shop',
    ],
  },
  {
    name: 'other clients are allowed',
    given: INGRESS,
    before: allowed('edge'),
    after: allowed('ops'),
    expected: [
      'opens 403 -> shop/web:80: GET http://web.shop.svc.cluster.local/ and all other paths, from a pod of ops, service account front',
      'opens 403 -> shop/web:80; TLS: none -> web.shop.svc.cluster.local of the client: GET https://web.shop.svc.cluster.local:80/, from a pod of ops, service account front',
      'breaks shop/web:80 -> 403: GET http://web.shop.svc.cluster.local/ and all other paths, from a pod of edge, service account front',
      'breaks shop/web:80 -> 403; TLS: web.shop.svc.cluster.local of the client -> none: GET https://web.shop.svc.cluster.local:80/, from a pod of edge, service account front',
    ],
  },
];

const openshift = (spec: string, name = 'web') => `
---
apiVersion: route.openshift.io/v1
kind: Route
metadata: { name: ${name}, namespace: shop }
spec: { host: shop.example.com, ${spec} }
`;
const TO_WEB = 'to: { kind: Service, name: web }';
const OPENSHIFT: readonly Row[] = [
  {
    name: 'weights',
    given: service('web') + service('cart'),
    before: openshift(TO_WEB),
    after: openshift(`${TO_WEB}, alternateBackends: [{ kind: Service, name: cart, weight: 100 }]`),
    expected: [
      'changes shop/web:80 100 % -> shop/cart:80 50 %, shop/web:80 50 %: GET http://shop.example.com/ and all other paths',
    ],
  },
  {
    name: 'a path',
    given: service('web'),
    before: openshift(`path: /api, ${TO_WEB}`),
    after: openshift(`path: /v2, ${TO_WEB}`),
    expected: [
      'opens 503 -> shop/web:80: GET http://shop.example.com/v2 and below',
      'breaks shop/web:80 -> 503: GET http://shop.example.com/api and below',
    ],
  },
  {
    name: 'plain requests beside TLS',
    given: service('web'),
    before: openshift(`${TO_WEB}, tls: { termination: edge }`),
    after: openshift(`${TO_WEB}, tls: { termination: edge, insecureEdgeTerminationPolicy: Allow }`),
    expected: ['opens 503 -> shop/web:80: GET http://shop.example.com/ and all other paths'],
  },
  {
    name: 'a Route that another path of the host joins',
    given: service('web') + service('cart') + openshift(TO_WEB),
    before: '',
    after: openshift('path: /cart, to: { kind: Service, name: cart }', 'cart'),
    expected: ['changes shop/web:80 -> shop/cart:80: GET http://shop.example.com/cart and below'],
  },
  { name: 'none', given: service('web'), before: openshift(TO_WEB), after: openshift(TO_WEB), expected: [] },
];

describe.each([
  ["OpenShift's router", OPENSHIFT],
  ['Kuadrant', KUADRANT],
  ['Istio', ISTIO],
])('%s', (_, rows) => {
  test.each(rows)('$name', ({ given, before, after, expected }) => {
    expect(told(given + before, given + after)).toEqual(expected);
  });
});
