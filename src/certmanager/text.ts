import { refuse } from '../value/problem';

/** Checks that a text is not empty. */
export function text(what: string, value: string): string {
  if (typeof value !== 'string' || value.trim() === '') {
    refuse({ what, got: value, expected: 'text', fix: 'fill it in' });
  }
  return value;
}

/** Checks a value unless it is undefined; an empty text is checked. */
export const optional = (
  what: string,
  value: string | undefined,
  check: (what: string, value: string) => string,
): string | undefined => (value === undefined ? undefined : check(what, value));
