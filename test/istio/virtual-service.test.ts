import { Chart, Duration } from 'cdk8s';
import { specOf } from './mesh-support';
import { AUTOMATIC, CART, EDGE, http, matching, ROUTE, virtualService } from './virtual-service-support';
import { Destination } from '../../src/istio/destination';
import { Gateway } from '../../src/istio/istio-gateway';
import { Server } from '../../src/istio/istio-server';
import { StringMatch } from '../../src/istio/string-match';
import { VirtualService, VirtualServiceProps } from '../../src/istio/virtual-service';
import { VirtualServiceGateway } from '../../src/istio/virtual-service-gateway';
import { VirtualServiceHttpMatch } from '../../src/istio/virtual-service-match';
import { VirtualServiceHttpRoute } from '../../src/istio/virtual-service-route';
import { VirtualServiceRetryOn } from '../../src/istio/virtual-service-traffic';
import { VirtualServiceSpec } from '../../src/manifest/istio-networking';
import { newChart, objectsOf } from '../support/synth';

type Props = Partial<VirtualServiceProps>;

const servers = [Server.http({ hosts: ['*'] })];
const spec = (props: Props) => specOf(virtualService(props)) as VirtualServiceSpec;
const httpOf = (props: Props) => spec(props).http!;
const matchOf = (match: VirtualServiceHttpMatch) => httpOf({ http: [matching(match)] })[0].match![0];

test('routes requests of a gateway', () => {
  const chart = newChart();
  const gateway = new Gateway(chart, 'httpbin-gateway', { selector: { istio: 'edge' }, servers });
  const built = new VirtualService(chart, 'httpbin', {
    hosts: ['httpbin.example.com'],
    gateways: [VirtualServiceGateway.of(gateway), VirtualServiceGateway.MESH],
    exportTo: ['.', 'edge'],
    http: [
      {
        name: 'status',
        matches: [{ uri: StringMatch.prefix('/status') }, { uri: StringMatch.prefix('/headers') }],
        route: [Destination.host('httpbin', { port: 8000 })],
      },
    ],
  });
  expect(built.hosts).toEqual(['httpbin.example.com']);
  built.addHttpRoute({ route: [CART.withWeight(90), Destination.host('cart', { subset: 'v2', weight: 10 })] });
  expect(objectsOf(chart)[1]).toEqual({
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name: 'httpbin', namespace: 'team' },
    spec: {
      hosts: ['httpbin.example.com'],
      gateways: ['httpbin-gateway', 'mesh'],
      exportTo: ['.', 'edge'],
      http: [
        {
          name: 'status',
          match: [{ uri: { prefix: '/status' } }, { uri: { prefix: '/headers' } }],
          route: [{ destination: { host: 'httpbin', port: { number: 8000 } } }],
        },
        {
          route: [
            { destination: { host: 'cart' }, weight: 90 },
            { destination: { host: 'cart', subset: 'v2' }, weight: 10 },
          ],
        },
      ],
    },
  });
});

test.each<[string, (chart: Chart) => VirtualServiceGateway, string]>([
  ['its own namespace', (chart) => of(chart, 'team'), 'edge'],
  ['another namespace', (chart) => of(chart, 'gateways'), 'gateways/edge'],
  ['a name', () => EDGE, 'edge'],
  ['a name in its own namespace', () => VirtualServiceGateway.named('edge', 'team'), 'edge'],
  ['a name in another namespace', () => VirtualServiceGateway.named('edge', 'gateways'), 'gateways/edge'],
  ['the mesh', () => VirtualServiceGateway.MESH, 'mesh'],
])('names a gateway: %s', (_, gateway, expected) => {
  const chart = newChart();
  const match = { gateways: [gateway(chart)], port: 80 };
  virtualService({ gateways: match.gateways, http: [matching(match)] })(chart);
  const found = objectsOf(chart).find(({ kind }) => kind === 'VirtualService');
  expect(found!.spec).toMatchObject({ gateways: [expected], http: [{ match: [{ gateways: [expected], port: 80 }] }] });
});

function of(chart: Chart, namespace: string): VirtualServiceGateway {
  return VirtualServiceGateway.of(new Gateway(chart, 'edge', { namespace, selector: { a: 'b' }, servers }));
}

test.each<[string, VirtualServiceHttpMatch, object]>([
  ['an exact path', { uri: StringMatch.exact('/a') }, { uri: { exact: '/a' } }],
  ['every path', { uri: StringMatch.prefix('') }, { uri: { prefix: '' } }],
  ['a method', { method: StringMatch.regex('GET|HEAD') }, { method: { regex: 'GET|HEAD' } }],
  [
    'headers',
    { headers: { a: StringMatch.exact('b'), c: StringMatch.present() }, withoutHeaders: { d: StringMatch.present() } },
    { headers: { a: { exact: 'b' }, c: {} }, withoutHeaders: { d: {} } },
  ],
  [
    'claims of the token',
    { headers: { '@request.auth.claims.group': StringMatch.exact('admin'), ':path': StringMatch.prefix('/') } },
    { headers: { '@request.auth.claims.group': { exact: 'admin' }, ':path': { prefix: '/' } } },
  ],
  ['parameters', { queryParams: { v: StringMatch.exact('') } }, { queryParams: { v: { exact: '' } } }],
])('matches %s', (_, match, expected) => {
  expect(matchOf(match)).toEqual(expected);
});

