import { answer, document, listZones, newSession } from './support';
import {
  attachPolicy,
  createAccessKey,
  createOpenIdConnectProvider,
  createPolicy,
  createRole,
  createUser,
  deletePrincipal,
  putInlinePolicy,
} from '../aws/iam';
import {
  createKeyAlias,
  createPodIdentityAssociation,
  createSecret,
  putParameter,
  putSecretValue,
} from '../aws/services';
import { AwsError, describeAwsError } from '../aws/world';
import { Session } from '../provider/resource';

describe('IAM', () => {
  const user = (session: Session, name = 'dns') => createUser(session, { name, path: '/', tags: {} });
  const inline = (text: string) => {
    const session = newSession();
    user(session);
    return answer(() => putInlinePolicy(session, 'user', 'dns', 'policy', text));
  };

  it.each([
    ['no JSON', '{', 'This policy contains invalid Json'],
    ['an unknown element', JSON.stringify({ Version: '2012-10-17', Statements: [] }), 'Syntax errors in policy.'],
    ['an unknown version', JSON.stringify({ Version: '2012-10-18', Statement: [] }), 'valid version string'],
    ['no effect', document({ Action: 's3:*', Resource: '*' }), 'Syntax errors in policy.'],
    ['no action', document({ Effect: 'Allow', Resource: '*' }), 'must contain actions'],
    [
      'an action without service',
      document({ Effect: 'Allow', Action: 'GetChange', Resource: '*' }),
      'must be prefaced by a vendor',
    ],
    ['no resource', document({ Effect: 'Allow', Action: 's3:*' }), 'must contain resources'],
    [
      'a resource that is no ARN',
      document({ Effect: 'Allow', Action: 's3:*', Resource: 'Z1' }),
      'must be in ARN format or "*".',
    ],
    [
      'a principal',
      document({ Effect: 'Allow', Principal: '*', Action: 's3:*', Resource: '*' }),
      'should not specify a principal',
    ],
    [
      'an unknown operator',
      document({
        Effect: 'Allow',
        Action: 's3:*',
        Resource: '*',
        Condition: { 'ForAllValues:Equals': { 'a:b': 'c' } },
      }),
      'Invalid Condition type : ForAllValues:Equals',
    ],
    [
      'a condition key without service',
      document({ Effect: 'Allow', Action: 's3:*', Resource: '*', Condition: { StringEquals: { key: 'c' } } }),
      'must be prefaced by a vendor',
    ],
    [
      'one Sid twice',
      document([1, 2].map(() => ({ Sid: 'A', Effect: 'Allow', Action: 's3:*', Resource: '*' }))),
      'must be unique',
    ],
    [
      'a Sid with a dash',
      document({ Sid: 'a-b', Effect: 'Allow', Action: 's3:*', Resource: '*' }),
      'must be alpha-numeric',
    ],
  ])('refuses a policy with %s', (_, text, expected) => {
    expect(inline(text)).toMatch(/^MalformedPolicyDocument: /);
    expect(inline(text)).toContain(expected);
  });

  it('refuses policies of a user that are longer than 2,048 bytes together, without white space', () => {
    const long = (length: number) =>
      document({ Effect: 'Allow', Action: 's3:*', Resource: `arn:aws:s3:::${'a'.repeat(length)}` });
    expect(inline(long(1900))).toBe('accepted');
    expect(inline(long(1900).replaceAll(',', `,${' '.repeat(500)}`))).toBe('accepted');
    expect(inline(long(2000))).toBe('LimitExceeded: Maximum policy size of 2048 bytes exceeded for user dns');
  });

  it('refuses names that exist, in any case, and a third access key', () => {
    const session = newSession();
    user(session);
    expect(answer(() => user(session, 'DNS'))).toBe('EntityAlreadyExists: User with name DNS already exists.');
    expect(answer(() => user(session, 'dns/eu'))).toContain(
      "ValidationError: 1 validation error detected: Value 'dns/eu' at 'userName'",
    );
    createAccessKey(session, 'dns', 'Active');
    createAccessKey(session, 'dns', 'Active');
    expect(answer(() => createAccessKey(session, 'dns', 'Active'))).toBe(
      'LimitExceeded: Cannot exceed quota for AccessKeysPerUser: 2',
    );
    expect(answer(() => createAccessKey(session, 'none', 'Active'))).toContain('NoSuchEntity');
    expect(answer(() => deletePrincipal(session, 'user', 'dns', false))).toContain(
      'DeleteConflict: Cannot delete entity, must delete access keys first.',
    );
    expect(answer(() => deletePrincipal(session, 'user', 'dns', true))).toBe('accepted');
  });

  it('refuses managed policies that exist or are not there', () => {
    const session = newSession();
    user(session);
    const create = () =>
      createPolicy(session, { name: 'dns', path: '/', description: '', document: listZones, tags: {} });
    const { arn } = create();
    expect(answer(create)).toContain('EntityAlreadyExists: A policy called dns already exists.');
    expect(answer(() => attachPolicy(session, 'user', 'dns', `${arn}2`))).toContain('NoSuchEntity');
    expect(answer(() => attachPolicy(session, 'user', 'dns', arn))).toBe('accepted');
    expect(answer(() => deletePrincipal(session, 'user', 'dns', false))).toContain('must detach all policies first');
  });

  it.each([
    [
      'a resource',
      { Effect: 'Allow', Principal: { Service: 'pods.eks.amazonaws.com' }, Action: 'sts:AssumeRole', Resource: '*' },
      'Has prohibited field Resource',
    ],
    ['no principal', { Effect: 'Allow', Action: 'sts:AssumeRole' }, 'Missing required field Principal'],
    [
      'another action',
      { Effect: 'Allow', Principal: { AWS: '*' }, Action: 's3:Get*' },
      'AssumeRole policy may only specify STS AssumeRole actions.',
    ],
    [
      'an issuer instead of a provider',
      {
        Effect: 'Allow',
        Principal: { Federated: 'https://oidc.example.com' },
        Action: 'sts:AssumeRoleWithWebIdentity',
      },
      'Invalid principal in policy',
    ],
  ])('refuses a trust policy with %s', (_, statement, expected) => {
    const role = {
      name: 'dns',
      path: '/',
      tags: {},
      description: '',
      maxSessionDuration: 3600,
      trust: document(statement),
    };
    expect(answer(() => createRole(newSession(), role))).toBe(
      `MalformedPolicyDocument: ${expected}`.concat(
        expected.startsWith('Invalid') ? ': "Federated":"https://oidc.example.com"' : '',
      ),
    );
  });

  it('refuses a second provider of one issuer, and one without https', () => {
    const session = newSession();
    const create = (url: string) =>
      answer(() => createOpenIdConnectProvider(session, { url, clientIds: [], thumbprints: [], tags: {} }));
    expect([
      create('https://oidc.example.com'),
      create('https://oidc.example.com/'),
      create('oidc.example.com'),
    ]).toEqual([
      'accepted',
      expect.stringContaining('EntityAlreadyExists'),
      expect.stringContaining('ValidationError'),
    ]);
  });
});

