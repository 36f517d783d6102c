import { AwsError, idOf, Session, uuidOf } from '../aws/world';
import { ResourceType } from '../provider/resource';
import { Values } from '../provider/schema';
import { stringMap, text } from '../provider/wire';

/*
 * Where keys are handed over: Secrets Manager and Parameter Store.
 */

const secret: ResourceType = {
  label: 'Secrets Manager Secret',
  defaults: { recovery_window_in_days: 30, force_overwrite_replica_secret: false },
  forceNew: ['name'],
  create({ account, region }, values) {
    const name = String(values.name);
    const refused = (code: string, message: string) => new AwsError('Secrets Manager', 'CreateSecret', code, message);
    if (!/^[\w/+=.@-]{1,512}$/.test(name)) throw refused('ValidationException', `Invalid name: ${name}`);
    const taken = [...account.secrets.values()].find((other) => other.name === name && other.region === region);
    if (taken?.pendingDeletion === true) {
      const what = 'a secret with this name is already scheduled for deletion.';
      throw refused('InvalidRequestException', `You can't create this secret because ${what}`);
    }
    if (taken !== undefined) throw refused('ResourceExistsException', `the secret ${name} already exists.`);
    const suffix = idOf(account, `secret ${region} ${name}`, 6);
    const arn = `arn:aws:secretsmanager:${region}:${account.id}:secret:${name}-${suffix}`;
    const [description, kmsKeyId] = [text(values.description) ?? '', text(values.kms_key_id) ?? ''];
    const tags = stringMap(values.tags_all);
    account.secrets.set(arn, {
      name,
      region,
      description,
      kmsKeyId,
      tags,
      versions: new Map(),
      pendingDeletion: false,
    });
    return { id: arn };
  },
  read({ account }, { id }) {
    const found = account.secrets.get(String(id));
    if (found === undefined || found.pendingDeletion) return undefined;
    const { name, description, kmsKeyId, tags } = found;
    return { arn: id, name, description, kms_key_id: kmsKeyId, tags_all: tags };
  },
  update({ account }, values) {
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
  sensitive: ['secret_string'],
  forceNew: ['secret_id', 'secret_string'],
  create({ account }, { secret_id: id, secret_string: value }) {
    const version = uuidOf(account, `version ${String(id)}`);
    account.secrets.get(String(id))!.versions.set(version, String(value));
    return { id: `${String(id)}|${version}`, version_id: version, version_stages: ['AWSCURRENT'] };
  },
  read({ account }, { id }) {
    const [arn, version] = String(id).split('|');
    const value = account.secrets.get(arn)?.versions.get(version);
    return value === undefined ? undefined : { arn, secret_string: value };
  },
  // The value of a current version cannot be deleted; the secret takes it with itself.
  delete: () => undefined,
};

const parameter: ResourceType = {
  label: 'SSM Parameter',
  sensitive: ['value'],
  forceNew: ['name'],
  create(session, values) {
    const [arn, name] = [parameterArn(session, values), String(values.name)];
    const refused = (code: string, message: string) => new AwsError('SSM', 'PutParameter', code, message);
    if (!/^(\/[\w.-]+)+$/.test(name)) throw refused('ValidationException', `Invalid parameter name: ${name}`);
    if (/^\/(aws|ssm)/i.test(name)) {
      throw refused('AccessDeniedException', `No access to reserved parameter name: ${name}.`);
    }
    if (session.account.parameters.has(arn)) {
      throw refused('ParameterAlreadyExists', `The parameter ${name} already exists.`);
    }
    putParameter(session, values);
    return { id: name };
  },
  read(session, state) {
    const arn = parameterArn(session, state);
    const found = session.account.parameters.get(arn);
    if (found === undefined) return undefined;
    const { name, type, value, version, description, keyId, tags } = found;
    return { arn, name, type, value, version, description, key_id: keyId, tags_all: tags };
  },
  update: putParameter,
  delete: (session, state) => void session.account.parameters.delete(parameterArn(session, state)),
};

const parameterArn = ({ account, region }: Session, { name }: Values): string =>
  `arn:aws:ssm:${region}:${account.id}:parameter${String(name)}`;

function putParameter(session: Session, values: Values): void {
  const arn = parameterArn(session, values);
  session.account.parameters.set(arn, {
    name: String(values.name),
    type: String(values.type),
    value: String(values.value),
    keyId: text(values.key_id) ?? 'alias/aws/ssm',
    description: text(values.description) ?? '',
    version: (session.account.parameters.get(arn)?.version ?? 0) + 1,
    tags: stringMap(values.tags_all),
  });
}

export const keyStoreResources: Readonly<Record<string, ResourceType>> = {
  aws_secretsmanager_secret: secret,
  aws_secretsmanager_secret_version: secretVersion,
  aws_ssm_parameter: parameter,
};
