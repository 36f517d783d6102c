import { brief, ingress, send } from './support';
import { IngressOptions } from '../../src/ingress/options';
import { RequestFields } from '../../src/traffic/request';

type Case = readonly [
  what: string,
  objects: readonly string[],
  request: string | RequestFields,
  expected: string,
  options?: IngressOptions,
];

const TLS = { tls: [{ hosts: ['example.com'], secretName: 'tls' }] };
const WEB = ['example.com/ -> web'];
const secret = (name: string, stringData: Readonly<Record<string, string>>) =>
  JSON.stringify({ apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace: 'shop' }, stringData });
const configMap = (name: string, data: Readonly<Record<string, string>>) =>
  JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'shop' }, data });
const canary = (how: Readonly<Record<string, string>>, path = 'example.com/ -> next') =>
  ingress('next', [path], { canary: 'true', ...how });
const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;

const HTTPS: readonly Case[] = [
  ['TLS redirects, without the last slash', [ingress('a', WEB, {}, TLS)], 'http://example.com/a/', '308 https://example.com/a'],
  ['TLS is served', [ingress('a', WEB, {}, TLS)], 'https://example.com/a/', 'web /a/'],
  ['ssl-redirect: false', [ingress('a', WEB, { 'ssl-redirect': 'false' }, TLS)], 'http://example.com/a', 'web /a'],
  ['a wrong value is the default', [ingress('a', WEB, { 'ssl-redirect': 'no' }, TLS)], 'http://example.com/a', '308 https://example.com/a'],
  ['ssl-redirect of the ConfigMap', [ingress('a', WEB, {}, TLS)], 'http://example.com/', 'web /', { config: { 'ssl-redirect': 'false' } }],
  ['a host that tls does not list is secure too', [ingress('a', ['api.example.com/ -> web'], {}, TLS)], 'http://api.example.com/', '308 https://api.example.com'],
  ['an Ingress without a host does not redirect', [ingress('a', ['_/ -> web'], {}, TLS)], 'http://example.com/', 'web /'],
  ['TLS of one Ingress redirects paths of another', [ingress('a', WEB, {}, TLS), ingress('b', ['example.com/b -> b'])], 'http://example.com/b', '308 https://example.com/b'],
  ['force-ssl-redirect needs no TLS', [ingress('a', WEB, { 'force-ssl-redirect': 'true' })], 'http://example.com/', '308 https://example.com'],
  ['preserve-trailing-slash', [ingress('a', WEB, { 'force-ssl-redirect': 'true', 'preserve-trailing-slash': 'true' })], 'http://example.com/a/', '308 https://example.com/a/'],
  ['challenges of authorities are not redirected', [ingress('a', ['example.com/.well-known/acme-challenge -> web'], {}, TLS)], 'http://example.com/.well-known/acme-challenge/x', 'web /.well-known/acme-challenge/x'],
  ['forwarded headers count where the ConfigMap says so', [ingress('a', WEB, {}, TLS)], 'http://example.com/ X-Forwarded-Proto: https', 'web /', { config: { 'use-forwarded-headers': 'true' } }],
  ['forwarded headers count for nothing otherwise', [ingress('a', WEB, {}, TLS)], 'http://example.com/ X-Forwarded-Proto: https', '308 https://example.com'],
  ['the redirect comes before a password', [ingress('a', WEB, { 'auth-type': 'basic', 'auth-secret': 'users' }, TLS)], 'http://example.com/', '308 https://example.com'],
];

