import { matchesWhole } from '../value/regex';

/** A condition on a text. Regular expressions are anchored at both ends. */
export interface TextCondition {
  readonly type: 'Exact' | 'RegularExpression';
  readonly value: string;
}

/** A condition on a header or query parameter, with its name in the original case. */
export interface NamedCondition extends TextCondition {
  readonly name: string;
}

/** A condition on the path. */
export interface PathCondition {
  readonly type: 'Exact' | 'PathPrefix' | 'RegularExpression';
  /** A prefix has no trailing slash, unless it is `/`. */
  readonly value: string;
  /**
   * Meaning of a prefix in the VirtualService. `text`: `/foo` matches `/foobar` too. `below`: `/foo/` does not match
   * `/foo`. Undefined: whole path elements, as in an HTTPRoute.
   */
  readonly extent?: 'text' | 'below';
  /** Whether upper and lower case are the same; of no effect on regular expressions. */
  readonly ignoresCase?: boolean;
}

/** The conditions of one match; a request must meet all. */
export interface RequestCondition {
  /** Undefined for every path. */
  readonly path?: PathCondition;
  readonly method?: string;
  /** By name in lower case. */
  readonly headers: ReadonlyMap<string, NamedCondition>;
  readonly queryParams: ReadonlyMap<string, NamedCondition>;
  /** What VirtualServices ask beyond that. */
  readonly more?: MoreConditions;
}

export interface MoreConditions {
  readonly scheme?: TextCondition;
  /** Of the Host header as it is sent. */
  readonly authority?: TextCondition;
  /** In place of one method. */
  readonly methods?: TextCondition;
  /** Headers that must not be so, by name in lower case; one that is absent counts as empty. */
  readonly without?: ReadonlyMap<string, NamedCondition>;
  /** Conditions on headers that have one already. */
  readonly also?: readonly NamedCondition[];
  /** Headers that must be absent, in lower case. */
  readonly absent?: readonly string[];
}

/** Matches any value; the header or parameter must be present. */
export const ANY_VALUE = '.*';

/** The regular expressions of a condition. */
export const expressionsOf = ({ path, headers, queryParams }: RequestCondition): string[] =>
  [...(path ? [path] : []), ...headers.values(), ...queryParams.values()].flatMap(({ type, value }) =>
    type === 'RegularExpression' ? [value] : [],
  );

/** Whether some request may meet both; true in doubt. */
export function overlap(a: RequestCondition, b: RequestCondition): boolean {
  return (
    pathsOverlap(pathOf(a), pathOf(b)) &&
    (a.method === undefined || b.method === undefined || a.method === b.method) &&
    [...shared(a.headers, b.headers), ...shared(a.queryParams, b.queryParams)].every(([x, y]) => textsOverlap(x, y))
  );
}

/** Whether every request that meets `b` meets `a`; false in doubt. */
export function covers(a: RequestCondition, b: RequestCondition): boolean {
  const all = (wide: RequestCondition['headers'], narrow: RequestCondition['headers']) =>
    [...wide].every(([name, condition]) => narrow.has(name) && textCovers(condition, narrow.get(name)!));
  return (
    a.more === undefined &&
    pathCovers(pathOf(a), pathOf(b)) &&
    (a.method === undefined || a.method === b.method) &&
    all(a.headers, b.headers) &&
    all(a.queryParams, b.queryParams)
  );
}

/** The conjunction of two overlapping conditions; undefined if one match cannot express it. */
export function both(a: RequestCondition, b: RequestCondition): RequestCondition | undefined {
  if (a.more && b.more) return undefined;
  const path = bothPaths(a.path, b.path);
  const headers = bothTexts(a.headers, b.headers);
  const queryParams = bothTexts(a.queryParams, b.queryParams);
  const more = a.more ?? b.more;
  return path && headers && queryParams && { ...path, method: a.method ?? b.method, headers, queryParams, more };
}

/**
 * Precedence of two overlapping conditions in the Gateway API: above zero for the first, zero for equal. Undefined if
 * it depends on the implementation: the rank of path regular expressions among prefixes and each other.
 */
