import { Random, randomOf } from './random';
import { RandomSet, randomSet, SECRETS } from './random-sets';
import { Manifest } from '../../src/manifest/manifest';
import { modelsOf } from '../../src/model/model';
import { difference } from '../../src/traffic/diff/difference';
import { fateOf } from '../../src/traffic/diff/fate';
import { Profile, PROFILES } from '../../src/traffic/profile';
import { requestOf } from '../../src/traffic/request';
import { sendToGateway, World, worldOf } from '../../src/traffic/send';

const SETS = Number(process.env.SETS ?? 150);
const REQUESTS = 40;

const names = Object.keys(PROFILES) as Profile['name'][];

function world(manifests: readonly Manifest[], profile: Profile['name']): World {
  const [model] = modelsOf(
    manifests.map((manifest) => ({ where: '', manifest })),
    { isWhole: true, exists: SECRETS },
  );
  return worldOf(model, PROFILES[profile]);
}

test('a set does not differ from itself, whatever the order of its objects', () => {
  const different = Array.from({ length: SETS }, (_, seed) => seed).filter((seed) => {
    const { manifests } = randomSet(seed, 0);
    const profile = names[seed % names.length];
    return difference(world(manifests, profile), world([...manifests].reverse(), profile)).changes.length > 0;
  });
  expect(different).toEqual([]);
});

test('wherever a random request fares differently after a change, there is a difference', () => {
  const missed: string[] = [];
  let changed = 0;
  for (let seed = 0; seed < SETS; seed++) {
    const random = randomOf(seed + 1_000_000);
    const [set, other] = [randomSet(seed, REQUESTS), randomSet(seed + 500_000, REQUESTS)];
    const profile = names[seed % names.length];
    const [before, after] = [world(set.manifests, profile), world(changedSet(random, set, other), profile)];
    const found = [...set.requests, ...other.requests].filter(({ gateway, fields }) => {
      const request = requestOf(fields)!;
      const [a, b] = [before, after].map((each) => fateOf(sendToGateway(each, gateway, request), request));
      return JSON.stringify([a.result, [...a.facets].sort()]) !== JSON.stringify([b.result, [...b.facets].sort()]);
    });
    if (found.length === 0) continue;
    changed += 1;
    if (difference(before, after).changes.length === 0) missed.push(`${seed} ${JSON.stringify(found[0].fields)}`);
  }
  expect(missed).toEqual([]);
  expect(changed).toBeGreaterThan(SETS / 8);
});

const CHANGED: readonly string[] = ['Gateway', 'HTTPRoute', 'ReferenceGrant', 'Deployment'];

/** The set with one object taken away, exchanged for one of another set, or changed in one place. */
function changedSet(random: Random, { manifests }: RandomSet, other: RandomSet): readonly Manifest[] {
  const target = random.pick(manifests.filter(({ kind }) => CHANGED.includes(kind)));
  const rest = manifests.filter((each) => each !== target);
  if (random.chance(0.2)) return rest;
  const alike = other.manifests.filter(({ kind }) => kind === target.kind);
  if (random.chance(0.2) && alike.length > 0) {
    return [...rest, { ...random.pick(alike), metadata: target.metadata }];
  }
  const donor = alike.length > 0 ? random.pick(alike) : target;
  return [...rest, { ...target, spec: changedValue(random, target.spec, donor.spec) }];
}

/** A value in which one place is missing or as in another value. */
function changedValue(random: Random, value: unknown, other: unknown): unknown {
  if (Array.isArray(value) && value.length > 0) {
    const at = random.below(value.length);
    const donors = Array.isArray(other) && other.length > 0 ? other : value;
    if (value.length > 1 && random.chance(0.2)) return value.filter((_, index) => index !== at);
    return value.map((each, index) => (index === at ? changedValue(random, each, random.pick(donors)) : each));
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return other ?? value;
  const entries = value as Readonly<Record<string, unknown>>;
  const donors = (typeof other === 'object' && other !== null ? other : {}) as Readonly<Record<string, unknown>>;
  const key = random.pick(Object.keys(entries));
  return { ...entries, [key]: changedValue(random, entries[key], donors[key]) };
}
