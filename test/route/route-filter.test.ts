import { Duration } from 'cdk8s';
import { Backend } from '../../src/route/backend';
import { CorsOptions } from '../../src/route/cors';
import { ExternalAuth } from '../../src/route/external-auth';
import { HeaderModifications } from '../../src/route/header-modifications';
import { HttpMethod } from '../../src/route/http-match';
import { PathModifier } from '../../src/route/path-modifier';
import { MirrorOptions, RouteFilter } from '../../src/route/route-filter';

const route = { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute', name: 'r', namespace: 'team' };
const rendered = (filter: RouteFilter) => JSON.parse(JSON.stringify(filter._render(route))) as object;
const backend = Backend.service('b', 80, { namespace: 'shop', weight: 3 });
const ref = { name: 'b', port: 80, namespace: 'shop' };
const mirror = (options?: MirrorOptions) => RouteFilter.mirror(backend, options);

test.each<[string, RouteFilter, object]>([
  [
    'headers',
    RouteFilter.requestHeaders({ set: { 'X-A': 'a b' }, add: { b: '1' }, remove: ['c'] }),
    {
      type: 'RequestHeaderModifier',
      requestHeaderModifier: { set: [{ name: 'X-A', value: 'a b' }], add: [{ name: 'b', value: '1' }], remove: ['c'] },
    },
  ],
  [
    'headers of the answer',
    RouteFilter.responseHeaders({ set: {}, add: {}, remove: ['c'] }),
    { type: 'ResponseHeaderModifier', responseHeaderModifier: { remove: ['c'] } },
  ],
  [
    'a redirect',
    RouteFilter.redirect({ scheme: 'https' }),
    { type: 'RequestRedirect', requestRedirect: { scheme: 'https' } },
  ],
  [
    'a rewrite that takes the prefix away',
    RouteFilter.rewrite({ path: PathModifier.replacePrefix('') }),
    { type: 'URLRewrite', urlRewrite: { path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '' } } },
  ],
  ['a mirror', mirror(), { type: 'RequestMirror', requestMirror: { backendRef: ref } }],
  [
    'a mirror of none',
    mirror({ percent: 0 }),
    { type: 'RequestMirror', requestMirror: { backendRef: ref, percent: 0 } },
  ],
  [
    'a mirror of a fraction',
    mirror({ numerator: 100 }),
    { type: 'RequestMirror', requestMirror: { backendRef: ref, fraction: { numerator: 100 } } },
  ],
  ['CORS for nobody', RouteFilter.cors({}), { type: 'CORS', cors: {} }],
  [
    'CORS for all',
    RouteFilter.cors({ allowOrigins: ['*'], allowAllMethods: true, allowHeaders: ['*'], exposeHeaders: ['*'] }),
    { type: 'CORS', cors: { allowOrigins: ['*'], allowMethods: ['*'], allowHeaders: ['*'], exposeHeaders: ['*'] } },
  ],
  [
    'CORS for some',
    RouteFilter.cors({
      allowOrigins: ['http://localhost:8080', 'https://*', 'https://*.a.b'],
      allowMethods: [HttpMethod.PUT],
    }),
    {
      type: 'CORS',
      cors: { allowOrigins: ['http://localhost:8080', 'https://*', 'https://*.a.b'], allowMethods: ['PUT'] },
    },
  ],
  [
    'authorization over gRPC',
    RouteFilter.externalAuth(ExternalAuth.grpc(backend)),
    { type: 'ExternalAuth', externalAuth: { backendRef: ref, protocol: 'GRPC', grpc: {} } },
  ],
  [
    'authorization over HTTP',
    RouteFilter.externalAuth(ExternalAuth.http(backend, { path: '/check', maxBodyBytes: 1 })),
    {
      type: 'ExternalAuth',
      externalAuth: { backendRef: ref, protocol: 'HTTP', http: { path: '/check' }, forwardBody: { maxSize: 1 } },
    },
  ],
])('%s', (_, filter, expected) => {
  expect(rendered(filter)).toEqual(expected);
});

