import { commonHost } from '../../match/host';
import { Refusal } from '../../model/attachments';
import { ResolvedBackend, resolveBackend } from '../../model/backends';
import { listenersByGateway } from '../../model/listeners';
import { Model } from '../../model/model';
import { BackendRef, Route } from '../../model/routes';

/** Of several reasons the one that Istio tells: it looks at hosts before namespaces and kinds. */
export function refusalByIstio(model: Model, { route, parent, parentRef, reason }: Refusal): Refusal['reason'] {
  const { hostnames } = route;
  if (reason === 'NoMatchingParent' || hostnames === undefined || hostnames.length === 0) return reason;
  const { sectionName, port } = parentRef;
  const hasHost = [...listenersByGateway(model).values()]
    .flat()
    .some(
      ({ owner, listener, host }) =>
        owner.at === parent.at &&
        (sectionName === undefined || listener.name === sectionName) &&
        (port === undefined || listener.port === port) &&
        hostnames.some((name) => commonHost(host, name) !== undefined),
    );
  return hasHost ? 'NotAllowedByListeners' : 'NoMatchingListenerHostname';
}

/**
 * Of the references of a route the one that Istio tells: of the last rule with a fault, the last backend that gets
 * requests, and where all of these are well the last mirror. Ports are not looked at.
 */
export function backendFaultByIstio(model: Model, route: Route): ResolvedBackend['reason'] {
  const faultOf = (ref: BackendRef) => {
    const { reason, service } = resolveBackend(model, route, ref);
    return reason === undefined || service ? [] : [reason];
  };
  return route.rules
    .flatMap(({ backendRefs = [], filters = [] }) => {
      const backends = backendRefs.filter(({ weight = 1 }) => weight > 0).flatMap(faultOf);
      const mirrors = filters.flatMap(({ requestMirror }) => (requestMirror ? faultOf(requestMirror.backendRef) : []));
      return backends.at(-1) ?? mirrors.at(-1) ?? [];
    })
    .at(-1);
}
