import { Profile } from './profile';
import { Rule } from './rule';
import { compareAge } from '../model/age';

/**
 * Rules for one host in the order in which they are tried (Gateway API v1, HTTPRouteRule.matches and
 * GRPCRouteRule.matches). Rules of one route that are alike stay in their order.
 */
export function inPrecedence(rules: readonly Rule[], profile: Profile): Rule[] {
  const ranked = rules.map((rule) => ({ rule, ranks: ranksOf(rule, profile) }));
  ranked.sort((a, b) => {
    const at = a.ranks.findIndex((rank, index) => rank !== b.ranks[index]);
    return at >= 0 ? b.ranks[at] - a.ranks[at] : compareAge(a.rule.place.entry, b.rule.place.entry);
  });
  return ranked.map(({ rule }) => rule);
}

function ranksOf({ condition, call }: Rule, profile: Profile): number[] {
  const { path, method, headers, queryParams } = condition;
  if (call && profile.dialect === 'spec') return [1, call.service, call.method, headers.size, 0];
  const isLast = path?.type === 'RegularExpression' && profile.regexRank === 'last';
  // To Istio a match of calls without a method has no path, and a rule without a match stands behind all.
  const withoutPath = call ? (call.isMatched ? -1 : -2) : 1;
  return [
    path?.type === 'Exact' ? 2 : isLast ? 0 : path ? 1 : withoutPath,
    path?.value.length ?? 1,
    Number(method !== undefined),
    headers.size,
    queryParams.size,
  ];
}
