import { Backend } from '../route/backend';
import { refuse } from '../value/problem';
import { wholeNumber } from '../value/scalar';

/** Weights of the versions for unpinned requests. */
export class CanaryWeights {
  /**
   * Weights in percent; the rest goes to stable.
   *
   * @param canary weight of the canary, 0 to 100
   * @param variants weights of further versions, in order
   */
  public static percent(canary: number, ...variants: number[]): CanaryWeights {
    const shares = [canary, ...variants].map((share) =>
      wholeNumber('weight in percent', share, 0, 100, 'for fractions use CanaryWeights.relative()'),
    );
    const sum = shares.reduce((total, share) => total + share, 0);
    if (sum > 100) {
      refuse({
        what: 'weights in percent',
        got: `${shares.join(' + ')} = ${sum}`,
        expected: 'at most 100 in total; stable gets the rest',
        fix: 'lower them, or use CanaryWeights.relative()',
      });
    }
    return new CanaryWeights([100 - sum, ...shares]);
  }

  /**
   * Weights relative to their sum.
   *
   * @param stable weight of stable, 0 to 1000000
   * @param canary weight of the canary
   * @param variants weights of further versions, in order
   */
  public static relative(stable: number, canary: number, ...variants: number[]): CanaryWeights {
    const shares = [stable, canary, ...variants].map((share) =>
      wholeNumber('relative weight', share, 0, 1_000_000, 'scale the weights down'),
    );
    if (shares.every((share) => share === 0)) {
      refuse({
        what: 'relative weights',
        got: shares.join(', '),
        expected: 'one above 0; otherwise every request gets 500',
        fix: 'set a weight above 0',
      });
    }
    return new CanaryWeights(shares);
  }

  private constructor(private readonly shares: readonly number[]) {}

  /** Weight of stable. */
  public get stable(): number {
    return this.shares[0];
  }

  /** Weight of the canary. */
  public get canary(): number {
    return this.shares[1];
  }

  /**
   * The backends with their weights, for a route of any kind. A version with weight 0 is left out; a single one gets
   * no weight.
   */
  public split(stable: Backend, canary: Backend, ...variants: Backend[]): Backend[] {
    const backends = [stable, canary, ...variants];
    if (backends.length !== this.shares.length) {
      refuse({
        what: 'weights',
        got: `${this.shares.length} for ${backends.length} versions`,
        expected: 'one for each version',
        fix: 'set a weight for each variant, or leave variants out',
      });
    }
    const served = backends
      .map((backend, index) => ({ backend, share: this.shares[index] }))
      .filter(({ share }) => share > 0);
    return served.length === 1 ? [served[0].backend] : served.map(({ backend, share }) => backend.withWeight(share));
  }
}
