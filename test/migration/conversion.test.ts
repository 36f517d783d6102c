import { Chart } from 'cdk8s';
import { fatesOf, ingress, migrated, ofKind, rulesOf, Short } from './support';
import { Conversion } from '../../src/conversion/virtual-service-conversion';
import { Gateway } from '../../src/gateway/gateway';
import { nameOf } from '../../src/manifest/manifest';
import { searchExpression } from '../../src/migration/path-matches';
import { rewriteOf } from '../../src/migration/rewrite-target';
import { Warnings } from '../../src/resource/warning';
import { newChart, objectsOf } from '../support/synth';

const HOST = 'shop.example.com';

/** Path of the Ingress, target, what the route does. */
test.each<[string, string, unknown]>([
  ['/app', '/', { type: 'full', value: '/' }],
  ['/app(/|$)(.*)', '/$2', { type: 'prefix', changes: [{ prefix: '/app', value: '/' }] }],
  ['/app(/|$)(.*)', '/new/$2', { type: 'prefix', changes: [{ prefix: '/app', value: '/new' }] }],
  ['/app/?(.*)', '/$1', { type: 'prefix', changes: [{ prefix: '/app', value: '/' }] }],
  ['/app/(.*)', '/$1', { type: 'prefix', changes: [{ prefix: '/app', value: '/' }] }],
  ['/app(/.*)?', '/new$1', { type: 'prefix', changes: [{ prefix: '/app', value: '/new' }] }],
  ['/(.*)', '/$1', { type: 'none' }],
  ['/(api/.*)', '/$1', { type: 'none' }],
  ['/(.*)', '/new/$1', { type: 'prefix', changes: [{ prefix: '/', value: '/new//' }] }],
  [
    '/(en|de)/(.*)',
    '/$2',
    {
      type: 'prefix',
      changes: [
        { prefix: '/en', value: '/' },
        { prefix: '/de', value: '/' },
      ],
    },
  ],
  ['/app', '/$1', { type: 'full', value: '/' }],
  ['/users/([0-9]+)/x', '/u/$1', expect.objectContaining({ type: 'refused' })],
  ['/app(/|$)(.*)', '/$1', expect.objectContaining({ type: 'refused' })],
])('rewrite of %s to %s', (path, target, change) => {
  expect(rewriteOf(path, target)).toEqual(change);
});

/** An expression of nginx, and one for the whole of a path. */
test.each([
  ['/', '/.*'],
  ['/api', '(?i)/api.*'],
  ['/api$', '(?i)/api'],
  ['^/api/.*', '(?i)/api/.*'],
  ['/api/(.*)', '(?i)/api/(.*)'],
  ['/a|/b', '(?i)(?:/a|.*(?:/b)).*'],
  ['/(a|b)/', '(?i)/(a|b)/.*'],
])('expression %s', (path, expression) => {
  expect(searchExpression(path)).toBe(expression);
});

test('expressions have the order of nginx by their length', () => {
  const result = migrated([
    ingress({
      annotations: { 'use-regex': 'true' },
      rules: { [HOST]: ['/a[0-9] any one:80', '/a[0-9]b any two:80', '/a.b.c any three:80', '/ any four:80'] },
    }),
  ]);
  const values = rulesOf(result, 'web').map(({ matches = [] }) => matches[0].path?.value);
  expect(values).toEqual(['(?i)/a[0-9]b.*', '(?i)/a[0-9].*', expect.stringContaining('/a.b.c'), '/.*']);
});

test('policies stand for passwords, limits, addresses and sessions', () => {
  const result = migrated([
    ingress({
      annotations: {
        'auth-type': 'basic',
        'auth-secret': 'users',
        'limit-rps': '5',
        'denylist-source-range': '203.0.113.0/24',
        affinity: 'cookie',
        'session-cookie-name': 'route',
      },
      tls: [HOST],
      rules: { [HOST]: ['/ prefix web:80'] },
    }),
  ]);
  expect(ofKind(result, 'AuthPolicy')[0].spec).toMatchObject({
    targetRef: { kind: 'HTTPRoute', name: 'web' },
    when: [{ predicate: "request.scheme == 'https'" }],
    rules: { authentication: { basic: { credentials: { authorizationHeader: { prefix: 'Basic' } } } } },
  });
  expect(ofKind(result, 'RateLimitPolicy')[0].spec).toMatchObject({
    limits: { client: { rates: [{ limit: 5, window: '1s' }] } },
  });
  expect(ofKind(result, 'AuthorizationPolicy')[0].spec).toMatchObject({
    action: 'DENY',
    rules: [{ from: [{ source: { ipBlocks: ['203.0.113.0/24'] } }], to: [{ operation: { ports: ['443'] } }] }],
  });
  expect(ofKind(result, 'DestinationRule')[0]).toMatchObject({
    metadata: { namespace: 'gateways' },
    spec: { host: 'web.shop.svc.cluster.local', exportTo: ['.'] },
  });
});

