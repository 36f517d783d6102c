import { Chart } from 'cdk8s';
import { doubtsAbout, specOf } from './mesh-support';
import { IstioPort } from '../../src/istio/istio-port';
import {
  ServiceEntry,
  ServiceEntryLocation,
  ServiceEntryProps,
  ServiceEntryResolution as Resolution,
} from '../../src/istio/service-entry';
import { newChart, objectsOf } from '../support/synth';

const entry = (props: Partial<ServiceEntryProps>) => (chart: Chart) =>
  new ServiceEntry(chart, 'se', { hosts: ['api.example.com'], ports: [IstioPort.https(443)], ...props });

test.each<[string, ServiceEntryProps & { id: string }, object]>([
  [
    'docs.redhat.com of the walkthrough',
    {
      id: 'egress-se',
      namespace: 'curl',
      hosts: ['docs.redhat.com'],
      ports: [IstioPort.http(80, { name: 'http-port' })],
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
    { id: 'httpbin-ext', namespace: 'egress-gateway', hosts: ['httpbin.org'], ports: [IstioPort.http(80)] },
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
    { hosts: ['*-eu.example.com'], ports: [IstioPort.tls(443)], resolution: Resolution.DYNAMIC_DNS },
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
    'a socket',
    { resolution: Resolution.STATIC, endpoints: [{ address: 'unix:///run/app.sock' }] },
    { endpoints: [{ address: 'unix:///run/app.sock' }] },
  ],
  [
    'an abstract socket',
    { resolution: Resolution.STATIC, endpoints: [{ address: 'unix://@app' }] },
    { endpoints: [{ address: 'unix://@app' }] },
  ],
  [
    'an endpoint behind the gateway of a network',
    { resolution: Resolution.STATIC, endpoints: [{ network: 'west' }] },
    { endpoints: [{ network: 'west' }] },
  ],
  [
    'a wildcard inside the mesh, without a waypoint',
    {
      hosts: ['*.a.b'],
      ports: [IstioPort.http(80)],
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
  const all = [IstioPort.http(80), IstioPort.https(443), IstioPort.httpProxy(3128), IstioPort.detected(9000)];
  const made = entry({ ports: all })(newChart());
  expect(made.ports.map(({ name }) => name)).toEqual(['http', 'https', 'http-proxy-3128', 'port-9000']);
  expect(made.hosts).toEqual(['api.example.com']);
  made.hosts.push('x');
  made.ports.pop();
  expect([made.hosts.length, made.ports.length]).toEqual([1, 4]);
});

test('knows protocols by the names that Istio parses', () => {
  const make = [
    IstioPort.http,
    IstioPort.http2,
    IstioPort.httpProxy,
    IstioPort.grpc,
    IstioPort.grpcWeb,
    IstioPort.https,
  ];
  const others = [IstioPort.tls, IstioPort.tcp, IstioPort.mongo, IstioPort.mysql, IstioPort.redis, IstioPort.udp];
  expect([...make, ...others, IstioPort.detected].map((port) => port(1).protocol)).toEqual([
    ...['HTTP', 'HTTP2', 'HTTP_PROXY', 'GRPC', 'GRPC-WEB', 'HTTPS'],
    ...['TLS', 'TCP', 'MONGO', 'MYSQL', 'REDIS', 'UDP', undefined],
  ]);
});

test('is referred to without being made', () => {
  expect(ServiceEntry.fromServiceEntryName('bank', 'team')).toEqual({
    apiVersion: 'networking.istio.io/v1',
    kind: 'ServiceEntry',
    name: 'bank',
    namespace: 'team',
  });
});

const tcp = IstioPort.tcp(5432);
test.each<[string, Partial<ServiceEntryProps>, string[]]>([
  ['TCP with an address', { ports: [tcp], addresses: ['203.0.113.4'] }, []],
  ['TLS without addresses', { hosts: ['a.b', 'c.d'] }, []],
  [
    'TCP without addresses',
    { ports: [tcp] },
    ["GW565 port 'tcp-5432' of ServiceEntry 'se': got 'TCP without addresses'"],
  ],
  [
    'no protocol',
    { ports: [IstioPort.detected(1)] },
    ["GW565 port 'port-1' of ServiceEntry 'se': got 'no protocol without"],
  ],
  [
    'several hosts with the same addresses and TLS',
    { hosts: ['a.b', 'c.d'], addresses: ['203.0.113.4'] },
    ["GW565 port 'https' of ServiceEntry 'se': got '2 hosts with the same addresses'"],
  ],
])('doubts: %s', (_, props, expected) => {
  expect(doubtsAbout(entry(props))).toEqual(expected.map((text) => expect.stringContaining(text)));
});

const endpoint = (one: object, resolution = Resolution.STATIC) => ({ resolution, endpoints: [one] });
const DYNAMIC = Resolution.DYNAMIC_DNS;
const wild = { hosts: ['*.a.b'], ports: [IstioPort.http(80)], resolution: DYNAMIC };
test.each<[string, Partial<ServiceEntryProps>, string]>([
  ['no host', { hosts: [] }, "[test/se] hosts: got '0 entries'"],
  ['a host twice', { hosts: ['a.b', 'a.b'] }, "hosts: got 'a.b' twice"],
  ['every host', { hosts: ['*'] }, "[test/se] host: got '*'"],
  ['a URL', { hosts: ['https://a.b/c'] }, "host: got 'https://a.b/c'"],
  [
    'a wildcard in a word',
    { hosts: ['*a.b'], resolution: Resolution.NONE },
    "a wildcard for whole labels with resolution NONE; fix: write '*.' and the domain",
  ],
  [
    'a wildcard that DNS cannot look up',
    { hosts: ['*.a.b'] },
    'a host without a wildcard with resolution DNS; there is no name to look up; fix: name an endpoint, or use',
  ],
  ['the same in turn', { hosts: ['*.a.b'], resolution: Resolution.DNS_ROUND_ROBIN }, 'with resolution DNS_ROUND_ROBIN'],
  ['a name for DYNAMIC_DNS', { ...wild, hosts: ['a.b'] }, "host: got 'a.b'"],
  ['addresses for DYNAMIC_DNS', { ...wild, addresses: ['10.0.0.1'] }, 'expected none with resolution DYNAMIC_DNS'],
  [
    'endpoints for DYNAMIC_DNS',
    { ...wild, endpoints: [{ address: 'a.b' }] },
    "endpoints: got 'resolution DYNAMIC_DNS'",
  ],
  ['HTTPS for DYNAMIC_DNS', { ...wild, ports: [IstioPort.https(443)] }, "port 'https': got 'HTTPS'"],
  ['TCP for DYNAMIC_DNS', { ...wild, ports: [tcp] }, 'fix: only these tell which host is meant'],
  [
    'a part of the mesh at a waypoint for DYNAMIC_DNS',
    { ...wild, location: ServiceEntryLocation.MESH_INTERNAL, labels: { 'istio.io/use-waypoint': 'w' } },
    "[test/se] location: got 'MESH_INTERNAL'",
  ],
  [
    'a port number twice',
    { ports: [IstioPort.http(80), IstioPort.http2(80, { name: 'x' })] },
    "numbers of ports: got '80' twice",
  ],
  [
    'a port name twice',
    { ports: [IstioPort.http(80), IstioPort.http(81, { name: 'http' })] },
    "names of ports: got 'http' twice",
  ],
  ['port 0', { ports: [IstioPort.http(0)] }, "[test/se] port 'http': got 0"],
  ['several hosts and TCP', { hosts: ['a.b', 'c.d'], ports: [tcp] }, "port 'tcp-5432' of 2 hosts: got 'TCP'"],
  ['no addresses', { addresses: [] }, "addresses: got '0 entries'"],
  ['a name as address', { addresses: ['a.b'] }, "addresses: got 'a.b'"],
  ['a network for DNS', { addresses: ['10.0.0.0/8'] }, "addresses: got '10.0.0.0/8'"],
  ['endpoints for NONE', endpoint({ address: '10.0.0.1' }, Resolution.NONE), "endpoints: got 'resolution NONE'"],
  [
    'endpoints in turn',
    { resolution: Resolution.DNS_ROUND_ROBIN, endpoints: [{ address: 'a.b' }, { address: 'c.d' }] },
    "endpoints: got '2 entries'",
  ],
  [
    'endpoints beside a selector',
    { ...endpoint({ address: '10.0.0.1' }), workloadSelector: { a: 'b' } },
    "workloadSelector: got 'endpoints beside it'",
  ],
  [
    'a selector for NONE',
    { resolution: Resolution.NONE, workloadSelector: { a: 'b' } },
    "workloadSelector: got 'resolution NONE'",
  ],
  ['an empty selector', { workloadSelector: {} }, "workloadSelector: got 'none'"],
  ['an endpoint without an address', endpoint({}), "address of endpoint: got 'none'"],
  [
    'one by DNS',
    endpoint({ network: 'n' }, Resolution.DNS),
    'expected an address or a name; fix: write where it listens',
  ],
  ['a name for STATIC', endpoint({ address: 'a.b' }), "address of endpoint: got 'a.b'"],
  ['a wildcard endpoint', endpoint({ address: '*.b' }, Resolution.DNS), "address of endpoint: got '*.b'"],
  ['a socket by DNS', endpoint({ address: 'unix:///x' }, Resolution.DNS), 'a socket has no name in DNS'],
  [
    'a folder as socket',
    endpoint({ address: 'unix:///x/' }),
    "got 'unix:///x/', expected the absolute path of a socket",
  ],
  ['a relative socket', endpoint({ address: 'unix://x' }), "got 'unix://x', expected the absolute path of a socket"],
  ['ports of a socket', endpoint({ address: 'unix:///x', ports: { https: 1 } }), 'expected none; a socket has no port'],
  [
    'a socket for two ports',
    { ...endpoint({ address: 'unix:///x' }), ports: [IstioPort.http(80), tcp] },
    "ports beside endpoint 'unix:///x': got '2 ports'",
  ],
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
  ['a service account', endpoint({ address: '10.0.0.1', serviceAccount: 'A' }), "serviceAccount of endpoint: got 'A'"],
  ['all and some namespaces', { exportTo: ['*', 'team'] }, '[test/se] exportTo: got ["*","team"]'],
  ['an empty alternative name', { subjectAltNames: [''] }, "subjectAltNames: got 'an empty name'"],
])('refused: %s', (_, props, message) => {
  expect(() => entry(props)(newChart())).toThrow(message);
});

test.each<[string, () => unknown, string]>([
  ['a number', () => IstioPort.http(65_536), 'number of port: got 65536'],
  ['a name', () => IstioPort.http(80, { name: 'A' }), "name of port: got 'A'"],
  ['a target', () => IstioPort.http(80, { targetPort: 0 }), 'targetPort: got 0'],
  ['a reference', () => ServiceEntry.fromServiceEntryName('A'), "name of ServiceEntry: got 'A'"],
])('refused: %s of a port', (_, make, message) => {
  expect(make).toThrow(message);
});
