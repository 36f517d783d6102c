import { Construct } from 'constructs';
import { attached, LimitPolicy, LimitPolicyProps } from './limit-policy';
import { RateLimitPolicy as SHAPE } from '../manifest/kuadrant';
import { Kind } from '../manifest/shape';

/** Options of a `RateLimitPolicy`. */
export interface RateLimitPolicyProps extends LimitPolicyProps {}

/**
 * Limits requests (Kuadrant `RateLimitPolicy`, kuadrant.io/v1). Targets a
 * Gateway, an HTTPRoute or a GRPCRoute, or a section of one.
 *
 * A limit on a Gateway is counted separately for each route. A request over a limit gets
 * a 429 response.
 */
export class RateLimitPolicy extends LimitPolicy {
  public constructor(scope: Construct, id: string, props: RateLimitPolicyProps) {
    super(scope, id, attached('RateLimitPolicy', props, 'Gateway', 'HTTPRoute', 'GRPCRoute'));
  }

  /** @internal */
  protected _kind(): Kind {
    return SHAPE;
  }
}
