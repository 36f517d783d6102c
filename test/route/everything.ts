import { Chart, Duration } from 'cdk8s';
import {
  BackendTlsPolicy,
  BackendTlsTarget,
  SubjectAltName,
  WellKnownCaCertificates,
} from '../../src/gateway/backend-tls-policy';
import { Gateway } from '../../src/gateway/gateway';
import { CertificateReference, Listener, RouteNamespaces } from '../../src/gateway/listener';
import { ListenerSet } from '../../src/gateway/listener-set';
import { INamedResource } from '../../src/resource/custom-resource';
import { Backend, BackendOptions } from '../../src/route/backend';
import { ExternalAuth } from '../../src/route/external-auth';
import { GrpcMatch } from '../../src/route/grpc-match';
import { GrpcRoute } from '../../src/route/grpc-route';
import { HeaderMatch, HttpMatch, HttpMethod, QueryParamMatch } from '../../src/route/http-match';
import { HttpRoute } from '../../src/route/http-route';
import { PathModifier } from '../../src/route/path-modifier';
import { ReferenceGrant } from '../../src/route/reference-grant';
import { RedirectStatus, RouteFilter } from '../../src/route/route-filter';
import { RouteParent } from '../../src/route/route-parent';
import { SessionPersistence } from '../../src/route/session-persistence';
import { TcpRoute } from '../../src/route/tcp-route';
import { TlsRoute } from '../../src/route/tls-route';
import { UdpRoute } from '../../src/route/udp-route';

const kind = (name: string): INamedResource => ({
  apiVersion: 'example.com/v1',
  kind: name,
  name: 'x',
  namespace: 'a',
});
const gateway = Gateway.fromGatewayName('external', 'gateways');
const options: BackendOptions = { namespace: 'shop', weight: 2 };
const custom = (more: BackendOptions = {}) =>
  Backend.custom({ group: 'example.com', kind: 'Pool', name: 'p', port: 1, ...options, ...more });
const parents = [
  RouteParent.of(kind('Proxy')),
  RouteParent.port(gateway, 80),
  RouteParent.listener(Gateway.fromGatewayName('b'), 'api'),
];
const changes = { set: { a: '1' }, add: { b: '2' }, remove: ['c'] };
const shared = [
  RouteFilter.requestHeaders(changes),
  RouteFilter.responseHeaders(changes),
  RouteFilter.mirror(custom({ weight: undefined }), { percent: 1 }),
  RouteFilter.mirror(Backend.service('m', 80), { numerator: 1, denominator: 1000 }),
  RouteFilter.extension('example.com', 'Filter', 'f'),
];
const redirects = [PathModifier.replaceFull('/b'), PathModifier.replacePrefix('/b')].map((path) =>
  RouteFilter.redirect({
    scheme: 'https',
    hostname: 'b.example.com',
    port: 8443,
    path,
    status: RedirectStatus.PERMANENT_REDIRECT,
  }),
);
const rewrites = [PathModifier.replaceFull('/b'), PathModifier.replacePrefix('/b')].map((path) =>
  RouteFilter.rewrite({ hostname: 'b.example.com', path }),
);
const cors = RouteFilter.cors({
  allowOrigins: ['https://*.example.com'],
  allowMethods: [HttpMethod.PUT],
  allowHeaders: ['x-a'],
  exposeHeaders: ['x-b'],
  allowCredentials: true,
  maxAge: Duration.minutes(1),
});
const auths = [
  ExternalAuth.grpc(custom({ weight: undefined }), { allowedHeaders: ['x-a'], maxBodyBytes: 1024 }),
  ExternalAuth.http(Backend.service('auth', 80), {
    path: '/check',
    allowedHeaders: ['x-a'],
    allowedResponseHeaders: ['x-b'],
  }),
].map((auth) => RouteFilter.externalAuth(auth));
const sessions = [
  SessionPersistence.cookie({ name: 's', path: '/', absoluteTimeout: Duration.hours(1) }),
  SessionPersistence.header('x-session'),
];
const prefix = [HttpMatch.prefix('/a')];
const headers = [HeaderMatch.exact('x-a', '1'), HeaderMatch.regex('x-b', '^1')];

