import * as fc from 'fast-check';
import { narrowIngresses } from './random-ingresses';
import { codesOf, differencesOf, fatesOf, ingress, migrated, rulesOf, Short } from './support';

/* The profile of the specification alone: `migrate --from spec`. */

const HOST = 'shop.example.com';
const SPEC = { profile: 'spec' as const };

test('the longest path, and of two alike the exact one', () => {
  const result = migrated(
    [
      ingress({
        rules: { [HOST]: ['/ prefix web:80', '/api prefix api:80', '/api exact other:80', '/a/b/ prefix b:80'] },
      }),
    ],
    SPEC,
  );
  expect(rulesOf(result, 'web').map(({ matches, backendRefs }) => [matches, backendRefs![0].name])).toEqual([
    [[{ path: { type: 'PathPrefix', value: '/a/b' } }], 'b'],
    [[{ path: { type: 'Exact', value: '/api' } }], 'other'],
    [[{ path: { type: 'PathPrefix', value: '/api' } }], 'api'],
    [[{ path: { type: 'PathPrefix', value: '/' } }], 'web'],
  ]);
  expect(codesOf(result.proof)).toEqual([]);
});

test('annotations count for nothing, and of several Ingresses those without paths for the host serve it too', () => {
  const result = migrated(
    [
      ingress({ name: 'a', annotations: { 'rewrite-target': '/' }, rules: { [HOST]: ['/api prefix api:80'] } }),
      ingress({ name: 'b', rules: { '*.example.com': ['/ prefix web:80'] }, defaultBackend: 'usual:80' }),
    ],
    SPEC,
  );
  expect(fatesOf(result).filter((fate) => fate.startsWith('refused'))).toEqual([]);
  expect(Object.keys(differencesOf(result.proof))).toEqual(['host']);
});

test('what the specification leaves to controllers is told, and shown', () => {
  const result = migrated([ingress({ rules: { [HOST]: ['/api any api:80'] } })], SPEC);
  expect(fatesOf(result)).toEqual(['differs spec.rules[0].http.paths[0]']);
  expect(codesOf(result.proof)).toContain('path');
});

test('requests fare alike', () => {
  const plain = (list: readonly Short[]) =>
    list.map(({ annotations: _, ...rest }) => ({
      ...rest,
      rules: Object.fromEntries(
        Object.entries(rest.rules ?? {}).map(([host, paths]) => [
          host,
          paths.flatMap((path) => (/[[(*]/.test(path) ? [] : [path.replace(' any ', ' prefix ')])),
        ]),
      ),
    }));
  fc.assert(
    fc.property(narrowIngresses, (list) => {
      const { proof } = migrated(plain(list).map(ingress), SPEC);
      // A wildcard of a Gateway takes names of any depth.
      expect(Object.keys(differencesOf(proof)).filter((code) => code !== 'host')).toEqual([]);
    }),
    { seed: 15, numRuns: 60 },
  );
});
