import { Rules } from '../../manifest/kuadrant';
import { attachmentsByRoute } from '../../model/attachments';
import { Model, pathOf, view } from '../../model/model';
import {
  EffectivePolicy,
  effectivePolicy,
  pathPoliciesOf,
  PathPolicyKind,
  PATH_POLICY_KINDS,
  PolicyItem,
  PolicyPath,
  policyPathsOf,
  PolicyRule,
  WHEN,
} from '../../model/policies';
import { ModelRule, Report } from '../model-rule';

/** What Kuadrant's policies on the way to a route do to each other. */
export const effectivePolicyRules: readonly ModelRule[] = [
  { code: 'GW202', title: 'merged overrides without `when`', severity: 'warning', find: gatedOverrides },
  { code: 'GW268', title: 'policy that another overrides as a whole', severity: 'warning', find: overriddenPolicies },
  { code: 'GW269', title: 'default that the policy of a route drops', severity: 'warning', find: droppedDefaults },
  {
    code: 'GW270',
    title: 'anonymous access beside the authentication of another policy',
    severity: 'warning',
    find: openedPolicies,
  },
];

export const nameOf = ({ kind, namespace, name }: PolicyItem) => `${kind} ${pathOf({ namespace, name })}`;
export const targetOf = ({ targetRef: { kind, name, sectionName } }: PolicyItem) =>
  sectionName === undefined ? `${kind} ${name}` : `${sectionName} of ${kind} ${name}`;

/** The policies in effect, by kind, with their paths. */
export const effectiveOf = view(
  (model: Model): ReadonlyMap<PathPolicyKind, readonly (readonly [PolicyPath, EffectivePolicy])[]> => {
    const given = new Set(pathPoliciesOf(model).map(({ kind }) => kind));
    return new Map(
      PATH_POLICY_KINDS.map((kind) => [
        kind,
        (given.has(kind) ? policyPathsOf(model) : []).flatMap((path) => {
          const found = effectivePolicy(model, kind, path);
          return found ? [[path, found] as const] : [];
        }),
      ]),
    );
  },
);

const allOf = (model: Model) => [...effectiveOf(model).values()].flat();

/** Merged overrides have no conditions of their own, so those of a route's policy stay and hold for all rules. */
function gatedOverrides(model: Model, report: Report): void {
  const gates = new Map<PolicyItem, PolicyItem>();
  for (const [, { policies, rules }] of allOf(model)) {
    const gate = rules.get(WHEN)?.source;
    const above = gate ? policies.slice(0, policies.indexOf(gate)) : [];
    for (const policy of above) {
      if (isUngated(policy) && !gates.has(policy)) gates.set(policy, gate!);
    }
  }
  for (const policy of pathPoliciesOf(model).filter(isUngated)) {
    const gate = gates.get(policy);
    // A policy of a route may follow, where the input is not all there is.
    if (!gate && (policy.kind !== 'AuthPolicy' || model.isWhole)) continue;
    report(policy, {
      what: `${policy.place}.when`,
      got: gate ? `none, with overrides that merge, and ${nameOf(gate)} has a when` : 'none, with overrides that merge',
      expected: "a when in the overrides; otherwise the when of a route's policy decides whether they apply",
      fix: "add when: [{ predicate: 'true' }], which replaces that of a route",
    });
  }
}

const isUngated = ({ level, strategy, rules }: PolicyItem) =>
  level === 'overrides' && strategy === 'merge' && !rules.has(WHEN);

/** A default that is replaced is meant to be. A policy that overrides replace does nothing, and was not meant to. */
function overriddenPolicies(model: Model, report: Report): void {
  const by = new Map<PolicyItem, PolicyItem>();
  const used = new Set<PolicyItem>();
  for (const [path, { policies, sources, overridden }] of allOf(model)) {
    for (const policy of sources) used.add(policy);
    for (const policy of overridden) {
      const above = policies.slice(0, policies.indexOf(policy));
      const winner = above.find((each) => each.level === 'overrides' && sources.includes(each));
      if (!winner || targetOf(winner) === targetOf(policy) || !isKnown(model, path, policy)) used.add(policy);
      else by.set(policy, winner);
    }
  }
  for (const [policy, winner] of by) {
    if (used.has(policy)) continue;
    report(policy, {
      what: 'spec.targetRef',
      got: `${targetOf(policy)}, for which ${nameOf(winner)} overrides all rules`,
      expected: 'a rule that the overrides leave in effect',
      fix: 'remove it, or set strategy: merge in the overrides and use other names; it is not enforced (Overridden)',
    });
  }
}

