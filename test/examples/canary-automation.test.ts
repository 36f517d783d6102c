import * as fs from 'fs';
import * as path from 'path';
import { Chart } from 'cdk8s';
import { exampleFiles, exampleObjects, Json, readYaml } from './example';
import { argoRollout } from '../../examples/canary-automation/argo-rollouts';
import { IngressGateway, MyWorkload, Namespaces } from '../../examples/canary-automation/workload';
import { GatewayApp } from '../../src';

const NAME = 'canary-automation';
const HEADER = { name: 'version', value: 'v2' };
const COOKIE = '^(?:.*; *)?version=v2(?:;.*)?$';
const COMMON = [
  'Gateway api-gateway/http',
  'HorizontalPodAutoscaler my-workload/my-workload',
  'Namespace api-gateway',
  'Namespace my-workload',
];

const stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
exampleFiles(NAME);
const warnings = stderr.mock.calls.map(([text]) => String(text));
stderr.mockRestore();

const specIn = (directory: string, name: string): Json => exampleObjects(NAME, directory).get(name)!.spec;

test('there is nothing to warn of', () => {
  expect(warnings).toEqual([]);
});

test.each(['flagger-ab', 'flagger-weights', 'argo-rollouts'])('%s: v2 differs from v1 in its pods alone', (tool) => {
  const files = exampleFiles(NAME);
  const asV1 = (text: string) => text.replace('my-workload-v2', 'my-workload-v1').replace('(v2)', '(v1)');
  const names = Object.keys(files).filter((file) => file.startsWith(`${tool}/v2/`));
  expect(names).toHaveLength(3);
  names.forEach((file) => expect(asV1(files[file])).toBe(files[file.replace('/v2/', '/v1/')]));
  const { template } = specIn(
    `${tool}/v2`,
    `${tool === 'argo-rollouts' ? 'Rollout' : 'Deployment'} my-workload/my-workload`,
  );
  expect(template.spec.containers[0].env).toContainEqual({
    name: 'MESSAGE',
    value: 'Hello From My Workload (v2)!',
  });
});

test.each(['flagger-ab/v1', 'argo-rollouts/v1'])('%s: namespaces are applied before what is in them', (directory) => {
  const [first] = Object.keys(exampleFiles(NAME))
    .filter((file) => path.dirname(file) === directory)
    .sort();
  expect(readYaml(exampleFiles(NAME)[first]).map(({ kind }) => kind)).toEqual(['Namespace', 'Namespace']);
});

describe.each(['flagger-ab', 'flagger-weights'])('%s', (tool) => {
  const spec = (name: string) => specIn(`${tool}/v1`, name);

  test('emits what Flagger works with, and nothing that it owns', () => {
    expect([...exampleObjects(NAME, `${tool}/v1`).keys()].sort()).toEqual(
      [
        ...COMMON,
        'Canary my-workload/my-workload',
        'Deployment my-workload/my-workload',
        'MetricTemplate my-workload/my-workload-latency-p99',
        'MetricTemplate my-workload/my-workload-success-rate',
      ].sort(),
    );
  });

  test('Flagger finds the pods, and the autoscaler sets their number', () => {
    const deployment = spec('Deployment my-workload/my-workload');
    expect(deployment.selector.matchLabels.app).toBe('my-workload');
    expect(deployment.template.metadata.labels).toEqual(deployment.selector.matchLabels);
    expect(deployment).not.toHaveProperty('replicas');
    const target = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'my-workload' };
    expect(spec('HorizontalPodAutoscaler my-workload/my-workload').scaleTargetRef).toEqual(target);
    expect(spec('Canary my-workload/my-workload')).toMatchObject({
      provider: 'gatewayapi:v1',
      targetRef: target,
      autoscalerRef: { kind: 'HorizontalPodAutoscaler', name: 'my-workload' },
    });
  });

  test('the route, a gate before the promotion, and requests through the gateway for the metrics', () => {
    const { service, analysis } = spec('Canary my-workload/my-workload');
    expect(service).toEqual({
      port: 8080,
      hosts: ['api.example.com'],
      match: [{ uri: { prefix: '/api/my-workload' } }],
      gatewayRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'http', namespace: 'api-gateway' }],
    });
    expect(analysis.metrics.map(({ name, thresholdRange }: Json) => [name, thresholdRange])).toEqual([
      ['success-rate', { min: 99 }],
      ['latency-p99', { max: 500 }],
    ]);
    expect(analysis.webhooks.map(({ type }: Json) => type)).toEqual(['confirm-promotion', 'rollback', 'rollout']);
    expect(analysis.webhooks[2].metadata.cmd).toMatch(
      /^hey .*-host api\.example\.com http:\/\/http-istio\.api-gateway\/api\/my-workload$/,
    );
    expect(spec('MetricTemplate my-workload/my-workload-success-rate').query).toContain('reporter="source"');
  });
});

