import { Chart } from 'cdk8s';
import { GatewayClusterOptions } from './cluster-options';
import { MultiClusterKeys } from './multi-cluster-keys';
import { DnsPlan, DnsPlanCluster } from '../dns/dns-plan';

/** What is known of a cluster when its objects are made. */
export interface ClusterContext {
  /** Chart of the gateway in the cluster. */
  readonly chart: Chart;
  /** Namespace of the gateway in the cluster. */
  readonly namespace: string;
  /** Name of the gateway. */
  readonly gateway: string;
  /** The cluster as the user gave it. */
  readonly options: GatewayClusterOptions;
  /** The cluster as DNS sees it. */
  readonly planned: DnsPlanCluster;
  readonly plan: DnsPlan;
  readonly keys?: MultiClusterKeys;
}
