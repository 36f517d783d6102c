import { Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { PodMonitor } from './pod-monitor';
import { PodMonitorSpec } from '../manifest/monitoring';
import { CustomResourceProps } from '../resource/custom-resource';
import { duration } from '../value/scalar';

const POD = '__meta_kubernetes_pod';
const ADDRESS_LABELS = [`${POD}_annotation_prometheus_io_port`, `${POD}_ip`];

const RELABELINGS: NonNullable<PodMonitorSpec['podMetricsEndpoints']>[number]['relabelings'] = [
  { action: 'keep', sourceLabels: [`${POD}_container_name`], regex: 'istio-proxy' },
  { action: 'keep', sourceLabels: [`${POD}_annotationpresent_prometheus_io_scrape`] },
  // Relabelings that append the annotated port to the address of the pod: IPv6 first, then IPv4.
  {
    action: 'replace',
    regex: '(\\d+);(([A-Fa-f0-9]{1,4}::?){1,7}[A-Fa-f0-9]{1,4})',
    replacement: '[$2]:$1',
    sourceLabels: ADDRESS_LABELS,
    targetLabel: '__address__',
  },
  {
    action: 'replace',
    regex: '(\\d+);((([0-9]+?)(\\.|$)){4})',
    replacement: '$2:$1',
    sourceLabels: ADDRESS_LABELS,
    targetLabel: '__address__',
  },
  { action: 'labeldrop', regex: `${POD}_label_(.+)` },
  { action: 'replace', sourceLabels: ['__meta_kubernetes_namespace'], targetLabel: 'namespace' },
  { action: 'replace', sourceLabels: [`${POD}_name`], targetLabel: 'pod_name' },
];

/** Options of an `IstioProxyMonitor`. */
export interface IstioProxyMonitorProps extends CustomResourceProps {
  /**
   * Time between two scrapes (`podMetricsEndpoints[0].interval`).
   *
   * @default Duration.seconds(30)
   */
  readonly interval?: Duration;
}

/**
 * A PodMonitor for the Istio proxies of a namespace, gateways among them:
 * metrics such as `istio_requests_total`.
 *
 * It selects every pod with a container `istio-proxy` and the annotation
 * `prometheus.io/port`, and without the label `istio-prometheus-ignore`.
 */
export class IstioProxyMonitor extends PodMonitor {
  public constructor(scope: Construct, id: string, props: IstioProxyMonitorProps = {}) {
    super(scope, id, {
      ...props,
      matchExpressions: [{ key: 'istio-prometheus-ignore', operator: 'DoesNotExist' }],
    });
    const interval = duration('interval of an endpoint', props.interval ?? Duration.seconds(30), Duration.millis(1));
    this._addEndpoint({ path: '/stats/prometheus', interval, relabelings: RELABELINGS });
  }
}
