/* What the webhook of Istio refuses in servers, traffic policies and ServiceEntries. */
import { eachManifest, manifest } from '../told';

const istio = (kind: string, spec: object) => manifest(kind, spec, 'networking.istio.io/v1');
const servers = (...list: object[]) => istio('Gateway', { servers: list.map((each) => ({ hosts: ['*'], ...each })) });
const port = (protocol: string, name: string = 'web', number: number = 443) => ({ name, number, protocol });
const https = (tls: object) => servers({ port: port('HTTPS'), tls });
const files = { serverCertificate: '/etc/a.crt', privateKey: '/etc/a.key' };
const sidecar = (spec: object) => istio('Sidecar', { egress: [{ hosts: ['./*'] }], ...spec });
const ingress = (...list: object[]) =>
  sidecar({ ingress: list.map((each) => ({ port: { number: 80, protocol: 'HTTP', name: 'http' }, ...each })) });
const policy = (trafficPolicy: object) => istio('DestinationRule', { host: 'web', trafficPolicy });
const client = (tls: object) => policy({ tls });
const subsets = (...list: object[]) => istio('DestinationRule', { host: 'web', subsets: list });
const entry = (spec: object) =>
  istio('ServiceEntry', { hosts: ['a.example.com'], ports: [port('HTTP', 'http', 80)], ...spec });
const fixed = (...endpoints: object[]) => entry({ resolution: 'STATIC', endpoints });

describe('TLS of servers', () => {
  eachManifest([
    ['a Secret', https({ mode: 'SIMPLE', credentialName: 'a' })],
    ['a Secret for clients too', https({ mode: 'MUTUAL', credentialName: 'a' })],
    ['files', https({ mode: 'MUTUAL', ...files, caCertificates: '/etc/ca.crt' })],
    ['the mesh', https({ mode: 'ISTIO_MUTUAL' })],
    ['passthrough', servers({ port: port('TLS'), tls: { mode: 'PASSTHROUGH' } })],
    ['a redirect', servers({ port: port('HTTP'), tls: { httpsRedirect: true } })],
    ['no TLS', servers({ port: port('HTTPS') }), 'GW632 spec.servers[0].tls: got undefined'],
    [
      'TLS of HTTP',
      servers({ port: port('HTTP'), tls: { mode: 'SIMPLE', credentialName: 'a' } }),
      'GW632 spec.servers[0].tls: got {"mode":"SIMPLE","credentialName":"a"}',
    ],
    [
      'TLS of TCP',
      servers({ port: port('TCP'), tls: { mode: 'PASSTHROUGH' } }),
      'GW632 spec.servers[0].tls: got {"mode":"PASSTHROUGH"}',
    ],
    ['no certificate', https({ mode: 'SIMPLE' }), 'GW632 spec.servers[0].tls.serverCertificate: got undefined'],
    [
      'no key',
      https({ mode: 'SIMPLE', serverCertificate: '/etc/a.crt' }),
      'GW632 spec.servers[0].tls.privateKey: got undefined',
    ],
    ['no authority', https({ mode: 'MUTUAL', ...files }), 'GW632 spec.servers[0].tls.caCertificates: got undefined'],
    [
      'a certificate of the mesh',
      https({ mode: 'ISTIO_MUTUAL', credentialName: 'a' }),
      "GW632 spec.servers[0].tls.credentialName: got 'a'",
    ],
    [
      'a Secret and files',
      https({ mode: 'SIMPLE', credentialName: 'a', ...files }),
      "GW632 spec.servers[0].tls: got 'serverCertificate and privateKey beside another certificate'",
    ],
    [
      'a list of revoked clients',
      https({ mode: 'SIMPLE', ...files, caCrl: '/etc/a.crl' }),
      "GW632 spec.servers[0].tls.caCrl: got '/etc/a.crl'",
    ],
    [
      'an empty pair',
      https({ mode: 'SIMPLE', tlsCertificates: [{ privateKey: '/etc/a.key' }] }),
      'GW632 spec.servers[0].tls.tlsCertificates[0].serverCertificate: got undefined',
    ],
    [
      'TLS of a Sidecar',
      ingress({ port: { number: 443, protocol: 'HTTPS', name: 'a' }, tls: { mode: 'SIMPLE', ...files } }),
    ],
    [
      'TLS of HTTP of a Sidecar',
      ingress({ tls: { mode: 'SIMPLE', ...files } }),
      "GW632 spec.ingress[0].port.protocol: got 'HTTP'",
    ],
    [
      'a Secret of a Sidecar',
      ingress({ port: { number: 443, protocol: 'TLS' }, tls: { mode: 'SIMPLE', credentialName: 'a' } }),
      "GW631 spec.ingress[0].tls.credentialName: got 'a'",
    ],
  ]);
});

