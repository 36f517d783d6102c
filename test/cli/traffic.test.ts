import * as fs from 'fs';
import * as path from 'path';
import { diff } from '../../src/cli/diff';
import { test as runTable, TestOptions } from '../../src/cli/test';
import { witnessesOf } from '../../src/match/witness';
import { temporaryDirectory } from '../support/synth';

const SHOP = path.join(__dirname, '../docs/shop');
const at = (name: string) => path.join(SHOP, name);
const file = [at('gateway.yaml')];

function table(text: string, options: TestOptions = {}) {
  const name = path.join(temporaryDirectory(), 'routes.test.yaml');
  fs.writeFileSync(name, text);
  return runTable(at('new'), [name], { file, ...options });
}

test.each([
  ['request: GET https://api.example.com/orders', 'expect: 200', 0],
  ['request: GET https://api.example.com/orders', 'expect: 200 from shop/orders-v1', 1],
  ['request: GET https://api.example.com/orders', 'expect: { shares: { orders-v1: 90 %, orders-v2: 10 % } }', 0],
  ['request: GET https://api.example.com/orders', 'expect: { shares: { orders-v1: 90 % } }', 1],
  ['request: GET https://api.example.com/reports?a=1', 'expect: { path: "/reports?a=1", absent: [version] }', 0],
  ['request: GET https://api.example.com/reports', 'expect: { mirrors: [web] }', 1],
  ['request: GET http://api.example.com/reports', 'expect: connection refused', 0],
])('%s, %s: exit status %s', (request, expect_, status) => {
  expect(table(`tests: [{ it: works, ${request}, ${expect_} }]`).status).toBe(status);
});

test.each([
  ['', ':1: table: got undefined'],
  ['tests:\n- it: a\n  requset: GET https://a.b', ":3: tests[0].requset: got 'requset'"],
  ['tests:\n- it: a\n  request: a.b\n  expect: 200', ":3: tests[0].request: got 'a.b'"],
  ['tests:\n- it: a\n  request: GET https://a.b\n  expect: fine', ":4: tests[0].expect: got 'fine'"],
  [
    'tests:\n- it: a\n  request: GET https://a.b\n  expect: { shares: { a: 0.9 } }',
    ":4: tests[0].expect.shares['a']: got 0.9",
  ],
  ['tests: [', 'text that is no YAML'],
])('a mistake in the table %j', (text, message) => {
  expect(() => table(text)).toThrow(message);
});

test('too little is reached', () => {
  const { status, stdout } = table('tests: [{ it: a, request: "GET https://api.example.com/orders", expect: 200 }]', {
    failUnder: '90',
    format: 'junit',
  });
  expect(status).toBe(1);
  expect(stdout).toContain('<testsuite name="cdk8s-gateways test" tests="2" failures="1">');
});

test('diff', () => {
  expect(diff(at('old'), at('old'), { file, exitCode: true })).toMatchObject({ status: 0 });
  expect(diff(at('old'), at('new'), { file, exitCode: true }).status).toBe(1);
  expect(diff(at('old'), at('new'), { file }).status).toBe(0);
  const { changes } = JSON.parse(diff(at('old'), at('new'), { file, json: true }).stdout) as {
    changes: { kind: string; before: { result: string }; after: { result: string } }[];
  };
  expect(changes.map(({ kind }) => kind)).toEqual(
    [...changes.map(({ kind }) => kind)].sort((a, b) => order(a) - order(b)),
  );
  expect(changes.find(({ kind }) => kind === 'breaks')).toMatchObject({
    before: { result: 'shop/legacy:8080' },
    after: { result: '404' },
  });
  expect(diff(at('old'), at('new'), { file, format: 'markdown' }).stdout).toContain('### More open');
});

const order = (kind: string) => ['opens', 'breaks', 'changes'].indexOf(kind);

