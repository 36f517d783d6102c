import { nameOf } from './names';
import {
  attachPolicy,
  createAccessKey,
  createOpenIdConnectProvider,
  createPolicy,
  createRole,
  createUser,
  creationDate,
  deletePolicy,
  deletePrincipal,
  principalOf,
  putInlinePolicy,
  updatePolicy,
  updateTrust,
} from '../aws/iam';
import { policyProblem } from '../aws/policy-grammar';
import { Finding, ResourceType } from '../provider/resource';
import { Values } from '../provider/schema';
import { flag, stringMap, text, texts, whole } from '../provider/wire';

const isJson =
  (attribute: string) =>
  (config: Values): Finding[] => {
    const document = config[attribute];
    if (typeof document !== 'string' || policyProblem(document, 'resource') !== 'This policy contains invalid Json') {
      return [];
    }
    return [{ summary: `"${attribute}" contains an invalid JSON policy: not a JSON object`, attribute }];
  };

const user: ResourceType = {
  label: 'IAM User',
  defaults: { path: '/', force_destroy: false },
  forceNew: ['name', 'path'],
  create(session, values) {
    const made = createUser(session, {
      name: String(values.name),
      path: String(values.path),
      boundary: text(values.permissions_boundary),
      tags: stringMap(values.tags_all),
    });
    return { id: made.name };
  },
  read({ account }, { id }) {
    const found = account.users.get(String(id));
    return (
      found && {
        name: found.name,
        path: found.path,
        arn: found.arn,
        unique_id: found.uniqueId,
        permissions_boundary: found.boundary ?? null,
        tags_all: found.tags,
      }
    );
  },
  update(session, _prior, values) {
    const found = principalOf(session, 'user', String(values.id), 'UpdateUser');
    found.tags = stringMap(values.tags_all);
    found.boundary = text(values.permissions_boundary);
  },
  delete: (session, { id, force_destroy: force }) => deletePrincipal(session, 'user', String(id), flag(force)),
};

const role: ResourceType = {
  label: 'IAM Role',
  defaults: { path: '/', force_detach_policies: false, max_session_duration: 3600 },
  forceNew: ['name', 'name_prefix', 'path'],
  json: ['assume_role_policy'],
  validate: isJson('assume_role_policy'),
  create(session, values) {
    const name = nameOf(session, values);
    createRole(session, {
      name,
      path: String(values.path),
      trust: String(values.assume_role_policy),
      description: text(values.description) ?? '',
      maxSessionDuration: whole(values.max_session_duration) ?? 3600,
      boundary: text(values.permissions_boundary),
      tags: stringMap(values.tags_all),
    });
    return { id: name };
  },
  read({ account }, { id }) {
    const found = account.roles.get(String(id));
    return (
      found && {
        name: found.name,
        path: found.path,
        arn: found.arn,
        unique_id: found.uniqueId,
        assume_role_policy: found.trust,
        description: found.description,
        max_session_duration: found.maxSessionDuration,
        create_date: creationDate,
        managed_policy_arns: [...found.attached],
        permissions_boundary: found.boundary ?? null,
        tags_all: found.tags,
      }
    );
  },
  update(session, prior, values) {
    const found = principalOf(session, 'role', String(values.id), 'UpdateRole');
    if (prior.assume_role_policy !== values.assume_role_policy) {
      updateTrust(session, found.name, String(values.assume_role_policy));
    }
    found.description = text(values.description) ?? '';
    found.maxSessionDuration = whole(values.max_session_duration) ?? 3600;
    found.boundary = text(values.permissions_boundary);
    found.tags = stringMap(values.tags_all);
  },
  delete: (session, { id, force_detach_policies: force }) => deletePrincipal(session, 'role', String(id), flag(force)),
};

const inlinePolicy = (kind: 'user' | 'role'): ResourceType => ({
  label: `IAM ${kind === 'user' ? 'User' : 'Role'} Policy`,
  forceNew: ['name', 'name_prefix', kind],
  json: ['policy'],
  validate: isJson('policy'),
  create(session, values) {
    const name = nameOf(session, values);
    putInlinePolicy(session, kind, String(values[kind]), name, String(values.policy));
    return { id: `${String(values[kind])}:${name}` };
  },
  read(session, { id }) {
    const [owner, name] = String(id).split(':');
    const found = kind === 'user' ? session.account.users.get(owner) : session.account.roles.get(owner);
    const policy = found?.inline.get(name);
    return policy === undefined ? undefined : { name, [kind]: owner, policy };
  },
  update(session, _prior, values) {
    putInlinePolicy(session, kind, String(values[kind]), String(values.name), String(values.policy));
  },
  delete(session, { id }) {
    const [owner, name] = String(id).split(':');
    principalOf(session, kind, owner, 'DeletePolicy').inline.delete(name);
  },
});

