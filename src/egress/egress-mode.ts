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

/** Egress by Istio's own APIs: a gateway that runs by injection, of this program or not. */
export interface EgressIstioApisOptions {
  /**
   * The gateway; it gets the ports that it lacks. Or `selector` and `serviceHost` of one that this program does not own.
   *
   * @default - `selector` and `serviceHost` are given
   */
  readonly gateway?: InjectedGateway;
  /**
   * Labels of the gateway's pods.
   *
   * @default - those of `gateway`
   */
  readonly selector?: { readonly [key: string]: string };
  /**
   * Name of the gateway's Service in the cluster, `egress.istio-egress.svc.cluster.local`.
   *
   * @default - that of `gateway`
   */
  readonly serviceHost?: string;
  /**
   * Namespace of ServiceEntries and VirtualServices; every namespace sees them all the same.
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
   * Name of the DestinationRule that has a subset of the gateway for each host.
   *
   * @default - the construct's id
   */
  readonly destinationRuleName?: string;
  /**
   * Port of the gateway for HTTP that comes by mutual TLS: where the gateway originates TLS, or hosts name callers. Port
   * 80 serves as well where no host of the gateway is called by plain HTTP without callers.
   *
   * @default 443
   */
  readonly mutualTlsPort?: number;
}

/** Egress by a Gateway of the Gateway API, which Istio deploys. */
export interface EgressGatewayApiOptions {
  /**
   * Istio's class, under whatever name.
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
   * Object with replicas, resources and the like (`spec.infrastructure.parametersRef`).
   *
   * @default - none
   */
  readonly parameters?: ParametersReference;
  /**
   * Port of the gateway for HTTP that comes by mutual TLS: where the gateway originates TLS, or hosts name callers. Port
   * 80 serves as well where no host of the gateway is called by plain HTTP without callers.
   *
   * @default 8443
   */
  readonly mutualTlsPort?: number;
  /**
   * Emit the Namespace, labelled for injection.
   *
   * @default true
   */
  readonly createNamespace?: boolean;
  /**
   * Control plane that the Namespace is labelled for.
   *
   * @default istio.Revision.DEFAULT
   */
  readonly revision?: IstioRevision;
  /**
   * Domain of the cluster.
   *
   * @default cluster.local
   */
  readonly clusterDomain?: string;
}

/** Egress from an ambient mesh, by a waypoint. */
export interface EgressWaypointOptions {
  /**
   * Name of the Gateway.
   *
   * @default - the construct's id
   */
  readonly gatewayName?: string;
  /**
   * Object with replicas, resources and the like (`spec.infrastructure.parametersRef`).
   *
   * @default - none
   */
  readonly parameters?: ParametersReference;
  /**
   * Emit the Namespace, labelled for the ambient mesh and the waypoint. A Namespace of another program needs the
   * labels `istio.io/dataplane-mode: ambient` and `istio.io/use-waypoint` with the gateway's name.
   *
   * @default true
   */
  readonly createNamespace?: boolean;
}

/** Which API configures an egress gateway, and which data plane brings traffic there. */
export class EgressMode {
  /** Istio's Gateway and VirtualService, for sidecars. */
  public static istioApis(options: EgressIstioApisOptions): EgressMode {
    return new EgressMode((props) => istioDataPlane(props, options), options.gateway !== undefined);
  }

  /** The Gateway API, for sidecars. */
  public static gatewayApi(options: EgressGatewayApiOptions = {}): EgressMode {
    return new EgressMode((props) => gatewayApiDataPlane(props, options));
  }

  /** A waypoint, for an ambient mesh. */
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
    /** Makes what the gateway consists of. @internal */
    public readonly _dataPlane: (props: DataPlaneProps) => DataPlane,
    /** Whether its gateway has a namespace already. @internal */
    public readonly _hasOwnNamespace: boolean = false,
  ) {}
}

function istioDataPlane(props: DataPlaneProps, options: EgressIstioApisOptions): DataPlane {
  const { gateway, gatewayName = props.name, destinationRuleName = props.name, mutualTlsPort = 443 } = options;
  const { scope } = props;
  const given = (['selector', 'serviceHost'] as const).filter((key) => options[key] !== undefined);
  if (given.length !== (gateway ? 0 : 2)) {
    const got = [...(gateway ? ['gateway'] : []), ...given].join(' and ') || 'none';
    const fix = gateway ? `leave ${given.join(' and ')} out` : 'name an InjectedGateway';
    refuse({ what: 'gateway', got, expected: 'gateway alone, or selector and serviceHost', fix }, scope);
  }
  if (gateway && props.namespace !== undefined && props.namespace !== gateway.namespace) {
    const expected = `'${gateway.namespace}', as the gateway`;
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
    const expected = "a class of Istio's; no other reads ServiceEntries";
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
    const expected = 'the namespace of the gateway, of which its Service has its name';
    const fix = "name one here or for the chart, for example 'istio-egress'";
    refuse({ what: 'namespace', got: namespace, expected, fix }, scope);
  }
  return dnsLabel('namespace', namespace);
}
