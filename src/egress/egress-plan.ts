import { Construct } from 'constructs';
import { EgressCaller } from './egress-caller';
import { EgressHost, Flow, Origination } from './egress-host';
import { EgressHostNames } from './egress-names';
import { DestinationRuleProps } from '../istio/destination-rule';
import { ClientTls as IstioClientTls } from '../istio/istio-client-tls';
import { Port as IstioPort } from '../istio/istio-port';
import { ServiceEntryProps, ServiceEntryResolution } from '../istio/service-entry';
import { refuse } from '../value/problem';

/** A host that was added to a gateway. */
export interface HostRequest {
  /** Scope of its objects. */
  readonly scope: Construct;
  readonly id: string;
  readonly host: EgressHost;
  readonly names: EgressHostNames;
  /** Callers; undefined for all workloads. */
  readonly callers?: readonly EgressCaller[];
}

/** The path of one flow through a gateway. */
export interface Hop {
  readonly flow: Flow;
  /** Port of the gateway. */
  readonly port: number;
  /** Whether it reaches the gateway by mutual TLS: required for callers, and to encrypt HTTP before TLS origination. */
  readonly isMutual: boolean;
  /** Suffix of object names; empty for the first flow of a host. */
  readonly suffix: string;
  /** Host and port to which the gateway connects. */
  readonly target: { readonly host: string; readonly port: number };
}

/** The objects of a host, independent of the API. */
export interface HostPlan extends HostRequest {
  readonly serviceEntry: ServiceEntryProps;
  readonly hops: readonly Hop[];
  readonly origination?: Origination & { readonly name: string };
}

/** Options of `planAtGateway`. */
export interface PlanOptions {
  /** Namespace of the ServiceEntry. */
  readonly namespace: string;
  readonly mutualTlsPort: number;
}

/** Plans a host behind a gateway. Its resolution must not be NONE, or the gateway would route traffic to itself. */
export function planAtGateway(request: HostRequest, { namespace, mutualTlsPort }: PlanOptions): HostPlan {
  refuseAtGateway(request);
  const { id, host, names, callers } = request;
  const { _server: server } = host;
  const hops = host._flows.map((flow, index): Hop => {
    const isMutual = flow.origination !== undefined || callers !== undefined;
    return {
      flow,
      port: flow.protocol !== 'HTTP' ? flow.port : isMutual ? mutualTlsPort : 80,
      isMutual,
      suffix: index === 0 ? '' : `-${flow.protocol.toLowerCase()}`,
      target: { host: server!, port: flow.origination?.port ?? flow.port },
    };
  });
  const ports = host._flows.flatMap((flow, index) => {
    const port = portOf(flow, { name: index === 0 ? names.port : undefined });
    return flow.origination ? [port, originationPort(flow.origination)] : [port];
  });
  const serviceEntry = {
    name: names.serviceEntry ?? id,
    namespace,
    hosts: host._isWildcard ? [host.hostname, server!] : [host.hostname],
    endpoints: host._isWildcard ? [{ address: server! }] : undefined,
    addresses: host._addresses,
    ports,
  };
  return { ...request, serviceEntry, hops, origination: originationOf(request) };
}

/** Plans a host that a waypoint serves; it needs no routes. */
export function planAtWaypoint(request: HostRequest, namespace: string): HostPlan {
  const { scope, id, host, names } = request;
  if (host._isWildcard && host._server !== undefined) {
    refuse(
      {
        what: `server of wildcard host '${host.hostname}'`,
        got: host._server,
        expected: 'no server at a waypoint; ztunnel does not send other hosts of the domain through the waypoint',
        fix: 'leave server out, so that the waypoint resolves each host, or add single hosts',
      },
      scope,
    );
  }
  const serviceEntry = {
    name: names.serviceEntry ?? id,
    namespace,
    hosts: [host.hostname],
    addresses: host._addresses,
    ports: host._flows.map((flow, index) =>
      portOf(flow, { name: index === 0 ? names.port : undefined, targetPort: flow.origination?.port }),
    ),
    resolution: host._isWildcard ? ServiceEntryResolution.DYNAMIC_DNS : undefined,
  };
  return { ...request, serviceEntry, hops: [], origination: originationOf(request) };
}

function originationOf({ id, host, names }: HostRequest): HostPlan['origination'] {
  const origination = host._flows.find((flow) => flow.origination)?.origination;
  return origination && { ...origination, name: names.origination ?? `originate-tls-for-${id}` };
}

/** The DestinationRule for TLS origination at a gateway. Not exported: sidecars would originate TLS a second time. */
export function originationAtGateway({ host, origination }: HostPlan, namespace: string): DestinationRuleProps {
  const { name, port } = origination!;
  const portLevelSettings = [{ port, tls: clientTls(origination!, namespace) }];
  return { name, namespace, host: host.hostname, trafficPolicy: { portLevelSettings }, exportTo: ['.'] };
}

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

/** Server name (SNI) of the mutual TLS connection from a sidecar to the gateway, without wildcard. */
export const hopSni = (host: EgressHost): string => host._server ?? host.hostname;

/** The port on which the host terminates TLS. */
export const originationPort = ({ port }: Origination): IstioPort => IstioPort.https(port);

function portOf({ protocol, port }: Flow, options: { readonly name?: string; readonly targetPort?: number }) {
  const make = { HTTP: IstioPort.http, TLS: IstioPort.tls, TCP: IstioPort.tcp }[protocol];
  return make(port, options);
}

/** Refuses hosts that no gateway supports, in any API. */
function refuseAtGateway({ scope, host }: HostRequest): void {
  if (host._isWildcard && host._server === undefined) {
    refuse(
      {
        what: `wildcard host '${host.hostname}'`,
        got: 'no server',
        expected: 'a host that serves all of them; a gateway cannot resolve the requested host',
        fix: `set server, for example server: 'www.${host.hostname.slice(2)}', or use EgressMode.waypoint(), or a ServiceEntry with istio.ServiceEntryResolution.DYNAMIC_DNS for sidecars, without a gateway`,
      },
      scope,
    );
  }
  if (host._flows.some(({ protocol }) => protocol === 'TCP') && host._addresses === undefined) {
    refuse(
      {
        what: `addresses of '${host.hostname}'`,
        got: undefined,
        expected: 'addresses; sidecars identify TCP traffic only by them',
        fix: "set them, for example addresses: ['203.0.113.10']",
      },
      scope,
    );
  }
}
