/** Values with which expressions of CRDs can tell right from wrong, by the name of the field. Not all are right. */
export const WORDS: Readonly<Record<string, readonly unknown[]>> = {
  name: ['a', 'b', 'external'],
  namespace: ['team', 'other'],
  sectionName: ['http', 'https'],
  group: ['', 'gateway.networking.k8s.io', 'example.com'],
  kind: ['Gateway', 'Service', 'HTTPRoute', 'GRPCRoute', 'Issuer', 'ClusterIssuer', 'Secret', ''],
  port: [80, 443, 8443, 1023, 1024, 49151, 49152],
  protocol: ['HTTP', 'HTTPS', 'TLS', 'TCP', 'UDP', 'GRPC', 'https', 'example.com/QUIC'],
  hostname: ['a.example.com', '*.example.com', 'b.example.com'],
  hostnames: ['a.example.com', '*.example.com', '192.0.2.1', '010.0.0.1'],
  type: [
    'IPAddress',
    'Hostname',
    'NamedAddress',
    'Exact',
    'URI',
    'PathPrefix',
    'RegularExpression',
    'Cookie',
    'Header',
  ],
  'addresses.value': [
    ...[
      '192.0.2.1',
      '192.0.2.1',
      '2001:db8::1',
      '192.0.2.256',
      '010.0.0.1',
      'fe80::1%eth0',
      '::ffff:192.0.2.1',
      '1.2.3',
    ],
    ...['a.example.com', '*.example.com', 'A.example.com', ''],
  ],
  'headers.value': ['x', 'a b', 'a  b', ' a', 'ü', '.*'],
  'path.value': [
    ...['/', '/a', '/a/', '/a%20b', '/.a', '/a..', '.*', 'a', '', '/a//b', '/a/./b', '/a/../b', '/a/.', '/a/..'],
    ...['/a%2fb', '/a%2Fb', '/a#b', '/a b', '/a%2'],
  ],
  service: ['shop.v1.Cart', '.shop', 'shop..Cart', 'Shop', '', '1shop', 'ſhop'],
  method: ['AddItem', 'add_item', 'add.item', '', '9add'],
  percent: [0, 50, 100],
  numerator: [0, 1, 99, 100, 101, 200],
  denominator: [1, 100, 200],
  request: ['10s', '0s', '500ms', '1m', '0h0m'],
  backendRequest: ['10s', '0s', '501ms', '59s', '1h', '1m1ms'],
  allowOrigins: ['*', 'https://a.example.com', 'http://*'],
  allowMethods: ['*', 'GET', 'POST'],
  allowHeaders: ['*', 'X-A'],
  labels: [
    ...['', '*', 'a*'],
    'team',
    'example.com/team',
    '/team',
    'a/b/c',
    '-a',
    `${'a'.repeat(252)}/b`,
    `${'a'.repeat(253)}/b`,
    'a'.repeat(64),
  ],
  wellKnownCACertificates: ['System', 'example.com/authorities'],
  uri: ['spiffe://example.com/a', 'https://example.com'],
  failureThreshold: [-1, 0, 1, 5],
  aggregationLength: [1, 24, 32, 33],
  aggregationLengthV6: [64, 128],
  jwksUrl: ['', 'https://example.com/jwks'],
  issuerUrl: ['', 'https://example.com'],
  identitySource: ['', 'a'],
  userInfoUrl: ['', 'https://example.com/userinfo'],
  partial_response_strategy: ['abort', 'WARN', '', 'none'],
  caBundle: ['YWJj', 'YWI=', 'YWJ', 'ü', 'YQ==', ''],
  schedule: ['@daily', '@every 1h', '0 0 * * *', '0 0 *'],
  path: ['/', '/healthz', '?a=b', 'healthz'],
  interval: [
    ...['1s', '1.5h', '.5s', '1.s', '+1s', '1h1m1s', '1000us', '1µs1ms', '1ms', '0.001s', '2562047h'],
    ...['0', '0s', '-0s', '-1s', '999us', '999999ns'],
    ...['10', '1d', '1h1', '', ' 1s', 's', '.s', '1e3s', '2562048h', '-2562048h', '1s\n', '--1s'],
  ],
  restartAt: ['2026-08-01T12:00:00Z', '2026-08-01t23:59:59.5+01:00', '2026-02-30T12:00:00Z', '2026-08-01', 'T', ''],
  hosts: ['*', '*.example.com', 'a.example.com'],
  'spec.addresses': ['192.0.2.1', '192.0.2.0/24'],
  'endpoints.address': [
    ...['192.0.2.1', 'unix:///run/a', 'unix://@a'],
    ...['unix://', 'unix:///', 'unix:///run/', 'unix://a', 'unix://@a/'],
  ],
  'endpoints.ports': ['http', '1', 'a-b', 'a'.repeat(62), 'a'.repeat(63), 'a_b', '-a', '', 0, 1, 65535, 65536],
  'ports.number': [0, 1, 80, 443, 65535, 65536],
  'ports.targetPort': [0, 1, 80, 65535, 65536],
  portLevelMtls: ['80', '+80', '080', '65535', '0', '-1', '65536', 'http', '', '8e1'],
  jwksUri: [
    ...['https://example.com/jwks', 'http://a', 'HTTP://a:80/%20?%zz', 'http:a', 'https://u@a', 'http://[::1]:8080/'],
    ...[
      'ftp://example.com',
      'example.com',
      '/jwks',
      '*',
      'http://a b',
      'http://a:b',
      'http://a/%zz',
      '://a',
      'http://[::1',
    ],
  ],
  'request.name': ['X-A', 'Cookie', 'set-cookie', 'Proxy', 'Strict-Transport-Security'],
  'set.value': [
    ...['a', '100%%', '%[req.hdr(X-A)]', '%[res.hdr(X-A),lower,base64]', '%{+Q,-E}[ssl_c_der]', 'ü 😀'],
    ...['100%', '%[src]', '%[req.hdr()]', '%{Y}[ssl_c_der]', '%[ssl_c_der,upper]', 'a\tb', '%{+Q}%'],
  ],
  'port.targetPort': [80, 0, '', 'http'],
  istioNamespace: ['istio-system', 'other'],
  'spec.namespace': ['istio-system', 'other'],
};
const SAME: Readonly<Record<string, string>> = {
  annotations: 'labels',
  matchLabels: 'labels',
  options: 'labels',
  'response.name': 'request.name',
  jwks_uri: 'jwksUri',
  ...Object.fromEntries(
    [
      ...[
        'timeout',
        'idleTimeout',
        'connectTimeout',
        'maxConnectionDuration',
        'time',
        'duration',
        'warmupDurationSecs',
      ],
      ...['baseEjectionTime', 'maxAge', 'exponentialDelay', 'fixedDelay', 'backoff', 'perTryTimeout', 'ttl'],
      ...['budgetInterval', 'reportingInterval'],
    ].map((name) => [name, 'interval']),
  ),
};

