import { Chart, Duration } from 'cdk8s';
import { Gateway } from '../../src/gateway/gateway';
import { AuthPolicy } from '../../src/policy/auth-policy';
import { Rate } from '../../src/policy/limit';
import { PolicyTarget } from '../../src/policy/policy-target';
import { RateLimitPolicy } from '../../src/policy/rate-limit-policy';
import { Backend } from '../../src/route/backend';
import { GrpcMatch } from '../../src/route/grpc-match';
import { GrpcRoute, GrpcRouteProps } from '../../src/route/grpc-route';
import { HeaderMatch } from '../../src/route/http-match';
import { RouteFilter } from '../../src/route/route-filter';
import { RouteParent } from '../../src/route/route-parent';
import { newChart, objectsOf, theOnly } from '../support/synth';

const cart = Backend.service('cart', 9000);
const parents = [RouteParent.of(Gateway.fromGatewayName('external', 'gateways'))];
const newRoute = (props: Partial<GrpcRouteProps> = {}, chart: Chart = newChart()) =>
  new GrpcRoute(chart, 'route', { parents, ...props });
const rulesOf = (props: Partial<GrpcRouteProps>) => {
  const chart = newChart();
  newRoute(props, chart);
  return (theOnly(chart, 'GRPCRoute').spec as { rules: object[] }).rules;
};

test('the shortest route: everything to one backend', () => {
  const chart = newChart();
  const route = newRoute({ backends: [cart], hostnames: ['grpc.example.com'] }, chart);
  expect(objectsOf(chart)).toEqual([
    {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'GRPCRoute',
      metadata: { name: 'route', namespace: 'team' },
      spec: {
        parentRefs: [{ name: 'external', namespace: 'gateways' }],
        hostnames: ['grpc.example.com'],
        rules: [{ backendRefs: [{ name: 'cart', port: 9000 }] }],
      },
    },
  ]);
  route.hostnames.push('x');
  route.rules.pop();
  expect([route.hostnames, route.rules.length]).toEqual([['grpc.example.com'], 1]);
});

const matches: [string, GrpcMatch, object][] = [
  ['every call', GrpcMatch.any(), {}],
  [
    'a service and a method',
    GrpcMatch.exact({ service: 'shop.v1.Cart', method: 'AddItem' }),
    { method: { service: 'shop.v1.Cart', method: 'AddItem' } },
  ],
  ['a service', GrpcMatch.exact({ service: '.shop._v1.Cart' }), { method: { service: '.shop._v1.Cart' } }],
  ['a method', GrpcMatch.exact({ method: '_Add1' }), { method: { method: '_Add1' } }],
  [
    'patterns',
    GrpcMatch.regex({ service: 'shop\\..*', method: '(Add|Remove)Item' }),
    { method: { type: 'RegularExpression', service: 'shop\\..*', method: '(Add|Remove)Item' } },
  ],
  [
    'metadata',
    GrpcMatch.any({ headers: [HeaderMatch.exact('version', 'v2'), HeaderMatch.regex('tenant', '^a')] }),
    {
      headers: [
        { name: 'version', value: 'v2' },
        { name: 'tenant', type: 'RegularExpression', value: '^a' },
      ],
    },
  ],
];

test.each(matches)('a match of %s', (_, match, expected) => {
  expect(rulesOf({ rules: [{ matches: [match], backends: [cart] }] })[0]).toMatchObject({ matches: [expected] });
});

test('a rule that an extension answers needs no backend', () => {
  const filters = [RouteFilter.extension('example.com', 'Answer', 'maintenance')];
  expect(rulesOf({ rules: [{ filters }] })).toEqual([
    {
      filters: [{ type: 'ExtensionRef', extensionRef: { group: 'example.com', kind: 'Answer', name: 'maintenance' } }],
    },
  ]);
});

test('16 rules, 64 matches in one of them, 128 in all, 16 filters for each backend', () => {
  const many = (count: number) => Array.from({ length: count }, () => GrpcMatch.any());
  const filters = Array.from({ length: 16 }, (_, index) => RouteFilter.extension('a.b', 'Filter', `f${index}`));
  const backends = [Backend.service('a', 1, { filters }), Backend.service('b', 1, { filters })];
  const rules = [
    { matches: many(64), backends, filters },
    { matches: many(64), backends },
    ...Array.from({ length: 14 }, () => ({ backends })),
  ];
  expect(rulesOf({ rules })).toHaveLength(16);
});

