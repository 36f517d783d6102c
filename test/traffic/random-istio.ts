import * as fc from 'fast-check';
import { Manifest } from '../../src/manifest/manifest';
import { RequestFields } from '../../src/traffic/request';

/*
 * Random sets of Istio's objects at an ingress gateway, small enough that every part of one is hit by some request. A
 * set is known by its seed.
 */

/** A request to the Service in front of an Istio Gateway. */
export interface IstioRequest {
  readonly gateway: { readonly namespace: string; readonly name: string };
  readonly fields: RequestFields;
}

export interface IstioSet {
  readonly manifests: readonly Manifest[];
  readonly requests: readonly IstioRequest[];
}

export const randomIstioSet = (seed: number, requests: number): IstioSet => {
  const [set] = fc.sample(setOf(requests), { seed, numRuns: 1 });
  return set;
};

const object = (apiVersion: string, kind: string, namespace: string, name: string, spec: unknown): Manifest =>
  ({ apiVersion, kind, metadata: { namespace, name }, spec }) as unknown as Manifest;

const istio = (kind: string, namespace: string, name: string, spec: unknown) =>
  object('networking.istio.io/v1', kind, namespace, name, spec);

export const deployment = (namespace: string, name: string, labels: Readonly<Record<string, string>>) =>
  object('apps/v1', 'Deployment', namespace, name, {
    selector: { matchLabels: labels },
    template: { metadata: { labels }, spec: { containers: [{ name: 'app', image: 'app' }] } },
  });

export const service = (
  namespace: string,
  name: string,
  selector: Readonly<Record<string, string>>,
  ports: readonly object[],
) => object('v1', 'Service', namespace, name, { selector, ports });

/** Pods and Services that are the same in every set. */
export const WORLD: readonly Manifest[] = [
  deployment('edge', 'ingress', { istio: 'ingress' }),
  service('edge', 'ingress', { istio: 'ingress' }, [
    { name: 'http', port: 80, targetPort: 8080 },
    { name: 'https', port: 443, targetPort: 8443 },
    { name: 'other', port: 8000 },
  ]),
  deployment('apps', 'a-v1', { app: 'a', version: 'v1' }),
  deployment('apps', 'a-v2', { app: 'a', version: 'v2' }),
  service('apps', 'a', { app: 'a' }, [{ name: 'http', port: 80, targetPort: 8080 }]),
  deployment('apps', 'b', { app: 'b' }),
  service('apps', 'b', { app: 'b' }, [
    { name: 'http', port: 8080 },
    { name: 'http-alt', port: 9090 },
  ]),
  deployment('edge', 'c', { app: 'c' }),
  service('edge', 'c', { app: 'c' }, [{ name: 'http', port: 80 }]),
  service('apps', 'empty', { app: 'empty' }, [{ name: 'http', port: 80 }]),
];

export const SECRETS = ['Secret edge/cert'];

const pick = <T>(...values: readonly T[]) => fc.constantFrom(...values);
/** A field that is mostly absent. */
const maybe = <T>(arbitrary: fc.Arbitrary<T>, freq = 2) => fc.option(arbitrary, { nil: undefined, freq });
const without = <T extends object>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
const fields = <T>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }) =>
  fc.record(model).map((value) => without(value as object));

const NAMESPACES = ['apps', 'edge'] as const;
const serverHost = fc
  .tuple(
    pick('', '', '', '*/', './', 'apps/', 'edge/'),
    pick('shop.example.com', 'api.example.com', '*.example.com', '*'),
  )
  .map(([ns, host]) => ns + host);

