import { QueryLog, refused, SigningKey, zoneOf } from './route53';
import { digest, uuidOf } from './world';
import { Session } from '../provider/resource';

/** What Route 53 must be allowed to do with the key of a key-signing key. */
const signingActions = ['kms:DescribeKey', 'kms:GetPublicKey', 'kms:Sign'];
const dnssecService = 'dnssec-route53.amazonaws.com';

export function createKeySigningKey(
  session: Session,
  zoneId: string,
  name: string,
  kmsArn: string,
  status: 'ACTIVE' | 'INACTIVE',
): SigningKey {
  const operation = 'CreateKeySigningKey';
  const zone = zoneOf(session, zoneId, operation);
  if (zone.vpcs.length > 0) {
    throw refused(operation, 'InvalidArgument', 'DNSSEC signing is not supported for private hosted zones.');
  }
  if (!/^[A-Za-z0-9_]{3,128}$/.test(name)) {
    throw refused(operation, 'InvalidKeySigningKeyName', `The key-signing key name '${name}' is invalid.`);
  }
  if (zone.signingKeys.has(name)) {
    throw refused(
      operation,
      'KeySigningKeyAlreadyExists',
      `A key-signing key with name '${name}' already exists in hosted zone ${zone.id}.`,
      409,
    );
  }
  const limit = 2;
  if (zone.signingKeys.size >= limit) {
    throw refused(
      operation,
      'TooManyKeySigningKeys',
      `Hosted zone ${zone.id} has reached its limit of ${limit} key-signing keys.`,
    );
  }
  checkKmsKey(session, operation, kmsArn);
  const hash = digest(`${zone.id} ${name} ${kmsArn}`);
  const key: SigningKey = {
    name,
    kmsArn,
    status,
    keyTag: parseInt(hash.slice(0, 4), 16),
    publicKey: Buffer.from(hash + hash, 'hex').toString('base64'),
    digest: digest(hash).toUpperCase(),
  };
  zone.signingKeys.set(name, key);
  return key;
}

function checkKmsKey({ account }: Session, operation: string, arn: string): void {
  const key = account.keys.get(arn);
  const invalid = (what: string) => refused(operation, 'InvalidKMSArn', what);
  if (key === undefined) throw invalid(`The CMK with ARN '${arn}' does not exist.`);
  if (key.region !== 'us-east-1') throw invalid(`The CMK with ARN '${arn}' must be in region us-east-1.`);
  if (key.spec !== 'ECC_NIST_P256' || key.usage !== 'SIGN_VERIFY') {
    throw invalid(
      `The CMK with ARN '${arn}' must be asymmetric with key spec ECC_NIST_P256 and key usage SIGN_VERIFY.`,
    );
  }
  if (!key.enabled || key.pendingDeletion) throw invalid(`The CMK with ARN '${arn}' is not enabled.`);
  if (!signingActions.every((action) => grants(key.policy, action, arn))) {
    throw invalid(
      `The CMK with ARN '${arn}' did not grant all required permissions for DNSSEC usage. Please review your key-policy, and verify that you and Route 53 have permissions to perform the following actions: DescribeKey, GetPublicKey, and Sign.`,
    );
  }
}

interface KeyStatement {
  readonly Effect: string;
  readonly Principal?: { readonly Service?: string | readonly string[] };
  readonly Action?: string | readonly string[];
  readonly Resource?: string | readonly string[];
}

function grants(policy: string, action: string, arn: string): boolean {
  const { Statement: statements } = JSON.parse(policy) as { Statement: KeyStatement | KeyStatement[] };
  return [statements]
    .flat()
    .some(
      (statement) =>
        statement.Effect === 'Allow' &&
        [statement.Principal?.Service ?? []].flat().includes(dnssecService) &&
        [statement.Action ?? []].flat().some((pattern) => pattern === action || pattern === 'kms:*') &&
        [statement.Resource ?? []].flat().some((resource) => resource === '*' || resource === arn),
    );
}

