import { refuse } from '../value/problem';
import { dnsSubdomain } from '../value/scalar';

/** The way to set replicas, disruption budget, resources and spread of the gateways of a class. */
export enum CapacityMode {
  /** Istio's: a ConfigMap with overlays behind `spec.infrastructure.parametersRef`. */
  CONFIG_MAP_OVERLAYS = 'ConfigMapOverlays',
  /** Separate HorizontalPodAutoscaler and PodDisruptionBudget; resources and spread cannot be set. */
  OWN_OBJECTS = 'OwnObjects',
  /** The gateway has no pods of yours. */
  NONE = 'None',
}

/** Features of a class of gateways; it lacks those that are left out. */
export interface GatewayClassFeatures {
  /** `spec.controllerName` of the GatewayClass, for example `istio.io/gateway-controller`. */
  readonly controllerName: string;
  /**
   * The way to set capacity.
   *
   * @default - CapacityMode.NONE
   */
  readonly capacityMode?: CapacityMode;
  /**
   * Name of the Deployment that serves a gateway, with `{gateway}` for the gateway's name;
   * needed for `CapacityMode.OWN_OBJECTS`.
   *
   * @default - the class creates no Deployment in the gateway's namespace
   */
  readonly deploymentName?: string;
  /**
   * Kind that `spec.infrastructure.parametersRef` may name.
   *
   * @default - the class has no parameters
   */
  readonly parametersKind?: string;
  /**
   * `spec.infrastructure.labels` and `annotations` reach the objects that the class creates.
   *
   * @default false
   */
  readonly infrastructureMetadata?: boolean;
  /**
   * Name of the proxy's container.
   *
   * @default - not known; resources cannot be set
   */
  readonly container?: string;
  /**
   * Name of the port on which the proxy's pods serve metrics.
   *
   * @default - not known; no PodMonitor
   */
  readonly metricsPort?: string;
  /**
   * Path of the metrics.
   *
   * @default /stats/prometheus
   */
  readonly metricsPath?: string;
  /**
   * The proxies are Istio's, and report `istio_requests_total`.
   *
   * @default false
   */
  readonly istio?: boolean;
  /**
   * Kuadrant enforces AuthPolicy and RateLimitPolicy on gateways of the class.
   *
   * @default false
   */
  readonly kuadrant?: boolean;
  /**
   * `sessionPersistence` of routes works.
   *
   * @default false
   */
  readonly sessionPersistence?: boolean;
}

/**
 * The implementation that runs a Gateway (`spec.gatewayClassName`), and its
 * features.
 */
export class GatewayClass {
  /** Istio. */
  public static readonly ISTIO = new GatewayClass('istio', {
    ...istioFeatures(),
    controllerName: 'istio.io/gateway-controller',
    deploymentName: '{gateway}-istio',
  });

  /**
   * OpenShift's own, Istio by the Ingress Operator (4.19 and later). The class is
   * created by an administrator (`GatewayClassDefinition`). Kuadrant enforces
   * policies on it when its operator is told this controller's name
   * (`ISTIO_GATEWAY_CONTROLLER_NAMES`).
   */
  public static readonly OPENSHIFT_DEFAULT = new GatewayClass('openshift-default', {
    ...istioFeatures(),
    controllerName: 'openshift.io/gateway-controller/v1',
    deploymentName: '{gateway}-openshift-default',
  });

  /**
   * Envoy Gateway, whose class an administrator creates; its documentation names
   * it `eg`. Its proxies run in its own namespace; an `EnvoyProxy` behind
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

  /** kgateway. A `GatewayParameters` behind `parameters` sets resources and spread. */
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

  /** Gloo Gateway. It does not read `spec.infrastructure`. */
  public static readonly GLOO = new GatewayClass('gloo-gateway', {
    controllerName: 'solo.io/gloo-gateway',
    capacityMode: CapacityMode.OWN_OBJECTS,
    deploymentName: 'gloo-proxy-{gateway}',
    container: 'gloo-gateway',
    metricsPort: 'http-monitoring',
    metricsPath: '/metrics',
  });

  /** GKE's global external Application Load Balancer; it runs outside the cluster. */
  public static readonly GKE_GLOBAL_EXTERNAL = GatewayClass.gke('gke-l7-global-external-managed');

  /** GKE's regional external Application Load Balancer. */
  public static readonly GKE_REGIONAL_EXTERNAL = GatewayClass.gke('gke-l7-regional-external-managed');

  /** GKE's internal Application Load Balancer. */
  public static readonly GKE_INTERNAL = GatewayClass.gke('gke-l7-rilb');

  /** A class of another name or implementation. */
  public static custom(name: string, features: GatewayClassFeatures): GatewayClass {
    if (features.capacityMode === CapacityMode.OWN_OBJECTS && features.deploymentName === undefined) {
      refuse({
        what: `deploymentName of gateway class '${name}'`,
        got: undefined,
        expected: 'the Deployment that the autoscaler scales',
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

  /** The same implementation under another name, as an administrator may have called it. */
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