describe('secrets, parameters and associations', () => {
  const secret = (session: Session, name = 'gateways/eu/dns') =>
    createSecret(session, { name, description: '', kmsKeyId: '', tags: {} });

  it('refuse names that are taken or wait for deletion', () => {
    const session = newSession();
    const made = secret(session);
    expect(answer(() => secret(session))).toBe(
      'ResourceExistsException: The operation failed because the secret gateways/eu/dns already exists.',
    );
    expect(answer(() => secret({ ...session, region: 'eu-west-1' }))).toBe('accepted');
    made.pendingDeletion = true;
    expect(answer(() => secret(session))).toContain(
      "InvalidRequestException: You can't create this secret because a secret with this name is already scheduled for deletion.",
    );
    expect(answer(() => secret(session, 'a b'))).toContain('ValidationException');
    expect(answer(() => putSecretValue(session, 'none', 'x'))).toContain('ResourceNotFoundException');
  });

  it('refuse parameters that Parameter Store does', () => {
    const session = newSession();
    const parameter = (rest: object = {}, overwrite = false) =>
      answer(() =>
        putParameter(
          session,
          {
            name: '/gateways/eu/dns',
            type: 'SecureString',
            value: 'x',
            tier: 'Standard',
            description: '',
            tags: {},
            ...rest,
          },
          overwrite,
        ),
      );
    expect([parameter(), parameter(), parameter({}, true)]).toEqual([
      'accepted',
      expect.stringContaining('ParameterAlreadyExists'),
      'accepted',
    ]);
    expect(parameter({ name: '/other', type: 'Secret' })).toContain('UnsupportedParameterType');
    expect(parameter({ name: 'a/b' })).toContain('fully qualified');
    expect(parameter({ name: '/aws/x' })).toContain('AccessDeniedException');
    expect(parameter({ name: '/other', value: 'a'.repeat(4097) })).toContain(
      'Standard tier parameters support a maximum parameter value of 4096',
    );
  });

  it('refuse a role that pods cannot assume, and a second association', () => {
    const session = newSession();
    const trust = document({
      Effect: 'Allow',
      Principal: { Service: 'pods.eks.amazonaws.com' },
      Action: ['sts:AssumeRole', 'sts:TagSession'],
    });
    const role = (name: string, text: string) =>
      createRole(session, { name, path: '/', tags: {}, description: '', maxSessionDuration: 3600, trust: text }).arn;
    const associate = (roleArn: string) =>
      answer(() =>
        createPodIdentityAssociation(session, {
          clusterName: 'eu',
          namespace: 'cert-manager',
          serviceAccount: 'cert-manager',
          roleArn,
          tags: {},
        }),
      );
    expect(associate('arn:aws:iam::111122223333:role/none')).toContain('does not exist');
    expect(associate(role('bad', trust.replace('pods.eks', 'ec2')))).toContain('Trust policy of the role must allow');
    expect([associate(role('good', trust)), associate('arn:aws:iam::111122223333:role/good')]).toEqual([
      'accepted',
      expect.stringContaining('ResourceInUseException'),
    ]);
  });

  it('refuse an alias of a key that is not there', () => {
    expect(answer(() => createKeyAlias(newSession(), 'alias/dns', 'none'))).toContain('NotFoundException');
  });
});

it('errors read as the provider prints them', () => {
  const error = new AwsError('IAM', 'CreateUser', 'EntityAlreadyExists', 'User with name dns already exists.', 409);
  expect(describeAwsError(error)).toMatch(
    /^operation error IAM: CreateUser, https response error StatusCode: 409, RequestID: [0-9a-f-]{36}, EntityAlreadyExists: User with name dns already exists\.$/,
  );
});
