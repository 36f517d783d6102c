import { firstFree } from './entrances';
import { Interest } from './sight';
import { literalStart, PathCondition } from '../../match/condition';
import { pathMeets } from '../../match/request';
import { witnessesOf } from '../../match/witness';

/** A path that stands for others that the conditions of some rules do not tell apart. */
export interface PathClass {
  readonly path: string;
  /** The prefix below which it lies, where it stands for what is below. */
  readonly below?: string;
  /** The rules whose paths it meets. */
  readonly rules: readonly Interest[];
}

/**
 * For each whole path the path; for each prefix the prefix, a path below, and a path that shares its text where some
 * condition looks at text; for each regular expression some paths that match; and a path that nobody names.
 */
export function pathClassesOf(rules: readonly Interest[]): PathClass[] {
  const paths = new Map<string, string | undefined>([['/', undefined]]);
  const add = (path: string, below?: string) => {
    if (!paths.has(path)) paths.set(path, below);
  };
  const looksAtText = rules.some(
    ({ condition: { path } }) => path?.type === 'RegularExpression' || path?.extent === 'text',
  );
  const known = new Set<string>();
  for (const { condition } of rules) {
    const { path } = condition;
    if (!path) continue;
    const key = `${path.type} ${path.extent} ${path.value}`;
    if (known.has(key)) continue;
    known.add(key);
    if (path.type === 'Exact') {
      add(path.value);
    } else if (path.type === 'RegularExpression') {
      for (const each of witnessesOf(path.value)) add(each);
    } else if (path.value !== '/') {
      add(path.value);
      add(path.value.endsWith('/') ? `${path.value}any` : `${path.value}/any`, path.value);
      if (looksAtText && !path.value.endsWith('/')) add(`${path.value}x`);
    }
  }
  const texts = [...known].join('\n');
  add(
    firstFree(
      (count) => `/any${count}`,
      (name) => !texts.includes(name),
    ),
    '/',
  );
  const rulesAt = ruleIndex(rules);
  return [...paths].map(([path, below]) => ({ path, below, rules: rulesAt(path) }));
}

/** Finds all rules whose path a path meets. */
function ruleIndex(rules: readonly Interest[]): (path: string) => Interest[] {
  const byStart = new Map<string, Interest[]>();
  for (const rule of rules) {
    const start = rule.condition.path ? literalStart(rule.condition.path) : '';
    const bucket = byStart.get(start);
    if (bucket) bucket.push(rule);
    else byStart.set(start, [rule]);
  }
  const lengths = [...new Set([...byStart.keys()].map(({ length }) => length))].sort((a, b) => a - b);
  const isMet = (path: string, condition: PathCondition | undefined) =>
    condition === undefined || pathMeets(path, condition);
  return (path) => {
    const found: Interest[] = [];
    for (const length of lengths) {
      if (length > path.length) break;
      for (const rule of byStart.get(path.slice(0, length)) ?? []) {
        if (isMet(path, rule.condition.path)) found.push(rule);
      }
    }
    return found;
  };
}
