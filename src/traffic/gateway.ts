import { hostRouters, HostRouters } from './http-route';
import { Profile } from './profile';
import { compareHosts, hostCovers } from '../match/host';
import { hostIndexOf, HostIndex } from '../match/host-index';
import { attachmentsByListener } from '../model/attachments';
import { isOpen } from '../model/listener-faults';
import { GatewayItem, ListenerOf, listenersByGateway } from '../model/listeners';
import { Model } from '../model/model';
import { groupBy } from '../value/group-by';

/** A listener for HTTP or HTTPS and its routes. */
export interface HttpListener {
  readonly on: ListenerOf;
  readonly routers: HostRouters;
}

/** What a port of a Gateway takes. */
export interface GatewayPort {
  readonly number: number;
  readonly listeners: readonly ListenerOf[];
  /** By the Host header. */
  readonly http: HostIndex<HttpListener>;
  /** By the name in the TLS handshake. */
  readonly https: HostIndex<HttpListener>;
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
  const index = (protocol: string) =>
    hostIndexOf(
      listeners
        .filter(({ listener }) => listener.protocol === protocol)
        .map((on) => [on.host, httpListener(model, profile, on)] as const),
    );
  return { number, listeners, http: index('HTTP'), https: index('HTTPS') };
}

const httpListener = (model: Model, profile: Profile, on: ListenerOf): HttpListener => ({
  on,
  routers: hostRouters(model, profile, attachmentsByListener(model).get(on) ?? []),
});

/** Whether another listener of the port is the one for a name that comes on the connection of a listener. */
export function isMisdirected({ listeners }: GatewayPort, own: ListenerOf, host: string): boolean {
  const others = listeners.filter((on) => on !== own && on.listener.protocol === 'HTTPS' && hostCovers(on.host, host));
  return others.some((on) => !hostCovers(own.host, host) || compareHosts(on.host, own.host) < 0);
}
