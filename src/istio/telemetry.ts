import { Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { IstioPolicy, IstioPolicyProps } from './istio-policy';
import { istioDuration } from './istio-text';
import { ENVOY_ATTRIBUTES, MetricTag, TelemetryMetric } from './telemetry-metric';
import { TracingTag } from './telemetry-tracing';
import { cel } from '../manifest/cel';
import { Telemetry as SHAPE, TelemetrySpec } from '../manifest/istio-telemetry';
import { refuse } from '../manifest/problem';
import { Warnings } from '../resource/warning';

/** Which side of the traffic a setting is for, as the workload sees it (`mode`). */
export enum WorkloadMode {
  /** Both. */
  CLIENT_AND_SERVER = 'CLIENT_AND_SERVER',
  /** What the workload sends. A gateway is a client. */
  CLIENT = 'CLIENT',
  /** What the workload gets. */
  SERVER = 'SERVER',
}

/** Which requests and connections leave a line in a log (`accessLogging[]`). */
export interface TelemetryAccessLogging {
  /**
   * Where lines go: names of extension providers of the mesh, `envoy` for the built-in one (`providers[].name`).
   *
   * @default - the mesh's default providers
   */
  readonly providers?: string[];
  /**
   * Which side of the traffic (`match.mode`).
   *
   * @default - both
   */
  readonly mode?: WorkloadMode;
  /**
   * CEL expression over Envoy's attributes that must be true, such as `response.code >= 400` (`filter.expression`).
   *
   * @default - every request and connection
   */
  readonly filter?: string;
  /**
   * Whether nothing is logged (`disabled`); `false` undoes it for a part of a namespace or mesh.
   *
   * @default - as the parent says
   */
  readonly disabled?: boolean;
}

/** What is changed in metrics (`metrics[].overrides[]`). */
export interface TelemetryMetricsOverride {
  /**
   * The metric (`match.metric`, `match.customMetric`).
   *
   * @default - all of Istio's
   */
  readonly metric?: TelemetryMetric;
  /**
   * Which side of the traffic (`match.mode`).
   *
   * @default - both
   */
  readonly mode?: WorkloadMode;
  /**
   * Whether the metric is not reported (`disabled`); `false` undoes it for a part of a namespace or mesh.
   *
   * @default - as the parent says
   */
  readonly disabled?: boolean;
  /**
   * Labels of the metric that are added, changed or removed, by their names (`tagOverrides`).
   *
   * @default - none
   */
  readonly tagOverrides?: { readonly [name: string]: MetricTag };
}

/** Which metrics are reported (`metrics[]`). */
export interface TelemetryMetrics {
  /**
   * To whom: names of extension providers of the mesh, `prometheus` for the built-in one (`providers[].name`).
   *
   * @default - the mesh's default providers
   */
  readonly providers?: string[];
  /**
   * What is changed, the general before the special (`overrides`).
   *
   * @default - nothing
   */
  readonly overrides?: TelemetryMetricsOverride[];
  /**
   * Time between two reports on open TCP connections, at least 1 ms (`reportingInterval`).
   *
   * @default - 5 s
   */
  readonly reportingInterval?: Duration;
}

/** Which requests leave spans of a trace (`tracing[]`). */
export interface TelemetryTracing {
  /**
   * Where spans go: names of extension providers of the mesh (`providers[].name`). Istio uses one only (GW567).
   *
   * @default - the mesh's default provider
   */
  readonly providers?: string[];
  /**
   * Which side of the traffic (`match.mode`).
   *
   * @default - both
   */
  readonly mode?: WorkloadMode;
  /**
   * Share of requests in percent, 0 to 100, that start a trace where nobody before decided
   * (`randomSamplingPercentage`).
   *
   * @default - as the parent says; 1 in a mesh that does not say
   */
  readonly randomSamplingPercentage?: number;
  /**
   * Whether no spans are reported; traces go through all the same (`disableSpanReporting`).
   *
   * @default - as the parent says
   */
  readonly disableSpanReporting?: boolean;
  /**
   * Whether the headers of traces are kept from the next hop, such as a host outside the mesh
   * (`disableContextPropagation`).
   *
   * @default false
   */
  readonly disableContextPropagation?: boolean;
  /**
   * Tags of spans by their names; they replace those of the parent (`customTags`).
   *
   * @default - those of the parent
   */
  readonly customTags?: { readonly [name: string]: TracingTag };
  /**
   * Whether spans carry Istio's own tags (`enableIstioTags`).
   *
   * @default true
   */
  readonly enableIstioTags?: boolean;
  /**
   * Whether the decision may be read from the request id, which only Envoy writes in its own way
   * (`useRequestIdForTraceSampling`).
   *
   * @default true
   */
  readonly useRequestIdForTraceSampling?: boolean;
}

/** Options of a `Telemetry`; at least one of the three. */
export interface TelemetryProps extends IstioPolicyProps {
  /**
   * Access logs (`spec.accessLogging`).
   *
   * @default - as the parent says
   */
  readonly accessLogging?: TelemetryAccessLogging[];
  /**
   * Metrics (`spec.metrics`).
   *
   * @default - as the parent says
   */
  readonly metrics?: TelemetryMetrics[];
  /**
   * Traces (`spec.tracing`). Istio uses one entry only (GW567).
   *
   * @default - as the parent says
   */
  readonly tracing?: TelemetryTracing[];
}

/**
 * Access logs, metrics and traces (telemetry.istio.io/v1 Telemetry): of the mesh in its root namespace, of a
 * namespace, or of workloads in it; the nearest one counts.
 */
export class Telemetry extends IstioPolicy {
  public constructor(
    scope: Construct,
    id: string,
    private readonly telemetryProps: TelemetryProps,
  ) {
    super(scope, id, telemetryProps);
    const { accessLogging = [], metrics = [], tracing = [] } = telemetryProps;
    if (accessLogging.length + metrics.length + tracing.length === 0) {
      const fix = "for example accessLogging: [{ providers: ['envoy'] }]";
      refuse({ what: 'Telemetry', got: 'nothing', expected: 'accessLogging, metrics or tracing', fix }, this);
    }
    [...accessLogging, ...metrics, ...tracing].forEach(({ providers }) => this.checkProviders(providers));
    metrics.forEach((entry) => this.checkMetrics(entry));
    tracing.forEach((entry) => this.checkTracing(entry));
    accessLogging.forEach(({ filter }) => filter === undefined || cel('filter', filter, ENVOY_ATTRIBUTES));
    if (tracing.length > 1 || tracing.some(({ providers = [] }) => providers.length > 1)) {
      Warnings._add(this, 'GW567', {
        what: `tracing of Telemetry '${this.name}'`,
        got: tracing.length > 1 ? `${tracing.length} entries` : 'an entry with several providers',
        expected: 'one entry with one provider; Istio uses no other',
        fix: 'leave the others out',
      });
    }
  }

  /** @internal */
  protected _kind() {
    return SHAPE;
  }

  /** @internal */
  protected _spec(): TelemetrySpec {
    const { accessLogging, metrics, tracing } = this.telemetryProps;
    return {
      ...this._renderTargets(),
      accessLogging: accessLogging?.map(({ providers, mode, filter, disabled }) => ({
        providers: named(providers),
        match: mode && { mode },
        filter: filter === undefined ? undefined : { expression: filter },
        disabled,
      })),
      metrics: metrics?.map(({ providers, overrides, reportingInterval }) => ({
        providers: named(providers),
        overrides: overrides?.map(({ metric, mode, disabled, tagOverrides }) => ({
          match: metric || mode ? { ...metric?._render(), mode } : undefined,
          disabled,
          tagOverrides: rendered(tagOverrides),
        })),
        reportingInterval: reportingInterval && istioDuration('reportingInterval', reportingInterval),
      })),
      tracing: tracing?.map(({ providers, mode, customTags, ...rest }) => ({
        ...rest,
        providers: named(providers),
        match: mode && { mode },
        customTags: rendered(customTags),
      })),
    };
  }

  private checkProviders(providers?: readonly string[]): void {
    if (providers?.length === 0 || providers?.includes('')) {
      const fix = 'name an extension provider of the mesh, or leave it out';
      refuse({ what: 'providers', got: providers, expected: 'names of providers', fix }, this);
    }
  }

  private checkMetrics({ overrides = [], reportingInterval }: TelemetryMetrics): void {
    if (reportingInterval) {
      istioDuration('reportingInterval', reportingInterval);
    }
    overrides.forEach(({ tagOverrides = {} }) => this.checkTags('tagOverrides', Object.keys(tagOverrides)));
  }

  private checkTracing({ randomSamplingPercentage: percent = 0, customTags = {} }: TelemetryTracing): void {
    if (!(percent >= 0 && percent <= 100)) {
      const fix = 'it is a share in percent; 0.1 is one of a thousand';
      refuse({ what: 'randomSamplingPercentage', got: percent, expected: 'a number from 0 to 100', fix }, this);
    }
    this.checkTags('customTags', Object.keys(customTags));
  }

  private checkTags(what: string, names: readonly string[]): void {
    if (names.includes('')) {
      refuse({ what, got: 'an empty name', expected: 'the name of a tag', fix: 'name it, or leave it out' }, this);
    }
  }
}

const named = (providers?: readonly string[]) => providers?.map((name) => ({ name }));
const rendered = <T>(tags?: { readonly [name: string]: { _render(): T } }) =>
  tags && Object.fromEntries(Object.entries(tags).map(([name, tag]) => [name, tag._render()]));
