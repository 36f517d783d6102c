import { ApiObject, Chart, YamlOutputType } from 'cdk8s';
import { Construct } from 'constructs';
import { GatewayApp } from '../../src';
import { once } from '../../src/resource/once';
import { markDirectory } from '../../src/resource/output-directory';
import { filesIn, temporaryDirectory } from '../support/synth';

const cluster = (scope: Construct, name: string, id: string = name) => {
  const construct = new Construct(scope, id);
  markDirectory(construct, name);
  return construct;
};
const configMap = (scope: Construct, name: string, id: string = name) =>
  new ApiObject(scope, id, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } });

function synth(fill: (app: GatewayApp) => void, yamlOutputType?: YamlOutputType) {
  const outdir = temporaryDirectory();
  const app = new GatewayApp({ outdir, yamlOutputType });
  fill(app);
  app.synth();
  return filesIn(outdir);
}

describe('what is below a cluster goes to its directory', () => {
  const fill = (app: GatewayApp) => {
    configMap(new Chart(app, 'shared'), 'everywhere');
    for (const name of ['eu', 'us']) {
      const chart = new Chart(cluster(app, name), 'gateway');
      configMap(chart, 'settings');
    }
  };

  test.each([
    ['a file a chart', YamlOutputType.FILE_PER_CHART, ['eu/gateway', 'shared', 'us/gateway']],
    ['a file for all', YamlOutputType.FILE_PER_APP, ['app', 'eu/app', 'us/app']],
    [
      'a file an object',
      YamlOutputType.FILE_PER_RESOURCE,
      ['ConfigMap.everywhere', 'eu/ConfigMap.settings', 'us/ConfigMap.settings'],
    ],
    [
      'a folder a chart',
      YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE,
      ['eu/gateway/ConfigMap.settings', 'shared/ConfigMap.everywhere', 'us/gateway/ConfigMap.settings'],
    ],
  ])('%s', (_, type, expected) => {
    expect(Object.keys(synth(fill, type)).sort()).toEqual(expected.map((name) => `${name}.k8s.yaml`));
  });

  test('the files of a cluster are the same when another one is added', () => {
    const before = synth(fill);
    const after = synth((app) => {
      configMap(new Chart(cluster(app, 'au'), 'gateway'), 'settings');
      fill(app);
    });
    expect(after).toMatchObject(before);
  });

  test('a dependency in one cluster numbers no file of another', () => {
    const files = synth((app) => {
      fill(app);
      const chart = new Chart(cluster(app, 'au'), 'gateway');
      chart.addDependency(new Chart(chart.node.scope!, 'first'));
    });
    expect(Object.keys(files).sort()).toEqual([
      'au/0000-first.k8s.yaml',
      'au/0001-gateway.k8s.yaml',
      'eu/gateway.k8s.yaml',
      'shared.k8s.yaml',
      'us/gateway.k8s.yaml',
    ]);
  });

  test('a chart inside a chart is named by its path below the cluster', () => {
    const files = synth((app) => {
      const outer = new Chart(cluster(app, 'eu'), 'outer');
      configMap(new Chart(outer, 'inner'), 'settings');
    });
    expect(
      Object.keys(files)
        .map((file) => file.replace(/\d+-/, ''))
        .sort(),
    ).toEqual(['eu/outer-inner.k8s.yaml', 'eu/outer.k8s.yaml']);
  });
});

describe('what there is once', () => {
  test('is there once for each cluster, in whatever scope of it', () => {
    const app = new GatewayApp();
    const made: string[] = [];
    for (const gateway of ['internal', 'external']) {
      const scope = new Construct(app, gateway);
      for (const name of ['eu', 'us']) {
        once(cluster(scope, name), 'Namespace team', () => made.push(`${gateway} ${name}`));
      }
    }
    once(app, 'Namespace team', () => made.push('outside'));
    once(new Construct(app, 'other'), 'Namespace team', () => made.push('outside again'));
    expect(made).toEqual(['internal eu', 'internal us', 'outside']);
  });

  test('the same object is a duplicate in one cluster, not in two', () => {
    const twice =
      (...names: string[]) =>
      () =>
        synth((app) =>
          names.forEach((name, index) =>
            configMap(new Chart(cluster(app, name, `scope-${index}`), `chart-${index}`), 'settings'),
          ),
        );
    expect(twice('eu', 'us')).not.toThrow();
    expect(twice('eu', 'eu')).toThrow('GW010');
  });
});
