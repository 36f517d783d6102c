import * as fs from 'fs';
import * as path from 'path';
import { Outcome } from './check';
import { choice } from './choice';
import { refuse } from '../value/problem';

/** The templates are part of the package. */
const TEMPLATES = path.join(__dirname, '../../templates');

/** What every template has. */
const SHARED = 'all';

export const TEMPLATE_NAMES = fs.readdirSync(TEMPLATES).filter((name) => name !== SHARED);

export interface InitOptions {
  /** One of `TEMPLATE_NAMES`. */
  readonly template?: string;
  /** Of this package. */
  readonly version: string;
}

/** Writes an application repository. Nothing is written where one of its files is there already. */
export function init(directory: string, { template = 'secured', version }: InitOptions): Outcome {
  const files = filesOf(choice('--template', template, TEMPLATE_NAMES), {
    name: packageName(path.basename(path.resolve(directory))),
    version,
  });
  refuseExisting([...files.keys()].map((file) => path.join(directory, file)));
  for (const [file, text] of files) {
    const target = path.join(directory, file);
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.writeFileSync(target, text);
  }
  const place = path.relative('', directory);
  const lines = [
    `wrote ${files.size} files of template ${template}${place && ` to ${place}`}`,
    ...[...files.keys()].sort().map((file) => `  ${file}`),
    '',
    'next:',
    `  ${place && `cd ${/\s/.test(place) ? `"${place}"` : place} && `}npm install`,
    '  npm run synth && npm run check && npm test',
  ];
  return { stdout: `${lines.join('\n')}\n`, stderr: '', status: 0 };
}

/** Files of a template by their path in the repository, with values in place of `{{name}}`. */
export function filesOf(template: string, values: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const folder of [template, SHARED]) {
    for (const file of filesBelow(path.join(TEMPLATES, folder))) {
      const text = fs
        .readFileSync(path.join(TEMPLATES, folder, file), 'utf8')
        .replace(/\{\{(\w+)\}\}/g, (_, key: string) => values[key]);
      // npm leaves files of that name out of a package.
      const name = file === 'gitignore' ? '.gitignore' : file;
      const special = files.get(name);
      files.set(name, special === undefined ? text : joined(name, special, text));
    }
  }
  return files;
}

/** A file that the template and all of them have: the template's fields count for more, its text comes first. */
const joined = (name: string, special: string, shared: string): string =>
  name.endsWith('.json')
    ? `${JSON.stringify(merged(JSON.parse(shared), JSON.parse(special)), undefined, 2)}\n`
    : `${special}\n${shared}`;

function merged(below: unknown, above: unknown): unknown {
  if (!isObject(below) || !isObject(above)) return above;
  const keys = [...new Set([...Object.keys(below), ...Object.keys(above)])];
  return Object.fromEntries(keys.map((key) => [key, key in above ? merged(below[key], above[key]) : below[key]]));
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

function filesBelow(folder: string): string[] {
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));
}

function refuseExisting(files: readonly string[]): void {
  const there = [...new Set(files.flatMap((file) => obstacleOf(file) ?? []))].sort();
  if (there.length === 0) return;
  refuse({
    what: 'directory',
    got: there.join(', '),
    expected: 'none of them there, as the template has files of these names',
    fix: 'choose an empty directory, or move them away',
  });
}

/** The file itself, or one that stands where its folder should be. */
function obstacleOf(file: string): string | undefined {
  const parts = file.split(path.sep);
  const prefixes = parts.map((_, index) => parts.slice(0, index + 1).join(path.sep));
  return prefixes.find((prefix) => {
    // Below a file there is nothing to look at, and the file is found first.
    const isThere = prefix !== '' && fs.lstatSync(prefix, { throwIfNoEntry: false });
    return isThere && (prefix === file || !fs.statSync(prefix, { throwIfNoEntry: false })?.isDirectory());
  });
}

/** A folder's name as npm takes it. */
const packageName = (folder: string): string =>
  folder
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[._-]+|-+$/g, '') || 'gateways';
