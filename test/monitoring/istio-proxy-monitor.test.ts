import { Duration } from 'cdk8s';
import { render } from './render';
import { IstioProxyMonitor } from '../../src/monitoring/istio-proxy-monitor';

describe('IstioProxyMonitor', () => {
  test('gives the PodMonitor of the walkthrough', () => {
    expect(
      render((chart) => new IstioProxyMonitor(chart, 'istio-proxies-monitor', { namespace: 'api-gateway' })),
    ).toStrictEqual({
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'PodMonitor',
      metadata: { name: 'istio-proxies-monitor', namespace: 'api-gateway' },
      spec: {
        selector: { matchExpressions: [{ key: 'istio-prometheus-ignore', operator: 'DoesNotExist' }] },
        podMetricsEndpoints: [
          {
            path: '/stats/prometheus',
            interval: '30s',
            relabelings: [
              { action: 'keep', sourceLabels: ['__meta_kubernetes_pod_container_name'], regex: 'istio-proxy' },
              {
                action: 'keep',
                sourceLabels: ['__meta_kubernetes_pod_annotationpresent_prometheus_io_scrape'],
              },
              {
                action: 'replace',
                regex: String.raw`(\d+);(([A-Fa-f0-9]{1,4}::?){1,7}[A-Fa-f0-9]{1,4})`,
                replacement: '[$2]:$1',
                sourceLabels: ['__meta_kubernetes_pod_annotation_prometheus_io_port', '__meta_kubernetes_pod_ip'],
                targetLabel: '__address__',
              },
              {
                action: 'replace',
                regex: String.raw`(\d+);((([0-9]+?)(\.|$)){4})`,
                replacement: '$2:$1',
                sourceLabels: ['__meta_kubernetes_pod_annotation_prometheus_io_port', '__meta_kubernetes_pod_ip'],
                targetLabel: '__address__',
              },
              { action: 'labeldrop', regex: '__meta_kubernetes_pod_label_(.+)' },
              { action: 'replace', sourceLabels: ['__meta_kubernetes_namespace'], targetLabel: 'namespace' },
              { action: 'replace', sourceLabels: ['__meta_kubernetes_pod_name'], targetLabel: 'pod_name' },
            ],
          },
        ],
      },
    });
  });

  test('takes an interval, labels and further endpoints', () => {
    const { spec, metadata } = render((chart) => {
      const monitor = new IstioProxyMonitor(chart, 'proxies', {
        interval: Duration.minutes(1),
        labels: { release: 'prometheus' },
      });
      monitor.addEndpoint({ port: 'envoy' });
    });
    expect(metadata.labels).toEqual({ release: 'prometheus' });
    expect(spec.podMetricsEndpoints[0].interval).toBe('1m');
    expect(spec.podMetricsEndpoints[1]).toEqual({ port: 'envoy' });
  });
});
