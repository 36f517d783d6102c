import * as fs from 'fs';
import * as path from 'path';
import { exampleFiles } from './example';
import { main } from '../../src/cli/main';
import { temporaryDirectory } from '../support/synth';

const EXAMPLE = path.join(__dirname, '../../examples/gloo-canary');
const README = fs.readFileSync(path.join(EXAMPLE, 'README.md'), 'utf8');
const transcripts = [...README.matchAll(/^```console\n\$ npx cdk8s-gateways (.*)\n([\s\S]*?)^```/gm)];

const home = process.cwd();
afterEach(() => {
  jest.restoreAllMocks();
  process.chdir(home);
  process.exitCode = undefined;
});

/** A copy of the example, with what it writes. */
function copy(): string {
  const directory = temporaryDirectory();
  fs.cpSync(path.join(EXAMPLE, 'mistyped'), path.join(directory, 'mistyped'), { recursive: true });
  fs.copyFileSync(path.join(EXAMPLE, 'check.yaml'), path.join(directory, 'check.yaml'));
  for (const [file, text] of Object.entries(exampleFiles('gloo-canary'))) {
    fs.mkdirSync(path.dirname(path.join(directory, 'dist', file)), { recursive: true });
    fs.writeFileSync(path.join(directory, 'dist', file), text);
  }
  return directory;
}

test.each<[name: string, status: number]>([
  ['check', 1],
  ['trace', 0],
])('the mistyped backend: %s says what the README shows', (name, status) => {
  const [, command, output] = transcripts.find(([, text]) => text.startsWith(name))!;
  const written: string[] = [];
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    written.push(String(text));
    return true;
  });
  process.chdir(copy());
  main(command.split(' '));
  expect(written.join('')).toBe(output);
  expect(process.exitCode).toBe(status);
});
