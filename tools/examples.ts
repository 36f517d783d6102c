/**
 * Runs the examples as their users would.
 *
 *   npx tsx tools/examples.ts demo NAME   synthesize one with the compiled library of this
 *                                         repository and print what was written
 *   npx tsx tools/examples.ts packed      install the packed tarball into a copy of each
 *                                         example, synthesize with the cdk8s command there, and
 *                                         compare with what the library of this repository writes
 *
 * The library must have been compiled (`npm run compile`).
 */
import { execFileSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { nameOf } from '../src/manifest/manifest';
import { parseManifests } from '../src/manifest/parse';

const ROOT = path.join(__dirname, '..');
const EXAMPLES = path.join(ROOT, 'examples');
const NAMES = fs.readdirSync(EXAMPLES).filter((name) => fs.existsSync(path.join(EXAMPLES, name, 'cdk8s.yaml')));

function demo(name: string): void {
  const example = path.join(EXAMPLES, name);
  synthHere(example);
  for (const [file, text] of filesIn(path.join(example, 'dist'))) {
    console.log(path.relative(process.cwd(), path.join(example, 'dist', file)));
    parseManifests(text).objects.forEach(({ manifest }) => console.log(`  ${nameOf(manifest)}`));
  }
}

function packed(): void {
  const work = fs.mkdtempSync(path.join(os.tmpdir(), 'cdk8s-gateways-examples-'));
  try {
    const [{ filename }] = JSON.parse(run(ROOT, 'npm', 'pack', '--json', '--pack-destination', work)) as [
      { filename: string },
    ];
    let failed = 0;
    for (const name of NAMES) {
      const copy = path.join(work, name);
      fs.cpSync(path.join(EXAMPLES, name), copy, {
        recursive: true,
        filter: (file) => !/[\\/](dist|node_modules)$/.test(file),
      });
      const manifest = JSON.parse(fs.readFileSync(path.join(copy, 'package.json'), 'utf8')) as {
        dependencies: Record<string, string>;
      };
      manifest.dependencies['cdk8s-gateways'] = `file:../${filename}`;
      fs.writeFileSync(path.join(copy, 'package.json'), JSON.stringify(manifest, undefined, 2));
      run(copy, 'npm', 'install', '--no-audit', '--no-fund', '--no-package-lock');
      run(copy, 'npx', 'tsc', '-p', '.');
      run(copy, 'npx', 'cdk8s', 'synth');
      synthHere(path.join(EXAMPLES, name));
      const same = sameFiles(filesIn(path.join(copy, 'dist')), filesIn(path.join(EXAMPLES, name, 'dist')));
      console.log(`${same ? 'ok    ' : 'DIFFER'} ${name}`);
      failed += same ? 0 : 1;
    }
    console.log(`examples from the packed tarball: ${NAMES.length - failed} passed, ${failed} failed`);
    process.exitCode = failed > 0 ? 1 : 0;
  } finally {
    fs.rmSync(work, { recursive: true, force: true });
  }
}

/** Synthesizes with the library of this repository, which the example finds as an installed package. */
function synthHere(example: string): void {
  const installed = path.join(example, 'node_modules', 'cdk8s-gateways');
  fs.rmSync(installed, { recursive: true, force: true });
  fs.mkdirSync(installed, { recursive: true });
  // A module, not a link: tools that walk the tree would follow a link to the root for ever.
  fs.writeFileSync(path.join(installed, 'index.js'), `module.exports = require(${JSON.stringify(ROOT)});\n`);
  run(example, path.join(ROOT, 'node_modules', '.bin', 'cdk8s'), 'synth');
}

function run(cwd: string, command: string, ...args: string[]): string {
  return execFileSync(command, args, {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {
      ...process.env,
      CDK8S_CHECK_UPGRADE: 'false',
      PATH: `${path.join(ROOT, 'node_modules', '.bin')}${path.delimiter}${process.env.PATH}`,
    },
  });
}

function filesIn(directory: string, below: string = ''): [string, string][] {
  return fs
    .readdirSync(path.join(directory, below), { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry): [string, string][] => {
      const file = path.join(below, entry.name);
      return entry.isDirectory()
        ? filesIn(directory, file)
        : [[file, fs.readFileSync(path.join(directory, file), 'utf8')]];
    });
}

const sameFiles = (a: [string, string][], b: [string, string][]) => JSON.stringify(a) === JSON.stringify(b);

const [command, name] = process.argv.slice(2);
if (command === 'demo' && NAMES.includes(name)) {
  demo(name);
} else if (command === 'packed') {
  packed();
} else {
  console.error(`usage: tools/examples.ts demo ${NAMES.join('|')}, or tools/examples.ts packed`);
  process.exitCode = 2;
}
