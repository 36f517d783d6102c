import { ALL, GATEWAY, policiesOf, policy, route, sender, told } from './kuadrant';
import { RequestFields } from '../../src/traffic/request';

const auth = (rules: string, more = '') => policy('AuthPolicy', 'HTTPRoute/web', `rules:\n${rules}\n${more}`);

const KEYS = `
apiVersion: kuadrant.io/v1beta1
kind: Kuadrant
metadata: {name: kuadrant, namespace: kuadrant-system}
---
apiVersion: v1
kind: Secret
metadata:
  name: bob
  namespace: kuadrant-system
  labels: {authorino.kuadrant.io/managed-by: authorino, app: toys}
  annotations: {secret.kuadrant.io/user-id: bob, groups: 'admins,users'}
stringData: {api_key: IAMBOB}
---
apiVersion: v1
kind: Secret
metadata: {name: elsewhere, namespace: shop, labels: {authorino.kuadrant.io/managed-by: authorino, app: toys}}
---
apiVersion: v1
kind: Secret
metadata: {name: other, namespace: kuadrant-system, labels: {authorino.kuadrant.io/managed-by: authorino, app: x}}
---
apiVersion: v1
kind: Secret
metadata: {name: unmanaged, namespace: kuadrant-system, labels: {app: toys}}
---
apiVersion: v1
kind: Secret
metadata: {name: wrong, namespace: kuadrant-system, labels: {authorino.kuadrant.io/managed-by: authorino, app: toys}}
stringData: {key: x}
`;

const URL = 'http://web.example.com/';
const send = (rules: string, fields: Partial<RequestFields> = {}, more = '') =>
  sender(GATEWAY, route(ALL), KEYS, auth(rules, more)).send({ url: URL, ...fields });

const API_KEY = '  authentication: {keys: {apiKey: {selector: {matchLabels: {app: toys}}}}}';
const PREFIXED = `  authentication:
    keys: {apiKey: {selector: {matchLabels: {app: toys}}}, credentials: {authorizationHeader: {prefix: APIKEY}}}`;
const JWT = '  authentication: {sso: {jwt: {issuerUrl: https://sso.example.com/realms/shop}}}';
const ISSUER = { iss: 'https://sso.example.com/realms/shop' };
const accepts = 'https://sso.example.com/realms/shop accepts the token';

