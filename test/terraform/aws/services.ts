import { policyProblem } from './policy-grammar';
import { AwsError, idOf, uuidOf } from './world';
import { Session } from '../provider/resource';

export interface Key {
  readonly id: string;
  readonly arn: string;
  readonly region: string;
  readonly spec: string;
  readonly usage: string;
  readonly multiRegion: boolean;
  policy: string;
  description: string;
  enabled: boolean;
  rotation: boolean;
  pendingDeletion: boolean;
  tags: Record<string, string>;
}

export interface LogGroup {
  readonly arn: string;
  readonly name: string;
  readonly region: string;
  retention: number;
  tags: Record<string, string>;
}

export interface Secret {
  readonly arn: string;
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
  readonly arn: string;
  readonly name: string;
  readonly region: string;
  readonly type: string;
  value: string;
  tier: string;
  description: string;
  version: number;
  tags: Record<string, string>;
}

export interface PodIdentityAssociation {
  readonly id: string;
  readonly arn: string;
  readonly clusterName: string;
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly region: string;
  roleArn: string;
  tags: Record<string, string>;
}

const keySpecs: Readonly<Record<string, readonly string[]>> = {
  ENCRYPT_DECRYPT: ['SYMMETRIC_DEFAULT', 'RSA_2048', 'RSA_3072', 'RSA_4096'],
  SIGN_VERIFY: [
    'RSA_2048',
    'RSA_3072',
    'RSA_4096',
    'ECC_NIST_P256',
    'ECC_NIST_P384',
    'ECC_NIST_P521',
    'ECC_SECG_P256K1',
  ],
  GENERATE_VERIFY_MAC: ['HMAC_224', 'HMAC_256', 'HMAC_384', 'HMAC_512'],
};

export function createKey(
  { account, region }: Session,
  request: Pick<Key, 'spec' | 'usage' | 'multiRegion' | 'description' | 'enabled' | 'rotation' | 'tags'> & {
    policy?: string;
  },
): Key {
  const refused = (code: string, message: string) => new AwsError('KMS', 'CreateKey', code, message, 400);
  if (keySpecs[request.usage]?.includes(request.spec) !== true) {
    throw refused('ValidationException', `KeyUsage ${request.usage} is not compatible with KeySpec ${request.spec}`);
  }
  if (request.rotation && request.spec !== 'SYMMETRIC_DEFAULT') {
    throw refused('UnsupportedOperationException', 'Automatic key rotation is not supported for asymmetric keys.');
  }
  const root = `arn:aws:iam::${account.id}:root`;
  const statement = {
    Sid: 'Enable IAM User Permissions',
    Effect: 'Allow',
    Principal: { AWS: root },
    Action: 'kms:*',
    Resource: '*',
  };
  const policy =
    request.policy ?? JSON.stringify({ Version: '2012-10-17', Id: 'key-default-1', Statement: [statement] });
  checkKeyPolicy('CreateKey', policy);
  const id = uuidOf(account, `key ${region} ${request.description}`);
  const key: Key = {
    ...request,
    policy,
    id,
    region,
    arn: `arn:aws:kms:${region}:${account.id}:key/${id}`,
    pendingDeletion: false,
  };
  account.keys.set(key.arn, key);
  return key;
}

