import { ApiObject, Chart, Duration } from 'cdk8s';
import { Cpu, Deployment, HorizontalPodAutoscaler } from 'cdk8s-plus-28';
import { Json, minutes, named, newHttpRollout, newRollout, parents, testers } from './argo-fixture';
import { RolloutProps } from '../../src/argo/argo-rollout-options';
import { ScaleDown, Workload } from '../../src/argo/argo-workload';
import { CanaryPin } from '../../src/canary/canary-pin';
import { check } from '../../src/check/check';
import { brief } from '../support/brief';
import { newChart, objectsOf } from '../support/synth';

const container = { image: 'example.com/app:1', portNumber: 8080, resources: { cpu: { request: Cpu.millis(100) } } };
const newDeployment = (chart: ReturnType<typeof newChart>, replicas?: number) =>
  new Deployment(chart, 'app', { metadata: { name: 'app' }, replicas, containers: [container] });
const app = { 'cdk8s.io/metadata.addr': 'test-app-c8f19491' };
/** Notes are of what is not in the chart, such as the Gateway. */
const codes = (chart: Chart) =>
  check(objectsOf(chart).map((object) => ({ where: 'test', manifest: object }))).flatMap(({ code, severity }) =>
    severity === 'note' ? [] : [code],
  );

test('a Rollout with Services of both versions, and what the plugin may do', () => {
  const { chart } = newHttpRollout({ targetPort: 3000 });
  expect(named(chart, 'Rollout').spec).toEqual({
    workloadRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'my-workload', scaleDown: 'onsuccess' },
    strategy: {
      canary: {
        stableService: 'my-workload-stable',
        canaryService: 'my-workload-canary',
        trafficRouting: {
          plugins: { 'argoproj-labs/gatewayAPI': { namespace: 'team', httpRoutes: [{ name: 'my-workload' }] } },
        },
        steps: [{ setWeight: 10 }, { pause: { duration: '300s' } }],
      },
    },
  });
  for (const name of ['my-workload-stable', 'my-workload-canary']) {
    expect(named(chart, 'Service', name)).toMatchObject({
      metadata: { namespace: 'team' },
      spec: { selector: { app: 'my-workload' }, ports: [{ name: 'http', port: 8080, targetPort: 3000 }] },
    });
  }
  expect(named(chart, 'Role', 'my-workload-argo-rollouts')).toMatchObject({
    metadata: { namespace: 'team' },
    rules: [
      {
        apiGroups: ['gateway.networking.k8s.io'],
        resources: ['httproutes'],
        resourceNames: ['my-workload'],
        verbs: ['get', 'update'],
      },
    ],
  });
  expect(named(chart, 'RoleBinding', 'my-workload-argo-rollouts')).toMatchObject({
    metadata: { namespace: 'team' },
    roleRef: { kind: 'Role', name: 'my-workload-argo-rollouts' },
    subjects: [{ kind: 'ServiceAccount', name: 'argo-rollouts', namespace: 'argo-rollouts' }],
  });
});

test('another controller may change each route by its kind and name, or somebody else lets it', () => {
  const chart = newChart();
  const rollout = newRollout({ controller: { serviceAccount: 'rollouts', namespace: 'cd' } }, chart);
  rollout.addHttpRoute('a', { parents });
  rollout.addGrpcRoute('b', { parents });
  rollout.addTlsRoute('c', { parents, hostnames: ['c.example.com'] });
  rollout.addTcpRoute('d', { parents });
  const rules = (named(chart, 'Role', 'my-workload-argo-rollouts') as Json).rules;
  expect(rules.map(({ resources, resourceNames }: Json) => [...resources, ...resourceNames])).toEqual([
    ['httproutes', 'a'],
    ['grpcroutes', 'b'],
    ['tlsroutes', 'c'],
    ['tcproutes', 'd'],
  ]);
  expect((named(chart, 'RoleBinding', 'my-workload-argo-rollouts') as Json).subjects).toMatchObject([
    { name: 'rollouts', namespace: 'cd' },
  ]);
  const kinds = objectsOf(newHttpRollout({ grantController: false }).chart).map(({ kind }) => kind);
  expect(kinds).toEqual(['Rollout', 'Service', 'Service', 'HTTPRoute']);
});

