import { Seen } from './attributes';
import { authenticate, jwtRulesOf } from './authenticate';
import { all, conditionOf, Doubt, doubt, not, some } from './doubt';
import { Facts } from './facts';
import { matcherOf, RuleMatcher } from './rule';
import { AuthorizationPolicyItem, authorizationPoliciesOf, ProxiedWorkload } from './workload';
import { Model } from '../../../model/model';
import { answer } from '../../apply';
import { Outcome, Step, Verdict } from '../../outcome';
import { Place } from '../../rule';

/** What the policies of a workload say of a request; see `authorizerOf` for many requests. */
export const authorize = (model: Model, workload: ProxiedWorkload, facts: Facts): Verdict =>
  authorizerOf(model, workload)(facts);

/** As Envoy words its refusals. */
export const DENIED = 'RBAC: access denied';

type Action = 'ALLOW' | 'DENY' | 'CUSTOM';

interface PreparedRule {
  readonly place: Place;
  readonly namespace: string;
  readonly fits: RuleMatcher;
}

/** The policies of an action. */
interface Prepared {
  readonly policies: readonly AuthorizationPolicyItem[];
  readonly rules: readonly PreparedRule[];
}

/** A decision on the way: under what condition the request goes on, and what becomes of it otherwise. */
interface Stage {
  readonly passes: Doubt;
  readonly refusal: Outcome;
  readonly steps: readonly Step[];
}

/** Reads the policies of a workload once. They are asked in this order: CUSTOM, tokens, DENY, ALLOW. */
export function authorizerOf(model: Model, workload: ProxiedWorkload): (facts: Facts) => Verdict {
  const policies = authorizationPoliciesOf(model, workload).filter((policy) => !isDryRun(policy));
  const prepared = (action: Action): Prepared => {
    const members = policies.filter(({ body }) => (body.spec?.action ?? 'ALLOW') === action);
    return { policies: members, rules: members.flatMap((policy) => rulesOf(policy, action)) };
  };
  const [custom, deny, allow] = [prepared('CUSTOM'), prepared('DENY'), prepared('ALLOW')];
  const jwtRules = jwtRulesOf(model, workload);
  return (facts) => {
    const first = delegated(custom, facts);
    if (!facts.http) return verdictOf([...first, denied(deny, { facts }), allowed(allow, { facts })]);
    const { passes, refusal, claims, changes, http, steps } = authenticate(jwtRules, facts.http);
    const token: Stage = {
      passes,
      refusal: refusal
        ? { ...answer(refusal.status, refusal.reason), headers: refusal.headers }
        : answer(401, 'Jwt is missing'),
      steps,
    };
    const seen = { facts: { ...facts, http }, claims };
    return {
      ...verdictOf([...first, token, denied(deny, seen), allowed(allow, seen)]),
      added: changes,
      ...(http.search === facts.http.search ? {} : { search: http.search }),
    };
  };
}

const isDryRun = ({ annotations }: AuthorizationPolicyItem) =>
  /^(1|t|true)$/i.test(annotations['istio.io/dry-run'] ?? '');

const rulesOf = (entry: AuthorizationPolicyItem, action: Action): PreparedRule[] =>
  (entry.body.spec?.rules ?? []).map((rule, index) => ({
    place: { entry, path: `spec.rules[${index}]` },
    namespace: entry.namespace,
    fits: matcherOf(rule, action === 'ALLOW'),
  }));

type Known = Omit<Seen, 'namespace'>;

/** The rules that fit, and those of which that is not known. */
const fitting = (rules: readonly PreparedRule[], known: Known) =>
  rules.flatMap((rule) => {
    const fits = rule.fits({ ...known, namespace: rule.namespace });
    return fits === false ? [] : [{ ...rule, fits }];
  });

const stepsOf = (rules: readonly { readonly place: Place; readonly fits: Doubt }[], text: string): Step[] =>
  rules.map(({ place, fits }) => ({
    what: 'AuthorizationPolicy',
    place,
    text: fits === true ? text : `${text}, if ${conditionOf(fits)}`,
  }));

const refusal = (facts: Facts): Outcome =>
  facts.http
    ? answer(403, DENIED)
    : { share: 1, error: 'reset', reason: DENIED, headers: new Map(), removed: [], mirrors: [] };

/** One rule that fits is enough to refuse. */
function denied({ rules }: Prepared, known: Known): Stage {
  const found = fitting(rules, known);
  const sure = found.filter(({ fits }) => fits === true);
  const shown = sure.length > 0 ? sure.slice(0, 1) : found;
  return {
    passes: not(some(found.map(({ fits }) => fits))),
    refusal: refusal(known.facts),
    steps: stepsOf(shown, 'denies the request'),
  };
}

/** Where policies allow, one of their rules must fit. */
function allowed({ policies, rules }: Prepared, known: Known): Stage {
  const found = fitting(rules, known);
  const sure = found.filter(({ fits }) => fits === true);
  const shown = sure.length > 0 ? sure.slice(0, 1) : found;
  return {
    passes: policies.length === 0 || some(found.map(({ fits }) => fits)),
    refusal: refusal(known.facts),
    steps:
      shown.length > 0
        ? stepsOf(shown, 'allows the request')
        : policies.map((entry) => ({
            what: 'AuthorizationPolicy',
            place: { entry, path: 'spec.rules' },
            text: 'does not allow the request',
          })),
  };
}

/** A provider decides where a rule fits. Istio takes one provider for a workload; of several, it asks none and refuses. */
function delegated({ policies, rules }: Prepared, facts: Facts): Stage[] {
  const found = fitting(rules, { facts });
  if (found.length === 0) return [];
  const names = [...new Set(policies.map(({ body }) => body.spec?.provider?.name ?? ''))];
  const [name] = names;
  const decision = names.length > 1 ? false : doubt(`${name} allows the request`, `${name} does not allow the request`);
  const steps = stepsOf(found, names.length > 1 ? `more than one provider: ${names.join(', ')}` : `asks ${name}`);
  const fits = some(found.map((each) => each.fits));
  return [
    {
      passes: some([not(fits), decision]),
      refusal: names.length > 1 || !facts.http ? refusal(facts) : answer(403, `${name} does not allow the request`),
      steps,
    },
  ];
}

function verdictOf(stages: readonly Stage[]): Verdict {
  const refused: Outcome[] = [];
  const steps: Step[] = [];
  let before: Doubt = true;
  for (const { passes, refusal: outcome, steps: own } of stages) {
    if (before === false) break;
    steps.push(...own);
    const condition = conditionOf(all([before, not(passes)]));
    if (condition !== undefined) refused.push({ ...outcome, condition: condition === '' ? undefined : condition });
    before = all([before, passes]);
  }
  return { refused, passesIf: conditionOf(before), added: [], steps };
}
