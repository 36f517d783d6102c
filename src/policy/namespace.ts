import { PolicyTarget } from './policy-target';
import { refuse } from '../value/problem';

/** Namespace of a policy: that of its target, because `targetRef` has no namespace. */
export function policyNamespace(kind: string, target: PolicyTarget, namespace?: string): string | undefined {
  if (namespace !== undefined && target.namespace !== undefined && namespace !== target.namespace) {
    refuse({
      what: `namespace of ${kind}`,
      got: namespace,
      expected: `'${target.namespace}', the namespace of ${target.kind} '${target.name}'`,
      fix: 'leave the namespace out; the target of a policy must be in its namespace',
    });
  }
  return namespace ?? target.namespace;
}