test.each<[string, () => VirtualServiceHttpRoute, object]>([
  [
    'redirects',
    () => ({ redirect: { scheme: 'https', port: 8443, redirectCode: 308 } }),
    { redirect: { scheme: 'https', port: 8443, redirectCode: 308 } },
  ],
  [
    'responds',
    () => ({
      directResponse: { status: 503, body: '' },
      headers: { response: { set: { 'content-type': 'text/plain' } } },
    }),
    {
      directResponse: { status: 503, body: { string: '' } },
      headers: { response: { set: { 'content-type': 'text/plain' } } },
    },
  ],
  ['responds with a status', () => ({ directResponse: { status: 404 } }), { directResponse: { status: 404 } }],
  ['rewrites', () => http({ rewrite: { uri: '/', authority: 'b' } }), { rewrite: { uri: '/', authority: 'b' } }],
  [
    'rewrites by expression',
    () => http({ rewrite: { uriRegexRewrite: { match: '^/a/(.*)', rewrite: '/\\1' } } }),
    { rewrite: { uriRegexRewrite: { match: '^/a/(.*)', rewrite: '/\\1' } } },
  ],
  [
    'tries again',
    () =>
      http({
        retries: {
          attempts: 3,
          perTryTimeout: Duration.millis(1500),
          retryOn: [
            VirtualServiceRetryOn.GATEWAY_ERROR,
            VirtualServiceRetryOn.status(503),
            VirtualServiceRetryOn.custom('x'),
          ],
        },
      }),
    { retries: { attempts: 3, perTryTimeout: '1s500ms', retryOn: 'gateway-error,503,x' } },
  ],
  ['does not try again', () => http({ retries: { attempts: 0 } }), { retries: { attempts: 0 } }],
  [
    'fails',
    () =>
      http({
        fault: {
          delay: { fixedDelay: Duration.seconds(5), percentage: 0.1 },
          abort: { httpStatus: 503, percentage: 100 },
        },
      }),
    {
      fault: {
        delay: { fixedDelay: '5s', percentage: { value: 0.1 } },
        abort: { httpStatus: 503, percentage: { value: 100 } },
      },
    },
  ],
  [
    'mirrors',
    () =>
      http({ mirrors: [{ destination: CART }, { destination: Destination.host('b', { port: 1 }), percentage: 0 }] }),
    {
      mirrors: [
        { destination: { host: 'cart' } },
        { destination: { host: 'b', port: { number: 1 } }, percentage: { value: 0 } },
      ],
    },
  ],
  [
    'lets other origins in',
    () =>
      http({
        corsPolicy: {
          allowOrigins: [StringMatch.exact('https://app.example.com'), StringMatch.regex('.*')],
          allowMethods: ['GET', '*'],
          allowHeaders: ['*', 'x-a'],
          maxAge: Duration.hours(24),
        },
      }),
    {
      corsPolicy: {
        allowOrigins: [{ exact: 'https://app.example.com' }, { regex: '.*' }],
        allowMethods: ['GET', '*'],
        allowHeaders: ['*', 'x-a'],
        maxAge: '24h',
      },
    },
  ],
  [
    'changes headers',
    () => ({
      route: [Destination.host('cart', { headers: { response: { remove: ['server'] } } })],
      headers: {
        request: {
          set: { host: 'b', 'x-ip': '%DOWNSTREAM_REMOTE_ADDRESS% 100%%', 'x-time': '%START_TIME(%Y/%m)%' },
          add: { 'x-a': '' },
        },
      },
    }),
    {
      route: [{ destination: { host: 'cart' }, headers: { response: { remove: ['server'] } } }],
      headers: {
        request: {
          set: { host: 'b', 'x-ip': '%DOWNSTREAM_REMOTE_ADDRESS% 100%%', 'x-time': '%START_TIME(%Y/%m)%' },
          add: { 'x-a': '' },
        },
      },
    },
  ],
])('a route %s', (_, make, expected) => {
  expect(httpOf({ http: [make()] })).toMatchObject([expected]);
});

test('routes TLS by server name, and TCP', () => {
  const chart = newChart();
  const built = virtualService({ hosts: ['*.example.com'] })(chart);
  built.addTlsRoute({
    matches: [{ sniHosts: ['a.example.com', '*.b.example.com'], port: 443 }],
    route: [CART.withWeight(1), Destination.host('b', { weight: 1 })],
  });
  built.addTcpRoute({ matches: [{ port: 27017, gateways: [EDGE] }], route: ROUTE });
  built.addTcpRoute({ route: ROUTE });
  expect(objectsOf(chart)[0].spec).toEqual({
    hosts: ['*.example.com'],
    gateways: ['edge'],
    tls: [
      {
        match: [{ sniHosts: ['a.example.com', '*.b.example.com'], port: 443 }],
        route: [
          { destination: { host: 'cart' }, weight: 1 },
          { destination: { host: 'b' }, weight: 1 },
        ],
      },
    ],
    tcp: [
      { match: [{ port: 27017, gateways: ['edge'] }], route: [{ destination: { host: 'cart' } }] },
      { route: [{ destination: { host: 'cart' } }] },
    ],
  });
});

test.each<[string, Props]>([
  ['a short name in the mesh', { hosts: ['cart'], gateways: undefined }],
  ['every host at a gateway', { hosts: ['*'] }],
  ['part of a label', { hosts: ['*-api.example.com', '*web.example.org'] }],
  ['an address', { hosts: ['10.0.0.1'] }],
  ['a host beside its wildcard’s domain', { hosts: ['example.com', '*.example.com'] }],
  ['names that gateways make', { hosts: [AUTOMATIC], tls: [{ matches: [{ sniHosts: [AUTOMATIC] }], route: ROUTE }] }],
])('is for %s', (_, props) => {
  expect(spec({ http: [http()], ...props }).hosts).toEqual(props.hosts);
});
