import { externalDns } from './external-dns';
import { FleetDelegationOptions, FleetExternalDnsOptions, FleetKuadrantOptions } from './fleet-dns-options';
import { FleetDnsStrategy, refuseCustomGeo } from './fleet-dns-strategy';
import { delegated, everyCluster } from './kuadrant-dns';
import { DnsMode } from '../dns/dns-plan';

/** Who writes the records of a gateway in many clusters: controllers in the clusters, or Terraform. */
export class FleetDns {
  /** Kuadrant's DNS operator in every cluster, each with keys of its own and a DNSPolicy. */
  public static kuadrant(options: FleetKuadrantOptions = {}): FleetDns {
    return new FleetDns(everyCluster(options));
  }

  /**
   * Kuadrant's DNS operator in a few primary clusters, which read the DNSPolicy of all others. The operator of every
   * other cluster has to run with `DELEGATION_ROLE: secondary`.
   */
  public static kuadrantDelegation(options: FleetDelegationOptions): FleetDns {
    return new FleetDns(delegated(options));
  }

  /**
   * external-dns in every cluster, told by annotations of the routes. It balances by geo or by weight, not by both:
   * with geos, each cluster has one of its own.
   */
  public static externalDns(options: FleetExternalDnsOptions = {}): FleetDns {
    return new FleetDns(externalDns(options));
  }

  /** No controller: Terraform writes the records, see `GatewayRecords`. */
  public static staticRecords(): FleetDns {
    return new FleetDns({
      mode: DnsMode.STATIC,
      controllersOf: () => [],
      check: refuseCustomGeo('records of Route 53'),
      gatewayDns: () => undefined,
      routeAnnotations: () => ({}),
    });
  }

  private constructor(private readonly strategy: FleetDnsStrategy) {}

  /** @internal */
  public get _strategy(): FleetDnsStrategy {
    return this.strategy;
  }
}
