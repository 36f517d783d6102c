import { literalStart, PathCondition, RequestCondition } from './condition';
import { meetsRest, pathMeets, RequestView } from './request';

/** What happens where a condition is met. */
export interface Routed<T> {
  readonly condition: RequestCondition;
  readonly value: T;
}

/** Finds the first rule whose condition a request meets. */
export type Router<T> = (request: RequestView) => T | undefined;

interface Ranked<T> extends Routed<T> {
  readonly rank: number;
}

/** Rules whose paths begin alike, in order. */
type Bucket<T> = Ranked<T>[];

/**
 * An index over rules in the order in which they are tried: whole paths and prefixes are looked up, one look for each
 * element of the path, and regular expressions by the text that they begin with. Of what is found the first in order
 * counts, so that the result is that of trying one rule after the other.
 */
export function routerOf<T>(rules: readonly Routed<T>[]): Router<T> {
  const exact = new Map<string, Bucket<T>>();
  const elements = new Map<string, Bucket<T>>();
  const texts = new Map<string, Bucket<T>>();
  const add = (buckets: Map<string, Bucket<T>>, key: string, rule: Ranked<T>) => {
    const bucket = buckets.get(key);
    if (bucket) bucket.push(rule);
    else buckets.set(key, [rule]);
  };
  rules.forEach((rule, rank) => {
    const { path } = rule.condition;
    if (path?.type === 'Exact' && !path.ignoresCase) add(exact, path.value, { ...rule, rank });
    else if (isElementPrefix(path)) add(elements, path.value, { ...rule, rank });
    else add(texts, path === undefined ? '' : literalStart(path), { ...rule, rank });
  });
  const longest = [...elements.keys()].reduce((most, { length }) => Math.max(most, length), 0);
  const lengths = [...new Set([...texts.keys()].map(({ length }) => length))].sort((a, b) => a - b);

  return (request) => {
    const { path } = request;
    let best = exact.size > 0 ? firstOf(exact.get(path), request, undefined) : undefined;
    if (elements.size > 0) {
      // Before every slash, and at the end: `/a`, `/a/b`.
      for (let end = path.indexOf('/', 1); end > 0 && end <= longest; end = path.indexOf('/', end + 1)) {
        best = firstOf(elements.get(path.slice(0, end)), request, best);
      }
      if (path.length <= longest) best = firstOf(elements.get(path), request, best);
    }
    for (const length of lengths) {
      if (length > path.length) break;
      best = firstOf(texts.get(length === 0 ? '' : path.slice(0, length)), request, best);
    }
    return best?.value;
  };
}

const isElementPrefix = (path: PathCondition | undefined): path is PathCondition =>
  path?.type === 'PathPrefix' && path.extent !== 'text' && path.value !== '/' && !path.ignoresCase;

function firstOf<T>(bucket: Bucket<T> | undefined, request: RequestView, best: Ranked<T> | undefined) {
  if (bucket === undefined) return best;
  for (const rule of bucket) {
    if (best !== undefined && rule.rank >= best.rank) return best;
    const { path } = rule.condition;
    if ((path === undefined || pathMeets(request.path, path)) && meetsRest(request, rule.condition)) return rule;
  }
  return best;
}
