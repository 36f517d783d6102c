/** The path of a location of nginx. Expressions are searched from the beginning of the path, in any case of letters. */
export interface LocationPath {
  readonly type: 'exact' | 'prefix' | 'regex';
  readonly value: string;
  /** The prefix to match in its place, because a rewrite needs one. */
  readonly prefix?: string;
}

/** `rules[].matches[].path` of an HTTPRoute. */
export interface PathMatch {
  readonly type: 'Exact' | 'PathPrefix' | 'RegularExpression';
  readonly value: string;
}

/**
 * The match of an HTTPRoute for each location of a server, in the order in which nginx tries them: the first match
 * wins, as an implementation ranks them that has expressions behind prefixes, and longer ones before shorter ones.
 */
export function pathMatchesOf(paths: readonly LocationPath[]): readonly PathMatch[] {
  return ranked(paths, paths.some(({ type }) => type === 'regex') ? searched(paths) : compared(paths));
}

/** Without expressions, nginx looks for the whole path, and then for the longest prefix: as a route does. */
const compared = (paths: readonly LocationPath[]): PathMatch[] =>
  paths.map(({ type, value }) =>
    type === 'exact' ? { type: 'Exact', value } : { type: 'PathPrefix', value: withoutSlash(value) },
  );

export const withoutSlash = (path: string) => path.replace(/\/+$/, '') || '/';

/** With expressions, all paths of a server are some. */
function searched(paths: readonly LocationPath[]): PathMatch[] {
  if (paths.length === 1 && paths[0].value === '/') return [{ type: 'PathPrefix', value: '/' }];
  const prefixes: string[] = [];
  return [...paths]
    .reverse()
    .map(({ type, value, prefix: own }): PathMatch => {
      if (type === 'exact') return { type: 'Exact', value };
      // What is tried before a prefix has to be one too, for expressions rank behind.
      const isBeforePrefix = prefixes.some((prefix) => isBelow(value, prefix));
      const needed = own ?? (isBeforePrefix && isLiteral(value) ? withoutSlash(value) : undefined);
      if (needed === undefined) return { type: 'RegularExpression', value: searchExpression(value) };
      prefixes.push(needed);
      return { type: 'PathPrefix', value: needed };
    })
    .reverse();
}

const isBelow = (path: string, prefix: string) => prefix === '/' || `${path}/`.startsWith(`${prefix}/`);

/** Whether an expression has no sign of expressions; a dot is taken for one of the text. */
export const isLiteral = (expression: string) => !/[*+?()|[\]{}$^\\]/.test(expression);

/** An expression for the whole of a path that finds what nginx finds by `~* "^..."`. */
export function searchExpression(path: string): string {
  const [first, ...others] = alternativesOf(path.replace(/^\^/, ''));
  const found = others.length === 0 ? first : `(?:${first}|.*(?:${others.join('|')}))`;
  const core = /(^|[^\\])\$$/.test(found) ? found.slice(0, -1) : /\.\*\)?$/.test(found) ? found : `${found}.*`;
  return `${/[A-Za-z]/.test(path.replace(/\\./g, '')) ? '(?i)' : ''}${core}`;
}

/** Parts between bars that stand in no group. */
export function alternativesOf(expression: string): string[] {
  const parts = [''];
  let depth = 0;
  for (const token of expression.match(/\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[\s\S]/g) ?? []) {
    depth += token === '(' ? 1 : token === ')' ? -1 : 0;
    if (token === '|' && depth === 0) parts.push('');
    else parts[parts.length - 1] += token;
  }
  return parts;
}

/** Lengthens expressions where a later one would rank before. */
export function ranked(paths: readonly LocationPath[], matches: readonly PathMatch[]): PathMatch[] {
  const result = [...matches];
  for (let at = result.length - 1; at >= 0; at--) {
    if (result[at].type !== 'RegularExpression') continue;
    const lengths = result
      .slice(at + 1)
      .filter(
        ({ type }, index) => type === 'RegularExpression' && mayMeet(paths[at].value, paths[at + 1 + index].value),
      )
      .map(({ value }) => value.length);
    result[at] = { ...result[at], value: lengthened(result[at].value, Math.max(0, ...lengths) + 1) };
  }
  return result;
}

/** An empty group changes nothing but the length. */
const lengthened = (expression: string, length: number) =>
  expression + '(?:)'.repeat(Math.max(0, Math.ceil((length - expression.length) / 4)));

/** Whether some path may be found by both; true in doubt. */
export function mayMeet(a: string, b: string): boolean {
  if (a.includes('|') || b.includes('|')) return true;
  const [one, other] = [a, b].map((each) => /^\^?([-A-Za-z0-9/_~%]*)/.exec(each)![1].slice(0, -1).toLowerCase());
  return one.startsWith(other) || other.startsWith(one);
}
