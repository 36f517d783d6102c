import * as fc from 'fast-check';
import { api, documentOf, Json, matches, RANKS, winners } from './open-api-support';
import { PathParameters } from '../../src/openapi/open-api-path';
import { Grouping } from '../../src/openapi/open-api-rules';

const get = (operationId: string, more: Json = {}) => ({ get: { operationId, ...more } });
const below = { 'x-kuadrant': { pathMatchType: 'PathPrefix' } };

test.each<[string, Json, Record<string, string>]>([
  [
    'a literal path before a template',
    { '/pets/{id}': get('one'), '/pets/mine': get('mine') },
    { '/pets/mine': 'mine', '/pets/7': 'one' },
  ],
  [
    'a template with a short literal before one that is longer',
    { '/{a}/{b}': get('any'), '/{a}/me': get('me') },
    { '/x/me': 'me', '/x/y': 'any' },
  ],
  [
    'literals from the left',
    { '/users/{id}/posts/{post}': get('post'), '/users/me/{kind}/{id}': get('mine') },
    { '/users/me/posts/1': 'mine', '/users/2/posts/1': 'post' },
  ],
  [
    'a mixed element before a parameter alone',
    { '/files/{name}': get('file'), '/files/{name}.json': get('json') },
    { '/files/a.json': 'json', '/files/a.txt': 'file' },
  ],
  [
    'a template before a prefix that holds it',
    { '/files': get('tree', below), '/files/{id}/meta': get('meta') },
    { '/files/1/meta': 'meta', '/files/1/2': 'tree', '/files': 'tree' },
  ],
  [
    'what a prefix became is before a wider prefix',
    { '/': get('all', below), '/files': get('tree', below), '/files/{id}/meta': get('meta') },
    { '/files/1/meta': 'meta', '/files/1': 'tree', '/x': 'all', '/': 'all' },
  ],
  [
    'a prefix before what a wider prefix became',
    { '/files': get('tree', below), '/files/{id}/meta': get('meta'), '/files/a/b': get('branch', below) },
    { '/files/a/b/c': 'branch', '/files/a/c': 'tree', '/files/a/meta': 'meta' },
  ],
  [
    'several elements in a parameter last',
    {
      '/repos/{repo}/contents/{path}': get('content', {
        parameters: [{ name: 'path', in: 'path', 'x-multi-segment': true }],
      }),
      '/repos/{repo}/contents': get('root'),
      '/repos/{repo}/contents/{dir}/size': get('size'),
    },
    { '/repos/r/contents/a/b/c': 'content', '/repos/r/contents': 'root', '/repos/r/contents/a/size': 'size' },
  ],
])('%s', (_, paths, wanted) => {
  const routes = api(documentOf(paths)).of('HTTPRoute');
  for (const [path, winner] of Object.entries(wanted)) {
    for (const implementation of Object.keys(RANKS)) {
      expect([implementation, path, winners(routes, implementation, 'GET', path)]).toEqual([
        implementation,
        path,
        [winner],
      ]);
    }
  }
});

test('nothing is made longer or turned into an expression without need', () => {
  expect(
    matches(documentOf({ '/files': get('tree', below), '/pets/{id}': get('pet'), '/pets/{id}/toys': get('toys') })),
  ).toEqual({
    tree: ['GET PathPrefix /files'],
    pet: ['GET RegularExpression ^/pets/[^/]+$'],
    toys: ['GET RegularExpression ^/pets/[^/]+/toys$'],
  });
});

test('two templates that no path tells apart are refused', () => {
  const twins = { '/pets/{id}': get('one'), '/pets/{name}': get('named', { security: [] }) };
  expect(() => api(documentOf(twins))).toThrow("#/paths/~1pets~1{name}/get: got 'GET /pets/[^/]+'");
});

const ELEMENTS = ['a', 'bc', 'mine', '{x}', 'p{x}', '{x}.json', '{x}-{y}'];
const VALUES = ['a', 'bc', 'mine', 'q', 'p1', 'pa.json', 'x.json', 'p1-2', '1-2'];

interface Sample {
  readonly path: string;
  readonly isPrefix: boolean;
}

const samples = fc.uniqueArray(
  fc.record({
    path: fc.array(fc.constantFrom(...ELEMENTS), { minLength: 1, maxLength: 3 }).map((parts) => `/${parts.join('/')}`),
    isPrefix: fc.boolean(),
  }),
  { minLength: 2, maxLength: 60, selector: ({ path }) => path.replace(/\{\w+\}/g, '{}') },
);
const requests = fc.array(
  fc.array(fc.constantFrom(...VALUES), { minLength: 1, maxLength: 4 }).map((parts) => `/${parts.join('/')}`),
  { minLength: 20, maxLength: 20 },
);

