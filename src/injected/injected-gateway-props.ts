import { k8s } from 'cdk8s-plus-28';
import { GatewayPodOptions } from './gateway-pod-options';
import { GatewayScalingOptions } from './gateway-scaling-options';
import { GatewayService } from './gateway-service';

/** Namespace, ServiceAccount and permissions of a gateway. */
export interface GatewayIdentityOptions {
  /**
   * Emit the Namespace, once for all gateways of the program in it.
   *
   * @default true
   */
  readonly createNamespace?: boolean;
  /**
   * Label the Namespace for injection: `istio.io/rev` with a `revision`, else `istio-injection: enabled`, never
   * both. With `false`, the pod labels control injection.
   *
   * @default true
   */
  readonly namespaceInjection?: boolean;
  /**
   * Further labels of the Namespace, for example for Pod Security Admission.
   *
   * @default - none
   */
  readonly namespaceLabels?: { readonly [key: string]: string };
  /**
   * Name of the ServiceAccount. Gateways of one namespace may share it.
   *
   * @default - the gateway's name; `default` with `createServiceAccount: false`
   */
  readonly serviceAccountName?: string;
  /**
   * Emit the ServiceAccount.
   *
   * @default true
   */
  readonly createServiceAccount?: boolean;
  /**
   * Annotations of the ServiceAccount, for example an IAM role.
   *
   * @default - none
   */
  readonly serviceAccountAnnotations?: { readonly [key: string]: string };
  /**
   * Mount a Kubernetes API token into pods that do not set the field. The proxy does not need it; it has a separate
   * token for the control plane.
   *
   * @default - the default of Kubernetes: true
   */
  readonly automountServiceAccountToken?: boolean;
  /**
   * Allow the gateway to read the Secrets of its namespace, which `credentialName` needs (Role and RoleBinding: get,
   * watch, list). Istio watches all Secrets, so the Role cannot be restricted to some.
   *
   * @default true
   */
  readonly readSecrets?: boolean;
  /**
   * Name of the Role and of the RoleBinding.
   *
   * @default - that of the ServiceAccount
   */
  readonly roleName?: string;
}

/** Peers and further rules of the NetworkPolicy of a gateway. */
export interface GatewayNetworkPolicy {
  /**
   * Peers that may connect to the ports of the Service.
   *
   * @default - all peers
   */
  readonly sources?: k8s.NetworkPolicyPeer[];
  /**
   * Peers that may connect to the metrics ports, 15020 and 15090.
   *
   * @default - all peers
   */
  readonly metricsSources?: k8s.NetworkPolicyPeer[];
  /**
   * Further ingress rules, for example for additional containers.
   *
   * @default - none
   */
  readonly ingress?: k8s.NetworkPolicyIngressRule[];
  /**
   * Egress rules; they must allow istiod (15012) and DNS.
   *
   * @default - all egress is allowed
   */
  readonly egress?: k8s.NetworkPolicyEgressRule[];
}

/** Options of an `InjectedGateway`. */
export interface InjectedGatewayProps extends GatewayIdentityOptions, GatewayPodOptions, GatewayScalingOptions {
  /**
   * Name of the objects of the gateway.
   *
   * @default - the construct's id
   */
  readonly name?: string;
  /**
   * Namespace of the objects of the gateway; not that of the control plane.
   *
   * @default - the namespace of the chart, which is then required
   */
  readonly namespace?: string;
  /**
   * Revision of the control plane (`istio.io/rev`).
   *
   * @default - the default revision (`sidecar.istio.io/inject: "true"`)
   */
  readonly revision?: string;
  /**
   * Labels by which the Service, the workload and Istio Gateways select the pods; unique to this gateway.
   *
   * @default - `istio: <name>`
   */
  readonly selector?: { readonly [key: string]: string };
  /**
   * Service of the gateway.
   *
   * @default - GatewayService.loadBalancer() with ports 15021, 80 and 443
   */
  readonly service?: GatewayService;
  /**
   * Labels of every object and of the pods, in addition to the `standardLabels`.
   *
   * @default - none
   */
  readonly labels?: { readonly [key: string]: string };
  /**
   * Annotations of every object.
   *
   * @default - none
   */
  readonly annotations?: { readonly [key: string]: string };
  /**
   * Label every object and the pods with `app`, `app.kubernetes.io/name`, `app.kubernetes.io/part-of: istio`, the
   * selector, and `istio.io/dataplane-mode: none`, which excludes the gateway from an ambient mesh.
   *
   * @default true
   */
  readonly standardLabels?: boolean;
  /**
   * Network that this gateway exposes to other networks of a multi-network mesh (`topology.istio.io/network`).
   *
   * @default - none
   */
  readonly networkGateway?: string;
  /**
   * Emit a NetworkPolicy: ingress to the ports of the Service, the health check and the metrics; all egress.
   *
   * @default true
   */
  readonly createNetworkPolicy?: boolean;
  /**
   * Peers and further rules of the NetworkPolicy.
   *
   * @default - ingress from all peers, all egress
   */
  readonly networkPolicy?: GatewayNetworkPolicy;
  /**
   * Emit a monitoring.IstioProxyMonitor for the namespace, once for all gateways in it; needs the Prometheus operator.
   *
   * @default false
   */
  readonly monitoring?: boolean;
  /**
   * Domain of the cluster, part of `serviceHost`.
   *
   * @default cluster.local
   */
  readonly clusterDomain?: string;
}
