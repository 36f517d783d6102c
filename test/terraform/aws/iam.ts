import { policyProblem, PolicyKind, policySize } from './policy-grammar';
import { Account, AwsError, created, digest, idOf } from './world';
import { Session } from '../provider/resource';

export interface Principal {
  readonly name: string;
  readonly path: string;
  readonly arn: string;
  readonly uniqueId: string;
  readonly inline: Map<string, string>;
  readonly attached: Set<string>;
  boundary?: string;
  tags: Record<string, string>;
}

export interface User extends Principal {
  readonly accessKeys: Map<string, AccessKey>;
}

export interface AccessKey {
  readonly id: string;
  readonly secret: string;
  readonly user: string;
  status: string;
}

export interface Role extends Principal {
  trust: string;
  description: string;
  maxSessionDuration: number;
}

export interface ManagedPolicy {
  readonly name: string;
  readonly path: string;
  readonly arn: string;
  readonly id: string;
  readonly description: string;
  document: string;
  tags: Record<string, string>;
}

export interface OpenIdConnectProvider {
  readonly arn: string;
  /** Without the scheme. */
  readonly url: string;
  clientIds: string[];
  thumbprints: string[];
  tags: Record<string, string>;
}

/** The longest documents of inline and managed policies, without white space. */
const policyLimits = { user: 2048, role: 10_240, managed: 6144, trust: 2048 };
const maxAccessKeys = 2;
const maxAttached = 10;

const refused = (operation: string, code: string, message: string): AwsError =>
  new AwsError(
    'IAM',
    operation,
    code,
    message,
    { NoSuchEntity: 404, EntityAlreadyExists: 409, LimitExceeded: 409, DeleteConflict: 409 }[code] ?? 400,
  );

export interface PrincipalRequest {
  readonly name: string;
  readonly path: string;
  readonly boundary?: string;
  readonly tags: Record<string, string>;
}

function newPrincipal(account: Account, kind: 'user' | 'role', request: PrincipalRequest): Principal {
  const operation = kind === 'user' ? 'CreateUser' : 'CreateRole';
  const title = kind === 'user' ? 'User' : 'Role';
  checkName(operation, `${kind}Name`, request.name, 64);
  const taken = [...(kind === 'user' ? account.users : account.roles).keys()].some(
    (name) => name.toLowerCase() === request.name.toLowerCase(),
  );
  if (taken) throw refused(operation, 'EntityAlreadyExists', `${title} with name ${request.name} already exists.`);
  return {
    ...request,
    arn: `arn:aws:iam::${account.id}:${kind}${request.path}${request.name}`,
    uniqueId: `${kind === 'user' ? 'AIDA' : 'AROA'}${idOf(account, `${kind} ${request.name}`, 17)}`,
    inline: new Map(),
    attached: new Set(),
  };
}

function checkName(operation: string, field: string, name: string, max: number): void {
  if (/^[\w+=,.@-]+$/.test(name) && name.length <= max) return;
  const rule =
    name.length > max ? `have length less than or equal to ${max}` : 'satisfy regular expression pattern: [\\w+=,.@-]+';
  throw refused(
    operation,
    'ValidationError',
    `1 validation error detected: Value '${name}' at '${field}' failed to satisfy constraint: Member must ${rule}`,
  );
}

export function createUser({ account }: Session, request: PrincipalRequest): User {
  const user: User = { ...newPrincipal(account, 'user', request), accessKeys: new Map() };
  account.users.set(user.name, user);
  return user;
}

export function createRole(
  { account }: Session,
  request: PrincipalRequest & Pick<Role, 'trust' | 'description' | 'maxSessionDuration'>,
): Role {
  checkDocument('CreateRole', request.trust, 'trust', policyLimits.trust, `role ${request.name}`);
  const { trust, description, maxSessionDuration } = request;
  if (maxSessionDuration < 3600 || maxSessionDuration > 43_200) {
    throw refused(
      'CreateRole',
      'ValidationError',
      `1 validation error detected: Value '${maxSessionDuration}' at 'maxSessionDuration' failed to satisfy constraint: Member must have value between 3600 and 43200`,
    );
  }
  const role: Role = { ...newPrincipal(account, 'role', request), trust, description, maxSessionDuration };
  account.roles.set(role.name, role);
  return role;
}

