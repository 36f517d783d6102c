import * as fs from 'fs';
import * as path from 'path';
import { exampleFiles, exampleObjects, Json, readYaml } from './example';
import { Manifest, nameOf } from '../../src/manifest/manifest';

/** Where an example differs from its walkthrough, and why: its README says so. */
export interface Difference {
  /** `directory: Kind namespace/name` of the objects that differ, as the walkthrough has them. */
  readonly of: RegExp;
  /** Words of the README that give the reason. */
  readonly readme: string;
  /** Changes the object of the walkthrough. */
  readonly change: (object: Json) => void;
}

/** The objects of a walkthrough by directory of the example that writes them. */
export type Walkthrough = Record<string, Manifest[]>;

export const readWalkthrough = (file: string): Walkthrough =>
  readYaml(fs.readFileSync(path.join(__dirname, file), 'utf8'))[0] as unknown as Walkthrough;

// From before the example runs.
const stderr = jest.spyOn(process.stderr, 'write');

/** Every object of the walkthrough is emitted, but for the differences; `beside` is what else there is. */
export function testsAgainstWalkthrough(
  example: string,
  walkthrough: Walkthrough,
  differences: readonly Difference[],
  beside: Record<string, string[]>,
): void {
  const known = Object.entries(walkthrough).flatMap(([directory, objects]) =>
    objects.map((object) => ({ directory, object, label: `${directory}: ${nameOf(object)}` })),
  );
  const expected = known.map(({ directory, object, label }) => {
    const changed = structuredClone(object);
    differences.filter(({ of }) => of.test(label)).forEach(({ change }) => change(changed));
    return { label, directory, name: nameOf(changed), changed };
  });

  test.each(expected)('$label is the one of the walkthrough', ({ directory, name, changed }) => {
    expect(exampleObjects(example, directory).get(name)).toEqual(changed);
  });

  const directories = new Set(Object.keys(exampleFiles(example)).map((file) => path.dirname(file)));
  const warnings = stderr.mock.calls.map(([text]) => String(text));
  test.each([...directories])('what else is in %s', (directory) => {
    const names = expected.filter((one) => one.directory === directory).map(({ name }) => name);
    const others = [...exampleObjects(example, directory).keys()].filter((name) => !names.includes(name));
    expect(others.sort()).toEqual(beside[directory]?.sort() ?? []);
  });

  test('every warning is acknowledged', () => {
    expect(warnings).toEqual([]);
  });

  test.each(differences)('the README tells the difference: $readme', ({ of, readme }) => {
    expect(known.filter(({ label }) => of.test(label))).not.toEqual([]);
    const text = fs.readFileSync(path.join(__dirname, `../../examples/${example}/README.md`), 'utf8');
    expect(text.replace(/\s+/g, ' ')).toContain(readme);
  });
}

/** What InjectedGateway does beyond either walkthrough. */
export const standardLabels = (name: string, istio: string) => ({
  app: name,
  'app.kubernetes.io/name': name,
  'app.kubernetes.io/part-of': 'istio',
  istio,
  'istio.io/dataplane-mode': 'none',
});

export const evenSpread = (matchLabels: Json) =>
  ['topology.kubernetes.io/zone', 'kubernetes.io/hostname'].map((topologyKey) => ({
    topologyKey,
    maxSkew: 1,
    whenUnsatisfiable: 'ScheduleAnyway',
    labelSelector: { matchLabels },
  }));

export const scrapeAnnotations = {
  'prometheus.io/scrape': 'true',
  'prometheus.io/port': '15020',
  'prometheus.io/path': '/stats/prometheus',
};

export const drainAnnotation = {
  'proxy.istio.io/config': "proxyMetadata:\n  EXIT_ON_ZERO_ACTIVE_CONNECTIONS: 'true'\n  MINIMUM_DRAIN_DURATION: 30s\n",
};