const REDIRECTS: readonly Case[] = [
  ['permanent-redirect', [ingress('a', WEB, { 'permanent-redirect': 'https://new.example.com' })], 'http://example.com/x', '301 https://new.example.com'],
  ['its code', [ingress('a', WEB, { 'permanent-redirect': 'https://new.example.com', 'permanent-redirect-code': '308' })], 'http://example.com/x', '308 https://new.example.com'],
  ['a code that is none', [ingress('a', WEB, { 'permanent-redirect': 'https://new.example.com', 'permanent-redirect-code': '200' })], 'http://example.com/x', '301 https://new.example.com'],
  ['the temporal one comes first', [ingress('a', WEB, { 'permanent-redirect': 'https://new.example.com', 'temporal-redirect': 'https://now.example.com' })], 'http://example.com/x', '302 https://now.example.com'],
  ['a redirect takes paths too that the Ingress does not have', [ingress('a', ['example.com/old -> web'], { 'permanent-redirect': 'https://new.example.com' })], 'http://example.com/other', '301 https://new.example.com'],
  ['a redirect comes before HTTPS', [ingress('a', WEB, { 'permanent-redirect': 'https://new.example.com' }, TLS)], 'http://example.com/x', '301 https://new.example.com'],
  ['app-root', [ingress('a', WEB, { 'app-root': '/app' }, TLS)], 'http://example.com/', '302 http://example.com/app'],
  ['app-root is for / alone', [ingress('a', WEB, { 'app-root': '/app' })], 'http://example.com/x', 'web /x'],
  ['from-to-www-redirect names the port', [ingress('a', WEB, { 'from-to-www-redirect': 'true' })], 'http://www.example.com/a/', '308 http://example.com:80/a'],
  ['from-to-www-redirect the other way', [ingress('a', ['www.example.com/ -> web'], { 'from-to-www-redirect': 'true' })], 'https://example.com/a', '308 https://www.example.com:443/a'],
  ['from-to-www-redirect: a host of its own comes first', [ingress('a', WEB, { 'from-to-www-redirect': 'true' }), ingress('b', ['www.example.com/ -> www'])], 'http://www.example.com/', 'www /'],
];

const ACCESS: readonly Case[] = [
  ['allowed', [ingress('a', WEB, { 'whitelist-source-range': '192.0.2.0/24' })], { url: 'http://example.com/', client: { ip: '192.0.2.7' } }, 'web /'],
  ['not allowed', [ingress('a', WEB, { 'allowlist-source-range': '192.0.2.0/24' })], { url: 'http://example.com/', client: { ip: '198.51.100.7' } }, '403'],
  ['denied', [ingress('a', WEB, { 'denylist-source-range': '192.0.2.7' })], { url: 'http://example.com/', client: { ip: '192.0.2.7' } }, '403'],
  ['unknown', [ingress('a', WEB, { 'allowlist-source-range': '192.0.2.0/24' })], 'http://example.com/', "403 if not (the client's address is in 192.0.2.0/24) | web / if the client's address is in 192.0.2.0/24"],
  ['a list that is none denies', [ingress('a', WEB, { 'allowlist-source-range': 'home' })], 'http://example.com/', '503'],
  ['without a password', [ingress('a', WEB, { 'auth-type': 'basic', 'auth-secret': 'users' })], 'http://example.com/', '401'],
  ['a password in plain text', [ingress('a', WEB, { 'auth-type': 'basic', 'auth-secret': 'users' }), secret('users', { auth: 'foo:{PLAIN}bar' })], `http://example.com/ Authorization: ${basic('foo:bar')}`, 'web /'],
  ['a wrong password', [ingress('a', WEB, { 'auth-type': 'basic', 'auth-secret': 'users' }), secret('users', { auth: 'foo:{PLAIN}bar' })], `http://example.com/ Authorization: ${basic('foo:baz')}`, '401'],
  ['a hash', [ingress('a', WEB, { 'auth-type': 'basic', 'auth-secret': 'users' }), secret('users', { auth: 'foo:$2y$05$x' })], `http://example.com/ Authorization: ${basic('foo:bar')}`, '401 if not (Secret shop/users has this password of foo) | web / if Secret shop/users has this password of foo'],
  ['a Secret without the key', [ingress('a', WEB, { 'auth-type': 'basic', 'auth-secret': 'users' }), secret('users', { users: 'foo:bar' })], 'http://example.com/', '503'],
  ['another namespace', [ingress('a', WEB, { 'auth-type': 'basic', 'auth-secret': 'other/users' })], 'http://example.com/', '503'],
  ['any is enough', [ingress('a', WEB, { 'auth-type': 'basic', 'auth-secret': 'users', 'allowlist-source-range': '192.0.2.0/24', satisfy: 'any' })], { url: 'http://example.com/', client: { ip: '192.0.2.7' } }, 'web /'],
  ['none is enough: 401 comes before 403', [ingress('a', WEB, { 'auth-type': 'basic', 'auth-secret': 'users', 'allowlist-source-range': '192.0.2.0/24', satisfy: 'any' })], { url: 'http://example.com/', client: { ip: '198.51.100.7' } }, '401'],
  [
    'an authentication server',
    [ingress('a', WEB, { 'auth-url': 'https://auth.example.com/check' })],
    'http://example.com/',
    '401 if https://auth.example.com/check responds with 401 | 403 if https://auth.example.com/check responds with 403 | 500 if https://auth.example.com/check responds with another status | web / if https://auth.example.com/check responds with 2xx',
  ],
  [
    'a sign-in page',
    [ingress('a', WEB, { 'auth-url': 'https://auth.example.com/check', 'auth-signin': 'https://login.example.com/start' })],
    'http://example.com/a?b=1',
    '302 https://login.example.com/start?rd=http://example.com%2Fa%3Fb%3D1 if https://auth.example.com/check responds with 401 | 403 if https://auth.example.com/check responds with 403 | 500 if https://auth.example.com/check responds with another status | web /a?b=1 if https://auth.example.com/check responds with 2xx',
  ],
  ['an authentication server that is none', [ingress('a', WEB, { 'auth-url': 'auth' })], 'http://example.com/', '503'],
  ['a certificate of the client', [ingress('a', WEB, { 'auth-tls-secret': 'shop/ca' }, TLS)], 'https://example.com/', '400'],
  ['a certificate is asked for over HTTPS alone', [ingress('a', WEB, { 'auth-tls-secret': 'shop/ca' })], 'http://example.com/', 'web /'],
  ['an optional certificate', [ingress('a', WEB, { 'auth-tls-secret': 'shop/ca', 'auth-tls-verify-client': 'optional' }, TLS)], 'https://example.com/', 'web /'],
  ['a Secret of another namespace forbids the host', [ingress('a', WEB, { 'auth-tls-secret': 'other/ca' }, TLS), ingress('b', ['example.com/b -> b'])], 'https://example.com/b', '403'],
];

