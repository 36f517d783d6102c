import { Duration } from 'cdk8s';
import { refuse } from '../value/problem';

/** Renders a time for Flagger's CRDs: in whole minutes, else in whole seconds. */
export function flaggerTime(what: string, value: Duration, leastSeconds: number = 1): string {
  const seconds = value.toSeconds({ integral: false });
  if (!Number.isInteger(seconds) || seconds < leastSeconds) {
    const fix = `use Duration.seconds(${Math.max(leastSeconds, Math.ceil(seconds))})`;
    refuse({ what, got: `${seconds} s`, expected: `whole seconds, at least ${leastSeconds}`, fix });
  }
  return seconds % 60 === 0 ? `${seconds / 60}m` : `${seconds}s`;
}

/** `a, b and c`. */
export const listed = (words: readonly string[]) =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
