import { createHash } from 'crypto';
import type { HealthCheck, HostedZone } from './route53';
import { Values } from '../provider/schema';
import { text } from '../provider/wire';

/** An AWS in memory: what the Terraform invocations of one test share. */
export interface Aws {
  readonly accounts: Map<string, Account>;
  /** Account of a profile that a provider's configuration names. */
  readonly profiles: Map<string, string>;
}

/** Maps are by ARN where no comment says otherwise. */
export interface Account {
  readonly id: string;
  /** By id, as are health checks. */
  readonly zones: Map<string, HostedZone>;
  readonly healthChecks: Map<string, HealthCheck>;
  /** Zones whose queries are logged, by the id of the configuration. */
  readonly queryLogs: Map<string, { readonly zoneId: string; readonly logGroupArn: string }>;
  /** By name, as are roles. */
  readonly users: Map<string, User>;
  readonly roles: Map<string, Role>;
  readonly secrets: Map<string, Secret>;
  readonly parameters: Map<string, Parameter>;
  readonly keys: Map<string, Key>;
  readonly logGroups: Map<string, LogGroup>;
  /** By region and name. */
  readonly logPolicies: Map<string, string>;
  /** By region, cluster, namespace and service account. */
  readonly podIdentities: Map<string, PodIdentity>;
  /** How often an id was made of the same seed. */
  readonly seeds: Map<string, number>;
}

export interface Principal {
  readonly name: string;
  readonly arn: string;
  readonly uniqueId: string;
  /** Policy documents by name. */
  readonly inline: Map<string, string>;
  boundary?: string;
  tags: Record<string, string>;
}

export interface User extends Principal {
  readonly accessKeys: Map<string, { readonly id: string; readonly secret: string }>;
}

export interface Role extends Principal {
  trust: string;
}

export interface Secret {
  readonly name: string;
  readonly region: string;
  description: string;
  kmsKeyId: string;
  tags: Record<string, string>;
  /** By version id; the newest is last. */
  readonly versions: Map<string, string>;
  pendingDeletion: boolean;
}

export interface Parameter {
  readonly name: string;
  readonly type: string;
  readonly keyId: string;
  readonly value: string;
  readonly description: string;
  readonly version: number;
  readonly tags: Record<string, string>;
}

export interface Key {
  readonly id: string;
  readonly region: string;
  readonly spec: string;
  policy: string;
  description: string;
  pendingDeletion: boolean;
  tags: Record<string, string>;
}

export interface LogGroup {
  readonly name: string;
  readonly region: string;
  retention: number;
  tags: Record<string, string>;
}

export interface PodIdentity {
  readonly id: string;
  readonly clusterName: string;
  readonly namespace: string;
  readonly serviceAccount: string;
  roleArn: string;
  tags: Record<string, string>;
}

/** What a call of Terraform acts on: the account and region that the provider's configuration chose. */
export interface Session {
  readonly aws: Aws;
  readonly account: Account;
  readonly region: string;
}

export function createAws({ profiles = {} }: { readonly profiles?: Readonly<Record<string, string>> } = {}): Aws {
  return { accounts: new Map(), profiles: new Map(Object.entries(profiles)) };
}

/** An account; a new one is empty. */
export function accountOf(aws: Aws, id = '111122223333'): Account {
  const found = aws.accounts.get(id);
  if (found !== undefined) return found;
  const account: Account = {
    id,
    zones: new Map(),
    healthChecks: new Map(),
    queryLogs: new Map(),
    users: new Map(),
    roles: new Map(),
    secrets: new Map(),
    parameters: new Map(),
    keys: new Map(),
    logGroups: new Map(),
    logPolicies: new Map(),
    podIdentities: new Map(),
    seeds: new Map(),
  };
  aws.accounts.set(id, account);
  return account;
}

/** The account and region of a provider configuration: by profile, else the default account. */
export function sessionFor(aws: Aws, config: Values): Session {
  const region = text(config.region);
  if (region === undefined) throw new AwsError('', '', '', 'Missing region configuration');
  const account = accountOf(aws, aws.profiles.get(text(config.profile) ?? ''));
  return { aws, account, region };
}

/** A refusal of AWS, as the provider prints it; of the provider itself where it has no code. */
export class AwsError extends Error {
  constructor(service: string, operation: string, code: string, message: string) {
    super(service === '' ? message : `operation error ${service}: ${operation}, ${code}: ${message}`);
  }
}

/** An id that depends on what it names and on nothing else, so that runs are alike. */
export function idOf(account: Account, seed: string, length: number, alphabet = '0123456789ABCDEFGHIJKLMNOP'): string {
  const count = (account.seeds.get(seed) ?? 0) + 1;
  account.seeds.set(seed, count);
  const hash = createHash('sha512').update(`${account.id} ${seed} ${count}`).digest();
  return Array.from({ length }, (_, index) => alphabet[hash[index % hash.length] % alphabet.length]).join('');
}

export function uuidOf(account: Account, seed: string): string {
  return idOf(account, seed, 32, '0123456789abcdef').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
