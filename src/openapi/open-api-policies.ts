import { Construct } from 'constructs';
import { identityProperties } from './open-api-identity';
import { PlannedRule } from './open-api-rules';
import { Security } from './open-api-security';
import { AuthResponse } from '../kuadrant/auth-response';
import { AuthPolicy } from '../policy/auth-policy';
import { PolicyTarget } from '../policy/policy-target';
import { RateLimitPolicy } from '../policy/rate-limit-policy';
import { CustomResourceProps } from '../resource/custom-resource';
import { HttpRoute } from '../route/http-route';

/** What is needed to name and place the policies of a route. */
export interface PolicyContext {
  readonly scope: Construct;
  readonly metadata: Omit<CustomResourceProps, 'name'>;
  /** A name that nothing else has. */
  readonly name: (base: string) => string;
  /** In front of the names of rules. */
  readonly base: string;
}

/** The AuthPolicies of a route: one for all of it where that is safe, and one for each rule that differs. */
export function authPolicies(route: HttpRoute, rules: readonly PlannedRule[], context: PolicyContext): AuthPolicy[] {
  const whole = common(rules);
  const covered = rules.filter(({ security }) => security?.key === whole?.key);
  const policies = whole ? [authPolicy(whole, covered, PolicyTarget.of(route), `${route.name}-auth`, context)] : [];
  for (const rule of rules) {
    if (rule.security && rule.security.key !== whole?.key) {
      const target = PolicyTarget.rule(route, rule.name);
      policies.push(authPolicy(rule.security, [rule], target, `${context.base}-${rule.name}-auth`, context));
    }
  }
  return policies;
}

/** The RateLimitPolicies of a route: one for each rule with a limit, which counts on its own. */
export function rateLimitPolicies(
  route: HttpRoute,
  rules: readonly PlannedRule[],
  { scope, metadata, name: free, base }: PolicyContext,
): RateLimitPolicy[] {
  return rules.flatMap(({ name, rateLimit }) =>
    rateLimit
      ? new RateLimitPolicy(scope, free(`${base}-${name}-rlp`), {
          ...metadata,
          target: PolicyTarget.rule(route, name),
          limits: { [name]: rateLimit },
        })
      : [],
  );
}

/**
 * The security that a policy on the whole route may state: that of all rules, or
 * the most frequent one. It never is anonymous while a rule is not, because a
 * rule that is new would stand open until its own policy is there. And a rule of
 * which the document says nothing must not inherit what is said of others.
 */
function common(rules: readonly PlannedRule[]): Security | undefined {
  const securities = rules.map(({ security }) => security);
  if (securities.includes(undefined)) {
    return undefined;
  }
  const counts = new Map<string, number>();
  securities.forEach((security) => counts.set(security!.key, (counts.get(security!.key) ?? 0) + 1));
  if (counts.size === 1) {
    return securities[0];
  }
  const candidates = securities.filter((security) => !security!.isAnonymous && counts.get(security!.key)! > 1);
  return candidates.sort((a, b) => counts.get(b!.key)! - counts.get(a!.key)!)[0];
}

function authPolicy(
  security: Security,
  rules: readonly PlannedRule[],
  target: PolicyTarget,
  name: string,
  { scope, metadata, name: free }: PolicyContext,
): AuthPolicy {
  const policy = new AuthPolicy(scope, free(name), { ...metadata, target });
  security.applyTo(policy);
  const properties = identityProperties(rules.flatMap(({ rateLimit }) => rateLimit ?? []));
  if (Object.keys(properties).length > 0) {
    policy.addResponseFilter('identity', AuthResponse.json({ properties }));
  }
  return policy;
}
