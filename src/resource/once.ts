import { IConstruct } from 'constructs';
import { clusterOf } from './cluster-scope';

const made = new WeakMap<IConstruct, Map<string, unknown>>();

/**
 * Makes something once for all of a program, or of a cluster where there are several: what two gateways in one
 * namespace share, such as the Namespace.
 */
export function once<T>(scope: IConstruct, key: string, make: () => T): T {
  const { root } = scope.node;
  const known = made.get(root) ?? new Map<string, unknown>();
  made.set(root, known);
  // By the cluster's name: each gateway has a scope of its own for the clusters that it is in.
  const inCluster = `${clusterOf(scope)?.name ?? ''} ${key}`;
  if (!known.has(inCluster)) {
    known.set(inCluster, make());
  }
  return known.get(inCluster) as T;
}
