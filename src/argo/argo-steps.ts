import { ArgoPins, isEnd, ManagedPin } from './argo-pins';
import { wholeSeconds } from './argo-text';
import { CanaryPlan, CanaryState } from '../canary/canary-plan';
import { RolloutSpec } from '../manifest/argo';

type CanarySpec = NonNullable<NonNullable<RolloutSpec['strategy']>['canary']>;
export type ArgoSteps = NonNullable<CanarySpec['steps']>;
type AnalysisStep = NonNullable<ArgoSteps[number]['analysis']>;

/** Input of `stepsOf`. */
export interface StepSource {
  readonly plan: CanaryPlan;
  readonly pins: ArgoPins;
  /** Pods of the canary while it has weight 0 and pins. */
  readonly darkLaunchReplicas: number;
  /** Analysis at the end of a step of the plan. */
  readonly analysisAt: (state: CanaryState) => AnalysisStep | undefined;
}

/** The steps of a Rollout, and the index from which the canary has a weight. */
export interface StepList {
  readonly steps: ArgoSteps;
  /** Index of the step after the first weight above 0; undefined if there is none. */
  readonly sharedFrom?: number;
}

/**
 * The steps of a plan.
 *
 * Pods must exist before header routes to them: while no canary pod is available, the controller removes header
 * routes and does not restore them. So an explicit scale is kept while the weight is 0, where the default would remove
 * the pods, and dropped when the weight rises.
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

/** The plugin removes all header routes when one is removed: the remaining ones are set again. */
function repin(held: readonly ManagedPin[], wanted: readonly ManagedPin[]): ArgoSteps[number][] {
  const gone = held.filter((pin) => !wanted.includes(pin));
  const missing = gone.length > 0 ? wanted : wanted.filter((pin) => !held.includes(pin));
  return [
    ...gone.map(({ name }) => ({ setHeaderRoute: { name } })),
    ...missing.map(({ name, match }) => ({ setHeaderRoute: { name, match } })),
  ];
}

/** Pauses as long as planned, and until someone continues if there is a gate, or neither pause nor analysis. */
function stopsOf({ name, pause, gate }: CanaryState, analysis: AnalysisStep | undefined): ArgoSteps[number][] {
  const isOpen = gate !== undefined || (pause === undefined && analysis === undefined);
  return [
    ...(pause ? [{ pause: { duration: `${wholeSeconds(`pause of step '${name}'`, pause, 1)}s` } }] : []),
    ...(isOpen ? [{ pause: {} }] : []),
  ];
}
