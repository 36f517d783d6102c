import { RecordStrategy } from '../../src/dns/record-strategy';
import { recordTree } from '../../src/dns/record-tree';
import { Manifest } from '../../src/manifest/manifest';
import { Model, modelsOf } from '../../src/model/model';
import { Geo } from '../../src/policy/geo';
import { answersFor, DnsAnswer, DnsClient } from '../../src/traffic/dns/answers';
import { CONTINENT_OF } from '../../src/traffic/dns/countries';
import { RecordEntry, RecordSet } from '../../src/traffic/dns/records';
import { resolve } from '../../src/traffic/dns/resolve';
import { sendToClusters } from '../../src/traffic/dns/send';
import { PROFILES } from '../../src/traffic/profile';
import { requestOf } from '../../src/traffic/request';
import { worldOf } from '../../src/traffic/send';
import { exampleFiles, readYaml } from '../examples/example';

const HOST = 'shop.example.com';

const gateway = (hostname = HOST, more: object = {}, metadata: object = {}): Manifest => ({
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'Gateway',
  metadata: { name: 'public', namespace: 'edge', ...metadata },
  spec: { gatewayClassName: 'istio', listeners: [{ name: 'http', port: 80, protocol: 'HTTP', hostname }], ...more },
});

const route = (annotations: Record<string, string> = {}, hostname = HOST): Manifest => ({
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'HTTPRoute',
  metadata: {
    name: 'shop',
    namespace: 'edge',
    annotations: Object.fromEntries(
      Object.entries(annotations).map(([key, value]) => [`external-dns.alpha.kubernetes.io/${key}`, value]),
    ),
  },
  spec: {
    parentRefs: [{ name: 'public' }],
    hostnames: [hostname],
    rules: [{ backendRefs: [{ name: 'web', port: 80 }] }],
  },
});

const policy = (spec: object): Manifest => ({
  apiVersion: 'kuadrant.io/v1',
  kind: 'DNSPolicy',
  metadata: { name: 'public', namespace: 'edge' },
  spec: { targetRef: { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'public' }, ...spec },
});

const externalDns = (...args: string[]): Manifest => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'external-dns', namespace: 'external-dns' },
  spec: {
    selector: { matchLabels: { app: 'external-dns' } },
    template: {
      metadata: { labels: { app: 'external-dns' } },
      spec: {
        containers: [{ name: 'external-dns', image: 'registry.example.com/external-dns/external-dns:v0.21.1', args }],
      },
    },
  },
});

type Clusters = Readonly<Record<string, readonly Manifest[]>>;

const modelsBy = (clusters: Clusters): Map<string, Model> =>
  new Map(
    Object.entries(clusters).map(([name, objects]) => [
      name,
      modelsOf(objects.map((manifest) => ({ where: `${name}/${manifest.kind}`, manifest })))[0],
    ]),
  );

const balanced = (geo: string, defaultGeo = false, weight?: number, more: object = {}) => [
  gateway(),
  route(),
  policy({ loadBalancing: { geo, defaultGeo, weight }, ...more }),
];
const annotated = (annotations: Record<string, string>) => [gateway(), route(annotations)];

/** `eu 1`, `eu 0.5 if the client is in DE`; `none` where DNS has no answer. */
const told = ({ cluster = 'none', share, condition }: DnsAnswer) =>
  `${cluster} ${share}${condition === undefined ? '' : ` if ${condition}`}`;

const answers = (clusters: Clusters, client: DnsClient = {}, host = HOST) =>
  answersFor(modelsBy(clusters), host, client).map(told);

const DE = { country: 'DE' };
const GEOS: Clusters = { eu: balanced('GEO-EU', true), us: balanced('US'), ca: balanced('GEO-NA') };

