import { VirtualHost, virtualHostsAt } from './gateway-routes';
import { Guard, guarded, MESH_CERTIFICATE } from './guard';
import { GatewayProxy, podPort, proxyOf } from './proxies';
import { isHttpPlain, isHttps, isPassthrough, portsOf, ProxyPort, Server } from './servers';
import { RuleSite } from './site';
import { streamed, StreamRoute, tcpRouteAt, tlsRoutesAt } from './streams';
import { virtualHosts, virtualServicesAt } from './virtual-services';
import { Gateway } from '../../manifest/istio-networking';
import { commonHost, compareHosts, hostCovers } from '../../match/host';
import { HostIndex } from '../../match/host-index';
import { maker } from '../../model/generated';
import { IstioGatewayItem } from '../../model/istio';
import { find, findItem, isDeclared, Model, pathOf, view } from '../../model/model';
import { answer, apply } from '../apply';
import { Reply, Step } from '../outcome';
import { PROFILES } from '../profile';
import { failed, replied } from '../reply';
import { Request } from '../request';

/** What becomes of a request that is sent to a port of the Service in front of an Istio Gateway. */
export function sendToIstioGateway(
  { model, guard }: { readonly model: Model; readonly guard?: Guard },
  { namespace, name }: { readonly namespace: string; readonly name: string },
  request: Request,
): Reply {
  const gateway = findItem(model, Gateway, namespace, name);
  if (!gateway) return failed('refused', `no Gateway ${pathOf({ namespace, name })}`);
  return sendToProxy(model, guard, proxyOf(model, gateway), request);
}

/** The host of the server of a Gateway that takes a request; undefined where none does. */
export function hostAtIstioGateway(model: Model, gateway: IstioGatewayItem, request: Request): string | undefined {
  const proxy = proxyOf(model, gateway);
  const number = podPort(proxy, request.port);
  const port = number === undefined ? undefined : portsAt(model, proxy).get(number);
  const name = request.isTls ? (request.sni ?? '') : request.host;
  const servers = request.isTls ? port?.tls(name).slice(0, 1) : port?.plain;
  return servers
    ?.filter((server) => server.gateway.at === gateway.at)
    .flatMap(({ hosts }) => hosts.map(({ host }) => host))
    .filter((host) => hostCovers(host, name))
    .sort(compareHosts)
    .at(0);
}

/** What becomes of a request that is sent to a port of the Service in front of the pods of a gateway. */
export function sendToProxy(model: Model, guard: Guard | undefined, proxy: GatewayProxy, request: Request): Reply {
  const number = podPort(proxy, request.port);
  if (number === undefined) {
    return failed('refused', `no port ${request.port} of ${proxy.services.map(pathOf).join(', ')}`);
  }
  const port = portsAt(model, proxy).get(number);
  if (!port) return failed('refused', `no server on port ${number}`);
  if (port.taken !== undefined) {
    return failed('refused', `Envoy refuses port ${number}: two servers take ${port.taken}`);
  }
  const isMutual = request.isTls && request.client?.certificate === MESH_CERTIFICATE;
  const at = { kind: 'gateway', proxy, targets: proxy.gateways, port: number, isMutual } as const;
  const judged: Judged = (inner, isStream = false) => guarded(guard, model, { ...at, isStream }, request, inner);
  return request.isTls ? overTls(model, proxy, port, request, judged) : plain(model, proxy, port, request, judged);
}

const ports = view((): Map<GatewayProxy, ReadonlyMap<number, ProxyPort>> => new Map());

function portsAt(model: Model, proxy: GatewayProxy): ReadonlyMap<number, ProxyPort> {
  let known = ports(model).get(proxy);
  if (!known) ports(model).set(proxy, (known = portsOf(proxy)));
  return known;
}

/** Goes on where the policies of the gateway let a request pass. */
type Judged = (inner: (request: Request) => Reply, isStream?: boolean) => Reply;

function plain(model: Model, proxy: GatewayProxy, port: ProxyPort, request: Request, guard: Judged): Reply {
  const [first] = port.plain;
  if (!first) return failed('reset', 'the port speaks TLS');
  if (!isHttpPlain(first)) return guard(() => tcp(model, proxy, first, request), true);
  const [host] = routesOf(model, proxy, port.plain)(request.host);
  const steps = port.plain.map(stepOf).slice(0, 1);
  if (!host) return guard(() => replied(answer(404, `no VirtualService for ${request.host}`), steps));
  const { redirectsAt } = host;
  return guard((judged) =>
    redirectsAt
      ? replied(toHttps(judged), [...steps, { what: 'redirect', place: redirectsAt, text: 'to https' }])
      : routed(host, judged, first.spec.port.number, steps),
  );
}

