import { eachManifest, manifest } from '../told';

const route = (...rules: object[]) => manifest('HTTPRoute', { rules });
const grpc = (...rules: object[]) => manifest('GRPCRoute', { rules });
const parents = (kind: string, ...parentRefs: object[]) =>
  manifest(kind, { parentRefs, hostnames: ['a.example.com'], rules: [{ backendRefs: [{ name: 'a', port: 1 }] }] });
const path = (value?: string, type?: string) => route({ matches: [{ path: { value, type } }] });
const method = (fields: object) => grpc({ matches: [{ method: fields }] });
const times = (count: number, from = 0) =>
  Array.from({ length: count }, (_, i) => ({ headers: [{ name: 'x', value: `${from + i}` }] }));
const badPath = (got: string) => expect.stringContaining(`GW330 spec.rules[0].matches[0].path.value: got '${got}'`);
const uncompiled = (field: string, got: string) => `GW347 spec.rules[0].matches[0].${field}: got '${got}'`;
const REPLACE = { type: 'ReplacePrefixMatch', replacePrefixMatch: '/' };
const rewrite = { type: 'URLRewrite', urlRewrite: { path: REPLACE } };
const redirect = { type: 'RequestRedirect', requestRedirect: { path: REPLACE } };
const timeouts = (request: string, backendRequest: string) => route({ timeouts: { request, backendRequest } });

describe('parents', () => {
  eachManifest([
    ['two', parents('HTTPRoute', { name: 'a' }, { name: 'b' }, { name: 'a', namespace: 'other' })],
    ['two sections of one', parents('TLSRoute', { name: 'a', sectionName: 'x' }, { name: 'a', sectionName: 'y' })],
    ['two ports of one', parents('GRPCRoute', { name: 'a', port: 80 }, { name: 'a', port: 443 })],
    ['two kinds of one name', parents('HTTPRoute', { name: 'a' }, { name: 'a', kind: 'Service', group: '' })],
    [
      'the same twice, once with the defaults written down',
      parents('HTTPRoute', { name: 'a' }, { name: 'a', kind: 'Gateway', group: 'gateway.networking.k8s.io' }),
      'GW320 spec.parentRefs[1]: got {"name":"a","kind":"Gateway","group":"gateway.networking.k8s.io"}',
    ],
    [
      'a section in one of them',
      parents('GRPCRoute', { name: 'a', sectionName: 'x' }, { name: 'a' }),
      'GW320 spec.parentRefs[1].sectionName: got undefined',
    ],
    [
      'a port in one of them',
      parents('HTTPRoute', { name: 'a', sectionName: 'x' }, { name: 'a', sectionName: 'y', port: 80 }),
      'GW320 spec.parentRefs[0].port: got undefined',
    ],
  ]);
});

describe('rules', () => {
  eachManifest([
    [
      'names that differ, and none',
      route({ name: 'a', matches: times(1) }, { name: 'b', matches: times(1, 1) }, {}, { matches: times(1, 2) }),
    ],
    [
      'names that do not',
      route({ name: 'a', matches: times(1) }, {}, { name: 'a', matches: times(1, 1) }),
      "GW321 spec.rules[2].name: got 'a'",
    ],
    ['128 matches', route({ matches: times(64) }, { matches: times(63, 64) }, {})],
    [
      '128 matches of gRPC, where a rule without matches has none',
      grpc({ matches: times(64) }, { matches: times(64, 64) }, {}),
    ],
    [
      '129 matches',
      route({ matches: times(64) }, { matches: times(64, 64) }, {}),
      "GW322 spec.rules: got '129 matches'",
    ],
    [
      'a Service with a port, and what needs none',
      route({
        backendRefs: [
          { name: 'a', port: 80 },
          { name: 'b', kind: 'ServiceImport', group: 'multicluster.x-k8s.io' },
        ],
      }),
    ],
    [
      'a Service without a port',
      manifest('TCPRoute', { rules: [{ backendRefs: [{ name: 'a', group: '' }] }] }),
      'GW323 spec.rules[0].backendRefs[0].port: got undefined',
    ],
    [
      'a mirror without a port',
      grpc({ filters: [{ type: 'RequestMirror', requestMirror: { backendRef: { name: 'a' } } }] }),
      'GW323 spec.rules[0].filters[0].requestMirror.backendRef.port: got undefined',
    ],
    ['a redirect alone', route({ filters: [redirect], backendRefs: [] })],
    [
      'a redirect beside a backend',
      route({ filters: [redirect], backendRefs: [{ name: 'a', port: 80 }] }),
      "GW334 spec.rules[0].backendRefs: got '1 with spec.rules[0].filters[0]'",
    ],
    ['a prefix replaced', route({ filters: [rewrite], matches: [{ path: { value: '/a' } }] })],
    ['a prefix replaced, with a match on something else', route({ filters: [rewrite], matches: [{ method: 'GET' }] })],
    [
      'a prefix replaced in two matches',
      route({ filters: [redirect], matches: [{ path: { value: '/a' } }, { path: { value: '/b' } }] }),
      "GW335 spec.rules[0].filters[0].requestRedirect.path: got '/'",
    ],
    [
      'a prefix of an exact path replaced',
      route({
        matches: [{ path: { type: 'Exact', value: '/a' } }],
        backendRefs: [{ name: 'a', port: 80, filters: [rewrite] }],
      }),
      "GW335 spec.rules[0].backendRefs[0].filters[0].urlRewrite.path: got '/'",
    ],
    ['timeouts', timeouts('1m', '59s999ms')],
    ['the same timeouts', timeouts('1m', '60s')],
    ['no timeout of the request', timeouts('0s', '1h')],
    [
      'a longer timeout of the backend',
      timeouts('1m', '1m1ms'),
      "GW342 spec.rules[0].timeouts.backendRequest: got '1m1ms'",
    ],
  ]);
});

