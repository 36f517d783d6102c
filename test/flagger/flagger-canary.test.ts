import { App, Chart, Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { codesOf, makeCanary, requests, specOf } from './flagger-support';
import {
  Backend,
  CanaryPin,
  CanaryPlan,
  HeaderMatch,
  HttpMatch,
  HttpMethod,
  PathModifier,
  PolicyTarget,
  QueryParamMatch,
  Rate,
  RateLimitPolicy,
  RouteFilter,
  RouteParent,
} from '../../src';
import { CanaryProps } from '../../src/flagger/flagger-canary';
import { SameSite } from '../../src/flagger/flagger-session-affinity';
import { Strategy } from '../../src/flagger/flagger-strategy';
import { Autoscaler, Target } from '../../src/flagger/flagger-target';
import { Webhook } from '../../src/flagger/flagger-webhook';
import { newChart, objectsOf, theOnly } from '../support/synth';

const minutes = (count: number) => Duration.minutes(count);
const pins = [CanaryPin.header('Version', 'v2'), CanaryPin.cookie('tester', 'yes'), CanaryPin.queryParam('v', '2')];
const gate = 'http://loadtester.test/gate/check';

test('the least that is said makes a whole Canary', () => {
  const chart = newChart();
  makeCanary({}, chart);
  expect(objectsOf(chart)).toEqual([
    {
      apiVersion: 'flagger.app/v1beta1',
      kind: 'Canary',
      metadata: { name: 'web', namespace: 'team' },
      spec: {
        provider: 'gatewayapi:v1',
        targetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
        service: {
          port: 8080,
          hosts: ['api.example.com'],
          gatewayRefs: [
            { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'external', namespace: 'api-gateway' },
          ],
        },
        analysis: { interval: '1m', threshold: 5, stepWeights: [10, 50] },
      },
    },
  ]);
});

describe('the route that Flagger makes', () => {
  test('matches', () => {
    const matches = [
      HttpMatch.prefix('/api', { method: HttpMethod.GET, headers: [HeaderMatch.exact('X-Tenant', 'shop')] }),
      HttpMatch.exact('/health'),
      HttpMatch.regex('/users/[^/]+', { queryParams: [QueryParamMatch.regex('Page', '\\d+')] }),
      HttpMatch.any({ method: HttpMethod.POST }),
    ];
    expect(specOf({ matches }).service?.match).toEqual([
      { uri: { prefix: '/api' }, method: { exact: 'GET' }, headers: { 'x-tenant': { exact: 'shop' } } },
      { uri: { exact: '/health' } },
      { uri: { regex: '/users/[^/]+' }, queryParams: { Page: { regex: '\\d+' } } },
      // With no path the API server would add this one, and Flagger would reset the weights again and again.
      { uri: { prefix: '/' }, method: { exact: 'POST' } },
    ]);
  });

  test('filters', () => {
    const filters = [
      RouteFilter.requestHeaders({ set: { 'x-a': '1' }, add: { 'x-b': '2' }, remove: ['x-c'] }),
      RouteFilter.responseHeaders({ remove: ['x-powered-by'] }),
      RouteFilter.rewrite({ hostname: 'internal.example.com', path: PathModifier.replacePrefix('/') }),
      RouteFilter.mirror(Backend.service('audit', 80)),
      RouteFilter.mirror(Backend.service('lake', 80, { namespace: 'data' })),
      RouteFilter.cors({ allowOrigins: ['https://app.example.com'], allowCredentials: true }),
    ];
    const chart = newChart();
    makeCanary({ filters, matches: [HttpMatch.prefix('/api')] }, chart);
    expect(theOnly(chart, 'Canary').spec).toMatchObject({
      service: {
        headers: {
          request: { set: { 'x-a': '1' }, add: { 'x-b': '2' }, remove: ['x-c'] },
          response: { remove: ['x-powered-by'] },
        },
        rewrite: { authority: 'internal.example.com', uri: '/', type: 'ReplacePrefixMatch' },
        mirror: [
          { backendRef: { group: '', kind: 'Service', name: 'audit', port: 80 } },
          { backendRef: { group: '', kind: 'Service', name: 'lake', namespace: 'data', port: 80 } },
        ],
        // The API server's default, which Flagger would take for a change if it were not said.
        corsPolicy: { allowOrigin: ['https://app.example.com'], allowCredentials: true, maxAge: '5s' },
      },
    });
    expect(theOnly(chart, 'ReferenceGrant')).toMatchObject({
      metadata: { namespace: 'data' },
      spec: { from: [{ kind: 'HTTPRoute', namespace: 'team' }], to: [{ kind: 'Service', name: 'lake' }] },
    });
  });

  test('policies target it before it is there', () => {
    const chart = newChart();
    const canary = makeCanary({}, chart);
    new RateLimitPolicy(chart, 'limit', {
      target: PolicyTarget.of(canary.route),
      limits: { all: { rates: [Rate.of(5, minutes(1))] } },
    });
    expect(theOnly(chart, 'RateLimitPolicy').spec).toMatchObject({
      targetRef: { group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name: 'web' },
    });
    expect([canary.apexServiceName, canary.primaryServiceName, canary.canaryServiceName]).toEqual([
      'web',
      'web-primary',
      'web-canary',
    ]);
  });

  test('in a mesh it is attached to a Service, and needs no hosts', () => {
    const chart = newChart();
    makeCanary({ parents: [RouteParent.service('web')], hostnames: undefined, metrics: [requests] }, chart);
    expect(theOnly(chart, 'Canary').spec).toMatchObject({
      service: { gatewayRefs: [{ group: '', kind: 'Service', name: 'web' }] },
    });
    expect(codesOf(chart)).toEqual([]);
  });
});

test('session affinity keeps clients on both versions, on every path', () => {
  const affinity = (props: CanaryProps['sessionAffinity']) =>
    specOf({ sessionAffinity: props }).analysis.sessionAffinity;
  const strict = { path: '/', httpOnly: true, secure: true };
  expect(affinity({})).toEqual({ cookieName: 'flagger', primaryCookieName: 'flagger-primary', ...strict });
  expect(affinity({ cookieName: 'v', maxAge: Duration.hours(6), stickToPrimary: false })).toEqual({
    cookieName: 'v',
    maxAge: 21600,
    ...strict,
  });
});

test('a target and an autoscaler of this program take the Canary into their namespace', () => {
  const chart = new Chart(new App(), 'test');
  const deployment = new kplus.Deployment(chart, 'deployment', { metadata: { name: 'web', namespace: 'shop' } });
  const daemons = new kplus.DaemonSet(chart, 'node', { metadata: { name: 'node', namespace: 'shop' } });
  const hpa = new kplus.HorizontalPodAutoscaler(chart, 'hpa', {
    metadata: { name: 'web', namespace: 'shop' },
    target: deployment,
    maxReplicas: 4,
  });
  const canary = makeCanary(
    {
      target: Target.fromDeployment(deployment),
      autoscaler: Autoscaler.fromHorizontalPodAutoscaler(hpa, { primaryMinReplicas: 2 }),
    },
    chart,
  );
  expect(canary.namespace).toBe('shop');
  expect(canary.apiObject.toJson().spec).toMatchObject({
    targetRef: { name: 'web' },
    autoscalerRef: {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      name: 'web',
      primaryScalerReplicas: { minReplicas: 2 },
    },
  });
  const most = Autoscaler.scaledObject('web', { primaryMaxReplicas: 9 });
  expect(specOf({ autoscaler: most }).autoscalerRef).toEqual({
    apiVersion: 'keda.sh/v1alpha1',
    kind: 'ScaledObject',
    name: 'web',
    primaryScalerReplicas: { maxReplicas: 9 },
  });
  expect(Target.fromDaemonSet(daemons)).toMatchObject({ kind: 'DaemonSet', name: 'node', namespace: 'shop' });
});

describe('errors', () => {
  const hey = Webhook.rollout(gate);
  const conditional = [HttpMatch.prefix('/', { headers: [HeaderMatch.exact('x-tenant', 'shop')] })];
  test.each<[string, Partial<CanaryProps>, string]>([
    ['no parents', { parents: [] }, 'parents: got 0'],
    ['no port', { port: 0 }, 'port: got 0'],
    ['a host with a scheme', { hostnames: ['https://a.example.com'] }, 'hostname of route'],
    ['two target ports', { targetPort: 80, targetPortName: 'http' }, "targetPort: got 80 and 'http'"],
    ['a name of a port', { portName: 'H!' }, 'name of port'],
    [
      'a backend slower than the answer',
      { timeout: minutes(1), backendTimeout: minutes(2) },
      "backendTimeout: got '2 minutes'",
    ],
    ['a label', { apexMetadata: { labels: { 'a b': 'c' } } }, 'labels of apexMetadata'],
    [
      'a name too long for -primary',
      { target: Target.deployment('w'.repeat(56)) },
      "name of services of Deployment 'w",
    ],
    ['a service name too long', { serviceName: 'w'.repeat(56) }, 'name of serviceName'],
    ['neither plan nor strategy', { strategy: undefined }, "plan: got 'neither plan nor strategy'"],
    [
      'plan and strategy',
      { plan: new CanaryPlan([{ weight: 10 }]), strategy: Strategy.weights(10) },
      "plan: got 'plan and strategy'",
    ],
    [
      "a namespace that is not the target's",
      { namespace: 'shop', autoscaler: Autoscaler.scaledObject('web'), target: inOther() },
      "namespace of Deployment 'web': got 'other'",
    ],
    [
      'an autoscaler of a DaemonSet',
      { target: Target.daemonSet('web'), autoscaler: Autoscaler.horizontalPodAutoscaler('web') },
      "autoscaler: got 'web'",
    ],
    ['half a second', { progressDeadline: Duration.millis(500) }, 'progressDeadline: got'],
    ['no threshold', { threshold: 0 }, 'threshold: got 0'],
    ['too many percent', { canaryReadyThreshold: 101 }, 'canaryReadyThreshold: got 101'],
    ['sticky pins', { strategy: Strategy.abTest(pins, 5), sessionAffinity: {} }, "sessionAffinity: got 'with pins'"],
    [
      'sticky blue/green',
      { strategy: Strategy.blueGreen(5), sessionAffinity: {} },
      "sessionAffinity: got 'with blue/green'",
    ],
    [
      'one cookie for both',
      { sessionAffinity: { cookieName: 'a', primaryCookieName: 'a' } },
      "primaryCookieName: got 'a'",
    ],
    [
      'a cookie that nobody sets',
      { sessionAffinity: { primaryCookieName: 'a', stickToPrimary: false } },
      'expected stickToPrimary',
    ],
    [
      'a cookie that browsers drop',
      { sessionAffinity: { secure: false, sameSite: SameSite.NONE } },
      'secure with sameSite None: got false',
    ],
    [
      'a partitioned cookie that browsers drop',
      { sessionAffinity: { secure: false, partitioned: true } },
      'secure with partitioned',
    ],
    ['a path of a cookie', { sessionAffinity: { path: '/a;b' } }, 'path of cookie'],
    [
      'pins by header on a match by header',
      { strategy: Strategy.abTest(pins, 5), matches: conditional },
      "headers of matches: got 'x-tenant'",
    ],
    [
      'more pins than a rule takes',
      {
        strategy: Strategy.abTest(pins, 5),
        matches: Array.from({ length: 22 }, (_, n) => HttpMatch.exact(`/${n}`)),
      },
      '3 pins for 22 matches, 66 in total',
    ],
    [
      'a filter that Flagger does not have',
      { filters: [RouteFilter.redirect({ hostname: 'a.example.com' })] },
      'filters: got',
    ],
    ['a filter twice', { filters: [RouteFilter.cors({}), RouteFilter.cors({})] }, "filters: got 'two of type CORS'"],
    [
      'a share of a mirror',
      { filters: [RouteFilter.mirror(Backend.service('a', 80), { percent: 5 })] },
      "mirror to 'a': got '5 percent'",
    ],
    [
      'a prefix of two matches',
      {
        filters: [RouteFilter.rewrite({ path: PathModifier.replacePrefix('/') })],
        matches: [HttpMatch.prefix('/a'), HttpMatch.prefix('/b')],
      },
      'matches: got',
    ],
    ['a webhook twice', { webhooks: [hey, hey] }, "webhook 'rollout': got 'a second one of this name'"],
    [
      'a webhook that is never called',
      { strategy: Strategy.blueGreen(2), webhooks: [Webhook.confirmTrafficIncrease(gate)] },
      "webhook 'confirm-traffic-increase': got 'confirm-traffic-increase'",
    ],
  ])('%s', (_, props, message) => expect(() => makeCanary(props)).toThrow(message));

  test.each<[string, () => unknown, string]>([
    [
      'replicas that are none',
      () => Autoscaler.scaledObject('a', { primaryMinReplicas: 0 }),
      'primaryMinReplicas: got 0',
    ],
    [
      'replicas the wrong way',
      () => Autoscaler.scaledObject('a', { primaryMinReplicas: 3, primaryMaxReplicas: 2 }),
      'primaryMinReplicas: got 3',
    ],
  ])('of an autoscaler or channel: %s', (_, make, message) => expect(make).toThrow(message));
});

function inOther(): Target {
  const chart = new Chart(new App(), 'other', { namespace: 'other' });
  return Target.fromDeployment(new kplus.Deployment(chart, 'web', { metadata: { name: 'web' } }));
}
