import { CART, convert, gateway, Props } from './virtual-service-support';
import { Conversion } from '../../src/conversion/virtual-service-conversion';
import { Backend } from '../../src/route/backend';
import { RouteParent } from '../../src/route/route-parent';
import { newChart } from '../support/synth';

const mesh = { parents: [RouteParent.service('cart', 'shop')] };
const rule = (fields: string) => `{ hosts: [a.b], gateways: [g], http: [{ ${fields} }] }`;
const match = (fields: string) => rule(`match: [${fields}], ${CART}`);

test.each<[string, string, string, Props?]>([
  ['tls', `{ hosts: [a.b], gateways: [g], tls: [{ match: [{ sniHosts: [a.b] }] }], http: [{ ${CART} }] }`, 'spec.tls:'],
  ['tcp', '{ hosts: [a.b], gateways: [g], tcp: [{ route: [] }] }', 'spec.tcp:'],
  ['no rule', '{ hosts: [a.b], gateways: [g] }', 'spec.http: no rule'],
  ['no host', `{ http: [{ ${CART} }] }`, 'spec.hosts: none; convert the VirtualService that delegates'],
  ['an address', `{ hosts: [10.0.0.1], gateways: [g], http: [{ ${CART} }] }`, 'spec.hosts[0]: host: got'],
  ['for the mesh, with a gateway', `{ hosts: [cart], http: [{ ${CART} }] }`, 'spec.gateways:'],
  ['for a gateway, with a Service', `{ hosts: [cart], gateways: [g], http: [{ ${CART} }] }`, 'spec.gateways:', mesh],
  [
    'gateways and Services',
    `{ hosts: [cart], gateways: [g, mesh], http: [{ ${CART} }] }`,
    'parents:',
    { parents: [gateway, ...mesh.parents] },
  ],
  ['a host that is no parent', `{ hosts: [cart, list], http: [{ ${CART} }] }`, "spec.hosts[1]: 'list'", mesh],
  ['a host outside that is no parent', `{ hosts: [cart, a.b], http: [{ ${CART} }] }`, "spec.hosts[1]: 'a.b'", mesh],
  ['a parent that is no host', `{ hosts: [list], http: [{ ${CART} }] }`, "parents: Service 'cart'", mesh],
  [
    'clients of some namespaces',
    `{ hosts: [cart], exportTo: [.], http: [{ ${CART} }] }`,
    'spec.exportTo: an HTTPRoute in the namespace',
    mesh,
  ],
  ['an unknown gateway', rule(CART), "gateway: 'h'", { gateway: 'h' }],
  [
    'a gateway for Services',
    `{ hosts: [cart], gateways: [g, mesh], http: [{ ${CART} }] }`,
    'gateway: the parents are Services',
    { ...mesh, gateway: 'g' },
  ],
  [
    'the mesh for a gateway',
    `{ hosts: [cart], gateways: [g, mesh], http: [{ ${CART} }] }`,
    'gateway:',
    { gateway: 'mesh' },
  ],
  [
    'a match for one of two gateways',
    `{ hosts: [a.b], gateways: [g, h], http: [{ match: [{ gateways: [shop/g] }], ${CART} }] }`,
    'spec.http[0].match[0].gateways:',
  ],
  ['a port', match('{ port: 80 }'), 'spec.http[0].match[0].port:'],
  ['a scheme', match('{ scheme: { exact: https } }'), 'spec.http[0].match[0].scheme:'],
  ['an authority', match('{ authority: { exact: a.b } }'), 'spec.http[0].match[0].authority:'],
  ['labels of clients', match('{ sourceLabels: { a: b } }'), 'spec.http[0].match[0].sourceLabels:'],
  ['a namespace of clients', match('{ sourceNamespace: a }'), 'spec.http[0].match[0].sourceNamespace:'],
  ['what is lacking', match('{ withoutHeaders: { x: {} } }'), "spec.http[0].match[0].withoutHeaders['x']:"],
  ['case', match('{ uri: { prefix: /a }, ignoreUriCase: true }'), 'spec.http[0].match[0].ignoreUriCase:'],
  ['a path with a query', match('{ uri: { exact: "/a?b" } }'), "spec.http[0].match[0].uri: path: got '/a?b'"],
  ['no expression of RE2', match('{ uri: { regex: "/(?=a)" } }'), 'spec.http[0].match[0].uri: path: got'],
  ['a prefix of methods', match('{ method: { prefix: P } }'), 'spec.http[0].match[0].method:'],
  ['a method of its own', match('{ method: { exact: PURGE } }'), 'spec.http[0].match[0].method:'],
  [
    'claims',
    match('{ headers: { "@request.auth.claims.role": { exact: a } } }'),
    "spec.http[0].match[0].headers['@request.auth.claims.role']:",
  ],
  [
    'a header twice',
    match('{ headers: { x: { exact: a }, X: { exact: a } } }'),
    "spec.http[0].match[0].headers['X']: the same header twice",
  ],
  [
    'an empty header',
    match('{ headers: { x: { exact: "" } } }'),
    "spec.http[0].match[0].headers['x']: value of header 'x': got ''",
  ],
  [
    '17 headers',
    match(`{ headers: { ${Array.from({ length: 17 }, (_, index) => `h${index}: { exact: a }`).join()} } }`),
    'spec.http[0].match[0].headers: 17 names',
  ],
  ['a fault', rule(`fault: {}, ${CART}`), 'spec.http[0].fault:'],
  ['a delegate', rule('delegate: { name: a }'), 'spec.http[0].delegate: an HTTPRoute does not delegate'],
  ['a direct response', rule('directResponse: { status: 503 }'), 'spec.http[0].directResponse:'],
  ['nowhere', rule('timeout: 1s'), 'spec.http[0].route:'],
  ['no port', rule('route: [{ destination: { host: a } }]'), 'spec.http[0].route[0].destination.port:'],
  [
    'a subset',
    rule('route: [{ destination: { host: a.b.svc.cluster.local, subset: v2 } }]'),
    "subsets: { 'a.b.svc.cluster.local/v2': Backend.service('a-v2', 80) }",
  ],
  [
    'a subset of a mirror',
    rule(`mirror: { host: a, subset: v2 }, ${CART}`),
    'spec.http[0].mirror.subset: an HTTPRoute has no subsets',
  ],
  ['a subset that nobody asks for', rule(CART), "subsets['a/v2']:", { subsets: { 'a/v2': Backend.service('a', 80) } }],
  [
    'a wildcard',
    rule('route: [{ destination: { host: "*.a.b", port: { number: 80 } } }]'),
    'spec.http[0].route[0].destination: host of backend',
  ],
  [
    'no weight',
    rule(
      'route: [{ destination: { host: a, port: { number: 80 } } }, { destination: { host: b, port: { number: 80 } } }]',
    ),
    'spec.http[0].route: all weights are 0',
  ],
  [
    'a host of one of several',
    rule(
      'route: [{ destination: { host: a, port: { number: 80 } }, weight: 1, headers: { request: { set: { host: x } } } }, { destination: { host: b, port: { number: 80 } }, weight: 1 }]',
    ),
    'spec.http[0].route[0].headers.request:',
  ],
  [
    'a variable',
    rule(`headers: { request: { set: { a: "%START_TIME%" } } }, ${CART}`),
    "spec.http[0].headers.request.set['a']: Envoy reads a percent sign as a variable",
  ],
  [
    'two changes of a header',
    rule(`headers: { response: { set: { a: b }, remove: [A] } }, ${CART}`),
    "spec.http[0].headers.response: header 'A': got 'two changes'",
  ],
  [
    'a rewritten expression',
    rule(`rewrite: { uriRegexRewrite: { match: a, rewrite: b } }, ${CART}`),
    'spec.http[0].rewrite.uriRegexRewrite: an HTTPRoute replaces a prefix or the whole path',
  ],
  ['something before every path', rule(`rewrite: { uri: /b }, ${CART}`), 'spec.http[0].rewrite.uri:'],
  [
    'a prefix joined with the rest',
    rule(`match: [{ uri: { prefix: /a/ } }], rewrite: { uri: /b }, ${CART}`),
    "spec.http[0].rewrite.uri: '/a/a'",
  ],
  [
    'a rewritten query',
    rule(`match: [{ uri: { exact: /a } }], rewrite: { uri: "/b?c" }, ${CART}`),
    'spec.http[0].rewrite.uri:',
  ],
  ['a redirected query', rule('redirect: { uri: "/b?c" }'), 'spec.http[0].redirect.uri:'],
  ['a status', rule('redirect: { scheme: https, redirectCode: 304 }'), 'spec.http[0].redirect.redirectCode: 304'],
  [
    'a port of the request with a scheme',
    rule('redirect: { scheme: https, derivePort: FROM_REQUEST_PORT }'),
    'spec.http[0].redirect.derivePort: with a scheme',
  ],
  ['a redirect to itself', rule('redirect: { redirectCode: 301 }'), 'spec.http[0].redirect: redirect: got'],
  ['no retries', rule(`retries: { attempts: 0 }, ${CART}`), 'spec.http[0].retries.attempts:'],
  [
    'retries for what is no status',
    rule(`retries: { attempts: 1, retryOn: "5xx,connect-failure" }, ${CART}`),
    'spec.http[0].retries.retryOn: 5xx',
  ],
  [
    'retries for statuses only',
    rule(`retries: { attempts: 1, retryOn: "503" }, ${CART}`),
    'spec.http[0].retries.retryOn:',
  ],
  [
    'retries for what is no error',
    rule(`retries: { attempts: 1, retryOn: "connect-failure,302" }, ${CART}`),
    'spec.http[0].retries.retryOn: 302',
  ],
  [
    'the same pods',
    rule(`retries: { attempts: 1, retryIgnorePreviousHosts: false }, ${CART}`),
    'spec.http[0].retries.retryIgnorePreviousHosts:',
  ],
  [
    'other places',
    rule(`retries: { attempts: 1, retryRemoteLocalities: true }, ${CART}`),
    'spec.http[0].retries.retryRemoteLocalities:',
  ],
  ['a duration', rule(`timeout: 5 seconds, ${CART}`), "spec.http[0].timeout: '5 seconds'"],
  ['microseconds', rule(`timeout: 1us, ${CART}`), "spec.http[0].timeout: '1us'"],
  [
    'origins by their start',
    rule(`corsPolicy: { allowOrigins: [{ prefix: "https://a" }] }, ${CART}`),
    'spec.http[0].corsPolicy.allowOrigins[0]:',
  ],
  [
    'credentials for all',
    rule(`corsPolicy: { allowOrigins: [{ exact: "*" }], allowCredentials: true }, ${CART}`),
    'spec.http[0].corsPolicy: allowOrigins of CORS',
  ],
  [
    'a method of CORS',
    rule(`corsPolicy: { allowMethods: [PURGE] }, ${CART}`),
    "spec.http[0].corsPolicy.allowMethods: 'PURGE'",
  ],
  ['an age', rule(`corsPolicy: { maxAge: 1.5s }, ${CART}`), "spec.http[0].corsPolicy.maxAge: '1.5s'"],
  [
    'an expression before every path',
    `{ hosts: [a.b], gateways: [g], http: [{ match: [{ uri: { regex: "/[ab]" } }], ${CART} }, { ${CART} }] }`,
    'spec.http[0].match[0] and spec.http[1].match:',
  ],
  [
    'an expression whose last sure character is optional',
    `{ hosts: [a.b], gateways: [g], http: [{ match: [{ uri: { regex: "/ab?[0-9]" } }], ${CART} }, { match: [{ uri: { prefix: /a1 } }], ${CART} }] }`,
    'spec.http[0].match[0] and spec.http[1].match[0]:',
  ],
  [
    'expressions of one header',
    `{ hosts: [a.b], gateways: [g], http: [{ match: [{ headers: { x: { regex: a+ } } }], ${CART} }, { match: [{ uri: { exact: /a }, headers: { x: { regex: "[ab]+" } } }], ${CART} }] }`,
    'the second is more specific',
  ],
  [
    '17 rules',
    `{ hosts: [a.b], gateways: [g], http: [${Array.from({ length: 17 }, (_, index) => `{ match: [{ uri: { exact: /${index} } }], ${CART} }`).join()}] }`,
    'spec.http: 17 rules',
  ],
  [
    '65 matches',
    rule(`match: [${Array.from({ length: 65 }, (_, index) => `{ uri: { exact: /${index} } }`).join()}], ${CART}`),
    'spec.http: 65 matches',
  ],
  ['an unknown field', rule(`mirorr: { host: a }, ${CART}`), 'spec.http[0].mirorr:'],
  ['a field of another type', rule(`timeout: 5, ${CART}`), 'spec.http[0].timeout: 5'],
  ['a field of another value', rule(`redirect: { derivePort: NONE }`), "spec.http[0].redirect.derivePort: 'NONE'"],
  ['two ways to compare', match('{ uri: { exact: /a, prefix: /b } }'), 'spec.http[0].match[0].uri:'],
  ['a field that is missing', rule('route: [{ weight: 1 }]'), 'spec.http[0].route[0].destination: missing'],
  // A fourth parameter of its own would be taken for `done`.
])('refused: %s', (...[, spec, message, props]) => {
  expect(() => convert(spec, props)).toThrow(message);
});

test('every field is named at once', () => {
  const spec = `{ hosts: [a.b], gateways: [g], http: [{ match: [{ port: 80 }], fault: {}, ${CART} }, { delegate: { name: a } }] }`;
  for (const problem of [
    "[test/route] VirtualService 'vs': got '3 fields that cannot be converted'",
    'spec.http[0].match[0].port: an HTTPRoute',
    'spec.http[0].fault: an HTTPRoute',
    'spec.http[1].delegate: an HTTPRoute',
  ]) {
    expect(() => convert(spec)).toThrow(problem);
  }
});

test.each<[string, unknown, string]>([
  ['a text', 'kind: VirtualService', "VirtualService: got 'string'"],
  ['another kind', { apiVersion: 'v1', kind: 'Service' }, "VirtualService: got 'Service of v1'"],
  ['nothing', undefined, "VirtualService: got 'undefined'"],
])('refused: %s in place of a VirtualService', (_, source, message) => {
  expect(() => Conversion.fromVirtualService(newChart(), 'route', source, { parents: [gateway] })).toThrow(message);
});
