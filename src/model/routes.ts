import { Entry, Item, itemsOf, Model, view } from './model';
import {
  Filter,
  GRPCRoute,
  HTTPRoute,
  ParentRefs,
  TCPRoute,
  TCPRouteV1alpha2,
  TLSRoute,
  TLSRouteV1alpha2,
  UDPRoute,
  UDPRouteV1alpha2,
} from '../manifest/gateway-api';

/** What routes of all kinds have in common, read from manifests with defaults. */
export interface Route extends Entry {
  readonly parentRefs: readonly ParentRefs[];
  /** Undefined for kinds that do not look at hosts. */
  readonly hostnames: readonly string[] | undefined;
  readonly rules: readonly RouteRule[];
}

export interface RouteRule {
  readonly name?: string;
  readonly matches?: readonly unknown[];
  readonly filters?: readonly Filter[];
  readonly backendRefs?: readonly BackendRef[];
}

export interface BackendRef {
  readonly group?: string;
  readonly kind?: string;
  readonly name: string;
  readonly namespace?: string;
  readonly port?: number;
  readonly weight?: number;
  readonly filters?: readonly Filter[];
}

const WITH_HOSTS = [HTTPRoute, GRPCRoute, TLSRoute, TLSRouteV1alpha2] as const;
const WITHOUT_HOSTS = [TCPRoute, TCPRouteV1alpha2, UDPRoute, UDPRouteV1alpha2] as const;

/** Every route of the model, in the order of kinds. */
export const routesOf = view((model: Model): readonly Route[] => [
  ...WITH_HOSTS.flatMap((kind) =>
    itemsOf<RouteBody>(model, kind).map((item) => route(item, item.body.spec.hostnames ?? [])),
  ),
  ...WITHOUT_HOSTS.flatMap((kind) => itemsOf<RouteBody>(model, kind).map((item) => route(item, undefined))),
]);

interface RouteBody {
  readonly spec: {
    readonly hostnames?: readonly string[];
    readonly parentRefs?: readonly ParentRefs[];
    readonly rules?: readonly RouteRule[];
  };
}

function route(item: Item<RouteBody>, hostnames: readonly string[] | undefined): Route {
  const { at, group, kind, namespace, name, labels, annotations } = item;
  const { parentRefs = [], rules = [] } = item.body.spec;
  return { at, group, kind, namespace, name, labels, annotations, hostnames, parentRefs, rules };
}

/** Whether rules of a route look at requests, and not at connections. */
export const hasMatches = ({ kind }: Pick<Route, 'kind'>): boolean => kind === 'HTTPRoute' || kind === 'GRPCRoute';

/** A place of a route that names a backend: of a rule, of a mirror, of external authorization. */
export interface BackendPlace {
  readonly path: string;
  readonly ref: BackendRef;
}

export function backendsOf({ rules }: Pick<Route, 'rules'>): BackendPlace[] {
  return rules.flatMap(({ backendRefs = [], filters = [] }, rule) => [
    ...backendRefs.flatMap((ref, index) => {
      const path = `spec.rules[${rule}].backendRefs[${index}]`;
      return [{ path, ref }, ...filterBackends(ref.filters ?? [], path)];
    }),
    ...filterBackends(filters, `spec.rules[${rule}]`),
  ]);
}

const filterBackends = (filters: readonly Filter[], path: string): BackendPlace[] =>
  filters.flatMap(({ requestMirror, externalAuth }, index) => [
    ...(requestMirror
      ? [{ path: `${path}.filters[${index}].requestMirror.backendRef`, ref: requestMirror.backendRef }]
      : []),
    ...(externalAuth
      ? [{ path: `${path}.filters[${index}].externalAuth.backendRef`, ref: externalAuth.backendRef }]
      : []),
  ]);
