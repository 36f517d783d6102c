import { codesOf, differencesOf, fatesOf, migrated, ofKind, refusedOf, rulesOf } from './support';
import { Manifest } from '../../src/manifest/manifest';

/* The profile of the AWS Load Balancer Controller: `migrate --from aws`. */

const HOST = 'shop.example.com';
const FROM = { profile: 'aws' as const };
type Texts = Readonly<Record<string, string>>;

interface Parts {
  readonly name?: string;
  readonly annotations?: Texts;
  readonly host?: string;
  readonly tls?: boolean;
  readonly defaultBackend?: string;
}

const BOTH = { 'listen-ports': '[{"HTTP": 80}, {"HTTPS": 443}]' };

/** `PATH TYPE SERVICE` each, `!` before the name of an action; annotations without their prefix. */
function ingress(
  paths: readonly string[],
  { name = 'web', annotations = {}, host = HOST, tls, defaultBackend }: Parts = {},
): Manifest {
  const backendOf = (service: string) => ({
    service: service.startsWith('!')
      ? { name: service.slice(1), port: { name: 'use-annotation' } }
      : { name: service, port: { number: 80 } },
  });
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name, namespace: 'shop', annotations: prefixed(annotations) },
    spec: {
      ingressClassName: 'alb',
      ...(tls && { tls: [{ hosts: [host], secretName: `${name}-own` }] }),
      ...(defaultBackend !== undefined && { defaultBackend: backendOf(defaultBackend) }),
      rules: [
        {
          ...(host !== '' && { host }),
          http: {
            paths: paths.map((text) => {
              const [path, pathType, service] = text.split(' ');
              return {
                path,
                pathType: pathType.replace(/^Any$/, 'ImplementationSpecific'),
                backend: backendOf(service),
              };
            }),
          },
        },
      ],
    },
  };
}

const prefixed = (annotations: Texts) =>
  Object.fromEntries(Object.entries(annotations).map(([name, value]) => [`alb.ingress.kubernetes.io/${name}`, value]));

const from = (paths: readonly string[], parts: Parts = {}) => migrated([ingress(paths, parts)], FROM);

/** Paths, and codes of what fares differently. */
test.each<[what: string, paths: string[], codes: string[]]>([
  ['exact paths, then prefixes, the longest first', ['/ Prefix web', '/api Prefix api', '/api Exact other'], []],
  ['wildcards in the order in which they stand', ['/a/*/c Any one', '/a/?/* Any two', '/* Any web'], []],
  ['what stands behind a wider path', ['/* Any web', '/api/* Any api'], []],
  ['a wildcard below a path, which leaves out the path itself', ['/api/* Any api'], ['path']],
  ['a wildcard within an element', ['/img* Any img', '/ Exact web'], ['text']],
])('%s', (_, paths, codes) => {
  const result = from(paths);
  expect(refusedOf(result)).toEqual([]);
  expect(codesOf(result.proof)).toEqual(codes);
});

test('a group is one load balancer, in the order of its Ingresses', () => {
  const group = { 'group.name': 'shop' };
  const result = migrated(
    [
      ingress(['/* Any all'], { name: 'all', host: '', annotations: { ...group, 'group.order': '10' } }),
      ingress(['/api Prefix api'], { name: 'api', annotations: group }),
    ],
    FROM,
  );
  expect(refusedOf(result)).toEqual([]);
  expect(codesOf(result.proof)).toEqual([]);
  const first = migrated(
    [
      ingress(['/* Any all'], { name: 'all', host: '', annotations: { ...group, 'group.order': '-1' } }),
      ingress(['/api Prefix api'], { name: 'api', annotations: group }),
    ],
    FROM,
  );
  expect(codesOf(first.proof)).toEqual([]);
  expect(ofKind(first, 'HTTPRoute').map(({ metadata }) => metadata.name)).toEqual([
    'all-any-host',
    'all-shop-example-com',
  ]);
});

test('two load balancers of one host are refused', () => {
  const result = migrated([ingress(['/a Prefix a'], { name: 'a' }), ingress(['/b Prefix b'], { name: 'b' })], FROM);
  expect(refusedOf(result)).toEqual(['spec.rules[0].http.paths[0]']);
});

test('ssl-redirect is for all of the group, with the status of a load balancer', () => {
  const result = from(['/ Prefix web'], {
    annotations: { ...BOTH, 'ssl-redirect': '443', 'certificate-arn': 'arn:x' },
  });
  expect(refusedOf(result)).toEqual([]);
  expect(fatesOf(result)).toContain('differs certificate-arn');
  expect(codesOf(result.proof)).toEqual([]);
  expect(rulesOf(result, 'web-redirect')[0].filters).toMatchObject([
    { requestRedirect: { scheme: 'https', statusCode: 301 } },
  ]);
});

test('a redirect to itself is no rule, as that of HTTPS at the listener for HTTPS', () => {
  const result = from(['/* Any !ssl', '/ Prefix web'], {
    annotations: {
      ...BOTH,
      'certificate-arn': 'arn:x',
      'actions.ssl': '{"Type":"redirect","RedirectConfig":{"Protocol":"HTTPS","Port":"443","StatusCode":"HTTP_301"}}',
    },
  });
  expect(refusedOf(result)).toEqual([]);
  // Prefixes come before wildcards: the redirect takes no request.
  expect(ofKind(result, 'HTTPRoute').map(({ metadata }) => metadata.name)).toEqual(['web']);
});

