import { Duration } from 'cdk8s';
import { AUTOMATIC, CART, EDGE, http, matching, ROUTE, virtualService } from './virtual-service-support';
import { Destination } from '../../src/istio/destination';
import { StringMatch } from '../../src/istio/string-match';
import { VirtualServiceProps } from '../../src/istio/virtual-service';
import { VirtualServiceRedirect, VirtualServiceRewrite } from '../../src/istio/virtual-service-action';
import { VirtualServiceGateway } from '../../src/istio/virtual-service-gateway';
import { VirtualServiceHttpMatch } from '../../src/istio/virtual-service-match';
import { VirtualServiceHttpRoute, VirtualServiceTcpRoute } from '../../src/istio/virtual-service-route';
import {
  VirtualServiceCorsPolicy,
  VirtualServiceFault,
  VirtualServiceRetry,
  VirtualServiceRetryOn,
} from '../../src/istio/virtual-service-traffic';
import { brief } from '../support/brief';
import { newChart } from '../support/synth';

type Props = Partial<VirtualServiceProps>;

const bad = (props: Props) => () => virtualService(props)(newChart());
const badHttp = (more: Partial<VirtualServiceHttpRoute>) => bad({ http: [http(more)] });
const badMatch = (match: VirtualServiceHttpMatch) => bad({ http: [matching(match)] });
const badRedirect = (redirect: VirtualServiceRedirect) => bad({ http: [{ redirect }] });
const badRewrite = (rewrite: VirtualServiceRewrite) => badHttp({ rewrite });
const badRetry = (retries: VirtualServiceRetry) => badHttp({ retries });
const badFault = (fault: VirtualServiceFault) => badHttp({ fault });
const badCors = (corsPolicy: VirtualServiceCorsPolicy) => badHttp({ corsPolicy });
const badTls = (sniHosts: string[], props: Props = {}) =>
  bad({ tls: [{ matches: [{ sniHosts }], route: ROUTE }], ...props });
const badTcp = (tcp: VirtualServiceTcpRoute) => bad({ tcp: [tcp] });

