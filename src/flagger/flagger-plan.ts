import { Duration } from 'cdk8s';
import { CanaryPin } from '../canary/canary-pin';
import { CanaryPlan, CanaryState } from '../canary/canary-plan';
import { CanarySpec } from '../manifest/flagger';
import { refuse } from '../value/problem';

/** A strategy in Flagger's terms. */
export interface FlaggerCourse {
  readonly interval: Duration;
  /** Requests of the canary: by weights, by pins, or none before promotion. */
  readonly mode: 'weights' | 'pins' | 'none';
  readonly analysis: Pick<CanarySpec['analysis'], 'iterations' | 'stepWeight' | 'stepWeights' | 'maxWeight' | 'mirror'>;
  readonly pins: readonly CanaryPin[];
  /** Gates of the plan, each of which needs a webhook. */
  readonly gates: readonly FlaggerGate[];
}

/** A gate of a plan. */
export interface FlaggerGate {
  readonly step: string;
  readonly gate: string;
  /** Types of webhooks that hold the canary at the gate; one is required. */
  readonly types: readonly string[];
}

/** Default interval. */
export const INTERVAL = Duration.minutes(1);

/** Types of webhooks that hold the canary before the first requests, before a higher weight, and before promotion. */
const START = ['confirm-rollout', 'confirm-traffic-increase'];
const NEXT = ['confirm-traffic-increase'];
const END = ['confirm-promotion'];
const LAST = [...END, ...NEXT];

/** Converts a plan to rising weights, or an A/B test. */
export function planOf(plan: CanaryPlan, interval: Duration | undefined): FlaggerCourse {
  const states = plan.states;
  const pinned = states.filter((state) => shareOf(state) < 100 && state.pins.length > 0);
  const toStable = states.find(({ pins }) => pins.some(({ isStable }) => isStable));
  if (toStable) {
    refuse({
      what: `pins of step '${toStable.name}'`,
      got: 'one to stable',
      expected: 'pins to the canary; Flagger supports no others',
      fix: 'leave it out, or use a CanaryRoute for the plan',
    });
  }
  const partial = states.find((state) => shareOf(state) > 0 && shareOf(state) < 100);
  if (pinned.length > 0 && partial) {
    refuse({
      what: 'plan',
      got: `pins in step '${pinned[0].name}' and weight ${shareOf(partial)} in step '${partial.name}'`,
      expected: 'pins or weights; Flagger does not combine them',
      fix: 'leave one of them out, or use a CanaryRoute for the plan',
    });
  }
  return pinned.length > 0 ? abTest(states, pinned, interval) : weights(states, interval);
}

function weights(states: readonly CanaryState[], given: Duration | undefined): FlaggerCourse {
  const shares = states.filter((state) => shareOf(state) > 0);
  if (shares.length === 0) {
    refuse({
      what: 'plan',
      got: 'weights of 0 only, and no pins',
      expected: 'a weight above 0, or pins; otherwise the canary gets no requests',
      fix: 'add a step, or use Strategy.blueGreen()',
    });
  }
  const twice = shares.find((state, index) => index > 0 && shareOf(state) === shareOf(shares[index - 1]));
  if (twice) {
    refuse({
      what: `weight of step '${twice.name}'`,
      got: shareOf(twice),
      expected: 'more than in the previous step; Flagger stops at a repeated weight',
      fix: 'remove one of the steps',
    });
  }
  const idle = states.filter((state) => shareOf(state) === 0);
  refusePause(idle, 'Flagger starts as soon as there is a new version');
  const gates = [
    ...idle.flatMap((state) => gateOf(state, START)),
    ...shares.flatMap((state, index) => gateOf(state, index === shares.length - 1 ? LAST : NEXT)),
  ];
  const analysis = { stepWeights: shares.map(shareOf) };
  return { mode: 'weights', interval: commonPause(shares, given), analysis, pins: [], gates };
}

function abTest(
  states: readonly CanaryState[],
  pinned: readonly CanaryState[],
  interval: Duration = INTERVAL,
): FlaggerCourse {
  const [step, second] = pinned;
  if (second) {
    refuse({
      what: 'plan',
      got: `pins in step '${step.name}' and in step '${second.name}'`,
      expected: 'one step with pins; an A/B test of Flagger has one set of pins',
      fix: 'merge the two steps',
    });
  }
  const rest = states.filter((state) => state !== step);
  refusePause(rest, 'an A/B test of Flagger lasts as long as its pinned step');
  const iterations = step.pause && step.pause.toMilliseconds() / interval.toMilliseconds();
  if (iterations === undefined || !Number.isInteger(iterations) || iterations === 0) {
    refuse({
      what: `pause of step '${step.name}'`,
      got: step.pause?.toHumanString(),
      expected: `a multiple of the interval (${interval.toHumanString()}); Flagger counts checks, one in each interval`,
      fix: 'set the time for which requests are pinned, or use Strategy.abTest()',
    });
  }
  const gates = [
    ...rest.filter((state) => shareOf(state) === 0).flatMap((state) => gateOf(state, START.slice(0, 1))),
    ...gateOf(step, END),
    ...rest.filter((state) => shareOf(state) > 0).flatMap((state) => gateOf(state, END)),
  ];
  return { mode: 'pins', interval, analysis: { iterations }, pins: step.pins, gates };
}

/** The common pause of all steps that have one. */
function commonPause(states: readonly CanaryState[], given: Duration | undefined): Duration {
  const pauses = states.flatMap(({ name, pause }) => (pause ? [{ name, pause }] : []));
  const all = given ? [{ name: 'interval', pause: given }, ...pauses] : pauses;
  const other = all.find(({ pause }) => pause.toMilliseconds() !== all[0].pause.toMilliseconds());
  if (other) {
    refuse({
      what: `pause of step '${other.name}'`,
      got: other.pause.toHumanString(),
      expected: `${all[0].pause.toHumanString()}, as ${given ? 'interval' : `step '${all[0].name}'`}; Flagger has one interval for all steps`,
      fix: 'use one pause; for a longer step use two steps of rising weight, or a confirm-traffic-increase webhook',
    });
  }
  return all[0]?.pause ?? INTERVAL;
}

function refusePause(states: readonly CanaryState[], why: string): void {
  const paused = states.find(({ pause }) => pause !== undefined);
  if (paused) {
    refuse({
      what: `pause of step '${paused.name}'`,
      got: paused.pause!.toHumanString(),
      expected: `none; ${why}`,
      fix: 'leave it out, or hold the canary with a webhook',
    });
  }
}

const gateOf = ({ name, gate }: CanaryState, types: readonly string[]): FlaggerGate[] =>
  gate === undefined ? [] : [{ step: name, gate, types }];

const shareOf = ({ weights: { canary } }: CanaryState) => canary;
