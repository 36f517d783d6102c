import { hasUnread, itemsOf, Model, ObjectName, view } from './model';
import { ReferenceGrant } from '../manifest/gateway-api';
import { groupBy } from '../value/group-by';

const grantsByNamespace = view((model: Model) => groupBy(itemsOf(model, ReferenceGrant), ({ namespace }) => namespace));

/** Whether a ReferenceGrant in the target's namespace allows a reference (Gateway API v1, ReferenceGrant). */
export function isGranted(model: Model, from: Omit<ObjectName, 'name'>, to: ObjectName): boolean {
  return (
    from.namespace === to.namespace ||
    hasUnread(model, ReferenceGrant, to.namespace) ||
    (grantsByNamespace(model).get(to.namespace) ?? []).some(
      ({ body }) =>
        body.spec.from.some(
          ({ group, kind, namespace }) => group === from.group && kind === from.kind && namespace === from.namespace,
        ) &&
        body.spec.to.some(
          ({ group, kind, name }) => group === to.group && kind === to.kind && (name === undefined || name === to.name),
        ),
    )
  );
}
