import { ApiObject, App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { GatewayApp, OutputDirectory } from '../../src';
import { filesIn, temporaryDirectory } from '../support/synth';

const configMap = (scope: Construct, id: string) =>
  new ApiObject(scope, id, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: id } });

function filesOf(fill: (app: GatewayApp) => void) {
  const app = new GatewayApp({ outdir: temporaryDirectory() });
  fill(app);
  app.synth();
  return Object.keys(filesIn(app.outdir));
}

test('a directory inside a directory, with the same objects in each', () => {
  const files = filesOf((app) =>
    ['argo', 'flagger'].forEach((tool) => {
      const directory = new OutputDirectory(app, tool);
      ['v1', 'v2'].forEach((version) =>
        configMap(new Chart(new OutputDirectory(directory, version), 'app'), 'settings'),
      );
    }),
  );
  expect(files).toEqual(
    ['argo/v1/app', 'argo/v2/app', 'flagger/v1/app', 'flagger/v2/app'].map((file) => `${file}.k8s.yaml`),
  );
});

test('dependencies number the files of the directory that they are in', () => {
  const files = filesOf((app) => {
    const first = new Chart(app, 'first');
    configMap(first, 'one');
    const directory = new OutputDirectory(app, 'stage');
    const [second, third] = ['second', 'third'].map((id) => new Chart(directory, id));
    configMap(second, 'two');
    configMap(third, 'three');
    second.addDependency(first, third);
  });
  expect(files).toEqual(['first.k8s.yaml', 'stage/0000-third.k8s.yaml', 'stage/0001-second.k8s.yaml']);
});

test('a chart in another directory leaves no empty file of the chart around it', () => {
  const fill = (app: GatewayApp) => {
    const outer = new Chart(app, 'outer');
    configMap(new Chart(new OutputDirectory(outer, 'stage'), 'inner'), 'settings');
    return outer;
  };
  expect(filesOf(fill)).toEqual(['stage/inner.k8s.yaml']);
  expect(filesOf((app) => configMap(fill(app), 'own'))).toEqual(['outer.k8s.yaml', 'stage/inner.k8s.yaml']);
});

test.each(['Stage', 'a/b', '..', '.git', ''])('refuses the name %j', (id) => {
  expect(() => new OutputDirectory(new GatewayApp(), id)).toThrow(`name of directory: got '${id}'`);
});

test('a cdk8s.App, which has one directory, is refused', () => {
  const app = new App({ outdir: temporaryDirectory() });
  new Chart(new OutputDirectory(app, 'stage'), 'chart');
  expect(() => app.synth()).toThrow("directory 'stage': got 'a cdk8s.App'");
});
