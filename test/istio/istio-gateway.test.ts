import { Chart } from 'cdk8s';
import { warningsOf, specOf } from './mesh-support';
import { Gateway, GatewayProps } from '../../src/istio/istio-gateway';
import { Server } from '../../src/istio/istio-server';
import { ServerTls, TlsVersion } from '../../src/istio/istio-tls';
import { brief } from '../support/brief';
import { newChart, objectsOf } from '../support/synth';

const selector = { istio: 'istio-gateway' };
const simple = ServerTls.simple({ credentialName: 'httpbin-credential' });
const gateway =
  (...servers: Server[]) =>
  (chart: Chart) =>
    new Gateway(chart, 'gw', { selector, servers });
const gatewayWith = (props: Partial<GatewayProps>) => () => new Gateway(newChart(), 'gw', { selector, ...props });
const serversOf = (...servers: Server[]) => (specOf(gateway(...servers)) as { servers: object[] }).servers;
const hosts = ['a.example.com'];

test('configures the ports of a gateway', () => {
  const chart = newChart();
  const built = new Gateway(chart, 'httpbin-gateway', {
    selector,
    servers: [Server.http({ hosts: ['httpbin.example.com'], httpsRedirect: true })],
  });
  built.addServer(Server.https({ hosts: ['httpbin.example.com'], tls: simple }));
  expect(objectsOf(chart)).toEqual([
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'Gateway',
      metadata: { name: 'httpbin-gateway', namespace: 'team' },
      spec: {
        selector: { istio: 'istio-gateway' },
        servers: [
          {
            port: { number: 80, name: 'http', protocol: 'HTTP' },
            hosts: ['httpbin.example.com'],
            tls: { httpsRedirect: true },
          },
          {
            port: { number: 443, name: 'https', protocol: 'HTTPS' },
            hosts: ['httpbin.example.com'],
            tls: { mode: 'SIMPLE', credentialName: 'httpbin-credential' },
          },
        ],
      },
    },
  ]);
  expect(built.selector).toEqual(selector);
  expect(built.servers.map(({ port, hosts: served }) => ({ port, served }))).toEqual([
    { port: 80, served: ['httpbin.example.com'] },
    { port: 443, served: ['httpbin.example.com'] },
  ]);
});

test.each<[string, Server, object]>([
  ['HTTP/2', Server.http2({ hosts }), { number: 80, name: 'http2', protocol: 'HTTP2' }],
  ['gRPC', Server.grpc({ hosts, port: 9000 }), { number: 9000, name: 'grpc-9000', protocol: 'GRPC' }],
  ['TLS', Server.tls({ hosts, tls: simple }), { number: 443, name: 'tls', protocol: 'TLS' }],
  ['HTTPS elsewhere', Server.https({ hosts, tls: simple, port: 8443 }), { number: 8443, name: 'https-8443' }],
  ['TCP', Server.tcp({ hosts: ['*'], port: 5432 }), { number: 5432, name: 'tcp-5432', protocol: 'TCP' }],
])('serves %s', (_, server, port) => {
  expect(serversOf(server)).toMatchObject([{ port }]);
});

test('names ports that share a number by their host', () => {
  const servers = [['a.example.com'], ['*.b.example.com', 'c.example.com'], ['*']].map((names) =>
    Server.https({ hosts: names, tls: simple }),
  );
  expect(serversOf(...servers).map((server) => (server as { port: { name: string } }).port.name)).toEqual([
    'https',
    'https-any-b-example-com',
    'https-any',
  ]);
});

