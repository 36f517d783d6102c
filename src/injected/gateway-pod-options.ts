import { Duration } from 'cdk8s';
import { DnsPolicy, ImagePullPolicy, k8s } from 'cdk8s-plus-28';
import { GatewayDrain } from './gateway-drain';
import { GatewayProxyConfig } from './proxy-config';

/**
 * Options of the pods of a gateway, in addition to injection. Kubernetes objects have the types of
 * `k8s` in cdk8s-plus-28; an empty object leaves the field out.
 */
export interface GatewayPodOptions {
  /**
   * Labels of the pods, in addition to `labels`.
   *
   * @default - none
   */
  readonly podLabels?: { readonly [key: string]: string };
  /**
   * Annotations of the pods, in addition to those for injection and scraping.
   *
   * @default - none
   */
  readonly podAnnotations?: { readonly [key: string]: string };
  /**
   * Injection templates (annotation `inject.istio.io/templates`).
   *
   * @default - `['gateway']`
   */
  readonly injectionTemplates?: string[];
  /**
   * Set the annotations `prometheus.io/*`, by which Prometheus scrapes the pods.
   *
   * @default true
   */
  readonly scrapeAnnotations?: boolean;
  /**
   * Proxy settings (annotation `proxy.istio.io/config`).
   *
   * @default - those of the mesh, and those that `drain` and the load balancer need
   */
  readonly proxyConfig?: GatewayProxyConfig;
  /**
   * Drain behavior of a pod before its exit.
   *
   * @default - GatewayDrain.whenIdle(): at least 30 seconds, then until no connection remains
   */
  readonly drain?: GatewayDrain;
  /**
   * Time after which a draining pod is killed (`terminationGracePeriodSeconds`), whole seconds, at most a day.
   *
   * @default - a minute more than the drain's minimum and the load balancer's deregistration delay; with
   * GatewayDrain.mesh() the default of Kubernetes, 30 seconds
   */
  readonly terminationGracePeriod?: Duration;
  /**
   * Security context of the pods, complete.
   *
   * @default - seccomp RuntimeDefault, and unprivileged ports from 0 (`net.ipv4.ip_unprivileged_port_start: "0"`)
   */
  readonly podSecurityContext?: k8s.PodSecurityContext;
  /**
   * Security context of the proxy container, complete.
   *
   * @default - no capabilities, no privilege escalation, a read-only root file system, a non-root user
   */
  readonly containerSecurityContext?: k8s.SecurityContext;
  /**
   * Container ports of the proxy, for references by name and for host ports (`ports`).
   * The proxy also serves ports that are not listed.
   *
   * @default - `http-envoy-prom` 15090
   */
  readonly containerPorts?: k8s.ContainerPort[];
  /**
   * Environment variables of the proxy container (`env`).
   *
   * @default - those that injection sets
   */
  readonly env?: { readonly [key: string]: string };
  /**
   * Environment variables from Secrets, ConfigMaps or fields (`env[].valueFrom`).
   *
   * @default - none
   */
  readonly envVarFrom?: k8s.EnvVar[];
  /**
   * Pull policy of the proxy image (`imagePullPolicy`).
   *
   * @default - set by injection or Kubernetes
   */
  readonly imagePullPolicy?: ImagePullPolicy;
  /**
   * Names of Secrets with registry credentials (`imagePullSecrets`).
   *
   * @default - none
   */
  readonly imagePullSecrets?: string[];
  /**
   * Readiness probe of the proxy container (`readinessProbe`).
   *
   * @default - set by injection: `/healthz/ready` on 15021
   */
  readonly readinessProbe?: k8s.Probe;
  /**
   * Lifecycle hooks of the proxy container (`lifecycle`).
   *
   * @default - none
   */
  readonly lifecycle?: k8s.Lifecycle;
  /**
   * Volumes of the pods.
   *
   * @default - those that injection adds
   */
  readonly volumes?: k8s.Volume[];
  /**
   * Volume mounts of the proxy container, for example for certificate files (`volumeMounts`).
   *
   * @default - those that injection adds
   */
  readonly volumeMounts?: k8s.VolumeMount[];
  /**
   * Init containers, which run before the proxy (`initContainers`).
   *
   * @default - none
   */
  readonly initContainers?: k8s.Container[];
  /**
   * Additional containers of the pods (`containers`).
   *
   * @default - none
   */
  readonly additionalContainers?: k8s.Container[];
  /**
   * Labels of the nodes for the pods (`nodeSelector`).
   *
   * @default - any node
   */
  readonly nodeSelector?: { readonly [key: string]: string };
  /**
   * Node and pod affinity (`affinity`).
   *
   * @default - none
   */
  readonly affinity?: k8s.Affinity;
  /**
   * Tolerations of node taints (`tolerations`).
   *
   * @default - none
   */
  readonly tolerations?: k8s.Toleration[];
  /**
   * Topology spread constraints, complete (`topologySpreadConstraints`); excludes `capacity.spreadOver`.
   *
   * @default - an even spread over `capacity.spreadOver`, as far as possible; none for a DaemonSet
   */
  readonly topologySpreadConstraints?: k8s.TopologySpreadConstraint[];
  /**
   * Priority class of the pods (`priorityClassName`).
   *
   * @default - the cluster's default
   */
  readonly priorityClassName?: string;
  /**
   * DNS policy of the pods (`dnsPolicy`).
   *
   * @default - the default of Kubernetes: DnsPolicy.CLUSTER_FIRST
   */
  readonly dnsPolicy?: DnsPolicy;
  /**
   * DNS name servers, search domains and options (`dnsConfig`).
   *
   * @default - those of `dnsPolicy`
   */
  readonly dnsConfig?: k8s.PodDnsConfig;
}
