import { Construct } from 'constructs';
import { DataPlane, Ports } from './data-plane';
import { Hop, HostPlan, HostRequest, originationAtGateway, originationPort, planAtGateway } from './egress-plan';
import { GatewayPolicy } from './gateway-policy';
import { SecretReader } from './secret-reader';
import {
  BackendTlsPolicy,
  BackendTlsTarget,
  SubjectAltName,
  WellKnownCaCertificates,
} from '../gateway/backend-tls-policy';
import { Gateway } from '../gateway/gateway';
import { GatewayClass } from '../gateway/gateway-class';
import { ParametersReference } from '../gateway/gateway-options';
import { CertificateReference, Listener } from '../gateway/listener';
import { DestinationRule } from '../istio/destination-rule';
import { ClientTls as IstioClientTls } from '../istio/istio-client-tls';
import { PolicyTarget as IstioTarget } from '../istio/istio-target';
import { ServiceEntry } from '../istio/service-entry';
import { Backend } from '../route/backend';
import { HttpRoute } from '../route/http-route';
import { RouteParent } from '../route/route-parent';
import { TcpRoute } from '../route/tcp-route';
import { TlsRoute } from '../route/tls-route';
import { refuse } from '../value/problem';

/** Options of a gateway that Istio deploys. */
export interface GatewayApiDataPlaneProps {
  readonly scope: Construct;
  readonly namespace: string;
  readonly gatewayName: string;
  readonly gatewayClass: GatewayClass;
  readonly parameters?: ParametersReference;
  readonly mutualTlsPort: number;
  readonly clusterDomain: string;
}

const MUTUAL_LISTENER = 'mutual-tls';

/** The data plane of `EgressMode.gatewayApi`: Gateway, listeners and routes. */
export class GatewayApiDataPlane implements DataPlane {
  public readonly isAmbient = false;
  public readonly gatewayName: string;
  public readonly namespace: string;
  public readonly gateway: Gateway;
  private readonly serviceName: string;
  private readonly ports: Ports;
  private readonly policy: GatewayPolicy;
  private readonly secrets: SecretReader;
  private hasMutualListener = false;

  public constructor(private readonly props: GatewayApiDataPlaneProps) {
    const { scope, namespace, gatewayName: name, gatewayClass } = props;
    this.namespace = namespace;
    this.gatewayName = name;
    this.serviceName = gatewayClass.features.deploymentName!.replace('{gateway}', name);
    this.ports = new Ports(scope);
    this.gateway = new Gateway(scope, 'gateway', {
      name,
      namespace,
      gatewayClass,
      parameters: props.parameters,
      annotations: { 'networking.istio.io/service-type': 'ClusterIP' },
    });
    const targets = [IstioTarget.gateway(this.gateway)];
    this.policy = new GatewayPolicy(scope, {
      name: `${name}-callers`,
      namespace,
      targets,
      // The listener for mutual TLS accepts any server name, so the rule is limited to the port of the flow.
      podPort: ({ port }) => port,
    });
    this.secrets = new SecretReader(scope, this.serviceName, namespace);
  }

  public add(request: HostRequest): void {
    const { namespace } = this;
    const plan = planAtGateway(request, { namespace, mutualTlsPort: this.props.mutualTlsPort });
    plan.hops.forEach((hop) => this.refuseUnknownCallers(plan, hop));
    const entry = new ServiceEntry(plan.scope, 'service-entry', plan.serviceEntry);
    plan.hops.forEach((hop) => this.addRoutes(plan, entry, hop));
    if (plan.origination) this.addOrigination(plan, entry, plan.origination);
    this.policy.add(plan);
  }

