import { Chart, JsonPatch } from 'cdk8s';
import {
  Backend,
  CertificateReference,
  ClientValidation,
  Gateway,
  GatewayAddress,
  GatewayClass,
  GatewayProps,
  Listener,
  ListenerOptions,
  RouteNamespaces,
  TlsListenerOptions,
} from '../../src';
import { newChart, theOnly } from '../support/synth';

type Props = Partial<GatewayProps>;
const newGateway = (props: Props = {}, chart: Chart = newChart()) =>
  new Gateway(chart, 'external', { gatewayClass: GatewayClass.ISTIO, listeners: [Listener.http()], ...props });
const specOf = (gateway: Gateway) =>
  theOnly(gateway.node.scope as Chart, 'Gateway').spec as Record<string, unknown> & { listeners: object[] };
const listenerOf = (listener: Listener) => specOf(newGateway({ listeners: [listener] })).listeners[0];

const secret = CertificateReference.secret('api-tls');
const SAME = { namespaces: { from: 'Same' } };
const SECRET = { group: '', kind: 'Secret', name: 'api-tls' };
const HTTP = { name: 'http', port: 80, protocol: 'HTTP', allowedRoutes: SAME };

const listeners: [string, () => Listener, object][] = [
  ['HTTP', () => Listener.http(), HTTP],
  [
    'HTTP with everything',
    () =>
      Listener.http({
        name: 'internal.web',
        port: 8080,
        hostname: '*.example.com',
        allowedRoutes: RouteNamespaces.all(),
        kinds: ['HTTPRoute', 'example.com/FooRoute'],
      }),
    {
      name: 'internal.web',
      port: 8080,
      protocol: 'HTTP',
      hostname: '*.example.com',
      allowedRoutes: {
        namespaces: { from: 'All' },
        kinds: [{ kind: 'HTTPRoute' }, { group: 'example.com', kind: 'FooRoute' }],
      },
    },
  ],
  [
    'HTTPS',
    () => Listener.https({ certificates: [secret] }),
    {
      name: 'https',
      port: 443,
      protocol: 'HTTPS',
      allowedRoutes: SAME,
      tls: { mode: 'Terminate', certificateRefs: [SECRET] },
    },
  ],
  [
    'HTTPS with several certificates, options and a host',
    () =>
      Listener.https({
        hostname: 'api.example.com',
        certificates: [secret, CertificateReference.secret('more', 'certificates')],
        tlsOptions: { 'example.com/minimum-version': '1.3' },
      }),
    {
      name: 'https',
      port: 443,
      protocol: 'HTTPS',
      hostname: 'api.example.com',
      allowedRoutes: SAME,
      tls: {
        mode: 'Terminate',
        certificateRefs: [SECRET, { ...SECRET, name: 'more', namespace: 'certificates' }],
        options: { 'example.com/minimum-version': '1.3' },
      },
    },
  ],
  [
    'HTTPS with a certificate of the class',
    () => Listener.https({ tlsOptions: { 'networking.gke.io/pre-shared-certs': 'api' } }),
    {
      name: 'https',
      port: 443,
      protocol: 'HTTPS',
      allowedRoutes: SAME,
      tls: { mode: 'Terminate', options: { 'networking.gke.io/pre-shared-certs': 'api' } },
    },
  ],
  [
    'TLS that ends here',
    () =>
      Listener.tlsTerminate({ port: 8443, certificates: [CertificateReference.custom('example.com', 'Vault', 'v')] }),
    {
      name: 'tls',
      port: 8443,
      protocol: 'TLS',
      allowedRoutes: SAME,
      tls: { mode: 'Terminate', certificateRefs: [{ group: 'example.com', kind: 'Vault', name: 'v' }] },
    },
  ],
  [
    'TLS that is passed on',
    () => Listener.tlsPassthrough({ hostname: 'db.example.com' }),
    {
      name: 'tls',
      port: 443,
      protocol: 'TLS',
      hostname: 'db.example.com',
      allowedRoutes: SAME,
      tls: { mode: 'Passthrough' },
    },
  ],
  ['TCP', () => Listener.tcp({ port: 5432 }), { name: 'tcp', port: 5432, protocol: 'TCP', allowedRoutes: SAME }],
  ['UDP', () => Listener.udp({ port: 53 }), { name: 'udp', port: 53, protocol: 'UDP', allowedRoutes: SAME }],
  [
    'a protocol of the class',
    () => Listener.custom('example.com/quic', { port: 443, hostname: 'a.example.com' }),
    {
      name: 'example-com-quic',
      port: 443,
      protocol: 'example.com/quic',
      hostname: 'a.example.com',
      allowedRoutes: SAME,
    },
  ],
  [
    'a protocol of the class, with TLS',
    () => Listener.custom('example.com/quic', { name: 'quic', port: 443, certificates: [secret] }),
    {
      name: 'quic',
      port: 443,
      protocol: 'example.com/quic',
      allowedRoutes: SAME,
      tls: { certificateRefs: [SECRET] },
    },
  ],
];

