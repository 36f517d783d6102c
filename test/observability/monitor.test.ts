import { Duration, JsonPatch, Size } from 'cdk8s';
import { LabelExpression } from 'cdk8s-plus-28';
import { problems, render } from './render';
import { MonitoredNamespaces, MonitorProps, ScrapeProtocol, SelectorMechanism } from '../../src/observability/monitor';
import { PodMetricsEndpoint, PodMonitor } from '../../src/observability/pod-monitor';
import { Relabeling } from '../../src/observability/relabeling';
import { ScrapeAuthorization } from '../../src/observability/scrape-authorization';
import { ScrapeScheme } from '../../src/observability/scrape-endpoint';
import { KeySource, ScrapeTlsVersion } from '../../src/observability/scrape-secret';
import { ServiceDiscoveryRole, ServiceEndpoint, ServiceMonitor } from '../../src/observability/service-monitor';
import { plainChart } from '../support/synth';

const KEY = { name: 'scrape', key: 'token' };

const MONITOR: MonitorProps = {
  namespace: 'monitoring',
  matchLabels: { app: 'toystore' },
  matchExpressions: [
    LabelExpression.in('tier', ['web', 'api']),
    LabelExpression.notIn('env', ['test']),
    LabelExpression.exists('team'),
    LabelExpression.doesNotExist('ignore'),
  ],
  namespaces: MonitoredNamespaces.named('toystore', 'other'),
  selectorMechanism: SelectorMechanism.ROLE_SELECTOR,
  jobLabel: 'app',
  podTargetLabels: ['team'],
  attachNodeMetadata: true,
  bodySizeLimit: Size.mebibytes(10),
  sampleLimit: 1,
  targetLimit: 2,
  labelLimit: 3,
  labelNameLengthLimit: 4,
  labelValueLengthLimit: 5,
  keepDroppedTargets: 0,
  scrapeNativeHistograms: true,
  scrapeClassicHistograms: true,
  convertClassicHistogramsToNhcb: false,
  nativeHistogramBucketLimit: 160,
  nativeHistogramMinBucketFactor: 1.1,
  scrapeProtocols: [ScrapeProtocol.PROMETHEUS_PROTO, ScrapeProtocol.OPEN_METRICS_TEXT_1_0_0],
  fallbackScrapeProtocol: ScrapeProtocol.PROMETHEUS_TEXT_0_0_4,
  scrapeClass: 'mtls',
};

const MONITOR_SPEC = {
  selector: {
    matchLabels: { app: 'toystore' },
    matchExpressions: [
      { key: 'tier', operator: 'In', values: ['web', 'api'] },
      { key: 'env', operator: 'NotIn', values: ['test'] },
      { key: 'team', operator: 'Exists' },
      { key: 'ignore', operator: 'DoesNotExist' },
    ],
  },
  namespaceSelector: { matchNames: ['toystore', 'other'] },
  selectorMechanism: 'RoleSelector',
  jobLabel: 'app',
  podTargetLabels: ['team'],
  attachMetadata: { node: true },
  bodySizeLimit: '10MiB',
  sampleLimit: 1,
  targetLimit: 2,
  labelLimit: 3,
  labelNameLengthLimit: 4,
  labelValueLengthLimit: 5,
  keepDroppedTargets: 0,
  scrapeNativeHistograms: true,
  scrapeClassicHistograms: true,
  convertClassicHistogramsToNHCB: false,
  nativeHistogramBucketLimit: 160,
  nativeHistogramMinBucketFactor: '1.1',
  scrapeProtocols: ['PrometheusProto', 'OpenMetricsText1.0.0'],
  fallbackScrapeProtocol: 'PrometheusText0.0.4',
  scrapeClass: 'mtls',
};

const ENDPOINT = {
  port: 'metrics',
  path: '/stats',
  scheme: ScrapeScheme.HTTPS,
  params: { format: ['text'] },
  interval: Duration.seconds(30),
  scrapeTimeout: Duration.millis(2500),
  honorLabels: true,
  honorTimestamps: false,
  trackTimestampsStaleness: true,
  followRedirects: false,
  enableHttp2: false,
  filterRunning: false,
  authorization: ScrapeAuthorization.bearer(KEY),
  relabelings: [Relabeling.labelDrop('x')],
  metricRelabelings: [Relabeling.drop({ sourceLabels: ['__name__'], regex: 'go_.*' })],
  proxyUrl: 'http://proxy:3128',
  noProxy: '10.0.0.0/8',
  proxyConnectHeader: { 'Proxy-Authorization': [KEY] },
};

