import * as fc from 'fast-check';
import { ownIngresses } from './random-own';
import { codesOf, migrated } from './support';

/*
 * For Ingresses of other controllers whose parts translate, requests fare alike but for what the page says: texts as
 * prefixes, wildcards of hosts, one status of redirects, which tell pages of other origins nothing.
 */

const EXPECTED: Readonly<Record<string, readonly string[]>> = {
  spec: ['host'],
  traefik: ['text', 'host', 'method'],
  aws: ['text', 'host'],
  haproxy: ['text', 'host', 'cors', 'refusal'],
};

test.each(['spec', 'traefik', 'aws', 'haproxy'] as const)('requests fare alike: %s', (profile) => {
  fc.assert(
    fc.property(ownIngresses(profile), (objects) => {
      const { proof, notes } = migrated(objects, { profile });
      fc.pre(notes.every(({ fate }) => fate !== 'refused'));
      expect(codesOf(proof).filter((code) => !EXPECTED[profile].includes(code))).toEqual([]);
    }),
    { seed: 16, numRuns: 40 },
  );
});
