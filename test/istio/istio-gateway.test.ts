import { Chart } from 'cdk8s';
import { doubtsAbout, specOf } from './mesh-support';
import { IstioGateway, IstioGatewayProps } from '../../src/istio/istio-gateway';
import { IstioServer } from '../../src/istio/istio-server';
import { IstioServerTls, IstioTlsVersion } from '../../src/istio/istio-tls';
import { brief } from '../support/brief';
import { newChart, objectsOf } from '../support/synth';

const selector = { istio: 'istio-gateway' };
const simple = IstioServerTls.simple({ credentialName: 'httpbin-credential' });
const gateway =
  (...servers: IstioServer[]) =>
  (chart: Chart) =>
    new IstioGateway(chart, 'gw', { selector, servers });
const gatewayWith = (props: Partial<IstioGatewayProps>) => () =>
  new IstioGateway(newChart(), 'gw', { selector, ...props });
const serversOf = (...servers: IstioServer[]) => (specOf(gateway(...servers)) as { servers: object[] }).servers;
const hosts = ['a.example.com'];

test('configures the ports of a gateway', () => {
  const chart = newChart();
  const built = new IstioGateway(chart, 'httpbin-gateway', {
    selector,
    servers: [IstioServer.http({ hosts: ['httpbin.example.com'], httpsRedirect: true })],
  });
  built.addServer(IstioServer.https({ hosts: ['httpbin.example.com'], tls: simple }));
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
  expect(built.servers.map(({ port, hosts: served, name }) => ({ port, served, name }))).toEqual([
    { port: 80, served: ['httpbin.example.com'], name: undefined },
    { port: 443, served: ['httpbin.example.com'], name: undefined },
  ]);
});

test.each<[string, IstioServer, object]>([
  ['HTTP/2', IstioServer.http2({ hosts }), { number: 80, name: 'http2', protocol: 'HTTP2' }],
  ['gRPC', IstioServer.grpc({ hosts, port: 9000 }), { number: 9000, name: 'grpc-9000', protocol: 'GRPC' }],
  ['gRPC-Web', IstioServer.grpcWeb({ hosts, port: 80 }), { number: 80, name: 'grpc-web', protocol: 'GRPC-WEB' }],
  ['TLS', IstioServer.tls({ hosts, tls: simple }), { number: 443, name: 'tls', protocol: 'TLS' }],
  ['HTTPS elsewhere', IstioServer.https({ hosts, tls: simple, port: 8443 }), { number: 8443, name: 'https-8443' }],
  ['TCP', IstioServer.tcp({ hosts: ['*'], port: 5432 }), { number: 5432, name: 'tcp-5432', protocol: 'TCP' }],
  ['MongoDB', IstioServer.mongo({ hosts: ['*'], port: 27017, portName: 'db' }), { name: 'db', protocol: 'MONGO' }],
  ['a socket', IstioServer.http({ hosts, bind: 'unix:///run/gw.sock' }), { number: 0, name: 'http' }],
  ['an abstract socket', IstioServer.tcp({ hosts, bind: 'unix://@gw', port: 0 }), { number: 0, name: 'tcp' }],
])('serves %s', (_, server, port) => {
  expect(serversOf(server)).toMatchObject([{ port }]);
});

test('names ports that share a number by their host', () => {
  const servers = [['a.example.com'], ['*.b.example.com', 'c.example.com'], ['*']].map((names) =>
    IstioServer.https({ hosts: names, tls: simple }),
  );
  expect(serversOf(...servers).map((server) => (server as { port: { name: string } }).port.name)).toEqual([
    'https',
    'https-any-b-example-com',
    'https-any',
  ]);
});

