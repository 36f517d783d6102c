import { cel } from '../manifest/cel';
import { TelemetrySpec } from '../manifest/istio-telemetry';
import { refuse } from '../manifest/problem';

type Override = NonNullable<NonNullable<NonNullable<TelemetrySpec['metrics']>[number]['overrides']>[number]>;
type Match = NonNullable<Override['match']>;
type Tag = NonNullable<Override['tagOverrides']>[string];

/** What CEL expressions of a proxy can name: the attributes of Envoy. */
export const ENVOY_ATTRIBUTES = [
  ...['request', 'response', 'connection', 'upstream', 'source', 'destination'],
  ...['metadata', 'filter_state', 'upstream_filter_state', 'xds'],
  ...['node', 'cluster_name', 'cluster_metadata', 'route_name', 'route_metadata', 'upstream_host_metadata'],
  ...['listener_direction', 'listener_metadata', 'plugin_name', 'plugin_root_id', 'plugin_vm_id'],
] as const;

/** A metric of Istio, or of somebody else (`match.metric`, `match.customMetric`). */
export class TelemetryMetric {
  /** All of Istio's. */
  public static readonly ALL_METRICS = new TelemetryMetric({ metric: 'ALL_METRICS' });
  /** Number of requests, `istio_requests_total`. */
  public static readonly REQUEST_COUNT = new TelemetryMetric({ metric: 'REQUEST_COUNT' });
  /** Duration of requests, `istio_request_duration_milliseconds`. */
  public static readonly REQUEST_DURATION = new TelemetryMetric({ metric: 'REQUEST_DURATION' });
  /** Size of requests, `istio_request_bytes`. */
  public static readonly REQUEST_SIZE = new TelemetryMetric({ metric: 'REQUEST_SIZE' });
  /** Size of answers, `istio_response_bytes`. */
  public static readonly RESPONSE_SIZE = new TelemetryMetric({ metric: 'RESPONSE_SIZE' });
  /** Number of TCP connections opened, `istio_tcp_connections_opened_total`. */
  public static readonly TCP_OPENED_CONNECTIONS = new TelemetryMetric({ metric: 'TCP_OPENED_CONNECTIONS' });
  /** Number of TCP connections closed, `istio_tcp_connections_closed_total`. */
  public static readonly TCP_CLOSED_CONNECTIONS = new TelemetryMetric({ metric: 'TCP_CLOSED_CONNECTIONS' });
  /** Bytes sent over TCP, `istio_tcp_sent_bytes_total`. */
  public static readonly TCP_SENT_BYTES = new TelemetryMetric({ metric: 'TCP_SENT_BYTES' });
  /** Bytes received over TCP, `istio_tcp_received_bytes_total`. */
  public static readonly TCP_RECEIVED_BYTES = new TelemetryMetric({ metric: 'TCP_RECEIVED_BYTES' });
  /** Messages of gRPC clients, `istio_request_messages_total`. */
  public static readonly GRPC_REQUEST_MESSAGES = new TelemetryMetric({ metric: 'GRPC_REQUEST_MESSAGES' });
  /** Messages of gRPC servers, `istio_response_messages_total`. */
  public static readonly GRPC_RESPONSE_MESSAGES = new TelemetryMetric({ metric: 'GRPC_RESPONSE_MESSAGES' });

  /** A metric by its name. */
  public static custom(name: string): TelemetryMetric {
    if (name === '') {
      refuse({ what: 'metric', got: name, expected: 'its name', fix: 'for all of Istio use ALL_METRICS' });
    }
    return new TelemetryMetric({ customMetric: name });
  }

  private constructor(private readonly match: Match) {}

  /** `match`. @internal */
  public _render(): Match {
    return this.match;
  }
}

/** What happens to a label of a metric (`tagOverrides.<name>`). */
export class MetricTag {
  /** The metric goes without it. */
  public static readonly REMOVE = new MetricTag({ operation: 'REMOVE' });

  /** It is added, or gets another value: a CEL expression over Envoy's attributes, such as `request.host`. */
  public static upsert(value: string): MetricTag {
    return new MetricTag({ operation: 'UPSERT', value: cel('value of tag', value, ENVOY_ATTRIBUTES) });
  }

  private constructor(private readonly tag: Tag) {}

  /** @internal */
  public _render(): Tag {
    return this.tag;
  }
}