export function setKeySigningKeyStatus(
  session: Session,
  zoneId: string,
  name: string,
  status: 'ACTIVE' | 'INACTIVE',
): void {
  const operation = status === 'ACTIVE' ? 'ActivateKeySigningKey' : 'DeactivateKeySigningKey';
  const zone = zoneOf(session, zoneId, operation);
  const key = zone.signingKeys.get(name);
  if (key === undefined) {
    throw refused(operation, 'NoSuchKeySigningKey', `No key-signing key '${name}' in hosted zone ${zone.id}.`, 404);
  }
  const others = [...zone.signingKeys.values()].filter((other) => other !== key && other.status === 'ACTIVE');
  if (status === 'INACTIVE' && zone.signing && others.length === 0) {
    throw refused(
      operation,
      'KeySigningKeyInUse',
      `Key-signing key '${name}' is the only active one of hosted zone ${zone.id}, which is signing.`,
    );
  }
  key.status = status;
}

export function deleteKeySigningKey(session: Session, zoneId: string, name: string): void {
  const zone = zoneOf(session, zoneId, 'DeleteKeySigningKey');
  if (zone.signingKeys.get(name)?.status === 'ACTIVE') setKeySigningKeyStatus(session, zoneId, name, 'INACTIVE');
  zone.signingKeys.delete(name);
}

export function enableDnssec(session: Session, zoneId: string): void {
  const zone = zoneOf(session, zoneId, 'EnableHostedZoneDNSSEC');
  if (![...zone.signingKeys.values()].some(({ status }) => status === 'ACTIVE')) {
    const what = `Hosted zone with ID '${zone.id}' does not have a Key Signing Key in ACTIVE status.`;
    throw refused('EnableHostedZoneDNSSEC', 'KeySigningKeyWithActiveStatusNotFound', what);
  }
  zone.signing = true;
}

export function disableDnssec(session: Session, zoneId: string): void {
  zoneOf(session, zoneId, 'DisableHostedZoneDNSSEC').signing = false;
}

export function createQueryLog(session: Session, zoneId: string, logGroupArn: string): QueryLog {
  const operation = 'CreateQueryLoggingConfig';
  const { account } = session;
  const zone = zoneOf(session, zoneId, operation);
  if (zone.vpcs.length > 0) {
    throw refused(operation, 'InvalidInput', 'Query logging is not supported for private hosted zones.');
  }
  if ([...account.queryLogs.values()].some((log) => log.zoneId === zone.id)) {
    throw refused(
      operation,
      'QueryLoggingConfigAlreadyExists',
      `A query logging configuration already exists for hosted zone ${zone.id}.`,
      409,
    );
  }
  const arn = logGroupArn.replace(/:\*$/, '');
  const region = arn.split(':')[3];
  if (region !== 'us-east-1') {
    throw refused(operation, 'InvalidInput', `The log group ${logGroupArn} must be in region us-east-1.`);
  }
  if (!account.logGroups.has(arn)) {
    throw refused(
      operation,
      'NoSuchCloudWatchLogsLogGroup',
      `The specified log group doesn't exist: ${logGroupArn}`,
      404,
    );
  }
  if (![...account.logPolicies].some(([name, policy]) => name.startsWith('us-east-1/') && lets(policy, arn))) {
    const what =
      "Amazon Route 53 doesn't have the permissions required to create log streams and send query logs to log streams.";
    throw refused(operation, 'InsufficientCloudWatchLogsResourcePolicy', what);
  }
  const log = { id: uuidOf(account, `query log ${zone.name}`), zoneId: zone.id, logGroupArn };
  account.queryLogs.set(log.id, log);
  return log;
}

/** Whether a resource policy of CloudWatch Logs lets Route 53 write to the group. */
function lets(policy: string, arn: string): boolean {
  const { Statement: statements } = JSON.parse(policy) as { Statement: KeyStatement | KeyStatement[] };
  return ['logs:CreateLogStream', 'logs:PutLogEvents'].every((action) =>
    [statements]
      .flat()
      .some(
        (statement) =>
          statement.Effect === 'Allow' &&
          [statement.Principal?.Service ?? []].flat().includes('route53.amazonaws.com') &&
          [statement.Action ?? []].flat().some((pattern) => pattern === action || pattern === 'logs:*') &&
          [statement.Resource ?? []].flat().some((resource) => covers(resource, `${arn}:log-stream:x`)),
      ),
  );
}

function covers(pattern: string, arn: string): boolean {
  const expression = pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*');
  return new RegExp(`^${expression}$`).test(arn);
}
