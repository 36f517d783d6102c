import { Duration } from 'cdk8s';
import { refuse } from '../value/problem';
import { wholeNumber } from '../value/scalar';

/** Checks for whole seconds: Argo Rollouts truncates fractions. */
export function wholeSeconds(what: string, value: Duration, minimum: number = 0): number {
  const seconds = value.toMilliseconds({ integral: false }) / 1000;
  if (!Number.isInteger(seconds)) {
    refuse({ what, got: `${seconds} s`, expected: 'whole seconds', fix: 'round it' });
  }
  return wholeNumber(what, seconds, minimum, 2 ** 31 - 1, 'choose another time');
}

/** Checks a count of pods. */
export const count = (what: string, value: number, minimum: number = 0) =>
  wholeNumber(what, value, minimum, 2 ** 31 - 1, 'choose another number');
