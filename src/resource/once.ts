import { IConstruct } from 'constructs';
import { directoryOf } from './output-directory';

const made = new WeakMap<IConstruct, Map<string, unknown>>();

/**
 * Makes something once for all of a program, or of a directory where there are several (of clusters, of stages):
 * what two gateways in one namespace share, such as the Namespace.
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
