import { Chart } from 'cdk8s';
import { Service } from 'cdk8s-plus-28';
import {
  Backend,
  Gateway,
  GatewayClass,
  HttpRoute,
  HttpRouteProps,
  INamedResource,
  Listener,
  RouteParent,
} from '../../src';
import { newChart, plainChart, theOnly } from '../support/synth';

const external = Gateway.fromGatewayName('external', 'gateways');
const toystore = Backend.service('toystore', 80);

function spec(props: Partial<HttpRouteProps>, chart: Chart = newChart()) {
  new HttpRoute(chart, 'route', { parents: [RouteParent.of(external)], backends: [toystore], ...props });
  return theOnly(chart, 'HTTPRoute').spec as Record<string, unknown>;
}
const service = (chart: Chart, ports: number[], namespace?: string) =>
  new Service(chart, 'svc', {
    metadata: { name: 'cart', namespace },
    ports: ports.map((port) => ({ port, name: `p${port}` })),
  });

test('parents, hosts and backends', () => {
  expect(
    spec({
      hostnames: ['a.example.com', '*.example.com'],
      backends: [toystore, Backend.service('cart', 8080, { namespace: 'shop', weight: 0 })],
    }),
  ).toEqual({
    parentRefs: [{ name: 'external', namespace: 'gateways' }],
    hostnames: ['a.example.com', '*.example.com'],
    rules: [
      {
        backendRefs: [
          { name: 'toystore', port: 80 },
          { name: 'cart', port: 8080, namespace: 'shop', weight: 0 },
        ],
      },
    ],
  });
});

const listenerSet: INamedResource = { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'ListenerSet', name: 'more' };
const coreService: INamedResource = { apiVersion: 'v1', kind: 'Service', name: 'cart', namespace: 'shop' };

test.each<[string, (chart: Chart) => RouteParent, object]>([
  ['a gateway elsewhere', () => RouteParent.of(external), { name: 'external', namespace: 'gateways' }],
  ['a gateway without a namespace', () => RouteParent.of(Gateway.fromGatewayName('external')), { name: 'external' }],
  [
    'a gateway of this program',
    (chart) => {
      const listeners = [Listener.http()];
      return RouteParent.of(new Gateway(chart, 'own', { gatewayClass: GatewayClass.ISTIO, listeners }));
    },
    { name: 'own', namespace: 'team' },
  ],
  [
    'a listener',
    () => RouteParent.listener(external, 'api'),
    { name: 'external', namespace: 'gateways', sectionName: 'api' },
  ],
  ['a port', () => RouteParent.port(external, 8443), { name: 'external', namespace: 'gateways', port: 8443 }],
  [
    'another kind of the group',
    () => RouteParent.of(listenerSet),
    { group: 'gateway.networking.k8s.io', kind: 'ListenerSet', name: 'more' },
  ],
  [
    'a kind of the core group',
    () => RouteParent.of(coreService),
    { group: '', kind: 'Service', name: 'cart', namespace: 'shop' },
  ],
])('attached to %s', (_, parent, expected) => {
  const chart = newChart();
  expect(spec({ parents: [parent(chart)] }, chart).parentRefs).toEqual([expected]);
});

test.each<[string, (chart: Chart) => Backend, object]>([
  ['in the same namespace', () => Backend.service('cart', 80, { namespace: 'team' }), { name: 'cart', port: 80 }],
  [
    'with a weight',
    () => Backend.service('cart', 80, { weight: 1_000_000 }),
    { name: 'cart', port: 80, weight: 1_000_000 },
  ],
  ['of this program', (chart) => Backend.fromService(service(chart, [8080])), { name: 'cart', port: 8080 }],
  [
    'of this program, in another namespace',
    (chart) => Backend.fromService(service(chart, [8080], 'shop')),
    { name: 'cart', port: 8080, namespace: 'shop' },
  ],
  [
    'of this program, with several ports',
    (chart) => Backend.fromService(service(chart, [80, 9090]), 9090, { weight: 2 }),
    { name: 'cart', port: 9090, weight: 2 },
  ],
])('a Service %s', (_, backend, expected) => {
  const chart = newChart();
  expect(spec({ backends: [backend(chart)] }, chart).rules).toEqual([{ backendRefs: [expected] }]);
});

test.each<[string, (chart: Chart) => unknown, RegExp]>([
  ['no parents', (chart) => spec({ parents: [] }, chart), /\[test\/route\] parents: .* expected at least one; fix: /],
  ['no backends', (chart) => spec({ backends: [] }, chart), /^\[test\/route\] .*: .* expected .*; fix: .*/],
  [
    'a host with a port',
    (chart) => spec({ hostnames: ['a.example.com', 'b.example.com:80'] }, chart),
    /hostname of route.*: got 'b.example.com:80', expected .*; fix: leave the port out: 'b.example.com'$/,
  ],
  [
    'a listener',
    () => RouteParent.listener(external, 'API'),
    /^name of listener: got 'API', .*; fix: for example 'api'$/,
  ],
  ['a port of a parent', () => RouteParent.port(external, 0), /^port of parent: got 0, expected a whole number from 1/],
  ['a Service', () => Backend.service('Toy Store', 80), /^name of Service: got 'Toy Store', .* 'toy-store'$/],
  ['a port of a backend', () => Backend.service('a', 70000), /^port of backend.*: got 70000, .* from 1 to 65535/],
  [
    'a namespace of a backend',
    () => Backend.service('a', 80, { namespace: 'a.b' }),
    /^namespace of backend.*: got 'a\.b', expected lower-case letters, digits and hyphens, .* 'a-b'$/,
  ],
  [
    'a weight',
    () => Backend.service('a', 80, { weight: 1.5 }),
    /^weight of backend.*: got 1\.5, expected a whole number from 0 to 1000000/,
  ],
  [
    'a Service with several ports, none chosen',
    (chart) => Backend.fromService(service(chart, [80, 443])),
    /^port of backend 'cart': got undefined, expected one of 80, 443; fix: name a port of the Service$/,
  ],
  [
    'a port that the Service does not have',
    (chart) => Backend.fromService(service(chart, [80]), 8080),
    /^port of backend 'cart': got 8080, expected one of 80; fix: name a port of the Service$/,
  ],
])('refused: %s', (_, make, message) => {
  expect(() => make(newChart())).toThrow(message);
});

test('its hosts can be read, and the list is a copy', () => {
  const made = (hostnames?: string[]) =>
    new HttpRoute(plainChart(), 'route', { parents: [RouteParent.of(external)], backends: [toystore], hostnames });
  const route = made(['a.example.com']);
  route.hostnames.push('b.example.com');
  expect(route.hostnames).toEqual(['a.example.com']);
  expect(made().hostnames).toEqual([]);
});