describe('Kuadrant', () => {
  test.each<[string, Clusters, DnsClient, string[]]>([
    ['the continent of a country', GEOS, DE, ['eu 1']],
    ['the country before its continent', GEOS, { country: 'US' }, ['us 1']],
    ['the continent of another country', GEOS, { country: 'MX' }, ['ca 1']],
    ['the default for all others', GEOS, { country: 'JP' }, ['eu 1']],
    ['a continent alone', GEOS, { continent: 'EU' }, ['eu 1']],
    [
      'a continent, some of whose countries have a geo of their own',
      GEOS,
      { continent: 'NA' },
      ['us 1 if the client is in US', 'ca 1 if the client is elsewhere'],
    ],
    [
      'a client of an unknown place',
      GEOS,
      {},
      [
        'us 1 if the client is in US',
        'eu 1 if the client is in Europe',
        'ca 1 if the client is in the rest of North America',
        'eu 1 if the client is elsewhere',
      ],
    ],
    [
      'weights within a geo',
      { a: balanced('GEO-EU', true, 90), b: balanced('GEO-EU', true, 30), us: balanced('US') },
      DE,
      ['a 0.75', 'b 0.25'],
    ],
    [
      'the weight that a policy does not say',
      { a: balanced('GEO-EU', true, 40), b: balanced('GEO-EU') },
      DE,
      ['a 0.25', 'b 0.75'],
    ],
    ['a weight of 0', { a: balanced('GEO-EU', true, 0), b: balanced('GEO-EU', true, 1) }, DE, ['b 1']],
    ['weights of 0 alone', { a: balanced('GEO-EU', true, 0), b: balanced('GEO-EU', true, 0) }, DE, ['a 0.5', 'b 0.5']],
    ['no default', { eu: balanced('GEO-EU'), us: balanced('US') }, { country: 'JP' }, ['none 1']],
    ['no default, for a client of a geo', { eu: balanced('GEO-EU'), us: balanced('US') }, DE, ['eu 1']],
    [
      'two default geos: the operators overwrite the record of each other',
      { eu: balanced('GEO-EU', true), us: balanced('US', true) },
      { country: 'JP' },
      ['eu 1 if the record default is that of eu', 'us 1 if the record default is that of us'],
    ],
    [
      'two default geos, for a client of a geo',
      { eu: balanced('GEO-EU', true), us: balanced('US', true) },
      { country: 'US' },
      ['us 1'],
    ],
    [
      'no load balancing: one record with all addresses',
      { a: [gateway(), route(), policy({})], b: [gateway(), route(), policy({})] },
      DE,
      ['a 0.5', 'b 0.5'],
    ],
    [
      'no load balancing, and several addresses',
      {
        a: [
          gateway(HOST, { addresses: [{ value: '192.0.2.1' }, { value: '192.0.2.2' }, { value: '192.0.2.3' }] }),
          route(),
          policy({}),
        ],
        b: [gateway(), route(), policy({})],
      },
      DE,
      ['a 0.75', 'b 0.25'],
    ],
    [
      'a record for each hostname of a Gateway',
      {
        a: [
          gateway(HOST, {
            addresses: [
              { type: 'Hostname', value: 'a.lb.example.net' },
              { type: 'Hostname', value: 'b.lb.example.net' },
              { value: '192.0.2.1' },
            ],
          }),
          route(),
          policy({ loadBalancing: { geo: 'GEO-EU', defaultGeo: true } }),
        ],
        b: balanced('GEO-EU'),
      },
      DE,
      ['a 0.75', 'b 0.25'],
    ],
    [
      'a Gateway whose every address is excluded',
      {
        a: [
          gateway(HOST, { addresses: [{ value: '10.1.2.3' }] }),
          route(),
          policy({ excludeAddresses: ['10.0.0.0/8'] }),
        ],
        b: [gateway(), route(), policy({})],
      },
      DE,
      ['b 1'],
    ],
    [
      'an address beside the excluded range',
      {
        a: [
          gateway(HOST, { addresses: [{ value: '11.1.2.3' }] }),
          route(),
          policy({ excludeAddresses: ['10.0.0.0/8', '192.0.2.1'] }),
        ],
      },
      DE,
      ['a 1'],
    ],
    [
      'a listener without a route',
      { eu: [gateway(), policy({ loadBalancing: { geo: 'GEO-EU', defaultGeo: true } })], us: balanced('US', true) },
      DE,
      ['us 1'],
    ],
    [
      'a code that only another provider knows',
      { a: balanced('europe-west1'), b: balanced('GEO-EU', true) },
      DE,
      ['a 1 if the DNS provider places the client in europe-west1', 'b 1 if it places the client in no such geo'],
    ],
  ])('%s', (_, clusters, client, expected) => {
    expect(answers(clusters, client)).toEqual(expected);
  });

  test.each([
    ['without a health check', {}, 'unhealthy, but its DNSPolicy has no health check'],
    [
      'with one',
      { healthCheck: { path: '/health' } },
      'unhealthy, but Kuadrant keeps the record of a cluster whose every address fails',
    ],
  ])('an unhealthy cluster stays, %s', (_, more, reason) => {
    const models = modelsBy({ eu: balanced('GEO-EU', true, 120, more), us: balanced('US', false, 120, more) });
    const [answer, ...others] = answersFor(models, HOST, { country: 'US', unhealthy: ['us'] });
    expect(others).toEqual([]);
    expect(answer).toMatchObject({ cluster: 'us', share: 1, gateway: 'edge/public' });
    expect(answer.why).toBe(`shop.example.com, geo US, weight 120 of 120, ${reason}`);
    expect(answer.place).toMatchObject({ entry: { kind: 'DNSPolicy' }, path: 'spec.loadBalancing' });
  });

  test('the record of the name itself counts before that of a wildcard, and a wildcard for what is below it', () => {
    const wild = [
      gateway('*.example.com'),
      route({}, '*.example.com'),
      policy({ loadBalancing: { geo: 'GEO-EU', defaultGeo: true } }),
    ];
    expect(answers({ wild, exact: balanced('US', true) }, DE)).toEqual(['exact 1']);
    expect(answers({ wild, exact: balanced('US', true) }, DE, 'other.example.com')).toEqual(['wild 1']);
    expect(answers({ wild }, DE, 'example.com')).toEqual(['none 1']);
  });
});

