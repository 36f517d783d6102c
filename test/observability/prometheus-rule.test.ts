import { Duration } from 'cdk8s';
import { problems, render } from './render';
import {
  MetricRule,
  PartialResponseStrategy,
  PrometheusRule,
  RuleGroup,
} from '../../src/observability/prometheus-rule';
import { plainChart } from '../support/synth';

const RULES = [MetricRule.alert({ alert: 'Down', expr: 'up == 0' })];

describe('PrometheusRule', () => {
  test('renders every field', () => {
    const object = render((chart) => {
      const rule = new PrometheusRule(chart, 'rules', {
        namespace: 'monitoring',
        groups: [
          {
            name: 'gateway.rules',
            interval: Duration.seconds(30),
            queryOffset: Duration.minutes(1),
            limit: 10,
            labels: { team: 'edge' },
            partialResponseStrategy: PartialResponseStrategy.WARN,
            rules: [
              MetricRule.record({
                record: 'gateway:requests:rate5m',
                expr: 'sum(rate(istio_requests_total[5m]))',
                labels: { gateway: 'external' },
              }),
              MetricRule.alert({
                alert: 'NoTraffic',
                expr: 'gateway:requests:rate5m == 0',
                for: Duration.minutes(10),
                keepFiringFor: Duration.minutes(5),
                labels: { severity: 'warning' },
                annotations: { summary: 'no traffic' },
              }),
            ],
          },
        ],
      });
      rule.addGroup({ name: 'more', rules: RULES });
    });
    expect(object).toStrictEqual({
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'PrometheusRule',
      metadata: { name: 'rules', namespace: 'monitoring' },
      spec: {
        groups: [
          {
            name: 'gateway.rules',
            interval: '30s',
            query_offset: '1m',
            limit: 10,
            labels: { team: 'edge' },
            partial_response_strategy: 'warn',
            rules: [
              {
                record: 'gateway:requests:rate5m',
                expr: 'sum(rate(istio_requests_total[5m]))',
                labels: { gateway: 'external' },
              },
              {
                alert: 'NoTraffic',
                expr: 'gateway:requests:rate5m == 0',
                for: '10m',
                keep_firing_for: '5m',
                labels: { severity: 'warning' },
                annotations: { summary: 'no traffic' },
              },
            ],
          },
          { name: 'more', rules: [{ alert: 'Down', expr: 'up == 0' }] },
        ],
      },
    });
  });

  test('says at synthesis that it has no group', () => {
    const chart = plainChart();
    new PrometheusRule(chart, 'rules');
    expect(problems(chart)).toEqual(["groups of PrometheusRule: got 'none'"]);
  });

  const make =
    (...groups: RuleGroup[]) =>
    () =>
      new PrometheusRule(plainChart(), 'rules', { groups });

  test.each<[() => unknown, string]>([
    [
      make({ name: 'a', rules: RULES }, { name: 'a', rules: RULES }),
      "[test/rules] rule group 'a': got 'a second group of that name'",
    ],
    [make({ name: 'a', rules: [] }), "[test/rules] rules of rule group 'a': got '[]'"],
    [make({ name: '', rules: RULES }), "name of a rule group: got ''"],
    [make({ name: 'a', rules: RULES, limit: -1 }), "limit of rule group 'a': got -1"],
    [make({ name: 'a', rules: RULES, labels: { 'my-team': 'x' } }), "labels of rule group 'a': got 'my-team'"],
    [() => MetricRule.alert({ alert: 'A', expr: ' ' }), "expr of alert 'A': got ' '"],
    [() => MetricRule.alert({ alert: '', expr: 'up' }), "name of an alert: got ''"],
    [
      () => MetricRule.alert({ alert: 'A', expr: 'up', annotations: { '1st': 'x' } }),
      "annotations of alert 'A': got '1st'",
    ],
    [
      () => MetricRule.record({ record: 'gateway-requests', expr: 'up' }),
      "name of a recorded metric: got 'gateway-requests'",
    ],
  ])('refuses %#', (act, message) => {
    expect(act).toThrow(message);
  });
});
