import { awsAliasZone, cloudFrontZone } from './elb';
import { conflict, policyOf } from './record-policies';
import { recordTypes, valueProblem } from './record-values';
import {
  HostedZone,
  isDomainName,
  normalizeName,
  put,
  readableName,
  recordsAt,
  RecordSet,
  refused,
  remove,
  zoneOf,
} from './route53';
import { Session } from '../provider/resource';

export interface Change {
  readonly action: 'CREATE' | 'UPSERT' | 'DELETE';
  readonly record: RecordSet;
}

export const recordLimits = { zone: 10_000, values: 400, sameName: 100, batchValues: 1000, batchCharacters: 32_000 };

const operation = 'ChangeResourceRecordSets';

/**
 * Applies changes to a zone, all or none of them.
 *
 * @throws AwsError as Route 53 refuses them
 */
export function changeResourceRecordSets(session: Session, zoneId: string, changes: readonly Change[]): void {
  const zone = zoneOf(session, zoneId, operation);
  const normalized = changes.map(({ action, record }) => ({
    action,
    record: { ...record, name: normalizeName(record.name) },
  }));
  checkSize(normalized);
  normalized.forEach((change, index) => checkInput(change, index));
  for (const { record } of normalized) {
    if (record.healthCheckId !== undefined && !session.account.healthChecks.has(record.healthCheckId)) {
      const what = `No health check exists with the specified ID: ${record.healthCheckId}`;
      throw refused(operation, 'NoSuchHealthCheck', what, 404);
    }
  }
  const before = normalized.map(({ record }) => same(zone, record));
  const done: number[] = [];
  try {
    normalized.forEach((change, index) => {
      const problems = problemsOf(zone, change);
      if (problems.length > 0) throw refused(operation, 'InvalidChangeBatch', `[${problems.join(', ')}]`);
      if (change.action === 'DELETE') remove(zone, change.record);
      else put(zone, change.record);
      done.push(index);
    });
  } catch (error) {
    for (const index of done.reverse()) {
      remove(zone, normalized[index].record);
      if (before[index] !== undefined) put(zone, before[index]);
    }
    throw error;
  }
}

function checkSize(changes: readonly Change[]): void {
  const counted = changes.map(({ action, record }) => ({
    times: action === 'UPSERT' ? 2 : 1,
    values: record.values ?? [],
  }));
  const values = counted.reduce((sum, change) => sum + change.times * change.values.length, 0);
  const characters = counted.reduce((sum, change) => sum + change.times * change.values.join('').length, 0);
  if (values > recordLimits.batchValues) invalid(`Number of records limit of ${recordLimits.batchValues} exceeded.`);
  if (characters > recordLimits.batchCharacters) {
    invalid(`Number of characters in change batch exceeds limit of ${recordLimits.batchCharacters}.`);
  }
}

function invalid(message: string): never {
  throw refused(operation, 'InvalidChangeBatch', `[${message}]`);
}

/** What is wrong with a change in itself, whatever the zone holds. */
function checkInput({ action, record }: Change, index: number): void {
  const where = `Change with [Action=${action}, Name=${record.name}, Type=${record.type}, SetIdentifier=${record.setIdentifier ?? 'null'}]`;
  const input = (message: string) => refused(operation, 'InvalidInput', `Invalid request: ${message} in ${where}`);
  const forms = [record.alias !== undefined, record.ttl !== undefined || record.values !== undefined].filter(
    Boolean,
  ).length;
  const choice = '[AliasTarget, all of [TTL, and ResourceRecords], or TrafficPolicyInstanceId]';
  if (forms > 1) throw input(`Expected exactly one of ${choice}, but found more than one`);
  if (record.alias === undefined && (record.ttl === undefined || (record.values ?? []).length === 0)) {
    throw input(`Expected exactly one of ${choice}, but found none`);
  }
  const policies = policyOf(record);
  const routing =
    '[Weight, Region, Failover, GeoLocation, GeoProximityLocation, CidrRoutingConfig, or MultiValueAnswer]';
  if (policies.length > 1) throw input(`Expected exactly one of ${routing}, but found more than one`);
  if (policies.length === 1 && record.setIdentifier === undefined) throw input(`Missing field 'SetIdentifier'`);
  if (policies.length === 0 && record.setIdentifier !== undefined) {
    throw input(`Expected exactly one of ${routing}, but found none`);
  }
  if (record.cidr !== undefined) {
    throw refused(
      operation,
      'NoSuchCidrCollectionException',
      `The CIDR collection ${record.cidr.collectionId} does not exist.`,
      404,
    );
  }
  constrain(index, 'weight', record.weight, 0, 255);
  constrain(index, 'tTL', record.ttl, 0, 2_147_483_647);
  constrain(index, 'setIdentifier', record.setIdentifier?.length, 1, 128);
  constrain(index, 'geoProximityLocation.bias', record.geoproximity?.bias, -99, 99);
  const { geolocation } = record;
  if (geolocation?.continent !== undefined && geolocation.country !== undefined) {
    throw input('Expected exactly one of [ContinentCode, or CountryCode], but found more than one');
  }
}

