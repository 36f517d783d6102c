import { Account, AwsError, digest, idOf } from './world';
import { Session } from '../provider/resource';

export interface HostedZone {
  readonly id: string;
  /** In lower case with a trailing dot. */
  readonly name: string;
  readonly account: string;
  comment: string;
  tags: Record<string, string>;
  readonly delegationSet?: string;
  readonly nameServers: readonly string[];
  readonly vpcs: { id: string; region: string }[];
  /** Region by VPC, of VPCs of other accounts that may associate themselves. */
  readonly authorizedVpcs: Map<string, string>;
  /** By normalized name, then by type. */
  readonly records: Map<string, Map<string, RecordSet[]>>;
  recordCount: number;
  readonly signingKeys: Map<string, SigningKey>;
  signing: boolean;
}

/** A resource record set as Route 53's API has it. */
export interface RecordSet {
  /** Normalized: lower case, trailing dot, `*` as `\052`. */
  readonly name: string;
  readonly type: string;
  readonly ttl?: number;
  readonly values?: readonly string[];
  readonly alias?: AliasTarget;
  readonly setIdentifier?: string;
  readonly weight?: number;
  readonly region?: string;
  readonly failover?: string;
  readonly geolocation?: Geolocation;
  readonly geoproximity?: Geoproximity;
  readonly multivalue?: boolean;
  readonly cidr?: { readonly collectionId: string; readonly locationName: string };
  readonly healthCheckId?: string;
}

export interface AliasTarget {
  readonly name: string;
  readonly zoneId: string;
  readonly evaluateTargetHealth: boolean;
}

export interface Geolocation {
  readonly continent?: string;
  readonly country?: string;
  readonly subdivision?: string;
}

export interface Geoproximity {
  readonly region?: string;
  readonly localZoneGroup?: string;
  readonly coordinates?: { readonly latitude: string; readonly longitude: string };
  readonly bias?: number;
}

export interface HealthCheck {
  readonly id: string;
  readonly config: Readonly<Record<string, unknown>>;
  tags: Record<string, string>;
}

export interface DelegationSet {
  readonly id: string;
  readonly referenceName: string;
  readonly nameServers: readonly string[];
}

export interface SigningKey {
  readonly name: string;
  readonly kmsArn: string;
  status: 'ACTIVE' | 'INACTIVE';
  readonly keyTag: number;
  readonly publicKey: string;
  readonly digest: string;
}

export interface QueryLog {
  readonly id: string;
  readonly zoneId: string;
  readonly logGroupArn: string;
}

/** A name as Route 53 stores and returns it. */
export function normalizeName(name: string): string {
  const lower = name.toLowerCase().replaceAll('*', '\\052');
  return lower.endsWith('.') ? lower : `${lower}.`;
}

/** A normalized name as people write it: no trailing dot, `*` as itself. */
export function readableName(name: string): string {
  return name.replace(/\.$/, '').replaceAll('\\052', '*');
}

export const refused = (operation: string, code: string, message: string, status = 400): AwsError =>
  new AwsError('Route 53', operation, code, message, status);

