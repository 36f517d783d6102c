import { Duration } from 'cdk8s';
import { appOf, AU, EU, externalGateway, inCluster, specIn, US, written } from './support';
import {
  Backend,
  CertificateReference,
  DnsHealthCheck,
  DnsMode,
  DnsProvider,
  MultiClusterDns,
  MultiClusterKeys,
  Geo,
  Listener,
  MultiClusterGateway,
  SecretStore,
  multicluster,
} from '../../src';
import { keysName, kubeconfigName } from '../../src/dns/dns-plan';
import { Manifest, nameOf } from '../../src/manifest/manifest';

const controllersOf = (external: MultiClusterGateway) =>
  external.dnsPlan.clusters.map(({ controllers }) => controllers);
const precise = (hostname: string) =>
  Listener.https({ name: 'precise', hostname, certificates: [CertificateReference.secret('precise-tls')] });

describe('Kuadrant in every cluster', () => {
  test('a DNSPolicy with the place of the cluster, and the keys of the cluster', () => {
    const external = externalGateway([{ ...EU, weight: 200 }, US]);
    expect(specIn(external, 'eu', 'DNSPolicy')).toMatchObject({
      loadBalancing: { geo: 'GEO-EU', defaultGeo: true, weight: 200 },
      providerRefs: [{ name: 'external-kuadrant-credentials' }],
    });
    expect(specIn(external, 'us', 'DNSPolicy').loadBalancing).toEqual({ geo: 'US', defaultGeo: false, weight: 120 });
    expect(specIn(external, 'us', 'ExternalSecret')).toMatchObject({
      secretStoreRef: { kind: 'ClusterSecretStore', name: 'aws' },
      target: { name: 'external-kuadrant-credentials', template: { type: 'kuadrant.io/aws' } },
      dataFrom: [{ extract: { key: keysName(external.dnsPlan, 'us', 'kuadrant') } }],
    });
    expect(controllersOf(external)).toEqual([['kuadrant'], ['kuadrant']]);
    expect(external.dnsPlan.mode).toBe(DnsMode.CONTROLLER);
  });

  test('without geos the clusters share all clients', () => {
    const external = externalGateway([{ name: 'a' }, { name: 'b' }]);
    expect(specIn(external, 'a', 'DNSPolicy').loadBalancing).toBeUndefined();
  });

  test('probes and addresses without a record reach every cluster', () => {
    const dns = MultiClusterDns.kuadrant({ healthCheck: DnsHealthCheck.https({}), excludeAddresses: ['10.0.0.0/8'] });
    const external = externalGateway([EU, US], { dns, listeners: [precise('api.demo.example.com')] });
    expect(specIn(external, 'us', 'DNSPolicy')).toMatchObject({
      healthCheck: { protocol: 'HTTPS', port: 443 },
      excludeAddresses: ['10.0.0.0/8'],
    });
    expect(() => written(external)).not.toThrow();
  });

  test("another provider's keys and geos", () => {
    const dns = MultiClusterDns.kuadrant({ provider: DnsProvider.GCP });
    const external = externalGateway([{ name: 'a', geo: Geo.custom('europe-west1'), defaultGeo: true, weight: 1000 }], {
      dns,
    });
    expect(specIn(external, 'a', 'ExternalSecret')).toMatchObject({
      target: { template: { type: 'kuadrant.io/gcp' } },
    });
    expect(specIn(external, 'a', 'DNSPolicy').loadBalancing).toMatchObject({ weight: 1000, geo: 'europe-west1' });
  });
});

