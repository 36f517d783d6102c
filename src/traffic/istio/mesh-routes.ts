import { compareIstioAge } from './age';
import { httpEntries } from './delegates';
import { Sender, tlsTo } from './destination-rules';
import { MeshService } from './registry';
import { rulesAt } from './rules';
import { SidecarScope } from './sidecar-scope';
import { virtualHosts, virtualServicesAt } from './virtual-services';
import { ParentRefs } from '../../manifest/gateway-api';
import { compareHosts, hostCovers } from '../../match/host';
import { Router, routerOf } from '../../match/router';
import { compareTimes } from '../../model/age';
import { MESH, VirtualServiceItem } from '../../model/istio';
import { Entry, Model, nameOf, view } from '../../model/model';
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
export const routesByParent = view((model: Model) =>
  groupBy(
    routesOf(model).flatMap((route) =>
      route.parentRefs.filter(isMeshParent).map((ref) => ({
        route,
        port: ref.port,
        parent: nameOf({ kind: ref.kind!, namespace: ref.namespace ?? route.namespace, name: ref.name }),
      })),
    ),
    ({ parent }) => parent,
  ),
);

const PARENTS = ['/Service', 'core/Service', 'networking.istio.io/ServiceEntry'];

/** Whether a parent is a Service or a ServiceEntry. */
export const isMeshParent = ({ group, kind }: ParentRefs) => PARENTS.includes(`${group}/${kind}`);

/**
 * Routes of a kind that are attached to a service at a port, as Istio takes them together: by the namespaces that they
 * count in, clients' own first, and in one of them those for the port alone and those for all ports, the older first.
 */
export function routesOfService(
  model: Model,
  service: MeshService,
  port: number,
  proxy: MeshProxy,
  kinds: readonly string[],
): readonly (readonly Route[])[] {
  const { entry } = service;
  const attached = attachedTo(model, service, proxy, port).filter(
    (each) => kinds.includes(each.route.kind) && (each.port === undefined || each.port === port),
  );
  const byNamespace = groupBy(attached, ({ route }) => route.namespace);
  const consumers = proxy.isWaypoint || proxy.namespace === entry.namespace ? [] : [proxy.namespace];
  return [...consumers, entry.namespace].flatMap((namespace) => {
    const own = byNamespace.get(namespace) ?? [];
    const groups = [own.filter((each) => each.port !== undefined), own.filter((each) => each.port === undefined)]
      .filter((members) => members.length > 0)
      .map((members) => [...new Set(members.map(({ route }) => route))]);
    return groups.sort((a, b) => compareTimes(oldest(a), oldest(b)));
  });
}

/** Routes of a service that a proxy knows, whether they count for it or not. */
const attachedTo = (model: Model, { entry, host }: MeshService, proxy: MeshProxy, port: number) =>
  (routesByParent(model).get(nameOf(entry)) ?? []).filter(({ route }) =>
    proxy.scope.knows(route.namespace, host, port),
  );

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
  const virtual = virtualServicesOf(model, proxy, service, port);
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
    routes.flatMap((route) => rulesOf(model, route, profile.dialect)),
    profile,
  );
  return routerOfRules(
    rules.map((rule) => ({ ...rule, destinations: rule.destinations.map((each) => inMesh(model, proxy, each)) })),
  );
}

/** A backend of a route as the mesh sees it: it needs no grant, and DestinationRules count. */
export function inMesh(model: Model, proxy: Sender, destination: Destination): Destination {
  const { fault, tls } = destination.fault?.reason === 'RefNotPermitted' ? granted(model, destination) : destination;
  return { ...destination, fault, tls: tls ?? tlsTo(model, destination.backend, proxy) };
}

/** The same reference from the namespace that it leads to. */
const granted = (model: Model, { backend, place }: Destination): Destination =>
  destinationOf(model, { ...(place.entry as Route), namespace: backend.namespace }, backend, place.path);

interface WithRules {
  readonly item: VirtualServiceItem;
  readonly rules: readonly Rule[];
}

/** VirtualServices with rules for a service: those that name it, or, if nothing does, the one of the nearest wildcard. */
function virtualServicesOf(model: Model, proxy: MeshProxy, service: MeshService, port: number): WithRules[] {
  const all = covering(model, proxy, service.host, port);
  const named = all.filter(({ host }) => host === service.host);
  const isNamed = named.length > 0 || attachedTo(model, service, proxy, port).length > 0;
  return withRules(model, proxy, port, isNamed ? named : all.slice(0, 1));
}

/** VirtualServices with rules for a host that no service has. */
export const virtualServicesFor = (model: Model, proxy: MeshProxy, host: string, port: number): WithRules[] =>
  withRules(model, proxy, port, covering(model, proxy, host, port));

function withRules(model: Model, proxy: MeshProxy, port: number, items: readonly Covering[]): WithRules[] {
  const site = { model, proxy, gateways: [MESH], port, isTls: false, isMesh: true };
  return items
    .map(({ item }) => ({ item, rules: rulesAt(site, httpEntries(model, item)) }))
    .filter(({ rules }) => rules.length > 0);
}

interface Covering {
  readonly item: VirtualServiceItem;
  /** The most specific of its hosts that covers the name. */
  readonly host: string;
}

/** VirtualServices of the mesh that a proxy knows for a host, the most specific first. */
function covering(model: Model, proxy: MeshProxy, host: string, port: number): Covering[] {
  const named = virtualServicesAt(model, MESH, proxy.namespace).flatMap((item) => {
    const hosts = virtualHosts(item)
      .filter((own) => hostCovers(own, host) && proxy.scope.knows(item.namespace, own, port))
      .sort(compareHosts);
    return hosts.length > 0 ? [{ item, host: hosts[0] }] : [];
  });
  return named.sort((a, b) => compareHosts(a.host, b.host));
}

export const meshVirtualServices = (model: Model, proxy: MeshProxy, host: string, port: number): VirtualServiceItem[] =>
  covering(model, proxy, host, port).map(({ item }) => item);
