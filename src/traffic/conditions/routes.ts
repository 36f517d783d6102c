import { bad, Condition, good, judged } from './condition';
import { ParentRefs } from '../../manifest/gateway-api';
import { attachmentsByRoute, attachmentsOf } from '../../model/attachments';
import { resolveBackend } from '../../model/backends';
import { find, Model } from '../../model/model';
import { backendsOf, Route, routesOf } from '../../model/routes';
import { groupBy } from '../../value/group-by';
import { Profile } from '../profile';

/** What a route would report of one of its parents (Gateway API v1, RouteParentStatus). */
export interface ParentStatus {
  readonly parentRef: ParentRefs;
  /** Place in the route, such as `spec.parentRefs[0]`. */
  readonly path: string;
  readonly conditions: readonly Condition[];
}

export interface RouteStatus {
  readonly object: Route;
  /** The parents that are in the model; nobody reports of others. */
  readonly parents: readonly ParentStatus[];
}

export function routeStatuses(model: Model, { servesUdp }: Profile): readonly RouteStatus[] {
  const refusals = groupBy(attachmentsOf(model).refused, ({ route }) => route);
  return routesOf(model).map((route) => {
    const attached = attachmentsByRoute(model).get(route) ?? [];
    const refused = refusals.get(route) ?? [];
    const resolved = resolvedRefs(model, route);
    const acceptedBy = (parentRef: ParentRefs, path: string): Condition | undefined => {
      const reason = refused.find((each) => each.path === path)?.reason;
      if (reason) return bad('Accepted', reason);
      const own = attached.filter((each) => each.path === path);
      if (own.some(({ isCertain }) => isCertain)) return good('Accepted');
      if (own.length > 0) return { type: 'Accepted', status: 'Unknown', reason: 'Accepted' };
      return isOfMesh(model, route, parentRef) ? good('Accepted') : undefined;
    };
    return {
      object: route,
      parents: (servesUdp || route.kind !== 'UDPRoute' ? route.parentRefs : []).flatMap((parentRef, index) => {
        const path = `spec.parentRefs[${index}]`;
        const accepted = acceptedBy(parentRef, path);
        return accepted ? [{ parentRef, path, conditions: [accepted, resolved] }] : [];
      }),
    };
  });
}

/** Parents of routes of a mesh: a Service, and in Istio a ServiceEntry. */
const MESH_PARENTS: readonly string[] = ['/Service', 'networking.istio.io/ServiceEntry'];

const isOfMesh = (model: Model, route: Route, { group = '', kind = '', namespace, name }: ParentRefs) =>
  MESH_PARENTS.includes(`${group}/${kind}`) &&
  find(model, { group, kind, namespace: namespace ?? route.namespace, name }) !== undefined;

function resolvedRefs(model: Model, route: Route): Condition {
  const reasons = backendsOf(route).flatMap(({ ref }) => resolveBackend(model, route, ref).reason ?? []);
  return judged('ResolvedRefs', reasons[0]);
}
