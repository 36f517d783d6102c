import { App, Chart } from 'cdk8s';
import * as fc from 'fast-check';
import { BackendTlsPolicy, BackendTlsTarget } from '../../src/gateway/backend-tls-policy';
import { ClientValidation } from '../../src/gateway/client-validation';
import { Gateway } from '../../src/gateway/gateway';
import { GatewayClass } from '../../src/gateway/gateway-class';
import { CertificateReference, Listener } from '../../src/gateway/listener';
import { ListenerSet } from '../../src/gateway/listener-set';
import { Backend } from '../../src/route/backend';
import { ExternalAuth } from '../../src/route/external-auth';
import { GrpcRoute } from '../../src/route/grpc-route';
import { HttpRoute } from '../../src/route/http-route';
import { ReferenceGrant, ReferenceGrantProps } from '../../src/route/reference-grant';
import { RouteFilter } from '../../src/route/route-filter';
import { RouteParent } from '../../src/route/route-parent';
import { TcpRoute } from '../../src/route/tcp-route';
import { TlsRoute } from '../../src/route/tls-route';
import { UdpRoute } from '../../src/route/udp-route';
import { newChart, objectsOf, theOnly } from '../support/synth';

interface Grant {
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec: {
    readonly from: { readonly group: string; readonly kind: string; readonly namespace: string }[];
    readonly to: { readonly group: string; readonly kind: string; readonly name?: string }[];
  };
}
const grantsOf = (...charts: Chart[]) =>
  charts.flatMap((chart) => objectsOf(chart).filter(({ kind }) => kind === 'ReferenceGrant')) as unknown as Grant[];

const gateway = Gateway.fromGatewayName('external', 'gateways');
const parents = [RouteParent.of(gateway)];
const there = { namespace: 'shop' };
const secret = CertificateReference.secret('api-tls', 'certs');
const toSecret = [{ group: '', kind: 'Secret', name: 'api-tls' }];
const toService = [{ group: '', kind: 'Service', name: 'cart' }];
const newGateway = (chart: Chart, props: object) =>
  new Gateway(chart, 'external', { gatewayClass: GatewayClass.ISTIO, listeners: [Listener.http()], ...props });
const ca = ClientValidation.require(CertificateReference.configMap('ca', 'certs'));
const toCa = [{ group: '', kind: 'ConfigMap', name: 'ca' }];

