import { Duration } from 'cdk8s';
import { refuse } from '../manifest/problem';
import { annotations, labels, wholeNumber } from '../manifest/scalar';

/** Labels and annotations. */
export interface ArgoMetadata {
  /**
   * Labels (`labels`).
   *
   * @default - none
   */
  readonly labels?: { readonly [key: string]: string };
  /**
   * Annotations (`annotations`).
   *
   * @default - none
   */
  readonly annotations?: { readonly [key: string]: string };
}

/** Metadata as the API takes it; nothing for none. */
export function renderMetadata(what: string, metadata: ArgoMetadata | undefined) {
  return (
    metadata && {
      labels: metadata.labels && labels(`labels of ${what}`, metadata.labels),
      annotations: metadata.annotations && annotations(`annotations of ${what}`, metadata.annotations),
    }
  );
}

/** Argo Rollouts counts in whole seconds, and cuts off what is left of one. */
export function wholeSeconds(what: string, value: Duration, minimum: number = 0): number {
  const seconds = value.toMilliseconds({ integral: false }) / 1000;
  if (!Number.isInteger(seconds)) {
    refuse({ what, got: `${seconds} s`, expected: 'whole seconds', fix: 'round it' });
  }
  return wholeNumber(what, seconds, minimum, 2 ** 31 - 1, 'choose another time');
}

/** A count of pods, revisions or runs. */
export const count = (what: string, value: number, minimum: number = 0) =>
  wholeNumber(what, value, minimum, 2 ** 31 - 1, 'choose another number');
