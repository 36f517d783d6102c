import { App, Chart } from 'cdk8s';
import { Gateway, RouteParent, Warnings } from '../../src';
import { FlaggerCanary, FlaggerCanaryProps } from '../../src/canary/flagger-canary';
import { FlaggerMetric } from '../../src/canary/flagger-metric';
import { FlaggerMetricProvider } from '../../src/canary/flagger-metric-template';
import { FlaggerStrategy } from '../../src/canary/flagger-strategy';
import { FlaggerTarget } from '../../src/canary/flagger-target';
import { CanarySpec } from '../../src/manifest/flagger';
import { newChart, theOnly } from '../support/synth';

export const parents = [RouteParent.of(Gateway.fromGatewayName('external', 'api-gateway'))];
export const prometheus = FlaggerMetricProvider.prometheus('http://prometheus.monitoring:9090');

/** A Canary of Deployment `web` that says no more than it must, and what a test adds. */
export function makeCanary(props: Partial<FlaggerCanaryProps> = {}, chart: Chart = newChart()): FlaggerCanary {
  const way = props.plan ? {} : { strategy: FlaggerStrategy.weights(10, 50) };
  const hostnames = ['api.example.com'];
  const target = FlaggerTarget.deployment('web');
  return new FlaggerCanary(chart, 'web', { parents, hostnames, target, port: 8080, ...way, ...props });
}

/** The spec that such a Canary emits. */
export function specOf(props: Partial<FlaggerCanaryProps> = {}): CanarySpec {
  const chart = newChart();
  makeCanary(props, chart);
  return theOnly(chart, 'Canary').spec as CanarySpec;
}

/** A check that needs no provider. */
export const requests = FlaggerMetric.fromTemplate(
  { apiVersion: 'flagger.app/v1beta1', kind: 'MetricTemplate', name: 'requests' },
  { minimum: 99 },
);

/** What a plain App says of it; nothing where it is right. */
export function errorsOf(build: (chart: Chart) => unknown): string {
  const app = new App();
  build(new Chart(app, 'test', { namespace: 'team' }));
  try {
    app.synthYaml();
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

/** Codes of the warnings once everything is there. */
export function codesOf(chart: Chart): string[] {
  App.of(chart).synthYaml();
  return Warnings.of(chart)
    .list()
    .map(({ code }) => code);
}
