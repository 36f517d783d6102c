import { api, documentOf, Json } from './open-api-support';
import { AuthPolicy, Warnings, kuadrant } from '../../src';
import { OpenApiRoutesProps } from '../../src/openapi/open-api-routes';
import { Scopes } from '../../src/openapi/open-api-security';
import { brief } from '../support/brief';

const withBriefMessages = (list: readonly { readonly message: string }[]) =>
  list.map((warning) => ({ ...warning, message: brief(warning.message) }));

const securitySchemes: Json = {
  key: { type: 'apiKey', in: 'header', name: 'X-API-Key' },
  query: { type: 'apiKey', in: 'query', name: 'api_key' },
  cookie: { type: 'apiKey', in: 'cookie', name: 'sid' },
  basic: { type: 'http', scheme: 'Basic' },
  bearer: { type: 'http', scheme: 'bearer' },
  oidc: {
    type: 'openIdConnect',
    openIdConnectUrl: 'https://id.example.com/realms/pets/.well-known/openid-configuration',
  },
  oauth: { type: 'oauth2', flows: {} },
  mtls: { type: 'mutualTLS' },
};
const issuerUrl = 'https://id.example.com/realms/pets';

/** Rules of the policy of one operation with this security. */
function rules(security: Json, props: Partial<OpenApiRoutesProps> = {}): Json {
  const paths = { '/pets': { get: { operationId: 'list', security } } };
  const { of } = api(documentOf(paths, { components: { securitySchemes } }), props);
  const policies = of('AuthPolicy');
  expect(policies).toHaveLength(1);
  return policies[0].spec.defaults.rules;
}
const refused = (security: Json, props: Partial<OpenApiRoutesProps> = {}) => {
  const paths = { '/pets': { get: { operationId: 'list', security } } };
  return expect(() => api(documentOf(paths, { components: { securitySchemes } }), props));
};
const apiKeys = (scheme: string, credentials: Json) => ({
  apiKey: { selector: { matchLabels: { 'kuadrant.io/apikeys-by': scheme } } },
  credentials,
});

test.each<[string, Json]>([
  ['key', apiKeys('key', { customHeader: { name: 'X-API-Key' } })],
  ['query', apiKeys('query', { queryString: { name: 'api_key' } })],
  ['cookie', apiKeys('cookie', { cookie: { name: 'sid' } })],
  ['basic', apiKeys('basic', { authorizationHeader: { prefix: 'Basic' } })],
  ['oidc', { jwt: { issuerUrl } }],
])('%s is what the document says', (scheme, authentication) => {
  expect(rules([{ [scheme]: [] }])).toEqual({ authentication: { [scheme]: authentication } });
});

test.each(['bearer', 'oauth', 'mtls', 'oidc'])('%s is what the program says', (scheme) => {
  const authentication = { [scheme]: kuadrant.Authentication.jwt({ issuerUrl: 'https://other.example.com' }) };
  expect(rules([{ [scheme]: [] }], { authentication })).toEqual({
    authentication: { [scheme]: { jwt: { issuerUrl: 'https://other.example.com' } } },
  });
});

test('API keys of every namespace', () => {
  expect(rules([{ key: [] }], { apiKeysInAllNamespaces: true }).authentication.key.apiKey.allNamespaces).toBe(true);
});

test.each<[Json, string]>([
  [[{ bearer: [] }], "#/components/securitySchemes/bearer: security scheme 'bearer': got 'http bearer'"],
  [[{ oauth: [] }], "got 'oauth2'"],
  [[{ mtls: [] }], 'Authentication.x509({ ... })'],
  [[{ kee: [] }], "#/paths/~1pets/get/security/0/kee: got 'kee'"],
  [[{ key: [], query: [] }], "#/paths/~1pets/get/security/0: got 'key and query'"],
])('%j is refused with its place', (security, message) => {
  refused(security).toThrow(message);
});

test('a scheme of the program that the document does not have', () => {
  refused([], { authentication: { baerer: kuadrant.Authentication.anonymous() } }).toThrow(
    "authentication of OpenApiRoutes: got 'baerer'",
  );
});

