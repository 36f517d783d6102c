import { App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { appOf, AU, EU, externalGateway, inCluster, keys, specIn, US, written } from './support';
import {
  AcmeServer,
  Backend,
  CaIssuer,
  CertificateReference,
  DnsMode,
  MultiClusterDns,
  MultiClusterIssuer,
  GatewayApp,
  Geo,
  IMultiClusterIssuer,
  Issuer,
  Listener,
  MultiClusterGateway,
  Warnings,
  multicluster,
} from '../../src';
import { nameOf } from '../../src/manifest/manifest';
import { objectsOf, temporaryDirectory, warningsOf } from '../support/synth';

const toystore = { hostnames: ['test.demo.example.com'], backends: [Backend.service('toystore', 80)] };
const listener = (hostname: string) =>
  Listener.https({ name: 'extra', hostname, certificates: [CertificateReference.secret('extra-tls')] });
const namesIn = (external: MultiClusterGateway, cluster: string) =>
  objectsOf(external.cluster(cluster).chart).map(nameOf).sort();

describe('one definition, many clusters', () => {
  test('each cluster gets the gateway and all that belongs to it', () => {
    const external = externalGateway([EU, US]);
    external.addHttpRoute('test', toystore);
    const expected = [
      'AuthPolicy api-gateway/external-auth',
      'ConfigMap api-gateway/external-capacity',
      'DNSPolicy api-gateway/external-dnspolicy',
      'ExternalSecret api-gateway/external-kuadrant-credentials',
      'Gateway api-gateway/external',
      'HTTPRoute api-gateway/test',
      'Namespace api-gateway',
      'PodMonitor api-gateway/istio-proxies-monitor',
      'RateLimitPolicy api-gateway/external-rlp',
      'TLSPolicy api-gateway/external-tls',
    ];
    expect(namesIn(external, 'eu')).toEqual(expected);
    expect(namesIn(external, 'us')).toEqual(expected);
  });

  test('a directory for each cluster, with a file for the gateway', () => {
    expect(Object.keys(written(externalGateway([EU, US])))).toEqual(['eu/external.k8s.yaml', 'us/external.k8s.yaml']);
  });

  test('another cluster changes nothing in the directories of the others, wherever it stands', () => {
    const before = written(externalGateway([EU, US]));
    const after = written(externalGateway([AU, EU, US]));
    expect(after).toMatchObject(before);
    expect(Object.keys(after)).toHaveLength(3);
  });

  test('gateways share the directories of clusters, and what is in them once', () => {
    const external = externalGateway([EU, US]);
    externalGateway([EU, AU], { domain: 'shop.example.com' }, appOf(external), 'shop');
    const files = written(external);
    expect(Object.keys(files).sort()).toEqual([
      'au/shop.k8s.yaml',
      'eu/external.k8s.yaml',
      'eu/shop.k8s.yaml',
      'us/external.k8s.yaml',
    ]);
    const namespaces = (file: string) => [...files[file].matchAll(/^kind: Namespace$/gm)].length;
    expect(['eu/external', 'eu/shop', 'au/shop'].map((file) => namespaces(`${file}.k8s.yaml`))).toEqual([1, 0, 1]);
  });

  test('a route of one cluster, and other constructs of it, are in that cluster only', () => {
    const external = externalGateway([EU, US]);
    external.cluster('eu').addHttpRoute('only-eu', toystore);
    external.cluster('us').gateway.addListener(listener('us.demo.example.com'));
    expect(inCluster(external, 'eu', 'HTTPRoute').map(nameOf)).toEqual(['HTTPRoute api-gateway/only-eu']);
    expect(inCluster(external, 'us', 'HTTPRoute')).toEqual([]);
    expect(specIn<{ listeners: unknown[] }>(external, 'us', 'Gateway').listeners).toHaveLength(2);
    expect(specIn<{ listeners: unknown[] }>(external, 'eu', 'Gateway').listeners).toHaveLength(1);
  });

  test('addHttpRoute returns a route for each cluster, in their order', () => {
    const routes = externalGateway([US, EU]).addHttpRoute('test', toystore);
    expect(routes.map(({ node }) => node.path)).toEqual([
      'external/us/external/external/test',
      'external/eu/external/external/test',
    ]);
  });

  test('an override takes the place of what all clusters have; one that is left out does not', () => {
    const own = Issuer.fromClusterIssuerName('company');
    const overrides = { namespace: 'edge', limits: {}, issuer: own, labels: undefined };
    const external = externalGateway([EU, { ...US, overrides }], { labels: { team: 'edge' } });
    expect(namesIn(external, 'us')).toEqual([
      'AuthPolicy edge/external-auth',
      'ConfigMap edge/external-capacity',
      'DNSPolicy edge/external-dnspolicy',
      'ExternalSecret edge/external-kuadrant-credentials',
      'Gateway edge/external',
      'Namespace edge',
      'PodMonitor edge/istio-proxies-monitor',
      'TLSPolicy edge/external-tls',
    ]);
    expect(specIn(external, 'us', 'TLSPolicy').issuerRef).toMatchObject({ name: 'company' });
    expect(specIn(external, 'eu', 'TLSPolicy').issuerRef).toMatchObject({ name: 'lets-encrypt' });
    expect(inCluster(external, 'us', 'Gateway')[0].metadata).toMatchObject({ labels: { team: 'edge' } });
  });

  test('a name other than the id is the name in every cluster and in DNS', () => {
    const external = externalGateway([EU], { name: 'edge' });
    expect(nameOf(inCluster(external, 'eu', 'Gateway')[0])).toBe('Gateway api-gateway/edge');
    expect(external.dnsPlan.gateway).toBe('edge');
  });
});

describe('issuers', () => {
  type Acme = { acme: { solvers: { dns01: { route53: Record<string, unknown> } }[]; server: string } };
  const solver = (external: MultiClusterGateway, cluster: string) =>
    specIn<Acme>(external, cluster, 'ClusterIssuer').acme.solvers[0].dns01.route53;

  test('ACME: an issuer in every cluster, with the keys of that cluster, in its region', () => {
    const issuer = MultiClusterIssuer.acme({ email: 'foo@example.com', hostedZoneId: 'Z0123456789' });
    const external = externalGateway([{ ...EU, region: 'eu-west-1' }, US], {
      issuer,
      dns: MultiClusterDns.staticRecords(),
    });
    expect(solver(external, 'eu')).toMatchObject({
      region: 'eu-west-1',
      hostedZoneID: 'Z0123456789',
      accessKeyIDSecretRef: { name: 'external-cert-manager-credentials', key: 'AWS_ACCESS_KEY_ID' },
    });
    expect(solver(external, 'us')).toMatchObject({ region: 'us-east-1' });
    expect(specIn(external, 'eu', 'ExternalSecret')).toMatchObject({
      target: { name: 'external-cert-manager-credentials' },
      dataFrom: [{ extract: { key: 'link/external/eu/cert-manager' } }],
    });
    expect(nameOf(inCluster(external, 'eu', 'ExternalSecret')[0])).toContain('cert-manager/');
    expect(specIn(external, 'eu', 'TLSPolicy').issuerRef).toMatchObject({
      kind: 'ClusterIssuer',
      name: 'external-issuer',
    });
    expect(external.dnsPlan.clusters[0].controllers).toEqual(['cert-manager']);
  });

  test('ACME with a role of the pods: no keys', () => {
    const issuer = MultiClusterIssuer.acme({
      ambientCredentials: true,
      server: AcmeServer.LETS_ENCRYPT_STAGING,
      name: 'acme',
    });
    const external = externalGateway([EU], { issuer, keys: undefined, dns: MultiClusterDns.staticRecords() });
    expect(inCluster(external, 'eu', 'ExternalSecret')).toEqual([]);
    expect(solver(external, 'eu')).toEqual({ region: 'us-east-1' });
    expect(nameOf(inCluster(external, 'eu', 'ClusterIssuer')[0])).toBe('ClusterIssuer acme');
    expect(external.dnsPlan.clusters[0].controllers).toEqual([]);
  });

  test('of your own making: what is made for a cluster is emitted there', () => {
    class Authority implements IMultiClusterIssuer {
      public issuerFor(scope: Construct, cluster: multicluster.GatewayClusterOptions) {
        return new CaIssuer(scope, 'authority', { name: `ca-${cluster.name}`, secretName: 'ca' });
      }
    }
    const external = externalGateway([EU, US], { issuer: MultiClusterIssuer.custom(new Authority()) });
    expect(nameOf(inCluster(external, 'us', 'ClusterIssuer')[0])).toBe('ClusterIssuer ca-us');
    expect(specIn(external, 'us', 'TLSPolicy').issuerRef).toMatchObject({ name: 'ca-us' });
  });

  test.each([
    [
      'one that this program emits once',
      () => MultiClusterIssuer.existing(new CaIssuer(new Chart(new App(), 'c'), 'ca', { secretName: 'ca' })),
      "got ClusterIssuer 'ca', which this program emits once, expected an issuer that exists in every cluster",
    ],
    [
      'ACME without keys',
      () =>
        externalGateway([EU], {
          keys: undefined,
          dns: MultiClusterDns.staticRecords(),
          issuer: MultiClusterIssuer.acme(),
        }),
      'keys: got undefined',
    ],
  ])('refuses %s', (_, make, message) => {
    expect(make).toThrow(message);
  });
});

describe('the plan for Terraform', () => {
  test('is what the clusters say', () => {
    const external = externalGateway([{ ...EU, region: 'eu-west-1' }, US]);
    external.cluster('us').gateway.addListener(listener('us.demo.example.com'));
    external.cluster('us').gateway.addListener(Listener.http({ hostname: 'elsewhere.example.com' }));
    expect(external.dnsPlan).toEqual({
      gateway: 'external',
      domain: 'demo.example.com',
      hostnames: ['*.demo.example.com', 'us.demo.example.com'],
      mode: DnsMode.CONTROLLER,
      secretPrefix: 'link',
      clusters: [
        {
          name: 'eu',
          geo: Geo.EUROPE,
          isDefaultGeo: true,
          weight: 120,
          region: 'eu-west-1',
          controllers: ['kuadrant'],
        },
        {
          name: 'us',
          geo: US.geo,
          isDefaultGeo: false,
          weight: undefined,
          region: undefined,
          controllers: ['kuadrant'],
        },
      ],
    });
  });

  test('a geo is the default in all of its clusters', () => {
    const external = externalGateway([EU, { name: 'eu-2', geo: Geo.EUROPE }, US]);
    expect(external.dnsPlan.clusters.map(({ isDefaultGeo }) => isDefaultGeo)).toEqual([true, true, false]);
    expect(specIn(external, 'eu-2', 'DNSPolicy').loadBalancing).toMatchObject({ defaultGeo: true });
  });
});

describe('what is refused across clusters', () => {
  const named = (name: string): multicluster.GatewayClusterOptions => ({ name });
  test.each<[string, multicluster.GatewayClusterOptions[], string]>([
    ['no clusters', [], "clusters: got 'none'"],
    ['a name twice', [EU, US, { ...AU, name: 'eu' }], "name of cluster: got 'eu' twice"],
    ['a name that is no DNS label', [named('EU_west')], "name of cluster of 'external': got 'EU_west'"],
    ['no default geo', [US, AU], "defaultGeo of the clusters: got 'none'"],
    ['no default geo of one cluster', [US], "defaultGeo of the clusters: got 'none'"],
    ['two default geos', [EU, { ...US, defaultGeo: true }], 'GEO-EU (eu) and US (us)'],
    ['a default geo without a geo', [{ name: 'eu', defaultGeo: true }], 'true without a geo'],
    ['two strategies', [EU, named('us')], "geo of cluster 'us': got undefined, but GEO-EU in cluster"],
    ['a weight over 255', [{ ...EU, weight: 256 }], "weight of cluster 'eu': got 256"],
    ['a negative weight', [{ ...EU, weight: -1 }], 'expected a whole number from 0 to 255'],
    ['a region that is a zone', [{ ...EU, region: 'eu-west-1a' }], "region of cluster 'eu': got 'eu-west-1a'"],
    [
      'a name in overrides',
      [{ ...EU, overrides: { name: 'x' } }],
      "overrides of cluster 'eu': got 'name, which all clusters share'",
    ],
    [
      'dns in overrides',
      [{ ...EU, overrides: { dns: {} } as object }],
      "overrides of cluster 'eu': got 'dns, which all clusters share'",
    ],
    [
      'a domain in overrides',
      [{ ...EU, overrides: { domain: 'x.org' } as object }],
      "got 'domain, which all clusters share'",
    ],
  ])('%s', (_, clusters, message) => {
    expect(() => externalGateway(clusters)).toThrow(message);
  });

  test('an unknown cluster, with the nearest one', () => {
    expect(() => externalGateway([EU, US]).cluster('euu')).toThrow("did you mean 'eu'?");
  });

  test('no namespace', () => {
    expect(() => externalGateway([EU], { namespace: undefined })).toThrow("fix: name one: namespace: 'api-gateway'");
    expect(() =>
      externalGateway([{ ...EU, overrides: { namespace: 'edge' } }], { namespace: undefined }),
    ).not.toThrow();
  });

  test('two strategies for one host in two gateways', () => {
    const external = externalGateway([EU, US]);
    const second = { namespace: 'second' };
    expect(() => externalGateway([{ name: 'au' }], second, appOf(external), 'a')).toThrow(
      "clusters of domain demo.example.com: got no geos, but some in gateway 'external' of the same domain",
    );
    const records = { ...second, dns: MultiClusterDns.staticRecords() };
    expect(() => externalGateway([{ name: 'au' }], records, appOf(external), 'b')).not.toThrow();
    expect(() => externalGateway([EU, AU], second, appOf(external), 'c')).not.toThrow();
  });

  test('a cdk8s.App, which has no directories', () => {
    const app = new App({ outdir: temporaryDirectory() });
    externalGateway([EU], {}, app as GatewayApp);
    expect(() => app.synth()).toThrow('expected a GatewayApp, which writes a directory for each cluster');
  });
});

describe('warnings', () => {
  const many = (count: number) => Array.from({ length: count }, (_, i) => ({ ...EU, name: `c${i}` }));
  const codes = (external: MultiClusterGateway) =>
    Warnings.of(external)
      .list()
      .map(({ code }) => code);

  test("GW600: more clusters than Let's Encrypt signs certificates in a week", () => {
    const issuer = MultiClusterIssuer.acme();
    expect(codes(externalGateway(many(5), { issuer }))).toEqual([]);
    const external = externalGateway(many(6), { issuer });
    expect(codes(external)).toEqual(['GW600']);
    expect(warningsOf(appOf(external))).toContain("got '6 clusters that each request one for *.demo.example.com'");
  });

  test('GW600 does not count other authorities, nor clusters with an issuer of their own', () => {
    const own = Issuer.fromClusterIssuerName('company');
    const [first, ...others] = many(6);
    const issuer = MultiClusterIssuer.acme();
    expect(codes(externalGateway([{ ...first, overrides: { issuer: own } }, ...others], { issuer }))).toEqual([]);
    expect(
      codes(externalGateway(many(6), { issuer: MultiClusterIssuer.acme({ server: AcmeServer.LETS_ENCRYPT_STAGING }) })),
    ).toEqual([]);
    expect(codes(externalGateway(many(6)))).toEqual([]);
  });

  test('GW601: a host that no cluster of the default geo serves', () => {
    const overrides = { listeners: [listener('us.demo.example.com')] };
    const external = externalGateway([EU, { ...US, overrides }]);
    expect(codes(external)).toEqual(['GW601']);
    expect(Warnings.of(external).list()[0].message).toContain("host us.demo.example.com: got 'clusters us only");
    expect(codes(externalGateway([{ ...EU, overrides }, US]))).toEqual([]);
    expect(codes(externalGateway([EU, US], { listeners: overrides.listeners }))).toEqual([]);
  });

  test('GW602: weights that are all 0', () => {
    const off = { name: 'eu-2', geo: Geo.EUROPE, weight: 0 };
    expect(codes(externalGateway([EU, off, US]))).toEqual([]);
    expect(codes(externalGateway([{ ...EU, weight: 0 }, off, US]))).toEqual(['GW602']);
  });
});

test('the keys of a external are named after it', () => {
  expect(keys.prefix).toBe('link');
});
