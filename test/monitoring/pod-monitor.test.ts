import { Duration } from 'cdk8s';
import { LabelExpression } from 'cdk8s-plus-28';
import { problems, render } from './render';
import { PodMonitor, PodMonitorProps } from '../../src/monitoring/pod-monitor';
import { plainChart } from '../support/synth';

const make = (props: PodMonitorProps) => () => new PodMonitor(plainChart(), 'monitor', props);
const matchLabels = { app: 'toystore' };

test('a PodMonitor renders every property', () => {
  expect(
    render((chart) => {
      const monitor = new PodMonitor(chart, 'toystore', {
        matchLabels,
        matchExpressions: [LabelExpression.in('tier', ['web', 'api']), LabelExpression.doesNotExist('canary')],
        namespaces: ['toystore', 'other'],
        endpoints: [{ port: 'metrics', path: '/stats', interval: Duration.seconds(30) }],
      });
      monitor.addEndpoint({ portNumber: 9090 });
    }),
  ).toEqual({
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PodMonitor',
    metadata: { name: 'toystore' },
    spec: {
      selector: {
        matchLabels,
        matchExpressions: [
          { key: 'tier', operator: 'In', values: ['web', 'api'] },
          { key: 'canary', operator: 'DoesNotExist' },
        ],
      },
      namespaceSelector: { matchNames: ['toystore', 'other'] },
      podMetricsEndpoints: [{ port: 'metrics', path: '/stats', interval: '30s' }, { portNumber: 9090 }],
    },
  });
});

test('a PodMonitor without an endpoint is an error at synthesis', () => {
  const chart = plainChart();
  const monitor = new PodMonitor(chart, 'monitor', { matchLabels });
  expect(problems(chart)).toEqual(["endpoints of PodMonitor: got 'none'"]);
  monitor.addEndpoint({ port: 'metrics' });
  expect(problems(chart)).toEqual([]);
});

test.each<[string, PodMonitorProps, string]>([
  ['no selector', {}, '[test/monitor] selector of PodMonitor: got undefined'],
  ['a label', { matchLabels: { 'a b': 'c' } }, "matchLabels of PodMonitor['a b']: got 'a b'"],
  ['a namespace', { matchLabels, namespaces: ['A'] }, "namespaces of PodMonitor: got 'A'"],
  [
    'a port twice',
    { matchLabels, endpoints: [{ port: 'a', portNumber: 1 }] },
    "[test/monitor] endpoint: got port 'a' and portNumber 1",
  ],
  ['a port', { matchLabels, endpoints: [{ portNumber: 0 }] }, 'portNumber of an endpoint: got 0'],
  ['no time', { matchLabels, endpoints: [{ interval: Duration.millis(0) }] }, "interval of an endpoint: got '0s'"],
])('refused: %s', (_, props, message) => {
  expect(make(props)).toThrow(message);
});
