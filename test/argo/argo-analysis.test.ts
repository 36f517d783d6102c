import { Duration } from 'cdk8s';
import { Json, canaryOf, minutes, named, newHttpRollout, newRollout, parents, testers } from './argo-fixture';
import { Analysis } from '../../src/argo/argo-analysis';
import { AnalysisArgument } from '../../src/argo/argo-argument';
import { Prometheus } from '../../src/argo/argo-prometheus';
import { RolloutProps } from '../../src/argo/argo-rollout-options';
import { IstioReporter } from '../../src/canary/istio-metrics';
import { brief } from '../support/brief';
import { newChart } from '../support/synth';

const rate = Analysis.successRate({ minimum: 99 });
const series = (reporter: string = 'source') =>
  `reporter="${reporter}",destination_service_name="{{args.service}}",destination_service_namespace="{{args.namespace}}"`;
const metricOf = (analysis: Analysis, name: string, props: Partial<RolloutProps> = {}) => {
  const { chart } = newHttpRollout({ analysis: [analysis], ...props });
  return named(chart, 'AnalysisTemplate', `my-workload-${name}`).spec;
};

test('a success rate by the Service of the canary, in the background', () => {
  const { chart } = newHttpRollout({ analysis: [rate] });
  expect(canaryOf(chart).analysis).toEqual({
    templates: [{ templateName: 'my-workload-success-rate' }],
    args: [
      { name: 'service', value: 'my-workload-canary' },
      { name: 'namespace', valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } },
    ],
    startingStep: 1,
  });
  const all = `sum(rate(istio_requests_total{${series()}}[2m]))`;
  const good = `sum(rate(istio_requests_total{${series()},response_code!~"5.."}[2m]))`;
  expect(named(chart, 'AnalysisTemplate', 'my-workload-success-rate')).toEqual({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AnalysisTemplate',
    metadata: { name: 'my-workload-success-rate', namespace: 'team' },
    spec: {
      args: [{ name: 'service' }, { name: 'namespace' }],
      metrics: [
        {
          name: 'success-rate',
          interval: '1m',
          successCondition: 'len(result) == 0 || isNaN(result[0]) || result[0] >= 99',
          // Where every answer is bad there is no series of good ones; that is 0 percent, not nothing.
          provider: { prometheus: { query: `(${good} or vector(0)) / ${all} * 100` } },
        },
      ],
    },
  });
});

test('calls by gRPC fail by their status', () => {
  const chart = newChart();
  newRollout({ analysis: [rate] }, chart).addGrpcRoute('cart', { parents });
  const { query } = named(chart, 'AnalysisTemplate', 'my-workload-success-rate').spec.metrics[0].provider.prometheus;
  expect(query).toContain(',response_code!~"5..",grpc_response_status!~"2|4|12|13|14|15"}');
});

test('latency, reported by a waypoint, with traffic required', () => {
  const latency = Analysis.latency({
    quantile: 0.999,
    maximum: Duration.seconds(2),
    reporter: IstioReporter.WAYPOINT,
    window: minutes(5),
    requireTraffic: true,
  });
  const buckets = `istio_request_duration_milliseconds_bucket{${series('waypoint')}}`;
  expect(metricOf(latency, 'latency-p99.9').metrics[0]).toEqual({
    name: 'latency-p99.9',
    interval: '1m',
    successCondition: 'len(result) > 0 && result[0] <= 2000',
    provider: { prometheus: { query: `histogram_quantile(0.999, sum by (le) (rate(${buckets}[5m])))` } },
  });
});

test('a query of its own, with arguments', () => {
  const errors = Analysis.prometheus({
    name: 'errors',
    query: 'sum(errors{hash="{{args.hash}}", old="{{args.old}}", region="{{args.region}}", limit="{{args.limit}}"})',
    successCondition: 'result[0] < 5',
    failureCondition: 'result[0] > 50',
    arguments: [
      AnalysisArgument.canaryHash('hash'),
      AnalysisArgument.stableHash('old'),
      AnalysisArgument.field('region', "metadata.labels['region']"),
      AnalysisArgument.value('limit', '5'),
    ],
  });
  const { chart } = newHttpRollout({ analysis: [errors] });
  expect(canaryOf(chart).analysis.args.slice(2)).toEqual([
    { name: 'hash', valueFrom: { podTemplateHashValue: 'Latest' } },
    { name: 'old', valueFrom: { podTemplateHashValue: 'Stable' } },
    { name: 'region', valueFrom: { fieldRef: { fieldPath: "metadata.labels['region']" } } },
    { name: 'limit', value: '5' },
  ]);
  expect(named(chart, 'AnalysisTemplate', 'my-workload-errors').spec).toMatchObject({
    args: ['hash', 'old', 'region', 'limit'].map((name) => ({ name })),
    metrics: [{ successCondition: 'result[0] < 5', failureCondition: 'result[0] > 50' }],
  });
});

