import { Chart } from 'cdk8s';
import { ClientValidation } from '../../src/gateway/client-validation';
import { Gateway } from '../../src/gateway/gateway';
import { GatewayClass } from '../../src/gateway/gateway-class';
import { CertificateReference, Listener, RouteNamespaces } from '../../src/gateway/listener';
import { ListenerSet, ListenerSetProps } from '../../src/gateway/listener-set';
import { newChart, objectsOf, theOnly } from '../support/synth';

const gateway = Gateway.fromGatewayName('external', 'gateways');
const secret = CertificateReference.secret('api-tls');
const newSet = (props: Partial<ListenerSetProps> = {}, chart: Chart = newChart()) =>
  new ListenerSet(chart, 'team-a', { gateway, listeners: [Listener.http()], ...props });
const newGateway = (listeners: Listener[]) =>
  new Gateway(newChart(), 'team-a', { gatewayClass: GatewayClass.ISTIO, listeners });
const specOf = (set: ListenerSet) => theOnly(set.node.scope as Chart, 'ListenerSet').spec as Record<string, unknown>;
const SAME = { namespaces: { from: 'Same' } };

test('adds listeners to a gateway', () => {
  const chart = newChart();
  const set = newSet({ listeners: [Listener.https({ hostname: 'a.example.com', certificates: [secret] })] }, chart);
  set.addListener(Listener.tcp({ port: 5432 }));
  expect(objectsOf(chart)).toEqual([
    {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'ListenerSet',
      metadata: { name: 'team-a', namespace: 'team' },
      spec: {
        parentRef: { name: 'external', namespace: 'gateways' },
        listeners: [
          {
            name: 'https',
            port: 443,
            protocol: 'HTTPS',
            hostname: 'a.example.com',
            allowedRoutes: SAME,
            tls: { mode: 'Terminate', certificateRefs: [{ group: '', kind: 'Secret', name: 'api-tls' }] },
          },
          { name: 'tcp', port: 5432, protocol: 'TCP', allowedRoutes: SAME },
        ],
      },
    },
  ]);
  set.listeners.pop();
  expect(set.listeners.map(({ name }) => name)).toEqual(['https', 'tcp']);
});

test.each<[string, ListenerSetProps['gateway'], object]>([
  ['of the same namespace', Gateway.fromGatewayName('own'), { name: 'own' }],
  ['of this program', newGateway([Listener.http()]), { name: 'team-a', namespace: 'team' }],
  [
    'of another kind',
    { apiVersion: 'example.com/v1', kind: 'Proxy', name: 'p' },
    { group: 'example.com', kind: 'Proxy', name: 'p' },
  ],
  ['of the core group', { apiVersion: 'v1', kind: 'Proxy', name: 'p' }, { group: '', kind: 'Proxy', name: 'p' }],
])('its gateway: one %s', (_, parent, expected) => {
  expect(specOf(newSet({ gateway: parent })).parentRef).toEqual(expected);
});

test('it can be opened to other namespaces', () => {
  const set = newSet({ listeners: [Listener.http(), Listener.tcp({ port: 1 })] });
  set.openTo(RouteNamespaces.all(), 'tcp');
  const froms = () => (specOf(set).listeners as { allowedRoutes: typeof SAME }[]).map((one) => one.allowedRoutes);
  expect(froms()).toEqual([SAME, { namespaces: { from: 'All' } }]);
  set.openTo(RouteNamespaces.all());
  expect(froms()).toEqual([{ namespaces: { from: 'All' } }, { namespaces: { from: 'All' } }]);
  expect(() => set.openTo(RouteNamespaces.all(), 'htp')).toThrow("[test/team-a] listener to open: got 'htp'");
  expect(() => newSet({ listeners: [] }).openTo(RouteNamespaces.all(), 'a')).toThrow(
    "[test/team-a] listener to open: got 'a'",
  );
});

test('one that somebody else owns', () => {
  expect(ListenerSet.fromListenerSetName('a.b', 'c')).toEqual({
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'ListenerSet',
    name: 'a.b',
    namespace: 'c',
  });
  expect(() => ListenerSet.fromListenerSetName('A')).toThrow("name of ListenerSet: got 'A'");
  expect(() => ListenerSet.fromListenerSetName('a', 'b.c')).toThrow("namespace: got 'b.c'");
  expect(() => newSet({ gateway: { apiVersion: 'v1', kind: '', name: 'p' } })).toThrow("kind of gateway: got ''");
});

