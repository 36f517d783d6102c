import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { CanaryPin } from './canary-pin';
import { CanaryPlan } from './canary-plan';
import { CanaryWeights } from './canary-weights';
import { once } from '../resource/once';
import { OutputDirectory } from '../resource/output-directory';
import { Backend } from '../route/backend';
import { RouteFilter } from '../route/route-filter';
import { refuse } from '../value/problem';
import { wholeNumber } from '../value/scalar';

/** The versions of a workload, and the shares of their requests. */
export interface CanaryVersions {
  /** The version that is in use. */
  readonly stable: Backend;
  /** The version under test. */
  readonly canary: Backend;
  /**
   * Further versions that get a share.
   *
   * @default - none
   */
  readonly variants?: Backend[];
  /**
   * Shares of the requests that no pin holds. Not beside `plan`.
   *
   * @default - everything goes to stable
   */
  readonly weights?: CanaryWeights;
  /**
   * The steps that the canary goes through. Each is a directory of the `GatewayApp`, `<id>/01-<name>` and so on,
   * beside `<id>/rollback`, which sends everything to stable; with `step` the route is emitted in its chart.
   *
   * @default - no steps: the route is emitted in its chart, with `weights`
   */
  readonly plan?: CanaryPlan;
  /**
   * The one step of the plan to emit, in the chart of the route; the first is 1.
   *
   * @default - every step, each in its own directory
   */
  readonly step?: number;
}

/** A state of a canary. */
export interface Lanes {
  readonly weights: CanaryWeights;
  readonly pins: readonly CanaryPin[];
}

/** The state that a route is to be in. */
export function stateOf(
  { plan, step, weights, pins }: CanaryVersions & { readonly pins?: CanaryPin[] },
  where: Owner,
): Lanes {
  if (plan && (weights ?? pins)) {
    refuse(
      {
        what: 'weights and pins',
        got: 'beside a plan',
        expected: 'one of them',
        fix: 'put them into steps of the plan',
      },
      where,
    );
  }
  if (step !== undefined && !plan) {
    refuse({ what: 'step', got: step, expected: 'a plan', fix: 'give the plan, or leave step out' }, where);
  }
  return plan ? plan.stateAt(step ?? 1) : { weights: weights ?? CanaryWeights.percent(0), pins: pins ?? [] };
}

/** Checks the share of a mirror. */
export function mirrorShare(percent: number | undefined): void {
  if (percent !== undefined) {
    wholeNumber('mirrorPercent', percent, 1, 100, 'leave it out for no mirror');
  }
}

/** The filter that copies requests to the canary, while stable gets any. */
export function mirrorTo(canary: Backend, percent: number | undefined, { weights }: Lanes): RouteFilter[] {
  return percent === undefined || weights.stable === 0
    ? []
    : [RouteFilter.mirror(canary, percent === 100 ? {} : { percent })];
}

/** Pins in the order in which they win: with equal conditions the rule that comes first does. */
export function byPrecedence(pins: readonly CanaryPin[]): CanaryPin[] {
  return [...pins.filter(({ isStable }) => isStable), ...pins.filter(({ isStable }) => !isStable)];
}

type Owner = { readonly node: { readonly path: string } };

/** Tells whether each step of a route is emitted in its own directory. */
const hasDirectories = ({ plan, step }: CanaryVersions) => plan !== undefined && step === undefined;

/** The scope of a route: the given one, or the chart of its first step in the directory of that. */
export function placeOf(scope: Construct, id: string, props: CanaryVersions): Construct {
  const route: Owner = { node: { path: `${scope.node.path}/${id}` } };
  stateOf(props, route);
  if (!hasDirectories(props)) {
    return scope;
  }
  const owner = once(scope, `steps ${id}`, () => route);
  if (owner !== route) {
    refuse(
      {
        what: `directory '${id}' of the steps`,
        got: `that of '${owner.node.path}' too`,
        expected: 'one directory for each canary',
        fix: 'give one of them another id, or put its chart into an OutputDirectory',
      },
      route,
    );
  }
  return chartIn(new OutputDirectory(scope, id), scope, folderOf(props, 1));
}

/**
 * Makes the routes of the later steps and of the way back, each in its directory.
 *
 * @param rollback options of the way back beside its weights, without what matters on the way only
 */
export function laterSteps<P extends CanaryVersions, R>(
  scope: Construct,
  id: string,
  props: P,
  rollback: P,
  make: (chart: Chart, props: P) => R,
): R[] {
  if (!hasDirectories(props)) {
    return [];
  }
  const directory = scope.node.findChild(id) as OutputDirectory;
  const weights = CanaryWeights.percent(0);
  const steps = props.plan!.states.map((_, index) => index + 1).slice(1);
  return [
    ...steps.map((step) => make(chartIn(directory, scope, folderOf(props, step)), { ...props, step })),
    make(chartIn(directory, scope, 'rollback'), { ...rollback, variants: undefined, plan: undefined, weights }),
  ];
}

const folderOf = ({ plan }: CanaryVersions, step: number) =>
  `${String(step).padStart(2, '0')}-${plan!.stateAt(step).name}`;

/** A chart like that of the route. */
function chartIn(directory: OutputDirectory, scope: Construct, folder: string): Chart {
  const { namespace, labels, node } = Chart.of(scope);
  return new Chart(new OutputDirectory(directory, folder), node.id, { namespace, labels });
}
