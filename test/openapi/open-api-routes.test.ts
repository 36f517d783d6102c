import { Duration, Testing } from 'cdk8s';
import { api, documentOf, Json, matches, winners } from './open-api-support';
import { HeaderModifications, RouteFilter, Warnings } from '../../src';
import { Grouping } from '../../src/openapi/open-api-rules';
import { Server } from '../../src/openapi/open-api-server';
import { brief } from '../support/brief';
import { newChart } from '../support/synth';

const get = (operationId?: string, more: Json = {}) => ({ get: { operationId, ...more } });

test('every operation is a rule under its name, in the order of the document', () => {
  const operation = (operationId?: string) => ({ operationId });
  expect(
    matches(
      documentOf({
        '/pets': { post: operation('createPet'), get: operation('listPets') },
        '/pets/{petId}': { get: operation('repos/getPetByID'), delete: operation() },
        'x-internal': {},
        '/': { head: operation('list-pets'), options: operation(), patch: operation(), trace: operation() },
      }),
    ),
  ).toEqual({
    'list-pets': ['GET Exact /pets'],
    'create-pet': ['POST Exact /pets'],
    'repos-get-pet-by-id': ['GET RegularExpression ^/pets/[^/]+$'],
    'delete-pets-pet-id': ['DELETE RegularExpression ^/pets/[^/]+$'],
    options: ['OPTIONS Exact /'],
    'list-pets-2': ['HEAD Exact /'],
    patch: ['PATCH Exact /'],
    trace: ['TRACE Exact /'],
  });
});

test('one route: its metadata, parents, hosts and backends', () => {
  const { of } = api(documentOf({ '/a': get('a') }), {
    name: 'pets',
    namespace: 'shop',
    labels: { team: 'pets' },
    annotations: { note: 'x' },
    hostnames: ['api.example.com'],
    filters: [RouteFilter.requestHeaders({ set: { 'x-api': 'pets' } } as HeaderModifications)],
    timeout: Duration.seconds(5),
  });
  expect(of('HTTPRoute')).toEqual([
    {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'HTTPRoute',
      metadata: { name: 'pets', namespace: 'shop', labels: { team: 'pets' }, annotations: { note: 'x' } },
      spec: {
        parentRefs: [{ name: 'external', namespace: 'gateways' }],
        hostnames: ['api.example.com'],
        rules: [
          {
            name: 'a',
            matches: [{ path: { type: 'Exact', value: '/a' }, method: 'GET' }],
            filters: [
              { type: 'RequestHeaderModifier', requestHeaderModifier: { set: [{ name: 'x-api', value: 'pets' }] } },
            ],
            backendRefs: [{ name: 'petstore', port: 8080 }],
            timeouts: { request: '5s' },
          },
        ],
      },
    },
  ]);
});

test('required headers and query parameters are not matched', () => {
  const parameters = [
    { name: 'X-Tenant', in: 'header', required: true },
    { name: 'page', in: 'query', required: true },
  ];
  const { of } = api(documentOf({ '/a': get('a', { parameters }) }));
  expect(of('HTTPRoute')[0].spec.rules[0].matches).toEqual([{ path: { type: 'Exact', value: '/a' }, method: 'GET' }]);
});