export function comparePrecedence(a: RequestCondition, b: RequestCondition): number | undefined {
  const [left, right] = [pathOf(a), pathOf(b)];
  const isSame = left.type === right.type && left.value === right.value;
  const types = [left.type, right.type];
  if (!isSame && types.includes('RegularExpression') && !types.includes('Exact')) return undefined;
  const ranks = (path: PathCondition, { method, headers, queryParams }: RequestCondition) => [
    Number(path.type === 'Exact'),
    path.value.length,
    Number(method !== undefined),
    headers.size,
    queryParams.size,
  ];
  const [mine, others] = [ranks(left, a), ranks(right, b)];
  const at = mine.findIndex((rank, index) => rank !== others[index]);
  return at < 0 ? 0 : mine[at] - others[at];
}

/** Whether it asks for nothing at all. */
export const isCatchAll = ({ path, method, headers, queryParams, more }: RequestCondition) =>
  path === undefined && method === undefined && headers.size + queryParams.size === 0 && more === undefined;

/** The same conditions with another path. */
export const withPath = (condition: RequestCondition, path: PathCondition): RequestCondition => ({
  ...condition,
  path,
});

const pathOf = ({ path }: RequestCondition): PathCondition => path ?? { type: 'PathPrefix', value: '/' };

/** Whether some path may meet both. Two prefixes overlap only if one covers the other. */
function pathsOverlap(a: PathCondition, b: PathCondition): boolean {
  if (a.ignoresCase || b.ignoresCase) return true;
  if (pathCovers(a, b) || pathCovers(b, a)) return true;
  if (a.type !== 'RegularExpression' && b.type !== 'RegularExpression') return false;
  if (a.type === 'Exact' || b.type === 'Exact') return false;
  const [left, right] = [literalStart(a), literalStart(b)];
  return left.startsWith(right) || right.startsWith(left);
}

function pathCovers(a: PathCondition, b: PathCondition): boolean {
  if (b.ignoresCase && !a.ignoresCase) return a.type === 'PathPrefix' && a.value === '/';
  switch (a.type) {
    case 'Exact':
      return b.type === 'Exact' && a.value === b.value;
    case 'RegularExpression':
      return b.type === 'Exact' ? matchesWhole(a.value, b.value) : b.type === a.type && a.value === b.value;
    case 'PathPrefix': {
      if (a.value === '/') return true;
      if (b.type === 'PathPrefix' && a.value === b.value) {
        return a.extent === b.extent || a.extent === 'text' || b.extent === 'below';
      }
      const isItself = b.type === 'Exact' && b.value === a.value && a.extent === undefined;
      // The rest of the expression may continue the last path element of its literal start.
      return isItself || literalStart(b).startsWith(a.extent === 'text' ? a.value : `${a.value}/`);
    }
  }
}

/** The literal start of all matching paths. */
export function literalStart({ type, value, ignoresCase }: PathCondition): string {
  if (ignoresCase) return '';
  if (type !== 'RegularExpression') return value;
  const source = value.replace(/^\^(\(\?:)?/, '');
  if (source.includes('|')) return '';
  const [start] = /^([-A-Za-z0-9/_~%]|\\[-./_~])*/.exec(source)!;
  const isRepeated = /^[?*{]/.test(source.slice(start.length));
  const literal = start.replace(/\\/g, '');
  return isRepeated ? literal.slice(0, -1) : literal;
}

function bothPaths(a: PathCondition | undefined, b: PathCondition | undefined) {
  if (a === undefined || b === undefined) return { path: a ?? b };
  if (pathCovers(a, b)) return { path: b };
  return pathCovers(b, a) ? { path: a } : undefined;
}

function shared(a: RequestCondition['headers'], b: RequestCondition['headers']): [TextCondition, TextCondition][] {
  return [...a].flatMap(([name, condition]) => {
    const other = b.get(name);
    return other ? [[condition, other]] : [];
  });
}

function textsOverlap(a: TextCondition, b: TextCondition): boolean {
  if (a.type === 'Exact' && b.type === 'Exact') return a.value === b.value;
  return textCovers(a, b) || textCovers(b, a) || a.type === b.type;
}

function textCovers(a: TextCondition, b: TextCondition): boolean {
  if (a.value === b.value && a.type === b.type) return true;
  if (a.type === 'Exact') return false;
  return a.value === ANY_VALUE || (b.type === 'Exact' && matchesWhole(a.value, b.value));
}

function bothTexts(a: RequestCondition['headers'], b: RequestCondition['headers']) {
  const result = new Map(a);
  for (const [name, condition] of b) {
    const mine = a.get(name);
    if (mine && !textCovers(mine, condition) && !textCovers(condition, mine)) return undefined;
    if (!mine || textCovers(mine, condition)) {
      result.set(name, condition);
    }
  }
  return result;
}