/** Objects that together have every field of the routes' kinds; without `experimental`, those of the standard channel. */
export function everything(chart: Chart, experimental: boolean): void {
  const only = <T>(...list: T[]) => (experimental ? list : []);
  const httpFilters = [[...shared, cors, rewrites[0]], [rewrites[1]], ...only(...auths).map((auth) => [auth])];
  const useDefaultGateways = experimental || undefined;
  new HttpRoute(chart, 'http', {
    parents,
    useDefaultGateways,
    hostnames: ['a.example.com', '*.example.com'],
    rules: [
      ...httpFilters.map((filters) => ({ matches: prefix, filters, backends: [custom({ filters })] })),
      ...redirects.map((redirect) => ({ matches: prefix, filters: [redirect] })),
      ...redirects.map((redirect) => ({ matches: prefix, backends: [custom({ filters: [redirect] })] })),
      {
        name: 'all',
        matches: [
          HttpMatch.exact('/a', {
            method: HttpMethod.GET,
            headers,
            queryParams: [QueryParamMatch.exact('q', '1'), QueryParamMatch.regex('r', '.*')],
          }),
          HttpMatch.regex('/a/[^/]+'),
        ],
        backends: [custom()],
        timeout: Duration.seconds(10),
        backendTimeout: Duration.seconds(5),
        retry: experimental ? { attempts: 2, backoff: Duration.millis(100), codes: [503] } : undefined,
      },
      ...only(...sessions).map((sessionPersistence) => ({ backends: [custom()], sessionPersistence })),
    ],
  });
  new GrpcRoute(chart, 'grpc', {
    parents,
    useDefaultGateways,
    hostnames: ['grpc.example.com'],
    rules: [
      {
        name: 'all',
        matches: [
          GrpcMatch.exact({ service: 'shop.v1.Cart', method: 'AddItem', headers }),
          GrpcMatch.regex({ service: '.*', method: 'Get.*' }),
        ],
        filters: shared,
        backends: [custom({ filters: shared })],
      },
      ...only(...sessions).map((sessionPersistence) => ({ backends: [custom()], sessionPersistence })),
    ],
  });
  const stream = { parents, useDefaultGateways, ruleName: 'all', backends: [custom(), Backend.service('b', 80)] };
  new TlsRoute(chart, 'tls', { ...stream, hostnames: ['a.example.com', '*.example.com'] });
  new TcpRoute(chart, 'tcp', stream);
  new UdpRoute(chart, 'udp', stream);
  new ListenerSet(chart, 'set', {
    gateway: kind('Proxy'),
    listeners: [
      Listener.https({
        hostname: 'a.example.com',
        kinds: ['example.com/FooRoute'],
        allowedRoutes: RouteNamespaces.named('a'),
        certificates: [CertificateReference.secret('tls', 'certs')],
        tlsOptions: { 'example.com/a': 'b' },
      }),
      Listener.http({ allowedRoutes: RouteNamespaces.labelled({ a: 'b' }) }),
    ],
  });
  const policy = { hostname: 'cart.internal', options: { 'example.com/a': 'b' } };
  new BackendTlsPolicy(chart, 'ca', {
    ...policy,
    targets: [BackendTlsTarget.service('cart', 'https'), BackendTlsTarget.serviceEntry('bank')],
    caCertificates: [CertificateReference.configMap('ca')],
    subjectAltNames: [SubjectAltName.hostname('*.internal'), SubjectAltName.uri('spiffe://cluster.local/ns/a/sa/b')],
  });
  new BackendTlsPolicy(chart, 'system', {
    ...policy,
    targets: [BackendTlsTarget.custom('example.com', 'Pool', 'p', 'section')],
    wellKnownCaCertificates: WellKnownCaCertificates.SYSTEM,
  });
  new ReferenceGrant(chart, 'grant', {
    from: [{ group: 'example.com', kind: 'FooRoute', namespace: 'a' }],
    to: [
      { kind: 'Service', name: 'b' },
      { group: 'example.com', kind: 'Pool' },
    ],
  });
}
