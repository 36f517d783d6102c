/** Names of the objects of one host, where those that follow from its id do not fit. */
export interface EgressHostNames {
  /**
   * Name of the ServiceEntry.
   *
   * @default - the id of the host
   */
  readonly serviceEntry?: string;
  /**
   * Name of the port that applications call, in the ServiceEntry; the first, where there are two.
   *
   * @default - the protocol, with its number where that is not 80 or 443
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
   * Name of the listener of the gateway (Gateway API); the first, where there are two.
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
   * Name of the DestinationRule or BackendTLSPolicy by which TLS is begun.
   *
   * @default - `originate-tls-for-<id>`
   */
  readonly origination?: string;
}
