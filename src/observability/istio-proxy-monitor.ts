import { Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { PodMonitor } from './pod-monitor';
import { Relabeling } from './relabeling';
import { CustomResourceProps } from '../resource/custom-resource';
import { claimProxyScraping } from '../resource/proxy-scraping';

const POD = '__meta_kubernetes_pod';
const ADDRESS_LABELS = [`${POD}_annotation_prometheus_io_port`, `${POD}_ip`];

/** Settings of a monitor of Istio's proxies. */
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
 * It finds every pod that has a container `istio-proxy` and the annotation
 * `prometheus.io/port`, and no label `istio-prometheus-ignore`.
 */
export class IstioProxyMonitor extends PodMonitor {
  public constructor(scope: Construct, id: string, props: IstioProxyMonitorProps = {}) {
    super(scope, id, {
      ...props,
      matchExpressions: [{ key: 'istio-prometheus-ignore', operator: 'DoesNotExist' }],
      endpoints: [
        { path: '/stats/prometheus', interval: props.interval ?? Duration.seconds(30), relabelings: relabelings() },
      ],
    });
    claimProxyScraping(this, 'monitor');
  }
}

function relabelings(): Relabeling[] {
  return [
    Relabeling.keep({ sourceLabels: [`${POD}_container_name`], regex: 'istio-proxy' }),
    Relabeling.keep({ sourceLabels: [`${POD}_annotationpresent_prometheus_io_scrape`] }),
    // The annotated port goes behind the pod's address: an IPv6 one, then an IPv4 one.
    Relabeling.replace({
      regex: '(\\d+);(([A-Fa-f0-9]{1,4}::?){1,7}[A-Fa-f0-9]{1,4})',
      replacement: '[$2]:$1',
      sourceLabels: ADDRESS_LABELS,
      targetLabel: '__address__',
    }),
    Relabeling.replace({
      regex: '(\\d+);((([0-9]+?)(\\.|$)){4})',
      replacement: '$2:$1',
      sourceLabels: ADDRESS_LABELS,
      targetLabel: '__address__',
    }),
    Relabeling.labelDrop(`${POD}_label_(.+)`),
    Relabeling.replace({ sourceLabels: ['__meta_kubernetes_namespace'], targetLabel: 'namespace' }),
    Relabeling.replace({ sourceLabels: [`${POD}_name`], targetLabel: 'pod_name' }),
  ];
}
