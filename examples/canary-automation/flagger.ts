import { Chart, Duration } from 'cdk8s';
import { CanaryPlan, Gateway, HttpMatch, RouteParent, flagger } from 'cdk8s-gateways';
import { HorizontalPodAutoscaler, Metric, MetricTarget } from 'cdk8s-plus-28';
import { HOST, MyWorkload, PATH, PORT, PROMETHEUS, TESTERS } from './workload';

const LOAD_TESTER = 'http://flagger-loadtester.test';

/** The dark launch, as an A/B test: testers get v2, and when somebody opens the gate everybody does. */
export function flaggerAbTest(chart: Chart, gateway: Gateway, workload: MyWorkload): void {
  canary(chart, gateway, workload, {
    interval: Duration.minutes(1),
    plan: new CanaryPlan([
      { name: 'v1-only', weight: 0 },
      { name: 'dark-launch', weight: 0, pins: TESTERS, pause: Duration.minutes(10), gate: 'testers are content' },
      { name: 'promoted', weight: 100 },
    ]),
    // Requests of a tester, as no others reach v2.
    load: "-z 1m -q 10 -c 2 -H 'version: v2'",
  });
}

/** The 50/50 split, in which a client that got v2 keeps it. When somebody opens the gate everybody gets v2. */
export function flaggerWeights(chart: Chart, gateway: Gateway, workload: MyWorkload): void {
  canary(chart, gateway, workload, {
    // Without a step of weight 100 the promotion, and so the gate, follows the split.
    plan: new CanaryPlan([
      { name: 'v1-only', weight: 0 },
      { name: 'split', weight: 50, pause: Duration.minutes(5), gate: 'dashboards look fine' },
    ]),
    // The tutorial's gateway has no TLS, and browsers send a secure cookie by HTTPS only.
    sessionAffinity: { maxAge: Duration.hours(1), secure: false },
    load: '-z 5m -q 10 -c 2',
  });
}

interface Way {
  readonly plan: CanaryPlan;
  readonly interval?: Duration;
  readonly sessionAffinity?: flagger.SessionAffinity;
  /** Options of hey, the load tester's command: an interval long, 10 requests a second of 2 workers each. */
  readonly load: string;
}

/** What both ways have in common. */
function canary(chart: Chart, gateway: Gateway, { deployment }: MyWorkload, { load, ...way }: Way): void {
  const autoscaler = new HorizontalPodAutoscaler(chart, 'autoscaler', {
    metadata: { name: 'my-workload' },
    target: deployment,
    minReplicas: 2,
    maxReplicas: 6,
    metrics: [Metric.resourceCpu(MetricTarget.averageUtilization(70))],
  });
  // By way of the gateway, which counts them.
  const url = `http://${gateway.name}-istio.${gateway.namespace}${PATH}`;
  new flagger.Canary(chart, 'my-workload', {
    ...way,
    target: flagger.Target.fromDeployment(deployment),
    autoscaler: flagger.Autoscaler.fromHorizontalPodAutoscaler(autoscaler),
    port: PORT,
    parents: [RouteParent.of(gateway)],
    hostnames: [HOST],
    matches: [HttpMatch.prefix(PATH)],
    metricProvider: flagger.MetricProvider.prometheus(PROMETHEUS),
    metrics: [
      flagger.Metric.successRate({ minimum: 99 }),
      flagger.Metric.latency({ quantile: 0.99, maximum: Duration.millis(500) }),
    ],
    webhooks: [
      flagger.Webhook.confirmPromotion(`${LOAD_TESTER}/gate/check`),
      flagger.Webhook.rollback(`${LOAD_TESTER}/rollback/check`),
      flagger.Webhook.rollout(`${LOAD_TESTER}/`, {
        name: 'load-test',
        metadata: { type: 'cmd', cmd: `hey ${load} -host ${HOST} ${url}` },
      }),
    ],
  });
}
