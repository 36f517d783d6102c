import { both, comparePrecedence, covers, overlap, RequestCondition, withPath } from '../match/condition';

/** A match of a VirtualService, and its position. */
export interface OrderedMatch {
  /** Path of the field, for messages. */
  readonly field: string;
  readonly condition: RequestCondition;
  /** Position of the action; matches with the same action have the same position. */
  readonly position: number;
}

/** Two matches of which the first does not certainly take precedence in the Gateway API. */
export interface OrderConflict {
  readonly first: OrderedMatch;
  readonly second: OrderedMatch;
  readonly why: string;
}

/** Matches with the order of the list in the Gateway API, and conflicts. */
export interface SettledOrder {
  readonly matches: readonly OrderedMatch[];
  /** Matches that no request reaches, each with the earlier match that covers it. */
  readonly unreachable: readonly { readonly match: OrderedMatch; readonly by: OrderedMatch }[];
  readonly conflicts: readonly OrderConflict[];
}

/** Limit of the search; above the maximum of an HTTPRoute. */
const LIMIT = 128;

/**
 * Expresses the order of a list, in which the first match wins, by precedence, in which the most specific match wins.
 *
 * - A match that an earlier one covers is never reached, and is dropped.
 * - A prefix `/foo` becomes a prefix of path elements and no longer matches `/foobar`; a match is added for each such
 *   path of the list.
 * - A prefix `/foo/` becomes a prefix that matches `/foo` as well; the match that gets `/foo` in the list gets a match
 *   for it.
 * - If a later match would take precedence over an earlier one that overlaps it, the earlier one gets another match:
 *   the conjunction of both. It is at least as specific as the later one, and of two equal ones the first rule wins.
 * - If no match can express that, or precedence depends on the implementation, there is a conflict.
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
          conflict(first, second, 'the precedence of a regular expression depends on the implementation');
        } else if (lead > 0) {
          const condition = both(first.condition, second.condition);
          if (!condition) {
            conflict(first, second, 'the second is more specific, and no match can express both together');
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

/** Whether the first has a match for all common requests that takes precedence over the second. */
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

/** The condition as an HTTPRoute evaluates it. */
const asEmitted = (condition: RequestCondition): RequestCondition =>
  condition.path ? withPath(condition, { type: condition.path.type, value: condition.path.value }) : condition;

/** Matches for `/foobar`, which a prefix `/foo` of an HTTPRoute does not cover: one for each such path of the list. */
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

/** Matches for `/foo`, which a prefix `/foo/` of an HTTPRoute covers: for the match that gets it in the list. */
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

/** Claims that no earlier match covers, and that do not exist yet. */
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
