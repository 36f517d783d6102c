/** Who reports a request to Istio's metrics (label `reporter` of `istio_requests_total`). */
export class IstioReporter {
  /** The proxy that sends the request: an ingress gateway, or the client's sidecar. Needs nothing at the workload. */
  public static readonly SOURCE = new IstioReporter('source');
  /** The sidecar of the workload that gets the request. */
  public static readonly DESTINATION = new IstioReporter('destination');
  /** The waypoint of an ambient mesh. */
  public static readonly WAYPOINT = new IstioReporter('waypoint');

  private constructor(
    /** The value of the label. */
    public readonly name: string,
  ) {}
}

/** The series that a query looks at: labels and their exact values. */
export type SeriesLabels = Readonly<Record<string, string>>;

/**
 * PromQL: share in percent of the requests that were not answered with 5xx, nor by gRPC with a status that blames
 * the server (UNKNOWN, DEADLINE_EXCEEDED, UNIMPLEMENTED, INTERNAL, UNAVAILABLE, DATA_LOSS). 0 where no request was
 * answered well; nothing, or NaN, where there was none.
 */
export function successRateQuery(labels: SeriesLabels, window: string, grpc: boolean = false): string {
  const requests = (more: string = '') => `sum(rate(istio_requests_total{${selector(labels)}${more}}[${window}]))`;
  const good = `,response_code!~"5.."${grpc ? ',grpc_response_status!~"2|4|12|13|14|15"' : ''}`;
  // Without a good answer there is no series to add up, and a division by nothing would look like no traffic.
  return `(${requests(good)} or vector(0)) / ${requests()} * 100`;
}

/** PromQL: a quantile of the duration of requests in milliseconds. */
export function latencyQuery(labels: SeriesLabels, window: string, quantile: number): string {
  const buckets = `istio_request_duration_milliseconds_bucket{${selector(labels)}}`;
  return `histogram_quantile(${quantile}, sum by (le) (rate(${buckets}[${window}])))`;
}

const selector = (labels: SeriesLabels) =>
  Object.entries(labels)
    .map(([name, value]) => `${name}="${value}"`)
    .join(',');
