import { Chart, Duration } from 'cdk8s';
import { Gateway } from '../../src/gateway/gateway';
import { Listener } from '../../src/gateway/listener';
import { ListenerSet } from '../../src/gateway/listener-set';
import { Backend } from '../../src/route/backend';
import { HttpMatch } from '../../src/route/http-match';
import { HttpRoute, HttpRouteProps, HttpRouteRule } from '../../src/route/http-route';
import { PathModifier } from '../../src/route/path-modifier';
import { RouteFilter } from '../../src/route/route-filter';
import { RouteParent } from '../../src/route/route-parent';
import { newChart, theOnly } from '../support/synth';

const gateway = Gateway.fromGatewayName('external', 'gateways');
const backends = [Backend.service('cart', 80)];
const many = <T>(count: number, make: (index: number) => T) => Array.from({ length: count }, (_, index) => make(index));
const newRoute = (props: Partial<HttpRouteProps> = {}, chart: Chart = newChart()) =>
  new HttpRoute(chart, 'route', { parents: [RouteParent.of(gateway)], ...props });
const rule = (more: HttpRouteRule) => () => newRoute({ rules: [more] });
const spec = (props: Partial<HttpRouteProps>) => {
  const chart = newChart();
  newRoute(props, chart);
  return theOnly(chart, 'HTTPRoute').spec as { parentRefs: object[]; rules: Record<string, unknown>[] };
};
const extensions = many(16, (index) => RouteFilter.extension('a.b', 'Filter', `f${index}`));
const prefixed = RouteFilter.rewrite({ path: PathModifier.replacePrefix('/b') });

test('all limits are reached: 16 rules, 128 matches, 16 backends with 16 filters each', () => {
  const matches = (count: number) => many(count, (index) => HttpMatch.exact(`/${index}`));
  const all = many(16, (index) => Backend.service(`b${index}`, 80, { filters: extensions }));
  const rules = [
    { matches: matches(64), backends: all, filters: extensions },
    { matches: matches(50), backends },
    ...many(14, () => ({ backends })),
  ];
  expect(spec({ rules, hostnames: many(16, (index) => `h${index}.example.com`) }).rules).toHaveLength(16);
  expect(() => newRoute({ rules: [...rules.slice(0, 15), { matches: matches(2), backends }] })).toThrow(
    '[test/route] matches of all rules: got 129',
  );
});

test('a rule without matches, or for every path, has a prefix to replace: /', () => {
  const rules = [
    { backends, filters: [prefixed] },
    { backends, filters: [prefixed], matches: [HttpMatch.any()] },
  ];
  expect(spec({ rules }).rules.map(({ matches }) => matches)).toEqual([undefined, [{}]]);
});

test('times', () => {
  const zero = Duration.millis(0);
  const rules = [
    { backends, timeout: zero, backendTimeout: Duration.seconds(5) },
    { backends, backendTimeout: Duration.seconds(5) },
    { backends, timeout: Duration.seconds(5), backendTimeout: zero },
    { backends, retry: {} },
  ];
  expect(spec({ rules }).rules.map(({ timeouts }) => timeouts)).toEqual([
    { request: '0s', backendRequest: '5s' },
    { backendRequest: '5s' },
    { request: '5s', backendRequest: '0s' },
    undefined,
  ]);
});

const replaces = (got: string) => `[test/route] PathModifier.replacePrefix() in rule 1: got '${got}'`;

