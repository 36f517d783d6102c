import { Chart } from 'cdk8s';
import { Service } from 'cdk8s-plus-28';
import {
  BackendTlsPolicy,
  BackendTlsPolicyProps,
  BackendTlsTarget,
  SubjectAltName,
  WellKnownCaCertificates,
} from '../../src/gateway/backend-tls-policy';
import { CertificateReference } from '../../src/gateway/listener';
import { newChart, objectsOf, theOnly } from '../support/synth';

const cart = BackendTlsTarget.service('cart');
const ca = CertificateReference.configMap('internal-ca');
const newPolicy = (props: Partial<BackendTlsPolicyProps> = {}, chart: Chart = newChart()) =>
  new BackendTlsPolicy(chart, 'policy', {
    targets: [cart],
    hostname: 'cart.internal',
    wellKnownCaCertificates: WellKnownCaCertificates.SYSTEM,
    ...props,
  });
const specOf = (props: Partial<BackendTlsPolicyProps>) => {
  const chart = newChart();
  newPolicy(props, chart);
  return theOnly(chart, 'BackendTLSPolicy').spec as { targetRefs: object[]; validation: object };
};
const service = (chart: Chart, namespace?: string) =>
  new Service(chart, 'svc', { metadata: { name: 'cart', namespace }, ports: [{ port: 443, name: 'https' }] });

test('trusts what the system trusts', () => {
  const chart = newChart();
  newPolicy({}, chart);
  expect(objectsOf(chart)).toEqual([
    {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'BackendTLSPolicy',
      metadata: { name: 'policy', namespace: 'team' },
      spec: {
        targetRefs: [{ group: '', kind: 'Service', name: 'cart' }],
        validation: { hostname: 'cart.internal', wellKnownCACertificates: 'System' },
      },
    },
  ]);
});

test('trusts authorities, for the names of the certificate', () => {
  const props = {
    wellKnownCaCertificates: undefined,
    caCertificates: [ca, CertificateReference.custom('example.com', 'Bundle', 'b', 'team')],
    subjectAltNames: [SubjectAltName.hostname('*.internal'), SubjectAltName.uri('spiffe://cluster.local/ns/a/sa/b')],
    options: { 'example.com/minimum-version': '1.3' },
  };
  expect(specOf(props)).toEqual({
    targetRefs: [{ group: '', kind: 'Service', name: 'cart' }],
    validation: {
      hostname: 'cart.internal',
      caCertificateRefs: [
        { group: '', kind: 'ConfigMap', name: 'internal-ca' },
        { group: 'example.com', kind: 'Bundle', name: 'b' },
      ],
      subjectAltNames: [
        { type: 'Hostname', hostname: '*.internal' },
        { type: 'URI', uri: 'spiffe://cluster.local/ns/a/sa/b' },
      ],
    },
    options: { 'example.com/minimum-version': '1.3' },
  });
});

test('trusts a set of the implementation', () => {
  const wellKnownCaCertificates = WellKnownCaCertificates.custom('example.com/internal_CA.2');
  expect(specOf({ wellKnownCaCertificates }).validation).toMatchObject({
    wellKnownCACertificates: 'example.com/internal_CA.2',
  });
});

test.each<[string, (chart: Chart) => BackendTlsTarget[], object[]]>([
  [
    'a port',
    () => [BackendTlsTarget.service('cart', 'https')],
    [{ group: '', kind: 'Service', name: 'cart', sectionName: 'https' }],
  ],
  [
    'two ports',
    () => ['a', 'b'].map((port) => BackendTlsTarget.service('cart', port)),
    ['a', 'b'].map((sectionName) => ({ group: '', kind: 'Service', name: 'cart', sectionName })),
  ],
  [
    'a Service of this program',
    (chart) => [BackendTlsTarget.fromService(service(chart))],
    [{ group: '', kind: 'Service', name: 'cart' }],
  ],
  [
    'a port of a Service of this program',
    (chart) => [BackendTlsTarget.fromService(service(chart), 'https')],
    [{ group: '', kind: 'Service', name: 'cart', sectionName: 'https' }],
  ],
  [
    'a ServiceEntry',
    () => [BackendTlsTarget.serviceEntry('bank', 'https')],
    [{ group: 'networking.istio.io', kind: 'ServiceEntry', name: 'bank', sectionName: 'https' }],
  ],
  [
    'another kind',
    () => [BackendTlsTarget.custom('a.b', 'Pool', 'p', 's')],
    [{ group: 'a.b', kind: 'Pool', name: 'p', sectionName: 's' }],
  ],
])('is for %s', (_, targets, expected) => {
  const chart = newChart();
  newPolicy({ targets: targets(chart) }, chart);
  expect(theOnly(chart, 'BackendTLSPolicy').spec).toMatchObject({ targetRefs: expected });
});