describe('alternatives', () => {
  test('are authentications of which one is enough', () => {
    expect(Object.keys(rules([{ key: [] }, { oidc: [] }]).authentication)).toEqual(['key', 'oidc']);
  });

  test('none at all, or only empty ones: everybody', () => {
    expect(rules([])).toEqual({ authentication: { anonymous: { anonymous: {} } } });
    expect(rules([{}])).toEqual({ authentication: { anonymous: { anonymous: {} } } });
  });

  test('an empty one lets in who shows no credential, not who shows a wrong one', () => {
    const { authentication } = rules([{ oidc: [] }, { key: [] }, { query: [] }, { cookie: [] }, {}]);
    expect(authentication.anonymous).toEqual({
      anonymous: {},
      when: [
        { predicate: '!("authorization" in request.headers)' },
        { predicate: '!("x-api-key" in request.headers)' },
        { predicate: '!request.query.matches("(^|&)api_key=")' },
        {
          predicate: '!("cookie" in request.headers) || !request.headers["cookie"].matches("(^|; *)sid=")',
        },
      ],
    });
  });

  test('an empty one beside a credential that is no part of the request comes last', () => {
    const authentication = { mtls: kuadrant.Authentication.x509({ matchLabels: { app: 'pets' } }) };
    expect(rules([{ mtls: [] }, {}], { authentication }).authentication.anonymous).toEqual({
      anonymous: {},
      priority: 1,
    });
  });
});

describe('scopes', () => {
  const granted = (scopes: string) =>
    `("scope" in auth.identity && ${scopes}.all(scope, scope in (type(auth.identity["scope"]) == string ? auth.identity["scope"].split(" ") : auth.identity["scope"])))`;

  test('must all be granted', () => {
    expect(rules([{ oidc: ['read', 'write'] }]).authorization).toEqual({
      'oidc-scopes': { patternMatching: { patterns: [{ predicate: granted('["read","write"]') }] } },
    });
  });

  test('or one of several lists of them', () => {
    expect(rules([{ oidc: ['read'] }, { oidc: ['admin'] }]).authorization['oidc-scopes']).toEqual({
      patternMatching: { patterns: [{ predicate: `${granted('["read"]')} || ${granted('["admin"]')}` }] },
    });
  });

  test('are not asked of who comes by another scheme, and those come first', () => {
    const { authentication, authorization } = rules([{ oidc: ['read'] }, { key: [] }, {}]);
    expect(authorization['oidc-scopes'].patternMatching.patterns).toEqual([
      { predicate: `auth.identity["security-scheme"] != "oidc" || ${granted('["read"]')}` },
    ]);
    expect(authentication).toMatchObject({
      oidc: { priority: 1, overrides: { 'security-scheme': { value: 'oidc' } } },
      key: { priority: 0, overrides: { 'security-scheme': { value: 'key' } } },
      anonymous: { overrides: { 'security-scheme': { value: 'anonymous' } } },
    });
  });

  test('keep what the program says about the identity', () => {
    const overrides = { tenant: kuadrant.AuthValue.of('pets') };
    const authentication = { bearer: kuadrant.Authentication.jwt({ issuerUrl, overrides }) };
    expect(rules([{ oidc: ['read'] }, { bearer: [] }], { authentication }).authentication.bearer.overrides).toEqual({
      tenant: { value: 'pets' },
      'security-scheme': { value: 'bearer' },
    });
  });

  test('in another claim, or nowhere', () => {
    const claim = rules([{ oidc: ['read'] }], { scopes: Scopes.claim('scp') });
    expect(JSON.stringify(claim.authorization)).toContain('auth.identity[\\"scp\\"]');
    expect(rules([{ oidc: ['read'] }], { scopes: Scopes.IGNORED })).toEqual({
      authentication: { oidc: { jwt: { issuerUrl } } },
    });
  });

  test('roles of other schemes are not checked, and that is said', () => {
    const paths = { '/pets': { get: { operationId: 'list', security: [{ key: ['admin'] }] } } };
    const { routes } = api(documentOf(paths, { components: { securitySchemes } }));
    expect(withBriefMessages(Warnings.of(routes).list())).toEqual([
      {
        code: 'GW350',
        path: 'test/petstore',
        message: expect.stringContaining("#/paths/~1pets/get/security/0/key: got 'admin'"),
      },
    ]);
  });
});

