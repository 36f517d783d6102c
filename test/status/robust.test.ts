import * as fs from 'fs';
import * as path from 'path';
import fc from 'fast-check';
import { Manifest } from '../../src/manifest/manifest';
import { causesIn } from '../../src/status/causes';
import { compare } from '../../src/status/compare';
import { worldOf } from '../../src/status/world';

type Place = readonly (string | number)[];

const { items } = JSON.parse(fs.readFileSync(path.join(__dirname, '../docs/shop/edge.json'), 'utf8')) as {
  readonly items: readonly Manifest[];
};

/** Every place of an object but what names it, without which it is no manifest. */
const placesIn = (value: unknown, at: Place = []): Place[] =>
  typeof value === 'object' && value !== null
    ? [at, ...Object.entries(value).flatMap(([key, child]) => placesIn(child, [...at, key]))]
    : [at];
const PLACES = placesIn(items).filter(
  ([, ...place]) => place.length > 0 && !/^(apiVersion|kind|metadata|metadata,name)$/.test(String(place)),
);

const VALUES: readonly unknown[] = [null, [], {}, '', 0, 'x', true, [null], [{}], [[]], { a: null }];

function spoiled(places: readonly (readonly [Place, unknown])[]): Manifest[] {
  const copy = structuredClone(items) as unknown;
  for (const [place, value] of places) {
    const owner = place
      .slice(0, -1)
      .reduce<unknown>((each, key) => (each as Record<string, unknown> | null)?.[key], copy);
    if (typeof owner === 'object' && owner !== null) (owner as Record<string, unknown>)[place.at(-1)!] = value;
  }
  return copy as Manifest[];
}

test('whatever manifests and cluster hold, it is told and not stumbled over', () => {
  const located = (all: readonly Manifest[]) => all.map((manifest) => ({ where: '', manifest }));
  const change = fc.tuple(fc.constantFrom(...PLACES), fc.constantFrom(...VALUES));
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), fc.boolean(), (changes, isWhole) => {
      const [good, bad] = [located(items), located(spoiled(changes))];
      for (const [declared, live] of [
        [[], bad],
        [good, bad],
        [bad, good],
      ]) {
        const world = worldOf({ declared, live, namespace: 'default', isWhole });
        const { findings } = compare(world, (...words) => words.join(' '));
        findings.forEach(causesIn(world, findings));
      }
    }),
    { seed: 1, numRuns: 1000 },
  );
});
