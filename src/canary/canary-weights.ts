import { Backend } from '../route/backend';
import { refuse } from '../value/problem';
import { wholeNumber } from '../value/scalar';

/** Shares of the versions in the requests that are not pinned. */
export class CanaryWeights {
  /**
   * In percent; what is left goes to stable.
   *
   * @param canary share of the canary, 0 to 100
   * @param variants shares of further versions, in their order
   */
  public static percent(canary: number, ...variants: number[]): CanaryWeights {
    const shares = [canary, ...variants].map((share) =>
      wholeNumber('weight in percent', share, 0, 100, 'for finer shares use CanaryWeights.relative()'),
    );
    const sum = shares.reduce((total, share) => total + share, 0);
    if (sum > 100) {
      refuse({
        what: 'weights in percent',
        got: `${shares.join(' + ')} = ${sum}`,
        expected: 'at most 100 in all; stable gets the rest',
        fix: 'lower them, or use CanaryWeights.relative()',
      });
    }
    return new CanaryWeights([100 - sum, ...shares]);
  }

  /**
   * In proportion to their sum.
   *
   * @param stable share of stable, 0 to 1000000
   * @param canary share of the canary
   * @param variants shares of further versions, in their order
   */
  public static relative(stable: number, canary: number, ...variants: number[]): CanaryWeights {
    const shares = [stable, canary, ...variants].map((share) =>
      wholeNumber('relative weight', share, 0, 1_000_000, 'weights are shares of their sum'),
    );
    if (shares.every((share) => share === 0)) {
      refuse({
        what: 'relative weights',
        got: shares.join(', '),
        expected: 'one above 0; every request would get 500',
        fix: 'give one version a weight',
      });
    }
    return new CanaryWeights(shares);
  }

  private constructor(private readonly shares: readonly number[]) {}

  /** Share of stable. */
  public get stable(): number {
    return this.shares[0];
  }

  /** Share of the canary. */
  public get canary(): number {
    return this.shares[1];
  }

  /**
   * The versions that get requests, with their weights; a version with weight 0 is left out, and one alone needs
   * no weight. For the backends of a TCP, TLS or gRPC route as well.
   */
  public split(stable: Backend, canary: Backend, ...variants: Backend[]): Backend[] {
    const backends = [stable, canary, ...variants];
    if (backends.length !== this.shares.length) {
      refuse({
        what: 'weights',
        got: `${this.shares.length} for ${backends.length} versions`,
        expected: 'one for each version',
        fix: 'name a weight for each variant, or leave variants out',
      });
    }
    const served = backends
      .map((backend, index) => ({ backend, share: this.shares[index] }))
      .filter(({ share }) => share > 0);
    return served.length === 1 ? [served[0].backend] : served.map(({ backend, share }) => backend.withWeight(share));
  }
}
