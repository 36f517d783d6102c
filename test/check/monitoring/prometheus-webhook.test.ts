/**
 * The cases of pkg/prometheus/validation/validator_test.go of the Prometheus operator (9 of 15 refusals are told, and
 * each valid case is silent) and of model/rulefmt of Prometheus. Not told, on purpose: names of labels (2), of which
 * newer releases take any, actions that releases before 2.41 lack (4), and functions in templates of alerts.
 */
import { eachManifest, manifest } from '../told';

const MONITORING = 'monitoring.coreos.com/v1';
const rule = (fields: object) =>
  manifest('PrometheusRule', { groups: [{ name: 'a', rules: [{ expr: 'up == 0', ...fields }] }] }, MONITORING);
const alert = (fields: object = {}) => rule({ alert: 'Down', ...fields });
const RULE = 'spec.groups[0].rules[0]';

describe('queries', () => {
  const template = (query: string, type: string = 'prometheus') =>
    manifest('MetricTemplate', { provider: { type, address: 'http://a' }, query }, 'flagger.app/v1beta1');
  const analysis = (query: string) =>
    manifest(
      'AnalysisTemplate',
      { metrics: [{ name: 'a', provider: { prometheus: { query } } }] },
      'argoproj.io/v1alpha1',
    );
  eachManifest([
    ['a rule', alert()],
    ['a number', alert({ expr: 1 })],
    ['an open bracket', alert({ expr: 'sum(x' }), `GW695 ${RULE}.expr: got 'sum(x'`],
    ['no window', alert({ expr: 'rate(x) > 1' }), `GW695 ${RULE}.expr: got 'rate(x) > 1'`],
    ['no window in MetricsQL', template('rate(x)')],
    ['no query', alert({ expr: '' }), `GW695 ${RULE}.expr: got ''`],
    ['a template', template('rate(x{a="{{ target }}"}[{{ interval }}])')],
    ['an open bracket of a template', template('sum(x[5m]'), "GW695 spec.query: got 'sum(x[5m]'"],
    ['MetricsQL', template('x default 0 keep_metric_names')],
    ['a query of somebody else', template('avg:a{b} by {c}', 'datadog')],
    ['an argument', analysis('rate(x{a="{{args.b}}"}[{{args.interval}}])')],
    [
      'an open bracket with an argument',
      analysis('sum(x[{{args.interval}}]'),
      "GW695 spec.metrics[0].provider.prometheus.query: got 'sum(x[{{args.interval}}]'",
    ],
  ]);
});

describe('rules', () => {
  eachManifest([
    ['a record', rule({ record: 'job:up:sum', labels: { a: 'b' } })],
    ['a record that waits 0s', rule({ record: 'a', for: '0s' })],
    ['neither', rule({}), `GW696 ${RULE}: got undefined`],
    ['both', alert({ record: 'a' }), `GW696 ${RULE}: got 'alert and record'`],
    ['a record that waits', rule({ record: 'a', for: '5m' }), `GW696 ${RULE}.for: got '5m'`],
    ['a record that stays', rule({ record: 'a', keep_firing_for: '5m' }), `GW696 ${RULE}.keep_firing_for: got '5m'`],
    ['a note of a record', rule({ record: 'a', annotations: { b: 'c' } }), `GW696 ${RULE}.annotations: got 'b'`],
    ['a query as a name', rule({ record: 'a{b="c"}' }), `GW696 ${RULE}.record: got 'a{b="c"}'`],
    ['the name as a label', alert({ labels: { __name__: 'a' } }), `GW696 ${RULE}.labels: got '__name__'`],
    ['a template', alert({ annotations: { a: '{{ $labels.b }} of {{ $value | humanize }} }}' } })],
    [
      'an open template',
      alert({ annotations: { a: '{{ $labels.b }' } }),
      `GW696 ${RULE}.annotations['a']: got '{{ $labels.b }'`,
    ],
    ['an open template of a record', rule({ record: 'a', labels: { a: '{{ b' } })],
  ]);
});

