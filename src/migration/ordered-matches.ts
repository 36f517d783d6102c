import { alternativesOf, LocationPath, mayMeet, PathMatch, ranked, withoutSlash } from './path-matches';
import { quotedExpression } from '../value/regex';

/**
 * The match of an HTTPRoute for each path of a controller that tries them in this order: exact paths, prefixes and
 * expressions as they are, as long as the route ranks them in the same order; expressions for the others, but for prefixes
 * that a rewrite needs.
 */
export function orderedMatchesOf(paths: readonly LocationPath[]): readonly PathMatch[] {
  const plain = paths.map(plainMatch);
  const from = plain.findIndex((match, at) =>
    plain.some((other, index) => index > at && rank(other) > rank(match) && doMeet(match, other)),
  );
  const matches = plain.map((match, at) =>
    from >= 0 && at >= from && paths[at].prefix === undefined ? expressionMatch(paths[at]) : match,
  );
  return ranked(paths, matches);
}

const plainMatch = ({ type, value }: LocationPath): PathMatch =>
  type === 'exact'
    ? { type: 'Exact', value }
    : type === 'prefix'
      ? { type: 'PathPrefix', value: withoutSlash(value) }
      : { type: 'RegularExpression', value: wholeExpression(value) };

/** Exact paths come before prefixes, the longest first, and these before expressions, whose length can be chosen. */
const rank = ({ type, value }: PathMatch) => (type === 'Exact' ? 1e6 : type === 'PathPrefix' ? value.length : 0);

/** Whether some path may be taken by both; for expressions, true in doubt. */
function doMeet(a: PathMatch, b: PathMatch): boolean {
  if (a.type === 'RegularExpression' || b.type === 'RegularExpression') return mayMeet(a.value, b.value);
  const isIn = (one: PathMatch, other: PathMatch) =>
    other.type === 'Exact'
      ? one.type === 'Exact' && one.value === other.value
      : `${one.value}/`.startsWith(`${withoutSlash(other.value)}/`.replace('//', '/'));
  return isIn(a, b) || isIn(b, a);
}

function expressionMatch({ type, value }: LocationPath): PathMatch {
  const core = type === 'regex' ? wholeExpression(value) : quotedExpression(value) + (type === 'prefix' ? '.*' : '');
  return { type: 'RegularExpression', value: core };
}

/** An expression for the whole of a path, from one that finds a part of it. */
export function wholeExpression(expression: string): string {
  const parts = alternativesOf(expression).map((part) => {
    const start = part.startsWith('^') ? part.slice(1) : `.*${part}`;
    return /(^|[^\\])\$$/.test(start) ? start.slice(0, -1) : start.endsWith('.*') ? start : `${start}.*`;
  });
  return parts.length === 1 ? parts[0] : `(?:${parts.join('|')})`;
}
