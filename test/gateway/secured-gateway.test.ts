import { App, Chart, Duration, JsonPatch } from 'cdk8s';
import {
  Backend,
  CertificateReference,
  DnsCredential,
  DnsHealthCheck,
  DnsProvider,
  GatewayAddress,
  GatewayApp,
  GatewayClass,
  Geo,
  Issuer,
  Listener,
  PolicyTarget,
  Rate,
  RateLimitPolicy,
  RouteNamespaces,
  SecuredGateway,
  SecuredGatewayProps,
} from '../../src';
import { Manifest, nameOf } from '../../src/manifest/manifest';
import { newChart, objectsOf, theOnly } from '../support/synth';

type Props = Partial<SecuredGatewayProps>;
const issuer = Issuer.fromClusterIssuerName('lets-encrypt');
const secure = (chart: Chart, props: Props = {}, id: string = 'external') =>
  new SecuredGateway(chart, id, { domain: 'demo.example.com', issuer, ...props });
const credential = DnsCredential.fromSecretName('aws-credentials', DnsProvider.AWS);
const toystore = Backend.service('toystore', 80);

/** What a gateway with these props emits. */
function emit(props: Props = {}) {
  const chart = newChart();
  secure(chart, props);
  return chart;
}
const names = (chart: Chart) => objectsOf(chart).map(nameOf).sort();
const spec = (object: Manifest) => object.spec as Record<string, unknown>;

const SAFE = [
  'AuthPolicy team/external-auth',
  'ConfigMap team/external-capacity',
  'Gateway team/external',
  'Namespace team',
  'PodMonitor team/istio-proxies-monitor',
  'RateLimitPolicy team/external-rlp',
  'TLSPolicy team/external-tls',
];
const without = (...left: string[]) => SAFE.filter((name) => !left.some((part) => name.includes(part)));

describe('by default', () => {
  test('everything that makes it safe, and nothing that needs more to be known', () => {
    expect(names(emit())).toEqual(SAFE);
  });

  test('it is closed', () => {
    const chart = emit();
    const targetRef = { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'external' };
    expect(theOnly(chart, 'Gateway')).toEqual({
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'Gateway',
      metadata: { name: 'external', namespace: 'team', labels: { 'kuadrant.io/gateway': 'true' } },
      spec: {
        gatewayClassName: 'istio',
        listeners: [
          {
            name: 'api',
            port: 443,
            protocol: 'HTTPS',
            hostname: '*.demo.example.com',
            allowedRoutes: { namespaces: { from: 'Same' } },
            tls: { mode: 'Terminate', certificateRefs: [{ group: '', kind: 'Secret', name: 'api-external-tls' }] },
          },
        ],
        infrastructure: { parametersRef: { group: '', kind: 'ConfigMap', name: 'external-capacity' } },
      },
    });
    expect(spec(theOnly(chart, 'TLSPolicy'))).toEqual({
      targetRef,
      issuerRef: { group: 'cert-manager.io', kind: 'ClusterIssuer', name: 'lets-encrypt' },
    });
    expect(spec(theOnly(chart, 'AuthPolicy'))).toMatchObject({
      targetRef,
      defaults: { rules: { authorization: { deny: { opa: { rego: 'allow = false' } } } } },
    });
    expect(spec(theOnly(chart, 'RateLimitPolicy'))).toEqual({
      targetRef,
      defaults: { limits: { 'low-limit': { rates: [{ limit: 2, window: '10s' }] } } },
    });
    expect(theOnly(chart, 'Namespace').metadata).toEqual({ name: 'team' });
  });

  test('its parts can be read', () => {
    const chart = newChart();
    const gateway = secure(chart, { dns: { credential } });
    expect(
      [gateway.tlsPolicy, gateway.authPolicy, gateway.rateLimitPolicy, gateway.dnsPolicy].map((it) => it?.name),
    ).toEqual(['external-tls', 'external-auth', 'external-rlp', 'external-dnspolicy']);
    expect(gateway).toMatchObject({ domain: 'demo.example.com', namespace: 'team' });
    const open = secure(newChart(), { denyByDefault: false, limits: {} });
    expect([open.authPolicy, open.rateLimitPolicy, open.dnsPolicy]).toEqual([undefined, undefined, undefined]);
  });
});

