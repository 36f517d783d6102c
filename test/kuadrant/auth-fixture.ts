import { AuthPolicy, AuthPolicyProps } from '../../src/policy/auth-policy';
import { PolicyTarget } from '../../src/policy/policy-target';
import { plainChart } from '../support/synth';

export const GATEWAY = {
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'Gateway',
  name: 'external',
  namespace: 'api-gateway',
};
export const ROUTE = {
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'HTTPRoute',
  name: 'toystore',
  namespace: 'shop',
};

/** A policy on the route, with what a test adds. */
export function policyWith(add: (policy: AuthPolicy) => void, props: Partial<AuthPolicyProps> = {}): AuthPolicy {
  const policy = new AuthPolicy(plainChart(), 'auth', { target: PolicyTarget.of(ROUTE), ...props });
  add(policy);
  return policy;
}

/** The manifest that is emitted, as a reader of JSON sees it. */
export const manifestOf = (policy: AuthPolicy) => JSON.parse(JSON.stringify(policy.apiObject.toJson()));

/** `spec.defaults.rules` of a policy on the route. */
export const rulesWith = (add: (policy: AuthPolicy) => void, props: Partial<AuthPolicyProps> = {}) =>
  manifestOf(policyWith(add, props)).spec.defaults.rules;