const ENDPOINT_SPEC = {
  port: 'metrics',
  path: '/stats',
  scheme: 'https',
  params: { format: ['text'] },
  interval: '30s',
  scrapeTimeout: '2s500ms',
  honorLabels: true,
  honorTimestamps: false,
  trackTimestampsStaleness: true,
  followRedirects: false,
  enableHttp2: false,
  filterRunning: false,
  authorization: { type: 'Bearer', credentials: KEY },
  relabelings: [{ action: 'labeldrop', regex: 'x' }],
  metricRelabelings: [{ action: 'drop', sourceLabels: ['__name__'], regex: 'go_.*' }],
  proxyUrl: 'http://proxy:3128',
  noProxy: '10.0.0.0/8',
  proxyConnectHeader: { 'Proxy-Authorization': [KEY] },
};

const TLS = {
  ca: KeySource.configMap({ name: 'ca', key: 'ca.crt' }),
  cert: KeySource.secret({ name: 'client', key: 'tls.crt', optional: false }),
  keySecret: { name: 'client', key: 'tls.key' },
  serverName: 'metrics.example.com',
  insecureSkipVerify: false,
  minVersion: ScrapeTlsVersion.TLS12,
  maxVersion: ScrapeTlsVersion.TLS13,
};

const TLS_SPEC = {
  ca: { configMap: { name: 'ca', key: 'ca.crt' } },
  cert: { secret: { name: 'client', key: 'tls.crt', optional: false } },
  keySecret: { name: 'client', key: 'tls.key' },
  serverName: 'metrics.example.com',
  insecureSkipVerify: false,
  minVersion: 'TLS12',
  maxVersion: 'TLS13',
};

describe('PodMonitor', () => {
  test('renders every field', () => {
    const object = render((chart) => {
      const monitor = new PodMonitor(chart, 'pods', { ...MONITOR, endpoints: [{ ...ENDPOINT, tls: TLS }] });
      monitor.addEndpoint({ portNumber: 15020 });
    });
    expect(object).toStrictEqual({
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'PodMonitor',
      metadata: { name: 'pods', namespace: 'monitoring' },
      spec: {
        ...MONITOR_SPEC,
        podMetricsEndpoints: [{ ...ENDPOINT_SPEC, tlsConfig: TLS_SPEC }, { portNumber: 15020 }],
      },
    });
  });

  test('selects everything, everywhere, when asked', () => {
    const { spec } = render(
      (chart) =>
        new PodMonitor(chart, 'pods', { matchLabels: {}, namespaces: MonitoredNamespaces.any(), endpoints: [{}] }),
    );
    expect(spec).toStrictEqual({
      selector: { matchLabels: {} },
      namespaceSelector: { any: true },
      podMetricsEndpoints: [{}],
    });
  });

  test('takes a patch', () => {
    const { spec } = render((chart) => {
      const monitor = new PodMonitor(chart, 'pods', { matchLabels: {}, endpoints: [{}] });
      monitor.addJsonPatch(JsonPatch.add('/spec/podMetricsEndpoints/0/bearerTokenSecret', KEY));
    });
    expect(spec.podMetricsEndpoints[0]).toEqual({ bearerTokenSecret: KEY });
  });

  test.each<[string, ScrapeAuthorization, object]>([
    [
      'a user name and password',
      ScrapeAuthorization.basic({ name: 'login', key: 'user' }, { name: 'login', key: 'password' }),
      { basicAuth: { username: { name: 'login', key: 'user' }, password: { name: 'login', key: 'password' } } },
    ],
    [
      'another scheme',
      ScrapeAuthorization.custom('Token', KEY),
      { authorization: { type: 'Token', credentials: KEY } },
    ],
    [
      'OAuth 2.0',
      ScrapeAuthorization.oauth2({
        clientId: KeySource.configMap({ name: 'oauth', key: 'id' }),
        clientSecret: { name: 'oauth', key: 'secret' },
        tokenUrl: 'https://id.example.com/token',
        scopes: ['metrics'],
        endpointParams: { audience: 'prometheus' },
        tls: { insecureSkipVerify: true },
        proxyFromEnvironment: true,
      }),
      {
        oauth2: {
          clientId: { configMap: { name: 'oauth', key: 'id' } },
          clientSecret: { name: 'oauth', key: 'secret' },
          tokenUrl: 'https://id.example.com/token',
          scopes: ['metrics'],
          endpointParams: { audience: 'prometheus' },
          tlsConfig: { insecureSkipVerify: true },
          proxyFromEnvironment: true,
        },
      },
    ],
  ])('authorizes by %s', (_, authorization, expected) => {
    const { spec } = render(
      (chart) => new PodMonitor(chart, 'pods', { matchLabels: {}, endpoints: [{ authorization }] }),
    );
    expect(spec.podMetricsEndpoints).toStrictEqual([expected]);
  });
});

