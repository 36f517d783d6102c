import { Construct } from 'constructs';
import { Policy, PolicyProps } from './istio-policy';
import { Telemetry as SHAPE, TelemetrySpec } from '../manifest/istio-telemetry';
import { cel } from '../value/cel';
import { refuse } from '../value/problem';

/** Envoy attributes that CEL expressions can use. */
const ENVOY_ATTRIBUTES = [
  ...['request', 'response', 'connection', 'upstream', 'source', 'destination'],
  ...['metadata', 'filter_state', 'upstream_filter_state', 'xds'],
  ...['node', 'cluster_name', 'cluster_metadata', 'route_name', 'route_metadata', 'upstream_host_metadata'],
  ...['listener_direction', 'listener_metadata', 'plugin_name', 'plugin_root_id', 'plugin_vm_id'],
];

/** Access log of requests and connections (`accessLogging[]`). */
export interface TelemetryAccessLogging {
  /**
   * Names of extension providers of the mesh that receive the log, `envoy` for the built-in one (`providers[].name`).
   *
   * @default - the mesh's default providers
   */
  readonly providers?: string[];
  /**
   * CEL expression over Envoy's attributes that must be true, such as `response.code >= 400` (`filter.expression`).
   *
   * @default - every request and connection
   */
  readonly filter?: string;
  /**
   * Whether to disable logging (`disabled`); `false` enables it again for a part of a namespace or mesh.
   *
   * @default - the setting of the parent
   */
  readonly disabled?: boolean;
}

/** Tracing of requests (`tracing[]`). */
export interface TelemetryTracing {
  /**
   * Name of the extension provider of the mesh that receives spans (`providers[].name`).
   *
   * @default - the mesh's default provider
   */
  readonly provider?: string;
  /**
   * Percentage of requests, 0 to 100, that start a trace unless the client set a sampling decision
   * (`randomSamplingPercentage`).
   *
   * @default - the setting of the parent; 1 by default of the mesh
   */
  readonly randomSamplingPercentage?: number;
  /**
   * Whether to disable reporting of spans; trace headers are still forwarded (`disableSpanReporting`).
   *
   * @default - the setting of the parent
   */
  readonly disableSpanReporting?: boolean;
}

/** Options of a `Telemetry`; `accessLogging`, `tracing` or both. */
export interface TelemetryProps extends PolicyProps {
  /**
   * Access logs (`spec.accessLogging`).
   *
   * @default - the setting of the parent
   */
  readonly accessLogging?: TelemetryAccessLogging[];
  /**
   * Traces (`spec.tracing`, of which Istio uses one entry).
   *
   * @default - the setting of the parent
   */
  readonly tracing?: TelemetryTracing;
}

/**
 * Access logs and traces (telemetry.istio.io/v1 Telemetry): of the mesh in its root namespace, of a namespace, or of
 * workloads in it; the most specific one applies.
 */
export class Telemetry extends Policy {
  private readonly spec: TelemetrySpec;

  public constructor(scope: Construct, id: string, props: TelemetryProps) {
    super(scope, id, props);
    const { accessLogging = [], tracing } = props;
    if (accessLogging.length === 0 && tracing === undefined) {
      const fix = "for example accessLogging: [{ providers: ['envoy'] }]";
      refuse({ what: 'Telemetry', got: 'no setting', expected: 'accessLogging or tracing', fix }, this);
    }
    this.spec = {
      accessLogging: accessLogging.length === 0 ? undefined : accessLogging.map((entry) => this.loggingOf(entry)),
      tracing: tracing && [this.tracingOf(tracing)],
    };
  }

  /** @internal */
  protected _kind() {
    return SHAPE;
  }

  /** @internal */
  protected _spec(): TelemetrySpec {
    return { ...this._renderTargets(), ...this.spec };
  }

  private loggingOf({ providers, filter, disabled }: TelemetryAccessLogging) {
    return {
      providers: this.named(providers),
      filter: filter === undefined ? undefined : { expression: cel('filter', filter, ENVOY_ATTRIBUTES) },
      disabled,
    };
  }

  private tracingOf({ provider, randomSamplingPercentage: percent, disableSpanReporting }: TelemetryTracing) {
    if (percent !== undefined && !(percent >= 0 && percent <= 100)) {
      const fix = 'use a percentage; 0.1 is one request of a thousand';
      refuse({ what: 'randomSamplingPercentage', got: percent, expected: 'a number from 0 to 100', fix }, this);
    }
    const providers = this.named(provider === undefined ? undefined : [provider]);
    return { providers, randomSamplingPercentage: percent, disableSpanReporting };
  }

  private named(providers?: readonly string[]) {
    if (providers?.length === 0 || providers?.includes('')) {
      const fix = 'use the name of an extension provider of the mesh, or leave it out';
      refuse({ what: 'providers', got: providers, expected: 'names of providers', fix }, this);
    }
    return providers?.map((name) => ({ name }));
  }
}
