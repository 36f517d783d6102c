import { ApiObject, Chart } from 'cdk8s';
import { load } from 'js-yaml';
import { CART, convert, gateway, named, Props, rulesOf, specOf, virtualService } from './virtual-service-support';
import { Conversion } from '../../src/conversion/virtual-service-conversion';
import { Warnings } from '../../src/resource/warning';
import { Backend } from '../../src/route/backend';
import { RouteParent } from '../../src/route/route-parent';
import { brief } from '../support/brief';
import { newChart, objectsOf, theOnly } from '../support/synth';

const withBriefMessages = (list: readonly { readonly message: string }[]) =>
  list.map((warning) => ({ ...warning, message: brief(warning.message) }));

const warningsOf = (http: string) =>
  Warnings.of(convert(`{ hosts: [a.example.com], gateways: [gateway], http: ${http} }`))
    .list()
    .map(({ code, message }) => `${code} ${brief(message)}`);

const cart = { name: 'cart', port: 80 };

describe('the walkthrough', () => {
  test('httpbin becomes the route of the Gateway API', () => {
    const chart = newChart();
    const manifest = load(`
      apiVersion: networking.istio.io/v1
      kind: VirtualService
      metadata: { name: httpbin, namespace: httpbin }
      spec:
        hosts: [httpbin.example.com]
        gateways: [httpbin-gateway]
        http:
          - match:
              - uri: { prefix: /status }
              - uri: { prefix: /headers }
            route:
              - destination: { port: { number: 8000 }, host: httpbin }
    `);
    const parents = [RouteParent.of(named('httpbin-gateway', 'httpbin'))];
    const route = Conversion.fromVirtualService(chart, 'httpbin', manifest, { parents });
    expect(objectsOf(chart)).toEqual([
      {
        apiVersion: 'gateway.networking.k8s.io/v1',
        kind: 'HTTPRoute',
        metadata: { name: 'httpbin', namespace: 'httpbin' },
        spec: {
          parentRefs: [{ name: 'httpbin-gateway', namespace: 'httpbin' }],
          hostnames: ['httpbin.example.com'],
          rules: [
            {
              matches: [
                { path: { type: 'PathPrefix', value: '/status' } },
                { path: { type: 'PathPrefix', value: '/headers' } },
              ],
              backendRefs: [{ name: 'httpbin', port: 8000 }],
            },
          ],
        },
      },
    ]);
    expect(withBriefMessages(Warnings.of(route).list())).toEqual([
      {
        code: 'GW580',
        path: 'test/httpbin',
        message: expect.stringContaining("spec.http[0].match[0].uri: got prefix '/status'"),
      },
      expect.objectContaining({ message: expect.stringContaining("prefix '/headers'") as string }),
    ]);
  });

  test('bookinfo', () => {
    const chart = newChart();
    const manifest = load(`
      apiVersion: networking.istio.io/v1
      kind: VirtualService
      metadata: { name: bookinfo-rule, namespace: bookinfo }
      spec:
        hosts: [bookinfo.com]
        gateways: [bookinfo/bookinfo-gateway]
        http:
          - match: [{ uri: { prefix: /reviews/ } }]
            route: [{ destination: { port: { number: 9080 }, host: reviews.bookinfo.svc.cluster.local } }]
    `);
    const route = Conversion.fromVirtualService(chart, 'bookinfo', manifest, { parents: [gateway] });
    expect(theOnly(chart, 'HTTPRoute').spec).toMatchObject({
      hostnames: ['bookinfo.com'],
      rules: [
        {
          matches: [{ path: { type: 'PathPrefix', value: '/reviews' } }],
          backendRefs: [{ name: 'reviews', port: 9080 }],
        },
      ],
    });
    expect(Warnings.of(route).list()).toMatchObject([
      { message: expect.stringContaining("got prefix '/reviews/'") as string },
    ]);
  });

  test('egress has a half for the mesh and one for the gateway', () => {
    const egress = `
      hosts: [docs.redhat.com]
      gateways: [mesh, egress/egress-gw]
      http:
        - match: [{ gateways: [mesh], port: 80 }]
          route: [{ destination: { host: gw.egress.svc.cluster.local, subset: rh-docs, port: { number: 80 } }, weight: 100 }]
        - match: [{ gateways: [egress/egress-gw], port: 80 }]
          route: [{ destination: { host: docs.redhat.com, port: { number: 80 } }, weight: 100 }]
    `;
    const subsets = { 'gw.egress.svc.cluster.local/rh-docs': Backend.service('gw', 80, { namespace: 'egress' }) };
    const entry = RouteParent.port(
      { apiVersion: 'networking.istio.io/v1', kind: 'ServiceEntry', name: 'docs', namespace: 'shop' },
      80,
    );
    expect(specOf(egress, { parents: [entry], subsets })).toEqual({
      parentRefs: [{ group: 'networking.istio.io', kind: 'ServiceEntry', name: 'docs', namespace: 'shop', port: 80 }],
      rules: [{ backendRefs: [{ name: 'gw', namespace: 'egress', port: 80 }] }],
    });
    expect(specOf(egress, { parents: [RouteParent.port(named('gateway'), 80)] })).toEqual({
      parentRefs: [{ name: 'gateway', port: 80 }],
      hostnames: ['docs.redhat.com'],
      rules: [{ backendRefs: [{ group: 'networking.istio.io', kind: 'Hostname', name: 'docs.redhat.com', port: 80 }] }],
    });
  });
});