test.each(listeners)('listener: %s', (_, make, expected) => {
  expect(listenerOf(make())).toEqual(expected);
});

const selected = (selector: object) => ({ from: 'Selector', selector });
const namespaces: [string, RouteNamespaces, object][] = [
  ['its own', RouteNamespaces.same(), { from: 'Same' }],
  ['all', RouteNamespaces.all(), { from: 'All' }],
  ['by label', RouteNamespaces.labelled({ team: 'a' }), selected({ matchLabels: { team: 'a' } })],
  [
    'by name',
    RouteNamespaces.named('a', 'b'),
    selected({
      matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'In', values: ['a', 'b'] }],
    }),
  ],
];

test.each(namespaces)('open to namespaces: %s', (_, allowedRoutes, expected) => {
  expect(listenerOf(Listener.http({ allowedRoutes }))).toEqual({ ...HTTP, allowedRoutes: { namespaces: expected } });
});

const ca = CertificateReference.configMap('client-ca', 'certificates');
const CA = { group: '', kind: 'ConfigMap', name: 'client-ca', namespace: 'certificates' };
const REQUIRED = { validation: { mode: 'AllowValidOnly', caCertificateRefs: [CA] } };
const OPTIONAL = { validation: { mode: 'AllowInsecureFallback', caCertificateRefs: [SECRET, CA] } };

const settings: [string, Props, object][] = [
  [
    'another class',
    { gatewayClass: GatewayClass.custom('mine', { controllerName: 'a.b/c' }) },
    { gatewayClassName: 'mine' },
  ],
  [
    'addresses',
    {
      addresses: [
        GatewayAddress.ip('192.0.2.10'),
        GatewayAddress.ip('2001:db8::1'),
        GatewayAddress.hostname('lb.example.com'),
        GatewayAddress.named('reserved'),
        GatewayAddress.custom('example.com/pool', 'blue'),
      ],
    },
    {
      addresses: [
        { type: 'IPAddress', value: '192.0.2.10' },
        { type: 'IPAddress', value: '2001:db8::1' },
        { type: 'Hostname', value: 'lb.example.com' },
        { type: 'NamedAddress', value: 'reserved' },
        { type: 'example.com/pool', value: 'blue' },
      ],
    },
  ],
  [
    'labels and annotations of what the class creates, and its parameters',
    {
      infrastructureLabels: { team: 'a' },
      infrastructureAnnotations: { 'service.beta.kubernetes.io/aws-load-balancer-type': 'nlb' },
      parameters: { group: '', kind: 'ConfigMap', name: 'size' },
    },
    {
      infrastructure: {
        labels: { team: 'a' },
        annotations: { 'service.beta.kubernetes.io/aws-load-balancer-type': 'nlb' },
        parametersRef: { group: '', kind: 'ConfigMap', name: 'size' },
      },
    },
  ],
  ...namespaces.map(([name, allowed, expected]): [string, Props, object] => [
    `listener sets of namespaces: ${name}`,
    { allowedListenerSets: allowed },
    { allowedListeners: { namespaces: expected } },
  ]),
  [
    'clients that show a certificate',
    { clientValidation: ClientValidation.require(ca) },
    { tls: { frontend: { default: REQUIRED } } },
  ],
  [
    'clients that may show one, other ones on a port',
    {
      clientValidation: ClientValidation.allowInsecureFallback(secret, ca),
      clientValidationPerPort: { 8443: ClientValidation.require(ca) },
    },
    { tls: { frontend: { default: OPTIONAL, perPort: [{ port: 8443, tls: REQUIRED }] } } },
  ],
  [
    'clients that show one on a port only',
    { clientValidationPerPort: { 8443: ClientValidation.require(ca) } },
    { tls: { frontend: { default: {}, perPort: [{ port: 8443, tls: REQUIRED }] } } },
  ],
  [
    'a certificate for backends',
    { backendClientCertificate: CertificateReference.secret('client', 'certificates') },
    { tls: { backend: { clientCertificateRef: { ...SECRET, name: 'client', namespace: 'certificates' } } } },
  ],
  ['routes that name no gateway', { serveDefaultRoutes: true }, { defaultScope: 'All' }],
  ['routes that name it only', { serveDefaultRoutes: false }, {}],
];