test.each<[string, Props, string[]]>([
  ['no deny-all', { denyByDefault: false }, without('AuthPolicy')],
  ['no limits', { limits: {} }, without('RateLimitPolicy')],
  ['no monitoring', { monitoring: false }, without('PodMonitor')],
  ['a Namespace of somebody else', { createNamespace: false }, without('Namespace')],
  ['another name', { name: 'public' }, SAFE.map((name) => name.replace('external', 'public'))],
  ['another namespace', { namespace: 'gateways' }, SAFE.map((name) => name.replace('team', 'gateways'))],
])('%s', (_, props, expected) => {
  expect(names(emit(props))).toEqual(expected);
});

describe('every property', () => {
  test('of the gateway', () => {
    const gateway = theOnly(
      emit({
        name: 'public',
        labels: { team: 'a', 'kuadrant.io/gateway': 'false' },
        annotations: { note: 'b' },
        gatewayClass: GatewayClass.ISTIO.named('mesh'),
        listenerName: 'web',
        domain: 'shop.example.com',
      }),
      'Gateway',
    );
    expect(gateway.metadata).toEqual({
      name: 'public',
      namespace: 'team',
      labels: { team: 'a', 'kuadrant.io/gateway': 'false' },
      annotations: { note: 'b' },
    });
    expect(spec(gateway)).toMatchObject({
      gatewayClassName: 'mesh',
      listeners: [
        { name: 'web', hostname: '*.shop.example.com', tls: { certificateRefs: [{ name: 'web-public-tls' }] } },
      ],
    });
    const named = spec(theOnly(emit({ certificateSecretName: 'wildcard' }), 'Gateway'));
    expect(named.listeners).toMatchObject([{ tls: { certificateRefs: [{ kind: 'Secret', name: 'wildcard' }] } }]);
  });

  test('of every other Gateway', () => {
    const gateway = theOnly(
      emit({
        addresses: [GatewayAddress.ip('192.0.2.1')],
        infrastructureLabels: { team: 'a' },
        listeners: [
          Listener.https({
            name: 'apex',
            hostname: 'demo.example.com',
            certificates: [CertificateReference.secret('apex-tls')],
          }),
        ],
      }),
      'Gateway',
    );
    expect(spec(gateway)).toMatchObject({
      addresses: [{ type: 'IPAddress', value: '192.0.2.1' }],
      infrastructure: {
        labels: { team: 'a' },
        parametersRef: { group: '', kind: 'ConfigMap', name: 'external-capacity' },
      },
      listeners: [{ name: 'api' }, { name: 'apex' }],
    });
  });

  test('of parameters, which take the place of the capacity', () => {
    const parameters = { group: '', kind: 'ConfigMap', name: 'mine' };
    const chart = emit({ parameters });
    expect(names(chart)).toEqual(without('ConfigMap'));
    expect(spec(theOnly(chart, 'Gateway')).infrastructure).toEqual({ parametersRef: parameters });
    expect(() => emit({ parameters, capacity: { minReplicas: 3 } })).toThrow(
      "[test/external] capacity: got capacity together with parameters (ConfigMap 'mine')",
    );
  });

  test('of its limits and its issuer', () => {
    const chart = emit({
      limits: { burst: { rates: [Rate.of(50, Duration.seconds(1))] } },
      issuer: Issuer.fromIssuerName('private', 'team', { canIssueWildcard: true }),
    });
    expect(spec(theOnly(chart, 'RateLimitPolicy')).defaults).toEqual({
      limits: { burst: { rates: [{ limit: 50, window: '1s' }] } },
    });
    expect(spec(theOnly(chart, 'TLSPolicy')).issuerRef).toMatchObject({ kind: 'Issuer', name: 'private' });
  });

  test('of its DNS', () => {
    const chart = newChart();
    const healthCheck = DnsHealthCheck.https({ path: '/healthz' });
    const dns = { credential, geo: Geo.EUROPE, defaultGeo: true, weight: 255, healthCheck };
    secure(chart, { dns });
    expect(spec(theOnly(chart, 'DNSPolicy'))).toMatchObject({
      targetRef: { kind: 'Gateway', name: 'external' },
      providerRefs: [{ name: 'aws-credentials' }],
      loadBalancing: { geo: 'GEO-EU', defaultGeo: true, weight: 255 },
      healthCheck: { path: '/healthz' },
    });
    expect(theOnly(chart, 'DNSPolicy').metadata).toEqual({ name: 'external-dnspolicy', namespace: 'team' });
  });

  test('of monitoring, on a class with monitors of their own', () => {
    const gloo = { gatewayClass: GatewayClass.GLOO, denyByDefault: false, limits: {} };
    expect(spec(theOnly(emit(gloo), 'PodMonitor'))).toEqual({
      selector: { matchLabels: { 'gateway.networking.k8s.io/gateway-name': 'external' } },
      podMetricsEndpoints: [{ port: 'http-monitoring', path: '/metrics', interval: '30s' }],
    });
  });
});

