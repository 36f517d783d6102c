/**
 * Tries the packed tarball as its users would: installs it into a project of its own (`consumer/`).
 *
 *   npx tsx test/package/all.ts [WORD...]   the tries whose names contain a word
 *
 * The library must have been compiled (`npm run compile`).
 */
import { checkJava, checkPython } from './languages';
import {
  checkBundle,
  checkEsModule,
  checkInit,
  checkNode,
  checkPnpm,
  checkWithoutTerraform,
  NODE_PACKAGES,
  NODES,
} from './programs';
import { has, Project } from './project';
import { checkTarball } from './tarball';
import { checkTypes, COMPILERS } from './types';

async function main(words: readonly string[]): Promise<void> {
  const project = Project.install('pnpm@10', ...COMPILERS, ...NODE_PACKAGES);
  const counts = { passed: 0, failed: 0, skipped: 0 };
  const attempt = async (name: string, act: () => unknown, missing?: string) => {
    if (words.length > 0 && !words.some((word) => name.includes(word))) return;
    if (missing) {
      counts.skipped++;
      console.log(`skip   ${name}: ${missing} is not on this machine`);
      return;
    }
    const start = Date.now();
    try {
      const detail = await act();
      counts.passed++;
      const seconds = ((Date.now() - start) / 1000).toFixed(0);
      console.log(`ok     ${name}${typeof detail === 'number' ? ` (${detail})` : ''}, ${seconds} s`);
    } catch (error) {
      counts.failed++;
      console.log(`FAILED ${name}\n${(error as Error).message}`);
    }
  };
  try {
    const output = project.output(() => project.run(project.bin('ts-node'), ['--transpile-only', 'main.ts']));
    const gateway = { 'external.k8s.yaml': output['external.k8s.yaml'] };
    await attempt('contents and links', () => checkTarball(project));
    await attempt('types, in each way to find a package', () => checkTypes(project));
    await attempt('cdk8s init: tsc, jest 29, synth', () => checkInit(project));
    await attempt('esbuild: one file', () => checkBundle(project, output));
    await attempt('ES module', () => checkEsModule(project, output));
    for (const release of NODES) await attempt(`Node ${release}`, () => checkNode(project, release, output));
    await attempt('cdktf missing', () => checkWithoutTerraform(project));
    await attempt('pnpm', () => checkPnpm(project));
    await attempt(
      'Python',
      () => checkPython(project, gateway),
      has('python3', '-m', 'venv', '-h') ? undefined : 'python3',
    );
    await attempt(
      'Java',
      () => checkJava(project, gateway),
      has('mvn', '-v') && has('javac', '-version') ? undefined : 'Maven',
    );
  } finally {
    project.remove();
  }
  console.log(`packages: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
  process.exitCode = counts.failed > 0 ? 1 : 0;
}

void main(process.argv.slice(2));
