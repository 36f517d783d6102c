import { Chart, Duration } from 'cdk8s';
import { Json, canaryOf, matches, minutes, named, newHttpRollout, newRollout, parents, testers } from './argo-fixture';
import { CanaryPin } from '../../src/canary/canary-pin';
import { GatewayApiChannel } from '../../src/check/channel';
import { check } from '../../src/check/check';
import { Backend } from '../../src/route/backend';
import { GrpcMatch } from '../../src/route/grpc-match';
import { HeaderMatch, HttpMatch } from '../../src/route/http-match';
import { RouteFilter } from '../../src/route/route-filter';
import { RouteParent } from '../../src/route/route-parent';
import { newChart, objectsOf } from '../support/synth';

const stable = { name: 'my-workload-stable', port: 8080 };
const canary = { name: 'my-workload-canary', port: 8080 };
const both = [
  { ...stable, weight: 100 },
  { ...canary, weight: 0 },
];
const path = { path: { type: 'PathPrefix', value: '/api/my-workload' } };
const version = { name: 'version', value: 'v2' };
const vip = CanaryPin.header('vip', 'yes').toStable();
/** Notes are of what is not in the chart, such as the Gateway. */
const codes = (chart: Chart) =>
  check(
    objectsOf(chart).map((object) => ({ where: 'test', manifest: object })),
    { channel: GatewayApiChannel.EXPERIMENTAL },
  ).flatMap(({ code, severity }) => (severity === 'note' ? [] : [code]));
const at = (pins: CanaryPin[], weight: number = 10) => [{ weight, pins, pause: minutes(5) }];

test('both versions are in each rule of the route, and the plugin knows it', () => {
  const { chart, route } = newHttpRollout();
  route.addRule({ matches: [HttpMatch.exact('/health')], filters: [RouteFilter.requestHeaders({ set: { a: 'b' } })] });
  expect(named(chart, 'HTTPRoute')).toEqual({
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name: 'my-workload', namespace: 'team' },
    spec: {
      parentRefs: [{ name: 'edge', namespace: 'gateways' }],
      rules: [
        { matches: [path], backendRefs: both },
        {
          matches: [{ path: { type: 'Exact', value: '/health' } }],
          filters: [{ type: 'RequestHeaderModifier', requestHeaderModifier: { set: [{ name: 'a', value: 'b' }] } }],
          backendRefs: both,
        },
      ],
    },
  });
  expect(canaryOf(chart).trafficRouting).toEqual({
    plugins: { 'argoproj-labs/gatewayAPI': { namespace: 'team', httpRoutes: [{ name: 'my-workload' }] } },
  });
});

test('pins by a header are managed by the plugin', () => {
  const { chart } = newHttpRollout({ steps: at([testers]) });
  expect(canaryOf(chart).trafficRouting).toEqual({
    managedRoutes: [{ name: 'canary-pin-1' }],
    plugins: {
      'argoproj-labs/gatewayAPI': {
        namespace: 'team',
        httpRoutes: [{ name: 'my-workload', useHeaderRoutes: true }],
      },
    },
  });
  expect(objectsOf(chart).filter(({ kind }) => kind === 'HTTPRoute')).toHaveLength(1);
});

