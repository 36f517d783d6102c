import { Duration } from 'cdk8s';
import { CanaryPin } from './canary-pin';
import { CanaryWeights } from './canary-weights';
import { refuse } from '../value/problem';
import { dnsLabel } from '../value/scalar';

/** One state on the way of a canary from dark launch to full rollout. */
export interface CanaryStep {
  /**
   * Name of the step, for people and for its directory.
   *
   * @default - `stable-only`, `dark-launch`, `<n>-percent` or `promoted`, by what it does
   */
  readonly name?: string;
  /** Share of the canary in percent, 0 to 100; never lower than that of the step before. */
  readonly weight: number;
  /**
   * Requests that always reach one version.
   *
   * @default - those of the step before
   */
  readonly pins?: CanaryPin[];
  /**
   * Least duration of the step.
   *
   * @default - until someone continues
   */
  readonly pause?: Duration;
  /**
   * Condition for the next step, for people to read.
   *
   * @default - none
   */
  readonly gate?: string;
}

/** A step, with what it takes over from the one before. */
export interface CanaryState {
  /** Its name; unique in the plan. */
  readonly name: string;
  /** Shares of the versions. */
  readonly weights: CanaryWeights;
  /** Requests that always reach one version. */
  readonly pins: CanaryPin[];
  /**
   * Least duration.
   *
   * @default - until someone continues
   */
  readonly pause?: Duration;
  /**
   * Condition for the next one, for people to read.
   *
   * @default - none
   */
  readonly gate?: string;
}

/** The states that a canary goes through, one after another. */
export class CanaryPlan {
  private readonly list: CanaryState[];

  /** @param steps at least one; the weight never falls */
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

  /** The state of a step; the first is 1. */
  public stateAt(step: number): CanaryState {
    const state = this.list[step - 1];
    if (state === undefined) {
      return refuse({
        what: 'step',
        got: step,
        expected: `a whole number from 1 to ${this.list.length}`,
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
