import { Filter } from '../../manifest/gateway-api';
import { resolveBackend } from '../../model/backends';
import { Model, view } from '../../model/model';
import { BackendRef, Route, RouteRule } from '../../model/routes';

/** What is wrong with a route where Istio makes a VirtualService of it. */
export interface ConversionFault {
  /** In the terms of the route's status. */
  readonly reason: string;
  /** Whether Istio drops the whole route for it, and not the backend alone. */
  readonly isDropped: boolean;
}

/** The fault that Istio tells of an HTTPRoute or a GRPCRoute: one for which it is dropped, or else the last. */
export const conversionFault = (model: Model, route: Route): ConversionFault | undefined =>
  faultsOf(model).get(route) ?? undefined;

const faultsOf = view((model: Model) => {
  const known = new Map<Route, ConversionFault | null>();
  return {
    get(route: Route): ConversionFault | null {
      let fault = known.get(route);
      if (fault === undefined) known.set(route, (fault = faultOf(model, route) ?? null));
      return fault;
    },
  };
});

function faultOf(model: Model, route: Route): ConversionFault | undefined {
  const faults = route.rules.flatMap((rule) => faultsOfRule(model, route, rule));
  return faults.find(({ isDropped }) => isDropped) ?? faults.at(-1);
}

/** In the order in which Istio comes to them; of a rule's backends and mirrors the backends count. */
function faultsOfRule(model: Model, route: Route, { filters = [], backendRefs = [] }: RouteRule): ConversionFault[] {
  const mirrors = filters.flatMap((filter): ConversionFault[] => {
    if (!isKnown(filter)) return [{ reason: 'InvalidFilter', isDropped: true }];
    const reason = filter.requestMirror && reasonOf(model, route, filter.requestMirror.backendRef);
    return reason === undefined ? [] : [{ reason, isDropped: route.kind === 'GRPCRoute' }];
  });
  const backends = backendRefs
    .filter(({ weight }) => weight !== 0)
    .flatMap((ref): ConversionFault[] => {
      const isFiltered = (ref.filters ?? []).some(({ type }) => !HEADER_FILTERS.includes(type));
      const reason = reasonOf(model, route, ref);
      return [
        ...(isFiltered ? [{ reason: 'InvalidFilter', isDropped: true }] : []),
        ...(reason === undefined ? [] : [{ reason, isDropped: false }]),
      ];
    });
  return [...mirrors, ...backends];
}

const HEADER_FILTERS = ['RequestHeaderModifier', 'ResponseHeaderModifier'];

const isKnown = ({ type, extensionRef, externalAuth }: Filter) =>
  type !== 'ExtensionRef' && extensionRef === undefined && externalAuth === undefined;

/** Istio does not ask whether a Service has the port. */
function reasonOf(model: Model, route: Route, ref: BackendRef): string | undefined {
  const { reason, service } = resolveBackend(model, route, ref);
  return service && reason === 'BackendNotFound' ? undefined : reason;
}