describe.each<[string, (listeners: Listener[]) => unknown]>([
  ['a Gateway', newGateway],
  ['a ListenerSet', (listeners) => newSet({ listeners })],
])('%s refuses', (_owner, make) => {
  const https = (name: string, hostname?: string) => Listener.https({ name, hostname, certificates: [secret] });
  const tcp = (name: string) => Listener.tcp({ name, port: 443 });
  const alike = (what: string) => `got the ${what} of listener 'a'`;
  const shared = (protocol: string) => `got the port of listener 'a', whose protocol is ${protocol}`;

  test.each<[string, Listener[], string]>([
    ['one name twice', [tcp('a'), Listener.udp({ name: 'a', port: 1 })], alike('name')],
    ['one host of a port twice', [https('a', 'a.b'), https('b', 'a.b')], alike('port, protocol and hostname')],
    [
      'any host of a port twice',
      [https('a'), Listener.tlsPassthrough({ name: 'b' })],
      alike('port, protocol and hostname'),
    ],
    ['TCP on a port twice', [tcp('a'), tcp('b')], alike('port, protocol and hostname')],
    ['HTTPS on a port of TCP', [tcp('a'), https('b', 'a.b')], shared('TCP')],
    ['TCP on a port of TLS', [Listener.tlsPassthrough({ name: 'a', hostname: 'a.b' }), tcp('b')], shared('TLS')],
    ['TCP on a port of HTTP', [Listener.http({ name: 'a', port: 443 }), tcp('b')], shared('HTTP')],
  ])('%s', (_, listeners, message) => {
    expect(() => make(listeners)).toThrow(`[test/team-a] listener '${listeners[1].name}': ${message}`);
  });

  test('65 listeners, not 64', () => {
    const listeners = Array.from({ length: 65 }, (_, index) => Listener.udp({ name: `l${index}`, port: index + 1 }));
    make(listeners.slice(1));
    expect(() => make(listeners)).toThrow('[test/team-a] listeners: got 65');
  });

  test('nothing that is distinct', () => {
    make([https('a', 'a.b'), https('b', '*.b'), https('c'), Listener.http(), Listener.udp({ port: 443 })]);
    make([tcp('a'), Listener.udp({ port: 443 }), Listener.custom('example.com/quic', { port: 443 })]);
  });
});

const many = <T>(count: number, make: (index: number) => T) => Array.from({ length: count }, (_, index) => make(index));
const https = (more: object) => () => Listener.https({ certificates: [secret], ...more });

test.each<[string, () => unknown, string]>([
  ...['HTTP', 'HTTPS', 'TLS', 'TCP', 'UDP'].map((name): [string, () => unknown, string] => [
    `${name} as a protocol of the class`,
    () => Listener.custom(name, { port: 1 }),
    `protocol of listener: got '${name}'`,
  ]),
  ['a protocol', () => Listener.custom('a b', { port: 1 }), "protocol of listener: got 'a b'"],
  ['a long protocol', () => Listener.custom('a'.repeat(256), { port: 1 }), 'protocol of listener: got'],
  [
    '65 certificates',
    https({ certificates: many(65, () => secret) }),
    "certificates of listener 'https': got '65 entries'",
  ],
  ['9 kinds', https({ kinds: many(9, () => 'HTTPRoute') }), "kinds of listener: got '9 entries'"],
  [
    '17 options',
    https({ tlsOptions: Object.fromEntries(many(17, (index) => [`a.b/${index}`, '1'])) }),
    "tlsOptions of listener 'https': got '17 entries'",
  ],
  [
    'a long option',
    https({ tlsOptions: { 'a.b/c': 'a'.repeat(4097) } }),
    "tlsOptions of listener 'https'['a.b/c']: got '4097 characters'",
  ],
  ['a key of an option', https({ tlsOptions: { 'a b': 'c' } }), "tlsOptions of listener 'https'['a b']: got 'a b'"],
  ['a group of a certificate', () => CertificateReference.custom('a/v1', 'A', 'a'), "group of certificate: got 'a/v1'"],
  ['an empty namespace', () => CertificateReference.secret('a', ''), "namespace: got ''"],
  [
    '17 authorities',
    () => ClientValidation.require(...many(17, () => secret)),
    "certificate authorities of client certificates: got '17 entries'",
  ],
])('refused: %s', (_, make, message) => {
  expect(make).toThrow(message);
});
