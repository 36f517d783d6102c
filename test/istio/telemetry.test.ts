import { Chart, Duration } from 'cdk8s';
import { doubtsAbout, specOf } from './mesh-support';
import { IstioTarget } from '../../src/istio/istio-target';
import { Telemetry, TelemetryProps, WorkloadMode } from '../../src/istio/telemetry';
import { MetricTag, TelemetryMetric } from '../../src/istio/telemetry-metric';
import { TracingTag } from '../../src/istio/telemetry-tracing';
import { newChart, objectsOf } from '../support/synth';

const telemetry = (props: TelemetryProps) => (chart: Chart) => new Telemetry(chart, 'mesh', props);

test('logs failures of a workload', () => {
  const chart = newChart();
  telemetry({
    targets: [IstioTarget.workloads({ istio: 'egress' })],
    accessLogging: [{ providers: ['envoy'], mode: WorkloadMode.CLIENT, filter: 'response.code >= 500' }],
  })(chart);
  expect(objectsOf(chart)).toEqual([
    {
      apiVersion: 'telemetry.istio.io/v1',
      kind: 'Telemetry',
      metadata: { name: 'mesh', namespace: 'team' },
      spec: {
        selector: { matchLabels: { istio: 'egress' } },
        accessLogging: [
          { providers: [{ name: 'envoy' }], match: { mode: 'CLIENT' }, filter: { expression: 'response.code >= 500' } },
        ],
      },
    },
  ]);
});

test.each<[string, TelemetryProps, object]>([
  ['no logs', { accessLogging: [{ disabled: true }] }, { accessLogging: [{ disabled: true }] }],
  [
    'labels of metrics',
    {
      metrics: [
        {
          providers: ['prometheus'],
          reportingInterval: Duration.seconds(10),
          overrides: [
            { disabled: false, tagOverrides: { host: MetricTag.upsert('request.host'), reporter: MetricTag.REMOVE } },
            { metric: TelemetryMetric.REQUEST_SIZE, mode: WorkloadMode.SERVER, disabled: true },
            { metric: TelemetryMetric.custom('mine') },
            { mode: WorkloadMode.CLIENT_AND_SERVER },
          ],
        },
      ],
    },
    {
      metrics: [
        {
          providers: [{ name: 'prometheus' }],
          reportingInterval: '10s',
          overrides: [
            {
              disabled: false,
              tagOverrides: { host: { operation: 'UPSERT', value: 'request.host' }, reporter: { operation: 'REMOVE' } },
            },
            { match: { metric: 'REQUEST_SIZE', mode: 'SERVER' }, disabled: true },
            { match: { customMetric: 'mine' } },
            { match: { mode: 'CLIENT_AND_SERVER' } },
          ],
        },
      ],
    },
  ],
  [
    'tags of traces',
    {
      tracing: [
        {
          randomSamplingPercentage: 0.1,
          disableContextPropagation: true,
          customTags: {
            cluster: TracingTag.literal('eu'),
            node: TracingTag.environment('NODE', 'unknown'),
            tenant: TracingTag.header('x-tenant'),
            sni: TracingTag.formatter('%REQUESTED_SERVER_NAME%'),
          },
        },
      ],
    },
    {
      tracing: [
        {
          randomSamplingPercentage: 0.1,
          disableContextPropagation: true,
          customTags: {
            cluster: { literal: { value: 'eu' } },
            node: { environment: { name: 'NODE', defaultValue: 'unknown' } },
            tenant: { header: { name: 'x-tenant' } },
            sni: { formatter: { value: '%REQUESTED_SERVER_NAME%' } },
          },
        },
      ],
    },
  ],
])('sets %s', (_, props, expected) => {
  expect(specOf(telemetry(props))).toEqual(expected);
});

test.each<[string, TelemetryProps, string[]]>([
  ['one provider', { tracing: [{ providers: ['otel'] }] }, []],
  [
    'two entries',
    { tracing: [{ mode: WorkloadMode.CLIENT }, { mode: WorkloadMode.SERVER }] },
    ["GW567 tracing of Telemetry 'mesh': got '2 entries'"],
  ],
  [
    'two providers',
    { tracing: [{ providers: ['otel', 'zipkin'] }] },
    ["GW567 tracing of Telemetry 'mesh': got 'an entry with several providers'"],
  ],
])('doubts about traces: %s', (_, props, expected) => {
  expect(doubtsAbout(telemetry(props))).toEqual(expected);
});

const sampling = (randomSamplingPercentage: number) => ({ tracing: [{ randomSamplingPercentage }] });
test.each<[string, TelemetryProps, string]>([
  ['nothing', {}, "[test/mesh] Telemetry: got 'nothing'"],
  ['no provider', { accessLogging: [{ providers: [] }] }, '[test/mesh] providers: got []'],
  ['an empty provider', { metrics: [{ providers: [''] }] }, '[test/mesh] providers: got [""]'],
  ['more than all', sampling(101), '[test/mesh] randomSamplingPercentage: got 101'],
  ['less than none', sampling(-1), 'randomSamplingPercentage: got -1'],
  ['no number', sampling(NaN), 'randomSamplingPercentage: got NaN'],
  ['no time', { metrics: [{ reportingInterval: Duration.millis(0) }] }, "reportingInterval: got '0s'"],
  ['a filter', { accessLogging: [{ filter: 'response.code >=' }] }, "filter: got 'response.code >='"],
  ['a variable', { accessLogging: [{ filter: 'code > 1' }] }, "filter: got 'code > 1'"],
  [
    'a tag without a name',
    { tracing: [{ customTags: { '': TracingTag.literal('a') } }] },
    "customTags: got 'an empty name'",
  ],
  [
    'a label without a name',
    { metrics: [{ overrides: [{ tagOverrides: { '': MetricTag.REMOVE } }] }] },
    "tagOverrides: got 'an empty name'",
  ],
])('refused: %s', (_, props, message) => {
  expect(() => telemetry(props)(newChart())).toThrow(message);
});

test.each<[string, () => unknown, string]>([
  ['metric', () => TelemetryMetric.custom(''), "metric: got ''"],
  ['value', () => MetricTag.upsert(''), "value of tag: got ''"],
  ['literal', () => TracingTag.literal(''), "literal tag: got ''"],
  ['variable', () => TracingTag.environment(''), "environment tag: got ''"],
  ['header', () => TracingTag.header(''), "header tag: got ''"],
  ['formatter', () => TracingTag.formatter(''), "formatter tag: got ''"],
])('refused: an empty %s', (_, make, message) => {
  expect(make).toThrow(message);
});