test.each(settings)('gateway: %s', (_, props, expected) => {
  expect(specOf(newGateway(props))).toEqual({ gatewayClassName: 'istio', listeners: [HTTP], ...expected });
});

describe('what can be read', () => {
  test('of a gateway', () => {
    const gateway = newGateway();
    gateway.listeners.push(Listener.tcp({ port: 1 }));
    expect(gateway.listeners.map(({ name }) => name)).toEqual(['http']);
    expect(gateway.gatewayClass).toBe(GatewayClass.ISTIO);
    expect(gateway).toMatchObject({ kind: 'Gateway', name: 'external', namespace: 'team' });
  });

  test('of a listener', () => {
    const listener = Listener.https({ hostname: 'a.example.com', certificates: [secret, ca] });
    expect(listener).toMatchObject({ name: 'https', port: 443, protocol: 'HTTPS', hostname: 'a.example.com' });
    expect(listener.certificates).toEqual([secret, ca]);
    expect(Listener.tcp({ port: 1 })).toMatchObject({ hostname: undefined, certificates: [] });
  });

  test('of a gateway that somebody else owns', () => {
    expect(Gateway.fromGatewayName('external', 'gateways')).toEqual({
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'Gateway',
      name: 'external',
      namespace: 'gateways',
    });
    expect(Gateway.fromGatewayName('external').namespace).toBeUndefined();
  });
});

describe('openTo', () => {
  const gateway = () =>
    newGateway({
      listeners: [Listener.http(), Listener.tcp({ port: 1, kinds: ['TCPRoute'] })],
    });
  const froms = (made: Gateway) =>
    specOf(made).listeners.map((listener) => (listener as typeof HTTP).allowedRoutes.namespaces.from);

  test('all listeners there are by now', () => {
    const made = gateway();
    made.openTo(RouteNamespaces.all());
    made.addListener(Listener.udp({ port: 1 }));
    expect(froms(made)).toEqual(['All', 'All', 'Same']);
    expect(specOf(made).listeners[1]).toMatchObject({ allowedRoutes: { kinds: [{ kind: 'TCPRoute' }] } });
  });

  test('some of them; the last word counts', () => {
    const made = gateway();
    made.openTo(RouteNamespaces.all(), 'http', 'tcp');
    made.openTo(RouteNamespaces.named('a'), 'tcp');
    expect(froms(made)).toEqual(['All', 'Selector']);
  });

  test('not one that it does not have', () => {
    const made = gateway();
    expect(() => made.openTo(RouteNamespaces.all(), 'http', 'htp')).toThrow(
      "[test/external] listener to open: got 'htp'",
    );
    expect(() => made.openTo(RouteNamespaces.all(), 'elsewhere')).toThrow("listener to open: got 'elsewhere'");
    expect(() => newGateway({ listeners: [] }).openTo(RouteNamespaces.all(), 'http')).toThrow(
      "listener to open: got 'http'",
    );
    expect(froms(made)).toEqual(['Same', 'Same']);
  });
});