const names = (count: number) => Array.from({ length: count }, (_, index) => `x-${index}`);
const headers = (changes: HeaderModifications) => () => RouteFilter.requestHeaders(changes);
const cors = (options: CorsOptions) => () => RouteFilter.cors(options);
const set = (list: string[]) => Object.fromEntries(list.map((name) => [name, '1']));

test.each<[string, () => unknown, string]>([
  ['no change of headers', headers({}), 'changes of headers: got {}'],
  [
    'two changes of one header',
    headers({ set: { Accept: 'a' }, remove: ['accept'] }),
    "header 'accept': got 'two changes'",
  ],
  ['a name of a header', headers({ add: { 'a:': '1' } }), "name of header: got 'a:'"],
  ['an empty value', headers({ set: { a: '' } }), "value of header 'a': got ''"],
  ['a line break', headers({ set: { a: 'b\nc' } }), "value of header 'a': got 'b\nc'"],
  ...(['set', 'add'] as const).map((sort): [string, () => unknown, string] => [
    `17 headers to ${sort}`,
    headers({ [sort]: set(names(17)) }),
    `headers to ${sort}: got '17 entries'`,
  ]),
  ['17 headers to remove', headers({ remove: names(17) }), "headers to remove: got '17 entries'"],
  ['a redirect to nowhere', () => RouteFilter.redirect({}), 'redirect: got {}'],
  ['a scheme', () => RouteFilter.redirect({ scheme: 'HTTPS' }), "scheme of redirect: got 'HTTPS'"],
  ['a host of a redirect', () => RouteFilter.redirect({ hostname: '*.a.b' }), "hostname of redirect: got '*.a.b'"],
  ['an empty host of a redirect', () => RouteFilter.redirect({ hostname: '' }), "hostname of redirect: got ''"],
  ['a port of a redirect', () => RouteFilter.redirect({ port: 0 }), 'port of redirect: got 0'],
  ['a rewrite of nothing', () => RouteFilter.rewrite({}), 'rewrite: got {}'],
  ['an empty host of a rewrite', () => RouteFilter.rewrite({ hostname: '' }), "hostname of rewrite: got ''"],
  ['a path to replace by', () => PathModifier.replaceFull('a'), "replacement of path: got 'a'"],
  [
    'a long path to replace by',
    () => PathModifier.replacePrefix(`/${'a'.repeat(1024)}`),
    'at most 1024 characters; fix: shorten it',
  ],
  ['percent and fraction', () => mirror({ percent: 1, numerator: 1 }), 'mirror: got {"percent":1,"numerator":1}'],
  [
    'percent and denominator',
    () => mirror({ percent: 1, denominator: 1 }),
    'expected percent, or numerator and denominator',
  ],
  ['a denominator alone', () => mirror({ denominator: 10 }), 'numerator of mirror: got undefined'],
  ['101 percent', () => mirror({ percent: 101 }), 'percent of mirror: got 101'],
  ['more than all', () => mirror({ numerator: 11, denominator: 10 }), 'numerator of mirror: got 11'],
  ['more than 100', () => mirror({ numerator: 101 }), 'numerator of mirror: got 101'],
  ['parts of nothing', () => mirror({ numerator: 0, denominator: 0 }), 'denominator of mirror: got 0'],
  ['an origin', cors({ allowOrigins: ['app.example.com'] }), "allowOrigins of CORS: got 'app.example.com'"],
  ['an origin with a path', cors({ allowOrigins: ['https://a.b/'] }), "allowOrigins of CORS: got 'https://a.b/'"],
  ...(['allowOrigins', 'allowHeaders'] as const).map((what): [string, () => unknown, string] => [
    `${what}: all and one`,
    cors({ [what]: ['*', what === 'allowOrigins' ? 'https://a.b' : 'a'] }),
    `${what} of CORS: got ["*","${what === 'allowOrigins' ? 'https://a.b' : 'a'}"]`,
  ]),
  [
    'all methods and one',
    cors({ allowMethods: [HttpMethod.GET], allowAllMethods: true }),
    'methods of CORS: got ["GET"]',
  ],
  [
    'credentials for all',
    cors({ allowOrigins: ['*'], allowCredentials: true }),
    "allowOrigins of CORS: got '*' with allowCredentials",
  ],
  ['half a second', cors({ maxAge: Duration.millis(1500) }), "maxAge of CORS: got '1.5 s'"],
  ['no time', cors({ maxAge: Duration.seconds(0) }), "maxAge of CORS: got '0 s'"],
  [
    'an origin twice',
    cors({ allowOrigins: ['https://a.b', 'https://a.b'] }),
    "allowOrigins of CORS: got 'https://a.b' twice",
  ],
  ['a method twice', cors({ allowMethods: [HttpMethod.PUT, HttpMethod.PUT] }), "allowMethods of CORS: got 'PUT' twice"],
  ['a header twice', cors({ allowHeaders: ['a', 'a'] }), "allowHeaders of CORS: got 'a' twice"],
  ['a header of the answer twice', cors({ exposeHeaders: ['a', 'a'] }), "exposeHeaders of CORS: got 'a' twice"],
  [
    '65 origins',
    cors({ allowOrigins: names(65).map((name) => `https://${name}`) }),
    "allowOrigins of CORS: got '65 entries'",
  ],
  ['65 headers', cors({ allowHeaders: names(65) }), "allowHeaders of CORS: got '65 entries'"],
  ['65 headers of the answer', cors({ exposeHeaders: names(65) }), "exposeHeaders of CORS: got '65 entries'"],
  ['a name of a header of CORS', cors({ allowHeaders: ['a b'] }), "allowHeaders of CORS: got 'a b'"],
  ['a name of a header of an answer of CORS', cors({ exposeHeaders: ['a b'] }), "exposeHeaders of CORS: got 'a b'"],
  [
    'a header of authorization',
    () => ExternalAuth.grpc(backend, { allowedHeaders: ['a:'] }),
    "allowedHeaders of external auth: got 'a:'",
  ],
  [
    'a header twice of authorization',
    () => ExternalAuth.http(backend, { allowedHeaders: ['a', 'a'] }),
    "allowedHeaders of external auth: got 'a' twice",
  ],
  [
    '65 headers of authorization',
    () => ExternalAuth.http(backend, { allowedResponseHeaders: names(65) }),
    "allowedResponseHeaders of external auth: got '65 entries'",
  ],
  [
    'a header of its answer',
    () => ExternalAuth.http(backend, { allowedResponseHeaders: [''] }),
    "allowedResponseHeaders of external auth: got ''",
  ],
  ['a path of authorization', () => ExternalAuth.http(backend, { path: '/a b' }), "path of external auth: got '/a b'"],
  ['no body', () => ExternalAuth.grpc(backend, { maxBodyBytes: 0 }), 'maxBodyBytes of external auth: got 0'],
  ['a group of an extension', () => RouteFilter.extension('a/v1', 'Filter', 'f'), "group of extension: got 'a/v1'"],
  ['a long group', () => RouteFilter.extension('a'.repeat(254), 'Filter', 'f'), 'group of extension: got'],
  [
    'a long name',
    () => RouteFilter.extension('', 'Filter', 'a'.repeat(254)),
    'expected 1 to 253 characters; fix: name the Filter',
  ],
  ['a kind of an extension', () => RouteFilter.extension('', '', 'f'), "kind of extension: got ''"],
  ['a name of an extension', () => RouteFilter.extension('', 'Filter', ''), "name of extension: got ''"],
])('refused: %s', (_, make, message) => {
  expect(make).toThrow(message);
});
