import { Chart, Duration } from 'cdk8s';
import { Rollout } from '../../src/argo/argo-rollout';
import { RolloutProps } from '../../src/argo/argo-rollout-options';
import { Workload } from '../../src/argo/argo-workload';
import { CanaryPin } from '../../src/canary/canary-pin';
import { CanaryPlan, CanaryStep } from '../../src/canary/canary-plan';
import { Gateway } from '../../src/gateway/gateway';
import { Manifest } from '../../src/manifest/manifest';
import { HttpMatch } from '../../src/route/http-match';
import { RouteParent } from '../../src/route/route-parent';
import { newChart, objectsOf } from '../support/synth';

export const parents = [RouteParent.of(Gateway.fromGatewayName('edge', 'gateways'))];
export const matches = [HttpMatch.prefix('/api/my-workload')];
export const testers = CanaryPin.header('version', 'v2');
export const minutes = (amount: number) => Duration.minutes(amount);

/** A Deployment that another program emits. */
export const pods = Workload.referenceByName('my-workload', { app: 'my-workload' });

/** A Rollout named `my-workload`, at 10 percent for five minutes unless something else is said. */
export const newRollout = (
  { steps = [{ weight: 10, pause: minutes(5) }], ...props }: Partial<RolloutProps> & { steps?: CanaryStep[] } = {},
  chart: Chart = newChart(),
  id: string = 'my-workload',
) => new Rollout(chart, id, { workload: pods, port: 8080, plan: new CanaryPlan(steps), ...props });

/** The same with an HTTPRoute of the same name. */
export const newHttpRollout = (props: Parameters<typeof newRollout>[0] = {}, chart: Chart = newChart()) => {
  const rollout = newRollout(props, chart);
  return { chart, rollout, route: rollout.addHttpRoute('my-workload', { parents, matches }) };
};

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- part of a manifest, of which a test looks at what it knows
export type Json = any;

/** An object by its kind and name. */
export function named(chart: Chart, kind: string, name: string = 'my-workload'): Manifest & { spec: Json } {
  const found = objectsOf(chart).find((object) => object.kind === kind && object.metadata?.name === name);
  if (!found) {
    throw new Error(`no ${kind} '${name}'`);
  }
  return found as Manifest & { spec: Json };
}

export const canaryOf = (chart: Chart) => named(chart, 'Rollout').spec.strategy.canary;
export const stepsIn = (chart: Chart) => canaryOf(chart).steps;
