import { Chart } from 'cdk8s';
import {
  Backend,
  CanaryPin,
  CanaryPlan,
  CanaryWeights,
  Gateway,
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
  test('gives each step, the end and the way back', () => {
    const chart = newChart();
    const route = make(chart, { plan, step: 1 });
    const stages = [
      theOnly(chart, kind),
      ...[0, 1, 2].map((step) => route.stepAt(step)[0]),
      route.promote()[0],
      route.rollback()[0],
    ];
    expect(stages.map((stage) => rulesIn(stage as object))).toEqual(
      [shared, [v1], shared, [v2], [v2], [v1]].map((backendRefs) => [{ backendRefs }]),
    );
    expect(stages).toEqual(
      stages.map(() => expect.objectContaining({ kind, metadata: { name: 'cart', namespace: 'team' } })),
    );
  });

  test('is written as a folder a step', () => {
    const outdir = temporaryDirectory();
    make(newChart(), { plan }).writeSteps(outdir);
    expect(Object.keys(filesIn(outdir)).sort()).toEqual([
      '01-stable-only/test.k8s.yaml',
      '02-10-percent/test.k8s.yaml',
      '03-promoted/test.k8s.yaml',
      'rollback/test.k8s.yaml',
    ]);
  });
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
    "[test/cart] weights and pins: got 'beside a plan'",
  ],
])('refuses %s', (_, act, message) => {
  expect(act).toThrow(message);
});