test('takes the construct that emits the VirtualService', () => {
  const chart = newChart();
  const manifest = virtualService(`{ hosts: [a.example.com], gateways: [g], http: [{ ${CART} }] }`);
  const source = new ApiObject(new Chart(chart, 'old', { namespace: 'old' }), 'vs', {
    ...manifest,
    metadata: { name: 'vs' },
  });
  const route = Conversion.fromVirtualService(chart, 'new', source, {
    parents: [gateway],
    labels: { a: 'b' },
    annotations: { c: 'd' },
    name: 'cart',
  });
  expect(route.namespace).toBe('old');
  expect(route.apiObject.toJson()).toMatchObject({
    metadata: { name: 'cart', namespace: 'old', labels: { a: 'b' }, annotations: { c: 'd' } },
    spec: { rules: [{ backendRefs: [cart] }] },
  });
});

test('in another namespace, short names stay where they were', () => {
  const chart = newChart();
  convert(`{ hosts: [cart], gateways: [g], http: [{ ${CART} }] }`, { namespace: 'infra' }, chart);
  expect(theOnly(chart, 'HTTPRoute')).toMatchObject({
    metadata: { namespace: 'infra' },
    spec: { hostnames: ['cart.shop.svc.cluster.local'], rules: [{ backendRefs: [{ ...cart, namespace: 'shop' }] }] },
  });
  expect(theOnly(chart, 'ReferenceGrant').metadata).toMatchObject({ namespace: 'shop' });
});

test('in a mesh, the hosts are the parents', () => {
  const parents = [RouteParent.service('cart', 'shop'), RouteParent.service('list', 'other')];
  const spec = `{ hosts: [cart, list.other.svc.cluster.local], http: [{ ${CART} }] }`;
  expect(specOf(spec, { parents }).hostnames).toBeUndefined();
});

const uri = (match: string) => `[{ match: [{ uri: ${match} }], ${CART} }]`;
const exact = (value: string) => ({ path: { type: 'Exact', value } });
const prefix = (value: string) => ({ path: { type: 'PathPrefix', value } });
const regex = (value: string) => ({ path: { type: 'RegularExpression', value } });
const value = (text: string, type?: string) => ({ name: 'x', ...(type && { type }), value: text });
const asks = (match: string) => `[{ match: [${match}], ${CART} }]`;

