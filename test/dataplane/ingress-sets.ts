import { Manifest } from '../../src/manifest/manifest';
import { RequestFields } from '../../src/traffic/request';
import { Random, randomOf } from '../traffic/random';

/** Ingresses, what they name, and requests to them; the same for the same seed. */
export interface IngressSet {
  readonly manifests: readonly Manifest[];
  readonly requests: readonly RequestFields[];
}

/** Services with pods; `gone` has none. */
export const SERVICES = ['web', 'api', 'shop', 'canary', 'usual'] as const;

const HOSTS = ['example.com', 'www.example.com', '*.example.com', 'api.example.com', ''];
const PATHS = ['/', '/foo', '/foo/', '/foo/bar', '/f', '/foobar', '/api', '/api/v1', '/API', '/a.b', '/foo/bar/baz'];
const EXPRESSIONS = ['/foo(/|$)(.*)', '/api/v[0-9]+', '/(.*)', '/foo/[^/]+/bar', '/f.*r', '/api/(v1|v2)/(.*)', '/foo$', '/a\\.b'];
const TARGETS = ['/', '/$1', '/$2', '/new/$1', '/new', '/$1/$2'];

export function randomIngressSet(seed: number, count: number): IngressSet {
  const random = randomOf(seed);
  const isRegexSet = random.chance(0.35);
  const ingresses = Array.from({ length: 1 + random.below(4) }, (_, index) => randomIngress(random, index, isRegexSet));
  const objects = random.chance(0.3) ? [...ingresses, canaryOf(random, ingresses[0])] : ingresses;
  return {
    manifests: [...objects, ...SURROUNDINGS],
    requests: Array.from({ length: count }, () => randomRequest(random, objects)),
  };
}

/** Services with pods, and Secrets. */
const SURROUNDINGS: readonly Manifest[] = [
  ...[...SERVICES, 'gone'].flatMap((name): Manifest[] => [
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name, namespace: 'shop' },
      spec: { selector: { app: name }, ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
    },
    ...(name === 'gone'
      ? []
      : [
          {
            apiVersion: 'apps/v1',
            kind: 'Deployment',
            metadata: { name, namespace: 'shop' },
            spec: { selector: { matchLabels: { app: name } }, template: { metadata: { labels: { app: name } }, spec: { containers: [{ name: 'echo' }] } } },
          },
        ]),
  ]),
  secret('users', { auth: 'foo:{PLAIN}bar\n' }),
  secret('tls', {}),
];

function secret(name: string, stringData: Readonly<Record<string, string>>): Manifest {
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace: 'shop' }, stringData };
}

/** With the time of its creation, which decides who comes first. */
function randomIngress(random: Random, index: number, isRegexSet: boolean): Manifest {
  const usesRegex = isRegexSet && random.chance(0.6);
  const rules = Array.from({ length: 1 + random.below(2) }, () => {
    const host = random.pick(HOSTS);
    const paths = Array.from({ length: 1 + random.below(3) }, () => ({
      path: usesRegex && random.chance(0.6) ? random.pick(EXPRESSIONS) : random.pick(PATHS),
      pathType: random.pick(['Exact', 'Prefix', 'Prefix', 'ImplementationSpecific']),
      backend: backendOf(!usesRegex && random.chance(0.06) ? 'gone' : random.pick(['web', 'api', 'shop'])),
    }));
    return { ...(host === '' ? {} : { host }), http: { paths } };
  });
  const hasTls = random.chance(0.25);
  const metadata = {
    name: `ingress-${random.pick(['a', 'b', 'c', 'd'])}${index}`,
    namespace: 'shop',
    creationTimestamp: `2026-01-01T00:00:0${random.below(3)}Z`,
    annotations: annotationsOf(random, usesRegex, hasTls),
  };
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata,
    spec: {
      ingressClassName: 'nginx',
      ...(random.chance(0.1) ? { defaultBackend: backendOf('usual') } : {}),
      rules,
      ...(hasTls ? { tls: [{ hosts: [random.pick(HOSTS.filter((host) => host !== ''))], secretName: 'tls' }] } : {}),
    },
  };
}

const backendOf = (name: string) => ({ service: { name, port: { number: 80 } } });

type Texts = Readonly<Record<string, string>>;

/** Groups of annotations, each with how often it stands. */
function annotationsOf(random: Random, usesRegex: boolean, hasTls: boolean): Texts {
  const groups: readonly (readonly [chance: number, texts: () => Texts])[] = [
    [usesRegex ? 0.7 : 0, () => ({ 'use-regex': 'true' })],
    [usesRegex ? 0.6 : 0, () => ({ 'rewrite-target': random.pick(TARGETS) })],
    [usesRegex && !hasTls ? 0.1 : 0, () => ({ 'rewrite-target': 'https://new.example.com/$1' })],
    [0.06, () => ({ 'permanent-redirect': 'https://new.example.com/here', 'permanent-redirect-code': random.pick(['308', '301', '200']) })],
    [0.06, () => ({ 'temporal-redirect': 'https://new.example.com/there' })],
    [0.08, () => ({ 'app-root': '/app' })],
    [hasTls ? 0.3 : 0.03, () => ({ 'ssl-redirect': random.pick(['true', 'false', 'yes']) })],
    [0.08, () => ({ 'force-ssl-redirect': 'true', 'preserve-trailing-slash': random.pick(['true', 'false']) })],
    [0.12, () => ({ 'enable-cors': 'true', ...corsOf(random) })],
    [0.1, () => ({ 'whitelist-source-range': random.pick(['127.0.0.1/32', '127.0.0.0/30', '10.0.0.0/8,127.0.0.2']) })],
    [0.08, () => ({ 'denylist-source-range': random.pick(['127.0.0.3', '127.0.0.0/31']) })],
    [0.1, () => ({ 'auth-type': 'basic', 'auth-secret': random.pick(['users', 'shop/users', 'missing']), 'auth-realm': 'who' })],
    [0.06, () => ({ satisfy: 'any' })],
    [0.08, () => ({ 'auth-url': 'http://auth.example.com/check' })],
    [0.08, () => ({ 'proxy-body-size': random.pick(['1k', '0', '10']) })],
    [0.08, () => ({ 'upstream-vhost': 'inner.example.com' })],
    [0.08, () => ({ 'custom-http-errors': random.pick(['503', '404,503', '403,401']), ...(random.chance(0.5) ? { 'default-backend': 'usual' } : {}) })],
    [0.06, () => ({ 'from-to-www-redirect': 'true' })],
    [0.06, () => ({ 'server-alias': random.pick(['alias.example.net', '*.alias.example.net,alias.example.net']) })],
    [0.05, () => ({ 'proxy-redirect-from': 'http://inner/', 'proxy-redirect-to': random.pick(['/', 'https://outer.example.com/']) })],
  ];
  const texts = groups.filter(([chance]) => random.chance(chance)).map(([, make]) => make());
  return prefixed(Object.assign({}, ...texts) as Texts);
}

