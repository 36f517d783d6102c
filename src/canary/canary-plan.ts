import { Duration } from 'cdk8s';
import { CanaryPin } from './canary-pin';
import { CanaryWeights } from './canary-weights';
import { refuse } from '../manifest/problem';
import { dnsLabel } from '../manifest/scalar';

/** One state on the way of a canary from dark launch to full rollout. */
export interface CanaryStep {
  /**
   * For people and for the folder it is written to.
   *
   * @default - `stable-only`, `dark-launch`, `<n>-percent` or `promoted`, by what it does
   */
  readonly name?: string;
  /** Share of the canary in percent, 0 to 100; it does not fall from one step to the next. */
  readonly weight: number;
  /**
   * Requests that reach one version in any case.
   *
   * @default - those of the step before
   */
  readonly pins?: CanaryPin[];
  /**
   * How long the step lasts at least.
   *
   * @default - until somebody goes on
   */
  readonly pause?: Duration;
  /**
   * What must be fulfilled before the next step, for people to read.
   *
   * @default - nothing
   */
  readonly gate?: string;
}

/** A step, with what it takes over from the one before. */
export interface CanaryState {
  /** Its name; unique in the plan. */
  readonly name: string;
  /** Shares of the versions. */
  readonly weights: CanaryWeights;
  /** Requests that reach one version in any case. */
  readonly pins: CanaryPin[];
  /**
   * How long it lasts at least.
   *
   * @default - until somebody goes on
   */
  readonly pause?: Duration;
  /**
   * What must be fulfilled before the next one.
   *
   * @default - nothing
   */
  readonly gate?: string;
}

/** The states that a canary goes through, one after another. */
export class CanaryPlan {
  private readonly list: CanaryState[];

  /** @param steps at least one; the weight does not fall from one to the next */
  public constructor(steps: CanaryStep[]) {
    if (steps.length === 0) {
      refuse({ what: 'steps', got: steps, expected: 'at least one', fix: 'for example { weight: 10 }' });
    }
    let pins: CanaryPin[] = [];
    this.list = steps.map((step, index) => {
      const before = steps[index - 1];
      if (before && step.weight < before.weight) {
        refuse({
          what: `weight of step ${index + 1}`,
          got: step.weight,
          expected: `at least that of step ${index} (${before.weight})`,
          fix: 'a plan goes forward; rollback() goes back',
        });
      }
      pins = step.pins ?? pins;
      const name = dnsLabel(`name of step ${index + 1}`, step.name ?? defaultName(step.weight, pins));
      return { name, weights: CanaryWeights.percent(step.weight), pins: [...pins], pause: step.pause, gate: step.gate };
    });
    const names = this.list.map(({ name }) => name);
    const twice = names.find((name, index) => names.indexOf(name) !== index);
    if (twice !== undefined) {
      refuse({ what: 'names of steps', got: `'${twice}' twice`, expected: 'each name once', fix: 'name one of them' });
    }
  }

  /** The states, in their order. */
  public get states(): CanaryState[] {
    return [...this.list];
  }

  /** The state of a step, counted from 0. */
  public stateAt(step: number): CanaryState {
    const state = this.list[step];
    if (state === undefined) {
      return refuse({
        what: 'step',
        got: step,
        expected: `a whole number from 0 to ${this.list.length - 1}`,
        fix: 'the plan has no such step',
      });
    }
    return state;
  }
}

function defaultName(weight: number, pins: readonly CanaryPin[]): string {
  if (weight === 100) {
    return 'promoted';
  }
  if (weight > 0) {
    return `${weight}-percent`;
  }
  return pins.some(({ isStable }) => !isStable) ? 'dark-launch' : 'stable-only';
}
