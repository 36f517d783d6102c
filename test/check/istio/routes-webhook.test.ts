/* What the webhook of Istio refuses in HTTP routes of VirtualServices. */
import { eachManifest, manifest } from '../told';

const istio = (kind: string, spec: object) => manifest(kind, spec, 'networking.istio.io/v1');
const to = (host: string = 'web', rest: object = {}) => [{ destination: { host, ...rest } }];
const virtualService = (spec: object) => istio('VirtualService', { hosts: ['web'], http: [{ route: to() }], ...spec });
const edge = (spec: object) => virtualService({ gateways: ['edge'], hosts: ['*.example.com'], ...spec });
const http = (route: object) => virtualService({ http: [{ route: to(), ...route }] });
const action = (route: object) => virtualService({ http: [route] });
const match = (condition: object) => http({ match: [condition] });
const headers = (request: object, response: object = {}) => http({ headers: { request, response } });
const server = (rest: object) =>
  istio('Gateway', { servers: [{ hosts: ['*'], port: { name: 'http', number: 80, protocol: 'HTTP' }, ...rest }] });

describe('actions of routes', () => {
  const redirect = { uri: '/new' };
  const directResponse = { status: 503 };
  const delegate = { name: 'web' };
  eachManifest([
    ['a redirect', action({ redirect })],
    ['a response', action({ directResponse })],
    ['a delegation', action({ delegate })],
    ['a delegate', istio('VirtualService', { http: [{ route: to() }] })],
    ['no action', action({ match: [{ uri: { prefix: '/' } }] }), 'GW626 spec.http[0]: got undefined'],
    ['a redirect and destinations', http({ redirect }), "GW626 spec.http[0]: got 'redirect and route'"],
    [
      'a redirect and a response',
      action({ redirect, directResponse }),
      "GW626 spec.http[0]: got 'redirect and directResponse'",
    ],
    [
      'a redirect with a rewrite',
      action({ redirect, rewrite: { uri: '/' } }),
      "GW626 spec.http[0]: got 'redirect and rewrite'",
    ],
    ['a response and destinations', http({ directResponse }), "GW626 spec.http[0]: got 'directResponse and route'"],
    [
      'a response with a fault',
      action({ directResponse, fault: { abort: { httpStatus: 500 } } }),
      "GW626 spec.http[0]: got 'directResponse and fault'",
    ],
    [
      'one mirror and several',
      http({ mirror: { host: 'a' }, mirrors: to('b') }),
      "GW626 spec.http[0]: got 'mirror and mirrors'",
    ],
    [
      'two rewrites',
      http({ rewrite: { uri: '/', uriRegexRewrite: { match: 'a', rewrite: 'b' } } }),
      "GW626 spec.http[0].rewrite: got 'uri and uriRegexRewrite'",
    ],
    [
      'a delegation with destinations',
      http({ delegate }),
      'GW625 spec.http[0].route: got [{"destination":{"host":"web"}}]',
    ],
    ['a delegation with a redirect', action({ delegate, redirect }), 'GW625 spec.http[0].redirect: got {"uri":"/new"}'],
    ['a delegate with gateways', edge({ hosts: [] }), 'GW625 spec.gateways: got ["edge"]'],
    [
      'a delegate with TCP',
      virtualService({ hosts: [], tcp: [{ route: to() }] }),
      'GW625 spec.tcp: got [{"route":[{"destination":{"host":"web"}}]}]',
    ],
    ['a timeout that Envoy rounds', http({ timeout: '1.5ms' }), "GW627 spec.http[0].timeout: got '1.5ms'"],
  ]);
});

