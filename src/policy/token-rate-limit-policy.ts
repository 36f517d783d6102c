import { Construct } from 'constructs';
import { attached, LimitPolicy, LimitPolicyProps } from './limit-policy';
import { TokenRateLimitPolicy as SHAPE } from '../manifest/kuadrant';
import { Kind } from '../manifest/shape';

/** How many tokens of a language model a Gateway or a route lets through. */
export interface TokenRateLimitPolicyProps extends LimitPolicyProps {}

/**
 * Limits on the tokens that answers of a language model report as
 * `usage.total_tokens` (Kuadrant `TokenRateLimitPolicy`, kuadrant.io/v1alpha1).
 * Targets a Gateway or an HTTPRoute, or a section of one.
 *
 * An answer counts once it is there, so the request that passes a limit is the
 * last to be answered; the next gets 429.
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
