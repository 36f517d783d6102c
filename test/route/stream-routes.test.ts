import { Construct } from 'constructs';
import { Gateway } from '../../src/gateway/gateway';
import { GatewayClass } from '../../src/gateway/gateway-class';
import { CertificateReference, Listener } from '../../src/gateway/listener';
import { Backend } from '../../src/route/backend';
import { GrpcRoute } from '../../src/route/grpc-route';
import { Route } from '../../src/route/route';
import { RouteFilter } from '../../src/route/route-filter';
import { RouteParent } from '../../src/route/route-parent';
import { StreamRouteProps } from '../../src/route/stream-route';
import { TcpRoute } from '../../src/route/tcp-route';
import { TlsRoute, TlsRouteProps } from '../../src/route/tls-route';
import { UdpRoute } from '../../src/route/udp-route';
import { newChart, objectsOf } from '../support/synth';

type Make = (chart: Construct, props?: Partial<StreamRouteProps>) => Route;
const common = {
  parents: [RouteParent.listener(Gateway.fromGatewayName('external', 'gateways'), 'db')],
  backends: [Backend.service('primary', 5432, { weight: 3 }), Backend.service('replica', 5432)],
};
const hostnames = ['db.example.com', '*.db.example.com'];
const newTls = (chart: Construct, props: Partial<TlsRouteProps> = {}) =>
  new TlsRoute(chart, 'route', { ...common, hostnames, ...props });
const kinds: [string, Make, object][] = [
  ['TLSRoute', newTls, { hostnames }],
  ['TCPRoute', (chart, props = {}) => new TcpRoute(chart, 'route', { ...common, ...props }), {}],
  ['UDPRoute', (chart, props = {}) => new UdpRoute(chart, 'route', { ...common, ...props }), {}],
];

describe.each(kinds)('%s', (kind, make, more) => {
  test('passes on by weight', () => {
    const chart = newChart();
    make(chart, { ruleName: 'all' });
    expect(objectsOf(chart)).toEqual([
      {
        apiVersion: 'gateway.networking.k8s.io/v1',
        kind,
        metadata: { name: 'route', namespace: 'team' },
        spec: {
          parentRefs: [{ name: 'external', namespace: 'gateways', sectionName: 'db' }],
          ...more,
          rules: [
            {
              name: 'all',
              backendRefs: [
                { name: 'primary', port: 5432, weight: 3 },
                { name: 'replica', port: 5432 },
              ],
            },
          ],
        },
      },
    ]);
  });

  test('to default gateways', () => {
    const chart = newChart();
    make(chart, { parents: [], useDefaultGateways: true });
    expect(objectsOf(chart)[0].spec).toMatchObject({ useDefaultGateways: 'All' });
  });

  test('emits the grant for a backend in another namespace', () => {
    const chart = newChart();
    make(chart, { backends: [Backend.service('primary', 5432, { namespace: 'data' })] });
    expect(objectsOf(chart)[1]).toMatchObject({
      metadata: { name: `from-${kind.toLowerCase()}-team`, namespace: 'data' },
      spec: { from: [{ kind, namespace: 'team' }], to: [{ group: '', kind: 'Service', name: 'primary' }] },
    });
  });

  const filters = [RouteFilter.requestHeaders({ remove: ['a'] }), RouteFilter.mirror(Backend.service('m', 1))];
  test.each<[string, Partial<StreamRouteProps>, string]>([
    ['no backends', { backends: [] }, "[test/route] rule 1: got 'no backend'"],
    [
      'backends without weight',
      { backends: [Backend.service('a', 1, { weight: 0 })], ruleName: 'all' },
      "[test/route] weights of all: got 'all 0'",
    ],
    [
      'too many backends',
      { backends: Array.from({ length: 17 }, (_, index) => Backend.service(`b${index}`, 1)) },
      '[test/route] backends of a rule: got 17',
    ],
    [
      'filters',
      { backends: [Backend.service('a', 1), Backend.service('b', 1, { filters })] },
      `[test/route] filters of backend 'b': got 'RequestHeaderModifier, RequestMirror'`,
    ],
    ['a name of a rule', { ruleName: 'All' }, "name of rule: got 'All'"],
  ])('refused: %s', (_, props, message) => {
    expect(() => make(newChart(), props)).toThrow(message);
  });

  test('refused when the program is synthesized: no parents', () => {
    const chart = newChart();
    make(chart, { parents: [] });
    expect(() => chart.toJson()).toThrow(/parents: got 'none', expected at least one/);
  });
});

test('a listener that only redirects is for requests, and leaves other routes as they are', () => {
  const chart = newChart();
  const gateway = new Gateway(chart, 'own', {
    gatewayClass: GatewayClass.ISTIO,
    listeners: [
      Listener.https({ certificates: [CertificateReference.secret('tls')] }),
      Listener.tlsPassthrough({ port: 8443 }),
      Listener.tcp({ port: 5432 }),
    ],
  });
  gateway.redirectToHttps();
  const parents = [RouteParent.of(gateway)];
  kinds.forEach(([kind, make]) => make(new Construct(chart, kind), { parents }));
  new GrpcRoute(chart, 'grpc', { parents, backends: common.backends });
  const attached = objectsOf(chart)
    .filter(({ metadata }) => ['route', 'grpc'].includes(metadata?.name ?? ''))
    .map(({ kind, spec }) => [kind, (spec as { parentRefs: object[] }).parentRefs]);
  const whole = [{ name: 'own', namespace: 'team' }];
  expect(Object.fromEntries(attached)).toEqual({
    TLSRoute: whole,
    TCPRoute: whole,
    UDPRoute: whole,
    GRPCRoute: [{ ...whole[0], sectionName: 'https' }],
  });
});

const names = (count: number) => Array.from({ length: count }, (_, index) => `h${index}.example.com`);

test('a TLSRoute is for up to 1024 names, which can be read', () => {
  const route = newTls(newChart(), { hostnames: names(1024) });
  route.hostnames.pop();
  expect(route.hostnames).toHaveLength(1024);
});

test.each<[string, string[], string]>([
  ['no name', [], "[test/route] hostnames: got 'none'"],
  ['too many names', names(1025), "[test/route] hostnames: got '1025 names'"],
  ['an address', ['192.0.2.1'], "hostname of route: got '192.0.2.1'"],
  ['an IPv6 address', ['2001:db8::1'], "hostname of route: got '2001:db8::1'"],
  ['a wildcard in the middle', ['a.*.example.com'], "hostname of route: got 'a.*.example.com'"],
  ['a wildcard alone', ['*'], "hostname of route: got '*'"],
  ['upper case', ['DB.example.com'], "fix: write it in lower case: 'db.example.com'"],
])('a TLSRoute refuses %s', (_, hosts, message) => {
  expect(() => newTls(newChart(), { hostnames: hosts })).toThrow(message);
});
