import { Chart, Duration } from 'cdk8s';
import { specOf } from './mesh-support';
import { Destination } from '../../src/istio/destination';
import { OutboundTrafficPolicy } from '../../src/istio/outbound-traffic-policy';
import { MeshAccessLog } from '../../src/istio/sail-access-log';
import { MeshExtensionProvider as Provider } from '../../src/istio/sail-extension-provider';
import { Istio, IstioProps } from '../../src/istio/sail-istio';
import { IstioPilotOptions } from '../../src/istio/sail-pilot';
import { IstioProxyConfig } from '../../src/istio/sail-proxy-config';
import { IstioRevision } from '../../src/istio/sail-revision';
import { IstioUpdateStrategy } from '../../src/istio/sail-update-strategy';
import { SailProfile } from '../../src/istio/sail-values';
import { newChart, objectsOf } from '../support/synth';

const istio =
  (props?: IstioProps, id: string = 'default') =>
  (chart: Chart) =>
    new Istio(chart, id, props);
const valuesOf = (props?: IstioProps) => (specOf(istio(props)) as { values: object }).values;
const revisionBased = { updateStrategy: IstioUpdateStrategy.revisionBased(), version: 'v1.30.3' };

describe('Istio', () => {
  test('has an access log, as the walkthrough wants it, and no namespace of its own', () => {
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

  test('takes what can be said of it', () => {
    const updateStrategy = IstioUpdateStrategy.revisionBased({
      inactiveRevisionDeletionGracePeriod: Duration.minutes(10),
      updateWorkloads: true,
    });
    const props = { version: 'v1.30-latest', namespace: 'mesh', profile: SailProfile.AMBIENT, updateStrategy };
    expect(specOf(istio(props))).toMatchObject({
      namespace: 'mesh',
      version: 'v1.30-latest',
      profile: 'ambient',
      updateStrategy: {
        type: 'RevisionBased',
        inactiveRevisionDeletionGracePeriodSeconds: 600,
        updateWorkloads: true,
      },
    });
    expect(specOf(istio({ updateStrategy: IstioUpdateStrategy.IN_PLACE }))).toMatchObject({
      updateStrategy: { type: 'InPlace' },
    });
  });

  test.each<[string, string, IstioProps, string, object, object]>([
    ['default', 'default', {}, 'default', { 'istio-injection': 'enabled' }, { 'sidecar.istio.io/inject': 'true' }],
    ['another name', 'edge', {}, 'edge', { 'istio.io/rev': 'edge' }, { 'istio.io/rev': 'edge' }],
    [
      'a revision for each version',
      'default',
      revisionBased,
      'default-v1-30-3',
      { 'istio.io/rev': 'default-v1-30-3' },
      { 'istio.io/rev': 'default-v1-30-3' },
    ],
    [
      'a revision of another name',
      'edge',
      { ...revisionBased, version: 'v1.31.0-beta.1' },
      'edge-v1-31-0-beta-1',
      { 'istio.io/rev': 'edge-v1-31-0-beta-1' },
      { 'istio.io/rev': 'edge-v1-31-0-beta-1' },
    ],
  ])('labels workloads: %s', (_, name, props, revision, namespaceLabels, podLabels) => {
    expect(istio(props, name)(newChart()).revision).toMatchObject({ name: revision, namespaceLabels, podLabels });
  });

  test('labels workloads of a control plane that is not made here', () => {
    expect(IstioRevision.named('prod').namespaceLabels).toEqual({ 'istio.io/rev': 'prod' });
    expect(IstioRevision.DEFAULT.namespaceLabels).toEqual({ 'istio-injection': 'enabled' });
  });

  test('puts options over values, and values over the default log', () => {
    const values = {
      meshConfig: { accessLogFile: '/dev/stderr', trustDomain: 'old', ingressClass: 'istio', configSources: [{}] },
      telemetry: { enabled: false },
    };
    expect(valuesOf({ values, meshConfig: { trustDomain: 'new' } })).toEqual({
      meshConfig: { accessLogFile: '/dev/stderr', trustDomain: 'new', ingressClass: 'istio', configSources: [{}] },
      telemetry: { enabled: false },
    });
    expect(valuesOf({ values, meshConfig: { accessLog: MeshAccessLog.DISABLED } })).toMatchObject({
      meshConfig: { accessLogFile: '' },
    });
    expect(values.meshConfig.trustDomain).toBe('old');
  });

  const config = (defaultConfig: IstioProxyConfig) => ({ meshConfig: { defaultConfig } });
  const pilot = (options: IstioPilotOptions) => ({ pilot: options });
  const provider = (make: () => Provider) => () => make();
  const SERVICE = { service: 'a.b', port: 1 };
  const PROXY = OutboundTrafficPolicy.allowAnyThrough(Destination.host('proxy.example.com', { port: 3128 }));
  test.each<[string, () => unknown, string]>([
    ...(
      [
        ['a name', { name: 'a.b' }, "name of Istio: got 'a.b'"],
        ['a namespace', { namespace: 'A' }, "namespace of the control plane: got 'A'"],
        ['a version without v', { version: '1.30.3' }, "version: got '1.30.3'"],
        ['another version', { version: 'latest' }, "version: got 'latest'"],
        [
          'a revision without a version',
          { updateStrategy: IstioUpdateStrategy.revisionBased() },
          "[test/default] version of a revision: got 'none'",
        ],
        [
          'a namespace in values',
          { values: { global: { istioNamespace: 'x' } } },
          "[test/default] values.global.istioNamespace: got 'x'",
        ],
        [
          'a provider twice',
          { meshConfig: { extensionProviders: ['p', 'p'].map(Provider.prometheus) } },
          "names of extensionProviders: got 'p' twice",
        ],
        ['a trust domain', { meshConfig: { trustDomainAliases: ['spiffe://a'] } }, "trust domain: got 'spiffe://a'"],
        [
          'a namespace of exports',
          { meshConfig: { defaultServiceExportTo: ['A'] } },
          "defaultServiceExportTo: got 'A'",
        ],
        ['a root namespace', { meshConfig: { rootNamespace: 'A' } }, "rootNamespace: got 'A'"],
        [
          'an egress proxy',
          { meshConfig: { outboundTrafficPolicy: PROXY } },
          "outboundTrafficPolicy of a mesh: got 'an egress proxy'",
        ],
        ['sampling', config({ tracingSampling: 101 }), 'tracingSampling: got 101'],
        ['a part of a second', config({ drainDuration: Duration.millis(1500) }), "drainDuration: got '1500 ms'"],
        ['proxies', config({ numTrustedProxies: -1 }), 'numTrustedProxies: got -1'],
        ['threads', config({ concurrency: 0.5 }), 'concurrency: got 0.5'],
        ['no pod', pilot({ autoscaleMin: 0 }), 'autoscaleMin of pilot: got 0'],
        ['more at least than at most', pilot({ autoscaleMin: 6 }), 'autoscaleMin of pilot: got 6'],
        ['replicas beside an autoscaler', pilot({ replicaCount: 2 }), 'replicaCount of pilot: got 2'],
        ['a target', pilot({ targetCpuPercent: 0 }), 'targetCpuPercent of pilot: got 0'],
        ['traces', pilot({ traceSampling: -1 }), 'traceSampling: got -1'],
        ['a namespace of ztunnel', pilot({ trustedZtunnelNamespace: 'A' }), "trustedZtunnelNamespace: got 'A'"],
        ['a label of nodes', pilot({ nodeSelector: { a: 'b c' } }), "nodeSelector of pilot['a']: got 'b c'"],
        ['a network', { global: { proxy: { excludeIpRanges: ['a'] } } }, "excludeIpRanges: got 'a'"],
        ['a port', { global: { proxy: { excludeInboundPorts: [0] } } }, 'excludeInboundPorts: got 0'],
      ] as [string, IstioProps, string][]
    ).map(([name, props, message]): [string, () => unknown, string] => [name, () => istio(props)(newChart()), message]),
    [
      'a grace period',
      () => IstioUpdateStrategy.revisionBased({ inactiveRevisionDeletionGracePeriod: Duration.millis(1500) }),
      "inactiveRevisionDeletionGracePeriod: got '1.5 s'",
    ],
    ['a revision', () => IstioRevision.named('v1.30'), "name of revision: got 'v1.30'"],
    ['a relative log', () => MeshAccessLog.text({ file: 'log' }), "file of the access log: got 'log'"],
    ['an empty log', () => MeshAccessLog.json({ file: '' }), 'fix: to switch it off use MeshAccessLog.DISABLED'],
    [
      'an egress proxy without a port',
      () => OutboundTrafficPolicy.allowAnyThrough(Destination.host('a.b')),
      "egress proxy 'a.b': got 'no port'",
    ],
    ['a provider without a name', provider(() => Provider.prometheus('')), "name of extension provider: got ''"],
    [
      'a service',
      provider(() => Provider.zipkin('p', { ...SERVICE, service: 'http://a' })),
      "service of provider 'p': got 'http:",
    ],
    [
      'a namespace of a service',
      provider(() => Provider.zipkin('p', { ...SERVICE, service: 'A/b' })),
      "namespace of service of provider 'p': got 'A'",
    ],
    [
      'a port of a service',
      provider(() => Provider.zipkin('p', { ...SERVICE, port: 0 })),
      "port of provider 'p': got 0",
    ],
    [
      'a length',
      provider(() => Provider.datadog('p', { ...SERVICE, maxTagLength: 0 })),
      "maxTagLength of provider 'p': got 0",
    ],
    [
      'a status',
      provider(() => Provider.extAuthzGrpc('p', { ...SERVICE, statusOnError: 99 })),
      "statusOnError of provider 'p': got 99",
    ],
    [
      'a body',
      provider(() => Provider.extAuthzGrpc('p', { ...SERVICE, includeRequestBodyInCheck: { maxRequestBytes: 0 } })),
      "maxRequestBytes of provider 'p': got 0",
    ],
    [
      'a prefix',
      provider(() => Provider.extAuthzHttp('p', { ...SERVICE, pathPrefix: 'check' })),
      "pathPrefix of provider 'p': got 'check'",
    ],
    [
      'two formats',
      provider(() => Provider.fileAccessLog('p', { text: 'a', labels: {} })),
      "format of provider 'p': got 'text and labels'",
    ],
  ])('refused: %s', (_, make, message) => {
    expect(make).toThrow(message);
  });
});
