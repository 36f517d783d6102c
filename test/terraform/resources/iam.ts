import { createHash } from 'crypto';
import { Account, AwsError, idOf, PodIdentity, Principal, Role, Session, User } from '../aws/world';
import { ResourceType } from '../provider/resource';
import { Values } from '../provider/schema';
import { stringMap, text } from '../provider/wire';

const refused = (operation: string, code: string, message: string): AwsError =>
  new AwsError('IAM', operation, code, message);

function newPrincipal(account: Account, kind: 'user' | 'role', values: Values): Principal {
  const [operation, name] = [kind === 'user' ? 'CreateUser' : 'CreateRole', String(values.name)];
  if (!/^[\w+=,.@-]{1,64}$/.test(name)) {
    const what = `Value '${name}' at '${kind}Name' failed to satisfy constraint: [\\w+=,.@-]+, at most 64 characters`;
    throw refused(operation, 'ValidationError', what);
  }
  const taken = [...(kind === 'user' ? account.users : account.roles).keys()];
  if (taken.some((other) => other.toLowerCase() === name.toLowerCase())) {
    throw refused(operation, 'EntityAlreadyExists', `${kind} with name ${name} already exists.`);
  }
  return {
    name,
    arn: `arn:aws:iam::${account.id}:${kind}/${name}`,
    uniqueId: idOf(account, `${kind} ${name}`, 21),
    inline: new Map(),
    boundary: text(values.permissions_boundary),
    tags: stringMap(values.tags_all),
  };
}

const valuesOf = ({ name, arn, uniqueId, boundary, tags }: Principal): Values => ({
  name,
  arn,
  unique_id: uniqueId,
  permissions_boundary: boundary ?? null,
  tags_all: tags,
});

function update(principal: Principal, values: Values): void {
  principal.boundary = text(values.permissions_boundary);
  principal.tags = stringMap(values.tags_all);
}

const user: ResourceType = {
  label: 'IAM User',
  isSlow: true,
  defaults: { path: '/', force_destroy: false },
  forceNew: ['name'],
  create({ account }, values) {
    const made: User = { ...newPrincipal(account, 'user', values), accessKeys: new Map() };
    account.users.set(made.name, made);
    return { id: made.name };
  },
  read({ account }, { id }) {
    const found = account.users.get(String(id));
    return found && valuesOf(found);
  },
  update: ({ account }, values) => update(account.users.get(String(values.id))!, values),
  delete: ({ account }, { id }) => void account.users.delete(String(id)),
};

const role: ResourceType = {
  label: 'IAM Role',
  isSlow: true,
  defaults: { path: '/', force_detach_policies: false, max_session_duration: 3600 },
  forceNew: ['name'],
  create({ account }, values) {
    const trust = trustOf(values, 'CreateRole');
    const made: Role = { ...newPrincipal(account, 'role', values), trust };
    account.roles.set(made.name, made);
    return { id: made.name };
  },
  read({ account }, { id }) {
    const found = account.roles.get(String(id));
    return found && { ...valuesOf(found), assume_role_policy: found.trust };
  },
  update({ account }, values) {
    const found = account.roles.get(String(values.id))!;
    found.trust = trustOf(values, 'UpdateAssumeRolePolicy');
    update(found, values);
  },
  delete: ({ account }, { id }) => void account.roles.delete(String(id)),
};

function trustOf({ assume_role_policy: document }: Values, operation: string): string {
  const trust = String(document);
  const { Statement: statements } = JSON.parse(trust) as { Statement: { Principal: { Federated?: string } }[] };
  for (const { Principal: principal } of statements) {
    const { Federated: federated } = principal;
    if (federated !== undefined && !/^arn:[\w-]+:iam::\d{12}:oidc-provider\/.+$/.test(federated)) {
      throw refused(operation, 'MalformedPolicyDocument', `Invalid principal in policy: "Federated":"${federated}"`);
    }
  }
  return trust;
}