describe('numbers and words', () => {
  const response = (status: number) => action({ directResponse: { status } });
  const percentage = (value: number) => http({ fault: { abort: { httpStatus: 500, percentage: { value } } } });
  const retries = (rest: object) => http({ retries: { attempts: 2, ...rest } });
  const protocol = (name: string) => server({ port: { name: 'a', number: 80, protocol: name } });
  eachManifest([
    ['a small share', percentage(0.001)],
    ['a share that is too small', percentage(0.00001), 'GW627 spec.http[0].fault.abort.percentage.value: got 0.00001'],
    ['more than all', percentage(101), 'GW627 spec.http[0].fault.abort.percentage.value: got 101'],
    [
      'a mirror of more than all',
      http({ mirror: { host: 'a' }, mirrorPercentage: { value: 200 } }),
      'GW627 spec.http[0].mirrorPercentage.value: got 200',
    ],
    ['a status', response(200)],
    ['a status that is none', response(99), 'GW627 spec.http[0].directResponse.status: got 99'],
    [
      'a redirect that is none',
      action({ redirect: { uri: '/', redirectCode: 200 } }),
      'GW627 spec.http[0].redirect.redirectCode: got 200',
    ],
    ['a negative weight', http({ route: [{ ...to()[0], weight: -1 }] }), 'GW627 spec.http[0].route[0].weight: got -1'],
    ['retries', retries({ perTryTimeout: '1s', retryOn: '5xx,503,reset' })],
    ['negative retries', http({ retries: { attempts: -1 } }), 'GW627 spec.http[0].retries.attempts: got -1'],
    ['no retries', http({ retries: { attempts: 0 } })],
    ['settings of no retries', http({ retries: { retryOn: '5xx' } }), "GW631 spec.http[0].retries.retryOn: got '5xx'"],
    [
      'a condition that is none',
      retries({ retryOn: 'gateway-errors' }),
      "GW630 spec.http[0].retries.retryOn: got 'gateway-errors'",
    ],
    ['a list with spaces', retries({ retryOn: '5xx, reset' }), "GW630 spec.http[0].retries.retryOn: got '5xx, reset'"],
    ['a status without a name', retries({ retryOn: '599' }), "GW630 spec.http[0].retries.retryOn: got '599'"],
    ['methods', http({ corsPolicy: { allowMethods: ['GET', '*'] } })],
    [
      'a method in lower case',
      http({ corsPolicy: { allowMethods: ['get'] } }),
      "GW630 spec.http[0].corsPolicy.allowMethods[0]: got 'get'",
    ],
    [
      'a method that is none',
      http({ corsPolicy: { allowMethods: ['PUTT'] } }),
      "GW630 spec.http[0].corsPolicy.allowMethods[0]: got 'PUTT'",
    ],
    ['a scheme', action({ redirect: { scheme: 'https' } })],
    [
      'a scheme in upper case',
      action({ redirect: { scheme: 'HTTPS' } }),
      "GW630 spec.http[0].redirect.scheme: got 'HTTPS'",
    ],
    ['a status of gRPC', http({ fault: { abort: { grpcStatus: 'NOT_FOUND' } } })],
    [
      'a status of gRPC that is none',
      http({ fault: { abort: { grpcStatus: 'NOTFOUND' } } }),
      "GW630 spec.http[0].fault.abort.grpcStatus: got 'NOTFOUND'",
    ],
    ['a protocol in lower case', protocol('grpc-web')],
    ['a protocol that is none', protocol('HTTP1'), "GW630 spec.servers[0].port.protocol: got 'HTTP1'"],
    ['no protocol', protocol(''), "GW630 spec.servers[0].port.protocol: got ''"],
    [
      'no protocol of an entry',
      istio('ServiceEntry', { hosts: ['a.example.com'], ports: [{ name: 'a', number: 80, protocol: '' }] }),
    ],
  ]);
});

