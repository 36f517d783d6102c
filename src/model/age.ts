import { Entry, pathOf } from './model';

/** The older object first, then by namespace and name: how the Gateway API decides between objects. */
export const compareAge = (a: Entry, b: Entry): number => compareTimes(a, b) || compareTexts(pathOf(a), pathOf(b));

/** The older object first. */
export const compareTimes = (a: Entry, b: Entry): number => compareTexts(createdAt(a), createdAt(b));

export const compareTexts = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);

/** Manifests that are not from a cluster have no time: they are created after those that are, and together. */
export function createdAt({ at }: Entry): string {
  const { creationTimestamp } = at.manifest.metadata as { readonly creationTimestamp?: unknown };
  if (creationTimestamp instanceof Date) return creationTimestamp.toISOString();
  return typeof creationTimestamp === 'string' ? creationTimestamp : '9999';
}
