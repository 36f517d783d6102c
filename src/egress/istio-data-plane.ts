import { Construct } from 'constructs';
import { DataPlane, Ports } from './data-plane';
import { Hop, HostPlan, hopSni, HostRequest, originationAtGateway, planAtGateway } from './egress-plan';
import { GatewayPolicy } from './gateway-policy';
import { InjectedGateway } from '../injected/injected-gateway';
import { Destination } from '../istio/destination';
import { DestinationRule } from '../istio/destination-rule';
import { ClientTls as IstioClientTls } from '../istio/istio-client-tls';
import { Gateway as IstioGateway } from '../istio/istio-gateway';
import { Server as IstioServer } from '../istio/istio-server';
import { PolicyTarget as IstioTarget } from '../istio/istio-target';
import { ServerTls as IstioServerTls } from '../istio/istio-tls';
import { ServiceEntry } from '../istio/service-entry';
import { VirtualService } from '../istio/virtual-service';
import { VirtualServiceGateway } from '../istio/virtual-service-gateway';

/** Options of a gateway that is configured by Istio's APIs. */
export interface IstioDataPlaneProps {
  readonly scope: Construct;
  readonly namespace: string;
  readonly selector: { readonly [key: string]: string };
  readonly serviceHost: string;
  /** The injected gateway, to which missing ports are added. */
  readonly injectedGateway?: InjectedGateway;
  readonly hostsNamespace: string;
  readonly gatewayName: string;
  readonly destinationRuleName: string;
  readonly mutualTlsPort: number;
}

/** The data plane of `EgressMode.istioApis`: Gateway, DestinationRule and VirtualServices. */
export class IstioDataPlane implements DataPlane {
  public readonly isAmbient = false;
  public readonly gatewayName: string;
  public readonly namespace: string;
  private readonly gateway: IstioGateway;
  private readonly rule: DestinationRule;
  private readonly ports: Ports;
  private readonly policy: GatewayPolicy;

  public constructor(private readonly props: IstioDataPlaneProps) {
    const { scope, namespace, selector } = props;
    this.namespace = namespace;
    this.gatewayName = props.gatewayName;
    this.ports = new Ports(scope);
    this.gateway = new IstioGateway(scope, 'gateway', { name: props.gatewayName, namespace, selector });
    this.rule = new DestinationRule(scope, 'destination-rule', {
      name: props.destinationRuleName,
      namespace,
      host: props.serviceHost,
    });
    const targets = [IstioTarget.workloads(selector)];
    this.policy = new GatewayPolicy(scope, {
      name: `${props.gatewayName}-callers`,
      namespace,
      targets,
      // TLS servers accept only their own server names, so only TCP needs a port.
      podPort: ({ protocol, port }) => (protocol === 'TCP' ? this.podPort(port) : undefined),
    });
  }

  public add(request: HostRequest): void {
    const { hostsNamespace: namespace, mutualTlsPort } = this.props;
    const plan = planAtGateway(request, { namespace, mutualTlsPort });
    const { scope, id, host, names, hops } = plan;
    for (const { flow, port, isMutual } of hops) {
      this.ports.claim(port, flow.protocol !== 'TCP' && isMutual ? 'mutual TLS' : flow.protocol, host.hostname);
    }
    new ServiceEntry(scope, 'service-entry', plan.serviceEntry);
    hops.forEach((hop) => this.listen(hop, host.hostname));
    const mutual = hops.filter(({ isMutual }) => isMutual).map(({ port }) => port);
    const tls = IstioClientTls.istioMutual({ sni: hopSni(host) });
    const subset = names.subset ?? id;
    this.rule.addSubset({
      name: subset,
      trafficPolicy: mutual.length > 0 ? { portLevelSettings: mutual.map((port) => ({ port, tls })) } : undefined,
    });
    this.addRoutes(plan, subset);
    if (plan.origination) new DestinationRule(scope, 'origination', originationAtGateway(plan, this.namespace));
    this.policy.add(plan);
  }

  private listen({ flow: { protocol }, port, isMutual }: Hop, host: string): void {
    const hosts = [host];
    const tls = isMutual ? IstioServerTls.istioMutual() : IstioServerTls.passthrough();
    if (protocol === 'HTTP') {
      this.gateway.addServer(isMutual ? IstioServer.https({ hosts, port, tls }) : IstioServer.http({ hosts, port }));
    } else if (protocol === 'TLS' || isMutual) {
      this.gateway.addServer(IstioServer.tls({ hosts, port, tls }));
    } else {
      this.gateway.addServer(IstioServer.tcp({ hosts, port }));
    }
    const { injectedGateway } = this.props;
    if (injectedGateway && !injectedGateway.ports.some((one) => one.port === port)) {
      injectedGateway.addPort({ name: `${protocol.toLowerCase()}-${port}`, port });
    }
  }

  /** Policies match pod ports, not Service ports. */
  private podPort(port: number): number {
    const found = this.props.injectedGateway?.ports.find((one) => one.port === port);
    return found?.targetPort ?? port;
  }

  /** Adds the routes of both hops: from the sidecar to the gateway, and from the gateway to the host. */
  private addRoutes({ scope, id, host, names, hops }: HostPlan, subset: string): void {
    const here = VirtualServiceGateway.of(this.gateway);
    const sniHosts = [host.hostname];
    const tls = hops.some(({ flow }) => flow.protocol === 'TLS') ? [] : undefined;
    const routes = new VirtualService(scope, 'virtual-service', {
      name: names.virtualService ?? id,
      namespace: this.props.hostsNamespace,
      hosts: [host.hostname],
      gateways: [VirtualServiceGateway.MESH, here],
      tls,
    });
    for (const { flow, port, isMutual, target } of hops) {
      const there = [this.rule.destination({ subset, port })];
      const out = [Destination.host(target.host, { port: target.port })];
      const atSidecar = { gateways: [VirtualServiceGateway.MESH], port: flow.port };
      const atGateway = { gateways: [here], port };
      if (flow.protocol === 'HTTP') {
        routes.addHttpRoute({ matches: [atSidecar], route: there });
        routes.addHttpRoute({ matches: [atGateway], route: out });
      } else if (flow.protocol === 'TLS') {
        routes.addTlsRoute({ matches: [{ ...atSidecar, sniHosts }], route: there });
        // The gateway terminates mesh mutual TLS, and forwards the TLS inside as TCP.
        if (isMutual) routes.addTcpRoute({ matches: [atGateway], route: out });
        else routes.addTlsRoute({ matches: [{ ...atGateway, sniHosts }], route: out });
      } else {
        routes.addTcpRoute({ matches: [atSidecar], route: there });
        routes.addTcpRoute({ matches: [atGateway], route: out });
      }
    }
  }
}
