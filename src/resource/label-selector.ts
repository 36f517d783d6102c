import { LabelExpression } from 'cdk8s-plus-28';
import { refuse } from '../value/problem';
import { labels } from '../value/scalar';

/** A label selector; all conditions must be true. */
export interface ObjectSelector {
  /**
   * Labels with their values (`matchLabels`).
   *
   * @default - none
   */
  readonly matchLabels?: { readonly [key: string]: string };
  /**
   * Conditions on labels (`matchExpressions`), for example `LabelExpression.in('tier', ['edge'])`.
   *
   * @default - none
   */
  readonly matchExpressions?: LabelExpression[];
}

/** Renders a label selector; one without conditions matches every object. */
export function renderSelector(what: string, { matchLabels, matchExpressions }: ObjectSelector) {
  labels(`matchLabels of ${what}`, matchLabels ?? {});
  return {
    matchLabels: matchLabels && Object.keys(matchLabels).length > 0 ? { ...matchLabels } : undefined,
    matchExpressions: matchExpressions?.length
      ? matchExpressions.map((expression) => renderExpression(what, expression))
      : undefined,
  };
}

/** Renders an element of `matchExpressions`. */
export function renderExpression(what: string, { key, operator, values }: LabelExpression) {
  for (const value of values ?? ['']) {
    labels(`matchExpressions of ${what}`, { [key]: value });
  }
  if ((operator === 'In' || operator === 'NotIn') && !values?.length) {
    refuse({
      what: `matchExpressions['${key}'] of ${what}`,
      got: `${operator} without values`,
      expected: 'at least one value',
      fix: 'name the values, or use LabelExpression.exists or doesNotExist',
    });
  }
  return { key, operator, values: values && [...values] };
}
