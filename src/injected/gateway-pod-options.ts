import { Duration } from 'cdk8s';
import { DnsPolicy, ImagePullPolicy, k8s } from 'cdk8s-plus-28';
import { GatewayDrain } from './gateway-drain';
import { GatewayProxyConfig } from './proxy-config';

/**
 * What the pods of a gateway are like, beyond what injection fills in. What the API has as an object is one of
 * `k8s` from cdk8s-plus-28; an empty one leaves the field out.
 */
export interface GatewayPodOptions {
  /**
   * Labels of the pods, beside `labels`.
   *
   * @default - none
   */
  readonly podLabels?: { readonly [key: string]: string };
  /**
   * Annotations of the pods, beside those that injection and scraping need.
   *
   * @default - none
   */
  readonly podAnnotations?: { readonly [key: string]: string };
  /**
   * Templates that the pods are injected with (annotation `inject.istio.io/templates`).
   *
   * @default - `['gateway']`
   */
  readonly injectionTemplates?: string[];
  /**
   * Tell Prometheus to scrape the pods, by the annotations `prometheus.io/*`.
   *
   * @default true
   */
  readonly scrapeAnnotations?: boolean;
  /**
   * Settings of Envoy (annotation `proxy.istio.io/config`).
   *
   * @default - as the mesh has them, and what `drain` and the load balancer need
   */
  readonly proxyConfig?: GatewayProxyConfig;
  /**
   * What a pod does before it ends.
   *
   * @default - GatewayDrain.whenIdle(): at least 30 seconds, then until no connection is left
   */
  readonly drain?: GatewayDrain;
  /**
   * Time after which a pod that still drains is killed (`terminationGracePeriodSeconds`), whole seconds.
   *
   * @default - a minute more than the drain's minimum and the load balancer's deregistration delay; with
   * GatewayDrain.mesh() as Kubernetes has it, 30 seconds
   */
  readonly terminationGracePeriod?: Duration;
  /**
   * Security context of the pods, all of it.
   *
   * @default - seccomp RuntimeDefault, and every user may open ports below 1024 (`net.ipv4.ip_unprivileged_port_start: "0"`)
   */
  readonly podSecurityContext?: k8s.PodSecurityContext;
  /**
   * Security context of the proxy's container, all of it.
   *
   * @default - no capabilities, no privileges, root file system read-only, not root
   */
  readonly containerSecurityContext?: k8s.SecurityContext;
  /**
   * Ports of the proxy's container, for those who look for them by name, and for ports of the host (`ports`).
   * A port need not be here to be served.
   *
   * @default - `http-envoy-prom` 15090
   */
  readonly containerPorts?: k8s.ContainerPort[];
  /**
   * Variables of the proxy's container.
   *
   * @default - those that injection sets
   */
  readonly env?: { readonly [key: string]: string };
  /**
   * Variables that come from Secrets, ConfigMaps or fields.
   *
   * @default - none
   */
  readonly envVarFrom?: k8s.EnvVar[];
  /**
   * When the proxy's image is fetched (`imagePullPolicy`).
   *
   * @default - as injection and Kubernetes have it
   */
  readonly imagePullPolicy?: ImagePullPolicy;
  /**
   * Names of Secrets with which images are fetched (`imagePullSecrets`).
   *
   * @default - none
   */
  readonly imagePullSecrets?: string[];
  /**
   * When a pod is ready (`readinessProbe`).
   *
   * @default - injection's: `/healthz/ready` on 15021
   */
  readonly readinessProbe?: k8s.Probe;
  /**
   * What the proxy's container does once it started and before it stops (`lifecycle`).
   *
   * @default - nothing
   */
  readonly lifecycle?: k8s.Lifecycle;
  /**
   * Volumes of the pods.
   *
   * @default - those that injection adds
   */
  readonly volumes?: k8s.Volume[];
  /**
   * Where the proxy's container sees volumes, for example certificates in files.
   *
   * @default - those that injection adds
   */
  readonly volumeMounts?: k8s.VolumeMount[];
  /**
   * Containers that run before the proxy.
   *
   * @default - none
   */
  readonly initContainers?: k8s.Container[];
  /**
   * Containers beside the proxy.
   *
   * @default - none
   */
  readonly additionalContainers?: k8s.Container[];
  /**
   * Labels of the nodes that pods may run on.
   *
   * @default - any node
   */
  readonly nodeSelector?: { readonly [key: string]: string };
  /**
   * Nodes and neighbours that pods prefer or need.
   *
   * @default - none
   */
  readonly affinity?: k8s.Affinity;
  /**
   * Taints of nodes that pods put up with.
   *
   * @default - none
   */
  readonly tolerations?: k8s.Toleration[];
  /**
   * How pods are spread, all of it; excludes `capacity.spreadOver`.
   *
   * @default - evenly over `capacity.spreadOver`, as far as nodes allow; not for a DaemonSet
   */
  readonly topologySpreadConstraints?: k8s.TopologySpreadConstraint[];
  /**
   * Class that says which pods go first where nodes are short of room (`priorityClassName`).
   *
   * @default - the cluster's default
   */
  readonly priorityClassName?: string;
  /**
   * Whom pods ask for addresses (`dnsPolicy`).
   *
   * @default - GatewayDnsPolicy.CLUSTER_FIRST, which Kubernetes fills in
   */
  readonly dnsPolicy?: DnsPolicy;
  /**
   * Name servers, search domains and options (`dnsConfig`).
   *
   * @default - what `dnsPolicy` says
   */
  readonly dnsConfig?: k8s.PodDnsConfig;
}