describe('ServiceMonitor', () => {
  test('renders every field', () => {
    const object = render((chart) => {
      const monitor = new ServiceMonitor(chart, 'services', {
        ...MONITOR,
        targetLabels: ['team'],
        serviceDiscoveryRole: ServiceDiscoveryRole.ENDPOINT_SLICE,
        endpoints: [{ ...ENDPOINT, tls: TLS }],
      });
      monitor.addEndpoint({ targetPort: 9090, tls: { caFile: '/ca', certFile: '/cert', keyFile: '/key' } });
      monitor.addEndpoint({ targetPortName: 'metrics' });
    });
    expect(object).toStrictEqual({
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'ServiceMonitor',
      metadata: { name: 'services', namespace: 'monitoring' },
      spec: {
        ...MONITOR_SPEC,
        targetLabels: ['team'],
        serviceDiscoveryRole: 'EndpointSlice',
        endpoints: [
          { ...ENDPOINT_SPEC, tlsConfig: TLS_SPEC },
          { targetPort: 9090, tlsConfig: { caFile: '/ca', certFile: '/cert', keyFile: '/key' } },
          { targetPort: 'metrics' },
        ],
      },
    });
  });
});

describe('monitors', () => {
  test('say at synthesis that they have no endpoint', () => {
    const chart = plainChart();
    new PodMonitor(chart, 'pods', { matchLabels: {} });
    new ServiceMonitor(chart, 'services', { matchLabels: {} });
    expect(problems(chart)).toEqual(["endpoints of PodMonitor: got 'none'", "endpoints of ServiceMonitor: got 'none'"]);
  });

  const pod = (props: Partial<MonitorProps>) => () => new PodMonitor(plainChart(), 'm', { matchLabels: {}, ...props });
  const endpoint = (options: PodMetricsEndpoint) => () =>
    new PodMonitor(plainChart(), 'm', { matchLabels: {}, endpoints: [options] });
  const service = (options: ServiceEndpoint) => () =>
    new ServiceMonitor(plainChart(), 'm', { matchLabels: {}, endpoints: [options] });
  const file = 'tls of a scrape: got ';

  test.each<[() => unknown, string]>([
    [pod({ matchLabels: undefined }), "selector of PodMonitor 'test/m': got nothing"],
    [
      pod({ matchExpressions: [LabelExpression.in('tier', [])] }),
      "matchExpressions['tier'] of PodMonitor 'test/m': got 'In without values'",
    ],
    [pod({ sampleLimit: -1 }), "sampleLimit of PodMonitor 'test/m': got -1"],
    [pod({ nativeHistogramMinBucketFactor: 0.5 }), "nativeHistogramMinBucketFactor of PodMonitor 'test/m': got 0.5"],
    [
      pod({ scrapeProtocols: [ScrapeProtocol.PROMETHEUS_PROTO, ScrapeProtocol.PROMETHEUS_PROTO] }),
      'scrapeProtocols of PodMonitor \'test/m\': got ["PrometheusProto","PrometheusProto"]',
    ],
    [() => MonitoredNamespaces.named(), "namespaces of a monitor: got '[]'"],
    [endpoint({ port: 'metrics', portNumber: 80 }), "[test/m] endpoint: got port 'metrics' and portNumber 80"],
    [endpoint({ portNumber: 70_000 }), 'portNumber of an endpoint: got 70000'],
    [service({ port: 'metrics', targetPort: 80 }), '[test/m] port of an endpoint: got ["metrics",80]'],
    [
      endpoint({ interval: Duration.seconds(10), scrapeTimeout: Duration.seconds(15) }),
      "scrapeTimeout of an endpoint: got '15s'",
    ],
    [endpoint({ proxyUrl: 'proxy:3128' }), "proxyUrl of a scrape: got 'proxy:3128'"],
    [endpoint({ noProxy: 'localhost' }), "noProxy of a scrape: got 'localhost'"],
    [
      endpoint({ proxyFromEnvironment: true, proxyUrl: 'http://proxy' }),
      "proxyFromEnvironment of a scrape: got 'true beside proxyUrl'",
    ],
    [endpoint({ proxyConnectHeader: { a: [KEY] } }), "proxyConnectHeader of a scrape: got 'headers without a proxy'"],
    [
      endpoint({ tls: { cert: KeySource.secret(KEY) } }),
      `${file}'a certificate without a key', expected both or neither; fix: give cert and keySecret together`,
    ],
    [
      endpoint({ tls: { keySecret: KEY } }),
      `${file}'a key without a certificate', expected both or neither; fix: give cert and keySecret together`,
    ],
    [
      service({ tls: { ca: KeySource.secret(KEY), caFile: '/ca' } }),
      `${file}'both ca and caFile', expected one of them; fix: leave one out`,
    ],
    [
      endpoint({ tls: { minVersion: ScrapeTlsVersion.TLS13, maxVersion: ScrapeTlsVersion.TLS12 } }),
      `${file}'minVersion TLS13, maxVersion TLS12', expected a range that is not empty; fix: swap them, or leave one out`,
    ],
    [() => ScrapeAuthorization.custom('basic', KEY), "type of a scrape authorization: got 'basic'"],
    [() => ScrapeAuthorization.bearer({ name: 'scrape', key: 'a b' }), "key of 'scrape': got 'a b'"],
  ])('refuse %#', (act, message) => {
    expect(act).toThrow(message);
  });
});
