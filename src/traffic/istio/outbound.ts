import { resolve, shownBackend, backendOf } from './destination';
import { MeshProxy, meshVirtualServices, routerTo, routesOfService, virtualServicesFor, inMesh } from './mesh-routes';
import { lookUp } from './pods';
import { MeshPort, meshServices, MeshService, namesOf, servicesCovering, isVisible } from './registry';
import { RuleSite } from './site';
import { asSent, streamed, StreamRoute, tcpRouteAt, tlsRoutesAt } from './streams';
import { virtualHosts } from './virtual-services';
import { hostCovers, isWildcard } from '../../match/host';
import { hostIndexOf, HostIndex } from '../../match/host-index';
import { Router, routerOf } from '../../match/router';
import { MESH } from '../../model/istio';
import { Model, view } from '../../model/model';
import { Route } from '../../model/routes';
import { answer, apply } from '../apply';
import { destinationOf } from '../http-route';
import { Reply, Step } from '../outcome';
import { Profile } from '../profile';
import { failed, replied } from '../reply';
import { Request } from '../request';
import { Destination, Rule } from '../rule';

/** What a proxy in the mesh does with requests of its clients. */
export interface Outbound {
  readonly model: Model;
  readonly profile: Profile;
  readonly proxy: MeshProxy;
}

/** A host that a proxy routes HTTP for. */
interface MeshHost {
  readonly service?: MeshService;
  readonly router?: Router<Rule>;
}

/** Where a client connects: a name, and the service that it leads to. */
interface Address {
  readonly name: string;
  readonly service?: MeshService;
}

/** Sends a request on from a sidecar to where its client connects. */
export function outbound(at: Outbound, request: Request, name: string): Reply {
  const { model, proxy, profile } = at;
  const address: Address = { name, service: lookUp(model, name, proxy.namespace) };
  const port = address.service?.ports.find(({ number }) => number === request.port);
  const known = address.service && port && knows(at, address.service, request.port) ? address.service : undefined;
  const protocol = (known && port?.protocol) ?? protocolAt(at, request.port);
  const isRead = !request.isTls && !isStream(request);
  switch (protocol) {
    case 'http':
      if (!isRead) return others(at, request, address);
      return http(at, request, address, profile.name === 'spec' ? known : undefined);
    case 'auto':
      return isRead ? http(at, request, address, known) : stream(at, known!, request);
    case 'tls':
      return tls(at, request, address, known);
    default:
      return known ? stream(at, known, request) : others(at, request, address);
  }
}

const isStream = ({ protocol }: Request) => protocol === 'tcp' || protocol === 'udp';

const knows = ({ proxy }: Outbound, { entry, host }: MeshService, port: number) =>
  proxy.scope.knows(entry.namespace, host, port);

/** How a port is listened on for addresses that belong to no service: one for HTTP is there for all. */
function protocolAt(at: Outbound, number: number): MeshPort['protocol'] | undefined {
  const protocols = servicesOn(at, number).map(({ ports }) => ports.find((each) => each.number === number)!.protocol);
  return protocols.find((each) => each === 'http') ?? protocols.find((each) => each === 'tls');
}

const byPort = view((model: Model) => {
  const index = new Map<number, MeshService[]>();
  for (const service of meshServices(model)) {
    for (const { number } of service.ports) index.set(number, [...(index.get(number) ?? []), service]);
  }
  return index;
});

const servicesOn = (at: Outbound, number: number): MeshService[] =>
  (byPort(at.model).get(number) ?? []).filter(
    (service) => isVisible(service, at.proxy.namespace) && knows(at, service, number),
  );

const hostsAt = view((): Map<MeshProxy, Map<number, HostIndex<MeshHost>>> => new Map());

