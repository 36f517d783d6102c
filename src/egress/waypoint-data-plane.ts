import { Construct } from 'constructs';
import { DataPlane } from './data-plane';
import { EgressCaller } from './egress-caller';
import { clientTls, HostRequest, planAtWaypoint } from './egress-plan';
import { SecretReader } from './secret-reader';
import { Gateway } from '../gateway/gateway';
import { GatewayClass } from '../gateway/gateway-class';
import { ParametersReference } from '../gateway/gateway-options';
import { Listener } from '../gateway/listener';
import { AuthorizationPolicy } from '../istio/authorization-policy';
import { DestinationRule } from '../istio/destination-rule';
import { PolicyTarget as IstioTarget } from '../istio/istio-target';
import { ServiceEntry } from '../istio/service-entry';

/** HBONE port of workloads in an ambient mesh. */
export const HBONE_PORT = 15008;

const WAYPOINT = GatewayClass.custom('istio-waypoint', {
  controllerName: 'istio.io/mesh-controller',
  deploymentName: '{gateway}',
  parametersKind: 'ConfigMap',
  infrastructureMetadata: true,
  istio: true,
});

/** Options of a waypoint that Istio deploys. */
export interface WaypointDataPlaneProps {
  readonly scope: Construct;
  readonly namespace: string;
  readonly gatewayName: string;
  readonly parameters?: ParametersReference;
}

/** The data plane of `EgressMode.waypoint`: a waypoint for the ServiceEntries of its namespace, without routes. */
export class WaypointDataPlane implements DataPlane {
  public readonly isAmbient = true;
  public readonly gatewayName: string;
  public readonly namespace: string;
  public readonly gateway: Gateway;
  private readonly secrets: SecretReader;

  public constructor({ scope, namespace, gatewayName: name, parameters }: WaypointDataPlaneProps) {
    this.namespace = namespace;
    this.gatewayName = name;
    this.gateway = new Gateway(scope, 'gateway', {
      name,
      namespace,
      gatewayClass: WAYPOINT,
      parameters,
      labels: { 'istio.io/waypoint-for': 'service' },
      listeners: [Listener.custom('HBONE', { name: 'mesh', port: HBONE_PORT })],
    });
    this.secrets = new SecretReader(scope, name, namespace);
  }

  public add(request: HostRequest): void {
    const { scope, host, callers, serviceEntry, origination } = planAtWaypoint(request, this.namespace);
    const entry = new ServiceEntry(scope, 'service-entry', serviceEntry);
    if (origination) {
      const { namespace } = this;
      const trafficPolicy = { tls: clientTls(origination, namespace) };
      const { name, credentialName } = origination;
      new DestinationRule(scope, 'origination', { name, namespace, host: host.hostname, trafficPolicy });
      if (credentialName !== undefined) this.secrets.allow();
    }
    if (callers) {
      new AuthorizationPolicy(scope, 'callers', {
        name: `${serviceEntry.name}-callers`,
        targets: [IstioTarget.serviceEntry(entry)],
        rules: [{ from: EgressCaller._from(callers) }],
      });
    }
  }
}
