// monitoring.coreos.com: written by tools/shapes.ts from the CRDs; change it there.
import {
  array,
  boolean,
  choice,
  integer,
  intOrString,
  kind,
  map,
  object,
  preset,
  required,
  string,
  Infer,
  Spec,
} from './shape';

export const NamespaceSelector = object({ any: boolean(), matchNames: array(string()) });
export type NamespaceSelector = Infer<typeof NamespaceSelector>;

export const Credentials = object({ key: required(string()), name: string({ default: '' }), optional: boolean() });
export type Credentials = Infer<typeof Credentials>;

export const Authorization = object({ credentials: Credentials, type: string() });
export type Authorization = Infer<typeof Authorization>;

export const BasicAuth = object({ password: Credentials, username: Credentials });
export type BasicAuth = Infer<typeof BasicAuth>;

export const MetricRelabeling = object({
  action: preset(
    choice(
      'replace',
      'Replace',
      'keep',
      'Keep',
      'drop',
      'Drop',
      'hashmod',
      'HashMod',
      'labelmap',
      'LabelMap',
      'labeldrop',
      'LabelDrop',
      'labelkeep',
      'LabelKeep',
      'lowercase',
      'Lowercase',
      'uppercase',
      'Uppercase',
      'keepequal',
      'KeepEqual',
      'dropequal',
      'DropEqual',
    ),
    'replace',
  ),
  modulus: integer({ format: 'int64', minimum: 0 }),
  regex: string(),
  replacement: string(),
  separator: string(),
  sourceLabels: array(string()),
  targetLabel: string(),
});
export type MetricRelabeling = Infer<typeof MetricRelabeling>;

export const ClientId = object({ configMap: Credentials, secret: Credentials });
export type ClientId = Infer<typeof ClientId>;

export const TlsConfig = object({
  ca: ClientId,
  cert: ClientId,
  insecureSkipVerify: boolean(),
  keySecret: Credentials,
  maxVersion: choice('TLS10', 'TLS11', 'TLS12', 'TLS13'),
  minVersion: choice('TLS10', 'TLS11', 'TLS12', 'TLS13'),
  serverName: string(),
});
export type TlsConfig = Infer<typeof TlsConfig>;

export const Oauth2 = object({
  clientId: required(ClientId),
  clientSecret: required(Credentials),
  endpointParams: map(string()),
  noProxy: string(),
  proxyConnectHeader: map(array(Credentials)),
  proxyFromEnvironment: boolean(),
  proxyUrl: string({ pattern: '^(http|https|socks5)://.+$' }),
  scopes: array(string()),
  tlsConfig: TlsConfig,
  tokenUrl: required(string({ pattern: '^(http|https)://.+$' })),
});
export type Oauth2 = Infer<typeof Oauth2>;

export const Selector = object({
  matchExpressions: array(object({ key: required(string()), operator: required(string()), values: array(string()) })),
  matchLabels: map(string()),
});
export type Selector = Infer<typeof Selector>;

