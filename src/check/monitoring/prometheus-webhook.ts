import { AnalysisTemplate } from '../../manifest/argo';
import { Canary, MetricTemplate, MetricTemplateSpec } from '../../manifest/flagger';
import {
  MetricRelabeling,
  PodMonitor,
  PrometheusRule,
  PrometheusRuleSpec,
  ServiceMonitor,
} from '../../manifest/monitoring';
import { mistakeIn, windowMistakeIn } from '../../value/promql';
import { regularExpressionMistake } from '../../value/regex';
import { PlaceRule, placeRule, placesOf } from '../place';

type Rule = NonNullable<NonNullable<PrometheusRuleSpec['groups']>[number]['rules']>[number];
type Endpoint = { readonly interval?: string; readonly scrapeTimeout?: string };
type Report = Parameters<PlaceRule<never>['find']>[2];

const RULE = 'spec.groups[].rules[]';
const QUERY = { code: 'GW695', title: 'query that does not parse' };
const UNLOADED = { code: 'GW696', title: 'rule that Prometheus does not load' };

/** What the Prometheus operator refuses, and queries that Prometheus cannot read. */
export const prometheusWebhookRules: readonly PlaceRule<never>[] = [
  placeRule<string | number>({
    ...QUERY,
    places: [[PrometheusRule, `${RULE}.expr`]],
    find: (query, path, report) => parses(String(query), path, report, windowMistakeIn),
  }),
  placeRule<string>({
    ...QUERY,
    places: [
      [AnalysisTemplate, 'spec.metrics[].provider.prometheus.query'],
      [Canary, 'spec.analysis.metrics[].query'],
    ],
    find: (query, path, report) => parsesAnywhere(query, path, report),
  }),
  placeRule<NonNullable<MetricTemplateSpec>>({
    ...QUERY,
    places: [[MetricTemplate, 'spec']],
    find({ provider, query }, path, report) {
      if (provider.type === 'prometheus') parsesAnywhere(query, `${path}.query`, report);
    },
  }),
  placeRule<Rule>({
    ...UNLOADED,
    places: [[PrometheusRule, RULE]],
    find({ alert, record, annotations = {}, ...rest }, path, report) {
      if (Boolean(alert) === Boolean(record)) {
        report({
          what: path,
          got: alert ? 'alert and record' : undefined,
          expected: 'one of alert, record',
          fix: alert ? 'write a rule for each' : 'name the alert, or the series in record',
        });
        return;
      }
      if (!record) return;
      for (const name of ['for', 'keep_firing_for'] as const) {
        if (rest[name] && !isZero(rest[name])) onlyOfAlerts(name, rest[name]);
      }
      if (Object.keys(annotations).length > 0) onlyOfAlerts('annotations', Object.keys(annotations).join(', '));
      if (/[{}]/.test(record)) {
        const fix = 'write the query in expr, and the name of the series here';
        report({ what: `${path}.record`, got: record, expected: 'the name of a series', fix });
      }

      function onlyOfAlerts(name: string, got: string): void {
        report({
          what: `${path}.${name}`,
          got,
          expected: 'none with record',
          fix: 'leave it out; only alerts have it',
        });
      }
    },
  }),
  placeRule<Readonly<Record<string, string>>>({
    ...UNLOADED,
    places: [[PrometheusRule, 'spec.groups[].labels', `${RULE}.labels`, `${RULE}.annotations`]],
    find(labels, what, report) {
      for (const name of Object.keys(labels)) {
        if (name !== '' && (name !== '__name__' || what.endsWith('annotations'))) continue;
        const fix = name === '' ? 'give it a name' : 'a recording rule has the name of its series in record';
        report({ what, got: name, expected: 'the name of a label', fix });
      }
    },
  }),
  placeRule<Rule>({
    ...UNLOADED,
    places: [[PrometheusRule, RULE]],
    find({ alert, labels = {}, annotations = {} }, path, report) {
      if (!alert) return;
      for (const [field, texts] of Object.entries({ labels, annotations })) {
        for (const [name, text] of Object.entries(texts)) {
          if (!text.replace(/\{\{.*?\}\}/gs, '').includes('{{')) continue;
          const fix = "close it, as in '{{ $labels.instance }}'";
          report({ what: `${path}.${field}['${name}']`, got: text, expected: 'a }} for each {{', fix });
        }
      }
    },
  }),
  placeRule<MetricRelabeling>({
    code: 'GW698',
    title: 'relabeling that the Prometheus operator does not accept',
    places: [PodMonitor, ServiceMonitor].map((kind) => placesOf(kind, MetricRelabeling)),
    find(relabeling, path, report) {
      const { action = 'replace', modulus = 0, regex, replacement, targetLabel = '' } = relabeling;
      const sort = action.toLowerCase();
      if (TARGETED.includes(sort) && targetLabel === '') {
        const fix = 'name the label that it sets or compares';
        report({ what: `${path}.targetLabel`, got: relabeling.targetLabel, expected: `a label with ${action}`, fix });
      }
      if (sort === 'hashmod' && modulus === 0) {
        const fix = 'set the number of shards';
        report({ what: `${path}.modulus`, got: relabeling.modulus, expected: 'at least 1 with hashmod', fix });
      }
      const mistake = regex === undefined ? undefined : regularExpressionMistake(regex);
      if (mistake !== undefined) {
        report({ what: `${path}.regex`, got: regex, expected: 'a regular expression in RE2 syntax', fix: mistake });
      }
      if (['lowercase', 'uppercase'].includes(sort) && (replacement ?? '$1') !== '$1') {
        const fix = 'leave it out; the value comes from sourceLabels';
        report({ what: `${path}.replacement`, got: replacement, expected: `none with ${action}`, fix });
      }
      for (const name of UNREAD[sort] ?? []) {
        const got = relabeling[name];
        if (got === undefined || got === DEFAULTS[name] || (Array.isArray(got) && got.length === 0)) continue;
        report({ what: `${path}.${name}`, got, expected: `none with ${action}`, fix: 'leave it out; it is not read' });
      }
    },
  }),
  placeRule<Endpoint>({
    code: 'GW699',
    title: 'scrape timeout above the interval',
    places: [
      [PodMonitor, 'spec.podMetricsEndpoints[]'],
      [ServiceMonitor, 'spec.endpoints[]'],
    ],
    find({ interval, scrapeTimeout }, path, report) {
      if (!interval || !scrapeTimeout || milliseconds(scrapeTimeout) <= milliseconds(interval)) return;
      report({
        what: `${path}.scrapeTimeout`,
        got: scrapeTimeout,
        expected: `at most the interval (${interval})`,
        fix: 'lower it, or scrape less often; the operator drops the monitor otherwise',
      });
    },
  }),
];

