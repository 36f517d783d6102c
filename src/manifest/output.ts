import * as fs from 'fs';
import * as path from 'path';

/**
 * Lists the files that each program wrote to a directory, so that a later run removes only its own.
 * Has no extension, because `kubectl apply -f` reads every `.json` file of a directory.
 */
export const RECORD = '.cdk8s-gateways';

/**
 * Replaces the files that a program wrote to a directory, all or none.
 *
 * Writes the new files to a staging folder, moves the old ones there, and moves the new ones into place. A failure
 * restores the old files. Files that this program did not write are kept.
 *
 * @param files content by path relative to the directory
 */
export function replaceFiles(outdir: string, files: ReadonlyMap<string, string>): void {
  fs.mkdirSync(outdir, { recursive: true });
  const staging = fs.mkdtempSync(path.join(outdir, '.synth-'));
  try {
    const record = readRecord(outdir);
    const program = programOf(outdir);
    const directory = path.resolve(outdir);
    // Several apps of one run may share a directory.
    const kept = writtenInThisRun.get(directory) ?? new Set<string>();
    const stale = (record[program] ?? []).filter((file) => !kept.has(file) && !files.has(file));
    const own = new Set([...kept, ...files.keys()]);
    const fresh = new Map([...files, [RECORD, printRecord({ ...record, [program]: [...own] })]]);
    makeDirectories(path.join(staging, 'new'), fresh.keys());
    for (const [file, text] of fresh) {
      fs.writeFileSync(path.join(staging, 'new', file), text);
    }
    const old = [...stale, ...fresh.keys()].filter((file) =>
      fs.lstatSync(path.join(outdir, file), { throwIfNoEntry: false })?.isFile(),
    );
    swap(outdir, staging, old, [...fresh.keys()]);
    writtenInThisRun.set(directory, own);
    removeEmptyDirectories(outdir, stale);
  } finally {
    fs.rmSync(staging, { recursive: true, force: true });
  }
}

/** The files of a directory that some program wrote there. */
export const writtenFiles = (outdir: string): ReadonlySet<string> => new Set(Object.values(readRecord(outdir)).flat());

/** File names by the absolute path of their directory. */
const writtenInThisRun = new Map<string, Set<string>>();

type FilesByProgram = Readonly<Record<string, readonly string[]>>;

/** An unreadable record, for example after a Git merge conflict, counts as empty: no file is removed. */
function readRecord(outdir: string): FilesByProgram {
  const file = path.join(outdir, RECORD);
  if (!fs.existsSync(file)) {
    return {};
  }
  try {
    const isInside = (name: unknown) =>
      typeof name === 'string' && !path.isAbsolute(name) && !name.split('/').includes('..');
    return Object.fromEntries(
      Object.entries(JSON.parse(fs.readFileSync(file, 'utf8')) as FilesByProgram).map(([program, names]) => [
        program,
        names.filter(isInside),
      ]),
    );
  } catch {
    return {};
  }
}

function printRecord(record: FilesByProgram): string {
  const sorted = Object.keys(record)
    .sort()
    .map((program) => [program, record[program].map((file) => file.split(path.sep).join('/')).sort()]);
  return `${JSON.stringify(Object.fromEntries(sorted), undefined, 2)}\n`;
}

/** Path of the running script relative to the directory: the same on every machine. */
function programOf(outdir: string): string {
  const script = process.argv[1];
  const isRunner =
    script === undefined ||
    process.env.JSII_AGENT !== undefined ||
    script.includes(`${path.sep}node_modules${path.sep}`);
  return isRunner ? 'program' : path.relative(outdir, script).split(path.sep).join('/');
}

function swap(outdir: string, staging: string, old: readonly string[], fresh: readonly string[]): void {
  const undo: (() => void)[] = [];
  const move = (from: string, to: string) => {
    fs.renameSync(from, to);
    undo.unshift(() => fs.renameSync(to, from));
  };
  makeDirectories(path.join(staging, 'old'), old);
  makeDirectories(outdir, fresh);
  try {
    old.forEach((file) => move(path.join(outdir, file), path.join(staging, 'old', file)));
    fresh.forEach((file) => move(path.join(staging, 'new', file), path.join(outdir, file)));
  } catch (error) {
    undo.forEach((step) => step());
    throw error;
  }
}

function removeEmptyDirectories(outdir: string, files: readonly string[]): void {
  for (const file of files) {
    for (let directory = path.dirname(file); directory !== '.'; directory = path.dirname(directory)) {
      const full = path.join(outdir, directory);
      if (fs.existsSync(full) && fs.readdirSync(full).length === 0) {
        fs.rmdirSync(full);
      }
    }
  }
}

function makeDirectories(root: string, files: Iterable<string>): void {
  const directories = new Set([...files].map((file) => path.dirname(file)));
  directories.add('.').forEach((directory) => fs.mkdirSync(path.join(root, directory), { recursive: true }));
}
