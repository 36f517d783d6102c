import { Duration } from 'cdk8s';
import { LabelExpression } from 'cdk8s-plus-28';
import { rulesWith } from './auth-fixture';
import { Authentication, X509Source } from '../../src/kuadrant/auth-authentication';
import { AuthCondition, AuthPattern } from '../../src/kuadrant/auth-condition';
import { AuthCredentials } from '../../src/kuadrant/auth-rule';
import { AuthValue } from '../../src/kuadrant/auth-value';

const rendered = (authentication: Authentication) =>
  rulesWith((policy) => policy.addAuthentication('a', authentication)).authentication.a;

const matchLabels = { app: 'toystore' };
const issuerUrl = 'https://sso.example.com/realms/toystore';

test.each<[string, Authentication, object]>([
  [
    'API keys by labels',
    Authentication.apiKey({ matchLabels }),
    { apiKey: { selector: { matchLabels: { app: 'toystore' } } } },
  ],
  [
    'API keys by expressions, of all namespaces',
    Authentication.apiKey({
      matchExpressions: [
        LabelExpression.in('tier', ['gold', 'silver']),
        LabelExpression.notIn('team', ['red']),
        LabelExpression.exists('app'),
        LabelExpression.doesNotExist('example.com/revoked'),
      ],
      allNamespaces: true,
      credentials: AuthCredentials.authorizationHeader('APIKEY'),
    }),
    {
      apiKey: {
        selector: {
          matchExpressions: [
            { key: 'tier', operator: 'In', values: ['gold', 'silver'] },
            { key: 'team', operator: 'NotIn', values: ['red'] },
            { key: 'app', operator: 'Exists' },
            { key: 'example.com/revoked', operator: 'DoesNotExist' },
          ],
        },
        allNamespaces: true,
      },
      credentials: { authorizationHeader: { prefix: 'APIKEY' } },
    },
  ],
  [
    'JWT of an issuer',
    Authentication.jwt({ issuerUrl, ttl: Duration.hours(1), credentials: AuthCredentials.cookie('token') }),
    { jwt: { issuerUrl, ttl: 3600 }, credentials: { cookie: { name: 'token' } } },
  ],
  [
    'JWT by a set of keys',
    Authentication.jwt({
      jwksUrl: 'https://sso.example.com/keys',
      credentials: AuthCredentials.customHeader('X-Token'),
    }),
    { jwt: { jwksUrl: 'https://sso.example.com/keys' }, credentials: { customHeader: { name: 'X-Token' } } },
  ],
  [
    'OAuth2 introspection',
    Authentication.oauth2Introspection({
      endpoint: 'https://sso.example.com/introspect',
      credentialsRef: 'introspection',
      tokenTypeHint: 'requesting_party_token',
      credentials: AuthCredentials.queryString('access_token'),
    }),
    {
      oauth2Introspection: {
        endpoint: 'https://sso.example.com/introspect',
        credentialsRef: { name: 'introspection' },
        tokenTypeHint: 'requesting_party_token',
      },
      credentials: { queryString: { name: 'access_token' } },
    },
  ],
  [
    'Kubernetes tokens',
    Authentication.kubernetesTokenReview({
      audiences: ['https://kubernetes.default.svc'],
      credentials: AuthCredentials.authorizationHeader(),
    }),
    {
      kubernetesTokenReview: { audiences: ['https://kubernetes.default.svc'] },
      credentials: { authorizationHeader: {} },
    },
  ],
  [
    'Kubernetes tokens for the host of the request',
    Authentication.kubernetesTokenReview(),
    { kubernetesTokenReview: {} },
  ],
  [
    'certificates of the connection',
    Authentication.x509({
      matchLabels,
      matchExpressions: [LabelExpression.exists('ca')],
      allNamespaces: false,
    }),
    {
      x509: {
        selector: { matchLabels: { app: 'toystore' }, matchExpressions: [{ key: 'ca', operator: 'Exists' }] },
        allNamespaces: false,
      },
    },
  ],
  [
    'certificates in a header of Envoy',
    Authentication.x509({ matchLabels, source: X509Source.xfccHeader('x-forwarded-client-cert') }),
    { x509: { selector: { matchLabels }, source: { xfccHeader: 'x-forwarded-client-cert' } } },
  ],
  [
    'certificates in a header of RFC 9440',
    Authentication.x509({ matchLabels, source: X509Source.clientCertHeader('client-cert') }),
    { x509: { selector: { matchLabels }, source: { clientCertHeader: 'client-cert' } } },
  ],
  [
    'certificates by an expression',
    Authentication.x509({ matchLabels, source: X509Source.expression('source.certificate') }),
    { x509: { selector: { matchLabels }, source: { expression: 'source.certificate' } } },
  ],
  ['everybody', Authentication.anonymous(), { anonymous: {} }],
  [
    'what every authentication takes',
    Authentication.anonymous({
      priority: 1,
      metrics: true,
      when: [
        AuthPattern.equalTo('request.method', 'GET'),
        AuthCondition.predicate('request.path.startsWith("/public")'),
      ],
      cache: { key: AuthValue.selector('request.headers.authorization'), ttl: Duration.minutes(5) },
      defaults: { plan: AuthValue.of('free') },
      overrides: { roles: AuthValue.of([]), team: AuthValue.expression('request.headers["x-team"]') },
    }),
    {
      anonymous: {},
      priority: 1,
      metrics: true,
      when: [
        { selector: 'request.method', operator: 'eq', value: 'GET' },
        { predicate: 'request.path.startsWith("/public")' },
      ],
      cache: { key: { selector: 'request.headers.authorization' }, ttl: 300 },
      defaults: { plan: { value: 'free' } },
      overrides: { roles: { value: [] }, team: { expression: 'request.headers["x-team"]' } },
    },
  ],
  [
    'a cache for as long as Authorino keeps it, and empty lists left out',
    Authentication.jwt({ issuerUrl, cache: { key: AuthValue.of('all') }, when: [], defaults: {} }),
    { jwt: { issuerUrl }, cache: { key: { value: 'all' } } },
  ],
])('emits %s', (_, authentication, expected) => {
  expect(rendered(authentication)).toStrictEqual(expected);
});

