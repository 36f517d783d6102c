import { both, comparePrecedence, covers, overlap, RequestCondition, withPath } from '../match/condition';

/** A match of a VirtualService, and what it belongs to. */
export interface OrderedMatch {
  /** Path of the field, for messages. */
  readonly field: string;
  readonly condition: RequestCondition;
  /** Position of what requests get; matches of one position stand beside each other. */
  readonly position: number;
}

/** Two matches of which the Gateway API does not, or not certainly, prefer the first. */
export interface OrderConflict {
  readonly first: OrderedMatch;
  readonly second: OrderedMatch;
  readonly why: string;
}

/** Matches whose order the Gateway API keeps, and what stood in the way. */
export interface SettledOrder {
  readonly matches: readonly OrderedMatch[];
  /** Matches that no request reaches, each with the earlier one that takes all of theirs. */
  readonly unreachable: readonly { readonly match: OrderedMatch; readonly by: OrderedMatch }[];
  readonly conflicts: readonly OrderConflict[];
}

/** More than an HTTPRoute holds. */
const LIMIT = 128;

/**
 * Turns the order of a list, in which the first match wins, into one of precedence, in which the most specific does.
 *
 * - A match that an earlier one covers is never reached, and goes.
 * - A prefix `/foo` becomes one of path elements and loses `/foobar`; where another match names that, it gets a match.
 * - A prefix `/foo/` becomes one that has `/foo` as well; who gets `/foo` in the list gets a match for it.
 * - Where a later match would win over an earlier one that overlaps it, the earlier one gets one more match: for what
 *   both ask for. That is at least as specific as the later one, and of two equal ones the first rule wins.
 * - Where no match can say that, or precedence is the implementation's, there is a conflict.
 */
export function settleOrder(list: readonly OrderedMatch[]): SettledOrder {
  const { matches, unreachable } = reachable(list);
  matches.push(...beyondElements(list, matches));
  matches.push(...prefixesThemselves(matches));
  const conflicts = new Map<string, OrderConflict>();
  const conflict = (first: OrderedMatch, second: OrderedMatch, why: string) =>
    conflicts.set(`${first.field} ${second.field}`, { first, second, why });
  for (let added = true; added;) {
    added = false;
    for (const first of [...matches]) {
      for (const second of matches.filter(({ position }) => position > first.position)) {
        if (!overlap(first.condition, second.condition)) continue;
        const lead = comparePrecedence(second.condition, first.condition);
        if (lead === undefined) {
          conflict(first, second, 'the Gateway API leaves the rank of a regular expression to the implementation');
        } else if (lead > 0) {
          const condition = both(first.condition, second.condition);
          if (!condition) {
            conflict(first, second, 'the second is more specific, and no match can ask for what both ask for');
          } else if (matches.length >= LIMIT) {
            conflict(first, second, `the second is more specific, and the route would need more than ${LIMIT} matches`);
          } else if (!isClaimed(condition, first, second, matches)) {
            matches.push({ ...first, condition });
            added = true;
          }
        }
      }
    }
  }
  return { matches, unreachable, conflicts: [...conflicts.values()] };
}

/** Whether the first has a match for all of it that the second does not win over. */
const isClaimed = (
  condition: RequestCondition,
  first: OrderedMatch,
  second: OrderedMatch,
  matches: readonly OrderedMatch[],
) =>
  matches.some(
    (match) =>
      match.position === first.position &&
      covers(match.condition, condition) &&
      (comparePrecedence(match.condition, second.condition) ?? -1) >= 0,
  );

function reachable(list: readonly OrderedMatch[]) {
  const unreachable: { match: OrderedMatch; by: OrderedMatch }[] = [];
  const matches: OrderedMatch[] = [];
  for (const match of list) {
    const by = matches.find((other) => other.position !== match.position && covers(other.condition, match.condition));
    if (by) {
      unreachable.push({ match, by });
    } else {
      matches.push(match);
    }
  }
  return { matches, unreachable };
}

/** As an HTTPRoute reads it. */
const asEmitted = (condition: RequestCondition): RequestCondition =>
  condition.path ? withPath(condition, { type: condition.path.type, value: condition.path.value }) : condition;

/** Matches for `/foobar`, beside a prefix `/foo` that an HTTPRoute reads by elements: for each such path of the list. */
function beyondElements(list: readonly OrderedMatch[], matches: readonly OrderedMatch[]): OrderedMatch[] {
  const paths = list.flatMap(({ condition: { path } }) => (path && path.type !== 'RegularExpression' ? [path] : []));
  const claims = matches
    .filter(({ condition }) => condition.path?.extent === 'text')
    .flatMap((match) =>
      paths
        .map((path) => ({ ...match, condition: withPath(match.condition, path) }))
        .filter(
          ({ condition }) =>
            covers(match.condition, condition) && !covers(asEmitted(match.condition), asEmitted(condition)),
        ),
    );
  return needed(claims, matches);
}

/** Matches for `/foo`, beside a prefix `/foo/` that an HTTPRoute reads as `/foo`: for those who get it in the list. */
function prefixesThemselves(matches: readonly OrderedMatch[]): OrderedMatch[] {
  const claims = matches
    .filter(({ condition }) => condition.path?.extent === 'below')
    .flatMap(({ condition, position }) => {
      const path = { type: 'Exact', value: condition.path!.value } as const;
      return matches
        .filter((other) => other.position > position && overlap(other.condition, withPath(condition, path)))
        .map((other) => ({ ...other, condition: withPath(other.condition, path) }));
    });
  return needed(claims, matches);
}

/** Those that no earlier match takes, and that are not there yet. */
function needed(claims: readonly OrderedMatch[], matches: readonly OrderedMatch[]): OrderedMatch[] {
  const result: OrderedMatch[] = [];
  for (const claim of claims) {
    const isTaken = matches.some(
      ({ condition, position }) => position < claim.position && covers(condition, claim.condition),
    );
    if (!isTaken && !isClaimed(claim.condition, claim, claim, [...matches, ...result])) {
      result.push(claim);
    }
  }
  return result;
}