/** Whether the input has all Gateways of the route that a policy is for. */
const isKnown = (model: Model, { route }: PolicyPath, { targetRef }: PolicyItem) =>
  model.isWhole ||
  targetRef.kind === 'Gateway' ||
  route.parentRefs.every(({ kind, namespace = route.namespace, name }) =>
    (attachmentsByRoute(model).get(route) ?? []).some(
      ({ on: { gateway } }) => kind === 'Gateway' && gateway.name === name && gateway.namespace === namespace,
    ),
  );

/** Atomic defaults are replaced as a whole, also by a policy that is about something else. */
function droppedDefaults(model: Model, report: Report): void {
  const told = new Set<PolicyItem>();
  for (const [, { overridden, sources, rules }] of effectiveOf(model).get('AuthPolicy')!) {
    const source = sources.at(-1);
    if (!source || told.has(source)) continue;
    for (const policy of overridden) {
      if (policy.level === 'overrides' || targetOf(policy) === targetOf(source)) continue;
      const lost = lostOf(policy, rules);
      if (!lost) continue;
      told.add(source);
      report(source, {
        what: `${source.place}.rules`,
        got: `rules without ${lost}, which replace those of ${nameOf(policy)}, which has one`,
        expected: `rules with ${lost}, or defaults that merge`,
        fix: `add the ${lost} here, or set strategy: merge in ${nameOf(policy)}, in its defaults or in overrides instead`,
      });
      break;
    }
  }
}

/**
 * What a policy has and those in effect have not. A policy that denies or allows everything is there to be replaced, and
 * with it an authorization that goes with the authentication.
 */
function lostOf(policy: PolicyItem, rules: EffectivePolicy['rules']): 'authentication' | 'authorization' | undefined {
  const authorization = partOf(rules, 'authorization');
  const identities = partOf(policy.rules, 'authentication');
  if (identities.length > 0) {
    const isDecided = authorization.length > 0 && authorization.every((rule) => constantOf(rule) !== undefined);
    const isOpen = partOf(rules, 'authentication').length === 0 && !isDecided;
    return isOpen && !identities.some(isAnonymous) ? 'authentication' : undefined;
  }
  const isRestriction = partOf(policy.rules, 'authorization').some((rule) => constantOf(rule) === undefined);
  return isRestriction && authorization.length === 0 ? 'authorization' : undefined;
}

/** The rules of a part of an AuthPolicy, such as its authentication. */
export const partOf = (rules: EffectivePolicy['rules'], part: string): readonly PolicyRule[] =>
  [...rules].flatMap(([key, rule]) => (key.startsWith(`${part}#`) ? [rule] : []));

type Authentication = NonNullable<Rules['authentication']>[string];
type Authorization = NonNullable<Rules['authorization']>[string];

export const isAnonymous = ({ value }: PolicyRule) => (value as Authentication).anonymous !== undefined;
const isConditional = ({ value }: PolicyRule) =>
  ((value as { readonly when?: readonly unknown[] }).when ?? []).length > 0;

/** What an authorization rule says of every request: allowed or not; undefined where that depends. */
export function constantOf({ value }: PolicyRule): boolean | undefined {
  const { opa, patternMatching, when = [] } = value as Authorization;
  if (when.length > 0) return undefined;
  const [, rego] = /^\s*(?:default\s+)?allow\s*:?=\s*(true|false)\s*$/.exec(opa?.rego ?? '') ?? [];
  const patterns = patternMatching?.patterns.map(({ predicate }) => predicate?.trim());
  const isDenied = rego === 'false' || patterns?.includes('false');
  const isAllowed = rego === 'true' || (patterns?.every((predicate) => predicate === 'true') ?? false);
  return isDenied ? false : isAllowed ? true : undefined;
}

/** One success of all authentication rules is enough, whichever policy they are from. Within one policy: GW201. */
function openedPolicies(model: Model, report: Report): void {
  const told = new Set<unknown>();
  for (const [, { rules }] of effectiveOf(model).get('AuthPolicy')!) {
    const authentication = partOf(rules, 'authentication');
    const open = authentication.find((rule) => isAnonymous(rule) && !isConditional(rule));
    const other = open && authentication.find(({ source }) => source !== open.source);
    if (!open || !other || told.has(open.value) || partOf(open.source.rules, 'authentication').length > 1) continue;
    told.add(open.value);
    report(open.source, {
      what: open.path,
      got: `anonymous access for every request, merged with the authentication of ${nameOf(other.source)}`,
      expected: 'one or the other; one success is enough, so no client is ever denied',
      fix: 'leave the anonymous rule out, or restrict it with when',
    });
  }
}
