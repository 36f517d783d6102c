import { refuse } from './problem';

/** What a required prop is, and how to give it. */
interface Wanted {
  readonly what: string;
  readonly expected: string;
  readonly fix: string;
}

/**
 * Refuses a required prop that a program in JavaScript left out, or gave as a text; compilers of other languages do so
 * themselves.
 *
 * @param key a property that every such value has
 */
export function given<T extends object>(
  value: T | undefined,
  key: keyof T,
  wanted: Wanted,
  where?: { readonly node: { readonly path: string } },
): T {
  if (typeof value !== 'object' || value === null || !(key in value)) {
    refuse({ got: value, ...wanted }, where);
  }
  return value;
}
