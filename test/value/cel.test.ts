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

test.each<[string]>([
  [''],
  ['  '],
  ['request.path =='],
  ['request.'],
  ['(request.path'],
  ['request.headers["a"'],
  ['{"a": 1'],
  ["request.path == '/"],
  ['request.path.matches("\\d+")'],
  ['request.method = "GET"'],
  ['true & false'],
  ['true | false'],
  ['true and false'],
  ['request.method == "GET" or true'],
  ['not request.path'],
  ['true;'],
  ['"a" "b"'],
  ['1 + * 2'],
  ['if true'],
  ['request.method == GET'],
  ['headers["x"] == "a"'],
  ['path == "/"'],
  ['url_path == "/"'],
  ['requst.path == "/"'],
  ['Auth.identity.sub'],
  ['metadata.user == "a"'],
  ['context.request'],
  ['user.name == "a"'],
  ['request.headers[name]'],
  // What a macro binds is known inside it only.
  ['[1].all(v, v > 0) && v'],
  ['v.all(v, v > 0)'],
  ['[1].map(v, v + w)'],
  ['request.path.startsWith(v)'],
])('refused: %s', (expression) => {
  const got = expression.includes("'") ? expression : `'${expression}'`;
  expect(() => cel('predicate', expression, KUADRANT_VARIABLES)).toThrow(`predicate: got ${got}, expected `);
});

test('an AuthPolicy knows other variables than a limit', () => {
  expect(cel('value', 'metadata.user.name', AUTHORINO_VARIABLES)).toBe('metadata.user.name');
  expect(() => cel('value', 'connection.mtls', AUTHORINO_VARIABLES)).toThrow("value: got 'connection.mtls', expected ");
});
