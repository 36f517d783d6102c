import { Chart, Duration } from 'cdk8s';
import { specOf } from './mesh-support';
import { AccessLog } from '../../src/istio/mesh-access-log';
import { Revision } from '../../src/istio/revision';
import { Istio, IstioCni, SailProps, IstioProps, UpdateStrategy, Profile } from '../../src/istio/sail';
import { newChart, objectsOf } from '../support/synth';

const istio =
  (props?: IstioProps, id: string = 'default') =>
  (chart: Chart) =>
    new Istio(chart, id, props);
const cni = (props?: SailProps) => (chart: Chart) => new IstioCni(chart, 'cni', props);
const valuesOf = (props?: IstioProps) => (specOf(istio(props)) as { values: object }).values;
const revisionBased = { updateStrategy: UpdateStrategy.revisionBased(), version: 'v1.30.3' };

test('Istio has an access log, as the walkthrough asks for, and is cluster-scoped', () => {
  const chart = newChart();
  const made = istio({ version: 'v1.30.3' })(chart);
  expect(objectsOf(chart)).toEqual([
    {
      apiVersion: 'sailoperator.io/v1',
      kind: 'Istio',
      metadata: { name: 'default' },
      spec: {
        namespace: 'istio-system',
        version: 'v1.30.3',
        values: { meshConfig: { accessLogFile: '/dev/stdout', accessLogEncoding: 'TEXT' } },
      },
    },
  ]);
  expect([made.namespace, made.controlPlaneNamespace]).toEqual([undefined, 'istio-system']);
});

test('IstioCNI is called default', () => {
  const chart = newChart();
  cni({ labels: { a: 'b' } })(chart);
  expect(objectsOf(chart)).toEqual([
    {
      apiVersion: 'sailoperator.io/v1',
      kind: 'IstioCNI',
      metadata: { name: 'default', labels: { a: 'b' } },
      spec: { namespace: 'istio-cni' },
    },
  ]);
});

test('sets every option', () => {
  const updateStrategy = UpdateStrategy.revisionBased({
    inactiveRevisionDeletionGracePeriod: Duration.minutes(10),
    updateWorkloads: true,
  });
  const common = { version: 'v1.30-latest', namespace: 'mesh', values: { global: { hub: 'h' } } };
  expect(specOf(istio({ ...common, profile: Profile.AMBIENT, updateStrategy }))).toMatchObject({
    ...common,
    profile: 'ambient',
    updateStrategy: { type: 'RevisionBased', inactiveRevisionDeletionGracePeriodSeconds: 600, updateWorkloads: true },
  });
  expect(specOf(istio({ updateStrategy: UpdateStrategy.IN_PLACE }))).toMatchObject({
    updateStrategy: { type: 'InPlace' },
  });
  expect(specOf(cni({ ...common, profile: Profile.OPENSHIFT }))).toEqual({ ...common, profile: 'openshift' });
});

const LABEL = (name: string) => ({ 'istio.io/rev': name });
test.each<[string, string, IstioProps, string, object, object]>([
  ['default', 'default', {}, 'default', { 'istio-injection': 'enabled' }, { 'sidecar.istio.io/inject': 'true' }],
  ['another name', 'edge', {}, 'edge', LABEL('edge'), LABEL('edge')],
  [
    'a revision for each version',
    'default',
    revisionBased,
    'default-v1-30-3',
    LABEL('default-v1-30-3'),
    LABEL('default-v1-30-3'),
  ],
  [
    'a revision of another name',
    'edge',
    { ...revisionBased, version: 'v1.31.0-beta.1' },
    'edge-v1-31-0-beta-1',
    LABEL('edge-v1-31-0-beta-1'),
    LABEL('edge-v1-31-0-beta-1'),
  ],
])('labels workloads: %s', (_, name, props, revision, namespaceLabels, podLabels) => {
  expect(istio(props, name)(newChart()).revision).toMatchObject({ name: revision, namespaceLabels, podLabels });
});

test('labels workloads of a control plane of another program', () => {
  expect(Revision.named('prod').namespaceLabels).toEqual(LABEL('prod'));
  expect(Revision.DEFAULT.namespaceLabels).toEqual({ 'istio-injection': 'enabled' });
});

test.each<[string, AccessLog, object]>([
  ['no log', AccessLog.DISABLED, { accessLogFile: '' }],
  [
    'text of a format',
    AccessLog.text('%RESPONSE_CODE%'),
    { accessLogFile: '/dev/stdout', accessLogEncoding: 'TEXT', accessLogFormat: '%RESPONSE_CODE%' },
  ],
  [
    'fields of JSON',
    AccessLog.json({ code: '%RESPONSE_CODE%' }),
    { accessLogFile: '/dev/stdout', accessLogEncoding: 'JSON', accessLogFormat: '{"code":"%RESPONSE_CODE%"}' },
  ],
  ['JSON of Istio', AccessLog.json(), { accessLogFile: '/dev/stdout', accessLogEncoding: 'JSON' }],
])('logs requests: %s', (_, accessLog, expected) => {
  expect(valuesOf({ accessLog })).toEqual({ meshConfig: expected });
});

test('puts the access log over values, and values over the default log', () => {
  const values = { meshConfig: { accessLogFile: '/dev/stderr', trustDomain: 'a' }, telemetry: { enabled: false } };
  expect(valuesOf({ values })).toEqual(values);
  expect(valuesOf({ values, accessLog: AccessLog.DISABLED })).toEqual({
    meshConfig: { accessLogFile: '', trustDomain: 'a' },
    telemetry: { enabled: false },
  });
  expect(valuesOf({ values: { meshConfig: { trustDomain: 'a' } } })).toEqual({
    meshConfig: { accessLogFile: '/dev/stdout', accessLogEncoding: 'TEXT', trustDomain: 'a' },
  });
  expect(values.meshConfig.accessLogFile).toBe('/dev/stderr');
});

const period = { inactiveRevisionDeletionGracePeriod: Duration.millis(1500) };
const noVersion = { updateStrategy: UpdateStrategy.revisionBased() };
const elsewhere = { values: { global: { istioNamespace: 'x' } } };
test.each<[string, (chart: Chart) => unknown, string]>([
  ['a name', istio({ name: 'a.b' }), "name of Istio: got 'a.b'"],
  ['a namespace', istio({ namespace: 'A' }), "namespace of the control plane: got 'A'"],
  ['a version without v', istio({ version: '1.30.3' }), "version: got '1.30.3'"],
  ['another version', istio({ version: 'latest' }), "version: got 'latest'"],
  ['a revision without a version', istio(noVersion), "[test/default] version of a revision: got 'none'"],
  ['a namespace in values', istio(elsewhere), "[test/default] values.global.istioNamespace: got 'x'"],
  ['a namespace of IstioCNI', cni({ namespace: 'A' }), "namespace of IstioCNI: got 'A'"],
  ['a version of IstioCNI', cni({ version: '1.30.3' }), "version: got '1.30.3'"],
  ['a grace period', () => UpdateStrategy.revisionBased(period), "inactiveRevisionDeletionGracePeriod: got '1.5 s'"],
  ['a revision', () => Revision.named('v1.30'), "name of revision: got 'v1.30'"],
])('refused: %s', (_, make, message) => {
  expect(() => make(newChart())).toThrow(message);
});
