import { Chart } from 'cdk8s';
import { GatewayClusterOptions } from './cluster-options';
import { MultiClusterKeys } from './multi-cluster-keys';
import { DnsPlan, DnsPlanCluster } from '../dns/dns-plan';

/** Data of a cluster for the creation of its objects. */
export interface ClusterContext {
  /** Chart of the gateway in the cluster. */
  readonly chart: Chart;
  /** Namespace of the gateway in the cluster. */
  readonly namespace: string;
  /** Name of the gateway. */
  readonly gateway: string;
  /** Options of the cluster. */
  readonly options: GatewayClusterOptions;
  /** Cluster in the DNS plan. */
  readonly planned: DnsPlanCluster;
  readonly plan: DnsPlan;
  readonly keys?: MultiClusterKeys;
}
