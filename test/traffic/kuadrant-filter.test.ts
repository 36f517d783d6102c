import { ALL, GATEWAY, policiesOf, policy, route, sender, told } from './kuadrant';
import { RequestFields } from '../../src/traffic/request';

/* Where Kuadrant's filter takes a request for another rule than the gateway does, or for none. */

const deny = (target: string, name?: string) =>
  policy('AuthPolicy', target, 'rules: {authorization: {no: {opa: {rego: allow = false}}}}', name);
const open = (target: string) =>
  policy('AuthPolicy', target, 'rules: {authentication: {all: {anonymous: {}}}}', 'open');
const rule = (name: string, match: string) =>
  `{name: ${name}, matches: [${match}], backendRefs: [{name: web, port: 80}]}`;

const prefixes = route(`[${rule('public', '{path: {value: /public}}')}, ${rule('rest', '{path: {value: /}}')}]`);
const PREFIXES = [prefixes, deny('HTTPRoute/web'), open('HTTPRoute/web/public')];

const limitless = policy('RateLimitPolicy', 'Gateway/public', 'limits: {many: {rates: [{limit: 1000, window: 1m}]}}');

const CASES: [what: string, manifests: string[], fields: RequestFields | string, expected: string][] = [
  ['a prefix', PREFIXES, 'http://web.example.com/public/x', '200'],
  [
    'different policies of listeners with one host: which are in effect is left to chance',
    [route(ALL), deny('Gateway/public/https', 'l'), limitless],
    'https://web.example.com/',
    '403 if Kuadrant lists listener https before http; 200 if Kuadrant lists listener http before https',
  ],
  [
    'the same policies of listeners with one host',
    [route(ALL), deny('Gateway/public'), limitless],
    'https://web.example.com/',
    '403',
  ],
  ['the rest', PREFIXES, 'http://web.example.com/x', '403'],
  ['a prefix is one of the text', PREFIXES, 'http://web.example.com/publicXYZ', '200'],
  [
    'a route that is wider than its listener',
    [route(ALL, 'wide', '*.com'), deny('HTTPRoute/wide')],
    'http://wide.example.com/',
    '200',
  ],
  ['the same host', [route(ALL), deny('HTTPRoute/web')], 'http://web.example.com/', '403'],
  [
    'an expression on a header is compared as text',
    [
      route(`[${rule('a', '{headers: [{type: RegularExpression, name: X, value: "[a-z]+"}]}')}]`),
      deny('HTTPRoute/web'),
    ],
    { url: 'http://web.example.com/', headers: { x: 'abc' } },
    '200',
  ],
  [
    'a header',
    [route(`[${rule('a', '{headers: [{name: X, value: abc}]}')}]`), deny('HTTPRoute/web')],
    { url: 'http://web.example.com/', headers: { x: 'abc' } },
    '403',
  ],
  [
    'an expression on a path may match a part of it',
    [
      route(
        `[${rule('api', '{path: {type: RegularExpression, value: "/v[0-9]+"}}')}, ${rule('rest', '{path: {value: /}}')}]`,
      ),
      deny('HTTPRoute/web/rest'),
      open('HTTPRoute/web/api'),
    ],
    'http://web.example.com/old/v1',
    '200',
  ],
  [
    'a query parameter is decoded',
    [
      route(`[${rule('a', '{queryParams: [{name: q, value: "a b"}]}')}, ${rule('rest', '{path: {value: /}}')}]`),
      deny('HTTPRoute/web/rest'),
      open('HTTPRoute/web/a'),
    ],
    'http://web.example.com/?q=a%20b',
    '200',
  ],
  [
    'a match without a method comes before one with a method',
    [
      route(`[${rule('post', '{path: {value: /x}, method: POST}')}, ${rule('rest', '{path: {value: /x}}')}]`),
      deny('HTTPRoute/web/post'),
      open('HTTPRoute/web/rest'),
    ],
    { url: 'http://web.example.com/x', method: 'POST' },
    '200',
  ],
  [
    'it does not fall back to a wider host',
    [
      route(`[${rule('a', '{path: {value: /a}}')}]`),
      route(ALL, 'any', '*.example.com'),
      deny('HTTPRoute/any'),
      open('HTTPRoute/web'),
    ],
    'http://web.example.com/b',
    '404',
  ],
  [
    'a policy of a listener is one of the whole gateway',
    [route(ALL), deny('Gateway/public/https', 'l')],
    'http://web.example.com/',
    '403',
  ],
  [
    'no route',
    [route(`[${rule('a', '{path: {value: /a}}')}]`), deny('HTTPRoute/web')],
    'http://web.example.com/b',
    '404',
  ],
  [
    'a policy comes before a redirect',
    [route('[{filters: [{type: RequestRedirect, requestRedirect: {scheme: https}}]}]'), deny('HTTPRoute/web')],
    'http://web.example.com/',
    '403',
  ],
];