function constrain(index: number, field: string, value: number | undefined, min: number, max: number): void {
  if (value === undefined || (value >= min && value <= max)) return;
  const bound = value < min ? `greater than or equal to ${min}` : `less than or equal to ${max}`;
  const path = `changeBatch.changes.${index + 1}.member.resourceRecordSet.${field}`;
  const what = `1 validation error detected: Value '${value}' at '${path}' failed to satisfy constraint: Member must have value ${bound}`;
  throw refused(operation, 'InvalidInput', what);
}

function same(zone: HostedZone, record: RecordSet): RecordSet | undefined {
  return recordsAt(zone, record.name, record.type).find(({ setIdentifier }) => setIdentifier === record.setIdentifier);
}

/** What is wrong with a change for the zone as it is. */
function problemsOf(zone: HostedZone, { action, record }: Change): string[] {
  const found = same(zone, record);
  if (action === 'DELETE') return deletionProblems(zone, record, found);
  const problems = [...nameProblems(zone, record), ...contentProblems(record), ...aliasProblems(zone, record)];
  if (problems.length > 0) return problems;
  if (action === 'CREATE' && found !== undefined) {
    const set = record.setIdentifier === undefined ? '' : `, set-identifier='${record.setIdentifier}'`;
    return [
      `Tried to create resource record set [name='${readable(record)}', type='${record.type}'${set}] but it already exists`,
    ];
  }
  if (found === undefined && zone.recordCount >= recordLimits.zone) {
    return [`The hosted zone ${zone.id} has reached its limit of ${recordLimits.zone} resource record sets.`];
  }
  const others = recordsAt(zone, record.name, record.type).filter((other) => other !== found);
  return [...coexistenceProblems(zone, record), ...conflict(record, others, recordLimits.sameName)];
}

function deletionProblems(zone: HostedZone, record: RecordSet, found: RecordSet | undefined): string[] {
  if (found === undefined) {
    return [
      `Tried to delete resource record set [name='${readable(record)}', type='${record.type}'] but it was not found`,
    ];
  }
  if (sortedJson(found) !== sortedJson(record)) {
    return [
      `Tried to delete resource record set [name='${readable(record)}', type='${record.type}'] but the values provided do not match the current values`,
    ];
  }
  if (record.name !== zone.name) return [];
  if (record.type === 'SOA') return ['A HostedZone must contain exactly one SOA record.'];
  return record.type === 'NS' ? ['A HostedZone must contain at least one NS record for the zone itself.'] : [];
}

function sortedJson({ values = [], ...record }: RecordSet): string {
  return JSON.stringify([
    Object.entries(record)
      .filter(([, value]) => value !== undefined)
      .sort(),
    [...values].sort(),
  ]);
}

const readable = ({ name }: RecordSet): string => name;