const AUTHENTICATION: [what: string, rules: string, fields: Partial<RequestFields>, expected: string][] = [
  ['nobody is asked', '  metadata: {}', {}, '200'],
  ['everybody is anonymous', '  authentication: {all: {anonymous: {}}}', {}, '200'],
  ['no key', API_KEY, {}, '401'],
  ['the key of a Secret that is selected', API_KEY, { client: { apiKey: 'kuadrant-system/bob' } }, '200'],
  ['the key of a Secret elsewhere', API_KEY, { client: { apiKey: 'shop/elsewhere' } }, '401'],
  [
    'the key of a Secret elsewhere, all namespaces',
    '  authentication: {keys: {apiKey: {allNamespaces: true, selector: {matchLabels: {app: toys}}}}}',
    { client: { apiKey: 'shop/elsewhere' } },
    '200',
  ],
  ['the key of another Secret', API_KEY, { client: { apiKey: 'kuadrant-system/other' } }, '401'],
  ['a Secret that Authorino does not watch', API_KEY, { client: { apiKey: 'kuadrant-system/unmanaged' } }, '401'],
  ['a Secret without an API key', API_KEY, { client: { apiKey: 'kuadrant-system/wrong' } }, '401'],
  [
    'a Secret that is not in the input',
    API_KEY,
    { client: { apiKey: 'kuadrant-system/new' } },
    '401 if Secret kuadrant-system/new is none of app=toys; 200 if Secret kuadrant-system/new is one of app=toys',
  ],
  ['the text of a key', PREFIXED, { headers: { Authorization: 'APIKEY IAMBOB' } }, '200'],
  ['the text of a key behind another prefix', PREFIXED, { headers: { Authorization: 'Bearer IAMBOB' } }, '401'],
  [
    'a text that may be a key of another Secret',
    PREFIXED,
    { headers: { Authorization: 'APIKEY x' } },
    '401 if the API key is none of the Secrets app=toys; 200 if the API key is one of the Secrets app=toys',
  ],
  ['a token of the issuer', JWT, { client: { jwt: ISSUER } }, '200'],
  ['a token of another issuer', JWT, { client: { jwt: { iss: 'https://sso.example.com' } } }, '401'],
  ['no token', JWT, {}, '401'],
  [
    'a token that cannot be read',
    JWT,
    { headers: { Authorization: 'Bearer x' } },
    `401 if ${accepts.replace('accepts', 'does not accept')}; 200 if ${accepts}`,
  ],
  ['an API key where a token is asked for', JWT, { client: { apiKey: 'kuadrant-system/bob' } }, '401'],
  ['one of two', `${JWT.slice(0, -1)}, all: {anonymous: {}}}`, { headers: { Authorization: 'Bearer x' } }, '200'],
  [
    'a later priority where the first fails',
    `${JWT.slice(0, -1)}, all: {priority: 1, anonymous: {}}}`,
    { client: { jwt: { iss: 'x' } } },
    '200',
  ],
  [
    'rules that are skipped',
    '  authentication: {all: {anonymous: {}, when: [{predicate: request.method == "POST"}]}}',
    {},
    '401',
  ],
  [
    'an introspection',
    '  authentication: {o: {oauth2Introspection: {endpoint: https://o.example.com, credentialsRef: {name: c}}}}',
    { client: { jwt: {} } },
    '401 if https://o.example.com does not accept the token; 200 if https://o.example.com accepts the token',
  ],
  ['a review without a token', '  authentication: {k: {kubernetesTokenReview: {}}}', {}, '401'],
  [
    'a plain identity',
    '  authentication: {p: {plain: {selector: request.headers.x-user}}}',
    { headers: { 'x-user': 'bob' } },
    '200',
  ],
  ['no plain identity', '  authentication: {p: {plain: {selector: request.headers.x-user}}}', {}, '401'],
  ['no client certificate', '  authentication: {c: {x509: {selector: {matchLabels: {app: toys}}}}}', {}, '401'],
  [
    'a cookie',
    '  authentication: {keys: {apiKey: {selector: {matchLabels: {app: toys}}}, credentials: {cookie: {name: KEY}}}}',
    { headers: { cookie: 'a=b; KEY=IAMBOB' } },
    '200',
  ],
  [
    'a query parameter',
    '  authentication: {keys: {apiKey: {selector: {matchLabels: {app: toys}}}, credentials: {queryString: {name: k}}}}',
    { url: `${URL}?k=IAMBOB` },
    '200',
  ],
];

test.each(AUTHENTICATION)('authentication: %s', (_, rules, fields, expected) => {
  expect(told(send(rules, fields))).toBe(expected);
});

test('of authentication rules that succeed, the first priority counts', () => {
  const rules = (first: number, second: number) => `  authentication:
    header: {priority: ${first}, plain: {selector: request.headers.x-user}}
    all: {priority: ${second}, anonymous: {}}
  authorization: {rule: {patternMatching: {patterns: [{selector: auth.identity, operator: eq, value: bob}]}}}`;
  const bob = { headers: { 'x-user': 'bob' } };
  expect([told(send(rules(0, 1), bob)), told(send(rules(1, 0), bob))]).toEqual(['200', '403']);
  expect(told(send(rules(0, 0), bob))).toBe(
    '403 if authentication all succeeds before header; 200 if authentication header succeeds before all',
  );
});

const where = (patterns: string) => `  authorization: {rule: {patternMatching: {patterns: [${patterns}]}}}`;
const matching = (patterns: string) => `${JWT}\n${where(patterns)}`;
const CLAIMS = { ...ISSUER, sub: 'bob', age: 20, roles: ['admin', 'dev'], realm: { 'a.b': 'c' } };

