import { createHash } from 'crypto';
import { Account, AwsError, idOf, Session } from './world';

export interface HostedZone {
  readonly id: string;
  /** In lower case with a trailing dot. */
  readonly name: string;
  readonly account: string;
  comment: string;
  tags: Record<string, string>;
  readonly nameServers: readonly string[];
  readonly vpcs: Vpc[];
  /** VPCs of other accounts that may associate themselves, by id. */
  readonly authorizedVpcs: Map<string, Vpc>;
  /** In the order of their creation; change them by put() and remove(). */
  readonly records: RecordSet[];
  readonly signingKeys: Map<string, SigningKey>;
  isSigning: boolean;
}

export interface Vpc {
  readonly id: string;
  readonly region: string;
}

/** A resource record set as Route 53's API has it. */
export interface RecordSet {
  /** Normalized: lower case, trailing dot, `*` as `\052`. */
  readonly name: string;
  readonly type: string;
  readonly ttl?: number;
  readonly values?: readonly string[];
  readonly alias?: { readonly name: string; readonly zoneId: string; readonly evaluateTargetHealth: boolean };
  readonly setIdentifier?: string;
  readonly weight?: number;
  readonly region?: string;
  readonly failover?: string;
  readonly geolocation?: { readonly continent?: string; readonly country?: string };
  readonly geoproximity?: { readonly region: string; readonly bias: number };
  readonly multivalue?: boolean;
  readonly healthCheckId?: string;
}

export interface HealthCheck {
  readonly id: string;
  config: HealthCheckConfig;
  tags: Record<string, string>;
}

export interface HealthCheckConfig {
  readonly type: string;
  readonly ipAddress?: string;
  readonly port?: number;
  readonly fqdn?: string;
  readonly path?: string;
  readonly searchString?: string;
  readonly interval?: number;
  readonly threshold?: number;
  readonly regions: readonly string[];
}

export interface SigningKey {
  readonly name: string;
  readonly kmsArn: string;
  readonly keyTag: number;
  readonly digest: string;
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

export const refused = (operation: string, code: string, message: string): AwsError =>
  new AwsError('Route 53', operation, code, message);

/** A zone of the account; one of another account is out of reach, as in AWS. */
export function zoneOf({ aws, account }: Session, id: string, operation: string): HostedZone {
  const zone = account.zones.get(id);
  if (zone !== undefined) return zone;
  if (anyZone(aws.accounts.values(), id) !== undefined) {
    const user = `arn:aws:iam::${account.id}:user/terraform`;
    throw refused(operation, 'AccessDenied', `User: ${user} is not authorized to access this resource`);
  }
  throw refused(operation, 'NoSuchHostedZone', `No hosted zone found with ID: ${id}`);
}

/** A zone, whichever account has it. */
export function anyZone(accounts: Iterable<Account>, id: string): HostedZone | undefined {
  return [...accounts].map(({ zones }) => zones.get(id)).find((zone) => zone !== undefined);
}

export function createHostedZone(
  { account }: Session,
  request: Pick<HostedZone, 'name' | 'comment' | 'tags' | 'vpcs'>,
): HostedZone {
  const name = normalizeName(request.name);
  const id = `Z${idOf(account, `zone ${name}`, 19)}`;
  const zone: HostedZone = {
    ...request,
    id,
    name,
    account: account.id,
    nameServers: nameServersOf(id),
    authorizedVpcs: new Map(),
    records: [],
    signingKeys: new Map(),
    isSigning: false,
  };
  const soa = `${zone.nameServers[0]}. awsdns-hostmaster.amazon.com. 1 7200 900 1209600 86400`;
  put(zone, { name, type: 'NS', ttl: 172_800, values: zone.nameServers.map((server) => `${server}.`) });
  put(zone, { name, type: 'SOA', ttl: 900, values: [soa] });
  account.zones.set(id, zone);
  return zone;
}

/** What a zone has as long as it is there. */
export const isRequired = (zone: HostedZone, { name, type }: RecordSet): boolean =>
  name === zone.name && ['NS', 'SOA'].includes(type);

export function recordsAt(zone: HostedZone, name: string, type: string): RecordSet[] {
  return zone.records.filter((record) => record.name === name && record.type === type);
}

/** Adds or replaces a record set without any check. */
export function put(zone: HostedZone, record: RecordSet): void {
  const index = zone.records.findIndex((other) => isSame(other, record));
  zone.records.splice(index < 0 ? zone.records.length : index, index < 0 ? 0 : 1, record);
}

/** Removes a record set without any check. */
export function remove(zone: HostedZone, record: RecordSet): void {
  zone.records.splice(0, zone.records.length, ...zone.records.filter((other) => !isSame(other, record)));
}

export const isSame = (one: RecordSet, other: RecordSet): boolean =>
  one.name === other.name && one.type === other.type && one.setIdentifier === other.setIdentifier;

function nameServersOf(id: string): string[] {
  const hash = createHash('sha256').update(id).digest();
  return ['com', 'net', 'org', 'co.uk'].map(
    (suffix, index) =>
      `ns-${index * 512 + hash[index]}.awsdns-${String(hash[index + 4] % 64).padStart(2, '0')}.${suffix}`,
  );
}