describe('x-kuadrant', () => {
  const route = {
    name: 'petstore-api',
    namespace: 'petstore',
    labels: { deployment: 'petstore' },
    hostnames: ['example.com'],
    parentRefs: [
      { name: 'apiGateway'.toLowerCase(), namespace: 'gateways', sectionName: 'api', port: 8443 },
      { group: '', kind: 'Service', name: 'mesh' },
      { name: 'second', port: 80 },
    ],
  };

  test('of the root names, places and attaches all objects', () => {
    const { of } = api(
      documentOf(
        { '/a': get('a', { security: [], 'x-kuadrant': { rate_limit: { rates: [{ limit: 1, window: '10s' }] } } }) },
        { 'x-kuadrant': { route } },
      ),
      { parents: undefined },
    );
    expect(of('HTTPRoute')[0].spec).toMatchObject({
      hostnames: ['example.com'],
      parentRefs: [
        { name: 'apigateway', namespace: 'gateways', sectionName: 'api', port: 8443 },
        { group: '', kind: 'Service', name: 'mesh' },
        { name: 'second', port: 80 },
      ],
    });
    const metadata = { namespace: 'petstore', labels: { deployment: 'petstore' } };
    expect(['HTTPRoute', 'AuthPolicy', 'RateLimitPolicy'].map((kind) => of(kind)[0].metadata)).toEqual([
      { ...metadata, name: 'petstore-api' },
      { ...metadata, name: 'petstore-api-auth' },
      { ...metadata, name: 'petstore-api-a-rlp' },
    ]);
  });

  test('of the program first', () => {
    const { of } = api(documentOf({ '/a': get('a') }, { 'x-kuadrant': { route } }), {
      name: 'pets',
      namespace: 'shop',
      labels: { team: 'pets' },
      hostnames: ['api.example.com'],
    });
    expect(of('HTTPRoute')[0]).toMatchObject({
      metadata: { name: 'pets', namespace: 'shop', labels: { deployment: 'petstore', team: 'pets' } },
      spec: { hostnames: ['api.example.com'], parentRefs: [{ name: 'external', namespace: 'gateways' }] },
    });
  });

  test('of an operation before that of its path', () => {
    const limit = (number: number) => ({ rates: [{ limit: number, window: '1m' }] });
    const { of } = api(
      documentOf({
        '/cat': {
          'x-kuadrant': {
            disable: true,
            pathMatchType: 'PathPrefix',
            backendRefs: [
              {
                name: 'cats',
                port: 80,
                namespace: 'zoo',
                weight: 3,
                filters: [{ type: 'URLRewrite', urlRewrite: { hostname: 'cats' } }],
              },
              { group: 'inference.networking.k8s.io', kind: 'InferencePool', name: 'model' },
            ],
            rate_limit: limit(1),
          },
          get: {},
          put: { 'x-kuadrant': { disable: false } },
          post: {
            'x-kuadrant': {
              disable: false,
              pathMatchType: 'Exact',
              backendRefs: [{ name: 'kittens', port: 81 }],
              rate_limit: limit(2),
            },
          },
        },
      }),
    );
    expect(of('HTTPRoute')[0].spec.rules).toEqual([
      {
        name: 'put-cat',
        matches: [{ path: { type: 'PathPrefix', value: '/cat' }, method: 'PUT' }],
        backendRefs: [
          {
            name: 'cats',
            port: 80,
            namespace: 'zoo',
            weight: 3,
            filters: [{ type: 'URLRewrite', urlRewrite: { hostname: 'cats' } }],
          },
          { group: 'inference.networking.k8s.io', kind: 'InferencePool', name: 'model' },
        ],
      },
      {
        name: 'post-cat',
        matches: [{ path: { type: 'Exact', value: '/cat' }, method: 'POST' }],
        backendRefs: [{ name: 'kittens', port: 81 }],
      },
    ]);
    expect(of('RateLimitPolicy').map(({ spec }) => [spec.targetRef.sectionName, spec.defaults.limits])).toEqual([
      ['put-cat', { 'put-cat': { rates: [{ limit: 1, window: '1m' }] } }],
      ['post-cat', { 'post-cat': { rates: [{ limit: 2, window: '1m' }] } }],
    ]);
    expect(of('ReferenceGrant')).toHaveLength(1);
  });

  test('with a field that nobody reads', () => {
    const { routes } = api(documentOf({ '/a': { 'x-kuadrant': { pathMatchtype: 'Exact' }, get: {}, put: {} } }));
    expect(
      Warnings.of(routes)
        .list()
        .map(({ code, message }) => [code, brief(message)]),
    ).toEqual([['GW351', "#/paths/~1a/x-kuadrant/pathMatchtype: got 'pathMatchtype'"]]);
  });
});

