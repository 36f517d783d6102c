import { IConstruct } from 'constructs';
import { ClusterContext } from './cluster-context';
import { DnsMode, DnsPlanCluster } from '../dns/dns-plan';
import { GatewayDns } from '../gateway/secured-gateway-options';
import { DnsHealthCheck } from '../policy/dns-health-check';
import { refuse } from '../value/problem';

/** Controllers of a cluster that work on Route 53. */
export interface Controllers {
  /** Those that need AWS keys. */
  readonly keyed: readonly string[];
  /** Those whose pods have an IAM role. */
  readonly ambient: readonly string[];
}

export const NO_CONTROLLERS: Controllers = { keyed: [], ambient: [] };

/** A way to write the records of all clusters. */
export interface DnsStrategy {
  readonly mode: DnsMode;
  /** Whether the name of the zone itself gets no record. */
  readonly refusesApex?: boolean;
  readonly healthCheck?: DnsHealthCheck;
  controllersOf(cluster: string): Controllers;
  /** Refuses clusters that it does not support. */
  check(clusters: readonly DnsPlanCluster[], where: IConstruct): void;
  /** DNS options of the gateway of a cluster. Emits the keys that it needs. */
  gatewayDns(context: ClusterContext): GatewayDns | undefined;
  /** Annotations of the routes of a cluster. */
  routeAnnotations(cluster: DnsPlanCluster, clusters: readonly DnsPlanCluster[]): { readonly [key: string]: string };
}

/** Refuses geo codes of providers other than Route 53. */
export const refuseCustomGeo =
  (what: string) =>
  (clusters: readonly DnsPlanCluster[], where: IConstruct): void => {
    const custom = clusters.find(({ geo }) => geo?.isCustom);
    if (custom) {
      refuse(
        {
          what: `geo of cluster '${custom.name}'`,
          got: custom.geo!.code,
          expected: `a continent or country, for ${what}`,
          fix: 'use a constant of Geo, such as Geo.EUROPE, or Geo.country',
        },
        where,
      );
    }
  };
