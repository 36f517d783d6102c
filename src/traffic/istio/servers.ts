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
  /** A name that two servers with TLS take: Envoy refuses the port. */
  readonly taken?: string;
}

/** Servers of all Gateways of the pods by port; of servers that do not fit together the first counts. */
export function portsOf(proxy: GatewayProxy): ReadonlyMap<number, ProxyPort> {
  const byPort = new Map<number, Taken>();
  for (const gateway of proxy.gateways) {
    for (const server of serversOf(gateway)) {
      const number = listenedPort(proxy, server.spec.port.number);
      const taken = byPort.get(number) ?? { servers: [], tlsHosts: new Set<string>() };
      byPort.set(number, taken);
      if (takes(taken, server)) taken.servers.push(server);
    }
  }
  return new Map([...byPort].map(([number, { servers }]) => [number, portOf(servers)]));
}

/** The servers of a Gateway that other pods can reach. */
export const serversOf = (gateway: IstioGatewayItem): Server[] =>
  (gateway.body.spec?.servers ?? []).flatMap((spec, index) =>
    isLocal(spec.bind)
      ? []
      : [{ gateway, path: `spec.servers[${index}]`, spec, hosts: hostsOf(spec, gateway.namespace) }],
  );

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

/** What a port has already. */
interface Taken {
  readonly servers: Server[];
  /** Hosts of servers with settings of TLS, those that send clients to HTTPS among them. */
  readonly tlsHosts: Set<string>;
}

/** Whether a port takes one more server. */
function takes({ servers, tlsHosts }: Taken, server: Server): boolean {
  if (server.spec.tls) {
    const keys = server.hosts.map(keyOf);
    if (keys.some((key) => tlsHosts.has(key))) return false;
    for (const key of keys) tlsHosts.add(key);
  }
  const [first] = servers;
  return first === undefined || !isPlain(first) || (isHttpPlain(first) && isHttpPlain(server));
}

const keyOf = ({ host, namespace = '' }: ServerHost) => `${namespace}/${host}`;

function portOf(servers: readonly Server[]): ProxyPort {
  const tls = servers.filter((server) => !isPlain(server));
  const names = tls.flatMap((server) => namesOf(server).map((name) => [name, server] as const));
  return {
    plain: servers.filter(isPlain),
    tls: hostIndexOf(names),
    hasTls: tls.length > 0,
    taken: names.find(([name, server]) => names.some(([other, by]) => other === name && by !== server))?.[0],
  };
}

/** Names of TLS handshakes that a server takes; one for any host takes them all. */
const namesOf = ({ hosts }: Server): readonly string[] => {
  const names = [...new Set(hosts.map(({ host }) => host))];
  return names.includes('*') ? ['*'] : names;
};
