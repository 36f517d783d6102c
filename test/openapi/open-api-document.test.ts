import * as fs from 'fs';
import * as path from 'path';
import { api, documentOf, Json } from './open-api-support';
import { OpenApiDocument } from '../../src/openapi/open-api-document';
import { temporaryDirectory } from '../support/synth';

/** A directory with these files, objects as JSON. */
function directoryOf(files: Record<string, Json>): string {
  const directory = temporaryDirectory();
  for (const [name, content] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(directory, name)), { recursive: true });
    fs.writeFileSync(path.join(directory, name), typeof content === 'string' ? content : JSON.stringify(content));
  }
  return directory;
}
const load = (files: Record<string, Json>) =>
  OpenApiDocument.fromFile(path.join(directoryOf(files), Object.keys(files)[0]));
const rules = (document: OpenApiDocument): string[] =>
  api({}, { document })
    .of('HTTPRoute')
    .flatMap(({ spec }) => spec.rules.map(({ name }: Json) => name));

test('YAML with anchors and merge keys, and JSON', () => {
  const yaml = `
openapi: 3.0.3
info: { title: Petstore }
x-common: &common
  security: []
paths:
  /pets:
    get:
      <<: *common
      operationId: listPets
`;
  const document = load({ 'petstore.yaml': yaml });
  expect(document.title).toBe('Petstore');
  expect(api({}, { document }).of('AuthPolicy')).toHaveLength(1);
  expect(rules(load({ 'petstore.json': documentOf({ '/a': { get: { operationId: 'a' } } }) }))).toEqual(['a']);
});

test('references: path items, security schemes and parameters, in this file and others', () => {
  const document = load({
    'api/petstore.yaml': documentOf(
      {
        '/pets': { $ref: '../paths/pets.yaml#/list', 'x-kuadrant': { disable: false } },
        '/toys': { $ref: '#/components/pathItems/toys' },
        '/a~b': { $ref: '../paths/pets.yaml#/a~1b%20c' },
      },
      {
        components: {
          pathItems: { toys: { get: { operationId: 'toys', security: [{ key: [] }] } } },
          securitySchemes: { key: { $ref: '../common/schemes.yaml#/key' } },
        },
      },
    ),
    'paths/pets.yaml': {
      list: {
        'x-kuadrant': { disable: true },
        get: { operationId: 'list', security: [{ key: [] }] },
        parameters: [{ $ref: '../common/parameters.yaml' }],
      },
      'a/b c': { $ref: '#/deep' },
      deep: { get: { operationId: 'deep', security: [{ key: [] }] } },
    },
    'common/schemes.yaml': { key: { $ref: '#/real' }, real: { type: 'apiKey', in: 'query', name: 'k' } },
    'common/parameters.yaml': { name: 'limit', in: 'query' },
  });
  expect(rules(document)).toEqual(['list', 'toys', 'deep']);
  expect(api({}, { document }).of('AuthPolicy')).toMatchObject([
    { spec: { defaults: { rules: { authentication: { key: { credentials: { queryString: { name: 'k' } } } } } } } },
  ]);
});

test('files beside a document that is an object', () => {
  const directory = directoryOf({ 'pets.json': { get: { operationId: 'list' } } });
  const object = documentOf({ '/pets': { $ref: 'pets.json' } });
  expect(rules(OpenApiDocument.fromObject(object, directory))).toEqual(['list']);
  expect(() => rules(OpenApiDocument.fromObject(object))).toThrow("#/paths/~1pets/$ref: got 'pets.json'");
});

test('places in other files are named', () => {
  const document = load({
    'petstore.yaml': documentOf({ '/pets': { $ref: 'paths/pets.yaml' } }),
    'paths/pets.yaml': { get: { security: [{ key: [] }] } },
  });
  expect(() => rules(document)).toThrow("paths/pets.yaml#/get/security/0/key: got 'key'");
});

test.each<[string, Json, string]>([
  ['nothing there', '#/components/x', "#/paths/~1a/$ref: got '#/components/x'"],
  ['nothing but a method of objects', '#/toString', 'there is none at'],
  ['itself', '#/paths/~1a', "got '#/paths/~1a'"],
  ['a network', 'https://example.com/a.yaml', "got 'https://example.com/a.yaml'"],
  ['no file', 'b.yaml', '#/paths/~1a/$ref: OpenAPI document: got'],
  ['an anchor', '#pets', "got '#pets'"],
  ['half an escape', '#/%', "got '#/%', expected an escaped JSON pointer"],
])('a reference to %s', (_, $ref, message) => {
  expect(() => rules(load({ 'a.yaml': documentOf({ '/a': { $ref } }) }))).toThrow(message);
});

test('references that lead in a circle', () => {
  const pathItems = { a: { $ref: '#/components/pathItems/b' }, b: { $ref: '#/components/pathItems/a' } };
  const document = documentOf({ '/a': { $ref: '#/components/pathItems/a' } }, { components: { pathItems } });
  expect(() => api(document)).toThrow("got '#/components/pathItems/a'");
});

test.each<[Json, string]>([
  [{ swagger: '2.0' }, "#: got 'swagger: 2.0'"],
  [{ openapi: '3.2.0' }, "#/openapi: got '3.2.0'"],
  [{ openapi: 2 }, '#/openapi: got 2'],
  [{}, '#: got undefined'],
  [[], '#: got undefined'],
])('%j is not a document', (object, message) => {
  expect(() => OpenApiDocument.fromObject(object)).toThrow(message);
});

test.each<[string, string, string]>([
  ['a.json', '{', 'expected JSON'],
  ['a.yaml', 'a: [', 'expected YAML'],
])('%s with %s is not read', (name, text, message) => {
  expect(() => load({ [name]: text })).toThrow(message);
});

test('a file that is not there', () => {
  expect(() => OpenApiDocument.fromFile('no/petstore.yaml')).toThrow(
    /OpenAPI document: got 'no\/petstore.yaml', expected a file that can be read; fix: correct the path; '.*' gives ENOENT/,
  );
});
