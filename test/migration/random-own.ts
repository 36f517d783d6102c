import * as fc from 'fast-check';
import { IngressProfileName } from '../../src/ingress/options';
import { Manifest } from '../../src/manifest/manifest';

/* Random Ingresses of other controllers than ingress-nginx, of what translates. */

type Own = Exclude<IngressProfileName, 'ingress-nginx'>;
type Texts = Readonly<Record<string, string>>;

const HOSTS = ['one.example.com', 'two.example.com', '*.example.com', ''];
const PATHS = ['/', '/api', '/api/v2', '/api/v1', '/other', '/App', '/a/b/c'];
const GLOBS = ['/*', '/a/*/c', '/img?', '/css*', '/*/v1'];

const CLASSES: Readonly<Record<Own, string>> = { traefik: 'traefik', aws: 'alb', haproxy: 'haproxy', spec: 'any' };
const PREFIXES: Readonly<Record<Own, string>> = {
  traefik: 'traefik.ingress.kubernetes.io',
  aws: 'alb.ingress.kubernetes.io',
  haproxy: 'haproxy.org',
  spec: 'example.com',
};

const BOTH = { 'listen-ports': '[{"HTTP": 80}, {"HTTPS": 443}]' };

const EXTRAS: Readonly<Record<Own, readonly Texts[]>> = {
  spec: [{}],
  traefik: [
    {},
    { 'router.priority': '40' },
    { 'router.tls': 'true' },
    { 'router.entrypoints': 'web' },
    ...['strip', 'add', 'headers', 'secure', 'office', 'pages'].map((name) => ({
      'router.middlewares': `shop-${name}@kubernetescrd`,
    })),
  ],
  aws: [
    {},
    BOTH,
    { 'group.order': '-5' },
    { 'conditions.api': '[{"field":"http-request-method","httpRequestMethodConfig":{"values":["POST","PUT"]}}]' },
    { 'conditions.web': '[{"field":"http-header","httpHeaderConfig":{"httpHeaderName":"X-A","values":["b*","C"]}}]' },
    { 'conditions.web': '[{"field":"query-string","queryStringConfig":{"values":[{"key":"a","value":"1*"}]}}]' },
    { 'conditions.web': '[{"field":"path-pattern","pathPatternConfig":{"values":["/more*"]}}]' },
    { 'actions.other': '{"type":"redirect","redirectConfig":{"host":"new.example.net","statusCode":"HTTP_301"}}' },
  ],
  haproxy: [
    {},
    { 'path-rewrite': '/fixed' },
    { 'path-rewrite': '(.*) /v1\\1' },
    { 'set-host': 'inner.example.com' },
    { 'allow-list': '10.0.0.0/8' },
    { 'ssl-redirect': 'false' },
    { 'request-redirect': 'https://new.example.net' },
    { 'request-set-header': 'X-A 1', 'response-set-header': 'X-B 2' },
    { 'cors-enable': 'true', 'cors-allow-origin': 'https://app.example.com', 'cors-respond-to-options': 'true' },
  ],
};

/** HAProxy would name port 8443 in redirects. */
const COMMON: Readonly<Partial<Record<Own, Texts>>> = {
  aws: { 'group.name': 'shop' },
  haproxy: { 'ssl-redirect-port': '443' },
};

const MIDDLEWARES: Readonly<Record<string, object>> = {
  strip: { stripPrefix: { prefixes: ['/App'] } },
  add: { addPrefix: { prefix: '/v1' } },
  headers: { headers: { customRequestHeaders: { 'X-A': '1' }, stsSeconds: 60 } },
  secure: { redirectScheme: { scheme: 'https', permanent: true } },
  office: { ipAllowList: { sourceRange: ['10.0.0.0/8'] } },
  pages: { headers: { accessControlAllowOriginList: ['https://app.example.com'], accessControlAllowMethods: ['PUT'] } },
};

const middlewares: readonly Manifest[] = Object.entries(MIDDLEWARES).map(([name, spec]) => ({
  apiVersion: 'traefik.io/v1alpha1',
  kind: 'Middleware',
  metadata: { name, namespace: 'shop' },
  spec,
}));

/** Ingresses of one group, and what they name. */
export function ownIngresses(profile: Own): fc.Arbitrary<Manifest[]> {
  const path = fc
    .tuple(
      fc.constantFrom(...PATHS),
      fc.constantFrom('Exact', 'Prefix', 'ImplementationSpecific'),
      fc.constantFrom('web 80', 'api 8080', 'other 80'),
      fc.constantFrom(...GLOBS),
    )
    .map(([value, pathType, service, glob]) => {
      const [name, port] = service.split(' ');
      const isGlob = profile === 'aws' && pathType === 'ImplementationSpecific';
      return {
        path: isGlob ? glob : value,
        pathType: profile === 'spec' && pathType === 'ImplementationSpecific' ? 'Prefix' : pathType,
        backend: { service: { name, port: { number: Number(port) } } },
      };
    });
  const rule = fc.record({ host: fc.constantFrom(...HOSTS), paths: fc.array(path, { minLength: 1, maxLength: 4 }) });
  const ingress = fc.record({
    rules: fc.array(rule, { minLength: 1, maxLength: 2 }),
    annotations: fc.constantFrom(...EXTRAS[profile]),
    hasTls: fc.boolean(),
  });
  return fc.array(ingress, { minLength: 1, maxLength: 3 }).map((list) => [
    ...list.map(({ rules, annotations, hasTls }, index) => {
      const all: Texts = { ...COMMON[profile], ...annotations };
      const hosts = rules.map(({ host }) => host).filter((host) => host !== '');
      return {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'Ingress',
        metadata: {
          name: `web-${index}`,
          namespace: 'shop',
          annotations: Object.fromEntries(
            Object.entries(all).map(([name, value]) => [`${PREFIXES[profile]}/${name}`, value]),
          ),
        },
        spec: {
          ingressClassName: CLASSES[profile],
          ...(hasTls && hosts.length > 0 && { tls: [{ hosts, secretName: `web-${index}-tls` }] }),
          rules: rules.map(({ host, paths }) => ({
            ...(host !== '' && { host }),
            http: { paths: withActions(paths, all) },
          })),
        },
      };
    }),
    ...(profile === 'traefik' ? middlewares : []),
  ]);
}

/** The Service `other` stands for an action, where there is one. */
const withActions = <T extends { backend: { service: { name: string; port: object } } }>(
  paths: readonly T[],
  all: Texts,
) =>
  paths.map((path) =>
    path.backend.service.name === 'other' && all['actions.other'] !== undefined
      ? { ...path, backend: { service: { name: 'other', port: { name: 'use-annotation' } } } }
      : path,
  );