export function updateTrust(session: Session, name: string, trust: string): void {
  checkDocument('UpdateAssumeRolePolicy', trust, 'trust', policyLimits.trust, `role ${name}`);
  principalOf(session, 'role', name, 'UpdateAssumeRolePolicy').trust = trust;
}

export function deletePrincipal(session: Session, kind: 'user' | 'role', name: string, force: boolean): void {
  const operation = kind === 'user' ? 'DeleteUser' : 'DeleteRole';
  const principal = principalOf(session, kind, name, operation);
  if (force) {
    if ('accessKeys' in principal) principal.accessKeys.clear();
    principal.inline.clear();
    principal.attached.clear();
  }
  const conflict = (what: string) => refused(operation, 'DeleteConflict', `Cannot delete entity, must ${what} first.`);
  if ('accessKeys' in principal && principal.accessKeys.size > 0) throw conflict('delete access keys');
  if (principal.inline.size > 0) throw conflict('delete policies');
  if (principal.attached.size > 0) throw conflict('detach all policies');
  (kind === 'user' ? session.account.users : session.account.roles).delete(name);
}

export function principalOf(session: Session, kind: 'user', name: string, operation: string): User;
export function principalOf(session: Session, kind: 'role', name: string, operation: string): Role;
export function principalOf(session: Session, kind: 'user' | 'role', name: string, operation: string): User | Role;
export function principalOf({ account }: Session, kind: 'user' | 'role', name: string, operation: string): User | Role {
  const found = kind === 'user' ? account.users.get(name) : account.roles.get(name);
  const title = kind === 'user' ? 'user' : 'role';
  if (found === undefined) throw refused(operation, 'NoSuchEntity', `The ${title} with name ${name} cannot be found.`);
  return found;
}

export function putInlinePolicy(
  session: Session,
  kind: 'user' | 'role',
  owner: string,
  name: string,
  document: string,
): void {
  const operation = kind === 'user' ? 'PutUserPolicy' : 'PutRolePolicy';
  const principal = principalOf(session, kind, owner, operation);
  checkName(operation, 'policyName', name, 128);
  const others = [...principal.inline].filter(([other]) => other !== name).map(([, text]) => policySize(text));
  const total = others.reduce((sum, size) => sum + size, 0);
  checkDocument(operation, document, 'identity', policyLimits[kind] - total, `${kind} ${owner}`, policyLimits[kind]);
  principal.inline.set(name, document);
}

export function createAccessKey(session: Session, userName: string, status: string): AccessKey {
  const operation = 'CreateAccessKey';
  const user = principalOf(session, 'user', userName, operation);
  if (user.accessKeys.size >= maxAccessKeys) {
    throw refused(operation, 'LimitExceeded', `Cannot exceed quota for AccessKeysPerUser: ${maxAccessKeys}`);
  }
  const id = `AKIA${idOf(session.account, `access key ${userName}`, 16, 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567')}`;
  const key: AccessKey = {
    id,
    secret: Buffer.from(digest(id).slice(0, 60), 'hex').toString('base64'),
    user: userName,
    status,
  };
  user.accessKeys.set(id, key);
  return key;
}