describe('external-dns', () => {
  const weighted = (id: string, weight: string, more = {}) =>
    annotated({ 'set-identifier': id, 'aws-weight': weight, ...more });
  const located = (id: string, kind: 'country' | 'continent', code: string, more = {}) =>
    annotated({ 'set-identifier': id, [`aws-geolocation-${kind}-code`]: code, ...more });
  const onGateway = [
    externalDns('--source=gateway-httproute', '--provider=aws'),
    gateway(
      HOST,
      {},
      {
        annotations: {
          'external-dns.alpha.kubernetes.io/aws-weight': '100',
          'external-dns.alpha.kubernetes.io/set-identifier': 'eu',
        },
      },
    ),
    route(),
  ];

  test.each<[string, Clusters, DnsClient, string[]]>([
    ['weights', { eu: weighted('eu', '30'), us: weighted('us', '10') }, {}, ['eu 0.75', 'us 0.25']],
    [
      'weights without health checks',
      { eu: weighted('eu', '30'), us: weighted('us', '10') },
      { unhealthy: ['eu'] },
      ['eu 0.75', 'us 0.25'],
    ],
    [
      'weights with health checks',
      {
        eu: weighted('eu', '30', { 'aws-health-check-id': 'a' }),
        us: weighted('us', '10', { 'aws-health-check-id': 'b' }),
      },
      { unhealthy: ['eu'] },
      ['us 1'],
    ],
    [
      'all are unhealthy',
      {
        eu: weighted('eu', '30', { 'aws-health-check-id': 'a' }),
        us: weighted('us', '10', { 'aws-health-check-id': 'b' }),
      },
      { unhealthy: ['eu', 'us'] },
      ['eu 0.75', 'us 0.25'],
    ],
    [
      'places',
      { eu: located('eu', 'continent', 'EU'), us: located('us', 'country', 'US') },
      { country: 'US' },
      ['us 1'],
    ],
    [
      'no default',
      { eu: located('eu', 'continent', 'EU'), us: located('us', 'country', 'US') },
      { country: 'JP' },
      ['none 1'],
    ],
    [
      'the default',
      { eu: located('eu', 'country', '*'), us: located('us', 'country', 'US') },
      { country: 'JP' },
      ['eu 1'],
    ],
    [
      'an unhealthy place: the next wider one',
      { eu: located('eu', 'country', '*'), us: located('us', 'country', 'US', { 'aws-health-check-id': 'b' }) },
      { country: 'US', unhealthy: ['us'] },
      ['eu 1'],
    ],
    [
      'one set identifier for two clusters',
      { eu: weighted('x', '30'), us: weighted('x', '10') },
      {},
      ['eu 1 if the record x is that of eu', 'us 1 if the record x is that of us'],
    ],
    [
      'a weight on the Gateway: a simple record of each cluster, which collide',
      { eu: onGateway, us: onGateway },
      {},
      ['eu 1 if the record is that of eu', 'us 1 if the record is that of us'],
    ],
    [
      'a weight without a set identifier is a simple record',
      { eu: annotated({ 'aws-weight': '30' }), us: weighted('us', '10') },
      {},
      ['eu 1 if the records of eu are there first', 'us 1 if the records of us are there first'],
    ],
    [
      'latency',
      {
        eu: annotated({ 'set-identifier': 'eu', 'aws-region': 'eu-west-1' }),
        us: annotated({ 'set-identifier': 'us', 'aws-region': 'us-east-1' }),
      },
      {},
      ['eu 1 if region eu-west-1 has the least latency', 'us 1 if region us-east-1 has the least latency'],
    ],
    [
      'a route that external-dns is told to leave',
      { eu: annotated({ controller: 'other' }), us: annotated({ ttl: '60' }) },
      {},
      ['us 1'],
    ],
    [
      'an instance that reads no routes',
      { eu: [externalDns('--source=service'), ...weighted('eu', '1')], us: weighted('us', '1') },
      {},
      ['us 1'],
    ],
    [
      'nothing writes records',
      { eu: [gateway(), route()], us: [gateway(), route()], other: [gateway('x.example.com'), route()] },
      {},
      [`eu 1 if DNS leads ${HOST} to eu`, `us 1 if DNS leads ${HOST} to us`],
    ],
    ['nothing serves the host', { eu: [gateway('x.example.com'), route()] }, {}, ['none 1']],
  ])('%s', (_, clusters, client, expected) => {
    expect(answers(clusters, client)).toEqual(expected);
  });

  test('a name that an annotation adds', () => {
    const wild = [gateway('*.example.com'), route({ hostname: 'more.example.com, more.example.org' })];
    expect(answers({ wild }, {}, 'more.example.com')).toEqual(['wild 1']);
    expect(answers({ wild }, {}, 'more.example.org')).toEqual(['none 1']);
  });
});