describe('Kuadrant with delegation', () => {
  const dns = MultiClusterDns.kuadrantDelegation({ primaries: ['eu', 'us'] });
  const secrets = (external: MultiClusterGateway, cluster: string) =>
    inCluster(external, cluster, 'ExternalSecret').map(nameOf).sort();

  test('every policy delegates; the primaries hold the keys, and kubeconfigs of all other clusters', () => {
    const external = externalGateway([EU, US, AU], { dns });
    for (const cluster of ['eu', 'us', 'au']) {
      const spec = specIn(external, cluster, 'DNSPolicy');
      expect([cluster, spec.delegate, spec.providerRefs]).toEqual([cluster, true, undefined]);
      expect(spec.loadBalancing).toBeDefined();
    }
    expect(secrets(external, 'eu')).toEqual([
      'ExternalSecret api-gateway/external-kuadrant-credentials',
      'ExternalSecret kuadrant-system/kubeconfig-au',
      'ExternalSecret kuadrant-system/kubeconfig-us',
    ]);
    expect(secrets(external, 'us')).toContain('ExternalSecret kuadrant-system/kubeconfig-eu');
    expect(secrets(external, 'au')).toEqual([]);
    expect(controllersOf(external)).toEqual([['kuadrant'], ['kuadrant'], []]);
  });

  test('the Secrets carry the labels that the operator looks for', () => {
    const external = externalGateway([EU, US], { dns });
    const labelled = Object.fromEntries(
      inCluster(external, 'eu', 'ExternalSecret').map(({ metadata, spec }) => [
        metadata.name,
        spec as Manifest['spec'],
      ]),
    );
    expect(labelled).toMatchObject({
      'external-kuadrant-credentials': {
        target: {
          template: { type: 'kuadrant.io/aws', metadata: { labels: { 'kuadrant.io/default-provider': 'true' } } },
        },
      },
      'kubeconfig-us': {
        target: { template: { metadata: { labels: { 'kuadrant.io/multicluster-kubeconfig': 'true' } } } },
        data: [{ secretKey: 'kubeconfig', remoteRef: { key: kubeconfigName(external.dnsPlan, 'us') } }],
      },
    });
  });

  test('two gateways of one cluster share its kubeconfigs', () => {
    const external = externalGateway([EU, US], { dns });
    const shop = { dns, namespace: 'shop', domain: 'shop.example.com' };
    const other = externalGateway([EU, US, AU], shop, appOf(external), 'shop');
    expect(secrets(other, 'eu')).toEqual([
      'ExternalSecret kuadrant-system/kubeconfig-au',
      'ExternalSecret shop/shop-kuadrant-credentials',
    ]);
    expect(() => written(external)).not.toThrow();
  });

  test('two gateways in one namespace would have two default providers', () => {
    const external = externalGateway([EU, US], { dns });
    expect(() => externalGateway([EU, US], { dns }, appOf(external), 'shop')).toThrow(
      "[shop/eu] namespace of a delegated gateway: got 'api-gateway', in which gateway 'external'",
    );
  });

  test.each([
    ['none', [], "primaries of the delegation: got 'none'"],
    ['an unknown one', ['euu'], "fix: did you mean 'eu'?"],
    ['one twice', ['eu', 'eu'], 'each once'],
  ])('refuses primaries: %s', (_, primaries, message) => {
    expect(() => externalGateway([EU, US], { dns: MultiClusterDns.kuadrantDelegation({ primaries }) })).toThrow(
      message,
    );
  });
});

