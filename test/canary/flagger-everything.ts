import { Duration } from 'cdk8s';
import { makeCanary, prometheus } from './flagger-support';
import {
  Backend,
  CanaryPin,
  HeaderMatch,
  HttpMatch,
  HttpMethod,
  PathModifier,
  QueryParamMatch,
  RouteFilter,
  RouteParent,
} from '../../src';
import { FlaggerMetric } from '../../src/canary/flagger-metric';
import { FlaggerMetricProvider, FlaggerMetricTemplate } from '../../src/canary/flagger-metric-template';
import { FlaggerTrafficDistribution } from '../../src/canary/flagger-service';
import { FlaggerSameSite } from '../../src/canary/flagger-session-affinity';
import { FlaggerStrategy } from '../../src/canary/flagger-strategy';
import { FlaggerAutoscaler } from '../../src/canary/flagger-target';
import { FlaggerWebhook } from '../../src/canary/flagger-webhook';
import { Manifest } from '../../src/manifest/manifest';
import { newChart, objectsOf } from '../support/synth';

/** Everything that can be said, in as many objects as it takes. */
export function everything(): Manifest[] {
  const chart = newChart();
  const gateway = {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    name: 'external',
    namespace: 'api-gateway',
  };
  const metadata = { labels: { a: 'b' }, annotations: { c: 'd' } };
  const regexes = { headers: [HeaderMatch.regex('a', '.+')], queryParams: [QueryParamMatch.regex('b', '.+')] };
  const exacts = {
    headers: [HeaderMatch.exact('a', '1')],
    queryParams: [QueryParamMatch.exact('b', '2')],
    method: HttpMethod.GET,
  };
  const template = new FlaggerMetricTemplate(chart, 'template', {
    namespace: 'monitoring',
    provider: FlaggerMetricProvider.custom('cloudwatch', { region: 'eu-central-1' }),
    query: '[]',
  });
  new FlaggerMetricTemplate(chart, 'secret', {
    provider: FlaggerMetricProvider.prometheus('https://thanos.example.com', {
      secretName: 'thanos',
      headers: { 'X-Scope-OrgID': 'team' },
      insecureSkipVerify: true,
    }),
    query: '1',
  });
  makeCanary(
    {
      parents: [RouteParent.listener(gateway, 'api'), RouteParent.port({ ...gateway, name: 'other' }, 443)],
      matches: [HttpMatch.prefix('/a', exacts), HttpMatch.exact('/b'), HttpMatch.regex('/c.*', regexes)],
      filters: [
        RouteFilter.requestHeaders({ set: { a: '1' }, add: { b: '2' }, remove: ['c'] }),
        RouteFilter.responseHeaders({ set: { a: '1' }, add: { b: '2' }, remove: ['c'] }),
        RouteFilter.rewrite({ hostname: 'internal.example.com', path: PathModifier.replaceFull('/') }),
        RouteFilter.mirror(Backend.service('audit', 80, { namespace: 'audit' })),
        RouteFilter.cors({
          allowOrigins: ['https://app.example.com'],
          allowMethods: [HttpMethod.PUT],
          allowHeaders: ['x-a'],
          exposeHeaders: ['x-b'],
          allowCredentials: true,
          maxAge: Duration.hours(1),
        }),
      ],
      serviceName: 'shop',
      portName: 'http',
      targetPort: 8081,
      appProtocol: 'http',
      portDiscovery: true,
      headless: true,
      trafficDistribution: FlaggerTrafficDistribution.PREFER_SAME_ZONE,
      timeout: Duration.seconds(5),
      backendTimeout: Duration.seconds(2),
      apexMetadata: metadata,
      primaryMetadata: metadata,
      canaryMetadata: metadata,
      unmanagedMetadata: { labels: ['e'], annotations: ['f'] },
      autoscaler: FlaggerAutoscaler.scaledObject('web', {
        primaryMinReplicas: 2,
        primaryMaxReplicas: 5,
        primaryQueries: { requests: 'sum(rate(x[1m]))' },
      }),
      progressDeadline: Duration.minutes(5),
      skipAnalysis: true,
      revertOnDeletion: true,
      suspend: true,
      interval: Duration.seconds(90),
      threshold: 3,
      stepWeightPromotion: 50,
      primaryReadyThreshold: 90,
      canaryReadyThreshold: 80,
      sessionAffinity: {
        cookieName: 'version',
        primaryCookieName: 'primary',
        maxAge: Duration.hours(6),
        domain: 'example.com',
        path: '/api',
        httpOnly: false,
        secure: true,
        partitioned: true,
        sameSite: FlaggerSameSite.NONE,
      },
      metricProvider: prometheus,
      metrics: [
        FlaggerMetric.successRate({ minimum: 99 }),
        FlaggerMetric.latency({ maximum: Duration.millis(500), window: Duration.seconds(45) }),
        FlaggerMetric.fromTemplate(template, { minimum: 1, maximum: 2, variables: { a: 'b' } }),
      ],
      webhooks: [
        FlaggerWebhook.rollout('http://loadtester.test/', {
          metadata: { type: 'cmd', cmd: 'hey' },
          timeout: Duration.seconds(5),
        }),
        FlaggerWebhook.confirmRollout('http://loadtester.test/', { retries: 1, muteAlert: true, disableTls: true }),
      ],
    },
    chart,
  );
  const pins = [CanaryPin.header('a', '1'), CanaryPin.headerMatching('b', '.+'), CanaryPin.queryParam('c', '2')];
  const others = [
    FlaggerStrategy.linear(10, 50),
    FlaggerStrategy.abTest(pins, 5),
    FlaggerStrategy.blueGreen(5, { mirror: true }),
  ].map((strategy) => makeCanary({ strategy, targetPortName: 'web' }, newChart()));
  return [...objectsOf(chart), ...others.map(({ apiObject }) => apiObject.toJson() as Manifest)];
}
