import { Duration } from 'cdk8s';
import * as fc from 'fast-check';
import { render } from './render';
import { GatewayAlerts, GatewayAlertsProps } from '../../src/monitoring/gateway-alerts';
import { plainChart } from '../support/synth';

const gateway = {
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'Gateway',
  name: 'external',
  namespace: 'api-gateway',
};
const make = (props: Partial<GatewayAlertsProps>) => () =>
  new GatewayAlerts(plainChart(), 'alerts', { gateway, ...props });
interface Rule {
  readonly record?: string;
  readonly alert?: string;
  readonly expr: string;
  readonly labels: { readonly [name: string]: string };
  readonly annotations: { readonly [name: string]: string };
}
const rulesOf = (props: Partial<GatewayAlertsProps> = {}): Rule[] => {
  const groups: { rules: Rule[] }[] = render((chart) => new GatewayAlerts(chart, 'alerts', { gateway, ...props })).spec
    .groups;
  return groups.flatMap(({ rules }) => rules);
};

const SOURCE = 'reporter="source",source_workload="external-istio",source_workload_namespace="api-gateway"';
const IDENTITY = 'gateway="external",gateway_namespace="api-gateway"';

describe('GatewayAlerts', () => {
  test('records ratios for every window and alerts on the burn of the budget', () => {
    const object = render((chart) => new GatewayAlerts(chart, 'external-alerts', { gateway }));
    expect(object.metadata).toEqual({ name: 'external-alerts', namespace: 'api-gateway' });
    const [availability, latency] = object.spec.groups;
    expect([availability.name, latency.name]).toEqual(['external-alerts.availability', 'external-alerts.latency']);
    expect(availability.rules.map((rule: Rule) => rule.record ?? `${rule.alert} ${rule.labels.severity}`)).toEqual([
      ...['5m', '30m', '1h', '2h', '6h', '1d', '3d'].map((window) => `gateway:requests_failed:ratio_rate${window}`),
      'GatewayAvailability critical',
      'GatewayAvailability warning',
    ]);
    expect(availability.rules[0]).toEqual({
      record: 'gateway:requests_failed:ratio_rate5m',
      expr:
        `sum(rate(istio_requests_total{${SOURCE},response_code=~"5.."}[5m])) / ` +
        `sum(rate(istio_requests_total{${SOURCE}}[5m]))`,
      labels: { gateway: 'external', gateway_namespace: 'api-gateway' },
    });
    const failed = (window: string, threshold: number) =>
      `gateway:requests_failed:ratio_rate${window}{${IDENTITY}} > ${threshold}`;
    expect(availability.rules.slice(7)).toEqual([
      {
        alert: 'GatewayAvailability',
        expr: `(${failed('1h', 0.0144)} and ${failed('5m', 0.0144)}) or (${failed('6h', 0.006)} and ${failed('30m', 0.006)})`,
        labels: { severity: 'critical', slo: 'availability' },
        annotations: {
          summary:
            'gateway api-gateway/external responds to {{ $value | humanizePercentage }} of its requests with a 5xx',
        },
      },
      {
        alert: 'GatewayAvailability',
        expr: `(${failed('1d', 0.003)} and ${failed('2h', 0.003)}) or (${failed('3d', 0.001)} and ${failed('6h', 0.001)})`,
        labels: { severity: 'warning', slo: 'availability' },
        annotations: {
          summary:
            'gateway api-gateway/external responds to {{ $value | humanizePercentage }} of its requests with a 5xx',
        },
      },
    ]);
    expect(latency.rules[0]).toEqual({
      record: 'gateway:requests_slow:ratio_rate5m',
      expr:
        `1 - sum(rate(istio_request_duration_milliseconds_bucket{${SOURCE},le=~"500(\\\\.0)?"}[5m])) / ` +
        `sum(rate(istio_request_duration_milliseconds_count{${SOURCE}}[5m]))`,
      labels: { gateway: 'external', gateway_namespace: 'api-gateway' },
    });
    expect(latency.rules[7].expr).toContain('gateway:requests_slow:ratio_rate1h');
    expect(latency.rules[7].expr).toContain('> 0.144 ');
    expect(latency.rules[7].annotations.summary).toBe(
      'gateway api-gateway/external takes longer than 500 ms for {{ $value | humanizePercentage }} of its requests',
    );
  });

  test('takes objectives, a workload, labels and a runbook', () => {
    const rules = rulesOf({
      workload: 'external-openshift-default',
      availability: 0.95,
      latencyObjective: 0.9999,
      latency: Duration.seconds(1),
      alertLabels: { team: 'edge' },
      runbookUrl: 'https://runbooks.example.com/gateway',
    });
    expect(rules[0].expr).toContain('source_workload="external-openshift-default"');
    expect(rules[7].expr).toContain('> 0.72 and');
    expect(rules[7].labels).toEqual({ severity: 'critical', slo: 'availability', team: 'edge' });
    expect(rules[7].annotations.runbook_url).toBe('https://runbooks.example.com/gateway');
    expect(rules[9].expr).toContain('le=~"1000(\\\\.0)?"');
    expect(rules[16].expr).toContain('> 0.00144 and');
  });

  test('leaves the namespace out where the gateway has none', () => {
    const rules = rulesOf({ gateway: { ...gateway, namespace: undefined } });
    expect(rules[0].expr).toBe(
      'sum(rate(istio_requests_total{reporter="source",source_workload="external-istio",response_code=~"5.."}[5m])) / ' +
        'sum(rate(istio_requests_total{reporter="source",source_workload="external-istio"}[5m]))',
    );
    expect(rules[0].labels).toEqual({ gateway: 'external' });
    expect(rules[7].annotations.summary).toMatch(/^gateway external responds to/);
  });

  test('writes a fractional bound as a regular expression', () => {
    expect(rulesOf({ latency: Duration.millis(0.5) })[9].expr).toContain(String.raw`le=~"0\\.5"`);
  });

  test.each<[() => unknown, string]>([
    [make({ availability: 99.9 }), 'availability of GatewayAlerts: got 99.9'],
    [make({ availability: 1 }), 'availability of GatewayAlerts: got 1'],
    [make({ latencyObjective: 0.9 }), 'latencyObjective of GatewayAlerts: got 0.9'],
    [make({ latency: Duration.millis(400) }), "latency of GatewayAlerts: got '400 ms'"],
  ])('refuses %#', (act, message) => {
    expect(act).toThrow(message);
  });

  test('never asks for more failures than there are requests', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.9306, max: 0.999999, noNaN: true }), (availability) => {
        const thresholds = rulesOf({ availability })
          .filter((rule) => rule.alert === 'GatewayAvailability')
          .flatMap((rule) => [...rule.expr.matchAll(/> ([^ )]+)/g)].map(([, number]) => Number(number)));
        expect(thresholds).toHaveLength(8);
        for (const threshold of thresholds) {
          expect(threshold).toBeGreaterThan(0);
          expect(threshold).toBeLessThan(1);
        }
      }),
      { seed: 1, numRuns: 30 },
    );
  });
});