/** The plan of the library, whose aliases look at the health of what they lead to. */
describe('records of Route 53', () => {
  const clusters = [
    { name: 'eu', geo: Geo.EUROPE, isDefaultGeo: true, weight: 90 },
    { name: 'eu2', geo: Geo.EUROPE, isDefaultGeo: true, weight: 30 },
    { name: 'us', geo: Geo.country('US') },
  ];
  const around = { isHealthKnown: true, addressesOf: () => [] };
  const geolocation = recordTree(RecordStrategy.GEOLOCATION, clusters, around);
  const failover = recordTree(RecordStrategy.failover(['eu', 'eu2']), clusters, around);

  test.each<[string, RecordSet, string, string[], string[]]>([
    ['all healthy', geolocation, 'DE', [], ['eu 0.75', 'eu2 0.25']],
    ['one of a geo is unhealthy', geolocation, 'DE', ['eu'], ['eu2 1']],
    ['a geo is unhealthy: the default', geolocation, 'US', ['us'], ['eu 0.75', 'eu2 0.25']],
    ['the default is unhealthy: the rest', geolocation, 'DE', ['eu', 'eu2'], ['us 1']],
    ['all are unhealthy: as if all were healthy', geolocation, 'US', ['eu', 'eu2', 'us'], ['us 1']],
    ['the primary', failover, 'US', [], ['eu 0.75', 'eu2 0.25']],
    ['the secondary', failover, 'DE', ['eu', 'eu2'], ['us 1']],
  ])('%s', (_, set, country, unhealthy, expected) => {
    const records = [{ host: HOST, set }];
    expect(answers({}, { country, unhealthy, records })).toEqual(expected);
  });
});

