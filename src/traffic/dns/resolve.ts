import { CONTINENT_OF, CONTINENTS } from './countries';
import { EVERYWHERE, Leaf, Location, RecordEntry, RecordSet } from './records';
import { groupBy } from '../../value/group-by';

/*
 * Which of its records Route 53 returns, as its developer guide has it ("How Amazon Route 53 chooses records when health
 * checking is configured"): the unhealthy ones are left out; where all are unhealthy, all count as healthy.
 */

/** Where a client is; what is not said is not known. */
export interface ClientPlace {
  readonly country?: string;
  readonly continent?: string;
}

/** A leaf that a share of clients gets; none where DNS has no answer. */
export interface Resolved {
  readonly leaf?: Leaf;
  readonly share: number;
  readonly why: readonly string[];
  /** What would have to be so; the shares of each such case add up to 1. */
  readonly conditions: readonly string[];
}

/** What a client gets out of a set of records. */
export function resolve(set: RecordSet, client: ClientPlace, unhealthy: ReadonlySet<string>): Resolved[] {
  const cases = alternatives(set.entries).map(({ entries, condition }) => ({
    condition,
    found: choices(entries, client, unhealthy).flatMap((choice) => follow(choice, client, unhealthy)),
  }));
  const [first, ...others] = cases;
  // Records that clash, but are not for this client.
  if (
    others.every(({ found }) => JSON.stringify(found.map(summaryOf)) === JSON.stringify(first.found.map(summaryOf)))
  ) {
    return first.found;
  }
  return cases.flatMap(({ found, condition }) =>
    found.map((each) => ({
      ...each,
      conditions: [...(condition === undefined ? [] : [condition]), ...each.conditions],
    })),
  );
}

const summaryOf = ({ leaf, share, why, conditions }: Resolved) => [
  leaf?.cluster,
  leaf?.gateway,
  share,
  why,
  conditions,
];

interface Alternative {
  readonly entries: readonly RecordEntry[];
  readonly condition?: string;
}

/** Route 53 has one routing policy and one record of an identifier or place; of several that clash one is there. */
function alternatives(entries: readonly RecordEntry[]): Alternative[] {
  const policies = [...groupBy(entries, policyOf).values()];
  if (policies.length > 1) {
    return policies.flatMap((group) => {
      const condition = `the records of ${clustersOf(group)} are there first`;
      return alternatives(group).map((each) => ({ ...each, condition: each.condition ?? condition }));
    });
  }
  const clash = [...groupBy(entries, identityOf).values()].find((group) => group.length > 1);
  if (!clash) return [{ entries }];
  return clash.flatMap((kept) => {
    const condition = `the record ${kept.id === '' ? '' : `${kept.id} `}is that of ${clustersOf([kept])}`;
    const rest = entries.filter((entry) => entry === kept || !clash.includes(entry));
    return alternatives(rest).map((each) => ({
      ...each,
      condition: each.condition === undefined ? condition : `${condition}, ${each.condition}`,
    }));
  });
}

function policyOf({ routing }: RecordEntry): string {
  if (routing.geo) return 'geo';
  return (
    (['weight', 'failover', 'region', 'near', 'isMultivalue'] as const).find((key) => routing[key] !== undefined) ?? ''
  );
}

const identityOf = (entry: RecordEntry) =>
  policyOf(entry) === '' ? '' : entry.routing.geo ? shown(entry.routing.geo) : entry.id;

const leavesOf = (to: RecordEntry['to']): Leaf[] =>
  'entries' in to ? to.entries.flatMap((entry) => leavesOf(entry.to)) : [to];

const clustersOf = (entries: readonly RecordEntry[]) =>
  [...new Set(entries.flatMap(({ to }) => leavesOf(to)).map(({ cluster }) => cluster))].join(', ');

/** A record that a share of clients gets. */
interface Choice {
  readonly entry?: RecordEntry;
  readonly share: number;
  readonly why: string;
  readonly condition?: string;
}

function follow({ entry, share, why, condition }: Choice, client: ClientPlace, unhealthy: ReadonlySet<string>) {
  const conditions = condition === undefined ? [] : [condition];
  const reasons = why === '' ? [] : [why];
  if (!entry) return [{ share, why: reasons, conditions }];
  const { to } = entry;
  if ('entries' in to) {
    return resolve(to, client, unhealthy).map((found) => ({
      leaf: found.leaf,
      share: share * found.share,
      why: [...reasons, ...found.why],
      conditions: [...conditions, ...found.conditions],
    }));
  }
  const health = unhealthy.has(to.cluster)
    ? [to.stays === undefined ? 'unhealthy, as all that could be returned' : `unhealthy, but ${to.stays}`]
    : [];
  return [{ leaf: to, share, why: [...reasons, ...health], conditions }];
}

/** Whether Route 53 takes a record to be healthy: a set is where one of its records is. */
function isHealthy(to: RecordEntry['to'], unhealthy: ReadonlySet<string>): boolean {
  if ('entries' in to) return to.entries.some((entry) => isHealthy(entry.to, unhealthy));
  return to.stays !== undefined || !unhealthy.has(to.cluster);
}

