import { Attachment, attachmentsOf } from './attachments';
import { ListenerOf } from './listeners';
import { Entry, Item, itemsOf, Model, view } from './model';
import { Route, RouteRule } from './routes';
import {
  AuthPolicy,
  Defaults,
  DNSPolicy,
  RateLimitPolicy,
  Rules,
  SpecDefaults,
  TargetRef,
  TLSPolicy,
  TokenRateLimitPolicy,
} from '../manifest/kuadrant';
import { GATEWAY_API } from '../manifest/manifest';
import { groupBy } from '../value/group-by';

/*
 * Kuadrant's policies that are in effect for a request, as its operator computes them (kuadrant-operator,
 * api/v1/merge_strategies.go). Policies of one kind on the way Gateway > listener > route > rule are folded into one,
 * beginning with the most specific; the less specific of two decides how they are merged.
 */

/** Kinds of which one policy is in effect for a rule of a route, merged from those on the way. */
export type PathPolicyKind = 'AuthPolicy' | 'RateLimitPolicy' | 'TokenRateLimitPolicy';

export const PATH_POLICY_KINDS: readonly PathPolicyKind[] = ['AuthPolicy', 'RateLimitPolicy', 'TokenRateLimitPolicy'];

/** Kinds that a listener has at most one policy of. */
export type ListenerPolicyKind = 'DNSPolicy' | 'TLSPolicy';

/** A policy that is merged with others. */
export interface PolicyItem extends Entry {
  readonly kind: PathPolicyKind;
  readonly targetRef: TargetRef;
  /** How it is merged with more specific ones. */
  readonly level: 'defaults' | 'overrides';
  readonly strategy: 'atomic' | 'merge';
  /** Where its rules are: `spec`, `spec.defaults` or `spec.overrides`. */
  readonly place: string;
  /** Its rules by key, as `PolicyRule` tells them. */
  readonly rules: ReadonlyMap<string, PolicyRule>;
}

/**
 * A rule of a policy, which is merged as a whole. The key is the name of a limit, or the part of an AuthPolicy and the
 * name: `authentication#jwt`, `authorization#admins`, `response.success.headers#x-user`, `response.unauthorized#`. All
 * top-level conditions (`when`) of a policy are the one rule `WHEN`.
 */
export interface PolicyRule {
  readonly source: PolicyItem;
  /** Place in the source, such as `spec.rules.authentication['jwt']`. */
  readonly path: string;
  readonly value: unknown;
}

/** The key of the top-level conditions of a policy. */
export const WHEN = 'conditions#';

/** The way of a request: a listener of a Gateway, and a rule of a route that is attached to it. */
export interface PolicyPath {
  readonly on: ListenerOf;
  readonly route: Route;
  /** Index of the rule. */
  readonly rule: number;
}

/** What is in effect for a kind of policy on a path. */
export interface EffectivePolicy {
  /** All policies on the path, the least specific first. */
  readonly policies: readonly PolicyItem[];
  /** The rules in effect, each with the policy that it is from. */
  readonly rules: ReadonlyMap<string, PolicyRule>;
  /** The policies that rules in effect are from, the least specific first. */
  readonly sources: readonly PolicyItem[];
  /** The policies on the path without a rule in effect. */
  readonly overridden: readonly PolicyItem[];
  /** The top-level conditions; all must be true, or the whole policy is skipped. */
  readonly when: readonly string[];
}

/**
 * Every path on which policies apply. The operator knows HTTPRoutes and GRPCRoutes at listeners of Gateways; it does
 * not know ListenerSets, so there are no policies for their listeners.
 */
export const policyPathsOf = view((model: Model): readonly PolicyPath[] =>
  attachmentsOf(model).attached.flatMap((attachment) => (isReached(attachment) ? pathsOf(attachment) : [])),
);

const isReached = ({ route, on }: Attachment) =>
  (route.kind === 'HTTPRoute' || route.kind === 'GRPCRoute') && on.owner.kind === 'Gateway';

