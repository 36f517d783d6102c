import { CanaryPin } from '../canary/canary-pin';
import { CanaryPlan, CanaryState } from '../canary/canary-plan';
import { RolloutSpec } from '../manifest/argo';
import { refuse } from '../value/problem';

type Steps = NonNullable<NonNullable<NonNullable<RolloutSpec['strategy']>['canary']>['steps']>;
type HeaderMatches = NonNullable<NonNullable<Steps[number]['setHeaderRoute']>['match']>;

/** A pin that the plugin adds and removes. */
export interface ManagedPin {
  /** Name of the managed route, and of the rules that the plugin creates for it. */
  readonly name: string;
  readonly pin: CanaryPin;
  readonly match: HeaderMatches;
}

/** Names of rules that the plugin owns: that of the managed route, or with a number appended. */
export const MANAGED_RULE = /^canary-pin-[0-9]+(-[0-9]+)?$/;

/**
 * The pins of a plan: those that the plugin manages, and those in a separate route.
 *
 * The plugin creates header rules to the canary, and replaces an earlier rule with the same header names, whatever
 * their values. So it can manage a pin only by a header that no other pin uses.
 */
export class ArgoPins {
  /** Pins that the plugin manages, in the order of the plan. */
  public readonly managed: readonly ManagedPin[];
  /** Pins in the separate route, those to stable first. */
  public readonly own: readonly CanaryPin[];
  /** Maximum number of managed pins at a time. */
  public readonly mostManaged: number;

  public constructor(
    plan: CanaryPlan,
    private readonly where: { readonly node: { readonly path: string } },
  ) {
    const pins = distinct(plan.states.flatMap((state) => state.pins));
    const isManaged = (pin: CanaryPin) =>
      !pin.isStable && !pin._isQuery && pins.every((other) => other === pin || headerOf(other) !== headerOf(pin));
    this.managed = pins.filter(isManaged).map((pin, index) => ({
      // Numbered, because the plugin appends numbers: no name may be another one with a number appended.
      name: `canary-pin-${index + 1}`,
      pin,
      match: render(pin),
    }));
    const own = pins.filter((pin) => !isManaged(pin));
    this.own = [...own.filter(({ isStable }) => isStable), ...own.filter(({ isStable }) => !isStable)];
    this.mostManaged = Math.max(...plan.states.map((state) => this.managedIn(state).length));
    this.refuseChanges(plan.states);
  }

  /** All pins. */
  public get all(): readonly CanaryPin[] {
    return [...this.managed.map(({ pin }) => pin), ...this.own];
  }

  /** Managed pins of a state. */
  public managedIn(state: CanaryState): readonly ManagedPin[] {
    const wanted = new Set(state.pins.map(keyOf));
    return this.managed.filter(({ pin }) => wanted.has(keyOf(pin)));
  }

  /** The separate route is never changed, and takes effect as soon as the canary has pods. */
  private refuseChanges(states: readonly CanaryState[]): void {
    const begin = states.findIndex(({ weights, pins }) => weights.canary > 0 || pins.length > 0);
    const counting = states.slice(begin).filter((state) => !isEnd(state));
    for (const { name, pins, weights } of counting) {
      const present = new Set(pins.map(keyOf));
      const missing = this.own.find((pin) => !present.has(keyOf(pin)) && !(weights.canary === 100 && !pin.isStable));
      if (missing) {
        refuse(
          {
            what: `pins of step '${name}'`,
            got: `none by ${describePin(missing)}, which another step has`,
            expected:
              'this pin at every step; the plugin adds and removes only pins to the canary by a header that no other pin uses',
            fix: 'repeat it at every step, or pin by another header',
          },
          this.where,
        );
      }
    }
  }
}

/** Full rollout without a stop, which Argo Rollouts does after the last step anyway. */
export const isEnd = ({ weights, pause, gate }: CanaryState) =>
  weights.canary === 100 && pause === undefined && gate === undefined;

/** Whether requests that meet both pins need a rule: one is by query parameter, or their headers differ. */
export function areIndependent(a: CanaryPin, b: CanaryPin): boolean {
  return a._isQuery !== b._isQuery || (!a._isQuery && headerOf(a) !== headerOf(b));
}

function distinct(pins: readonly CanaryPin[]): CanaryPin[] {
  return [...new Map(pins.map((pin) => [keyOf(pin), pin])).values()];
}

const keyOf = (pin: CanaryPin) => JSON.stringify([conditionOf(pin), pin.isStable]);
const conditionOf = ({ _condition: { headers = [], queryParams = [] } }: CanaryPin) => ({
  headers: headers.map((match) => match._render()),
  queryParams: queryParams.map((match) => match._render()),
});
const headerOf = (pin: CanaryPin) => conditionOf(pin).headers[0]?.name.toLowerCase();

const render = (pin: CanaryPin): HeaderMatches =>
  conditionOf(pin).headers.map(({ name, type, value }) => ({
    headerName: name,
    headerValue: type === 'RegularExpression' ? { regex: value } : { exact: value },
  }));

function describePin(pin: CanaryPin): string {
  const { headers, queryParams } = conditionOf(pin);
  const mark = pin._isQuery ? `query parameter ${queryParams[0].name}` : `header ${headers[0].name}`;
  return `${mark}${pin.isStable ? ' to stable' : ''}`;
}
