import { eachManifest, manifest } from '../told';

const BACKEND = { name: 'a', port: 80 };
const HEADERS = { set: [{ name: 'x', value: 'y' }] };
const modify = { type: 'RequestHeaderModifier', requestHeaderModifier: HEADERS };
const respond = { type: 'ResponseHeaderModifier', responseHeaderModifier: HEADERS };
const mirror = (fields: object = {}) => ({
  type: 'RequestMirror',
  requestMirror: { backendRef: BACKEND, ...fields },
});
const rewrite = (path?: object) => ({ type: 'URLRewrite', urlRewrite: { path } });
const redirect = { type: 'RequestRedirect', requestRedirect: { scheme: 'https' } };
const cors = (fields: object) => ({ type: 'CORS', cors: fields });
const authorize = (fields: object) => ({ type: 'ExternalAuth', externalAuth: { backendRef: BACKEND, ...fields } });
const extend = { type: 'ExtensionRef', extensionRef: { group: 'example.com', kind: 'Filter', name: 'a' } };

const route = (...filters: object[]) => manifest('HTTPRoute', { rules: [{ filters }] });
const inBackend = (kind: string, ...filters: object[]) =>
  manifest(kind, { rules: [{ backendRefs: [{ ...BACKEND, filters }] }] });
const session = (sessionPersistence: object, kind: string = 'HTTPRoute') =>
  manifest(kind, { rules: [{ sessionPersistence }] });

describe('types and fields', () => {
  eachManifest([
    [
      'one of each',
      route(modify, respond, mirror(), mirror(), extend, extend, cors({}), authorize({ protocol: 'GRPC', grpc: {} })),
    ],
    ['a redirect', route(redirect)],
    ['in a backend', inBackend('GRPCRoute', modify, respond, mirror())],
    ['no field', route({ type: 'URLRewrite' }), 'GW331 spec.rules[0].filters[0].urlRewrite: got undefined'],
    [
      'a field too many',
      inBackend('GRPCRoute', { ...modify, extensionRef: extend.extensionRef }),
      'GW331 spec.rules[0].backendRefs[0].filters[0].extensionRef: got {"group":"example.com","kind":"Filter","name":"a"}',
    ],
    ['twice', route(modify, respond, modify), "GW332 spec.rules[0].filters[2]: got 'RequestHeaderModifier'"],
    [
      'a redirect and a rewrite',
      route(redirect, rewrite()),
      "GW333 spec.rules[0].filters[1]: got 'URLRewrite with the RequestRedirect in spec.rules[0].filters[0]'",
    ],
  ]);
});

describe('paths, mirrors, CORS, external authorization', () => {
  eachManifest([
    ['a path', route(rewrite({ type: 'ReplaceFullPath', replaceFullPath: '/' }))],
    ['an empty prefix', route(rewrite({ type: 'ReplacePrefixMatch', replacePrefixMatch: '' }))],
    [
      'a path without its field',
      route(rewrite({ type: 'ReplaceFullPath' })),
      'GW336 spec.rules[0].filters[0].urlRewrite.path.replaceFullPath: got undefined',
    ],
    [
      'a path with both fields',
      inBackend('HTTPRoute', rewrite({ type: 'ReplacePrefixMatch', replacePrefixMatch: '/', replaceFullPath: '/' })),
      "GW336 spec.rules[0].backendRefs[0].filters[0].urlRewrite.path.replaceFullPath: got '/'",
    ],
    ['a percentage', route(mirror({ percent: 0 }), mirror({ fraction: { numerator: 100 } }))],
    ['a fraction', route(mirror({ fraction: { numerator: 200, denominator: 200 } }))],
    [
      'a percentage and a fraction',
      route(mirror({ percent: 1, fraction: { numerator: 1 } })),
      'GW337 spec.rules[0].filters[0].requestMirror.percent: got 1',
    ],
    [
      'more than all',
      manifest('GRPCRoute', { rules: [{ filters: [mirror({ fraction: { numerator: 101 } })] }] }),
      'GW337 spec.rules[0].filters[0].requestMirror.fraction.numerator: got 101',
    ],
    ['everything', route(cors({ allowOrigins: ['*'], allowMethods: ['*'], allowHeaders: ['*'] }))],
    ['every subdomain', route(cors({ allowOrigins: ['https://*.example.com', 'https://example.com'] }))],
    [
      'everything and more',
      route(cors({ allowMethods: ['GET', '*'] })),
      `GW338 spec.rules[0].filters[0].cors.allowMethods: got ["GET","*"]`,
    ],
    [
      'no protocol block',
      route(authorize({ protocol: 'HTTP' })),
      'GW339 spec.rules[0].filters[0].externalAuth.http: got undefined',
    ],
    [
      'both protocols',
      route(authorize({ protocol: 'GRPC', grpc: {}, http: {} })),
      'GW339 spec.rules[0].filters[0].externalAuth.http: got {}',
    ],
  ]);
});

describe('sessions', () => {
  eachManifest([
    ['a cookie', session({ sessionName: 'a' })],
    [
      'a permanent cookie',
      session({ type: 'Cookie', absoluteTimeout: '1h', cookieConfig: { lifetimeType: 'Permanent' } }),
    ],
    ['a header', session({ type: 'Header', sessionName: 'x' }, 'GRPCRoute')],
    ['the defaults', session({})],
    [
      'a header with settings of a cookie',
      session({ type: 'Header', sessionName: 'x', cookieConfig: {} }, 'GRPCRoute'),
      'GW341 spec.rules[0].sessionPersistence.cookieConfig: got {}',
    ],
    [
      'a permanent cookie without a timeout',
      session({ cookieConfig: { lifetimeType: 'Permanent' } }),
      'GW341 spec.rules[0].sessionPersistence.absoluteTimeout: got undefined',
    ],
  ]);
});
