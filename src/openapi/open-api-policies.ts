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

/** Scope and names of the policies of a route. */
export interface PolicyContext {
  readonly scope: Construct;
  readonly metadata: Omit<CustomResourceProps, 'name'>;
  /** Returns a unique name. */
  readonly name: (base: string) => string;
  /** Prefix of the names of rules. */
  readonly base: string;
}

/** AuthPolicies of a route: one for the whole route where that is safe, and one for each rule that differs. */
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

/** RateLimitPolicies of a route: one for each rule with a limit, which is counted separately. */
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
 * The security of a policy for the whole route: that of all rules, or
 * the most frequent one. It is not anonymous unless all rules are, because a
 * new rule would be unprotected until its policy is applied. And a rule for
 * which the document defines no security must not inherit that of others.
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