describe('monitors', () => {
  const monitor = (fields: object) =>
    manifest('ServiceMonitor', { selector: {}, endpoints: [{ port: 'http', ...fields }] }, MONITORING);
  const relabeling = (fields: object) => monitor({ relabelings: [fields] });
  const AT = 'spec.endpoints[0].relabelings[0]';
  eachManifest([
    ['a replacement', relabeling({ sourceLabels: ['a'], targetLabel: 'b', regex: '(.+)', replacement: '$1' })],
    ['a drop', relabeling({ action: 'drop', sourceLabels: ['a'], regex: 'b|c' })],
    ['a drop of labels', relabeling({ action: 'labeldrop', regex: 'a', separator: ';' })],
    ['a map of labels', relabeling({ action: 'LabelMap', regex: '__meta_(.+)' })],
    ['lower case', relabeling({ action: 'lowercase', sourceLabels: ['a'], targetLabel: 'b' })],
    ['shards', relabeling({ action: 'hashmod', sourceLabels: ['a'], targetLabel: 'b', modulus: 3 })],
    ['equal labels', relabeling({ action: 'KeepEqual', sourceLabels: ['a'], targetLabel: 'b' })],
    [
      'defaults of fields that are not read',
      relabeling({
        action: 'keepequal',
        sourceLabels: ['a'],
        targetLabel: 'b',
        separator: ';',
        regex: '(.*)',
        replacement: '$1',
      }),
    ],
    ['an empty replacement', relabeling({ action: 'replace', targetLabel: 'a', replacement: '' })],
    ['a map with a replacement', relabeling({ action: 'labelmap', regex: '^(a)$', replacement: 'exported_${1}' })],
    ['kept labels', relabeling({ action: 'labelkeep' })],
    ['an open bracket', relabeling({ regex: 'a)', targetLabel: 'a' }), `GW698 ${AT}.regex: got 'a)'`],
    ['no target', relabeling({ sourceLabels: ['a'] }), `GW698 ${AT}.targetLabel: got undefined`],
    [
      'no target of equal labels',
      relabeling({ action: 'dropequal', sourceLabels: ['a'] }),
      `GW698 ${AT}.targetLabel: got undefined`,
    ],
    [
      'no shards',
      relabeling({ action: 'hashmod', sourceLabels: ['a'], targetLabel: 'b' }),
      `GW698 ${AT}.modulus: got undefined`,
    ],
    ['a look ahead', relabeling({ action: 'drop', regex: '(?!a)' }), `GW698 ${AT}.regex: got '(?!a)'`],
    [
      'a replacement in lower case',
      relabeling({ action: 'lowercase', sourceLabels: ['a'], targetLabel: 'b', replacement: 'c' }),
      `GW698 ${AT}.replacement: got 'c'`,
    ],
    [
      'a source of dropped labels',
      relabeling({ action: 'labeldrop', sourceLabels: ['a'], regex: 'a' }),
      `GW698 ${AT}.sourceLabels: got ["a"]`,
    ],
    [
      'an expression of equal labels',
      relabeling({ action: 'keepequal', sourceLabels: ['a'], targetLabel: 'b', regex: 'c' }),
      `GW698 ${AT}.regex: got 'c'`,
    ],
    ['a timeout', monitor({ interval: '30s', scrapeTimeout: '30s' })],
    ['a timeout alone', monitor({ scrapeTimeout: '2m' })],
    [
      'a long timeout',
      monitor({ interval: '1m', scrapeTimeout: '61s' }),
      "GW699 spec.endpoints[0].scrapeTimeout: got '61s'",
    ],
    [
      'a long timeout of pods',
      manifest(
        'PodMonitor',
        { selector: {}, podMetricsEndpoints: [{ port: 'a', interval: '500ms', scrapeTimeout: '1s' }] },
        MONITORING,
      ),
      "GW699 spec.podMetricsEndpoints[0].scrapeTimeout: got '1s'",
    ],
  ]);
});
