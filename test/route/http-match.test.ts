import { Duration } from 'cdk8s';
import { HeaderMatch, HttpMatch, QueryParamMatch } from '../../src/route/http-match';
import { SessionPersistence } from '../../src/route/session-persistence';

test.each<[string, HttpMatch, object]>([
  ['everything', HttpMatch.any(), {}],
  ['a path', HttpMatch.exact("/a-b._~!$&'()*+,;=:@%20"), { path: { type: 'Exact', value: "/a-b._~!$&'()*+,;=:@%20" } }],
  [
    'a long path',
    HttpMatch.prefix(`/${'a'.repeat(1023)}`),
    { path: { type: 'PathPrefix', value: `/${'a'.repeat(1023)}` } },
  ],
  ['dots in names', HttpMatch.prefix('/a../.b/...'), { path: { type: 'PathPrefix', value: '/a../.b/...' } }],
  ['a pattern', HttpMatch.regex('/(?i)a{2}//'), { path: { type: 'RegularExpression', value: '/(?i)a{2}//' } }],
])('matches %s', (_, match, expected) => {
  expect(JSON.parse(JSON.stringify(match._render()))).toEqual(expected);
});

const many = <T>(count: number, make: (index: number) => T) => Array.from({ length: count }, (_, index) => make(index));
const header = (index: number) => HeaderMatch.exact(`x-${index}`, '1');
const param = (index: number) => QueryParamMatch.exact(`q${index}`, '1');

test('16 headers and 16 query parameters; names of parameters are compared to the letter', () => {
  const match = HttpMatch.any({ headers: many(16, header), queryParams: many(16, param) });
  expect(match._render()).toMatchObject({ headers: { length: 16 }, queryParams: { length: 16 } });
  const queryParams = [QueryParamMatch.exact('q', '1'), QueryParamMatch.exact('Q', '1')];
  expect(HttpMatch.any({ queryParams })._render().queryParams).toHaveLength(2);
});

const EXPRESSION = (most: number) => `expected a regular expression of 1 to ${most} characters`;
const EMPTY = "fix: to match everything use '.*'";
const LONG = 'fix: shorten it, or use several matches';