test.each<[string, string, object[] | undefined]>([
  ['no match', `[{ ${CART} }]`, undefined],
  ['an exact path', uri('{ exact: /a }'), [exact('/a')]],
  ['a prefix', uri('{ prefix: /a }'), [prefix('/a')]],
  ['every path as a prefix', uri('{ prefix: / }'), [prefix('/')]],
  ['every path as an empty prefix', uri("{ prefix: '' }"), [prefix('/')]],
  ['every path as an expression', uri("{ regex: '.*' }"), [prefix('/')]],
  ['an expression that is a path', uri("{ regex: '^/a\\\\.b$' }"), [regex('^/a\\\\.b$')]],
  ['an expression that is a path with a dot', uri('{ regex: "^/a\\\\.b$" }'), [exact('/a.b')]],
  ['an expression that is a path and all below', uri('{ regex: "/a(/.*)?" }'), [prefix('/a')]],
  ['an expression that is all below a path', uri('{ regex: "/a/.*" }'), [prefix('/a')]],
  ['an expression that is a prefix', uri('{ regex: "/a.*" }'), [prefix('/a')]],
  ['another expression', uri('{ regex: "/a/[0-9]+" }'), [regex('^(?:/a/[0-9]+)$')]],
  ['an expression with anchors', uri('{ regex: "^/a/[0-9]+$" }'), [regex('^/a/[0-9]+$')]],
  ['an expression with anchors for one half', uri('{ regex: "^/a[0-9]|/b$" }'), [regex('^(?:^/a[0-9]|/b$)$')]],
  ['case that does not matter', uri('{ regex: "(?i)/a" }, ignoreUriCase: true'), [regex('^(?:(?i)/a)$')]],
  ['a method', asks('{ method: { exact: GET } }'), [{ method: 'GET' }]],
  ['methods', asks('{ method: { regex: GET|POST } }'), [{ method: 'GET' }, { method: 'POST' }]],
  ['methods in brackets', asks('{ method: { regex: ^(GET|POST)$ } }'), [{ method: 'GET' }, { method: 'POST' }]],
  ['any method', asks('{ method: { regex: .* }, uri: { exact: /a } }'), [exact('/a')]],
  ['a header', asks('{ headers: { x: { exact: a } } }'), [{ headers: [value('a')] }]],
  [
    'the start of a header',
    asks("{ headers: { x: { prefix: 'a.b[^\\' } } }"),
    [{ headers: [value('^a[.]b[[]\\^\\\\.*$', 'RegularExpression')] }],
  ],
  [
    'an expression of a header',
    asks('{ headers: { x: { regex: a|b } } }'),
    [{ headers: [value('^(?:a|b)$', 'RegularExpression')] }],
  ],
  [
    'a header with any value',
    asks('{ headers: { x: { regex: "*" } } }'),
    [{ headers: [value('.*', 'RegularExpression')] }],
  ],
  ['a header that is there', asks('{ headers: { x: {} } }'), [{ headers: [value('.*', 'RegularExpression')] }]],
  ['a parameter', asks('{ queryParams: { x: { exact: a } } }'), [{ queryParams: [value('a')] }]],
  [
    'the start of a parameter',
    asks('{ queryParams: { x: { prefix: a } } }'),
    [{ queryParams: [value('^a.*$', 'RegularExpression')] }],
  ],
])('matches %s', (_, http, matches) => {
  expect(rulesOf(http)[0].matches).toEqual(matches);
});

const canary = 'route: [{ destination: { host: canary, port: { number: 80 } } }]';

test.each<[string, string, [string, object[] | undefined][]]>([
  [
    'a pin is asked for on every path of the rules behind it',
    `[{ match: [{ headers: { x: { exact: a } } }], ${canary} }, { match: [{ uri: { exact: /a } }], ${CART} }, { ${CART} }]`,
    [
      ['canary', [{ headers: [value('a')] }, { ...exact('/a'), headers: [value('a')] }]],
      ['cart', [exact('/a')]],
      ['cart', undefined],
    ],
  ],
  [
    'a pin of another value is not',
    `[{ match: [{ headers: { x: { exact: a } } }], ${canary} }, { match: [{ uri: { exact: /a }, headers: { x: { exact: b } } }], ${CART} }]`,
    [
      ['canary', [{ headers: [value('a')] }]],
      ['cart', [{ ...exact('/a'), headers: [value('b')] }]],
    ],
  ],
  [
    'a list from specific to general is left as it is',
    `[{ match: [{ uri: { exact: /a } }], ${canary} }, { match: [{ uri: { prefix: /a } }], ${CART} }, { ${CART} }]`,
    [
      ['canary', [exact('/a')]],
      ['cart', [prefix('/a')]],
      ['cart', undefined],
    ],
  ],
  [
    'a path without its slash goes where it went',
    `[{ match: [{ uri: { prefix: /a/ } }], ${canary} }, { ${CART} }]`,
    [
      ['canary', [prefix('/a')]],
      ['cart', [{}, exact('/a')]],
    ],
  ],
  [
    'a path without its slash that somebody else gets needs no more',
    `[{ match: [{ uri: { prefix: /a/ } }], ${canary} }, { match: [{ uri: { exact: /a } }], ${canary} }, { ${CART} }]`,
    [
      ['canary', [prefix('/a')]],
      ['canary', [exact('/a')]],
      ['cart', undefined],
    ],
  ],
  [
    'a path that another match names stays with the prefix of its text',
    `[{ match: [{ uri: { prefix: /a } }], ${canary} }, { match: [{ uri: { exact: /ab } }], ${CART} }]`,
    [['canary', [prefix('/a'), exact('/ab')]]],
  ],
  [
    'what is never reached is left out',
    `[{ match: [{ uri: { prefix: / } }], ${canary} }, { match: [{ uri: { exact: /a } }], ${CART} }]`,
    [['canary', [prefix('/')]]],
  ],
  [
    'an expression stands beside what it does not overlap, and gives way to a path behind it',
    `[{ match: [{ uri: { regex: '/a/[0-9]+' } }], ${canary} }, { match: [{ uri: { exact: /a/1 } }, { uri: { prefix: /b } }], ${CART} }]`,
    [
      ['canary', [regex('^(?:/a/[0-9]+)$')]],
      ['cart', [prefix('/b')]],
    ],
  ],
])('order: %s', (_, http, wanted) => {
  expect(rulesOf(http).map(({ backendRefs, matches }) => [backendRefs![0].name, matches])).toEqual(wanted);
});

