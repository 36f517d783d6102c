import { awsAliasZone, cloudFrontZone, routedRegions } from './geography';
import { HostedZone, isSame, normalizeName, put, recordsAt, RecordSet, refused } from './route53';

export type Policy = 'weighted' | 'latency' | 'failover' | 'geolocation' | 'geoproximity' | 'multivalue answer';

/** The routing policy of a record set; undefined for simple routing. */
export function policyOf(record: RecordSet): Policy | undefined {
  if (record.weight !== undefined) return 'weighted';
  if (record.region !== undefined) return 'latency';
  if (record.failover !== undefined) return 'failover';
  if (record.geolocation !== undefined) return 'geolocation';
  if (record.geoproximity !== undefined) return 'geoproximity';
  return record.multivalue === true ? 'multivalue answer' : undefined;
}

/**
 * Creates a record set, or replaces it (UPSERT).
 *
 * @throws AwsError as Route 53 refuses it
 */
export function writeRecord(zone: HostedZone, action: 'CREATE' | 'UPSERT', record: RecordSet): void {
  const found = zone.records.find((other) => isSame(other, record));
  const problem =
    placeProblem(zone, record) ??
    aliasProblem(zone, record) ??
    (action === 'CREATE' && found !== undefined ? existsProblem(record) : undefined) ??
    besideProblem(zone, record) ??
    policyProblem(
      record,
      recordsAt(zone, record.name, record.type).filter((other) => other !== found),
    );
  if (problem !== undefined) throw refused('ChangeResourceRecordSets', 'InvalidChangeBatch', `[${problem}]`);
  put(zone, record);
}

function placeProblem(zone: HostedZone, { name }: RecordSet): string | undefined {
  if (name.endsWith(`.${zone.name}`) || name === zone.name) return undefined;
  return `RRSet with DNS name ${name} is not permitted in zone ${zone.name}`;
}

function existsProblem({ name, type, setIdentifier }: RecordSet): string {
  const set = setIdentifier === undefined ? '' : `, set-identifier='${setIdentifier}'`;
  return `Tried to create resource record set [name='${name}', type='${type}'${set}] but it already exists`;
}

/** An alias targets a record of its own type in its own zone, or a resource of AWS in a zone of AWS. */
function aliasProblem(zone: HostedZone, { type, alias }: RecordSet): string | undefined {
  if (alias === undefined) return undefined;
  const target = normalizeName(alias.name);
  const tried = `Tried to create an alias that targets ${target}, type ${type} in zone ${alias.zoneId}`;
  const outside = `${tried}, but the alias target name does not lie within the target zone`;
  if (alias.zoneId === zone.id) {
    if (placeProblem(zone, { name: target, type }) !== undefined) return outside;
    return recordsAt(zone, target, type).length > 0 ? undefined : `${tried}, but that target was not found`;
  }
  if (awsAliasZone(alias.zoneId, target) !== 'inside') return outside;
  return alias.zoneId === cloudFrontZone && alias.evaluateTargetHealth
    ? `EvaluateTargetHealth cannot be true for the alias target ${target}, which is a CloudFront distribution`
    : undefined;
}

/** A CNAME has its name alone. */
function besideProblem(zone: HostedZone, { name, type }: RecordSet): string | undefined {
  const plain = `RRSet of type ${type} with DNS name ${name} is not permitted`;
  const types = zone.records.filter((other) => other.name === name && other.type !== type).map((other) => other.type);
  if (type === 'CNAME' && types.length > 0) {
    return `${plain} as it conflicts with other records with the same DNS name in zone ${zone.name}`;
  }
  return types.includes('CNAME')
    ? `${plain} because a conflicting RRSet of type CNAME with the same DNS name already exists in zone ${zone.name}`
    : undefined;
}

function policyProblem(record: RecordSet, others: readonly RecordSet[]): string | undefined {
  const { name, type, setIdentifier, region = record.geoproximity?.region, ttl } = record;
  const policy = policyOf(record);
  const subject = `RRSet with DNS name ${name}, type ${type}, SetIdentifier ${setIdentifier} cannot be created`;
  if (region !== undefined && !routedRegions.has(region)) return `${subject}: unknown region ${region}`;
  if (others.some((other) => policyOf(other) !== policy)) {
    return `${subject} as a non-${policy} set exists with the same name and type.`;
  }
  const isOtherTtl = others.some((other) => other.ttl !== undefined && ttl !== undefined && other.ttl !== ttl);
  return policy === 'weighted' && isOtherTtl ? `${subject} as weighted sets must contain the same TTL.` : undefined;
}
