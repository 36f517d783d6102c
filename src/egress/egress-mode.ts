import { DataPlane, DataPlaneProps } from './data-plane';
import { GatewayApiDataPlane } from './gateway-api-data-plane';
import { IstioDataPlane } from './istio-data-plane';
import { addNamespace } from './namespace';
import { WaypointDataPlane } from './waypoint-data-plane';
import { GatewayClass } from '../gateway/gateway-class';
import { ParametersReference } from '../gateway/gateway-options';
import { InjectedGateway } from '../injected/injected-gateway';
import { Revision as IstioRevision } from '../istio/revision';
import { refuse } from '../value/problem';
import { dnsLabel, hostname, labels, port } from '../value/scalar';

/** Egress with the Istio APIs, through an injected gateway. */
export interface EgressIstioApisOptions {
  /**
   * The gateway, to which missing ports are added. For a gateway that is managed elsewhere, set `selector` and
   * `serviceHost` instead.
   *
   * @default - none; `selector` and `serviceHost` are required
   */
  readonly gateway?: InjectedGateway;
  /**
   * Labels of the gateway's pods.
   *
   * @default - those of `gateway`
   */
  readonly selector?: { readonly [key: string]: string };
  /**
   * Host name of the gateway's Service, such as `egress.istio-egress.svc.cluster.local`.
   *
   * @default - that of `gateway`
   */
  readonly serviceHost?: string;
  /**
   * Namespace of ServiceEntries and VirtualServices, which apply to all namespaces.
   *
   * @default - the namespace of the gateway
   */
  readonly hostsNamespace?: string;
  /**
   * Name of the Istio Gateway.
   *
   * @default - the construct's id
   */
  readonly gatewayName?: string;
  /**
   * Name of the DestinationRule with a subset of the gateway for each host.
   *
   * @default - the construct's id
   */
  readonly destinationRuleName?: string;
  /**
   * Port of the gateway for HTTP over mutual TLS, which hosts with TLS origination or callers use. It can be 80 if no
   * other host of the gateway uses plain HTTP.
   *
   * @default 443
   */
  readonly mutualTlsPort?: number;
}

/** Egress with the Gateway API, through a Gateway that Istio deploys. */
export interface EgressGatewayApiOptions {
  /**
   * GatewayClass of Istio; it may have another name.
   *
   * @default GatewayClass.ISTIO
   */
  readonly gatewayClass?: GatewayClass;
  /**
   * Name of the Gateway.
   *
   * @default - the construct's id
   */
  readonly gatewayName?: string;
  /**
   * Parameters of the deployment, such as replicas and resources (`spec.infrastructure.parametersRef`).
   *
   * @default - none
   */
  readonly parameters?: ParametersReference;
  /**
   * Port of the gateway for HTTP over mutual TLS, which hosts with TLS origination or callers use. It can be 80 if no
   * other host of the gateway uses plain HTTP.
   *
   * @default 8443
   */
  readonly mutualTlsPort?: number;
  /**
   * Emits the Namespace, labeled for sidecar injection.
   *
   * @default true
   */
  readonly createNamespace?: boolean;
  /**
   * Revision of the control plane in the label of the Namespace.
   *
   * @default istio.Revision.DEFAULT
   */
  readonly revision?: IstioRevision;
  /**
   * DNS domain of the cluster.
   *
   * @default cluster.local
   */
  readonly clusterDomain?: string;
}

/** Egress from an ambient mesh, through a waypoint. */
export interface EgressWaypointOptions {
  /**
   * Name of the Gateway.
   *
   * @default - the construct's id
   */
  readonly gatewayName?: string;
  /**
   * Parameters of the deployment, such as replicas and resources (`spec.infrastructure.parametersRef`).
   *
   * @default - none
   */
  readonly parameters?: ParametersReference;
  /**
   * Emits the Namespace, labeled for the ambient mesh and the waypoint. A Namespace that is managed elsewhere needs the
   * labels `istio.io/dataplane-mode: ambient` and `istio.io/use-waypoint: <gatewayName>`.
   *
   * @default true
   */
  readonly createNamespace?: boolean;
}

/** The API that configures an egress gateway, and the data plane that sends traffic to it. */
export class EgressMode {
  /** Istio Gateway and VirtualService, for sidecars. */
  public static istioApis(options: EgressIstioApisOptions): EgressMode {
    return new EgressMode((props) => istioDataPlane(props, options), options.gateway !== undefined);
  }

