import { externalDns } from './external-dns';
import { delegated, everyCluster } from './kuadrant-dns';
import { DelegationOptions, ExternalDnsOptions, KuadrantDnsOptions } from './multi-cluster-dns-options';
import { DnsStrategy, NO_CONTROLLERS, refuseCustomGeo } from './multi-cluster-dns-strategy';
import { DnsMode } from '../dns/dns-plan';

/** DNS of a gateway in many clusters: records that controllers in the clusters write, or Terraform. */
export class MultiClusterDns {
  /** Kuadrant's DNS operator in every cluster, each with separate keys and a DNSPolicy. */
  public static kuadrant(options: KuadrantDnsOptions = {}): MultiClusterDns {
    return new MultiClusterDns(everyCluster(options));
  }

  /**
   * Kuadrant's DNS operator in the primary clusters, which read the DNSPolicy of all clusters. The operator of every
   * other cluster must run with `DELEGATION_ROLE: secondary`.
   */
  public static kuadrantDelegation(options: DelegationOptions): MultiClusterDns {
    return new MultiClusterDns(delegated(options));
  }

  /**
   * external-dns in every cluster, configured by annotations on the routes. It balances by geo or by weight, not by
   * both: with geos, each cluster must have a different one.
   */
  public static externalDns(options: ExternalDnsOptions = {}): MultiClusterDns {
    return new MultiClusterDns(externalDns(options));
  }

  /** No controller; Terraform writes the records, see `GatewayRecords`. */
  public static staticRecords(): MultiClusterDns {
    return new MultiClusterDns({
      mode: DnsMode.STATIC,
      controllersOf: () => NO_CONTROLLERS,
      check: refuseCustomGeo('records of Route 53'),
      gatewayDns: () => undefined,
      routeAnnotations: () => ({}),
    });
  }

  private constructor(private readonly strategy: DnsStrategy) {}

  /** @internal */
  public get _strategy(): DnsStrategy {
    return this.strategy;
  }
}
