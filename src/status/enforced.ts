import { Located } from '../manifest/manifest';
import { Model } from '../model/model';
import { effectivePolicy, pathPoliciesOf, policyPathsOf } from '../model/policies';
import { bad, Condition, good } from '../traffic/conditions/condition';

/**
 * What Kuadrant says of AuthPolicies and limits: whether a rule of theirs is in force for some rule of a route. Enforced
 * is False where all rules give way to those of other policies (Overridden), or where no route is on the way (Unknown);
 * the latter is known of a whole cluster only.
 */
export function enforcementOf(model: Model): ReadonlyMap<Located, readonly Condition[]> {
  const paths = policyPathsOf(model);
  return new Map(
    pathPoliciesOf(model).flatMap(({ at, kind, rules }) => {
      const effective = paths.flatMap((path) => {
        const found = effectivePolicy(model, kind, path);
        return found?.policies.some((policy) => policy.at === at) ? [found] : [];
      });
      if (rules.size === 0 || (effective.length === 0 && !model.isWhole)) return [];
      const isInForce = effective.some(({ sources }) => sources.some((policy) => policy.at === at));
      const reason = effective.length === 0 ? 'Unknown' : 'Overridden';
      return [[at, [isInForce ? good('Enforced') : bad('Enforced', reason)]] as const];
    }),
  );
}