const pathsOf = ({ on, route }: Attachment): PolicyPath[] => route.rules.map((_, rule) => ({ on, route, rule }));

/** The policy of a kind that is in effect on a path; undefined where there is none. */
export function effectivePolicy(model: Model, kind: PathPolicyKind, path: PolicyPath): EffectivePolicy | undefined {
  // The operator merges limits of tokens for HTTPRoutes alone.
  if (kind === 'TokenRateLimitPolicy' && path.route.kind !== 'HTTPRoute') return undefined;
  const policies = policiesOn(model, kind, path);
  const last = policies.at(-1);
  if (!last) return undefined;
  const rules = policies.reduceRight((effective, policy) => merge(policy, effective), last.rules);
  const used = new Set([...rules.values()].map(({ source }) => source));
  return {
    policies,
    rules,
    sources: policies.filter((policy) => used.has(policy)),
    overridden: policies.filter((policy) => !used.has(policy)),
    when: predicatesOf(rules.get(WHEN)),
  };
}

const predicatesOf = (rule: PolicyRule | undefined) =>
  ((rule?.value ?? []) as readonly { readonly predicate: string }[]).map(({ predicate }) => predicate);

type PolicyRules = ReadonlyMap<string, PolicyRule>;

/** Rules of a policy and those of the more specific ones below it. */
function merge({ level, strategy, rules }: PolicyItem, below: PolicyRules): PolicyRules {
  if (strategy === 'merge') {
    return level === 'defaults' ? new Map([...rules, ...below]) : new Map([...below, ...rules]);
  }
  return level === 'defaults' && !isEmpty(below) ? below : rules;
}

/** Conditions and named patterns do nothing by themselves. */
const isEmpty = (rules: PolicyRules) => [...rules.keys()].every((key) => key === WHEN || key.startsWith('patterns#'));

/** Policies of a kind from the least to the most specific; of one target, the oldest first. */
function policiesOn(model: Model, kind: PathPolicyKind, { on, route, rule }: PolicyPath): readonly PolicyItem[] {
  const byTarget = policiesByTarget(model);
  const of = (target: Entry, section?: string) => byTarget.get(targetKey(kind, target, section)) ?? [];
  return [
    ...of(on.gateway),
    ...of(on.gateway, on.listener.name),
    ...of(route),
    ...of(route, ruleName(route.rules[rule], rule)),
  ];
}

/** The section of a rule: its name, or its number from 1. */
export const ruleName = ({ name }: Pick<RouteRule, 'name'>, index: number) => name ?? `rule-${index + 1}`;

const targetKey = (kind: string, target: Pick<Entry, 'kind' | 'namespace' | 'name'>, section = '') =>
  `${kind} ${target.kind} ${target.namespace}/${target.name} ${section}`;

/** Policies that are merged, each with its rules. */
export const pathPoliciesOf = view((model: Model): readonly PolicyItem[] => [
  ...itemsOf<PolicyBody<Defaults>>(model, AuthPolicy).flatMap((item) => policyItem(item, authRules)),
  ...itemsOf<PolicyBody<SpecDefaults>>(model, RateLimitPolicy).flatMap((item) => policyItem(item, limitRules)),
  ...itemsOf<PolicyBody<SpecDefaults>>(model, TokenRateLimitPolicy).flatMap((item) => policyItem(item, limitRules)),
]);

const policiesByTarget = view((model: Model) =>
  groupBy([...pathPoliciesOf(model)].sort(byAge), ({ kind, namespace, targetRef }) =>
    targetKey(kind, { kind: targetRef.kind, namespace, name: targetRef.name }, targetRef.sectionName),
  ),
);

/** The oldest first, then by name. A manifest without a time is about to be created. */
function byAge(a: Entry, b: Entry): number {
  const [first, second] = [a, b].map(({ at, namespace, name }) => {
    const { creationTimestamp = '~' } = at.manifest.metadata as { readonly creationTimestamp?: unknown };
    return `${String(creationTimestamp)} ${namespace}/${name}`;
  });
  return first < second ? -1 : first > second ? 1 : 0;
}