const redirect = (fields: string) => `[{ redirect: ${fields} }]`;
const behind = (match: string, rewrite: string) =>
  `[{ match: [{ uri: ${match} }], rewrite: { uri: ${rewrite} }, ${CART} }]`;
const path = (type: 'full' | 'prefix', to: string) => ({
  path:
    type === 'full'
      ? { type: 'ReplaceFullPath', replaceFullPath: to }
      : { type: 'ReplacePrefixMatch', replacePrefixMatch: to },
});
const rewritten = (urlRewrite: object) => ({ filters: [{ type: 'URLRewrite', urlRewrite }] });
const mirrored = (requestMirror: object) => ({ filters: [{ type: 'RequestMirror', requestMirror }] });
const redirected = (requestRedirect: object) => ({ filters: [{ type: 'RequestRedirect', requestRedirect }] });

test.each<[string, string, object]>([
  [
    'weights, where none is no share',
    '[{ route: [{ destination: { host: a }, weight: 90 }, { destination: { host: b } }] }]',
    {
      backendRefs: [
        { name: 'a', port: 8080, weight: 90 },
        { name: 'b', port: 8080, weight: 0 },
      ],
    },
  ],
  [
    'a weight of one destination alone, which does not count',
    '[{ route: [{ destination: { host: a }, weight: 0 }] }]',
    { backendRefs: [{ name: 'a', port: 8080 }] },
  ],
  [
    'a subset',
    '[{ route: [{ destination: { host: a, subset: v2 }, weight: 1 }, { destination: { host: a }, weight: 3 }] }]',
    {
      backendRefs: [
        { name: 'a-v2', port: 9090, weight: 1 },
        { name: 'a', port: 8080, weight: 3 },
      ],
    },
  ],
  [
    'headers',
    `[{ headers: { request: { set: { a: b }, add: { c: d }, remove: [e] }, response: { set: { f: g } } }, ${CART} }]`,
    {
      filters: [
        {
          type: 'RequestHeaderModifier',
          requestHeaderModifier: {
            set: [{ name: 'a', value: 'b' }],
            add: [{ name: 'c', value: 'd' }],
            remove: ['e'],
          },
        },
        { type: 'ResponseHeaderModifier', responseHeaderModifier: { set: [{ name: 'f', value: 'g' }] } },
      ],
    },
  ],
  [
    'headers of one destination',
    '[{ route: [{ destination: { host: a }, headers: { response: { remove: [e] } } }] }]',
    {
      backendRefs: [
        {
          name: 'a',
          port: 8080,
          filters: [{ type: 'ResponseHeaderModifier', responseHeaderModifier: { remove: ['e'] } }],
        },
      ],
    },
  ],
  ['a host that is set', `[{ headers: { request: { set: { Host: b.c } } }, ${CART} }]`, rewritten({ hostname: 'b.c' })],
  [
    'a host of the only destination',
    '[{ route: [{ destination: { host: a }, headers: { request: { set: { ":authority": b.c } } } }] }]',
    rewritten({ hostname: 'b.c' }),
  ],
  ['a rewritten host', `[{ rewrite: { authority: b.c }, ${CART} }]`, rewritten({ hostname: 'b.c' })],
  ['a rewritten prefix', behind('{ prefix: /a }', '/b'), rewritten(path('prefix', '/b'))],
  ['a rewritten prefix with slashes', behind('{ prefix: /a/ }', '/'), rewritten(path('prefix', '/'))],
  ['a prefix that goes', behind('{ prefix: /a }', '/'), rewritten(path('prefix', '/'))],
  ['a rewritten path', behind('{ exact: /a }', '/b'), rewritten(path('full', '/b'))],
  ['a rewritten path of an expression', behind('{ regex: /a/.* }', '/b'), rewritten(path('full', '/b'))],
  [
    'a redirect',
    redirect('{ uri: /b, authority: b.c, scheme: https, port: 8443, redirectCode: 308 }'),
    redirected({ scheme: 'https', hostname: 'b.c', port: 8443, ...path('full', '/b'), statusCode: 308 }),
  ],
  ['a redirect without a status', redirect('{ scheme: https }'), redirected({ scheme: 'https', statusCode: 301 })],
  ['a mirror', `[{ mirror: { host: b }, ${CART} }]`, mirrored({ backendRef: { name: 'b', port: 8080 } })],
  [
    'a share of a mirror',
    `[{ mirror: { host: b }, mirrorPercentage: { value: 10 }, ${CART} }]`,
    mirrored({ backendRef: { name: 'b', port: 8080 }, percent: 10 }),
  ],
  [
    'a share by its old name',
    `[{ mirror: { host: b }, mirrorPercent: 20, ${CART} }]`,
    mirrored({ backendRef: { name: 'b', port: 8080 }, percent: 20 }),
  ],
  [
    'a fine share of one of several mirrors',
    `[{ mirrors: [{ destination: { host: b }, percentage: { value: 0.5 } }, { destination: { host: c }, percentage: { value: 0 } }], ${CART} }]`,
    mirrored({ backendRef: { name: 'b', port: 8080 }, fraction: { numerator: 5000, denominator: 1_000_000 } }),
  ],
  ['a timeout', `[{ timeout: 1.5s, ${CART} }]`, { timeouts: { request: '1s500ms' } }],
  [
    'retries',
    `[{ timeout: 1m, retries: { attempts: 3, perTryTimeout: 2s, backoff: 25ms, retryOn: 'connect-failure, 503,503,429' }, ${CART} }]`,
    {
      timeouts: { request: '1m', backendRequest: '2s' },
      retry: { attempts: 3, backoff: '25ms', codes: [503, 429] },
    },
  ],
  ['retries of connections', `[{ retries: { attempts: 2 }, ${CART} }]`, { retry: { attempts: 2 } }],
  [
    'CORS',
    `[{ corsPolicy: { allowOrigins: [{ exact: 'https://a.b' }], allowMethods: [PUT], allowHeaders: [x], exposeHeaders: [y], allowCredentials: true, maxAge: 600s, unmatchedPreflights: IGNORE }, ${CART} }]`,
    {
      filters: [
        {
          type: 'CORS',
          cors: {
            allowOrigins: ['https://a.b'],
            allowMethods: ['PUT'],
            allowHeaders: ['x'],
            exposeHeaders: ['y'],
            allowCredentials: true,
            maxAge: 600,
          },
        },
      ],
    },
  ],
  [
    'CORS for all',
    `[{ corsPolicy: { allowOrigins: [{ regex: '.*' }], allowMethods: ['*'] }, ${CART} }]`,
    { filters: [{ type: 'CORS', cors: { allowOrigins: ['*'], allowMethods: ['*'] } }] },
  ],
  [
    'CORS by its old field',
    `[{ corsPolicy: { allowOrigin: ['https://a.b'] }, ${CART} }]`,
    { filters: [{ type: 'CORS', cors: { allowOrigins: ['https://a.b'] } }] },
  ],
  ['a name', `[{ name: first, ${CART} }]`, { name: 'first' }],
])('says %s', (_, http, rule) => {
  const subsets: Props['subsets'] = http.includes('subset') ? { 'a/v2': Backend.service('a-v2', 9090) } : {};
  expect(rulesOf(http, { defaultPort: 8080, subsets })[0]).toMatchObject(rule);
});

