import * as fs from 'fs';
import * as path from 'path';
import { checkFiles } from '../../src/cli/check';
import { brief } from '../support/brief';
import { temporaryDirectory } from '../support/synth';

const configMap = (name: string, data: string = '{}') =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name} }\ndata: ${data}\n`;
const gateway = (listener: string) =>
  `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: external, namespace: team }
spec:
  gatewayClassName: istio
  listeners: [{ ${listener} }]
`;

/** A folder of files, and what `check` tells about paths in it; positions are relative to it. */
function folder(files: Record<string, string>) {
  const directory = temporaryDirectory();
  for (const [name, text] of Object.entries(files)) {
    fs.mkdirSync(path.join(directory, path.dirname(name)), { recursive: true });
    fs.writeFileSync(path.join(directory, name), text);
  }
  const relative = `${path.relative(process.cwd(), directory)}${path.sep}`;
  return (names: string[] = ['.'], json: boolean = false) => {
    const outcome = checkFiles(
      names.map((name) => path.join(directory, name)),
      { json },
    );
    return { ...outcome, stdout: outcome.stdout.replaceAll(relative, ''), stderr: outcome.stderr };
  };
}

const LINK = '  https://github.com/cdk8s-gateways/cdk8s-gateways/blob/main/docs/diagnostics.md';

test('nothing wrong', () => {
  const check = folder({ 'a.yaml': gateway('name: http, port: 80, protocol: HTTP') });
  expect(check()).toEqual({ stdout: '1 object, 0 errors, 0 warnings\n', stderr: '', status: 0 });
});

test('warnings do not fail', () => {
  const check = folder({ 'a.yaml': gateway('name: http, port: 80, protocol: HTTP, hostnames: a.b') });
  const result = check();
  expect({ ...result, stdout: result.stdout.split('\n').map(brief) }).toEqual({
    stdout: [
      "warning GW001 [a.yaml:1] Gateway team/external: spec.listeners[0].hostnames: got 'a.b'",
      `${LINK}#gw001`,
      '1 object, 0 errors, 1 warning',
      '',
    ],
    stderr: '',
    status: 0,
  });
});

test('errors with file and line, what cannot be read first, objects across files', () => {
  const check = folder({
    'a.yaml': `${configMap('twin')}---\n${gateway('name: http, port: 0, protocol: HTTP')}`,
    'c.yml': `# first\n${configMap('twin')}`,
    'stage/d.yml': configMap('twin'),
    'broken.json': '{"a": 1,\n"a": 2}',
    'values.yaml': 'replicas: 2\n',
  });
  const { stdout, stderr, status } = check();
  expect([stderr, status]).toEqual(['', 1]);
  expect(stdout.split('\n').map(brief)).toEqual([
    'error [broken.json:2] map keys must be unique',
    'error [values.yaml:1] not a Kubernetes object: apiVersion, kind and metadata.name are needed',
    'error GW003 [a.yaml:6] Gateway team/external: spec.listeners[0].port: got 0',
    `${LINK}#gw003`,
    "error GW010 [c.yml:2] ConfigMap twin: ConfigMap twin: got 'a second one, in addition to [a.yaml:1]'",
    `${LINK}#gw010`,
    '4 objects, 4 errors, 0 warnings',
    '',
  ]);
});

test('the items of a list', () => {
  const check = folder({
    'list.yaml':
      'apiVersion: v1\nkind: List\nitems:\n  - { apiVersion: v1, kind: ConfigMap, metadata: { name: a } }\n  - { apiVersion: v1, kind: ConfigMap, metadata: { name: a } }\n',
  });
  expect(check().stdout).toContain(
    "error GW010 [list.yaml:5] ConfigMap a: ConfigMap a: got 'a second one, in addition to [list.yaml:4]'",
  );
});

test('one JSON object', () => {
  const check = folder({
    'a.yaml': `${configMap('keys', '{ id: AKIAIOSFODNN7EXAMPLE }')}---\n${gateway('name: http, port: 80')}---\n- 1\n`,
  });
  const { stdout, status } = check(['a.yaml'], true);
  expect(status).toBe(1);
  expect(JSON.parse(stdout)).toEqual({
    objects: 2,
    errors: 3,
    warnings: 0,
    faults: [{ where: 'a.yaml:13', message: 'not a Kubernetes object: apiVersion, kind and metadata.name are needed' }],
    diagnostics: [
      {
        code: 'GW021',
        severity: 'error',
        where: 'a.yaml:1',
        object: 'ConfigMap keys',
        what: 'data.id',
        got: 'an access key id',
        expected: 'no key in a manifest',
        fix: expect.stringContaining('revoke'),
      },
      {
        code: 'GW002',
        severity: 'error',
        where: 'a.yaml:6',
        object: 'Gateway team/external',
        what: 'spec.listeners[0].protocol',
        expected: 'a string',
        fix: 'set the field',
      },
    ],
  });
});

test('a folder: manifests by name, without hidden ones, packages, kustomizations and other files', () => {
  const names = ['b.yml', 'a.yaml', 'sub/c.json', 'sub/deep/d.yaml'];
  const ignored = ['.hidden.yaml', '.git/e.yaml', 'node_modules/f/g.yaml', 'README.md', 'kustomization.yaml', 'yaml'];
  const check = folder(Object.fromEntries([...names, ...ignored].map((name) => [name, 'no: object\n'])));
  expect(check().stdout.match(/(?<=\[).*(?=:1\])/g)).toEqual(['a.yaml', 'b.yml', 'sub/c.json', 'sub/deep/d.yaml']);
});

test('a file that is named is read whatever its name, and once', () => {
  const check = folder({ '.hidden.txt': configMap('a'), 'kustomization.yaml': configMap('b') });
  expect(check(['.hidden.txt', 'kustomization.yaml', '.', '.hidden.txt']).stdout).toBe(
    '2 objects, 0 errors, 0 warnings\n',
  );
});

test.each<[string, Record<string, string>]>([
  ['an empty folder', {}],
  ['other files', { 'README.md': '# hello' }],
  ['empty documents', { 'a.yaml': '---\n# none\n---\n' }],
])('nothing to check: %s', (_, files) => {
  const { stdout, stderr, status } = folder(files)();
  expect([stdout, status]).toEqual(['', 2]);
  expect(stderr).toMatch(/^no manifests in \/.*\n$/);
});

test('a path that is not there', () => {
  expect(() => checkFiles(['nowhere/a.yaml'])).toThrow("path: got 'nowhere/a.yaml'");
});
