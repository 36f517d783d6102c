import { CanaryPin } from '../canary/canary-pin';
import { CanaryPlan, CanaryState } from '../canary/canary-plan';
import { RolloutSpec } from '../manifest/argo';
import { refuse } from '../value/problem';

type Steps = NonNullable<NonNullable<NonNullable<RolloutSpec['strategy']>['canary']>['steps']>;
type HeaderMatches = NonNullable<NonNullable<Steps[number]['setHeaderRoute']>['match']>;

/** A pin that the plugin sets and takes away. */
export interface ManagedPin {
  /** Name of the managed route, and of the rules that the plugin makes of it. */
  readonly name: string;
  readonly pin: CanaryPin;
  readonly match: HeaderMatches;
}

/** Names that the plugin gives rules, and by which it knows them: that of the managed route, or with a number. */
export const MANAGED_RULE = /^canary-pin-[0-9]+(-[0-9]+)?$/;

/**
 * The pins of a plan: those that the plugin manages, and those that stand in a route of their own.
 *
 * The plugin makes rules to the canary that ask for headers, and replaces a rule of its own that asks for the same
 * headers, whatever their values. So it can have a pin by a header to which no other pin looks.
 */
export class ArgoPins {
  /** Pins by the plugin, in the order in which the plan names them. */
  public readonly managed: readonly ManagedPin[];
  /** The others, those to stable first. */
  public readonly own: readonly CanaryPin[];
  /** How many the plugin holds at a time, at most. */
  public readonly mostManaged: number;

  public constructor(
    plan: CanaryPlan,
    private readonly where: { readonly node: { readonly path: string } },
  ) {
    const pins = distinct(plan.states.flatMap((state) => state.pins));
    const isManaged = (pin: CanaryPin) =>
      !pin.isStable && !pin._isQuery && pins.every((other) => other === pin || headerOf(other) !== headerOf(pin));
    this.managed = pins.filter(isManaged).map((pin, index) => ({
      // A number, because the plugin appends one itself: no name must be another one with a number behind.
      name: `canary-pin-${index + 1}`,
      pin,
      match: render(pin),
    }));
    const own = pins.filter((pin) => !isManaged(pin));
    this.own = [...own.filter(({ isStable }) => isStable), ...own.filter(({ isStable }) => !isStable)];
    this.mostManaged = Math.max(...plan.states.map((state) => this.managedIn(state).length));
    this.refuseChanges(plan.states);
  }

  /** All of them. */
  public get all(): readonly CanaryPin[] {
    return [...this.managed.map(({ pin }) => pin), ...this.own];
  }

  /** Pins that the plugin is to hold in a state. */
  public managedIn(state: CanaryState): readonly ManagedPin[] {
    const wanted = new Set(state.pins.map(keyOf));
    return this.managed.filter(({ pin }) => wanted.has(keyOf(pin)));
  }

  /** A route of its own stands all the time, and counts as soon as there are pods of the canary. */
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
              'that pin at every step; the plugin sets and takes away only pins to the canary by a header of their own',
            fix: 'name it at every step, or pin by a header to which no other pin looks',
          },
          this.where,
        );
      }
    }
  }
}

/** Full rollout without a stop: what Argo Rollouts does by itself after the last step. */
export const isEnd = ({ weights, pause, gate }: CanaryState) =>
  weights.canary === 100 && pause === undefined && gate === undefined;

/** The conditions of a pin that both may hold at once; nothing where they look at the same header. */
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
