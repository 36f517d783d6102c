import { IConstruct } from 'constructs';

const CLUSTER = Symbol.for('cdk8s-gateways.ClusterScope');

/** Says that what is below a construct goes to one cluster, and to a directory of that name. */
export function markCluster(scope: IConstruct, name: string): void {
  Object.defineProperty(scope, CLUSTER, { value: name });
}

/** Where a construct belongs: the nearest scope that stands for a cluster, and its name; nothing outside of one. */
export function clusterOf(construct: IConstruct): { readonly scope: IConstruct; readonly name: string } | undefined {
  for (let scope: IConstruct | undefined = construct; scope; scope = scope.node.scope) {
    const name = (scope as { readonly [CLUSTER]?: string })[CLUSTER];
    if (name !== undefined) {
      return { scope, name };
    }
  }
  return undefined;
}