const CANARIES: readonly Case[] = [
  ['weight', [ingress('main', WEB), canary({ 'canary-weight': '30' })], 'http://example.com/', '70% web / | 30% next /'],
  ['weight of a total', [ingress('main', WEB), canary({ 'canary-weight': '30', 'canary-weight-total': '300' })], 'http://example.com/', '90% web / | 10% next /'],
  ['a total below 100 is 100', [ingress('main', WEB), canary({ 'canary-weight': '5', 'canary-weight-total': '10' })], 'http://example.com/', '95% web / | 5% next /'],
  ['header always', [ingress('main', WEB), canary({ 'canary-by-header': 'X-Next' })], 'http://example.com/ X-Next: always', 'next /'],
  ['header never comes before the weight', [ingress('main', WEB), canary({ 'canary-by-header': 'X-Next', 'canary-weight': '100' })], 'http://example.com/ X-Next: never', 'web /'],
  ['another value leaves it to the weight', [ingress('main', WEB), canary({ 'canary-by-header': 'X-Next', 'canary-weight': '100' })], 'http://example.com/ X-Next: maybe', 'next /'],
  ['header value', [ingress('main', WEB), canary({ 'canary-by-header': 'X-Next', 'canary-by-header-value': 'blue' })], 'http://example.com/ X-Next: blue', 'next /'],
  ['with a value, always is none', [ingress('main', WEB), canary({ 'canary-by-header': 'X-Next', 'canary-by-header-value': 'blue' })], 'http://example.com/ X-Next: always', 'web /'],
  ['header pattern', [ingress('main', WEB), canary({ 'canary-by-header': 'X-Next', 'canary-by-header-pattern': '^b' })], 'http://example.com/ X-Next: blue', 'next /'],
  ['cookie', [ingress('main', WEB), canary({ 'canary-by-cookie': 'next' })], 'http://example.com/ Cookie: a=b; next=always', 'next /'],
  ['the header comes before the cookie', [ingress('main', WEB), canary({ 'canary-by-header': 'X-Next', 'canary-by-cookie': 'next' })], { url: 'http://example.com/', headers: { 'x-next': 'never', cookie: 'next=always' } }, 'web /'],
  ['another path has no canary', [ingress('main', ['example.com/ -> web', 'example.com/api -> api']), canary({ 'canary-weight': '100' })], 'http://example.com/api', 'api /api'],
  ['a canary takes requests of its Service on every path', [ingress('main', ['example.com/ -> web', 'other.example.com/x -> web']), canary({ 'canary-weight': '100' })], 'http://other.example.com/x', 'next /x'],
  ['a canary alone serves nothing', [canary({ 'canary-weight': '100' })], 'http://example.com/', '404'],
  ['with the cookie of an affinity nobody knows', [ingress('main', WEB, { affinity: 'cookie' }), canary({ 'canary-weight': '50' })], 'http://example.com/ Cookie: INGRESSCOOKIE=x', 'web / if cookie INGRESSCOOKIE is of a pod of shop/web | next / if cookie INGRESSCOOKIE is of a pod of shop/next'],
];

