import * as fc from 'fast-check';
import { createHealthCheck } from './aws/health-checks';
import { changeResourceRecordSets } from './aws/records';
import { createHostedZone, HostedZone, RecordSet } from './aws/route53';
import { accountOf, createAws } from './aws/world';
import { Session } from './provider/resource';
import { Client, resolve } from './resolve';

const newSession = (): Session => {
  const aws = createAws();
  return { aws, account: accountOf(aws), region: 'eu-west-1', defaultTags: {} };
};

/** A zone with these records; `self` stands for the zone's id, and a health check is made for every id that is named. */
function zoneWith(...records: readonly RecordSet[]): { zone: HostedZone; ids: Map<string, string> } {
  const session = newSession();
  const zone = createHostedZone(session, { name: 'example.com', comment: '', tags: {}, vpcs: [] });
  const ids = new Map<string, string>();
  for (const record of records) {
    const { healthCheckId, alias } = record;
    if (healthCheckId !== undefined && !ids.has(healthCheckId)) {
      const request = { type: 'HTTPS', fqdn: `${healthCheckId}.example.com`, regions: [], children: [] };
      ids.set(healthCheckId, createHealthCheck(session, request, {}).id);
    }
    const resolved = {
      ...record,
      ...(healthCheckId === undefined ? {} : { healthCheckId: ids.get(healthCheckId) }),
      ...(alias?.zoneId === 'self' ? { alias: { ...alias, zoneId: zone.id } } : {}),
    };
    changeResourceRecordSets(session, zone.id, [{ action: 'CREATE', record: resolved }]);
  }
  return { zone, ids };
}

const a = (name: string, value: string, rest: Partial<RecordSet> = {}): RecordSet => ({
  name,
  type: 'A',
  ttl: 60,
  values: [value],
  ...rest,
});
const alias = (name: string, target: string, rest: Partial<RecordSet> = {}, zoneId = 'self'): RecordSet => ({
  name,
  type: 'A',
  alias: { name: target, zoneId, evaluateTargetHealth: true },
  ...rest,
});
const branch = (place: string, geolocation: RecordSet['geolocation']) =>
  alias('www.example.com', `${place}.www.example.com`, { setIdentifier: place, geolocation });
const leaf = (place: string, set: string, value: string, weight: number) =>
  a(`${place}.www.example.com`, value, { setIdentifier: set, weight, healthCheckId: set });

/** Two clusters in Europe, one in the United States, one in France; Europe is the default. */
const tree = [
  leaf('eu', 'eu-1', '203.0.113.1', 120),
  leaf('eu', 'eu-2', '203.0.113.2', 40),
  leaf('us', 'us-1', '203.0.113.3', 100),
  leaf('fr', 'fr-1', '203.0.113.4', 100),
  branch('eu', { continent: 'EU' }),
  branch('us', { country: 'US' }),
  branch('fr', { country: 'FR' }),
  alias('www.example.com', 'eu.www.example.com', { setIdentifier: 'default', geolocation: { country: '*' } }),
];

describe('a tree of geolocation over weights', () => {
  const { zone, ids } = zoneWith(...tree);
  const answers = (client: Client, ...down: string[]) =>
    resolve(zone, 'www.example.com', 'A', { ...client, unhealthy: down.map((name) => ids.get(name)!) }).map(
      ({ values, share }) => `${values.join()} ${share}`,
    );
  const europe = ['203.0.113.1 0.75', '203.0.113.2 0.25'];

  it.each<[string, Client, string[], string[]]>([
    ['France has its own', { country: 'FR' }, [], ['203.0.113.4 1']],
    ['Germany gets Europe', { country: 'DE' }, [], europe],
    ['the United States have their own', { country: 'US', subdivision: 'CA' }, [], ['203.0.113.3 1']],
    ['Brazil gets the default', { country: 'BR' }, [], europe],
    ['a client of no place gets the default', {}, [], europe],
    ['one of two is down', { country: 'DE' }, ['eu-1'], ['203.0.113.2 1']],
    ['France is down and gets Europe', { country: 'FR' }, ['fr-1'], europe],
    ['the United States are down and get the default', { country: 'US' }, ['us-1'], europe],
    [
      'all of France and Europe is down, so that France counts as healthy',
      { country: 'FR' },
      ['fr-1', 'eu-1', 'eu-2'],
      ['203.0.113.4 1'],
    ],
    ['Europe is down: no wider record is healthy', { country: 'DE' }, ['eu-1', 'eu-2'], europe],
  ])('%s', (_, client, down, expected) => expect(answers(client, ...down)).toEqual(expected));

  it('says the way', () =>
    expect(resolve(zone, 'WWW.example.com.', 'A', { country: 'FR' })[0].path).toEqual([
      'www.example.com fr',
      'fr.www.example.com fr-1',
    ]));
});

