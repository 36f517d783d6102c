import { nearest, refuse } from '../value/problem';

/** One of some words. */
export function choice<T extends string>(what: string, value: unknown, choices: readonly T[]): T {
  const found = choices.find((each) => each === value);
  if (found !== undefined) return found;
  const meant = typeof value === 'string' ? nearest(value, choices) : undefined;
  const fix = meant ? `did you mean '${meant}'?` : 'choose one of them, or leave it out';
  return refuse({ what, got: value, expected: choices.join(' or '), fix });
}
