import { Attributes, authAttributes } from './attributes';
import { Authorization, constantOf, isAuthorized } from './authorization';
import { allMet, Condition, invalidPredicate, Patterns, Scope } from './condition';
import { hasUnknown, textOf, UNKNOWN } from './data';
import { Ask, firstOf } from './decide';
import { resolved } from './expression';
import { Authentication, challengeOf, identityOf } from './identity';
import { selected } from './selector';
import { Rules } from '../../manifest/kuadrant';
import { Model, pathOf } from '../../model/model';
import { EffectivePolicy, PolicyRule } from '../../model/policies';
import { answer } from '../apply';
import { Outcome } from '../outcome';
import { Request } from '../request';
import { HeaderChange } from '../rule';

/** What Authorino says of a request. */
export interface AuthResult {
  readonly refused?: Outcome;
  /** For the backend. */
  readonly headers: readonly HeaderChange[];
  /** What later policies see as `auth`. */
  readonly exported: Readonly<Record<string, unknown>>;
}

type Success = NonNullable<NonNullable<Rules['response']>['success']>;
type Response = NonNullable<Success['headers']>[string];
type Denial = NonNullable<NonNullable<Rules['response']>['unauthenticated']>;

/** The phases of Authorino: identity, metadata, authorization, response (authorino, pkg/service/auth_pipeline.go). */
export function authorized(model: Model, policy: EffectivePolicy, request: Request, ask: Ask): AuthResult {
  const fault = faultOf(policy);
  if (fault !== undefined) return refused(answer(404, fault));
  const patterns: Patterns = Object.fromEntries(
    partOf<{ readonly allOf: readonly Condition[] }>(policy, 'patterns').map(({ name, value }) => [name, value.allOf]),
  );
  const attributes = authAttributes(request);
  const scope = (inside: Attributes): Scope => ({ attributes: inside, patterns, ask });
  const found = identify(model, policy, request, scope(attributes));
  const before = { ...attributes, auth: { identity: found?.identity ?? null } };
  if (!found) return refused(denied(policy, 'unauthenticated', before));
  const metadata: Record<string, unknown> = {};
  for (const { name, value } of partOf<Conditional>(policy, 'metadata')) {
    if (applies(value, scope({ ...before, auth: { ...before.auth, metadata } }))) metadata[name] = UNKNOWN;
  }
  const inside = { ...attributes, auth: { identity: found.identity, metadata, authorization: UNKNOWN } };
  for (const { name, value, rule } of byPriority(partOf<Authorization & Conditional>(policy, 'authorization'))) {
    if (!applies(value, scope(inside)) || isAuthorized(name, value, scope(inside))) continue;
    return refused(denied(policy, 'unauthorized', inside, `authorization ${name} of ${shownSource(rule)} denies it`));
  }
  return responses(policy, scope(inside));
}

interface Conditional {
  readonly priority?: number;
  readonly when?: readonly Condition[];
}

interface Part<T> {
  readonly name: string;
  readonly value: T;
  readonly rule: PolicyRule;
}

/** The rules of a part of a policy, by name. */
export const partOf = <T>({ rules }: EffectivePolicy, part: string): Part<T>[] =>
  [...rules]
    .filter(([key]) => key.startsWith(`${part}#`))
    .map(([key, rule]) => ({ name: key.slice(part.length + 1), value: rule.value as T, rule }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));

const byPriority = <T extends Conditional>(parts: readonly Part<T>[]): Part<T>[] =>
  [...parts].sort((a, b) => (a.value.priority ?? 0) - (b.value.priority ?? 0));

const applies = ({ when = [] }: Conditional, scope: Scope) => allMet(when, scope);

const shownSource = ({ source }: PolicyRule) => `${source.kind} ${pathOf(source)}`;

const refused = (outcome: Outcome): AuthResult => ({ refused: outcome, headers: [], exported: {} });

/**
 * Rules of one priority are asked at once, and the first that succeeds counts; the next priority is asked where none
 * does. Without any rule everybody is anonymous.
 */
