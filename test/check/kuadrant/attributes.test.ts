import { backend, each, gateway, listener, OF_GATEWAY, policy, route, rules } from '../together';

const input = gateway(listener('http')) + route('edge/web', rules(`{ ${backend('web')} }`));
const limit = (rest: string) =>
  policy(
    'RateLimitPolicy',
    'edge/limit',
    OF_GATEWAY,
    `limits: { low: { rates: [{ limit: 9, window: 10s }], ${rest} } }`,
  );
const auth = (rest = '') =>
  policy(
    'AuthPolicy',
    'edge/auth',
    OF_GATEWAY,
    `rules: { authentication: { sso: { jwt: { issuerUrl: "https://sso.example.com" } } }${rest} }`,
  );
const exporting = (name: string) =>
  auth(
    `, response: { success: { filters: { ${name}: { json: { properties: { id: { expression: auth.identity.sub } } } } } } }`,
  );

describe('attributes of requests', () => {
  const when = (predicate: string) => input + limit(`when: [{ predicate: '${predicate}' }]`);
  const told = (name: string) => [
    `warning GW275 RateLimitPolicy edge/limit: spec.limits['low'].when[0].predicate: got 'request.${name}'`,
  ];
  each([
    ['one that is there', when('request.url_path == "/a" && request.headers["x"] == "1"'), []],
    ['one that is not', when('request.uri == "/a"'), told('uri')],
    ['a name in a text', when('request.host == "request.uri"'), []],
    ['a field of something else', when('connection.requested_server_name != "" && request.headers.request == "a"'), []],
    [
      'in a condition of an AuthPolicy',
      input +
        policy(
          'AuthPolicy',
          'edge/auth',
          OF_GATEWAY,
          'when: [{ predicate: request.verb == "GET" }], rules: { authentication: { a: { anonymous: {} } } }',
        ),
      ["warning GW275 AuthPolicy edge/auth: spec.when[0].predicate: got 'request.verb'"],
    ],
  ]);
});

describe('expressions', () => {
  const when = (predicate: string) => input + limit(`when: [{ predicate: "${predicate}" }]`);
  const told = (text: string) => [`RateLimitPolicy edge/limit: spec.limits['low'].when[0].predicate: got ${text}`];
  const error = (code: string, text: string) => told(text).map((line) => `error ${code} ${line}`);
  each([
    ['one that compiles', when("request.headers['x-user'] == 'ann' && request.method == 'GET'"), []],
    ['an assignment', when("request.path = '/a'"), error('GW277', "request.path = '/a'")],
    ['a variable of nowhere', when("req.path == '/a'"), error('GW277', "req.path == '/a'")],
    [
      'the response, which has a rule of its own',
      when('response.code == 200'),
      error('GW265', "'response.code == 200'"),
    ],
    [
      'a header in upper case',
      when("request.headers['X-User'] == 'ann'"),
      told("'X-User'").map((line) => `warning GW278 ${line}`),
    ],
    ['a method in lower case', when("request.method == 'get'"), told("'get'").map((line) => `warning GW278 ${line}`)],
  ]);
});

describe('limits by identity', () => {
  const counted = limit('counters: [{ expression: auth.identity.id }]');
  const told = (text: string, field = 'counters[0].expression') => [
    `warning GW276 RateLimitPolicy edge/limit: spec.limits['low'].${field}: got '${text}'`,
  ];
  each([
    ['one that the AuthPolicy exports', input + exporting('identity') + counted, []],
    [
      'one that it keeps',
      input + auth() + counted,
      told('auth.identity, which AuthPolicy edge/auth does not export for HTTPRoute edge/web, rule-1'),
    ],
    [
      'one under another name',
      input + exporting('user') + limit("when: [{ predicate: auth.identity.id != '' }]"),
      told(
        'auth.identity, which AuthPolicy edge/auth does not export for HTTPRoute edge/web, rule-1',
        'when[0].predicate',
      ),
    ],
    ['an AuthPolicy that may be elsewhere', input + counted, []],
    [
      'no AuthPolicy at all',
      input + counted,
      told('auth.identity, and no AuthPolicy for HTTPRoute edge/web, rule-1'),
      { isWhole: true, exists: ['Service *', 'GatewayClass *'] },
    ],
  ]);
});