test.each([
  ['{selector: auth.identity.sub, operator: eq, value: bob}', 200],
  ['{selector: auth.identity.sub, operator: neq, value: bob}', 403],
  ['{selector: auth.identity.missing, operator: eq, value: ""}', 200],
  ['{selector: auth.identity.roles, operator: incl, value: admin}', 200],
  ['{selector: auth.identity.roles, operator: incl, value: root}', 403],
  ['{selector: auth.identity.roles, operator: excl, value: admin}', 403],
  ['{selector: auth.identity.roles.1, operator: eq, value: dev}', 200],
  ['{selector: auth.identity.roles.#, operator: eq, value: "2"}', 200],
  ["{selector: 'auth.identity.realm.a\\.b', operator: eq, value: c}", 200],
  ['{selector: request.path, operator: matches, value: "^/toys/[0-9]+$"}', 200],
  ['{selector: context.request.http.method, operator: eq, value: GET}', 200],
  ['{selector: context.request.http.headers.x-tenant, operator: eq, value: acme}', 200],
  ['{selector: \'request.path.@extract:{"sep":"/","pos":2}\', operator: eq, value: "7"}', 200],
  ['{selector: "{request.method} {auth.identity.sub}", operator: eq, value: GET bob}', 200],
  ['{predicate: auth.identity.age >= 18}', 200],
  ['{predicate: auth.identity.age > 20}', 403],
  ['{predicate: "\'admin\' in auth.identity.roles"}', 200],
  // A field that is not there is an error in Authorino, which denies.
  ['{predicate: auth.identity.missing != "x"}', 403],
  ['{predicate: "!has(auth.identity.missing)"}', 200],
  ['{predicate: request.url_path.startsWith("/toys")}', 200],
  ['{any: [{predicate: "false"}, {selector: auth.identity.sub, operator: eq, value: bob}]}', 200],
  ['{any: [{predicate: "false"}, {all: [{predicate: "true"}, {predicate: "false"}]}]}', 403],
  ['{patternRef: bob}', 200],
  ['{patternRef: eve}', 403],
  // Authorino does not take such a policy, and knows no configuration for the request.
  ['{predicate: "auth.identity.age >"}', 404],
  ['{predicate: identity.age > 1}', 404],
])('authorization %s gives %i', (patterns, expected) => {
  const request = { url: `${URL}toys/7?x=y`, headers: { 'x-tenant': 'acme' }, client: { jwt: CLAIMS } };
  const path = 'http://web.example.com/toys/7';
  const named = `patterns:
  bob: {allOf: [{selector: auth.identity.sub, operator: eq, value: bob}]}
  eve: {allOf: [{selector: auth.identity.sub, operator: eq, value: eve}]}`;
  expect(told(send(matching(patterns), { ...request, url: path }, named))).toBe(String(expected));
});

test.each([
  ['allow = true', '200'],
  ['allow := true', '200'],
  ['package x\nallow { true }', '200'],
  ['allow = false', '403'],
  ['# never\nallow = false', '403'],
  // Authorino writes a default of its own, and a second one does not compile.
  ['default allow = false', '404'],
  ['allow { input.x == 1 }', '403 if the policy of rule does not allow it; 200 if the policy of rule allows it'],
])('rego %j gives %s', (rego, expected) => {
  const rules = `  authorization: {rule: {opa: {rego: ${JSON.stringify(rego)}}}}`;
  expect(told(send(rules))).toBe(expected);
});

test.each([
  [
    'Kubernetes',
    '{kubernetesSubjectAccessReview: {user: {selector: auth.identity.sub}}}',
    'Kubernetes does not allow it',
    'Kubernetes allows it',
  ],
  [
    'SpiceDB',
    '{spicedb: {endpoint: spice:50051}}',
    'the server of rule does not allow it',
    'the server of rule allows it',
  ],
])('%s decides at run time', (_, rule, no, yes) => {
  expect(told(send(`  authorization: {rule: ${rule}}`))).toBe(`403 if ${no}; 200 if ${yes}`);
});

test('a rule that is skipped does not deny, and what metadata say is not known', () => {
  const skipped = `  authorization: {rule: {opa: {rego: allow = false}, when: [{predicate: request.path != "/"}]}}`;
  expect(told(send(skipped))).toBe('200');
  const fetched = `  metadata: {m: {http: {url: http://m}}}\n${where('{predicate: auth.metadata.m.ok}')}`;
  expect(told(send(fetched))).toBe('403 if auth.metadata.m.ok is false; 200 if auth.metadata.m.ok is true');
});

test('what is unknown of an identity leaves two branches', () => {
  const reply = send(matching('{selector: auth.identity.sub, operator: eq, value: bob}'), {
    headers: { authorization: 'Bearer x' },
  });
  expect(told(reply)).toBe(
    `403 if ${accepts} and not auth.identity.sub eq bob; 401 if ${accepts.replace('accepts', 'does not accept')}; ` +
      `200 if ${accepts} and auth.identity.sub eq bob`,
  );
});