test('preflights of browsers come before policies, and refusals may be read by pages of other origins', () => {
  const rules =
    '[{filters: [{type: CORS, cors: {allowOrigins: ["https://a.com"]}}], backendRefs: [{name: web, port: 80}]}]';
  const { send } = sender(GATEWAY, route(rules), deny('HTTPRoute/web'));
  const headers = { origin: 'https://a.com', 'access-control-request-method': 'GET' };
  const url = 'http://web.example.com/';
  expect(told(send({ url, method: 'OPTIONS', headers }))).toBe('200');
  const [refused] = send({ url, headers: { origin: 'https://a.com' } }).outcomes;
  expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([403, 'https://a.com']);
});

test.each(CASES)('%s', (_, manifests, fields, expected) => {
  expect(told(sender(GATEWAY, ...manifests).send(fields))).toBe(expected);
});

test.each([
  [
    PREFIXES,
    'http://web.example.com/publicXYZ',
    [
      'policies of HTTPRoute shop/web, public, as which Kuadrant sees the request',
      'AuthPolicy shop/open: authentication all',
      'AuthPolicy shop/web: nothing in effect beside shop/open',
    ],
  ],
  [
    [
      route(`[${rule('a', '{headers: [{type: RegularExpression, name: X, value: "[a-z]+"}]}')}]`),
      deny('HTTPRoute/web'),
    ],
    'http://web.example.com/',
    ['no policy: Kuadrant does not see the request as one for the rule at Gateway edge/public'],
  ],
])('a bypass shows in the steps', (manifests, url, expected) => {
  expect(policiesOf(sender(GATEWAY, ...manifests).send({ url, headers: { x: 'abc' } }))).toEqual(expected);
});

test.each([
  ['a backslash that CEL does not know', '/v\\.1', true],
  ['one that it knows', '/v\\\\.1', false],
  ['a quote', "/it's", true],
  ['a class', '/v[.]1', false],
])('the filter refuses its configuration for %s', (_, value, isRefused) => {
  const match = rule('a', `{path: {type: RegularExpression, value: ${JSON.stringify(value)}}}`);
  const { send } = sender(GATEWAY, route(`[${match}, ${rule('rest', '{path: {value: /}}')}]`), deny('HTTPRoute/web'));
  expect(told(send('http://web.example.com/x'))).toBe(
    isRefused ? "503 if Kuadrant's filter fails requests; 200 if Kuadrant's filter is not in their way" : '403',
  );
});

const grpc = (method: string) => `
apiVersion: gateway.networking.k8s.io/v1
kind: GRPCRoute
metadata: {name: calls, namespace: shop}
spec:
  parentRefs: [{name: public, namespace: edge}]
  hostnames: [calls.example.com]
  rules: [{matches: [{method: ${method}}], backendRefs: [{name: web, port: 80}]}]
`;

test.each(['{service: s, method: M}', '{service: s}', '{method: M}', '{type: RegularExpression, service: "s+"}'])(
  'calls of GRPCRoute %s',
  (method) => {
    const { send } = sender(GATEWAY, grpc(method), deny('GRPCRoute/calls'));
    const [{ status, grpcStatus }] = send({ url: 'http://calls.example.com/s/M', protocol: 'grpc' }).outcomes;
    expect([status, grpcStatus]).toEqual([403, 7]);
  },
);
