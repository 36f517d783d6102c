import { Chart, JsonPatch } from 'cdk8s';
import { parse } from 'yaml';
import {
  Backend,
  CanaryPin,
  CanaryPlan,
  CanaryWeights,
  Gateway,
  GatewayApp,
  GrpcCanaryRoute,
  GrpcMatch,
  RouteParent,
  TcpCanaryRoute,
  TlsCanaryRoute,
} from '../../src';
import { filesIn, newChart, temporaryDirectory, theOnly } from '../support/synth';

const parents = [RouteParent.of(Gateway.fromGatewayName('edge', 'gateways'))];
const stable = Backend.service('v1', 9000);
const canary = Backend.service('v2', 9000);
const versions = { parents, stable, canary };
const v1 = { name: 'v1', port: 9000 };
const v2 = { name: 'v2', port: 9000 };
const shared = [
  { ...v1, weight: 90 },
  { ...v2, weight: 10 },
];
const rulesIn = (object: object) => (object as { spec: { rules: unknown[] } }).spec.rules;
const pinned = { headers: [{ name: 'version', value: 'v2' }] };

test('a gRPC canary has pins for every method of the route, and a mirror', () => {
  const chart = newChart();
  new GrpcCanaryRoute(chart, 'cart', {
    ...versions,
    matches: [GrpcMatch.exact({ service: 'shop.Cart' }), GrpcMatch.exact({ service: 'shop.Cart', method: 'Add' })],
    pins: [CanaryPin.header('version', 'v2'), CanaryPin.header('customer', 'bank').toStable()],
    weights: CanaryWeights.percent(10),
    mirrorPercent: 5,
  });
  const service = { method: { service: 'shop.Cart' } };
  const method = { method: { service: 'shop.Cart', method: 'Add' } };
  const bank = { headers: [{ name: 'customer', value: 'bank' }] };
  expect(rulesIn(theOnly(chart, 'GRPCRoute'))).toEqual([
    {
      matches: [
        { ...service, ...bank },
        { ...method, ...bank },
      ],
      backendRefs: [v1],
    },
    {
      matches: [
        { ...service, ...pinned },
        { ...method, ...pinned },
      ],
      backendRefs: [v2],
    },
    {
      matches: [service, method],
      filters: [{ type: 'RequestMirror', requestMirror: { backendRef: v2, percent: 5 } }],
      backendRefs: shared,
    },
  ]);
});

const plan = new CanaryPlan([{ weight: 0 }, { weight: 10 }, { weight: 100 }]);
const ROUTES: [
  string,
  (
    chart: Chart,
    of: { readonly plan?: CanaryPlan; readonly step?: number },
  ) => GrpcCanaryRoute | TcpCanaryRoute | TlsCanaryRoute,
][] = [
  ['GRPCRoute', (chart, of) => new GrpcCanaryRoute(chart, 'cart', { ...versions, ...of })],
  ['TCPRoute', (chart, of) => new TcpCanaryRoute(chart, 'cart', { ...versions, ...of })],
  [
    'TLSRoute',
    (chart, of) => new TlsCanaryRoute(chart, 'cart', { ...versions, hostnames: ['cart.example.com'], ...of }),
  ],
];

describe.each(ROUTES)('a plan of a %s', (kind, make) => {
  test.each([1, 2, 3])('step %s in the chart of the route', (step) => {
    const chart = newChart();
    make(chart, { plan, step });
    expect(theOnly(chart, kind)).toMatchObject({
      metadata: { name: 'cart', namespace: 'team' },
      spec: { rules: [{ backendRefs: [[v1], shared, [v2]][step - 1] }] },
    });
  });

  test('a directory for each step and for the way back, all with what is changed later', () => {
    const app = new GatewayApp({ outdir: temporaryDirectory() });
    const route = make(new Chart(app, 'test', { namespace: 'team' }), { plan });
    route.addParent(RouteParent.of(Gateway.fromGatewayName('internal', 'gateways')));
    route.addJsonPatch(JsonPatch.add('/metadata/annotations', { patched: 'yes' }));
    app.synth();
    const emitted = Object.entries(filesIn(app.outdir)).map(([file, text]) => [file, parse(text) as unknown]);
    const files = ['01-stable-only', '02-10-percent', '03-promoted', 'rollback'];
    expect(emitted).toEqual(
      [[v1], shared, [v2], [v1]].map((backendRefs, index) => [
        `cart/${files[index]}/test.k8s.yaml`,
        expect.objectContaining({
          kind,
          metadata: { name: 'cart', namespace: 'team', annotations: { patched: 'yes' } },
          spec: expect.objectContaining({
            parentRefs: ['edge', 'internal'].map((name) => expect.objectContaining({ name }) as unknown),
            rules: [{ backendRefs }],
          }) as unknown,
        }),
      ]),
    );
  });
});

test('a rule that is added to a gRPC canary later is in every step', () => {
  const app = new GatewayApp({ outdir: temporaryDirectory() });
  const route = new GrpcCanaryRoute(new Chart(app, 'test'), 'cart', { ...versions, plan });
  route.addRule({ name: 'extra', matches: [GrpcMatch.exact({ service: 'shop.Extra' })], backends: [stable] });
  app.synth();
  expect(Object.values(filesIn(app.outdir)).map((text) => text.includes('name: extra'))).toEqual([
    true,
    true,
    true,
    true,
  ]);
});

const pinnedPlan = (pin: CanaryPin) => new CanaryPlan([{ weight: 0 }, { weight: 0, pins: [pin] }]);
test.each<[string, () => unknown, string]>([
  [
    'a query parameter of gRPC',
    () => new GrpcCanaryRoute(newChart(), 'cart', { ...versions, pins: [CanaryPin.queryParam('a', 'b')] }),
    "[test/cart] pins: got 'a query parameter'",
  ],
  [
    'a query parameter of gRPC in a later step',
    () => new GrpcCanaryRoute(newChart(), 'cart', { ...versions, plan: pinnedPlan(CanaryPin.queryParam('a', 'b')) }),
    "[test/cart] pins: got 'a query parameter'",
  ],
  [
    'pins of TCP',
    () => new TcpCanaryRoute(newChart(), 'cart', { ...versions, plan: pinnedPlan(CanaryPin.header('a', 'b')) }),
    "[test/cart] pins of the plan: got 'some'",
  ],
  [
    'weights beside a plan of TLS',
    () =>
      new TlsCanaryRoute(newChart(), 'cart', {
        ...versions,
        hostnames: ['a.example.com'],
        plan,
        weights: CanaryWeights.percent(1),
      }),
    "[test/cart] weights and pins: got 'set with a plan'",
  ],
])('refuses %s', (_, act, message) => {
  expect(act).toThrow(message);
});