function healthyOf(entries: readonly RecordEntry[], unhealthy: ReadonlySet<string>): readonly RecordEntry[] {
  const healthy = entries.filter(({ to }) => isHealthy(to, unhealthy));
  return healthy.length > 0 ? healthy : entries;
}

function choices(entries: readonly RecordEntry[], client: ClientPlace, unhealthy: ReadonlySet<string>): Choice[] {
  const healthy = healthyOf(entries, unhealthy);
  switch (entries.length === 0 ? '' : policyOf(entries[0])) {
    case 'geo':
      return byPlace(entries, client, unhealthy);
    case 'weight':
      return byWeight(healthy);
    case 'failover': {
      const first = healthy.find(({ routing }) => routing.failover === 'PRIMARY') ?? healthy[0];
      return [{ entry: first, share: 1, why: first.routing.failover === 'PRIMARY' ? 'primary' : 'secondary' }];
    }
    case 'region':
    case 'near':
      return healthy.map((entry) => {
        const { region, near } = entry.routing;
        const condition = near ? `region ${near.region} is the nearest` : `region ${region} has the least latency`;
        return { entry, share: 1, why: '', condition: healthy.length > 1 ? condition : undefined };
      });
    default:
      return healthy.map((entry) => ({
        entry,
        share: 1 / healthy.length,
        why: healthy.length > 1 ? `one of ${healthy.length} addresses` : '',
      }));
  }
}

/** Records of weight 0 are returned where no other is left, each as often as the others. */
function byWeight(healthy: readonly RecordEntry[]): Choice[] {
  const sum = healthy.reduce((total, { routing }) => total + routing.weight!, 0);
  if (sum === 0) return healthy.map((entry) => ({ entry, share: 1 / healthy.length, why: 'every weight is 0' }));
  return healthy.flatMap((entry) => {
    const weight = entry.routing.weight!;
    return weight === 0 ? [] : { entry, share: weight / sum, why: `weight ${weight} of ${sum}` };
  });
}

/** The record of the country before that of the continent before the default; a healthy one before all others. */
function byPlace(entries: readonly RecordEntry[], client: ClientPlace, unhealthy: ReadonlySet<string>): Choice[] {
  const cases = casesOf(
    entries.map(({ routing }) => routing.geo!),
    client,
  );
  return cases.map(({ place, condition }) => {
    const fitting = entries
      .filter(({ routing }) => rank(routing.geo!, place) > 0)
      .sort((a, b) => rank(b.routing.geo!, place) - rank(a.routing.geo!, place));
    const [first] = fitting;
    const said = cases.length > 1 ? condition : undefined;
    if (!first) return { share: 1, why: 'no record for the place of the client, and no default', condition: said };
    const [entry] = healthyOf(fitting, unhealthy);
    const left = entry === first ? '' : `, as ${shown(first.routing.geo!)} is unhealthy`;
    return { entry, share: 1, why: `geo ${shown(entry.routing.geo!)}${left}`, condition: said };
  });
}

type Case = { readonly place: Location; readonly condition: string };

/** The places that records tell apart, as far as the client may be there. */
function casesOf(locations: readonly Location[], client: ClientPlace): Case[] {
  const { country, continent } = client;
  const custom = locations.flatMap((each) => each.custom ?? []);
  const others: Case[] = custom.map((code) => ({
    place: { ...client, custom: code },
    condition: `the DNS provider places the client in ${code}`,
  }));
  if (country !== undefined) return [...others, { place: client, condition: 'it places the client in no such geo' }];
  const countries = locations.flatMap((each) =>
    each.country === undefined || each.country === EVERYWHERE ? [] : each.country,
  );
  const continents = continent === undefined ? locations.flatMap((each) => each.continent ?? []) : [];
  const isIn = (code: string) => continent === undefined || CONTINENT_OF.get(code) === continent;
  return [
    ...others,
    ...countries.filter(isIn).map((code) => ({
      place: { country: code, continent: CONTINENT_OF.get(code) },
      condition: `the client is in ${code}`,
    })),
    ...continents.map((code) => ({
      place: { continent: code },
      condition: `the client is in ${countries.some((each) => CONTINENT_OF.get(each) === code) ? 'the rest of ' : ''}${CONTINENTS.get(code) ?? code}`,
    })),
    { place: { continent }, condition: 'the client is elsewhere' },
  ];
}

/** How closely a record is for a place; 0 where it is not. */
function rank(record: Location, place: Location): number {
  if (record.custom !== undefined) return record.custom === place.custom ? 4 : 0;
  if (record.country === EVERYWHERE) return 1;
  if (record.country !== undefined) return record.country === place.country ? 3 : 0;
  return record.continent === place.continent ? 2 : 0;
}

const shown = ({ custom, country, continent }: Location) =>
  custom ?? (country === EVERYWHERE ? 'default' : (country ?? `GEO-${continent}`));
