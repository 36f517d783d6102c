import { codesOf, differencesOf, fatesOf, migrated, ofKind, refusedOf, rulesOf } from './support';
import { Manifest } from '../../src/manifest/manifest';

/* The profile of Traefik: `migrate --from traefik`. */

const HOST = 'shop.example.com';
const FROM = { profile: 'traefik' as const };
type Texts = Readonly<Record<string, string>>;

interface Parts {
  readonly name?: string;
  readonly annotations?: Texts;
  readonly tls?: boolean;
  readonly host?: string;
}

/** `PATH TYPE SERVICE` each; annotations without their prefix. */
function ingress(paths: readonly string[], { name = 'web', annotations = {}, tls, host = HOST }: Parts = {}): Manifest {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name, namespace: 'shop', annotations: prefixed(annotations) },
    spec: {
      ingressClassName: 'traefik',
      ...(tls && { tls: [{ hosts: [host], secretName: `${name}-tls` }] }),
      rules: [
        {
          host,
          http: {
            paths: paths.map((text) => {
              const [path, pathType, service] = text.split(' ');
              return { path, pathType, backend: { service: { name: service, port: { number: 80 } } } };
            }),
          },
        },
      ],
    },
  };
}

const prefixed = (annotations: Texts) =>
  Object.fromEntries(
    Object.entries(annotations).map(([name, value]) => [`traefik.ingress.kubernetes.io/${name}`, value]),
  );

const middleware = (name: string, spec: object): Manifest => ({
  apiVersion: 'traefik.io/v1alpha1',
  kind: 'Middleware',
  metadata: { name, namespace: 'shop' },
  spec,
});

const withMiddleware = (paths: readonly string[], spec: object, parts: Parts = {}) =>
  migrated(
    [
      ingress(paths, { ...parts, annotations: { 'router.middlewares': 'shop-m@kubernetescrd', ...parts.annotations } }),
      middleware('m', spec),
    ],
    FROM,
  );

test('the longer rule comes first; a prefix is compared as a text', () => {
  const result = migrated([ingress(['/ Prefix web', '/api Prefix api', '/api Exact other'])], FROM);
  expect(rulesOf(result, 'web').map(({ matches, backendRefs }) => [matches![0].path, backendRefs![0].name])).toEqual([
    [{ type: 'PathPrefix', value: '/api' }, 'api'],
    [{ type: 'PathPrefix', value: '/' }, 'web'],
  ]);
  expect(differencesOf(result.proof)).toMatchObject({
    text: [`GET http://${HOST}/apiany: shop/api:80 -> shop/web:80`],
  });
});

test('an exact path whose rule is shorter than that of the prefix never takes a request', () => {
  const result = migrated([ingress(['/api Exact other', '/api Prefix api'])], FROM);
  expect(codesOf(result.proof)).toEqual(['text']);
});

test('a priority that a route would not give makes expressions', () => {
  const result = migrated(
    [
      ingress(['/ Prefix all'], { name: 'all', annotations: { 'router.priority': '1000' } }),
      ingress(['/api Exact api'], { name: 'api' }),
    ],
    FROM,
  );
  expect(codesOf(result.proof)).toEqual([]);
  expect(fatesOf(result)).toContain('translated router.priority');
});

test('a longer rule of a wildcard comes before a shorter one of the host', () => {
  const result = migrated(
    [ingress(['/ Prefix web']), ingress(['/a-very-long-path Prefix other'], { name: 'wild', host: '*.example.com' })],
    FROM,
  );
  expect(codesOf(result.proof)).toEqual(['text', 'host']);
});

test('routers with TLS are for HTTPS alone, and entry points are schemes', () => {
  const both = migrated([ingress(['/ Prefix web'], { tls: true })], FROM);
  expect(codesOf(both.proof)).toEqual([]);
  const secure = migrated([ingress(['/ Prefix web'], { tls: true, annotations: { 'router.tls': 'true' } })], FROM);
  expect(codesOf(secure.proof)).toEqual([]);
  expect(ofKind(secure, 'HTTPRoute').map(({ spec }) => spec)).toMatchObject([
    { parentRefs: [{ sectionName: 'https-shop-example-com' }] },
  ]);
  const other = migrated([ingress(['/ Prefix web'], { annotations: { 'router.entrypoints': 'web,metrics' } })], FROM);
  expect(refusedOf(other)).toEqual(['router.entrypoints']);
});

test('certificates that Traefik gets itself are told', () => {
  const result = migrated([ingress(['/ Prefix web'], { annotations: { 'router.tls.certresolver': 'le' } })], FROM);
  expect(fatesOf(result)).toContain('differs router.tls.certresolver');
  expect(ofKind(result, 'Gateway')[0].spec).toMatchObject({
    listeners: [{ name: 'http' }, { tls: { certificateRefs: [{ name: 'web-tls', namespace: 'shop' }] } }],
  });
});