  /** Gateway and routes of the Gateway API, for sidecars. */
  public static gatewayApi(options: EgressGatewayApiOptions = {}): EgressMode {
    return new EgressMode((props) => gatewayApiDataPlane(props, options));
  }

  /** Waypoint, for an ambient mesh. */
  public static waypoint(options: EgressWaypointOptions = {}): EgressMode {
    return new EgressMode((props) => {
      const namespace = namespaceOf(props);
      const { gatewayName = props.name, parameters, createNamespace = true } = options;
      if (createNamespace) {
        const wanted = { 'istio.io/dataplane-mode': 'ambient', 'istio.io/use-waypoint': gatewayName };
        addNamespace(props.scope, namespace, wanted);
      }
      return new WaypointDataPlane({ scope: props.scope, namespace, gatewayName, parameters });
    });
  }

  private constructor(
    /** Creates the gateway. @internal */
    public readonly _dataPlane: (props: DataPlaneProps) => DataPlane,
    /** Whether the gateway determines its namespace. @internal */
    public readonly _hasOwnNamespace: boolean = false,
  ) {}
}

function istioDataPlane(props: DataPlaneProps, options: EgressIstioApisOptions): DataPlane {
  const { gateway, gatewayName = props.name, destinationRuleName = props.name, mutualTlsPort = 443 } = options;
  const { scope } = props;
  const given = (['selector', 'serviceHost'] as const).filter((key) => options[key] !== undefined);
  if (given.length !== (gateway ? 0 : 2)) {
    const got = [...(gateway ? ['gateway'] : []), ...given].join(' and ') || 'none';
    const fix = gateway ? `leave ${given.join(' and ')} out` : 'set gateway to an InjectedGateway';
    refuse({ what: 'gateway', got, expected: 'only gateway, or selector and serviceHost', fix }, scope);
  }
  if (gateway && props.namespace !== undefined && props.namespace !== gateway.namespace) {
    const expected = `'${gateway.namespace}', the namespace of the gateway`;
    refuse({ what: 'namespace', got: props.namespace, expected, fix: 'leave it out' }, scope);
  }
  const namespace = gateway?.namespace ?? namespaceOf(props);
  return new IstioDataPlane({
    scope,
    namespace,
    selector: gateway?.selector ?? labels('selector', options.selector!),
    serviceHost: gateway?.serviceHost ?? hostname('serviceHost', options.serviceHost!),
    injectedGateway: gateway,
    hostsNamespace: dnsLabel('hostsNamespace', options.hostsNamespace ?? namespace),
    gatewayName,
    destinationRuleName,
    mutualTlsPort: port('mutualTlsPort', mutualTlsPort),
  });
}

function gatewayApiDataPlane(props: DataPlaneProps, options: EgressGatewayApiOptions): DataPlane {
  const { gatewayClass = GatewayClass.ISTIO, gatewayName = props.name, mutualTlsPort = 8443 } = options;
  const { istio, deploymentName } = gatewayClass.features;
  if (!istio || deploymentName === undefined) {
    const expected = 'a GatewayClass of Istio; other implementations do not support ServiceEntries';
    refuse({ what: 'gatewayClass', got: gatewayClass.name, expected, fix: 'use GatewayClass.ISTIO' }, props.scope);
  }
  const namespace = namespaceOf(props);
  if (options.createNamespace ?? true) {
    addNamespace(props.scope, namespace, (options.revision ?? IstioRevision.DEFAULT).namespaceLabels);
  }
  return new GatewayApiDataPlane({
    scope: props.scope,
    namespace,
    gatewayName,
    gatewayClass,
    parameters: options.parameters,
    mutualTlsPort: port('mutualTlsPort', mutualTlsPort),
    clusterDomain: options.clusterDomain ?? 'cluster.local',
  });
}

function namespaceOf({ scope, namespace }: DataPlaneProps): string {
  if (namespace === undefined) {
    const expected = 'the namespace of the gateway, which is part of the host name of its Service';
    const fix = "set it here or for the chart, for example 'istio-egress'";
    refuse({ what: 'namespace', got: namespace, expected, fix }, scope);
  }
  return dnsLabel('namespace', namespace);
}
