import * as fs from 'fs';
import * as path from 'path';
import { filesOf, init, TEMPLATE_NAMES } from '../../src/cli/init';
import { main } from '../../src/cli/main';
import { filesIn, temporaryDirectory } from '../support/synth';

const TEMPLATES = path.join(__dirname, '../../templates');
const VERSION = '1.2.3';
const home = process.cwd();
afterEach(() => {
  jest.restoreAllMocks();
  process.chdir(home);
  process.exitCode = undefined;
  process.stdout.removeAllListeners('error');
});

const jsonOf = (text?: string) => JSON.parse(text!) as { [field: string]: { [name: string]: string } };

describe.each(TEMPLATE_NAMES)('template %s', (template) => {
  const files = filesOf(template, { name: 'shop', version: VERSION });
  const scripts = jsonOf(files.get('package.json')).scripts;

  test('has everything that a repository needs', () => {
    expect([...files.keys()]).toEqual(
      expect.arrayContaining([
        '.github/workflows/gateways.yaml',
        '.gitignore',
        'README.md',
        'cdk8s.yaml',
        'check.yaml',
        'gateway.test.ts',
        'main.ts',
        'package.json',
        'routes.test.yaml',
        'tsconfig.json',
      ]),
    );
    expect([...files.values()].filter((text) => /\{\{\w+\}\}|undefined/.test(text))).toEqual([]);
  });

  test('its program is clean, and its table of requests reaches every route', () => {
    const directory = temporaryDirectory();
    init(directory, { template, version: VERSION });
    process.chdir(directory);
    process.env.CDK8S_OUTDIR = 'dist';
    process.env.CDKTF_OUTDIR = 'cdktf.out';
    const told: string[] = [];
    jest.spyOn(process.stdout, 'write').mockImplementation((text) => (told.push(String(text)), true));
    jest.spyOn(process.stderr, 'write').mockImplementation((text) => (told.push(String(text)), true));
    try {
      jest.requireActual(path.join(TEMPLATES, template, 'main'));
    } finally {
      delete process.env.CDK8S_OUTDIR;
      delete process.env.CDKTF_OUTDIR;
    }
    expect(told).toEqual([]);
    if (template === 'secured') expectTranscripts(told);
    const commands = [scripts.check, ...scripts.test.split(' && ').slice(2)];
    for (const command of commands) {
      expect(command).toMatch(/^cdk8s-gateways (check .*--fail-on warning|test .*--fail-under 100)/);
      main(command.split(' ').slice(1));
      expect({ command, status: process.exitCode, told: process.exitCode ? told : [] }).toEqual({
        command,
        status: 0,
        told: [],
      });
    }
  });
});

/** What docs/getting-started.md shows of commands of ours; test/init/packed.ts replays all of the page. */
function expectTranscripts(told: string[]): void {
  const page = fs.readFileSync(path.join(home, 'docs/getting-started.md'), 'utf8');
  const transcripts = [...page.matchAll(/^```console\n\$ npx cdk8s-gateways ((?:test|trace) .*)\n([\s\S]*?)^```/gm)];
  expect(transcripts).toHaveLength(2);
  for (const [, command, output] of transcripts) {
    main(command.split(' '));
    expect(told.splice(0).join('')).toBe(output);
  }
}

test('what a template needs is what this package was built with', () => {
  const own = jsonOf(fs.readFileSync(path.join(TEMPLATES, '../package.json'), 'utf8'));
  const bare = (range?: string) => range?.replace(/^[\^~]/, '');
  const needed = jsonOf(filesOf('multi-cluster', { name: 'shop', version: VERSION }).get('package.json'));
  const ranges = { ...needed.dependencies, ...needed.devDependencies };
  expect(ranges['cdk8s-gateways']).toBe(`^${VERSION}`);
  delete ranges['cdk8s-gateways'];
  expect(Object.fromEntries(Object.entries(ranges).map(([name, range]) => [name, bare(range)]))).toEqual(
    Object.fromEntries(Object.keys(ranges).map((name) => [name, bare(own.devDependencies[name])])),
  );
});

test('tells what it wrote, and what comes next', () => {
  const directory = temporaryDirectory();
  process.chdir(directory);
  const { stdout, status } = init('My Gateways', { template: 'egress', version: VERSION });
  expect(status).toBe(0);
  expect(stdout).toContain('wrote 11 files of template egress to My Gateways\n');
  expect(stdout).toContain('\nnext:\n  cd "My Gateways" && npm install\n');
  const written = filesIn(path.join(directory, 'My Gateways'));
  expect(jsonOf(written['package.json']).name).toBe('my-gateways');
  expect(written['README.md']).toMatch(/^# my-gateways\n/);
  expect(Object.keys(written).every((file) => stdout.includes(`\n  ${file}\n`))).toBe(true);
});

test('keeps what is there, and writes nothing then', () => {
  const directory = temporaryDirectory();
  process.chdir(directory);
  fs.writeFileSync('main.ts', 'mine');
  fs.mkdirSync('.github/workflows', { recursive: true });
  fs.writeFileSync('.github/workflows/gateways.yaml', 'mine');
  const before = filesIn('.');
  expect(() => init('.', { version: VERSION })).toThrow(
    /^directory: got '\.github\/workflows\/gateways\.yaml, main\.ts', expected .+; fix: .+$/,
  );
  expect(filesIn('.')).toEqual(before);
});

test.each([
  [['--template', 'secure'], "--template: got 'secure', .* fix: did you mean 'secured'?"],
  [['main.ts'], "directory: got 'main.ts', expected"],
  [['main.ts/gateways'], "directory: got 'main.ts', expected"],
])('init %s is refused', (options, problem) => {
  process.chdir(temporaryDirectory());
  fs.writeFileSync('main.ts', 'mine');
  const told: string[] = [];
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => (told.push(String(text)), true));
  main(['init', ...options]);
  expect(process.exitCode).toBe(2);
  expect(told.join('')).toMatch(new RegExp(problem));
  expect(Object.keys(filesIn('.'))).toEqual(['main.ts']);
});
