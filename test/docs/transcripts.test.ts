import * as fs from 'fs';
import * as path from 'path';
import { main } from '../../src/cli/main';

const ROOT = path.join(__dirname, '../..');
const PAGES = [
  'docs/trace.md',
  'docs/route-tests.md',
  'docs/diff.md',
  'docs/status.md',
  'docs/topology.md',
  'docs/from-ingress.md',
];

const transcripts = PAGES.flatMap((page) =>
  [
    ...fs
      .readFileSync(path.join(ROOT, page), 'utf8')
      .matchAll(/^```console\n\$ npx cdk8s-gateways (.*)\n([\s\S]*?)^```/gm),
  ].map(([, command, output]): [string, string, string] => [page, command, output]),
);

const files = PAGES.flatMap((page) =>
  [...fs.readFileSync(path.join(ROOT, page), 'utf8').matchAll(/^```yaml\n# (\S+)\n([\s\S]*?)^```/gm)].map(
    ([, name, text]): [string, string, string] => [page, name, text],
  ),
);

const home = process.cwd();
afterEach(() => {
  jest.restoreAllMocks();
  process.chdir(home);
  process.exitCode = undefined;
});

test.each(transcripts)('%s: %s', (_, command, output) => {
  const written: string[] = [];
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    written.push(String(text));
    return true;
  });
  process.chdir(path.join(__dirname, 'shop'));
  main([...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain));
  expect(written.join('')).toBe(output);
});

test.each(files)('%s shows %s as it is', (_, name, text) => {
  expect(text).toBe(fs.readFileSync(path.join(__dirname, 'shop', name), 'utf8'));
});

test('there are transcripts of every page', () => {
  expect(new Set(transcripts.map(([page]) => page)).size).toBe(PAGES.length);
});
