import { Duration } from 'cdk8s';
import { TerraformStack } from 'cdktf';
import { applied, demoZone, plan, refusal } from './support';
import { DnsMode, DnsPlan } from '../../src/dns/dns-plan';
import { GatewayRecords, GatewayRecordsProps } from '../../src/dns/gateway-records';
import { GatewayTarget, LoadBalancerType } from '../../src/dns/gateway-target';
import { RecordHealthCheck } from '../../src/dns/record-health-check';
import { RecordStrategy } from '../../src/dns/record-strategy';
import { Geo } from '../../src/policy/geo';
import { HostedZone } from '../terraform/aws/route53';
import { accountOf, Aws } from '../terraform/aws/world';
import { healthCheckFor, zoneNamed } from '../terraform/find';
import { Client, resolve } from '../terraform/resolve';
import { describeTerraform } from '../terraform/stack';

const fixed = (rest: Partial<DnsPlan> = {}) => plan({ mode: DnsMode.STATIC, ...rest });
const clusters = (...all: DnsPlan['clusters']) => fixed({ clusters: all });
const ip = (...addresses: string[]) => GatewayTarget.addresses(addresses);
const addresses = { eu: ip('203.0.113.1'), 'eu-2': ip('203.0.113.2'), us: ip('203.0.113.3') };
const elb = (region: string) => `edge-1.elb.${region}.amazonaws.com`;
const balancers = {
  eu: GatewayTarget.elb({ dnsName: elb('eu-west-1') }),
  'eu-2': GatewayTarget.elb({ dnsName: elb('eu-central-1') }),
  us: GatewayTarget.elb({ dnsName: 'edge-2.us-east-1.elb.amazonaws.com' }),
};
const healthCheck = RecordHealthCheck.https({ path: '/healthz' });

const records =
  (props: Partial<GatewayRecordsProps> = {}) =>
  (stack: TerraformStack) =>
    void new GatewayRecords(stack, 'records', { plan: fixed(), zone: demoZone(stack), targets: addresses, ...props });

/** Answers with their shares in percent, as `203.0.113.1 75`. */
const answers = (zone: HostedZone, client: Client = {}, type = 'A', host = 'api.demo.example.com') =>
  resolve(zone, host, type, client)
    .map(({ values, share }) => `${[...values].sort().join(' ')} ${Math.round(share * 100)}`)
    .sort();
const zoneIn = (aws: Aws) => zoneNamed(aws, 'demo.example.com');
const failing = (aws: Aws, ...targets: string[]) => targets.map((target) => healthCheckFor(aws, target));

const [france, america, japan] = ['FR', 'US', 'JP'].map((country) => ({ country }));

