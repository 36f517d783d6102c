import { Profile } from './profile';
import { VirtualHosts, virtualHostsOf } from './virtual-hosts';
import { ANY_HOST, compareHosts, hostCovers } from '../match/host';
import { hostIndexOf, HostIndex } from '../match/host-index';
import { isOpen } from '../model/listener-faults';
import { GatewayItem, ListenerOf, listenersByGateway } from '../model/listeners';
import { Model } from '../model/model';
import { groupBy } from '../value/group-by';

/** A listener for HTTP or HTTPS and its routes; or several that serve as one. */
export interface HttpServer {
  /** The listener, where it serves alone. */
  readonly on?: ListenerOf;
  readonly virtualHosts: VirtualHosts;
}

/** What a port of a Gateway takes. */
export interface GatewayPort {
  readonly number: number;
  readonly listeners: readonly ListenerOf[];
  /** By the Host header. */
  readonly http: HostIndex<HttpServer>;
  /** By the name in the TLS handshake. */
  readonly https: HostIndex<HttpServer>;
}

export interface GatewayServer {
  readonly gateway: GatewayItem;
  readonly ports: ReadonlyMap<number, GatewayPort>;
}

/** The Gateways of a model as servers. */
export function gatewayServers(model: Model, profile: Profile): readonly GatewayServer[] {
  return [...listenersByGateway(model)].map(([gateway, listeners]) => ({
    gateway,
    ports: new Map(
      [
        ...groupBy(
          listeners.filter((on) => isOpen(model, on)),
          ({ listener }) => listener.port,
        ),
      ].map(([number, members]) => [number, portOf(model, profile, number, members)]),
    ),
  }));
}

function portOf(model: Model, profile: Profile, number: number, listeners: readonly ListenerOf[]): GatewayPort {
  const [http, https] = ['HTTP', 'HTTPS'].map((protocol) =>
    listeners.filter((on) => on.listener.protocol === protocol),
  );
  const alone = (on: ListenerOf, all: readonly ListenerOf[]): [string, HttpServer] => [
    on.host,
    { on, virtualHosts: virtualHostsOf(model, profile, [on], all) },
  ];
  const together = (all: readonly ListenerOf[]): [string, HttpServer][] =>
    all.length > 0 ? [[ANY_HOST, { virtualHosts: virtualHostsOf(model, profile, all, all) }]] : [];
  return {
    number,
    listeners,
    http: hostIndexOf(profile.isolatesListeners ? http.map((on) => alone(on, http)) : together(http)),
    https: hostIndexOf(https.map((on) => alone(on, https))),
  };
}

/** Whether another listener of the port is the one for a name that comes on the connection of a listener. */
export function isMisdirected({ listeners }: GatewayPort, own: ListenerOf, host: string): boolean {
  const others = listeners.filter(
    (on) => on !== own && on.listener.protocol === 'HTTPS' && on.host !== ANY_HOST && hostCovers(on.host, host),
  );
  return others.some((on) => !hostCovers(own.host, host) || compareHosts(on.host, own.host) < 0);
}
