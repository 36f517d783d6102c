import { compareIstioAge } from './age';
import { httpEntries } from './delegates';
import { destinationPolicy, Sender, tlsOf } from './destination-rules';
import { MeshService } from './registry';
import { rulesAt } from './rules';
import { SidecarScope } from './sidecar-scope';
import { virtualHosts, virtualServicesAt } from './virtual-services';
import { compareHosts, hostCovers } from '../../match/host';
import { Router, routerOf } from '../../match/router';
import { MESH, VirtualServiceItem } from '../../model/istio';
import { Entry, Model, view } from '../../model/model';
import { Route, routesOf } from '../../model/routes';
import { groupBy } from '../../value/group-by';
import { destinationOf, rulesOf } from '../http-route';
import { inPrecedence } from '../precedence';
import { Profile } from '../profile';
import { Destination, Rule } from '../rule';

/** The proxy of a pod, or a waypoint, as far as routes in the mesh depend on it. */
export interface MeshProxy extends Sender {
  readonly scope: SidecarScope;
  /** A waypoint serves its Services, so that routes of clients' namespaces do not count. */
  readonly isWaypoint: boolean;
}

/** Routes whose parent is a Service or a ServiceEntry, by the parent. */
const routesByParent = view((model: Model) =>
  groupBy(
    routesOf(model).flatMap((route) =>
      route.parentRefs
        .filter(({ group, kind }) => PARENTS.includes(`${group}/${kind}`))
        .map((ref) => ({
          route,
          port: ref.port,
          parent: parentKey(ref.kind!, ref.namespace ?? route.namespace, ref.name),
        })),
    ),
    ({ parent }) => parent,
  ),
);

const PARENTS = ['/Service', 'core/Service', 'networking.istio.io/ServiceEntry'];
const parentKey = (kind: string, namespace: string, name: string) => `${kind} ${namespace}/${name}`;

/** Routes of a kind that are attached to a service at a port, by the namespaces that they count in: clients' own first. */
export function routesOfService(
  model: Model,
  { entry }: MeshService,
  port: number,
  proxy: MeshProxy,
  kinds: readonly string[],
): readonly (readonly Route[])[] {
  const attached = (routesByParent(model).get(parentKey(entry.kind, entry.namespace, entry.name)) ?? []).filter(
    (each) => kinds.includes(each.route.kind) && (each.port === undefined || each.port === port),
  );
  const byNamespace = groupBy([...new Set(attached.map(({ route }) => route))], ({ namespace }) => namespace);
  const consumers = proxy.isWaypoint || proxy.namespace === entry.namespace ? [] : [proxy.namespace];
  return [...consumers, entry.namespace].flatMap((namespace) => {
    const routes = byNamespace.get(namespace);
    return routes ? [routes] : [];
  });
}

/** How a proxy routes HTTP to a host: undefined where nothing but the service itself is known of it. */
export function routerTo(
  model: Model,
  profile: Profile,
  proxy: MeshProxy,
  service: MeshService,
  port: number,
): Router<Rule> | undefined {
  const attached = routesOfService(model, service, port, proxy, ['HTTPRoute', 'GRPCRoute']);
  const [first] = attached;
  const virtual = virtualServicesFor(model, proxy, service.host, port);
  // Routes of the client's own namespace, then whatever is older.
  const isOwn = first !== undefined && first[0].namespace === proxy.namespace;
  const isOlder = first !== undefined && (virtual.length === 0 || compareIstioAge(oldest(first), virtual[0].item) < 0);
  if (first && (isOwn || isOlder)) return routerOfRoutes(model, profile, proxy, first);
  if (virtual.length > 0) return routerOfRules(virtual[0].rules);
  return first && routerOfRoutes(model, profile, proxy, first);
}

const oldest = (routes: readonly Route[]): Entry => [...routes].sort(compareIstioAge)[0];

const routerOfRules = (rules: readonly Rule[]) =>
  routerOf(rules.map((value) => ({ condition: value.condition, value })));

function routerOfRoutes(model: Model, profile: Profile, proxy: MeshProxy, routes: readonly Route[]): Router<Rule> {
  const rules = inPrecedence(
    routes.flatMap((route) => rulesOf(model, route)),
    profile,
  );
  return routerOfRules(
    rules.map((rule) => ({ ...rule, destinations: rule.destinations.map((each) => inMesh(model, proxy, each)) })),
  );
}

/** A backend of a route as the mesh sees it: it needs no grant, and DestinationRules count. */
export function inMesh(model: Model, proxy: Sender, destination: Destination): Destination {
  const { kind, namespace, name, port } = destination.backend;
  const { fault, tls } = destination.fault?.reason === 'RefNotPermitted' ? granted(model, destination) : destination;
  const host = kind === 'Service' ? `${name}.${namespace}.svc.cluster.local` : name;
  return {
    ...destination,
    fault,
    tls: tls ?? tlsOf(destinationPolicy(model, host, namespace, proxy), undefined, port),
  };
}

/** The same reference from the namespace that it leads to. */
const granted = (model: Model, { backend, place }: Destination): Destination =>
  destinationOf(model, { ...(place.entry as Route), namespace: backend.namespace }, backend, place.path);

/** VirtualServices that the proxy knows for a host and that have rules for it: those that name it, then by wildcards. */
export function virtualServicesFor(
  model: Model,
  proxy: MeshProxy,
  host: string,
  port: number,
): { readonly item: VirtualServiceItem; readonly rules: readonly Rule[] }[] {
  const site = { model, proxy, gateways: [MESH], port, isTls: false, isMesh: true };
  return meshVirtualServices(model, proxy, host, port)
    .map((item) => ({ item, rules: rulesAt(site, httpEntries(model, item)) }))
    .filter(({ rules }) => rules.length > 0);
}

export function meshVirtualServices(model: Model, proxy: MeshProxy, host: string, port: number): VirtualServiceItem[] {
  const named = virtualServicesAt(model, MESH, proxy.namespace).flatMap((item) => {
    const covering = virtualHosts(item)
      .filter((own) => hostCovers(own, host) && proxy.scope.knows(item.namespace, own, port))
      .sort(compareHosts);
    return covering.length > 0 ? [{ item, host: covering[0] }] : [];
  });
  return named.sort((a, b) => compareHosts(a.host, b.host)).map(({ item }) => item);
}