const OTHERS: readonly Case[] = [
  ['proxy-body-size', [ingress('a', WEB, { 'proxy-body-size': '1k' })], 'POST http://example.com/ Content-Length: 1025', '413'],
  ['one megabyte is the default', [ingress('a', WEB)], 'POST http://example.com/ Content-Length: 1048577', '413'],
  ['0 is any size', [ingress('a', WEB, { 'proxy-body-size': '0' })], 'POST http://example.com/ Content-Length: 1048577', 'web /'],
  ['a preflight is answered', [ingress('a', WEB, { 'enable-cors': 'true' })], 'OPTIONS http://example.com/', '204'],
  ['an OPTIONS of another origin goes to the backend', [ingress('a', WEB, { 'enable-cors': 'true', 'cors-allow-origin': 'https://app.example.com' })], 'OPTIONS http://example.com/ Origin: https://evil.example.org', 'web /'],
  ['custom-http-errors with a default backend', [ingress('a', WEB, { 'custom-http-errors': '503', 'default-backend': 'sorry' })], { url: 'http://example.com/x', backend: { status: 503 } }, 'sorry /'],
  ['other errors pass', [ingress('a', WEB, { 'custom-http-errors': '503', 'default-backend': 'sorry' })], { url: 'http://example.com/x', backend: { status: 500 } }, '500 web /x'],
  ['without a default backend, 404', [ingress('a', WEB, { 'custom-http-errors': '503' })], { url: 'http://example.com/x', backend: { status: 503 } }, '404'],
  ['a slow backend', [ingress('a', WEB, { 'proxy-read-timeout': '2' })], { url: 'http://example.com/', backend: { delay: 3000 } }, '504 web /'],
  ['a closed connection is tried again', [ingress('a', WEB)], { url: 'http://example.com/', backend: { fail: { times: 2 } } }, 'web /'],
  ['three times at most', [ingress('a', WEB)], { url: 'http://example.com/', backend: { fail: { times: 3 } } }, '502 web /'],
  ['a POST is not tried again', [ingress('a', WEB)], { url: 'http://example.com/', method: 'POST', backend: { fail: { times: 1 } } }, '502 web /'],
  ['an error is tried again where it is listed', [ingress('a', WEB, { 'proxy-next-upstream': 'error http_503' })], { url: 'http://example.com/', backend: { fail: { times: 1, status: 503 } } }, 'web /'],
  ['a snippet that is allowed makes it uncertain', [ingress('a', WEB, { 'configuration-snippet': 'return 418;' })], 'http://example.com/', 'web / if configuration-snippet does not change it', { config: { 'allow-snippet-annotations': 'true', 'annotations-risk-level': 'Critical' } }],
  ['a snippet above the level takes the whole Ingress away', [ingress('a', WEB, { 'configuration-snippet': 'return 418;' })], 'http://example.com/', '404'],
  ['a value that the controller refuses does so too', [ingress('a', WEB, { 'upstream-vhost': 'a b;' })], 'http://example.com/', '404'],
  ['--default-backend-service', [ingress('a', WEB)], 'http://other.example.com/x', 'usual /x', { defaultBackendService: 'shop/usual' }],
  ['headers of a ConfigMap have to be allowed', [ingress('a', WEB, { 'custom-headers': 'shop/more' }), configMap('more', { 'X-One': '1' })], 'http://example.com/', '503'],
  ['another class', [ingress('a', WEB, {}, { ingressClassName: 'other' })], 'http://example.com/', '404'],
  ['the older annotation', [ingress('a', WEB, { 'kubernetes.io/ingress.class': 'nginx' }, { ingressClassName: undefined })], 'http://example.com/', 'web /'],
  ['without a class', [ingress('a', WEB, {}, { ingressClassName: undefined })], 'http://example.com/', '404'],
  ['without a class, where the controller takes it', [ingress('a', WEB, {}, { ingressClassName: undefined })], 'http://example.com/', 'web /', { watchesWithoutClass: true }],
  ['a port that nobody listens on', [ingress('a', WEB)], 'http://example.com:8080/', 'refused'],
  ['the specification: a prefix by elements, with or without a slash', [ingress('a', ['example.com/foo/ -> web'])], 'http://example.com/foo', 'web /foo', { profile: 'spec' }],
  ['the specification: annotations are for controllers', [ingress('a', ['example.com/foo -> web'], { 'rewrite-target': '/' }, TLS)], 'http://example.com/foo/x', 'web /foo/x', { profile: 'spec' }],
  ['the specification leaves ImplementationSpecific open', [ingress('a', ['~example.com/foo -> web'])], 'http://example.com/foo', 'web /foo if the controller takes ImplementationSpecific for Prefix', { profile: 'spec' }],
];

