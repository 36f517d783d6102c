import { rulesOf } from './http-route';
import { compareInIstio } from './listener-order';
import { Profile } from './profile';
import { StreamListener, streamListener } from './streams';
import { hostsAt, VirtualHosts, virtualHostsOf } from './virtual-hosts';
import { expressionsOf } from '../match/condition';
import { ANY_HOST, compareHosts, hostCovers } from '../match/host';
import { hostIndexOf, HostIndex } from '../match/host-index';
import { attachmentsByListener } from '../model/attachments';
import { clientCertificateOf } from '../model/gateway-tls';
import { isOpen } from '../model/listener-faults';
import { GatewayItem, ListenerOf, listenersByGateway } from '../model/listeners';
import { Model, nameOf, pathOf } from '../model/model';
import { hasMatches } from '../model/routes';
import { groupBy } from '../value/group-by';
import { isExpression } from '../value/regex';

/** A listener for HTTPS and its routes. */
export interface HttpListener {
  readonly on: ListenerOf;
  readonly virtualHosts: VirtualHosts;
}

const isServed = (model: Model, on: ListenerOf, { conflicts, servesUdp }: Profile) =>
  isOpen(model, on, conflicts) && (servesUdp || on.listener.protocol !== 'UDP');

/** What a port of a Gateway takes. */
export interface GatewayPort {
  readonly number: number;
  readonly listeners: readonly ListenerOf[];
  /** Why the proxy refuses what the port should do. */
  readonly refusal?: string;
  /** By the Host header: of one listener, or of all for HTTP that serve as one. */
  readonly http: HostIndex<VirtualHosts>;
  /** By the name in the TLS handshake. */
  readonly tls: HostIndex<HttpListener | StreamListener>;
  /** A listener for TCP has the port alone. */
  readonly tcp?: StreamListener;
  readonly udp?: StreamListener;
}

export interface GatewayServer {
  readonly gateway: GatewayItem;
  readonly ports: ReadonlyMap<number, GatewayPort>;
  /** Secret with the certificate for backends, `namespace/name`. */
  readonly clientCertificate?: string;
}

/** The Gateways of a model as servers. */
export function gatewayServers(model: Model, profile: Profile): readonly GatewayServer[] {
  return [...listenersByGateway(model)].map(([gateway, listeners]) => ({
    gateway,
    clientCertificate: certificateOf(model, gateway),
    ports: new Map(
      [...groupBy(listeners, ({ listener }) => listener.port)].flatMap(([number, declared]) => {
        const open = declared.filter((on) => isServed(model, on, profile));
        return open.length > 0 ? [[number, portOf(model, profile, number, open, declared)]] : [];
      }),
    ),
  }));
}

function certificateOf(model: Model, gateway: GatewayItem): string | undefined {
  const certificate = clientCertificateOf(model, gateway);
  return certificate && !certificate.fault ? pathOf(certificate.secret) : undefined;
}

function portOf(
  model: Model,
  profile: Profile,
  number: number,
  open: readonly ListenerOf[],
  declared: readonly ListenerOf[],
): GatewayPort {
  const listeners = profile.conflicts === 'istio' ? mergedInIstio(open) : open;
  const of = (...protocols: string[]) => listeners.filter(({ listener }) => protocols.includes(listener.protocol));
  const http = of('HTTP');
  const httpListener = (on: ListenerOf) => ({ on, virtualHosts: virtualHostsOf(model, profile, [on], declared) });
  const stream = (on: ListenerOf) => streamListener(model, on, attachmentsByListener(model).get(on) ?? []);
  const [tcp] = of('TCP').map(stream);
  const [udp] = of('UDP').map(stream);
  return {
    number,
    listeners,
    refusal:
      (profile.conflicts === 'istio' ? chainRefusalOf(listeners) : undefined) ??
      (profile.name === 'envoy-gateway' ? domainRefusalOf(model, profile, http, declared) : undefined) ??
      (profile.handsOnExpressions ? refusalOf(model, listeners) : undefined),
    http: hostIndexOf(
      profile.isolatesListeners
        ? http.map((on) => [on.host, virtualHostsOf(model, profile, [on], declared)] as const)
        : [[ANY_HOST, virtualHostsOf(model, profile, http, declared)] as const],
    ),
    tls: hostIndexOf(
      of('HTTPS', 'TLS').map(
        (on) => [on.host, on.listener.protocol === 'TLS' ? stream(on) : httpListener(on)] as const,
      ),
    ),
    tcp,
    udp,
  };
}

/**
 * Istio takes the listeners of a port one after the other, by age, namespace and name: after one without TLS, those
 * with TLS are left out.
 */
function mergedInIstio(listeners: readonly ListenerOf[]): readonly ListenerOf[] {
  const sorted = [...listeners].sort(compareInIstio);
  const at = sorted.findIndex(({ listener }) => !isTls(listener));
  return at < 0 ? sorted : sorted.filter(({ listener }, index) => index < at || !isTls(listener));
}

const isTls = ({ protocol }: ListenerOf['listener']) => protocol === 'HTTPS' || protocol === 'TLS';

/** A listener for every name in the TLS handshake beside one without TLS: Envoy cannot tell the two apart. */
function chainRefusalOf(listeners: readonly ListenerOf[]): string | undefined {
  const every = listeners.find(({ listener, host }) => isTls(listener) && host === ANY_HOST);
  const plain = listeners.find(({ listener }) => !isTls(listener));
  return every && plain
    ? `the proxy refuses port ${every.listener.port}: listener ${every.listener.name} takes TLS for every name beside ${plain.listener.name}, which has no TLS`
    : undefined;
}

/** Envoy Gateway makes one table of the listeners without TLS, and Envoy takes no host twice. */
function domainRefusalOf(
  model: Model,
  profile: Profile,
  listeners: readonly ListenerOf[],
  declared: readonly ListenerOf[],
): string | undefined {
  const known = new Map<string, ListenerOf>();
  for (const on of listeners) {
    for (const host of hostsAt(model, profile, on, declared)) {
      const other = known.get(host);
      if (other) {
        return `the proxy refuses port ${on.listener.port}: listeners ${other.listener.name} and ${on.listener.name} have routes for the same host, ${host}`;
      }
      known.set(host, on);
    }
  }
  return undefined;
}

/** Envoy refuses a configuration as a whole. */
function refusalOf(model: Model, listeners: readonly ListenerOf[]): string | undefined {
  const routes = listeners.flatMap((on) => (attachmentsByListener(model).get(on) ?? []).map(({ route }) => route));
  for (const route of new Set(routes.filter(hasMatches))) {
    for (const { condition, place } of rulesOf(model, route, 'istio')) {
      const expression = expressionsOf(condition).find((text) => !isExpression(text));
      if (expression !== undefined) {
        return `the proxy refuses the routes of port ${listeners[0].listener.port}: ${place.path} of ${nameOf(route)} has an expression that RE2 does not compile, ${expression}; one that is running keeps its former routes`;
      }
    }
  }
  return undefined;
}

/** Whether another listener of the port is the one for a name that comes on the connection of a listener. */
export function isMisdirected({ listeners }: GatewayPort, own: ListenerOf, host: string): boolean {
  const others = listeners.filter((on) => on !== own && on.listener.protocol === 'HTTPS' && hostCovers(on.host, host));
  return others.some((on) => !hostCovers(own.host, host) || compareHosts(on.host, own.host) < 0);
}
