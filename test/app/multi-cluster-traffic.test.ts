import * as fs from 'fs';
import * as path from 'path';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App as TerraformApp, TerraformStack } from 'cdktf';
import {
  GatewayRecords,
  GatewayRecordsProps,
  GatewayTarget,
  GatewayZone,
  RecordHealthCheck,
  RecordStrategy,
  GatewayApp,
  Geo,
  HttpRequest,
  MultiClusterDns,
  MultiClusterGateway,
  MultiClusterTraffic,
  Backend,
  Issuer,
  MultiClusterIssuer,
  MultiClusterKeys,
  SecretStore,
} from '../../src';
import { trace } from '../../src/cli/trace';
import { exampleFiles } from '../examples/example';
import { temporaryDirectory } from '../support/synth';

const URL = 'https://test.demo.example.com/';

/** What the example writes. */
function exampleDirectory(): string {
  const directory = temporaryDirectory();
  for (const [file, text] of Object.entries(exampleFiles('multi-cluster'))) {
    fs.mkdirSync(path.dirname(path.join(directory, file)), { recursive: true });
    fs.writeFileSync(path.join(directory, file), text);
  }
  return directory;
}
const directory = exampleDirectory();

const told = (traffic: MultiClusterTraffic, request: HttpRequest) =>
  traffic.send(request).outcomes.map(({ cluster, share, status, backend, condition }) => ({
    cluster,
    share,
    status,
    backend,
    ...(condition === undefined ? {} : { condition }),
  }));

describe('files', () => {
  const traffic = MultiClusterTraffic.fromFiles(directory);

  test.each([
    ['DE', 'eu'],
    ['us', 'us'],
    ['AU', 'au'],
    ['NZ', 'eu'],
  ])('a client in %s reaches %s', (country, cluster) => {
    expect(told(traffic, HttpRequest.get(URL).fromCountry(country))).toEqual([
      // Denied by default: the example gives the route no policy that lets requests in.
      { cluster, share: 1, status: 403, backend: undefined },
    ]);
  });

  test('a client of an unknown place', () => {
    expect(told(traffic, HttpRequest.get(URL)).map(({ cluster, condition }) => [cluster, condition])).toEqual([
      ['au', 'the client is in AU'],
      ['us', 'the client is in US'],
      ['eu', 'the client is in Europe'],
      ['eu', 'the client is elsewhere'],
    ]);
  });

  test('a name that no cluster has', () => {
    const result = traffic.send(HttpRequest.get('https://www.example.net/').fromCountry('DE'));
    expect(result.outcomes).toMatchObject([
      { share: 1, reason: 'no record and no listener with a route for www.example.net' },
    ]);
    expect(result.toString()).toContain('no address');
  });

  test('an unhealthy cluster stays, and says why', () => {
    const result = traffic.withUnhealthy('us').send(HttpRequest.get(URL).fromCountry('US'));
    expect(result.outcomes.map(({ cluster }) => cluster)).toEqual(['us']);
    expect(result.toString()).toContain('unhealthy, but its DNSPolicy has no health check');
  });

  test.each([
    [
      () => traffic.withUnhealthy('uk'),
      "cluster: got 'uk', expected one of au, eu, management, us; fix: use the name of the cluster's directory",
    ],
    [
      () => HttpRequest.get(URL).fromCountry('UK'),
      "country: got 'UK', expected an ISO 3166-1 alpha-2 code, such as DE; fix: the United Kingdom is GB",
    ],
    [
      () => traffic.send(HttpRequest.get(URL).fromPod('shop', { app: 'web' })),
      "client: got 'a pod of namespace shop', expected labels that pods of one cluster have; none has pods with them; fix: name other labels, or send it in the cluster of the pod, through Traffic with the directory of the cluster",
    ],
  ])('wrong use %#', (act, message) => {
    expect(act).toThrow(message);
  });
});

const clusters = [
  { name: 'a', geo: Geo.EUROPE, defaultGeo: true, weight: 90, region: 'eu-west-1' },
  { name: 'b', geo: Geo.EUROPE, defaultGeo: true, weight: 30, region: 'eu-central-1' },
  { name: 'c', geo: Geo.country('US'), region: 'us-east-1' },
];

/** A program with a gateway in each cluster. */
function program(dns: MultiClusterDns): { readonly app: GatewayApp; readonly gateway: MultiClusterGateway } {
  const app = new GatewayApp();
  const gateway = new MultiClusterGateway(app, 'shop', {
    namespace: 'edge',
    domain: 'shop.example.com',
    clusters,
    keys: MultiClusterKeys.awsSecretsManager({ store: SecretStore.cluster('aws'), prefix: 'shop' }),
    dns,
    issuer: MultiClusterIssuer.existing(Issuer.fromClusterIssuerName('lets-encrypt')),
  });
  gateway.addHttpRoute('web', {
    hostnames: ['www.shop.example.com'],
    backends: [Backend.service('v1', 80, { weight: 3 }), Backend.service('v2', 80, { weight: 1 })],
  });
  return { app, gateway };
}

const toShop = (country: string) => HttpRequest.get('https://www.shop.example.com/').fromCountry(country);

test('a program', () => {
  const { app } = program(MultiClusterDns.kuadrant());
  expect(told(MultiClusterTraffic.fromApp(app), toShop('FR'))).toEqual([
    // Denied by default, as no policy lets requests to the route in.
    { cluster: 'a', share: 0.75, status: 403, backend: undefined },
    { cluster: 'b', share: 0.25, status: 403, backend: undefined },
  ]);
});

