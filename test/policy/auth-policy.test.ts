import { App, Chart, JsonPatch } from 'cdk8s';
import { Authentication } from '../../src/kuadrant/auth-authentication';
import { Authorization } from '../../src/kuadrant/auth-authorization';
import { AuthCondition, AuthPattern } from '../../src/kuadrant/auth-condition';
import { AuthCallback, AuthMetadata } from '../../src/kuadrant/auth-metadata';
import { AuthResponse } from '../../src/kuadrant/auth-response';
import { AuthValue } from '../../src/kuadrant/auth-value';
import { AuthPolicy, AuthPolicyProps } from '../../src/policy/auth-policy';
import { MergeStrategy, PolicyScope } from '../../src/policy/policy-scope';
import { PolicyTarget } from '../../src/policy/policy-target';
import { GATEWAY, manifestOf, policyWith, ROUTE } from '../kuadrant/auth-fixture';
import { brief } from '../support/brief';
import { plainChart } from '../support/synth';

const jwt = Authentication.jwt({ issuerUrl: 'https://sso.example.com/realms/toystore' });
const deny = Authorization.opa({ rego: 'allow = false' });
const plain = AuthResponse.plain({ value: AuthValue.of('x') });
const url = 'https://example.com';

test('denies all, exactly as the platform default of the walkthrough', () => {
  const policy = AuthPolicy.denyAll(plainChart(), 'external-auth', { target: PolicyTarget.of(GATEWAY) });
  expect(manifestOf(policy)).toStrictEqual({
    apiVersion: 'kuadrant.io/v1',
    kind: 'AuthPolicy',
    metadata: { name: 'external-auth', namespace: 'api-gateway' },
    spec: {
      targetRef: { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'external' },
      defaults: { rules: { authorization: { deny: { opa: { rego: 'allow = false' } } } } },
    },
  });
  expect(policy.node.validate().map(brief)).toEqual([]);
});

test('denies all against every route', () => {
  const props = { target: PolicyTarget.of(GATEWAY), policyScope: PolicyScope.overrides() };
  expect(manifestOf(AuthPolicy.denyAll(plainChart(), 'auth', props)).spec.overrides).toStrictEqual({
    rules: { authorization: { deny: { opa: { rego: 'allow = false' } } } },
  });
});

const body = {
  patterns: { api: { allOf: [{ selector: 'request.path', operator: 'matches', value: '^/api' }] } },
  when: [{ predicate: "request.path != '/healthz'" }],
  rules: { authorization: { deny: { opa: { rego: 'allow = false' } } } },
};
test.each<[string, PolicyScope | undefined, object]>([
  ['defaults by default', undefined, { defaults: body }],
  ['defaults', PolicyScope.defaults(), { defaults: body }],
  ['defaults that merge', PolicyScope.defaults(MergeStrategy.MERGE), { defaults: { strategy: 'merge', ...body } }],
  ['overrides', PolicyScope.overrides(MergeStrategy.ATOMIC), { overrides: body }],
  ['overrides that merge', PolicyScope.overrides(MergeStrategy.MERGE), { overrides: { strategy: 'merge', ...body } }],
  ['implicit defaults', PolicyScope.implicitDefaults(), body],
])('puts patterns, when and rules into %s', (_, policyScope, expected) => {
  const policy = policyWith(
    (auth) => {
      auth.addPatterns('api', AuthPattern.matches('request.path', '^/api'));
      auth.addAuthorization('deny', deny);
    },
    { policyScope, when: ["request.path != '/healthz'"] },
  );
  const { targetRef, ...rest } = manifestOf(policy).spec;
  expect(targetRef).toStrictEqual({ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name: 'toystore' });
  expect(rest).toStrictEqual(expected);
});

test.each<[string, PolicyTarget, object]>([
  ['a Gateway', PolicyTarget.of(GATEWAY), { kind: 'Gateway', name: 'external' }],
  ['a listener', PolicyTarget.listener(GATEWAY, 'api'), { kind: 'Gateway', name: 'external', sectionName: 'api' }],
  ['a route', PolicyTarget.of(ROUTE), { kind: 'HTTPRoute', name: 'toystore' }],
  ['a GRPCRoute', PolicyTarget.of({ ...ROUTE, kind: 'GRPCRoute' }), { kind: 'GRPCRoute', name: 'toystore' }],
  ['a rule', PolicyTarget.rule(ROUTE, 'rule-1'), { kind: 'HTTPRoute', name: 'toystore', sectionName: 'rule-1' }],
])('protects %s', (_, target, expected) => {
  expect(manifestOf(policyWith(() => undefined, { target })).spec.targetRef).toStrictEqual({
    group: 'gateway.networking.k8s.io',
    ...expected,
  });
});

test('takes metadata, lives in the namespace of its target, and is open to patches', () => {
  const chart = new Chart(new App(), 'app', { namespace: 'elsewhere' });
  const policy = new AuthPolicy(chart, 'auth', {
    target: PolicyTarget.of(ROUTE),
    name: 'toystore-auth',
    labels: { team: 'red' },
    annotations: { note: 'by hand' },
  });
  policy.addAuthorization('deny', deny);
  policy.addJsonPatch(JsonPatch.add('/spec/defaults/rules/authorization/deny/opa/version', 'v1'));
  expect(policy.namespace).toBe('shop');
  expect(manifestOf(policy)).toMatchObject({
    metadata: {
      name: 'toystore-auth',
      namespace: 'shop',
      labels: { team: 'red' },
      annotations: { note: 'by hand' },
    },
    spec: { defaults: { rules: { authorization: { deny: { opa: { version: 'v1' } } } } } },
  });
});

