import { nameOf } from './names';
import {
  checkKeyPolicy,
  createKey,
  createKeyAlias,
  createLogGroup,
  createPodIdentityAssociation,
  createSecret,
  putLogResourcePolicy,
  putParameter,
  putSecretValue,
} from '../aws/services';
import { ResourceType } from '../provider/resource';
import { Values } from '../provider/schema';
import { flag, stringMap, text, whole } from '../provider/wire';

const key: ResourceType = {
  label: 'KMS Key',
  defaults: {
    key_usage: 'ENCRYPT_DECRYPT',
    customer_master_key_spec: 'SYMMETRIC_DEFAULT',
    is_enabled: true,
    enable_key_rotation: false,
    bypass_policy_lockout_safety_check: false,
  },
  forceNew: ['key_usage', 'customer_master_key_spec', 'multi_region', 'custom_key_store_id', 'xks_key_id'],
  json: ['policy'],
  validate: ({ deletion_window_in_days: days }) =>
    typeof days === 'number' && (days < 7 || days > 30)
      ? [
          {
            summary: `expected deletion_window_in_days to be in the range (7 - 30), got ${days}`,
            attribute: 'deletion_window_in_days',
          },
        ]
      : [],
  create(session, values) {
    const made = createKey(session, {
      spec: String(values.customer_master_key_spec),
      usage: String(values.key_usage),
      multiRegion: flag(values.multi_region),
      description: text(values.description) ?? '',
      enabled: flag(values.is_enabled),
      rotation: flag(values.enable_key_rotation),
      policy: text(values.policy),
      tags: stringMap(values.tags_all),
    });
    return { id: made.id };
  },
  read({ account }, { id }) {
    const found = [...account.keys.values()].find((candidate) => candidate.id === id && !candidate.pendingDeletion);
    return (
      found && {
        arn: found.arn,
        key_id: found.id,
        policy: found.policy,
        description: found.description,
        is_enabled: found.enabled,
        enable_key_rotation: found.rotation,
        rotation_period_in_days: found.rotation ? 365 : null,
        multi_region: found.multiRegion,
        tags_all: found.tags,
      }
    );
  },
  update({ account }, prior, values) {
    const found = account.keys.get(String(prior.arn))!;
    if (prior.policy !== values.policy) checkKeyPolicy('PutKeyPolicy', String(values.policy));
    found.policy = String(values.policy);
    found.description = text(values.description) ?? '';
    found.enabled = flag(values.is_enabled);
    found.rotation = flag(values.enable_key_rotation);
    found.tags = stringMap(values.tags_all);
  },
  delete({ account }, { arn }) {
    account.keys.get(String(arn))!.pendingDeletion = true;
  },
};

const keyAlias: ResourceType = {
  label: 'KMS Alias',
  forceNew: ['name', 'name_prefix'],
  create: (session, values) => {
    const name = nameOf(session, values);
    createKeyAlias(session, name, String(values.target_key_id));
    return { id: name, name };
  },
  read({ account, region }, { id, target_key_id: target }) {
    const arn = `arn:aws:kms:${region}:${account.id}:${String(id)}`;
    const keyArn = account.keyAliases.get(arn);
    const found = keyArn === undefined ? undefined : account.keys.get(keyArn);
    // The provider takes an id or an ARN and keeps what was configured.
    return found && { arn, target_key_arn: found.arn, target_key_id: target === found.arn ? found.arn : found.id };
  },
  update: ({ account, region }, _prior, values) => {
    const target = [...account.keys.values()].find(({ id, arn }) => [id, arn].includes(String(values.target_key_id)));
    account.keyAliases.set(`arn:aws:kms:${region}:${account.id}:${String(values.id)}`, target!.arn);
  },
  delete: ({ account, region }, { id }) =>
    void account.keyAliases.delete(`arn:aws:kms:${region}:${account.id}:${String(id)}`),
};

