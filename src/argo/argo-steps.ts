import { ArgoPins, isEnd, ManagedPin } from './argo-pins';
import { wholeSeconds } from './argo-text';
import { CanaryPlan, CanaryState } from '../canary/canary-plan';
import { RolloutSpec } from '../manifest/argo';

type CanarySpec = NonNullable<NonNullable<RolloutSpec['strategy']>['canary']>;
export type ArgoSteps = NonNullable<CanarySpec['steps']>;
type AnalysisStep = NonNullable<ArgoSteps[number]['analysis']>;

/** What the steps of a Rollout are made of. */
export interface StepSource {
  readonly plan: CanaryPlan;
  readonly pins: ArgoPins;
  /** Pods of the canary while it has no share but pins. */
  readonly darkLaunchReplicas: number;
  /** What is measured before a step of the plan is left. */
  readonly analysisAt: (state: CanaryState) => AnalysisStep | undefined;
}

/** The steps of a Rollout, and from which on the canary has a share. */
export interface StepList {
  readonly steps: ArgoSteps;
  /** Index of the first step behind the first share; nothing where the canary gets none on the way. */
  readonly sharedFrom?: number;
}

/**
 * The steps of a plan.
 *
 * Pods come before what sends requests to them: while none of the canary is available, the controller takes header
 * routes away and does not bring them back. So an explicit scale is not lifted while the weight is still 0, which
 * would remove the pods, but once it is that of the new weight.
 */
export function stepsOf({ plan, pins, darkLaunchReplicas, analysisAt }: StepSource): StepList {
  const steps: ArgoSteps[number][] = [];
  let isScaled = false;
  let weight = 0;
  let held: readonly ManagedPin[] = [];
  let sharedFrom: number | undefined;
  for (const state of plan.states.filter((each) => !isEnd(each) || analysisAt(each))) {
    if (state.weights.canary > weight) {
      weight = state.weights.canary;
      steps.push(
        ...(isScaled ? [{ setCanaryScale: { weight } }] : []),
        { setWeight: weight },
        ...(isScaled ? [{ setCanaryScale: { matchTrafficWeight: true } }] : []),
      );
      isScaled = false;
      sharedFrom ??= steps.length;
    } else if (weight === 0 && !isScaled && state.pins.some(({ isStable }) => !isStable)) {
      steps.push({ setCanaryScale: { replicas: darkLaunchReplicas } });
      isScaled = true;
    }
    const wanted = pins.managedIn(state);
    const analysis = analysisAt(state);
    steps.push(...repin(held, wanted), ...stopsOf(state, analysis), ...(analysis ? [{ analysis }] : []));
    held = wanted;
  }
  return { steps, sharedFrom };
}

/** The plugin takes every header route away when it is asked to take one: those that stay are set again. */
function repin(held: readonly ManagedPin[], wanted: readonly ManagedPin[]): ArgoSteps[number][] {
  const gone = held.filter((pin) => !wanted.includes(pin));
  const missing = gone.length > 0 ? wanted : wanted.filter((pin) => !held.includes(pin));
  return [
    ...gone.map(({ name }) => ({ setHeaderRoute: { name } })),
    ...missing.map(({ name, match }) => ({ setHeaderRoute: { name, match } })),
  ];
}

/** At least as long as the plan says; until somebody goes on where it names a gate, or nothing says how long. */
function stopsOf({ name, pause, gate }: CanaryState, analysis: AnalysisStep | undefined): ArgoSteps[number][] {
  const isOpen = gate !== undefined || (pause === undefined && analysis === undefined);
  return [
    ...(pause ? [{ pause: { duration: `${wholeSeconds(`pause of step '${name}'`, pause, 1)}s` } }] : []),
    ...(isOpen ? [{ pause: {} }] : []),
  ];
}
