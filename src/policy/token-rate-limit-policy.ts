import { Construct } from 'constructs';
import { attached, LimitPolicy, LimitPolicyProps } from './limit-policy';
import { TokenRateLimitPolicy as SHAPE } from '../manifest/kuadrant';
import { Kind } from '../manifest/shape';

/** Options of a `TokenRateLimitPolicy`. */
export interface TokenRateLimitPolicyProps extends LimitPolicyProps {}

/**
 * Limits the tokens that responses of a language model report as
 * `usage.total_tokens` (Kuadrant `TokenRateLimitPolicy`, kuadrant.io/v1alpha1).
 * Targets a Gateway or an HTTPRoute, or a section of one.
 *
 * Tokens are counted after a response, so the request that exceeds a limit still
 * gets its response; the next request gets 429.
 */
export class TokenRateLimitPolicy extends LimitPolicy {
  public constructor(scope: Construct, id: string, props: TokenRateLimitPolicyProps) {
    super(scope, id, attached('TokenRateLimitPolicy', props, 'Gateway', 'HTTPRoute'));
  }

  /** @internal */
  protected _kind(): Kind {
    return SHAPE;
  }
}
