import { Entry, pathOf } from './model';

/** The older object first, then by namespace and name: how the Gateway API decides between objects. */
export function compareAge(a: Entry, b: Entry): number {
  const [left, right] = [createdAt(a), createdAt(b)];
  if (left !== right) return left < right ? -1 : 1;
  const [first, second] = [pathOf(a), pathOf(b)];
  return first === second ? 0 : first < second ? -1 : 1;
}

/** Manifests that are not from a cluster have no time, and are created together. */
export function createdAt({ at }: Entry): string {
  const { creationTimestamp } = at.manifest.metadata as { readonly creationTimestamp?: unknown };
  if (creationTimestamp instanceof Date) return creationTimestamp.toISOString();
  return typeof creationTimestamp === 'string' ? creationTimestamp : '';
}
