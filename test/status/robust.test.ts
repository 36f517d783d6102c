import * as fs from 'fs';
import * as path from 'path';
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

const VALUES: readonly unknown[] = [null, 'x', [null]];

/** The objects with another value at a place. */
function spoiled(place: Place, value: unknown): Manifest[] {
  const copy = structuredClone(items) as unknown as Record<string, unknown>;
  const owner = place.slice(0, -1).reduce((each, key) => each[key] as Record<string, unknown>, copy);
  owner[place.at(-1)!] = value;
  return copy as unknown as Manifest[];
}

test('whatever manifests and cluster hold, it is told and not stumbled over', () => {
  const located = (all: readonly Manifest[]) => all.map((manifest) => ({ where: '', manifest }));
  const good = located(items);
  for (const place of PLACES) {
    for (const value of VALUES) {
      const bad = located(spoiled(place, value));
      for (const [declared, live] of [
        [[], bad],
        [bad, good],
      ]) {
        const world = worldOf({ declared, live, namespace: 'default' });
        const { findings } = compare(world, (...words) => words.join(' '));
        findings.forEach(causesIn(world, findings));
      }
    }
  }
});
