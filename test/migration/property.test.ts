import fc from 'fast-check';
import { codesOf, ingress, migrated, Short } from './support';

/* For Ingresses whose parts all translate, requests fare alike on both sides, but for the reading of URLs. */

const HOSTS = ['one.example.com', 'two.example.com', '*.example.com'];

const plainPath = fc.constantFrom('/', '/api', '/api/', '/api/v1', '/apis', '/App', '/a/b/c');
const expression = fc.constantFrom('/', '/api', '/v[0-9]+', '/(en|de)/news', '/App/.*/x', '/a.b');
const backend = fc.constantFrom('web:80', 'api:8080', 'other:80');

const rulesWith = (path: fc.Arbitrary<string>) =>
  fc.dictionary(
    fc.constantFrom(...HOSTS),
    fc.array(
      fc.tuple(path, fc.constantFrom('exact', 'prefix', 'any'), backend).map((parts) => parts.join(' ')),
      { minLength: 1, maxLength: 4 },
    ),
    { minKeys: 1, maxKeys: 2 },
  );

const extras = fc.constantFrom<Record<string, string>>(
  {},
  { 'app-root': '/home' },
  { 'ssl-redirect': 'false' },
  { 'upstream-vhost': 'internal.example.com' },
  { 'rewrite-target': '/fixed' },
  { 'whitelist-source-range': '10.0.0.0/8' },
  { 'permanent-redirect': 'https://elsewhere.test/' },
  { affinity: 'cookie' },
);

const ingresses = fc
  .record({
    isRegex: fc.boolean(),
    list: fc.array(
      fc.record({
        plain: rulesWith(plainPath),
        search: rulesWith(expression),
        annotations: extras,
        hasTls: fc.boolean(),
      }),
      { minLength: 1, maxLength: 2 },
    ),
  })
  .map(({ isRegex, list }) =>
    list.map(({ plain, search, annotations, hasTls }, index): Short => {
      const rules = isRegex ? search : plain;
      return {
        name: `web-${index}`,
        annotations: { ...annotations, ...(isRegex && { 'use-regex': 'true' }) },
        tls: hasTls ? Object.keys(rules) : [],
        rules,
      };
    }),
  );

/** Codes that no translation can do away with. */
const EXPECTED: readonly string[] = ['query', 'host'];

test('requests fare alike', () => {
  fc.assert(
    fc.property(ingresses, (list) => {
      const { proof, notes } = migrated(list.map(ingress));
      fc.pre(notes.every(({ fate }) => fate !== 'refused'));
      const codes = codesOf(proof).filter((code) => !EXPECTED.includes(code));
      expect(codes).toEqual([]);
    }),
    { seed: 14, numRuns: 40 },
  );
});
