import * as fs from 'fs';
import * as path from 'path';
import { ApiObject, App, Chart, JsonPatch, Yaml, YamlOutputType } from 'cdk8s';
import { Construct } from 'constructs';
import { Backend, Gateway, GatewayApp, HttpRoute, RouteParent, Warnings } from '../../src';
import type * as output from '../../src/manifest/output';
import { brief } from '../support/brief';
import { filesIn, temporaryDirectory, warningsOf } from '../support/synth';

const configMap = (scope: Construct, id: string, data: Record<string, unknown> = {}) =>
  new ApiObject(scope, id, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: id }, data });

const namesIn = (text: string) =>
  text
    .split('---\n')
    .filter((document) => document !== '')
    .map((document) => /\n {2}name: (\S+)/.exec(document)![1]);

/** Charts of objects, some of which depend on others. */
function tree(app: App): void {
  const first = new Chart(app, 'first', { labels: { team: 'a' } });
  const second = new Chart(app, 'second', { namespace: 'two' });
  const [a, b, c] = ['a', 'b', 'c'].map((id) => configMap(first, id));
  const group = new Construct(second, 'group');
  const [d, e] = ['d', 'e'].map((id) => configMap(group, id));
  const f = configMap(second, 'f');
  a.addDependency(c);
  group.node.addDependency(f);
  second.addDependency(first);
  void [b, d, e];
}

describe('what is written', () => {
  test.each([
    ['a file a chart', YamlOutputType.FILE_PER_CHART],
    ['a file for all', YamlOutputType.FILE_PER_APP],
    ['a file an object', YamlOutputType.FILE_PER_RESOURCE],
    ['a folder a chart', YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE],
  ])('%s: the same files and objects as cdk8s.App', (_, yamlOutputType) => {
    const [ours, stock] = [temporaryDirectory(), temporaryDirectory()];
    for (const app of [new GatewayApp({ outdir: ours, yamlOutputType }), new App({ outdir: stock, yamlOutputType })]) {
      tree(app);
      app.synth();
    }
    const sorted = (directory: string) =>
      Object.keys(filesIn(directory)).map((file) => [
        file,
        (Yaml.load(path.join(directory, file)) as { metadata: { name: string } }[]).sort((x, y) =>
          x.metadata.name.localeCompare(y.metadata.name),
        ),
      ]);
    expect(sorted(ours)).toEqual(sorted(stock));
  });

  test('an object stands behind those that it depends on, a chart behind its charts', () => {
    const outdir = temporaryDirectory();
    const app = new GatewayApp({ outdir });
    tree(app);
    app.synth();
    const files = filesIn(outdir);
    expect(Object.keys(files)).toEqual(['0000-first.k8s.yaml', '0001-second.k8s.yaml']);
    expect(namesIn(files['0000-first.k8s.yaml'])).toEqual(['c', 'a', 'b']);
    expect(namesIn(files['0001-second.k8s.yaml'])).toEqual(['f', 'd', 'e']);
  });

  test('a chart stands behind the charts inside it', () => {
    const app = new GatewayApp();
    const outer = new Chart(app, 'outer');
    configMap(outer, 'whole');
    configMap(new Chart(new Construct(outer, 'group'), 'grandchild'), 'unrelated');
    configMap(new Chart(outer, 'inner'), 'part');
    expect(namesIn(app.synthYaml())).toEqual(['part', 'whole', 'unrelated']);
  });

  test('a namespace stands before what is in it', () => {
    const app = new GatewayApp();
    const chart = new Chart(app, 'chart');
    configMap(chart, 'settings');
    new ApiObject(chart, 'namespace', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'later' } });
    expect(namesIn(app.synthYaml())).toEqual(['later', 'settings']);
  });

  test('the same bytes on every run', () => {
    const run = () => {
      const app = new GatewayApp();
      tree(app);
      return app.synthYaml();
    };
    expect(run()).toBe(run());
  });

  test('two objects that share a file name are both written', () => {
    const outdir = temporaryDirectory();
    const app = new GatewayApp({ outdir, yamlOutputType: YamlOutputType.FILE_PER_RESOURCE });
    configMap(new Chart(app, 'one', { namespace: 'one' }), 'settings');
    configMap(new Chart(app, 'two', { namespace: 'two' }), 'settings');
    app.synth();
    expect(namesIn(filesIn(outdir)['ConfigMap.settings.k8s.yaml'])).toEqual(['settings', 'settings']);
  });

  test('the construct of every object, for validation plugins of the cdk8s command', () => {
    const outdir = temporaryDirectory();
    const app = new GatewayApp({ outdir, recordConstructMetadata: true });
    configMap(new Chart(app, 'chart'), 'settings');
    app.synth();
    expect(JSON.parse(filesIn(outdir)['construct-metadata.json'])).toEqual({
      version: '1.0.0',
      resources: { settings: { path: 'chart/settings' } },
    });
  });

  test('not where the cdk8s command asks for it, since kubectl would read it as an object', () => {
    const outdir = temporaryDirectory();
    process.env.CDK8S_RECORD_CONSTRUCT_METADATA = 'true';
    try {
      const app = new GatewayApp({ outdir });
      configMap(new Chart(app, 'chart'), 'settings');
      app.synth();
    } finally {
      delete process.env.CDK8S_RECORD_CONSTRUCT_METADATA;
    }
    expect(Object.keys(filesIn(outdir))).toEqual(['chart.k8s.yaml']);
  });
});