test.each<[string, CanaryPin[], object[], object[]]>([
  [
    'a query parameter',
    [CanaryPin.queryParam('v', '2')],
    [],
    [{ queryParams: [{ name: 'v', value: '2' }], to: canary }],
  ],
  [
    'two pins on one header: the plugin would put one in place of the other',
    [testers, CanaryPin.header('Version', 'v3')],
    [],
    [
      { headers: [version], to: canary },
      { headers: [{ name: 'Version', value: 'v3' }], to: canary },
    ],
  ],
  [
    'a pin to stable, which wins over those of the plugin',
    [testers, vip],
    [{ name: 'canary-pin-1' }],
    [
      { headers: [{ name: 'vip', value: 'yes' }, version], to: stable },
      { headers: [{ name: 'vip', value: 'yes' }], to: stable },
    ],
  ],
  [
    'pins to stable and to the canary by parameters and headers',
    [CanaryPin.queryParam('v', '2'), CanaryPin.queryParam('keep', '1').toStable(), testers],
    [{ name: 'canary-pin-1' }],
    [
      { headers: [version], queryParams: [{ name: 'keep', value: '1' }], to: stable },
      { queryParams: [{ name: 'keep', value: '1' }], to: stable },
      { queryParams: [{ name: 'v', value: '2' }], to: canary },
    ],
  ],
])('pins in a route of their own: %s', (_, pins, managed, expected) => {
  const { chart } = newHttpRollout({ steps: at(pins) });
  expect(canaryOf(chart).trafficRouting.managedRoutes ?? []).toEqual(managed);
  const { spec } = named(chart, 'HTTPRoute', 'my-workload-pins');
  expect(spec.parentRefs).toEqual([{ name: 'edge', namespace: 'gateways' }]);
  expect(spec.rules).toEqual(
    expected.map(({ to, ...condition }: Json) => ({ matches: [{ ...path, ...condition }], backendRefs: [to] })),
  );
});

test('the route of the pins follows that of the Rollout', () => {
  const chart = newChart();
  const rollout = newRollout({ steps: at([CanaryPin.queryParam('v', '2')]) }, chart);
  const route = rollout.addHttpRoute('api', {
    parents: [],
    name: 'public',
    hostnames: ['api.example.com'],
    labels: { team: 'a' },
  });
  route.addParent(RouteParent.service('my-workload'));
  route.addRule({
    name: 'slow',
    matches: [HttpMatch.prefix('/slow', { headers: [HeaderMatch.exact('x', 'y')] })],
    timeout: Duration.seconds(5),
    filters: [RouteFilter.requestHeaders({ remove: ['x'] })],
    backends: [
      Backend.service(canary.name, 8080, { filters: [RouteFilter.responseHeaders({ set: { version: 'v2' } })] }),
      Backend.service(stable.name, 8080),
    ],
  });
  const pins = named(chart, 'HTTPRoute', 'public-pins');
  const filters = [{ type: 'RequestHeaderModifier', requestHeaderModifier: { remove: ['x'] } }];
  const marked = [
    { type: 'ResponseHeaderModifier', responseHeaderModifier: { set: [{ name: 'version', value: 'v2' }] } },
  ];
  expect(pins.metadata).toEqual({ name: 'public-pins', namespace: 'team', labels: { team: 'a' } });
  expect(pins.spec).toMatchObject({
    hostnames: ['api.example.com'],
    parentRefs: [{ group: '', kind: 'Service', name: 'my-workload' }],
    rules: [
      { matches: [{ queryParams: [{ name: 'v', value: '2' }] }], backendRefs: [canary] },
      {
        matches: [
          {
            path: { value: '/slow' },
            headers: [{ name: 'x', value: 'y' }],
            queryParams: [{ name: 'v', value: '2' }],
          },
        ],
        timeouts: { request: '5s' },
        filters,
        backendRefs: [{ ...canary, filters: marked }],
      },
    ],
  });
  expect(pins.spec.rules[1].name).toBeUndefined();
  expect(named(chart, 'HTTPRoute', 'public').spec.rules[1]).toMatchObject({
    name: 'slow',
    filters,
    backendRefs: [
      { ...canary, weight: 0, filters: marked },
      { ...stable, weight: 100 },
    ],
  });
});

test('rules that the versions do not serve stay as they are', () => {
  const { chart, route } = newHttpRollout({ steps: at([CanaryPin.queryParam('v', '2')]) });
  route.addRule({ matches: [HttpMatch.exact('/old')], filters: [RouteFilter.redirect({ hostname: 'example.com' })] });
  route.addRule({ matches: [HttpMatch.exact('/other')], backends: [Backend.service('other', 80, { weight: 3 })] });
  const [, redirect, other] = named(chart, 'HTTPRoute').spec.rules;
  expect(redirect.backendRefs).toBeUndefined();
  expect(other.backendRefs).toEqual([{ name: 'other', port: 80, weight: 3 }]);
  expect(named(chart, 'HTTPRoute', 'my-workload-pins').spec.rules).toHaveLength(1);
});

