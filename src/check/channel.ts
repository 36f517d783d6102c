/**
 * Channel of the Gateway API CRDs in a cluster. The experimental channel has all fields of the standard channel, and
 * more.
 */
export enum GatewayApiChannel {
  /** Reports fields of the experimental channel as errors. */
  STANDARD = 'standard',
  /** Accepts fields of the experimental channel without a warning. */
  EXPERIMENTAL = 'experimental',
}