// Istio's control plane does not stand `*/*` beside another host.
const uniqueHosts = fc
  .uniqueArray(serverHost, { minLength: 1, maxLength: 2, selector: (host) => host.replace(/^.*\//, '') })
  .map((hosts) => hosts.map((host) => (host === '*/*' ? '*' : host)));

const server = fc.oneof(
  {
    weight: 4,
    arbitrary: uniqueHosts.map((hosts) => ({ hosts, port: { number: 80, name: 'http', protocol: 'HTTP' } })),
  },
  {
    weight: 1,
    arbitrary: uniqueHosts.map((hosts) => ({
      hosts,
      port: { number: 80, name: 'http', protocol: 'HTTP' },
      tls: { httpsRedirect: true },
    })),
  },
  {
    weight: 2,
    arbitrary: uniqueHosts.map((hosts) => ({
      hosts,
      port: { number: 443, name: 'https', protocol: 'HTTPS' },
      tls: { mode: 'SIMPLE', credentialName: 'cert' },
    })),
  },
  {
    weight: 1,
    arbitrary: uniqueHosts.map((hosts) => ({ hosts, port: { number: 8000, name: 'other', protocol: 'HTTP2' } })),
  },
);

/** Servers of one Gateway that the webhook takes: names of ports are unique. */
const servers = fc
  .array(server, { minLength: 1, maxLength: 3 })
  .map((all) => all.map((each, index) => ({ ...each, port: { ...each.port, name: `${each.port.name}-${index}` } })));

const text = (...values: readonly string[]) =>
  fc.oneof(
    pick(...values).map((exact) => ({ exact })),
    pick(...values).map((value) => ({ prefix: value.slice(0, 2) })),
    pick(...values).map((value) => ({ regex: `${value.slice(0, 1)}.*` })),
  );

const uri = fc.oneof(
  { weight: 3, arbitrary: pick('/', '/api', '/api/', '/a', '/app').map((prefix) => ({ prefix })) },
  { weight: 2, arbitrary: pick('/api', '/api/v1', '/').map((exact) => ({ exact })) },
  { weight: 1, arbitrary: pick('/api/v[0-9]', '/(api|app).*', '.*').map((regex) => ({ regex })) },
);

const match = fields({
  uri: maybe(uri, 5),
  ignoreUriCase: maybe(fc.constant(true), 1),
  method: maybe(
    fc.oneof(
      pick('GET', 'POST').map((exact) => ({ exact })),
      fc.constant({ regex: 'P.*' }),
    ),
    1,
  ),
  scheme: maybe(
    pick('http', 'https').map((exact) => ({ exact })),
    1,
  ),
  authority: maybe(fc.oneof(text('shop.example.com', 'api.example.com')), 1),
  headers: maybe(
    fc.oneof(text('v1', 'v2'), fc.constant({})).map((version) => ({ version })),
    1,
  ),
  withoutHeaders: maybe(
    fc.oneof(text('v1', 'v2'), fc.constant({}), fc.constant({ regex: '.*' })).map((version) => ({ version })),
    1,
  ),
  queryParams: maybe(
    fc.oneof(text('1', '2'), fc.constant({})).map((q) => ({ q })),
    1,
  ),
  port: maybe(pick(80, 443, 8000), 1),
  gateways: maybe(pick(['edge/one'], ['edge/two'], ['edge/one', 'mesh']), 1),
  sourceLabels: maybe(pick({ istio: 'ingress' }, { istio: 'other' }), 1),
  sourceNamespace: maybe(pick('edge', 'apps'), 1),
});

const changes = fields({
  set: maybe(pick({ 'x-one': 'set' }, { 'x-one': 'set', 'x-two': 'set' }, { host: 'set.example.com' })),
  add: maybe(pick({ 'x-one': 'add' }, { 'x-two': 'add' })),
  remove: maybe(pick(['x-one'], ['x-two', 'version'])),
});
const headers = fields({ request: maybe(changes), response: maybe(changes) });

const destination = fields({
  host: pick(
    'a',
    'a',
    'a.apps.svc.cluster.local',
    'b',
    'b.apps.svc.cluster.local',
    'c.edge.svc.cluster.local',
    'empty',
    'missing',
    'out.example.org',
  ),
  subset: maybe(pick('v1', 'v2', 'v3', 'none'), 1),
  port: maybe(
    pick(80, 8080, 9090).map((number) => ({ number })),
    1,
  ),
});

const routes = fc.oneof(
  fields({ destination, headers: maybe(headers, 1) }).map((one) => [one]),
  fc.tuple(fields({ destination, headers: maybe(headers, 1) }), fields({ destination })).map(([one, two]) => [
    { ...one, weight: 30 },
    { ...two, weight: 70 },
  ]),
);

const cors = fields({
  allowOrigins: pick([{ exact: 'https://one.example' }], [{ prefix: 'https://' }], [{ regex: 'https://.*\\.example' }]),
  allowMethods: maybe(fc.constant(['GET', 'POST'])),
  allowHeaders: maybe(fc.constant(['x-a'])),
  exposeHeaders: maybe(fc.constant(['x-b'])),
  allowCredentials: maybe(fc.constant(true)),
  maxAge: maybe(fc.constant('60s')),
  unmatchedPreflights: maybe(pick('FORWARD', 'IGNORE')),
});

const abort = fields({
  httpStatus: pick(418, 503),
  percentage: maybe(
    pick(100, 50).map((value) => ({ value })),
    5,
  ),
}).map((one) => ({ abort: one }));

const routed = fields({
  route: routes,
  headers: maybe(headers, 1),
  rewrite: maybe(
    fc.oneof(
      pick(
        { uri: '/' },
        { uri: '/new' },
        { uri: '/new/', authority: 'new.example.com' },
        { authority: 'new.example.com' },
      ),
      fc.constant({ uriRegexRewrite: { match: '^/api/(.*)$', rewrite: '/\\1/x' } }),
    ),
    1,
  ),
  mirror: maybe(
    pick(
      { host: 'a.apps.svc.cluster.local' },
      { host: 'c.edge.svc.cluster.local', port: { number: 80 } },
      { host: 'missing' },
    ),
    1,
  ),
  corsPolicy: maybe(cors, 1),
  fault: maybe(abort, 1),
});

const redirected = fields({
  redirect: fields({
    uri: pick('/login', '/login?x=1', ''),
    authority: maybe(pick('login.example.com', 'login.example.com:8443')),
    scheme: maybe(pick('http', 'https')),
    redirectCode: maybe(pick(301, 302, 307, 308)),
    port: maybe(pick(80, 443, 8443)),
  }),
  headers: maybe(headers, 1),
  fault: maybe(abort, 1),
  corsPolicy: maybe(cors, 1),
});

const direct = fields({
  directResponse: pick({ status: 200, body: { string: 'ok' } }, { status: 404 }, { status: 503 }),
  headers: maybe(headers, 1),
});

const http = fc
  .tuple(
    maybe(fc.array(match, { minLength: 1, maxLength: 2 }), 4),
    fc.oneof({ weight: 6, arbitrary: routed }, { weight: 2, arbitrary: redirected }, { weight: 1, arbitrary: direct }),
  )
  .map(([matches, action]) => without({ match: matches, ...action }));

/** Hosts of one VirtualService must not cover each other, and `*` is not for the mesh. */
const HOSTS: readonly (readonly string[])[] = [
  ['shop.example.com'],
  ['shop.example.com', 'api.example.com'],
  ['*.example.com'],
  ['*.example.com', 'b.apps.svc.cluster.local'],
  ['*'],
];

const virtualService = fields({
  hosts: pick(...HOSTS),
  gateways: pick(['edge/one'], ['edge/one', 'edge/two'], ['edge/two']),
  exportTo: maybe(pick(['*'], ['.'], ['edge'], ['apps']), 1),
  http: fc.array(http, { minLength: 1, maxLength: 3 }),
});

const subset = (name: string) => ({ name, labels: { version: name } });
const destinationRule = fields({
  host: pick(
    'a.apps.svc.cluster.local',
    'a.apps.svc.cluster.local',
    '*.apps.svc.cluster.local',
    'b.apps.svc.cluster.local',
  ),
  exportTo: maybe(pick(['*'], ['.'], ['edge']), 1),
  subsets: pick([subset('v1')], [subset('v1'), subset('v2')], [subset('v2'), subset('v3')], undefined),
});

const request = fc
  .record({
    gateway: pick('one', 'two'),
    origin: pick('http://', 'http://', 'https://'),
    host: pick(
      'shop.example.com',
      'api.example.com',
      'www.example.com',
      'Shop.example.com',
      'example.org',
      'shop.example.com:8443',
      'b.apps.svc.cluster.local',
    ),
    path: pick('/', '/api', '/api/', '/api/v1', '/API/v1', '/apix', '/app/x', '/x?q=1', '/api/v1?q=2'),
    method: pick('GET', 'GET', 'POST', 'OPTIONS'),
    port: pick(undefined, undefined, undefined, 8000, 443, 80, 81),
    version: maybe(pick('v1', 'v2', '')),
    extra: maybe(pick({ 'x-one': 'sent' }, { 'x-two': 'sent' })),
    page: maybe(pick('https://one.example', 'http://two.example')),
    asks: maybe(fc.constant('GET')),
  })
  .map(({ gateway, origin, host, path, method, port, version, extra, page, asks }) => ({
    gateway: { namespace: 'edge', name: gateway },
    fields: without({
      url: `${origin}${host}${path}`,
      method,
      port: port ?? (origin === 'https://' ? 443 : 80),
      sni: origin === 'https://' ? host.replace(/:.*$/, '').toLowerCase() : undefined,
      headers: without({
        ...extra,
        version,
        origin: page,
        'access-control-request-method': asks,
      }) as Record<string, string>,
    }),
  }));

const setOf = (requests: number) =>
  fc
    .record({
      one: servers,
      two: maybe(servers),
      virtual: fc.array(fc.tuple(pick(...NAMESPACES), virtualService), { minLength: 1, maxLength: 3 }),
      rules: fc.array(fc.tuple(pick(...NAMESPACES), destinationRule), { maxLength: 2 }),
      asked: fc.array(request, { minLength: requests, maxLength: requests }),
    })
    .map(({ one, two, virtual, rules, asked }): IstioSet => ({
      manifests: [
        ...WORLD,
        istio('Gateway', 'edge', 'one', { selector: { istio: 'ingress' }, servers: one }),
        ...(two ? [istio('Gateway', 'edge', 'two', { selector: { istio: 'ingress' }, servers: two })] : []),
        ...virtual.map(([namespace, spec], index) => istio('VirtualService', namespace, `vs-${index}`, spec)),
        ...rules.map(([namespace, spec], index) => istio('DestinationRule', namespace, `dr-${index}`, spec)),
      ],
      requests: asked.map((each) => (two ? each : { ...each, gateway: { namespace: 'edge', name: 'one' } })),
    }));
