import { Duration } from 'cdk8s';
import { DnsProvider } from '../credential/dns-provider';
import { DnsHealthCheck } from '../policy/dns-health-check';

/** What the DNSPolicy of every cluster says. */
export interface KuadrantDnsOptions {
  /**
   * Probes that take unhealthy addresses out of DNS. They never run for a wildcard: name a host with `listeners`.
   *
   * @default - none
   */
  readonly healthCheck?: DnsHealthCheck;
  /**
   * Addresses of the gateways that get no record: IP addresses, CIDR ranges or host names, at most 20.
   *
   * @default - all addresses get records
   */
  readonly excludeAddresses?: string[];
  /**
   * Whose DNS it is.
   *
   * @default DnsProvider.AWS
   */
  readonly provider?: DnsProvider;
}

/** Which clusters write the records of all. */
export interface DelegationOptions extends KuadrantDnsOptions {
  /** Names of the clusters that write the records; the only ones that need keys. Two or more stand in for each other. */
  readonly primaries: string[];
  /**
   * Namespace of the DNS operator in the primary clusters, which gets the kubeconfigs of all others.
   *
   * @default kuadrant-system
   */
  readonly operatorNamespace?: string;
}

/** What external-dns is told on the routes. */
export interface ExternalDnsOptions {
  /**
   * What the names of the annotations begin with. From v0.22 on, external-dns reads `external-dns.kubernetes.io/`,
   * unless `--annotation-prefix` says otherwise.
   *
   * @default external-dns.alpha.kubernetes.io/
   */
  readonly annotationPrefix?: string;
  /**
   * How long resolvers keep a record, whole seconds.
   *
   * @default - 300 seconds, as external-dns has it
   */
  readonly ttl?: Duration;
  /**
   * Namespace of external-dns, which then gets Secret `<gateway>-external-dns-credentials` with its keys.
   *
   * @default - no Secret: its pods have a role of AWS (IRSA, Pod Identity)
   */
  readonly credentialNamespace?: string;
}