describeTerraform('records', () => {
  it('by geolocation, then by weight; others get the default', () =>
    applied(records(), (_, { aws }) => {
      const zone = zoneIn(aws);
      expect(answers(zone, france)).toEqual(['203.0.113.1 75', '203.0.113.2 25']);
      expect(answers(zone, america)).toEqual(['203.0.113.3 100']);
      expect(answers(zone, japan)).toEqual(answers(zone, france));
      expect(answers(zone)).toEqual(answers(zone, france));
      expect(answers(zone, france, 'AAAA')).toEqual([]);
    }));

  it('do not fail over where the health of no target is known', () =>
    applied(records(), (_, { aws }) => {
      const labels = new Set(zoneIn(aws).records.map(({ name }) => name.split('.')[0]));
      expect([...labels].filter((label) => label.startsWith('_')).sort()).toEqual(['_geo-continent-eu', '_geo-us']);
    }));

  it('back out of a cluster, then of a geo, then of the default', () =>
    applied(records({ healthCheck }), (_, { aws }) => {
      const zone = zoneIn(aws);
      const during = (client: Client, ...down: string[]) =>
        answers(zone, { ...client, unhealthy: failing(aws, ...down) });
      expect(during(france, '203.0.113.1')).toEqual(['203.0.113.2 100']);
      expect(during(america, '203.0.113.3')).toEqual(['203.0.113.1 75', '203.0.113.2 25']);
      expect(during(france, '203.0.113.1', '203.0.113.2')).toEqual(['203.0.113.3 100']);
      expect(during(japan, '203.0.113.1', '203.0.113.2')).toEqual(['203.0.113.3 100']);
    }));

  it('by a geo whose clusters have none: the default', () =>
    applied(
      records({
        plan: clusters({ name: 'eu' }, { name: 'us', geo: Geo.NORTH_AMERICA }),
        targets: { eu: addresses.eu, us: addresses.us },
      }),
      (_, { aws }) => {
        expect(answers(zoneIn(aws), france)).toEqual(['203.0.113.1 100']);
        expect(answers(zoneIn(aws), { country: 'CA' })).toEqual(['203.0.113.3 100']);
      },
    ));

  it('have A and AAAA twins, and check the health of every address', () =>
    applied(
      records({
        targets: {
          eu: ip('203.0.113.1', '203.0.113.11', '2001:DB8::1'),
          'eu-2': ip('203.0.113.2', '2001:db8::2'),
          us: ip('203.0.113.3', '2001:db8::3'),
        },
        healthCheck,
      }),
      (_, { aws }) => {
        const zone = zoneIn(aws);
        expect(answers(zone, france)).toEqual(['203.0.113.1 38', '203.0.113.11 38', '203.0.113.2 25']);
        expect(answers(zone, france, 'AAAA')).toEqual(['2001:db8::1 75', '2001:db8::2 25']);
        expect(answers(zone, { ...france, unhealthy: failing(aws, '203.0.113.1') })).toEqual([
          '203.0.113.11 75',
          '203.0.113.2 25',
        ]);
        const leaves = zone.records.filter(({ type, values }) => ['A', 'AAAA'].includes(type) && values);
        expect(leaves.filter(({ healthCheckId }) => healthCheckId === undefined)).toEqual([]);
        expect(leaves).toHaveLength(7);
      },
    ));

  it('lead to load balancers in the zone of their region and type, which tell their own health', () =>
    applied(records({ targets: balancers }), (_, { aws }) => {
      const zone = zoneIn(aws);
      for (const type of ['A', 'AAAA']) {
        expect(answers(zone, france, type)).toEqual([`${elb('eu-central-1')} 25`, `${elb('eu-west-1')} 75`]);
      }
      expect(answers(zone, { ...france, unhealthy: [elb('eu-west-1'), elb('eu-central-1')] })).toEqual([
        'edge-2.us-east-1.elb.amazonaws.com 100',
      ]);
      expect(accountOf(aws).healthChecks.size).toBe(0);
    }));

  it('lead to load balancers in one cluster and addresses in another', () =>
    applied(records({ targets: { ...addresses, us: balancers.us }, healthCheck }), (_, { aws }) => {
      expect(answers(zoneIn(aws), america)).toEqual(['edge-2.us-east-1.elb.amazonaws.com 100']);
      expect(answers(zoneIn(aws), america, 'AAAA')).toEqual([]);
    }));

  it('lead to hostnames, by CNAME', () => {
    const named = (name: string) => GatewayTarget.hostname(`${name}.example.net`);
    const targets = { eu: named('eu'), 'eu-2': named('eu-2'), us: named('us') };
    return applied(records({ targets, healthCheck: RecordHealthCheck.tcp() }), (_, { aws }) => {
      expect(answers(zoneIn(aws), france)).toEqual(['eu-2.example.net 25', 'eu.example.net 75']);
      const unhealthy = failing(aws, 'eu.example.net');
      expect(answers(zoneIn(aws), { ...france, unhealthy })).toEqual(['eu-2.example.net 100']);
    });
  });

  it('serve a wildcard and the apex, with one health check for both', () =>
    applied(
      records({
        plan: fixed({ hostnames: ['*.demo.example.com', 'demo.example.com'] }),
        healthCheck: RecordHealthCheck.https({ probeHost: 'probe.demo.example.com' }),
      }),
      (_, { aws }) => {
        for (const host of ['any.demo.example.com', 'demo.example.com']) {
          expect(answers(zoneIn(aws), america, 'A', host)).toEqual(['203.0.113.3 100']);
        }
        const checks = [...accountOf(aws).healthChecks.values()];
        expect(checks.map(({ config, tags }) => [config.ipAddress, config.fqdn, tags.Name]).sort()).toEqual([
          ['203.0.113.1', 'probe.demo.example.com', 'external eu 203.0.113.1'],
          ['203.0.113.2', 'probe.demo.example.com', 'external eu-2 203.0.113.2'],
          ['203.0.113.3', 'probe.demo.example.com', 'external us 203.0.113.3'],
        ]);
      },
    ));

  const near = { regions: ['us-east-1', 'eu-central-1', 'eu-west-1'] };
  const table: [string, RecordStrategy, Client, string[], string[], string[]][] = [
    [
      'weighted',
      RecordStrategy.WEIGHTED,
      {},
      ['203.0.113.1 43', '203.0.113.2 14', '203.0.113.3 43'],
      ['203.0.113.3'],
      ['203.0.113.1 75', '203.0.113.2 25'],
    ],
    ['latency', RecordStrategy.LATENCY, near, ['203.0.113.3 100'], ['203.0.113.3'], ['203.0.113.2 100']],
    [
      'geoproximity',
      RecordStrategy.geoproximity({ 'us-east-1': -20 }),
      near,
      ['203.0.113.3 100'],
      ['203.0.113.3'],
      ['203.0.113.2 100'],
    ],
    [
      'failover',
      RecordStrategy.failover(['eu', 'eu-2']),
      {},
      ['203.0.113.1 75', '203.0.113.2 25'],
      ['203.0.113.1', '203.0.113.2'],
      ['203.0.113.3 100'],
    ],
    [
      'multivalue',
      RecordStrategy.MULTIVALUE,
      {},
      ['203.0.113.1 203.0.113.2 203.0.113.3 100'],
      ['203.0.113.1'],
      ['203.0.113.2 203.0.113.3 100'],
    ],
  ];
  it.each(table)('%s', (_, strategy, client, healthy, down, then) =>
    applied(records({ strategy, healthCheck }), (__, { aws }) => {
      expect(answers(zoneIn(aws), client)).toEqual(healthy);
      expect(answers(zoneIn(aws), { ...client, unhealthy: failing(aws, ...down) })).toEqual(then);
    }),
  );

  it('by a bias of the region', () =>
    applied(records({ strategy: RecordStrategy.geoproximity({ 'us-east-1': -20 }) }), (_, { aws }) => {
      const biases = zoneIn(aws).records.flatMap(({ geoproximity }) => geoproximity ?? []);
      expect(biases.map(({ region, bias }) => [region, bias]).sort()).toEqual([
        ['eu-central-1', 0],
        ['eu-west-1', 0],
        ['us-east-1', -20],
      ]);
    }));

  it('of single hosts by a strategy of their own, and a TTL', () =>
    applied(
      records({
        plan: fixed({
          hostnames: ['api.demo.example.com', 'ab.demo.example.com', 'a-b.demo.example.com', 'a.b.demo.example.com'],
        }),
        hostStrategies: { 'ab.demo.example.com': RecordStrategy.WEIGHTED },
        ttl: Duration.seconds(20),
      }),
      (_, { aws }) => {
        const zone = zoneIn(aws);
        const share = (host: string) => answers(zone, america, 'A', `${host}.demo.example.com`).length;
        expect(['api', 'ab', 'a-b', 'a.b'].map(share)).toEqual([1, 3, 1, 1]);
        const ttls = zone.records.filter(({ type, values }) => type === 'A' && values);
        expect(new Set(ttls.map(({ ttl }) => ttl))).toEqual(new Set([20]));
      },
    ));

  it('by weight where no cluster has a geo, and all checks as they are asked for', () =>
    applied(
      records({
        plan: clusters({ name: 'eu', weight: 1 }),
        targets: { eu: addresses.eu },
        healthCheck: RecordHealthCheck.http({
          path: '/up',
          port: 8080,
          searchString: 'ok',
          interval: Duration.seconds(10),
          failureThreshold: 2,
          regions: ['us-west-2', 'eu-west-1', 'us-east-1'],
          probeHosts: { eu: 'eu.demo.example.com' },
        }),
        tags: { team: 'edge' },
      }),
      (_, { aws }) => {
        expect(answers(zoneIn(aws))).toEqual(['203.0.113.1 100']);
        const [{ config, tags }] = accountOf(aws).healthChecks.values();
        expect(config).toMatchObject({
          type: 'HTTP_STR_MATCH',
          ipAddress: '203.0.113.1',
          fqdn: 'eu.demo.example.com',
          path: '/up',
          port: 8080,
          searchString: 'ok',
          interval: 10,
          threshold: 2,
          regions: ['eu-west-1', 'us-east-1', 'us-west-2'],
        });
        expect(tags).toEqual({ Name: 'external eu 203.0.113.1', team: 'edge' });
      },
    ));
});

