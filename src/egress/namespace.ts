import { ApiObject } from 'cdk8s';
import { Namespace } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { refuse } from '../manifest/problem';
import { clusterScoped } from '../resource/custom-resource';
import { once } from '../resource/once';

/** Emits the Namespace of a gateway, once for a program whatever gateways share it, with labels. */
export function addNamespace(scope: Construct, name: string, wanted: Readonly<Record<string, string>>): void {
  once(scope, `Namespace ${name}`, () =>
    clusterScoped(ApiObject.of(new Namespace(scope, 'namespace', { metadata: { name } }))),
  );
  const { metadata } = scope.node.root.node
    .findAll()
    .find((one): one is ApiObject => ApiObject.isApiObject(one) && one.kind === 'Namespace' && one.name === name)!;
  for (const [key, value] of Object.entries(wanted)) {
    const present = metadata.getLabel(key);
    if (present !== undefined && present !== value) {
      const got = `${key}=${present} of another gateway`;
      const fix = 'use another namespace; a namespace has one waypoint and one control plane';
      refuse({ what: `label of Namespace '${name}'`, got, expected: `${key}=${value}`, fix }, scope);
    }
    metadata.addLabel(key, value);
  }
}
