/**
 * Breaks the output of the examples in one place at a time, and counts what `check` tells of it.
 *
 *   npx tsx test/conformance/mutants.ts EXAMPLES [--survivors]
 *
 * EXAMPLES holds a folder for each example, with its output in dist/ and its check.yaml. Each operator makes mutants that a
 * cluster refuses, or that lose traffic or a policy, whatever else there is. Exit 1 below 95 percent.
 */
import { createHash } from 'crypto';
import * as fs from 'fs';
import * as path from 'path';
import { check } from '../../src/check/check';
import { readConfiguration } from '../../src/cli/config';
import { kindOf } from '../../src/manifest/kinds';
import { Located, Manifest } from '../../src/manifest/manifest';
import { Shape } from '../../src/manifest/shape';
import { readSources } from '../../src/manifest/sources';

type Path = readonly (string | number)[];

/** A field of an object, and its shape where it has one. */
interface Place {
  readonly path: Path;
  readonly value: unknown;
  readonly shape: Shape | undefined;
  readonly isRequired: boolean;
  /** Whether it is a field of a known object, not a key of a map. */
  readonly isField: boolean;
}

interface Operator {
  readonly name: string;
  /** The value in place of that of the field; `REMOVED` to take it out, undefined where the operator does not apply. */
  readonly mutate: (place: Place, object: Manifest) => unknown;
}

const REMOVED = Symbol('removed');
const last = (place: Place) => String(place.path.at(-1));
const inPath = (place: Place, ...names: readonly string[]) => names.some((name) => place.path.includes(name));

/** References that the input resolves, by the field around the name. */
const REFERRING = [
  'parentRefs',
  'parentRef',
  'targetRef',
  'backendRefs',
  'scaleTargetRef',
  'issuerRef',
  'certificateRefs',
];

/** Kinds that lose what they name, or what names them, in another namespace. */
const MOVED = [
  'Gateway',
  'HTTPRoute',
  'AuthPolicy',
  'RateLimitPolicy',
  'DNSPolicy',
  'TLSPolicy',
  'HorizontalPodAutoscaler',
];

const OPERATORS: readonly Operator[] = [
  {
    name: 'field renamed',
    mutate: ({ isField }) => (isField ? renamed : undefined),
  },
  { name: 'required field removed', mutate: (place) => (place.isRequired ? REMOVED : undefined) },
  {
    name: 'number for an object or a list',
    mutate: ({ shape }) => (shape && ['object', 'array', 'map'].includes(shape.type) ? 7 : undefined),
  },
  {
    name: 'text for a number or a boolean',
    mutate: ({ shape }) => (shape && ['integer', 'boolean', 'number'].includes(shape.type) ? 'x' : undefined),
  },
  {
    name: 'list for a text',
    mutate: ({ shape, value }) => (shape?.type === 'string' ? [value] : undefined),
  },
  {
    name: 'choice misspelt',
    mutate: ({ shape, value }) =>
      shape?.rules.values && shape.type === 'string' && value !== '' ? `${String(value)}x` : undefined,
  },
  {
    name: 'reference misspelt',
    mutate: (place) => (last(place) === 'name' && inPath(place, ...REFERRING) ? `${String(place.value)}x` : undefined),
  },
  {
    name: 'section misspelt',
    mutate: (place) => (last(place) === 'sectionName' ? `${String(place.value)}x` : undefined),
  },
  {
    name: 'port of a backend changed',
    mutate: (place) =>
      last(place) === 'port' && inPath(place, 'backendRefs') && typeof place.value === 'number'
        ? place.value + 1
        : undefined,
  },
  {
    name: 'namespace moved',
    mutate: (place, { kind }) =>
      place.path.join('.') === 'metadata.namespace' && MOVED.includes(kind) ? 'elsewhere' : undefined,
  },
  {
    name: 'weight negative',
    mutate: (place) => (last(place) === 'weight' && typeof place.value === 'number' ? -1 : undefined),
  },
  {
    name: 'port out of range',
    mutate: (place) => (/^(port|number)$/.test(last(place)) && typeof place.value === 'number' ? 70_000 : undefined),
  },
  {
    name: 'kind misspelt',
    mutate: (place) => (place.path.length === 1 && last(place) === 'kind' ? `${String(place.value)}x` : undefined),
  },
  {
    name: 'version that is not served',
    mutate: (place) =>
      place.path.length === 1 && last(place) === 'apiVersion'
        ? String(place.value).replace(/v\d\w*$/, 'v9')
        : undefined,
  },
  {
    name: 'name with a capital',
    mutate: (place, { kind }) =>
      place.path.join('.') === 'metadata.name' && !/Role/.test(kind) ? `X${String(place.value)}` : undefined,
  },
  {
    name: 'label of a selector renamed',
    mutate: (place) =>
      ['matchLabels', 'selector'].includes(String(place.path.at(-2))) &&
      typeof place.value === 'string' &&
      !place.isField
        ? renamed
        : undefined,
  },
  {
    name: 'label that is a boolean',
    mutate: (place) =>
      place.path[0] === 'metadata' && place.path[1] === 'labels' && place.path.length === 3 ? true : undefined,
  },
];
/** Stands for a field under another name, with the same value. */
const renamed = Symbol('renamed');

