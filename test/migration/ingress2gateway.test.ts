import { codesOf, refusedOf, ingress, migrated, Short } from './support';

/*
 * The Ingresses of the tests of ingress2gateway (kubernetes-sigs/ingress2gateway at June 2026,
 * pkg/i2gw/providers/ingressnginx/*_test.go), names replaced. For each: what is refused, and in which kinds of requests a
 * Gateway differs from the controller beside the reading of URLs (repeated slashes, dots, escapes, the last slash of a
 * redirect), which is the same for all.
 */

const HOST = 'shop.example.com';
const ROOT = { [HOST]: ['/ prefix web:80'] };
const at = (annotations: Record<string, string>, more: Short = {}): Short[] => [{ annotations, rules: ROOT, ...more }];

/** Name, Ingresses, what is refused, how requests differ. */
const FIXTURES: readonly [string, readonly Short[], readonly string[], readonly string[]][] = [
  ['app-root', at({ 'app-root': '/app1' }), [], []],
  [
    'app-root where the path is another',
    at({ 'app-root': '/app1' }, { rules: { [HOST]: ['/api prefix web:80'] } }),
    [],
    [],
  ],
  ['app-root where / is exact', at({ 'app-root': '/app1' }, { rules: { [HOST]: ['/ exact web:80'] } }), [], []],
  ['app-root without a value', at({ 'app-root': '' }), [], []],
  ['app-root of another host', at({ 'app-root': 'https://example.com/landing' }), [], []],
  ['backend-protocol GRPC', at({ 'backend-protocol': 'GRPC' }), [], []],
  ['backend-protocol in lower case', at({ 'backend-protocol': 'grpc' }), [], []],
  ['backend-protocol GRPCS', at({ 'backend-protocol': 'GRPCS' }), [], []],
  ['backend-protocol HTTPS', at({ 'backend-protocol': 'HTTPS' }), [], []],
  ['backend-protocol FCGI', at({ 'backend-protocol': 'FCGI' }), ['backend-protocol'], ['path', 'query', 'method']],
  ['backend-protocol HTTP', at({ 'backend-protocol': 'HTTP' }), [], []],
  ['backend-protocol AUTO_HTTP', at({ 'backend-protocol': 'AUTO_HTTP' }), [], []],
  [
    'gRPC and HTTP at one host',
    [
      { name: 'a', annotations: { 'backend-protocol': 'HTTP' }, rules: { [HOST]: ['/api prefix api:80'] } },
      { name: 'b', annotations: { 'backend-protocol': 'GRPC' }, rules: ROOT },
    ],
    [],
    [],
  ],
  [
    'TLS to backends that is checked',
    at({
      'backend-protocol': 'HTTPS',
      'proxy-ssl-verify': 'on',
      'proxy-ssl-secret': 'shop/ca',
      'proxy-ssl-server-name': 'on',
      'proxy-ssl-name': 'web.example.com',
    }),
    [],
    [],
  ],
  ['TLS to backends, the name alone', at({ 'backend-protocol': 'HTTPS', 'proxy-ssl-name': 'web.example.com' }), [], []],
  ['CORS by default', at({ 'enable-cors': 'true' }), [], ['cors']],
  [
    'CORS of some origins',
    at({
      'enable-cors': 'true',
      'cors-allow-origin': 'https://one.example.com, https://two.example.com',
      'cors-expose-headers': 'X-Exposed-1, X-Exposed-2',
    }),
    [],
    ['cors'],
  ],
  [
    'CORS without credentials',
    at({ 'enable-cors': 'true', 'cors-max-age': '600', 'cors-allow-credentials': 'false' }),
    [],
    ['cors'],
  ],
  ['CORS switched off', at({ 'enable-cors': 'false' }), [], []],
  ['upstream-vhost', at({ 'upstream-vhost': 'internal.example.com' }), [], []],
  ['connection-proxy-header', at({ 'connection-proxy-header': 'keep-alive' }), [], []],
  ['whitelist of a network', at({ 'whitelist-source-range': '192.168.1.0/24' }), [], []],
  ['whitelist with spaces', at({ 'whitelist-source-range': ' 192.168.1.0/24 , 10.0.0.0/8 ' }), [], []],
  ['denylist', at({ 'denylist-source-range': '203.0.113.0/24,198.51.100.0/24' }), [], []],
  [
    'whitelist and denylist',
    at({ 'whitelist-source-range': '10.0.0.0/8', 'denylist-source-range': '203.0.113.0/24' }),
    [],
    [],
  ],
  ['permanent-redirect', at({ 'permanent-redirect': 'https://example.com/new-path' }), [], ['query']],
  ['temporal-redirect', at({ 'temporal-redirect': 'https://example.com/temporary' }), [], ['query']],
  [
    'both redirects',
    at({ 'permanent-redirect': 'https://example.com/a', 'temporal-redirect': 'https://example.com/b' }),
    [],
    ['query'],
  ],
  ['ssl-redirect by default', at({}, { tls: [HOST] }), [], []],
  ['ssl-redirect switched off', at({ 'ssl-redirect': 'false' }, { tls: [HOST] }), [], []],
  [
    'ssl-redirect of one Ingress of a host',
    [
      { name: 'a', tls: [HOST], rules: { [HOST]: ['/a prefix a:80'] } },
      { name: 'b', annotations: { 'ssl-redirect': 'false' }, rules: { [HOST]: ['/b prefix b:80'] } },
    ],
    [],
    [],
  ],
  ['from-to-www-redirect', at({ 'from-to-www-redirect': 'true' }), [], []],
  ['use-regex', at({ 'use-regex': 'true' }, { rules: { [HOST]: ['/users/.*/profile any web:80'] } }), [], []],
  ['no expressions', at({}, { rules: { [HOST]: ['/api any web:80'] } }), [], []],
  ['signs of expressions without use-regex', at({}, { rules: { [HOST]: ['/~/echo/**/test any web:80'] } }), [], []],
  [
    'rewrite-target with a group',
    at({ 'rewrite-target': '/$1' }, { rules: { [HOST]: ['/products/(.+) any web:80'] } }),
    [],
    ['upper-case', 'path'],
  ],
  [
    'rewrite-target without groups',
    at({ 'rewrite-target': '/header' }, { rules: { [HOST]: ['/abc prefix web:80'] } }),
    [],
    [],
  ],
  ['affinity', at({ affinity: 'cookie', 'session-cookie-expires': '3600', 'session-cookie-name': 'ROUTE' }), [], []],
  ['ssl-passthrough', at({ 'ssl-passthrough': 'true' }), [], []],
  [
    'proxy-read-timeout',
    at({ 'proxy-connect-timeout': '1', 'proxy-send-timeout': '2', 'proxy-read-timeout': '3' }),
    [],
    [],
  ],
  ['proxy-read-timeout that is no number', at({ 'proxy-read-timeout': '1s' }), [], []],
  ['proxy-body-size', at({ 'proxy-body-size': '10m', 'client-body-buffer-size': '8k' }), [], []],
  [
    'canary by weight',
    [
      { rules: ROOT },
      {
        name: 'web-canary',
        annotations: { canary: 'true', 'canary-weight': '20' },
        rules: { [HOST]: ['/ prefix next:80'] },
      },
    ],
    [],
    [],
  ],
  [
    'canary by weight of 200',
    [
      { rules: ROOT },
      {
        name: 'web-canary',
        annotations: { canary: 'true', 'canary-weight': '20', 'canary-weight-total': '200' },
        rules: { [HOST]: ['/ prefix next:80'] },
      },
    ],
    [],
    [],
  ],
  [
    'canary by header',
    [
      { rules: ROOT },
      {
        name: 'web-canary',
        annotations: { canary: 'true', 'canary-by-header': 'X-Canary' },
        rules: { [HOST]: ['/ prefix next:80'] },
      },
    ],
    [],
    [],
  ],
  [
    'canary by value of a header, and weight',
    [
      { rules: ROOT },
      {
        name: 'web-canary',
        annotations: {
          canary: 'true',
          'canary-by-header': 'X-Canary',
          'canary-by-header-value': 'beta',
          'canary-weight': '30',
        },
        rules: { [HOST]: ['/ prefix next:80'] },
      },
    ],
    [],
    [],
  ],
  [
    'several hosts, TLS for one',
    [
      {
        annotations: { 'ssl-redirect': 'false' },
        tls: ['one.example.com'],
        rules: {
          'one.example.com': ['/ prefix web:80', '/orders prefix orders:80'],
          'two.example.com': ['/ prefix bar:80'],
        },
      },
    ],
    [],
    [],
  ],
  [
    'several hosts, a canary for one',
    [
      {
        rules: {
          'one.example.com': ['/ prefix web:80', '/orders prefix orders:80'],
          'two.example.com': ['/ prefix bar:80'],
        },
      },
      {
        name: 'web-canary',
        annotations: { canary: 'true', 'canary-weight': '30' },
        rules: { 'two.example.com': ['/ prefix bar-next:80'] },
      },
    ],
    [],
    [],
  ],
  [
    'a canary with one Service for several paths',
    [
      { rules: { [HOST]: ['/api prefix web:80', '/admin prefix web:80'] } },
      {
        name: 'web-canary',
        annotations: { canary: 'true', 'canary-weight': '10' },
        rules: { [HOST]: ['/api prefix next:80', '/admin prefix next:80'] },
      },
    ],
    [],
    [],
  ],
];

test.each(FIXTURES)('%s', (_, ingresses, refused, codes) => {
  const result = migrated(ingresses.map(ingress), { enableSslPassthrough: true });
  expect(refusedOf(result)).toEqual(refused);
  expect(codesOf(result.proof)).toEqual(codes);
});
