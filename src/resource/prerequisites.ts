import { ApiObject } from 'cdk8s';
import { IConstruct } from 'constructs';
import { writesDirectories } from './output-directory';
import { fieldOf, kindOf } from './program-objects';
import { groupBy } from '../value/group-by';

/**
 * The objects without which the API server refuses another: its Namespace, the definition of its kind, the role of a
 * binding, and the permission to read the certificate of an OpenShift Route. Those that are not among the objects are
 * left out.
 *
 * Linear in the number of objects.
 */
export function prerequisites(objects: readonly ApiObject[]): (object: ApiObject) => readonly ApiObject[] {
  const providers = groupBy(objects, provided);
  return (object) => needed(object).flatMap((key) => providers.get(key) ?? []);
}

const prepared = new WeakSet<IConstruct>();

/**
 * Puts Namespaces before the objects in them also in a plain `cdk8s.App`, which knows declared dependencies only.
 * Within a chart: a dependency between charts would number its files and may close a cycle.
 */
export function namespacesBeforeContents(scope: IConstruct): void {
  const { root } = scope.node;
  if (writesDirectories(root) || prepared.has(root)) {
    return;
  }
  prepared.add(root);
  // The validation of the root is the first step of a synthesis.
  root.node.addValidation({
    validate: () => {
      const objects = root.node.findAll().filter((construct) => ApiObject.isApiObject(construct));
      for (const own of groupBy(objects, ({ chart }) => chart).values()) {
        const neededBy = prerequisites(own.filter((object) => kindOf(object) === '/Namespace' && isFree(object)));
        own.forEach((object) => object.node.addDependency(...neededBy(object)));
      }
      return [];
    },
  });
}

const isFree = (object: ApiObject) => object.node.scopes.every(({ node }) => node.dependencies.length === 0);

/** What an object provides to others. */
function provided(object: ApiObject): string | undefined {
  const { name, metadata } = object;
  switch (kindOf(object)) {
    case '/Namespace':
      return `namespace ${name}`;
    case 'apiextensions.k8s.io/CustomResourceDefinition':
      return `kind ${String(fieldOf(object, 'spec', 'group'))}/${String(fieldOf(object, 'spec', 'names', 'kind'))}`;
    case 'rbac.authorization.k8s.io/ClusterRole':
      return `ClusterRole ${name}`;
    case 'rbac.authorization.k8s.io/Role':
      return `Role ${metadata.namespace}/${name}`;
    case 'rbac.authorization.k8s.io/RoleBinding':
      return `bindings in ${metadata.namespace}`;
    default:
      return undefined;
  }
}

/** What an object needs; a Namespace needs nothing, although a chart gives it a namespace too. */
function needed(object: ApiObject): string[] {
  const { namespace } = object.metadata;
  const kind = kindOf(object);
  return kind === '/Namespace'
    ? []
    : [`namespace ${namespace}`, `kind ${kind}`, ...neededByKind(object, kind, namespace)];
}

function neededByKind(object: ApiObject, kind: string, namespace: string | undefined): string[] {
  switch (kind) {
    case 'rbac.authorization.k8s.io/RoleBinding':
    case 'rbac.authorization.k8s.io/ClusterRoleBinding': {
      const role = fieldOf(object, 'roleRef') as { readonly kind?: string; readonly name?: string } | undefined;
      return [role?.kind === 'Role' ? `Role ${namespace}/${role.name}` : `ClusterRole ${role?.name}`];
    }
    // The router reads the Secret itself; a Route that it may not read is refused.
    case 'route.openshift.io/Route':
      return fieldOf(object, 'spec', 'tls', 'externalCertificate') === undefined ? [] : [`bindings in ${namespace}`];
    default:
      return [];
  }
}
