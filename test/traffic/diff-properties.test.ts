import { Random, randomOf } from './random';
import { randomIstioSet, SECRETS as ISTIO_SECRETS } from './random-istio';
import { randomMeshSet } from './random-mesh';
import { randomSet, SECRETS } from './random-sets';
import { Manifest } from '../../src/manifest/manifest';
import { modelsOf } from '../../src/model/model';
import { difference } from '../../src/traffic/diff/difference';
import { fateOf } from '../../src/traffic/diff/fate';
import { sendTo, Target } from '../../src/traffic/diff/target';
import { Profile, PROFILES } from '../../src/traffic/profile';
import { requestOf, RequestFields } from '../../src/traffic/request';
import { World, worldOf } from '../../src/traffic/send';

const SETS = Number(process.env.SETS ?? 50);
const REQUESTS = 40;

const names = Object.keys(PROFILES) as Profile['name'][];

/** Random sets of one sort, and how a request comes in. */
interface Scene {
  readonly name: string;
  readonly setOf: (seed: number) => { readonly manifests: readonly Manifest[]; readonly requests: readonly Sending[] };
  readonly profileOf: (seed: number) => Profile['name'];
  readonly exists: readonly string[];
  /** Kinds of which one object is changed. */
  readonly changed: readonly string[];
}

interface Sending {
  readonly fields: RequestFields;
  readonly target: Target;
}

const SCENES: readonly Scene[] = [
  {
    name: 'Gateways and HTTPRoutes',
    setOf: (seed) => {
      const { manifests, requests } = randomSet(seed, REQUESTS);
      return {
        manifests,
        requests: requests.map(({ gateway, fields }) => ({ fields, target: { kind: 'Gateway', ...gateway } })),
      };
    },
    profileOf: (seed) => names[seed % names.length],
    exists: SECRETS,
    changed: ['Gateway', 'HTTPRoute', 'ReferenceGrant', 'Deployment'],
  },
  {
    name: "Istio's Gateways and VirtualServices",
    setOf: (seed) => {
      const { manifests, requests } = randomIstioSet(seed, REQUESTS);
      return {
        manifests,
        requests: requests.map(({ gateway, fields }) => ({ fields, target: { kind: 'IstioGateway', ...gateway } })),
      };
    },
    profileOf: () => 'istio',
    exists: ISTIO_SECRETS,
    changed: ['Gateway', 'VirtualService', 'DestinationRule'],
  },
  {
    name: 'VirtualServices of a mesh',
    setOf: (seed) => {
      const { manifests, requests } = randomMeshSet(seed, REQUESTS);
      return {
        manifests,
        requests: requests.map(({ pod: { namespace, name }, fields }) => ({
          fields,
          target: {
            kind: 'Pod',
            namespace,
            name,
            pod: { namespace, labels: { app: name }, serviceAccount: 'default' },
          },
        })),
      };
    },
    profileOf: () => 'istio',
    exists: ISTIO_SECRETS,
    changed: ['VirtualService', 'DestinationRule', 'ServiceEntry', 'HTTPRoute'],
  },
];

function world(manifests: readonly Manifest[], { profileOf, exists }: Scene, seed: number): World {
  const [model] = modelsOf(
    manifests.map((manifest) => ({ where: '', manifest })),
    { isWhole: true, exists },
  );
  return worldOf(model, PROFILES[profileOf(seed)]);
}

describe.each(SCENES)('$name', (scene) => {
  test('a set does not differ from itself, whatever the order of its objects', () => {
    const different = Array.from({ length: SETS / 2 }, (_, seed) => seed).filter((seed) => {
      const { manifests } = scene.setOf(seed);
      return difference(world(manifests, scene, seed), world([...manifests].reverse(), scene, seed)).changes.length > 0;
    });
    expect(different).toEqual([]);
  });

  test('wherever a random request fares differently after a change, there is a difference', () => {
    const missed: string[] = [];
    let changed = 0;
    for (let seed = 0; seed < SETS; seed++) {
      const random = randomOf(seed + 1_000_000);
      const [set, other] = [scene.setOf(seed), scene.setOf(seed + 500_000)];
      const after = world(changedSet(random, set.manifests, other.manifests, scene.changed), scene, seed);
      const before = world(set.manifests, scene, seed);
      const found = [...set.requests, ...other.requests].filter(({ target, fields }) => {
        const request = requestOf(fields)!;
        const [a, b] = [before, after].map((each) => fateOf(sendTo(each, target, request), request));
        return JSON.stringify([a.result, [...a.facets].sort()]) !== JSON.stringify([b.result, [...b.facets].sort()]);
      });
      if (found.length === 0) continue;
      changed += 1;
      if (difference(before, after).changes.length === 0) missed.push(`${seed} ${JSON.stringify(found[0].fields)}`);
    }
    expect(missed).toEqual([]);
    expect(changed).toBeGreaterThan(SETS / 8);
  });
});

/** The set with one object taken away, exchanged for one of another set, or changed in one place. */
function changedSet(
  random: Random,
  manifests: readonly Manifest[],
  others: readonly Manifest[],
  changed: readonly string[],
): readonly Manifest[] {
  const candidates = manifests.filter(({ kind }) => changed.includes(kind));
  if (candidates.length === 0) return manifests;
  const target = random.pick(candidates);
  const rest = manifests.filter((each) => each !== target);
  if (random.chance(0.2)) return rest;
  const alike = others.filter(({ kind }) => kind === target.kind);
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
