import { warningsOf } from './mesh-support';
import { EDGE, http, matching, ROUTE, virtualService } from './virtual-service-support';
import { StringMatch } from '../../src/istio/string-match';
import { VirtualServiceGateway } from '../../src/istio/virtual-service-gateway';
import { VirtualServiceHttpMatch } from '../../src/istio/virtual-service-match';

const prefix = (text: string): VirtualServiceHttpMatch => ({ uri: StringMatch.prefix(text) });
const exact = (text: string): VirtualServiceHttpMatch => ({ uri: StringMatch.exact(text) });
const GET = StringMatch.exact('GET');
const tag = (value: StringMatch) => ({ headers: { tag: value } });

test.each<[string, VirtualServiceHttpMatch | undefined, VirtualServiceHttpMatch | undefined]>([
  ['a shorter prefix', prefix('/a'), prefix('/ab')],
  ['a prefix of a path', prefix('/a'), exact('/a/b')],
  ['the same path', exact('/a'), exact('/a')],
  ['the same expression', { uri: StringMatch.regex('a') }, { uri: StringMatch.regex('a') }],
  ['fewer conditions', prefix('/a'), { ...prefix('/a'), method: GET, headers: { a: StringMatch.exact('b') } }],
  ['a prefix of an expression', prefix('/a'), { uri: StringMatch.regex('/ab?') }],
  ['a header that is there', tag(StringMatch.present()), tag(StringMatch.exact('b'))],
  ['more gateways', { gateways: [EDGE, VirtualServiceGateway.MESH] }, { gateways: [EDGE] }],
])('warns of a route that %s covers', (_, first, second) => {
  const routes = [first, second].map((match) => http({ matches: match && [match] }));
  const gateways = [EDGE, VirtualServiceGateway.MESH];
  expect(warningsOf(virtualService({ gateways, http: routes }))).toEqual([
    "GW560 spec.http[1]: got 'a route after spec.http[0], which matches the same requests'",
  ]);
});

test.each<[string, VirtualServiceHttpMatch | undefined, VirtualServiceHttpMatch | undefined]>([
  ['a catch-all at the end', exact('/a'), undefined],
  ['a longer prefix first', prefix('/ab'), prefix('/a')],
  ['a path before its prefix', exact('/a'), prefix('/a')],
  ['another method', { ...prefix('/'), method: GET }, { ...prefix('/'), method: StringMatch.exact('PUT') }],
  ['another scheme', { scheme: StringMatch.exact('http') }, { scheme: StringMatch.exact('https') }],
  ['another host', { authority: StringMatch.exact('a') }, { authority: StringMatch.exact('b') }],
  ['another parameter', { queryParams: { a: GET } }, { queryParams: { b: GET } }],
  ['any gateway', { gateways: [EDGE] }, undefined],
  ['a text that an expression would take', tag(StringMatch.prefix('a.b')), tag(StringMatch.exact('axb'))],
  ['another header', tag(StringMatch.exact('a')), tag(StringMatch.exact('b'))],
  ['a header', tag(StringMatch.present()), undefined],
  ['no header', { withoutHeaders: { tag: StringMatch.present() } }, prefix('/a')],
  ['another port', { port: 80 }, { port: 443 }],
  ['another gateway', { gateways: [EDGE] }, { gateways: [VirtualServiceGateway.MESH] }],
  ['an expression that the prefix might not cover', prefix('/a'), { uri: StringMatch.regex('/a?b') }],
])('does not warn of %s', (_, first, second) => {
  const routes = [first, second].map((match) => http({ matches: match && [match] }));
  expect(warningsOf(virtualService({ gateways: [EDGE, VirtualServiceGateway.MESH], http: routes }))).toEqual([]);
});

test('a route is reached as long as one of its matches is', () => {
  const two = http({ matches: [prefix('/a'), prefix('/b')] });
  expect(warningsOf(virtualService({ http: [matching(prefix('/a')), two] }))).toEqual([
    "GW716 spec.http[1].match[0]: got 'a match whose requests spec.http[0].match[0] takes'",
  ]);
  expect(warningsOf(virtualService({ http: [matching(prefix('/a')), matching(prefix('/b')), two] }))).toEqual([
    expect.stringContaining("GW560 spec.http[2]: got 'a route after spec.http[1]"),
  ]);
});

test('warns of TLS and TCP that are not reached', () => {
  const tls = (...sniHosts: string[]) => ({ matches: [{ sniHosts }], route: ROUTE });
  const tcp = (port?: number) => ({ matches: port === undefined ? undefined : [{ port }], route: ROUTE });
  const hosts = ['*.example.com'];
  expect(warningsOf(virtualService({ hosts, tls: [tls('a.example.com'), tls('a.example.com')] }))).toEqual([
    expect.stringContaining("GW560 spec.tls[1]: got 'a route after spec.tls[0],"),
  ]);
  expect(warningsOf(virtualService({ hosts, tls: [tls('*.example.com'), tls('a.example.com')] }))).toEqual([]);
  expect(warningsOf(virtualService({ tcp: [tcp(1), tcp(1), tcp()] }))).toEqual([
    expect.stringContaining('GW560 spec.tcp[1]'),
  ]);
  expect(warningsOf(virtualService({ tcp: [tcp(1), tcp(2), tcp()] }))).toEqual([]);
});
