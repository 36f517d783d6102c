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
import { Metric } from '../../src/flagger/flagger-metric';
import { MetricProvider, MetricTemplate } from '../../src/flagger/flagger-metric-template';
import { TrafficDistribution } from '../../src/flagger/flagger-service';
import { SameSite } from '../../src/flagger/flagger-session-affinity';
import { Strategy } from '../../src/flagger/flagger-strategy';
import { Autoscaler } from '../../src/flagger/flagger-target';
import { Webhook } from '../../src/flagger/flagger-webhook';
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
  const template = new MetricTemplate(chart, 'template', {
    namespace: 'monitoring',
    provider: MetricProvider.custom('cloudwatch', { region: 'eu-central-1' }),
    query: '[]',
  });
  new MetricTemplate(chart, 'secret', {
    provider: MetricProvider.prometheus('https://thanos.example.com', {
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
      trafficDistribution: TrafficDistribution.PREFER_SAME_ZONE,
      timeout: Duration.seconds(5),
      backendTimeout: Duration.seconds(2),
      apexMetadata: metadata,
      primaryMetadata: metadata,
      canaryMetadata: metadata,
      unmanagedMetadata: { labels: ['e'], annotations: ['f'] },
      autoscaler: Autoscaler.scaledObject('web', {
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
        sameSite: SameSite.NONE,
      },
      metricProvider: prometheus,
      metrics: [
        Metric.successRate({ minimum: 99 }),
        Metric.latency({ maximum: Duration.millis(500), window: Duration.seconds(45) }),
        Metric.fromTemplate(template, { minimum: 1, maximum: 2, variables: { a: 'b' } }),
      ],
      webhooks: [
        Webhook.rollout('http://loadtester.test/', {
          metadata: { type: 'cmd', cmd: 'hey' },
          timeout: Duration.seconds(5),
        }),
        Webhook.confirmRollout('http://loadtester.test/', { retries: 1, muteAlert: true, disableTls: true }),
      ],
    },
    chart,
  );
  const pins = [CanaryPin.header('a', '1'), CanaryPin.headerMatching('b', '.+'), CanaryPin.queryParam('c', '2')];
  const others = [Strategy.linear(10, 50), Strategy.abTest(pins, 5), Strategy.blueGreen(5, { mirror: true })].map(
    (strategy) => makeCanary({ strategy, targetPortName: 'web' }, newChart()),
  );
  return [...objectsOf(chart), ...others.map(({ apiObject }) => apiObject.toJson() as Manifest)];
}