test('gRPC, with pins of both sorts', () => {
  const chart = newChart();
  const rollout = newRollout({ steps: at([testers, vip]) }, chart);
  const route = rollout.addGrpcRoute('cart', { parents, matches: [GrpcMatch.exact({ service: 'shop.Cart' })] });
  route.addParent(RouteParent.service('cart'));
  const cart = { method: { service: 'shop.Cart' } };
  const keep = { name: 'vip', value: 'yes' };
  expect(named(chart, 'GRPCRoute', 'cart').spec.rules).toEqual([{ matches: [cart], backendRefs: both }]);
  expect(named(chart, 'GRPCRoute', 'cart-pins').spec).toMatchObject({
    parentRefs: [{ name: 'edge' }, { name: 'cart' }],
    rules: [
      { matches: [{ ...cart, headers: [keep, version] }], backendRefs: [stable] },
      { matches: [{ ...cart, headers: [keep] }], backendRefs: [stable] },
    ],
  });
  expect(canaryOf(chart).trafficRouting.plugins['argoproj-labs/gatewayAPI'].grpcRoutes).toEqual([
    { name: 'cart', useHeaderRoutes: true },
  ]);
});

test('TCP and TLS by weight alone; the plugin reads them in a version that the standard channel does not serve', () => {
  const chart = newChart();
  const rollout = newRollout({}, chart);
  rollout.addTcpRoute('db', { parents });
  rollout.addTlsRoute('mqtt', { parents, hostnames: ['mqtt.example.com'] });
  expect(named(chart, 'TCPRoute', 'db').spec.rules).toEqual([{ backendRefs: both }]);
  expect(named(chart, 'TLSRoute', 'mqtt').spec).toMatchObject({
    hostnames: ['mqtt.example.com'],
    rules: [{ backendRefs: both }],
  });
  expect(canaryOf(chart).trafficRouting.plugins['argoproj-labs/gatewayAPI']).toEqual({
    namespace: 'team',
    tcpRoutes: [{ name: 'db' }],
    tlsRoutes: [{ name: 'mqtt' }],
  });
  expect(codes(chart)).toEqual(['GW431', 'GW431']);
});

test.each<[string, 'tcp' | 'tls' | 'http' | 'grpc', string]>([
  ['http first', 'http', 'http'],
  ['gRPC', 'grpc', 'grpc'],
  ['TCP', 'tcp', 'tcp'],
  ['TLS', 'tls', 'tls'],
])("the Services' port is named after the protocol: %s", (_, first, name) => {
  const chart = newChart();
  const rollout = newRollout({}, chart);
  ({
    http: () => rollout.addHttpRoute('r', { parents }),
    grpc: () => rollout.addGrpcRoute('r', { parents }),
    tcp: () => rollout.addTcpRoute('r', { parents }),
    tls: () => rollout.addTlsRoute('r', { parents, hostnames: ['a.example.com'] }),
  })[first]();
  rollout.addHttpRoute('second', { parents });
  expect(named(chart, 'Service', stable.name).spec.ports).toEqual([{ name, port: 8080, targetPort: 8080 }]);
});

test.each<[string, Parameters<ReturnType<typeof newHttpRollout>['route']['addRule']>[0], CanaryPin[], string[]]>([
  ['a timeout beside pins by headers', { timeout: Duration.seconds(1) }, [testers], ['GW432']],
  ['a retry beside pins by headers', { retry: { attempts: 2 } }, [testers], ['GW432']],
  ['a timeout beside other pins', { timeout: Duration.seconds(1) }, [CanaryPin.queryParam('v', '2')], []],
  ['a timeout without pins', { timeout: Duration.seconds(1) }, [], []],
  ['nothing more', {}, [testers], []],
])('what the plugin does not keep is told: %s', (_, rule, pins, expected) => {
  const { chart, route } = newHttpRollout({ steps: at(pins) });
  route.addRule({ matches: [HttpMatch.exact('/more')], ...rule });
  expect(codes(chart)).toEqual(expected);
});

