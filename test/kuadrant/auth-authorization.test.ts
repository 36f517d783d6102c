import { Duration } from 'cdk8s';
import { rulesWith } from './auth-fixture';
import { Authorization } from '../../src/kuadrant/auth-authorization';
import { AuthCondition, AuthPattern } from '../../src/kuadrant/auth-condition';
import { AuthCredentials } from '../../src/kuadrant/auth-rule';
import { AuthValue } from '../../src/kuadrant/auth-value';

const rendered = (authorization: Authorization) =>
  rulesWith((policy) => policy.addAuthorization('a', authorization)).authorization.a;

const url = 'https://policies.example.com/toystore.rego';
const user = AuthValue.selector('auth.identity.user.username');
test.each<[string, Authorization, object]>([
  [
    'patterns',
    Authorization.patternMatching({
      patterns: [
        AuthPattern.includes('auth.identity.realm_access.roles', 'admin'),
        AuthCondition.predicate('auth.identity.email_verified'),
      ],
      priority: 2,
      metrics: false,
      when: [AuthPattern.matches('request.path', '^/admin(/.*)?$')],
      cache: { key: AuthValue.selector('auth.identity.sub') },
    }),
    {
      patternMatching: {
        patterns: [
          { selector: 'auth.identity.realm_access.roles', operator: 'incl', value: 'admin' },
          { predicate: 'auth.identity.email_verified' },
        ],
      },
      priority: 2,
      metrics: false,
      when: [{ selector: 'request.path', operator: 'matches', value: '^/admin(/.*)?$' }],
      cache: { key: { selector: 'auth.identity.sub' } },
    },
  ],
  [
    'Rego',
    Authorization.opa({ rego: 'allow { input.auth.identity.admin }', allValues: true }),
    { opa: { rego: 'allow { input.auth.identity.admin }', allValues: true } },
  ],
  [
    'Rego of a service',
    Authorization.opa({
      externalPolicy: {
        url,
        ttl: Duration.minutes(10),
        sharedSecretRef: { name: 'policies', key: 'token' },
        credentials: AuthCredentials.customHeader('x-secret'),
      },
    }),
    {
      opa: {
        externalPolicy: {
          url,
          ttl: 600,
          sharedSecretRef: { name: 'policies', key: 'token' },
          credentials: { customHeader: { name: 'x-secret' } },
        },
      },
    },
  ],
  [
    'an access review of an object',
    Authorization.kubernetesSubjectAccessReview({
      user,
      authorizationGroups: AuthValue.selector('auth.identity.user.groups'),
      resourceAttributes: {
        group: AuthValue.of('toys.example.com'),
        resource: AuthValue.of('toys'),
        subresource: AuthValue.of('status'),
        name: AuthValue.expression('request.path.split("/")[2]'),
        namespace: AuthValue.of('shop'),
        verb: AuthValue.selector('request.method.@case:lower'),
      },
    }),
    {
      kubernetesSubjectAccessReview: {
        user: { selector: 'auth.identity.user.username' },
        authorizationGroups: { selector: 'auth.identity.user.groups' },
        resourceAttributes: {
          group: { value: 'toys.example.com' },
          resource: { value: 'toys' },
          subresource: { value: 'status' },
          name: { expression: 'request.path.split("/")[2]' },
          namespace: { value: 'shop' },
          verb: { selector: 'request.method.@case:lower' },
        },
      },
    },
  ],
  [
    'an access review of fixed groups',
    Authorization.kubernetesSubjectAccessReview({ groups: ['developers'], resourceAttributes: {} }),
    { kubernetesSubjectAccessReview: { groups: ['developers'], resourceAttributes: {} } },
  ],
])('emits %s', (_, authorization, expected) => {
  expect(rendered(authorization)).toStrictEqual(expected);
});

test.each([
  'allow = false',
  'allow := true',
  'allow if input.auth.identity.admin',
  '# who may\nallow { input.x == "#" }',
  'import future.keywords\nmethods := `# allow`; allow { true }',
  'x = "#"; allow = x == "#"',
  'allow { true } # default allow = false',
])('takes the policy %j', (rego) => {
  expect(() => Authorization.opa({ rego })).not.toThrow();
});

test.each<[() => unknown, string]>([
  [() => Authorization.patternMatching({ patterns: [] }), "patterns of Authorization.patternMatching: got 'none'"],
  [() => Authorization.opa({}), "Authorization.opa: got 'neither rego nor externalPolicy'"],
  [() => Authorization.opa({ rego: 'allow = true', externalPolicy: { url } }), "got 'rego and externalPolicy'"],
  [() => Authorization.opa({ rego: 'alow = true' }), "rego: got 'alow = true'"],
  [() => Authorization.opa({ rego: '# allow = true' }), "expected a policy that sets 'allow'"],
  [() => Authorization.opa({ rego: 'x = "allow"' }), "expected a policy that sets 'allow'"],
  [() => Authorization.opa({ rego: '' }), "expected a policy that sets 'allow'"],
  [
    () => Authorization.opa({ rego: 'default allow = false\nallow { true }' }),
    "expected a policy without 'default allow'; Authorino adds 'default allow = false' and a second one does not compile; fix: leave the line out",
  ],
  [
    () => Authorization.opa({ externalPolicy: { urlExpression: '"https://example.com"' } }),
    `urlExpression of externalPolicy: got '"https://example.com"'`,
  ],
  [() => Authorization.opa({ externalPolicy: { url: 'policies' } }), "url of externalPolicy: got 'policies'"],
  [() => Authorization.opa({ externalPolicy: { url, ttl: Duration.millis(1) } }), "ttl of externalPolicy: got '1 ms'"],
  [
    () => Authorization.opa({ externalPolicy: { url, sharedSecretRef: { name: 'a', key: 'b c' } } }),
    "key of sharedSecretRef of externalPolicy: got 'b c'",
  ],
  [
    () => Authorization.kubernetesSubjectAccessReview({}),
    "Authorization.kubernetesSubjectAccessReview: got 'neither user nor groups'",
  ],
  [() => Authorization.kubernetesSubjectAccessReview({ groups: [] }), "got 'neither user nor groups'"],
  [
    () => Authorization.kubernetesSubjectAccessReview({ groups: ['a'], authorizationGroups: AuthValue.of(['b']) }),
    "groups of Authorization.kubernetesSubjectAccessReview: got 'groups and authorizationGroups'",
  ],
  [() => Authorization.kubernetesSubjectAccessReview({ groups: [''] }), "group: got ''"],
])('refuses %s', (make, message) => {
  expect(make).toThrow(message);
});
