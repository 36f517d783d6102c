/**
 * Starts as a new user does, with the packed tarball in an empty directory: replays docs/getting-started.md, and runs the
 * commands of every template. `--write` writes the output of the commands into the page.
 *
 *   npx tsx test/init/packed.ts [--write]
 */
import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';

const ROOT = path.join(__dirname, '../..');
const PAGE = path.join(ROOT, 'docs/getting-started.md');
const TEMPLATES = fs.readdirSync(path.join(ROOT, 'templates')).filter((name) => name !== 'all');

/** Where what is needed was installed last, by what is needed. */
const installations = new Map<string, string>();

const work = fs.mkdtempSync(path.join(os.tmpdir(), 'cdk8s-gateways-init-'));
try {
  const [{ filename }] = JSON.parse(run(ROOT, `npm pack --json --pack-destination ${work}`)) as [{ filename: string }];
  const tarball = path.join(work, filename);
  const installed = replay(tarball, process.argv.includes('--write'));
  for (const template of TEMPLATES) {
    run(installed, `npx cdk8s-gateways init ${path.join(work, template)} --template ${template}`);
  }
  TEMPLATES.forEach((template) => timed(template, () => useTemplate(tarball, path.join(work, template))));
  console.log(`${TEMPLATES.length + 1} passed, 0 failed`);
} finally {
  fs.rmSync(work, { recursive: true, force: true });
}

/** Every block of commands of the page, one after the other. Returns where they led. */
function replay(tarball: string, isWriting: boolean): string {
  const page = fs.readFileSync(PAGE, 'utf8');
  let directory = path.join(work, 'start');
  fs.mkdirSync(directory);
  const started = Date.now();
  const replayed = page.replace(/^```(console|sh)\n([\s\S]*?)^```/gm, (block, language: string, text: string) => {
    const commands = language === 'sh' ? text.trim().split('\n') : [text.split('\n')[0].replace(/^\$ /, '')];
    const outputs = commands.map((command) => {
      const [, folder] = /^cd (\S+)$/.exec(command) ?? [];
      if (folder !== undefined) {
        directory = path.join(directory, folder);
        return '';
      }
      if (command === 'npm install') return install(directory, tarball);
      // The released package, in place of which the tarball stands, and a cache that goes with the rest.
      const cache = `npm_config_cache=${path.join(work, 'cache')}`;
      return run(directory, command.replace(/^npx(?= cdk8s-gateways init)/, `${cache} npx --yes --package ${tarball}`));
    });
    return language === 'sh' ? block : `\`\`\`console\n$ ${commands[0]}\n${outputs[0]}\`\`\``;
  });
  tell('docs/getting-started.md', started);
  if (isWriting) fs.writeFileSync(PAGE, replayed);
  else if (replayed !== page) throw new Error(`docs/getting-started.md shows other output; now it is\n${replayed}`);
  return directory;
}

function useTemplate(tarball: string, directory: string): void {
  timed('  npm install', () => install(directory, tarball));
  for (const command of ['npm run synth', 'npm run check', 'npm test']) {
    timed(`  ${command}`, () => run(directory, command));
  }
  fs.cpSync(path.join(directory, 'dist'), path.join(directory, 'base/dist'), { recursive: true });
  const comment = run(directory, 'npm run --silent diff');
  if (!/^(# \w+\n)?## Traffic\n\nno change in \d+ kinds of requests\.\n/.test(comment)) throw new Error(comment);
}

/** Installs with the tarball. What another repository needed too is taken from there: most of the time goes here. */
function install(directory: string, tarball: string): string {
  const file = path.join(directory, 'package.json');
  const content = JSON.parse(fs.readFileSync(file, 'utf8')) as Record<string, Record<string, string>>;
  content.dependencies['cdk8s-gateways'] = `file:${tarball}`;
  fs.writeFileSync(file, JSON.stringify(content, undefined, 2));
  const needed = JSON.stringify([content.dependencies, content.devDependencies]);
  const other = installations.get(needed);
  installations.set(needed, directory);
  if (other === undefined) return run(directory, 'npm install');
  fs.renameSync(path.join(other, 'node_modules'), path.join(directory, 'node_modules'));
  return '';
}

function run(cwd: string, command: string): string {
  const { status, stdout, stderr } = spawnSync(command, {
    cwd,
    shell: true,
    encoding: 'utf8',
    env: { ...process.env, CDK8S_CHECK_UPGRADE: 'false', npm_config_audit: 'false', npm_config_fund: 'false' },
  });
  if (status !== 0) throw new Error(`${command}: exit status ${status}\n${stdout}\n${stderr}`);
  return stdout;
}

function timed(what: string, act: () => void): void {
  const started = Date.now();
  act();
  tell(what, started);
}

function tell(what: string, started: number): void {
  console.log(`${((Date.now() - started) / 1000).toFixed(1).padStart(6)} s  ${what}`);
}
