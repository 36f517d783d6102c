import { Profile } from './profile';
import { Rule } from './rule';
import { NamedCondition } from '../match/condition';
import { compareAge } from '../model/age';
import { Entry } from '../model/model';

/**
 * Rules for one host in the order in which they are tried (Gateway API v1, HTTPRouteRule.matches and
 * GRPCRouteRule.matches). Rules of one route that are alike stay in their order.
 */
export function inPrecedence(rules: readonly Rule[], profile: Profile): Rule[] {
  const ranked = rules.map((rule) => ({ rule, ranks: ranksOf(rule, profile) }));
  ranked.sort((a, b) => {
    const at = a.ranks.findIndex((rank, index) => rank !== b.ranks[index]);
    if (at >= 0) return b.ranks[at] - a.ranks[at];
    const [one, other] = [a.rule.place.entry, b.rule.place.entry];
    return kindsOf(one, other, profile) || compareAge(one, other);
  });
  return ranked.map(({ rule }) => rule);
}

/** Envoy Gateway puts HTTPRoutes before GRPCRoutes. */
const kindsOf = (a: Entry, b: Entry, { dialect }: Profile) =>
  dialect === 'envoy-gateway' ? Number(a.kind === 'GRPCRoute') - Number(b.kind === 'GRPCRoute') : 0;

function ranksOf(rule: Rule, { dialect }: Profile): number[] {
  if (dialect === 'envoy-gateway') return ranksInEnvoyGateway(rule);
  const {
    call,
    condition: { path, method, headers, queryParams, more },
  } = rule;
  if (call && dialect === 'spec') return [1, call.service, call.method, headers.size, 0];
  // To Istio a match of calls without a method has no path, and a rule without a match stands behind all.
  const withoutPath = call ? (call.isMatched ? -1 : -2) : 1;
  return [
    path === undefined ? withoutPath : RANKS[path.type],
    path?.value.length ?? 1,
    Number(method !== undefined),
    headers.size + (more?.also?.length ?? 0),
    queryParams.size,
  ];
}

const RANKS = { Exact: 2, PathPrefix: 1, RegularExpression: 0 } as const;

/** Expressions before prefixes; a method is one of the headers, as a method of gRPC is that stands alone. */
function ranksInEnvoyGateway({ condition, call, written }: Rule): number[] {
  const { path, method, queryParams, more } = condition;
  const headers = [...condition.headers.values(), ...(more?.also ?? [])];
  const isSuffix = call !== undefined && call.isExact && call.service === 0 && call.method > 0;
  const counted = isSuffix ? undefined : path;
  const exactOf = (all: Iterable<NamedCondition>) => [...all].filter(({ type }) => type === 'Exact').length;
  const ofMethod = Number(method !== undefined);
  return [
    counted?.type === 'Exact' ? 2 : counted?.type === 'RegularExpression' ? 1 : 0,
    counted ? (written ?? counted.value.length) : 0,
    headers.length + ofMethod + Number(isSuffix),
    exactOf(headers) + ofMethod,
    queryParams.size,
    exactOf(queryParams.values()),
  ];
}