test.each<[string, () => unknown, string]>([
  [
    'every host of the mesh',
    bad({ hosts: ['*'], gateways: [EDGE, VirtualServiceGateway.MESH] }),
    "[test/vs] hosts: got '*'",
  ],
  [
    'hosts that overlap',
    bad({ hosts: ['*.example.com', 'a.example.com'] }),
    "[test/vs] hosts: got 'a.example.com' together with '*.example.com'",
  ],
  ['no host', bad({ hosts: [] }), "[test/vs] hosts: got 'none'"],
  ['hosts that overlap the other way', bad({ hosts: ['a.b.c', '*.c'] }), "hosts: got '*.c' together with 'a.b.c'"],
  ['a host twice', bad({ hosts: ['a.b', 'a.b'] }), "hosts: got 'a.b' together with 'a.b'"],
  ['a URL', bad({ hosts: ['http://docs.redhat.com'] }), "hosts: got 'http://docs.redhat.com'"],
  ['a name that gateways make, without TLS', bad({ hosts: [AUTOMATIC] }), 'hosts: got'],
  [
    'a name that gateways make, in the mesh',
    bad({ hosts: [AUTOMATIC], gateways: [], tls: [{ matches: [{ sniHosts: [AUTOMATIC] }], route: ROUTE }] }),
    'hosts: got',
  ],
  ['a gateway twice', bad({ gateways: [EDGE, EDGE] }), "[test/vs] gateways: got 'edge' twice"],
  ['a gateway with dots', () => VirtualServiceGateway.named('a.b'), "name of Gateway: got 'a.b'"],
  ['a namespace of a gateway', () => VirtualServiceGateway.named('a', 'B'), "namespace of Gateway: got 'B'"],
  ['exportTo all and some', bad({ exportTo: ['*', 'a'] }), '[test/vs] exportTo: got ["*","a"]'],
  ['exportTo twice', bad({ exportTo: ['.', 'team'] }), '[test/vs] exportTo: got [".","team"]'],
  ['exportTo nobody', bad({ exportTo: ['~'] }), "entry of exportTo: got '~'"],
  ['no action', bad({ http: [{ name: 'x' }] }), "http route 'x': got 'no action'"],
  ['two actions', badHttp({ redirect: { uri: '/' } }), "http route 1: got 'route and redirect'"],
  [
    'a redirect and a rewrite',
    bad({ http: [{ redirect: { uri: '/' }, rewrite: { uri: '/' } }] }),
    "http route 1: got 'a redirect and rewrite'",
  ],
  [
    'a response and a fault',
    bad({ http: [{ directResponse: { status: 200 }, fault: {} }] }),
    "got 'a directResponse and fault'",
  ],
  ['no destination', badHttp({ route: [] }), "route of http route 1: got 'no destination'"],
  [
    'destinations without weights',
    badHttp({ route: [CART.withWeight(1), Destination.host('b')] }),
    "weights of http route 1: got 'none for b'",
  ],
  [
    'weights that are all 0',
    badHttp({ route: [CART.withWeight(0), CART.withWeight(0)] }),
    "weights of http route 1: got 'all 0'",
  ],
  ['an empty match', badMatch({}), "match 1 of http route 1: got 'no condition'"],
  [
    'a match by an empty prefix',
    badMatch({ method: StringMatch.prefix('') }),
    "method of match 1 of http route 1: got the prefix ''",
  ],
  [
    'a header by an empty prefix',
    badMatch({ headers: { a: StringMatch.prefix('') } }),
    "'a' in headers of match 1 of http route 1: got the prefix ''",
  ],
  [
    'a path that is there',
    badMatch({ uri: StringMatch.present() }),
    "uri of match 1 of http route 1: got 'StringMatch.present()'",
  ],
  ['a lookahead', () => StringMatch.regex('(?=a)'), "regular expression: got '(?=a)'"],
  ['a long expression', () => StringMatch.regex('a'.repeat(1025)), "regular expression: got '1025 characters'"],
  ['an empty expression', () => StringMatch.regex(''), "regular expression: got ''"],
  ['a star', () => StringMatch.regex('*'), "regular expression: got '*'"],
  [
    'a name of a header',
    badMatch({ headers: { 'a b': StringMatch.present() } }),
    "header of match 1 of http route 1: got 'a b'",
  ],
  [
    'no name of a parameter',
    badMatch({ queryParams: { '': StringMatch.present() } }),
    "queryParams of match 1 of http route 1: got ''",
  ],
  ['a port', badMatch({ port: 70000 }), 'port of match 1 of http route 1: got 70000'],
  [
    'claims in the mesh',
    bad({ gateways: [], http: [matching({ withoutHeaders: { '@request.auth.claims[a]': StringMatch.present() } })] }),
    "[test/vs] headers of http route 1: got '@request.auth.claims[a]'",
  ],
  ['a redirect to nowhere', badRedirect({ redirectCode: 302 }), "redirect of http route 1: got 'no target'"],
  ['an empty redirect', badRedirect({ authority: '' }), "authority of redirect of http route 1: got ''"],
  ['a scheme of a redirect', badRedirect({ scheme: 'ftp' }), "scheme of redirect of http route 1: got 'ftp'"],
  [
    'a status of a redirect',
    badRedirect({ uri: '/', redirectCode: 200 }),
    'redirectCode of redirect of http route 1: got 200',
  ],
  [
    'a status of a response',
    bad({ http: [{ directResponse: { status: 99 } }] }),
    'status of directResponse of http route 1: got 99',
  ],
  [
    'a large body',
    bad({ http: [{ directResponse: { status: 200, body: 'ä'.repeat(600_000) } }] }),
    "body of directResponse of http route 1: got '1200000 bytes'",
  ],
  ['no rewrite', badRewrite({}), "rewrite of http route 1: got 'no change'"],
  [
    'two rewrites',
    badRewrite({ uri: '/', uriRegexRewrite: { match: 'a', rewrite: 'b' } }),
    "got 'uri and uriRegexRewrite'",
  ],
  ['an empty rewrite', badRewrite({ uri: '' }), "uri of rewrite of http route 1: got ''"],
  [
    'an expression of a rewrite',
    badRewrite({ uriRegexRewrite: { match: '(', rewrite: 'b' } }),
    'uriRegexRewrite of rewrite of http route 1',
  ],
  [
    'an empty replacement',
    badRewrite({ uriRegexRewrite: { match: 'a', rewrite: '' } }),
    'rewrite in uriRegexRewrite of rewrite of http route 1',
  ],
  [
    'two hosts of a request',
    badHttp({ rewrite: { authority: 'a' }, headers: { request: { set: { Host: 'b' } } } }),
    "host of the requests of http route 1: got 'a and b'",
  ],
  ['no timeout', badHttp({ timeout: Duration.millis(0) }), "timeout of http route 1: got '0s'"],
  ['attempts', badRetry({ attempts: -1 }), 'attempts of retries of http route 1: got -1'],
  [
    'conditions without retries',
    badRetry({ attempts: 0, perTryTimeout: Duration.seconds(1) }),
    "retries of http route 1: got 'perTryTimeout with 0 attempts'",
  ],
  [
    'a short try',
    badRetry({ attempts: 1, perTryTimeout: Duration.millis(0) }),
    'perTryTimeout of retries of http route 1',
  ],
  [
    'a condition twice',
    badRetry({ attempts: 1, retryOn: [VirtualServiceRetryOn.RESET, VirtualServiceRetryOn.RESET] }),
    "got 'reset' twice",
  ],
  ['a status to try again on', () => VirtualServiceRetryOn.status(200), 'status of retryOn: got 200'],
  ['two conditions in one', () => VirtualServiceRetryOn.custom('a,b'), "retryOn: got 'a,b'"],
  ['no fault', badFault({}), "fault of http route 1: got 'neither'"],
  [
    'a status of a fault',
    badFault({ abort: { percentage: 1, httpStatus: 100 } }),
    'httpStatus of fault of http route 1: got 100',
  ],
  [
    'a percentage',
    badFault({ delay: { percentage: 101, fixedDelay: Duration.seconds(1) } }),
    'percentage of delay in fault of http route 1: got 101',
  ],
  ['a tiny percentage', badFault({ abort: { percentage: 0.00001, httpStatus: 500 } }), 'got 0.00001'],
  [
    'a mirror’s percentage',
    badHttp({ mirrors: [{ destination: CART, percentage: -1 }] }),
    'percentage of mirror 1 of http route 1: got -1',
  ],
  [
    'a mirror’s weight',
    badHttp({ mirrors: [{ destination: CART.withWeight(1) }] }),
    "mirror 1 of http route 1: got 'a destination with weight'",
  ],
  ['a method of CORS', badCors({ allowMethods: ['get'] }), "allowMethods of corsPolicy of http route 1: got 'get'"],
  ['a header of CORS', badCors({ exposeHeaders: ['a b'] }), "header of corsPolicy of http route 1: got 'a b'"],
  ['an age of CORS', badCors({ maxAge: Duration.millis(1500) }), "maxAge of corsPolicy of http route 1: got '1.5 s'"],
  [
    'an origin of CORS',
    badCors({ allowOrigins: [StringMatch.exact('')] }),
    "allowOrigins of corsPolicy of http route 1: got ''",
  ],
  ['no change of headers', badHttp({ headers: { request: {} } }), "request headers of http route 1: got 'no change'"],
  [
    'a header of HTTP/2',
    badHttp({ headers: { request: { set: { ':path': '/' } } } }),
    "request headers of http route 1: got ':path'",
  ],
  [
    'the host of a response',
    badHttp({ headers: { response: { add: { Host: 'a' } } } }),
    "response headers of http route 1: got 'Host'",
  ],
  ['to take the host away', badHttp({ headers: { request: { remove: [':authority'] } } }), "got ':authority'"],
  [
    'a percent sign',
    badHttp({ headers: { request: { set: { a: '100%' } } } }),
    "request headers of http route 1: value of 'a': got '100%'",
  ],
  [
    'two lines',
    badHttp({ headers: { request: { set: { a: 'b\nc' } } } }),
    "request headers of http route 1: value of 'a': got 'b",
  ],
  [
    'headers of a destination',
    badHttp({ route: [Destination.host('a', { headers: { request: {} } })] }),
    "request headers of destination 1 of http route 1: got 'no change'",
  ],
  ['no match of TLS', bad({ tls: [{ matches: [], route: ROUTE }] }), "matches of tls route 1: got 'none'"],
  ['no server name', badTls([]), "sniHosts of match 1 of tls route 1: got 'none'"],
  [
    'a server name of another host',
    badTls(['b.example.com']),
    "[test/vs] sniHosts of tls route 1: got 'b.example.com'",
  ],
  ['a wider server name', badTls(['*.example.com']), "got '*.example.com'"],
  [
    'headers of TLS',
    bad({ tls: [{ matches: [{ sniHosts: ['a.example.com'] }], route: [Destination.host('a', { headers: {} })] }] }),
    "destination 1 of tls route 1: got 'headers'",
  ],
  ['no destination of TCP', badTcp({ route: [] }), "route of tcp route 1: got 'no destination'"],
])('refused: %s', (_, build, message) => {
  expect(build).toThrow(message);
});

test('refused at synthesis: no route', () => {
  expect(bad({})().node.validate().map(brief)).toEqual(['routes: got none']);
});