const toHttps = (request: Request) => ({
  ...answer(301, 'redirect to https'),
  headers: new Map([['location', `https://${request.authority}${request.path}${request.search}`]]),
});

function overTls(model: Model, proxy: GatewayProxy, port: ProxyPort, request: Request, guard: Judged): Reply {
  const name = request.sni ?? '';
  if (!port.hasTls) return failed('reset', 'the port speaks no TLS');
  const [server] = port.tls(name);
  if (!server) return failed('reset', `no server for the TLS name ${name === '' ? '(none)' : name}`);
  const steps = [stepOf(server)];
  if (isPassthrough(server)) return guard(() => passed(model, proxy, server, request), true);
  const mistake = certificateMistake(model, proxy, server, request);
  if (mistake !== undefined) return failed('reset', mistake, steps);
  if (!isHttps(server)) return guard(() => tcp(model, proxy, server, request), true);
  const [host] = routesOf(model, proxy, [server])(request.host);
  if (!host) return guard(() => replied(answer(404, `no VirtualService for ${request.host}`), steps));
  return guard((judged) => routed(host, judged, server.spec.port.number, steps));
}

const routes = view((): Map<Server, HostIndex<VirtualHost>> => new Map());

/** The routes of servers that share them; they are known by the first. */
function routesOf(model: Model, proxy: GatewayProxy, servers: readonly Server[]): HostIndex<VirtualHost> {
  const [first] = servers;
  let known = routes(model).get(first);
  if (!known) routes(model).set(first, (known = virtualHostsAt(model, proxy, servers)));
  return known;
}

const stepOf = ({ gateway, path, spec }: Server): Step => ({
  what: 'server',
  place: { entry: gateway, path },
  text: `${spec.port.number} ${spec.port.protocol}`,
});

function routed({ router }: VirtualHost, request: Request, port: number, steps: readonly Step[]): Reply {
  const rule = router(request);
  if (!rule) return replied(answer(404, 'no route matches'), steps);
  return { outcomes: apply(rule, request, { scheme: request.scheme, port }, PROFILES.istio), rule, steps };
}

/** Why a TLS handshake fails. */
function certificateMistake(
  model: Model,
  { namespace }: GatewayProxy,
  { gateway, spec }: Server,
  request: Request,
): string | undefined {
  const { mode = 'PASSTHROUGH', credentialName, credentialNames = [] } = spec.tls ?? {};
  for (const name of [...credentialNames, ...(credentialName ? [credentialName] : [])]) {
    // The pods read it in their own namespace, wherever the Gateway is.
    const isElsewhere = gateway.namespace !== namespace && isThere(model, gateway.namespace, name);
    if ((model.isWhole || isElsewhere) && !isThere(model, namespace, name)) {
      return `no Secret ${pathOf({ namespace, name })}`;
    }
  }
  const wantsClient = mode === 'MUTUAL' || mode === 'ISTIO_MUTUAL';
  return wantsClient && request.client?.certificate === undefined ? 'the client shows no certificate' : undefined;
}

function isThere(model: Model, namespace: string, name: string): boolean {
  const secret = { group: '', kind: 'Secret', namespace, name };
  return (
    find(model, secret) !== undefined ||
    maker(model, 'Secret', namespace, name) !== undefined ||
    isDeclared(model, secret)
  );
}

/** The VirtualServices that use hosts of a server. */
const servicesOf = (model: Model, proxy: GatewayProxy, { gateway, hosts }: Server) =>
  virtualServicesAt(model, pathOf(gateway), proxy.namespace).filter((item) =>
    hosts.some(
      ({ host, namespace }) =>
        (namespace === undefined || namespace === item.namespace) &&
        virtualHosts(item).some((own) => commonHost(host, own) !== undefined),
    ),
  );

const siteOf = (model: Model, proxy: GatewayProxy, { gateway, spec }: Server): RuleSite => ({
  model,
  proxy,
  gateways: [pathOf(gateway)],
  port: spec.port.number,
  isTls: spec.tls !== undefined,
  isMesh: false,
});

function passed(model: Model, proxy: GatewayProxy, server: Server, request: Request): Reply {
  const [route] = tlsRoutesAt(siteOf(model, proxy, server), servicesOf(model, proxy, server))(request.sni ?? '');
  return handedOn(route, request, [stepOf(server)]);
}

function tcp(model: Model, proxy: GatewayProxy, server: Server, request: Request): Reply {
  const route = tcpRouteAt(siteOf(model, proxy, server), servicesOf(model, proxy, server));
  return handedOn(route, request, [stepOf(server)]);
}

const handedOn = (route: StreamRoute | undefined, request: Request, steps: readonly Step[]): Reply =>
  route
    ? {
        outcomes: streamed(route, request),
        steps: [...steps, { what: 'route', place: route.place, text: 'connection' }],
      }
    : failed('reset', 'no route for the connection', steps);