/** The hosts that a proxy routes HTTP for on a port: services, and on port 80 what VirtualServices name beside them. */
function httpHosts(at: Outbound, number: number): HostIndex<MeshHost> {
  const { model, proxy } = at;
  const byProxy = hostsAt(model).get(proxy) ?? new Map<number, HostIndex<MeshHost>>();
  hostsAt(model).set(proxy, byProxy);
  let index = byProxy.get(number);
  if (!index) byProxy.set(number, (index = indexOf(at, number)));
  return index;
}

function indexOf(at: Outbound, number: number): HostIndex<MeshHost> {
  const { model, profile, proxy } = at;
  const hosts = new Map<string, MeshHost>();
  for (const service of servicesOn(at, number)) {
    const { protocol } = service.ports.find((each) => each.number === number)!;
    if (protocol !== 'http' && protocol !== 'auto') continue;
    const host: MeshHost = { service, router: routerTo(model, profile, proxy, service, number) };
    for (const name of namesOf(service, proxy.namespace)) if (!hosts.has(name)) hosts.set(name, host);
  }
  return hostIndexOf(hosts);
}

/** A request by its Host header, or to the service that was connected to. */
function http(at: Outbound, request: Request, address: Address, service: MeshService | undefined): Reply {
  const [found] = httpHosts(at, request.port)(service ? service.host : request.host);
  if (found) return throughHost(at, found, request);
  const router = request.port === 80 ? freeRouter(at, request.host) : undefined;
  return router ? throughHost(at, { router }, request) : others(at, request, address);
}

/** On port 80 VirtualServices route for hosts that no service has; of wildcards those that cover no service. */
function freeRouter(at: Outbound, host: string): Router<Rule> | undefined {
  const isFree = (own: string) =>
    hostCovers(own, host) && !(isWildcard(own) && servicesOn(at, 80).some((service) => hostCovers(own, service.host)));
  const first = virtualServicesFor(at.model, at.proxy, host, 80).find(({ item }) => virtualHosts(item).some(isFree));
  return first && routerOf(first.rules.map((value) => ({ condition: value.condition, value })));
}

function throughHost(at: Outbound, { service, router }: MeshHost, request: Request): Reply {
  if (!router) return toService(at, service!, request);
  const rule = router(request);
  const steps: Step[] = service
    ? [{ what: 'service', place: { entry: service.entry, path: '' }, text: service.host }]
    : [];
  if (!rule) return replied(answer(404, 'no route matches'), steps);
  return { outcomes: apply(rule, request, { scheme: 'http', port: request.port }, at.profile), rule, steps };
}

const NO_CHANGES = { request: [], response: [], mirrors: [] };

/** Where no route says more, a request goes to the service that it names. */
export function toService({ model, proxy, profile }: Outbound, service: MeshService, request: Request): Reply {
  const { namespace } = service.entry;
  const found = resolve(model, { host: service.host, port: { number: request.port } }, proxy, {
    namespace,
    port: request.port,
    isMesh: true,
  });
  const host = service.host.startsWith('*') ? request.host : service.host;
  const place = { entry: service.entry, path: 'spec' };
  const destination: Destination = {
    place,
    weight: 1,
    backend: { ...found.backend, name: found.backend.kind === 'Hostname' ? host : found.backend.name },
    fault: found.reason === undefined ? undefined : { status: 503, reason: found.reason },
    tls: found.tls,
    ...NO_CHANGES,
  };
  const steps = [{ what: 'service', place, text: service.host }];
  if (request.isTls || isStream(request)) {
    return { outcomes: streamed({ place, destinations: [destination] }, request), steps };
  }
  const rule: Rule = { place, condition: NO_CONDITION, rule: 'spec', destinations: [destination], ...NO_CHANGES };
  return { outcomes: apply(rule, request, { scheme: 'http', port: request.port }, profile), steps };
}

const NO_CONDITION = { headers: new Map<string, never>(), queryParams: new Map<string, never>() };

const siteOf = ({ model, proxy }: Outbound, port: number): RuleSite => ({
  model,
  proxy,
  gateways: [MESH],
  port,
  isTls: false,
  isMesh: true,
});

