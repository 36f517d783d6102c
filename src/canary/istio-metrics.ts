/** The proxy that reports a request to Istio's metrics (label `reporter` of `istio_requests_total`). */
export class IstioReporter {
  /** Reports of the sending proxy: an ingress gateway, or the client's sidecar. The workload needs no sidecar. */
  public static readonly SOURCE = new IstioReporter('source');
  /** Reports of the sidecar of the workload that receives the request. */
  public static readonly DESTINATION = new IstioReporter('destination');
  /** Reports of the waypoint of an ambient mesh. */
  public static readonly WAYPOINT = new IstioReporter('waypoint');

  private constructor(
    /** Value of the label. */
    public readonly name: string,
  ) {}
}

/** Labels of the series that a query reads, with their exact values. */
export type SeriesLabels = Readonly<Record<string, string>>;

/**
 * PromQL for the percentage of requests without a 5xx response and, for gRPC, without a status of a server error
 * (UNKNOWN, DEADLINE_EXCEEDED, UNIMPLEMENTED, INTERNAL, UNAVAILABLE, DATA_LOSS). 0 if all requests failed; no value,
 * or NaN, without requests.
 */
export function successRateQuery(labels: SeriesLabels, window: string, grpc: boolean = false): string {
  const requests = (more: string = '') => `sum(rate(istio_requests_total{${selector(labels)}${more}}[${window}]))`;
  const good = `,response_code!~"5.."${grpc ? ',grpc_response_status!~"2|4|12|13|14|15"' : ''}`;
  // Without a successful response the numerator has no series, and the result would look like no traffic.
  return `(${requests(good)} or vector(0)) / ${requests()} * 100`;
}

/** PromQL for a quantile of the request duration in milliseconds. */
export function latencyQuery(labels: SeriesLabels, window: string, quantile: number): string {
  const buckets = `istio_request_duration_milliseconds_bucket{${selector(labels)}}`;
  return `histogram_quantile(${quantile}, sum by (le) (rate(${buckets}[${window}])))`;
}

const selector = (labels: SeriesLabels) =>
  Object.entries(labels)
    .map(([name, value]) => `${name}="${value}"`)
    .join(',');
