import { bad, Condition, good, judged } from './condition';
import { ParentRefs } from '../../manifest/gateway-api';
import { attach, isAttached, listenersByOwner, parentOf } from '../../model/attachments';
import { resolveBackend } from '../../model/backends';
import { find, Model } from '../../model/model';
import { backendsOf, hasMatches, Route, routesOf } from '../../model/routes';
import { conversionFault } from '../istio/conversion';
import { isParent } from '../listener-order';
import { Profile } from '../profile';
import { isTakenAt } from '../virtual-hosts';

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

export const routeStatuses = (model: Model, profile: Profile): readonly RouteStatus[] =>
  routesOf(model).map((route) => {
    const resolved = resolvedRefs(model, route, profile);
    return {
      object: route,
      parents: (profile.servesUdp || route.kind !== 'UDPRoute' ? route.parentRefs : []).flatMap((parentRef, index) => {
        const accepted = acceptedBy(model, route, parentRef, profile);
        const path = `spec.parentRefs[${index}]`;
        return accepted ? [{ parentRef, path, conditions: [accepted, resolved] }] : [];
      }),
    };
  });

/** Undefined where nobody reports. */
function acceptedBy(model: Model, route: Route, parentRef: ParentRefs, profile: Profile): Condition | undefined {
  const parent = parentOf(model, route, parentRef);
  const all = (parent && listenersByOwner(model).get(parent.at)) ?? [];
  const listeners = all.filter((on) => isParent(model, on, profile));
  if (listeners.length === 0) return isOfMesh(model, route, parentRef) ? good('Accepted') : undefined;
  const outcome = attach(model, route, parentRef, listeners, profile.conflicts === 'istio' ? 'hosts' : 'allowance');
  if (!isAttached(outcome)) return bad('Accepted', outcome.reason);
  if (!outcome.some(({ on }) => isTakenAt(model, profile, on, route))) {
    return bad('Accepted', 'NoMatchingListenerHostname');
  }
  const isCertain = outcome.some((each) => each.isCertain);
  return isCertain ? good('Accepted') : { type: 'Accepted', status: 'Unknown', reason: 'Accepted' };
}

/** Parents of routes of a mesh: a Service, and in Istio a ServiceEntry. */
const MESH_PARENTS: readonly string[] = ['/Service', 'networking.istio.io/ServiceEntry'];

const isOfMesh = (model: Model, route: Route, { group = '', kind = '', namespace, name }: ParentRefs) =>
  MESH_PARENTS.includes(`${group}/${kind}`) &&
  find(model, { group, kind, namespace: namespace ?? route.namespace, name }) !== undefined;

function resolvedRefs(model: Model, route: Route, { conflicts }: Profile): Condition {
  if (conflicts === 'istio' && hasMatches(route)) return judged('ResolvedRefs', conversionFault(model, route)?.reason);
  const reasons = backendsOf(route).flatMap(({ ref }) => resolveBackend(model, route, ref).reason ?? []);
  return judged('ResolvedRefs', reasons[0]);
}