const retentions = [
  0, 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

const logGroup: ResourceType = {
  label: 'CloudWatch Logs Log Group',
  defaults: { retention_in_days: 0, skip_destroy: false },
  forceNew: ['name', 'name_prefix', 'log_group_class'],
  validate: ({ retention_in_days: days }) =>
    typeof days === 'number' && !retentions.includes(days)
      ? [
          {
            summary: `expected retention_in_days to be one of [${retentions.join(' ')}], got ${days}`,
            attribute: 'retention_in_days',
          },
        ]
      : [],
  create(session, values) {
    const name = nameOf(session, values);
    createLogGroup(session, name, whole(values.retention_in_days) ?? 0, stringMap(values.tags_all));
    return { id: name, name };
  },
  read({ account, region }, { id }) {
    const found = account.logGroups.get(`arn:aws:logs:${region}:${account.id}:log-group:${String(id)}`);
    return (
      found && {
        name: found.name,
        arn: found.arn,
        retention_in_days: found.retention,
        log_group_class: 'STANDARD',
        deletion_protection_enabled: false,
        tags_all: found.tags,
      }
    );
  },
  update({ account }, prior, values) {
    const found = account.logGroups.get(String(prior.arn))!;
    found.retention = whole(values.retention_in_days) ?? 0;
    found.tags = stringMap(values.tags_all);
  },
  delete({ account }, { arn, skip_destroy: skip }) {
    if (!flag(skip)) account.logGroups.delete(String(arn));
  },
};

const logPolicy: ResourceType = {
  label: 'CloudWatch Logs Resource Policy',
  forceNew: ['policy_name'],
  json: ['policy_document'],
  create(session, { policy_name: name, policy_document: document }) {
    putLogResourcePolicy(session, String(name), String(document));
    return { id: String(name) };
  },
  read({ account, region }, { id }) {
    const document = account.logPolicies.get(`${region}/${String(id)}`);
    return document === undefined ? undefined : { policy_name: id, policy_document: document };
  },
  update: (session, _prior, values) =>
    putLogResourcePolicy(session, String(values.policy_name), String(values.policy_document)),
  delete: ({ account, region }, { id }) => void account.logPolicies.delete(`${region}/${String(id)}`),
};

const secret: ResourceType = {
  label: 'Secrets Manager Secret',
  defaults: { recovery_window_in_days: 30, force_overwrite_replica_secret: false },
  forceNew: ['name', 'name_prefix'],
  json: ['policy'],
  validate: ({ recovery_window_in_days: days }) =>
    typeof days === 'number' && days !== 0 && (days < 7 || days > 30)
      ? [
          {
            summary: `expected recovery_window_in_days to be 0 or in the range (7 - 30), got ${days}`,
            attribute: 'recovery_window_in_days',
          },
        ]
      : [],
  create(session, values) {
    const made = createSecret(session, {
      name: nameOf(session, values),
      description: text(values.description) ?? '',
      kmsKeyId: text(values.kms_key_id) ?? '',
      tags: stringMap(values.tags_all),
    });
    return { id: made.arn };
  },
  read({ account }, { id }) {
    const found = account.secrets.get(String(id));
    if (found === undefined || found.pendingDeletion) return undefined;
    return {
      arn: found.arn,
      name: found.name,
      description: found.description,
      kms_key_id: found.kmsKeyId,
      tags_all: found.tags,
    };
  },
  update({ account }, _prior, values) {
    const found = account.secrets.get(String(values.id))!;
    found.description = text(values.description) ?? '';
    found.kmsKeyId = text(values.kms_key_id) ?? '';
    found.tags = stringMap(values.tags_all);
  },
  delete({ account }, { id, recovery_window_in_days: days }) {
    if (days === 0) account.secrets.delete(String(id));
    else account.secrets.get(String(id))!.pendingDeletion = true;
  },
};

const secretVersion: ResourceType = {
  label: 'Secrets Manager Secret Version',
  sensitive: ['secret_string', 'secret_binary'],
  forceNew: ['secret_id', 'secret_string', 'secret_binary', 'secret_string_wo_version'],
  create(session, values) {
    const value = text(values.secret_string) ?? text(values.secret_binary) ?? text(values.secret_string_wo) ?? '';
    const { secret: owner, version } = putSecretValue(session, String(values.secret_id), value);
    const writeOnly = text(values.secret_string_wo) !== undefined;
    return {
      id: `${owner.arn}|${version}`,
      arn: owner.arn,
      version_id: version,
      version_stages: ['AWSCURRENT'],
      has_secret_string_wo: writeOnly,
    };
  },
  read({ account }, { id, secret_string: configured }) {
    const [arn, version] = String(id).split('|');
    const value = account.secrets.get(arn)?.versions.get(version);
    if (value === undefined) return undefined;
    const state: Values = text(configured) === undefined ? {} : { secret_string: value };
    return state;
  },
  // The value of a current version cannot be deleted; the secret takes it with itself.
  delete: () => undefined,
};

const parameterValue = (values: Values) =>
  text(values.value) ?? text(values.insecure_value) ?? text(values.value_wo) ?? '';

const parameter: ResourceType = {
  label: 'SSM Parameter',
  sensitive: ['value'],
  forceNew: ['name'],
  recomputed: { version: ['value', 'insecure_value', 'type', 'description', 'tier'] },
  validate({ type }) {
    const types = ['String', 'StringList', 'SecureString'];
    if (typeof type !== 'string' || types.includes(type)) return [];
    const names = types.map((name) => `"${name}"`).join(' ');
    return [{ summary: `expected type to be one of [${names}], got ${type}`, attribute: 'type' }];
  },
  create(session, values) {
    putParameter(session, parameterRequest(values), flag(values.overwrite));
    return { id: String(values.name), has_value_wo: text(values.value_wo) !== undefined };
  },
  read({ account, region }, { id, insecure_value: insecure }) {
    const name = String(id);
    const found = account.parameters.get(
      `arn:aws:ssm:${region}:${account.id}:parameter${name.startsWith('/') ? '' : '/'}${name}`,
    );
    if (found === undefined) return undefined;
    const secure = found.type === 'SecureString';
    return {
      name: found.name,
      arn: found.arn,
      type: found.type,
      tier: found.tier,
      version: found.version,
      description: found.description,
      data_type: 'text',
      key_id: secure ? 'alias/aws/ssm' : null,
      ...(text(insecure) === undefined ? { value: found.value } : { insecure_value: found.value }),
      tags_all: found.tags,
    };
  },
  update(session, _prior, values) {
    putParameter(session, parameterRequest(values), true);
  },
  delete: ({ account }, { arn }) => void account.parameters.delete(String(arn)),
};

function parameterRequest(values: Values) {
  return {
    name: String(values.name),
    type: String(values.type),
    value: parameterValue(values),
    tier: text(values.tier) ?? 'Standard',
    description: text(values.description) ?? '',
    tags: stringMap(values.tags_all),
  };
}

const podIdentity: ResourceType = {
  label: 'EKS Pod Identity Association',
  forceNew: ['cluster_name', 'namespace', 'service_account'],
  create(session, values) {
    const made = createPodIdentityAssociation(session, {
      clusterName: String(values.cluster_name),
      namespace: String(values.namespace),
      serviceAccount: String(values.service_account),
      roleArn: String(values.role_arn),
      tags: stringMap(values.tags_all),
    });
    return { id: made.id };
  },
  read({ account }, { id }) {
    const found = [...account.podIdentities.values()].find((candidate) => candidate.id === id);
    return (
      found && {
        association_id: found.id,
        association_arn: found.arn,
        role_arn: found.roleArn,
        disable_session_tags: false,
        tags_all: found.tags,
      }
    );
  },
  update({ account }, _prior, values) {
    const found = [...account.podIdentities.values()].find((candidate) => candidate.id === values.id)!;
    found.roleArn = String(values.role_arn);
    found.tags = stringMap(values.tags_all);
  },
  delete({ account }, { id }) {
    for (const [name, { id: candidate }] of account.podIdentities) {
      if (candidate === id) account.podIdentities.delete(name);
    }
  },
};

export const serviceResources: Readonly<Record<string, ResourceType>> = {
  aws_kms_key: key,
  aws_kms_alias: keyAlias,
  aws_cloudwatch_log_group: logGroup,
  aws_cloudwatch_log_resource_policy: logPolicy,
  aws_secretsmanager_secret: secret,
  aws_secretsmanager_secret_version: secretVersion,
  aws_ssm_parameter: parameter,
  aws_eks_pod_identity_association: podIdentity,
};
