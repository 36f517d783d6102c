import { IIssuer } from '../certificate/issuer';
import { SecuredGatewayOptions } from '../gateway/secured-gateway-options';
import { Geo } from '../policy/geo';

/** What is different in one cluster; each prop takes the place of the one shared by all clusters. */
export interface ClusterOverrides extends SecuredGatewayOptions {
  /**
   * Who signs the certificates there.
   *
   * @default - as in every cluster
   */
  readonly issuer?: IIssuer;
}

/** A cluster that a gateway is in. */
export interface GatewayClusterOptions {
  /** Its name: a DNS label, and the directory of its manifests. */
  readonly name: string;
  /**
   * Where the clients are that it serves. All clusters have one, or none.
   *
   * @default - everywhere: the clusters share all clients
   */
  readonly geo?: Geo;
  /**
   * Whether its geo also serves clients that no geo covers. Exactly one geo does; of several clusters in it, one has to say so.
   *
   * @default false
   */
  readonly defaultGeo?: boolean;
  /**
   * Share among the clusters of one geo, 0 to 255.
   *
   * @default 120
   */
  readonly weight?: number;
  /**
   * Region of AWS that it runs in.
   *
   * @default - none
   */
  readonly region?: string;
  /**
   * What is different there.
   *
   * @default - nothing
   */
  readonly overrides?: ClusterOverrides;
}
