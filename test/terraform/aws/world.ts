import { createHash } from 'crypto';
import type { LoadBalancer } from './elb';
import type { Role, User, ManagedPolicy, OpenIdConnectProvider } from './iam';
import type { DelegationSet, HealthCheck, HostedZone, QueryLog } from './route53';
import type { Key, LogGroup, Parameter, PodIdentityAssociation, Secret } from './services';
import type { Session } from '../provider/resource';
import { Values } from '../provider/schema';
import { blocks, stringMap, text, texts } from '../provider/wire';

/** An AWS in memory: what Terraform invocations of one test share. */
export interface Aws {
  readonly accounts: Map<string, Account>;
  /** Account of a profile that a provider's configuration names. */
  readonly profiles: Map<string, string>;
  readonly defaultAccount: string;
}

export interface Account {
  readonly id: string;
  readonly zones: Map<string, HostedZone>;
  readonly delegationSets: Map<string, DelegationSet>;
  readonly healthChecks: Map<string, HealthCheck>;
  readonly queryLogs: Map<string, QueryLog>;
  readonly users: Map<string, User>;
  readonly roles: Map<string, Role>;
  /** By ARN, as are the maps below. */
  readonly policies: Map<string, ManagedPolicy>;
  readonly openIdConnectProviders: Map<string, OpenIdConnectProvider>;
  readonly secrets: Map<string, Secret>;
  readonly parameters: Map<string, Parameter>;
  readonly keys: Map<string, Key>;
  readonly keyAliases: Map<string, string>;
  readonly logGroups: Map<string, LogGroup>;
  /** By region and name. */
  readonly logPolicies: Map<string, string>;
  readonly podIdentities: Map<string, PodIdentityAssociation>;
  readonly loadBalancers: Map<string, LoadBalancer>;
  /** How often an id was made of the same seed. */
  readonly seeds: Map<string, number>;
}

export interface AwsOptions {
  /** Account of a provider configuration that names none. @default 111122223333 */
  readonly account?: string;
  /** Account by profile name. */
  readonly profiles?: Readonly<Record<string, string>>;
}

export function createAws({ account = '111122223333', profiles = {} }: AwsOptions = {}): Aws {
  return { accounts: new Map(), profiles: new Map(Object.entries(profiles)), defaultAccount: account };
}

/** An account; a new one is empty. */
export function accountOf(aws: Aws, id = aws.defaultAccount): Account {
  const found = aws.accounts.get(id);
  if (found !== undefined) return found;
  const map = <T>() => new Map<string, T>();
  const account: Account = {
    id,
    zones: map(),
    delegationSets: map(),
    healthChecks: map(),
    queryLogs: map(),
    users: map(),
    roles: map(),
    policies: map(),
    openIdConnectProviders: map(),
    secrets: map(),
    parameters: map(),
    keys: map(),
    keyAliases: map(),
    logGroups: map(),
    logPolicies: map(),
    podIdentities: map(),
    loadBalancers: map(),
    seeds: map(),
  };
  aws.accounts.set(id, account);
  return account;
}

/** The account and region of a provider configuration: by role, else by profile, else the default account. */
export function sessionFor(aws: Aws, config: Values): Session {
  const region = text(config.region);
  if (region === undefined) {
    throw new AwsError('provider', 'Configure', 'InvalidRegion', 'Missing region configuration', 400);
  }
  if (!/^[a-z]{2}(-[a-z]+)+-\d$/.test(region)) {
    throw new AwsError('provider', 'Configure', 'InvalidRegion', `Invalid AWS Region: ${region}`, 400);
  }
  const role = blocks(config.assume_role)
    .map((block) => text(block.role_arn))
    .filter((arn) => arn !== undefined)
    .pop();
  const profile = text(config.profile);
  const roleAccount = role === undefined ? undefined : /^arn:[\w-]+:iam::(\d{12}):role\/.+$/.exec(role)?.[1];
  if (role !== undefined && roleAccount === undefined) {
    throw new AwsError('STS', 'AssumeRole', 'ValidationError', `${role} is invalid`, 400);
  }
  const account = accountOf(aws, roleAccount ?? aws.profiles.get(profile ?? '') ?? aws.defaultAccount);
  const allowed = texts(config.allowed_account_ids);
  if (allowed.length > 0 && !allowed.includes(account.id)) {
    throw new AwsError('provider', 'Configure', 'AccountNotAllowed', `AWS account ID not allowed: ${account.id}`, 400);
  }
  return { aws, account, region, defaultTags: stringMap(blocks(config.default_tags)[0]?.tags) };
}

/** A refusal of AWS, or of the provider where the service is `provider`. */
export class AwsError extends Error {
  constructor(
    readonly service: string,
    readonly operation: string,
    readonly code: string,
    message: string,
    readonly status: number,
  ) {
    super(message);
  }
}

/** An error as the provider prints it. */
export function describeAwsError(error: unknown): string {
  if (!(error instanceof AwsError)) {
    return `the provider of the tests failed: ${String((error as Error).stack ?? error)}`;
  }
  const { service, operation, code, message, status } = error;
  if (service === 'provider') return message;
  // The provider unwraps this one error.
  if (code === 'InvalidChangeBatch') return `${code}: ${message}`;
  const request = digest(`${operation} ${code} ${message}`).slice(0, 32);
  const id = request.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  const prefix = `operation error ${service}: ${operation}, https response error StatusCode: ${status}, RequestID: ${id}`;
  return `${prefix}, ${code}: ${message}`;
}

/** An id that depends on what it names and on nothing else, so that runs are alike. */
export function idOf(
  account: Account,
  seed: string,
  length: number,
  alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789',
): string {
  const count = (account.seeds.get(seed) ?? 0) + 1;
  account.seeds.set(seed, count);
  const hash = createHash('sha512').update(`${account.id} ${seed} ${count}`).digest();
  return Array.from({ length }, (_, index) => alphabet[hash[index % hash.length] % alphabet.length]).join('');
}

export function uuidOf(account: Account, seed: string): string {
  return idOf(account, seed, 32, '0123456789abcdef').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

export function digest(seed: string): string {
  return createHash('sha256').update(seed).digest('hex');
}

/** One instant for everything, so that output is the same on every run. */
export const created = '2026-01-01T00:00:00Z';
