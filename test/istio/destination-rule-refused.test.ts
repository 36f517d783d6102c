import { Chart, Duration } from 'cdk8s';
import { HttpConnectionPool, TcpConnectionPool } from '../../src/istio/connection-pool';
import { DestinationRule, DestinationRuleProps } from '../../src/istio/destination-rule';
import { ClientTls, MutualClientTlsOptions } from '../../src/istio/istio-client-tls';
import { ConsistentHashKey, LoadBalancer } from '../../src/istio/load-balancer';
import { LocalityLoadBalancing } from '../../src/istio/locality';
import { OutlierDetection, PortTrafficPolicy, TrafficPolicy } from '../../src/istio/traffic-policy';
import { newChart } from '../support/synth';

const make =
  (props: Partial<DestinationRuleProps> = {}) =>
  (chart: Chart) =>
    new DestinationRule(chart, 'reviews', { host: 'reviews', ...props });

const bad = (props: Partial<DestinationRuleProps>) => () => make(props)(newChart());
const badPolicy = (trafficPolicy: TrafficPolicy) => bad({ trafficPolicy });
const badTcp = (tcp: TcpConnectionPool) => badPolicy({ connectionPool: { tcp } });
const badHttp = (http: HttpConnectionPool) => badPolicy({ connectionPool: { http } });
const badOutliers = (outlierDetection: OutlierDetection) => badPolicy({ outlierDetection });
const badPorts = (...portLevelSettings: PortTrafficPolicy[]) => badPolicy({ portLevelSettings });
const simple = (options: MutualClientTlsOptions) => () => ClientTls.simple(options);
const mutual = (options: MutualClientTlsOptions) => () => ClientTls.mutual(options);
const locality = (options: LocalityLoadBalancing) => () => LoadBalancer.random({ locality: options });
const failover = [{ from: 'eu', to: 'us' }];
const POLICY = 'trafficPolicy';