test('two records that clash: each case has shares of 1', () => {
  const entry = (id: string, cluster: string): RecordEntry => ({ id, routing: { weight: 1 }, to: { cluster } });
  const found = resolve(
    { entries: [entry('x', 'a'), entry('x', 'b'), entry('y', 'c'), entry('y', 'd')] },
    {},
    new Set(),
  );
  const byCase = new Map<string, number>();
  for (const { conditions, share } of found) {
    byCase.set(conditions.join(), (byCase.get(conditions.join()) ?? 0) + share);
  }
  expect([...byCase.values()]).toEqual([1, 1, 1, 1]);
});

test('every country that Kuadrant and Route 53 accept is on a continent', () => {
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  const codes = letters.flatMap((first) => letters.map((second) => first + second));
  const isCountry = (code: string) => {
    try {
      return Boolean(Geo.country(code));
    } catch {
      return false;
    }
  };
  expect(CONTINENT_OF.size).toBe(249);
  expect(codes.filter((code) => isCountry(code) && !CONTINENT_OF.has(code))).toEqual([]);
});

/** The Gateways deny by default, and the example gives no route a policy that lets requests in. */
describe('from client to backend', () => {
  const worlds = new Map(
    ['eu', 'us', 'au'].map((cluster) => {
      const files = Object.entries(exampleFiles('multi-cluster')).filter(([file]) => file.startsWith(`${cluster}/`));
      const objects = files.flatMap(([file, text]) => readYaml(text).map((manifest) => ({ where: file, manifest })));
      return [cluster, worldOf(modelsOf(objects)[0], PROFILES.istio)] as const;
    }),
  );
  const sent = (url: string, client: DnsClient) =>
    sendToClusters(worlds, requestOf({ url })!, client).outcomes.map(
      ({ cluster = 'none', share, status, backend, condition }) =>
        `${cluster} ${share} ${status} ${backend?.name}${condition === undefined ? '' : ` if ${condition}`}`,
    );
  const TEST = 'https://test.demo.example.com/';

  test.each<[string, string, DnsClient, string[]]>([
    ['Germany', TEST, DE, ['eu 1 403 undefined']],
    ['the United States', TEST, { country: 'US' }, ['us 1 403 undefined']],
    ['the default', TEST, { country: 'BR' }, ['eu 1 403 undefined']],
    [
      'an unhealthy cluster: nothing checks a wildcard',
      TEST,
      { country: 'US', unhealthy: ['us'] },
      ['us 1 403 undefined'],
    ],
    ['a host below the wildcard without a route', 'https://x.demo.example.com/', DE, ['eu 1 404 undefined']],
    [
      'records that Terraform writes',
      'https://orders.partners.example.com/',
      DE,
      ['eu', 'us', 'au'].map((name) => `${name} 1 403 undefined if DNS leads orders.partners.example.com to ${name}`),
    ],
  ])('%s', (_, url, client, expected) => {
    expect(sent(url, client)).toEqual(expected);
  });
});