describe('TLS of clients', () => {
  const certificate = { clientCertificate: '/etc/a.crt', privateKey: '/etc/a.key' };
  eachManifest([
    ['no verification', client({ mode: 'SIMPLE', insecureSkipVerify: true })],
    ['files', client({ mode: 'MUTUAL', ...certificate, caCertificates: '/etc/ca.crt' })],
    ['a Secret', client({ mode: 'MUTUAL', credentialName: 'a', subjectAltNames: ['a'] })],
    ['the mesh', client({ mode: 'ISTIO_MUTUAL' })],
    [
      'no key',
      client({ mode: 'MUTUAL', clientCertificate: '/etc/a.crt' }),
      'GW633 spec.trafficPolicy.tls.privateKey: got undefined',
    ],
    [
      'a Secret and files',
      client({ mode: 'SIMPLE', credentialName: 'a', caCertificates: '/etc/ca.crt' }),
      "GW633 spec.trafficPolicy.tls.caCertificates: got '/etc/ca.crt'",
    ],
    [
      'names of no verification',
      client({ mode: 'SIMPLE', insecureSkipVerify: true, subjectAltNames: ['a'] }),
      'GW633 spec.trafficPolicy.tls.subjectAltNames: got ["a"]',
    ],
  ]);
});

describe('ports, listeners and addresses', () => {
  const socket = (number: number, bind: string) => servers({ bind, port: port('HTTP', 'a', number) });
  const listener = (number: number, rest: object = {}) => ({
    hosts: ['./*'],
    port: { number, protocol: 'HTTP', name: 'a' },
    ...rest,
  });
  eachManifest([
    ['two names', servers({ port: port('HTTP', 'a') }, { port: port('HTTP', 'b') })],
    [
      'a name twice',
      servers({ port: port('HTTP', 'a', 80) }, { port: port('HTTP', 'a', 81) }),
      "GW634 spec.servers[1].port.name: got 'a'",
    ],
    ['no name', servers({ port: port('HTTP', '') }), "GW634 spec.servers[0].port.name: got ''"],
    [
      'a name with an underscore',
      entry({ ports: [port('HTTP', 'my_port')] }),
      "GW634 spec.ports[0].name: got 'my_port'",
    ],
    [
      'a target of a server',
      servers({ port: { ...port('HTTP'), targetPort: 8080 } }),
      'GW631 spec.servers[0].port.targetPort: got 8080',
    ],
    ['a socket', socket(0, 'unix:///run/a')],
    ['an abstract socket', socket(0, 'unix://@a')],
    ['a port of a socket', socket(80, 'unix:///run/a'), 'GW636 spec.servers[0].port.number: got 80'],
    ['a folder', socket(0, 'unix:///run/'), "GW636 spec.servers[0].bind: got 'unix:///run/'"],
    ['no port', socket(0, '192.0.2.1'), 'GW503 spec.servers[0].port.number: got 0'],
    ['an address', socket(80, '::1')],
    ['a name of an address', socket(80, 'localhost'), "GW636 spec.servers[0].bind: got 'localhost'"],
    ['listeners', sidecar({ egress: [listener(80), listener(0, { bind: 'unix:///run/a' }), { hosts: ['./*'] }] })],
    ['a port twice', sidecar({ egress: [listener(80), listener(80)] }), 'GW635 spec.egress[1].port.number: got 80'],
    [
      'a socket twice',
      sidecar({ egress: ['a', 'a'].map((at) => listener(0, { bind: `unix:///${at}` })) }),
      "GW635 spec.egress[1].bind: got 'unix:///a'",
    ],
    [
      'all other ports first',
      sidecar({ egress: [{ hosts: ['./*'] }, listener(80)] }),
      "GW635 spec.egress[0]: got 'no port'",
    ],
    ['ingress twice', ingress({}, {}), 'GW635 spec.ingress[1].port.number: got 80'],
    [
      'no number',
      ingress({ port: { protocol: 'HTTP', name: 'a' } }),
      'GW503 spec.ingress[0].port.number: got undefined',
    ],
    [
      'a captured socket',
      sidecar({ egress: [listener(0, { bind: 'unix:///a', captureMode: 'IPTABLES' })] }),
      "GW636 spec.egress[0].captureMode: got 'IPTABLES'",
    ],
    ['an endpoint of the pod', ingress({ defaultEndpoint: '127.0.0.1:8080' })],
    ['any address of the pod', ingress({ defaultEndpoint: '[::]:8080' })],
    [
      'another endpoint',
      ingress({ defaultEndpoint: '192.0.2.1:8080' }),
      "GW636 spec.ingress[0].defaultEndpoint: got '192.0.2.1:8080'",
    ],
    [
      'an endpoint without a port',
      ingress({ defaultEndpoint: '127.0.0.1' }),
      "GW636 spec.ingress[0].defaultEndpoint: got '127.0.0.1'",
    ],
    [
      'a proxy for all other hosts',
      sidecar({ outboundTrafficPolicy: { mode: 'ALLOW_ANY', egressProxy: { host: 'a', port: { number: 80 } } } }),
    ],
    [
      'a proxy for no other host',
      sidecar({ outboundTrafficPolicy: { egressProxy: { host: 'a.b', port: { number: 80 } } } }),
      'GW631 spec.outboundTrafficPolicy.egressProxy: got {"host":"a.b","port":{"number":80}}',
    ],
    ['ranges', entry({ addresses: ['192.0.2.0/24', '2001:db8::/32', '192.0.2.1'] })],
    [
      'a range that is too narrow',
      entry({ addresses: ['192.0.2.0/33'] }),
      "GW636 spec.addresses[0]: got '192.0.2.0/33'",
    ],
    ['a name of a range', entry({ addresses: ['a.example.com'] }), "GW636 spec.addresses[0]: got 'a.example.com'"],
  ]);
});