describe('rate_limit', () => {
  const limit = (rateLimit: Json): Json =>
    api(documentOf({ '/a': get('a', { 'x-kuadrant': { rate_limit: rateLimit } }) })).of('RateLimitPolicy')[0].spec
      .defaults.limits.a;
  const rates = [{ limit: 5, window: '10s' }];

  test.each<[Json, string]>([
    [{ limit: 5, window: '10s' }, '10s'],
    [{ limit: 5, window: '1h1m30s' }, '1h1m30s'],
    [{ limit: 5, duration: 10, unit: 'second' }, '10s'],
    [{ limit: 5, duration: 90, unit: 'minute' }, '1h30m'],
    [{ limit: 5, duration: 1, unit: 'hour' }, '1h'],
    [{ limit: 5, duration: 2, unit: 'day' }, '48h'],
  ])('%j is a window of %s', (rate, window) => {
    expect(limit({ rates: [rate] })).toEqual({ rates: [{ limit: 5, window }] });
  });

  test.each([
    ['auth.identity.username', 'auth.identity.username'],
    ['metadata.filter_metadata.envoy\\.filters\\.http\\.ext_authz.identity.userid', 'auth.identity.userid'],
    ['request.headers.x-team', 'request.headers["x-team"]'],
    ['request.path.size()', 'request.path.size()'],
  ])('counter %s is %s', (counter, expression) => {
    expect(limit({ rates, counters: [counter] }).counters).toEqual([{ expression }]);
    expect(limit({ rates, counters: [{ expression }] }).counters).toEqual([{ expression }]);
  });

  test.each([
    ['eq', 'request.method == "POST"'],
    ['neq', 'request.method != "POST"'],
    ['startswith', 'request.method.startsWith("POST")'],
    ['endswith', 'request.method.endsWith("POST")'],
    ['matches', 'request.method.matches("POST")'],
    ['incl', '"POST" in request.method'],
    ['excl', '!("POST" in request.method)'],
  ])('condition with %s is %s', (operator, predicate) => {
    const when = [{ selector: 'request.method', operator, value: 'POST' }, { predicate: 'true' }];
    expect(limit({ rates, when }).when).toEqual([{ predicate }, { predicate: 'true' }]);
  });

  test.each([
    ['eq', 'x-a', '"x-a" in request.headers && request.headers["x-a"] == "POST"'],
    ['neq', 'x-a', '!("x-a" in request.headers) || request.headers["x-a"] != "POST"'],
    ['startswith', 'via', '"via" in request.headers && request.headers.via.startsWith("POST")'],
  ])('condition with %s on header %s says what a request without it is', (operator, header, predicate) => {
    const when = [{ selector: `request.headers.${header}`, operator, value: 'POST' }];
    expect(limit({ rates, when }).when).toEqual([{ predicate }]);
  });

  test.each<[Json, string]>([
    [{ rates: [{ limit: 5 }] }, 'rates/0: got {"limit":5}'],
    [{ rates: [{ limit: 5, window: '10 seconds' }] }, "rates/0/window: got '10 seconds'"],
    [{ rates: [{ limit: 5, window: '10ms' }] }, 'rates/0: window of a rate: got'],
    [{ rates: [{ limit: 5, duration: 1, unit: 'weeks' }] }, 'rates/0/unit: got'],
    [{ rates: [] }, '#/paths/~1a/get/x-kuadrant/rate_limit: rates of rate_limit'],
    [{ rates, counters: ['user.name'] }, '/x-kuadrant/rate_limit: counters[0] of rate_limit'],
    [{ rates, when: [{ selector: 'request.method' }] }, 'when/0: got'],
    [{ rates, when: [{ selector: 'request.method', operator: 'equals', value: '' }] }, 'when/0/operator: got'],
  ])('%j is refused', (rateLimit, message) => {
    expect(() => limit(rateLimit)).toThrow(message);
  });
});

describe('servers', () => {
  const servers = [
    {
      url: 'https://{region}.example.com/{base}/',
      variables: { region: { default: 'eu', enum: ['eu', 'us'] }, base: { default: 'v1' } },
    },
    { url: '/v2' },
    { url: 'v3/' },
  ];
  const paths = { '/a': get('a') };

  test.each<[Server | undefined, string]>([
    [undefined, '/v1/a'],
    [Server.at(0, { base: 'v9' }), '/v9/a'],
    [Server.at(1), '/v2/a'],
    [Server.url('v3/'), '/v3/a'],
    [Server.basePath('/'), '/a'],
    [Server.basePath('/x'), '/x/a'],
  ])('%j', (server, path) => {
    expect(matches(documentOf(paths, { servers }), { server })).toEqual({ a: [`GET Exact ${path}`] });
  });

  test.each<[Server, Json, string]>([
    [Server.at(3), servers, "#/servers: got 'server 3'"],
    [Server.url('/v9'), servers, "#/servers: got '/v9'"],
    [Server.at(0, { region: 'asia' }), servers, "#/servers/0/variables/region: got 'asia'"],
    [Server.at(0), [{ url: '/{x}' }], "#/servers/0: got variable 'x' without a default"],
    [Server.at(1), [], "#/servers: got 'server 1'"],
  ])('%j is refused', (server, list, message) => {
    expect(() => matches(documentOf(paths, { servers: list }), { server })).toThrow(message);
  });

  test('of a path or an operation: another base path, and a route of its own for another host', () => {
    const other = [{ url: 'https://uploads.example.com/files' }];
    const { of } = api(
      documentOf(
        {
          '/a': get('a'),
          '/b': {
            servers: other,
            get: { operationId: 'b' },
            put: { operationId: 'bb', servers: [{ url: 'https://api.example.com/w' }] },
          },
        },
        { servers: [{ url: 'https://api.example.com/v1' }] },
      ),
      { hostnames: ['api.example.com'] },
    );
    expect(
      of('HTTPRoute').map(({ metadata, spec }) => [
        metadata.name,
        spec.hostnames,
        spec.rules.map((rule: Json) => rule.matches[0].path.value),
      ]),
    ).toEqual([
      ['petstore', ['api.example.com'], ['/v1/a', '/w/b']],
      ['petstore-uploads-example-com', ['uploads.example.com'], ['/files/b']],
    ]);
  });
});