/** A connection to a service that is not read: by routes for TLS and TCP, or to the service itself. */
export function stream(at: Outbound, service: MeshService, request: Request): Reply {
  const route = streamRoute(at, service, request);
  if (route === undefined) return toService(at, service, request);
  return { outcomes: streamed(route, request), steps: [{ what: 'route', place: route.place, text: 'connection' }] };
}

function streamRoute(at: Outbound, service: MeshService, request: Request): StreamRoute | undefined {
  const { model, proxy } = at;
  const { port } = request;
  const items = meshVirtualServices(model, proxy, service.host, port);
  const site = siteOf(at, port);
  if (request.isTls) {
    const [route] = tlsRoutesAt(site, items)(request.sni ?? '');
    if (route) return route;
    const [attached] = routesOfService(model, service, port, proxy, ['TLSRoute']);
    const found = attached?.find((each) => takesName(each, request.sni ?? ''));
    if (found) return streamOf(at, found);
  }
  const route = tcpRouteAt(site, items);
  if (route) return route;
  const [attached] = routesOfService(model, service, port, proxy, ['TCPRoute']);
  return attached ? streamOf(at, attached[0]) : undefined;
}

const takesName = ({ hostnames = [] }: Route, name: string) =>
  hostnames.length === 0 || hostIndexOf(hostnames.map((host) => [host, true] as const))(name).length > 0;

function streamOf({ model, proxy }: Outbound, route: Route): StreamRoute {
  const path = 'spec.rules[0]';
  const refs = route.rules[0]?.backendRefs ?? [];
  return {
    place: { entry: route, path },
    destinations: refs.map((ref, index) =>
      inMesh(model, proxy, destinationOf(model, route, ref, `${path}.backendRefs[${index}]`)),
    ),
  };
}

/** A port for TLS: the name in the handshake tells the service where addresses do not. */
function tls(at: Outbound, request: Request, address: Address, known: MeshService | undefined): Reply {
  if (known?.service) return stream(at, known, request);
  if (!request.isTls) return others(at, request, address);
  for (const service of servicesCovering(at.model, request.sni ?? '', at.proxy.namespace)) {
    const port = service.ports.find(({ number }) => number === request.port);
    if (port?.protocol === 'tls' && knows(at, service, request.port)) return stream(at, service, request);
  }
  return others(at, request, address);
}

/** A destination that the proxy does not know. */
function others(at: Outbound, request: Request, { name, service }: Address): Reply {
  const { model, proxy } = at;
  const { sidecar, allowsOthers } = proxy.scope;
  const steps: Step[] = sidecar
    ? [{ what: 'sidecar', place: { entry: sidecar, path: 'spec' }, text: allowsOthers ? 'passes on' : 'REGISTRY_ONLY' }]
    : [];
  if (!allowsOthers) {
    const reason = `the sidecar does not know ${name}:${request.port}`;
    const isRead = !request.isTls && !isStream(request) && protocolAt(at, request.port) === 'http';
    return isRead ? replied(answer(502, reason), steps) : failed('reset', reason, steps);
  }
  if (!service && model.isWhole && isOfCluster(name)) return failed('refused', `no service ${name}`, steps);
  if (service?.service && !service.ports.some(({ number }) => number === request.port)) {
    return failed('reset', `${service.host} has no port ${request.port}`, steps);
  }
  const backend = backendOf(service?.service ? service.host : name, service, request.port, proxy.namespace);
  return {
    outcomes: [
      {
        share: 1,
        ...asSent(request),
        reason: `passed on to ${shownBackend(backend)}`,
        backend,
        tls: request.isTls ? { sni: request.sni } : undefined,
        headers: new Map(),
        removed: [],
        mirrors: [],
      },
    ],
    steps,
  };
}

/** Names that only the cluster's DNS could know. */
const isOfCluster = (name: string) => !name.includes('.') || /\.svc(\.cluster\.local)?$/.test(name);