describe('schemes that are required together', () => {
  test('one authenticates, and a token is verified by its issuer', () => {
    const { authentication, metadata, authorization } = rules([{ key: [], oidc: ['read'] }]);
    expect(Object.keys(authentication)).toEqual(['key']);
    expect(metadata).toEqual({
      'oidc-configuration': {
        http: { url: `${issuerUrl}/.well-known/openid-configuration` },
        cache: { key: { value: 'oidc' }, ttl: 300 },
      },
      'oidc-keys': {
        http: { urlExpression: 'auth.metadata["oidc-configuration"].jwks_uri' },
        priority: 1,
        cache: { key: { value: 'oidc' }, ttl: 300 },
      },
    });
    expect(Object.keys(authorization)).toEqual(['key-and-oidc']);
    // Run against OPA 1.4 in both versions of Rego, with tokens of every kind, when it was written.
    expect(authorization['key-and-oidc'].opa.rego).toMatchInlineSnapshot(`
     "request := input.context.request.http
     tokens := [substring(header, 7, -1) | header := request.headers["authorization"]; startswith(header, "Bearer ")]
     fetched := input.auth.metadata["oidc-keys"]
     certificates := array.concat([text | text := fetched; is_string(text)], [json.marshal(fetched)])[0]
     verified := [1 |
       token := tokens[_]
       [_, unverified, _] := io.jwt.decode(token)
       audiences := array.concat([aud | aud := unverified.aud; is_string(aud)], [aud | aud := unverified.aud[_]])
       constraints := object.union({"cert": certificates, "iss": "https://id.example.com/realms/pets"}, {"aud": aud | aud := audiences[0]})
       [valid, _, claims] := io.jwt.decode_verify(token, constraints)
       valid
       granted := array.concat([scope | scope := split(claims["scope"], " ")[_]], [scope | scope := claims["scope"][_]])
       count({"read"} - {scope | scope := granted[_]}) == 0
     ]
     allow := count(verified) > 0
     "
    `);
  });

  test.each<[string, Json, string]>([
    [
      'a header',
      kuadrant.AuthCredentials.customHeader('X-Token'),
      'tokens := [token | token := request.headers["x-token"]]',
    ],
    [
      'the query',
      kuadrant.AuthCredentials.queryString('token'),
      'tokens := [token | token := urlquery.decode_object(split(request.path, "?")[1])["token"][0]]',
    ],
    [
      'a cookie',
      kuadrant.AuthCredentials.cookie('sid'),
      'tokens := [substring(pair, 4, -1) | pair := trim_space(split(request.headers["cookie"], ";")[_]); startswith(pair, "sid=")]',
    ],
    [
      'the Authorization header',
      kuadrant.AuthCredentials.authorizationHeader('JWT'),
      'tokens := [substring(header, 4, -1) | header := request.headers["authorization"]; startswith(header, "JWT ")]',
    ],
  ])('a token in %s, of a set of keys', (_, credentials, line) => {
    const authentication = {
      bearer: kuadrant.Authentication.jwt({ jwksUrl: 'https://id.example.com/keys', credentials }),
    };
    const { metadata, authorization } = rules([{ bearer: [], key: [] }], { authentication });
    expect(metadata).toEqual({
      'bearer-keys': { http: { url: 'https://id.example.com/keys' }, cache: { key: { value: 'bearer' }, ttl: 300 } },
    });
    expect(authorization['key-and-bearer'].opa.rego.split('\n')).toContain(line);
    expect(authorization['key-and-bearer'].opa.rego).not.toContain('"iss"');
  });

  test('the program checks the other', () => {
    const authorization = { query: kuadrant.Authorization.opa({ rego: 'allow = input.request.query == "api_key=1"' }) };
    expect(rules([{ key: [], query: [] }], { authorization }).authorization).toEqual({
      'key-and-query': { opa: { rego: 'allow = input.request.query == "api_key=1"' } },
    });
  });

  test('beside an alternative, they are asked only of who comes that way', () => {
    const authorization = { query: kuadrant.Authorization.opa({ rego: 'allow = true' }) };
    const policy = rules([{ basic: [] }, { key: [], query: [], oidc: [] }], { authorization });
    expect(Object.keys(policy.authentication)).toEqual(['basic', 'key']);
    expect(policy.authentication).toMatchObject({ basic: { priority: 0 }, key: { priority: 1 } });
    expect(policy.authorization['key-and-query'].when).toEqual([
      { selector: 'auth.identity.security-scheme', operator: 'eq', value: 'key' },
    ]);
    expect(policy.authorization['key-and-oidc'].opa.rego).toContain(
      'others := [1 | input.auth.identity["security-scheme"] != "key"]\nallow := count(array.concat(others, verified)) > 0\n',
    );
  });

  test('an alternative that is enough without them makes them pointless', () => {
    expect(rules([{ key: [], oidc: [] }, { key: [] }])).toEqual({
      authentication: { key: apiKeys('key', { customHeader: { name: 'X-API-Key' } }) },
    });
  });

  test('two ways by the same scheme cannot be told apart', () => {
    refused(
      [
        { key: [], oidc: [] },
        { key: [], bearer: [] },
      ],
      {
        authentication: { bearer: kuadrant.Authentication.jwt({ issuerUrl }) },
      },
    ).toThrow("#/paths/~1pets/get/security/0: got 'key and oidc'");
  });
});

