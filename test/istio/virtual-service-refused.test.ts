import { Duration } from 'cdk8s';
import { AUTOMATIC, CART, EDGE, http, matching, ROUTE, virtualService } from './virtual-service-support';
import { Destination } from '../../src/istio/destination';
import { StringMatch } from '../../src/istio/string-match';
import { VirtualServiceProps } from '../../src/istio/virtual-service';
import {
  VirtualServiceDelegate,
  VirtualServiceRedirect,
  VirtualServiceRedirectPort,
  VirtualServiceRewrite,
} from '../../src/istio/virtual-service-action';
import { VirtualServiceGateway } from '../../src/istio/virtual-service-gateway';
import { VirtualServiceHttpMatch } from '../../src/istio/virtual-service-match';
import { VirtualServiceHttpRoute, VirtualServiceTcpRoute } from '../../src/istio/virtual-service-route';
import {
  IstioGrpcStatus,
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
const DECIDES =
  'expected one of route, redirect, directResponse, delegate; each decides alone what becomes of a request';

test.each<[string, () => unknown, string]>([
  [
    'every host of the mesh',
    bad({ hosts: ['*'], gateways: [EDGE, VirtualServiceGateway.MESH] }),
    "[test/vs] hosts: got '*'",
  ],
  [
    'hosts that overlap',
    bad({ hosts: ['*.example.com', 'a.example.com'] }),
    "[test/vs] hosts: got 'a.example.com' beside '*.example.com'",
  ],
  ['hosts that overlap the other way', bad({ hosts: ['a.b.c', '*.c'] }), 'fix: leave a.b.c out'],
  ['a host twice', bad({ hosts: ['a.b', 'a.b'] }), "hosts: got 'a.b' beside 'a.b'"],
  ['a URL', bad({ hosts: ['http://docs.redhat.com'] }), "fix: leave the scheme and the path out: 'docs.redhat.com'"],
  ['a name that gateways make, without TLS', bad({ hosts: [AUTOMATIC] }), 'hosts: got'],
  [
    'a name that gateways make, in the mesh',
    bad({ hosts: [AUTOMATIC], gateways: [], tls: [{ matches: [{ sniHosts: [AUTOMATIC] }], route: ROUTE }] }),
    'hosts: got',
  ],
  ['a gateway twice', bad({ gateways: [EDGE, EDGE] }), "[test/vs] gateways: got 'edge' twice"],
  ['a gateway with dots', () => VirtualServiceGateway.named('a.b'), "name of Gateway: got 'a.b'"],
  ['a namespace of a gateway', () => VirtualServiceGateway.named('a', 'B'), "namespace of Gateway: got 'B'"],
  ['a delegate of gateways', bad({ hosts: [] }), '[test/vs] gateways: got ["edge"]'],
  [
    'a delegate for TLS',
    badTls(['a'], { hosts: undefined, gateways: undefined }),
    "[test/vs] routes: got 'a tls route'",
  ],
  ['a delegate for TCP', bad({ hosts: [], gateways: [], tcp: [{ route: ROUTE }] }), "routes: got 'a tcp route'"],
  [
    'a delegate that delegates',
    bad({ hosts: [], gateways: [], http: [{ name: 'x', delegate: VirtualServiceDelegate.named('y') }] }),
    "[test/vs] delegate of http route 'x': got 'y'",
  ],
  [
    'a delegate with hosts',
    () => VirtualServiceDelegate.of(virtualService({})(newChart())),
    "delegate 'vs': got 'a VirtualService with hosts (a.example.com)'",
  ],
  ['exportTo all and some', bad({ exportTo: ['*', 'a'] }), '[test/vs] exportTo: got ["*","a"]'],
  ['exportTo twice', bad({ exportTo: ['.', 'team'] }), "expected each namespace once; fix: '.' is the object's own"],
  ['exportTo nobody', bad({ exportTo: ['~'] }), "entry of exportTo: got '~'"],
  ['nothing to do', bad({ http: [{ name: 'x' }] }), "http route 'x': got 'nothing to do'"],
  ['two things to do', badHttp({ redirect: { uri: '/' } }), `http route 1: got 'route and redirect', ${DECIDES}`],
  [
    'an answer and a delegate',
    bad({ http: [{ directResponse: { status: 200 }, delegate: VirtualServiceDelegate.named('a') }] }),
    DECIDES,
  ],
  [
    'a redirect and a rewrite',
    bad({ http: [{ redirect: { uri: '/' }, rewrite: { uri: '/' } }] }),
    "http route 1: got 'a redirect and rewrite'",
  ],
  [
    'an answer and a fault',
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
  ['an empty match', badMatch({}), "match 1 of http route 1: got 'nothing asked'"],
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
  ['a lookahead', () => StringMatch.regex('(?=a)'), 'RE2 has no lookahead'],
  [
    'a long expression',
    () => StringMatch.regex('a'.repeat(1025)),
    "got '1025 characters', expected a regular expression of 1 to 1024",
  ],
  ['an empty expression', () => StringMatch.regex(''), "to match everything use '.*'"],
  ['a star', () => StringMatch.regex('*'), "use StringMatch.present(); for any text '.*'"],
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
  ['labels', badMatch({ sourceLabels: { a: 'b c' } }), "sourceLabels of match 1 of http route 1['a']: got 'b c'"],
  ['a namespace', badMatch({ sourceNamespace: 'A' }), "sourceNamespace of match 1 of http route 1: got 'A'"],
  [
    'who asks beside gateways',
    badMatch({ gateways: [EDGE], sourceLabels: { a: 'b' } }),
    "match 1 of http route 1: got 'gateways and sourceLabels'",
  ],
  [
    'case without a path',
    badMatch({ ignoreUriCase: true }),
    "ignoreUriCase of match 1 of http route 1: got 'true without uri'",
  ],
  [
    'claims in the mesh',
    bad({ gateways: [], http: [matching({ withoutHeaders: { '@request.auth.claims[a]': StringMatch.present() } })] }),
    "[test/vs] headers of http route 1: got '@request.auth.claims[a]'",
  ],
  ['a redirect to nowhere', badRedirect({ redirectCode: 302 }), "redirect of http route 1: got 'no place'"],
  ['two paths of a redirect', badRedirect({ uri: '/', prefixRewrite: '/' }), "got 'uri and prefixRewrite'"],
  [
    'two ports of a redirect',
    badRedirect({ port: 1, derivePort: VirtualServiceRedirectPort.FROM_REQUEST_PORT }),
    "got 'port and derivePort', expected one of port, derivePort; both would say the port",
  ],
  ['an empty redirect', badRedirect({ authority: '' }), "authority of redirect of http route 1: got ''"],
  ['a scheme of a redirect', badRedirect({ scheme: 'ftp' }), "scheme of redirect of http route 1: got 'ftp'"],
  [
    'a status of a redirect',
    badRedirect({ uri: '/', redirectCode: 200 }),
    'redirectCode of redirect of http route 1: got 200',
  ],
  [
    'a prefix that nothing matches',
    bad({ http: [{ matches: [{ uri: StringMatch.exact('/') }], redirect: { prefixRewrite: '/' } }] }),
    "prefixRewrite in redirect of http route 1: got 'a match whose uri is not a prefix'",
  ],
  [
    'a status of an answer',
    bad({ http: [{ directResponse: { status: 99 } }] }),
    'status of directResponse of http route 1: got 99',
  ],
  [
    'two bodies',
    bad({ http: [{ directResponse: { status: 200, body: '', bodyBytes: '' } }] }),
    "got 'body and bodyBytes'",
  ],
  [
    'bytes that are none',
    bad({ http: [{ directResponse: { status: 200, bodyBytes: 'a' } }] }),
    'expected base64 of a byte or more, with its padding',
  ],
  ['no bytes', bad({ http: [{ directResponse: { status: 200, bodyBytes: '' } }] }), 'bodyBytes of directResponse'],
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
    'what to try when nothing is tried',
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
  ['no status of a fault', badFault({ abort: { percentage: 1 } }), "abort of fault of http route 1: got 'no status'"],
  [
    'two statuses of a fault',
    badFault({ abort: { percentage: 1, httpStatus: 500, grpcStatus: IstioGrpcStatus.OK } }),
    "got 'httpStatus and grpcStatus'",
  ],
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
  ['a method of CORS', badCors({ allowMethods: ['get'] }), "fix: write it 'GET'"],
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
    'fix: headers of HTTP/2 itself cannot be changed',
  ],
  [
    'the host of an answer',
    badHttp({ headers: { response: { add: { Host: 'a' } } } }),
    "response headers of http route 1: got 'Host'",
  ],
  ['to take the host away', badHttp({ headers: { request: { remove: [':authority'] } } }), "got ':authority'"],
  [
    'a percent sign',
    badHttp({ headers: { request: { set: { a: '100%' } } } }),
    "fix: write a percent sign twice: '100%%'",
  ],
  ['two lines', badHttp({ headers: { request: { set: { a: 'b\nc' } } } }), 'a value of a header, on one line'],
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
    'a destination without headers; a connection has none',
  ],
  ['no destination of TCP', badTcp({ route: [] }), "route of tcp route 1: got 'no destination'"],
  [
    'a subnet',
    badTcp({ matches: [{ destinationSubnets: ['10.0.0.0/33'] }], route: ROUTE }),
    "destinationSubnets of match 1 of tcp route 1: got '10.0.0.0/33'",
  ],
  [
    'a range of a range',
    badTcp({ matches: [{ destinationSubnets: ['10.0.0.0/8/8'] }], route: ROUTE }),
    "got '10.0.0.0/8/8'",
  ],
])('refused: %s', (_, build, message) => {
  expect(build).toThrow(message);
});

test('refused at synthesis: no route', () => {
  expect(bad({})().node.validate().map(brief)).toEqual(['routes: got none']);
});