describe('listeners of one gateway', () => {
  const tls = (options: Partial<TlsListenerOptions>) => Listener.https({ certificates: [secret], ...options });

  test.each<[string, Listener, Listener]>([
    ['hosts', tls({ name: 'a', hostname: 'a.example.com' }), tls({ name: 'b', hostname: '*.example.com' })],
    ['a host and any host', tls({ name: 'a' }), tls({ name: 'b', hostname: 'a.example.com' })],
    ['ports', Listener.http({ name: 'a' }), Listener.http({ name: 'b', port: 8080 })],
    ['TCP and UDP', Listener.tcp({ port: 53 }), Listener.udp({ port: 53 })],
  ])('may differ in %s', (_, a, b) => {
    expect(specOf(newGateway({ listeners: [a, b] })).listeners).toHaveLength(2);
  });

  test.each<[string, Listener, Listener, string]>([
    [
      'name',
      Listener.http(),
      Listener.http({ port: 8080 }),
      "[test/external] listener 'http': got the name of listener 'http'",
    ],
    [
      'port and host',
      tls({ name: 'a', hostname: 'a.example.com' }),
      tls({ name: 'b', hostname: 'a.example.com' }),
      "[test/external] listener 'b': got the port, protocol and hostname of listener 'a'",
    ],
    [
      'port, HTTPS and TLS',
      tls({ name: 'a' }),
      Listener.tlsPassthrough({ name: 'b' }),
      "the port, protocol and hostname of listener 'a'",
    ],
    [
      'port, HTTP and HTTPS',
      Listener.http({ name: 'a', port: 443 }),
      tls({ name: 'b' }),
      "the port, protocol and hostname of listener 'a'",
    ],
    [
      'port of TCP',
      Listener.tcp({ name: 'a', port: 1 }),
      Listener.tcp({ name: 'b', port: 1 }),
      "the port, protocol and hostname of listener 'a'",
    ],
  ])('must not share %s', (_, a, b, message) => {
    expect(() => newGateway({ listeners: [a, b] })).toThrow(message);
    const gateway = newGateway({ listeners: [a] });
    expect(() => gateway.addListener(b)).toThrow(message);
    expect(gateway.listeners).toEqual([a]);
  });
});

const NO_PORT = (name: string) => `port of listener '${name}': got undefined`;

test.each<[string, () => unknown, string]>([
  ['a name of a listener', () => Listener.http({ name: 'HTTP' }), "name of listener: got 'HTTP'"],
  ['a port of a listener', () => Listener.http({ port: 0 }), "port of listener 'http': got 0"],
  ['TCP without a port', () => Listener.tcp({}), NO_PORT('tcp')],
  ['UDP without a port', () => Listener.udp({}), NO_PORT('udp')],
  ['a protocol without a port', () => Listener.custom('a.b/c', {}), NO_PORT('a-b-c')],
  [
    'a host of a listener',
    () => Listener.http({ hostname: 'https://a.example.com' }),
    "hostname of listener: got 'https://a.example.com'",
  ],
  ...[Listener.https, Listener.tlsTerminate].map((make): [string, () => unknown, string] => [
    `${make.name} without a certificate`,
    () => make({}),
    `certificates of listener '${make.name === 'https' ? 'https' : 'tls'}': got undefined`,
  ]),
  [
    'no certificates of a listener with a name',
    () => Listener.custom('a.b/c', { name: 'quic', port: 1, certificates: [], tlsOptions: {} }),
    "certificates of listener 'quic': got undefined",
  ],
  ['a Secret', () => CertificateReference.secret('API'), "name of Secret: got 'API'"],
  ['a ConfigMap', () => CertificateReference.configMap(''), "name of ConfigMap: got ''"],
  ['a namespace of a certificate', () => CertificateReference.secret('a', 'b.c'), `namespace: got 'b.c'`],
  ['no labels of namespaces', () => RouteNamespaces.labelled({}), 'labels of namespaces: got {}'],
  ['a label of namespaces', () => RouteNamespaces.labelled({ team: 'a b' }), "labels of namespaces['team']: got 'a b'"],
  ['no names of namespaces', () => RouteNamespaces.named(), 'namespaces: got []'],
  ['a name of a namespace', () => RouteNamespaces.named('a', 'B'), `namespace: got 'B'`],
  ['no authorities', () => ClientValidation.require(), 'certificate authorities of client certificates: got undefined'],
  ['an address', () => GatewayAddress.ip('lb.example.com'), "address: got 'lb.example.com'"],
  ['a range', () => GatewayAddress.ip('10.0.0.0/8'), 'fix: name one address, not a range'],
  ['a host name', () => GatewayAddress.hostname('192.0.2.1'), "address: got '192.0.2.1'"],
  ['a name of a gateway', () => Gateway.fromGatewayName('a.b'), `name of Gateway: got 'a.b'`],
  ['a namespace of a gateway', () => Gateway.fromGatewayName('a', 'b.c'), `namespace: got 'b.c'`],
  ['a name that is no label', () => newGateway({ name: 'a.b' }), `name of Gateway: got 'a.b'`],
  [
    'a label of what the class creates',
    () => newGateway({ infrastructureLabels: { team: 'a b' } }),
    "infrastructureLabels['team']: got 'a b'",
  ],
  [
    'an annotation of what the class creates',
    () => newGateway({ infrastructureAnnotations: { 'a b': 'c' } }),
    "infrastructureAnnotations['a b']: got 'a b'",
  ],
  [
    'a port of clients',
    () => newGateway({ clientValidationPerPort: { https: ClientValidation.require(ca) } }),
    "port 'https' of clientValidationPerPort: got NaN",
  ],
  [
    'parameters in another namespace',
    () => newGateway({ parameters: { group: '', kind: 'ConfigMap', name: 'a', namespace: 'b' } }),
    "[test/external] namespace of parameters: got 'b'",
  ],
])('refused: %s', (_, make, message) => {
  expect(make).toThrow(message);
});