/** Lists at which a sum over several of them is just right or too long, by the name of the field. */
const LISTS: Readonly<Record<string, readonly (readonly unknown[])[]>> = {
  matches: [1, 42, 43, 63, 64, 64].map((length) => Array.from({ length }, () => ({}))),
};

/** By the names of the field and of the object or list that it is in, or by its name alone. */
export function wordsFor(name: string): readonly unknown[] {
  const own = lastOf(name);
  return WORDS[SAME[name] ?? name] ?? WORDS[SAME[own] ?? own] ?? [];
}
export const listsFor = (name: string): readonly (readonly unknown[])[] => LISTS[lastOf(name)] ?? [];

const lastOf = (name: string) => name.slice(name.lastIndexOf('.') + 1);

/** Texts of which some match nearly any pattern, and some nearly none. */
export const TEXTS: readonly string[] = [
  ...[
    'a',
    'b',
    'a-b',
    'a.example.com',
    'X-A',
    '1h',
    '10s',
    '5m',
    '/a',
    'https://example.com',
    'socks5://proxy:1',
    'http://x',
  ],
  ...[
    '',
    ' ',
    'ü',
    '😀',
    'A',
    '-',
    '*',
    'a..b',
    '100',
    '1Gi',
    '-1',
    '1e3',
    '0',
    '5MB',
    'System',
    'a/b',
    'example.com/a',
  ],
  ...['line\nbreak', '\u2028', 'http://\r', '@every\u00a01h', 'a\u00a0b c d e', 'xK'],
];
