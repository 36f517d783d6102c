import { isValid } from './expression';
import { Limit } from '../../manifest/kuadrant';
import { Model } from '../../model/model';
import { EffectivePolicy, effectivePolicy, PolicyPath, PolicyRule, WHEN } from '../../model/policies';
import { gatewayDuration } from '../../value/duration';

/** What Kuadrant's filter does with a request, one after the other. */
export type Action =
  | { readonly kind: 'auth'; readonly policy: EffectivePolicy }
  /** All limits of requests in one: where one of them cannot be evaluated, none is. */
  | { readonly kind: 'limits'; readonly policy: EffectivePolicy; readonly limits: readonly PreparedLimit[] };

export interface PreparedLimit {
  readonly name: string;
  readonly rule: PolicyRule;
  /** Whether tokens are counted, which the response tells, and not requests. */
  readonly ofTokens: boolean;
  readonly predicates: readonly string[];
  readonly counters: readonly string[];
  readonly rates: readonly { readonly limit: number; readonly window: number; readonly text: string }[];
}

/**
 * The actions for a path (kuadrant-operator, internal/controller/istio_extension_reconciler.go): limits of tokens, of
 * requests, then authentication; limits that look at the identity come after it. An action with an invalid expression
 * is left out.
 */
export function actionsOf(model: Model, path: PolicyPath): Action[] {
  const auth = effectivePolicy(model, 'AuthPolicy', path);
  const variables = [...ALWAYS, ...(auth ? ['auth'] : [])];
  let actions: Action[] = auth ? [{ kind: 'auth', policy: auth }] : [];
  for (const kind of ['RateLimitPolicy', 'TokenRateLimitPolicy'] as const) {
    const policy = effectivePolicy(model, kind, path);
    if (!policy) continue;
    const limits = limitsOf(policy, kind === 'TokenRateLimitPolicy');
    // Those of tokens are checked one by one.
    const groups =
      kind === 'RateLimitPolicy' ? [limits].filter(({ length }) => length > 0) : limits.map((one) => [one]);
    const own = groups.map((each): Action => ({ kind: 'limits', policy, limits: each }));
    actions = limits.some(looksAtIdentity) ? [...actions, ...own] : [...own, ...actions];
  }
  return actions.filter((action) => isTaken(action, variables));
}

const ALWAYS = ['request', 'source', 'destination', 'connection', 'ratelimit'];

const looksAtIdentity = ({ predicates, counters }: PreparedLimit) =>
  [...predicates, ...counters].some((expression) => expression.includes('auth.'));

function isTaken(action: Action, variables: readonly string[]): boolean {
  const expressions =
    action.kind === 'auth' ? action.policy.when : action.limits.flatMap(({ predicates }) => predicates);
  return expressions.every((expression) => isValid(expression, variables));
}

function limitsOf({ rules, when }: EffectivePolicy, ofTokens: boolean): PreparedLimit[] {
  return [...rules]
    .filter(([key]) => key !== WHEN)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, rule]) => {
      const { rates = [], counters = [], when: own = [] } = rule.value as Limit;
      return {
        name,
        rule,
        ofTokens,
        predicates: [...when, ...own.map(({ predicate }) => predicate)],
        counters: counters.map(({ expression }) => expression),
        rates: rates.map(({ limit, window }) => ({
          limit,
          window: wholeSeconds(window),
          text: `${limit} per ${window}`,
        })),
      };
    });
}

/** Parts of a second are cut off. */
const wholeSeconds = (window: string) => Math.floor((gatewayDuration(window) ?? 0) / 1000) * 1000;
