import { Manifest } from '../../src/manifest/manifest';
import { modelsOf, pathOf } from '../../src/model/model';
import { Profile, PROFILES } from '../../src/traffic/profile';
import { requestOf, RequestFields } from '../../src/traffic/request';
import { sendToGateway, worldOf } from '../../src/traffic/send';

/*
 * Where Istio does otherwise than the specification says; each was seen at Istio and Envoy (test/dataplane), in sets
 * that were found at random.
 */

type Names = readonly Profile['name'][];
const BOTH: Names = ['spec', 'istio'];

interface Listener {
  readonly name: string;
  readonly hostname?: string;
  readonly [field: string]: unknown;
}

const gateway = (...listeners: readonly Listener[]): Manifest => ({
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'Gateway',
  metadata: { name: 'front', namespace: 'edge' },
  spec: {
    gatewayClassName: 'istio',
    listeners: listeners.map((listener) => ({ port: 80, protocol: 'HTTP', ...listener })),
  },
});

const route = (name: string, hostnames: readonly string[], rules: readonly object[], metadata = {}): Manifest => ({
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'HTTPRoute',
  metadata: { name, namespace: 'edge', ...metadata } as Manifest['metadata'],
  spec: { parentRefs: [{ name: 'front' }], ...(hostnames.length > 0 ? { hostnames } : {}), rules },
});

const to = (name: string, more = {}) => ({ backendRefs: [{ name, port: 80 }], ...more });
const at = (type: string, value: string) => ({ matches: [{ path: { type, value } }] });
const filter = (type: string, field: string, value: object) => ({ filters: [{ type, [field]: value }] });
const redirect = (value: object, more = {}) => ({ ...filter('RequestRedirect', 'requestRedirect', value), ...more });
const headers = (side: 'request' | 'response', value: object) =>
  filter(side === 'request' ? 'RequestHeaderModifier' : 'ResponseHeaderModifier', `${side}HeaderModifier`, value);
const since = (day: number) => ({ creationTimestamp: `2026-01-0${day}T00:00:00Z` });
const ANY = gateway({ name: 'any' });
const SECRET = 'Secret edge/tls';
const tls = { protocol: 'HTTPS', port: 443, tls: { certificateRefs: [{ name: 'tls' }] } };

/** `edge/one /path host x=1` for what a backend gets, `302 location` for what the proxy responds. */
function told(name: Profile['name'], objects: readonly Manifest[], fields: RequestFields): string {
  const located = objects.map((manifest) => ({ where: 'test.yaml', manifest }));
  const [model] = modelsOf(located, { exists: [SECRET] });
  const { outcomes } = sendToGateway(
    worldOf(model, PROFILES[name]),
    { namespace: 'edge', name: 'front' },
    requestOf(fields)!,
  );
  return outcomes
    .map(({ status, error, backend, upstream, headers: response }) => {
      if (!upstream || !backend) return [error ?? status, response.get('location')].filter(Boolean).join(' ');
      const seen = [...upstream.headers].map(([key, value]) => `${key}=${value}`);
      return [pathOf(backend), upstream.path, ...seen].join(' ');
    })
    .join(', ');
}

interface Row {
  readonly what: string;
  readonly objects: readonly Manifest[];
  readonly request: string | RequestFields;
  readonly spec: string;
  readonly istio: string;
}

