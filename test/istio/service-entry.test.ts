import { Chart } from 'cdk8s';
import { specOf } from './mesh-support';
import { Port } from '../../src/istio/istio-port';
import {
  ServiceEntry,
  ServiceEntryLocation,
  ServiceEntryProps,
  ServiceEntryResolution as Resolution,
} from '../../src/istio/service-entry';
import { ServiceEntryEndpoint } from '../../src/istio/service-entry-endpoint';
import { newChart, objectsOf } from '../support/synth';

const entry = (props: Partial<ServiceEntryProps>) => (chart: Chart) =>
  new ServiceEntry(chart, 'se', { hosts: ['api.example.com'], ports: [Port.https(443)], ...props });

test.each<[string, ServiceEntryProps & { id: string }, object]>([
  [
    'docs.redhat.com of the walkthrough',
    {
      id: 'egress-se',
      namespace: 'curl',
      hosts: ['docs.redhat.com'],
      ports: [Port.http(80, { name: 'http-port' })],
    },
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'ServiceEntry',
      metadata: { name: 'egress-se', namespace: 'curl' },
      spec: {
        hosts: ['docs.redhat.com'],
        ports: [{ number: 80, name: 'http-port', protocol: 'HTTP' }],
        location: 'MESH_EXTERNAL',
        resolution: 'DNS',
      },
    },
  ],
  [
    'httpbin.org of the walkthrough',
    { id: 'httpbin-ext', namespace: 'egress-gateway', hosts: ['httpbin.org'], ports: [Port.http(80)] },
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'ServiceEntry',
      metadata: { name: 'httpbin-ext', namespace: 'egress-gateway' },
      spec: {
        hosts: ['httpbin.org'],
        ports: [{ number: 80, name: 'http', protocol: 'HTTP' }],
        location: 'MESH_EXTERNAL',
        resolution: 'DNS',
      },
    },
  ],
])('%s', (_, { id, ...props }, expected) => {
  const chart = newChart();
  new ServiceEntry(chart, id, props);
  expect(objectsOf(chart)).toEqual([expected]);
});

test.each<[string, Partial<ServiceEntryProps>, object]>([
  ['a wildcard whose address the client finds', { hosts: ['*.example.com'], resolution: Resolution.NONE }, {}],
  [
    'a wildcard that is looked up by name',
    { hosts: ['*-eu.example.com'], ports: [Port.tls(443)], resolution: Resolution.DYNAMIC_DNS },
    { hosts: ['*-eu.example.com'], resolution: 'DYNAMIC_DNS' },
  ],
  [
    'a wildcard with an endpoint',
    { hosts: ['*.example.com'], endpoints: [{ address: 'edge.example.com' }] },
    { endpoints: [{ address: 'edge.example.com' }] },
  ],
  [
    'a network of addresses',
    {
      addresses: ['10.1.0.0/16', '2001:db8::/32'],
      resolution: Resolution.STATIC,
      endpoints: [{ address: '10.1.0.1' }],
    },
    { addresses: ['10.1.0.0/16', '2001:db8::/32'] },
  ],
  [
    'a wildcard inside the mesh, without a waypoint',
    {
      hosts: ['*.a.b'],
      ports: [Port.http(80)],
      resolution: Resolution.DYNAMIC_DNS,
      location: ServiceEntryLocation.MESH_INTERNAL,
      labels: { 'istio.io/use-waypoint': 'None' },
    },
    { location: 'MESH_INTERNAL' },
  ],
  ['nobody but its own proxies', { exportTo: ['~'] }, { exportTo: ['~'] }],
])('may be: %s', (_, props, expected) => {
  expect(specOf(entry(props))).toMatchObject(expected);
});

test('names ports by protocol and number, and gives copies', () => {
  const all = [Port.http(80), Port.https(443), Port.grpc(9000)];
  const made = entry({ ports: all })(newChart());
  expect(made.ports.map(({ name }) => name)).toEqual(['http', 'https', 'grpc-9000']);
  expect(made.hosts).toEqual(['api.example.com']);
  made.hosts.push('x');
  made.ports.pop();
  expect([made.hosts.length, made.ports.length]).toEqual([1, 3]);
});

test.each([
  [Port.http, 'HTTP'],
  [Port.http2, 'HTTP2'],
  [Port.grpc, 'GRPC'],
  [Port.https, 'HTTPS'],
  [Port.tls, 'TLS'],
  [Port.tcp, 'TCP'],
])('a port has its protocol: %p %s', (make, protocol) => {
  expect(make(1).protocol).toBe(protocol);
});

