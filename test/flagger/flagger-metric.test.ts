import { Duration } from 'cdk8s';
import { makeCanary, prometheus } from './flagger-support';
import { IstioReporter } from '../../src/canary/istio-metrics';
import { Metric, SuccessRateOptions } from '../../src/flagger/flagger-metric';
import { MetricProvider, MetricTemplate } from '../../src/flagger/flagger-metric-template';
import { Manifest } from '../../src/manifest/manifest';
import { newChart, objectsOf, theOnly } from '../support/synth';

const metricProvider = prometheus;
const SERVICE = 'destination_service_namespace="{{ namespace }}",destination_service_name="{{ service }}-canary"';
const WORKLOAD = 'destination_workload_namespace="{{ namespace }}",destination_workload="{{ target }}"';

const queryOf = (metric: Metric) => {
  const chart = newChart();
  makeCanary({ metricProvider, metrics: [metric] }, chart);
  return (theOnly(chart, 'MetricTemplate').spec as { query: string }).query;
};

test.each<[string, SuccessRateOptions['reporter'], string]>([
  ['nobody in particular: the gateway', undefined, `reporter="source",${SERVICE}`],
  ['the gateway', IstioReporter.SOURCE, `reporter="source",${SERVICE}`],
  ['the sidecar of the canary', IstioReporter.DESTINATION, `reporter="destination",${WORKLOAD}`],
  ['a waypoint', IstioReporter.WAYPOINT, `reporter="waypoint",${SERVICE}`],
])('requests to the canary, as counted by %s', (_, reporter, labels) => {
  const successRate = queryOf(Metric.successRate({ minimum: 99, reporter }));
  expect(successRate).toContain(`istio_requests_total{${labels},response_code!~"5.."}[{{ interval }}]`);
  expect(successRate).toContain(`/ sum(rate(istio_requests_total{${labels}}[{{ interval }}])) * 100`);
  expect(queryOf(Metric.latency({ maximum: Duration.seconds(1), quantile: 0.95, reporter }))).toBe(
    `histogram_quantile(0.95, sum by (le) (rate(istio_request_duration_milliseconds_bucket{${labels}}[{{ interval }}])))`,
  );
});

