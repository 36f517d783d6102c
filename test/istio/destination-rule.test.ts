import { Chart, Duration } from 'cdk8s';
import { specOf } from './mesh-support';
import { H2UpgradePolicy } from '../../src/istio/connection-pool';
import { DestinationRule, DestinationRuleProps } from '../../src/istio/destination-rule';
import { ClientTls } from '../../src/istio/istio-client-tls';
import { ConsistentHashKey, LoadBalancer } from '../../src/istio/load-balancer';
import { TrafficPolicy } from '../../src/istio/traffic-policy';
import { DestinationRuleSpec } from '../../src/manifest/istio-networking';
import { newChart, objectsOf } from '../support/synth';

const make =
  (props: Partial<DestinationRuleProps> = {}) =>
  (chart: Chart) =>
    new DestinationRule(chart, 'reviews', { host: 'reviews', ...props });
const withPolicy = (trafficPolicy: TrafficPolicy) => make({ trafficPolicy });
const policyOf = (policy: TrafficPolicy) => (specOf(withPolicy(policy)) as DestinationRuleSpec).trafficPolicy;

test('tells versions of a service apart', () => {
  const chart = newChart();
  const rule = make({ subsets: [{ name: 'v1', labels: { version: 'v1' } }], exportTo: ['.'] })(chart);
  rule.addSubset({
    name: 'v2',
    labels: { version: 'v2' },
    trafficPolicy: { loadBalancer: LoadBalancer.random() },
  });
  expect(objectsOf(chart)).toEqual([
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'DestinationRule',
      metadata: { name: 'reviews', namespace: 'team' },
      spec: {
        host: 'reviews',
        subsets: [
          { name: 'v1', labels: { version: 'v1' } },
          { name: 'v2', labels: { version: 'v2' }, trafficPolicy: { loadBalancer: { simple: 'RANDOM' } } },
        ],
        exportTo: ['.'],
      },
    },
  ]);
  expect(rule.subsetNames).toEqual(['v1', 'v2']);
  expect(rule.destination({ subset: 'v2', port: 9080, weight: 10 })).toMatchObject({
    subset: 'v2',
    port: 9080,
    weight: 10,
  });
});

test('starts mutual TLS to a host of the mesh’s edge, port by port', () => {
  const portLevelSettings = [{ port: 443, tls: ClientTls.istioMutual({ sni: 'docs.redhat.com' }) }];
  const subset = { name: 'docs', trafficPolicy: { portLevelSettings } };
  expect(specOf(make({ host: 'egress.gateways.svc.cluster.local', subsets: [subset] }))).toEqual({
    host: 'egress.gateways.svc.cluster.local',
    subsets: [
      {
        name: 'docs',
        trafficPolicy: {
          portLevelSettings: [{ port: { number: 443 }, tls: { mode: 'ISTIO_MUTUAL', sni: 'docs.redhat.com' } }],
        },
      },
    ],
  });
});

test.each<[string, ClientTls, object]>([
  ['none', ClientTls.disable(), { mode: 'DISABLE' }],
  ['what the system trusts', ClientTls.simple(), { mode: 'SIMPLE' }],
  [
    'a name',
    ClientTls.simple({ sni: 'a.example.com', subjectAltNames: ['a.example.com'], caCertificates: 'system' }),
    { mode: 'SIMPLE', sni: 'a.example.com', subjectAltNames: ['a.example.com'], caCertificates: 'system' },
  ],
  [
    'a ConfigMap',
    ClientTls.simple({ credentialName: 'configmap://team/ca' }),
    { mode: 'SIMPLE', credentialName: 'configmap://team/ca' },
  ],
  ['no questions', ClientTls.simple({ insecureSkipVerify: true }), { mode: 'SIMPLE', insecureSkipVerify: true }],
  [
    'a Secret and no questions',
    ClientTls.mutual({ credentialName: 'client', insecureSkipVerify: true }),
    { mode: 'MUTUAL', credentialName: 'client', insecureSkipVerify: true },
  ],
  [
    'files',
    ClientTls.mutual({ clientCertificate: '/tls.crt', privateKey: '/tls.key', caCertificates: '/ca.crt' }),
    { mode: 'MUTUAL', clientCertificate: '/tls.crt', privateKey: '/tls.key', caCertificates: '/ca.crt' },
  ],
  ['the mesh', ClientTls.istioMutual(), { mode: 'ISTIO_MUTUAL' }],
])('does TLS with %s', (_, tls, expected) => {
  expect(policyOf({ tls })).toEqual({ tls: expected });
});

const HASH = ConsistentHashKey.header('x-user');

test.each<[string, LoadBalancer, object]>([
  ['the idlest', LoadBalancer.leastRequest(), { simple: 'LEAST_REQUEST' }],
  [
    'in turn, new ones slowly',
    LoadBalancer.roundRobin({ warmup: Duration.minutes(1) }),
    { simple: 'ROUND_ROBIN', warmup: { duration: '1m' } },
  ],
  ['the address', LoadBalancer.passthrough(), { simple: 'PASSTHROUGH' }],
  ['a header', LoadBalancer.consistentHash(HASH), { consistentHash: { httpHeaderName: 'x-user' } }],
  [
    'a session cookie',
    LoadBalancer.consistentHash(ConsistentHashKey.cookie('user', { ttl: Duration.millis(0), path: '/' })),
    {
      consistentHash: {
        httpCookie: { name: 'user', ttl: '0s', path: '/' },
      },
    },
  ],
  [
    'the client, near it',
    LoadBalancer.consistentHash(ConsistentHashKey.sourceIp(), { locality: { enabled: true } }),
    { consistentHash: { useSourceIp: true }, localityLbSetting: { enabled: true } },
  ],
  [
    'a parameter',
    LoadBalancer.consistentHash(ConsistentHashKey.queryParameter('id')),
    { consistentHash: { httpQueryParameterName: 'id' } },
  ],
])('chooses endpoints by %s', (_, loadBalancer, expected) => {
  expect(policyOf({ loadBalancer })).toEqual({ loadBalancer: expected });
});

test('limits connections and requests', () => {
  const policy: TrafficPolicy = {
    connectionPool: {
      tcp: { maxConnections: 100, connectTimeout: Duration.millis(30), idleTimeout: Duration.millis(0) },
      http: { http2MaxRequests: 1000, maxRequestsPerConnection: 0, h2UpgradePolicy: H2UpgradePolicy.UPGRADE },
    },
    outlierDetection: {
      consecutive5xxErrors: 7,
      interval: Duration.minutes(5),
      baseEjectionTime: Duration.minutes(15),
    },
  };
  expect(policyOf(policy)).toEqual({
    connectionPool: {
      tcp: { maxConnections: 100, connectTimeout: '30ms', idleTimeout: '0s' },
      http: { http2MaxRequests: 1000, maxRequestsPerConnection: 0, h2UpgradePolicy: 'UPGRADE' },
    },
    outlierDetection: { consecutive5xxErrors: 7, interval: '5m', baseEjectionTime: '15m' },
  });
});
