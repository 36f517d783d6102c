/** A question that neither manifests nor the request answer: what holds if yes, and what if no. */
export type Ask = (yes: string, no: string) => boolean;

/** One of the things that may happen, and what would have to be so. */
export interface Branch<T> {
  /** What would have to be so, one part each; empty where it happens anyway. */
  readonly conditions: readonly string[];
  readonly value: T;
}

interface Question {
  readonly yes: string;
  readonly no: string;
}

type Tree<T> = { readonly value: T } | { readonly question: Question; readonly yes: Tree<T>; readonly no: Tree<T> };

/**
 * All that may happen, by the answers to open questions. A question whose answers lead to the same, as `keyOf` tells,
 * is left out.
 */
export function branchesOf<T>(run: (ask: Ask) => T, keyOf: (value: T) => string): Branch<T>[] {
  return leavesOf(grow(run, new Map(), keyOf), []);
}

/** The one of several that comes first, which is left to chance; `before` says that one does. */
export function firstOf<T>([first, ...others]: readonly T[], before: (one: T, other: T) => string, ask: Ask): T {
  return others.every((other) => ask(before(first, other), before(other, first)))
    ? first
    : firstOf(others, before, ask);
}

const OPEN = new Error('an open question');

function grow<T>(run: (ask: Ask) => T, answers: ReadonlyMap<string, boolean>, keyOf: (value: T) => string): Tree<T> {
  let open: Question | undefined;
  const ask: Ask = (yes, no) => {
    const known = answers.get(yes);
    if (known !== undefined) return known;
    open = { yes, no };
    throw OPEN;
  };
  try {
    return { value: run(ask) };
  } catch (error) {
    if (error !== OPEN || !open) throw error;
  }
  const yes = grow(run, new Map([...answers, [open.yes, true]]), keyOf);
  const no = grow(run, new Map([...answers, [open.yes, false]]), keyOf);
  return shapeOf(yes, keyOf) === shapeOf(no, keyOf) ? yes : { question: open, yes, no };
}

const shapeOf = <T>(tree: Tree<T>, keyOf: (value: T) => string): string =>
  'value' in tree
    ? keyOf(tree.value)
    : JSON.stringify([tree.question.yes, shapeOf(tree.yes, keyOf), shapeOf(tree.no, keyOf)]);

function leavesOf<T>(tree: Tree<T>, conditions: readonly string[]): Branch<T>[] {
  return 'value' in tree
    ? [{ conditions, value: tree.value }]
    : [
        ...leavesOf(tree.yes, [...conditions, tree.question.yes]),
        ...leavesOf(tree.no, [...conditions, tree.question.no]),
      ];
}