test('a prefix that is rewritten has a rule of its own, and a longer path keeps what it has more', () => {
  const http = `[
    { name: pin, match: [{ uri: { prefix: /a }, headers: { x: { exact: a } } }, { uri: { exact: /c } }], rewrite: { uri: /z }, ${canary} },
    { match: [{ uri: { prefix: /a/b } }, { uri: { exact: /a/e } }, { uri: { exact: /ab } }], ${CART} }
  ]`;
  const headers = [value('a')];
  expect(rulesOf(http)).toMatchObject([
    { name: 'pin', matches: [{ ...prefix('/a'), headers }], ...rewritten(path('prefix', '/z')) },
    { name: 'pin-2', matches: [{ ...exact('/ab'), headers }], ...rewritten(path('full', '/zb')) },
    { name: 'pin-3', matches: [{ ...prefix('/a/b'), headers }], ...rewritten(path('prefix', '/z/b')) },
    { name: 'pin-4', matches: [{ ...exact('/a/e'), headers }], ...rewritten(path('full', '/z/e')) },
    { name: 'pin-5', matches: [exact('/c')], ...rewritten(path('full', '/z')) },
    { matches: [prefix('/a/b'), exact('/a/e'), exact('/ab')] },
  ]);
});

test('a path that goes on within an element is rewritten as a text', () => {
  const http = `[{ match: [{ uri: { prefix: /a } }], rewrite: { uri: /z/ }, ${canary} }, { match: [{ uri: { exact: /ab } }], ${CART} }]`;
  expect(rulesOf(http)).toMatchObject([
    { matches: [prefix('/a')], ...rewritten(path('prefix', '/z')) },
    { matches: [exact('/ab')], ...rewritten(path('full', '/z/b')) },
  ]);
});

