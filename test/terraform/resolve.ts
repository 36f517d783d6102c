import { continentOf } from './aws/geography';
import { policyOf } from './aws/records';
import { HostedZone, normalizeName, readableName, recordsAt, RecordSet } from './aws/route53';

/** Who asks, and what is broken at that time. */
export interface Client {
  /** ISO 3166-1 code. A client without a place gets the default record. */
  readonly country?: string;
  /** AWS regions in the order of rising latency (or distance, for geoproximity without bias). */
  readonly regions?: readonly string[];
  /** Ids of failing health checks, and names of AWS targets (load balancers) without a healthy target. */
  readonly unhealthy?: readonly string[];
}

/** One of the answers that a client may get. */
export interface Answer {
  /** Share of queries that get it: 1 unless records are weighted. */
  readonly share: number;
  /** The record's values; of an alias to an AWS resource, that resource's name. */
  readonly values: readonly string[];
  /** Type of the values: the one asked for, `CNAME` where a chain leaves the zone, `NS` where a child zone answers. */
  readonly type: string;
}

/**
 * What Route 53 answers from a hosted zone. Deterministic: where Route 53 draws lots, every answer comes with its share.
 *
 * @returns nothing where Route 53 gives no answer (no such name, no record of the type, no geolocation that fits)
 */
export function resolve(zone: HostedZone, name: string, type: string, client: Client = {}): Answer[] {
  const found = lookUp(zone, normalizeName(name), type);
  return found === undefined ? [] : merged(answersOf({ zone, client, asked: type }, found.records, found.type));
}

interface Query {
  readonly zone: HostedZone;
  readonly client: Client;
  /** The type asked for. */
  readonly asked: string;
}

interface Found {
  readonly records: readonly RecordSet[];
  readonly type: string;
}

/** The record sets that answer: of the name, of a delegation above it, or of the closest wildcard. */
function lookUp(zone: HostedZone, name: string, type: string): Found | undefined {
  if (name !== zone.name && !name.endsWith(`.${zone.name}`)) return undefined;
  const ancestors: string[] = [];
  for (let at = name; at !== zone.name; at = at.slice(at.indexOf('.') + 1)) ancestors.push(at);
  const cut = ancestors.reverse().find((ancestor) => recordsAt(zone, ancestor, 'NS').length > 0);
  if (cut !== undefined && !(cut === name && type === 'DS')) return { records: recordsAt(zone, cut, 'NS'), type: 'NS' };
  const exists = (candidate: string) =>
    zone.records.some((other) => other.name === candidate || other.name.endsWith(`.${candidate}`));
  let owner = name;
  if (!exists(name)) {
    while (owner !== zone.name && !exists(owner)) owner = owner.slice(owner.indexOf('.') + 1);
    owner = `\\052.${owner}`;
  }
  for (const answering of [type, 'CNAME']) {
    const records = recordsAt(zone, owner, answering);
    if (records.length > 0) return { records, type: answering };
  }
  return undefined;
}

function answersOf(query: Query, records: readonly RecordSet[], type: string): Answer[] {
  return choose(query, records).flatMap(({ record, share, others }) =>
    leavesOf(query, record, type, others).map((answer) => ({ ...answer, share: answer.share * share })),
  );
}

function leavesOf(query: Query, record: RecordSet, type: string, others: readonly RecordSet[]): Answer[] {
  const { zone, asked } = query;
  if (record.alias !== undefined) {
    return record.alias.zoneId === zone.id
      ? answersOf(query, recordsAt(zone, record.alias.name, record.type), type)
      : [{ share: 1, values: [readableName(record.alias.name)], type }];
  }
  const values = [record, ...others].flatMap((each) => each.values ?? []);
  // A CNAME's target where it lies in the same zone; resolvers follow it further elsewhere.
  const next = type === 'CNAME' && asked !== 'CNAME' ? lookUp(zone, normalizeName(values[0]), asked) : undefined;
  return next !== undefined ? answersOf(query, next.records, next.type) : [{ share: 1, values, type }];
}