test('responses are those that the policy names', () => {
  const rules = `${JWT}
  authorization: {rule: {opa: {rego: allow = false}}}
  response:
    unauthenticated:
      code: 302
      headers: {location: {expression: "'https://sso.example.com/?to=' + request.path"}}
    unauthorized:
      code: 404
      body: {value: nothing here}
      headers: {x-who: {selector: auth.identity.sub}}`;
  const [away] = send(rules).outcomes;
  expect([away.status, [...away.headers]]).toEqual([302, [['location', 'https://sso.example.com/?to=/']]]);
  const [denied] = send(rules, { client: { jwt: CLAIMS } }).outcomes;
  expect([denied.status, denied.body, [...denied.headers]]).toEqual([404, 'nothing here', [['x-who', 'bob']]]);
  expect([...send(JWT).outcomes[0].headers]).toEqual([['www-authenticate', 'Bearer realm="sso"']]);
});

test('headers of success go to the backend', () => {
  const rules = `${API_KEY}
  response:
    success:
      headers:
        x-user: {plain: {selector: 'auth.identity.metadata.annotations.secret\\.kuadrant\\.io/user-id'}}
        data: {key: X-Data, json: {properties: {method: {expression: request.method}, number: {value: 1}}}}
        secret: {plain: {selector: auth.identity.data.api_key}}
        never: {plain: {value: x}, when: [{predicate: "false"}]}`;
  const [{ upstream }] = send(rules, { client: { apiKey: 'kuadrant-system/bob' } }).outcomes;
  expect([...upstream!.headers]).toEqual([
    ['x-data', '{"method":"GET","number":1}'],
    ['x-user', 'bob'],
  ]);
});

test.each([
  ['request.method == "GET"', '403'],
  ['request.method == "POST"', '200'],
  ['request.headers["x-test"] == "1"', '500'],
  ['request.headers.exists(h, h == "x-test")', '200'],
  ['request.host == "web.example.com" && request.url_path == "/"', '403'],
  // One that does not compile leaves the path open.
  ['request.method == ', '200'],
  ['context.request.http.method == "GET"', '200'],
  ['queryMap(request.query)["a"] == "b"', '200'],
  ['source.remote_address == "1.2.3.4"', '403'],
  ['source.remote_address != "1.2.3.4"', '200'],
  [
    'source.address.startsWith("10.")',
    '403 if source.address.startsWith("10.") is true; 200 if source.address.startsWith("10.") is false',
  ],
])('the whole policy applies when %s: %s', (predicate, expected) => {
  const deny = '  authorization: {rule: {opa: {rego: allow = false}}}';
  const when = `when: [{predicate: ${JSON.stringify(predicate)}}]`;
  expect(told(send(deny, { client: { ip: '1.2.3.4' } }, when))).toBe(expected);
});

test('a route replaces the defaults of its gateway, and the steps say whose rules are in effect', () => {
  // Kuadrant/kuadrant-operator#575, #1924.
  const gateway = policy(
    'AuthPolicy',
    'Gateway/public',
    'defaults:\n  rules: {authorization: {no-admin: {patternMatching: {patterns: [{predicate: "!request.path.startsWith(\'/admin\')"}]}}}}',
  );
  const { send: to } = sender(GATEWAY, route(ALL), gateway, auth(JWT));
  expect(told(to('http://web.example.com/admin'))).toBe('401');
  const reply = to({ url: 'http://web.example.com/admin', client: { jwt: ISSUER } });
  expect(told(reply)).toBe('200');
  expect(policiesOf(reply)).toEqual([
    'AuthPolicy shop/web: authentication sso',
    'AuthPolicy edge/public: nothing in effect beside shop/web',
  ]);
  const merged = gateway.replace('defaults:', 'overrides:\n    strategy: merge');
  const kept = sender(GATEWAY, route(ALL), merged, auth(JWT)).send({
    url: 'http://web.example.com/admin',
    client: { jwt: ISSUER },
  });
  expect(told(kept)).toBe('403');
  expect(policiesOf(kept)).toEqual([
    'AuthPolicy edge/public: authorization no-admin',
    'AuthPolicy shop/web: authentication sso',
  ]);
});