describe('subsets and traffic policies', () => {
  const balance = (loadBalancer: object) => policy({ loadBalancer });
  const hash = (consistentHash: object) => balance({ consistentHash });
  const locality = (localityLbSetting: object) => policy({ outlierDetection: {}, loadBalancer: { localityLbSetting } });
  const shares = (...to: object[]) =>
    locality({ distribute: to.map((each, at) => ({ from: `region${at}/*`, to: each })) });
  eachManifest([
    ['subsets', subsets({ name: 'v1', labels: { version: 'v1' } }, { name: 'v2-1', labels: { 'app/version': '2.1' } })],
    ['a subset twice', subsets({ name: 'v1' }, { name: 'v1' }), "GW638 spec.subsets[1].name: got 'v1'"],
    ['a subset with a dot', subsets({ name: 'v1.2' }), "GW638 spec.subsets[0].name: got 'v1.2'"],
    [
      'a label with a wildcard',
      subsets({ name: 'v1', labels: { version: 'v1*' } }),
      "GW639 spec.subsets[0].labels['version']: got 'v1*'",
    ],
    [
      'a key with a space',
      subsets({ name: 'v1', labels: { 'my version': 'v1' } }),
      "GW639 spec.subsets[0].labels['my version']: got 'v1'",
    ],
    [
      'failures of the proxy',
      policy({ outlierDetection: { consecutiveLocalOriginFailures: 5, splitExternalLocalOriginErrors: true } }),
    ],
    [
      'failures that are not split',
      policy({ outlierDetection: { consecutiveLocalOriginFailures: 5 } }),
      'GW640 spec.trafficPolicy.outlierDetection.consecutiveLocalOriginFailures: got 5',
    ],
    [
      'a share above all',
      policy({ outlierDetection: { maxEjectionPercent: 101 } }),
      'GW627 spec.trafficPolicy.outlierDetection.maxEjectionPercent: got 101',
    ],
    [
      'a negative limit',
      policy({ connectionPool: { http: { http2MaxRequests: -1 } } }),
      'GW627 spec.trafficPolicy.connectionPool.http.http2MaxRequests: got -1',
    ],
    [
      'two protocols',
      policy({ connectionPool: { http: { h2UpgradePolicy: 'UPGRADE', useClientProtocol: true } } }),
      'GW640 spec.trafficPolicy.connectionPool.http.useClientProtocol: got true',
    ],
    ['a table', hash({ useSourceIp: true, maglev: { tableSize: 65537 } })],
    [
      'a table of no size',
      hash({ useSourceIp: true, maglev: {} }),
      'GW640 spec.trafficPolicy.loadBalancer.consistentHash.maglev.tableSize: got undefined',
    ],
    [
      'a table of an even size',
      hash({ useSourceIp: true, maglev: { tableSize: 1000 } }),
      'GW640 spec.trafficPolicy.loadBalancer.consistentHash.maglev.tableSize: got 1000',
    ],
    [
      'a cookie without a name',
      hash({ httpCookie: { name: '', ttl: '0s' } }),
      "GW640 spec.trafficPolicy.loadBalancer.consistentHash.httpCookie.name: got ''",
    ],
    [
      'an attribute twice',
      hash({ httpCookie: { name: 'a', ttl: '0s', attributes: [{ name: 'b' }, { name: 'b' }] } }),
      "GW640 spec.trafficPolicy.loadBalancer.consistentHash.httpCookie.attributes: got 'b'",
    ],
    ['shares', shares({ 'a/*': 80, 'b/*': 20 })],
    [
      'shares of less than all',
      shares({ 'a/*': 80 }),
      'GW640 spec.trafficPolicy.loadBalancer.localityLbSetting.distribute[0].to: got {"a/*":80}',
    ],
    [
      'a share of none',
      shares({ 'a/*': 100, 'b/*': 0 }),
      'GW640 spec.trafficPolicy.loadBalancer.localityLbSetting.distribute[0].to: got {"a/*":100,"b/*":0}',
    ],
    [
      'a wildcard at the beginning',
      shares({ '*/a': 100 }),
      "GW640 spec.trafficPolicy.loadBalancer.localityLbSetting.distribute[0].to: got '*/a'",
    ],
    [
      'a region twice',
      locality({ distribute: ['a', 'a'].map((at) => ({ from: at, to: { b: 100 } })) }),
      "GW640 spec.trafficPolicy.loadBalancer.localityLbSetting.distribute: got 'a'",
    ],
    ['another region', locality({ failover: [{ from: 'a', to: 'b' }] })],
    [
      'the same region',
      locality({ failover: [{ from: 'a', to: 'a' }] }),
      'GW640 spec.trafficPolicy.loadBalancer.localityLbSetting.failover[0]: got {"from":"a","to":"a"}',
    ],
    [
      'a zone',
      locality({ failover: [{ from: 'a/b', to: 'c' }] }),
      'GW640 spec.trafficPolicy.loadBalancer.localityLbSetting.failover[0]: got {"from":"a/b","to":"c"}',
    ],
    [
      'shares and another region',
      locality({ distribute: [{ from: 'a', to: { b: 100 } }], failover: [{ from: 'a', to: 'b' }] }),
      "GW640 spec.trafficPolicy.loadBalancer.localityLbSetting: got 'distribute and failover'",
    ],
    [
      'a slow start of no growth',
      balance({ warmup: { duration: '1m', aggression: 0 } }),
      'GW640 spec.trafficPolicy.loadBalancer.warmup.aggression: got 0',
    ],
  ]);
});