const HOSTS: readonly Row[] = [
  {
    what: 'the hostname of a route decides, not where it meets the listener; at Istio the older VirtualService comes first',
    objects: [
      gateway({ name: 'a', hostname: 'a.example.com' }),
      route('exact', ['a.example.com'], [to('one')], since(2)),
      route('wide', ['*.example.com'], [to('two')], since(1)),
    ],
    request: 'http://a.example.com/',
    spec: 'edge/one /',
    istio: 'edge/two /',
  },
  {
    what: 'of equal age Istio puts the hostname first that comes first in the alphabet, rules for all requests last',
    objects: [
      gateway({ name: 'a', hostname: 'a.example.com' }),
      route('exact', ['a.example.com'], [to('one', at('Exact', '/a'))]),
      route('wide', ['*.example.com'], [to('two', at('PathPrefix', '/a')), to('three')]),
    ],
    request: 'http://a.example.com/a',
    spec: 'edge/one /a',
    istio: 'edge/two /a',
  },
  {
    what: 'a route of a less specific hostname takes what those of a more specific one leave',
    objects: [
      ANY,
      route('exact', ['a.example.com'], [to('one', at('Exact', '/a'))]),
      route('wide', ['*.example.com'], [to('two')]),
    ],
    request: 'http://a.example.com/b',
    spec: 'edge/two /b',
    istio: '404',
  },
  {
    what: 'a listener without routes for a name leaves it to no other; at Istio the listeners for HTTP serve as one',
    objects: [
      gateway({ name: 'a', hostname: 'a.example.com' }, { name: 'wide', hostname: '*.example.com' }),
      route('wide', ['*.example.com'], [to('one')]),
      route('none', ['b.example.com'], [to('two')]),
    ].map((each, index) =>
      index === 1
        ? { ...each, spec: { ...(each.spec as object), parentRefs: [{ name: 'front', sectionName: 'wide' }] } }
        : each,
    ),
    request: 'http://a.example.com/',
    spec: '404',
    istio: 'edge/one /',
  },
  {
    what: 'a hostname is left to the listener that is closed, and found by no other',
    objects: [
      gateway(
        {
          name: 'a',
          hostname: 'a.example.com',
          ...tls,
          tls: { certificateRefs: [{ kind: 'Bucket', group: 'x', name: 'tls' }] },
        },
        { name: 'any', ...tls },
      ),
      route('exact', ['a.example.com'], [to('one')]),
      route('wide', ['*.example.com'], [to('two')]),
    ],
    request: 'https://a.example.com/',
    spec: 'edge/one /',
    istio: 'edge/two /',
  },
  {
    what: 'an expression that RE2 does not compile takes no request; at Istio it takes all routes of the port with it',
    objects: [ANY, route('r', [], [to('one', at('RegularExpression', '/(a')), to('two')])],
    request: 'http://a.example.com/',
    spec: 'edge/two /',
    istio: 'refused',
  },
  {
    what: 'upper case of a host counts for nothing, and goes on as it came',
    objects: [ANY, route('r', ['a.example.com'], [redirect({})])],
    request: 'http://A.example.COM/',
    spec: '302 http://A.example.COM/',
    istio: '302 http://A.example.COM/',
  },
  {
    what: 'a manifest without a time is younger than one of the cluster',
    objects: [ANY, route('a', [], [to('one')]), route('b', [], [to('two')], since(1))],
    request: 'http://a.example.com/',
    spec: 'edge/two /',
    istio: 'edge/two /',
  },
];