describe('a reference into another namespace emits a grant there', () => {
  test.each<[string, (chart: Chart) => unknown, string, string, object[]]>([
    [
      'backend',
      (chart) => new HttpRoute(chart, 'r', { parents, backends: [Backend.service('cart', 80, there)] }),
      'HTTPRoute',
      'shop',
      toService,
    ],
    [
      'mirror',
      (chart) =>
        new GrpcRoute(chart, 'r', {
          parents,
          rules: [
            { filters: [RouteFilter.mirror(Backend.service('cart', 80, there))], backends: [Backend.service('a', 1)] },
          ],
        }),
      'GRPCRoute',
      'shop',
      toService,
    ],
    [
      'mirror of one backend',
      (chart) => {
        const filters = [RouteFilter.mirror(Backend.service('cart', 80, there))];
        return new HttpRoute(chart, 'r', { parents, backends: [Backend.service('a', 1, { filters })] });
      },
      'HTTPRoute',
      'shop',
      toService,
    ],
    [
      'external authorization',
      (chart) => {
        const filters = [RouteFilter.externalAuth(ExternalAuth.grpc(Backend.service('cart', 80, there)))];
        return new HttpRoute(chart, 'r', { parents, rules: [{ filters, backends: [Backend.service('a', 1)] }] });
      },
      'HTTPRoute',
      'shop',
      toService,
    ],
    [
      'certificate of a gateway',
      (chart) => newGateway(chart, { listeners: [Listener.https({ certificates: [secret] })] }),
      'Gateway',
      'certs',
      toSecret,
    ],
    [
      'certificate of a listener that is added',
      (chart) => newGateway(chart, {}).addListener(Listener.tlsTerminate({ certificates: [secret] })),
      'Gateway',
      'certs',
      toSecret,
    ],
    [
      'certificate of a ListenerSet',
      (chart) => new ListenerSet(chart, 's', { gateway, listeners: [Listener.https({ certificates: [secret] })] }),
      'ListenerSet',
      'certs',
      toSecret,
    ],
    [
      'certificate for backends',
      (chart) => newGateway(chart, { backendClientCertificate: secret }),
      'Gateway',
      'certs',
      toSecret,
    ],
    ['authority of clients', (chart) => newGateway(chart, { clientValidation: ca }), 'Gateway', 'certs', toCa],
    [
      'authority of clients of a port',
      (chart) => newGateway(chart, { clientValidationPerPort: { 443: ca } }),
      'Gateway',
      'certs',
      toCa,
    ],
  ])('%s', (_, make, kind, namespace, to) => {
    const chart = newChart();
    make(chart);
    expect(grantsOf(chart)).toEqual([
      {
        apiVersion: 'gateway.networking.k8s.io/v1',
        kind: 'ReferenceGrant',
        metadata: { name: `from-${kind.toLowerCase()}-team`, namespace },
        spec: { from: [{ group: 'gateway.networking.k8s.io', kind, namespace: 'team' }], to },
      },
    ]);
  });

  test.each<[string, (chart: Chart) => unknown]>([
    [
      'the same namespace',
      (chart) => new HttpRoute(chart, 'r', { parents, backends: [Backend.service('a', 1, { namespace: 'team' })] }),
    ],
    [
      'a certificate of the same namespace',
      (chart) => newGateway(chart, { backendClientCertificate: CertificateReference.secret('a', 'team') }),
    ],
    [
      'an opt-out',
      (chart) => new TcpRoute(chart, 'r', { parents, backends: [Backend.service('a', 1, { ...there, grant: false })] }),
    ],
    [
      'an opt-out for certificates',
      (chart) => {
        const grant = { grant: false };
        return newGateway(chart, {
          listeners: [
            Listener.https({
              certificates: [
                CertificateReference.secret('a', 'certs', grant),
                CertificateReference.custom('a.b', 'Vault', 'a', 'certs', grant),
              ],
            }),
          ],
          clientValidation: ClientValidation.require(CertificateReference.configMap('a', 'certs', grant)),
        });
      },
    ],
    [
      'a gateway elsewhere: allowedRoutes and allowedListenerSets decide',
      (chart) => {
        new HttpRoute(chart, 'r', { parents, backends: [Backend.service('a', 1)] });
        new ListenerSet(chart, 's', { gateway, listeners: [Listener.http()] });
      },
    ],
    [
      'a BackendTlsPolicy, which reaches its own namespace only',
      (chart) =>
        new BackendTlsPolicy(chart, 'p', {
          targets: [BackendTlsTarget.service('a')],
          hostname: 'a.b',
          caCertificates: [CertificateReference.configMap('ca', 'team')],
        }),
    ],
    ['a host of Istio', (chart) => new TcpRoute(chart, 'r', { parents, backends: [Backend.istioHostname('a.b', 1)] })],
  ])('none for %s', (_, make) => {
    const chart = newChart();
    make(chart);
    expect(grantsOf(chart)).toEqual([]);
  });

  test('a listener that was opened keeps its certificates', () => {
    const listener = Listener.https({ certificates: [secret] }).openTo({ _render: () => ({ from: 'All' }) } as never);
    expect(listener.certificates).toEqual([secret]);
  });

  test('a listener that is refused gets none', () => {
    const chart = newChart();
    const made = newGateway(chart, {});
    expect(() => made.addListener(Listener.https({ name: 'http', certificates: [secret] }))).toThrow(
      "the name of listener 'http'",
    );
    const route = new HttpRoute(chart, 'r', { parents, backends: [Backend.service('a', 1)] });
    const backends = [Backend.service('b', 1, { ...there, weight: 0 })];
    expect(() => route.addRule({ backends })).toThrow('weights of rule 2');
    expect(grantsOf(chart)).toEqual([]);
  });
});

test('a referrer without a namespace cannot be named', () => {
  const make = () =>
    new HttpRoute(new Chart(new App(), 'c'), 'r', { parents, backends: [Backend.service('cart', 80, there)] });
  expect(make).toThrow("[c/r] namespace of HTTPRoute 'r': got undefined");
});

test('a grant of your own', () => {
  const chart = newChart();
  const grant = new ReferenceGrant(chart, 'grant', {
    from: [{ kind: 'HTTPRoute', namespace: 'web' }],
    to: [{ kind: 'Service' }],
  });
  grant.addTo({ group: 'example.com', kind: 'Pool', name: 'a' });
  grant.targets.pop();
  expect(theOnly(chart, 'ReferenceGrant').spec).toEqual({
    from: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: 'web' }],
    to: [
      { group: '', kind: 'Service' },
      { group: 'example.com', kind: 'Pool', name: 'a' },
    ],
  });
});

const from = { kind: 'HTTPRoute', namespace: 'web' };
const to = { kind: 'Service', name: 'cart' };
const several = <T>(item: T, count = 17) => Array.from({ length: count }, () => item);
test.each<[string, Partial<ReferenceGrantProps>, string]>([
  ['nobody', { from: [] }, "[test/grant] from: got '0 entries'"],
  ['nothing', { to: [] }, "[test/grant] to: got '0 entries'"],
  ['too many', { from: several(from) }, "[test/grant] from: got '17 entries'"],
  ['too much', { to: several(to) }, "[test/grant] to: got '17 entries'"],
  ['a namespace', { from: [{ ...from, namespace: 'a.b' }] }, "namespace of from: got 'a.b'"],
  ['a group', { from: [{ ...from, group: 'example.com/v1' }] }, "group of from: got 'example.com/v1'"],
  ['a group in capitals', { to: [{ ...to, group: 'Example' }] }, "group of to: got 'Example'"],
  ['a kind', { to: [{ kind: 'my kind' }] }, "kind of to: got 'my kind'"],
  ['a name', { to: [{ kind: 'Service', name: '' }] }, "name of to: got ''"],
])('a grant refuses %s', (_, props, message) => {
  expect(() => new ReferenceGrant(newChart(), 'grant', { from: [from], to: [to], ...props })).toThrow(message);
});

