import { Chart, Duration } from 'cdk8s';
import { specOf } from './mesh-support';
import { Destination } from '../../src/istio/destination';
import { IstioRevision } from '../../src/istio/istio-revision';
import { MeshAccessLog } from '../../src/istio/mesh-access-log';
import { OutboundTrafficPolicy } from '../../src/istio/outbound-traffic-policy';
import { Istio, IstioCni, IstioCniProps, IstioProps, IstioUpdateStrategy, SailProfile } from '../../src/istio/sail';
import { newChart, objectsOf } from '../support/synth';

const istio =
  (props?: IstioProps, id: string = 'default') =>
  (chart: Chart) =>
    new Istio(chart, id, props);
const cni = (props?: IstioCniProps) => (chart: Chart) => new IstioCni(chart, 'cni', props);
const meshConfigOf = (props: IstioProps) =>
  (specOf(istio(props)) as { values: { meshConfig: object } }).values.meshConfig;
const revisionBased = { updateStrategy: IstioUpdateStrategy.revisionBased(), version: 'v1.30.3' };

test('a control plane logs requests, as the walkthrough wants it, and belongs to no namespace', () => {
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

test('a control plane takes every option', () => {
  const updateStrategy = IstioUpdateStrategy.revisionBased({
    inactiveRevisionDeletionGracePeriod: Duration.minutes(10),
    updateWorkloads: true,
  });
  const props = { version: 'v1.30-latest', namespace: 'mesh', profile: SailProfile.AMBIENT, updateStrategy };
  expect(specOf(istio(props))).toMatchObject({
    namespace: 'mesh',
    version: 'v1.30-latest',
    profile: 'ambient',
    updateStrategy: { type: 'RevisionBased', inactiveRevisionDeletionGracePeriodSeconds: 600, updateWorkloads: true },
  });
  expect(specOf(istio({ updateStrategy: IstioUpdateStrategy.IN_PLACE }))).toMatchObject({
    updateStrategy: { type: 'InPlace' },
  });
});

test('the plugin is called default', () => {
  const chart = newChart();
  const values = { cni: { excludeNamespaces: ['kube-system'] } };
  cni({ labels: { a: 'b' }, version: 'v1.30.3', profile: SailProfile.OPENSHIFT, values })(chart);
  expect(objectsOf(chart)).toEqual([
    {
      apiVersion: 'sailoperator.io/v1',
      kind: 'IstioCNI',
      metadata: { name: 'default', labels: { a: 'b' } },
      spec: { namespace: 'istio-cni', version: 'v1.30.3', profile: 'openshift', values },
    },
  ]);
});

test.each<[string, string, IstioProps, string, object]>([
  ['default', 'default', {}, 'default', { 'istio-injection': 'enabled' }],
  ['another name', 'edge', {}, 'edge', { 'istio.io/rev': 'edge' }],
  ['a revision for each version', 'default', revisionBased, 'default-v1-30-3', { 'istio.io/rev': 'default-v1-30-3' }],
  [
    'a revision of another name',
    'edge',
    { ...revisionBased, version: 'v1.31.0-beta.1' },
    'edge-v1-31-0-beta-1',
    { 'istio.io/rev': 'edge-v1-31-0-beta-1' },
  ],
])('labels of workloads: %s', (_, name, props, revision, namespaceLabels) => {
  const podLabels = revision === 'default' ? { 'sidecar.istio.io/inject': 'true' } : namespaceLabels;
  expect(istio(props, name)(newChart()).revision).toMatchObject({ name: revision, namespaceLabels, podLabels });
});

test('labels of workloads of a control plane that another program installs', () => {
  expect(IstioRevision.named('prod').namespaceLabels).toEqual({ 'istio.io/rev': 'prod' });
  expect(IstioRevision.DEFAULT.namespaceLabels).toEqual({ 'istio-injection': 'enabled' });
});

test.each<[string, IstioProps, object]>([
  [
    'JSON',
    { accessLog: MeshAccessLog.json({ code: '%RESPONSE_CODE%' }) },
    { accessLogFormat: '{"code":"%RESPONSE_CODE%"}' },
  ],
  ['a format', { accessLog: MeshAccessLog.text('%PATH%') }, { accessLogEncoding: 'TEXT', accessLogFormat: '%PATH%' }],
  ['none', { accessLog: MeshAccessLog.DISABLED }, { accessLogFile: '' }],
  ['that of values', { values: { meshConfig: { accessLogFile: '/dev/stderr' } } }, { accessLogFile: '/dev/stderr' }],
  [
    'the option over that of values',
    { values: { meshConfig: { accessLogFile: '/a', trustDomain: 'x' } }, accessLog: MeshAccessLog.text() },
    { accessLogFile: '/dev/stdout', trustDomain: 'x' },
  ],
  [
    'outbound traffic',
    { outboundTrafficPolicy: OutboundTrafficPolicy.REGISTRY_ONLY },
    { outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' } },
  ],
])('mesh configuration: %s', (_, props, expected) => {
  expect(meshConfigOf(props)).toMatchObject(expected);
});

const proxy = () => OutboundTrafficPolicy.allowAnyThrough(Destination.host('proxy.example.com', { port: 3128 }));
test.each<[string, () => unknown, string]>([
  ['a name', () => istio({ name: 'a.b' })(newChart()), "name of Istio: got 'a.b'"],
  ['a namespace', () => istio({ namespace: 'A' })(newChart()), "namespace of the control plane: got 'A'"],
  ['a namespace of the plugin', () => cni({ namespace: 'A' })(newChart()), "namespace of IstioCNI: got 'A'"],
  ['a version without v', () => cni({ version: '1.30.3' })(newChart()), "version: got '1.30.3'"],
  ['another version', () => istio({ version: 'latest' })(newChart()), "version: got 'latest'"],
  [
    'a revision without a version',
    () => istio({ updateStrategy: IstioUpdateStrategy.revisionBased() })(newChart()),
    '[test/default] version of a revision: got undefined',
  ],
  [
    'an egress proxy of a mesh',
    () => istio({ outboundTrafficPolicy: proxy() })(newChart()),
    "outboundTrafficPolicy of a mesh: got 'an egress proxy'",
  ],
  [
    'a grace period',
    () => IstioUpdateStrategy.revisionBased({ inactiveRevisionDeletionGracePeriod: Duration.millis(1500) }),
    "inactiveRevisionDeletionGracePeriod: got '1.5 s'",
  ],
  ['a revision', () => IstioRevision.named('v1.30'), "name of revision: got 'v1.30'"],
  [
    'an egress proxy without a port',
    () => OutboundTrafficPolicy.allowAnyThrough(Destination.host('a.b')),
    "egress proxy 'a.b': got 'no port'",
  ],
])('refused: %s', (_, make, message) => {
  expect(make).toThrow(message);
});
