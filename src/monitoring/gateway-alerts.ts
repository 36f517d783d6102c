import { Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { PrometheusRule, PrometheusRuleSpec } from '../manifest/monitoring';
import { CustomResource, CustomResourceProps, INamedResource } from '../resource/custom-resource';
import { refuse } from '../value/problem';

/** Burn rates of the 30-day error budget, with windows and severity. */
const BURNS = [
  { severity: 'critical', windows: [burn(14.4, '1h', '5m'), burn(6, '6h', '30m')] },
  { severity: 'warning', windows: [burn(3, '1d', '2h'), burn(1, '3d', '6h')] },
] as const;
const WINDOWS = ['5m', '30m', '1h', '2h', '6h', '1d', '3d'] as const;
const FASTEST = 14.4;

/** Upper bounds of Istio's latency histogram buckets, in milliseconds. */
const BUCKETS = [
  0.5, 1, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000, 60_000, 300_000, 600_000, 1_800_000,
  3_600_000,
];

/** Options of `GatewayAlerts`. */
export interface GatewayAlertsProps extends CustomResourceProps {
  /** Gateway to monitor. Prometheus must scrape its metrics, see `IstioProxyMonitor`. */
  readonly gateway: INamedResource;
  /**
   * Name of the Deployment that Istio creates for the Gateway, as in the metrics
   * (label `source_workload`).
   *
   * @default - `<gateway>-istio`
   */
  readonly workload?: string;
  /**
   * Availability objective: share of requests over 30 days without a 5xx response; above 0.9306 and below 1.
   *
   * @default 0.999
   */
  readonly availability?: number;
  /**
   * Latency objective: share of requests over 30 days with a response within `latency`; above 0.9306 and below 1.
   *
   * @default 0.99
   */
  readonly latencyObjective?: number;
  /**
   * Latency threshold of `latencyObjective`: the upper bound of one of Istio's
   * histogram buckets, for example 100, 250, 500, 1000 or 2500 milliseconds.
   *
   * @default Duration.millis(500)
   */
  readonly latency?: Duration;
  /**
   * Labels of every alert, for example the team on call.
   *
   * @default - `severity` and `slo` only
   */
  readonly alertLabels?: { readonly [name: string]: string };
  /**
   * URL of the runbook (annotation `runbook_url`).
   *
   * @default - none
   */
  readonly runbookUrl?: string;
}

/**
 * Alerts on the availability and the latency of a Gateway that Istio runs (monitoring.coreos.com/v1 PrometheusRule).
 *
 * They measure the burn rate of the 30-day error budget over a long and a short
 * window together: critical at a burn rate of 14.4 (1 hour) or 6 (6 hours),
 * warning at 3 (1 day) or 1 (3 days).
 */
export class GatewayAlerts extends CustomResource {
  private readonly groups: Group[] = [];

  public constructor(scope: Construct, id: string, props: GatewayAlertsProps) {
    super(scope, id, { ...props, namespace: props.namespace ?? props.gateway.namespace });
    const { gateway } = props;
    checkLabels(props.alertLabels ?? {});
    const source = {
      reporter: 'source',
      source_workload: props.workload ?? `${gateway.name}-istio`,
      ...(gateway.namespace !== undefined && { source_workload_namespace: gateway.namespace }),
    };
    const identity = {
      gateway: gateway.name,
      ...(gateway.namespace !== undefined && { gateway_namespace: gateway.namespace }),
    };
    const where = gateway.namespace === undefined ? gateway.name : `${gateway.namespace}/${gateway.name}`;
    const extra = { labels: props.alertLabels, runbook: props.runbookUrl };
    const limit = bucket(props.latency ?? Duration.millis(500));

    this.addSlo({
      ...extra,
      identity,
      slo: 'availability',
      metric: 'gateway:requests_failed',
      objective: objective('availability', props.availability ?? 0.999),
      ratio: (window) =>
        `sum(rate(istio_requests_total${selector(source, 'response_code=~"5.."')}[${window}])) / ` +
        `sum(rate(istio_requests_total${selector(source)}[${window}]))`,
      alert: 'GatewayAvailability',
      summary: `gateway ${where} responds to {{ $value | humanizePercentage }} of its requests with a 5xx`,
    });
    this.addSlo({
      ...extra,
      identity,
      slo: 'latency',
      metric: 'gateway:requests_slow',
      objective: objective('latencyObjective', props.latencyObjective ?? 0.99),
      ratio: (window) =>
        // Prometheus 3 writes the bound of a bucket with a fraction, earlier versions without.
        `1 - sum(rate(istio_request_duration_milliseconds_bucket${selector(source, `le=~"${bound(limit)}"`)}[${window}])) / ` +
        `sum(rate(istio_request_duration_milliseconds_count${selector(source)}[${window}]))`,
      alert: 'GatewayLatency',
      summary: `gateway ${where} takes longer than ${limit} ms for {{ $value | humanizePercentage }} of its requests`,
    });
  }

  /** @internal */
  protected _kind() {
    return PrometheusRule;
  }

  /** @internal */
  protected _spec(): PrometheusRuleSpec {
    return { groups: this.groups };
  }

  private addSlo(slo: Slo): void {
    const ratioOf = (window: string) => `${slo.metric}:ratio_rate${window}`;
    this.groups.push({
      name: `${this.name}.${slo.slo}`,
      rules: [
        ...WINDOWS.map((window) => ({ record: ratioOf(window), expr: slo.ratio(window), labels: slo.identity })),
        ...BURNS.map(({ severity, windows }) => ({
          alert: slo.alert,
          expr: windows
            .map(({ factor, long, short }) => {
              const threshold = Number((factor * (1 - slo.objective)).toPrecision(6));
              const above = (window: string) => `${ratioOf(window)}${selector(slo.identity)} > ${threshold}`;
              return `(${above(long)} and ${above(short)})`;
            })
            .join(' or '),
          labels: { ...slo.labels, severity, slo: slo.slo },
          annotations: {
            summary: slo.summary,
            ...(slo.runbook !== undefined && { runbook_url: slo.runbook }),
          },
        })),
      ],
    });
  }
}

type Group = NonNullable<PrometheusRuleSpec['groups']>[number];

interface Slo {
  readonly slo: string;
  readonly metric: string;
  readonly objective: number;
  readonly ratio: (window: string) => string;
  readonly alert: string;
  readonly summary: string;
  readonly identity: { readonly [name: string]: string };
  readonly labels?: { readonly [name: string]: string };
  readonly runbook?: string;
}

function burn(factor: number, long: string, short: string) {
  return { factor, long, short };
}

/** A PromQL selector, `{a="b",more}`. */
function selector(equal: { readonly [name: string]: string }, ...more: string[]): string {
  return `{${[...Object.entries(equal).map(([name, value]) => `${name}=${JSON.stringify(value)}`), ...more].join(',')}}`;
}

const bound = (milliseconds: number) =>
  Number.isInteger(milliseconds) ? `${milliseconds}(\\\\.0)?` : String(milliseconds).replace('.', '\\\\.');

function objective(what: string, value: number): number {
  // Below it, the highest burn rate would need more errors than requests, and the alert would never fire.
  const least = 1 - 1 / FASTEST;
  if (!(value > least && value < 1)) {
    refuse({
      what: `${what} of GatewayAlerts`,
      got: value,
      expected: `a share above ${least.toFixed(4)} and below 1`,
      fix: value > 1 && value < 100 ? `write ${value} percent as ${Number((value / 100).toPrecision(6))}` : 'use 0.999',
    });
  }
  return value;
}

function bucket(latency: Duration): number {
  const milliseconds = latency.toMilliseconds({ integral: false });
  if (!BUCKETS.includes(milliseconds)) {
    const near = [...BUCKETS].sort((a, b) => Math.abs(a - milliseconds) - Math.abs(b - milliseconds))[0];
    refuse({
      what: 'latency of GatewayAlerts',
      got: `${milliseconds} ms`,
      expected: `the bound of a histogram bucket of Istio: ${BUCKETS.join(', ')} ms`,
      fix: `use Duration.millis(${near})`,
    });
  }
  return milliseconds;
}

function checkLabels(names: { readonly [name: string]: string }): void {
  const bad = Object.keys(names).find((name) => !/^[a-zA-Z_][a-zA-Z0-9_]*$/.test(name));
  if (bad !== undefined) {
    refuse({
      what: 'alertLabels of GatewayAlerts',
      got: bad,
      expected: 'names of letters, digits and underscores that do not begin with a digit',
      fix: `for example '${bad.replace(/[^a-zA-Z0-9_]/g, '_').replace(/^(\d)/, '_$1') || 'severity'}'`,
    });
  }
}
