import * as fc from 'fast-check';
import { AuthCondition, AuthPattern } from '../../src/kuadrant/auth-condition';
import { checkSelector, checkTemplate, placeholders } from '../../src/kuadrant/auth-text';
import { AuthValue } from '../../src/kuadrant/auth-value';

fc.configureGlobal({ seed: 7 });

test.each<[AuthValue, object]>([
  [AuthValue.of('x'), { value: 'x' }],
  [AuthValue.of(0), { value: 0 }],
  [AuthValue.of(false), { value: false }],
  [AuthValue.of(['a', { b: 1 }]), { value: ['a', { b: 1 }] }],
  [AuthValue.selector('auth.identity.sub'), { selector: 'auth.identity.sub' }],
  [AuthValue.expression('auth.identity.sub'), { expression: 'auth.identity.sub' }],
])('%j', (value, expected) => {
  expect(value._render()).toStrictEqual(expected);
});

test.each<[unknown, string]>([
  [undefined, 'undefined'],
  [null, 'null'],
  [{ a: [null] }, 'null'],
  [NaN, 'NaN'],
  [[Infinity], 'Infinity'],
  [() => 1, 'a function'],
  [10n, 'a bigint'],
])('refuses the fixed value %p', (value, got) => {
  expect(() => AuthValue.of(value)).toThrow(`value: got '${got}'`);
});

test.each([
  'request.path',
  'context.request.http.headers.x-team',
  'auth.identity.metadata.annotations.secret\\.kuadrant\\.io/user-id',
  'request.headers.authorization.@extract:{"sep":" ","pos":1}',
  'auth',
  'auth|@this',
  '@this',
  '[auth.identity.sub,request.path]',
  'req*.path',
  'Hello, {auth.identity.name}!',
  'Mr.{auth.identity.name}',
  '{request.headers.x-a.@extract:{"sep":"{"}}}',
  '\\{"user":"{auth.identity.sub}"}',
])('takes the selector %s', (selector) => {
  expect(AuthValue.selector(selector)._render()).toStrictEqual({ selector });
});

const expected = 'expected a path that begins with request, source, destination, auth, metadata or context';
test.each<[string, string]>([
  ['', "selector: got ''"],
  ['headers.x', `selector: got 'headers.x', ${expected}; fix: write 'request.headers.x'`],
  ['identity.sub', `selector: got 'identity.sub', ${expected}; fix: write 'auth.identity.sub'`],
  ['reqest.path', `selector: got 'reqest.path', ${expected}; fix: write 'request.path'`],
  ['internal', `selector: got 'internal', ${expected}; fix: for a fixed text use AuthValue.of('internal')`],
  ['Hello, {identity.name}', `selector: got 'identity.name', ${expected}; fix: write 'auth.identity.name'`],
  ['Hello, {}', "selector: got ''"],
  ['Hello, {auth.identity.name', "selector: got 'Hello, {auth.identity.name'"],
])('refuses the selector %j', (selector, message) => {
  expect(() => AuthValue.selector(selector)).toThrow(message);
});

test.each<[string, string]>([
  ['auth.identity.', "expression: got 'auth.identity.'"],
  ['user', `expression: got 'user'`],
  ['headers["x"]', "'headers' is not available; write request.headers"],
  ['connection.mtls', "'connection' is not available"],
])('refuses the expression %j', (expression, message) => {
  expect(() => AuthValue.expression(expression)).toThrow(message);
  expect(() => AuthCondition.predicate(expression)).toThrow(message.replace('expression: got', 'predicate: got'));
});

/* Texts between the paths hold neither braces nor backslashes but escaped ones. */
const between = fc.array(fc.oneof(fc.stringMatching(/^[^{}\\]{0,5}$/), fc.constantFrom('\\{', '\\\\', '}')), {
  maxLength: 4,
});
const path = fc.oneof(
  fc.stringMatching(/^(auth|request)(\.[a-z]{1,5}){0,3}$/),
  fc.constantFrom('auth.x.@extract:{"sep":"-","pos":1}', 'request.@replace:{"old":"a","new":"{b}"}'),
);