export const PodMonitor = kind('monitoring.coreos.com/v1', 'PodMonitor', 'Namespaced', {
  spec: required(
    object({
      attachMetadata: object({ node: boolean() }),
      bodySizeLimit: string({ pattern: '(^0|([0-9]*[.])?[0-9]+((K|M|G|T|E|P)i?)?B)$' }),
      convertClassicHistogramsToNHCB: boolean(),
      fallbackScrapeProtocol: choice(
        'PrometheusProto',
        'OpenMetricsText0.0.1',
        'OpenMetricsText1.0.0',
        'PrometheusText0.0.4',
        'PrometheusText1.0.0',
      ),
      jobLabel: string(),
      keepDroppedTargets: integer({ format: 'int64', minimum: 0 }),
      labelLimit: integer({ format: 'int64', minimum: 0 }),
      labelNameLengthLimit: integer({ format: 'int64', minimum: 0 }),
      labelValueLengthLimit: integer({ format: 'int64', minimum: 0 }),
      namespaceSelector: NamespaceSelector,
      nativeHistogramBucketLimit: integer({ format: 'int64', minimum: 0 }),
      nativeHistogramMinBucketFactor: intOrString({
        pattern:
          '^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))))?$',
      }),
      podMetricsEndpoints: array(
        object({
          authorization: Authorization,
          basicAuth: BasicAuth,
          bearerTokenSecret: Credentials,
          enableHttp2: boolean(),
          filterRunning: boolean(),
          followRedirects: boolean(),
          honorLabels: boolean(),
          honorTimestamps: boolean(),
          interval: string({
            pattern: '^(0|(([0-9]+)y)?(([0-9]+)w)?(([0-9]+)d)?(([0-9]+)h)?(([0-9]+)m)?(([0-9]+)s)?(([0-9]+)ms)?)$',
          }),
          metricRelabelings: array(MetricRelabeling),
          noProxy: string(),
          oauth2: Oauth2,
          params: map(array(string())),
          path: string(),
          port: string(),
          portNumber: integer({ format: 'int32', minimum: 1, maximum: 65535 }),
          proxyConnectHeader: map(array(Credentials)),
          proxyFromEnvironment: boolean(),
          proxyUrl: string({ pattern: '^(http|https|socks5)://.+$' }),
          relabelings: array(MetricRelabeling),
          scheme: choice('http', 'https', 'HTTP', 'HTTPS'),
          scrapeTimeout: string({
            pattern: '^(0|(([0-9]+)y)?(([0-9]+)w)?(([0-9]+)d)?(([0-9]+)h)?(([0-9]+)m)?(([0-9]+)s)?(([0-9]+)ms)?)$',
          }),
          targetPort: intOrString(),
          tlsConfig: TlsConfig,
          trackTimestampsStaleness: boolean(),
        }),
      ),
      podTargetLabels: array(string()),
      sampleLimit: integer({ format: 'int64', minimum: 0 }),
      scrapeClass: string({ min: 1 }),
      scrapeClassicHistograms: boolean(),
      scrapeNativeHistograms: boolean(),
      scrapeProtocols: array(
        choice(
          'PrometheusProto',
          'OpenMetricsText0.0.1',
          'OpenMetricsText1.0.0',
          'PrometheusText0.0.4',
          'PrometheusText1.0.0',
        ),
        { set: true },
      ),
      selector: required(Selector),
      selectorMechanism: choice('RelabelConfig', 'RoleSelector'),
      targetLimit: integer({ format: 'int64', minimum: 0 }),
    }),
  ),
});
export type PodMonitorSpec = Spec<typeof PodMonitor>;

