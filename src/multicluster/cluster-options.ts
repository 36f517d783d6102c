import { IIssuer } from '../certificate/issuer';
import { SecuredGatewayOptions } from '../gateway/secured-gateway-options';
import { Geo } from '../policy/geo';

/** Settings of one cluster; each replaces the setting shared by all clusters. */
export interface ClusterOverrides extends SecuredGatewayOptions {
  /**
   * Issuer of the certificates in the cluster.
   *
   * @default - the issuer shared by all clusters
   */
  readonly issuer?: IIssuer;
}

/** A cluster of a `MultiClusterGateway`. */
export interface GatewayClusterOptions {
  /** Name of the cluster and of its directory of manifests: a DNS label. */
  readonly name: string;
  /**
   * Geo of the clients that the cluster serves. Either all clusters have one, or none has.
   *
   * @default - none; the clusters share all clients
   */
  readonly geo?: Geo;
  /**
   * Whether the geo also serves clients that no geo covers. Exactly one geo must; it is enough to set it in one of its
   * clusters.
   *
   * @default false
   */
  readonly defaultGeo?: boolean;
  /**
   * Weight among the clusters of one geo, 0 to 255.
   *
   * @default 120
   */
  readonly weight?: number;
  /**
   * AWS region of the cluster.
   *
   * @default - none
   */
  readonly region?: string;
  /**
   * Settings that differ in this cluster.
   *
   * @default - none
   */
  readonly overrides?: ClusterOverrides;
}
