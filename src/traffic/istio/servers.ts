import { GatewayProxy, podPort } from './proxies';
import { Gateway, GatewaySpec } from '../../manifest/istio-networking';
import { Body } from '../../manifest/shape';
import { hostIndexOf, HostIndex } from '../../match/host-index';
import { IstioGatewayItem } from '../../model/istio';
import { isHttp } from '../../value/istio';

export type ServerSpec = NonNullable<NonNullable<Body<typeof Gateway>['spec']>['servers']>[number];
export type ServerTls = NonNullable<NonNullable<GatewaySpec['servers']>[number]['tls']>;

/** A server of a Gateway at the pods that serve it. */
export interface Server {
  readonly gateway: IstioGatewayItem;
  /** Place in the Gateway, such as `spec.servers[0]`. */
  readonly path: string;
  readonly spec: ServerSpec;
  readonly hosts: readonly ServerHost[];
}

/** A host, and the namespace whose VirtualServices may use it; undefined for every namespace. */
export interface ServerHost {
  readonly host: string;
  readonly namespace?: string;
}

/** What a port of the pods takes. */
export interface ProxyPort {
  /** Servers without TLS; of HTTP they share their routes. */
  readonly plain: readonly Server[];
  /** Servers with TLS by the name in the handshake. */
  readonly tls: HostIndex<Server>;
  readonly hasTls: boolean;
}

/** Servers of all Gateways of the pods by port; of servers that do not fit together the first counts. */
export function portsOf(proxy: GatewayProxy): ReadonlyMap<number, ProxyPort> {
  const byPort = new Map<number, Server[]>();
  for (const gateway of proxy.gateways) {
    (gateway.body.spec?.servers ?? []).forEach((spec, index) => {
      if (isLocal(spec.bind)) return;
      const server = { gateway, path: `spec.servers[${index}]`, spec, hosts: hostsOf(spec, gateway.namespace) };
      const number = listenedPort(proxy, spec.port.number);
      const servers = byPort.get(number) ?? [];
      if (!byPort.has(number)) byPort.set(number, servers);
      if (isTaken(servers, server)) return;
      servers.push(server);
    });
  }
  return new Map([...byPort].map(([number, servers]) => [number, portOf(servers)]));
}

/** A server names the port of the Service, or else that of the pods. */
const listenedPort = (proxy: GatewayProxy, number: number) =>
  proxy.services.length === 0 ? number : (podPort(proxy, number) ?? number);

const isLocal = (bind: string | undefined) => bind !== undefined && /^(127\.|localhost$|::1$|unix:)/.test(bind);

function hostsOf({ hosts }: ServerSpec, own: string): ServerHost[] {
  return hosts.map((text) => {
    const slash = text.indexOf('/');
    if (slash < 0) return { host: text.toLowerCase() };
    const scope = text.slice(0, slash);
    const host = text.slice(slash + 1).toLowerCase();
    return scope === '*' ? { host } : { host, namespace: scope === '.' ? own : scope };
  });
}

export const isPlain = ({ spec }: Server) => isHttp(spec.port.protocol) || spec.tls === undefined;
export const isHttpPlain = ({ spec }: Server) => isHttp(spec.port.protocol);
export const isPassthrough = ({ spec }: Server) =>
  spec.tls?.mode === 'PASSTHROUGH' || spec.tls?.mode === 'AUTO_PASSTHROUGH';
/** Whether the proxy ends TLS and reads HTTP. */
export const isHttps = (server: Server) =>
  server.spec.tls !== undefined && server.spec.port.protocol.toUpperCase() === 'HTTPS' && !isPassthrough(server);

function isTaken(servers: readonly Server[], server: Server): boolean {
  if (servers.length === 0) return false;
  const [first] = servers;
  if (isPlain(first)) return !(isHttpPlain(first) && isHttpPlain(server));
  if (isPlain(server)) return false;
  const names = new Set(servers.flatMap(({ hosts }) => hosts.map(keyOf)));
  return server.hosts.some((host) => names.has(keyOf(host)));
}

const keyOf = ({ host, namespace = '' }: ServerHost) => `${namespace}/${host}`;

function portOf(servers: readonly Server[]): ProxyPort {
  const tls = servers.filter((server) => !isPlain(server));
  const byName = new Map<string, Server>();
  for (const server of tls) for (const { host } of server.hosts) if (!byName.has(host)) byName.set(host, server);
  return {
    plain: servers.filter(isPlain),
    tls: hostIndexOf(byName),
    hasTls: tls.length > 0,
  };
}