/** A zone of the account; one of another account is out of reach, as in AWS. */
export function zoneOf({ aws, account }: Session, id: string, operation: string): HostedZone {
  const zone = account.zones.get(id.replace(/^\/?hostedzone\//, ''));
  if (zone !== undefined) return zone;
  if ([...aws.accounts.values()].some((other) => other.zones.has(id))) {
    const user = `arn:aws:iam::${account.id}:user/terraform`;
    throw refused(operation, 'AccessDenied', `User: ${user} is not authorized to access this resource`, 403);
  }
  throw refused(operation, 'NoSuchHostedZone', `No hosted zone found with ID: ${id}`, 404);
}

export interface ZoneRequest {
  readonly name: string;
  readonly comment: string;
  readonly tags: Record<string, string>;
  readonly delegationSet?: string;
  readonly vpcs: readonly { id: string; region: string }[];
}

export function createHostedZone({ account }: Session, request: ZoneRequest): HostedZone {
  const operation = 'CreateHostedZone';
  const name = normalizeName(request.name);
  if (!isDomainName(name)) {
    throw refused(operation, 'InvalidDomainName', `The domain name '${request.name}' is invalid.`);
  }
  const limit = 500;
  if (account.zones.size >= limit) {
    throw refused(operation, 'TooManyHostedZones', `Limit of ${limit} hosted zones reached.`);
  }
  const set = request.delegationSet === undefined ? undefined : account.delegationSets.get(request.delegationSet);
  if (request.delegationSet !== undefined) {
    if (set === undefined) {
      throw refused(operation, 'NoSuchDelegationSet', 'The specified reusable delegation set does not exist.');
    }
    if (request.vpcs.length > 0) {
      throw refused(operation, 'InvalidInput', 'A private hosted zone cannot use a reusable delegation set.');
    }
    const conflict = [...account.zones.values()].some(
      (zone) => zone.delegationSet === set.id && overlaps(zone.name, name),
    );
    if (conflict) {
      throw refused(
        operation,
        'ConflictingDomainExists',
        `Cannot create hosted zone ${name} with the delegation set ${set.id}: a zone of it conflicts.`,
      );
    }
  }
  const id = `Z${idOf(account, `zone ${name}`, 19)}`;
  const zone: HostedZone = {
    id,
    name,
    account: account.id,
    comment: request.comment,
    tags: request.tags,
    delegationSet: set?.id,
    nameServers: set?.nameServers ?? nameServersOf(id),
    vpcs: [...request.vpcs],
    authorizedVpcs: new Map(),
    records: new Map(),
    recordCount: 0,
    signingKeys: new Map(),
    signing: false,
  };
  const soa = `${zone.nameServers[0]}. awsdns-hostmaster.amazon.com. 1 7200 900 1209600 86400`;
  put(zone, { name, type: 'NS', ttl: 172_800, values: zone.nameServers.map((server) => `${server}.`) });
  put(zone, { name, type: 'SOA', ttl: 900, values: [soa] });
  account.zones.set(id, zone);
  return zone;
}

export function deleteHostedZone(session: Session, id: string): void {
  const zone = zoneOf(session, id, 'DeleteHostedZone');
  if (zone.recordCount > 2 || zone.signingKeys.size > 0) {
    const what = 'The specified hosted zone contains non-required resource record sets and so cannot be deleted.';
    throw refused('DeleteHostedZone', 'HostedZoneNotEmpty', what);
  }
  session.account.zones.delete(zone.id);
}

export function createDelegationSet(account: Account, referenceName: string): DelegationSet {
  const id = `N${idOf(account, `delegation set ${referenceName}`, 19)}`;
  const set = { id, referenceName, nameServers: nameServersOf(id) };
  account.delegationSets.set(id, set);
  return set;
}

/** Every record set of a zone, in the order of their creation. */
export function recordsOf(zone: HostedZone): RecordSet[] {
  return [...zone.records.values()].flatMap((types) => [...types.values()].flat());
}

export function recordsAt(zone: HostedZone, name: string, type: string): RecordSet[] {
  return zone.records.get(name)?.get(type) ?? [];
}

/** Adds or replaces a record set without any check. */
export function put(zone: HostedZone, record: RecordSet): void {
  const types = zone.records.get(record.name) ?? new Map<string, RecordSet[]>();
  zone.records.set(record.name, types);
  const others = (types.get(record.type) ?? []).filter(({ setIdentifier }) => setIdentifier !== record.setIdentifier);
  zone.recordCount += others.length + 1 - (types.get(record.type)?.length ?? 0);
  types.set(record.type, [...others, record]);
}

/** Removes a record set without any check. */
export function remove(zone: HostedZone, record: RecordSet): void {
  const types = zone.records.get(record.name);
  const before = types?.get(record.type) ?? [];
  const after = before.filter(({ setIdentifier }) => setIdentifier !== record.setIdentifier);
  zone.recordCount -= before.length - after.length;
  if (after.length > 0) types!.set(record.type, after);
  else types?.delete(record.type);
  if (types?.size === 0) zone.records.delete(record.name);
}

const escapedCharacter = /\\[0-7]{3}/g;

/** Whether Route 53 takes it as a name: labels of at most 63 bytes, 255 in all. */
export function isDomainName(normalized: string): boolean {
  const labels = normalized.replace(/\.$/, '').split('.');
  return (
    normalized.length <= 256 &&
    labels.every((label) => {
      const plain = label.replaceAll(escapedCharacter, 'x');
      return plain.length >= 1 && plain.length <= 63 && /^[!-~]+$/.test(plain);
    })
  );
}

function overlaps(left: string, right: string): boolean {
  return left === right || left.endsWith(`.${right}`) || right.endsWith(`.${left}`);
}

function nameServersOf(id: string): string[] {
  const hash = digest(id);
  return ['com', 'net', 'org', 'co.uk'].map((suffix, index) => {
    const host = parseInt(hash.slice(index * 4, index * 4 + 3), 16) % 512;
    const pool = String(parseInt(hash.slice(20 + index * 2, 22 + index * 2), 16) % 64).padStart(2, '0');
    return `ns-${index * 512 + host}.awsdns-${pool}.${suffix}`;
  });
}
