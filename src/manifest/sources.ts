import * as fs from 'fs';
import * as path from 'path';
import { groupOf, Located } from './manifest';
import { parseManifests } from './parse';
import { refuse } from '../value/problem';

/** Told how far a long run is. */
export interface Progress {
  tell(text: string): void;
}

/** Text that cannot be read as manifests. */
export interface SourceFault {
  readonly file: string;
  readonly line: number;
  readonly message: string;
}

/** What files hold. */
export interface Sources {
  readonly objects: readonly Located[];
  readonly faults: readonly SourceFault[];
  /** Texts by name, to show lines of them. */
  readonly texts: ReadonlyMap<string, string>;
  /** Files in folders that were left out, by reason. */
  readonly skipped: ReadonlyMap<string, number>;
}

/**
 * Reads files and folders; `-` is standard input.
 *
 * All of it is one set of objects, unless directories hold the same object: then they are stages or clusters, and each is
 * a set. With `areClusters`, each directory directly below a path is one, with all that is below it.
 */
export function readSources(paths: readonly string[], areClusters: boolean, progress?: Progress): Sources {
  const skipped = new Map<string, number>();
  const files = new Map<string, { readonly file: string; readonly cluster: string }>();
  for (const target of paths) {
    for (const file of filesBelow(target, skipped)) {
      const [cluster] = path.relative(target, file).split(path.sep);
      files.set(file === '-' ? file : path.resolve(file), { file, cluster: path.join(target, cluster) });
    }
  }
  const objects: Located[] = [];
  const faults: SourceFault[] = [];
  const texts = new Map<string, string>();
  for (const { file, cluster } of files.values()) {
    progress?.tell(`reading: ${texts.size} of ${files.size} files`);
    const name = file === '-' ? 'stdin' : path.relative(process.cwd(), file) || file;
    const text = decode(fs.readFileSync(file === '-' ? 0 : file));
    if (text === undefined) {
      faults.push({ file: name, line: 1, message: 'not a text: write YAML or JSON in UTF-8' });
      continue;
    }
    texts.set(name, text);
    const parsed = parseManifests(text);
    const group = areClusters ? cluster : path.dirname(file);
    for (const { line, manifest, locate } of parsed.objects) {
      objects.push({ where: `${name}:${line}`, group, manifest, source: { file: name, locate } });
    }
    faults.push(...parsed.faults.map((fault) => ({ file: name, ...fault })));
  }
  const isOneSet = !areClusters && !isRepeated(objects);
  return {
    objects: isOneSet ? objects.map(({ where, manifest, source }) => ({ where, manifest, source })) : objects,
    faults,
    texts,
    skipped,
  };
}

/** The objects of files and folders. Throws for text that cannot be read as manifests. */
export function readManifests(paths: readonly string[], areClusters: boolean): readonly Located[] {
  const { objects, faults } = readSources(paths, areClusters);
  if (faults.length > 0) {
    const [{ file, line, message }] = faults;
    refuse({ what: `${file}:${line}`, got: message, expected: 'manifests', fix: 'correct it' });
  }
  return objects;
}

/** Whether an object is in two directories. */
function isRepeated(objects: readonly Located[]): boolean {
  const groups = new Map<string, string | undefined>();
  return objects.some(({ group, manifest: { apiVersion, kind, metadata } }) => {
    const key = `${groupOf(apiVersion)}/${kind}/${metadata.namespace ?? ''}/${metadata.name}`;
    const other = groups.get(key);
    if (!groups.has(key)) groups.set(key, group);
    return groups.has(key) && other !== undefined && other !== group;
  });
}

/** UTF-8, or UTF-16 with a byte order mark, as kubectl reads; undefined for what is no text. */
function decode(bytes: Buffer): string | undefined {
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be' : 'utf-8';
  try {
    const text = new TextDecoder(encoding, { fatal: true, ignoreBOM: false }).decode(bytes);
    return text.includes('\0') ? undefined : text;
  } catch {
    return undefined;
  }
}

/** Manifests below a path in the order of their names, without hidden files, node_modules, kustomizations and cdk8s' list of constructs. */
function filesBelow(target: string, skipped: Map<string, number>, above: readonly string[] = []): string[] {
  if (target === '-' || !isDirectory(target)) return [target];
  const real = fs.realpathSync(target);
  // A link to a folder above leads nowhere else.
  if (above.includes(real)) return [];
  const skip = (reason: string) => {
    skipped.set(reason, (skipped.get(reason) ?? 0) + 1);
    return [];
  };
  return fs
    .readdirSync(target, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const file = path.join(target, entry.name);
      const stats = entry.isSymbolicLink() ? fs.statSync(file, { throwIfNoEntry: false }) : entry;
      if (entry.name.startsWith('.') || entry.name === 'node_modules') return [];
      if (stats?.isDirectory()) return filesBelow(file, skipped, [...above, real]);
      if (/^kustomization\.ya?ml$/.test(entry.name)) return skip('kustomization.yaml');
      if (entry.name === 'construct-metadata.json') return skip('construct-metadata.json');
      return stats?.isFile() && /\.(ya?ml|json)$/.test(entry.name) ? [file] : skip('other files');
    });
}

function isDirectory(target: string): boolean {
  const stats = fs.statSync(target, { throwIfNoEntry: false });
  if (!stats) {
    return refuse({
      what: 'path',
      got: target,
      expected: 'a file or folder, or - for standard input',
      fix: 'there is no file or folder of that name; check the spelling and the current directory',
    });
  }
  return stats.isDirectory();
}