describe('records that Terraform writes', () => {
  /** The program with records; cluster `a` has two addresses. */
  function withRecords(props: Partial<GatewayRecordsProps> = {}): MultiClusterTraffic {
    const { app, gateway } = program(MultiClusterDns.staticRecords());
    const stack = new TerraformStack(new TerraformApp({ outdir: temporaryDirectory() }), 'dns');
    new AwsProvider(stack, 'aws', { region: 'us-east-1' });
    const records = new GatewayRecords(stack, 'records', {
      plan: gateway.dnsPlan,
      zone: new GatewayZone(stack, 'zone', { domain: 'shop.example.com' }),
      targets: {
        a: GatewayTarget.addresses(['203.0.113.1', '203.0.113.2']),
        b: GatewayTarget.addresses(['203.0.113.3']),
        c: GatewayTarget.addresses(['203.0.113.4']),
      },
      healthCheck: RecordHealthCheck.tcp(),
      ...props,
    });
    return MultiClusterTraffic.fromApp(app, { records: [records] });
  }

  const shares = (traffic: MultiClusterTraffic, country: string) =>
    traffic
      .send(toShop(country))
      .outcomes.map(
        ({ cluster, share, condition }) => `${cluster} ${share}${condition === undefined ? '' : ` if ${condition}`}`,
      );

  const elb = (region: string) => GatewayTarget.elb({ dnsName: `edge-1.elb.${region}.amazonaws.com` });
  const balancers = { a: elb('eu-west-1'), b: elb('eu-central-1'), c: elb('us-east-1') };

  test.each<[string, Partial<GatewayRecordsProps>, string, string[], string[]]>([
    ['by the place of the client', {}, 'US', [], ['c 1']],
    ['the default, by weight', {}, 'JP', [], ['a 0.75', 'b 0.25']],
    ['an unhealthy cluster of a place', {}, 'FR', ['a'], ['b 1']],
    ['a place that is down falls back to the default', {}, 'US', ['c'], ['a 0.75', 'b 0.25']],
    ['the default falls back to the others', {}, 'JP', ['a', 'b'], ['c 1']],
    ['nobody checks health', { healthCheck: undefined }, 'US', ['c'], ['c 1']],
    ['load balancers tell their health', { healthCheck: undefined, targets: balancers }, 'FR', ['a'], ['b 1']],
    ['by weight', { strategy: RecordStrategy.WEIGHTED }, 'US', [], ['a 0.375', 'b 0.125', 'c 0.5']],
    [
      'a host of its own',
      { hostStrategies: { '*.shop.example.com': RecordStrategy.failover(['b']) } },
      'US',
      [],
      ['b 1'],
    ],
    ['failover', { strategy: RecordStrategy.failover(['b']) }, 'US', ['b'], [`a ${90 / 210}`, `c ${120 / 210}`]],
    [
      'latency',
      { strategy: RecordStrategy.LATENCY },
      'US',
      ['a'],
      ['b 1 if region eu-central-1 has the least latency', 'c 1 if region us-east-1 has the least latency'],
    ],
  ])('%s', (_, props, country, unhealthy, expected) => {
    const traffic = unhealthy.reduce((all, name) => all.withUnhealthy(name), withRecords(props));
    expect(shares(traffic, country)).toEqual(expected);
  });

  test('without them nothing leads to the host', () => {
    const { app } = program(MultiClusterDns.staticRecords());
    expect(shares(MultiClusterTraffic.fromApp(app), 'US')).toContain('a 1 if DNS leads www.shop.example.com to a');
  });

  test('records of clusters that are not there', () => {
    const { gateway } = program(MultiClusterDns.staticRecords());
    const stack = new TerraformStack(new TerraformApp({ outdir: temporaryDirectory() }), 'dns');
    const zone = new GatewayZone(stack, 'zone', { domain: 'shop.example.com' });
    const records = [new GatewayRecords(stack, 'records', { plan: gateway.dnsPlan, zone, targets: balancers })];
    expect(() => MultiClusterTraffic.fromFiles(directory, { records })).toThrow(
      "cluster of the plan of shop: got 'a', expected one of au, eu, management, us",
    );
  });
});

describe('trace --clusters', () => {
  test('says which cluster, and why', () => {
    const { stdout } = trace(directory, 'GET', URL, { clusters: true, country: 'us', unhealthy: ['eu'] });
    const [dns, ...rest] = stdout.trimEnd().split('\n');
    expect(dns).toMatch(
      /^dns +us: \*\.demo\.example\.com, geo US, weight 120 of 120 +.*us\/external\.k8s\.yaml:\d+:\d+$/,
    );
    expect(rest.at(-1)).toMatch(/^100 % {2}us {2}403 /);
  });

  test.each([
    [{ country: 'DE' }, "--country: got 'DE', expected --clusters beside it"],
    [{ unhealthy: ['us'] }, "--unhealthy: got 'us', expected --clusters beside it"],
    [{ clusters: true, unhealthy: ['uk'] }, "--unhealthy: got 'uk', expected one of au, eu, management, us"],
    [{ clusters: true, country: 'D' }, "--country: got 'D', expected an ISO 3166-1 alpha-2 code"],
  ])('wrong use %#', (options, message) => {
    expect(() => trace(directory, 'GET', URL, options)).toThrow(message);
  });
});