describe('external-dns', () => {
  const annotationsIn = (external: MultiClusterGateway, cluster: string) => {
    external.cluster(cluster).addHttpRoute('test', {
      hostnames: ['test.demo.example.com'],
      backends: [Backend.service('toystore', 80)],
      annotations: { note: 'kept' },
    });
    const { note, ...annotations } = inCluster(external, cluster, 'HTTPRoute')[0].metadata.annotations!;
    expect(note).toBe('kept');
    return Object.fromEntries(
      Object.entries(annotations).map(([key, value]) => [key.replace('external-dns.kubernetes.io/', ''), value]),
    );
  };
  const gatewayWith = (clusters: multicluster.GatewayClusterOptions[], options = {}) =>
    externalGateway(clusters, { dns: MultiClusterDns.externalDns(options) });

  test.each<[string, multicluster.GatewayClusterOptions, object]>([
    ['the default geo', EU, { 'aws-geolocation-country-code': '*' }],
    ['a continent', { name: 'sa', geo: Geo.SOUTH_AMERICA }, { 'aws-geolocation-continent-code': 'SA' }],
    ['a country', US, { 'aws-geolocation-country-code': 'US' }],
  ])('by geo: %s', (_, cluster, expected) => {
    const { weight: _weight, ...unweighted } = cluster;
    const external = gatewayWith([{ name: 'x', geo: Geo.AFRICA, defaultGeo: !cluster.defaultGeo }, unweighted]);
    expect(annotationsIn(external, cluster.name)).toEqual({ 'set-identifier': cluster.name, ...expected });
  });

  test('by weight', () => {
    const external = gatewayWith([{ name: 'a', weight: 10 }, { name: 'b' }], { ttl: Duration.minutes(1) });
    expect(annotationsIn(external, 'a')).toEqual({ 'set-identifier': 'a', 'aws-weight': '10', ttl: '60' });
    expect(annotationsIn(external, 'b')).toMatchObject({ 'aws-weight': '120' });
    expect(inCluster(external, 'a', 'DNSPolicy')).toEqual([]);
    expect(external.dnsPlan.mode).toBe(DnsMode.CONTROLLER);
  });

  test('a single cluster needs none', () => {
    expect(annotationsIn(gatewayWith([{ name: 'a' }]), 'a')).toEqual({});
  });

  test.each([
    ['0.22', 'external-dns.kubernetes.io/', {}],
    ['0.21.0', 'external-dns.alpha.kubernetes.io/', { version: '0.21.0' }],
    ['v1.0', 'external-dns.kubernetes.io/', { version: 'v1.0' }],
    ['any, with a flag', 'dns.example.com/', { version: '0.21', annotationPrefix: 'dns.example.com/' }],
  ])('the prefix that release %s reads', (_, prefix, options) => {
    const external = gatewayWith([{ name: 'a' }, { name: 'b' }], options);
    expect(external.cluster('a').routeAnnotations).toEqual({
      [`${prefix}set-identifier`]: 'a',
      [`${prefix}aws-weight`]: '120',
    });
  });

  test('keys of its own, where it has no role', () => {
    expect(controllersOf(gatewayWith([{ name: 'a' }]))).toEqual([[]]);
    const external = gatewayWith([{ name: 'a' }], { credentialNamespace: 'external-dns' });
    expect(controllersOf(external)).toEqual([['external-dns']]);
    expect(nameOf(inCluster(external, 'a', 'ExternalSecret')[0])).toBe(
      'ExternalSecret external-dns/external-external-dns-credentials',
    );
    expect(specIn(external, 'a', 'ExternalSecret').dataFrom).toEqual([
      { extract: { key: 'link/external/a/external-dns' } },
    ]);
  });

  test.each<[string, multicluster.GatewayClusterOptions[], object, string]>([
    [
      'two clusters in one geo',
      [EU, US, { ...US, name: 'us-2' }].map(({ weight: _, ...c }) => c),
      {},
      "got US, as cluster 'us'",
    ],
    ['a weight in a geo', [EU, US], {}, "weight of cluster 'eu': got '120 together with geo GEO-EU'"],
    [
      'a code of another provider',
      [{ name: 'a', geo: Geo.custom('europe-west1'), defaultGeo: true }],
      {},
      "got 'europe-west1'",
    ],
    ['a prefix without a slash', [EU], { annotationPrefix: 'dns.example.com' }, "fix: write 'dns.example.com/'"],
    ['no release', [EU], { version: 'latest' }, "version of external-dns: got 'latest'"],
    ['a ttl of nothing', [EU], { ttl: Duration.seconds(0) }, 'ttl of external-dns, in seconds: got 0'],
  ])('refuses %s', (_, clusters, options, message) => {
    expect(() => gatewayWith(clusters, options)).toThrow(message);
  });
});

describe('static records', () => {
  test('no DNSPolicy, no keys, and the plan says so', () => {
    const external = externalGateway([EU, US], { dns: MultiClusterDns.staticRecords(), keys: undefined });
    expect(inCluster(external, 'eu', 'DNSPolicy')).toEqual([]);
    expect(inCluster(external, 'eu', 'ExternalSecret')).toEqual([]);
    expect(external.dnsPlan.mode).toBe(DnsMode.STATIC);
    expect(controllersOf(external)).toEqual([[], []]);
  });

  test('weights need no geo', () => {
    const external = externalGateway([{ name: 'a', weight: 10 }, { name: 'b' }], {
      dns: MultiClusterDns.staticRecords(),
    });
    expect(external.dnsPlan.clusters[0].weight).toBe(10);
  });

  test('a code of another provider is refused', () => {
    const clusters = [{ name: 'a', geo: Geo.custom('europe-west1'), defaultGeo: true }];
    expect(() => externalGateway(clusters, { dns: MultiClusterDns.staticRecords() })).toThrow(
      'for records of Route 53',
    );
  });
});