test('finds the paths of a text, whatever stands between them', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(between, path), { maxLength: 5 }), between, (parts, tail) => {
      const text = parts.map(([before, inside]) => `${before.join('')}{${inside}}`).join('') + tail.join('');
      expect(placeholders('text', text)).toEqual(parts.map(([, inside]) => inside));
    }),
  );
});

test('a text with a path that is cut is refused', () => {
  fc.assert(
    fc.property(between, path, (before, inside) => {
      expect(() => placeholders('text', `${before.join('')}{${inside}`)).toThrow('closing brace');
    }),
  );
});

test('paths of known roots are taken, others that are plain names refused', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z_]{1,12}$/), fc.stringMatching(/^(\.[a-z]{1,5}){0,3}$/), (root, rest) => {
      const known = ['request', 'source', 'destination', 'auth', 'metadata', 'context'].includes(root);
      const check = () => checkSelector('path', root + rest);
      if (known) {
        expect(check()).toBe(root + rest);
      } else {
        expect(check).toThrow(expected);
      }
      expect(() => checkTemplate('text', `to {auth${rest}} and {request}`)).not.toThrow();
    }),
  );
});

test.each<[AuthCondition, object]>([
  [AuthCondition.predicate('request.method == "GET"'), { predicate: 'request.method == "GET"' }],
  [AuthCondition.patternRef('api'), { patternRef: 'api' }],
  [AuthCondition.inheritedPatternRef('api'), { patternRef: 'api' }],
  [AuthPattern.equalTo('request.method', ''), { selector: 'request.method', operator: 'eq', value: '' }],
  [AuthPattern.notEqualTo('request.method', 'GET'), { selector: 'request.method', operator: 'neq', value: 'GET' }],
  [AuthPattern.includes('auth.identity.aud', 'x'), { selector: 'auth.identity.aud', operator: 'incl', value: 'x' }],
  [AuthPattern.excludes('auth.identity.aud', 'x'), { selector: 'auth.identity.aud', operator: 'excl', value: 'x' }],
  [AuthPattern.matches('request.path', '^/a'), { selector: 'request.path', operator: 'matches', value: '^/a' }],
  [
    AuthCondition.any(
      AuthCondition.all(AuthCondition.patternRef('a'), AuthCondition.predicate('true')),
      AuthPattern.equalTo('request.method', 'GET'),
    ),
    {
      any: [
        { all: [{ patternRef: 'a' }, { predicate: 'true' }] },
        { selector: 'request.method', operator: 'eq', value: 'GET' },
      ],
    },
  ],
])('%j is a condition', (condition, rendered) => {
  expect(condition._render()).toStrictEqual(rendered);
});

test.each(['(?i)^/api', '(?P<id>\\d+)', '\\(\\?=', '[(?=]', '\\\\1', '\\Q(?=\\E', '(?:a|b)', '[[:alpha:]]+', '\\x41'])(
  'takes the regular expression %s',
  (regex) => {
    expect(() => AuthPattern.matches('request.path', regex)).not.toThrow();
  },
);

test.each<[() => unknown, string]>([
  [() => AuthPattern.matches('request.path', '^(?!/health)'), "regular expression: got '^(?!/health)'"],
  [() => AuthPattern.matches('request.path', '(?<=a)b'), 'which has no lookaround'],
  [() => AuthPattern.matches('request.path', '(a)\\1'), 'which has no backreference'],
  [() => AuthPattern.equalTo('method', 'GET'), "selector: got 'method'"],
  [() => AuthCondition.all(), "AuthCondition.all: got 'no condition'"],
  [() => AuthCondition.any(), "AuthCondition.any: got 'no condition'"],
  [() => AuthCondition.patternRef(''), "patternRef: got ''"],
  [() => AuthCondition.inheritedPatternRef(''), "patternRef: got ''"],
])('refuses %s', (make, message) => {
  expect(make).toThrow(message);
});