test('a Rollout takes the place of a Deployment', () => {
  const chart = newChart();
  const deployment = newDeployment(chart, 5);
  newHttpRollout({ workload: Workload.templateOf(deployment) }, chart);
  deployment.podMetadata.addLabel('added', 'later');
  expect(objectsOf(chart).map(({ kind }) => kind)).not.toContain('Deployment');
  expect(named(chart, 'Rollout').spec).toMatchObject({
    replicas: 5,
    minReadySeconds: 0,
    progressDeadlineSeconds: 600,
    selector: { matchLabels: app },
    template: { metadata: { labels: { ...app, added: 'later' } }, spec: { containers: [{ image: container.image }] } },
  });
  expect(named(chart, 'Service', 'my-workload-stable').spec.selector).toEqual(app);
});

test.each<[string, number | undefined, ScaleDown | undefined, object, string[]]>([
  ['that is in use', 5, undefined, { replicas: 5, workloadRef: { scaleDown: 'onsuccess' } }, ['GW430']],
  [
    'that does not say how many pods',
    undefined,
    ScaleDown.NEVER,
    { replicas: 2, workloadRef: { scaleDown: 'never' } },
    ['GW430'],
  ],
  ['after the migration', 0, ScaleDown.PROGRESSIVELY, { workloadRef: { scaleDown: 'progressively' } }, []],
])('a Rollout refers to a Deployment %s', (_, replicas, scaleDown, expected, warnings) => {
  const chart = newChart();
  newHttpRollout({ workload: Workload.reference(newDeployment(chart, replicas), scaleDown) }, chart);
  const { spec } = named(chart, 'Rollout');
  expect(spec).toMatchObject(expected);
  expect(spec.workloadRef).toMatchObject({ apiVersion: 'apps/v1', kind: 'Deployment', name: 'app' });
  expect(spec.template ?? spec.selector).toBeUndefined();
  expect(named(chart, 'Deployment', 'app').spec.replicas).toBe(replicas ?? 2);
  expect(named(chart, 'Service', 'my-workload-canary').spec.selector).toEqual(app);
  expect(codes(chart)).toEqual(warnings);
});

test('a Rollout refers to a Deployment that is not of the program', () => {
  const workload = Workload.referenceByName('legacy', { app: 'legacy' });
  const { chart } = newHttpRollout({ workload, replicas: 3 });
  expect(named(chart, 'Rollout').spec).toMatchObject({
    replicas: 3,
    workloadRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'legacy', scaleDown: 'onsuccess' },
  });
  expect(named(chart, 'Service', 'my-workload-stable').spec.selector).toEqual({ app: 'legacy' });
});

test('an autoscaler scales the Rollout', () => {
  const chart = newChart();
  const { rollout } = newHttpRollout({ workload: Workload.templateOf(newDeployment(chart, 5)) }, chart);
  new HorizontalPodAutoscaler(chart, 'hpa', { metadata: { name: 'hpa' }, target: rollout, maxReplicas: 9 });
  expect(named(chart, 'HorizontalPodAutoscaler', 'hpa').spec.scaleTargetRef).toEqual({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Rollout',
    name: 'my-workload',
  });
  expect(named(chart, 'Rollout').spec.replicas).toBeUndefined();
  expect(chart.node.findAll().flatMap((construct) => construct.node.validate().map(brief))).toEqual([]);
});

test.each<[string, (deployment: Deployment) => Workload]>([
  ['that it replaces', (deployment) => Workload.templateOf(deployment)],
  ['that it refers to', (deployment) => Workload.reference(deployment)],
])('an autoscaler of the Deployment %s is an error', (_, workload) => {
  const chart = newChart();
  const deployment = newDeployment(chart, 0);
  const { rollout } = newHttpRollout({ workload: workload(deployment) }, chart);
  expect(rollout.node.validate().map(brief)).toEqual([]);
  new HorizontalPodAutoscaler(chart, 'hpa', { metadata: { name: 'hpa' }, target: deployment, maxReplicas: 9 });
  expect(rollout.node.validate().map(brief)).toEqual(["target of HorizontalPodAutoscaler 'hpa': got Deployment 'app'"]);
});