describe('texts and headers', () => {
  const origin = (text: object) => http({ corsPolicy: { allowOrigins: [text] } });
  eachManifest([
    ['an empty prefix of a path', match({ uri: { prefix: '' } })],
    ['an empty expression for a path', match({ uri: { regex: '' } }), "GW628 spec.http[0].match[0].uri.regex: got ''"],
    [
      'an empty prefix of a header',
      match({ headers: { 'x-a': { prefix: '' } } }),
      "GW628 spec.http[0].match[0].headers['x-a'].prefix: got ''",
    ],
    ['an empty method', match({ method: { prefix: '' } }), "GW628 spec.http[0].match[0].method.prefix: got ''"],
    ['an expression', match({ uri: { regex: '/v[0-9]+/.*' } })],
    [
      'lookahead',
      match({ uri: { regex: '(?!/admin).*' } }),
      "GW628 spec.http[0].match[0].uri.regex: got '(?!/admin).*'",
    ],
    [
      'an open group',
      match({ queryParams: { a: { regex: '(' } } }),
      "GW628 spec.http[0].match[0].queryParams['a'].regex: got '('",
    ],
    [
      'a long expression',
      match({ uri: { regex: 'a'.repeat(1025) } }),
      "GW628 spec.http[0].match[0].uri.regex: got '1025 bytes'",
    ],
    ['no such header', match({ withoutHeaders: { 'x-a': { regex: '*' } } })],
    [
      'a wildcard for an expression',
      match({ withoutHeaders: { 'x-a': { regex: '*a' } } }),
      "GW628 spec.http[0].match[0].withoutHeaders['x-a'].regex: got '*a'",
    ],
    ['a rewrite', http({ rewrite: { uriRegexRewrite: { match: '^/a/(.*)$', rewrite: '/\\1' } } })],
    [
      'a rewrite without a replacement',
      http({ rewrite: { uriRegexRewrite: { match: 'a' } } }),
      'GW628 spec.http[0].rewrite.uriRegexRewrite.rewrite: got undefined',
    ],
    ['an origin', origin({ exact: 'https://a.example.com' })],
    ['an empty origin', origin({ exact: '' }), "GW628 spec.http[0].corsPolicy.allowOrigins[0].exact: got ''"],
    ['no origin', origin({}), 'GW628 spec.http[0].corsPolicy.allowOrigins[0]: got undefined'],
    ['names', match({ headers: { ':authority': { exact: 'a' }, 'x-a': {} } })],
    [
      'a name with a space',
      match({ headers: { 'x a': { exact: 'a' } } }),
      "GW629 spec.http[0].match[0].headers['x a']: got 'x a'",
    ],
    ['a claim', edge({ http: [{ match: [{ headers: { '@request.auth.claims.a': { exact: 'a' } } }], route: to() }] })],
    [
      'a claim in the mesh',
      match({ headers: { '@request.auth.claims.a': { exact: 'a' } } }),
      "GW631 spec.http[0].match[0].headers['@request.auth.claims.a']: got '@request.auth.claims.a'",
    ],
    ['values', headers({ set: { a: '100%%', b: '%REQ(:path)%', host: 'a' } }, { add: { c: '' } })],
    ['a percent sign', headers({ set: { a: '100%' } }), "GW629 spec.http[0].headers.request.set['a']: got '100%'"],
    ['a line break', headers({}, { add: { a: 'a\nb' } }), "GW629 spec.http[0].headers.response.add['a']: got 'a\nb'"],
    [
      'a path that is set',
      headers({ set: { ':path': '/' } }),
      "GW629 spec.http[0].headers.request.set[':path']: got ':path'",
    ],
    [
      'a host that is removed',
      headers({ remove: ['Host'] }),
      "GW629 spec.http[0].headers.request.remove[0]: got 'Host'",
    ],
    [
      'a host of a response',
      headers({}, { set: { host: 'a' } }),
      "GW629 spec.http[0].headers.response.set['host']: got 'host'",
    ],
    [
      'a host twice',
      http({ rewrite: { authority: 'a' }, headers: { request: { set: { host: 'b' } } } }),
      "GW629 spec.http[0].headers.request.set['host']: got spec.http[0].rewrite.authority and spec.http[0].headers.request.set['host']",
    ],
    ['no name', headers({ remove: [''] }), "GW629 spec.http[0].headers.request.remove[0]: got ''"],
    ['headers of CORS', http({ corsPolicy: { allowHeaders: ['*', 'x-a'], maxAge: '24h' } })],
    [
      'a list of headers of CORS',
      http({ corsPolicy: { exposeHeaders: ['x-a, x-b'] } }),
      "GW629 spec.http[0].corsPolicy.exposeHeaders[0]: got 'x-a, x-b'",
    ],
    [
      'a part of a second',
      http({ corsPolicy: { maxAge: '1.5s' } }),
      "GW631 spec.http[0].corsPolicy.maxAge: got '1.5s'",
    ],
    [
      'an error of HTTP/2',
      http({ fault: { abort: { http2Error: 'a' } } }),
      "GW631 spec.http[0].fault.abort.http2Error: got 'a'",
    ],
  ]);
});
