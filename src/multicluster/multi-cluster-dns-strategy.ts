import { IConstruct } from 'constructs';
import { ClusterContext } from './cluster-context';
import { DnsMode, DnsPlanCluster } from '../dns/dns-plan';
import { GatewayDns } from '../gateway/secured-gateway-options';
import { DnsHealthCheck } from '../policy/dns-health-check';
import { refuse } from '../value/problem';

/** One way to get records. */
export interface DnsStrategy {
  readonly mode: DnsMode;
  /** Whether the host of the zone itself gets no record. */
  readonly refusesApex?: boolean;
  readonly healthCheck?: DnsHealthCheck;
  /** Controllers of a cluster that need keys of AWS. */
  controllersOf(cluster: string): readonly string[];
  /** Refuses clusters that it cannot serve. */
  check(clusters: readonly DnsPlanCluster[], where: IConstruct): void;
  /** What the gateway of a cluster says; emits the keys that it needs. */
  gatewayDns(context: ClusterContext): GatewayDns | undefined;
  /** What the routes of a cluster say. */
  routeAnnotations(cluster: DnsPlanCluster, clusters: readonly DnsPlanCluster[]): { readonly [key: string]: string };
}

/** Refuses codes of another provider than Route 53. */
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