/** What a middleware is, paths, codes of differences beside those of URLs, what is refused. */
test.each<[what: string, spec: object, paths: string[], codes: string[]]>([
  ['strips the prefix of the path', { stripPrefix: { prefixes: ['/api'] } }, ['/api Prefix api'], ['text']],
  ['strips the prefix of an exact path', { stripPrefix: { prefixes: ['/api'] } }, ['/api Exact api'], []],
  ['strips prefixes below the path', { stripPrefix: { prefixes: ['/aa', '/bb'] } }, ['/ Prefix api'], []],
  ['adds a prefix', { addPrefix: { prefix: '/v1' } }, ['/api Prefix api', '/x Exact x'], ['text']],
  ['adds a prefix to all', { addPrefix: { prefix: '/v1' } }, ['/ Prefix api'], []],
  ['sets headers', { headers: { customRequestHeaders: { 'X-A': 'b', 'X-C': '' } } }, ['/ Prefix api'], []],
  ['sets headers of responses', { headers: { frameDeny: true, referrerPolicy: 'no-referrer' } }, ['/ Prefix a'], []],
  ['tells browsers to stay', { headers: { stsSeconds: 300, stsPreload: true } }, ['/ Prefix a'], []],
  ['lets addresses pass', { ipAllowList: { sourceRange: ['10.0.0.0/8'] } }, ['/ Prefix a'], []],
  ['limits requests', { rateLimit: { average: 10, burst: 20 } }, ['/ Prefix a'], []],
  ['lets pages read', { headers: { accessControlAllowOriginList: ['https://a.example.com'] } }, ['/ Prefix a'], []],
  ['redirects to HTTPS', { redirectScheme: { scheme: 'https', permanent: true } }, ['/ Prefix a'], ['method']],
  [
    'redirects a host',
    { redirectRegex: { regex: '^https?://shop\\.example\\.com/(.*)', replacement: 'https://new.example.com/${1}' } },
    ['/ Prefix a'],
    ['method'],
  ],
])('a middleware %s', (_, spec, paths, codes) => {
  const result = withMiddleware(paths, spec, { tls: true });
  expect(refusedOf(result)).toEqual([]);
  expect(codesOf(result.proof)).toEqual(codes);
});

test.each([
  ['a plugin', { plugin: { x: {} } }],
  ['expressions for paths', { replacePathRegex: { regex: '^/(.*)', replacement: '/x/$1' } }],
  ['a redirect by expression', { redirectRegex: { regex: '^http://a/(b|c)', replacement: '/d' } }],
  ['another criterion', { rateLimit: { average: 1, sourceCriterion: { requestHost: true } } }],
  ['a header by a host', { headers: { allowedHosts: ['a'] } }],
])('%s is refused', (_, spec) => {
  expect(refusedOf(withMiddleware(['/ Prefix web'], spec))).toEqual(['router.middlewares']);
});

test('middlewares that are not there, or elsewhere, are refused; chains are followed', () => {
  const names = (value: string) => [ingress(['/ Prefix web'], { annotations: { 'router.middlewares': value } })];
  expect(refusedOf(migrated(names('shop-none@kubernetescrd'), FROM))).toEqual(['router.middlewares']);
  expect(refusedOf(migrated(names('auth@file'), FROM))).toEqual(['router.middlewares']);
  const chained = migrated(
    [
      ...names('shop-all@kubernetescrd'),
      middleware('all', { chain: { middlewares: [{ name: 'add' }] } }),
      middleware('add', { addPrefix: { prefix: '/v1' } }),
    ],
    FROM,
  );
  expect(rulesOf(chained, 'web')[0].filters).toMatchObject([{ type: 'URLRewrite' }]);
});

test('annotations of Services count, and unknown ones are told', () => {
  const service: Manifest = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name: 'web',
      namespace: 'shop',
      annotations: prefixed({
        'service.sticky.cookie': 'true',
        'service.sticky.cookie.name': 'bound',
        'service.serversscheme': 'https',
        'service.passhostheader': 'false',
      }),
    },
    spec: { ports: [{ port: 80 }] },
  };
  const result = migrated([ingress(['/ Prefix web'], { annotations: { 'router.unheard': 'x' } }), service], FROM);
  expect(refusedOf(result)).toEqual(['service.passhostheader']);
  expect(fatesOf(result)).toContain('kept router.unheard');
  expect(ofKind(result, 'DestinationRule')[0].spec).toMatchObject({
    trafficPolicy: {
      portLevelSettings: [
        { loadBalancer: { consistentHash: { httpCookie: { name: 'bound' } } }, tls: { mode: 'SIMPLE' } },
      ],
    },
  });
});
