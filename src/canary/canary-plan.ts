import { Duration } from 'cdk8s';
import { CanaryPin } from './canary-pin';
import { CanaryWeights } from './canary-weights';
import { refuse } from '../value/problem';
import { dnsLabel } from '../value/scalar';

/** A step of a canary, from dark launch to full rollout. */
export interface CanaryStep {
  /**
   * Name of the step and of its directory; a DNS label, unique in the plan.
   *
   * @default - `stable-only`, `dark-launch`, `<n>-percent` or `promoted`, depending on weight and pins
   */
  readonly name?: string;
  /** Weight of the canary in percent, 0 to 100; at least that of the previous step. */
  readonly weight: number;
  /**
   * Requests that are pinned to one version.
   *
   * @default - the pins of the previous step
   */
  readonly pins?: CanaryPin[];
  /**
   * Minimum duration of the step.
   *
   * @default - until someone continues manually
   */
  readonly pause?: Duration;
  /**
   * Condition for the next step, as text for people.
   *
   * @default - none
   */
  readonly gate?: string;
}

/** A step with the settings that it inherits from the previous one. */
export interface CanaryState {
  /** Name of the step, unique in the plan. */
  readonly name: string;
  /** Weights of the versions. */
  readonly weights: CanaryWeights;
  /** Requests that are pinned to one version. */
  readonly pins: CanaryPin[];
  /**
   * Minimum duration of the step.
   *
   * @default - until someone continues manually
   */
  readonly pause?: Duration;
  /**
   * Condition for the next step, as text for people.
   *
   * @default - none
   */
  readonly gate?: string;
}

/** The steps of a canary, in order. */
export class CanaryPlan {
  private readonly list: CanaryState[];

  /** @param steps at least one; weights must not decrease */
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
          fix: 'order the steps by weight',
        });
      }
      pins = step.pins ?? pins;
      const name = dnsLabel(`name of step ${index + 1}`, step.name ?? defaultName(step.weight, pins));
      return { name, weights: CanaryWeights.percent(step.weight), pins: [...pins], pause: step.pause, gate: step.gate };
    });
    const names = this.list.map(({ name }) => name);
    const twice = names.find((name, index) => names.indexOf(name) !== index);
    if (twice !== undefined) {
      refuse({ what: 'names of steps', got: `'${twice}' twice`, expected: 'unique names', fix: 'rename one of them' });
    }
  }

  /** The states of the plan, in order. */
  public get states(): CanaryState[] {
    return [...this.list];
  }

  /** The state of a step; the first step is 1. */
  public stateAt(step: number): CanaryState {
    const state = this.list[step - 1];
    if (state === undefined) {
      return refuse({
        what: 'step',
        got: step,
        expected: `a whole number from 1 to ${this.list.length}`,
        fix: 'choose a step of the plan',
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
