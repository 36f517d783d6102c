import { spawnSync } from 'child_process';
import * as fs from 'fs';
import * as path from 'path';
import { main } from '../../src/cli/main';
import { temporaryDirectory } from '../support/synth';

const MANIFEST = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: settings }\n';

/** What the command line prints, and its exit status. */
function run(...args: string[]) {
  const written = { stdout: '', stderr: '' };
  const exit = new Error('exit');
  let status: number | string | null | undefined;
  const spies = [
    ...(['stdout', 'stderr'] as const).map((name) =>
      jest.spyOn(process[name], 'write').mockImplementation((text) => {
        written[name] += String(text);
        return true;
      }),
    ),
    jest.spyOn(process, 'exit').mockImplementation((code) => {
      status = code;
      throw exit;
    }),
  ];
  try {
    main(args);
    status = process.exitCode;
  } catch (error) {
    expect(error).toBe(exit);
  } finally {
    process.exitCode = undefined;
    spies.forEach((spy) => spy.mockRestore());
  }
  return { ...written, status };
}

const file = (text: string) => {
  const name = path.join(temporaryDirectory(), 'a.yaml');
  fs.writeFileSync(name, text);
  return name;
};

test('--version', () => {
  const { version } = JSON.parse(fs.readFileSync(path.join(__dirname, '../../package.json'), 'utf8'));
  expect(run('--version')).toEqual({ stdout: `${version}\n`, stderr: '', status: 0 });
});

test.each([
  [['--help'], ['Usage: cdk8s-gateways [options] [command]', 'check [options] <path...>']],
  [
    ['help', 'check'],
    ['Usage: cdk8s-gateways check [options] <path...>', '--json'],
  ],
])('%j', (args, expected) => {
  const { stdout, stderr, status } = run(...args);
  expect([stderr, status]).toEqual(['', 0]);
  expected.forEach((text) => expect(stdout).toContain(text));
});

test.each([
  [[], 'Usage: cdk8s-gateways'],
  [['check'], "error: missing required argument 'path'"],
  [['chek', '.'], "error: unknown command 'chek'\n(Did you mean check?)"],
  [['check', '--jsn', '.'], "error: unknown option '--jsn'\n(Did you mean --json?)"],
  [['check', 'nowhere'], "path: got 'nowhere'"],
  [['check', path.join(__dirname, 'none')], `path: got '${path.join(__dirname, 'none')}'`],
])('wrong usage: %j', (args, expected) => {
  const { stdout, stderr, status } = run(...args);
  expect([stdout, status]).toEqual(['', 2]);
  expect(stderr).toContain(expected);
});

test('exit status 0, 1 and 2', () => {
  expect(run('check', file(MANIFEST))).toMatchObject({ stdout: '1 object, 0 errors, 0 warnings\n', status: 0 });
  expect(run('check', '--json', file('a: 1'))).toMatchObject({
    stdout: expect.stringContaining('"errors": 1'),
    status: 1,
  });
  expect(run('check', file(''))).toMatchObject({ stderr: expect.stringMatching(/^no manifests in /), status: 2 });
});

test('standard input, in a process of its own', () => {
  const entry = `require('./src/cli/main').main(process.argv.slice(1))`;
  const { stdout, stderr, status } = spawnSync(process.execPath, ['--import', 'tsx', '-e', entry, '--', 'check', '-'], {
    cwd: path.join(__dirname, '../..'),
    input: `${MANIFEST}---\n${MANIFEST}`,
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  expect(stdout).toContain(
    "error GW010 [stdin:7:13] ConfigMap settings: metadata.name: got 'a second one, in addition to [stdin:1]'",
  );
  expect(status).toBe(1);
});
