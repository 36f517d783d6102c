import { createHash } from 'crypto';
import { HostedZone, refused, zoneOf } from '../aws/route53';
import { AwsError, idOf, Session, uuidOf } from '../aws/world';
import { ResourceType } from '../provider/resource';
import { stringMap, text, whole } from '../provider/wire';

/*
 * What stands beside a zone: its signing with a key of KMS, and the log of its queries in CloudWatch Logs.
 */

const kmsKey: ResourceType = {
  label: 'KMS Key',
  defaults: { is_enabled: true, enable_key_rotation: false, bypass_policy_lockout_safety_check: false },
  forceNew: ['key_usage', 'customer_master_key_spec'],
  create({ account, region }, values) {
    const description = String(values.description);
    const id = uuidOf(account, `key ${region} ${description}`);
    const arn = `arn:aws:kms:${region}:${account.id}:key/${id}`;
    const tags = stringMap(values.tags_all);
    const [policy, spec] = [String(values.policy), String(values.customer_master_key_spec)];
    account.keys.set(arn, { id, region, spec, policy, description, pendingDeletion: false, tags });
    return { id, arn };
  },
  read({ account }, { arn }) {
    const found = account.keys.get(String(arn));
    if (found === undefined || found.pendingDeletion) return undefined;
    return { key_id: found.id, policy: found.policy, description: found.description, tags_all: found.tags };
  },
  update({ account }, values) {
    const found = account.keys.get(String(values.arn))!;
    found.policy = String(values.policy);
    found.description = String(values.description);
    found.tags = stringMap(values.tags_all);
  },
  delete({ account }, { arn }) {
    account.keys.get(String(arn))!.pendingDeletion = true;
  },
};

const signingKey: ResourceType = {
  label: 'Route 53 Key Signing Key',
  forceNew: ['hosted_zone_id', 'name', 'key_management_service_arn'],
  defaults: { status: 'ACTIVE' },
  create(session, { hosted_zone_id: zoneId, name: given, key_management_service_arn: arn }) {
    const operation = 'CreateKeySigningKey';
    const zone = zoneOf(session, String(zoneId), operation);
    const [name, kmsArn] = [String(given), String(arn)];
    if (zone.signingKeys.has(name)) {
      const what = `A key-signing key with name '${name}' already exists in hosted zone ${zone.id}.`;
      throw refused(operation, 'KeySigningKeyAlreadyExists', what);
    }
    const problem = keyProblem(session, kmsArn);
    if (problem !== undefined) throw refused(operation, 'InvalidKMSArn', `The CMK with ARN '${kmsArn}' ${problem}`);
    const digest = createHash('sha256').update(`${zone.id} ${name} ${kmsArn}`).digest('hex').toUpperCase();
    zone.signingKeys.set(name, { name, kmsArn, keyTag: parseInt(digest.slice(0, 4), 16), digest });
    return { id: `${zone.id},${name}` };
  },
  read({ account }, { hosted_zone_id: zoneId, name }) {
    const key = account.zones.get(String(zoneId))?.signingKeys.get(String(name));
    return (
      key && { key_tag: key.keyTag, digest_value: key.digest, ds_record: `${key.keyTag} 13 2 ${key.digest}`, flag: 257 }
    );
  },
  delete(session, { hosted_zone_id: zoneId, name }) {
    const zone = zoneOf(session, String(zoneId), 'DeactivateKeySigningKey');
    if (zone.isSigning) {
      const what = `Key-signing key '${String(name)}' is the only active one of hosted zone ${zone.id}, which is signing.`;
      throw refused('DeactivateKeySigningKey', 'KeySigningKeyInUse', what);
    }
    zone.signingKeys.delete(String(name));
  },
};

function keyProblem({ account }: Session, arn: string): string | undefined {
  const key = account.keys.get(arn);
  if (key === undefined) return 'does not exist.';
  if (key.region !== 'us-east-1') return 'must be in region us-east-1.';
  if (key.spec !== 'ECC_NIST_P256') return 'must be asymmetric with key spec ECC_NIST_P256.';
  const actions = ['kms:DescribeKey', 'kms:GetPublicKey', 'kms:Sign'];
  return grants(key.policy, 'dnssec-route53.amazonaws.com', actions, '*')
    ? undefined
    : 'did not grant all required permissions for DNSSEC usage.';
}

/** Whether the policy of a key or log group lets a service of AWS do all actions. */
function grants(policy: string, service: string, actions: readonly string[], resource: string): boolean {
  const { Statement: statements } = JSON.parse(policy) as { Statement: Grant | Grant[] };
  return actions.every((action) =>
    [statements]
      .flat()
      .some(
        ({ Principal: principal, Action: allowed, Resource: on }) =>
          principal.Service === service && [allowed].flat().includes(action) && on === resource,
      ),
  );
}

interface Grant {
  readonly Principal: { readonly Service?: string };
  readonly Action: string | string[];
  readonly Resource: string;
}

