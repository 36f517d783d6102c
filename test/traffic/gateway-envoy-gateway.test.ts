import { calls, gateway, http, https, modelOf, object, route, to } from './gateway-objects';
import { Manifest } from '../../src/manifest/manifest';
import { pathOf } from '../../src/model/model';
import { statusesOf } from '../../src/traffic/conditions/statuses';
import { PROFILES } from '../../src/traffic/profile';
import { requestOf, RequestFields } from '../../src/traffic/request';
import { sendToGateway, worldOf } from '../../src/traffic/send';

/*
 * What Envoy Gateway does in its own way; each was seen at its translation and Envoy (test/dataplane/gateway-api.ts
 * --envoy-gateway).
 */

/** `edge/one /path x-one=a` for what a backend gets, `302 location` for what the proxy responds. */
function told(objects: readonly Manifest[], fields: RequestFields): string {
  const world = worldOf(modelOf(objects), PROFILES['envoy-gateway']);
  return sendToGateway(world, { namespace: 'edge', name: 'front' }, requestOf(fields)!)
    .outcomes.map(({ status, error, backend, upstream, headers, attempts = 1 }) =>
      upstream && status === 200
        ? [
            pathOf(backend!),
            upstream.path,
            ...[...upstream.headers].map((each) => each.join('=')),
            ...(attempts > 1 ? [`after ${attempts}`] : []),
          ].join(' ')
        : [error ?? status, headers.get('location')].filter(Boolean).join(' '),
    )
    .join(', ');
}

const at = (type: string, value: string) => ({ matches: [{ path: { type, value } }] });
const get = (path: string, more = {}): RequestFields => ({ url: `http://a.example.com:8080${path}`, ...more });
const one = (...rules: readonly object[]) => [gateway([http('any', 8080)]), route(rules)];
const redirect = (requestRedirect: object) => ({ filters: [{ type: 'RequestRedirect', requestRedirect }] });
const rewrite = (replacePrefixMatch: string) => ({
  filters: [{ type: 'URLRewrite', urlRewrite: { path: { type: 'ReplacePrefixMatch', replacePrefixMatch } } }],
});
const SET_AND_ADDED = {
  filters: [
    {
      type: 'RequestHeaderModifier',
      requestHeaderModifier: { set: [{ name: 'x-one', value: 'set' }], add: [{ name: 'X-One', value: 'added' }] },
    },
  ],
};
const setting = (value: string) => ({
  filters: [{ type: 'RequestHeaderModifier', requestHeaderModifier: { set: [{ name: 'x-one', value }] } }],
});
const MIRROR = { filters: [{ type: 'RequestMirror', requestMirror: { backendRef: { name: 'gone', port: 80 } } }] };

test.each<readonly [string, readonly Manifest[], RequestFields, string]>([
  ['several slashes are one', one(to('one')), get('/a//b//'), 'edge/one /a/b/'],
  ['of slashes alone two stay', one(to('one')), get('///'), 'edge/one //'],
  ['escaped slashes are sent back', one(to('one')), get('/a%2Fb?q=1'), '307 /a/b?q=1'],
  [
    'an expression before a longer prefix',
    one(to('one', at('PathPrefix', '/abc')), to('two', at('RegularExpression', '/a.*'))),
    get('/abc'),
    'edge/two /abc',
  ],
  [
    'a prefix is as long as it is written',
    one(to('one', at('PathPrefix', '/a')), to('two', at('PathPrefix', '/a/'))),
    get('/a'),
    'edge/two /a',
  ],
  [
    'a method counts as a header',
    one(
      to('one', { matches: [{ method: 'GET' }] }),
      to('two', {
        matches: [
          {
            headers: [
              { name: 'a', value: 'x' },
              { name: 'b', value: 'y' },
            ],
          },
        ],
      }),
    ),
    get('/', { headers: { a: 'x', b: 'y' } }),
    'edge/two / a=x b=y',
  ],
  ['a known port is left out of a redirect', one(redirect({ port: 443 })), get('/'), '302 http://a.example.com:8080/'],
  [
    'a prefix goes with all slashes behind it',
    one(to('one', { ...at('PathPrefix', '/a'), ...rewrite('/') })),
    get('/a/b'),
    'edge/one /b',
  ],
  ['what is set and added is added', one(to('one', SET_AND_ADDED)), get('/'), 'edge/one / x-one=added'],
  [
    'a header that a rule and its backend set is that of the rule',
    one({ ...setting('rule'), backendRefs: [{ name: 'one', port: 80, ...setting('backend') }] }),
    get('/'),
    'edge/one / x-one=rule',
  ],
  ['a mirror that leads nowhere fails its rule', one(to('one', MIRROR)), get('/'), '500'],
  [
    '503 is tried again where no status is said',
    one(to('one', { retry: {} })),
    get('/', { backend: { fail: { times: 2, status: 503 } } }),
    'edge/one / after 3',
  ],
  [
    'a preflight for a match of another method',
    one(
      to('one', {
        matches: [{ method: 'GET' }],
        filters: [{ type: 'CORS', cors: { allowOrigins: ['https://web.example.com'] } }],
      }),
    ),
    get('/', {
      method: 'OPTIONS',
      headers: { origin: 'https://web.example.com', 'access-control-request-method': 'GET' },
    }),
    '200',
  ],
  [
    'an HTTPRoute before a GRPCRoute of equal rank',
    [
      gateway([http('any', 8080)]),
      object('GRPCRoute', 'a', { parentRefs: [{ name: 'front' }], rules: [to('two')] }),
      route([to('one')]),
    ],
    get('/'),
    'edge/one /',
  ],
  [
    'a backend of calls that is none',
    calls({
      backendRefs: [
        { name: 'gone', port: 80 },
        { name: 'one', port: 80 },
      ],
    }),
    { url: 'http://a.example.com/shop.Orders/List', method: 'POST' },
    '503, edge/one /shop.Orders/List',
  ],
  [
    'listeners of one port with routes for the same host',
    [
      gateway([http('a', 8080, '*.example.com'), http('b', 8080)]),
      object('HTTPRoute', 'route', {
        parentRefs: [{ name: 'front' }],
        hostnames: ['a.example.com'],
        rules: [to('one')],
      }),
    ],
    get('/'),
    'refused',
  ],
  [
    'a host is left to the listener that names it',
    [
      gateway([http('a', 8080, 'a.example.com'), http('b', 8080)]),
      object('HTTPRoute', 'route', {
        parentRefs: [{ name: 'front' }],
        hostnames: ['a.example.com'],
        rules: [to('one')],
      }),
    ],
    get('/'),
    'edge/one /',
  ],
])('%s', (_, objects, request, expected) => {
  expect(told(objects, request)).toBe(expected);
});

test('a listener without a certificate is in no conflict', () => {
  const objects = [gateway([http('a', 8080), https('b', 8080, undefined, 'gone')])];
  const [{ listeners }] = statusesOf(modelOf(objects), PROFILES['envoy-gateway']).gateways;
  expect(
    listeners.map(({ conditions }) => conditions.map(({ type, status, reason }) => `${type} ${status} ${reason}`)),
  ).toEqual([
    [
      'Accepted True Accepted',
      'Conflicted False NoConflicts',
      'Programmed True Programmed',
      'ResolvedRefs True ResolvedRefs',
    ],
    ['Conflicted False NoConflicts', 'Programmed False Invalid', 'ResolvedRefs False RefNotPermitted'],
  ]);
});
