import { Duration } from 'cdk8s';
import { AuthorizationAttribute } from '../../src/istio/authorization-attribute';
import { AuthorizationAction, AuthorizationPolicy } from '../../src/istio/authorization-policy';
import { H2UpgradePolicy } from '../../src/istio/connection-pool';
import { Destination } from '../../src/istio/destination';
import { IstioPort } from '../../src/istio/istio-port';
import { IstioTarget } from '../../src/istio/istio-target';
import { IstioServerTls, IstioTlsVersion } from '../../src/istio/istio-tls';
import { OutboundTrafficPolicy } from '../../src/istio/outbound-traffic-policy';
import { MutualTlsMode, PeerAuthentication } from '../../src/istio/peer-authentication';
import { JwtPresence, RequestAuthentication } from '../../src/istio/request-authentication';
import { ServiceEntry, ServiceEntryResolution } from '../../src/istio/service-entry';
import { Sidecar } from '../../src/istio/sidecar';
import { CaptureMode } from '../../src/istio/sidecar-listener';
import { Telemetry, WorkloadMode } from '../../src/istio/telemetry';
import { MetricTag, TelemetryMetric } from '../../src/istio/telemetry-metric';
import { TracingTag } from '../../src/istio/telemetry-tracing';
import * as networking from '../../src/manifest/istio-networking';
import * as security from '../../src/manifest/istio-security';
import * as telemetry from '../../src/manifest/istio-telemetry';
import { Kind } from '../../src/manifest/shape';
import { fieldsOf, pathsOf } from '../support/shape-coverage';
import { newChart, objectsOf } from '../support/synth';

const chart = newChart();
const workloads = [IstioTarget.workloads({ app: 'cart' })];
const service = [IstioTarget.service('cart')];
const texts = ['a'];
const addresses = ['10.0.0.1'];

new ServiceEntry(chart, 'entry', {
  hosts: ['a.example.com'],
  addresses,
  ports: [IstioPort.tcp(80, { targetPort: 8080, name: 'tcp' })],
  resolution: ServiceEntryResolution.STATIC,
  endpoints: [
    {
      address: '10.0.0.2',
      ports: { tcp: 8080 },
      labels: { version: 'v1' },
      network: 'west',
      locality: 'eu/eu-west-1',
      weight: 2,
      serviceAccount: 'cart',
    },
  ],
  exportTo: ['.'],
  subjectAltNames: texts,
});
new ServiceEntry(chart, 'workloads', {
  hosts: ['b.example.com'],
  ports: [],
  workloadSelector: { app: 'cart' },
});

const port = IstioPort.https(443);
const second = Duration.seconds(1);
const connectionPool = {
  tcp: {
    maxConnections: 1,
    connectTimeout: second,
    maxConnectionDuration: second,
    idleTimeout: second,
    tcpKeepalive: { probes: 1, time: second, interval: second },
  },
  http: {
    http1MaxPendingRequests: 1,
    http2MaxRequests: 1,
    maxRequestsPerConnection: 1,
    maxRetries: 1,
    maxConcurrentStreams: 1,
    idleTimeout: second,
    h2UpgradePolicy: H2UpgradePolicy.UPGRADE,
    useClientProtocol: false,
    http2KeepAlive: { interval: second, timeout: second },
  },
};
new Sidecar(chart, 'sidecar', {
  workloadSelector: { app: 'cart' },
  egress: [{ hosts: ['*/*'], port, bind: '127.0.0.1', captureMode: CaptureMode.NONE }],
  ingress: [
    {
      port,
      bind: '0.0.0.0',
      captureMode: CaptureMode.IPTABLES,
      defaultEndpoint: '127.0.0.1:8080',
      connectionPool,
      tls: IstioServerTls.mutual({
        serverCertificate: '/etc/tls.crt',
        privateKey: '/etc/tls.key',
        caCertificates: '/etc/ca.crt',
        caCrl: '/etc/ca.crl',
        minProtocolVersion: IstioTlsVersion.TLSV1_2,
        maxProtocolVersion: IstioTlsVersion.TLSV1_3,
        cipherSuites: ['ECDHE-RSA-AES256-GCM-SHA384'],
        ecdhCurves: ['P-256'],
        insecureSkipVerify: true,
      }),
    },
  ],
  outboundTrafficPolicy: OutboundTrafficPolicy.allowAnyThrough(
    Destination.host('proxy.example.com', { port: 3128, subset: 'v1' }),
  ),
  inboundConnectionPool: connectionPool,
});