function parses(query: string, what: string, report: Report, moreIn?: (query: string) => string | undefined): void {
  const fix = mistakeIn(query) ?? moreIn?.(query);
  if (fix !== undefined) report({ what, got: query, expected: 'a PromQL expression', fix });
}

/** The server may be another one than Prometheus, with a language that has more. */
function parsesAnywhere(query: string, what: string, report: Report): void {
  if (!METRICS_QL.test(query)) parses(query, what, report);
}

/** Words of MetricsQL, numbers with a size, fractions of a unit, commas at the end. */
const METRICS_QL =
  /\b(WITH\s*\(|keep_metric_names|keep_last_value|default|limit|if|ifnot|or\s+\w+\s*[=!])|,\s*[)\]]|\[[^\]]*\di\b|\d\.\d+[smhdwy]|\d[KMGT]i?\b/;

const TARGETED = ['replace', 'hashmod', 'lowercase', 'uppercase', 'keepequal', 'dropequal'];
const UNREAD: Readonly<Record<string, readonly (keyof MetricRelabeling)[]>> = {
  keepequal: ['regex', 'modulus', 'separator', 'replacement'],
  dropequal: ['regex', 'modulus', 'separator', 'replacement'],
  labeldrop: ['sourceLabels', 'targetLabel', 'modulus', 'separator', 'replacement'],
  labelkeep: ['sourceLabels', 'targetLabel', 'modulus', 'separator', 'replacement'],
};
/** A field with its default is as if it were not there. */
const DEFAULTS: Readonly<Record<string, unknown>> = {
  regex: '(.*)',
  modulus: 0,
  separator: ';',
  replacement: '$1',
  targetLabel: '',
};

const UNITS: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1e3,
  m: 60e3,
  h: 3600e3,
  d: 86400e3,
  w: 7 * 86400e3,
  y: 365 * 86400e3,
};

const milliseconds = (duration: string) =>
  [...duration.matchAll(/(\d+)(ms|[smhdwy])/g)].reduce((sum, [, count, unit]) => sum + Number(count) * UNITS[unit], 0);

const isZero = (duration: string) => milliseconds(duration) === 0;