test.each<[string, ServerTls, object]>([
  ['passthrough', ServerTls.passthrough(), { mode: 'PASSTHROUGH' }],
  ['passthrough by itself', ServerTls.autoPassthrough(), { mode: 'AUTO_PASSTHROUGH' }],
  ['certificates of the mesh', ServerTls.istioMutual(), { mode: 'ISTIO_MUTUAL' }],
  [
    'files',
    ServerTls.simple({ serverCertificate: '/etc/certs/tls.crt', privateKey: '/etc/certs/tls.key' }),
    { mode: 'SIMPLE', serverCertificate: '/etc/certs/tls.crt', privateKey: '/etc/certs/tls.key' },
  ],
  [
    'a client’s certificate',
    ServerTls.mutual({
      credentialName: 'kubernetes-gateway://certs/api',
      caCertCredentialName: 'configmap://certs/ca',
      subjectAltNames: ['spiffe://cluster.local/ns/a/sa/b', 'client.example.com'],
    }),
    {
      mode: 'MUTUAL',
      credentialName: 'kubernetes-gateway://certs/api',
      caCertCredentialName: 'configmap://certs/ca',
      subjectAltNames: ['spiffe://cluster.local/ns/a/sa/b', 'client.example.com'],
    },
  ],
  [
    'a client’s certificate where there is one',
    ServerTls.optionalMutual({ credentialName: 'api' }),
    { mode: 'OPTIONAL_MUTUAL', credentialName: 'api' },
  ],
  [
    'versions and ciphers',
    ServerTls.simple({
      credentialName: 'api',
      minProtocolVersion: TlsVersion.TLSV1_2,
      maxProtocolVersion: TlsVersion.TLSV1_3,
      cipherSuites: ['ECDHE-RSA-AES256-GCM-SHA384', '-ALL'],
    }),
    {
      mode: 'SIMPLE',
      credentialName: 'api',
      minProtocolVersion: 'TLSV1_2',
      maxProtocolVersion: 'TLSV1_3',
      cipherSuites: ['ECDHE-RSA-AES256-GCM-SHA384', '-ALL'],
    },
  ],
])('does TLS with %s', (_, tls, expected) => {
  expect(serversOf(Server.https({ hosts, tls }))).toMatchObject([{ tls: expected }]);
});

test.each<[string, string[]]>([
  ['every host', ['*']],
  ['hosts of a namespace', ['shop/*', './a.example.com', '*/b.example.com']],
  ['a wildcard', ['*.example.com']],
  ['addresses', ['10.0.0.1', 'fd00::1']],
])('serves %s', (_, names) => {
  expect(serversOf(Server.http({ hosts: names }))).toMatchObject([{ hosts: names }]);
});

test('shares a port: plain HTTP, TLS of several hosts', () => {
  const https = (name: string) => Server.https({ hosts: [name], tls: simple });
  const servers = [
    Server.http({ hosts }),
    Server.grpc({ hosts, port: 80 }),
    https('a.example.com'),
    https('b.example.com'),
    Server.tls({ hosts: ['x/c.example.com'], tls: ServerTls.passthrough() }),
    Server.tls({ hosts: ['y/c.example.com'], tls: ServerTls.passthrough() }),
  ];
  expect(serversOf(...servers)).toHaveLength(6);
});

const server = (names: string[]) => () => Server.http({ hosts: names });
const tls = (make: () => ServerTls) => make;
const https = (name: string, more: object = {}) => Server.https({ hosts: [name], tls: simple, ...more });
const mutual = (options: Parameters<typeof ServerTls.mutual>[0]) => tls(() => ServerTls.mutual(options));