describe('weights', () => {
  const shared = (kind: string, ...weights: (number | undefined)[]) =>
    manifest(kind, {
      hostnames: ['a.example.com'],
      rules: [
        { backendRefs: weights.map((weight) => ({ name: 'a', port: 1, ...(weight !== undefined && { weight }) })) },
      ],
    });
  const none = (got: string) => `GW346 spec.rules[0].backendRefs: got '${got}'`;
  eachManifest([
    ['a dark launch', shared('HTTPRoute', 1, 0)],
    ['the default', shared('GRPCRoute', 0, undefined)],
    ['no backends', manifest('HTTPRoute', { rules: [{}] })],
    ['all zero', shared('HTTPRoute', 0, 0), none('2 of weight 0')],
    ['one zero', shared('GRPCRoute', 0), none('1 of weight 0')],
    ['connections', shared('TLSRoute', 0), none('1 of weight 0')],
  ]);
});

describe('matches', () => {
  const good = ['/', '/a/', '/a%20b', "/-._~!$&'()*+,;=:@", '/.well-known', '/a..b/...'];
  eachManifest([
    ...good.map((value) => [value, path(value)] as const),
    ['the default', path()],
    ['a regular expression', path('a//[b#]', 'RegularExpression')],
    ['empty', path(''), badPath('')],
    ['relative', path('a', 'Exact'), badPath('a')],
    ['//', path('/a//b'), badPath('/a//b')],
    ['.', path('/a/./b'), badPath('/a/./b')],
    ['..', path('/a/..'), badPath('/a/..')],
    ['encoded slash', path('/a%2Fb'), badPath('/a%2Fb')],
    ['fragment', path('/a#b'), badPath('/a#b')],
    ['query', path('/a?b=c'), badPath('/a?b=c')],
    ['broken encoding', path('/100%'), badPath('/100%')],
    ['a service and a method', method({ service: 'shop.v1.Cart', method: 'AddItem' })],
    ['a service', method({ service: '.shop' })],
    ['a pattern', method({ service: 'shop\\..*', type: 'RegularExpression' })],
    ['a path that does not compile', path('/a(?=b)', 'RegularExpression'), uncompiled('path.value', '/a(?=b)')],
    ['the same as a prefix', path("/a('b)")],
    ...['headers', 'queryParams'].map(
      (field) =>
        [
          `${field} that do not compile`,
          route({ matches: [{ [field]: [{ name: 'x', type: 'RegularExpression', value: '(' }] }] }),
          uncompiled(`${field}[0].value`, '('),
        ] as const,
    ),
    [
      'a method that does not compile',
      method({ service: 'shop', method: '[', type: 'RegularExpression' }),
      uncompiled('method.method', '['),
    ],
    ['neither', method({ type: 'Exact' }), 'GW340 spec.rules[0].matches[0].method: got undefined'],
    [
      'a service that is a path',
      method({ service: '/shop.v1.Cart' }),
      "GW340 spec.rules[0].matches[0].method.service: got '/shop.v1.Cart'",
    ],
    [
      'a method with a dot',
      method({ method: 'Cart.AddItem' }),
      "GW340 spec.rules[0].matches[0].method.method: got 'Cart.AddItem'",
    ],
    [
      'an address',
      manifest('TLSRoute', { hostnames: ['a.b', '192.0.2.1'], rules: [{ backendRefs: [{ name: 'a', port: 1 }] }] }),
      "GW324 spec.hostnames[1]: got '192.0.2.1'",
    ],
  ]);
});
