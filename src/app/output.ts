import * as fs from 'fs';
import * as path from 'path';

/**
 * Replaces the manifests in a directory by others, all or none.
 *
 * The new files are written beside the old ones first; then the old ones step
 * aside and the new ones take their place, and a failure on the way puts the
 * old ones back. Files that do not end with the extension are the user's and
 * stay; manifests of an earlier run that are not written again go.
 *
 * @param files path relative to the directory, and content
 */
export function replaceManifests(outdir: string, extension: string, files: ReadonlyMap<string, string>): void {
  fs.mkdirSync(outdir, { recursive: true });
  const staging = fs.mkdtempSync(path.join(outdir, '.synth-'));
  try {
    makeDirectories(path.join(staging, 'new'), files.keys());
    for (const [file, text] of files) {
      fs.writeFileSync(path.join(staging, 'new', file), text);
    }
    const absolute = (file: string) => path.resolve(outdir, file);
    const old = list(outdir, extension).filter((file) => files.has(file) || !writtenByThisProgram.has(absolute(file)));
    swap(outdir, staging, old, [...files.keys()]);
    [...files.keys()].forEach((file) => writtenByThisProgram.add(absolute(file)));
    removeEmptyDirectories(outdir, old);
  } finally {
    fs.rmSync(staging, { recursive: true, force: true });
  }
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

/** Absolute paths: several apps of one program may share a directory, or have one inside the other. */
const writtenByThisProgram = new Set<string>();

/** Manifests below a directory, without hidden folders and installed packages. */
function list(outdir: string, extension: string, below: string = ''): string[] {
  return fs.readdirSync(path.join(outdir, below), { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(below, entry.name);
    if (entry.isDirectory()) {
      return entry.name.startsWith('.') || entry.name === 'node_modules' ? [] : list(outdir, extension, file);
    }
    return entry.name.endsWith(extension) ? [file] : [];
  });
}

function removeEmptyDirectories(outdir: string, files: readonly string[]): void {
  for (const file of files) {
    for (let dir = path.dirname(file); dir !== '.'; dir = path.dirname(dir)) {
      const full = path.join(outdir, dir);
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
