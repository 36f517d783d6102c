import { KNOWN_AT_SYNTHESIS, TERRAFORM_TOKEN } from './terraform-token';

/**
 * A user error in the format of all errors of constructors and
 * diagnostics. Lower case, no full stop.
 */
export interface Problem {
  /** The place of the error, for example `weight`. */
  readonly what: string;
  readonly got: unknown;
  readonly expected: string;
  readonly fix: string;
}

/** Formats a problem: `weight: got 300, expected a whole number from 0 to 255; fix: scale the weights down`. */
export function describe({ what, got, ...words }: Problem): string {
  const shown = show(got);
  const { expected, fix } = TERRAFORM_TOKEN.test(shown) ? KNOWN_AT_SYNTHESIS : words;
  return `${what}: got ${shown}, expected ${expected}; fix: ${fix}`;
}

/** Throws the problem as an error, with the construct path in front if given. */
export function refuse(problem: Problem, where?: { readonly node: { readonly path: string } }): never {
  throw new Error(where ? `[${where.node.path}] ${describe(problem)}` : describe(problem));
}

/** Puts a place in front of the errors of parts that do not know it: `[dns/records]`, `api.example.com:`. */
export function within<T>(place: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    throw new Error(`${place} ${(error as Error).message}`, { cause: error });
  }
}

/** A value as a reader of an error sees it, cut at 120 characters. A text that quotes something is not quoted again. */
export function show(value: unknown): string {
  if (value === undefined) return 'undefined';
  if (typeof value === 'string') {
    return cut(value.includes("'") ? value : `'${value}'`);
  }
  if (typeof value === 'object' && value !== null) return cut(JSON.stringify(value));
  return cut(String(value));
}

const cut = (text: string) => (text.length > 120 ? `${text.slice(0, 117)}...` : text);

/** The known word nearest to a misspelt one; `undefined` where none is near. */
export function nearest(word: string, known: Iterable<string>): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.min(3, Math.ceil(word.length / 3)) + 1;
  for (const candidate of known) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(next[j - 1] + 1, row[j] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[b.length];
}
