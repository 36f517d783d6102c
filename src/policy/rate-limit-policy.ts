import { Construct } from 'constructs';
import { attached, LimitPolicy, LimitPolicyProps } from './limit-policy';
import { RateLimitPolicy as SHAPE } from '../manifest/kuadrant';
import { Kind } from '../manifest/shape';

/** How many requests a Gateway, a listener, a route or one of its rules lets through. */
export interface RateLimitPolicyProps extends LimitPolicyProps {}

/**
 * Limits on requests (Kuadrant `RateLimitPolicy`, kuadrant.io/v1). Targets a
 * Gateway, an HTTPRoute or a GRPCRoute, or a section of one.
 *
 * A limit on a Gateway counts for each route on its own; over a limit, the
 * answer is 429.
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
