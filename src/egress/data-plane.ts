import { Construct } from 'constructs';
import { EgressCaller } from './egress-caller';
import { EgressHost, Flow, Origination } from './egress-host';
import { EgressHostNames } from './egress-names';
import { AuthorizationAttribute } from '../istio/authorization-attribute';
import { AuthorizationPolicyRule } from '../istio/authorization-rule';
import { IstioClientTls } from '../istio/istio-client-tls';
import { IstioPort } from '../istio/istio-port';
import { ServiceEntry, ServiceEntryProps } from '../istio/service-entry';
import { refuse } from '../manifest/problem';

/** A host that was added, and what is true of it at its gateway. */
export interface Registration {
  /** Where its objects go. */
  readonly scope: Construct;
  readonly id: string;
  readonly host: EgressHost;
  readonly names: EgressHostNames;
  /** Who may call it; nothing for everybody. */
  readonly callers?: readonly EgressCaller[];
}

/** What carries traffic out: the objects that a mode needs for the gateway and for each host. */
export interface DataPlane {
  readonly gatewayName: string;
  /** Namespace of the gateway's pods. */
  readonly namespace: string;
  readonly isAmbient: boolean;
  add(registration: Registration): void;
}

/** What a mode makes its data plane of. */
export interface DataPlaneProps {
  readonly scope: Construct;
  readonly name: string;
  readonly namespace?: string;
}

/** The ServiceEntry of a host; resolution is DNS, as NONE would lead a gateway back to itself. */
export function addServiceEntry(
  { scope, id, host, names }: Registration,
  ports: IstioPort[],
  props: Partial<ServiceEntryProps> = {},
): ServiceEntry {
  const { _server: server, _isWildcard } = host;
  const throughOneServer = _isWildcard && server !== undefined;
  return new ServiceEntry(scope, 'service-entry', {
    name: names.serviceEntry ?? id,
    hosts: throughOneServer ? [host.hostname, server] : [host.hostname],
    endpoints: throughOneServer ? [{ address: server }] : undefined,
    addresses: host._addresses,
    ports,
    ...props,
  });
}

/** Ports of a host as a gateway's ServiceEntry has them: those that applications call, and those that speak TLS. */
export function portsOf({ host, names }: Registration): IstioPort[] {
  return host._flows.flatMap((flow, index) => {
    const options = { name: index === 0 ? names.port : undefined };
    const port = portOf(flow, options);
    return flow.origination ? [port, originationPort(flow.origination)] : [port];
  });
}

/** The port that applications call. */
export function portOf({ protocol, port }: Flow, options: { readonly name?: string; readonly targetPort?: number }) {
  const make = { HTTP: IstioPort.http, TLS: IstioPort.tls, TCP: IstioPort.tcp }[protocol];
  return make(port, options);
}

/** The port where the host speaks TLS. */
export const originationPort = ({ port }: Origination): IstioPort => IstioPort.https(port);

/** TLS from the gateway to the host. */
export function clientTls(origination: Origination, namespace: string): IstioClientTls {
  const { sni, caConfigMap, credentialName } = origination;
  const names = { sni, subjectAltNames: [...origination.subjectAltNames] };
  return credentialName === undefined
    ? IstioClientTls.simple({
        ...names,
        credentialName: caConfigMap && `configmap://${namespace}/${caConfigMap}`,
      })
    : IstioClientTls.mutual({ ...names, credentialName });
}

/** Server name of the connection from a sidecar to the gateway, where that is mutual TLS; it has no wildcard. */
export const hopSni = (host: EgressHost): string => host._server ?? host.hostname;

/** Whether the way to the gateway must be mutual TLS: what is begun there was open before, and callers need a name. */
export const needsMutualTls = (flow: Flow, callers: Registration['callers']): boolean =>
  flow.origination !== undefined || callers !== undefined;

/** What an ALLOW policy at a gateway says of one host, whose pods listen on a port for what is not HTTP. */
export function ruleAtGateway({ host, callers }: Registration, flow: Flow, podPort?: number): AuthorizationPolicyRule {
  const from = callers && EgressCaller._from(callers);
  if (flow.protocol === 'HTTP') {
    // A client may write the port behind the host; a wildcard cannot have one at both ends.
    const hosts = host._isWildcard ? [host.hostname] : [host.hostname, `${host.hostname}:*`];
    return { from, to: [{ hosts }] };
  }
  const to = podPort === undefined ? undefined : [{ ports: [podPort] }];
  if (flow.protocol === 'TCP' && callers === undefined) {
    return { to };
  }
  const sni = callers === undefined ? host.hostname : hopSni(host);
  return { from, to, when: [{ attribute: AuthorizationAttribute.CONNECTION_SNI, values: [sni] }] };
}

/** What a gateway listens for, by port: which hosts get into each other's way. */
export class Ports {
  private readonly taken: { readonly port: number; readonly kind: string; readonly host: string }[] = [];

  public constructor(private readonly owner: Construct) {}

  /** Refuses a port that another host has in a way that excludes this one. */
  public claim(port: number, kind: 'HTTP' | 'TLS' | 'mutual TLS' | 'TCP', host: string): void {
    const isTls = (one: string) => one === 'TLS' || one === 'mutual TLS';
    for (const other of this.taken.filter((one) => one.port === port)) {
      const shares = isTls(kind) ? isTls(other.kind) && other.host !== host : kind === 'HTTP' && other.kind === 'HTTP';
      if (shares) continue;
      const isTcp = [kind, other.kind].includes('TCP');
      refuse(
        {
          what: `port ${port} of the gateway`,
          got: `${kind} for '${host}' beside ${other.kind} for '${other.host}'`,
          expected: isTcp
            ? 'TCP for one host alone; nothing in a TCP connection says which host is meant'
            : 'HTTP only, or TLS of different hosts only',
          fix: isTcp
            ? 'use another port, or another EgressGateway'
            : 'choose another mutualTlsPort, another port of the host, or another EgressGateway',
        },
        this.owner,
      );
    }
    this.taken.push({ port, kind, host });
  }
}

/** What a gateway cannot do, whichever API configures it. */
export function refuseAtGateway({ scope, host }: Registration): void {
  if (host._isWildcard && host._server === undefined) {
    refuse(
      {
        what: `wildcard host '${host.hostname}'`,
        got: 'no server',
        expected: 'one host that answers for all of them; a gateway does not look up the names that clients ask for',
        fix: `name it, for example server: 'www.${host.hostname.slice(2)}', or use EgressMode.waypoint(), or a ServiceEntry with ServiceEntryResolution.DYNAMIC_DNS for sidecars, without a gateway`,
      },
      scope,
    );
  }
  if (host._flows.some(({ protocol }) => protocol === 'TCP') && host._addresses === undefined) {
    refuse(
      {
        what: `addresses of '${host.hostname}'`,
        got: undefined,
        expected: 'the addresses that clients find; sidecars tell TCP apart by nothing else',
        fix: "name them, for example addresses: ['203.0.113.10']",
      },
      scope,
    );
  }
}