export function createPolicy(
  { account }: Session,
  request: { name: string; path: string; description: string; document: string; tags: Record<string, string> },
): ManagedPolicy {
  const operation = 'CreatePolicy';
  checkName(operation, 'policyName', request.name, 128);
  const arn = `arn:aws:iam::${account.id}:policy${request.path}${request.name}`;
  if (account.policies.has(arn)) {
    throw refused(
      operation,
      'EntityAlreadyExists',
      `A policy called ${request.name} already exists. Duplicate names are not allowed.`,
    );
  }
  checkDocument(operation, request.document, 'identity', policyLimits.managed, `policy ${request.name}`);
  const policy = { ...request, arn, id: `ANPA${idOf(account, `policy ${request.name}`, 17)}` };
  account.policies.set(arn, policy);
  return policy;
}

export function updatePolicy({ account }: Session, arn: string, document: string): void {
  const policy = account.policies.get(arn);
  if (policy === undefined) throw refused('CreatePolicyVersion', 'NoSuchEntity', `Policy ${arn} does not exist.`);
  checkDocument('CreatePolicyVersion', document, 'identity', policyLimits.managed, `policy ${policy.name}`);
  policy.document = document;
}

export function deletePolicy({ account }: Session, arn: string): void {
  const attached = [...account.users.values(), ...account.roles.values()].some((principal) =>
    principal.attached.has(arn),
  );
  if (attached) throw refused('DeletePolicy', 'DeleteConflict', 'Cannot delete a policy attached to entities.');
  account.policies.delete(arn);
}

export function attachPolicy(session: Session, kind: 'user' | 'role', owner: string, arn: string): void {
  const operation = kind === 'user' ? 'AttachUserPolicy' : 'AttachRolePolicy';
  const principal = principalOf(session, kind, owner, operation);
  if (!arn.startsWith('arn:aws:iam::aws:policy/') && !session.account.policies.has(arn)) {
    throw refused(operation, 'NoSuchEntity', `Policy ${arn} does not exist or is not attachable.`);
  }
  if (principal.attached.size >= maxAttached) {
    const quota = kind === 'user' ? 'PoliciesPerUser' : 'PoliciesPerRole';
    throw refused(operation, 'LimitExceeded', `Cannot exceed quota for ${quota}: ${maxAttached}`);
  }
  principal.attached.add(arn);
}

/** Every identity policy of a user or role, for the evaluator. */
export function policiesOf(account: Account, principal: Principal): string[] {
  const attached = [...principal.attached].map((arn) => account.policies.get(arn)?.document);
  return [...principal.inline.values(), ...attached.filter((document) => document !== undefined)];
}

export function createOpenIdConnectProvider(
  { account }: Session,
  request: Omit<OpenIdConnectProvider, 'arn'>,
): OpenIdConnectProvider {
  const operation = 'CreateOpenIDConnectProvider';
  if (!/^https:\/\//.test(request.url)) {
    throw refused(operation, 'ValidationError', `Invalid Open ID Connect Provider URL: ${request.url}`);
  }
  const url = request.url.replace(/^https:\/\//, '').replace(/\/$/, '');
  const arn = `arn:aws:iam::${account.id}:oidc-provider/${url}`;
  if (account.openIdConnectProviders.has(arn)) {
    throw refused(operation, 'EntityAlreadyExists', `Provider with url https://${url} already exists.`);
  }
  if (request.thumbprints.some((thumbprint) => thumbprint.length !== 40)) {
    throw refused(operation, 'ValidationError', 'Thumbprint must be 40 characters in length');
  }
  const thumbprints = request.thumbprints.length > 0 ? request.thumbprints : [digest(url).slice(0, 40)];
  const provider = { ...request, url, arn, thumbprints };
  account.openIdConnectProviders.set(arn, provider);
  return provider;
}

function checkDocument(
  operation: string,
  document: string,
  kind: PolicyKind,
  room: number,
  owner: string,
  limit = room,
): void {
  const problem = policyProblem(document, kind);
  if (problem !== undefined) throw refused(operation, 'MalformedPolicyDocument', problem);
  if (policySize(document) > room) {
    throw refused(operation, 'LimitExceeded', `Maximum policy size of ${limit} bytes exceeded for ${owner}`);
  }
}

export const creationDate = created;