const attachment = (kind: 'user' | 'role'): ResourceType => ({
  label: `IAM Policy Attachment to the ${kind}`,
  forceNew: ['policy_arn', kind],
  create(session, values) {
    const [owner, arn] = [String(values[kind]), String(values.policy_arn)];
    attachPolicy(session, kind, owner, arn);
    return { id: `${owner}/${arn}` };
  },
  read({ account }, state) {
    const found = (kind === 'user' ? account.users : account.roles).get(String(state[kind]));
    return found?.attached.has(String(state.policy_arn)) === true ? {} : undefined;
  },
  delete(session, state) {
    principalOf(session, kind, String(state[kind]), 'DetachPolicy').attached.delete(String(state.policy_arn));
  },
});

const policy: ResourceType = {
  label: 'IAM Policy',
  defaults: { path: '/' },
  forceNew: ['name', 'name_prefix', 'path', 'description'],
  json: ['policy'],
  validate: isJson('policy'),
  create(session, values) {
    const made = createPolicy(session, {
      name: nameOf(session, values),
      path: String(values.path),
      description: text(values.description) ?? '',
      document: String(values.policy),
      tags: stringMap(values.tags_all),
    });
    return { id: made.arn };
  },
  read({ account }, { id }) {
    const found = account.policies.get(String(id));
    if (found === undefined) return undefined;
    const { name, path, arn, id: policyId, description, document, tags } = found;
    return { name, path, arn, policy_id: policyId, description, policy: document, tags_all: tags, attachment_count: 0 };
  },
  update(session, prior, values) {
    if (prior.policy !== values.policy) updatePolicy(session, String(values.id), String(values.policy));
    session.account.policies.get(String(values.id))!.tags = stringMap(values.tags_all);
  },
  delete: (session, { id }) => deletePolicy(session, String(id)),
};

const accessKey: ResourceType = {
  label: 'IAM Access Key',
  defaults: { status: 'Active' },
  sensitive: ['secret', 'ses_smtp_password_v4'],
  forceNew: ['user', 'pgp_key'],
  create(session, values) {
    const key = createAccessKey(session, String(values.user), String(values.status));
    return { id: key.id, secret: key.secret, ses_smtp_password_v4: `smtp${key.secret}` };
  },
  read({ account }, { id, user: owner }) {
    const key = account.users.get(String(owner))?.accessKeys.get(String(id));
    return key && { user: key.user, status: key.status, create_date: creationDate };
  },
  update(session, _prior, values) {
    principalOf(session, 'user', String(values.user), 'UpdateAccessKey').accessKeys.get(String(values.id))!.status =
      String(values.status);
  },
  delete: (session, { id, user: owner }) =>
    void principalOf(session, 'user', String(owner), 'DeleteAccessKey').accessKeys.delete(String(id)),
};

const openIdConnectProvider: ResourceType = {
  label: 'IAM OIDC Provider',
  forceNew: ['url'],
  create: (session, values) => ({
    id: createOpenIdConnectProvider(session, {
      url: String(values.url),
      clientIds: texts(values.client_id_list),
      thumbprints: texts(values.thumbprint_list),
      tags: stringMap(values.tags_all),
    }).arn,
  }),
  read({ account }, { id, url }) {
    const found = account.openIdConnectProviders.get(String(id));
    return (
      found && {
        arn: found.arn,
        // The scheme that the configuration may have is no part of what AWS returns.
        url: text(url) ?? found.url,
        client_id_list: found.clientIds,
        thumbprint_list: found.thumbprints,
        tags_all: found.tags,
      }
    );
  },
  update({ account }, _prior, values) {
    const found = account.openIdConnectProviders.get(String(values.id))!;
    found.clientIds = texts(values.client_id_list);
    found.thumbprints = texts(values.thumbprint_list);
    found.tags = stringMap(values.tags_all);
  },
  delete: ({ account }, { id }) => void account.openIdConnectProviders.delete(String(id)),
};

export const iamResources: Readonly<Record<string, ResourceType>> = {
  aws_iam_user: user,
  aws_iam_user_policy: inlinePolicy('user'),
  aws_iam_user_policy_attachment: attachment('user'),
  aws_iam_role: role,
  aws_iam_role_policy: inlinePolicy('role'),
  aws_iam_role_policy_attachment: attachment('role'),
  aws_iam_policy: policy,
  aws_iam_access_key: accessKey,
  aws_iam_openid_connect_provider: openIdConnectProvider,
};