describe('what a policy is attached to', () => {
  const operation = (operationId: string, security?: Json) => ({ get: { operationId, security } });
  function targets(paths: Json, more: Json = {}) {
    const { of } = api(documentOf(paths, { components: { securitySchemes }, ...more }));
    return of('AuthPolicy').map(({ metadata, spec }) => [
      metadata.name,
      spec.targetRef.sectionName,
      Object.keys(spec.defaults.rules.authentication).join(),
    ]);
  }

  test('the route, where all its operations have the same security', () => {
    const paths = { '/a': operation('a'), '/b': operation('b', [{ key: [] }]) };
    expect(targets(paths, { security: [{ key: [] }] })).toEqual([['petstore-auth', undefined, 'key']]);
  });

  test('the route, and the rules that differ', () => {
    const paths = {
      '/health': operation('health', []),
      '/a': operation('a'),
      '/b': operation('b'),
      '/c': operation('c', [{ oidc: [] }]),
    };
    expect(targets(paths, { security: [{ key: [] }] })).toEqual([
      ['petstore-auth', undefined, 'key'],
      ['petstore-health-auth', 'health', 'anonymous'],
      ['petstore-c-auth', 'c', 'oidc'],
    ]);
  });

  test('never the route for everybody, while a rule is not', () => {
    const paths = { '/a': operation('a', []), '/b': operation('b', []), '/c': operation('c', [{ key: [] }]) };
    expect(targets(paths)).toEqual([
      ['petstore-a-auth', 'a', 'anonymous'],
      ['petstore-b-auth', 'b', 'anonymous'],
      ['petstore-c-auth', 'c', 'key'],
    ]);
  });

  test("nothing, where the document is silent: the gateway's policy holds there", () => {
    const paths = { '/a': operation('a'), '/b': operation('b', [{ key: [] }]), '/c': operation('c', [{ key: [] }]) };
    expect(targets(paths)).toEqual([
      ['petstore-b-auth', 'b', 'key'],
      ['petstore-c-auth', 'c', 'key'],
    ]);
    expect(targets({ '/a': operation('a') })).toEqual([]);
  });
});

test('what limits ask about the identity is passed on, and nothing else of it', () => {
  const limited = (expressions: string[]) => ({
    'x-kuadrant': { rate_limit: { rates: [{ limit: 1, window: '1s' }], counters: expressions } },
  });
  const operation = (operationId: string, more: Json) => ({ get: { operationId, ...more } });
  const { of } = api(
    documentOf(
      {
        '/a': operation('a', limited(['auth.identity.sub', 'auth.identity.metadata.name', 'request.path'])),
        '/b': operation('b', limited(['auth.identity.metadata.labels["x/y"]', 'auth.identity.email.lowerAscii()'])),
        '/c': operation('c', { security: [{ oidc: [] }] }),
        '/d': operation('d', { security: [{ oidc: [] }], ...limited(['auth.identity["https://x/id"]']) }),
      },
      { components: { securitySchemes }, security: [{ key: [] }] },
    ),
  );
  const properties = of('AuthPolicy').map(({ metadata, spec }) => [
    metadata.name,
    spec.defaults.rules.response?.success.filters.identity.json.properties,
  ]);
  expect(Object.fromEntries(properties)).toEqual({
    'petstore-auth': {
      sub: { selector: 'auth.identity.sub' },
      metadata: {
        expression: '{"name": auth.identity.metadata.name, "labels": {"x/y": auth.identity.metadata.labels["x/y"]}}',
      },
      email: { selector: 'auth.identity.email' },
    },
    'petstore-c-auth': undefined,
    'petstore-d-auth': { 'https://x/id': { selector: 'auth.identity.https\\:\\/\\/x\\/id' } },
  });
});

test('the policies are a copy', () => {
  const { routes } = api(documentOf({ '/a': { get: { security: [] } } }));
  routes.authPolicies.pop();
  expect(routes.authPolicies).toHaveLength(1);
  expect(routes.authPolicies[0]).toBeInstanceOf(AuthPolicy);
});
