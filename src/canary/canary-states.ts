import * as path from 'path';
import { App, Chart } from 'cdk8s';
import { CanaryPin } from './canary-pin';
import { CanaryPlan } from './canary-plan';
import { CanaryWeights } from './canary-weights';
import { GatewayApp } from '../app/gateway-app';
import { refuse } from '../manifest/problem';
import { wholeNumber } from '../manifest/scalar';
import { CustomResource } from '../resource/custom-resource';
import { Backend } from '../route/backend';
import { RouteFilter } from '../route/route-filter';

/** The versions of a workload, and how requests are shared among them. */
export interface CanaryVersions {
  /** The version that is in use. */
  readonly stable: Backend;
  /** The version that is tried out. */
  readonly canary: Backend;
  /**
   * Further versions that get a share.
   *
   * @default - none
   */
  readonly variants?: Backend[];
  /**
   * How requests are shared that no pin holds. Not beside `plan`.
   *
   * @default - everything goes to stable
   */
  readonly weights?: CanaryWeights;
  /**
   * The steps that the canary goes through.
   *
   * @default - `weights` say
   */
  readonly plan?: CanaryPlan;
  /**
   * The step of the plan that is emitted, counted from 0.
   *
   * @default - the first
   */
  readonly step?: number;
}

/** What a state of a canary is made of. */
export interface Lanes {
  readonly weights: CanaryWeights;
  readonly pins: readonly CanaryPin[];
}

/** The state that a route is to be in. */
export function stateOf(
  { plan, step, weights, pins }: CanaryVersions & { readonly pins?: CanaryPin[] },
  where: { readonly node: { readonly path: string } },
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
  return plan ? plan.stateAt(step ?? 0) : { weights: weights ?? CanaryWeights.percent(0), pins: pins ?? [] };
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

/** The states of one route, each as a program of its own. */
export class CanaryStates<P extends CanaryVersions> {
  /**
   * @param props options of the route
   * @param end the same without what plays a part on the way only
   * @param make puts the route with other options into a chart
   */
  public constructor(
    private readonly route: CustomResource,
    private readonly props: P,
    private readonly end: P,
    private readonly make: (chart: Chart, props: P) => void,
  ) {}

  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- objects as cdk8s gives them
  public at(step: number): any[] {
    this.plan.stateAt(step);
    return this.copyInto(new App(), { ...this.props, step }).toJson();
  }

  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- objects as cdk8s gives them
  public fixed(canary: 0 | 100): any[] {
    return this.copyInto(new App(), this.ending(canary)).toJson();
  }

  public write(outdir: string): string[] {
    const states = this.plan.states.map((state, step) => ({
      folder: path.join(outdir, `${String(step + 1).padStart(2, '0')}-${state.name}`),
      props: { ...this.props, step },
    }));
    for (const { folder, props } of [...states, { folder: path.join(outdir, 'rollback'), props: this.ending(0) }]) {
      const app = new GatewayApp({ outdir: folder });
      this.copyInto(app, props);
      app.synth();
    }
    return states.map(({ folder }) => folder);
  }

  private get plan(): CanaryPlan {
    return (
      this.props.plan ??
      refuse({ what: 'plan', got: undefined, expected: 'a CanaryPlan', fix: 'give one to the route' }, this.route)
    );
  }

  private ending(canary: 0 | 100): P {
    const weights = CanaryWeights.percent(canary);
    return { ...this.end, variants: undefined, plan: undefined, step: undefined, weights };
  }

  private copyInto(app: App, props: P): Chart {
    const { namespace, labels, node } = Chart.of(this.route);
    const chart = new Chart(app, node.id, { namespace, labels });
    this.make(chart, { ...props, name: this.route.name, namespace: this.route.namespace });
    return chart;
  }
}
