import { nearest, refuse } from '../value/problem';

/** The value of an option that has a few choices. Throws for another. */
export function choiceOf(what: string, value: string | undefined, choices: readonly string[]): string | undefined {
  if (value !== undefined && !choices.includes(value)) {
    const meant = nearest(value, choices);
    refuse({
      what,
      got: value,
      expected: choices.join(' or '),
      fix: meant ? `did you mean '${meant}'?` : 'choose one of them, or leave it out',
    });
  }
  return value;
}
