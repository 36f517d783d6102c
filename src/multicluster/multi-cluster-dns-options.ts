import { Duration } from 'cdk8s';
import { DnsProvider } from '../credential/dns-provider';
import { DnsHealthCheck } from '../policy/dns-health-check';

/** Options of `MultiClusterDns.kuadrant`: settings of the DNSPolicy in every cluster. */
export interface KuadrantDnsOptions {
  /**
   * Probes that remove unhealthy addresses from DNS. Wildcard hosts are not probed; add exact hosts with `listeners`.
   *
   * @default - none
   */
  readonly healthCheck?: DnsHealthCheck;
  /**
   * Addresses of the gateways that get no record: IP addresses, CIDR ranges or hostnames, at most 20.
   *
   * @default - all addresses get records
   */
  readonly excludeAddresses?: string[];
  /**
   * DNS provider of the zone.
   *
   * @default DnsProvider.AWS
   */
  readonly provider?: DnsProvider;
}

/** Options of `MultiClusterDns.kuadrantDelegation`. */
export interface DelegationOptions extends KuadrantDnsOptions {
  /** Names of the clusters that write the records. Only they need keys; with two or more, each can take over. */
  readonly primaries: string[];
  /**
   * Namespace of the DNS operator in the primary clusters; the kubeconfigs of the other clusters are stored there.
   *
   * @default kuadrant-system
   */
  readonly operatorNamespace?: string;
}

/** Options of `MultiClusterDns.externalDns`: annotations of the routes. */
export interface ExternalDnsOptions {
  /**
   * Release of external-dns in the clusters, such as `0.21`. From 0.22 on it reads annotations with the prefix
   * `external-dns.kubernetes.io/`, before that `external-dns.alpha.kubernetes.io/`; none reads both.
   *
   * @default 0.22
   */
  readonly version?: string;
  /**
   * Prefix of the annotations, as the flag `--annotation-prefix` of external-dns sets it.
   *
   * @default - the prefix that the release reads
   */
  readonly annotationPrefix?: string;
  /**
   * TTL of the records, whole seconds.
   *
   * @default - 300 seconds, the default of external-dns
   */
  readonly ttl?: Duration;
  /**
   * Namespace of external-dns. The Secret `<gateway>-external-dns-credentials` with its keys is created there.
   *
   * @default - no Secret; the pods have an IAM role (IRSA, Pod Identity), which `GatewayDnsAccess` makes with `roles`
   */
  readonly credentialNamespace?: string;
}