test.each<[string, () => unknown, string]>([
  ['a path without a slash', () => HttpMatch.exact('api'), "path: got 'api'"],
  ['an empty path', () => HttpMatch.prefix(''), "path: got ''"],
  ['a long path', () => HttpMatch.prefix(`/${'a'.repeat(1024)}`), 'expected at most 1024 characters; fix: shorten it'],
  ['a query', () => HttpMatch.exact('/a?b=c'), 'expected a path without query and fragment'],
  ['a fragment', () => HttpMatch.exact('/a#b'), 'expected a path without query and fragment'],
  ["'//'", () => HttpMatch.exact('/a///b'), "path: got '/a///b', expected a path without '//'"],
  ...['/a/./b', '/a/../b', '/a/..', '/a/.'].map((path): [string, () => unknown, string] => [
    path,
    () => HttpMatch.prefix(path),
    `path: got '${path}'`,
  ]),
  ...['/a%2Fb', '/a%2fb'].map((path): [string, () => unknown, string] => [
    path,
    () => HttpMatch.exact(path),
    `path: got '${path}'`,
  ]),
  [
    'a template',
    () => HttpMatch.exact('/users/{id}'),
    "expected a path without templates; fix: use HttpMatch.regex, for example '/users/[^/]+'",
  ],
  [
    'other characters',
    () => HttpMatch.exact('/ä b'),
    "expected characters of a URL path; fix: escape the others: '/%C3%A4%20b'",
  ],
  ['half an escape', () => HttpMatch.exact('/a%2'), 'expected characters of a URL path'],
  ['an empty pattern', () => HttpMatch.regex(''), `path: got '', ${EXPRESSION(1024)}; ${EMPTY}`],
  [
    'a long pattern',
    () => HttpMatch.regex('a'.repeat(1025)),
    `path: got '1025 characters', ${EXPRESSION(1024)}; ${LONG}`,
  ],
  ['a pattern that is none', () => HttpMatch.regex('/('), "path: got '/('"],
  ['a backreference', () => HttpMatch.regex('/(a)\\1'), "path: got '/(a)\\1'"],
  ['an empty name of a header', () => HeaderMatch.exact('', 'a'), "name of header: got ''"],
  ['a name with a colon', () => HeaderMatch.exact('x-a:', 'a'), "name of header: got 'x-a:'"],
  ['a name with a space', () => HeaderMatch.regex('x a', 'a'), "name of header: got 'x a'"],
  ['an empty value', () => HeaderMatch.exact('x-a', ''), "value of header 'x-a': got ''"],
  [
    'a value that begins with a space',
    () => HeaderMatch.exact('x-a', ' a'),
    'expected 1 to 4096 printable ASCII characters',
  ],
  ['a value with two spaces', () => HeaderMatch.exact('x-a', 'a  b'), 'expected 1 to 4096 printable ASCII characters'],
  ['a long value', () => HeaderMatch.exact('x-a', 'a'.repeat(4097)), 'expected 1 to 4096 printable ASCII characters'],
  [
    'an empty pattern of a header',
    () => HeaderMatch.regex('x-a', ''),
    `header 'x-a': got '', ${EXPRESSION(4096)}; ${EMPTY}`,
  ],
  ['a pattern of a header with an umlaut', () => HeaderMatch.regex('x-a', 'ä'), "value of header 'x-a': got 'ä'"],
  ['a pattern of a header that is none', () => HeaderMatch.regex('x-a', '['), "header 'x-a': got '['"],
  ['an empty value of a parameter', () => QueryParamMatch.exact('q', ''), "query parameter 'q': got ''"],
  ['a long value of a parameter', () => QueryParamMatch.exact('q', 'a'.repeat(1025)), 'expected 1 to 1024 characters'],
  [
    'an empty pattern of a parameter',
    () => QueryParamMatch.regex('q', ''),
    `query parameter 'q': got '', ${EXPRESSION(1024)}; ${EMPTY}`,
  ],
  ['a pattern of a parameter that is none', () => QueryParamMatch.regex('q', '*'), "query parameter 'q': got '*'"],
  ['a name of a parameter', () => QueryParamMatch.exact('q[]', 'a'), "name of query parameter: got 'q[]'"],
  [
    'a header twice',
    () => HttpMatch.any({ headers: [HeaderMatch.exact('a', '1'), HeaderMatch.exact('A', '2')] }),
    "headers: got 'a' twice",
  ],
  ['a parameter twice', () => HttpMatch.any({ queryParams: [param(1), param(1)] }), "queryParams: got 'q1' twice"],
  ['17 headers', () => HttpMatch.any({ headers: many(17, header) }), "headers: got '17 names'"],
  ['17 parameters', () => HttpMatch.any({ queryParams: many(17, param) }), "queryParams: got '17 names'"],
])('refused: %s', (_, make, message) => {
  expect(make).toThrow(message);
});

test('a long value that is nearly right is refused', () => {
  expect(() => HeaderMatch.exact('x-a', `${'a'.repeat(4000)}é`)).toThrow(/: got /);
});

describe('session persistence', () => {
  const hour = Duration.hours(1);
  test.each<[string, SessionPersistence, object]>([
    ['cookie', SessionPersistence.cookie(), { type: 'Cookie', cookieConfig: { lifetimeType: 'Session' } }],
    [
      'permanent cookie',
      SessionPersistence.cookie({ name: 's', absoluteTimeout: hour }),
      { type: 'Cookie', sessionName: 's', cookieConfig: { lifetimeType: 'Permanent' }, absoluteTimeout: '1h' },
    ],
    [
      'cookie of the browser session, which ends after a time',
      SessionPersistence.cookie({ absoluteTimeout: hour, permanent: false }),
      { type: 'Cookie', cookieConfig: { lifetimeType: 'Session' }, absoluteTimeout: '1h' },
    ],
    ['header', SessionPersistence.header('x-s', hour), { type: 'Header', sessionName: 'x-s', absoluteTimeout: '1h' }],
  ])('%s', (_, session, expected) => {
    expect(JSON.parse(JSON.stringify(session._render()))).toEqual(expected);
  });

  test.each<[string, () => unknown, string]>([
    [
      'a permanent cookie without an end',
      () => SessionPersistence.cookie({ permanent: true }),
      "permanent cookie of session: got 'no absoluteTimeout'",
    ],
    ['an empty name', () => SessionPersistence.cookie({ name: '' }), "name of cookie: got ''"],
    ['a long name', () => SessionPersistence.cookie({ name: 'a'.repeat(129) }), "name of cookie: got '129 characters'"],
    ['a name of a header', () => SessionPersistence.header('x:'), "name of header: got 'x:'"],
    ['no time', () => SessionPersistence.header('x-s', Duration.millis(0)), "absoluteTimeout of session: got '0s'"],
  ])('refused: %s', (_, make, message) => {
    expect(make).toThrow(message);
  });
});
