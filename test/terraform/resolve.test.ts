import * as fc from 'fast-check';
import { writeRecord } from './aws/records';
import { createHostedZone, HostedZone, normalizeName, RecordSet } from './aws/route53';
import { accountOf, createAws } from './aws/world';
import { Client, resolve } from './resolve';

/** A zone with these records; `self` stands for the zone's id. */
function zoneWith(...records: readonly RecordSet[]): HostedZone {
  const aws = createAws();
  const session = { aws, account: accountOf(aws), region: 'eu-west-1' };
  const zone = createHostedZone(session, { name: 'example.com', comment: '', tags: {}, vpcs: [] });
  for (const { alias, ...record } of records) {
    const own = alias && { ...alias, name: normalizeName(alias.name), zoneId: zone.id };
    writeRecord(zone, 'CREATE', { ...record, name: normalizeName(record.name), alias: own });
  }
  return zone;
}

const a = (name: string, value: string, rest: Partial<RecordSet> = {}): RecordSet => ({
  name,
  type: 'A',
  ttl: 60,
  values: [value],
  ...rest,
});
const branch = (place: string, geolocation: RecordSet['geolocation'], id = place): RecordSet => ({
  name: 'www.example.com',
  type: 'A',
  alias: { name: `${place}.www.example.com`, zoneId: 'self', evaluateTargetHealth: true },
  setIdentifier: id,
  geolocation,
});
const weighted = (name: string, set: string, value: string, weight: number) =>
  a(name, value, { setIdentifier: set, weight, healthCheckId: set });

/** Two clusters in Europe, one in the United States, one in France; Europe is the default. */
const tree = [
  weighted('eu.www.example.com', 'eu-1', '203.0.113.1', 120),
  weighted('eu.www.example.com', 'eu-2', '203.0.113.2', 40),
  weighted('us.www.example.com', 'us-1', '203.0.113.3', 100),
  weighted('fr.www.example.com', 'fr-1', '203.0.113.4', 100),
  branch('eu', { continent: 'EU' }),
  branch('us', { country: 'US' }),
  branch('fr', { country: 'FR' }),
  branch('eu', { country: '*' }, 'default'),
];

const answers = (zone: HostedZone, client: Client = {}, down: readonly string[] = []) =>
  resolve(zone, 'www.example.com', 'A', { ...client, unhealthy: down }).map(
    ({ values, share }) => `${values.join()} ${share}`,
  );

describe('a tree of geolocation over weights', () => {
  const zone = zoneWith(...tree);
  const europe = ['203.0.113.1 0.75', '203.0.113.2 0.25'];

  it.each<[string, Client, string[], string[]]>([
    ['France has its own', { country: 'FR' }, [], ['203.0.113.4 1']],
    ['Germany gets Europe', { country: 'DE' }, [], europe],
    ['Brazil gets the default', { country: 'BR' }, [], europe],
    ['a client of no place gets the default', {}, [], europe],
    ['one of two is down', { country: 'DE' }, ['eu-1'], ['203.0.113.2 1']],
    ['France is down and gets Europe', { country: 'FR' }, ['fr-1'], europe],
    ['the United States are down and get the default', { country: 'US' }, ['us-1'], europe],
    ['all around is down: France counts as healthy', { country: 'FR' }, ['fr-1', 'eu-1', 'eu-2'], ['203.0.113.4 1']],
  ])('%s', (_, client, down, expected) => expect(answers(zone, client, down)).toEqual(expected));
});

describe('policies', () => {
  const weight = (set: string, value: string, weights: number) => weighted('www.example.com', set, value, weights);

  it('geolocation without default leaves others without a response', () =>
    expect(answers(zoneWith(...tree.slice(0, -1)), { country: 'BR' })).toEqual([]));

  it('latency asks for the regions of the client', () => {
    const zone = zoneWith(a('www.example.com', '203.0.113.1', { setIdentifier: 'eu', region: 'eu-west-1' }));
    expect(() => answers(zone, { regions: ['sa-east-1'] })).toThrow('have none of the records');
  });

  it('weight 0 is asked only when nothing else is healthy', () => {
    const zone = zoneWith(weight('a', '203.0.113.1', 10), weight('b', '203.0.113.2', 0));
    const first = ['203.0.113.1 1'];
    expect([answers(zone), answers(zone, {}, ['a']), answers(zone, {}, ['a', 'b'])]).toEqual([
      first,
      ['203.0.113.2 1'],
      first,
    ]);
  });

  it('weights are shares of one, and nothing unhealthy is answered while something is healthy', () =>
    fc.assert(
      fc.property(
        fc.array(fc.record({ weight: fc.integer({ min: 0, max: 255 }), up: fc.boolean() }), {
          minLength: 1,
          maxLength: 6,
        }),
        (sets) => {
          const zone = zoneWith(...sets.map((set, n) => weight(`s${n}`, `203.0.113.${n}`, set.weight)));
          const unhealthy = sets.flatMap(({ up }, n) => (up ? [] : [`s${n}`]));
          const found = resolve(zone, 'www.example.com', 'A', { unhealthy });
          expect(found.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1);
          const isUp = (value: string) => sets[Number(value.split('.')[3])].up;
          if (sets.some(({ up }) => up)) expect(found.flatMap(({ values }) => values).every(isUp)).toBe(true);
        },
      ),
      { seed: 7 },
    ));
});

describe('names', () => {
  const cname = (name: string, target: string): RecordSet => ({ name, type: 'CNAME', ttl: 60, values: [target] });
  const zone = zoneWith(
    a('*.example.com', '203.0.113.9'),
    a('www.example.com', '203.0.113.1'),
    cname('alias.example.com', 'www.example.com.'),
    cname('away.example.com', 'other.org.'),
    { name: 'eu.example.com', type: 'NS', ttl: 60, values: ['ns.other.org.'] },
    a('deep.sub.example.com', '203.0.113.5'),
  );

  it.each([
    ['two.labels.example.com', 'A', ['A 203.0.113.9']],
    ['WWW.example.com.', 'A', ['A 203.0.113.1']],
    ['www.example.com', 'AAAA', []],
    ['sub.example.com', 'A', []],
    ['other.sub.example.com', 'A', []],
    ['alias.example.com', 'A', ['A 203.0.113.1']],
    ['alias.example.com', 'CNAME', ['CNAME www.example.com.']],
    ['away.example.com', 'A', ['CNAME other.org.']],
    ['www.eu.example.com', 'A', ['NS ns.other.org.']],
    ['www.example.org', 'A', []],
  ])('%s %s', (name, type, expected) =>
    expect(resolve(zone, name, type).map((found) => `${found.type} ${found.values.join()}`)).toEqual(expected),
  );
});
