import { Chart } from 'cdk8s';
import {
  Backend,
  CertificateReference,
  Gateway,
  GatewayApp,
  GatewayClass,
  HttpRequest,
  Issuer,
  Listener,
  RedirectStatus,
  RouteNamespaces,
  SecuredGateway,
  Traffic,
} from '../../src';
import { Manifest } from '../../src/manifest/manifest';
import { newChart, objectsOf, theOnly, warningsOf, temporaryDirectory } from '../support/synth';

const issuer = Issuer.fromClusterIssuerName('lets-encrypt');
const secure = (chart: Chart) => new SecuredGateway(chart, 'external', { domain: 'demo.example.com', issuer });
const toystore = Backend.service('toystore', 80);
const spec = (object: Manifest) => object.spec as Record<string, unknown>;

describe('redirectToHttps', () => {
  const redirected = (before: (gateway: SecuredGateway) => void, after: (gateway: SecuredGateway) => void) => {
    const chart = newChart();
    const gateway = secure(chart);
    before(gateway);
    gateway.redirectToHttps();
    after(gateway);
    return chart;
  };
  const addRoute = (gateway: SecuredGateway) =>
    gateway.addHttpRoute('toys', { hostnames: ['toys.demo.example.com'], backends: [toystore] });
  const routeNamed = (chart: Chart, name: string) =>
    spec(objectsOf(chart).find(({ kind, metadata }) => kind === 'HTTPRoute' && metadata.name === name)!);

  test('answers plain HTTP on a listener and by a route of its own', () => {
    const chart = redirected(
      () => undefined,
      () => undefined,
    );
    expect(spec(theOnly(chart, 'Gateway')).listeners).toMatchObject([
      { name: 'api' },
      { name: 'http', port: 80, protocol: 'HTTP', hostname: '*.demo.example.com' },
    ]);
    expect(spec(theOnly(chart, 'HTTPRoute'))).toEqual({
      parentRefs: [{ name: 'external', namespace: 'team', sectionName: 'http' }],
      rules: [{ filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https', statusCode: 301 } }] }],
    });
  });

  test.each([
    ['before', redirected(addRoute, () => undefined)],
    ['after', redirected(() => undefined, addRoute)],
  ])('a route that was added %s stays off that listener', (_, chart) => {
    expect(routeNamed(chart, 'toys').parentRefs).toEqual([{ name: 'external', namespace: 'team', sectionName: 'api' }]);
  });

  test('a route is bound to those listeners that serve its hosts', () => {
    const chart = redirected(
      (gateway) => {
        const certificates = [CertificateReference.secret('apex-tls')];
        gateway.addListener(Listener.https({ name: 'apex', hostname: 'demo.example.com', certificates }));
      },
      (gateway) => {
        addRoute(gateway);
        gateway.addHttpRoute('any', { backends: [toystore] });
      },
    );
    const sections = (name: string) =>
      (routeNamed(chart, name).parentRefs as { sectionName: string }[]).map(({ sectionName }) => sectionName);
    expect(sections('toys')).toEqual(['api']);
    expect(sections('any')).toEqual(['api', 'apex']);
    // Several hosts: the listener for plain HTTP takes all of them.
    expect((spec(theOnly(chart, 'Gateway')).listeners as object[])[2]).not.toHaveProperty('hostname');
  });

  test('opening the gateway leaves it closed, unless it is named', () => {
    const from = (...listeners: string[]) => {
      const chart = redirected(
        () => undefined,
        (gateway) => gateway.openTo(RouteNamespaces.all(), ...listeners),
      );
      const all = spec(theOnly(chart, 'Gateway')).listeners as { allowedRoutes: { namespaces: { from: string } } }[];
      return all.map(({ allowedRoutes }) => allowedRoutes.namespaces.from);
    };
    expect(from()).toEqual(['All', 'Same']);
    expect(from('http')).toEqual(['Same', 'All']);
  });

  test('with a port, a name and a status of its own', () => {
    const chart = newChart();
    const gateway = new Gateway(chart, 'plain', {
      gatewayClass: GatewayClass.ISTIO,
      listeners: [Listener.https({ port: 8443, certificates: [CertificateReference.secret('tls')] })],
    });
    gateway.redirectToHttps({ port: 8080, listenerName: 'plain', status: RedirectStatus.PERMANENT_REDIRECT });
    expect(spec(theOnly(chart, 'Gateway')).listeners).toMatchObject([{}, { name: 'plain', port: 8080 }]);
    expect(spec(theOnly(chart, 'HTTPRoute')).rules).toEqual([
      {
        filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https', port: 8443, statusCode: 308 } }],
      },
    ]);
  });

  test('needs a listener to redirect to', () => {
    const gateway = new Gateway(newChart(), 'plain', { gatewayClass: GatewayClass.ISTIO });
    expect(() => gateway.redirectToHttps()).toThrow(
      "[test/plain] redirectToHttps(): got 'a gateway without an HTTPS listener'",
    );
  });
});

describe('the policies of a SecuredGateway', () => {
  const program = (change: (gateway: SecuredGateway) => void = () => undefined) => {
    const app = new GatewayApp({ outdir: temporaryDirectory() });
    const gateway = secure(new Chart(app, 'edge', { namespace: 'edge' }));
    gateway.addHttpRoute('toys', { hostnames: ['toys.demo.example.com'], backends: [toystore] });
    gateway.addHttpRoute('any', { backends: [toystore] });
    gateway.redirectToHttps();
    change(gateway);
    return app;
  };
  const HOSTS = ['toys.demo.example.com', 'other.demo.example.com'];
  const statuses = (app: GatewayApp, scheme: string, host: string, times: number = 1) => {
    const traffic = Traffic.fromApp(app);
    const request = HttpRequest.get(`${scheme}://${host}/a`);
    return Array.from({ length: times }, () => traffic.send(request).status);
  };

  test.each(HOSTS)('let plain HTTP to %s be redirected, however often', (host) => {
    const app = program();
    expect(statuses(app, 'http', host, 5)).toEqual([301, 301, 301, 301, 301]);
    expect(Traffic.fromApp(app).send(HttpRequest.get(`http://${host}/a`))).toMatchObject({
      location: `https://${host}/a`,
    });
    expect(warningsOf(app)).toBe('');
  });

  test.each(HOSTS)('hold for HTTPS to %s', (host) => {
    expect(statuses(program(), 'https', host, 3)).toEqual([403, 403, 429]);
  });

  const certificates = [CertificateReference.secret('any-tls')];
  test.each<[string, (gateway: SecuredGateway) => void]>([
    ['other namespaces may serve plain HTTP', (gateway) => gateway.openTo(RouteNamespaces.all(), 'http')],
    [
      'another listener serves plain HTTP',
      (gateway) => gateway.addListener(Listener.http({ name: 'plain', port: 8080, hostname: '*.demo.example.com' })),
    ],
    [
      'a listener serves HTTPS without the name of the server',
      (gateway) => gateway.addListener(Listener.https({ name: 'any', certificates })),
    ],
  ])('hold for plain HTTP where %s', (_, change) => {
    const app = program(change);
    expect(statuses(app, 'http', HOSTS[0])).toEqual([403]);
    expect(warningsOf(app)).toContain('warning GW271');
  });
});
