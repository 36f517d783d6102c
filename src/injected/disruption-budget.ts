import { wholeNumber } from '../value/scalar';

/** Settings of a `DisruptionBudget`. */
export interface DisruptionBudgetOptions {
  /**
   * Pods that are not ready may be evicted in any case (`unhealthyPodEvictionPolicy: AlwaysAllow`), so that one
   * that never gets ready cannot keep a node from being drained. `false` leaves the field out: IfHealthyBudget.
   *
   * @default true
   */
  readonly evictUnhealthy?: boolean;
}

/** How many pods a drain of nodes leaves (policy/v1 PodDisruptionBudget). */
export class DisruptionBudget {
  /** So many may be missing (`maxUnavailable`). */
  public static maxUnavailable(pods: number, options?: DisruptionBudgetOptions): DisruptionBudget {
    return new DisruptionBudget({ maxUnavailable: count('maxUnavailable', pods) }, options);
  }

  /** So many in a hundred may be missing, rounded up. */
  public static maxUnavailablePercent(percent: number, options?: DisruptionBudgetOptions): DisruptionBudget {
    return new DisruptionBudget({ maxUnavailable: share('maxUnavailable', percent) }, options);
  }

  /** So many must be left (`minAvailable`). */
  public static minAvailable(pods: number, options?: DisruptionBudgetOptions): DisruptionBudget {
    return new DisruptionBudget({ minAvailable: count('minAvailable', pods) }, options);
  }

  /** So many in a hundred must be left, rounded up. */
  public static minAvailablePercent(percent: number, options?: DisruptionBudgetOptions): DisruptionBudget {
    return new DisruptionBudget({ minAvailable: share('minAvailable', percent) }, options);
  }

  /** No budget: all may be missing at once. */
  public static none(): DisruptionBudget {
    return new DisruptionBudget(undefined);
  }

  private constructor(
    private readonly bound: { maxUnavailable?: number | string; minAvailable?: number | string } | undefined,
    private readonly options: DisruptionBudgetOptions = {},
  ) {}

  /** What it says, without a selector; nothing for none. @internal */
  public _render() {
    const evictUnhealthy = this.options.evictUnhealthy ?? true;
    return this.bound && { ...this.bound, unhealthyPodEvictionPolicy: evictUnhealthy ? 'AlwaysAllow' : undefined };
  }

  /** How it is written, for messages. @internal */
  public _text(): string {
    return Object.entries(this.bound ?? {})
      .map((pair) => pair.join(' '))
      .join();
  }

  /** Whether a drain of nodes would wait for ever while no more than so many pods run. @internal */
  public _blocks(pods: number): boolean {
    const { maxUnavailable, minAvailable } = this.bound ?? {};
    const of = (value: number | string) =>
      typeof value === 'number' ? value : Math.ceil((parseInt(value, 10) * pods) / 100);
    return (
      (maxUnavailable !== undefined && of(maxUnavailable) === 0) ||
      (minAvailable !== undefined && of(minAvailable) >= pods)
    );
  }
}

const count = (what: string, pods: number) => wholeNumber(what, pods, 0, 1000, 'name a number of pods');
const share = (what: string, percent: number) =>
  `${wholeNumber(`percent of ${what}`, percent, 0, 100, 'name a percentage')}%`;