test('policies can be attached to it', () => {
  const chart = newChart();
  const route = newRoute({ rules: [{ name: 'read', backends: [cart] }] }, chart);
  AuthPolicy.denyAll(chart, 'auth', { target: PolicyTarget.of(route) });
  new RateLimitPolicy(chart, 'limits', {
    target: PolicyTarget.rule(route, 'read'),
    limits: { few: { rates: [Rate.of(1, Duration.seconds(1))] } },
  });
  const target = { group: 'gateway.networking.k8s.io', kind: 'GRPCRoute', name: 'route' };
  expect(theOnly(chart, 'AuthPolicy').spec).toMatchObject({ targetRef: target });
  expect(theOnly(chart, 'RateLimitPolicy').spec).toMatchObject({ targetRef: { ...target, sectionName: 'read' } });
});

const rule = (more: object) => () => newRoute({ rules: [{ backends: [cart], ...more }] });
const header = HeaderMatch.exact('version', 'v1');
const other = (type: string) => `a filter of type ${type}', expected `;

test.each<[string, () => unknown, string]>([
  ['neither service nor method', () => GrpcMatch.exact({}), "match of gRPC: got 'neither service nor method'"],
  ['no pattern', () => GrpcMatch.regex({}), "match of gRPC: got 'neither service nor method'"],
  [
    'a path for a service',
    () => GrpcMatch.exact({ service: '/shop.v1.Cart/AddItem' }),
    `service of gRPC: got '/shop.v1.Cart/AddItem', expected `,
  ],
  ['a pattern for a service', () => GrpcMatch.exact({ service: 'shop.*' }), `service of gRPC: got 'shop.*', expected `],
  ['a method that begins with a digit', () => GrpcMatch.exact({ method: '1a' }), "method of gRPC: got '1a'"],
  ['an empty service', () => GrpcMatch.exact({ service: '' }), "service of gRPC: got ''"],
  ['a long service', () => GrpcMatch.exact({ service: 'a'.repeat(1025) }), 'at most 1024 characters'],
  [
    'a service in a method',
    () => GrpcMatch.exact({ method: 'Cart.AddItem' }),
    `method of gRPC: got 'Cart.AddItem', expected `,
  ],
  ['an empty pattern', () => GrpcMatch.regex({ service: '' }), "service of gRPC: got ''"],
  [
    'a pattern that RE2 does not know',
    () => GrpcMatch.regex({ method: '(?!Get).*' }),
    "method of gRPC: got '(?!Get).*'",
  ],
  [
    'metadata twice',
    () => GrpcMatch.any({ headers: [header, HeaderMatch.exact('Version', 'v2')] }),
    "headers: got 'version' twice",
  ],
  ['a redirect', rule({ filters: [RouteFilter.redirect({ scheme: 'https' })] }), other('RequestRedirect')],
  [
    'a rewrite',
    rule({ filters: [RouteFilter.rewrite({ hostname: 'a.b' })] }),
    `[test/route] filters of rule 1: got '${other('URLRewrite')}`,
  ],
  ['CORS', rule({ filters: [RouteFilter.cors({})] }), other('CORS')],
  [
    'a rewrite for one backend',
    rule({ name: 'all', backends: [Backend.service('a', 1, { filters: [RouteFilter.rewrite({ hostname: 'a.b' })] })] }),
    `filters of all: got '${other('URLRewrite')}`,
  ],
  [
    'a filter twice',
    rule({ filters: [RouteFilter.requestHeaders({ remove: ['a'] }), RouteFilter.requestHeaders({ remove: ['b'] })] }),
    "[test/route] filters of rule 1: got 'two filters of type RequestHeaderModifier'",
  ],
  [
    'nothing that responds',
    rule({ backends: [] }),
    "[test/route] rule 1: got 'no backend, and no filter that responds'",
  ],
  ['backends without weight', rule({ backends: [cart.withWeight(0)] }), "[test/route] weights of rule 1: got 'all 0'"],
  [
    'a host with a port',
    () => newRoute({ hostnames: ['a.example.com:443'] }),
    "fix: leave the port out: 'a.example.com'",
  ],
  [
    'a name twice',
    () => newRoute({ rules: [1, 2].map(() => ({ name: 'all', backends: [cart] })) }),
    "[test/route] rule 'all': got 'a second rule with that name'",
  ],
])('refused: %s', (_, make, message) => {
  expect(make).toThrow(message);
});

test('refused when the program is synthesized: no rules, no parents', () => {
  const chart = newChart();
  newRoute({ parents: [] }, chart);
  expect(() => chart.toJson()).toThrow(
    /rules: got 'none', expected at least one; fix: name backends, or call addRule\(\)/,
  );
  expect(() => chart.toJson()).toThrow(/parents: got 'none', expected at least one/);
});
