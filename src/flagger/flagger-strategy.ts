import { Duration } from 'cdk8s';
import { FlaggerCourse, INTERVAL, planOf } from './flagger-plan';
import { CanaryPin } from '../canary/canary-pin';
import { CanaryPlan } from '../canary/canary-plan';
import { refuse } from '../value/problem';
import { wholeNumber } from '../value/scalar';

/** Options of `Strategy.blueGreen`. */
export interface BlueGreenOptions {
  /**
   * Send a copy of every request to the canary while it is checked (`analysis.mirror`); its answers are dropped.
   * For requests that may run twice.
   *
   * @default false
   */
  readonly mirror?: boolean;
}

/** How a new version gets requests until it is promoted (parts of `spec.analysis`). */
export class Strategy {
  /**
   * As a plan says: its weights one after another, or, with pins and weight 0, A/B testing.
   *
   * Flagger has one interval: steps that name a pause name the same one; the others last as long.
   * A pinned step lasts its pause, in checks of one interval each.
   */
  public static fromPlan(plan: CanaryPlan): Strategy {
    return new Strategy((interval) => planOf(plan, interval));
  }

  /**
   * These shares of the canary in percent, one after another (`analysis.stepWeights`). After the last it is promoted.
   *
   * @param weights from 1 to 100, rising
   */
  public static weights(...weights: number[]): Strategy {
    if (weights.length === 0) {
      refuse({ what: 'weights', got: 'none', expected: 'at least one', fix: 'for example weights(10, 50)' });
    }
    weights.forEach((weight, index) => {
      wholeNumber('weight in percent', weight, 1, 100, 'without requests there is nothing to check');
      if (index > 0 && weight <= weights[index - 1]) {
        refuse({
          what: 'weights',
          got: weights.join(', '),
          expected: 'rising numbers; with one twice Flagger goes no further',
          fix: 'sort them and leave repetitions out',
        });
      }
    });
    return Strategy.fixed({ mode: 'weights', analysis: { stepWeights: weights }, pins: [] });
  }

  /**
   * Equal steps (`analysis.stepWeight`) up to a share at which the canary is promoted (`analysis.maxWeight`).
   *
   * @param step in percent, 1 to 100
   * @param maximum in percent, a multiple of the step
   */
  public static linear(step: number, maximum: number): Strategy {
    wholeNumber('step in percent', step, 1, 100, 'without requests there is nothing to check');
    wholeNumber('maximum in percent', maximum, 1, 100, 'it is a share of all requests');
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
   * Pinned requests go to the canary, all others to the primary (`analysis.match`), for so many checks
   * (`analysis.iterations`). Then the canary is promoted.
   *
   * @param pins at least one; a request that any of them fits is pinned
   * @param iterations checks, one in each interval
   */
  public static abTest(pins: CanaryPin[], iterations: number): Strategy {
    wholeNumber('iterations', iterations, 1, Number.MAX_SAFE_INTEGER, 'name how many checks the canary must pass');
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
   * The canary gets no requests of users while it is checked (`analysis.iterations`), then all, then it is promoted.
   * The checks need requests of a load test, or a mirror.
   *
   * @param iterations checks, one in each interval
   */
  public static blueGreen(iterations: number, options: BlueGreenOptions = {}): Strategy {
    wholeNumber('iterations', iterations, 1, Number.MAX_SAFE_INTEGER, 'name how many checks the canary must pass');
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
