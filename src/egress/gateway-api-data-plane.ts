import { Construct } from 'constructs';
import {
  addServiceEntry,
  clientTls,
  DataPlane,
  needsMutualTls,
  originationPort,
  Ports,
  portsOf,
  refuseAtGateway,
  Registration,
} from './data-plane';
import { Flow, Origination } from './egress-host';
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
import { IstioClientTls } from '../istio/istio-client-tls';
import { IstioTarget } from '../istio/istio-target';
import { ServiceEntry } from '../istio/service-entry';
import { refuse } from '../manifest/problem';
import { Backend } from '../route/backend';
import { HttpRoute } from '../route/http-route';
import { RouteParent } from '../route/parent';
import { TcpRoute } from '../route/tcp-route';
import { TlsRoute } from '../route/tls-route';

/** A gateway that Istio deploys. */
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

/** Gateway, listeners and routes of the Gateway API, for sidecars. */
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
      // The listener for mutual TLS takes every server name: one that passes through elsewhere opens nothing there.
      podPort: ({ port }) => port,
    });
    this.secrets = new SecretReader(scope, this.serviceName, namespace);
  }

  public add(registration: Registration): void {
    refuseAtGateway(registration);
    const { callers, host } = registration;
    host._flows.forEach((flow) => this.refuseUnknownCallers(registration, flow));
    const { namespace } = this;
    const entry = addServiceEntry(registration, portsOf(registration), { namespace });
    host._flows.forEach((flow, index) => this.addFlow(registration, entry, flow, index));
    this.policy.add(registration, callers !== undefined);
  }

  private addFlow(registration: Registration, entry: ServiceEntry, flow: Flow, index: number): void {
    const { scope, id, host, names, callers } = registration;
    const { namespace, gateway } = this;
    const isMutual = flow.protocol === 'HTTP' && needsMutualTls(flow, callers);
    const own = flow.protocol === 'HTTP' ? 80 : flow.port;
    const port = isMutual ? this.props.mutualTlsPort : own;
    // Several ports: routes of each protocol are for their own.
    const isAlone = host._flows.length === 1 && !flow.origination && flow.protocol !== 'TCP';
    const inMesh = [isAlone ? RouteParent.of(entry) : RouteParent.port(entry, flow.port)];
    const suffix = index === 0 ? '' : `-${flow.protocol.toLowerCase()}`;
    const direct = {
      name: `${names.directRoute ?? `direct-${id}-to-${gateway.name}`}${suffix}`,
      namespace,
      parents: inMesh,
      backends: [Backend.service(this.serviceName, port)],
    };
    const listener = this.listen(registration, flow, port, isMutual, suffix);
    const forward = {
      name: `${names.forwardRoute ?? `forward-${id}-from-${gateway.name}`}${suffix}`,
      namespace,
      // Hosts tell listeners apart, but for those that have none.
      parents: [
        isMutual || flow.protocol === 'TCP' ? RouteParent.listener(gateway, listener) : RouteParent.of(gateway),
      ],
      backends: [Backend.istioHostname(host._server!, flow.origination?.port ?? flow.port)],
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
    if (flow.origination) this.addOrigination(registration, entry, flow.origination);
  }

  /** The listener for a host; that for mutual TLS is one for all, as sidecars ask it for no host. */
  private listen({ id, host, names }: Registration, flow: Flow, port: number, isMutual: boolean, suffix: string) {
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
    const { scope, namespace } = { ...this.props };
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

  private addOrigination({ scope, id, host, names }: Registration, entry: ServiceEntry, tls: Origination): void {
    const { namespace } = this;
    const common = { name: names.origination ?? `originate-tls-for-${id}`, namespace };
    if (tls.credentialName !== undefined) {
      // Istio gives a client certificate to no single backend but by its own API.
      new DestinationRule(scope, 'origination', {
        ...common,
        host: host.hostname,
        trafficPolicy: { portLevelSettings: [{ port: tls.port, tls: clientTls(tls, namespace) }] },
        exportTo: ['.'],
      });
      this.secrets.allow();
      return;
    }
    const isOwnName = tls.subjectAltNames.length === 1 && tls.subjectAltNames[0] === tls.sni;
    new BackendTlsPolicy(scope, 'origination', {
      ...common,
      targets: [BackendTlsTarget.serviceEntry(entry.name, originationPort(tls).name)],
      hostname: tls.sni,
      subjectAltNames: isOwnName ? [] : tls.subjectAltNames.map((name) => SubjectAltName.hostname(name)),
      ...(tls.caConfigMap === undefined
        ? { wellKnownCaCertificates: WellKnownCaCertificates.SYSTEM }
        : { caCertificates: [CertificateReference.configMap(tls.caConfigMap)] }),
    });
  }

  private refuseUnknownCallers({ scope, host, callers }: Registration, { protocol }: Flow): void {
    if (callers === undefined || protocol === 'HTTP') return;
    refuse(
      {
        what: `callers of '${host.hostname}'`,
        got: `${protocol} at a gateway of the Gateway API`,
        expected: 'HTTP, of which the gateway is told who calls; what passes through it unopened carries no name',
        fix: 'use EgressMode.istioApis() or EgressMode.waypoint(), or EgressHost.tlsOrigination()',
      },
      scope,
    );
  }
}
