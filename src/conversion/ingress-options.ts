import { IGateway } from '../gateway/gateway';
import { GatewayClass } from '../gateway/gateway-class';

/** Options of `Conversion.fromIngress`. */
export interface FromIngressOptions {
  /** The gateway that serves the hosts from now on; its listeners must be there for HTTP and HTTPS. */
  readonly gateway: IGateway;
  /**
   * Class of the gateway: for Istio's own, its policies stand for what the Gateway API has no field for.
   *
   * @default GatewayClass.ISTIO
   */
  readonly gatewayClass?: GatewayClass;
  /**
   * Port of the listeners for HTTP.
   *
   * @default 80
   */
  readonly httpPort?: number;
  /**
   * Port of the listeners for HTTPS.
   *
   * @default 443
   */
  readonly httpsPort?: number;
  /**
   * Other manifests that the controller reads: Services for named ports, Secrets, its ConfigMap.
   *
   * @default - none; what Ingresses refer to exists
   */
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- manifests are any objects; jsii has no unions
  readonly objects?: any[];
  /**
   * The controller's ConfigMap among the objects, `namespace/name`.
   *
   * @default - none; its keys have their defaults
   */
  readonly configMap?: string;
  /**
   * Annotations without their prefix that may be lost, such as `configuration-snippet`.
   *
   * @default - an annotation that cannot be translated is an error
   */
  readonly ignore?: string[];
}
