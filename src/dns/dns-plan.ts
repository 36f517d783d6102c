import { Geo } from '../policy/geo';

/** Who writes the records of a gateway; one of the two, never both. */
export enum DnsMode {
  /** A controller in every cluster: Kuadrant's DNS operator, or external-dns. Terraform never writes those names. */
  CONTROLLER = 'controller',
  /** Terraform. No cluster has a DNSPolicy. */
  STATIC = 'static',
}

/** What DNS has to know of one cluster. */
export interface DnsPlanCluster {
  /** Name of the cluster, as in its directory. */
  readonly name: string;
  /**
   * Where the clients are that it serves.
   *
   * @default - everywhere
   */
  readonly geo?: Geo;
  /**
   * Whether its geo also serves clients that no geo covers.
   *
   * @default false
   */
  readonly isDefaultGeo?: boolean;
  /**
   * Share among the clusters of one geo, 0 to 255.
   *
   * @default 120
   */
  readonly weight?: number;
  /**
   * Region of AWS that it runs in, for records by latency and for load balancers.
   *
   * @default - none
   */
  readonly region?: string;
  /**
   * Controllers in the cluster that need keys of AWS: `kuadrant`, `external-dns`, `cert-manager`.
   *
   * @default - none
   */
  readonly controllers?: string[];
  /**
   * Controllers in the cluster whose pods have a role of AWS, and need no keys: `external-dns`, `cert-manager`.
   *
   * @default - none
   */
  readonly ambientControllers?: string[];
}

/** What the manifests of a gateway and the Terraform side of it must agree on: plain data. */
export interface DnsPlan {
  /** Name of the gateway. */
  readonly gateway: string;
  /** Domain below which all its hosts are, such as `demo.example.com`: the zone, or a name in it. */
  readonly domain: string;
  /** Hosts of its listeners, such as `*.demo.example.com`. */
  readonly hostnames: string[];
  /** Who writes the records. */
  readonly mode: DnsMode;
  /** The clusters, in their order. */
  readonly clusters: DnsPlanCluster[];
  /** What the names of keys in Secrets Manager or Parameter Store begin with. */
  readonly secretPrefix: string;
}

/** Where the keys of a controller in a cluster are kept: `<prefix>/<gateway>/<cluster>/dns`, or `/<controller>`. */
export function keysName(plan: DnsPlan, cluster: string, controller: string): string {
  const purpose = controller === 'kuadrant' ? 'dns' : controller;
  return [plan.secretPrefix, plan.gateway, cluster, purpose].join('/');
}

/** Where the kubeconfig is kept by which a primary cluster of a delegation reads another one: `<prefix>/<cluster>/kubeconfig`. */
export function kubeconfigName(plan: DnsPlan, cluster: string): string {
  return [plan.secretPrefix, cluster, 'kubeconfig'].join('/');
}