/** The sample that a reader of the document would expect: read anew, without regard to how it is emitted. */
function expected(list: readonly Sample[], request: string): Sample | undefined {
  const pattern = ({ path, isPrefix }: Sample) =>
    new RegExp(`^${path.replace(/\./g, '\\.').replace(/\{\w+\}/g, '[^/]+')}${isPrefix ? '(/.*)?' : ''}$`);
  const weights = ({ path, isPrefix }: Sample) => [
    Number(!path.includes('{') && !isPrefix),
    ...path
      .split('/')
      .slice(1)
      .map((part) => (part.includes('{') ? part.replace(/\{\w+\}/g, '').length : 100)),
    isPrefix ? -2 : -1,
  ];
  return list
    .filter((sample) => pattern(sample).test(request))
    .sort((a, b) => {
      const [left, right] = [weights(a), weights(b)];
      const at = left.findIndex((weight, index) => weight !== right[index]);
      return at < 0 ? 0 : (right[at] ?? -3) - left[at];
    })[0];
}

test.each([Grouping.OPERATION, Grouping.SHARED])(
  'one rule wins, and it is the expected one, however many routes there are (%s)',
  (grouping) => {
    fc.assert(
      fc.property(samples, requests, (list, paths) => {
        const document = documentOf(
          Object.fromEntries(
            list.map(({ path, isPrefix }, index) => [
              path,
              // A limit of its own keeps each operation in a rule of its own.
              {
                ...get(`op-${index}`),
                'x-kuadrant': {
                  rate_limit: { rates: [{ limit: 1, window: '1s' }] },
                  ...(isPrefix && { pathMatchType: 'PathPrefix' }),
                },
              },
            ]),
          ),
        );
        const { of } = api(document, { grouping });
        const routes = of('HTTPRoute');
        expect(routes).toHaveLength(Math.ceil(list.length / 16));
        for (const path of paths) {
          const winner = expected(list, path);
          for (const implementation of Object.keys(RANKS)) {
            const won = winners(routes, implementation, 'GET', path);
            expect(won).toHaveLength(winner ? 1 : 0);
            // Mixed elements of the same weight are all the same to a reader.
            const sample = winner && list[Number(won[0].slice(3))];
            expect(sample && weightOf(sample)).toEqual(winner && weightOf(winner));
          }
        }
      }),
      { seed: 7, numRuns: 60 },
    );
  },
);

const weightOf = ({ path, isPrefix }: Sample) =>
  `${path.replace(/[^/]*\{[^/]*/g, (part) => String(part.replace(/\{\w+\}/g, '').length))} ${isPrefix}`;

describe('PathParameters.PREFIX', () => {
  test('takes the path up to the first parameter', () => {
    expect(
      matches(documentOf({ '/pets': get('list'), '/pets/{id}': get('one'), '/{a}/b': get('root') }), {
        pathParameters: PathParameters.PREFIX,
      }),
    ).toEqual({ list: ['GET Exact /pets'], one: ['GET PathPrefix /pets'], root: ['GET PathPrefix /'] });
  });

  test('joins operations that it cannot tell apart, where that changes nothing', () => {
    const { routes } = api(documentOf({ '/pets/{id}': get('one'), '/pets/{id}/toys': get('toys') }), {
      pathParameters: PathParameters.PREFIX,
    });
    expect(routes.target('toys').sectionName).toBe('one');
  });

  test('refuses them otherwise', () => {
    expect(() =>
      api(documentOf({ '/pets/{id}': get('one'), '/pets/{id}/toys': get('toys', { security: [] }) }), {
        pathParameters: PathParameters.PREFIX,
      }),
    ).toThrow("#/paths/~1pets~1{id}~1toys/get: got 'GET /pets'");
  });
});

test('parameters that hold slashes', () => {
  expect(
    matches(documentOf({ '/files/{path}/raw': get('raw') }), { pathParameters: PathParameters.multiSegment('path') }),
  ).toEqual({ raw: ['GET RegularExpression ^/files/.+/raw$'] });
});

test('expressions hold neither backslashes nor quotes, which Kuadrant could not read', () => {
  expect(
    matches(documentOf({ "/users('{id}')/a.b": get('odata'), "/it's": get('quote'), '/v1.0/{x}+': get('plus') })),
  ).toEqual({
    odata: ['GET RegularExpression ^/users[(][&-(][^/]+[&-(][)]/a[.]b$'],
    quote: ['GET RegularExpression ^/it[&-(]s$'],
    plus: ['GET RegularExpression ^/v1[.]0/[^/]+[+]$'],
  });
});

test('a path that is an expression itself', () => {
  const regular = { 'x-kuadrant': { pathMatchType: 'RegularExpression' } };
  expect(matches(documentOf({ '/cats/.*': get('cats', regular), '/dogs/{id}/[0-9]+': get('dogs', regular) }))).toEqual({
    cats: ['GET RegularExpression ^/cats/.*$'],
    dogs: ['GET RegularExpression ^/dogs/[^/]+/[0-9]+$'],
  });
  expect(() => api(documentOf({ '/cats/\\d+': get('cats', regular) }))).toThrow('write [.] for a dot');
});