  private addRoutes(plan: HostPlan, entry: ServiceEntry, hop: Hop): void {
    const { scope, id, host, names, hops } = plan;
    const { flow, port, isMutual, suffix, target } = hop;
    const { namespace, gateway } = this;
    // With several ports, each route attaches to the port of its protocol.
    const isAlone = hops.length === 1 && !flow.origination && flow.protocol !== 'TCP';
    const inMesh = [isAlone ? RouteParent.of(entry) : RouteParent.port(entry, flow.port)];
    const direct = {
      name: `${names.directRoute ?? `direct-${id}-to-${gateway.name}`}${suffix}`,
      namespace,
      parents: inMesh,
      backends: [Backend.service(this.serviceName, port)],
    };
    const listener = this.listen(plan, hop);
    const forward = {
      name: `${names.forwardRoute ?? `forward-${id}-from-${gateway.name}`}${suffix}`,
      namespace,
      // Listeners without a host name are selected by name, others by host.
      parents: [
        isMutual || flow.protocol === 'TCP' ? RouteParent.listener(gateway, listener) : RouteParent.of(gateway),
      ],
      backends: [Backend.istioHostname(target.host, target.port)],
    };
    const hostnames = [host.hostname];
    if (flow.protocol === 'HTTP') {
      new HttpRoute(scope, `direct${suffix}`, direct);
      new HttpRoute(scope, `forward${suffix}`, { ...forward, hostnames });
    } else if (flow.protocol === 'TLS') {
      new TlsRoute(scope, `direct${suffix}`, { ...direct, hostnames });
      new TlsRoute(scope, `forward${suffix}`, { ...forward, hostnames });
    } else {
      new TcpRoute(scope, `direct${suffix}`, direct);
      new TcpRoute(scope, `forward${suffix}`, forward);
    }
  }

  /** Adds the listener for a host. Hosts with mutual TLS share one, which has no host name. */
  private listen({ id, host, names }: HostPlan, { flow, port, isMutual, suffix }: Hop): string {
    if (isMutual) {
      if (!this.hasMutualListener) this.addMutualListener(port);
      return MUTUAL_LISTENER;
    }
    this.ports.claim(port, flow.protocol, host.hostname);
    const options = { name: `${suffix === '' ? (names.listener ?? id) : `${id}${suffix}`}`, port };
    const { hostname } = host;
    const make = {
      HTTP: () => Listener.http({ ...options, hostname }),
      TLS: () => Listener.tlsPassthrough({ ...options, hostname }),
      TCP: () => Listener.tcp(options),
    };
    this.gateway.addListener(make[flow.protocol]());
    return options.name;
  }

  private addMutualListener(port: number): void {
    const { scope, namespace } = this.props;
    this.hasMutualListener = true;
    this.ports.claim(port, 'mutual TLS', 'all hosts that need it');
    const tlsOptions = { 'gateway.istio.io/tls-terminate-mode': 'ISTIO_MUTUAL' };
    this.gateway.addListener(Listener.https({ name: MUTUAL_LISTENER, port, tlsOptions }));
    new DestinationRule(scope, 'mutual-tls', {
      name: `${this.gatewayName}-mutual-tls`,
      namespace,
      host: `${this.serviceName}.${namespace}.svc.${this.props.clusterDomain}`,
      trafficPolicy: { portLevelSettings: [{ port, tls: IstioClientTls.istioMutual() }] },
    });
  }

  private addOrigination(plan: HostPlan, entry: ServiceEntry, tls: NonNullable<HostPlan['origination']>): void {
    const { namespace } = this;
    if (tls.credentialName !== undefined) {
      // Only Istio's own API supports a client certificate for a single backend.
      new DestinationRule(plan.scope, 'origination', originationAtGateway(plan, namespace));
      this.secrets.allow();
      return;
    }
    const isOwnName = tls.subjectAltNames.length === 1 && tls.subjectAltNames[0] === tls.sni;
    new BackendTlsPolicy(plan.scope, 'origination', {
      name: tls.name,
      namespace,
      targets: [BackendTlsTarget.serviceEntry(entry.name, originationPort(tls).name)],
      hostname: tls.sni,
      subjectAltNames: isOwnName ? [] : tls.subjectAltNames.map((name) => SubjectAltName.hostname(name)),
      ...(tls.caConfigMap === undefined
        ? { wellKnownCaCertificates: WellKnownCaCertificates.SYSTEM }
        : { caCertificates: [CertificateReference.configMap(tls.caConfigMap)] }),
    });
  }

  private refuseUnknownCallers({ scope, host, callers }: HostPlan, { flow: { protocol } }: Hop): void {
    if (callers === undefined || protocol === 'HTTP') return;
    refuse(
      {
        what: `callers of '${host.hostname}'`,
        got: `${protocol} with EgressMode.gatewayApi()`,
        expected: 'HTTP; for other protocols the gateway does not know the identity of the caller',
        fix: 'use EgressMode.istioApis() or EgressMode.waypoint(), or EgressHost.tlsOrigination()',
      },
      scope,
    );
  }
}