/** A key policy must leave someone who can change it. */
export function checkKeyPolicy(operation: string, policy: string): void {
  const refused = (message: string) => new AwsError('KMS', operation, 'MalformedPolicyDocumentException', message, 400);
  const problem = policyProblem(policy.replaceAll(/"Sid":\s*"[^"]*",?/g, ''), 'resource');
  if (problem !== undefined) throw refused(problem);
  if (!/kms:(\*|Put\*|PutKeyPolicy)/.test(policy)) {
    throw refused('The new key policy will not allow you to update the key policy in the future.');
  }
}

export function createKeyAlias({ account, region }: Session, name: string, target: string): string {
  const arn = `arn:aws:kms:${region}:${account.id}:${name}`;
  const refused = (code: string, message: string) => new AwsError('KMS', 'CreateAlias', code, message, 400);
  if (!/^alias\/[\w/-]+$/.test(name) || name.startsWith('alias/aws/')) {
    throw refused('InvalidAliasNameException', `Alias ${name} is not valid`);
  }
  if (account.keyAliases.has(arn)) {
    throw refused('AlreadyExistsException', `An alias with the name ${arn} already exists`);
  }
  const key = [...account.keys.values()].find((candidate) => candidate.id === target || candidate.arn === target);
  if (key === undefined || key.region !== region) throw refused('NotFoundException', `Key '${target}' does not exist`);
  account.keyAliases.set(arn, key.arn);
  return arn;
}

export function createLogGroup(
  { account, region }: Session,
  name: string,
  retention: number,
  tags: Record<string, string>,
): LogGroup {
  const refused = (code: string, message: string) =>
    new AwsError('CloudWatch Logs', 'CreateLogGroup', code, message, 400);
  if (!/^[\w./#-]{1,512}$/.test(name)) throw refused('InvalidParameterException', `Invalid log group name: ${name}`);
  const arn = `arn:aws:logs:${region}:${account.id}:log-group:${name}`;
  if (account.logGroups.has(arn)) {
    throw refused('ResourceAlreadyExistsException', 'The specified log group already exists');
  }
  const group = { arn, name, region, retention, tags };
  account.logGroups.set(arn, group);
  return group;
}

export function putLogResourcePolicy({ account, region }: Session, name: string, document: string): void {
  const refused = (code: string, message: string) =>
    new AwsError('CloudWatch Logs', 'PutResourcePolicy', code, message, 400);
  const problem = policyProblem(document, 'resource');
  if (problem !== undefined) throw refused('InvalidParameterException', problem);
  const limit = 10;
  const ofRegion = [...account.logPolicies.keys()].filter((key) => key.startsWith(`${region}/`));
  if (ofRegion.length >= limit && !account.logPolicies.has(`${region}/${name}`)) {
    throw refused('LimitExceededException', `Resource limit exceeded: at most ${limit} resource policies a region`);
  }
  account.logPolicies.set(`${region}/${name}`, document);
}

export function createSecret(
  { account, region }: Session,
  request: Pick<Secret, 'name' | 'description' | 'kmsKeyId' | 'tags'>,
): Secret {
  const { name } = request;
  const refused = (code: string, message: string) =>
    new AwsError('Secrets Manager', 'CreateSecret', code, message, 400);
  if (!/^[\w/+=.@-]{1,512}$/.test(name)) {
    throw refused(
      'ValidationException',
      'Invalid name. Must be a valid name containing alphanumeric characters, or any of the following: -/_+=.@!',
    );
  }
  const taken = [...account.secrets.values()].find((secret) => secret.name === name && secret.region === region);
  if (taken?.pendingDeletion === true) {
    throw refused(
      'InvalidRequestException',
      "You can't create this secret because a secret with this name is already scheduled for deletion.",
    );
  }
  if (taken !== undefined) {
    throw refused('ResourceExistsException', `The operation failed because the secret ${name} already exists.`);
  }
  const suffix = idOf(account, `secret ${region} ${name}`, 6);
  const arn = `arn:aws:secretsmanager:${region}:${account.id}:secret:${name}-${suffix}`;
  const secret: Secret = { ...request, arn, region, versions: new Map(), pendingDeletion: false };
  account.secrets.set(arn, secret);
  return secret;
}

export function putSecretValue(
  { account, region }: Session,
  id: string,
  value: string,
): { secret: Secret; version: string } {
  const found = [...account.secrets.values()].find(
    (secret) => secret.arn === id || (secret.name === id && secret.region === region),
  );
  const refused = (code: string, message: string) =>
    new AwsError('Secrets Manager', 'PutSecretValue', code, message, 400);
  if (found === undefined) {
    throw refused('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
  }
  const limit = 65_536;
  if (value.length > limit) {
    throw refused('ValidationException', `Secret value must have length less than or equal to ${limit}`);
  }
  const version = `terraform-${uuidOf(account, `version ${found.arn}`)}`;
  found.versions.set(version, value);
  return { secret: found, version };
}

const tiers: Readonly<Record<string, number>> = { Standard: 4096, Advanced: 8192, 'Intelligent-Tiering': 8192 };

export function putParameter(
  { account, region }: Session,
  request: Pick<Parameter, 'name' | 'type' | 'value' | 'tier' | 'description' | 'tags'>,
  overwrite: boolean,
): Parameter {
  const refused = (code: string, message: string) => new AwsError('SSM', 'PutParameter', code, message, 400);
  const { name, type, value, tier } = request;
  if (!['String', 'StringList', 'SecureString'].includes(type)) {
    throw refused('UnsupportedParameterType', `The parameter type ${type} is not supported.`);
  }
  if (!/^\/?[\w.-]+(\/[\w.-]+)*$/.test(name)) {
    throw refused(
      'ValidationException',
      'Parameter name: can\'t be prefixed with "ssm" (case-insensitive). It can contain only letters, digits and .-_ in a hierarchy that begins with /.',
    );
  }
  if (/^\/?(aws|ssm)/i.test(name)) {
    throw refused('AccessDeniedException', `No access to reserved parameter name: ${name}.`);
  }
  if (name.includes('/') && !name.startsWith('/')) {
    throw refused('ValidationException', 'Parameter name must be a fully qualified name.');
  }
  if (name.split('/').length - 1 > 15) {
    throw refused('HierarchyLevelLimitExceededException', 'A hierarchy can have at most 15 levels.');
  }
  if (value === '') throw refused('ValidationException', 'Parameter value cannot be empty.');
  if (value.length > (tiers[tier] ?? tiers.Standard)) {
    throw refused(
      'ValidationException',
      `${tier} tier parameters support a maximum parameter value of ${tiers[tier]} characters.`,
    );
  }
  const arn = `arn:aws:ssm:${region}:${account.id}:parameter${name.startsWith('/') ? '' : '/'}${name}`;
  const before = account.parameters.get(arn);
  if (before !== undefined && !overwrite) {
    throw refused(
      'ParameterAlreadyExists',
      'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
    );
  }
  const parameter = { ...request, arn, region, version: (before?.version ?? 0) + 1 };
  account.parameters.set(arn, parameter);
  return parameter;
}

export function createPodIdentityAssociation(
  { account, region }: Session,
  request: Pick<PodIdentityAssociation, 'clusterName' | 'namespace' | 'serviceAccount' | 'roleArn' | 'tags'>,
): PodIdentityAssociation {
  const refused = (code: string, message: string, status = 400) =>
    new AwsError('EKS', 'CreatePodIdentityAssociation', code, message, status);
  const { clusterName, namespace, serviceAccount, roleArn } = request;
  const key = `${region}/${clusterName}/${namespace}/${serviceAccount}`;
  if (account.podIdentities.has(key)) {
    throw refused('ResourceInUseException', `Association already exists: ${account.podIdentities.get(key)!.id}`, 409);
  }
  const role = [...account.roles.values()].find((candidate) => candidate.arn === roleArn);
  if (role === undefined) {
    throw refused('InvalidParameterException', `Role provided in the request does not exist: ${roleArn}`);
  }
  if (!role.trust.includes('pods.eks.amazonaws.com') || !role.trust.includes('sts:TagSession')) {
    throw refused(
      'InvalidParameterException',
      'Trust policy of the role must allow pods.eks.amazonaws.com sts:AssumeRole and sts:TagSession',
    );
  }
  const id = `a-${idOf(account, key, 17, 'abcdefghijklmnopqrstuvwxyz0123456789')}`;
  const arn = `arn:aws:eks:${region}:${account.id}:podidentityassociation/${clusterName}/${id}`;
  const association = { ...request, id, arn, region };
  account.podIdentities.set(key, association);
  return association;
}
