import { refuse } from '../value/problem';
import { regularExpression } from '../value/regex';

/** Checks a path for a match of type Exact or PathPrefix. */
export function checkPath(what: string, path: string): string {
  const wrong = (expected: string, fix: string) => refuse({ what, got: path, expected, fix });
  if (!path.startsWith('/')) {
    wrong("an absolute path, such as '/api'", `begin with a slash: '/${path}'`);
  }
  if (path.length > 1024) {
    wrong('at most 1024 characters', 'shorten it');
  }
  if (/[?#]/.test(path)) {
    wrong(
      'a path without query and fragment',
      "match the query with QueryParamMatch; clients do not send the fragment after '#'",
    );
  }
  if (path.includes('//')) {
    wrong("a path without '//'", `use single slashes: '${path.replace(/\/{2,}/g, '/')}'`);
  }
  if (/\/\.\.?(\/|$)/.test(path)) {
    wrong("a path without '.' and '..'", 'write the resolved path');
  }
  if (/%2f/i.test(path)) {
    wrong("a path without '%2F'", 'use HttpMatch.regex for an escaped slash');
  }
  if (/[{}]/.test(path)) {
    wrong('a path without templates', "use HttpMatch.regex, for example '/users/[^/]+'");
  }
  if (!/^(?:[-A-Za-z0-9/._~!$&'()*+,;=:@]|%[0-9a-fA-F]{2})+$/.test(path)) {
    wrong('characters of a URL path', `escape the others: '${encodeURI(path)}'`);
  }
  return path;
}

/** Checks a list that the CRD defines as a set: no duplicates, and at most `most` entries. */
export function listOf(what: string, entries: readonly (string | number)[] = [], most: number = Infinity): void {
  const twice = entries.find((entry, index) => entries.indexOf(entry) !== index);
  if (twice !== undefined) {
    refuse({ what, got: `'${twice}' twice`, expected: 'each entry once', fix: 'leave one out' });
  }
  if (entries.length > most) {
    refuse({ what, got: `${entries.length} entries`, expected: `at most ${most}`, fix: 'name fewer' });
  }
}

/** Checks the names of headers or query parameters of a match. */
export function uniqueNames(what: 'headers' | 'queryParams', names: readonly string[]): void {
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) {
    refuse({
      what,
      got: `'${twice}' twice`,
      expected: 'each name once; implementations ignore all but the first',
      fix: what === 'headers' ? 'combine them into one regular expression' : 'keep one of them',
    });
  }
  if (names.length > 16) {
    refuse({ what, got: `${names.length} names`, expected: 'at most 16', fix: 'match on fewer' });
  }
}

/** Checks a regular expression and its length. */
export function boundedExpression(what: string, pattern: string, most: number): string {
  if (pattern === '' || pattern.length > most) {
    refuse({
      what,
      got: pattern === '' ? pattern : `${pattern.length} characters`,
      expected: `a regular expression of 1 to ${most} characters`,
      fix: pattern === '' ? "to match everything use '.*'" : 'shorten it, or use several matches',
    });
  }
  return regularExpression(what, pattern);
}

/** Checks the name of a header, cookie or query parameter. */
export function httpToken(what: string, name: string): string {
  if (!/^[A-Za-z0-9!#$%&'*+\-.^_`|~]{1,256}$/.test(name)) {
    refuse({
      what,
      got: name,
      expected: "1 to 256 letters, digits and characters of !#$%&'*+-.^_`|~",
      fix: name.endsWith(':') ? 'remove the colon' : 'remove other characters',
    });
  }
  return name;
}