const prefixed = (texts: Texts): Texts =>
  Object.fromEntries(Object.entries(texts).map(([name, value]) => [`nginx.ingress.kubernetes.io/${name}`, value]));

const corsOf = (random: Random): Texts => ({
  ...(random.chance(0.7) ? { 'cors-allow-origin': random.pick(['https://app.example.com', 'https://*.example.com, null', '*']) } : {}),
  ...(random.chance(0.3) ? { 'cors-allow-credentials': 'false', 'cors-expose-headers': 'X-One, X-Two' } : {}),
});

function canaryOf(random: Random, main: Manifest): Manifest {
  const { rules } = main.spec as { readonly rules: readonly { readonly http: { readonly paths: readonly object[] } }[] };
  const how: Texts = random.pick<Texts>([
    { 'canary-weight': random.pick(['0', '50', '100']) },
    { 'canary-by-header': 'X-Canary' },
    { 'canary-by-header': 'X-Canary', 'canary-by-header-value': 'blue', 'canary-weight': '100' },
    { 'canary-by-header': 'X-Canary', 'canary-by-header-pattern': 'b.*', 'canary-by-cookie': 'beta' },
    { 'canary-by-cookie': 'beta' },
  ]);
  return {
    ...main,
    metadata: { ...main.metadata, name: 'canary', annotations: prefixed({ canary: 'true', ...how }) },
    spec: {
      ingressClassName: 'nginx',
      rules: rules.map((rule) => ({
        ...rule,
        http: { paths: rule.http.paths.map((path) => ({ ...path, backend: backendOf('canary') })) },
      })),
    },
  };
}

const SEEN = ['/', '/foo', '/foo/', '/foo/bar', '/FOO/x', '/foobar', '/api', '/api/v1', '/api/v2/x', '/a.b', '/aXb', '/app', '//foo//bar', '/foo/../api', '/f%6Fo/b%20r', '/foo/a%2Fb', '/none', '/foo/x/bar', '/for'];

function randomRequest(random: Random, objects: readonly Manifest[]): RequestFields {
  const hosts = objects.flatMap(({ spec }) => (spec as { rules: readonly { host?: string }[] }).rules.map(({ host = 'nobody.example.org' }) => host));
  const others = ['alias.example.net', 'x.alias.example.net', 'nobody.example.org', 'www.api.example.com'];
  const host = random.chance(0.85) ? random.pick(hosts).replace('*', random.pick(['x', 'a.b'])) : random.pick(others);
  const isTls = random.chance(0.3);
  const length = random.chance(0.1) ? random.pick(['5', '500', '2000']) : undefined;
  const chosen: Record<string, string> = {
    ...(random.chance(0.25) ? { origin: random.pick(['https://app.example.com', 'https://evil.example.org', 'null']) } : {}),
    ...(random.chance(0.3) ? { authorization: `Basic ${Buffer.from(random.pick(['foo:bar', 'foo:no', 'eve:bar'])).toString('base64')}` } : {}),
    ...(random.chance(0.3) ? { 'x-canary': random.pick(['always', 'never', 'blue', 'maybe']) } : {}),
    ...(random.chance(0.3) ? { cookie: random.pick(['beta=always', 'beta=never', 'a=b; beta=always']) } : {}),
    ...(random.chance(0.2) ? { 'x-forwarded-for': '198.51.100.7', 'x-forwarded-proto': 'https', 'x-forwarded-host': 'fake.example.org' } : {}),
    ...(random.chance(0.1) ? { x_under: '1', 'x-more': '2' } : {}),
    ...(random.chance(0.3) ? { 'x-verdict': random.pick(['401', '403', '500']) } : {}),
    ...(length === undefined ? {} : { 'content-length': length }),
  };
  return {
    method: length === undefined ? random.pick(['GET', 'GET', 'GET', 'OPTIONS', 'HEAD']) : 'POST',
    url: `${isTls ? 'https' : 'http'}://${host}${random.pick(SEEN)}${random.chance(0.3) ? random.pick(['?x=1', '?a=/b/']) : ''}`,
    headers: chosen,
    client: { ip: random.pick(['127.0.0.1', '127.0.0.2', '127.0.0.3', '127.0.0.4']) },
    backend: random.chance(0.15) ? random.pick([{ status: 503 }, { status: 404 }, { status: 302, headers: { location: 'http://inner/x' } }]) : undefined,
  };
}
