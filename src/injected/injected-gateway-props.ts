import { k8s } from 'cdk8s-plus-28';
import { GatewayPodOptions } from './gateway-pod-options';
import { GatewayScalingOptions } from './gateway-scaling-options';
import { GatewayService } from './gateway-service';

/** As whom a gateway runs, and what it may read. */
export interface GatewayIdentityOptions {
  /**
   * Emit the Namespace, once for all gateways of the program that are in it.
   *
   * @default true
   */
  readonly createNamespace?: boolean;
  /**
   * Label the Namespace for injection: `istio.io/rev` with a `revision`, else `istio-injection: enabled`, never
   * both. Without it the labels of the pods decide.
   *
   * @default true
   */
  readonly namespaceInjection?: boolean;
  /**
   * Further labels of the Namespace, for example of Pod Security.
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
   * Annotations of the ServiceAccount, for example the role of AWS.
   *
   * @default - none
   */
  readonly serviceAccountAnnotations?: { readonly [key: string]: string };
  /**
   * Mount a token of the Kubernetes API into pods that do not say otherwise. The proxy needs none; it has one of
   * its own for the control plane.
   *
   * @default - as Kubernetes has it: yes
   */
  readonly automountServiceAccountToken?: boolean;
  /**
   * Let the gateway read the Secrets of its namespace, which `credentialName` needs (Role and RoleBinding: get,
   * watch, list). Istio asks for all Secrets, so the Role cannot name some.
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

/** What a NetworkPolicy lets through to the pods of a gateway and from them, beside what it does by itself. */
export interface GatewayNetworkPolicy {
  /**
   * Who may reach the ports of the Service.
   *
   * @default - everybody
   */
  readonly sources?: k8s.NetworkPolicyPeer[];
  /**
   * Who may reach the ports with metrics, 15020 and 15090.
   *
   * @default - everybody
   */
  readonly metricsSources?: k8s.NetworkPolicyPeer[];
  /**
   * Further rules, for example for additional containers.
   *
   * @default - none
   */
  readonly ingress?: k8s.NetworkPolicyIngressRule[];
  /**
   * What pods may reach; istiod (15012) and DNS must be among it.
   *
   * @default - everything
   */
  readonly egress?: k8s.NetworkPolicyEgressRule[];
}

/** Options of an `InjectedGateway`. */
export interface InjectedGatewayProps extends GatewayIdentityOptions, GatewayPodOptions, GatewayScalingOptions {
  /**
   * Name of every object of it.
   *
   * @default - the construct's id
   */
  readonly name?: string;
  /**
   * Namespace of every object of it; not that of the control plane.
   *
   * @default - the namespace of the chart; one of the two must be given
   */
  readonly namespace?: string;
  /**
   * Revision of the control plane that it belongs to (`istio.io/rev`).
   *
   * @default - the default revision (`sidecar.istio.io/inject: "true"`)
   */
  readonly revision?: string;
  /**
   * Labels by which the Service, the workload and Gateways find the pods; unlike those of every other gateway.
   *
   * @default - `istio: <name>`
   */
  readonly selector?: { readonly [key: string]: string };
  /**
   * How it is reached.
   *
   * @default - GatewayService.loadBalancer(), on 15021, 80 and 443
   */
  readonly service?: GatewayService;
  /**
   * Labels of every object and of the pods, beside the `standardLabels`.
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
   * selector, and `istio.io/dataplane-mode: none`, which keeps the gateway out of an ambient mesh.
   *
   * @default true
   */
  readonly standardLabels?: boolean;
  /**
   * Network of which this is the gateway for others of a mesh with several networks (`topology.istio.io/network`).
   *
   * @default - none
   */
  readonly networkGateway?: string;
  /**
   * Emit a NetworkPolicy: in to the Service's ports, the health check and the metrics, out to everywhere.
   *
   * @default true
   */
  readonly createNetworkPolicy?: boolean;
  /**
   * What the NetworkPolicy lets through.
   *
   * @default - everybody in, everything out
   */
  readonly networkPolicy?: GatewayNetworkPolicy;
  /**
   * Emit an monitoring.IstioProxyMonitor for the namespace, once for all gateways in it; needs the Prometheus operator.
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