const inlinePolicy = (kind: 'user' | 'role'): ResourceType => {
  const ownerOf = ({ account }: Session, values: Values): User | Role | undefined =>
    (kind === 'user' ? account.users : account.roles).get(String(values[kind]));
  const put = (session: Session, values: Values) => {
    const owner = ownerOf(session, values);
    if (owner === undefined) {
      const what = `The ${kind} with name ${String(values[kind])} cannot be found.`;
      throw refused('PutPolicy', 'NoSuchEntity', what);
    }
    owner.inline.set(String(values.name), String(values.policy));
  };
  return {
    label: `IAM policy of a ${kind}`,
    forceNew: ['name', kind],
    create(session, values) {
      put(session, values);
      return { id: `${String(values[kind])}:${String(values.name)}` };
    },
    read(session, state) {
      const policy = ownerOf(session, state)?.inline.get(String(state.name));
      return policy === undefined ? undefined : { policy };
    },
    update: put,
    delete: (session, state) => void ownerOf(session, state)?.inline.delete(String(state.name)),
  };
};

const accessKey: ResourceType = {
  label: 'IAM Access Key',
  defaults: { status: 'Active' },
  sensitive: ['secret', 'ses_smtp_password_v4'],
  forceNew: ['user'],
  create({ account }, { user: name }) {
    const owner = account.users.get(String(name));
    if (owner === undefined) {
      throw refused('CreateAccessKey', 'NoSuchEntity', `The user with name ${String(name)} cannot be found.`);
    }
    const id = `AKIA${idOf(account, `access key ${owner.name}`, 16)}`;
    const secret = createHash('sha256').update(id).digest('base64').slice(0, 40);
    owner.accessKeys.set(id, { id, secret });
    return { id, secret };
  },
  read: ({ account }, { id, user: name }) =>
    account.users.get(String(name))?.accessKeys.has(String(id)) === true ? {} : undefined,
  delete: ({ account }, { id, user: name }) => void account.users.get(String(name))?.accessKeys.delete(String(id)),
};

const podIdentity: ResourceType = {
  label: 'EKS Pod Identity Association',
  forceNew: ['cluster_name', 'namespace', 'service_account'],
  create({ account, region }, values) {
    const key = [region, values.cluster_name, values.namespace, values.service_account].join('/');
    const eksRefused = (code: string, message: string) =>
      new AwsError('EKS', 'CreatePodIdentityAssociation', code, message);
    if (account.podIdentities.has(key)) {
      throw eksRefused('ResourceInUseException', `Association already exists: ${key}`);
    }
    const roleArn = String(values.role_arn);
    const found = [...account.roles.values()].find(({ arn }) => arn === roleArn);
    if (found === undefined) {
      throw eksRefused('InvalidParameterException', `Role provided in the request does not exist: ${roleArn}`);
    }
    if (!['pods.eks.amazonaws.com', 'sts:AssumeRole', 'sts:TagSession'].every((word) => found.trust.includes(word))) {
      throw eksRefused('InvalidParameterException', `Trust policy of ${roleArn} must allow pods.eks.amazonaws.com`);
    }
    account.podIdentities.set(key, {
      id: `a-${idOf(account, key, 17)}`,
      clusterName: String(values.cluster_name),
      namespace: String(values.namespace),
      serviceAccount: String(values.service_account),
      roleArn,
      tags: stringMap(values.tags_all),
    });
    return { id: account.podIdentities.get(key)!.id };
  },
  read({ account }, { id }) {
    const found = identityOf(account, id)?.[1];
    return found && { association_id: found.id, role_arn: found.roleArn, tags_all: found.tags };
  },
  update({ account }, values) {
    const found = identityOf(account, values.id)![1];
    found.roleArn = String(values.role_arn);
    found.tags = stringMap(values.tags_all);
  },
  delete: ({ account }, { id }) => void account.podIdentities.delete(identityOf(account, id)?.[0] ?? ''),
};

function identityOf({ podIdentities }: Account, id: unknown): [string, PodIdentity] | undefined {
  return [...podIdentities].find(([, candidate]) => candidate.id === id);
}

export const iamResources: Readonly<Record<string, ResourceType>> = {
  aws_iam_user: user,
  aws_iam_user_policy: inlinePolicy('user'),
  aws_iam_role: role,
  aws_iam_role_policy: inlinePolicy('role'),
  aws_iam_access_key: accessKey,
  aws_eks_pod_identity_association: podIdentity,
};
