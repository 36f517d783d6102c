import fc from 'fast-check';
import { narrowIngresses } from './random-ingresses';
import { codesOf, ingress, migrated } from './support';

/* For Ingresses whose parts all translate, requests fare alike on both sides, but for the reading of URLs. */

/** Codes that no translation can do away with. */
const EXPECTED: readonly string[] = ['query', 'host'];

test('requests fare alike', () => {
  fc.assert(
    fc.property(narrowIngresses, (list) => {
      const { proof, notes } = migrated(list.map(ingress));
      fc.pre(notes.every(({ fate }) => fate !== 'refused'));
      const codes = codesOf(proof).filter((code) => !EXPECTED.includes(code));
      expect(codes).toEqual([]);
    }),
    { seed: 14, numRuns: 60 },
  );
});
