import { Duration } from 'cdk8s';
import { LabelExpression } from 'cdk8s-plus-28';
import { AuthCondition } from './auth-condition';
import { AuthRuleOptions } from './auth-rule';
import { AuthValue } from './auth-value';
import { Cache, Key, Selector, When } from '../manifest/kuadrant';
import { renderSelector } from '../resource/label-selector';
import { refuse } from '../value/problem';

/* Parts of AuthPolicy rules; internal. */

/** A rendered rule, with data for checks by the policy. */
export interface AuthRule<S> {
  readonly spec: S & CommonSpec;
  /** Names of patterns that the policy must define. */
  readonly patternRefs: readonly string[];
}

interface CommonSpec {
  readonly priority?: number;
  readonly metrics?: boolean;
  readonly when?: readonly When[];
  readonly cache?: Cache;
}

/** Creates a rule; `conditions` are those of its method. */
export function authRule<S extends object>(
  props: AuthRuleOptions,
  method: S,
  conditions: readonly AuthCondition[] = [],
): AuthRule<S> {
  const { priority, metrics, when = [], cache } = props;
  if (priority !== undefined && !Number.isSafeInteger(priority)) {
    refuse({ what: 'priority', got: priority, expected: 'a whole number', fix: 'use 0, 1, 2 and so on' });
  }
  return {
    spec: {
      priority,
      metrics,
      when: when.length > 0 ? when.map((condition) => condition._render()) : undefined,
      cache: cache && {
        key: cache.key._render(),
        ttl: cache.ttl && seconds('ttl of the cache', cache.ttl),
      },
      ...method,
    },
    patternRefs: [...when, ...conditions].flatMap((condition) => condition._patternRefs),
  };
}

/** Checks whole seconds, at least one. */
export function seconds(what: string, value: Duration): number {
  const milliseconds = value.toMilliseconds({ integral: false });
  if (milliseconds < 1000 || milliseconds % 1000 !== 0) {
    refuse({
      what,
      got: `${milliseconds} ms`,
      expected: 'whole seconds, at least 1',
      fix: 'round it, for example Duration.seconds(60)',
    });
  }
  return milliseconds / 1000;
}

type ValueMap = { readonly [name: string]: AuthValue };

/** Renders a map of values; `undefined` for an empty one. */
export function values(map: ValueMap | undefined): Record<string, Key> | undefined {
  return map && Object.keys(map).length > 0
    ? Object.fromEntries(Object.entries(map).map(([name, value]) => [name, value._render()]))
    : undefined;
}

/** A selector of labels that selects by something. */
export function labelSelector(
  what: string,
  matchLabels: { readonly [key: string]: string } = {},
  matchExpressions: LabelExpression[] = [],
): Selector {
  if (Object.keys(matchLabels).length === 0 && matchExpressions.length === 0) {
    refuse({
      what: `selector of ${what}`,
      got: 'neither matchLabels nor matchExpressions',
      expected: 'at least one of them; an empty selector matches every Secret',
      fix: "name a label of the Secrets, for example matchLabels: { app: 'toystore' }",
    });
  }
  return renderSelector(what, { matchLabels, matchExpressions });
}
