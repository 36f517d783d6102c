import { API, each, object } from '../together';

const rollout = (rest: string, spec = 'workloadRef: { apiVersion: apps/v1, kind: Deployment, name: web }') =>
  object(
    'argoproj.io/v1alpha1',
    'Rollout',
    'shop/web',
    `spec: { ${spec}, strategy: { canary: { stableService: web-stable, canaryService: web-canary, ${rest} } } }`,
  );
const plugin = (config: string, rest = '') =>
  rollout(
    `trafficRouting: { managedRoutes: [{ name: pin }], plugins: { argoproj-labs/gatewayAPI: { ${config} } } }${rest}`,
  );
const deployment = (replicas: string, namespace = 'shop') =>
  object(
    'apps/v1',
    'Deployment',
    `${namespace}/web`,
    `spec: { ${replicas}selector: { matchLabels: { app: a } }, template: { metadata: { labels: { app: a } }, spec: { containers: [{ name: a, image: a }] } } }`,
  );

describe('the Deployment of a Rollout', () => {
  each([
    [
      'with pods',
      rollout('') + deployment('replicas: 3, '),
      ["warning GW430 Rollout shop/web: spec.workloadRef.name: got 'web, a Deployment with replicas: 3'"],
    ],
    ['without pods', rollout('') + deployment('replicas: 0, '), []],
    ['that leaves the number as it is', rollout('') + deployment(''), []],
    ['of another namespace', rollout('') + deployment('replicas: 3, ', 'edge'), []],
  ]);
});

describe('routes without requests', () => {
  const tcp = (version: string) =>
    object(
      `gateway.networking.k8s.io/${version}`,
      'TCPRoute',
      'shop/db',
      'spec: { rules: [{ backendRefs: [{ name: web-stable, port: 80 }, { name: web-canary, port: 80, weight: 0 }] }] }',
    );
  const path = "spec.strategy.canary.trafficRouting.plugins['argoproj-labs/gatewayAPI'].tcpRoutes[0].name";
  each([
    [
      'in v1',
      plugin('tcpRoutes: [{ name: db }]') + tcp('v1'),
      [`warning GW431 Rollout shop/web: ${path}: got 'TCPRoute shop/db of gateway.networking.k8s.io/v1'`],
    ],
    ['of no Rollout', plugin('httpRoutes: [{ name: db }]') + tcp('v1'), []],
    ['of another namespace', plugin('namespace: edge, tcpRoutes: [{ name: db }]') + tcp('v1'), []],
  ]);
});

describe('pinned requests', () => {
  const pin =
    ', steps: [{ setCanaryScale: { replicas: 1 } }, { setHeaderRoute: { name: pin, match: [{ headerName: a, headerValue: { exact: b } }] } }]';
  const http = (rest: string, canary = 'web-canary') =>
    object(
      API,
      'HTTPRoute',
      'shop/web',
      `spec: { rules: [{ ${rest}backendRefs: [{ name: web-stable, port: 80 }, { name: ${canary}, port: 80, weight: 0 }] }] }`,
    );
  const timeouts = 'timeouts: { request: 1s }, ';
  const named = 'httpRoutes: [{ name: web, useHeaderRoutes: true }]';
  each([
    [
      'a timeout',
      plugin(named, pin) + http(timeouts),
      [
        "warning GW432 HTTPRoute shop/web: spec.rules[0]: got 'timeouts, in a route with header pins of Rollout shop/web'",
      ],
    ],
    ['a timeout without pins', plugin(named) + http(timeouts), []],
    ['a timeout of other backends', plugin(named, pin) + http(timeouts, 'other'), []],
    [
      'a filter',
      plugin(named, pin) +
        http('filters: [{ type: RequestHeaderModifier, requestHeaderModifier: { set: [{ name: a, value: b }] } }], '),
      [],
    ],
  ]);
});
