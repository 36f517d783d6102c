import { Construct } from 'constructs';
import {
  addServiceEntry,
  clientTls,
  DataPlane,
  hopSni,
  needsMutualTls,
  Ports,
  portsOf,
  refuseAtGateway,
  Registration,
} from './data-plane';
import { Flow } from './egress-host';
import { GatewayPolicy } from './gateway-policy';
import { InjectedGateway } from '../injected/injected-gateway';
import { Destination } from '../istio/destination';
import { DestinationRule } from '../istio/destination-rule';
import { IstioClientTls } from '../istio/istio-client-tls';
import { IstioGateway } from '../istio/istio-gateway';
import { IstioServer } from '../istio/istio-server';
import { IstioTarget } from '../istio/istio-target';
import { IstioServerTls } from '../istio/istio-tls';
import { VirtualService } from '../istio/virtual-service';
import { VirtualServiceGateway } from '../istio/virtual-service-gateway';

/** A gateway that is there, as Istio's APIs refer to it. */
export interface IstioDataPlaneProps {
  readonly scope: Construct;
  readonly namespace: string;
  readonly selector: { readonly [key: string]: string };
  readonly serviceHost: string;
  /** Gets the ports that it lacks. */
  readonly injectedGateway?: InjectedGateway;
  readonly hostsNamespace: string;
  readonly gatewayName: string;
  readonly destinationRuleName: string;
  readonly mutualTlsPort: number;
}

/** Gateway, DestinationRule and VirtualServices of Istio's own APIs, for sidecars. */
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
      // Each server of TLS takes its own server names only.
      podPort: ({ protocol, port }) => (protocol === 'TCP' ? this.podPort(port) : undefined),
    });
  }

  public add(registration: Registration): void {
    refuseAtGateway(registration);
    const { id, host, names, callers } = registration;
    const subset = names.subset ?? id;
    const { hostsNamespace: namespace } = this.props;
    const hops = host._flows.map((flow) => this.hopOf(flow, registration));
    addServiceEntry(registration, portsOf(registration), { namespace });
    hops.forEach(({ flow, port, isMutual }) => this.listen(flow, port, isMutual, host.hostname));
    const mutual = hops.filter(({ isMutual }) => isMutual).map(({ port }) => port);
    const tls = IstioClientTls.istioMutual({ sni: hopSni(host) });
    this.rule.addSubset({
      name: subset,
      trafficPolicy: mutual.length > 0 ? { portLevelSettings: mutual.map((port) => ({ port, tls })) } : undefined,
    });
    this.addRoutes(registration, hops, subset);
    this.addOrigination(registration);
    this.policy.add(registration, callers !== undefined);
  }

  private hopOf(flow: Flow, { host, callers }: Registration): Hop {
    const isMutual = needsMutualTls(flow, callers);
    const own = flow.protocol === 'HTTP' ? 80 : flow.port;
    const port = isMutual && flow.protocol === 'HTTP' ? this.props.mutualTlsPort : own;
    const kind = flow.protocol !== 'TCP' && isMutual ? 'mutual TLS' : flow.protocol;
    this.ports.claim(port, kind, host.hostname);
    return { flow, port, isMutual };
  }

  private listen({ protocol }: Flow, port: number, isMutual: boolean, host: string): void {
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

  /** Policies count the ports of pods, not those of the Service. */
  private podPort(port: number): number {
    const found = this.props.injectedGateway?.ports.find((one) => one.port === port);
    return found?.targetPort ?? port;
  }

  /** Two hops: from the sidecar to the gateway, and from there to the host. */
  private addRoutes({ scope, id, host, names }: Registration, hops: readonly Hop[], subset: string): void {
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
    for (const { flow, port, isMutual } of hops) {
      const there = [this.rule.destination({ subset, port })];
      const out = [Destination.host(host._server!, { port: flow.origination?.port ?? flow.port })];
      const atSidecar = { gateways: [VirtualServiceGateway.MESH], port: flow.port };
      const atGateway = { gateways: [here], port };
      if (flow.protocol === 'HTTP') {
        routes.addHttpRoute({ matches: [atSidecar], route: there });
        routes.addHttpRoute({ matches: [atGateway], route: out });
      } else if (flow.protocol === 'TLS') {
        routes.addTlsRoute({ matches: [{ ...atSidecar, sniHosts }], route: there });
        // What was wrapped for the way is unwrapped here, and goes on as bytes.
        if (isMutual) routes.addTcpRoute({ matches: [atGateway], route: out });
        else routes.addTlsRoute({ matches: [{ ...atGateway, sniHosts }], route: out });
      } else {
        routes.addTcpRoute({ matches: [atSidecar], route: there });
        routes.addTcpRoute({ matches: [atGateway], route: out });
      }
    }
  }

  private addOrigination({ scope, id, host, names }: Registration): void {
    const { namespace } = this;
    const [origination] = host._flows.flatMap((flow) => flow.origination ?? []);
    if (!origination) return;
    new DestinationRule(scope, 'origination', {
      name: names.origination ?? `originate-tls-for-${id}`,
      namespace,
      host: host.hostname,
      trafficPolicy: { portLevelSettings: [{ port: origination.port, tls: clientTls(origination, namespace) }] },
      // The gateway's alone: a sidecar would begin TLS in what an application has encrypted itself.
      exportTo: ['.'],
    });
  }
}

interface Hop {
  readonly flow: Flow;
  /** Port of the gateway. */
  readonly port: number;
  readonly isMutual: boolean;
}
