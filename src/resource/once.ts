import { IConstruct } from 'constructs';

const made = new WeakMap<IConstruct, Map<string, unknown>>();

/** Makes something once for all of a program: what two gateways in one namespace share, such as the Namespace. */
export function once<T>(scope: IConstruct, key: string, make: () => T): T {
  const known = made.get(scope.node.root) ?? new Map<string, unknown>();
  made.set(scope.node.root, known);
  if (!known.has(key)) {
    known.set(key, make());
  }
  return known.get(key) as T;
}