test.each([
  ['/[ab]/b', ['/a/b', '/b/b']],
  ['/a/b|/c', ['/a/b', '/c']],
  ['^/v\\d{1,2}$', ['/v0', '/v9', '/v00', '/v99']],
  ['[^a-z]', ['0', '-']],
  ['(?i)yes', ['yes']],
  ['(', []],
])('texts that match %s', (pattern, texts) => {
  expect(witnessesOf(pattern)).toEqual(texts);
});

const LIMITED = `
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
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { ports: [{ port: 80 }] }
---
apiVersion: kuadrant.io/v1
kind: RateLimitPolicy
metadata: { name: web, namespace: shop }
spec:
  targetRef: { group: gateway.networking.k8s.io, kind: HTTPRoute, name: web }
  limits: { all: { rates: [{ limit: 2, window: 10s }] } }
---
apiVersion: kuadrant.io/v1
kind: AuthPolicy
metadata: { name: web, namespace: shop }
spec:
  targetRef: { group: gateway.networking.k8s.io, kind: HTTPRoute, name: web }
  rules:
    authentication:
      tokens: { jwt: { issuerUrl: https://idp.example.com }, credentials: { cookie: { name: token } } }
`;

test.each([
  ['a third request in the window', [{ after: '9s', status: 429 }], 0],
  ['a third request behind the window', [{ after: '10s', status: 200 }], 0],
  ['the limit is not used up', [{ after: '9s', status: 200 }], 1],
])('%s', (_, rows, expected) => {
  const directory = temporaryDirectory();
  fs.writeFileSync(path.join(directory, 'shop.yaml'), LIMITED);
  const asked = 'request: GET http://shop.example.com/, jwt: { iss: https://idp.example.com }, jwtIn: cookie token';
  const more = rows.map(({ after, status }) => `{ ${asked}, after: ${after}, expect: ${status} }`);
  const name = path.join(temporaryDirectory(), 'routes.test.yaml');
  fs.writeFileSync(
    name,
    `tests: [{ it: counts, requests: [{ ${asked}, times: 2, expect: 200 }, ${more.join(', ')}] }, { it: counts anew, ${asked}, expect: 200 }]`,
  );
  expect(runTable(directory, [name], { profile: 'istio' })).toMatchObject({ status: expected });
});

test('a token elsewhere than the table can say', () => {
  expect(() =>
    table('tests: [{ it: a, request: "GET https://api.example.com/", jwtIn: body x, expect: 200 }]'),
  ).toThrow("tests[0].jwtIn: got 'body x'");
});

const MESH = `
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: public, namespace: shop }
spec:
  selector: { istio: ingress }
  servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: [shop.example.com] }]
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: web, namespace: shop }
spec:
  hosts: [shop.example.com]
  gateways: [public]
  http:
  - match: [{ uri: { prefix: /a } }, { uri: { prefix: /b } }]
    route: [{ destination: { host: web } }]
  - name: others
    route: [{ destination: { host: web } }]
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: inside, namespace: shop }
spec:
  hosts: [web]
  http: [{ route: [{ destination: { host: web } }] }]
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { ports: [{ name: http, port: 80 }] }
`;

test.each([
  ['GET http://shop.example.com/a', '', '1 of 1 listeners, 1 of 2 routes, 1 of 3 rules, 1 of 4 matches'],
  ['GET http://shop.example.com/c', '', '1 of 1 listeners, 1 of 2 routes, 1 of 3 rules, 1 of 4 matches'],
  ['GET http://web.shop/', 'from: pod shop/a, ', '0 of 1 listeners, 1 of 2 routes, 1 of 3 rules, 1 of 4 matches'],
])("coverage of Istio's objects by %s", (request, from, expected) => {
  const directory = temporaryDirectory();
  fs.writeFileSync(path.join(directory, 'mesh.yaml'), MESH);
  const name = path.join(temporaryDirectory(), 'routes.test.yaml');
  fs.writeFileSync(name, `tests: [{ it: a, request: "${request}", ${from}expect: 200 }]`);
  expect(runTable(directory, [name], { profile: 'istio' }).stdout).toContain(`reached ${expected}`);
});