test.each<[string, () => unknown, string]>([
  ['a URL', bad({ host: 'http://a.b' }), "host: got 'http://a.b'"],
  ['a wildcard inside', bad({ host: 'a.*.b' }), "host: got 'a.*.b'"],
  ['an address', bad({ host: '10.0.0.1' }), "host: got '10.0.0.1'"],
  ['a subset twice', bad({ subsets: [{ name: 'a' }, { name: 'a' }] }), "[test/reviews] subsets: got 'a' twice"],
  ['a name of a subset', bad({ subsets: [{ name: 'V1' }] }), "name of subset: got 'V1'"],
  ['a label of a subset', bad({ subsets: [{ name: 'a', labels: { a: '*' } }] }), "labels of subset 'a'['a']: got '*'"],
  ['an empty policy of a subset', bad({ subsets: [{ name: 'a', trafficPolicy: {} }] }), "trafficPolicy of subset 'a'"],
  ['an empty selector', bad({ workloadSelector: {} }), "[test/reviews] workloadSelector: got 'no label'"],
  ['a wildcard to select', bad({ workloadSelector: { app: '*' } }), "workloadSelector['app']: got '*'"],
  [
    'to select in other namespaces',
    bad({ workloadSelector: { app: 'a' }, exportTo: ['*'] }),
    "[test/reviews] exportTo: got '*'",
  ],
  ['exportTo', bad({ exportTo: ['*', '.'] }), '[test/reviews] exportTo: got'],
  ['no policy', badPolicy({}), `${POLICY}: got 'no setting'`],
  ['no port', badPolicy({ portLevelSettings: [] }), `${POLICY}: got 'no setting'`],
  ['a port without a setting', badPorts({ port: 80 }), "port 80 of trafficPolicy: got 'no setting'"],
  ['a port', badPorts({ port: 0, outlierDetection: {} }), 'port of portLevelSettings in trafficPolicy: got 0'],
  [
    'a port twice',
    badPorts({ port: 1, outlierDetection: {} }, { port: 1, tls: ClientTls.disable() }),
    "ports of portLevelSettings in trafficPolicy: got '1' twice",
  ],
  ['no limits', badPolicy({ connectionPool: {} }), "connectionPool of trafficPolicy: got 'neither'"],
  ['a limit', badTcp({ maxConnections: -1 }), 'connectionPool of trafficPolicy.tcp.maxConnections: got -1'],
  ['no time', badTcp({ connectTimeout: Duration.millis(0) }), "tcp.connectTimeout: got '0s'"],
  ['a limit of requests', badHttp({ maxRetries: -1 }), 'connectionPool of trafficPolicy.http.maxRetries: got -1'],
  ['an idle time', badHttp({ idleTimeout: Duration.millis(0) }), "http.idleTimeout: got '0s'"],
  [
    'a percentage',
    badOutliers({ maxEjectionPercent: 101 }),
    'maxEjectionPercent of outlierDetection of trafficPolicy: got 101',
  ],
  [
    'an interval',
    badOutliers({ interval: Duration.millis(0) }),
    "interval of outlierDetection of trafficPolicy: got '0s'",
  ],
  [
    'a number of errors',
    badOutliers({ consecutive5xxErrors: -1 }),
    'consecutive5xxErrors of outlierDetection of trafficPolicy',
  ],
  [
    'a Secret beside files',
    mutual({ credentialName: 'a', clientCertificate: '/b', caCertificates: '/c' }),
    "certificates of TLS mode MUTUAL: got 'credentialName and clientCertificate, caCertificates'",
  ],
  [
    'a Secret beside authorities',
    simple({ credentialName: 'a', caCertificates: '/b' }),
    'certificates of TLS mode SIMPLE',
  ],
  ['no certificate', mutual({}), "certificates of TLS mode MUTUAL: got 'none'"],
  ['no key', mutual({ clientCertificate: '/a' }), "got 'clientCertificate'"],
  ['a path with a space', mutual({ clientCertificate: '/a ', privateKey: '/b' }), "clientCertificate: got '/a '"],
  ['no path', mutual({ clientCertificate: ' ', privateKey: '/b' }), "clientCertificate: got ' '"],
  [
    'names that are not asked for',
    simple({ insecureSkipVerify: true, subjectAltNames: ['a'] }),
    "insecureSkipVerify: got 'true, together with subjectAltNames'",
  ],
  [
    'a Secret that is not asked for',
    simple({ insecureSkipVerify: true, credentialName: 'a' }),
    'true, together with credentialName',
  ],
  [
    'authorities that are not asked for',
    simple({ insecureSkipVerify: true, caCertificates: '/a' }),
    'true, together with caCertificates',
  ],
  ['a URL as server name', simple({ sni: 'https://a.b' }), "sni: got 'https://a.b'"],
  ['a name of the server', simple({ subjectAltNames: ['*.*'] }), "subjectAltNames: got '*.*'"],
  [
    'a ConfigMap of another namespace',
    badPorts({ port: 443, tls: ClientTls.simple({ credentialName: 'configmap://shop/ca' }) }),
    "[test/reviews] credentialName in trafficPolicy: got 'configmap://shop/'",
  ],
  [
    'a ConfigMap without a namespace',
    simple({ credentialName: 'configmap://ca' }),
    "credentialName: got 'configmap://ca'",
  ],
  ['a warm-up', () => LoadBalancer.roundRobin({ warmup: Duration.millis(0) }), "warmup: got '0s'"],
  ['a header', () => ConsistentHashKey.header('a b'), "header of ConsistentHashKey: got 'a b'"],
  ['a cookie', () => ConsistentHashKey.cookie(''), "cookie of ConsistentHashKey: got ''"],
  ['a parameter', () => ConsistentHashKey.queryParameter(''), "query parameter of ConsistentHashKey: got ''"],
  [
    'regions beside failover',
    locality({ failover, failoverPriority: ['topology.kubernetes.io/zone'] }),
    "failoverPriority: got 'topology.kubernetes.io/zone'",
  ],
  ['a region to itself', locality({ failover: [{ from: 'eu', to: 'eu' }] }), "failover: got 'eu to itself'"],
  ['a zone for a region', locality({ failover: [{ from: 'eu', to: 'us/a' }] }), "failover: got 'us/a'"],
  ['a wildcard for a region', locality({ failover: [{ from: '*', to: 'us' }] }), "failover: got '*'"],
])('refused: %s', (_, build, message) => {
  expect(build).toThrow(message);
});

test('a ConfigMap needs the namespace of the rule', () => {
  const tls = ClientTls.simple({ credentialName: 'configmap://team/ca' });
  const chart = new Chart(newChart(), 'none', { namespace: undefined });
  expect(() => new DestinationRule(chart, 'a', { host: 'a', trafficPolicy: { tls } })).toThrow(
    "credentialName in trafficPolicy: got 'configmap://team/'",
  );
});
