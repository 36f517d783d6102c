import { Duration } from 'cdk8s';
import { rulesWith } from './auth-fixture';
import { AuthPattern } from '../../src/kuadrant/auth-condition';
import { AuthHttpContentType, AuthHttpEndpoint, AuthHttpMethod } from '../../src/kuadrant/auth-http';
import { AuthCallback, AuthMetadata } from '../../src/kuadrant/auth-metadata';
import { AuthCredentials } from '../../src/kuadrant/auth-rule';
import { AuthValue } from '../../src/kuadrant/auth-value';

const rendered = (metadata: AuthMetadata) => rulesWith((policy) => policy.addMetadata('m', metadata)).metadata.m;
const renderedCallback = (callback: AuthCallback) =>
  rulesWith((policy) => policy.addCallback('c', callback)).callbacks.c;

const url = 'https://geo.example.com/ip';
const oauth2 = {
  tokenUrl: 'https://sso.example.com/token',
  clientId: 'gateway',
  clientSecretRef: { name: 'geo', key: 'secret' },
};

const ENDPOINTS: [string, AuthHttpEndpoint, object][] = [
  ['an address', { url }, { url }],
  [
    'an address with paths',
    { url: 'http://geo.example.com/{request.headers.x-forwarded-for.@extract:{"sep":","}}?m={request.method}' },
    { url: 'http://geo.example.com/{request.headers.x-forwarded-for.@extract:{"sep":","}}?m={request.method}' },
  ],
  ['an address that is a path', { url: '{auth.identity.profile}' }, { url: '{auth.identity.profile}' }],
  [
    'an address by an expression, with a shared secret',
    {
      urlExpression: '"https://geo.example.com" + request.path',
      method: AuthHttpMethod.GET,
      headers: {
        Accept: AuthValue.of('application/json'),
        Authorization: AuthValue.selector('request.headers.authorization'),
      },
      sharedSecretRef: { name: 'geo', key: 'token' },
      credentials: AuthCredentials.queryString('key'),
    },
    {
      urlExpression: '"https://geo.example.com" + request.path',
      method: 'GET',
      headers: { Accept: { value: 'application/json' }, Authorization: { selector: 'request.headers.authorization' } },
      sharedSecretRef: { name: 'geo', key: 'token' },
      credentials: { queryString: { name: 'key' } },
    },
  ],
  [
    'a body',
    {
      url,
      method: AuthHttpMethod.POST,
      body: AuthValue.selector('auth.identity'),
      contentType: AuthHttpContentType.JSON,
    },
    { url, method: 'POST', body: { selector: 'auth.identity' }, contentType: 'application/json' },
  ],
  [
    'parameters and a token',
    {
      url,
      method: AuthHttpMethod.POST,
      bodyParameters: { ip: AuthValue.expression('source.address') },
      contentType: AuthHttpContentType.FORM_URLENCODED,
      oauth2: { ...oauth2, scopes: ['read'], extraParams: { audience: 'geo' }, cache: false },
    },
    {
      url,
      method: 'POST',
      bodyParameters: { ip: { expression: 'source.address' } },
      contentType: 'application/x-www-form-urlencoded',
      oauth2: { ...oauth2, scopes: ['read'], extraParams: { audience: 'geo' }, cache: false },
    },
  ],
  ['empty lists left out', { url, headers: {}, oauth2: { ...oauth2, scopes: [], extraParams: {} } }, { url, oauth2 }],
];

test.each(ENDPOINTS)('a request has %s', (_, endpoint, expected) => {
  expect(rendered(AuthMetadata.http(endpoint))).toStrictEqual({ http: expected });
  expect(renderedCallback(AuthCallback.http(endpoint))).toStrictEqual({ http: expected });
});

test.each<[string, AuthMetadata, object]>([
  [
    'UserInfo of an issuer',
    AuthMetadata.userInfo({ identitySource: 'keycloak', priority: 1, metrics: true }),
    { userInfo: { identitySource: 'keycloak' }, priority: 1, metrics: true },
  ],
  [
    'UserInfo by its address',
    AuthMetadata.userInfo({ userInfoUrl: 'https://sso.example.com/userinfo' }),
    { userInfo: { userInfoUrl: 'https://sso.example.com/userinfo' } },
  ],
  [
    'UserInfo on a condition, with a cache',
    AuthMetadata.userInfo({
      identitySource: 'keycloak',
      when: [AuthPattern.notEqualTo('request.method', 'OPTIONS')],
      cache: { key: AuthValue.selector('request.path'), ttl: Duration.seconds(30) },
    }),
    {
      userInfo: { identitySource: 'keycloak' },
      when: [{ selector: 'request.method', operator: 'neq', value: 'OPTIONS' }],
      cache: { key: { selector: 'request.path' }, ttl: 30 },
    },
  ],
])('emits %s', (_, metadata, expected) => {
  expect(rendered(metadata)).toStrictEqual(expected);
});