function nameProblems(zone: HostedZone, { name, type }: RecordSet): string[] {
  if (!isDomainName(name)) {
    const long = name.split('.').some((label) => label.length > 63);
    const code = long ? 'DomainLabelTooLong (Domain label is too long)' : 'DomainNameInvalid (Domain name is invalid)';
    return [`FATAL problem: ${code} encountered with '${name.replace(/\.$/, '')}'`];
  }
  if (name !== zone.name && !name.endsWith(`.${zone.name}`)) {
    return [`RRSet with DNS name ${name} is not permitted in zone ${zone.name}`];
  }
  const [first] = name.split('.');
  if (first.includes('\\052') && first !== '\\052') {
    return [
      `FATAL problem: DomainNameInvalid (The * must replace the entire label) encountered with '${readableName(name)}'`,
    ];
  }
  if (type === 'NS' && first === '\\052') {
    return [`RRSet of type NS with DNS name ${name} is not permitted: it is a wildcard.`];
  }
  if (type === 'CNAME' && name === zone.name) {
    return [`RRSet of type CNAME with DNS name ${name} is not permitted at apex in zone ${zone.name}`];
  }
  if (type === 'SOA' && name !== zone.name) {
    return [`RRSet of type SOA with DNS name ${name} is permitted at the apex only.`];
  }
  return [];
}

function contentProblems({ type, values = [], name }: RecordSet): string[] {
  if (!recordTypes.includes(type)) return [`Unknown record type: ${type}`];
  if (values.length > recordLimits.values) {
    return [
      `RRSet with DNS name ${name}, type ${type} has ${values.length} values, but at most ${recordLimits.values} are permitted`,
    ];
  }
  if (type === 'CNAME' && values.length > 1) {
    return [`RRSet of type CNAME with DNS name ${name} must have exactly one value`];
  }
  const duplicate = values.find((value, index) => values.indexOf(value) !== index);
  if (duplicate !== undefined) return [`Duplicate Resource Record: '${duplicate}'`];
  return values.map((value) => valueProblem(type, value)).filter((problem) => problem !== undefined);
}

/** An alias targets a record of its own type in its own zone, or a resource of AWS in a zone of AWS. */
function aliasProblems(zone: HostedZone, { type, alias, name }: RecordSet): string[] {
  if (alias === undefined) return [];
  if (type === 'NS' || type === 'SOA') {
    return [`RRSet of type ${type} with DNS name ${name} is not permitted to be an alias`];
  }
  const target = normalizeName(alias.name);
  const tried = `Tried to create an alias that targets ${target}, type ${type} in zone ${alias.zoneId}`;
  const outside = `${tried}, but the alias target name does not lie within the target zone`;
  const missing = `${tried}, but that target was not found`;
  if (alias.zoneId === zone.id) {
    const inside = target === zone.name || target.endsWith(`.${zone.name}`);
    const found = recordsAt(zone, target, type).length > 0 && target !== name;
    return [...(inside ? [] : [outside]), ...(found ? [] : [missing])];
  }
  if (!['A', 'AAAA', 'HTTPS'].includes(type)) return [outside];
  const place = awsAliasZone(alias.zoneId, alias.name);
  if (place !== 'inside') return place === 'unknown' ? [outside, missing] : [outside];
  if (alias.zoneId === cloudFrontZone && alias.evaluateTargetHealth) {
    return [`EvaluateTargetHealth cannot be true for the alias target ${target}, which is a CloudFront distribution`];
  }
  return [];
}

/** A CNAME has its name alone. */
function coexistenceProblems(zone: HostedZone, { name, type }: RecordSet): string[] {
  const types = [...(zone.records.get(name)?.keys() ?? [])].filter((other) => other !== type);
  if (type === 'CNAME' && types.length > 0) {
    return [
      `RRSet of type CNAME with DNS name ${name} is not permitted as it conflicts with other records with the same DNS name in zone ${zone.name}`,
    ];
  }
  if (types.includes('CNAME')) {
    return [
      `RRSet of type ${type} with DNS name ${name} is not permitted because a conflicting RRSet of type CNAME with the same DNS name already exists in zone ${zone.name}`,
    ];
  }
  return [];
}
