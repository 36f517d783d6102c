import * as fs from 'fs';
import * as path from 'path';
import { toBeValidSarifLog } from '@microsoft/jest-sarif';
import { checkFiles, CheckOptions } from '../../src/cli/check';
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
  return (names: string[] = ['.'], options: CheckOptions = {}) => {
    const outcome = checkFiles(
      names.map((name) => path.join(directory, name)),
      options,
    );
    return { ...outcome, stdout: outcome.stdout.replaceAll(relative, ''), stderr: outcome.stderr };
  };
}

const LINK = '  https://github.com/cdk8s-gateways/cdk8s-gateways/blob/main/docs/diagnostics/objects.md';

test('nothing wrong', () => {
  const check = folder({ 'a.yaml': gateway('name: http, port: 80, protocol: HTTP') });
  expect(check()).toEqual({ stdout: '1 object, 0 errors, 0 warnings\n', stderr: '', status: 0 });
});

test('warnings do not fail', () => {
  const check = folder({ 'a.yaml': gateway('name: http, port: 80, protocol: HTTP, hostnames: a.b') });
  const result = check();
  expect({ ...result, stdout: result.stdout.split('\n').map(brief) }).toEqual({
    stdout: [
      "warning GW001 [a.yaml:6:55] Gateway team/external: spec.listeners[0].hostnames: got 'a.b'",
      '  6 |   listeners: [{ name: http, port: 80, protocol: HTTP, hostnames: a.b }]',
      '    |                                                       ^',
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
    'error [broken.json:2] duplicated mapping key',
    'error [values.yaml:1] not a Kubernetes object: apiVersion, kind and metadata.name are needed',
    'error GW003 [a.yaml:11:29] Gateway team/external: spec.listeners[0].port: got 0',
    '  11 |   listeners: [{ name: http, port: 0, protocol: HTTP }]',
    '     |                             ^',
    `${LINK}#gw003`,
    "error GW010 [c.yml:4:13] ConfigMap twin: metadata.name: got 'a second one, in addition to [a.yaml:1]'",
    '  4 | metadata: { name: twin }',
    '    |             ^',
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
    "error GW010 [list.yaml:5:52] ConfigMap a: metadata.name: got 'a second one, in addition to [list.yaml:4]'",
  );
});

test('one JSON object', () => {
  const check = folder({
    'a.yaml': `${configMap('keys', '{ id: AKIAIOSFODNN7EXAMPLE }')}---\n${gateway('name: http, port: 80')}---\n- 1\n`,
  });
  const { stdout, status } = check(['a.yaml'], { json: true });
  expect(status).toBe(1);
  expect(JSON.parse(stdout)).toEqual({
    objects: 2,
    errors: 3,
    warnings: 0,
    notes: 0,
    acknowledged: 0,
    unjudged: {},
    faults: [{ where: 'a.yaml:13', message: 'not a Kubernetes object: apiVersion, kind and metadata.name are needed' }],
    diagnostics: [
      {
        code: 'GW021',
        severity: 'error',
        where: 'a.yaml:4:9',
        file: 'a.yaml',
        line: 4,
        column: 9,
        link: expect.stringMatching(/#gw021$/),
        object: 'ConfigMap keys',
        what: 'data.id',
        got: 'an access key id',
        expected: 'no key in a manifest',
        fix: expect.stringContaining('revoke'),
      },
      {
        code: 'GW002',
        severity: 'error',
        where: 'a.yaml:11:15',
        file: 'a.yaml',
        line: 11,
        column: 15,
        link: expect.stringMatching(/#gw002$/),
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
  const ignored = [
    '.hidden.yaml',
    '.git/e.yaml',
    'node_modules/f/g.yaml',
    'README.md',
    'kustomization.yaml',
    'yaml',
    'construct-metadata.json',
  ];
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

describe('what is one set of objects', () => {
  const route = (port: number) =>
    `apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: { name: web, namespace: shop }\nspec: { rules: [{ backendRefs: [{ name: web, port: ${port} }] }] }\n`;
  const service =
    'apiVersion: v1\nkind: Service\nmetadata: { name: web, namespace: shop }\nspec: { ports: [{ port: 80 }] }\n';
  const codes = (files: Record<string, string>, options: CheckOptions = {}) =>
    (
      JSON.parse(folder(files)(['.'], { ...options, json: true }).stdout) as {
        diagnostics: { code: string; severity: string }[];
      }
    ).diagnostics.flatMap(({ code, severity }) => (severity === 'note' ? [] : [code]));

  test('all directories together', () => {
    expect(codes({ 'routes/a.yaml': route(81), 'services/a.yaml': service })).toEqual(['GW378']);
  });

  test('each directory, where two hold the same object', () => {
    const stages = { '1/a.yaml': route(81), '2/a.yaml': route(80), '2/b.yaml': service };
    expect(codes(stages)).toEqual([]);
    expect(codes({ ...stages, '1/b.yaml': service })).toEqual(['GW378']);
  });

  test('each directory below the path with all that is in it, where they are clusters', () => {
    const clusters = { 'eu/routes/a.yaml': route(81), 'eu/services/a.yaml': service, 'us/a.yaml': route(81) };
    expect(codes(clusters, { clusters: true })).toEqual(['GW378']);
  });
});

describe('what is read', () => {
  const count = (bytes: Buffer) => {
    const directory = temporaryDirectory();
    fs.writeFileSync(path.join(directory, 'a.yaml'), bytes);
    return checkFiles([directory]).stdout.replace(/ \[.*\]/, '');
  };
  const text = configMap('a');

  test.each<[string, Buffer, string]>([
    ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${text}`), '1 object, 0 errors, 0 warnings\n'],
    ['UTF-16, little endian', Buffer.from(`\ufeff${text}`, 'utf16le'), '1 object, 0 errors, 0 warnings\n'],
    ['UTF-16, big endian', Buffer.from(`\ufeff${text}`, 'utf16le').swap16(), '1 object, 0 errors, 0 warnings\n'],
    [
      'bytes',
      Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1]),
      'error not a text: write YAML or JSON in UTF-8\n0 objects, 1 error, 0 warnings\n',
    ],
    [
      'Latin 1',
      Buffer.from('a: caf\xe9', 'latin1'),
      'error not a text: write YAML or JSON in UTF-8\n0 objects, 1 error, 0 warnings\n',
    ],
  ])('%s', (_, bytes, expected) => expect(count(bytes)).toBe(expected));

  test('links to folders, one of them to a folder above', () => {
    const directory = temporaryDirectory();
    fs.mkdirSync(path.join(directory, 'a'));
    fs.writeFileSync(path.join(directory, 'a', 'a.yaml'), text);
    fs.symlinkSync('..', path.join(directory, 'a', 'loop'));
    fs.symlinkSync('nowhere', path.join(directory, 'a', 'b.yaml'));
    expect(checkFiles([directory]).stdout).toBe('1 object, 0 errors, 0 warnings\n');
  });

  test('kinds without a schema are counted and named', () => {
    const other = 'apiVersion: example.com/v1\nkind: Thing\nmetadata: { name: a }\n';
    const check = folder({ 'a.yaml': `${other}---\n${other.replace('name: a', 'name: b')}---\n${text}` });
    expect(check().stdout).toBe(
      '3 objects, 0 errors, 0 warnings\n2 objects of kinds without a schema, not checked: example.com/v1 Thing (2)\n',
    );
  });
});

describe('options', () => {
  const wrong = { 'a.yaml': gateway('name: http, port: 80, protocol: HTTP, hostnames: a.b') };

  test('warnings fail where they are to, unknown fields are errors where they are to', () => {
    const check = folder(wrong);
    expect(check().status).toBe(0);
    expect(check(['.'], { failOn: 'warning' }).status).toBe(1);
    expect(check(['.'], { strict: true }).status).toBe(1);
  });

  test.each<[string, CheckOptions]>([
    ["--format: got 'xml'", { format: 'xml' }],
    ["--fail-on: got 'warn'", { failOn: 'warn' }],
    ["--channel: got 'stable'", { channel: 'stable' }],
    ["--config: got 'nowhere.yaml'", { config: 'nowhere.yaml' }],
  ])('%s', (message, options) => {
    expect(() => folder(wrong)(['.'], options)).toThrow(message);
  });

  describe('a configuration', () => {
    const configured = (config: string, options: CheckOptions = {}) => {
      const file = path.join(temporaryDirectory(), 'check.yaml');
      fs.writeFileSync(file, config);
      const { stdout, stderr, status } = folder(wrong)(['.'], { ...options, config: file });
      return { last: stdout.trim().split('\n').slice(-2), stderr: stderr.replace(file, 'check.yaml'), status };
    };

    test('acknowledges notes', () => {
      const route =
        'apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: { name: web }\nspec: { parentRefs: [{ name: edge }] }\n';
      const directory = temporaryDirectory();
      fs.writeFileSync(path.join(directory, 'config'), 'acknowledge: [{ code: GW030, reason: of another team }]\n');
      fs.writeFileSync(path.join(directory, 'a.yaml'), route);
      expect(checkFiles([directory], { config: path.join(directory, 'config') })).toEqual({
        stdout: '1 object, 0 errors, 0 warnings\n1 acknowledged\n',
        stderr: '',
        status: 0,
      });
    });

    test('acknowledges warnings', () => {
      expect(
        configured('acknowledge: [{ code: GW001, object: Gateway team/*, reason: a newer CRD }]', {
          failOn: 'warning',
        }),
      ).toEqual({ last: ['1 object, 0 errors, 0 warnings', '1 acknowledged'], stderr: '', status: 0 });
    });

    test('tells what it acknowledges in vain', () => {
      expect(configured('acknowledge: [{ code: GW001, object: Gateway shop/*, reason: a newer CRD }]').stderr).toBe(
        'warning: check.yaml acknowledges GW001 of Gateway shop/*, which is not told; remove it\n',
      );
    });

    test('names what exists elsewhere', () => {
      const policy =
        'apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: { name: web, namespace: shop }\nspec: { rules: [{ backendRefs: [{ name: web, port: 80 }] }] }\n';
      const directory = temporaryDirectory();
      fs.writeFileSync(path.join(directory, 'exists'), 'exists: [Service shop/*]\n');
      fs.writeFileSync(path.join(directory, 'a.yaml'), policy);
      expect(checkFiles([directory], { whole: true }).status).toBe(1);
      expect(checkFiles([directory], { whole: true, config: path.join(directory, 'exists') }).status).toBe(0);
    });

    describe('says what the command line leaves out', () => {
      const POLICY =
        'apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: { name: web }\nspec: { rules: [{ backendRefs: [{ name: web, port: 80 }], retry: { attempts: 2 } }] }\n';
      const told = (config: string, options: CheckOptions = {}) => {
        const directory = temporaryDirectory();
        const file = path.join(directory, 'config');
        fs.writeFileSync(file, config);
        fs.mkdirSync(path.join(directory, 'a'));
        fs.writeFileSync(path.join(directory, 'a', 'a.yaml'), POLICY);
        const { stdout } = checkFiles([directory], { ...options, json: true, config: file });
        const { diagnostics } = JSON.parse(stdout) as {
          diagnostics: { severity: string; code: string; got: string }[];
        };
        return diagnostics.map(({ severity, code, got }) =>
          `${severity} ${code} ${code === 'GW030' ? got : ''}`.trim(),
        );
      };

      test.each<[string, CheckOptions, string[]]>([
        ['', {}, ['warning GW301', 'note GW030 Service web']],
        ['# nothing yet', {}, ['warning GW301', 'note GW030 Service web']],
        ['whole: true', {}, ['warning GW301', 'error GW030 Service web']],
        ['whole: true', { whole: false }, ['warning GW301', 'note GW030 Service web']],
        ['namespace: shop', {}, ['warning GW301', 'note GW030 Service shop/web']],
        ['namespace: shop', { namespace: 'pay' }, ['warning GW301', 'note GW030 Service pay/web']],
        ['channel: experimental', {}, ['note GW030 Service web']],
        ['channel: experimental', { channel: 'standard' }, ['error GW301', 'note GW030 Service web']],
        ["gatewayApiVersion: '1.0'", {}, ['warning GW301', 'error GW304', 'note GW030 Service web']],
        ["gatewayApiVersion: '1.0'", { gatewayApiVersion: '1.6' }, ['warning GW301', 'note GW030 Service web']],
      ])('%s, and on the command line %j', (config, options, expected) => {
        expect(told(config, options)).toEqual(expected);
      });

      test('clusters', () => {
        const directory = temporaryDirectory();
        for (const name of ['eu', 'us']) {
          fs.mkdirSync(path.join(directory, name));
          fs.writeFileSync(path.join(directory, name, 'a.yaml'), configMap(name));
        }
        fs.writeFileSync(path.join(directory, 'config'), 'clusters: true\n');
        fs.writeFileSync(path.join(directory, 'us', 'b.yaml'), configMap('eu'));
        fs.writeFileSync(path.join(directory, 'eu', 'b.yaml'), configMap('twin'));
        fs.mkdirSync(path.join(directory, 'eu', 'below'));
        fs.writeFileSync(path.join(directory, 'eu', 'below', 'c.yaml'), configMap('twin'));
        const config = path.join(directory, 'config');
        expect(checkFiles([directory], { config }).status).toBe(1);
        expect(checkFiles([directory], { config, clusters: false }).status).toBe(0);
      });
    });

    test.each<[string, string]>([
      ["channel: got 'stable', expected standard or experimental", 'channel: stable'],
      ["gatewayApiVersion: got 1.4, expected a text such as '1.4', in quotes", 'gatewayApiVersion: 1.4'],
      ["gatewayApiVersion: got '7.0', expected a release", "gatewayApiVersion: '7.0'"],
      ["whole: got 'yes', expected true or false", "whole: 'yes'"],
      ['namespace: got 5, expected a text', 'namespace: 5'],
      ["got 'hole', expected channel, ", 'hole: true'],
      ['expected a file in YAML; fix: correct it: duplicated mapping key', 'whole: true\nwhole: false'],
      ['acknowledge[0].reason: got undefined', 'acknowledge: [{ code: GW001 }]'],
      ["acknowledge[0]: got 'objekt'", 'acknowledge: [{ code: GW001, objekt: a, reason: b }]'],
      ["exists: got 'a'", 'exists: a'],
      ["got 'acknowledged'", 'acknowledged: []'],
    ])('%s', (message, config) => expect(() => configured(config)).toThrow(message));
  });
});

expect.extend({ toBeValidSarifLog });

describe('formats', () => {
  const printed = (format: string) =>
    folder({ 'a b.yaml': gateway("name: http, port: 0, protocol: HTTP, hostnames: '<a>'"), 'b.yaml': '- 1\n' })(['.'], {
      format,
      version: '1.2.3',
    }).stdout;

  test('SARIF', () => {
    const { version, runs } = JSON.parse(printed('sarif')) as {
      version: string;
      runs: { tool: { driver: { version: string; rules: { id: string }[] } }; results: object[] }[];
    };
    expect(JSON.parse(printed('sarif'))).toBeValidSarifLog();
    expect(version).toBe('2.1.0');
    expect(runs[0].tool.driver.version).toBe('1.2.3');
    expect(runs[0].tool.driver.rules.map(({ id }) => id)).toEqual(['GW001', 'GW003', 'unreadable']);
    expect(runs[0].results).toMatchObject([
      { ruleId: 'unreadable', level: 'error', locations: [{ physicalLocation: { region: { startLine: 1 } } }] },
      { ruleId: 'GW001', ruleIndex: 0, level: 'warning' },
      {
        ruleId: 'GW003',
        ruleIndex: 1,
        level: 'error',
        locations: [
          {
            physicalLocation: { artifactLocation: { uri: 'a%20b.yaml' }, region: { startLine: 6, startColumn: 29 } },
            logicalLocations: [{ fullyQualifiedName: 'Gateway team/external spec.listeners[0].port' }],
          },
        ],
      },
    ]);
  });

  test('JUnit', () => {
    const lines = printed('junit').split('\n');
    expect(lines[2]).toBe('  <testsuite name="cdk8s-gateways check" tests="4" failures="2">');
    expect(lines.filter((line) => line.includes('<failure '))).toHaveLength(2);
    expect(lines.find((line) => line.includes('classname="GW001"'))).toContain('&apos;&lt;a&gt;&apos;');
  });

  test('workflow commands', () => {
    expect(
      printed('github')
        .split('\n')
        .map((line) => line.split(', expected')[0]),
    ).toEqual([
      '::error file=b.yaml,line=1::not a Kubernetes object: apiVersion, kind and metadata.name are needed',
      "::warning file=a b.yaml,line=6,col=54,title=GW001::Gateway team/external: spec.listeners[0].hostnames: got '<a>'",
      '::error file=a b.yaml,line=6,col=29,title=GW003::Gateway team/external: spec.listeners[0].port: got 0',
      '1 object, 2 errors, 1 warning',
      '',
    ]);
  });

  describe('notes', () => {
    const files = {
      'a.yaml':
        'apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: { name: web }\nspec:\n  parentRefs: [{ name: edge }]\n  hostname: a.b\n',
    };
    const lines = (options: CheckOptions) => folder(files)(['.'], options).stdout.split('\n').map(brief);

    test('are counted, and do not fail', () => {
      const { stdout, status } = folder(files)(['.'], { failOn: 'error' });
      expect([stdout.split('\n').at(-2), status]).toEqual([
        '1 object, 0 errors, 1 warning, 1 note (--notes lists them)',
        0,
      ]);
      expect(stdout).not.toContain('GW030');
      expect(
        folder({ 'a.yaml': files['a.yaml'].replace(/ {2}hostname.*\n/, '') })(['.'], { failOn: 'warning' }).status,
      ).toBe(0);
    });

    test('are listed after the rest', () => {
      expect(lines({ notes: true }).filter((line) => /^\w/.test(line))).toEqual([
        "warning GW001 [a.yaml:6:3] HTTPRoute web: spec.hostname: got 'a.b'",
        "note GW030 [a.yaml:5:16] HTTPRoute web: spec.parentRefs[0]: got 'Gateway edge'",
        '1 object, 0 errors, 1 warning, 1 note',
      ]);
    });

    test('are dim on a terminal', () => {
      expect(folder(files)(['.'], { notes: true, hasColor: true }).stdout).toContain('\u001b[2mnote\u001b[0m GW030 ');
    });

    test('in workflow commands', () => {
      expect(lines({ format: 'github', notes: true })[1]).toMatch(/^::notice file=a.yaml,line=5,col=16,title=GW030::/);
      expect(lines({ format: 'github' }).join()).not.toContain('GW030');
    });

    test('in JSON, SARIF and JUnit, which programs read', () => {
      const output = (format: string) => folder(files)(['.'], { format }).stdout;
      expect(JSON.parse(output('json'))).toMatchObject({
        notes: 1,
        diagnostics: [{ severity: 'warning' }, { severity: 'note', code: 'GW030' }],
      });
      expect(JSON.parse(output('sarif'))).toBeValidSarifLog();
      expect(JSON.parse(output('sarif'))).toMatchObject({
        runs: [{ results: [{ level: 'warning' }, { level: 'note' }] }],
      });
      expect(output('junit')).toContain('tests="3" failures="0"');
    });
  });

  test('colours on a terminal', () => {
    const { stdout } = folder({ 'b.yaml': '- 1\n' })(['.'], { hasColor: true });
    expect(stdout).toMatch(/^\u001b\[31merror\u001b\[0m /);
  });
});