describe('records that cannot be', () => {
  const weight = (value: number) => clusters({ name: 'eu', weight: value });
  const eu = { eu: addresses.eu };
  const named = { eu: GatewayTarget.hostname('eu.example.net') };
  const alone = (host = 'api.demo.example.com') => ({ plan: fixed({ hostnames: [host], clusters: [{ name: 'eu' }] }) });
  const cases: [string, (stack: TerraformStack) => unknown, string][] = [
    ['in controller mode', records({ plan: plan() }), "mode of the plan of external: got 'controller'"],
    ['a weight of 256', records({ plan: weight(256), targets: eu }), 'weight of cluster eu: got 256'],
    [
      'two default geos',
      records({
        plan: clusters(
          { name: 'eu', geo: Geo.EUROPE, isDefaultGeo: true },
          { name: 'us', geo: Geo.country('US'), isDefaultGeo: true },
        ),
        targets: { eu: addresses.eu, us: addresses.us },
      }),
      "default geo: got 'GEO-EU, US'",
    ],
    [
      'no default geo',
      records({ plan: clusters({ name: 'eu', geo: Geo.EUROPE }), targets: eu }),
      "default geo: got 'none'",
    ],
    [
      'a geo of another provider',
      records({ plan: clusters({ name: 'eu', geo: Geo.custom('europe-west1'), isDefaultGeo: true }), targets: eu }),
      "geo of cluster eu: got 'europe-west1'",
    ],
    [
      'the apex as CNAME',
      records({ ...alone('demo.example.com'), targets: named }),
      "target of demo.example.com: got 'a hostname'",
    ],
    [
      'a health check on a wildcard',
      records({ ...alone('*.demo.example.com'), targets: eu, healthCheck }),
      "fix: probeHost: 'probe.demo.example.com', or RecordHealthCheck.tcp()",
    ],
    [
      'an HTTPS check of a hostname',
      records({ ...alone(), targets: named, healthCheck }),
      "probeHosts: { 'eu': ... }, a name that only this cluster answers",
    ],
    [
      'a health check of a private address',
      records({ ...alone(), targets: { eu: ip('10.0.0.1') }, healthCheck }),
      "health check of cluster eu: got '10.0.0.1'",
    ],
    [
      'two strategies for one host',
      (stack) => {
        const zone = demoZone(stack);
        ['a', 'b'].forEach((id) => new GatewayRecords(stack, id, { plan: fixed(), zone, targets: addresses }));
      },
      "owner of the records of api.demo.example.com: got 'dns/b beside dns/a'",
    ],
    [
      'outside the zone',
      records({ ...alone('api.example.org'), targets: eu }),
      "got 'api.example.org', expected demo.example.com or a name below it",
    ],
    ['a cluster without target', records({ targets: eu }), "targets: got 'eu'"],
    [
      'a target without cluster',
      records({ targets: { ...addresses, uss: addresses.us } }),
      "cluster of targets: got 'uss'",
    ],
    [
      'a strategy of no host',
      records({ hostStrategies: { 'ap.demo.example.com': RecordStrategy.WEIGHTED } }),
      "fix: use 'api.demo.example.com'",
    ],
    [
      'hostnames beside addresses',
      records({ targets: { ...addresses, eu: GatewayTarget.hostname('eu.example.net') } }),
      'expected hostnames in every cluster or in none',
    ],
    [
      'IPv6 in one cluster',
      records({ targets: { ...addresses, eu: ip('203.0.113.1', '2001:db8::1') } }),
      'fix: name one of cluster eu-2, or leave IPv6 out',
    ],
    [
      'multivalue of load balancers',
      records({ targets: balancers, strategy: RecordStrategy.MULTIVALUE }),
      "got 'a hostname or a load balancer under multivalue'",
    ],
    [
      'latency without region',
      records({ ...alone(), targets: eu, strategy: RecordStrategy.LATENCY }),
      'region of cluster eu: got undefined',
    ],
    [
      'failover of unknown health',
      records({ strategy: RecordStrategy.failover(['eu']) }),
      "failover: got 'targets of unknown health'",
    ],
    [
      'failover to nobody',
      records({ healthCheck, strategy: RecordStrategy.failover(['eu', 'eu-2', 'us']) }),
      'expected some but not all of eu, eu-2, us',
    ],
    [
      'failover from an unknown cluster',
      records({ healthCheck, strategy: RecordStrategy.failover(['eu-3']) }),
      "primary of a failover: got 'eu-3'",
    ],
    [
      'a bias of no region',
      records({ strategy: RecordStrategy.geoproximity({ 'eu-west-9': 1 }) }),
      "biased region: got 'eu-west-9'",
    ],
    ['a bias of 100', () => RecordStrategy.geoproximity({ 'eu-west-1': 100 }), 'bias of region eu-west-1: got 100'],
    [
      '101 records of a name',
      records({
        plan: fixed({ clusters: Array.from({ length: 101 }, (_, i) => ({ name: `c${i}` })) }),
        targets: Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`c${i}`, ip('203.0.113.1')])),
      }),
      'records of api.demo.example.com: got 101',
    ],
    [
      'a cluster twice',
      records({ plan: clusters({ name: 'eu' }, { name: 'eu' }), targets: eu }),
      "[dns/records] clusters of api.demo.example.com: got 'eu'",
    ],
    ['an address that is none', () => ip('edge.example.net'), 'fix: GatewayTarget.hostname takes a name'],
    [
      'a load balancer in another region',
      () => GatewayTarget.elb({ dnsName: elb('eu-west-1'), region: 'eu-west-2' }),
      'expected the region in its name, eu-west-1',
    ],
    [
      'a load balancer of unknown type',
      () => GatewayTarget.elb({ dnsName: 'edge.example.net' }),
      'type of a load balancer',
    ],
    [
      'a load balancer nowhere',
      records({ ...alone(), targets: { eu: GatewayTarget.elb({ dnsName: 'x', type: LoadBalancerType.NETWORK }) } }),
      'region of the load balancer of cluster eu',
    ],
    [
      'a check every 20 s',
      () => RecordHealthCheck.tcp({ interval: Duration.seconds(20) }),
      'expected 10 or 30 seconds',
    ],
    [
      'a check from two regions',
      () => RecordHealthCheck.tcp({ regions: ['us-east-1', 'us-west-1'] }),
      'expected at least three',
    ],
    [
      'a check from Paris',
      () => RecordHealthCheck.tcp({ regions: ['us-east-1', 'us-west-1', 'eu-west-3'] }),
      "region of a health check: got 'eu-west-3'",
    ],
    [
      'a threshold of 11',
      () => RecordHealthCheck.tcp({ failureThreshold: 11 }),
      'failureThreshold of a health check: got 11',
    ],
    ['a path without slash', () => RecordHealthCheck.https({ path: 'up' }), "fix: '/up'"],
    ['an empty search', () => RecordHealthCheck.https({ searchString: '' }), 'expected 1 to 255'],
  ];
  it.each(cases)('are refused: %s', (_, build, message) => {
    expect(refusal((stack) => void build(stack))).toContain(message);
  });

  it('names of clusters as long as they may be', () => {
    const name = 'c'.repeat(63);
    expect(
      refusal(
        records({ plan: fixed({ clusters: [{ name }] }), targets: { [name]: ip('203.0.113.1', '203.0.113.2') } }),
      ),
    ).toBe('accepted');
  });
});