describe.each([
  ['HTTPS', HTTPS],
  ['redirects', REDIRECTS],
  ['access', ACCESS],
  ['canaries', CANARIES],
  ['others', OTHERS],
])('%s', (_, cases) => {
  test.each(cases.map((each) => [each[0], each] as const))('%s', (_what, [, objects, request, expected, options]) => {
    expect(brief(send(objects, request, options))).toBe(expected);
  });
});

const sorted = (headers: ReadonlyMap<string, string>) => Object.fromEntries([...headers].sort(([a], [b]) => (a < b ? -1 : 1)));

test('the backend sees who asked for what', () => {
  const { outcomes } = send([ingress('a', WEB, { 'upstream-vhost': 'inner.example.com' })], {
    url: 'https://example.com:443/a',
    headers: { 'x-forwarded-for': '198.51.100.7', 'x-mine': '1', 'x_mine': '2', connection: 'close', upgrade: 'websocket' },
    client: { ip: '192.0.2.7' },
  });
  expect(outcomes[0].upstream?.host).toBe('inner.example.com');
  expect(sorted(outcomes[0].upstream!.headers)).toEqual({
    connection: 'upgrade',
    upgrade: 'websocket',
    'x-forwarded-for': '192.0.2.7',
    'x-forwarded-host': 'example.com:443',
    'x-forwarded-port': '443',
    'x-forwarded-proto': 'https',
    'x-forwarded-scheme': 'https',
    'x-mine': '1',
    'x-original-forwarded-for': '198.51.100.7',
    'x-real-ip': '192.0.2.7',
    'x-scheme': 'https',
  });
});

test('responses over HTTPS and to other origins have their headers', () => {
  const { outcomes } = send(
    [ingress('a', WEB, { 'enable-cors': 'true', 'cors-allow-origin': 'https://*.example.com', 'cors-expose-headers': 'X-One' })],
    'https://example.com/ Origin: https://app.example.com',
  );
  expect(sorted(outcomes[0].headers)).toMatchObject({
    'access-control-allow-origin': 'https://app.example.com',
    'access-control-allow-credentials': 'true',
    'access-control-expose-headers': 'X-One',
    'access-control-max-age': '1728000',
    'strict-transport-security': 'max-age=31536000; includeSubDomains',
  });
});

test('steps name the place in the file', () => {
  const text = [ingress('a', WEB, {}, TLS)];
  const { steps } = send(text, 'http://example.com/');
  expect(steps.map(({ what, place }) => [what, place?.path])).toEqual([
    ['host', 'spec.tls[0]'],
    ['location', 'spec.rules[0].http.paths[0]'],
    ['redirect', 'spec.tls[0]'],
  ]);
});
