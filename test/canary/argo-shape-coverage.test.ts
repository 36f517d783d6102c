import { Duration } from 'cdk8s';
import { PercentOrAbsolute } from 'cdk8s-plus-28';
import { minutes, newRollout, parents, pods } from './argo-fixture';
import { ArgoAnalysis } from '../../src/canary/argo-analysis';
import { ArgoAnalysisArgument } from '../../src/canary/argo-argument';
import { ArgoPrometheusAuthentication } from '../../src/canary/argo-prometheus';
import { ArgoAntiAffinity, ArgoProgressThreshold, ArgoRolloutProps } from '../../src/canary/argo-rollout-options';
import { ArgoWorkload } from '../../src/canary/argo-workload';
import { CanaryPin } from '../../src/canary/canary-pin';
import { AnalysisTemplate, Rollout } from '../../src/manifest/argo';
import { Kind } from '../../src/manifest/shape';
import { fieldsOf, pathsOf } from '../support/shape-coverage';
import { newChart, objectsOf } from '../support/synth';

const metadata = { labels: { a: 'b' }, annotations: { c: 'd' } };
const limits = {
  interval: minutes(2),
  count: 9,
  initialDelay: minutes(1),
  failureLimit: 1,
  inconclusiveLimit: 2,
  consecutiveErrorLimit: 3,
  consecutiveSuccessLimit: 4,
  dryRun: true,
  keptMeasurements: 5,
};
const secret = { name: 'prometheus', key: 'key' };
const address = 'https://aps-workspaces.eu-central-1.amazonaws.com/workspaces/w';

/** Rollouts that together set every field that this library sets. */
export const rollouts: Partial<ArgoRolloutProps>[] = [
  {
    workload: pods,
    replicas: 4,
    minReady: Duration.seconds(5),
    progressDeadline: minutes(5),
    progressDeadlineAbort: true,
    revisionHistoryLimit: 3,
    rollbackWindow: 2,
    successfulRunHistoryLimit: 1,
    unsuccessfulRunHistoryLimit: 2,
    analysisRunMetadata: metadata,
    scaleDownDelay: Duration.seconds(60),
    scaleDownDelayRevisionLimit: 1,
    abortScaleDownDelay: Duration.seconds(0),
    minPodsPerReplicaSet: 2,
    progressThreshold: ArgoProgressThreshold.percent(90),
    maxUnavailable: PercentOrAbsolute.percent(10),
    antiAffinity: ArgoAntiAffinity.preferred(10),
    canaryMetadata: metadata,
    stableMetadata: metadata,
    prometheus: {
      address: 'http://prometheus:9090',
      insecure: true,
      timeout: minutes(1),
      headers: { 'X-Scope-OrgID': 'team' },
      authentication: ArgoPrometheusAuthentication.basic('argo', secret),
    },
    analysis: [
      ArgoAnalysis.prometheus({
        ...limits,
        name: 'q',
        query: 'up{hash="{{args.hash}}"} > {{args.limit}}',
        successCondition: 'result[0] < 5',
        failureCondition: 'result[0] > 50',
        arguments: [ArgoAnalysisArgument.canaryHash('hash'), ArgoAnalysisArgument.value('limit', '5')],
      }),
      ArgoAnalysis.template('smoke', { clusterScope: true }),
    ],
  },
  {
    workload: ArgoWorkload.referenceByName('app', { app: 'app' }),
    dynamicStableScale: true,
    antiAffinity: ArgoAntiAffinity.required(),
    progressThreshold: ArgoProgressThreshold.pods(1),
    prometheus: {
      authentication: ArgoPrometheusAuthentication.oauth2({
        tokenUrl: 'https://login.example.com/token',
        clientId: 'argo',
        clientSecret: secret,
        scopes: ['metrics'],
      }),
    },
    analysis: [ArgoAnalysis.successRate({ minimum: 99.5 })],
  },
  {
    prometheus: {
      address,
      authentication: ArgoPrometheusAuthentication.sigV4({
        region: 'eu-central-1',
        profile: 'p',
        roleArn: 'arn:aws:iam::1:role/r',
      }),
    },
    analysis: [ArgoAnalysis.latency({ maximum: minutes(1) })],
  },
];

