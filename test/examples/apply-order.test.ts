import * as fs from 'fs';
import * as path from 'path';
import { exampleFiles, Json, readYaml } from './example';
import { nameOf } from '../../src/manifest/manifest';
import { groupBy } from '../../src/value/group-by';

const EXAMPLES = path.join(__dirname, '../../examples');
const NAMES = fs.readdirSync(EXAMPLES).filter((name) => fs.existsSync(path.join(EXAMPLES, name, 'main.ts')));

beforeAll(() => jest.spyOn(process.stderr, 'write').mockReturnValue(true));
afterAll(() => jest.restoreAllMocks());

/** What `kubectl apply -f DIRECTORY` refuses at its first try: it creates objects in the order of file names. */
function refused(texts: readonly string[]): string[] {
  const objects = texts.flatMap(readYaml) as Json[];
  const later = new Set(objects.map(nameOf));
  return objects.flatMap((object) => {
    later.delete(nameOf(object));
    const { kind, metadata, roleRef } = object;
    const needed = [
      `Namespace ${metadata.namespace}`,
      roleRef?.kind === 'Role' ? `Role ${metadata.namespace}/${roleRef.name}` : `ClusterRole ${roleRef?.name}`,
    ];
    const missing = needed.filter((name) => kind !== 'Namespace' && later.has(name));
    return missing.map((name) => `${nameOf(object)} before ${name}`);
  });
}

test.each(NAMES)('each directory of %s can be applied in the order of its files', (name) => {
  const files = Object.entries(exampleFiles(name)).filter(([file]) => file.endsWith('.yaml'));
  for (const [directory, own] of groupBy(files, ([file]) => path.dirname(file))) {
    const texts = own.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, text]) => text);
    expect([directory, refused(texts)]).toEqual([directory, []]);
  }
});