describe('several gateways', () => {
  test('of one namespace share Namespace and monitor', () => {
    const chart = newChart();
    const other = new Chart(chart.node.root, 'other', { namespace: 'team' });
    secure(chart);
    secure(chart, {}, 'internal');
    secure(other, {}, 'partner');
    expect(names(chart).filter((name) => /Namespace|PodMonitor/.test(name))).toEqual([
      'Namespace team',
      'PodMonitor team/istio-proxies-monitor',
    ]);
    expect(names(other).filter((name) => /Namespace|PodMonitor/.test(name))).toEqual([]);
  });

  test('of two namespaces have their own', () => {
    const chart = newChart();
    secure(chart);
    secure(chart, { namespace: 'gateways' }, 'internal');
    expect(names(chart).filter((name) => /Namespace|PodMonitor/.test(name))).toEqual([
      'Namespace gateways',
      'Namespace team',
      'PodMonitor gateways/istio-proxies-monitor',
      'PodMonitor team/istio-proxies-monitor',
    ]);
  });

  test('of one namespace have monitors of their own where these find one gateway only', () => {
    const chart = newChart();
    const props = { gatewayClass: GatewayClass.KGATEWAY, denyByDefault: false, limits: {} };
    secure(chart, props);
    secure(chart, props, 'internal');
    expect(names(chart).filter((name) => name.startsWith('PodMonitor'))).toEqual([
      'PodMonitor team/external-monitor',
      'PodMonitor team/internal-monitor',
    ]);
  });
});

describe('routes', () => {
  test('are attached to the gateway and are in its namespace', () => {
    const chart = newChart();
    const gateway = secure(chart, { namespace: 'gateways' });
    gateway.openTo(RouteNamespaces.named('shop'));
    gateway.addHttpRoute('toys', { hostnames: ['toys.demo.example.com'], backends: [toystore], labels: { a: 'b' } });
    gateway.addHttpRoute('cart', { namespace: 'shop', name: 'shopping-cart', backends: [toystore] });
    const routes = objectsOf(chart).filter(({ kind }) => kind === 'HTTPRoute');
    expect(routes.map(nameOf)).toEqual(['HTTPRoute gateways/toys', 'HTTPRoute shop/shopping-cart']);
    expect(routes[0]).toMatchObject({
      metadata: { labels: { a: 'b' } },
      spec: {
        parentRefs: [{ name: 'external', namespace: 'gateways' }],
        hostnames: ['toys.demo.example.com'],
        rules: [{ backendRefs: [{ name: 'toystore', port: 80 }] }],
      },
    });
    expect(spec(theOnly(chart, 'Gateway')).listeners).toMatchObject([
      { allowedRoutes: { namespaces: { from: 'Selector' } } },
    ]);
  });

  test.each([
    'a.demo.example.com',
    'a.b.demo.example.com',
    '*.demo.example.com',
    '*.a.demo.example.com',
    '*.example.com',
  ])('serve %s', (host) => {
    const route = secure(newChart()).addHttpRoute('route', { hostnames: [host], backends: [toystore] });
    expect(route.hostnames).toEqual([host]);
  });

  test.each<[string, string]>([
    ['demo.example.com', "hostname of route: got 'demo.example.com'"],
    ['toys.example.com', "hostname of route: got 'toys.example.com'"],
    ['xdemo.example.com', "fix: use 'xdemo.demo.example.com', or add a listener"],
    ['*.other.com', "fix: use '*.demo.example.com', or add a listener"],
    ['https://a.demo.example.com', "fix: leave the scheme and the path out: 'a.demo.example.com'"],
  ])('do not serve %s', (host, message) => {
    const chart = newChart();
    const gateway = secure(chart);
    expect(() => gateway.addHttpRoute('route', { hostnames: [host], backends: [toystore] })).toThrow(message);
    expect(names(chart)).toEqual(SAFE);
  });

  test('serve what other listeners serve', () => {
    const gateway = secure(newChart());
    const certificates = [CertificateReference.secret('apex-tls')];
    gateway.addListener(Listener.https({ name: 'apex', hostname: 'demo.example.com', certificates }));
    const apex = gateway.addHttpRoute('apex', { hostnames: ['demo.example.com'], backends: [toystore] });
    expect(apex.hostnames).toEqual(['demo.example.com']);
    const refused = () => gateway.addHttpRoute('other', { hostnames: ['a.example.org'], backends: [toystore] });
    expect(refused).toThrow("hostname of route: got 'a.example.org'");
    gateway.addListener(Listener.http());
    expect(refused().hostnames).toEqual(['a.example.org']);
  });
});