test.each<[string, () => unknown, string]>([
  ['17 rules', () => newRoute({ rules: many(17, () => ({ backends })) }), '[test/route] rules: got 17'],
  [
    '65 matches',
    rule({ backends, matches: many(65, () => HttpMatch.any()) }),
    '[test/route] matches of a rule: got 65',
  ],
  ['17 backends', rule({ backends: many(17, () => backends[0]) }), '[test/route] backends of a rule: got 17'],
  ['17 filters', rule({ backends, filters: [...extensions, extensions[0]] }), '[test/route] filters of a rule: got 17'],
  [
    '17 filters of a backend',
    rule({ backends: [Backend.service('a', 1, { filters: [...extensions, extensions[0]] })] }),
    '[test/route] filters of a backend: got 17',
  ],
  [
    '17 hosts',
    () => newRoute({ backends, hostnames: many(17, (index) => `h${index}.a.b`) }),
    "[test/route] hostnames: got '17 names'",
  ],
  ...[
    RouteFilter.requestHeaders({ remove: ['a'] }),
    RouteFilter.responseHeaders({ remove: ['a'] }),
    RouteFilter.rewrite({ hostname: 'a.b' }),
    RouteFilter.cors({}),
  ].map((filter): [string, () => unknown, string] => [
    `${filter.type} twice`,
    rule({ backends, filters: [filter, filter] }),
    `[test/route] filters of rule 1: got 'two filters of type ${filter.type}'`,
  ]),
  [
    'two redirects',
    rule({ filters: [80, 81].map((port) => RouteFilter.redirect({ port })) }),
    "filters of rule 1: got 'two filters of type RequestRedirect'",
  ],
  [
    'a filter twice for one backend',
    rule({ name: 'all', backends: [Backend.service('a', 1, { filters: [prefixed, prefixed] })] }),
    "filters of all: got 'two filters of type URLRewrite'",
  ],
  [
    'a redirect and a rewrite',
    rule({ filters: [RouteFilter.redirect({ port: 1 }), RouteFilter.rewrite({ hostname: 'a.b' })] }),
    "[test/route] filters of rule 1: got 'a redirect and a rewrite'",
  ],
  [
    'a redirect and backends',
    rule({ backends, filters: [RouteFilter.redirect({ port: 1 })] }),
    "[test/route] rule 1: got 'a redirect and backends'",
  ],
  [
    'nothing that responds',
    rule({ filters: [RouteFilter.cors({})] }),
    "[test/route] rule 1: got 'no backend, and no filter that responds'",
  ],
  ['no weight', rule({ backends: [backends[0].withWeight(0)] }), "[test/route] weights of rule 1: got 'all 0'"],
  [
    'an exact path to replace',
    rule({ backends, filters: [prefixed], matches: [HttpMatch.exact('/a')] }),
    replaces('a match that is not a prefix'),
  ],
  [
    'two prefixes to replace',
    rule({ backends, filters: [prefixed], matches: [HttpMatch.prefix('/a'), HttpMatch.prefix('/b')] }),
    replaces('2 matches'),
  ],
  [
    'a pattern to replace, for one backend',
    rule({ backends: [Backend.service('a', 1, { filters: [prefixed] })], matches: [HttpMatch.regex('/a')] }),
    replaces('a match that is not a prefix'),
  ],
  [
    'a prefix to redirect from',
    rule({
      filters: [RouteFilter.redirect({ path: PathModifier.replacePrefix('/b') })],
      matches: [HttpMatch.exact('/a')],
    }),
    replaces('a match that is not a prefix'),
  ],
  [
    'a backend that may take longer than the request',
    rule({ backends, timeout: Duration.seconds(5), backendTimeout: Duration.millis(5001) }),
    "[test/route] backendTimeout of rule 1: got '5s1ms'",
  ],
  ['half a millisecond', rule({ backends, timeout: Duration.millis(0.5) }), "timeout of rule 1: got '0.5 ms'"],
  [
    'a long time',
    rule({ backends, backendTimeout: Duration.hours(100_000) }),
    "backendTimeout of rule 1: got '100000h'",
  ],
  [
    'half a millisecond of backoff',
    rule({ backends, retry: { backoff: Duration.millis(0.5) } }),
    "backoff of retry in rule 1: got '0.5 ms'",
  ],
  ['no attempt', rule({ backends, retry: { attempts: 0 } }), 'attempts of retry in rule 1: got 0'],
  ['a status that is no error', rule({ backends, retry: { codes: [200] } }), 'codes of retry in rule 1: got 200'],
  ['a status twice', rule({ backends, retry: { codes: [503, 503] } }), "codes of retry in rule 1: got '503' twice"],
  ['a namespace of a Service as parent', () => RouteParent.service('a', 'b.c'), "namespace of parent: got 'b.c'"],
  [
    'a namespace of a ServiceEntry as parent',
    () => RouteParent.serviceEntry('a', 'b.c'),
    "namespace of parent: got 'b.c'",
  ],
  ['a Service as parent', () => RouteParent.service('A'), "name of Service: got 'A'"],
  ['a ServiceEntry as parent', () => RouteParent.serviceEntry('A'), "name of ServiceEntry: got 'A'"],
  [
    'a group of a backend',
    () => Backend.custom({ group: 'a/v1', kind: 'A', name: 'a' }),
    "group of backend: got 'a/v1'",
  ],
  [
    'a Service without a port',
    () => Backend.custom({ group: '', kind: 'Service', name: 'a' }),
    "port of backend 'a': got undefined",
  ],
  ['a host of Istio', () => Backend.istioHostname('*.a.b', 80), 'host of backend: got'],
])('refused: %s', (_, make, message) => {
  expect(make).toThrow(message);
});

