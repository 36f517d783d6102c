import { each, object } from '../together';
import { eachManifest, manifest } from '../told';

const metrics = [{ name: 'errors', templateRef: { name: 'errors' }, interval: '1m', thresholdRange: { max: 1 } }];
const ANALYSIS = { interval: '1m', threshold: 5, stepWeight: 10, metrics };
const canary = (analysis: object, spec: object = {}) =>
  manifest(
    'Canary',
    {
      targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
      analysis: { ...ANALYSIS, ...analysis },
      ...spec,
    },
    'flagger.app/v1beta1',
  );
const service = (rest: object, provider = 'gatewayapi:v1') =>
  canary({}, { provider, service: { port: 80, gatewayRefs: [{ name: 'public' }], hosts: ['a.example.com'], ...rest } });
const hooks = (...webhooks: object[]) =>
  canary({ webhooks: webhooks.map((hook, index) => ({ name: `hook-${index}`, url: 'http://test/', ...hook })) });
const two = [{ headers: { a: { exact: '1' }, b: { exact: '2' } } }];

eachManifest([
  ['hosts', service({})],
  ['no host', service({ hosts: [] }), 'GW420 spec.service.hosts: got undefined'],
  ['no host, of a waypoint', service({ hosts: [], gatewayRefs: [{ name: 'web', group: '', kind: 'Service' }] })],
  ['no host, with the APIs of Istio', service({ hosts: [] }, 'istio')],
  ['no metric', canary({ metrics: [] }), 'GW421 spec.analysis.metrics: got undefined'],
  ['no metric, and a webhook that may check', canary({ metrics: [], webhooks: [{ name: 'a', url: 'http://test/' }] })],
  [
    'no metric, and a webhook that is told',
    canary({ metrics: [], webhooks: [{ name: 'a', type: 'event', url: 'http://test/' }] }),
    'GW421 spec.analysis.metrics: got undefined',
  ],
  ['two cookies', canary({ sessionAffinity: { cookieName: 'a', primaryCookieName: 'b' } })],
  [
    'one cookie',
    canary({ sessionAffinity: { cookieName: 'a' } }),
    'GW422 spec.analysis.sessionAffinity.primaryCookieName: got undefined',
  ],
  ['webhooks of 59 s', hooks({ timeout: '30s' }, { type: 'rollout', timeout: '29s' })],
  [
    'webhooks of 60 s',
    hooks({ timeout: '30s' }, { type: 'rollout', timeout: '30s' }),
    "GW423 spec.analysis.webhooks: got 'timeouts of 60 s in total: hook-0, hook-1'",
  ],
  ['webhooks once', hooks({ type: 'pre-rollout', timeout: '5m' })],
  ['a window as long as the interval', canary({ metrics: [{ ...metrics[0], interval: '60s' }] })],
  [
    'a longer window of an A/B test, whose steps are alike',
    canary({ stepWeight: undefined, iterations: 5, metrics: [{ ...metrics[0], interval: '2m' }] }),
  ],
  [
    'a longer window',
    canary({ metrics: [{ ...metrics[0], interval: '2m' }] }),
    "GW424 spec.analysis.metrics[0].interval: got '2m'",
  ],
  ['one header in a match', service({ match: [{ headers: { a: { exact: '1' } } }] })],
  [
    'two headers in a match',
    service({ match: two }),
    "GW425 spec.service.match[0]: got 'several headers or query parameters in one match'",
  ],
  ['two headers in a match of Istio', service({ match: two }, 'istio')],
  ['no analysis', canary({}, { skipAnalysis: true }), 'GW428 spec.skipAnalysis: got true'],
  ['an analysis that is not skipped', canary({}, { skipAnalysis: false })],
]);

describe('autoscalers', () => {
  const deployed = (rest = '') =>
    object(
      'flagger.app/v1beta1',
      'Canary',
      'shop/web',
      `spec: { targetRef: { apiVersion: apps/v1, kind: Deployment, name: web }, ${rest}analysis: { interval: 1m, threshold: 5, stepWeight: 10, metrics: [{ name: errors, templateRef: { name: errors } }] } }`,
    );
  const hpa = (target: string, name = `shop/${target}`) =>
    object(
      'autoscaling/v2',
      'HorizontalPodAutoscaler',
      name,
      `spec: { scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: ${target} }, maxReplicas: 4 }`,
    );
  const keda = object('keda.sh/v1alpha1', 'ScaledObject', 'shop/web', 'spec: { scaleTargetRef: { name: web } }');
  const told = (kind: string) => [
    `warning GW426 Canary shop/web: spec.autoscalerRef: got 'none, and ${kind} shop/web for Deployment web'`,
  ];
  each([
    ['one that the Canary does not know', deployed() + hpa('web'), told('HorizontalPodAutoscaler')],
    ['one of KEDA', deployed() + keda, told('ScaledObject')],
    [
      'one that it knows',
      deployed('autoscalerRef: { apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, name: web }, ') +
        hpa('web'),
      [],
    ],
    ['one for each version', deployed() + hpa('web') + hpa('web-primary'), []],
    ['one of another workload', deployed() + hpa('cart'), []],
    ['one of another namespace', deployed() + hpa('web', 'edge/web'), []],
  ]);
});
