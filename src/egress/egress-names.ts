/** Names of the objects of a host, to override those derived from its id. */
export interface EgressHostNames {
  /**
   * Name of the ServiceEntry.
   *
   * @default - the id of the host
   */
  readonly serviceEntry?: string;
  /**
   * Name of the first port in the ServiceEntry, which applications call.
   *
   * @default - the protocol, followed by the number if that is not 80 or 443
   */
  readonly port?: string;
  /**
   * Name of the VirtualService (Istio APIs).
   *
   * @default - the id of the host
   */
  readonly virtualService?: string;
  /**
   * Name of the subset of the gateway (Istio APIs).
   *
   * @default - the id of the host
   */
  readonly subset?: string;
  /**
   * Name of the first listener of the host (Gateway API).
   *
   * @default - the id of the host
   */
  readonly listener?: string;
  /**
   * Name of the route from applications to the gateway (Gateway API).
   *
   * @default - `direct-<id>-to-<gateway>`
   */
  readonly directRoute?: string;
  /**
   * Name of the route from the gateway to the host (Gateway API).
   *
   * @default - `forward-<id>-from-<gateway>`
   */
  readonly forwardRoute?: string;
  /**
   * Name of the DestinationRule or BackendTLSPolicy for TLS origination.
   *
   * @default - `originate-tls-for-<id>`
   */
  readonly origination?: string;
}