test('autoscalers of other workloads do not matter', () => {
  const chart = newChart();
  const { rollout } = newHttpRollout({ workload: Workload.referenceByName('app', { app: 'app' }) }, chart);
  for (const [name, kind, namespace] of [
    ['other', 'Deployment', 'team'],
    ['app', 'StatefulSet', 'team'],
    ['app', 'Deployment', 'b'],
  ]) {
    new ApiObject(chart, `${name}-${kind}-${namespace}`, {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: { namespace },
      spec: { maxReplicas: 2, scaleTargetRef: { apiVersion: 'apps/v1', kind, name } },
    });
  }
  expect(rollout.node.validate().map(brief)).toEqual([]);
});

test('a Rollout without a route is an error', () => {
  expect(newRollout().node.validate().map(brief)).toEqual(["routes: got 'none'"]);
});

test('Argo CD leaves alone what the plugin and the controller change', () => {
  const chart = newChart();
  const rollout = newRollout(
    {
      workload: Workload.referenceByName('app', { app: 'app' }),
      steps: [{ weight: 10, pins: [testers, CanaryPin.queryParam('v', '2')] }],
    },
    chart,
  );
  rollout.addHttpRoute('api', { parents });
  const weights =
    '.spec.rules[]?.backendRefs[]? | select(.name == "my-workload-stable" or .name == "my-workload-canary") | .weight';
  const route = {
    group: 'gateway.networking.k8s.io',
    kind: 'HTTPRoute',
    name: 'api',
    namespace: 'team',
    jsonPointers: ['/metadata/labels/rollouts.argoproj.io~1gatewayapi-canary'],
  };
  const pins = '.spec.rules[]? | select((.name // "") | test("^canary-pin-[0-9]+(-[0-9]+)?$"))';
  expect(rollout.ignoreDifferences()).toEqual([
    { ...route, jqPathExpressions: [pins, weights] },
    { group: 'apps', kind: 'Deployment', name: 'app', namespace: 'team', jsonPointers: ['/spec/replicas'] },
  ]);
  const replaced = Workload.templateOf(newDeployment(newChart()));
  expect(newHttpRollout({ workload: replaced }).rollout.ignoreDifferences()).toEqual([
    { ...route, name: 'my-workload', jqPathExpressions: [weights] },
  ]);
});

const plan = (props: Partial<RolloutProps>) => () => newHttpRollout(props);
test.each<[string, () => unknown, string]>([
  [
    'a plan of full rollout only',
    () => newHttpRollout({ steps: [{ weight: 100 }] }),
    "[test/my-workload] plan: got 'only full rollout'",
  ],
  ['part of a pod', plan({ replicas: 1.5 }), 'replicas: got 1.5'],
  ['no pods of a dark launch', plan({ darkLaunchReplicas: 0 }), 'darkLaunchReplicas: got 0'],
  ['part of a second', plan({ minReady: Duration.millis(1500) }), "minReady: got '1.5 s'"],
  [
    'a pause of part of a second',
    () => newHttpRollout({ steps: [{ weight: 10, pause: Duration.millis(500) }] }).chart.toJson(),
    "pause of step '10-percent': got '0.5 s'",
  ],
  [
    'a deadline before pods are ready',
    plan({ minReady: minutes(10) }),
    "[test/my-workload] progressDeadline: got '600 s'",
  ],
  [
    'two ways to scale stable down',
    plan({ scaleDownDelay: minutes(1), dynamicStableScale: true }),
    "[test/my-workload] scaleDownDelay: got 'set with dynamicStableScale'",
  ],
  [
    'pods without labels',
    plan({ workload: Workload.referenceByName('app', {}) }),
    "labels that select the pods: got 'none'",
  ],
  ['a port that is none', plan({ port: 0 }), 'port: got 0'],
  [
    'a Deployment for two Rollouts',
    () => {
      const chart = newChart();
      const workload = Workload.templateOf(newDeployment(chart));
      newRollout({ workload }, chart);
      newHttpRollout({ workload }, newChart());
    },
    "[test/my-workload] workload: got Deployment 'app', which another Rollout replaces",
  ],
  [
    'a Deployment in another namespace',
    () => {
      const chart = newChart();
      newRollout({ namespace: 'b', workload: Workload.reference(newDeployment(chart)) }, chart);
    },
    "namespace of Deployment 'app': got 'team'",
  ],
])('refused: %s', (_, make, message) => {
  expect(make).toThrow(message);
});
