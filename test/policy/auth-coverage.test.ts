import { Duration } from 'cdk8s';
import { LabelExpression } from 'cdk8s-plus-28';
import { manifestOf, policyWith } from './auth-fixture';
import * as kuadrant from '../../src/manifest/kuadrant';
import { Shape } from '../../src/manifest/shape';
import { Authentication, X509Source } from '../../src/policy/auth-authentication';
import { Authorization } from '../../src/policy/auth-authorization';
import { AuthHttpContentType, AuthHttpEndpoint, AuthHttpMethod } from '../../src/policy/auth-http';
import { AuthCallback, AuthMetadata } from '../../src/policy/auth-metadata';
import { AuthPolicy } from '../../src/policy/auth-policy';
import { AuthResponse, WristbandAlgorithm } from '../../src/policy/auth-response';
import { AuthCredentials } from '../../src/policy/auth-rule';
import { AuthCondition, AuthPattern } from '../../src/policy/condition';
import { MergeStrategy, PolicyScope } from '../../src/policy/scope';
import { PolicyTarget } from '../../src/policy/target';
import { AuthValue } from '../../src/policy/value';

/* Every field that the shape of an AuthPolicy knows can be set, at every place where the API has it. */

const value = AuthValue.selector('auth.identity.sub');
const secret = { name: 'secret', key: 'key' };
const pattern = AuthPattern.equalTo('request.method', 'GET');
const url = 'https://example.com';
const common = {
  priority: 1,
  metrics: true,
  when: [
    pattern,
    AuthCondition.predicate('true'),
    AuthCondition.patternRef('get'),
    AuthCondition.any(pattern),
    AuthCondition.all(pattern),
  ],
  cache: { key: value, ttl: Duration.seconds(1) },
};
const selector = { matchLabels: { a: 'b' }, matchExpressions: [LabelExpression.in('c', ['d'])], allNamespaces: true };
const oauth2 = {
  tokenUrl: url,
  clientId: 'id',
  clientSecretRef: secret,
  scopes: ['s'],
  extraParams: { a: 'b' },
  cache: false,
};
const endpoints: AuthHttpEndpoint[] = [
  {
    url,
    method: AuthHttpMethod.POST,
    body: value,
    contentType: AuthHttpContentType.JSON,
    headers: { h: value },
    sharedSecretRef: secret,
    credentials: AuthCredentials.cookie('c'),
  },
  { url, method: AuthHttpMethod.POST, bodyParameters: { a: value }, oauth2 },
];

