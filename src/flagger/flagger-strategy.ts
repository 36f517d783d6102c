import { Duration } from 'cdk8s';
import { FlaggerCourse, INTERVAL, planOf } from './flagger-plan';
import { CanaryPin } from '../canary/canary-pin';
import { CanaryPlan } from '../canary/canary-plan';
import { refuse } from '../value/problem';
import { wholeNumber } from '../value/scalar';

/** Options of `Strategy.blueGreen`. */
export interface BlueGreenOptions {
  /**
   * Mirrors all requests to the canary while it is checked (`analysis.mirror`); its responses are dropped. Only for
   * idempotent requests.
   *
   * @default false
   */
  readonly mirror?: boolean;
}

/** Routing of requests to a new version until it is promoted (parts of `spec.analysis`). */
export class Strategy {
  /**
   * The strategy of a plan: its weights in order, or an A/B test for a step with pins and weight 0.
   *
   * Flagger has one interval for all steps: all pauses must be equal, and steps without a pause last as long. The pause
   * of a step with pins must be a multiple of the interval.
   */
  public static fromPlan(plan: CanaryPlan): Strategy {
    return new Strategy((interval) => planOf(plan, interval));
  }

  /**
   * Weights of the canary in percent, in order (`analysis.stepWeights`). After the last one it is promoted.
   *
   * @param weights 1 to 100, increasing
   */
  public static weights(...weights: number[]): Strategy {
    if (weights.length === 0) {
      refuse({ what: 'weights', got: 'none', expected: 'at least one', fix: 'for example weights(10, 50)' });
    }
    weights.forEach((weight, index) => {
      wholeNumber('weight in percent', weight, 1, 100, 'the canary needs requests for its checks');
      if (index > 0 && weight <= weights[index - 1]) {
        refuse({
          what: 'weights',
          got: weights.join(', '),
          expected: 'increasing numbers; Flagger stops at a repeated weight',
          fix: 'sort them, and remove repetitions',
        });
      }
    });
    return Strategy.fixed({ mode: 'weights', analysis: { stepWeights: weights }, pins: [] });
  }

  /**
   * Equal steps (`analysis.stepWeight`) up to the weight at which the canary is promoted (`analysis.maxWeight`).
   *
   * @param step in percent, 1 to 100
   * @param maximum in percent, a multiple of the step
   */
  public static linear(step: number, maximum: number): Strategy {
    wholeNumber('step in percent', step, 1, 100, 'the canary needs requests for its checks');
    wholeNumber('maximum in percent', maximum, 1, 100, 'use a percentage');
    if (maximum % step !== 0) {
      refuse({
        what: 'maximum in percent',
        got: maximum,
        expected: `a multiple of the step (${step}); Flagger would go on to ${Math.min(100, Math.ceil(maximum / step) * step)}`,
        fix: 'use Strategy.weights() for unequal steps',
      });
    }
    return Strategy.fixed({ mode: 'weights', analysis: { stepWeight: step, maxWeight: maximum }, pins: [] });
  }

  /**
   * An A/B test: pinned requests go to the canary, all others to the primary (`analysis.match`), for a number of checks
   * (`analysis.iterations`). Afterwards the canary is promoted.
   *
   * @param pins at least one; a request that meets any of them is pinned
   * @param iterations number of checks, one in each interval
   */
  public static abTest(pins: CanaryPin[], iterations: number): Strategy {
    wholeNumber(
      'iterations',
      iterations,
      1,
      Number.MAX_SAFE_INTEGER,
      'set the number of checks that the canary must pass',
    );
    if (pins.length === 0 || pins.some(({ isStable }) => isStable)) {
      refuse({
        what: 'pins of an A/B test',
        got: pins.length === 0 ? 'none' : 'one to stable',
        expected: 'at least one, to the canary; Flagger sends the rest to the primary',
        fix: "for example CanaryPin.header('version', 'v2')",
      });
    }
    return Strategy.fixed({ mode: 'pins', analysis: { iterations }, pins: [...pins] });
  }

  /**
   * Blue/green: the canary gets no client requests while it is checked (`analysis.iterations`), then all, and is then
   * promoted. The checks need a load test, or a mirror.
   *
   * @param iterations number of checks, one in each interval
   */
  public static blueGreen(iterations: number, options: BlueGreenOptions = {}): Strategy {
    wholeNumber(
      'iterations',
      iterations,
      1,
      Number.MAX_SAFE_INTEGER,
      'set the number of checks that the canary must pass',
    );
    const analysis = { iterations, mirror: options.mirror };
    return Strategy.fixed({ mode: 'none', analysis, pins: [] });
  }

  private static fixed(course: Omit<FlaggerCourse, 'interval' | 'gates'>): Strategy {
    return new Strategy((interval) => ({ ...course, interval: interval ?? INTERVAL, gates: [] }));
  }

  private constructor(private readonly resolve: (interval: Duration | undefined) => FlaggerCourse) {}

  /** @internal */
  public _course(interval: Duration | undefined): FlaggerCourse {
    return this.resolve(interval);
  }
}
