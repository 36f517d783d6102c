import { App, Chart } from 'cdk8s';
import { Gateway, RouteParent } from '../../src';
import { check } from '../../src/check/check';
import { Canary, CanaryProps } from '../../src/flagger/flagger-canary';
import { Metric } from '../../src/flagger/flagger-metric';
import { MetricProvider } from '../../src/flagger/flagger-metric-template';
import { Strategy } from '../../src/flagger/flagger-strategy';
import { Target } from '../../src/flagger/flagger-target';
import { CanarySpec } from '../../src/manifest/flagger';
import { newChart, objectsOf, theOnly } from '../support/synth';

export const parents = [RouteParent.of(Gateway.fromGatewayName('external', 'api-gateway'))];
export const prometheus = MetricProvider.prometheus('http://prometheus.monitoring:9090');

/** A Canary of Deployment `web` that says no more than it must, and what a test adds. */
export function makeCanary(props: Partial<CanaryProps> = {}, chart: Chart = newChart()): Canary {
  const way = props.plan ? {} : { strategy: Strategy.weights(10, 50) };
  const hostnames = ['api.example.com'];
  const target = Target.deployment('web');
  return new Canary(chart, 'web', { parents, hostnames, target, port: 8080, ...way, ...props });
}

/** The spec that such a Canary emits. */
export function specOf(props: Partial<CanaryProps> = {}): CanarySpec {
  const chart = newChart();
  makeCanary(props, chart);
  return theOnly(chart, 'Canary').spec as CanarySpec;
}

/** A check that needs no provider. */
export const requests = Metric.fromTemplate(
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

/** Codes of what is told once everything is there; notes are of what is not in the chart, such as the Gateway. */
export function codesOf(chart: Chart): string[] {
  App.of(chart).synthYaml();
  return check(objectsOf(chart).map((object) => ({ where: 'test', manifest: object }))).flatMap(({ code, severity }) =>
    severity === 'note' ? [] : [code],
  );
}
