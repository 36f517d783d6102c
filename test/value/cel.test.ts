import { AUTHORINO_VARIABLES, cel, KUADRANT_VARIABLES } from '../../src/value/cel';

test.each([
  'request.method == "GET"',
  'request.headers["x-tier"] in ["gold", "silver"]',
  'request.url_path.startsWith("/api") && !(request.host == "admin.example.com")',
  'auth.identity.admin == true ? 10 : 1',
  'has(auth.identity.email) && auth.identity.email.endsWith("@example.com")',
  'requestBodyJSON("/model") == "large"',
  'responseBodyJSON("/usage/total_tokens")',
  'type(request.path) == string && int("1") + size(request.headers) > 1u',
  'timestamp("2030-01-01T00:00:00Z") > request.time',
  'r\'\\d+\' != """text""" // a comment',
  'request.headers[?"x-user"].orValue("nobody") != request.?query.orValue("")',
  '[1, 2].all(x, x > 0) && [1].exists(y, y == 1) && [1].exists_one(z, z == 1) && [1].existsOne(z, z == 1)',
  '[[1]].map(x, x.filter(y, y > 0)).size() == [1].map(x, x > 0, x + 1).size()',
  '{"a": 1}.all(k, v, k != "" && v > 0)',
  '{"a": 1}.exists(k, v, v > 0)',
  '[1].transformList(i, v, i + v).size() == {"a": 1}.transformMap(k, v, v).size()',
  'optional.of(1).optMap(x, x + 1).hasValue()',
  'cel.bind(path, request.path, path == "/" || path == "/index")',
])('%s', (expression) => {
  expect(cel('predicate', expression, KUADRANT_VARIABLES)).toBe(expression);
});

const SYNTAX = 'an expression of the Common Expression Language';
const KUADRANT = 'variables out of request, source, destination, connection, auth';

test.each<[string, string, string]>([
  ['', SYNTAX, 'write one, for example request.method == "GET"'],
  ['  ', SYNTAX, 'write one, for example request.method == "GET"'],
  ['request.path ==', SYNTAX, 'it ends too early; say what follows'],
  ['request.', SYNTAX, 'it ends too early; say what follows'],
  ['(request.path', SYNTAX, "close it with ')'"],
  ['request.headers["a"', SYNTAX, "close it with ']'"],
  ['{"a": 1', SYNTAX, "close it with '}'"],
  ["request.path == '/", SYNTAX, "close the quote of '/"],
  ['request.path.matches("\\d+")', SYNTAX, 'double the backslash, or write r"..." for a text as it stands'],
  ['request.method = "GET"', SYNTAX, 'write == in place of ='],
  ['true & false', SYNTAX, 'write && in place of &'],
  ['true | false', SYNTAX, 'write || in place of |'],
  ['true and false', SYNTAX, 'write && in place of and'],
  ['request.method == "GET" or true', SYNTAX, 'write || in place of or'],
  ['not request.path', SYNTAX, 'write ! in place of not'],
  ['true;', SYNTAX, 'leave the semicolon out'],
  ['"a" "b"', SYNTAX, `look at '"b"', from character 5 on: it does not fit there`],
  ['1 + * 2', SYNTAX, "look at '* 2', from character 5 on: it does not fit there"],
  ['if true', SYNTAX, "look at 'if true', from character 1 on: reserved identifier: if"],
  ['request.method == GET', KUADRANT, `'GET' does not exist there; put a text into quotes: "GET"`],
  ['headers["x"] == "a"', KUADRANT, "'headers' does not exist there; write request.headers"],
  ['path == "/"', KUADRANT, "'path' does not exist there; write request.path"],
  ['url_path == "/"', KUADRANT, "'url_path' does not exist there; write request.url_path"],
  ['requst.path == "/"', KUADRANT, "'requst' does not exist there; did you mean 'request'?"],
  ['Auth.identity.sub', KUADRANT, "'Auth' does not exist there; did you mean 'auth'?"],
  ['metadata.user == "a"', KUADRANT, "'metadata' does not exist there; it is known elsewhere only"],
  ['context.request', KUADRANT, "'context' does not exist there; it is known elsewhere only"],
  ['user.name == "a"', KUADRANT, "'user' does not exist there; begin with one of these"],
  ['request.headers[name]', KUADRANT, `'name' does not exist there; put a text into quotes: "name"`],
  // What a macro binds is known inside it only.
  ['[1].all(v, v > 0) && v', KUADRANT, `'v' does not exist there; put a text into quotes: "v"`],
  ['v.all(v, v > 0)', KUADRANT, "'v' does not exist there; begin with one of these"],
  ['[1].map(v, v + w)', KUADRANT, `'w' does not exist there; put a text into quotes: "w"`],
  ['request.path.startsWith(v)', KUADRANT, `'v' does not exist there; put a text into quotes: "v"`],
])('refused: %s', (expression, expected, fix) => {
  const got = expression.includes("'") ? expression : `'${expression}'`;
  expect(() => cel('predicate', expression, KUADRANT_VARIABLES)).toThrow(
    new Error(`predicate: got ${got}, expected ${expected}; fix: ${fix}`),
  );
});

test('an AuthPolicy knows other variables than a limit', () => {
  expect(cel('value', 'metadata.user.name', AUTHORINO_VARIABLES)).toBe('metadata.user.name');
  expect(() => cel('value', 'connection.mtls', AUTHORINO_VARIABLES)).toThrow(
    "expected variables out of request, source, destination, auth, metadata; fix: 'connection' does not exist there; it is known elsewhere only",
  );
});
