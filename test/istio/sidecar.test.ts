import { Chart } from 'cdk8s';
import { doubtsAbout, specOf } from './mesh-support';
import { Destination } from '../../src/istio/destination';
import { IstioPort } from '../../src/istio/istio-port';
import { IstioServerTls } from '../../src/istio/istio-tls';
import { OutboundTrafficPolicy } from '../../src/istio/outbound-traffic-policy';
import { Sidecar, SidecarProps } from '../../src/istio/sidecar';
import { CaptureMode, SidecarEgress, SidecarIngress } from '../../src/istio/sidecar-listener';
import { newChart, objectsOf } from '../support/synth';

const sidecar = (props: SidecarProps) => (chart: Chart) => new Sidecar(chart, 'default', props);

test('locks a namespace down', () => {
  const chart = newChart();
  sidecar({
    outboundTrafficPolicy: OutboundTrafficPolicy.REGISTRY_ONLY,
    egress: [{ hosts: ['./*', 'istio-system/*', '~legacy/*'] }],
  })(chart);
  expect(objectsOf(chart)).toEqual([
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'Sidecar',
      metadata: { name: 'default', namespace: 'team' },
      spec: {
        egress: [{ hosts: ['./*', 'istio-system/*', '~legacy/*'] }],
        outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' },
      },
    },
  ]);
});

test.each<[string, SidecarProps, object]>([
  [
    'sends what is unknown to a proxy',
    { outboundTrafficPolicy: OutboundTrafficPolicy.allowAnyThrough(Destination.host('proxy', { port: 3128 })) },
    { outboundTrafficPolicy: { mode: 'ALLOW_ANY', egressProxy: { host: 'proxy', port: { number: 3128 } } } },
  ],
  [
    'listens for what goes out',
    {
      egress: [
        { hosts: ['*/*.example.com'], port: IstioPort.http(80), bind: '127.0.0.1', captureMode: CaptureMode.NONE },
        { hosts: ['db/db.example.com'], port: IstioPort.mysql(0), bind: 'unix:///run/db.sock' },
        { hosts: ['~/*'] },
      ],
    },
    {
      egress: [
        {
          hosts: ['*/*.example.com'],
          port: { number: 80, protocol: 'HTTP', name: 'http' },
          bind: '127.0.0.1',
          captureMode: 'NONE',
        },
        {
          hosts: ['db/db.example.com'],
          port: { number: 0, protocol: 'MYSQL', name: 'mysql' },
          bind: 'unix:///run/db.sock',
        },
        { hosts: ['~/*'] },
      ],
    },
  ],
  [
    'listens for what comes in',
    {
      workloadSelector: { app: 'cart' },
      ingress: [
        {
          port: IstioPort.https(8443),
          bind: '::1',
          captureMode: CaptureMode.IPTABLES,
          defaultEndpoint: '[::1]:8080',
          tls: IstioServerTls.simple({ serverCertificate: '/etc/tls.crt', privateKey: '/etc/tls.key' }),
        },
        { port: IstioPort.detected(9000), defaultEndpoint: ':9001' },
        { port: IstioPort.tcp(9002), defaultEndpoint: 'unix://@app' },
      ],
    },
    {
      workloadSelector: { labels: { app: 'cart' } },
      ingress: [
        {
          port: { number: 8443, protocol: 'HTTPS', name: 'https-8443' },
          bind: '::1',
          captureMode: 'IPTABLES',
          defaultEndpoint: '[::1]:8080',
          tls: { mode: 'SIMPLE', serverCertificate: '/etc/tls.crt', privateKey: '/etc/tls.key' },
        },
        { port: { number: 9000, name: 'port-9000' }, defaultEndpoint: ':9001' },
        { port: { number: 9002, protocol: 'TCP', name: 'tcp-9002' }, defaultEndpoint: 'unix://@app' },
      ],
    },
  ],
])('%s', (_, props, expected) => {
  expect(specOf(sidecar(props))).toEqual(expected);
});

test.each<[string, string[], string | undefined]>([
  ['hosts of two namespaces', ['./*', 'istio-system/*'], undefined],
  ['a host of two namespaces', ['a/x.y', 'b/x.y'], undefined],
  ['a host and one that is taken away', ['a/*', '~a/x.y'], undefined],
  ['none', ['~/*'], undefined],
  ['a host twice', ['a/x.y', 'a/x.y'], 'a/x.y'],
  ['the own namespace by its name', ['./*', 'team/*'], 'team/*'],
  ['a host of a whole namespace', ['a/x.y', 'a/*'], 'a/x.y'],
  ['a namespace beside all', ['a/*', '*/*'], 'a/*'],
  ['a host of every namespace', ['a/x.y', '*/x.y'], 'a/x.y'],
])('doubts about %s', (_, hosts, host) => {
  const text = `GW568 host '${host}' of egress: got 'a host that another entry has already'`;
  expect(doubtsAbout(sidecar({ egress: [{ hosts }] }))).toEqual(host === undefined ? [] : [text]);
});

test('doubts settings of HTTP where there is none', () => {
  const ingress = (port: IstioPort) => sidecar({ ingress: [{ port, connectionPool: { http: { maxRetries: 1 } } }] });
  expect(doubtsAbout(ingress(IstioPort.http(80)))).toEqual([]);
  expect(doubtsAbout(ingress(IstioPort.tcp(80)))).toEqual([
    "GW568 connectionPool.http of ingress port 'tcp': got 'TCP'",
  ]);
});

