import { ApiObject, Chart, Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { codesOf, errorsOf, makeCanary, parents, prometheus, requests } from './flagger-support';
import { Backend, GatewayApp, HeaderMatch, HttpMatch, HttpRoute } from '../../src';
import { CanaryProps } from '../../src/flagger/flagger-canary';
import { Metric } from '../../src/flagger/flagger-metric';
import { Autoscaler, Target } from '../../src/flagger/flagger-target';
import { Webhook } from '../../src/flagger/flagger-webhook';
import { newChart, temporaryDirectory, warningsOf } from '../support/synth';

const minutes = (count: number) => Duration.minutes(count);
const gate = 'http://loadtester.test/gate/check';

describe('what Flagger owns', () => {
  const owned = (kind: string, apiVersion: string, name: string) => (chart: Chart) =>
    new ApiObject(chart, 'twin', { apiVersion, kind, metadata: { name } });
  const hpa = { autoscaler: Autoscaler.horizontalPodAutoscaler('web') };
  const twins: [string, (chart: Chart) => unknown, Partial<CanaryProps>][] = [
    ["Service 'web'", owned('Service', 'v1', 'web'), {}],
    ["Service 'web-primary'", owned('Service', 'v1', 'web-primary'), {}],
    ["Service 'web-canary'", owned('Service', 'v1', 'web-canary'), {}],
    ["Service 'shop'", owned('Service', 'v1', 'shop'), { serviceName: 'shop' }],
    ["Deployment 'web-primary'", owned('Deployment', 'apps/v1', 'web-primary'), {}],
    ["HorizontalPodAutoscaler 'web-primary'", owned('HorizontalPodAutoscaler', 'autoscaling/v2', 'web-primary'), hpa],
    [
      "HTTPRoute 'web'",
      (chart) => new HttpRoute(chart, 'twin', { name: 'web', parents, backends: [Backend.service('web', 80)] }),
      {},
    ],
  ];
  test.each(twins)('%s is refused in the program', (what, twin, props) => {
    const build = (chart: Chart) => {
      makeCanary({ ...props, metrics: [requests] }, chart);
      twin(chart);
    };
    const message = `${what}: got 'an object of this program, at test/twin'`;
    expect(errorsOf(build)).toContain(message);
    // A GatewayApp tells it too.
    const app = new GatewayApp({ outdir: temporaryDirectory() });
    build(new Chart(app, 'test', { namespace: 'team' }));
    expect(() => app.synth()).toThrow(message);
  });

  test('is emitted neither by the Canary, nor refused in another namespace or under another name', () => {
    const build = (chart: Chart) => {
      makeCanary({ metrics: [requests], metricProvider: prometheus }, chart);
      new kplus.Service(chart, 'other', { metadata: { name: 'web', namespace: 'other' }, ports: [{ port: 80 }] });
      owned('Service', 'v1', 'web-2')(chart);
    };
    expect(errorsOf(build)).toBe('');
  });

  test('a second Canary of one target, or of one Service, is refused', () => {
    const second = (props: Partial<CanaryProps>) =>
      errorsOf((chart) => {
        makeCanary({}, chart);
        makeCanary({ ...props }, new Chart(chart, 'more', { namespace: 'team' }));
      });
    expect(second({ name: 'again' })).toContain("Canary 'again': got Deployment 'web', which Canary 'web' uses too");
    const other = Target.deployment('other');
    expect(second({ name: 'other', target: other, serviceName: 'web' })).toContain(
      "got Service 'web', which Canary 'web' uses too",
    );
    expect(second({ name: 'other', target: other })).toBe('');
  });
});

describe('the target in the program', () => {
  const deploy = (chart: Chart, props: kplus.DeploymentProps = {}) =>
    new kplus.Deployment(chart, 'deployment', { metadata: { name: 'web' }, containers: [{ image: 'web' }], ...props });

  test('needs a label in its selector that Flagger knows', () => {
    const build = (label?: string, selectorLabels?: string[]) =>
      errorsOf((chart) => {
        const deployment = deploy(chart);
        if (label !== undefined) {
          deployment.podMetadata.addLabel(label, 'web');
          deployment.select(kplus.LabelSelector.of({ labels: { [label]: 'web' } }));
        }
        makeCanary({ target: Target.fromDeployment(deployment), selectorLabels }, chart);
      });
    expect(build()).toContain("selector of Deployment 'web': got 'cdk8s.io/metadata.addr'");
    expect(build('team')).toContain("selector of Deployment 'web'");
    expect(build('app')).toBe('');
    expect(build('team', ['team'])).toBe('');
  });

  const scaled = (chart: Chart, canary: Partial<CanaryProps>, replicas?: number) => {
    const deployment = new ApiObject(chart, 'deployment', {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web' },
      spec: {
        replicas,
        selector: { matchLabels: { app: 'web' } },
        template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'web', image: 'web' }] } },
      },
    });
    makeCanary({ metrics: [requests], metricProvider: prometheus, ...canary }, chart);
    return deployment;
  };
  const hpa = (chart: Chart, name: string, target: string) =>
    new ApiObject(chart, `${name}-hpa`, {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: { name },
      spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: target }, maxReplicas: 4 },
    });
  const autoscaler = Autoscaler.horizontalPodAutoscaler('web');
  test.each<[string, string[], (chart: Chart) => unknown]>([
    [
      'an autoscaler that the Canary does not know',
      ['GW426'],
      (chart) => [scaled(chart, {}), hpa(chart, 'web', 'web')],
    ],
    ['an autoscaler that it knows', [], (chart) => [scaled(chart, { autoscaler }), hpa(chart, 'web', 'web')]],
    [
      'one autoscaler for each version',
      [],
      (chart) => [scaled(chart, {}), hpa(chart, 'a', 'web'), hpa(chart, 'b', 'web-primary')],
    ],
    ['replicas alone', [], (chart) => scaled(chart, {}, 3)],
  ])('%s', (_, codes, build) => {
    const chart = newChart();
    build(chart);
    expect(codesOf(chart)).toEqual(codes);
  });
});

describe('warnings', () => {
  const several = HttpMatch.prefix('/', { headers: [HeaderMatch.exact('a', '1'), HeaderMatch.exact('b', '2')] });
  const rollouts = ['a', 'b'].map((name) => Webhook.rollout(gate, { name, timeout: Duration.seconds(30) }));
  test.each<[string, Partial<CanaryProps>]>([
    ['GW420', { hostnames: undefined }],
    ['GW421', { metrics: [] }],
    ['GW422', { sessionAffinity: { stickToPrimary: false } }],
    ['GW423', { webhooks: rollouts }],
    ['GW423', { webhooks: [Webhook.rollout(gate)], interval: Duration.seconds(10) }],
    ['GW424', { metrics: [Metric.successRate({ minimum: 99, window: minutes(2) })] }],
    ['GW425', { matches: [several] }],
    ['GW428', { skipAnalysis: true }],
  ])('%s', (code, props) => {
    const chart = newChart();
    makeCanary({ metrics: [requests], metricProvider: prometheus, ...props }, chart);
    expect(codesOf(chart)).toEqual([code]);
  });

  test('a GatewayApp prints them', () => {
    const app = new GatewayApp({ outdir: temporaryDirectory() });
    makeCanary({}, new Chart(app, 'test', { namespace: 'team' }));
    expect(warningsOf(app)).toContain('warning GW421 [test/web] Canary team/web: spec.analysis.metrics: got');
  });
});