interface Tally {
  made: number;
  told: number;
  readonly survivors: Map<string, number>;
}

function main(examples: string, listsSurvivors: boolean): void {
  const tallies = new Map(OPERATORS.map(({ name }) => [name, { made: 0, told: 0, survivors: new Map() } as Tally]));
  for (const example of fs.readdirSync(examples).sort()) {
    const dist = path.join(examples, example, 'dist');
    if (fs.existsSync(dist)) mutateExample(dist, path.join(examples, example, 'check.yaml'), tallies);
  }
  let [made, told] = [0, 0];
  for (const [name, tally] of tallies) {
    made += tally.made;
    told += tally.told;
    console.log(`${name.padEnd(32)} ${String(tally.told).padStart(6)} of ${String(tally.made).padStart(6)}`);
    if (listsSurvivors) {
      for (const [place, count] of [...tally.survivors].sort()) console.log(`    ${place} (${count})`);
    }
  }
  const percent = (100 * told) / made;
  console.log(`mutants: ${told} of ${made} told, ${percent.toFixed(1)} % (aim: at least 95 %)`);
  process.exitCode = percent >= 95 ? 0 : 1;
}

function mutateExample(dist: string, config: string, tallies: ReadonlyMap<string, Tally>): void {
  const { exists } = readConfiguration(fs.existsSync(config) ? config : undefined);
  const { objects } = readSources([dist], false);
  const groups = new Map<string, Located[]>();
  for (const { source, ...object } of objects) {
    void source;
    groups.set(object.group ?? '', [...(groups.get(object.group ?? '') ?? []), object]);
  }
  for (const group of groups.values()) {
    const options = { isWhole: true, exists };
    const before = new Set(check(group, options).map(keyOf));
    group.forEach((object, index) => {
      for (const place of placesOf(object.manifest)) {
        for (const { name, mutate } of OPERATORS) {
          const value = mutate(place, object.manifest);
          if (value === undefined || !isSampled(`${name} ${object.where} ${place.path.join('.')}`)) continue;
          const mutant = [...group];
          mutant[index] = { ...object, manifest: withValue(object.manifest, place.path, value) as Manifest };
          const tally = tallies.get(name)!;
          tally.made += 1;
          const isTold =
            isUnreadable(mutant[index].manifest) || check(mutant, options).some((each) => !before.has(keyOf(each)));
          if (isTold) {
            tally.told += 1;
          } else {
            const shown = `${object.manifest.kind} ${place.path.map((step) => (typeof step === 'number' ? '[]' : step)).join('.')}`;
            tally.survivors.set(shown, (tally.survivors.get(shown) ?? 0) + 1);
          }
        }
      }
    });
  }
}

const keyOf = ({ code, object, problem }: ReturnType<typeof check>[number]) =>
  JSON.stringify([code, object, problem.what, problem.got]);

/** Of what the reader of files refuses. */
const isUnreadable = ({ apiVersion, kind, metadata }: Partial<Manifest>) =>
  typeof apiVersion !== 'string' || typeof kind !== 'string' || typeof metadata?.name !== 'string';

/** One in four of the places, the same in each run. */
const isSampled = (text: string) => createHash('sha256').update(text).digest()[0] % 4 === 0;

function placesOf(manifest: Manifest): Place[] {
  const places: Place[] = [];
  const visit = (value: unknown, at: Path, shape: Shape | undefined, isRequired: boolean, isField: boolean) => {
    places.push({ path: at, value, shape, isRequired, isField });
    if (typeof value !== 'object' || value === null) return;
    for (const [key, child] of Object.entries(value)) {
      const step = Array.isArray(value) ? Number(key) : key;
      const inner = shape?.fields ? shape.fields[key] : shape?.items;
      const isOfObject = shape?.fields !== undefined && !Array.isArray(value);
      visit(child, [...at, step], inner, isOfObject && inner?.isRequired === true, isOfObject && inner !== undefined);
    }
  };
  const body = kindOf(manifest.apiVersion, manifest.kind)?.body;
  for (const [key, child] of Object.entries(manifest)) {
    const shape = body?.fields?.[key];
    visit(child, [key], shape, shape?.isRequired === true, shape !== undefined);
  }
  return places;
}

function withValue(target: unknown, [step, ...rest]: Path, value: unknown): unknown {
  const copy = (Array.isArray(target) ? [...(target as unknown[])] : { ...(target as object) }) as Record<
    string | number,
    unknown
  >;
  if (rest.length > 0) {
    copy[step] = withValue(copy[step], rest, value);
  } else if (value === REMOVED) {
    delete copy[step];
  } else if (value === renamed) {
    copy[`${step}x`] = copy[step];
    delete copy[step];
  } else {
    copy[step] = value;
  }
  return copy;
}

main(process.argv[2], process.argv.includes('--survivors'));