const http = IstioPort.http(80);
const egress = (...listeners: Partial<SidecarEgress>[]) => ({
  egress: listeners.map((one) => ({ hosts: ['./*'], ...one })),
});
const host = (name: string) => egress({ hosts: [name] });
const ingress = (one: Partial<SidecarIngress>) => ({ ingress: [{ port: IstioPort.https(443), ...one }] });
const files = { serverCertificate: '/a', privateKey: '/b' };
test.each<[string, SidecarProps, string]>([
  ['nothing', { workloadSelector: { a: 'b' } }, "[test/default] Sidecar: got 'nothing'"],
  ['no labels', { workloadSelector: {}, ...host('./*') }, "workloadSelector: got 'none'"],
  [
    'a mode of meshes',
    { outboundTrafficPolicy: OutboundTrafficPolicy.ALLOW_ANY_DYNAMIC_DNS },
    "outboundTrafficPolicy of a Sidecar: got 'ALLOW_ANY_DYNAMIC_DNS'",
  ],
  ['no host', egress({ hosts: [] }), "hosts of egress: got 'none'"],
  ['a host without a namespace', host('x.y'), "host of egress: got 'x.y'"],
  ['an empty namespace', host('/x.y'), "host of egress: got '/x.y'"],
  ['an empty name', host('a/'), "host of egress: got 'a/'"],
  ['a namespace', host('A/x.y'), "namespace of host 'A/x.y': got 'A'"],
  ['a short name', host('./cart'), "name of a host of egress: got './cart'"],
  ['a wildcard in a word', host('./*x.y'), 'fix: a wildcard stands for whole labels'],
  ['a name', host('./X.y'), "host './X.y' of egress: got 'X.y'"],
  ['two listeners without a port', egress({}, {}), "[test/default] egress 1: got 'no port'"],
  ['a bind without a port', egress({ bind: '127.0.0.1' }), "bind of egress: got '127.0.0.1'"],
  ['a name as bind', egress({ port: http, bind: 'localhost' }), "bind of egress: got 'localhost'"],
  ['a socket with a number', egress({ port: http, bind: 'unix:///x' }), "port 'http' of egress: got 80"],
  ['no number without a socket', egress({ port: IstioPort.http(0) }), "port 'http' of egress: got 0"],
  ['a folder as socket', egress({ port: IstioPort.http(0), bind: 'unix:///x/' }), "bind of egress: got 'unix:///x/'"],
  [
    'iptables to a socket',
    egress({ port: IstioPort.http(0), bind: 'unix:///x', captureMode: CaptureMode.IPTABLES }),
    "captureMode of 'unix:///x': got 'IPTABLES'",
  ],
  ['a port twice', egress({ port: http }, { port: http }), "ports of egress: got '80' twice"],
  [
    'a socket twice',
    egress(...Array(2).fill({ port: IstioPort.http(0), bind: 'unix://@x' })),
    "sockets of egress: got 'unix://@x' twice",
  ],
  ['a target', egress({ port: IstioPort.http(80, { targetPort: 81 }) }), 'targetPort of egress: got 81'],
  [
    'a target of what comes in',
    ingress({ port: IstioPort.http(80, { targetPort: 81 }) }),
    "fix: use defaultEndpoint: '127.0.0.1:81'",
  ],
  ['port 0', ingress({ port: IstioPort.http(0) }), "port 'http' of ingress: got 0"],
  ['a socket for what comes in', ingress({ bind: 'unix:///x' }), "bind of ingress: got 'unix:///x'"],
  ['another endpoint', ingress({ defaultEndpoint: '10.0.0.1:80' }), "defaultEndpoint of ingress: got '10.0.0.1:80'"],
  [
    'an endpoint without a port',
    ingress({ defaultEndpoint: '127.0.0.1' }),
    "defaultEndpoint of ingress: got '127.0.0.1'",
  ],
  ['an endpoint at port 0', ingress({ defaultEndpoint: ':0' }), 'port of defaultEndpoint of ingress: got 0'],
  [
    'an endpoint that is a folder',
    ingress({ defaultEndpoint: 'unix:///x/' }),
    "defaultEndpoint of ingress: got 'unix:///x/'",
  ],
  ['a port twice for what comes in', { ingress: [{ port: http }, { port: http }] }, "ports of ingress: got '80' twice"],
  [
    'TLS on a port of HTTP',
    ingress({ port: http, tls: IstioServerTls.simple(files) }),
    "tls of ingress port 'http': got 'HTTP'",
  ],
  [
    'TLS of the mesh',
    ingress({ tls: IstioServerTls.istioMutual() }),
    "tls of ingress port 'https': got 'ISTIO_MUTUAL'",
  ],
  ['TLS that passes', ingress({ tls: IstioServerTls.passthrough() }), "got 'PASSTHROUGH', expected simple or mutual"],
  [
    'a Secret',
    ingress({ tls: IstioServerTls.simple({ credentialName: 'x' }) }),
    "tls of ingress port 'https': got 'credentialName'",
  ],
  [
    'names of clients',
    ingress({ tls: IstioServerTls.mutual({ ...files, caCertificates: '/c', subjectAltNames: ['a.b'] }) }),
    "got 'subjectAltNames', expected what a sidecar can do; it takes certificates from files; fix: leave it out",
  ],
])('refused: %s', (_, props, message) => {
  expect(() => sidecar(props)(newChart())).toThrow(message);
});

test('refused: a wildcard as egress proxy', () => {
  const make = () => OutboundTrafficPolicy.allowAnyThrough(Destination.host('*.b', { port: 1 }));
  expect(make).toThrow("egress proxy '*.b': got 'a wildcard'");
});