test.each<[string, IstioServerTls, object]>([
  ['passthrough', IstioServerTls.passthrough(), { mode: 'PASSTHROUGH' }],
  ['passthrough by itself', IstioServerTls.autoPassthrough(), { mode: 'AUTO_PASSTHROUGH' }],
  ['certificates of the mesh', IstioServerTls.istioMutual(), { mode: 'ISTIO_MUTUAL' }],
  [
    'files',
    IstioServerTls.simple({ serverCertificate: '/etc/certs/tls.crt', privateKey: '/etc/certs/tls.key' }),
    { mode: 'SIMPLE', serverCertificate: '/etc/certs/tls.crt', privateKey: '/etc/certs/tls.key' },
  ],
  [
    'a client’s certificate',
    IstioServerTls.mutual({
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
    IstioServerTls.optionalMutual({ credentialNames: ['rsa', 'ecdsa'], insecureSkipVerify: true }),
    { mode: 'OPTIONAL_MUTUAL', credentialNames: ['rsa', 'ecdsa'], insecureSkipVerify: true },
  ],
  [
    'versions and ciphers',
    IstioServerTls.simple({
      credentialName: 'api',
      minProtocolVersion: IstioTlsVersion.TLSV1_2,
      maxProtocolVersion: IstioTlsVersion.TLSV1_3,
      cipherSuites: ['ECDHE-RSA-AES256-GCM-SHA384', '-ALL'],
      ecdhCurves: ['X25519'],
    }),
    {
      mode: 'SIMPLE',
      credentialName: 'api',
      minProtocolVersion: 'TLSV1_2',
      maxProtocolVersion: 'TLSV1_3',
      cipherSuites: ['ECDHE-RSA-AES256-GCM-SHA384', '-ALL'],
      ecdhCurves: ['X25519'],
    },
  ],
])('does TLS with %s', (_, tls, expected) => {
  expect(serversOf(IstioServer.https({ hosts, tls }))).toMatchObject([{ tls: expected }]);
});

test.each<[string, string[]]>([
  ['every host', ['*']],
  ['hosts of a namespace', ['shop/*', './a.example.com', '*/b.example.com']],
  ['a wildcard', ['*.example.com']],
  ['addresses', ['10.0.0.1', 'fd00::1']],
])('serves %s', (_, names) => {
  expect(serversOf(IstioServer.http({ hosts: names }))).toMatchObject([{ hosts: names }]);
});

test('shares a port: plain HTTP, TLS of several hosts, several addresses', () => {
  const https = (name: string, bind?: string) => IstioServer.https({ hosts: [name], tls: simple, bind });
  const servers = [
    IstioServer.http({ hosts }),
    IstioServer.grpc({ hosts, port: 80 }),
    https('a.example.com'),
    https('b.example.com'),
    https('a.example.com', '10.0.0.1'),
    IstioServer.tcp({ hosts: ['*'], port: 443, bind: '10.0.0.2' }),
    IstioServer.tls({ hosts: ['x/c.example.com'], tls: IstioServerTls.passthrough() }),
    IstioServer.tls({ hosts: ['y/c.example.com'], tls: IstioServerTls.passthrough() }),
  ];
  expect(serversOf(...servers)).toHaveLength(8);
});

const server = (names: string[]) => () => IstioServer.http({ hosts: names });
const tls = (make: () => IstioServerTls) => make;
const CERTIFICATE =
  'expected one of credentialName, credentialNames, serverCertificate with privateKey, tlsCertificates';
const https = (name: string, more: object = {}) => IstioServer.https({ hosts: [name], tls: simple, ...more });
const mutual = (options: Parameters<typeof IstioServerTls.mutual>[0]) => tls(() => IstioServerTls.mutual(options));

test.each<[string, () => unknown, string]>([
  ['no labels', gatewayWith({ selector: {} }), "[test/gw] selector: got 'none'"],
  ['a name with dots', gatewayWith({ name: 'a.b' }), "name of Gateway: got 'a.b'"],
  ['no host', server([]), "hosts of HTTP server: got 'none'"],
  ['a short name', server(['api']), "host of HTTP server: got 'api'"],
  ['part of a label', server(['*api.example.com']), "host of HTTP server: got '*api.example.com'"],
  ['a wildcard inside', server(['a.*.com']), "host of HTTP server: got 'a.*.com'"],
  ['a URL', server(['https://a.example.com/']), "fix: leave the scheme and the path out: 'a.example.com'"],
  ['a port', server(['a.example.com:80']), "fix: leave the port out: 'a.example.com'"],
  ['a wrong address', server(['10.0.0.300']), 'expected a host name whose last part is not a number'],
  ['a namespace', server(['A/a.example.com']), "namespace of host of HTTP server 'A/a.example.com': got 'A'"],
  ['a host twice', server(['a.b', 'a.b']), "hosts of HTTP server: got 'a.b' twice"],
  ['no port', () => IstioServer.tcp({ hosts }), 'port of TCP server: got undefined'],
  ['port 0', () => IstioServer.http({ hosts, port: 0 }), 'port of HTTP server: got 0'],
  ['a name to listen on', () => IstioServer.http({ hosts, bind: 'localhost' }), "bind of HTTP server: got 'localhost'"],
  ['a directory', () => IstioServer.http({ hosts, bind: 'unix:///run/' }), "bind of HTTP server: got 'unix:///run/'"],
  ['a port of a socket', () => IstioServer.http({ hosts, bind: 'unix://@a', port: 80 }), 'port of HTTP server: got 80'],
  ['an empty portName', () => IstioServer.http({ hosts, portName: '' }), 'portName of HTTP server'],
  [
    'TLS beside plain HTTP',
    gatewayWith({ servers: [IstioServer.http({ hosts, port: 443 }), https('b.example.com')] }),
    "[test/gw] port 443: got 'HTTPS beside HTTP'",
  ],
  [
    'two of TCP',
    gatewayWith({ servers: [1, 2].map((n) => IstioServer.tcp({ hosts: [`${n}.example.com`], port: 1 })) }),
    "port 1: got 'TCP beside TCP'",
  ],
  [
    'TCP beside HTTP',
    gatewayWith({ servers: [IstioServer.http({ hosts }), IstioServer.tcp({ hosts, port: 80 })] }),
    "port 80: got 'TCP beside HTTP'",
  ],
  [
    'two of a socket',
    gatewayWith({ servers: [1, 2].map(() => IstioServer.tcp({ hosts, bind: 'unix://@a' })) }),
    "socket unix://@a: got 'TCP beside TCP'",
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
  [
    'a name twice',
    gatewayWith({ servers: [https('a.b', { name: 'x' }), https('c.b', { name: 'x' })] }),
    "[test/gw] name of server: got 'x'",
  ],
  [
    'no certificate',
    tls(() => IstioServerTls.simple({})),
    `certificate of TLS mode SIMPLE: got 'none', ${CERTIFICATE}; fix: for example credentialName: 'api-tls'`,
  ],
  [
    'two certificates',
    tls(() => IstioServerTls.simple({ credentialName: 'a', credentialNames: ['b'] })),
    `certificate of TLS mode SIMPLE: got 'credentialName, credentialNames', ${CERTIFICATE}; fix: leave the others out`,
  ],
  [
    'a Secret beside files',
    tls(() => IstioServerTls.simple({ credentialName: 'a', privateKey: '/b' })),
    "got 'credentialName, serverCertificate and privateKey'",
  ],
  [
    'a certificate without its key',
    tls(() => IstioServerTls.simple({ serverCertificate: '/a' })),
    "got 'a certificate alone', expected serverCertificate and privateKey; fix: name privateKey as well",
  ],
  ['a key alone', tls(() => IstioServerTls.simple({ privateKey: '/a' })), "got 'a private key alone'"],
  ['three Secrets', mutual({ credentialNames: ['a', 'b', 'c'] }), "credentialNames: got '3 entries'"],
  ['a Secret twice', mutual({ credentialNames: ['a', 'a'] }), "credentialNames: got 'a' twice"],
  ['a Secret elsewhere', mutual({ credentialName: 'certs/api' }), "credentialName: got 'certs/api'"],
  ['an unknown kind', mutual({ credentialName: 'vault://a' }), "credentialName: got 'vault://a'"],
  ['no namespace', mutual({ credentialName: 'kubernetes-gateway://a' }), "got 'kubernetes-gateway://a'"],
  [
    'no path',
    tls(() => IstioServerTls.simple({ serverCertificate: '', privateKey: '/b' })),
    "serverCertificate: got ''",
  ],
  [
    'authorities in a file beside a Secret',
    mutual({ credentialName: 'a', caCertificates: '/ca.crt' }),
    "caCertificates of TLS mode MUTUAL: got 'a file beside a Secret'",
  ],
  ['a revocation list beside a Secret', mutual({ credentialName: 'a', caCrl: '/crl' }), 'the Secret: ca.crl'],
  [
    'no authorities',
    mutual({ serverCertificate: '/a', privateKey: '/b' }),
    'caCertificates of TLS mode MUTUAL: got undefined',
  ],
  [
    'keys of clients with files',
    mutual({ serverCertificate: '/a', privateKey: '/b', caCertificates: '/c', verifyCertificateHash: [] }),
    "verifyCertificateHash of TLS mode MUTUAL: got 'certificates in files'",
  ],
  [
    'what is no hash',
    mutual({ credentialName: 'a', verifyCertificateHash: ['abc'] }),
    "verifyCertificateHash: got 'abc'",
  ],
  ['what is no key', mutual({ credentialName: 'a', verifyCertificateSpki: ['abc'] }), 'expected base64 of 32 bytes'],
  ['a name of a certificate', mutual({ credentialName: 'a', subjectAltNames: ['a b'] }), "subjectAltNames: got 'a b'"],
  ['an empty name of a certificate', mutual({ credentialName: 'a', subjectAltNames: [''] }), "subjectAltNames: got ''"],
  [
    'versions the wrong way round',
    mutual({
      credentialName: 'a',
      minProtocolVersion: IstioTlsVersion.TLSV1_3,
      maxProtocolVersion: IstioTlsVersion.TLSV1_2,
    }),
    "minProtocolVersion: got 'TLSV1_3'",
  ],
  [
    'a cipher suite of TLS 1.3',
    mutual({ credentialName: 'a', cipherSuites: ['TLS_AES_128_GCM_SHA256'] }),
    "fix: use OpenSSL's name; those of TLS 1.3 cannot be chosen",
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
        tls: IstioServerTls.simple({
          credentialName: 'a',
          minProtocolVersion: IstioTlsVersion.TLSV1_1,
          cipherSuites,
        }),
      }),
    );
  expect(doubtsAbout(old())).toEqual(["GW564 minProtocolVersion: got 'TLSV1_1 without cipherSuites'"]);
  expect(doubtsAbout(old(['AES128-SHA']))).toEqual([]);
  expect(doubtsAbout(gateway(https('a.example.com')))).toEqual([]);
});