test.each<[() => unknown, string]>([
  [
    () => Authentication.apiKey({}),
    "selector of Authentication.apiKey: got 'neither matchLabels nor matchExpressions'",
  ],
  [
    () => Authentication.x509({ matchLabels: {}, matchExpressions: [] }),
    "selector of Authentication.x509: got 'neither matchLabels nor matchExpressions'",
  ],
  [
    () => Authentication.apiKey({ matchLabels: { app: 'toy store' } }),
    "matchLabels of Authentication.apiKey['app']: got 'toy store'",
  ],
  [
    () => Authentication.apiKey({ matchExpressions: [LabelExpression.in('tier', [])] }),
    "matchExpressions['tier'] of Authentication.apiKey: got 'In without values'",
  ],
  [
    () => Authentication.apiKey({ matchExpressions: [LabelExpression.in('tier', ['a b'])] }),
    "matchExpressions of Authentication.apiKey['tier']: got 'a b'",
  ],
  [
    () => Authentication.apiKey({ matchExpressions: [LabelExpression.exists('a b')] }),
    "matchExpressions of Authentication.apiKey['a b']: got 'a b'",
  ],
  [() => Authentication.jwt({}), "Authentication.jwt: got 'neither issuerUrl nor jwksUrl'"],
  [() => Authentication.jwt({ issuerUrl, jwksUrl: issuerUrl }), "Authentication.jwt: got 'issuerUrl and jwksUrl'"],
  [
    () => Authentication.jwt({ issuerUrl: `${issuerUrl}/.well-known/openid-configuration` }),
    `issuerUrl: got '${issuerUrl}/.well-known/openid-configuration'`,
  ],
  [() => Authentication.jwt({ issuerUrl: 'sso.example.com' }), "issuerUrl: got 'sso.example.com'"],
  [() => Authentication.jwt({ issuerUrl: '' }), "issuerUrl: got ''"],
  [() => Authentication.jwt({ jwksUrl: 'keys' }), "jwksUrl: got 'keys'"],
  [
    () => Authentication.jwt({ jwksUrl: 'https://sso.example.com/keys', ttl: Duration.hours(1) }),
    "ttl of Authentication.jwt: got 'ttl together with jwksUrl'",
  ],
  [() => Authentication.jwt({ issuerUrl, ttl: Duration.millis(1500) }), "ttl of Authentication.jwt: got '1500 ms'"],
  [
    () => Authentication.oauth2Introspection({ endpoint: '/introspect', credentialsRef: 'x' }),
    "endpoint of Authentication.oauth2Introspection: got '/introspect'",
  ],
  [
    () => Authentication.oauth2Introspection({ endpoint: 'https://sso.example.com', credentialsRef: 'My Secret' }),
    "credentialsRef of Authentication.oauth2Introspection: got 'My Secret'",
  ],
  [() => Authentication.kubernetesTokenReview({ audiences: [''] }), "audience: got ''"],
  [() => X509Source.expression('1 +'), "expression of X509Source: got '1 +'"],
  [() => X509Source.xfccHeader('x y'), "xfccHeader: got 'x y'"],
  [() => X509Source.clientCertHeader(''), "clientCertHeader: got ''"],
  [() => Authentication.anonymous({ priority: 0.5 }), 'priority: got 0.5'],
  [
    () => Authentication.anonymous({ cache: { key: AuthValue.of('x'), ttl: Duration.seconds(0) } }),
    "ttl of the cache: got '0 ms'",
  ],
  [() => AuthCredentials.authorizationHeader('Bearer '), "prefix of the Authorization header: got 'Bearer '"],
  [() => AuthCredentials.customHeader('x:y'), "customHeader: got 'x:y'"],
  [() => AuthCredentials.queryString('?key='), "queryString: got '?key='"],
  [() => AuthCredentials.cookie('a=b'), "cookie: got 'a=b'"],
])('refuses %s', (make, message) => {
  expect(make).toThrow(message);
});
