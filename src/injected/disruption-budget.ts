import { wholeNumber } from '../value/scalar';

/** Options of a `DisruptionBudget`. */
export interface DisruptionBudgetOptions {
  /**
   * Allow eviction of unready pods in any case (`unhealthyPodEvictionPolicy: AlwaysAllow`), so that a pod
   * that never becomes ready cannot block a node drain. `false` leaves the field out, which means IfHealthyBudget.
   *
   * @default true
   */
  readonly evictUnhealthy?: boolean;
}

/** Number of pods that may be evicted at a time, for example by node drains (policy/v1 PodDisruptionBudget). */
export class DisruptionBudget {
  /** Number of pods that may be unavailable (`maxUnavailable`). */
  public static maxUnavailable(pods: number, options?: DisruptionBudgetOptions): DisruptionBudget {
    return new DisruptionBudget({ maxUnavailable: count('maxUnavailable', pods) }, options);
  }

  /** Percentage of pods that may be unavailable, rounded up (`maxUnavailable`). */
  public static maxUnavailablePercent(percent: number, options?: DisruptionBudgetOptions): DisruptionBudget {
    return new DisruptionBudget({ maxUnavailable: share('maxUnavailable', percent) }, options);
  }

  /** Number of pods that must remain available (`minAvailable`). */
  public static minAvailable(pods: number, options?: DisruptionBudgetOptions): DisruptionBudget {
    return new DisruptionBudget({ minAvailable: count('minAvailable', pods) }, options);
  }

  /** Percentage of pods that must remain available, rounded up (`minAvailable`). */
  public static minAvailablePercent(percent: number, options?: DisruptionBudgetOptions): DisruptionBudget {
    return new DisruptionBudget({ minAvailable: share('minAvailable', percent) }, options);
  }

  /** No budget; all pods may be evicted at once. */
  public static none(): DisruptionBudget {
    return new DisruptionBudget(undefined);
  }

  private constructor(
    private readonly bound: { maxUnavailable?: number | string; minAvailable?: number | string } | undefined,
    private readonly options: DisruptionBudgetOptions = {},
  ) {}

  /** Renders the spec without a selector; `undefined` for no budget. @internal */
  public _render() {
    const evictUnhealthy = this.options.evictUnhealthy ?? true;
    return this.bound && { ...this.bound, unhealthyPodEvictionPolicy: evictUnhealthy ? 'AlwaysAllow' : undefined };
  }
}

const count = (what: string, pods: number) => wholeNumber(what, pods, 0, 1000, 'use a number of pods');
const share = (what: string, percent: number) =>
  `${wholeNumber(`percent of ${what}`, percent, 0, 100, 'use a percentage')}%`;