test('flagger-ab: the dark launch is an A/B test of ten checks, with requests of a tester', () => {
  const { analysis } = specIn('flagger-ab/v1', 'Canary my-workload/my-workload');
  expect(analysis).toMatchObject({
    interval: '1m',
    iterations: 10,
    match: [{ headers: { version: { exact: 'v2' } } }, { headers: { cookie: { regex: COOKIE } } }],
  });
  expect(analysis).not.toHaveProperty('stepWeights');
  expect(analysis.webhooks[2].metadata.cmd).toContain("-H 'version: v2'");
});

test('flagger-weights: half of the requests, promoted from there, and clients keep their version', () => {
  const { analysis } = specIn('flagger-weights/v1', 'Canary my-workload/my-workload');
  expect(analysis).toMatchObject({
    interval: '5m',
    stepWeights: [50],
    sessionAffinity: { cookieName: 'flagger', primaryCookieName: 'flagger-primary', maxAge: 3600, secure: false },
  });
  expect(analysis).not.toHaveProperty('match');
});

describe('argo-rollouts', () => {
  const spec = (name: string) => specIn('argo-rollouts/v1', name);

  test('emits a Rollout in place of the Deployment, and what it needs', () => {
    expect([...exampleObjects(NAME, 'argo-rollouts/v1').keys()].sort()).toEqual(
      [
        ...COMMON,
        'AnalysisTemplate my-workload/my-workload-latency-p99',
        'AnalysisTemplate my-workload/my-workload-success-rate',
        'AnalysisTemplate my-workload/my-workload-testers-success-rate-step',
        'HTTPRoute my-workload/my-workload',
        'Role my-workload/my-workload-argo-rollouts',
        'RoleBinding my-workload/my-workload-argo-rollouts',
        'Rollout my-workload/my-workload',
        'Service my-workload/my-workload-canary',
        'Service my-workload/my-workload-stable',
      ].sort(),
    );
    expect(spec('HorizontalPodAutoscaler my-workload/my-workload').scaleTargetRef.kind).toBe('Rollout');
    expect(spec('Rollout my-workload/my-workload')).not.toHaveProperty('replicas');
  });

  test('walks the four stages one after another', () => {
    const analysis = {
      args: expect.anything(),
      templates: [{ templateName: 'my-workload-testers-success-rate-step' }],
    };
    expect(spec('Rollout my-workload/my-workload').strategy.canary.steps).toEqual([
      // v1 only
      { pause: {} },
      // dark launch
      { setCanaryScale: { replicas: 2 } },
      {
        setHeaderRoute: {
          name: 'canary-pin-1',
          match: [{ headerName: HEADER.name, headerValue: { exact: HEADER.value } }],
        },
      },
      { setHeaderRoute: { name: 'canary-pin-2', match: [{ headerName: 'Cookie', headerValue: { regex: COOKIE } }] } },
      { pause: {} },
      { analysis },
      // 50/50, without the pins
      { setCanaryScale: { weight: 50 } },
      { setWeight: 50 },
      { setCanaryScale: { matchTrafficWeight: true } },
      { setHeaderRoute: { name: 'canary-pin-1' } },
      { setHeaderRoute: { name: 'canary-pin-2' } },
      { pause: { duration: '300s' } },
      { pause: {} },
      // promoted: behind the last step
    ]);
  });

  test('begins with every request on v1', () => {
    expect(spec('HTTPRoute my-workload/my-workload').rules).toEqual([
      {
        matches: [{ path: { type: 'PathPrefix', value: '/api/my-workload' } }],
        backendRefs: [
          { name: 'my-workload-stable', port: 8080, weight: 100 },
          { name: 'my-workload-canary', port: 8080, weight: 0 },
        ],
      },
    ]);
  });

  test('measures in the background from the split on, and testers for the hour before they say yes', () => {
    const { steps, analysis } = spec('Rollout my-workload/my-workload').strategy.canary;
    const split = steps.findIndex(({ setWeight }: Json) => setWeight === 50);
    expect(analysis.startingStep).toBeGreaterThan(split);
    expect(analysis.templates.map(({ templateName }: Json) => templateName)).toEqual([
      'my-workload-success-rate',
      'my-workload-latency-p99',
    ]);
    const [metric] = spec('AnalysisTemplate my-workload/my-workload-testers-success-rate-step').metrics;
    expect(metric.provider.prometheus.query).toContain('[1h]');
    expect(metric.successCondition).toBe('len(result) > 0 && result[0] >= 99');
  });

  test('the README says what Argo CD must leave alone', () => {
    const readme = fs.readFileSync(path.join(__dirname, '../../examples', NAME, 'README.md'), 'utf8');
    const [, block] = /^```yaml\n(ignoreDifferences:[\s\S]*?)^```/m.exec(readme)!;
    const app = new GatewayApp();
    const { gateway } = new IngressGateway(app, 'gateway', new Namespaces(app, 'namespaces', []));
    const chart = new Chart(app, 'my-workload', { namespace: 'my-workload' });
    const rollout = argoRollout(chart, gateway, new MyWorkload(chart, 'workload', 'v1'));
    expect(readYaml(block)).toEqual([{ ignoreDifferences: rollout.ignoreDifferences() }]);
  });
});