test('is in the namespace of the chart where the target has none', () => {
  const chart = new Chart(new App(), 'app', { namespace: 'elsewhere' });
  const { namespace: _, ...route } = ROUTE;
  expect(new AuthPolicy(chart, 'auth', { target: PolicyTarget.of(route) }).namespace).toBe('elsewhere');
});

test.each<[string, Partial<AuthPolicyProps>, string]>([
  ['another namespace', { namespace: 'other' }, "namespace of AuthPolicy: got 'other'"],
  [
    'a target of another kind',
    { target: PolicyTarget.of({ ...ROUTE, kind: 'TLSRoute' }) },
    "target of AuthPolicy: got TLSRoute 'toystore'",
  ],
  [
    'a predicate that does not parse',
    { when: ['true', 'request.path !='] },
    "when[1] of AuthPolicy: got 'request.path !='",
  ],
  [
    'a predicate about who is not yet authenticated',
    { when: ['auth.identity.sub != ""'] },
    `when[0] of AuthPolicy: got 'auth.identity.sub != ""'`,
  ],
])('refuses %s', (_, props, message) => {
  expect(() => policyWith(() => undefined, props)).toThrow(message);
});

test.each<[string, (policy: AuthPolicy, name: string) => void]>([
  ['authentication', (policy, name) => policy.addAuthentication(name, jwt)],
  ['metadata', (policy, name) => policy.addMetadata(name, AuthMetadata.http({ url }))],
  ['authorization', (policy, name) => policy.addAuthorization(name, deny)],
  ['response header', (policy, name) => policy.addResponseHeader(name, plain)],
  ['response filter', (policy, name) => policy.addResponseFilter(name, plain)],
  ['callback', (policy, name) => policy.addCallback(name, AuthCallback.http({ url }))],
  ['patterns', (policy, name) => policy.addPatterns(name, AuthPattern.equalTo('request.method', 'GET'))],
])('refuses a second %s of a name, and an empty name', (what, add) => {
  const policy = policyWith((auth) => add(auth, 'x'));
  add(policy, 'y');
  expect(() => add(policy, 'x')).toThrow(`[test/auth] ${what} 'x': got 'a second one with that name'`);
  expect(() => add(policy, '')).toThrow(/got ''/);
});

test('refuses patterns without a pattern', () => {
  expect(() => policyWith((policy) => policy.addPatterns('api'))).toThrow("[test/auth] patterns 'api': got 'none'");
});

describe('what only the whole policy shows', () => {
  const ref = AuthCondition.any(AuthCondition.patternRef('api'), AuthCondition.predicate('true'));
  const missing = (place: string) => `patternRef of ${place}: got 'api'`;

  test.each<[string, (policy: AuthPolicy) => void, string[]]>([
    [
      'unknown patterns',
      (policy) => {
        policy.addAuthentication('a', Authentication.anonymous({ when: [ref] }));
        policy.addMetadata('m', AuthMetadata.http({ url, when: [ref] }));
        policy.addAuthorization('z', Authorization.patternMatching({ patterns: [ref] }));
        policy.addResponseHeader('h', AuthResponse.plain({ value: AuthValue.of('x'), when: [ref] }));
        policy.addResponseFilter('f', AuthResponse.plain({ value: AuthValue.of('x'), when: [ref] }));
        policy.addCallback('c', AuthCallback.http({ url, when: [ref] }));
      },
      [
        missing("authentication 'a'"),
        missing("metadata 'm'"),
        missing("authorization 'z'"),
        missing("response header 'h'"),
        missing("response filter 'f'"),
        missing("callback 'c'"),
      ],
    ],
    [
      'UserInfo of an unknown authentication',
      (policy) => {
        policy.addAuthentication('keys', Authentication.jwt({ jwksUrl: url }));
        policy.addMetadata('a', AuthMetadata.userInfo({ identitySource: 'keycloak' }));
        policy.addMetadata('b', AuthMetadata.userInfo({ identitySource: 'keys' }));
      },
      ["identitySource of metadata 'a': got 'keycloak'", "identitySource of metadata 'b': got 'keys'"],
    ],
  ])('refuses %s', (_, add, messages) => {
    expect(policyWith(add).node.validate().map(brief)).toEqual(messages);
  });

  test.each<[string, (policy: AuthPolicy) => void, Partial<AuthPolicyProps>]>([
    ['a response only', () => undefined, { unauthorized: { code: 404 } }],
    ['a header only', (policy) => policy.addResponseHeader('x', plain), {}],
    ['a filter only', (policy) => policy.addResponseFilter('x', plain), {}],
    ['a callback only', (policy) => policy.addCallback('x', AuthCallback.http({ url })), {}],
    [
      'references in any order, and those to other policies',
      (policy) => {
        policy.addMetadata('info', AuthMetadata.userInfo({ identitySource: 'keycloak', when: [ref] }));
        policy.addAuthorization(
          'z',
          Authorization.patternMatching({ patterns: [AuthCondition.inheritedPatternRef('of-the-gateway')] }),
        );
        policy.addAuthentication('keycloak', jwt);
        policy.addPatterns('api', AuthPattern.equalTo('request.method', 'GET'));
      },
      {},
    ],
  ])('takes %s', (_, add, props) => {
    expect(policyWith(add, props).node.validate()).toEqual([]);
  });
});