const dnssec: ResourceType = {
  label: 'Route 53 Hosted Zone DNSSEC',
  forceNew: ['hosted_zone_id'],
  defaults: { signing_status: 'SIGNING' },
  create(session, { hosted_zone_id: zoneId }) {
    const zone: HostedZone = zoneOf(session, String(zoneId), 'EnableHostedZoneDNSSEC');
    if (zone.signingKeys.size === 0) {
      const what = `Hosted zone with ID '${zone.id}' does not have a Key Signing Key in ACTIVE status.`;
      throw refused('EnableHostedZoneDNSSEC', 'KeySigningKeyWithActiveStatusNotFound', what);
    }
    zone.isSigning = true;
    return { id: zone.id };
  },
  read({ account }, { id }) {
    const found = account.zones.get(String(id));
    return found && { signing_status: found.isSigning ? 'SIGNING' : 'NOT_SIGNING' };
  },
  delete(session, { id }) {
    zoneOf(session, String(id), 'DisableHostedZoneDNSSEC').isSigning = false;
  },
};

const logGroup: ResourceType = {
  label: 'CloudWatch Logs Log Group',
  defaults: { skip_destroy: false },
  forceNew: ['name'],
  create({ account, region }, values) {
    const name = String(values.name);
    const arn = `arn:aws:logs:${region}:${account.id}:log-group:${name}`;
    if (account.logGroups.has(arn)) {
      const what = 'The specified log group already exists';
      throw new AwsError('CloudWatch Logs', 'CreateLogGroup', 'ResourceAlreadyExistsException', what);
    }
    const retention = whole(values.retention_in_days) ?? 0;
    account.logGroups.set(arn, { name, region, retention, tags: stringMap(values.tags_all) });
    return { id: name, arn };
  },
  read({ account }, { arn }) {
    const found = account.logGroups.get(String(arn));
    return found && { name: found.name, retention_in_days: found.retention, tags_all: found.tags };
  },
  update({ account }, values) {
    const found = account.logGroups.get(String(values.arn))!;
    found.retention = whole(values.retention_in_days) ?? 0;
    found.tags = stringMap(values.tags_all);
  },
  delete: ({ account }, { arn }) => void account.logGroups.delete(String(arn)),
};

const logPolicy: ResourceType = {
  label: 'CloudWatch Logs Resource Policy',
  isSlow: true,
  forceNew: ['policy_name'],
  create(session, values) {
    putLogPolicy(session, values.policy_name, values.policy_document);
    return { id: values.policy_name };
  },
  read({ account, region }, { id }) {
    const document = account.logPolicies.get(`${region}/${String(id)}`);
    return document === undefined ? undefined : { policy_document: document };
  },
  update: (session, values) => putLogPolicy(session, values.policy_name, values.policy_document),
  delete: ({ account, region }, { id }) => void account.logPolicies.delete(`${region}/${String(id)}`),
};

function putLogPolicy({ account, region }: Session, name: unknown, document: unknown): void {
  account.logPolicies.set(`${region}/${String(name)}`, String(document));
}

const queryLog: ResourceType = {
  label: 'Route 53 Query Logging Config',
  forceNew: ['cloudwatch_log_group_arn', 'zone_id'],
  create(session, values) {
    const operation = 'CreateQueryLoggingConfig';
    const { account } = session;
    const zone = zoneOf(session, String(values.zone_id), operation);
    const logGroupArn = String(values.cloudwatch_log_group_arn);
    if (logGroupArn.split(':')[3] !== 'us-east-1') {
      throw refused(operation, 'InvalidInput', `The log group ${logGroupArn} must be in region us-east-1.`);
    }
    if (!account.logGroups.has(logGroupArn)) {
      const what = `The specified log group doesn't exist: ${logGroupArn}`;
      throw refused(operation, 'NoSuchCloudWatchLogsLogGroup', what);
    }
    const actions = ['logs:CreateLogStream', 'logs:PutLogEvents'];
    const isGranted = [...account.logPolicies.values()].some((policy) =>
      grants(policy, 'route53.amazonaws.com', actions, `${logGroupArn}:*`),
    );
    if (!isGranted) {
      const what = "Amazon Route 53 doesn't have the permissions required to send query logs to log streams.";
      throw refused(operation, 'InsufficientCloudWatchLogsResourcePolicy', what);
    }
    const id = idOf(account, `query log ${zone.name}`, 32);
    account.queryLogs.set(id, { zoneId: zone.id, logGroupArn });
    return { id };
  },
  read({ account }, { id }) {
    const found = account.queryLogs.get(String(id));
    return found && { zone_id: found.zoneId, cloudwatch_log_group_arn: text(found.logGroupArn) ?? null };
  },
  delete: ({ account }, { id }) => void account.queryLogs.delete(String(id)),
};

export const zoneServiceResources: Readonly<Record<string, ResourceType>> = {
  aws_kms_key: kmsKey,
  aws_route53_key_signing_key: signingKey,
  aws_route53_hosted_zone_dnssec: dnssec,
  aws_cloudwatch_log_group: logGroup,
  aws_cloudwatch_log_resource_policy: logPolicy,
  aws_route53_query_log: queryLog,
};