describe('ServiceEntries', () => {
  const dynamic = (rest: object) => entry({ hosts: ['*.example.com'], resolution: 'DYNAMIC_DNS', ...rest });
  const two = { hosts: ['a.example.com', 'b.example.com'] };
  eachManifest([
    ['addresses', fixed({ address: '192.0.2.1', ports: { http: 8080 } })],
    ['a name', entry({ resolution: 'DNS', endpoints: [{ address: 'b.example.com' }] })],
    [
      'a name where addresses are',
      fixed({ address: 'b.example.com' }),
      "GW641 spec.endpoints[0].address: got 'b.example.com'",
    ],
    [
      'a socket that DNS resolves',
      entry({ resolution: 'DNS', endpoints: [{ address: 'unix:///run/a' }] }),
      "GW641 spec.endpoints[0].address: got 'unix:///run/a'",
    ],
    [
      'a wildcard for pods',
      entry({ hosts: ['*.example.com'], resolution: 'DNS', workloadSelector: { labels: { app: 'a' } } }),
      "GW641 spec.hosts[0]: got '*.example.com'",
    ],
    ['two hosts of HTTP', entry({ ...two, resolution: 'DNS' })],
    [
      'two hosts of TCP',
      entry({ ...two, resolution: 'DNS', ports: [port('TCP')] }),
      'GW641 spec.hosts: got ["a.example.com","b.example.com"]',
    ],
    [
      'two hosts of TCP that go anywhere',
      entry({ ...two, addresses: ['192.0.2.1'], resolution: 'NONE', ports: [port('TCP')] }),
    ],
    ['any host of a domain', dynamic({})],
    ['one host', dynamic({ hosts: ['a.example.com'] }), "GW641 spec.hosts[0]: got 'a.example.com'"],
    ['its addresses', dynamic({ addresses: ['192.0.2.1'] }), 'GW641 spec.addresses: got ["192.0.2.1"]'],
    [
      'its endpoints',
      dynamic({ endpoints: [{ address: '192.0.2.1' }] }),
      'GW641 spec.endpoints: got [{"address":"192.0.2.1"}]',
    ],
    ['its TCP', dynamic({ ports: [port('TCP')] }), "GW641 spec.ports[0].protocol: got 'TCP'"],
    [
      'a port by number',
      fixed({ address: '192.0.2.1', ports: { 8080: 8080 } }),
      "GW642 spec.endpoints[0].ports['8080']: got '8080'",
    ],
    ['a socket', fixed({ address: 'unix:///run/a' })],
    [
      'a socket of two ports',
      entry({
        resolution: 'STATIC',
        endpoints: [{ address: 'unix:///run/a' }],
        ports: [port('HTTP', 'a', 80), port('HTTP', 'b', 81)],
      }),
      'GW642 spec.ports: got ["a","b"]',
    ],
  ]);
});