test('each metric has a template of its own, or one that is shared', () => {
  const chart = newChart();
  const shared = new MetricTemplate(chart, 'lag', {
    namespace: 'monitoring',
    provider: MetricProvider.custom('cloudwatch', { region: 'eu-central-1' }),
    query: '[]',
  });
  const canary = makeCanary({ metricProvider, metrics: [Metric.successRate({ minimum: 99.5 })] }, chart);
  canary.addMetric(Metric.latency({ maximum: Duration.millis(500), quantile: 0.999, window: Duration.seconds(30) }));
  canary.addMetric(Metric.fromTemplate(shared, { maximum: 10 }));
  canary.addMetric(
    Metric.query({
      name: 'queue',
      query: 'max(queue_length{namespace="{{ namespace }}",queue="{{ variables.queue }}"})',
      minimum: 0,
      maximum: 100,
      variables: { queue: 'orders' },
    }),
  );
  const objects = objectsOf(chart).filter(({ kind }) => kind === 'MetricTemplate');
  expect(objects.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`)).toEqual([
    'monitoring/lag',
    'team/web-success-rate',
    'team/web-latency-p99.9',
    'team/web-queue',
  ]);
  expect(
    (theOnly(chart, 'Canary') as Manifest & { spec: { analysis: { metrics: unknown } } }).spec.analysis.metrics,
  ).toEqual([
    { name: 'success-rate', interval: '1m', thresholdRange: { min: 99.5 }, templateRef: { name: 'web-success-rate' } },
    {
      name: 'latency-p99.9',
      interval: '30s',
      thresholdRange: { max: 500 },
      templateRef: { name: 'web-latency-p99.9' },
    },
    { name: 'lag', interval: '1m', thresholdRange: { max: 10 }, templateRef: { name: 'lag', namespace: 'monitoring' } },
    {
      name: 'queue',
      interval: '1m',
      thresholdRange: { min: 0, max: 100 },
      templateRef: { name: 'web-queue' },
      templateVariables: { queue: 'orders' },
    },
  ]);
});

test('what Flagger and Go know is left alone in a query', () => {
  const query =
    '{{- name }} {{ target }} {{ service }} {{ ingress }} {{ route }} {{ if eq namespace "a" }}{{ printf "%s" interval }}{{ end }} {{/* why */}} {{ "x" }} {{ $a := name }}';
  expect(queryOf(Metric.query({ name: 'all', query, minimum: 1 }))).toBe(query);
});

describe('errors', () => {
  const query = (text: string, variables?: Record<string, string>) => () =>
    Metric.query({ name: 'q', query: text, minimum: 1, variables });
  const rate = (options: Partial<SuccessRateOptions>) => () => Metric.successRate({ minimum: 99, ...options });
  test.each<[string, () => unknown, string]>([
    ['no query', query(' '), "query of metric 'q': got ' '"],
    ['an unknown variable', query('{{ namespase }}'), "query of metric 'q': got '{{ namespase }}'"],
    ['a variable of another tool', query('{{ args.x }}'), 'fix: use {{ variables.args }}'],
    ['a field', query('{{ .namespace }}'), "query of metric 'q': got '{{ .namespace }}'"],
    [
      'a variable that is not given',
      query('{{ variables.b }}', { a: '1' }),
      "got '{{ variables.b }}', expected a variable of a; fix: add 'b' to variables",
    ],
    ['variables where there are none', query('{{ variables.b }}'), 'expected no variable; the metric has none'],
    ['no bounds', () => Metric.query({ name: 'q', query: '1' }), "metric 'q': got 'neither'"],
    [
      'bounds the wrong way',
      () => Metric.query({ name: 'q', query: '1', minimum: 2, maximum: 1 }),
      "minimum of metric 'q': got 2",
    ],
    ['a share as a fraction of one that is none', rate({ minimum: 0 }), "minimum of metric 'success-rate': got 0"],
    ['more than all', rate({ minimum: 101 }), 'expected percent, above 0 and at most 100'],
    [
      'the name of a built-in metric',
      rate({ name: 'request-success-rate' }),
      "name of metric 'request-success-rate': got 'request-success-rate'",
    ],
    ['the name of the other one', rate({ name: 'request-duration' }), "name of metric 'request-duration'"],
    ['a name', rate({ name: 'Success rate' }), "name of metric 'Success rate'"],
    ['a window', rate({ window: Duration.millis(1500) }), "window of metric 'success-rate': got '1.5 s'"],
    [
      'a percentile',
      () => Metric.latency({ quantile: 99, maximum: Duration.seconds(1) }),
      'quantile of latency: got 99',
    ],
    ['no time', () => Metric.latency({ maximum: Duration.seconds(0) }), "maximum of metric 'latency-p99'"],
    [
      'a template of another kind',
      () => Metric.fromTemplate(makeCanary(), { minimum: 1 }),
      "template of metric: got Canary 'web'",
    ],
    [
      'no provider',
      () => makeCanary({ metrics: [rate({})()] }),
      "metricProvider for metric 'success-rate': got undefined",
    ],
    [
      'a provider that has no metrics of Istio',
      () => makeCanary({ metrics: [rate({})()], metricProvider: MetricProvider.custom('datadog') }),
      "got 'datadog', expected Prometheus",
    ],
    [
      'no provider for a query',
      () => makeCanary({ metrics: [query('1')() as Metric] }),
      "metricProvider for metric 'q': got undefined",
    ],
    [
      'a metric twice',
      () => makeCanary({ metricProvider, metrics: [rate({})(), rate({})()] }),
      "metric 'success-rate': got 'a second one of this name'",
    ],
    ['an unknown provider', () => MetricProvider.custom('datadogs'), "type of metric provider: got 'datadogs'"],
    ['a cloud without a region', () => MetricProvider.custom('cloudwatch'), 'region of cloudwatch'],
    ['a server without an address', () => MetricProvider.custom('graphite'), 'address of graphite'],
    ['an address', () => MetricProvider.prometheus('prometheus:9090'), 'address of Prometheus'],
    [
      'a header',
      () => MetricProvider.prometheus('http://p:9090', { headers: { 'a b': '' } }),
      'header of metric provider',
    ],
  ])('%s', (_, make, message) => expect(make).toThrow(message));
});
