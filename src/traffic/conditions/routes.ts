import { bad, Condition, good, judged } from './condition';
import { backendFaultByIstio, refusalByIstio } from './istio-reasons';
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

export function routeStatuses(model: Model, { servesUdp, routeReasons }: Profile): readonly RouteStatus[] {
  const refusals = groupBy(attachmentsOf(model).refused, ({ route }) => route);
  return routesOf(model).map((route) => {
    const attached = attachmentsByRoute(model).get(route) ?? [];
    const refused = refusals.get(route) ?? [];
    const isIstio = routeReasons === 'istio';
    const resolved = judged('ResolvedRefs', isIstio ? backendFaultByIstio(model, route) : backendFault(model, route));
    const acceptedBy = (parentRef: ParentRefs, path: string): Condition | undefined => {
      const refusal = refused.find((each) => each.path === path);
      if (refusal) return bad('Accepted', isIstio ? refusalByIstio(model, refusal) : refusal.reason);
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

const backendFault = (model: Model, route: Route) =>
  backendsOf(route).flatMap(({ ref }) => resolveBackend(model, route, ref).reason ?? [])[0];
