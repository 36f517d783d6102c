/**
 * The channel of the Gateway API whose CRDs a cluster has installed. The
 * experimental channel has every field of the standard one, and more.
 */
export enum GatewayApiChannel {
  /** Fields that are not in the standard channel are errors. */
  STANDARD = 'standard',
  /** Fields of the experimental channel are used without a warning. */
  EXPERIMENTAL = 'experimental',
}