export const ServiceMonitor = kind('monitoring.coreos.com/v1', 'ServiceMonitor', 'Namespaced', {
  spec: required(
    object({
      attachMetadata: object({ node: boolean() }),
      bodySizeLimit: string({ pattern: '(^0|([0-9]*[.])?[0-9]+((K|M|G|T|E|P)i?)?B)$' }),
      convertClassicHistogramsToNHCB: boolean(),
      endpoints: required(
        array(
          object({
            authorization: Authorization,
            basicAuth: BasicAuth,
            bearerTokenFile: string(),
            bearerTokenSecret: Credentials,
            enableHttp2: boolean(),
            filterRunning: boolean(),
            followRedirects: boolean(),
            honorLabels: boolean(),
            honorTimestamps: boolean(),
            interval: string({
              pattern: '^(0|(([0-9]+)y)?(([0-9]+)w)?(([0-9]+)d)?(([0-9]+)h)?(([0-9]+)m)?(([0-9]+)s)?(([0-9]+)ms)?)$',
            }),
            metricRelabelings: array(MetricRelabeling),
            noProxy: string(),
            oauth2: Oauth2,
            params: map(array(string())),
            path: string(),
            port: string(),
            proxyConnectHeader: map(array(Credentials)),
            proxyFromEnvironment: boolean(),
            proxyUrl: string({ pattern: '^(http|https|socks5)://.+$' }),
            relabelings: array(MetricRelabeling),
            scheme: choice('http', 'https', 'HTTP', 'HTTPS'),
            scrapeTimeout: string({
              pattern: '^(0|(([0-9]+)y)?(([0-9]+)w)?(([0-9]+)d)?(([0-9]+)h)?(([0-9]+)m)?(([0-9]+)s)?(([0-9]+)ms)?)$',
            }),
            targetPort: intOrString(),
            tlsConfig: object({
              ca: ClientId,
              caFile: string(),
              cert: ClientId,
              certFile: string(),
              insecureSkipVerify: boolean(),
              keyFile: string(),
              keySecret: Credentials,
              maxVersion: choice('TLS10', 'TLS11', 'TLS12', 'TLS13'),
              minVersion: choice('TLS10', 'TLS11', 'TLS12', 'TLS13'),
              serverName: string(),
            }),
            trackTimestampsStaleness: boolean(),
          }),
        ),
      ),
      fallbackScrapeProtocol: choice(
        'PrometheusProto',
        'OpenMetricsText0.0.1',
        'OpenMetricsText1.0.0',
        'PrometheusText0.0.4',
        'PrometheusText1.0.0',
      ),
      jobLabel: string(),
      keepDroppedTargets: integer({ format: 'int64', minimum: 0 }),
      labelLimit: integer({ format: 'int64', minimum: 0 }),
      labelNameLengthLimit: integer({ format: 'int64', minimum: 0 }),
      labelValueLengthLimit: integer({ format: 'int64', minimum: 0 }),
      namespaceSelector: NamespaceSelector,
      nativeHistogramBucketLimit: integer({ format: 'int64', minimum: 0 }),
      nativeHistogramMinBucketFactor: intOrString({
        pattern:
          '^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))))?$',
      }),
      podTargetLabels: array(string()),
      sampleLimit: integer({ format: 'int64', minimum: 0 }),
      scrapeClass: string({ min: 1 }),
      scrapeClassicHistograms: boolean(),
      scrapeNativeHistograms: boolean(),
      scrapeProtocols: array(
        choice(
          'PrometheusProto',
          'OpenMetricsText0.0.1',
          'OpenMetricsText1.0.0',
          'PrometheusText0.0.4',
          'PrometheusText1.0.0',
        ),
        { set: true },
      ),
      selector: required(Selector),
      selectorMechanism: choice('RelabelConfig', 'RoleSelector'),
      serviceDiscoveryRole: choice('Endpoints', 'EndpointSlice'),
      targetLabels: array(string()),
      targetLimit: integer({ format: 'int64', minimum: 0 }),
    }),
  ),
});
export type ServiceMonitorSpec = Spec<typeof ServiceMonitor>;

export const PrometheusRule = kind('monitoring.coreos.com/v1', 'PrometheusRule', 'Namespaced', {
  spec: required(
    object({
      groups: array(
        object({
          interval: string({
            pattern: '^(0|(([0-9]+)y)?(([0-9]+)w)?(([0-9]+)d)?(([0-9]+)h)?(([0-9]+)m)?(([0-9]+)s)?(([0-9]+)ms)?)$',
          }),
          labels: map(string()),
          limit: integer(),
          name: required(string({ min: 1 })),
          partial_response_strategy: string({ pattern: '^(?i)(abort|warn)?$' }),
          query_offset: string({
            pattern: '^(0|(([0-9]+)y)?(([0-9]+)w)?(([0-9]+)d)?(([0-9]+)h)?(([0-9]+)m)?(([0-9]+)s)?(([0-9]+)ms)?)$',
          }),
          rules: array(
            object({
              alert: string(),
              annotations: map(string()),
              expr: required(intOrString()),
              for: string({
                pattern: '^(0|(([0-9]+)y)?(([0-9]+)w)?(([0-9]+)d)?(([0-9]+)h)?(([0-9]+)m)?(([0-9]+)s)?(([0-9]+)ms)?)$',
              }),
              keep_firing_for: string({
                min: 1,
                pattern: '^(0|(([0-9]+)y)?(([0-9]+)w)?(([0-9]+)d)?(([0-9]+)h)?(([0-9]+)m)?(([0-9]+)s)?(([0-9]+)ms)?)$',
              }),
              labels: map(string()),
              record: string(),
            }),
          ),
        }),
        { keys: ['name'] },
      ),
    }),
  ),
});
export type PrometheusRuleSpec = Spec<typeof PrometheusRule>;