describe('what was there before', () => {
  const synth = (outdir: string, ...ids: string[]) => {
    const app = new GatewayApp({ outdir });
    ids.forEach((id) => configMap(new Chart(app, id), `${id}-settings`));
    app.synth();
  };

  const write = (outdir: string, files: Record<string, string>) =>
    Object.entries(files).forEach(([file, text]) => {
      fs.mkdirSync(path.dirname(path.join(outdir, file)), { recursive: true });
      fs.writeFileSync(path.join(outdir, file), text);
    });
  /** A later run of a program; apps of one run do not remove each other's files. */
  const laterRun = (outdir: string, script: string, ...ids: string[]) => {
    const [, earlier] = process.argv;
    process.argv[1] = script;
    try {
      jest.isolateModules(() => {
        const { replaceFiles } = jest.requireActual<typeof output>('../../src/manifest/output');
        replaceFiles(outdir, new Map(ids.map((id) => [`${id}.k8s.yaml`, 'kind: ConfigMap\n'])));
      });
    } finally {
      process.argv[1] = earlier;
    }
  };

  test('files that the program no longer emits go, with their folders; files of others stay', () => {
    const outdir = temporaryDirectory();
    write(outdir, { 'cdk8s.yaml': 'app: tsx main.ts\n', 'values.k8s.yaml': 'kind: Other\n', 'old/notes.yaml': '' });
    const main = path.join(outdir, 'main.ts');
    laterRun(outdir, main, 'a', 'b');
    laterRun(outdir, main, 'b');
    expect(Object.keys(filesIn(outdir)).sort()).toEqual([
      'b.k8s.yaml',
      'cdk8s.yaml',
      'old/notes.yaml',
      'values.k8s.yaml',
    ]);
    expect(fs.readFileSync(path.join(outdir, '.cdk8s-gateways'), 'utf8')).toBe(
      '{\n  "main.ts": [\n    "b.k8s.yaml"\n  ]\n}\n',
    );
  });

  test('the folder of a file that is gone goes with it', () => {
    const outdir = temporaryDirectory();
    write(outdir, {
      'old/deep/stale.k8s.yaml': '',
      '.cdk8s-gateways': JSON.stringify({ program: ['old/deep/stale.k8s.yaml'] }),
    });
    synth(outdir, 'a');
    expect(fs.readdirSync(outdir).sort()).toEqual(['.cdk8s-gateways', 'a.k8s.yaml']);
  });

  test('two programs write to one directory', () => {
    const outdir = temporaryDirectory();
    laterRun(outdir, path.join(outdir, 'one.ts'), 'a', 'b');
    laterRun(outdir, path.join(outdir, 'two.ts'), 'c');
    laterRun(outdir, path.join(outdir, 'one.ts'), 'a');
    expect(Object.keys(filesIn(outdir)).sort()).toEqual(['a.k8s.yaml', 'c.k8s.yaml']);
  });

  test.each([
    ['is no JSON', '<<<<<<< ours'],
    ['leads outside', JSON.stringify({ program: ['../outside.yaml', '/outside.yaml', 7] })],
    ['is of another form', '{"program": 7}'],
  ])('a list of files that %s removes none', (_, record) => {
    const parent = temporaryDirectory();
    const outdir = path.join(parent, 'dist');
    write(parent, { 'outside.yaml': '', 'dist/.cdk8s-gateways': record, 'dist/other.k8s.yaml': '' });
    synth(outdir, 'a');
    expect(Object.keys(filesIn(parent)).sort()).toEqual(['dist/a.k8s.yaml', 'dist/other.k8s.yaml', 'outside.yaml']);
  });

  test('two apps of one program share a directory, or have one inside the other', () => {
    const outdir = temporaryDirectory();
    synth(outdir, 'a');
    synth(path.join(outdir, 'stage'), 'a');
    synth(outdir, 'b');
    expect(Object.keys(filesIn(outdir)).sort()).toEqual(['a.k8s.yaml', 'b.k8s.yaml', 'stage/a.k8s.yaml']);
  });

  test.each<[string, (chart: Chart) => void]>([
    ['a validation', (chart) => chart.node.addValidation({ validate: () => ['it is wrong'] })],
    ['a check', (chart) => configMap(chart, 'key', { id: 'AKIAIOSFODNN7EXAMPLE' })],
    ['a patch', (chart) => configMap(chart, 'patched').addJsonPatch(JsonPatch.remove('/spec/none'))],
  ])('stays byte for byte when %s fails', (_, spoil) => {
    const outdir = temporaryDirectory();
    fs.writeFileSync(path.join(outdir, 'chart.k8s.yaml'), 'kind: Old\n');
    const app = new GatewayApp({ outdir });
    const chart = new Chart(app, 'chart');
    configMap(chart, 'fine');
    spoil(chart);
    expect(() => app.synth()).toThrow('no file was written');
    expect(filesIn(outdir)).toEqual({ 'chart.k8s.yaml': 'kind: Old\n' });
  });

  test('comes back when a new file cannot take its place', () => {
    const outdir = temporaryDirectory();
    fs.writeFileSync(path.join(outdir, 'a.k8s.yaml'), 'kind: Old\n');
    fs.mkdirSync(path.join(outdir, 'b.k8s.yaml'));
    fs.writeFileSync(path.join(outdir, 'b.k8s.yaml', 'in-the-way'), '');
    expect(() => synth(outdir, 'a', 'b')).toThrow(/EISDIR|ENOTEMPTY|EEXIST/);
    expect(filesIn(outdir)).toEqual({ 'a.k8s.yaml': 'kind: Old\n', 'b.k8s.yaml/in-the-way': '' });
  });
});