interface PolicyBody<T> {
  readonly spec?: T & { readonly targetRef: TargetRef; readonly defaults?: T; readonly overrides?: T };
}

type Found = readonly [key: string, below: string, value: unknown];

function policyItem<T extends Pick<Defaults, 'strategy' | 'when'>>(
  { body, ...entry }: Item<PolicyBody<T>>,
  rulesOf: (scope: T) => Iterable<Found>,
): PolicyItem[] {
  const { spec } = body;
  if (!spec || spec.targetRef.group !== GATEWAY_API) return [];
  const level = spec.defaults === undefined && spec.overrides !== undefined ? 'overrides' : 'defaults';
  const scope: T = spec.defaults ?? spec.overrides ?? spec;
  const place = scope === spec ? 'spec' : `spec.${level}`;
  const rules = new Map<string, PolicyRule>();
  const policy: PolicyItem = {
    ...entry,
    kind: entry.kind as PathPolicyKind,
    targetRef: spec.targetRef,
    level,
    strategy: scope.strategy ?? 'atomic',
    place,
    rules,
  };
  for (const [key, below, value] of rulesOf(scope)) {
    rules.set(key, { source: policy, path: `${place}.${below}`, value });
  }
  const { when = [] } = scope;
  if (when.length > 0) rules.set(WHEN, { source: policy, path: `${place}.when`, value: when });
  return [policy];
}

function* limitRules({ limits = {} }: SpecDefaults): Iterable<Found> {
  for (const [name, limit] of Object.entries(limits)) yield [name, `limits['${name}']`, limit];
}

function* authRules({ patterns, rules = {} }: Defaults): Iterable<Found> {
  yield* named('patterns', patterns);
  for (const part of ['authentication', 'metadata', 'authorization', 'callbacks'] as const) {
    yield* named(part, rules[part], `rules.${part}`);
  }
  yield* responseRules(rules.response);
}

function* responseRules({ unauthenticated, unauthorized, success }: NonNullable<Rules['response']> = {}) {
  const place = 'rules.response';
  if (unauthenticated) yield ['response.unauthenticated#', `${place}.unauthenticated`, unauthenticated] as const;
  if (unauthorized) yield ['response.unauthorized#', `${place}.unauthorized`, unauthorized] as const;
  yield* named('response.success.headers', success?.headers, `${place}.success.headers`);
  yield* named('response.success.metadata', success?.filters, `${place}.success.filters`);
}

function* named(part: string, map: Readonly<Record<string, unknown>> = {}, place = part): Iterable<Found> {
  for (const [name, value] of Object.entries(map)) yield [`${part}#${name}`, `${place}['${name}']`, value];
}

type ListenerPolicy = Item<{ readonly spec?: { readonly targetRef: TargetRef } }>;

/** DNSPolicies or TLSPolicies of a listener: its own, and where it has none those of its Gateway. */
export function policiesOfListener(model: Model, kind: ListenerPolicyKind, on: ListenerOf): readonly ListenerPolicy[] {
  if (on.owner.kind !== 'Gateway') return [];
  const byTarget = listenerPoliciesByTarget(model);
  return byTarget.get(targetKey(kind, on.gateway, on.listener.name)) ?? byTarget.get(targetKey(kind, on.gateway)) ?? [];
}

const listenerPoliciesByTarget = view((model: Model) =>
  groupBy(
    [DNSPolicy, TLSPolicy].flatMap((kind) =>
      itemsOf<{ readonly spec?: { readonly targetRef: TargetRef } }>(model, kind).filter(
        ({ body }) => body.spec?.targetRef.group === GATEWAY_API,
      ),
    ),
    ({ kind, namespace, body }) => {
      const { kind: target, name, sectionName } = body.spec!.targetRef;
      return targetKey(kind, { kind: target, namespace, name }, sectionName);
    },
  ),
);
