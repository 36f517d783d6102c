import { ApiObject, App, Chart, YamlOutputType } from 'cdk8s';
import { Namespace } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { Gateway, GatewayApp, GatewayClass, Listener, OutputDirectory } from '../../src';
import { nameOf } from '../../src/manifest/manifest';
import { readYaml } from '../examples/example';
import { filesIn, objectsOf, temporaryDirectory } from '../support/synth';

const object = (scope: Construct, apiVersion: string, kind: string, name: string, fields: object = {}) =>
  new ApiObject(scope, `${kind}-${name}`.toLowerCase(), { apiVersion, kind, metadata: { name }, ...fields });

const configMap = (scope: Construct, name: string) => object(scope, 'v1', 'ConfigMap', name);
const namespace = (scope: Construct, name: string) => object(scope, 'v1', 'Namespace', name);

const RBAC = 'rbac.authorization.k8s.io/v1';
const roleRef = (kind: string, name: string) => ({ roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind, name } });
const subjects = { subjects: [{ kind: 'ServiceAccount', name: 'router', namespace: 'openshift-ingress' }] };

/** Files in the order of their names, each with its objects in their order. */
function filesOf(fill: (app: GatewayApp) => void, yamlOutputType?: YamlOutputType): [string, string[]][] {
  const app = new GatewayApp({ outdir: temporaryDirectory(), yamlOutputType });
  fill(app);
  app.synth();
  return Object.entries(filesIn(app.outdir))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([file, text]) => [file.replace('.k8s.yaml', ''), readYaml(text).map(nameOf)]);
}

/** Application `a-app` in the namespace that a later chart emits. */
function appBeforeNamespace(app: App): void {
  configMap(new Chart(app, 'a-app', { namespace: 'shop' }), 'settings');
  namespace(new Chart(app, 'namespaces'), 'shop');
}

test('files get numbers where their names would apply an object before its namespace', () => {
  expect(filesOf(appBeforeNamespace)).toEqual([
    ['0000-namespaces', ['Namespace shop']],
    ['0001-a-app', ['ConfigMap shop/settings']],
  ]);
  expect(filesOf(appBeforeNamespace, YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE).map(([file]) => file)).toEqual([
    '0000-namespaces/0000-Namespace.shop',
    '0001-a-app/ConfigMap.settings',
  ]);
  expect(filesOf(appBeforeNamespace, YamlOutputType.FILE_PER_RESOURCE).map(([file]) => file)).toEqual([
    '0000-Namespace.shop',
    'ConfigMap.settings',
  ]);
  expect(filesOf(appBeforeNamespace, YamlOutputType.FILE_PER_APP)).toEqual([
    ['app', ['Namespace shop', 'ConfigMap shop/settings']],
  ]);
});

test('names stay as they are where they are in order, and in directories that have no such file', () => {
  const files = filesOf((app) => {
    namespace(new Chart(app, 'a-namespaces'), 'shop');
    configMap(new Chart(app, 'app', { namespace: 'shop' }), 'settings');
    configMap(new Chart(new OutputDirectory(app, 'stage'), 'app', { namespace: 'shop' }), 'settings');
  });
  expect(files.map(([file]) => file)).toEqual(['a-namespaces', 'app', 'stage/app']);
});

test('an object follows what its admission needs', () => {
  const [[, names]] = filesOf((app) => {
    const chart = new Chart(app, 'chart');
    const inShop = (name: string) => ({ metadata: { name, namespace: 'shop' } });
    object(chart, 'route.openshift.io/v1', 'Route', 'web', {
      ...inShop('web'),
      spec: {
        to: { kind: 'Service', name: 'web' },
        tls: { termination: 'edge', externalCertificate: { name: 'tls' } },
      },
    });
    object(chart, RBAC, 'ClusterRoleBinding', 'all', { ...roleRef('ClusterRole', 'reader'), ...subjects });
    object(chart, RBAC, 'RoleBinding', 'router', {
      ...inShop('router'),
      ...roleRef('Role', 'secret-reader'),
      ...subjects,
    });
    object(chart, RBAC, 'Role', 'secret-reader', { ...inShop('secret-reader'), rules: [] });
    object(chart, RBAC, 'ClusterRole', 'reader', { rules: [] });
    namespace(chart, 'shop');
  });
  const place = (name: string) => names.findIndex((other) => other.startsWith(name));
  const inOrder = (...found: string[]) => expect(found.map(place)).toEqual(found.map(place).sort((a, b) => a - b));
  expect(names).toHaveLength(6);
  inOrder('Namespace', 'Role ', 'RoleBinding', 'Route');
  inOrder('Namespace', 'ClusterRole ', 'ClusterRoleBinding');
});

test('the definition of a kind comes before its objects', () => {
  const files = filesOf((app) => {
    object(new Chart(app, 'a-toys'), 'example.com/v1', 'Toy', 'bear');
    object(new Chart(app, 'definitions'), 'apiextensions.k8s.io/v1', 'CustomResourceDefinition', 'toys.example.com', {
      spec: {
        group: 'example.com',
        names: { kind: 'Toy', plural: 'toys' },
        scope: 'Cluster',
        versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } }],
      },
    });
  });
  expect(files.map(([file]) => file)).toEqual(['0000-definitions', '0001-a-toys']);
});

test('charts with a namespace of each other keep their order; what a program declares counts for more', () => {
  const crosswise = (app: App) => {
    const [a, b] = ['a', 'b'].map((id) => new Chart(app, id));
    namespace(a, 'one');
    namespace(b, 'two');
    object(a, 'v1', 'ConfigMap', 'in-two', { metadata: { name: 'in-two', namespace: 'two' } });
    object(b, 'v1', 'ConfigMap', 'in-one', { metadata: { name: 'in-one', namespace: 'one' } });
    return { a, b };
  };
  const names = (fill: (app: App) => void) => filesOf(fill).map(([file]) => file);
  expect(names(crosswise)).toEqual(['0000-a', '0001-b']);
  expect(
    names((app) => {
      const { a, b } = crosswise(app);
      a.addDependency(b);
    }),
  ).toEqual(['0000-b', '0001-a']);
});

test('in a plain cdk8s.App a Namespace comes before the objects of its chart that are in it', () => {
  const app = new App({ outdir: temporaryDirectory() });
  const chart = new Chart(app, 'chart', { namespace: 'edge' });
  new Gateway(chart, 'external', { listeners: [Listener.http()], gatewayClass: GatewayClass.ISTIO });
  configMap(chart, 'settings');
  new Namespace(chart, 'namespace', { metadata: { name: 'edge' } });
  const names = ['Namespace edge/edge', 'Gateway edge/external', 'ConfigMap edge/settings'];
  expect(objectsOf(chart).map(nameOf)).toEqual(names);
  app.synth();
  expect(readYaml(filesIn(app.outdir)['chart.k8s.yaml']).map(nameOf)).toEqual(names);
});
