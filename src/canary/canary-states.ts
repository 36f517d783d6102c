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

/** The versions of a workload, and their weights. */
export interface CanaryVersions {
  /** Backend of the stable version. */
  readonly stable: Backend;
  /** Backend of the canary. */
  readonly canary: Backend;
  /**
   * Backends of further versions.
   *
   * @default - none
   */
  readonly variants?: Backend[];
  /**
   * Weights for unpinned requests. Excludes `plan`.
   *
   * @default - all to stable
   */
  readonly weights?: CanaryWeights;
  /**
   * Steps of the canary. The `GatewayApp` writes each to a directory, `<id>/01-<name>` and so on, and a rollback that
   * sends all requests to stable to `<id>/rollback`. With `step`, the route is emitted in its chart instead.
   *
   * @default - no steps; the route is emitted in its chart, with `weights`
   */
  readonly plan?: CanaryPlan;
  /**
   * The only step of the plan to emit, in the chart of the route; the first is 1.
   *
   * @default - every step, each in a separate directory
   */
  readonly step?: number;
}

/** Weights and pins of a canary. */
export interface Lanes {
  readonly weights: CanaryWeights;
  readonly pins: readonly CanaryPin[];
}

/** The state that a route expresses. */
export function stateOf(
  { plan, step, weights, pins }: CanaryVersions & { readonly pins?: CanaryPin[] },
  where: Owner,
): Lanes {
  if (plan && (weights ?? pins)) {
    refuse(
      {
        what: 'weights and pins',
        got: 'set with a plan',
        expected: 'one of them',
        fix: 'move them into steps of the plan',
      },
      where,
    );
  }
  if (step !== undefined && !plan) {
    refuse({ what: 'step', got: step, expected: 'a plan', fix: 'set plan, or leave step out' }, where);
  }
  return plan ? plan.stateAt(step ?? 1) : { weights: weights ?? CanaryWeights.percent(0), pins: pins ?? [] };
}

/** Checks the percentage of a mirror. */
export function mirrorShare(percent: number | undefined): void {
  if (percent !== undefined) {
    wholeNumber('mirrorPercent', percent, 1, 100, 'leave it out for no mirror');
  }
}

/** The filter that mirrors requests to the canary, while stable has a weight. */
export function mirrorTo(canary: Backend, percent: number | undefined, { weights }: Lanes): RouteFilter[] {
  return percent === undefined || weights.stable === 0
    ? []
    : [RouteFilter.mirror(canary, percent === 100 ? {} : { percent })];
}

/** Pins by precedence: of matches that rank equal, the first rule wins. */
export function byPrecedence(pins: readonly CanaryPin[]): CanaryPin[] {
  return [...pins.filter(({ isStable }) => isStable), ...pins.filter(({ isStable }) => !isStable)];
}

type Owner = { readonly node: { readonly path: string } };

/** Whether each step of a route is emitted in a separate directory. */
const hasDirectories = ({ plan, step }: CanaryVersions) => plan !== undefined && step === undefined;

/** The scope of a route: the given one, or a chart in the directory of its first step. */
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
        fix: 'change the id of one of them, or move its chart to an OutputDirectory',
      },
      route,
    );
  }
  return chartIn(new OutputDirectory(scope, id), scope, folderOf(props, 1));
}

/**
 * Creates the routes of the later steps and of the rollback, each in its directory.
 *
 * @param rollback options of the rollback except its weights
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

/** A chart with namespace and labels of the route's chart. */
function chartIn(directory: OutputDirectory, scope: Construct, folder: string): Chart {
  const { namespace, labels, node } = Chart.of(scope);
  return new Chart(new OutputDirectory(directory, folder), node.id, { namespace, labels });
}