test('a full grant takes no more', () => {
  const grant = new ReferenceGrant(newChart(), 'grant', { from: [from], to: several(to, 16) });
  expect(() => grant.addTo(to)).toThrow("[test/grant] to: got '17 entries'");
});

describe('for any set of references', () => {
  // Names chosen so that they would run into one another if they were joined carelessly.
  const namespace = fc.constantFrom('a', 'a-2', 'b', 'b-httproute-a', 'a-httproute-b', 'httproute');
  const name = fc.oneof(
    fc.constantFrom('cart', 'a'),
    fc.integer({ min: 0, max: 40 }).map((number) => `s${number}`),
  );
  const reference = fc.record({
    referrer: fc.constantFrom('HTTPRoute', 'GRPCRoute', 'TLSRoute', 'TCPRoute', 'UDPRoute', 'Gateway', 'ListenerSet'),
    chart: fc.nat({ max: 1 }),
    from: namespace,
    to: namespace,
    group: fc.constantFrom('', 'example.com'),
    kind: fc.constantFrom('Service', 'Pool'),
    name,
    grant: fc.boolean(),
  });
  type Reference = typeof reference extends fc.Arbitrary<infer T> ? T : never;

  function refer(
    chart: Chart,
    id: string,
    { referrer, from: own, to: other, group, kind, name: object, grant }: Reference,
  ) {
    const backends = [Backend.custom({ group, kind, name: object, port: 1, namespace: other, grant })];
    const certificates = [CertificateReference.custom(group, kind, object, other, { grant })];
    const props = { namespace: own, parents, backends };
    const listeners = [Listener.https({ certificates })];
    switch (referrer) {
      case 'HTTPRoute':
        return new HttpRoute(chart, id, props);
      case 'GRPCRoute':
        return new GrpcRoute(chart, id, props);
      case 'TLSRoute':
        return new TlsRoute(chart, id, { ...props, hostnames: ['a.b'] });
      case 'TCPRoute':
        return new TcpRoute(chart, id, props);
      case 'UDPRoute':
        return new UdpRoute(chart, id, props);
      case 'Gateway':
        return new Gateway(chart, id, { namespace: own, gatewayClass: GatewayClass.ISTIO, listeners });
      default:
        return new ListenerSet(chart, id, { namespace: own, gateway, listeners });
    }
  }

  test('the grants allow what was referred to, no more and no less', () => {
    fc.assert(
      fc.property(fc.array(reference, { maxLength: 120, size: 'max' }), (references) => {
        const app = new App();
        const charts = ['one', 'two'].map((id) => new Chart(app, id));
        references.forEach((entry, index) => refer(charts[entry.chart], `r${index}`, entry));
        const grants = grantsOf(...charts);

        const allowed = grants.flatMap(({ metadata, spec }) =>
          spec.from.flatMap((who) => spec.to.map((what) => JSON.stringify([who, metadata.namespace, what]))),
        );
        const needed = references
          .filter((entry) => entry.grant && entry.from !== entry.to)
          .map((entry) =>
            JSON.stringify([
              { group: 'gateway.networking.k8s.io', kind: entry.referrer, namespace: entry.from },
              entry.to,
              { group: entry.group, kind: entry.kind, name: entry.name },
            ]),
          );
        expect([...allowed].sort()).toEqual([...new Set(needed)].sort());

        const places = grants.map(({ metadata }) => `${metadata.namespace}/${metadata.name}`);
        expect(new Set(places).size).toBe(places.length);
        const pairs = grants.map(({ metadata, spec }) => JSON.stringify([metadata.namespace, spec.from]));
        for (const { metadata, spec } of grants) {
          expect(spec.from).toHaveLength(1);
          expect(spec.to.length).toBeGreaterThan(0);
          expect(spec.to.length).toBeLessThanOrEqual(16);
          const key = JSON.stringify([metadata.namespace, spec.from]);
          const targets = grants.flatMap((other, index) => (pairs[index] === key ? other.spec.to : []));
          expect(pairs.filter((pair) => pair === key)).toHaveLength(Math.ceil(targets.length / 16));
        }
      }),
      { seed: 3, numRuns: 60 },
    );
  });

  test('17 targets need two grants, whose names no other namespace has', () => {
    const chart = newChart();
    const backends = (count: number) =>
      Array.from({ length: count }, (_, index) => Backend.service(`s${index}`, 1, there));
    new TcpRoute(chart, 'a', { namespace: 'a', parents, backends: backends(16) });
    new TcpRoute(chart, 'b', { namespace: 'a', parents, backends: [Backend.service('s16', 1, there)] });
    new TcpRoute(chart, 'c', { namespace: 'a-2', parents, backends: backends(1) });
    expect(grantsOf(chart).map(({ metadata, spec }) => [metadata.name, spec.to.length])).toEqual([
      ['from-tcproute-a', 16],
      ['from-tcproute-a.2', 1],
      ['from-tcproute-a-2', 1],
    ]);
  });
});