test.each<[string, () => unknown, string]>([
  [
    'the canary alone',
    () => newHttpRollout().route.addRule({ name: 'test', backends: [Backend.service(canary.name, 8080)] }),
    "[test/my-workload/my-workload] backends of rule 'test': got 'only my-workload-canary'",
  ],
  [
    'stable alone',
    () => newHttpRollout().route.addRule({ backends: [Backend.service(stable.name, 8080, { namespace: 'team' })] }),
    "[test/my-workload/my-workload] backends of a rule: got 'only my-workload-stable'",
  ],
  [
    "a name of the plugin's",
    () => newHttpRollout().route.addRule({ name: 'canary-pin-1-2' }),
    "[test/my-workload/my-workload] rule 'canary-pin-1-2': got 'a name that the plugin uses for its own rules'",
  ],
  [
    'rules for which the plugin has no room',
    () => {
      const { route } = newHttpRollout({
        steps: at([testers, CanaryPin.header('b', 'c'), CanaryPin.header('d', 'e')]),
      });
      ['/a', '/b', '/c', '/d'].forEach((each) => route.addRule({ matches: [HttpMatch.exact(each)] }));
    },
    "[test/my-workload/my-workload] rules of the route: got '20, including those that the plugin adds for pins'",
  ],
  [
    'matches for which the plugin has no room',
    () =>
      newHttpRollout({ steps: at([testers, CanaryPin.header('b', 'c')]) }).route.addRule({
        matches: Array.from({ length: 42 }, (__, index) => HttpMatch.exact(`/${index}`)),
      }),
    "[test/my-workload/my-workload] matches of the route: got '129, including those that the plugin adds for pins'",
  ],
  [
    'a header that a match asks for already',
    () =>
      newHttpRollout({ steps: at([testers]) }).route.addRule({
        matches: [HttpMatch.any({ headers: [HeaderMatch.exact('Version', 'v1')] })],
      }),
    "'version'",
  ],
  [
    'a pin that the plugin cannot take away',
    () =>
      newHttpRollout({
        steps: [
          { weight: 0 },
          { weight: 0, name: 'dark', pins: [CanaryPin.queryParam('v', '2')] },
          { weight: 50, pins: [] },
        ],
      }),
    "[test/my-workload] pins of step '50-percent': got 'none by query parameter v, which another step has'",
  ],
  [
    'a pin to stable that the plugin cannot take away',
    () =>
      newHttpRollout({
        steps: [
          { weight: 10, pins: [vip] },
          { weight: 100, pins: [], pause: Duration.minutes(1) },
        ],
      }),
    'none by header vip to stable, which another step has',
  ],
  [
    'a query parameter in gRPC',
    () => newRollout({ steps: at([CanaryPin.queryParam('v', '2')]) }).addGrpcRoute('cart', { parents }),
    "[test/my-workload/cart] pins of the plan: got 'a query parameter'",
  ],
  [
    'pins of connections',
    () => newRollout({ steps: at([testers]) }).addTcpRoute('db', { parents }),
    "[test/my-workload] pins of the plan: got 'some'",
  ],
  [
    'another namespace',
    () => newRollout().addHttpRoute('r', { parents, matches, namespace: 'gateways' }),
    "[test/my-workload] namespace of a route: got 'gateways'",
  ],
])('refused: %s', (_, make, message) => {
  expect(make).toThrow(message);
});

test('pins may end with the canary at full rollout, and begin after steps without one', () => {
  const pins = [CanaryPin.queryParam('v', '2')];
  const steps = [
    { weight: 0 },
    { weight: 0, name: 'dark', pins },
    { weight: 10 },
    { weight: 100, pins: [], pause: minutes(5) },
  ];
  expect(() => newHttpRollout({ steps })).not.toThrow();
});