const chart = newChart();
const steps = [
  { weight: 0, pins: [CanaryPin.header('a', 'b'), CanaryPin.headerMatching('c', 'd')] },
  { weight: 10, pins: [], pause: minutes(1) },
];
rollouts.forEach((props, index) => {
  const rollout = newRollout({ steps, name: `r${index}`, ...props }, chart, `r${index}`);
  rollout.addHttpRoute(`http${index}`, { parents });
  rollout.addGrpcRoute(`grpc${index}`, { parents });
  rollout.addStepAnalysis('dark-launch', ArgoAnalysis.template('smoke', { clusterScope: true }));
});
const objects = objectsOf(chart);

/** Fields that nothing sets, and why. */
const LEFT_OUT: Record<string, Record<string, string>> = {
  Rollout: {
    'strategy.blueGreen.': 'a route between two versions is a canary',
    'strategy.canary.pingPong.': 'plugin 0.15 looks for canaryService and stableService alone',
    'strategy.canary.maxSurge': 'plays no part where a router shares requests',
    'strategy.canary.trafficRouting.maxTrafficWeight': 'plugin 0.15 gives stable 100 less the weight',
    'strategy.canary.steps[].experiment.': 'a plan has no further versions',
    'strategy.canary.steps[].plugin.': 'a plan has no such step',
    'strategy.canary.steps[].setMirrorRoute.': 'plugin 0.15 does nothing on it',
    'strategy.canary.steps[].setHeaderRoute.match[].headerValue.prefix': 'a regular expression says it',
    ...Object.fromEntries(
      ['alb', 'ambassador', 'apisix', 'appMesh', 'istio', 'nginx', 'smi', 'traefik'].map((router) => [
        `strategy.canary.trafficRouting.${router}.`,
        'another router than the plugin',
      ]),
    ),
    ...Object.fromEntries(
      ['strategy.canary.analysis', 'strategy.canary.steps[].analysis'].flatMap((analysis) =>
        ['dryRun[].', 'measurementRetention[].'].map((field) => [`${analysis}.${field}`, 'the template says it']),
      ),
    ),
    'strategy.canary.steps[].analysis.args[].': 'as in the background',
    'strategy.canary.steps[].analysis.analysisRunMetadata.': 'as in the background',
    'selector.matchExpressions[].': 'a selector by labels serves Services as well',
    'template.': 'whatever a pod has',
    paused: 'an action, not a state: kubectl argo rollouts pause',
    restartAt: 'an action, not a state: kubectl argo rollouts restart',
  },
  AnalysisTemplate: {
    'templates[].': 'the Rollout names several',
    'args[].value': 'the Rollout names them',
    'args[].valueFrom.fieldRef.': 'the Rollout names them',
    'metrics[].provider.prometheus.rangeQuery.': 'conditions look at one value',
    ...Object.fromEntries(
      [
        'cloudWatch.',
        'datadog.',
        'graphite.',
        'influxdb.',
        'job.',
        'kayenta.',
        'newRelic.',
        'plugin',
        'skywalking.',
        'wavefront.',
        'web.',
      ].map((provider) => [`metrics[].provider.${provider}`, 'ArgoAnalysis.template() takes a template with it']),
    ),
  },
};

test.each<[string, Kind]>([Rollout, AnalysisTemplate].map((kind) => [kind.kind, kind]))(
  'every field of %s can be set, or there is a reason',
  (name, kind) => {
    const set = new Set(objects.filter((object) => object.kind === name).flatMap(({ spec }) => [...pathsOf(spec)]));
    const leftOut = Object.keys(LEFT_OUT[name]);
    const isLeftOut = (field: string) =>
      leftOut.some((each) => field === each || (each.endsWith('.') && `${field}.`.startsWith(each)));
    const fields = [...fieldsOf(kind.body.fields!.spec)];
    expect(fields.filter((field) => !set.has(field) && !isLeftOut(field))).toEqual([]);
    expect(fields.filter((field) => set.has(field)).length).toBeGreaterThan(20);
    expect(leftOut.filter((each) => !fields.some((field) => `${field}.`.startsWith(each)))).toEqual([]);
  },
);