describe('policies', () => {
  const values = (records: RecordSet[], client: Client = {}, down: string[] = []) => {
    const { zone, ids } = zoneWith(...records);
    const unhealthy = down.map((name) => ids.get(name) ?? name);
    return resolve(zone, 'www.example.com', 'A', { ...client, unhealthy }).map((answer) => answer.values.join(' '));
  };
  const region = (name: string, value: string) =>
    a('www.example.com', value, { setIdentifier: name, region: name, healthCheckId: name });
  const weight = (set: string, value: string, weights: number) =>
    a('www.example.com', value, { setIdentifier: set, weight: weights, healthCheckId: set });
  const failover = [
    a('www.example.com', '203.0.113.1', { setIdentifier: 'p', failover: 'PRIMARY', healthCheckId: 'p' }),
    a('www.example.com', '203.0.113.2', { setIdentifier: 's', failover: 'SECONDARY', healthCheckId: 's' }),
  ];
  const multi = ['1', '2', '3'].map((n) =>
    a('www.example.com', `203.0.113.${n}`, { setIdentifier: n, multivalue: true, healthCheckId: n }),
  );

  it('geolocation without default leaves others without an answer', () =>
    expect(
      values([a('www.example.com', '203.0.113.1', { setIdentifier: 'eu', geolocation: { continent: 'EU' } })], {
        country: 'US',
      }),
    ).toEqual([]));
  it('latency takes the nearest healthy region', () => {
    const set = [region('eu-west-1', '203.0.113.1'), region('us-east-1', '203.0.113.2')];
    const client = { regions: ['eu-central-1', 'eu-west-1', 'us-east-1'] };
    expect([
      values(set, client),
      values(set, client, ['eu-west-1']),
      values(set, client, ['eu-west-1', 'us-east-1']),
    ]).toEqual([['203.0.113.1'], ['203.0.113.2'], ['203.0.113.1']]);
    expect(() => values(set, { regions: ['sa-east-1'] })).toThrow('have none of the records');
  });
  it('weight 0 is asked only when nothing else is healthy', () => {
    const set = [weight('a', '203.0.113.1', 10), weight('b', '203.0.113.2', 0)];
    expect([values(set), values(set, {}, ['a']), values(set, {}, ['a', 'b'])]).toEqual([
      ['203.0.113.1'],
      ['203.0.113.2'],
      ['203.0.113.1'],
    ]);
  });
  it('failover takes the secondary while the primary is down, and the primary when both are', () =>
    expect([values(failover), values(failover, {}, ['p']), values(failover, {}, ['p', 's'])]).toEqual([
      ['203.0.113.1'],
      ['203.0.113.2'],
      ['203.0.113.1'],
    ]));
  it('multivalue answers with all that are healthy', () =>
    expect([values(multi), values(multi, {}, ['2'])]).toEqual([
      ['203.0.113.1 203.0.113.2 203.0.113.3'],
      ['203.0.113.1 203.0.113.3'],
    ]));
  it('an alias to a load balancer is as healthy as its targets', () => {
    const elb = (set: string, host: string, zone: string): RecordSet =>
      alias('www.example.com', host, { setIdentifier: set, region: set }, zone);
    const set = [
      elb('eu-west-1', 'e.eu-west-1.elb.amazonaws.com', 'Z32O12XQLNTSW2'),
      elb('us-east-1', 'u.us-east-1.elb.amazonaws.com', 'Z35SXDOTRQ7X7K'),
    ];
    const client = { regions: ['eu-west-1', 'us-east-1'] };
    expect(values(set, client, ['e.eu-west-1.elb.amazonaws.com'])).toEqual(['u.us-east-1.elb.amazonaws.com']);
  });

  it('weights are shares of one, and nothing unhealthy is answered while something is healthy', () =>
    fc.assert(
      fc.property(
        fc.array(fc.record({ weight: fc.integer({ min: 0, max: 255 }), up: fc.boolean() }), {
          minLength: 1,
          maxLength: 6,
        }),
        (sets) => {
          const records = sets.map(({ weight: weights }, n) => weight(`s${n}`, `203.0.113.${n}`, weights));
          const { zone, ids } = zoneWith(...records);
          const down = sets.flatMap(({ up }, n) => (up ? [] : [ids.get(`s${n}`)!]));
          const found = resolve(zone, 'www.example.com', 'A', { unhealthy: down });
          expect(found.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1);
          const isUp = (value: string) => sets[Number(value.split('.')[3])].up;
          if (sets.some(({ up }) => up)) expect(found.flatMap((answer) => answer.values).every(isUp)).toBe(true);
        },
      ),
    ));
});

describe('names', () => {
  const cname = (name: string, target: string): RecordSet => ({ name, type: 'CNAME', ttl: 60, values: [target] });
  const { zone } = zoneWith(
    a('*.example.com', '203.0.113.9'),
    a('www.example.com', '203.0.113.1'),
    cname('alias.example.com', 'www.example.com.'),
    cname('away.example.com', 'other.org.'),
    { name: 'eu.example.com', type: 'NS', ttl: 60, values: ['ns.other.org.'] },
    a('deep.sub.example.com', '203.0.113.5'),
  );
  const answer = (name: string, type = 'A') =>
    resolve(zone, name, type).map((found) => `${found.type} ${found.values.join()}`);

  it.each([
    ['any.example.com', 'A', ['A 203.0.113.9']],
    ['two.labels.example.com', 'A', ['A 203.0.113.9']],
    ['www.example.com', 'A', ['A 203.0.113.1']],
    ['www.example.com', 'AAAA', []],
    ['sub.example.com', 'A', []],
    ['other.sub.example.com', 'A', []],
    ['alias.example.com', 'A', ['A 203.0.113.1']],
    ['alias.example.com', 'CNAME', ['CNAME www.example.com.']],
    ['away.example.com', 'A', ['CNAME other.org.']],
    ['www.eu.example.com', 'A', ['NS ns.other.org.']],
    ['www.example.org', 'A', []],
  ])('%s %s', (name, type, expected) => expect(answer(name, type)).toEqual(expected));
});
