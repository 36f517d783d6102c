import { Chart } from 'cdk8s';
import {
  Backend,
  CertificateReference,
  DnsCredential,
  DnsProvider,
  GatewayDomainOptions,
  Issuer,
  Listener,
  RouteNamespaces,
  SecuredGateway,
  SecuredGatewayProps,
} from '../../src';
import { Manifest } from '../../src/manifest/manifest';
import { newChart, objectsOf, theOnly } from '../support/synth';

type Props = Partial<SecuredGatewayProps>;
type Named = { readonly name: string };
const issuer = Issuer.fromClusterIssuerName('lets-encrypt');
const secure = (chart: Chart, props: Props = {}) =>
  new SecuredGateway(chart, 'external', { domain: 'demo.example.com', issuer, ...props });
const credential = DnsCredential.fromSecretName('aws-credentials', DnsProvider.AWS);
const toystore = Backend.service('toystore', 80);
const spec = (object: Manifest) => object.spec as Record<string, unknown>;

describe('further domains', () => {
  const listenersOf = (chart: Chart) => {
    const all = spec(theOnly(chart, 'Gateway')).listeners as {
      name: string;
      hostname?: string;
      tls?: { certificateRefs: Named[] };
    }[];
    return all.map(({ name, hostname, tls }) => [name, hostname, tls?.certificateRefs[0].name]);
  };
  const made = (props: Props, change: (gateway: SecuredGateway) => void) => {
    const chart = newChart();
    change(secure(chart, props));
    return chart;
  };

  test.each<[string, Props, GatewayDomainOptions | undefined, unknown[]]>([
    ['a wildcard', {}, {}, [['example-org', '*.example.org', 'example-org-external-tls']]],
    [
      'the apex, with its own certificate',
      {},
      { apex: true },
      [
        ['example-org', '*.example.org', 'example-org-external-tls'],
        ['example-org-apex', 'example.org', 'example-org-apex-external-tls'],
      ],
    ],
    [
      'names',
      {},
      { apex: true, listenerName: 'org', certificateSecretName: 'org' },
      [
        ['org', '*.example.org', 'org'],
        ['org-apex', 'example.org', 'org-apex'],
      ],
    ],
    [
      'the apex of the first domain',
      { apex: true },
      undefined,
      [['api-apex', 'demo.example.com', 'api-apex-external-tls']],
    ],
  ])('%s', (_, props, options, expected) => {
    const chart = made(props, (gateway) => options && gateway.addDomain('example.org', options));
    expect(listenersOf(chart)).toEqual([['api', '*.demo.example.com', 'api-external-tls'], ...expected]);
  });

  test('the policies of the gateway give each a certificate and records', () => {
    const chart = made({ dns: { credential } }, (gateway) => gateway.addDomain('example.org', { apex: true }));
    const target = { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'external' };
    expect(['TLSPolicy', 'DNSPolicy'].map((kind) => spec(theOnly(chart, kind)).targetRef)).toEqual([target, target]);
  });

  test.each([
    ['before', (gateway: SecuredGateway) => void (gateway.redirectToHttps(), gateway.addDomain('example.org'))],
    ['after', (gateway: SecuredGateway) => void (gateway.addDomain('example.org'), gateway.redirectToHttps())],
  ])('redirectToHttps() %s them takes the hosts of all', (_, change) => {
    const chart = made({}, change);
    expect(listenersOf(chart).find(([name]) => name === 'http')).toEqual(['http', undefined, undefined]);
  });

  test('a redirect stays for one host where the same one comes again', () => {
    const certificates = [CertificateReference.secret('other-tls')];
    const chart = made({}, (gateway) => {
      gateway.redirectToHttps();
      const hostname = '*.demo.example.com';
      gateway.addListener(Listener.https({ name: 'other', port: 8443, hostname, certificates }));
      gateway.addListener(Listener.tcp({ name: 'tcp', port: 9000 }));
    });
    expect(listenersOf(chart)[1]).toEqual(['http', '*.demo.example.com', undefined]);
  });

  test('routes reach them, and may be let in from other namespaces', () => {
    const chart = made({}, (gateway) => {
      gateway.addDomain('example.org', { apex: true, allowedRoutes: RouteNamespaces.all() });
      gateway.addHttpRoute('shop', { hostnames: ['example.org', 'a.example.org'], backends: [toystore] });
    });
    const all = spec(theOnly(chart, 'Gateway')).listeners as { allowedRoutes: { namespaces: { from: string } } }[];
    expect(all.map(({ allowedRoutes }) => allowedRoutes.namespaces.from)).toEqual(['Same', 'All', 'All']);
  });

  test.each<[string, (gateway: SecuredGateway) => unknown, string]>([
    ['a wildcard', (gateway) => gateway.addDomain('*.example.org'), "domain: got '*.example.org'"],
    ['a domain twice', (gateway) => gateway.addDomain('demo.example.com', { listenerName: 'b' }), "listener 'b': got"],
  ])('refuses %s', (_, act, message) => {
    expect(() => made({}, act)).toThrow(message);
  });
});

describe('addGrpcRoute and addTlsRoute', () => {
  const hostnames = ['cart.demo.example.com'];

  test('attach to the gateway, in its namespace', () => {
    const chart = newChart();
    const gateway = secure(chart, { namespace: 'gateways' });
    gateway.addListener(Listener.tlsPassthrough({ name: 'tls', port: 8443, hostname: '*.demo.example.com' }));
    const routes = [
      gateway.addGrpcRoute('grpc', { hostnames, backends: [toystore] }),
      gateway.addTlsRoute('tls-route', { hostnames, backends: [toystore] }),
    ];
    expect(routes.map(({ kind, namespace }) => [kind, namespace])).toEqual([
      ['GRPCRoute', 'gateways'],
      ['TLSRoute', 'gateways'],
    ]);
    expect(
      objectsOf(chart)
        .filter(({ kind }) => /^(GRPC|TLS)Route$/.test(kind))
        .map(spec),
    ).toEqual(
      routes.map(() =>
        expect.objectContaining({ parentRefs: [{ name: 'external', namespace: 'gateways' }], hostnames }),
      ),
    );
  });

  test.each<[string, (gateway: SecuredGateway) => unknown, string]>([
    [
      'a host that no listener serves',
      (gateway) => gateway.addGrpcRoute('cart', { hostnames: ['cart.example.org'], backends: [toystore] }),
      "[test/external] hostname of route: got 'cart.example.org'",
    ],
    [
      'a server name for which there is no listener of TLS',
      (gateway) => gateway.addTlsRoute('cart', { hostnames, backends: [toystore] }),
      "[test/external] hostname of route: got 'cart.demo.example.com'",
    ],
  ])('refuse %s', (_, act, message) => {
    expect(() => act(secure(newChart()))).toThrow(message);
  });
});