test('a template that somebody else made', () => {
  const smoke = Analysis.template('smoke', {
    clusterScope: true,
    arguments: [AnalysisArgument.value('url', 'http://my-workload-canary:8080')],
  });
  const { chart } = newHttpRollout({ analysis: [smoke] });
  expect(canaryOf(chart).analysis).toMatchObject({
    templates: [{ templateName: 'smoke', clusterScope: true }],
    args: [{ name: 'url', value: 'http://my-workload-canary:8080' }],
  });
  expect(chart.toJson().some(({ kind }) => kind === 'AnalysisTemplate')).toBe(false);
});

test('at a step it is measured once, or as often as is said; in the background without an end', () => {
  const { chart, rollout } = newHttpRollout({ steps: [{ weight: 10 }, { weight: 50 }], analysis: [rate] });
  const latency = Analysis.latency({ maximum: Duration.seconds(1), count: 3, interval: Duration.seconds(30) });
  rollout.addStepAnalysis('10-percent', rate);
  rollout.addStepAnalysis('50-percent', rate);
  rollout.addStepAnalysis('50-percent', latency);
  const timesOf = (name: string) => {
    const { interval, count } = named(chart, 'AnalysisTemplate', `my-workload-${name}`).spec.metrics[0];
    return { interval, count };
  };
  expect(timesOf('success-rate')).toEqual({ interval: '1m' });
  expect(timesOf('success-rate-step')).toEqual({});
  expect(timesOf('latency-p99-step')).toEqual({ interval: '30s', count: 3 });
  const templates = canaryOf(chart).steps.flatMap((step: Json) => (step.analysis ? [step.analysis.templates] : []));
  expect(templates).toEqual([
    [{ templateName: 'my-workload-success-rate-step' }],
    [{ templateName: 'my-workload-success-rate-step' }, { templateName: 'my-workload-latency-p99-step' }],
  ]);
});

test('Prometheus by its address, else that of the controller', () => {
  const address = 'http://prometheus.monitoring:9090';
  const provider = (prometheus?: Prometheus) =>
    metricOf(rate, 'success-rate', { prometheus }).metrics[0].provider.prometheus;
  expect(provider({ address })).toMatchObject({ address });
  expect(provider()).not.toHaveProperty('address');
});

const custom = { name: 'q', query: 'up', successCondition: 'result[0] == 1' };
test.each<[string, () => unknown, string]>([
  [
    'the sidecar of the workload as reporter',
    () => Analysis.successRate({ minimum: 99, reporter: IstioReporter.DESTINATION }),
    "reporter of analysis 'success-rate': got 'IstioReporter.DESTINATION'",
  ],
  ['no share', () => Analysis.successRate({ minimum: 0 }), 'minimum of success rate: got 0'],
  ['more than all', () => Analysis.successRate({ minimum: 101 }), 'expected a number above 0, at most 100'],
  ['a quantile of all', () => Analysis.latency({ quantile: 1, maximum: minutes(1) }), 'above 0 and below 1'],
  ['no time', () => Analysis.latency({ maximum: Duration.millis(0) }), 'maximum of latency'],
  ['no condition', () => Analysis.prometheus({ name: 'q', query: 'up' }), "conditions of analysis 'q': got 'none'"],
  [
    'limits that contradict each other',
    () => Analysis.prometheus({ ...custom, failureLimit: -1 }),
    "failureLimit of analysis 'q': got -1",
  ],
  [
    'a count below the limits',
    () => Analysis.prometheus({ ...custom, count: 3, failureLimit: 2, consecutiveSuccessLimit: 2 }),
    "count of analysis 'q': got 3",
  ],
  ['a name with a space', () => Analysis.prometheus({ ...custom, name: 'a b' }), "name of analysis: got 'a b'"],
  ['an argument that cannot be named', () => AnalysisArgument.value('a.b', ''), "name of argument: got 'a.b'"],
  [
    'two analyses of one name',
    () => newHttpRollout({ analysis: [rate, Analysis.successRate({ minimum: 90 })] }),
    "[test/my-workload] analysis 'success-rate': got 'two of this name'",
  ],
  [
    'arguments that contradict each other',
    () =>
      newHttpRollout({
        analysis: ['a', 'b'].map((value) =>
          Analysis.template(value, { arguments: [AnalysisArgument.value('x', value)] }),
        ),
      }).chart.toJson(),
    "argument 'x' of analyses: got 'two values'",
  ],
  [
    'a step that the plan does not have',
    () => newHttpRollout().rollout.addStepAnalysis('20-percent', rate),
    "[test/my-workload] step: got '20-percent'",
  ],
  [
    'a plan without a share',
    () => newHttpRollout({ steps: [{ weight: 0, pins: [testers] }, { weight: 100 }], analysis: [rate] }),
    "[test/my-workload] analysis: got 'a plan without a weight before full rollout'",
  ],
])('refused: %s', (_, make, message) => {
  expect(make).toThrow(message);
});

test('requests cannot be counted where only connections are seen', () => {
  const chart = newChart();
  const rollout = newRollout({ analysis: [rate] }, chart);
  rollout.addTcpRoute('db', { parents });
  expect(rollout.node.validate().map(brief)).toEqual([
    "analysis 'success-rate': got 'TCP and TLS routes only, which have no request metrics'",
  ]);
  rollout.addHttpRoute('api', { parents });
  expect(rollout.node.validate().map(brief)).toEqual([]);
});