describe('parents', () => {
  const whole = RouteParent.of(gateway);
  const listener = (name: string) => RouteParent.listener(gateway, name);
  const port = (number: number) => RouteParent.port(gateway, number);
  const twice =
    "got 'the same parent twice', expected each listener or port of a gateway once; fix: name different listeners with RouteParent.listener(), or leave one out";
  const mixed =
    "got 'a listener and a port of the same parent', expected listeners only, or ports only; fix: name the listeners of that port with RouteParent.listener()";

  test.each<[string, RouteParent[], string]>([
    ['the same gateway', [whole, whole], twice],
    [
      'the same gateway, its namespace left out',
      [RouteParent.of(Gateway.fromGatewayName('a')), RouteParent.of(Gateway.fromGatewayName('a', 'team'))],
      twice,
    ],
    ['the same listener', [listener('a'), listener('a')], twice],
    ['all of a gateway and a listener', [whole, listener('a')], twice],
    ['a port and all of a gateway', [port(80), whole], twice],
    ['the same port', [port(80), port(80)], twice],
    ['a listener and a port', [listener('a'), port(80)], mixed],
    ['a port and, third, a listener', [port(80), RouteParent.service('a'), listener('a')], mixed],
  ])('refused: %s', (_, parents, message) => {
    expect(() => newRoute({ parents, backends })).toThrow(/^\[test\/route\] parent '/);
    expect(() => newRoute({ parents, backends })).toThrow(message);
  });

  test('33 of them are refused, 32 are not', () => {
    const parents = many(32, (index) => listener(`l${index}`));
    const route = newRoute({ parents, backends });
    expect(() => route.addParent(listener('more'))).toThrow('[test/route] parents: got 33');
    expect(route.routeParents).toEqual(parents);
  });

  test('two ports of one gateway, which the experimental channel takes (GW303 tells)', () => {
    const parents = [port(80), port(443), RouteParent.port(Gateway.fromGatewayName('b'), 80)];
    expect(spec({ parents, backends }).parentRefs).toEqual([
      { name: 'external', namespace: 'gateways', port: 80 },
      { name: 'external', namespace: 'gateways', port: 443 },
      { name: 'b', port: 80 },
    ]);
  });

  test('in a mesh, and a ListenerSet', () => {
    const chart = newChart();
    const set = new ListenerSet(chart, 'more', { gateway, listeners: [Listener.http()] });
    const parents = [
      RouteParent.service('cart', 'shop', 80),
      RouteParent.serviceEntry('bank'),
      RouteParent.listener(set, 'http'),
      RouteParent.of(ListenerSet.fromListenerSetName('other', 'shop')),
    ];
    expect(spec({ parents, backends }).parentRefs).toEqual([
      { group: '', kind: 'Service', name: 'cart', namespace: 'shop', port: 80 },
      { group: 'networking.istio.io', kind: 'ServiceEntry', name: 'bank' },
      { group: 'gateway.networking.k8s.io', kind: 'ListenerSet', name: 'more', namespace: 'team', sectionName: 'http' },
      { group: 'gateway.networking.k8s.io', kind: 'ListenerSet', name: 'other', namespace: 'shop' },
    ]);
  });
});