describe('large documents', () => {
  const many = (count: number, more: (index: number) => Json = () => ({})) =>
    documentOf(
      Object.fromEntries(
        Array.from({ length: count }, (_, index) => [`/a${index}/{id}`, get(`op${index}`, more(index))]),
      ),
    );

  test('sixteen rules fit into a route, and the seventeenth begins another', () => {
    const { of, routes } = api(many(33));
    expect(of('HTTPRoute').map(({ metadata, spec }) => [metadata.name, spec.rules.length])).toEqual([
      ['petstore', 16],
      ['petstore-2', 16],
      ['petstore-3', 1],
    ]);
    expect(routes.target('op32')).toMatchObject({ name: 'petstore-3', sectionName: 'op32' });
    expect(routes.target('GET /a16/{id}')).toMatchObject({ name: 'petstore-2', sectionName: 'op16' });
  });

  test('shared rules hold 64 matches, and a route 128', () => {
    const { of } = api(
      many(200, (index) => (index % 2 ? { security: [] } : {})),
      { grouping: Grouping.SHARED },
    );
    expect(of('HTTPRoute').map(({ spec }) => spec.rules.map((rule: Json) => [rule.name, rule.matches.length]))).toEqual(
      [
        [
          ['operations', 64],
          ['anonymous', 64],
        ],
        [
          ['operations-2', 36],
          ['anonymous-2', 36],
        ],
      ],
    );
    expect(of('AuthPolicy').map(({ spec }) => spec.targetRef.sectionName)).toEqual(['anonymous', 'anonymous-2']);
  });

  test('operations with a rate limit keep a rule of their own', () => {
    const rateLimit = { 'x-kuadrant': { rate_limit: { rates: [{ limit: 1, window: '1s' }] } } };
    const { of } = api(
      many(4, (index) => (index < 2 ? rateLimit : {})),
      { grouping: Grouping.SHARED },
    );
    expect(of('HTTPRoute')[0].spec.rules.map(({ name }: Json) => name)).toEqual(['op0', 'op1', 'operations']);
    expect(of('RateLimitPolicy')).toHaveLength(2);
  });

  test('the output is the same each time, and does not depend on the order of keys in other objects', () => {
    const synth = () => {
      const chart = newChart();
      api(many(40), {}, chart);
      return JSON.stringify(Testing.synth(chart));
    };
    expect(synth()).toBe(synth());
  });

  test('a thousand operations', () => {
    const { of } = api(many(1000));
    expect(winners(of('HTTPRoute'), 'Istio', 'GET', '/a999/1')).toEqual(['op999']);
  });
});

test.each<[string, () => unknown, string]>([
  ['no parents', () => api(documentOf({ '/a': get() }), { parents: undefined }), '[test/petstore] parents: got'],
  ['no backends', () => api(documentOf({ '/a': get() }), { backends: undefined }), '#/paths/~1a/get: got undefined'],
  ['no operations', () => api(documentOf({ '/a': {} })), '#/paths: got undefined'],
  ['a query in a path', () => api(documentOf({ '/a?b={c}': get() })), '#/paths/~1a?b={c}: path: got'],
  [
    'an unknown match',
    () => api(documentOf({ '/a': get('a', { 'x-kuadrant': { pathMatchType: 'Prefix' } }) })),
    "pathMatchType: got 'Prefix'",
  ],
  [
    'a backend without a name',
    () => api(documentOf({ '/a': get('a', { 'x-kuadrant': { backendRefs: [{ port: 1 }] } }) })),
    '#/paths/~1a/get/x-kuadrant/backendRefs/0: got',
  ],
  [
    'a backend without a port',
    () => api(documentOf({ '/a': get('a', { 'x-kuadrant': { backendRefs: [{ name: 'a' }] } }) })),
    "backendRefs/0: port of backend 'a'",
  ],
  [
    'an operation that does not exist',
    () => api(documentOf({ '/a': get('listPets') })).routes.target('listPet'),
    "[test/petstore] operation: got 'listPet'",
  ],
])('%s', (_, make, message) => {
  expect(make).toThrow(message);
});

test('the routes are a copy', () => {
  const { routes } = api(
    documentOf({ '/a': get('a', { 'x-kuadrant': { rate_limit: { rates: [{ limit: 1, window: '1s' }] } } }) }),
  );
  routes.routes.pop();
  routes.rateLimitPolicies.pop();
  expect([routes.routes.length, routes.rateLimitPolicies.length]).toEqual([1, 1]);
});
