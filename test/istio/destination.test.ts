import { Chart } from 'cdk8s';
import { Service } from 'cdk8s-plus-28';
import { CART, virtualService } from './virtual-service-support';
import { Destination } from '../../src/istio/destination';
import { DestinationRule } from '../../src/istio/destination-rule';
import { newChart, objectsOf } from '../support/synth';

const service = (chart: Chart, namespace?: string, ports: number[] = [80]) =>
  new Service(chart, 'svc', {
    metadata: { name: 'cart', namespace },
    ports: ports.map((port) => ({ port, name: `p${port}` })),
  });
const rule = (chart: Chart, namespace: string, host: string = 'cart') =>
  new DestinationRule(chart, 'rule', { namespace, host, subsets: [{ name: 'v2', labels: { version: 'v2' } }] });

test.each<[string, (chart: Chart) => Destination, object]>([
  ['a host', () => Destination.host('*.example.com'), { host: '*.example.com' }],
  ['a Service', (chart) => Destination.fromService(service(chart)), { host: 'cart', port: { number: 80 } }],
  [
    'a Service of its namespace',
    (chart) => Destination.fromService(service(chart, 'team', [80, 81]), { port: 81, subset: 'v1' }),
    { host: 'cart', port: { number: 81 }, subset: 'v1' },
  ],
  [
    'a Service of another namespace',
    (chart) => Destination.fromService(service(chart, 'shop')),
    { host: 'cart.shop.svc.cluster.local', port: { number: 80 } },
  ],
  ['a subset', (chart) => rule(chart, 'team').destination({ subset: 'v2', port: 1 }), { host: 'cart', subset: 'v2' }],
  [
    'a subset of another namespace',
    (chart) => rule(chart, 'shop').destination({ subset: 'v2' }),
    { host: 'cart.shop.svc.cluster.local', subset: 'v2' },
  ],
  ['all of a rule', (chart) => rule(chart, 'shop', 'docs.redhat.com').destination(), { host: 'docs.redhat.com' }],
])('sends requests to %s', (_, destination, expected) => {
  const chart = newChart();
  virtualService({ http: [{ route: [destination(chart)] }] })(chart);
  const found = objectsOf(chart).find(({ kind }) => kind === 'VirtualService');
  expect(found!.spec).toMatchObject({ http: [{ route: [{ destination: expected }] }] });
});

test('tells what a destination is', () => {
  const { hostname, port, subset, weight } = Destination.host('cart', { port: 80, subset: 'v1' }).withWeight(3);
  expect({ hostname, port, subset, weight }).toEqual({ hostname: 'cart', port: 80, subset: 'v1', weight: 3 });
});

test.each<[string, () => unknown, string]>([
  ['a weight below 0', () => CART.withWeight(-1), "weight of destination 'cart': got -1"],
  ['a fraction for a weight', () => CART.withWeight(0.5), "weight of destination 'cart': got 0.5"],
  ['every host for a destination', () => Destination.host('*'), "host of destination: got '*'"],
  ['a URL for a destination', () => Destination.host('http://a'), "host of destination: got 'http://a'"],
  ['a port of a destination', () => Destination.host('a', { port: 0 }), "port of destination 'a': got 0"],
  ['a subset of a destination', () => Destination.host('a', { subset: 'V1' }), "subset of destination 'a': got 'V1'"],
  [
    'a port that the Service does not have',
    () => Destination.fromService(service(newChart()), { port: 1 }),
    "port of destination 'cart': got 1",
  ],
  [
    'no port of a Service with several',
    () => Destination.fromService(service(newChart(), undefined, [80, 81])),
    "port of destination 'cart': got undefined",
  ],
  [
    'a subset that the rule does not have',
    () => rule(newChart(), 'team').destination({ subset: 'v1' }),
    "[test/rule] subset of destination: got 'v1'",
  ],
])('refused: %s', (_, build, message) => {
  expect(build).toThrow(message);
});