test('a mirror and a timeout of a redirect do not count', () => {
  expect(rulesOf('[{ redirect: { scheme: https }, mirror: { host: b }, timeout: 1s }]')).toEqual([
    redirected({ scheme: 'https', statusCode: 301 }),
  ]);
});

test.each<[string, string, string[]]>([
  ['exact paths', uri('{ exact: /a }'), []],
  ['a prefix with its path', asks('{ uri: { exact: /a } }, { uri: { prefix: /a/ } }'), []],
  ['a prefix that somebody completes', `[{ match: [{ uri: { prefix: /a/ } }], ${canary} }, { ${CART} }]`, []],
  ['a prefix as an expression', uri('{ regex: "/a(/.*)?" }'), []],
  ['a prefix', uri('{ prefix: /a }'), ["GW580 spec.http[0].match[0].uri: got prefix '/a'"]],
  ['a prefix with a slash', uri('{ prefix: /a/ }'), ["GW580 spec.http[0].match[0].uri: got prefix '/a/'"]],
  [
    'a slash too many',
    behind('{ prefix: /a }', '/b/'),
    ['GW580 spec.http[0].match[0].uri', "GW580 spec.http[0].rewrite.uri: got '/b/' for '/a'"],
  ],
  [
    'what is never reached',
    `[{ ${CART} }, { match: [{ uri: { prefix: /a } }], ${canary} }]`,
    ["GW581 spec.http[1].match[0]: got 'only requests that spec.http[0].match matches before'"],
  ],
  [
    'names',
    `[{ name: First Rule, match: [{ name: m, statPrefix: s }], ${CART} }]`,
    ['GW582 spec.http[0].match[0].name, spec.http[0].match[0].statPrefix, spec.http[0].name'],
  ],
  [
    'a redirect without a port',
    redirect('{ authority: b.c }'),
    ["GW583 spec.http[0].redirect: got 'no port and no scheme'"],
  ],
  ['a redirect to the port of the request', redirect('{ authority: b.c, derivePort: FROM_REQUEST_PORT }'), []],
  [
    'preflights',
    `[{ corsPolicy: { allowHeaders: [x] }, ${CART} }]`,
    ['GW584 spec.http[0].corsPolicy.unmatchedPreflights'],
  ],
])('warns: %s', (_, http, wanted) => {
  const warnings = warningsOf(http);
  expect(warnings.map((text, index) => text.slice(0, wanted[index]?.length ?? 20))).toEqual(wanted);
});

test.each([
  ['different headers', 'headers: { x: { exact: a } }', 'headers: { y: { exact: b } }'],
  ['expressions that no match can combine', "headers: { x: { regex: 'a.*' } }", "headers: { x: { regex: '.*b' } }"],
])('equal precedence needs no further match, as the first rule wins: %s', (_, ...matches) => {
  const rules = rulesOf(`[${matches.map((match) => `{ match: [{ ${match} }], ${CART} }`).join(', ')}]`);
  expect(rules.map((rule) => rule.matches?.map(({ headers }) => headers?.length))).toEqual([[1], [1]]);
});