test('is referred to without being made', () => {
  expect(ServiceEntry.fromServiceEntryName('bank', 'team')).toEqual({
    apiVersion: 'networking.istio.io/v1',
    kind: 'ServiceEntry',
    name: 'bank',
    namespace: 'team',
  });
});

const tcp = Port.tcp(5432);
const endpoint = (one: ServiceEntryEndpoint, resolution = Resolution.STATIC) => ({ resolution, endpoints: [one] });
const DYNAMIC = Resolution.DYNAMIC_DNS;
const wild = { hosts: ['*.a.b'], ports: [Port.http(80)], resolution: DYNAMIC };
test.each<[string, Partial<ServiceEntryProps>, string]>([
  ['a host twice', { hosts: ['a.b', 'a.b'] }, "hosts: got 'a.b' twice"],
  ['a URL', { hosts: ['https://a.b/c'] }, "host: got 'https://a.b/c'"],
  ['a wildcard in a word', { hosts: ['*a.b'], resolution: Resolution.NONE }, "[test/se] host: got '*a.b'"],
  ['a wildcard that DNS cannot look up', { hosts: ['*.a.b'] }, "[test/se] host: got '*.a.b'"],
  ['the same in turn', { hosts: ['*.a.b'], resolution: Resolution.DNS_ROUND_ROBIN }, "[test/se] host: got '*.a.b'"],
  ['a name for DYNAMIC_DNS', { ...wild, hosts: ['a.b'] }, "host: got 'a.b'"],
  ['addresses for DYNAMIC_DNS', { ...wild, addresses: ['10.0.0.1'] }, '[test/se] addresses: got ["10.0.0.1"]'],
  [
    'endpoints for DYNAMIC_DNS',
    { ...wild, endpoints: [{ address: 'a.b' }] },
    "endpoints: got 'resolution DYNAMIC_DNS'",
  ],
  ['HTTPS for DYNAMIC_DNS', { ...wild, ports: [Port.https(443)] }, "port 'https': got 'HTTPS'"],
  ['TCP for DYNAMIC_DNS', { ...wild, ports: [tcp] }, "[test/se] port 'tcp-5432': got 'TCP'"],
  [
    'a part of the mesh at a waypoint for DYNAMIC_DNS',
    { ...wild, location: ServiceEntryLocation.MESH_INTERNAL, labels: { 'istio.io/use-waypoint': 'w' } },
    "[test/se] location: got 'MESH_INTERNAL'",
  ],
  [
    'a port name twice',
    { ports: [Port.http(80), Port.http(81, { name: 'http' })] },
    "names of ports: got 'http' twice",
  ],
  ['several hosts and TCP', { hosts: ['a.b', 'c.d'], ports: [tcp] }, "port 'tcp-5432' of 2 hosts: got 'TCP'"],
  ['a name as address', { addresses: ['a.b'] }, "addresses: got 'a.b'"],
  ['a name for STATIC', endpoint({ address: 'a.b' }), "address of endpoint: got 'a.b'"],
  ['a wildcard endpoint', endpoint({ address: '*.b' }, Resolution.DNS), "address of endpoint: got '*.b'"],
  [
    'an unknown port of an endpoint',
    endpoint({ address: '10.0.0.1', ports: { web: 1 } }),
    "port of endpoint '10.0.0.1': got 'web'",
  ],
  [
    'port 0 of an endpoint',
    endpoint({ address: '10.0.0.1', ports: { https: 0 } }),
    "port 'https' of endpoint '10.0.0.1': got 0",
  ],
  ['a weight', endpoint({ address: '10.0.0.1', weight: -1 }), 'weight of endpoint: got -1'],
  ['a locality', endpoint({ address: '10.0.0.1', locality: '' }), "locality of endpoint: got ''"],
  ['all and some namespaces', { exportTo: ['*', 'team'] }, '[test/se] exportTo: got ["*","team"]'],
  ['an empty alternative name', { subjectAltNames: [''] }, "subjectAltNames: got 'an empty name'"],
])('refused: %s', (_, props, message) => {
  expect(() => entry(props)(newChart())).toThrow(message);
});

test.each<[string, () => unknown, string]>([
  ['a number', () => Port.http(65_536), 'number of port: got 65536'],
  ['number 0', () => Port.http(0), 'number of port: got 0'],
  ['a name', () => Port.http(80, { name: 'A' }), "name of port: got 'A'"],
  ['a target', () => Port.http(80, { targetPort: 0 }), 'targetPort: got 0'],
  ['a reference', () => ServiceEntry.fromServiceEntryName('A'), "name of ServiceEntry: got 'A'"],
])('refused: %s of a port', (_, make, message) => {
  expect(make).toThrow(message);
});