test('it is a Gateway', () => {
  const chart = newChart();
  const gateway = secure(chart);
  new RateLimitPolicy(chart, 'more', {
    target: PolicyTarget.listener(gateway, 'api'),
    limits: { more: { rates: [Rate.of(9, Duration.seconds(1))] } },
  });
  gateway.addJsonPatch(JsonPatch.add('/spec/fromTheFuture', true));
  gateway.tlsPolicy.addJsonPatch(JsonPatch.add('/spec/fromTheFuture', true));
  expect(spec(theOnly(chart, 'Gateway')).fromTheFuture).toBe(true);
  expect(spec(theOnly(chart, 'TLSPolicy')).fromTheFuture).toBe(true);
  expect(objectsOf(chart).find(({ metadata }) => metadata.name === 'more')!.spec).toMatchObject({
    targetRef: { kind: 'Gateway', name: 'external', sectionName: 'api' },
  });
});

test('a GatewayApp has nothing to remark, and writes the Namespace before what is in it', () => {
  const app = new GatewayApp();
  const chart = new Chart(app, 'test', { namespace: 'team' });
  secure(chart, { dns: { credential } });
  const spy = jest.spyOn(process.stderr, 'write');
  const text = app.synthYaml();
  expect(spy).not.toHaveBeenCalled();
  expect(/^kind: (.*)$/m.exec(text)![1]).toBe('Namespace');
});

test.each<[string, (chart: Chart) => unknown, string]>([
  [
    'no namespace',
    (chart) => secure(new Chart(chart.node.root, 'gateways')),
    '[gateways/external] namespace: got undefined',
  ],
  [
    'a domain with a wildcard',
    (chart) => secure(chart, { domain: '*.demo.example.com' }),
    "domain: got '*.demo.example.com'",
  ],
  [
    'a domain',
    (chart) => secure(chart, { domain: 'Demo.example.com' }),
    "fix: write it in lower case: 'demo.example.com'",
  ],
  [
    'an issuer that cannot sign a wildcard',
    (chart) =>
      secure(chart, { issuer: Issuer.fromClusterIssuerName('lets-encrypt-http', { canIssueWildcard: false }) }),
    "[test/external] issuer: got ClusterIssuer 'lets-encrypt-http', which has HTTP-01 solvers only",
  ],
  [
    'a class that Kuadrant does not know, with the deny-all left',
    (chart) => secure(chart, { gatewayClass: GatewayClass.GLOO, limits: {} }),
    "[test/external] gateway class: got 'gloo-gateway'",
  ],
  [
    'a class that Kuadrant does not know, with limits',
    (chart) =>
      secure(chart, {
        gatewayClass: GatewayClass.GLOO,
        denyByDefault: false,
        limits: { a: { rates: [Rate.of(1, Duration.seconds(1))] } },
      }),
    "[test/external] gateway class: got 'gloo-gateway'",
  ],
  [
    'monitoring of a class without metrics here',
    (chart) => secure(chart, { gatewayClass: GatewayClass.ENVOY_GATEWAY, monitoring: true }),
    "[test/external] monitoring: got gateway class 'eg'",
  ],
  [
    'a geo without a default',
    (chart) => secure(chart, { dns: { credential, geo: Geo.EUROPE } }),
    '[test/external/dnspolicy] defaultGeo of DNSPolicy: got undefined',
  ],
  [
    'a weight',
    (chart) => secure(chart, { dns: { credential, geo: Geo.EUROPE, defaultGeo: true, weight: 256 } }),
    'got 256',
  ],
  ['a name of a listener', (chart) => secure(chart, { listenerName: 'API' }), "name of listener: got 'API'"],
  ['an id that is no name', (chart) => secure(chart, {}, 'Front_Door'), "name of Gateway: got 'Front_Door'"],
  ['a name', (chart) => secure(chart, { name: 'x'.repeat(58) }), "name of Gateway: got 'xxx"],
])('refused: %s', (_, make, message) => {
  expect(() => make(newChart())).toThrow(message);
});

test('in a plain cdk8s.App, two runs give the same objects', () => {
  const run = () => {
    const chart = new Chart(new App(), 'test', { namespace: 'team' });
    secure(chart);
    return objectsOf(chart);
  };
  expect(run()).toEqual(run());
  expect(run().map(nameOf).sort()).toEqual(SAFE);
});
