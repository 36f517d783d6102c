import { ApiObject } from 'cdk8s';
import { Namespace } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { clusterScoped } from './custom-resource';
import { once } from './once';
import { namespacesBeforeContents } from './prerequisites';

/** The Namespace that gateways of a program, or of an output directory, share; the first one emits it. */
export function sharedNamespace(scope: Construct, name: string): ApiObject {
  namespacesBeforeContents(scope);
  return once(scope, `Namespace ${name}`, () => {
    const object = ApiObject.of(new Namespace(scope, 'namespace', { metadata: { name } }));
    clusterScoped(object);
    return object;
  });
}