function addEverything(policy: AuthPolicy): void {
  policy.addPatterns('get', pattern);
  [
    Authentication.anonymous({ ...common, defaults: { a: value }, overrides: { a: AuthValue.of(1) } }),
    Authentication.apiKey({ ...selector, credentials: AuthCredentials.authorizationHeader('APIKEY') }),
    Authentication.jwt({ issuerUrl: url, ttl: Duration.hours(1), credentials: AuthCredentials.customHeader('h') }),
    Authentication.jwt({ jwksUrl: url, credentials: AuthCredentials.queryString('q') }),
    Authentication.kubernetesTokenReview({ audiences: ['a'] }),
    Authentication.oauth2Introspection({ endpoint: url, credentialsRef: 'secret', tokenTypeHint: 'hint' }),
    Authentication.plain({ selector: 'auth' }),
    Authentication.plain({ expression: 'auth' }),
    Authentication.x509({ ...selector, source: X509Source.xfccHeader('h') }),
    Authentication.x509({ ...selector, source: X509Source.clientCertHeader('h') }),
    Authentication.x509({ ...selector, source: X509Source.expression('source.certificate') }),
  ].forEach((rule, index) => policy.addAuthentication(`a${index}`, rule));
  [
    ...endpoints.map((endpoint) => AuthMetadata.http({ ...common, ...endpoint })),
    AuthMetadata.http({ urlExpression: '"https://example.com"' }),
    AuthMetadata.userInfo({ identitySource: 'a2' }),
    AuthMetadata.userInfo({ userInfoUrl: url }),
    AuthMetadata.uma({ endpoint: url, credentialsRef: 'secret' }),
  ].forEach((rule, index) => policy.addMetadata(`m${index}`, rule));
  [
    Authorization.patternMatching({ ...common, patterns: [pattern] }),
    Authorization.opa({ rego: 'allow = true', allValues: true }),
    ...endpoints.map((endpoint) =>
      Authorization.opa({ externalPolicy: { ...endpoint, ttl: Duration.hours(1) }, allValues: true }),
    ),
    Authorization.kubernetesSubjectAccessReview({
      user: value,
      authorizationGroups: value,
      resourceAttributes: {
        group: value,
        resource: value,
        subresource: value,
        name: value,
        namespace: value,
        verb: value,
      },
    }),
    Authorization.kubernetesSubjectAccessReview({ groups: ['g'] }),
    Authorization.spicedb({
      endpoint: 'spicedb:50051',
      insecure: true,
      sharedSecretRef: secret,
      subject: { kind: value, name: value },
      resource: { kind: value, name: value },
      permission: AuthValue.expression('"read"'),
    }),
  ].forEach((rule, index) => policy.addAuthorization(`z${index}`, rule));
  [
    AuthResponse.plain({ ...common, key: 'k', value }),
    AuthResponse.json({ properties: { p: value } }),
    AuthResponse.wristband({
      issuer: url,
      customClaims: { c: value },
      tokenDuration: Duration.minutes(1),
      signingKeyRefs: [{ name: 'key', algorithm: WristbandAlgorithm.ES256 }],
    }),
  ].forEach((rule, index) => {
    policy.addResponseHeader(`r${index}`, rule);
    policy.addResponseFilter(`r${index}`, rule);
  });
  endpoints.forEach((endpoint, index) =>
    policy.addCallback(`c${index}`, AuthCallback.http({ ...common, ...endpoint })),
  );
}

const denial = { code: 404, message: value, headers: { h: value }, body: value };
const everything = [
  PolicyScope.implicitDefaults(),
  PolicyScope.defaults(MergeStrategy.MERGE),
  PolicyScope.overrides(MergeStrategy.MERGE),
].map((policyScope) =>
  policyWith(addEverything, {
    policyScope,
    when: ['true'],
    unauthenticated: denial,
    unauthorized: denial,
    target: PolicyTarget.listener(
      { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'Gateway', name: 'g', namespace: 'n' },
      'api',
    ),
  }),
);

/** Shapes with a name are looked into once, wherever they stand. */
const names = new Map(
  Object.entries(kuadrant).flatMap(([name, shape]) =>
    'fields' in shape && shape.fields ? [[shape.fields as unknown, name] as const] : [],
  ),
);
const under = (shape: Shape, path: string) => (shape.fields && names.get(shape.fields)) ?? path;

function fieldsOf(shape: Shape, path: string, found: Set<string>): Set<string> {
  const inside = under(shape, path);
  for (const [name, field] of Object.entries(shape.fields ?? {})) {
    if (!found.has(`${inside}.${name}`)) {
      found.add(`${inside}.${name}`);
      fieldsOf(field, `${inside}.${name}`, found);
    }
  }
  return shape.items ? fieldsOf(shape.items, path, found) : found;
}

function fieldsIn(manifest: unknown, shape: Shape, path: string, found: Set<string>): Set<string> {
  const inside = under(shape, path);
  if (shape.items) {
    Object.values(manifest as object).forEach((item) => fieldsIn(item, shape.items!, path, found));
  } else if (shape.fields) {
    for (const [name, item] of Object.entries(manifest as object)) {
      found.add(`${inside}.${name}`);
      fieldsIn(item, shape.fields[name], `${inside}.${name}`, found);
    }
  }
  return found;
}

test('every field of the API can be set', () => {
  const shape = kuadrant.AuthPolicy.body.fields!.spec;
  const set = new Set<string>();
  everything.forEach((policy) => fieldsIn(manifestOf(policy).spec, shape, 'spec', set));
  const refused = 'Rules.authorization.opa.externalPolicy.urlExpression';
  expect([...set, refused].sort()).toEqual([...fieldsOf(shape, 'spec', new Set())].sort());
  expect(everything.flatMap((policy) => policy.node.validate())).toEqual([]);
});
