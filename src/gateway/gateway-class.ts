import { refuse } from '../value/problem';
import { dnsSubdomain } from '../value/scalar';

/** Mechanism that sets replicas, disruption budget, resources and spread of the gateways of a class. */
export enum CapacityMode {
  /** Writes a ConfigMap with overlays that `spec.infrastructure.parametersRef` names, as Istio reads it. */
  CONFIG_MAP_OVERLAYS = 'ConfigMapOverlays',
  /** Writes a separate HorizontalPodAutoscaler and PodDisruptionBudget; resources and spread cannot be set. */
  OWN_OBJECTS = 'OwnObjects',
  /** Writes no capacity; the implementation sizes its gateways itself. */
  NONE = 'None',
}

/** Features of a gateway class; a feature that is left out is not supported. */
export interface GatewayClassFeatures {
  /** `spec.controllerName` of the GatewayClass, for example `istio.io/gateway-controller`. */
  readonly controllerName: string;
  /**
   * Mechanism that sets capacity.
   *
   * @default - CapacityMode.NONE
   */
  readonly capacityMode?: CapacityMode;
  /**
   * Name of the Deployment that serves a gateway, with `{gateway}` for the gateway's name;
   * required for `CapacityMode.OWN_OBJECTS`.
   *
   * @default - none; the implementation creates no Deployment in the gateway's namespace
   */
  readonly deploymentName?: string;
  /**
   * Kind of the object that `spec.infrastructure.parametersRef` may name.
   *
   * @default - the class has no parameters
   */
  readonly parametersKind?: string;
  /**
   * Whether the implementation copies `spec.infrastructure.labels` and `annotations` to the objects that it creates.
   *
   * @default false
   */
  readonly infrastructureMetadata?: boolean;
  /**
   * Name of the proxy container.
   *
   * @default - unknown; resources cannot be set
   */
  readonly container?: string;
  /**
   * Name of the container port on which the proxy serves metrics.
   *
   * @default - unknown; no PodMonitor is created
   */
  readonly metricsPort?: string;
  /**
   * HTTP path of the metrics.
   *
   * @default /stats/prometheus
   */
  readonly metricsPath?: string;
  /**
   * Whether the proxies are Istio's, which report `istio_requests_total`.
   *
   * @default false
   */
  readonly istio?: boolean;
  /**
   * Whether Kuadrant enforces AuthPolicy and RateLimitPolicy on gateways of the class.
   *
   * @default false
   */
  readonly kuadrant?: boolean;
  /**
   * Whether the class supports `sessionPersistence` of routes.
   *
   * @default false
   */
  readonly sessionPersistence?: boolean;
}

/**
 * Implementation of a Gateway (`spec.gatewayClassName`), and its
 * features.
 */
export class GatewayClass {
  /** Istio (GatewayClass `istio`). */
  public static readonly ISTIO = new GatewayClass('istio', {
    ...istioFeatures(),
    controllerName: 'istio.io/gateway-controller',
    deploymentName: '{gateway}-istio',
  });

  /**
   * OpenShift's Gateway API, run by the Ingress Operator with Istio (4.19 and later). The class is
   * created by an administrator (`GatewayClassDefinition`). Kuadrant enforces
   * policies on it when the environment of its operator names this controller
   * (`ISTIO_GATEWAY_CONTROLLER_NAMES`).
   */
  public static readonly OPENSHIFT_DEFAULT = new GatewayClass('openshift-default', {
    ...istioFeatures(),
    controllerName: 'openshift.io/gateway-controller/v1',
    deploymentName: '{gateway}-openshift-default',
  });

  /**
   * Envoy Gateway. An administrator creates the class, which its documentation names
   * `eg`. The proxies run in the namespace of Envoy Gateway; an `EnvoyProxy` in
   * `parameters` sets their capacity.
   */
  public static readonly ENVOY_GATEWAY = new GatewayClass('eg', {
    controllerName: 'gateway.envoyproxy.io/gatewayclass-controller',
    parametersKind: 'EnvoyProxy',
    infrastructureMetadata: true,
    container: 'envoy',
    kuadrant: true,
    sessionPersistence: true,
  });

  /** kgateway. A `GatewayParameters` object in `parameters` sets resources and spread. */
  public static readonly KGATEWAY = new GatewayClass('kgateway', {
    controllerName: 'kgateway.dev/kgateway',
    capacityMode: CapacityMode.OWN_OBJECTS,
    deploymentName: '{gateway}',
    parametersKind: 'GatewayParameters',
    infrastructureMetadata: true,
    container: 'kgateway-proxy',
    metricsPort: 'http-monitoring',
    metricsPath: '/metrics',
    sessionPersistence: true,
  });

  /** Gloo Gateway. It ignores `spec.infrastructure`. */
  public static readonly GLOO = new GatewayClass('gloo-gateway', {
    controllerName: 'solo.io/gloo-gateway',
    capacityMode: CapacityMode.OWN_OBJECTS,
    deploymentName: 'gloo-proxy-{gateway}',
    container: 'gloo-gateway',
    metricsPort: 'http-monitoring',
    metricsPath: '/metrics',
  });

  /** GKE's global external Application Load Balancer. It runs outside the cluster. */
  public static readonly GKE_GLOBAL_EXTERNAL = GatewayClass.gke('gke-l7-global-external-managed');

  /** GKE's regional external Application Load Balancer. It runs outside the cluster. */
  public static readonly GKE_REGIONAL_EXTERNAL = GatewayClass.gke('gke-l7-regional-external-managed');

  /** GKE's internal Application Load Balancer. It runs outside the cluster. */
  public static readonly GKE_INTERNAL = GatewayClass.gke('gke-l7-rilb');

  /** A class with another name or implementation. */
  public static custom(name: string, features: GatewayClassFeatures): GatewayClass {
    if (features.capacityMode === CapacityMode.OWN_OBJECTS && features.deploymentName === undefined) {
      refuse({
        what: `deploymentName of gateway class '${name}'`,
        got: undefined,
        expected: 'the name of the Deployment that the autoscaler scales',
        fix: "name it, with {gateway} for the gateway's name, or leave capacityMode out",
      });
    }
    return new GatewayClass(dnsSubdomain('gateway class', name), features);
  }

  private static gke(name: string): GatewayClass {
    return new GatewayClass(name, { controllerName: 'networking.gke.io/gateway' });
  }

  private constructor(
    /** `metadata.name` of the GatewayClass. */
    public readonly name: string,
    /** Features of the class. */
    public readonly features: GatewayClassFeatures,
  ) {}

  /** A copy for the same implementation with another class name, as an administrator chose it. */
  public named(name: string): GatewayClass {
    const deploymentName = this.features.deploymentName?.replace(`-${this.name}`, `-${name}`);
    return new GatewayClass(dnsSubdomain('gateway class', name), {
      ...this.features,
      ...(deploymentName !== undefined && { deploymentName }),
    });
  }
}

function istioFeatures(): Omit<GatewayClassFeatures, 'controllerName'> {
  return {
    capacityMode: CapacityMode.CONFIG_MAP_OVERLAYS,
    parametersKind: 'ConfigMap',
    infrastructureMetadata: true,
    container: 'istio-proxy',
    metricsPort: 'metrics',
    istio: true,
    kuadrant: true,
  };
}
