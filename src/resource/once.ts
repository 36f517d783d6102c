import { IConstruct } from 'constructs';
import { directoryOf } from './output-directory';

const made = new WeakMap<IConstruct, Map<string, unknown>>();

/**
 * Creates a shared object once for a program, or for each output directory of it (one for each cluster or stage):
 * for example the Namespace of two gateways.
 */
export function once<T>(scope: IConstruct, key: string, make: () => T): T {
  const { root } = scope.node;
  const known = made.get(root) ?? new Map<string, unknown>();
  made.set(root, known);
  // By path: each multi-cluster gateway has its own scope for a cluster.
  const inDirectory = `${directoryOf(scope).path} ${key}`;
  if (!known.has(inDirectory)) {
    known.set(inDirectory, make());
  }
  return known.get(inDirectory) as T;
}