describe('the Service that Istio names after gateway and class', () => {
  const named = (length: number, props: Props = {}) => newGateway({ name: 'x'.repeat(length), ...props });

  test('has a name of at most 63 characters', () => {
    expect(specOf(named(57)).gatewayClassName).toBe('istio');
    expect(() => named(58)).toThrow(`[test/external] name of Gateway: got '${'x'.repeat(58)} (58 characters)'`);
    expect(() => named(58, { gatewayClass: GatewayClass.ISTIO.named('public') })).toThrow(
      `[test/external] name of Gateway: got '${'x'.repeat(58)}`,
    );
  });

  test.each<[string, Props]>([
    ['another class', { gatewayClass: GatewayClass.KGATEWAY }],
    ['a Service of your own', { addresses: [GatewayAddress.hostname('lb.example.com')] }],
  ])('does not matter for %s', (_, props) => {
    expect(specOf(named(63, props)).listeners).toEqual([HTTP]);
  });
});

test('a patch reaches fields that the shapes do not know', () => {
  const gateway = newGateway();
  const options: ListenerOptions = { port: 81, name: 'late' };
  gateway.addJsonPatch(JsonPatch.add('/spec/listeners/1/fromTheFuture', true));
  gateway.addListener(Listener.http(options));
  expect(specOf(gateway).listeners[1]).toMatchObject({ name: 'late', fromTheFuture: true });
});

test('routes are added to it, in its namespace unless they name another', () => {
  const chart = newChart();
  const certificates = [CertificateReference.secret('tls')];
  const gateway = new Gateway(chart, 'edge', {
    gatewayClass: GatewayClass.ISTIO,
    namespace: 'gateways',
    listeners: [Listener.https({ certificates }), Listener.tlsPassthrough({ name: 'tls', port: 8443 })],
  });
  const backends = [Backend.service('cart', 80)];
  const hostnames = ['cart.example.com'];
  const routes = [
    gateway.addHttpRoute('http', { backends }),
    gateway.addGrpcRoute('grpc', { backends, namespace: 'shop' }),
    gateway.addTlsRoute('tls', { backends, hostnames }),
  ];
  expect(routes.map(({ kind, name, namespace }) => `${kind} ${namespace}/${name}`)).toEqual([
    'HTTPRoute gateways/http',
    'GRPCRoute shop/grpc',
    'TLSRoute gateways/tls',
  ]);
  expect(routes.map(({ routeParents }) => routeParents.map(({ name }) => name))).toEqual([
    ['edge'],
    ['edge'],
    ['edge'],
  ]);
});