const source = {
  notRequestPrincipals: texts,
  requestPrincipals: texts,
  notTrustDomains: texts,
  trustDomains: texts,
  ipBlocks: addresses,
  notIpBlocks: addresses,
  remoteIpBlocks: addresses,
  notRemoteIpBlocks: addresses,
};
new AuthorizationPolicy(chart, 'allow', {
  targets: workloads,
  rules: [
    {
      from: [
        { ...source, principals: texts, notPrincipals: texts, namespaces: texts, notNamespaces: texts },
        { serviceAccounts: texts, notServiceAccounts: texts },
      ],
      to: [
        {
          hosts: texts,
          notHosts: texts,
          methods: ['GET'],
          notMethods: ['PUT'],
          paths: ['/a'],
          notPaths: ['/b'],
          ports: [80],
          notPorts: [81],
        },
      ],
      when: [{ attribute: AuthorizationAttribute.CONNECTION_SNI, values: texts, notValues: ['b'] }],
    },
  ],
});
new AuthorizationPolicy(chart, 'ask', { targets: service, action: AuthorizationAction.custom('opa'), rules: [{}] });

new PeerAuthentication(chart, 'peer', {
  selector: { app: 'cart' },
  portLevelMtls: { 8080: MutualTlsMode.DISABLE },
});

new RequestAuthentication(chart, 'request', {
  targets: workloads,
  jwtRules: [
    {
      issuer: 'https://a.example.com',
      audiences: texts,
      jwksUri: 'https://a.example.com/keys',
      fromHeaders: [{ name: 'x-jwt', prefix: 'Bearer ' }],
      fromParams: texts,
      fromCookies: texts,
      outputPayloadToHeader: 'x-payload',
      outputClaimToHeaders: [{ header: 'x-group', claim: 'group' }],
      forwardOriginalToken: true,
      timeout: Duration.seconds(1),
      spaceDelimitedClaims: texts,
      presence: JwtPresence.OPTIONAL,
    },
    { issuer: 'https://b.example.com', jwks: '{"keys":[]}' },
  ],
});
new RequestAuthentication(chart, 'service', { targets: service, jwtRules: [{ issuer: 'a' }] });

const mode = WorkloadMode.SERVER;
const providers = texts;
new Telemetry(chart, 'telemetry', {
  targets: workloads,
  accessLogging: [{ providers, mode, filter: 'response.code > 399', disabled: false }],
  metrics: [
    {
      providers,
      reportingInterval: Duration.seconds(1),
      overrides: [
        {
          metric: TelemetryMetric.ALL_METRICS,
          mode,
          disabled: false,
          tagOverrides: { a: MetricTag.upsert('request.id') },
        },
        { metric: TelemetryMetric.custom('mine') },
      ],
    },
  ],
  tracing: [
    {
      providers,
      mode,
      randomSamplingPercentage: 1,
      disableSpanReporting: false,
      disableContextPropagation: false,
      enableIstioTags: true,
      useRequestIdForTraceSampling: true,
      customTags: {
        a: TracingTag.literal('a'),
        b: TracingTag.environment('B', 'b'),
        c: TracingTag.header('c', 'c'),
        d: TracingTag.formatter('%D%'),
      },
    },
  ],
});
new Telemetry(chart, 'service-telemetry', { targets: service, tracing: [{ disableSpanReporting: true }] });

/** What has no prop, and why. */
const LEFT_OUT: readonly [kind: string, field: RegExp, reason: string][] = [
  ['', /^targetRef\./, 'deprecated in favour of targetRefs'],
  ['', /^targetRefs\[\]\.namespace$/, 'Istio refuses every value'],
  ['RequestAuthentication', /^jwtRules\[\]\.jwks_uri$/, 'an old spelling of jwksUri'],
  ['Sidecar', /\.port\.targetPort$/, 'deprecated; Istio refuses it'],
  ['Sidecar', /\.tls\.(credentialNames?|caCertCredentialName)$/, 'a sidecar gets no Secrets; Istio refuses it'],
  ['Sidecar', /\.tls\.verifyCertificate(Hash|Spki)$/, 'Istio reads it with a Secret only'],
  ['Sidecar', /\.tls\.(httpsRedirect|subjectAltNames|tlsCertificates\[\].*)$/, 'Istio refuses it in a Sidecar'],
];

const KINDS: readonly Kind[] = [
  networking.ServiceEntry,
  networking.Sidecar,
  security.AuthorizationPolicy,
  security.PeerAuthentication,
  security.RequestAuthentication,
  telemetry.Telemetry,
];
const objects = objectsOf(chart);

test.each(KINDS.map((kind) => [kind.kind, kind] as const))('every field of %s can be set', (name, kind) => {
  const set = new Set(objects.filter((object) => object.kind === name).flatMap(({ spec }) => [...pathsOf(spec)]));
  const fields = fieldsOf(kind.body.fields!.spec);
  const isLeftOut = (field: string) =>
    LEFT_OUT.some(([only, pattern]) => (only === '' || only === name) && pattern.test(field));
  expect([...fields].filter((field) => !set.has(field) && !isLeftOut(field))).toEqual([]);
  expect([...set].filter(isLeftOut)).toEqual([]);
  expect(fields.size).toBeGreaterThan(2);
});
