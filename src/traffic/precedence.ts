import { Profile } from './profile';
import { Rule } from './rule';
import { RequestCondition } from '../match/condition';
import { compareAge } from '../model/age';

/**
 * Rules for one host in the order in which they are tried (Gateway API v1, HTTPRouteRule.matches and
 * GRPCRouteRule.matches). Rules of one route that are alike stay in their order.
 */
export function inPrecedence(rules: readonly Rule[], profile: Profile): Rule[] {
  const ranked = rules.map((rule) => ({ rule, ranks: ranksOf(rule.condition, profile) }));
  ranked.sort((a, b) => {
    const at = a.ranks.findIndex((rank, index) => rank !== b.ranks[index]);
    return at >= 0 ? b.ranks[at] - a.ranks[at] : compareAge(a.rule.place.entry, b.rule.place.entry);
  });
  return ranked.map(({ rule }) => rule);
}

function ranksOf({ path, method, headers, queryParams }: RequestCondition, profile: Profile): number[] {
  const isLast = path?.type === 'RegularExpression' && profile.regexRank === 'last';
  return [
    path?.type === 'Exact' ? 2 : isLast ? 0 : 1,
    path?.value.length ?? 1,
    Number(method !== undefined),
    headers.size,
    queryParams.size,
  ];
}
