import { IConstruct } from 'constructs';
import { clusterOf } from './cluster-scope';

const made = new WeakMap<IConstruct, Map<string, unknown>>();

/**
 * Makes something once for all of a program, or of a cluster where there are several: what two gateways in one
 * namespace share, such as the Namespace.
 */
export function once<T>(scope: IConstruct, key: string, make: () => T): T {
  const owner = clusterOf(scope)?.scope ?? scope.node.root;
  const known = made.get(owner) ?? new Map<string, unknown>();
  made.set(owner, known);
  if (!known.has(key)) {
    known.set(key, make());
  }
  return known.get(key) as T;
}
