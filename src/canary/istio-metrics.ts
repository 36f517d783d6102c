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

/** PromQL: share in percent of the requests that were not answered with 5xx. */
export function successRateQuery(labels: SeriesLabels, window: string): string {
  const requests = (more: string = '') => `sum(rate(istio_requests_total{${selector(labels)}${more}}[${window}]))`;
  return `${requests(',response_code!~"5.."')} / ${requests()} * 100`;
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