describe('what is wrong with hosts is told at synthesis', () => {
  const apex = [precise('demo.example.com')];

  test('the host of the zone itself', () => {
    expect(() => written(externalGateway([EU], { listeners: apex }))).toThrow("host of a listener in cluster 'eu'");
    expect(() => written(externalGateway([EU], { listeners: apex, zone: 'example.com' }))).not.toThrow();
    expect(() =>
      written(externalGateway([EU], { listeners: apex, dns: MultiClusterDns.staticRecords() })),
    ).not.toThrow();
  });

  test('a listener that comes later counts', () => {
    const external = externalGateway([EU, US]);
    external.cluster('us').gateway.addListener(apex[0]);
    expect(() => written(external)).toThrow("in cluster 'us': got 'demo.example.com'");
  });

  test('probes of wildcards only', () => {
    const dns = MultiClusterDns.kuadrant({ healthCheck: DnsHealthCheck.https({}) });
    const overrides = { listeners: [precise('api.demo.example.com')] };
    expect(() => written(externalGateway([EU, { ...US, overrides }], { dns }))).toThrow(
      /^1 error,[^]*healthCheck in cluster 'eu': got 'listeners for \*\.demo\.example\.com only'/,
    );
  });
});

describe('where keys are kept', () => {
  const store = SecretStore.cluster('store');
  test.each<[string, MultiClusterKeys, object]>([
    [
      'Secrets Manager',
      MultiClusterKeys.awsSecretsManager({ store }),
      { extract: { key: 'gateways/external/eu/dns' } },
    ],
    [
      'Parameter Store',
      MultiClusterKeys.awsParameterStore({ store }),
      { extract: { key: '/gateways/external/eu/dns' } },
    ],
    [
      'another store',
      MultiClusterKeys.secretStore({ store, prefix: 'kv/dns' }),
      { extract: { key: 'kv/dns/external/eu/dns' } },
    ],
  ])('%s', (_, keys, expected) => {
    expect(specIn(externalGateway([EU], { keys }), 'eu', 'ExternalSecret').dataFrom).toEqual([expected]);
  });

  test('the interval of reading', () => {
    const keys = MultiClusterKeys.secretStore({ store, refreshInterval: Duration.minutes(5) });
    const dns = MultiClusterDns.kuadrantDelegation({ primaries: ['eu'] });
    const intervals = inCluster(externalGateway([EU, US], { keys, dns }), 'eu', 'ExternalSecret').map(
      ({ spec }) => (spec as { refreshInterval: string }).refreshInterval,
    );
    expect(intervals).toEqual(['5m', '5m']);
  });

  test('Secrets that exist: nothing is emitted', () => {
    const keys = MultiClusterKeys.existingSecret('aws-credentials');
    const external = externalGateway([EU, US], { keys });
    expect(inCluster(external, 'eu', 'ExternalSecret')).toEqual([]);
    expect(specIn(external, 'eu', 'DNSPolicy').providerRefs).toEqual([{ name: 'aws-credentials' }]);
    const delegated = externalGateway([EU, US], {
      keys,
      dns: MultiClusterDns.kuadrantDelegation({ primaries: ['eu'] }),
    });
    expect(inCluster(delegated, 'eu', 'ExternalSecret')).toEqual([]);
  });

  test('refused: nowhere, and a prefix with slashes at its ends', () => {
    expect(() => externalGateway([EU], { keys: undefined })).toThrow("by which Kuadrant's DNS operator writes records");
    expect(() => MultiClusterKeys.secretStore({ store, prefix: '/a/' })).toThrow(
      "prefix of MultiClusterKeys: got '/a/'",
    );
  });

  test('a weight without a geo is refused where a DNSPolicy could not say it', () => {
    expect(() => externalGateway([{ name: 'a', weight: 10 }])).toThrow("weight of cluster 'a': got '10 without a geo'");
  });
});