test('emits a callback', () => {
  const callback = AuthCallback.http({
    url,
    priority: 1,
    metrics: true,
    when: [AuthPattern.equalTo('auth.authorization', '')],
    cache: { key: AuthValue.of('x'), ttl: Duration.minutes(1) },
  });
  expect(renderedCallback(callback)).toStrictEqual({
    http: { url },
    priority: 1,
    metrics: true,
    when: [{ selector: 'auth.authorization', operator: 'eq', value: '' }],
    cache: { key: { value: 'x' }, ttl: 60 },
  });
});

test.each<[AuthHttpEndpoint, string]>([
  [{}, "address of AuthMetadata.http: got 'neither url nor urlExpression'"],
  [{ url, urlExpression: '"x"' }, "got 'url and urlExpression'"],
  [{ url: '' }, "url of AuthMetadata.http: got ''"],
  [{ url: 'geo.example.com' }, "url of AuthMetadata.http: got 'geo.example.com'"],
  [{ url: 'https://x/{identity.sub}' }, "url of AuthMetadata.http: got 'identity.sub'"],
  [{ url: 'https://x/{auth.identity.sub' }, "url of AuthMetadata.http: got 'https://x/{auth.identity.sub'"],
  [{ urlExpression: 'path' }, "urlExpression of AuthMetadata.http: got 'path'"],
  [{ url, body: AuthValue.of('x') }, "body of AuthMetadata.http: got 'method GET'"],
  [
    { url, method: AuthHttpMethod.GET, bodyParameters: { a: AuthValue.of('x') } },
    "bodyParameters of AuthMetadata.http: got 'method GET'",
  ],
  [{ url, contentType: AuthHttpContentType.JSON }, "contentType of AuthMetadata.http: got 'method GET'"],
  [
    { url, method: AuthHttpMethod.POST, body: AuthValue.of('x'), bodyParameters: { a: AuthValue.of('x') } },
    "body of AuthMetadata.http: got 'body and bodyParameters'",
  ],
  [
    { url, oauth2, sharedSecretRef: { name: 'a', key: 'b' } },
    "credentials of AuthMetadata.http: got 'sharedSecretRef and oauth2'",
  ],
  [{ url, headers: { 'a b': AuthValue.of('x') } }, "headers of AuthMetadata.http: got 'a b'"],
  [
    { url, headers: { authorization: AuthValue.of('Bearer 123') } },
    "header authorization of AuthMetadata.http: got 'a fixed value'",
  ],
  [{ url, headers: { Cookie: AuthValue.of('a=b') } }, 'header Cookie of AuthMetadata.http'],
  [{ url, oauth2: { ...oauth2, tokenUrl: 'x' } }, "tokenUrl of AuthMetadata.http: got 'x'"],
  [{ url, oauth2: { ...oauth2, clientId: ' ' } }, "clientId of AuthMetadata.http: got ' '"],
  [
    { url, oauth2: { ...oauth2, clientSecretRef: { name: 'A', key: 'b' } } },
    "name of clientSecretRef of AuthMetadata.http: got 'A'",
  ],
])('refuses the request %j', (endpoint, message) => {
  expect(() => AuthMetadata.http(endpoint)).toThrow(message);
  expect(() => AuthCallback.http(endpoint)).toThrow(message.replace('AuthMetadata', 'AuthCallback'));
});

test.each<[() => unknown, string]>([
  [() => AuthMetadata.userInfo({}), "AuthMetadata.userInfo: got 'neither identitySource nor userInfoUrl'"],
  [() => AuthMetadata.userInfo({ identitySource: 'a', userInfoUrl: url }), "got 'identitySource and userInfoUrl'"],
  [() => AuthMetadata.userInfo({ userInfoUrl: '' }), "userInfoUrl: got ''"],
  [() => AuthMetadata.userInfo({ identitySource: '' }), "identitySource: got ''"],
])('refuses %s', (make, message) => {
  expect(make).toThrow(message);
});
