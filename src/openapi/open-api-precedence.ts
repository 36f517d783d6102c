import { compareSpecificity, opened, overlaps, PathShape } from './open-api-path';

/** A path match before its precedence among others is determined. */
export interface PathMatchPlan {
  readonly shape: PathShape;
  /** Host and method; only matches that share them can overlap. */
  readonly contest: string;
  readonly type: 'Exact' | 'PathPrefix' | 'RegularExpression';
  readonly value: string;
}

/** The path of a match as emitted. */
export interface RankedPath {
  readonly type: PathMatchPlan['type'];
  readonly value: string;
}

/**
 * Determines the precedence of overlapping matches, so that it depends neither on the
 * order of rules, nor on their route or its age:
 *
 * - A path without parameters is Exact, which takes precedence everywhere.
 * - A prefix that overlaps a regular expression becomes a regular expression, because
 *   implementations differ in which of the two takes precedence (Istio: the
 *   prefix; Kuadrant's filter and Envoy Gateway: the expression).
 * - Of overlapping regular expressions, implementations use the longest. So the
 *   more specific one is extended by repeated `$`, which does not change its matches.
 *
 * Returns one path per plan, in the same order.
 */
export function rankPaths(plans: readonly PathMatchPlan[]): RankedPath[] {
  const result: RankedPath[] = plans.map(({ type, value }) => ({ type, value }));
  const contests = new Map<string, number[]>();
  plans.forEach(({ contest }, index) => {
    const members = contests.get(contest) ?? [];
    members.push(index);
    contests.set(contest, members);
  });
  for (const members of contests.values()) {
    rankContest(members, plans, result);
  }
  return result;
}

function rankContest(members: readonly number[], plans: readonly PathMatchPlan[], result: RankedPath[]): void {
  const of = (type: PathMatchPlan['type']) => members.filter((index) => plans[index].type === type);
  const expressions = of('RegularExpression').map((index) => ({ index, shape: plans[index].shape }));
  let prefixes = of('PathPrefix').map((index) => ({ index, shape: opened(plans[index].shape) }));
  for (let added = true; added;) {
    const [hit, free] = partition(prefixes, (prefix) => expressions.some(({ shape }) => overlaps(prefix.shape, shape)));
    expressions.push(...hit);
    prefixes = free;
    added = hit.length > 0;
  }
  // From the least specific to the most specific, because each must be longer than those before it.
  const ascending = expressions
    .map(({ index, shape }) => ({ index, shape, text: `^${shape.source}$` }))
    .sort((a, b) => compareSpecificity(b.shape, a.shape) || (a.text < b.text ? -1 : Number(a.text > b.text)));
  ascending.forEach((winner, position) => {
    const beaten = ascending.slice(0, position).filter((loser) => overlaps(winner.shape, loser.shape));
    const least = Math.max(0, ...beaten.map(({ text }) => text.length + 1));
    winner.text = winner.text.padEnd(least, '$');
    result[winner.index] = { type: 'RegularExpression', value: winner.text };
  });
}

function partition<T>(list: readonly T[], test: (item: T) => boolean): [T[], T[]] {
  return [list.filter(test), list.filter((item) => !test(item))];
}
