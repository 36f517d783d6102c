import fc from 'fast-check';
import { Manifest } from '../../src/manifest/manifest';
import { driftOf } from '../../src/status/drift';
import { RULES, rulesOf } from '../../src/status/steps';
import { exampleObjects } from '../examples/example';

beforeAll(() => jest.spyOn(process.stderr, 'write').mockReturnValue(true));
afterAll(() => jest.restoreAllMocks());

const EXAMPLES = ['connectivity-link', 'gloo-canary', 'istio-ingress', 'multi-cluster', 'service-mesh', 'openapi'];
const never = () => false;

/** Objects of the examples whose status is looked at. */
const objects = EXAMPLES.flatMap((name) => [...exampleObjects(name).values()] as Manifest[]).filter(
  ({ apiVersion, kind }) => rulesOf({ group: apiVersion.includes('/') ? apiVersion.split('/')[0] : '', kind }),
);

type Place = readonly (string | number)[];

/** Every place of a value that is no list or object. */
const leavesOf = (value: unknown, at: Place = []): Place[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, child]) =>
        leavesOf(child, [...at, Array.isArray(value) ? Number(key) : key]),
      )
    : [at];

/** A copy with another value at a place, or without it. */
function changed(manifest: Manifest, place: Place, act: (value: unknown) => unknown): Manifest {
  const copy = structuredClone(manifest) as unknown as Record<string, unknown>;
  const owner = place.slice(0, -1).reduce((value, key) => value[key] as Record<string, unknown>, copy);
  owner[place.at(-1)!] = act(owner[place.at(-1)!]);
  return copy as unknown as Manifest;
}

const other = (value: unknown) =>
  typeof value === 'string' ? `${value}-other` : typeof value === 'number' ? value + 1 : !value;

test('there are objects of most steps', () => {
  const kinds = new Set(objects.map(({ kind }) => kind));
  expect(RULES.filter(({ kind }) => kinds.has(kind)).length).toBeGreaterThan(10);
});

test('an object has no drift to itself, nor to what a server and others add', () => {
  for (const manifest of objects) {
    const added = {
      ...structuredClone(manifest),
      metadata: { ...manifest.metadata, uid: '1', labels: { ...manifest.metadata.labels, more: 'yes' } },
      spec: { ...(manifest.spec as object), added: [1] },
      status: { conditions: [] },
    };
    expect([driftOf(manifest, manifest, never), driftOf(manifest, added, never)]).toEqual([undefined, undefined]);
  }
});

test('a value that is changed in the cluster is a drift', () => {
  const cases = objects.flatMap((manifest) => leavesOf(manifest.spec).map((place) => ({ manifest, place })));
  fc.assert(
    fc.property(fc.constantFrom(...cases), ({ manifest, place }) => {
      const live = changed(manifest, ['spec', ...place], other);
      expect(driftOf(manifest, live, never)?.path).toMatch(/^spec/);
    }),
    { seed: 1, numRuns: 1000 },
  );
});
