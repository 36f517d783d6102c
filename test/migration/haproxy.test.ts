import { codesOf, fatesOf, migrated, ofKind, refusedOf, rulesOf } from './support';
import { Manifest } from '../../src/manifest/manifest';

/* The profile of the HAProxy Kubernetes Ingress Controller: `migrate --from haproxy`. */

const HOST = 'shop.example.com';
const FROM = { profile: 'haproxy' as const };
type Texts = Readonly<Record<string, string>>;

interface Parts {
  readonly name?: string;
  /** With their prefix, or without for that of haproxy.org. */
  readonly annotations?: Texts;
  readonly host?: string;
  readonly tls?: boolean;
}

const prefixed = (annotations: Texts) =>
  Object.fromEntries(
    Object.entries(annotations).map(([name, value]) => [name.includes('/') ? name : `haproxy.org/${name}`, value]),
  );

/** `PATH TYPE SERVICE` each. */
function ingress(paths: readonly string[], { name = 'web', annotations = {}, host = HOST, tls }: Parts = {}): Manifest {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name, namespace: 'shop', annotations: prefixed(annotations) },
    spec: {
      ingressClassName: 'haproxy',
      ...(tls && { tls: [{ hosts: [host], secretName: `${name}-tls` }] }),
      rules: [
        {
          ...(host !== '' && { host }),
          http: {
            paths: paths.map((text) => {
              const [path, type, service] = text.split(' ');
              const pathType = type.replace(/^Any$/, 'ImplementationSpecific');
              return { path, pathType, backend: { service: { name: service, port: { number: 80 } } } };
            }),
          },
        },
      ],
    },
  };
}

const from = (paths: readonly string[], parts: Parts = {}) => migrated([ingress(paths, parts)], FROM);

test('whole paths, then the longest prefix; unspecific ones are compared as texts', () => {
  const result = from(['/ Prefix web', '/api Prefix api', '/api Exact other', '/v Any v']);
  expect(codesOf(result.proof)).toEqual(['text']);
  expect(refusedOf(result)).toEqual([]);
});

test('what no path of a host takes is not looked for at other hosts', () => {
  const result = migrated(
    [ingress(['/api Prefix api']), ingress(['/ Prefix all'], { name: 'all', host: '*.example.com' })],
    FROM,
  );
  expect(codesOf(result.proof)).toEqual(['host']);
  expect(rulesOf(result, 'web')).toHaveLength(1);
});

/** Annotations, and codes of what fares differently. */
test.each<[what: string, annotations: Texts, paths: string[], codes: string[]]>([
  ['addresses', { 'allow-list': '10.0.0.0/8' }, ['/ Prefix a'], []],
  ['addresses by the older name', { 'haproxy.com/blacklist': '203.0.113.0/24' }, ['/ Prefix a'], []],
  ['a limit', { 'rate-limit-requests': '10', 'rate-limit-period': '1m' }, ['/ Prefix a'], []],
  ['headers', { 'request-set-header': 'X-A 1\nX-B "2 3"', 'response-set-header': 'X-C c' }, ['/ Prefix a'], []],
  ['a host', { 'set-host': 'inner.example.com' }, ['/ Prefix a'], []],
  ['a redirect', { 'request-redirect': 'https://new.example.com', 'request-redirect-code': '301' }, ['/ Prefix a'], []],
  ['one path for all', { 'path-rewrite': '/' }, ['/a Prefix a'], []],
  ['a prefix more', { 'path-rewrite': '(.*) /v1\\1' }, ['/ Prefix a'], []],
  ['a prefix less', { 'path-rewrite': '/a/(.*) /\\1' }, ['/a Prefix a'], ['path', 'method']],
  ['pages of another origin', { 'cors-enable': 'true', 'cors-respond-to-options': 'true' }, ['/ Prefix a'], []],
  ['HTTPS', { 'ssl-redirect': 'true', 'ssl-redirect-port': '443', 'ssl-redirect-code': '301' }, ['/ Prefix a'], []],
  ['HTTP too', { 'ssl-redirect': 'false' }, ['/ Prefix a'], []],
])('%s', (_, annotations, paths, codes) => {
  const result = from(paths, { annotations: { 'ssl-redirect': 'false', ...annotations }, tls: true });
  expect(refusedOf(result)).toEqual([]);
  expect(codesOf(result.proof)).toEqual(codes);
});

test('TLS redirects, to the port of the Gateway', () => {
  const result = from(['/ Prefix web'], { tls: true });
  expect(rulesOf(result, 'web-redirect')[0].filters).toMatchObject([
    { requestRedirect: { scheme: 'https', statusCode: 302 } },
  ]);
  // HAProxy names port 8443, unless the annotation says another one.
  expect(codesOf(result.proof)).toContain('path');
});

test.each<[name: string, value: string]>([
  ['allow-list', 'patterns/office'],
  ['rate-limit-period', '10s'],
  ['request-set-header', 'X-A %[src]'],
  ['path-rewrite', '([^?]*)(\\?(.*))? \\1/foo\\2'],
  ['cors-allow-origin', '^https://(.+\\.)?example\\.com$'],
  ['backend-config-snippet', 'http-send-name-header x'],
  ['server-proto', 'h2'],
])('%s: %s is refused', (name, value) => {
  const base = { 'rate-limit-requests': '1', 'cors-enable': 'true' };
  expect(refusedOf(from(['/ Prefix web'], { annotations: { ...base, [name]: value } }))).toEqual([name]);
});

test('annotations of Services come first; those of every prefix are told', () => {
  const service: Manifest = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name: 'web',
      namespace: 'shop',
      annotations: prefixed({ 'cookie-persistence': 'bound', check: 'true' }),
    },
    spec: { ports: [{ port: 80 }] },
  };
  const result = migrated(
    [
      ingress(['/ Prefix web'], {
        annotations: { 'auth-type': 'basic-auth', 'auth-secret': 'users', 'ingress.kubernetes.io/unheard': 'x' },
      }),
      service,
    ],
    FROM,
  );
  expect(refusedOf(result)).toEqual([]);
  expect(fatesOf(result)).toEqual(
    expect.arrayContaining(['differs cookie-persistence', 'kept check', 'kept unheard', 'differs auth-type']),
  );
  expect(ofKind(result, 'AuthPolicy')).toHaveLength(1);
  expect(ofKind(result, 'DestinationRule')).toHaveLength(1);
});