interface Choice {
  readonly record: RecordSet;
  readonly share: number;
  /** Records that are answered together with it. */
  readonly others: readonly RecordSet[];
}

/** What a set of records answers: the healthy ones by their policy; where none is healthy, all count as healthy. */
function choose(query: Query, records: readonly RecordSet[]): Choice[] {
  const policy = records.length === 0 ? undefined : policyOf(records[0]);
  const single = (record: RecordSet | undefined): Choice[] =>
    record === undefined ? [] : [{ record, share: 1, others: [] }];
  if (policy === undefined) return single(records[0]);
  const healthy = records.filter((record) => isHealthy(query, record));
  if (policy === 'failover') {
    const pick = (failover: string) => (set: readonly RecordSet[]) =>
      set.find((record) => record.failover === failover);
    return single(pick('PRIMARY')(healthy) ?? pick('SECONDARY')(healthy) ?? pick('PRIMARY')(records) ?? records[0]);
  }
  if (policy === 'geolocation') return single(byPlace(query.client, healthy) ?? byPlace(query.client, records));
  const candidates = healthy.length > 0 ? healthy : records;
  if (policy === 'weighted') return byWeight(candidates);
  if (policy === 'multivalue answer') return [{ record: candidates[0], share: 1, others: candidates.slice(1) }];
  return single(byDistance(query.client, candidates));
}

/** The country first, then its continent, then the default. */
function byPlace({ country }: Client, records: readonly RecordSet[]): RecordSet | undefined {
  const continent = country === undefined ? undefined : continentOf(country);
  return (
    records.find(({ geolocation }) => country !== undefined && geolocation?.country === country) ??
    records.find(({ geolocation }) => continent !== undefined && geolocation?.continent === continent) ??
    records.find(({ geolocation }) => geolocation?.country === '*')
  );
}

/** Weight 0 is answered only where no healthy record has a weight; then all of them alike. */
function byWeight(records: readonly RecordSet[]): Choice[] {
  const weighted = records.filter(({ weight = 0 }) => weight > 0);
  if (weighted.length === 0) return records.map((record) => ({ record, share: 1 / records.length, others: [] }));
  const total = weighted.reduce((sum, { weight = 0 }) => sum + weight, 0);
  return weighted.map((record) => ({ record, share: (record.weight ?? 0) / total, others: [] }));
}

function byDistance({ regions = [] }: Client, records: readonly RecordSet[]): RecordSet | undefined {
  const regionOf = (record: RecordSet) => record.region ?? record.geoproximity?.region;
  const nearest = regions.find((region) => records.some((record) => regionOf(record) === region));
  if (nearest === undefined) {
    const known = records.map(regionOf).join(', ');
    throw new Error(`the client's regions [${regions.join(', ')}] have none of the records' (${known})`);
  }
  return records.find((record) => regionOf(record) === nearest);
}

function isHealthy(query: Query, record: RecordSet): boolean {
  const unhealthy = query.client.unhealthy ?? [];
  if (record.healthCheckId !== undefined && unhealthy.includes(record.healthCheckId)) return false;
  if (record.alias?.evaluateTargetHealth !== true) return true;
  if (record.alias.zoneId !== query.zone.id) return !unhealthy.includes(readableName(record.alias.name));
  const targets = recordsAt(query.zone, record.alias.name, record.type);
  return targets.some((target) => isHealthy(query, target));
}

/** One entry for answers that are alike but for their way. */
function merged(answers: readonly Answer[]): Answer[] {
  const found = new Map<string, Answer>();
  for (const answer of answers) {
    const key = `${answer.type} ${[...answer.values].sort().join()}`;
    const before = found.get(key);
    found.set(key, before === undefined ? answer : { ...before, share: before.share + answer.share });
  }
  return [...found.values()];
}