const PATHS: readonly Row[] = [
  {
    what: 'Envoy resolves dot segments and escaped letters first',
    objects: [ANY, route('r', [], [to('one'), to('two', at('PathPrefix', '/a'))])],
    request: 'http://example.com/b/../%61/x',
    spec: 'edge/one /b/../%61/x',
    istio: 'edge/two /a/x',
  },
  {
    what: 'escaped and repeated slashes stay',
    objects: [ANY, route('r', [], [to('one'), to('two', at('PathPrefix', '/a'))])],
    request: 'http://example.com//a%2Fb',
    spec: 'edge/one //a%2Fb',
    istio: 'edge/one //a%2Fb',
  },
  {
    what: 'of regular expressions the longer comes first, after all prefixes',
    objects: [
      ANY,
      route(
        'r',
        [],
        [
          to('one', at('RegularExpression', '/a.*')),
          to('two', at('RegularExpression', '/[ab]/b')),
          to('three', at('PathPrefix', '/c')),
        ],
      ),
    ],
    request: 'http://example.com/a/b',
    spec: 'edge/two /a/b',
    istio: 'edge/two /a/b',
  },
  {
    what: 'a new prefix in place of the root: Istio puts no slash between',
    objects: [
      ANY,
      route(
        'r',
        [],
        [
          to(
            'one',
            filter('URLRewrite', 'urlRewrite', { path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/x' } }),
          ),
        ],
      ),
    ],
    request: 'http://example.com/a',
    spec: 'edge/one /x/a',
    istio: 'edge/one /xa',
  },
  {
    what: 'a full path with a question mark is a path',
    objects: [
      ANY,
      route(
        'r',
        [],
        [
          to(
            'one',
            filter('URLRewrite', 'urlRewrite', { path: { type: 'ReplaceFullPath', replaceFullPath: '/x?z=1' } }),
          ),
        ],
      ),
    ],
    request: 'http://example.com/a?y=2',
    spec: 'edge/one /x?z=1?y=2',
    istio: 'edge/one /x?z=1?y=2',
  },
];

const prefixed = (replacePrefixMatch: string) => [
  ANY,
  route('r', [], [redirect({ path: { type: 'ReplacePrefixMatch', replacePrefixMatch } }, at('PathPrefix', '/a'))]),
];

const REDIRECTS: readonly Row[] = [
  {
    what: 'Envoy keeps the port of the Host header',
    objects: [ANY, route('r', [], [redirect({})])],
    request: { url: 'http://example.com:1234/', port: 80 },
    spec: '302 http://example.com/',
    istio: '302 http://example.com:1234/',
  },
  {
    what: 'with another scheme too, unless it is that of the old one',
    objects: [ANY, route('r', [], [redirect({ scheme: 'https' })])],
    request: { url: 'http://example.com:80/', port: 80 },
    spec: '302 https://example.com/',
    istio: '302 https://example.com/',
  },
  {
    what: 'a port of the redirect takes its place',
    objects: [ANY, route('r', [], [redirect({ port: 8080 })])],
    request: { url: 'http://example.com:1234/', port: 80 },
    spec: '302 http://example.com:8080/',
    istio: '302 http://example.com:8080/',
  },
  {
    what: 'a new prefix that ends with a slash',
    objects: prefixed('/new/'),
    request: 'http://example.com/a/b',
    spec: '302 http://example.com/new/b',
    istio: '302 http://example.com/new//b',
  },
  {
    what: 'an empty prefix is none for Istio',
    objects: prefixed(''),
    request: 'http://example.com/a/b?x=1',
    spec: '302 http://example.com/b?x=1',
    istio: '302 http://example.com/a/b?x=1',
  },
  {
    what: 'a full path with a query replaces that of the request',
    objects: [ANY, route('r', [], [redirect({ path: { type: 'ReplaceFullPath', replaceFullPath: '/x?z=1' } })])],
    request: 'http://example.com/a?y=2',
    spec: '302 http://example.com/x?z=1',
    istio: '302 http://example.com/x?z=1',
  },
];

const both = (...names: readonly string[]): Row['objects'] => [
  ANY,
  route(
    'r',
    [],
    [
      {
        ...headers('request', { set: [{ name: 'a', value: 'rule' }] }),
        backendRefs: names.map((name) => ({
          name,
          port: 80,
          ...headers('request', { set: [{ name: 'a', value: 'backend' }] }),
        })),
      },
    ],
  ),
];

const HEADERS: readonly Row[] = [
  {
    what: 'changes of one backend come after those of the rule',
    objects: both('one'),
    request: 'http://example.com/',
    spec: 'edge/one / a=backend',
    istio: 'edge/one / a=backend',
  },
  {
    what: 'of several backends Istio has Envoy make them before',
    objects: both('one', 'two'),
    request: 'http://example.com/',
    spec: 'edge/one / a=backend, edge/two / a=backend',
    istio: 'edge/one / a=rule, edge/two / a=rule',
  },
  {
    what: 'Envoy sets before it adds',
    objects: [
      ANY,
      route(
        'r',
        [],
        [
          {
            ...headers('request', { add: [{ name: 'a', value: 'x' }] }),
            backendRefs: [{ name: 'one', port: 80, ...headers('request', { set: [{ name: 'A', value: 'y' }] }) }],
          },
        ],
      ),
    ],
    request: 'http://example.com/',
    spec: 'edge/one / a=y',
    istio: 'edge/one / a=y,x',
  },
];

const PREFLIGHT = {
  url: 'http://example.com/',
  method: 'OPTIONS',
  headers: { origin: 'https://web.example.com', 'access-control-request-method': 'PUT' },
};

const CORS: readonly Row[] = [
  {
    what: 'Envoy redirects a preflight',
    objects: [
      ANY,
      route(
        'r',
        [],
        [
          {
            filters: [
              { type: 'CORS', cors: { allowOrigins: ['https://web.example.com'] } },
              { type: 'RequestRedirect', requestRedirect: { hostname: 'new.example.com' } },
            ],
          },
        ],
      ),
    ],
    request: PREFLIGHT,
    spec: '200',
    istio: '302 http://new.example.com/',
  },
];

describe.each([
  ['hosts', HOSTS],
  ['paths', PATHS],
  ['redirects', REDIRECTS],
  ['headers', HEADERS],
  ['CORS', CORS],
])('%s', (_, rows) => {
  test.each(rows.map((row) => [row.what, row] as const))('%s', (__, row) => {
    const fields = typeof row.request === 'string' ? { url: row.request } : row.request;
    const result = Object.fromEntries(BOTH.map((name) => [name, told(name, row.objects, fields)]));
    expect(result).toEqual({ spec: row.spec, istio: row.istio });
  });
});