test.each<[string, () => unknown, string]>([
  ['no labels', gatewayWith({ selector: {} }), "[test/gw] selector: got 'none'"],
  ['a name with dots', gatewayWith({ name: 'a.b' }), "name of Gateway: got 'a.b'"],
  ['no host', server([]), "hosts of HTTP server: got 'none'"],
  ['a short name', server(['api']), "host of HTTP server: got 'api'"],
  ['part of a label', server(['*api.example.com']), "host of HTTP server: got '*api.example.com'"],
  ['a wildcard inside', server(['a.*.com']), "host of HTTP server: got 'a.*.com'"],
  ['a URL', server(['https://a.example.com/']), "host of HTTP server: got 'https://a.example.com/'"],
  ['a port', server(['a.example.com:80']), "host of HTTP server: got 'a.example.com:80'"],
  ['a wrong address', server(['10.0.0.300']), "host of HTTP server: got '10.0.0.300'"],
  ['a namespace', server(['A/a.example.com']), "namespace of host of HTTP server 'A/a.example.com': got 'A'"],
  ['a host twice', server(['a.b', 'a.b']), "hosts of HTTP server: got 'a.b' twice"],
  ['no port', () => Server.tcp({ hosts }), 'port of TCP server: got undefined'],
  ['port 0', () => Server.http({ hosts, port: 0 }), 'port of HTTP server: got 0'],
  ['an empty portName', () => Server.http({ hosts, portName: '' }), 'portName of HTTP server'],
  [
    'TLS beside plain HTTP',
    gatewayWith({ servers: [Server.http({ hosts, port: 443 }), https('b.example.com')] }),
    "[test/gw] port 443: got 'HTTPS together with HTTP'",
  ],
  [
    'two of TCP',
    gatewayWith({ servers: [1, 2].map((n) => Server.tcp({ hosts: [`${n}.example.com`], port: 1 })) }),
    "port 1: got 'TCP together with TCP'",
  ],
  [
    'TCP together with HTTP',
    gatewayWith({ servers: [Server.http({ hosts }), Server.tcp({ hosts, port: 80 })] }),
    "port 80: got 'TCP together with HTTP'",
  ],
  [
    'a host of TLS twice',
    gatewayWith({ servers: [https('x/a.example.com'), https('y/a.example.com')] }),
    "[test/gw] hosts of port 443: got 'y/a.example.com' twice",
  ],
  [
    'a portName twice',
    gatewayWith({ servers: [https('a.b', { portName: 'x' }), https('c.b', { portName: 'x' })] }),
    "[test/gw] portName of server: got 'x'",
  ],
  ['no certificate', tls(() => ServerTls.simple({})), "certificate of TLS mode SIMPLE: got 'none'"],
  [
    'a Secret beside files',
    tls(() => ServerTls.simple({ credentialName: 'a', privateKey: '/b' })),
    "certificate of TLS mode SIMPLE: got 'credentialName and privateKey'",
  ],
  [
    'a certificate without its key',
    tls(() => ServerTls.simple({ serverCertificate: '/a' })),
    "certificate of TLS mode SIMPLE: got 'serverCertificate'",
  ],
  [
    'a key alone',
    tls(() => ServerTls.simple({ privateKey: '/a' })),
    "certificate of TLS mode SIMPLE: got 'privateKey'",
  ],
  ['a Secret elsewhere', mutual({ credentialName: 'certs/api' }), "credentialName: got 'certs/api'"],
  ['an unknown kind', mutual({ credentialName: 'vault://a' }), "credentialName: got 'vault://a'"],
  ['no namespace', mutual({ credentialName: 'kubernetes-gateway://a' }), "got 'kubernetes-gateway://a'"],
  ['no path', tls(() => ServerTls.simple({ serverCertificate: '', privateKey: '/b' })), "serverCertificate: got ''"],
  [
    'authorities in a file beside a Secret',
    mutual({ credentialName: 'a', caCertificates: '/ca.crt' }),
    "caCertificates of TLS mode MUTUAL: got 'a file together with a Secret'",
  ],
  [
    'authorities in a Secret beside files',
    mutual({ serverCertificate: '/a', privateKey: '/b', caCertCredentialName: 'ca' }),
    "caCertCredentialName of TLS mode MUTUAL: got 'certificates in files'",
  ],
  [
    'no authorities',
    mutual({ serverCertificate: '/a', privateKey: '/b' }),
    'caCertificates of TLS mode MUTUAL: got undefined',
  ],
  ['a name of a certificate', mutual({ credentialName: 'a', subjectAltNames: ['a b'] }), "subjectAltNames: got 'a b'"],
  ['an empty name of a certificate', mutual({ credentialName: 'a', subjectAltNames: [''] }), "subjectAltNames: got ''"],
  [
    'versions the wrong way round',
    mutual({
      credentialName: 'a',
      minProtocolVersion: TlsVersion.TLSV1_3,
      maxProtocolVersion: TlsVersion.TLSV1_2,
    }),
    "minProtocolVersion: got 'TLSV1_3'",
  ],
  [
    'a cipher suite of TLS 1.3',
    mutual({ credentialName: 'a', cipherSuites: ['TLS_AES_128_GCM_SHA256'] }),
    "cipherSuites: got 'TLS_AES_128_GCM_SHA256'",
  ],
  ['a cipher suite', mutual({ credentialName: 'a', cipherSuites: ['RC4'] }), "cipherSuites: got 'RC4'"],
  ['a cipher suite twice', mutual({ credentialName: 'a', cipherSuites: ['ALL', 'ALL'] }), "got 'ALL' twice"],
])('refused: %s', (_, make, message) => {
  expect(make).toThrow(message);
});

test('refused at synthesis: no server', () => {
  expect(gateway()(newChart()).node.validate().map(brief)).toEqual(['servers: got none']);
});

test('warns of old TLS that no old client can speak', () => {
  const old = (cipherSuites?: string[]) =>
    gateway(
      https('a.example.com', {
        tls: ServerTls.simple({
          credentialName: 'a',
          minProtocolVersion: TlsVersion.TLSV1_1,
          cipherSuites,
        }),
      }),
    );
  expect(warningsOf(old())).toEqual([
    "GW564 spec.servers[0].tls.minProtocolVersion: got 'TLSV1_1 without cipherSuites'",
  ]);
  expect(warningsOf(old(['AES128-SHA']))).toEqual([]);
  expect(warningsOf(gateway(https('a.example.com')))).toEqual([]);
});