function identify(model: Model, policy: EffectivePolicy, request: Request, scope: Scope) {
  const parts = byPriority(partOf<Authentication & Conditional>(policy, 'authentication'));
  if (parts.length === 0) return { identity: { anonymous: true } };
  const { attributes, ask } = scope;
  const groups = [...new Set(parts.map(({ value }) => value.priority ?? 0))];
  for (const priority of groups) {
    const found = parts
      .filter(({ value }) => (value.priority ?? 0) === priority && applies(value, scope))
      .flatMap(({ name, value }) => {
        const identity = identityOf(value, { model, request, attributes, ask });
        return identity ? [{ ...identity, name }] : [];
      });
    if (found.length > 0) {
      return firstOf(found, (one, other) => `authentication ${one.name} succeeds before ${other.name}`, ask);
    }
  }
  return undefined;
}

function denied(
  policy: EffectivePolicy,
  kind: 'unauthenticated' | 'unauthorized',
  attributes: Attributes,
  why = 'no authentication succeeds',
): Outcome {
  const { code, body, headers } = (policy.rules.get(`response.${kind}#`)?.value ?? {}) as Denial;
  const status = code ?? (kind === 'unauthenticated' ? 401 : 403);
  const own = Object.entries(headers ?? {}).flatMap(([name, value]) => {
    const text = shown(resolved(value, attributes, selected));
    return text === undefined ? [] : [[name.toLowerCase(), text] as const];
  });
  const challenges = kind === 'unauthenticated' ? partOf<Authentication>(policy, 'authentication') : [];
  // Of several challenges one is kept, and which one is left to chance.
  const challenge = challenges.length === 1 ? `${challengeOf(challenges[0].value)} realm="${challenges[0].name}"` : '';
  return {
    ...answer(status, why),
    headers: new Map(own.length > 0 ? own : challenge === '' ? [] : [['www-authenticate', challenge]]),
    body: body && shown(resolved(body, attributes, selected)),
  };
}

/** A value as a text; undefined where it is not known. */
const shown = (value: unknown) => (hasUnknown(value) ? undefined : textOf(value));

function responses(policy: EffectivePolicy, scope: Scope): AuthResult {
  const headers: HeaderChange[] = [];
  const exported: Record<string, unknown> = {};
  for (const { name, value } of partOf<Response & Conditional>(policy, 'response.success.headers')) {
    const text = applies(value, scope) ? shown(contentOf(value, scope.attributes)) : undefined;
    if (text !== undefined) headers.push({ type: 'set', name: (value.key || name).toLowerCase(), value: text });
  }
  for (const { name, value } of partOf<Response & Conditional>(policy, 'response.success.metadata')) {
    if (applies(value, scope)) exported[value.key || name] = contentOf(value, scope.attributes);
  }
  return { headers, exported };
}

function contentOf({ plain, json }: Response, attributes: Attributes): unknown {
  if (plain) return resolved(plain, attributes, selected);
  if (!json) return UNKNOWN;
  const names = Object.keys(json.properties).sort();
  return Object.fromEntries(names.map((name) => [name, resolved(json.properties[name], attributes, selected)]));
}

/** Why Authorino does not take the policy, and then knows nothing of the requests that it is for. */
function faultOf(policy: EffectivePolicy): string | undefined {
  for (const [key, { value }] of policy.rules) {
    const { when = [], patternMatching, opa } = value as Conditional & Authorization;
    if (!Array.isArray(when)) continue;
    const conditions = [...when, ...((patternMatching?.patterns ?? []) as readonly Condition[])];
    const invalid = invalidPredicate(conditions);
    const name = key.replace('#', ' ');
    if (invalid !== undefined) return `Authorino does not take ${name}: predicate ${invalid}`;
    if (opa?.rego !== undefined && constantOf(opa.rego) === 'refused') {
      return `Authorino does not take ${name}: a default of allow beside its own`;
    }
  }
  return undefined;
}
