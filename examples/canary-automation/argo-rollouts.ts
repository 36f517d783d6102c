import { Chart, Duration } from 'cdk8s';
import { CanaryPlan, Gateway, HttpMatch, RouteParent, argo } from 'cdk8s-gateways';
import { HorizontalPodAutoscaler, Metric, MetricTarget } from 'cdk8s-plus-28';
import { HOST, MyWorkload, PATH, PORT, PROMETHEUS, TESTERS } from './workload';

/** The four stages of the tutorial in one rollout. */
export function argoRollout(chart: Chart, gateway: Gateway, { deployment }: MyWorkload): argo.Rollout {
  const rollout = new argo.Rollout(chart, 'my-workload', {
    workload: argo.Workload.templateOf(deployment),
    port: PORT,
    plan: new CanaryPlan([
      { name: 'v1-only', weight: 0, gate: 'v2 may be seen by testers' },
      { name: 'dark-launch', weight: 0, pins: TESTERS, gate: 'testers are content' },
      { name: 'split', weight: 50, pins: [], pause: Duration.minutes(5), gate: 'dashboards look fine' },
      { name: 'promoted', weight: 100 },
    ]),
    minPodsPerReplicaSet: 2,
    prometheus: { address: PROMETHEUS },
    analysis: [
      argo.Analysis.successRate({ minimum: 99 }),
      argo.Analysis.latency({ quantile: 0.99, maximum: Duration.millis(500) }),
    ],
  });
  rollout.addHttpRoute('my-workload', {
    parents: [RouteParent.of(gateway)],
    hostnames: [HOST],
    matches: [HttpMatch.prefix(PATH)],
  });
  // Once testers are content: they must have sent something in the last hour, and got good answers.
  const testers = { name: 'testers-success-rate', window: Duration.hours(1), requireTraffic: true };
  rollout.addStepAnalysis('dark-launch', argo.Analysis.successRate({ ...testers, minimum: 99 }));
  new HorizontalPodAutoscaler(chart, 'autoscaler', {
    metadata: { name: 'my-workload' },
    target: rollout,
    minReplicas: 4,
    maxReplicas: 12,
    metrics: [Metric.resourceCpu(MetricTarget.averageUtilization(70))],
  });
  return rollout;
}