test('goes to the namespace of a Service of this program', () => {
  const chart = newChart();
  expect(newPolicy({ targets: [BackendTlsTarget.fromService(service(chart, 'shop'))] }, chart).namespace).toBe('shop');
  expect(newPolicy({ namespace: 'shop' }).namespace).toBe('shop');
});

const many = <T>(count: number, make: (index: number) => T) => Array.from({ length: count }, (_, index) => make(index));
const policy = (props: Partial<BackendTlsPolicyProps>) => () => newPolicy(props);
const name = SubjectAltName.hostname('a.b');
const TWICE = "[test/policy] target 'cart': got 'the same target twice'";
const port = BackendTlsTarget.service('cart', 'https');

test.each<[string, () => unknown, string]>([
  ['no target', policy({ targets: [] }), "[test/policy] targets: got 'none'"],
  [
    '17 targets',
    policy({ targets: many(17, (index) => BackendTlsTarget.service(`s${index}`)) }),
    "targets: got '17 entries'",
  ],
  ['a target twice', policy({ targets: [cart, cart] }), TWICE],
  ['a port twice', policy({ targets: [port, BackendTlsTarget.service('cart', 'http'), port] }), TWICE],
  ['a target and a port of it', policy({ targets: [cart, port] }), TWICE],
  ['a port and all of the target', policy({ targets: [port, cart] }), TWICE],
  [
    'no authorities',
    policy({ wellKnownCaCertificates: undefined }),
    "[test/policy] CA certificates of the backend: got 'none'",
  ],
  ['an empty list of authorities', policy({ wellKnownCaCertificates: undefined, caCertificates: [] }), "got 'none'"],
  ['both', policy({ caCertificates: [ca] }), "got 'caCertificates and wellKnownCaCertificates'"],
  [
    '9 authorities',
    policy({ wellKnownCaCertificates: undefined, caCertificates: many(9, () => ca) }),
    "caCertificates: got '9 entries'",
  ],
  [
    'an authority elsewhere',
    policy({ wellKnownCaCertificates: undefined, caCertificates: [CertificateReference.configMap('ca', 'certs')] }),
    "[test/policy] namespace of CA certificate 'ca': got 'certs'",
  ],
  [
    'a target elsewhere',
    () => {
      const chart = newChart();
      newPolicy({ namespace: 'team', targets: [BackendTlsTarget.fromService(service(chart, 'shop'))] }, chart);
    },
    "[test/policy] namespace of target 'cart': got 'shop'",
  ],
  ['a wildcard', policy({ hostname: '*.internal' }), "hostname of backend: got '*.internal'"],
  ['an address', policy({ hostname: '10.0.0.1' }), "hostname of backend: got '10.0.0.1'"],
  ['6 names', policy({ subjectAltNames: many(6, () => name) }), "subjectAltNames: got '6 entries'"],
  [
    '17 options',
    policy({ options: Object.fromEntries(many(17, (index) => [`a.b/${index}`, '1'])) }),
    "options: got '17 entries'",
  ],
  ['a name of an option', policy({ options: { 'a b': 'c' } }), "options['a b']: got 'a b'"],
  ['a host of a name', () => SubjectAltName.hostname('a b'), "hostname of subjectAltNames: got 'a b'"],
  [
    'a URI without a scheme',
    () => SubjectAltName.uri('cluster.local/ns/a'),
    "URI of subjectAltNames: got 'cluster.local/ns/a'",
  ],
  ['an empty URI', () => SubjectAltName.uri(''), "URI of subjectAltNames: got ''"],
  ['a long URI', () => SubjectAltName.uri(`spiffe://${'a'.repeat(250)}`), 'URI of subjectAltNames: got'],
  ['a set by its name', () => WellKnownCaCertificates.custom('System'), "well-known CA certificates: got 'System'"],
  [
    'a set with a long name',
    () => WellKnownCaCertificates.custom(`a.b/${'c'.repeat(64)}`),
    'well-known CA certificates: got',
  ],
  [
    'a set of no domain',
    () => WellKnownCaCertificates.custom('A_B/c'),
    "domain of well-known CA certificates: got 'A_B'",
  ],
  ['a Service', () => BackendTlsTarget.service('A'), "name of Service: got 'A'"],
  ['a ServiceEntry', () => BackendTlsTarget.serviceEntry('A'), "name of ServiceEntry: got 'A'"],
  ['a kind', () => BackendTlsTarget.custom('', '1', 'a'), "kind of target: got '1'"],
  ['a section', () => BackendTlsTarget.service('a', 'B'), "section of Service 'a': got 'B'"],
  [
    'a port that the Service does not have',
    () => BackendTlsTarget.fromService(service(newChart()), '443'),
    "port of Service 'cart': got '443'",
  ],
  [
    'a port of a Service whose ports have no names',
    () => BackendTlsTarget.fromService(new Service(newChart(), 's', { ports: [{ port: 1 }] }), 'a'),
    "port of Service 'test-s-",
  ],
])('refused: %s', (_, make, message) => {
  expect(make).toThrow(message);
});