const ACTIONS: Texts = {
  'actions.split':
    '{"type":"forward","forwardConfig":{"targetGroups":[{"serviceName":"one","servicePort":80,"weight":20},{"serviceName":"two","servicePort":"80","weight":80}]}}',
  'actions.moved':
    '{"type":"redirect","redirectConfig":{"host":"new.example.com","path":"/here","statusCode":"HTTP_302"}}',
  'actions.outside': '{"type":"forward","targetGroupARN":"arn:y"}',
  'actions.down': '{"type":"fixed-response","fixedResponseConfig":{"contentType":"text/plain","statusCode":"503"}}',
  'actions.broken': '{',
};

test.each<[action: string, fate: string, codes: string[]]>([
  ['split', 'translated', []],
  ['moved', 'translated', []],
  ['outside', 'refused', []],
  ['broken', 'refused', []],
  ['down', 'differs', ['refusal']],
])('action %s: %s', (name, fate, codes) => {
  const key = `actions.${name}`;
  const result = from([`/x Prefix !${name}`], { annotations: { [key]: ACTIONS[key] } });
  expect(fatesOf(result)).toContain(`${fate} ${key}`);
  expect(codesOf(result.proof)).toEqual(codes);
});

test.each<[what: string, conditions: object[], codes: string[], refused: boolean]>([
  ['a method', [{ field: 'http-request-method', httpRequestMethodConfig: { Values: ['GET', 'HEAD'] } }], [], false],
  ['a header', [{ field: 'http-header', httpHeaderConfig: { httpHeaderName: 'X-A', values: ['b*', 'C'] } }], [], false],
  ['a query', [{ field: 'query-string', queryStringConfig: { values: [{ key: 'a', value: 'b' }] } }], [], false],
  ['a host', [{ field: 'host-header', hostHeaderConfig: { values: ['other.example.com'] } }], [], false],
  ['a path', [{ field: 'path-pattern', pathPatternConfig: { values: ['/other'] } }], [], false],
  ['a client', [{ field: 'source-ip', sourceIpConfig: { values: ['10.0.0.0/8'] } }], ['condition'], true],
  ['an expression', [{ field: 'path-pattern', pathPatternConfig: { regexValues: ['^/a'] } }], [], true],
  [
    'several',
    [
      { field: 'http-header', httpHeaderConfig: { httpHeaderName: 'X-A', values: ['b'] } },
      { field: 'query-string', queryStringConfig: { values: [{ key: 'a', value: 'b' }] } },
    ],
    [],
    false,
  ],
])('conditions: %s', (_, conditions, codes, refused) => {
  const result = from(['/x Exact web', '/ Prefix usual'], {
    annotations: { 'conditions.web': JSON.stringify(conditions) },
  });
  expect(refusedOf(result).length > 0).toBe(refused);
  expect(codesOf(result.proof)).toEqual(codes);
  if (!refused) expect(result.proof.requests).toBeGreaterThan(10);
});

test('certificates of AWS become Secrets that have to be made; those of tls are taken', () => {
  const secretOf = (result: ReturnType<typeof from>) =>
    (ofKind(result, 'Gateway')[0].spec as { listeners: { tls?: { certificateRefs: { name: string }[] } }[] }).listeners
      .flatMap(({ tls }) => tls?.certificateRefs ?? [])
      .map(({ name }) => name);
  expect(secretOf(from(['/ Prefix web'], { annotations: BOTH }))).toEqual(['web-tls']);
  expect(secretOf(from(['/ Prefix web'], { annotations: BOTH, tls: true }))).toEqual(['web-own']);
});

test('default backends, addresses, targets, and what is told of the rest', () => {
  const result = from(['/api Prefix api'], {
    defaultBackend: 'usual',
    annotations: {
      'inbound-cidrs': '10.0.0.0/8',
      'target-group-attributes': 'stickiness.enabled=true,stickiness.lb_cookie.duration_seconds=60',
      'backend-protocol': 'HTTPS',
      'auth-type': 'oidc',
      'healthcheck-path': '/healthz',
      'frontend-nlb-scheme': 'internal',
      'listen-ports': '[{"HTTP": 80}, {"HTTP": 8080}]',
      unheard: 'x',
    },
  });
  expect(fatesOf(result)).toEqual([
    'refused listen-ports',
    'refused auth-type',
    'differs target-group-attributes',
    'differs inbound-cidrs',
    'translated spec.rules[0].http.paths[0]',
    'translated spec.defaultBackend',
    'translated backend-protocol',
    'kept healthcheck-path',
    'kept frontend-nlb-scheme',
    'kept unheard',
  ]);
  expect(ofKind(result, 'DestinationRule')).toHaveLength(2);
  expect(codesOf(result.proof)).toEqual([]);
});

test('wildcards of hosts take names of any depth, as those of a Gateway', () => {
  const result = from(['/ Prefix web'], { host: '*.example.com' });
  expect(differencesOf(result.proof)).toEqual({});
});
