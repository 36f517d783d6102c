import { isCatchAll, literalStart, PathCondition, RequestCondition } from './condition';
import { meetsRest, pathMeets, RequestView } from './request';

/** What happens where a condition is met. */
export interface Routed<T> {
  readonly condition: RequestCondition;
  readonly value: T;
}

/** Finds the first rule whose condition a request meets. */
export type Router<T> = (request: RequestView) => T | undefined;

/** A rule, linked to the next in order that is found in the same place: less memory is visited than with a list. */
interface Ranked<T> {
  readonly rank: number;
  readonly value: T;
  /** Undefined where being found in its place proves it. */
  readonly path?: PathCondition;
  /** What is demanded beside the path; undefined for nothing. */
  readonly rest?: RequestCondition;
  readonly next?: Ranked<T>;
}

/** The first of the rules at a text: for that whole path, for what begins with its elements, or with its letters. */
interface Node<T> {
  whole?: Ranked<T>;
  below?: Ranked<T>;
  letters?: Ranked<T>;
}

/**
 * An index over rules in the order in which they are tried: whole paths and prefixes are looked up, one look for each
 * element of the path, and regular expressions by the text that they begin with. Of what is found the first in order
 * counts, so that the result is that of trying one rule after the other.
 */
export function routerOf<T>(rules: readonly Routed<T>[]): Router<T> {
  const nodes = new Map<string, Node<T>>();
  let anywhere: Ranked<T> | undefined;
  for (let rank = rules.length - 1; rank >= 0; rank--) {
    const { condition, value } = rules[rank];
    const { path } = condition;
    const rest = isCatchAll({ ...condition, path: undefined }) ? undefined : condition;
    const start = path === undefined || isRoot(path) ? '' : literalStart(path);
    if (path?.type === 'Exact' && !path.ignoresCase) {
      const node = nodeAt(nodes, path.value);
      node.whole = { rank, value, rest, next: node.whole };
    } else if (isElementPrefix(path)) {
      const node = nodeAt(nodes, path.value);
      node.below = { rank, value, path: path.extent && path, rest, next: node.below };
    } else if (start === '') {
      anywhere = { rank, value, path, rest, next: anywhere };
    } else {
      const node = nodeAt(nodes, start);
      node.letters = { rank, value, path, rest, next: node.letters };
    }
  }
  const { least, most } = lengthsOf(nodes.keys());
  const lengths = lengthsOfLetters(nodes);

  return (request) => {
    const { path } = request;
    let best: Ranked<T> | undefined;
    if (path.length >= least) {
      if (path.length <= most) {
        const node = nodes.get(path);
        if (node) best = firstOf(node.below, request, firstOf(node.whole, request, undefined));
      }
      // Before every slash: `/a`, `/a/b`.
      for (let end = path.indexOf('/', least); end > 0 && end <= most; end = path.indexOf('/', end + 1)) {
        best = firstOf(nodes.get(path.slice(0, end))?.below, request, best);
      }
      for (const length of lengths) {
        if (length > path.length) break;
        best = firstOf(nodes.get(path.slice(0, length))?.letters, request, best);
      }
    }
    return firstOf(anywhere, request, best)?.value;
  };
}

const isElementPrefix = (path: PathCondition | undefined): path is PathCondition =>
  path?.type === 'PathPrefix' && path.extent !== 'text' && !isRoot(path) && !path.ignoresCase;

const isRoot = ({ type, value }: PathCondition) => type === 'PathPrefix' && value === '/';

function nodeAt<T>(nodes: Map<string, Node<T>>, path: string): Node<T> {
  let node = nodes.get(path);
  if (!node) nodes.set(path, (node = {}));
  return node;
}

function lengthsOf(texts: Iterable<string>): { readonly least: number; readonly most: number } {
  let [least, most] = [Infinity, 0];
  for (const { length } of texts) {
    least = Math.min(least, length);
    most = Math.max(most, length);
  }
  return { least: Math.max(least, 1), most };
}

function lengthsOfLetters(nodes: ReadonlyMap<string, Node<unknown>>): number[] {
  const lengths = new Set<number>();
  for (const [text, { letters }] of nodes) if (letters) lengths.add(text.length);
  return [...lengths].sort((a, b) => a - b);
}

function firstOf<T>(first: Ranked<T> | undefined, request: RequestView, best: Ranked<T> | undefined) {
  for (let rule = first; rule !== undefined; rule = rule.next) {
    if (best !== undefined && rule.rank >= best.rank) return best;
    const { path, rest } = rule;
    if ((path === undefined || pathMeets(request.path, path)) && (rest === undefined || meetsRest(request, rest))) {
      return rule;
    }
  }
  return best;
}
