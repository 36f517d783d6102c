import { allMet, Condition, Scope } from './condition';
import { Rules } from '../../manifest/kuadrant';

export type Authorization = NonNullable<Rules['authorization']>[string];

/** Whether an authorization rule lets a request through. */
export function isAuthorized(name: string, rule: Authorization, scope: Scope): boolean {
  const { patternMatching, opa, kubernetesSubjectAccessReview } = rule;
  if (patternMatching) return allMet(patternMatching.patterns as readonly Condition[], scope);
  const constant = opa?.rego === undefined ? undefined : constantOf(opa.rego);
  if (typeof constant === 'boolean') return constant;
  const who = opa ? `the policy of ${name}` : kubernetesSubjectAccessReview ? 'Kubernetes' : `the server of ${name}`;
  return scope.ask(`${who} allows it`, `${who} does not allow it`);
}

/**
 * What a Rego policy always says of `allow`, of which Authorino sets the default to false; undefined where that depends
 * on more. A second default is one too many for its compiler, so that Authorino does not take the policy.
 */
export function constantOf(rego: string): boolean | 'refused' | undefined {
  const statements = rego
    .replace(/(\s)*package.*[;\n]+/, '\n')
    .split(/[\n;]/)
    .map((line) => line.replace(/#.*$/, '').trim())
    .filter((line) => line !== '' && !/^import\s+(rego|future)\b/.test(line));
  if (statements.some((line) => /^default\s+allow\b/.test(line))) return 'refused';
  if (statements.length === 0) return false;
  const [value, ...others] = statements.map((line) => VALUES.find(([pattern]) => pattern.test(line))?.[1]);
  return others.every((other) => other === value) ? value : undefined;
}

const VALUES: readonly (readonly [RegExp, boolean])[] = [
  [/^allow\s*:?=\s*true$/, true],
  [/^allow\s+(if\s+)?(true|\{\s*true\s*\})$/, true],
  [/^allow\s*\{\s*true\s*\}$/, true],
  [/^allow\s*:?=\s*false$/, false],
  [/^allow\s*(if\s*)?\{\s*false\s*\}$/, false],
];