describe('what is told', () => {
  test('all errors at once, each with its construct', () => {
    const app = new GatewayApp();
    const chart = new Chart(app, 'chart');
    chart.node.addValidation({ validate: () => ['first', 'second'] });
    configMap(chart, 'token', { zone: '${TfToken[TOKEN.1]}' });
    configMap(chart, 'same');
    new ApiObject(chart, 'other', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'same' } });
    expect(() => app.synthYaml()).toThrow(
      [
        '4 errors, no file was written',
        '',
        'error [chart] first',
        'error [chart] second',
        "error GW020 [chart/token] ConfigMap token: data.zone: got '${TfToken[TOKEN.1]}'",
      ].join('\n'),
    );
    expect(() => app.synthYaml()).toThrow(
      "error GW010 [chart/other] ConfigMap same: metadata.name: got 'a second one, in addition to [chart/same]'",
    );
  });

  test('a cycle of dependencies', () => {
    const app = new GatewayApp();
    const chart = new Chart(app, 'chart');
    const group = new Construct(chart, 'group');
    const [a, b] = ['a', 'b'].map((id) => configMap(group, id));
    a.addDependency(b);
    // A construct cannot know what is below the other one; an object can depend on both.
    expect(() => b.node.addDependency(a)).not.toThrow();
    expect(() => app.synthYaml()).toThrow("dependencies: got 'chart/group/a -> chart/group/b -> chart/group/a'");
  });

  test('a warning, until somebody acknowledges it', () => {
    const app = new GatewayApp({ outdir: temporaryDirectory() });
    const chart = new Chart(app, 'chart');
    const route = new HttpRoute(chart, 'route', {
      parents: [RouteParent.of(Gateway.fromGatewayName('external', 'gateways'))],
      backends: [Backend.service('toystore', 80)],
    });
    route.addJsonPatch(JsonPatch.add('/spec/fromTheFuture', true));
    const [warning, link] = warningsOf(app).split('\n');
    expect(brief(warning)).toBe('warning GW001 [chart/route] HTTPRoute route: spec.fromTheFuture: got true');
    expect(link).toMatch(/^ {2}https:.*\/docs\/diagnostics\/objects\.md#gw001$/);
    Warnings.of(chart).acknowledge('GW001', 'the cluster runs a preview');
    expect(warningsOf(app)).toBe('');
  });
});
