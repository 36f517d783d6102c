import { Chart } from 'cdk8s';
import { specOf } from './mesh-support';
import { PolicyTarget } from '../../src/istio/istio-target';
import { Telemetry, TelemetryProps } from '../../src/istio/telemetry';
import { newChart, objectsOf } from '../support/synth';

const telemetry = (props: TelemetryProps) => (chart: Chart) => new Telemetry(chart, 'mesh', props);

test('logs failures of a workload', () => {
  const chart = newChart();
  telemetry({
    targets: [PolicyTarget.workloads({ istio: 'egress' })],
    accessLogging: [{ providers: ['envoy'], filter: 'response.code >= 500' }],
  })(chart);
  expect(objectsOf(chart)).toEqual([
    {
      apiVersion: 'telemetry.istio.io/v1',
      kind: 'Telemetry',
      metadata: { name: 'mesh', namespace: 'team' },
      spec: {
        selector: { matchLabels: { istio: 'egress' } },
        accessLogging: [{ providers: [{ name: 'envoy' }], filter: { expression: 'response.code >= 500' } }],
      },
    },
  ]);
});

test.each<[string, TelemetryProps, object]>([
  ['no logs', { accessLogging: [{ disabled: true }] }, { accessLogging: [{ disabled: true }] }],
  [
    'traces',
    { tracing: { provider: 'otel', randomSamplingPercentage: 0.1 } },
    { tracing: [{ providers: [{ name: 'otel' }], randomSamplingPercentage: 0.1 }] },
  ],
  ['no spans', { tracing: { disableSpanReporting: true } }, { tracing: [{ disableSpanReporting: true }] }],
])('sets %s', (_, props, expected) => {
  expect(specOf(telemetry(props))).toEqual(expected);
});

const sampling = (randomSamplingPercentage: number) => ({ tracing: { randomSamplingPercentage } });
test.each<[string, TelemetryProps, string]>([
  ['no setting', {}, "[test/mesh] Telemetry: got 'no setting'"],
  ['no provider', { accessLogging: [{ providers: [] }] }, '[test/mesh] providers: got []'],
  ['an empty provider', { tracing: { provider: '' } }, '[test/mesh] providers: got [""]'],
  ['more than all', sampling(101), '[test/mesh] randomSamplingPercentage: got 101'],
  ['less than none', sampling(-1), 'randomSamplingPercentage: got -1'],
  ['no number', sampling(NaN), 'randomSamplingPercentage: got NaN'],
  ['a filter', { accessLogging: [{ filter: 'response.code >=' }] }, "filter: got 'response.code >='"],
  ['a variable', { accessLogging: [{ filter: 'code > 1' }] }, "filter: got 'code > 1'"],
])('refused: %s', (_, props, message) => {
  expect(() => telemetry(props)(newChart())).toThrow(message);
});