test('a route beside one with a policy lets everybody pass', () => {
  const result = migrated([
    ingress({ annotations: { 'auth-url': 'https://auth.example.com/check' }, rules: { [HOST]: ['/ prefix web:80'] } }),
    ingress({ name: 'open', rules: { [HOST]: ['/open prefix open:80'] } }),
  ]);
  expect(ofKind(result, 'AuthPolicy').map(nameOf).sort()).toEqual([
    'AuthPolicy shop/open-auth',
    'AuthPolicy shop/web-auth',
  ]);
});

test('a wildcard leaves out addresses of hosts below it', () => {
  const result = migrated([
    ingress({
      annotations: { 'whitelist-source-range': '10.0.0.0/8' },
      rules: { '*.example.com': ['/ prefix web:80'] },
    }),
    ingress({ name: 'other', rules: { [HOST]: ['/ prefix other:80'] } }),
  ]);
  expect(ofKind(result, 'AuthorizationPolicy')[0].spec).toMatchObject({
    rules: [{ to: [{ operation: { hosts: ['*.example.com'], notHosts: [HOST, `${HOST}:*`] } }] }],
  });
});

test('each annotation and field has one note', () => {
  const result = migrated([
    ingress({
      annotations: { 'use-regex': 'true', 'server-snippet': 'x;', 'proxy-buffering': 'on', unheard: 'x' },
      tls: [HOST],
      rules: { [HOST]: ['/ prefix web:80'] },
    }),
  ]);
  expect(fatesOf(result)).toEqual([
    'refused server-snippet',
    'translated spec.rules[0].http.paths[0]',
    'translated spec.tls[0]',
    'translated use-regex',
    'kept proxy-buffering',
    'kept unheard',
  ]);
});

test('an Ingress of another class is told', () => {
  const manifest = ingress({ rules: { [HOST]: ['/ prefix web:80'] } });
  const other = { ...manifest, spec: { ...(manifest.spec as object), ingressClassName: 'traefik' } };
  expect(fatesOf(migrated([other]))).toEqual(['refused spec.ingressClassName']);
});

describe('Conversion.fromIngress', () => {
  const gateway = Gateway.fromGatewayName('external', 'gateways');
  const convert = (short: Short, options: { ignore?: string[] } = {}, chart: Chart = newChart()) => ({
    chart,
    routes: Conversion.fromIngress(chart, 'shop', [ingress(short)], { gateway, ...options }),
  });

  test('creates the same rules as migrate', () => {
    const short: Short = { tls: [HOST], rules: { [HOST]: ['/api prefix api:80', '/ prefix web:80'] } };
    const { routes, chart } = convert(short);
    expect(routes.map(({ name }) => name).sort()).toEqual(['web', 'web-redirect']);
    const own = objectsOf(chart).find(({ metadata }) => metadata.name === 'web')!.spec as object;
    expect(own).toMatchObject({
      parentRefs: [{ name: 'external', namespace: 'gateways', port: 443 }],
      rules: rulesOf(migrated([ingress(short)]), 'web'),
    });
  });

  test('refuses what is lost, unless it is ignored', () => {
    const short: Short = { annotations: { 'server-snippet': 'x;' }, rules: { [HOST]: ['/ prefix web:80'] } };
    expect(() => convert(short)).toThrow(/Ingress shop\/web: server-snippet/);
    expect(convert(short, { ignore: ['server-snippet'] }).routes).toHaveLength(1);
  });

  test('warns of differences', () => {
    const { chart } = convert({ annotations: { 'proxy-body-size': '8m' }, rules: { [HOST]: ['/ prefix web:80'] } });
    expect(
      Warnings.of(chart)
        .list()
        .map(({ code }) => code),
    ).toEqual(['GW586']);
  });
});
