import { Duration, Size } from 'cdk8s';
import { Cpu, LabelExpression } from 'cdk8s-plus-28';
import { specOf } from './mesh-support';
import { OutboundTrafficPolicy } from '../../src/istio/outbound-traffic-policy';
import { MeshAccessLog } from '../../src/istio/sail-access-log';
import { MeshExtensionProvider as Provider } from '../../src/istio/sail-extension-provider';
import { Istio, IstioProps } from '../../src/istio/sail-istio';
import { MeshConfig } from '../../src/istio/sail-mesh-config';

const valuesOf = (props: IstioProps) =>
  (specOf((chart) => new Istio(chart, 'default', props)) as { values: object }).values;
const meshOf = (meshConfig: MeshConfig) => (valuesOf({ meshConfig }) as { meshConfig: object }).meshConfig;

describe('mesh', () => {
  test.each<[string, MeshAccessLog, object]>([
    ['none', MeshAccessLog.DISABLED, { accessLogFile: '' }],
    [
      'lines of text',
      MeshAccessLog.text({ format: '%RESPONSE_CODE%' }),
      { accessLogFile: '/dev/stdout', accessLogEncoding: 'TEXT', accessLogFormat: '%RESPONSE_CODE%' },
    ],
    [
      'lines of JSON',
      MeshAccessLog.json({ file: '/tmp/log', fields: { code: '%RESPONSE_CODE%' } }),
      { accessLogFile: '/tmp/log', accessLogEncoding: 'JSON', accessLogFormat: '{"code":"%RESPONSE_CODE%"}' },
    ],
    ['JSON of Istio', MeshAccessLog.json(), { accessLogFile: '/dev/stdout', accessLogEncoding: 'JSON' }],
  ])('logs %s', (_, accessLog, expected) => {
    expect(meshOf({ accessLog })).toEqual(expected);
  });

  test.each<[Provider, object]>([
    [Provider.prometheus('p'), { prometheus: {} }],
    [Provider.zipkin('p', { service: 'z.a.svc', port: 9411 }), { zipkin: { service: 'z.a.svc', port: 9411 } }],
    [
      Provider.datadog('p', { service: '10.0.0.1', port: 8126, maxTagLength: 99 }),
      { datadog: { service: '10.0.0.1', port: 8126, maxTagLength: 99 } },
    ],
    [Provider.skywalking('p', { service: 'ns/sky.a.b', port: 1 }), { skywalking: { service: 'ns/sky.a.b', port: 1 } }],
    [
      Provider.openTelemetry('p', { service: 'o.a.b', port: 4317 }),
      { opentelemetry: { service: 'o.a.b', port: 4317 } },
    ],
    [
      Provider.openTelemetry('p', {
        service: 'o.a.b',
        port: 4317,
        timeout: Duration.seconds(1),
        headersFromEnvironment: { authorization: 'TOKEN' },
      }),
      {
        opentelemetry: {
          service: 'o.a.b',
          port: 4317,
          grpc: { timeout: '1s', initialMetadata: [{ name: 'authorization', envName: 'TOKEN' }] },
        },
      },
    ],
    [
      Provider.openTelemetry('p', {
        service: 'o.a.b',
        port: 443,
        path: '/v1/traces',
        headers: { 'x-team': 'shop' },
        detectEnvironment: true,
      }),
      {
        opentelemetry: {
          service: 'o.a.b',
          port: 443,
          http: { path: '/v1/traces', headers: [{ name: 'x-team', value: 'shop' }] },
          resourceDetectors: { environment: {} },
        },
      },
    ],
    [
      Provider.fileAccessLog('p', { path: '/dev/stderr', labels: { code: '%RESPONSE_CODE%' }, omitEmptyValues: true }),
      {
        envoyFileAccessLog: {
          path: '/dev/stderr',
          logFormat: { labels: { code: '%RESPONSE_CODE%' } },
          omitEmptyValues: true,
        },
      },
    ],
    [Provider.fileAccessLog('p', { labels: {} }), { envoyFileAccessLog: { logFormat: { labels: {} } } }],
    [
      Provider.otelAccessLog('p', { service: 'o.a.b', port: 4317, logName: 'l', text: 't', labels: { a: 'b' } }),
      { envoyOtelAls: { service: 'o.a.b', port: 4317, logName: 'l', logFormat: { text: 't', labels: { a: 'b' } } } },
    ],
    [
      Provider.extAuthzGrpc('p', {
        service: 'a.b.c',
        port: 9000,
        timeout: Duration.seconds(2),
        failOpen: true,
        statusOnError: 503,
        clearRouteCache: true,
        includeRequestBodyInCheck: { maxRequestBytes: 1024, allowPartialMessage: true, packAsBytes: true },
      }),
      {
        envoyExtAuthzGrpc: {
          service: 'a.b.c',
          port: 9000,
          timeout: '2s',
          failOpen: true,
          statusOnError: '503',
          clearRouteCache: true,
          includeRequestBodyInCheck: { maxRequestBytes: 1024, allowPartialMessage: true, packAsBytes: true },
        },
      },
    ],
    [
      Provider.extAuthzHttp('p', {
        service: 'a.b.c',
        port: 80,
        pathPrefix: '/check',
        includeRequestHeadersInCheck: ['cookie'],
        includeAdditionalHeadersInCheck: { 'x-mesh': 'eu' },
        headersToUpstreamOnAllow: ['x-user'],
        headersToDownstreamOnAllow: ['set-cookie'],
        headersToDownstreamOnDeny: ['location'],
      }),
      {
        envoyExtAuthzHttp: {
          service: 'a.b.c',
          port: 80,
          pathPrefix: '/check',
          includeRequestHeadersInCheck: ['cookie'],
          includeAdditionalHeadersInCheck: { 'x-mesh': 'eu' },
          headersToUpstreamOnAllow: ['x-user'],
          headersToDownstreamOnAllow: ['set-cookie'],
          headersToDownstreamOnDeny: ['location'],
        },
      },
    ],
    [
      Provider.custom('p', { type: 'stackdriver', settings: { maxTagLength: 99 } }),
      { stackdriver: { maxTagLength: 99 } },
    ],
  ])('knows a provider: %j', (provider, expected) => {
    expect(meshOf({ extensionProviders: [provider] })).toMatchObject({
      extensionProviders: [{ name: 'p', ...expected }],
    });
  });
});

describe('Istio with every option', () => {
  test('of the mesh', () => {
    const tls = { cipherSuites: ['ECDHE-RSA-AES256-GCM-SHA384'], ecdhCurves: ['P-256'] };
    expect(
      meshOf({
        outboundTrafficPolicy: OutboundTrafficPolicy.REGISTRY_ONLY,
        defaultConfig: {
          concurrency: 2,
          holdApplicationUntilProxyStarts: true,
          drainDuration: Duration.seconds(30),
          terminationDrainDuration: Duration.minutes(1),
          dnsCapture: true,
          proxyMetadata: { A: 'b' },
          numTrustedProxies: 1,
          proxyProtocol: true,
          tracingSampling: 5,
          imageType: 'distroless',
          statsInclusionRegexps: ['.*retry.*'],
          statsInclusionPrefixes: ['cluster'],
          statsInclusionSuffixes: ['cx_active'],
        },
        defaultAccessLoggingProviders: ['envoy'],
        defaultMetricsProviders: ['prometheus'],
        defaultTracingProvider: 'otel',
        enableTracing: true,
        discoverySelectors: [
          { matchLabels: { mesh: 'on' } },
          { matchExpressions: [LabelExpression.in('env', ['prod'])] },
        ],
        trustDomain: 'eu.example',
        trustDomainAliases: ['cluster.local'],
        enableAutoMtls: true,
        meshMtls: tls,
        tlsDefaults: tls,
        rootNamespace: 'istio-config',
        defaultServiceExportTo: ['.'],
        defaultVirtualServiceExportTo: ['*'],
        defaultDestinationRuleExportTo: ['.', 'gateways'],
        enablePrometheusMerge: false,
        connectTimeout: Duration.seconds(5),
      }),
    ).toEqual({
      accessLogFile: '/dev/stdout',
      accessLogEncoding: 'TEXT',
      outboundTrafficPolicy: { mode: 'REGISTRY_ONLY' },
      defaultConfig: {
        concurrency: 2,
        holdApplicationUntilProxyStarts: true,
        drainDuration: '30s',
        terminationDrainDuration: '1m',
        proxyMetadata: { A: 'b', ISTIO_META_DNS_CAPTURE: 'true' },
        gatewayTopology: { numTrustedProxies: 1, proxyProtocol: {} },
        tracing: { sampling: 5 },
        image: { imageType: 'distroless' },
        proxyStatsMatcher: {
          inclusionRegexps: ['.*retry.*'],
          inclusionPrefixes: ['cluster'],
          inclusionSuffixes: ['cx_active'],
        },
      },
      defaultProviders: { accessLogging: ['envoy'], metrics: ['prometheus'], tracing: ['otel'] },
      enableTracing: true,
      discoverySelectors: [
        { matchLabels: { mesh: 'on' } },
        { matchExpressions: [{ key: 'env', operator: 'In', values: ['prod'] }] },
      ],
      trustDomain: 'eu.example',
      trustDomainAliases: ['cluster.local'],
      enableAutoMtls: true,
      meshMTLS: tls,
      tlsDefaults: tls,
      rootNamespace: 'istio-config',
      defaultServiceExportTo: ['.'],
      defaultVirtualServiceExportTo: ['*'],
      defaultDestinationRuleExportTo: ['.', 'gateways'],
      enablePrometheusMerge: false,
      connectTimeout: '5s',
    });
  });

  const resources = {
    cpuRequest: Cpu.millis(100),
    cpuLimit: Cpu.units(1),
    memoryRequest: Size.mebibytes(128),
    memoryLimit: Size.gibibytes(1),
  };
  const RESOURCES = { requests: { cpu: '100m', memory: '128Mi' }, limits: { cpu: '1', memory: '1024Mi' } };

  test('of istiod', () => {
    const plain = {
      autoscaleEnabled: true,
      autoscaleMin: 2,
      autoscaleMax: 4,
      env: { PILOT_ENABLE_ALPHA_GATEWAY_API: 'true' },
      traceSampling: 10,
      trustedZtunnelNamespace: 'ztunnel',
      nodeSelector: { infra: 'true' },
      podLabels: { team: 'mesh' },
      podAnnotations: { a: 'b' },
      serviceAccountAnnotations: { c: 'd' },
      extraContainerArgs: ['--x'],
    };
    const options = {
      ...plain,
      resources,
      targetCpuPercent: 70,
      targetMemoryPercent: 80,
      cniEnabled: true,
      keepaliveMaxServerConnectionAge: Duration.minutes(10),
      taintEnabled: true,
      taintNamespace: 'istio-cni',
      jwksResolverExtraRootCa: 'PEM',
    };
    expect(valuesOf({ pilot: options })).toMatchObject({
      pilot: {
        ...plain,
        resources: RESOURCES,
        cpu: { targetAverageUtilization: 70 },
        memory: { targetAverageUtilization: 80 },
        cni: { enabled: true },
        keepaliveMaxServerConnectionAge: '10m',
        taint: { enabled: true, namespace: 'istio-cni' },
        jwksResolverExtraRootCA: 'PEM',
      },
    });
    expect(valuesOf({ pilot: { autoscaleEnabled: false, replicaCount: 2 } })).toMatchObject({
      pilot: { autoscaleEnabled: false, replicaCount: 2 },
    });
  });

  test('of all components', () => {
    const plain = {
      ...{ logAsJson: true, hub: 'quay.example/istio', tag: '1.30.3', variant: 'distroless', network: 'west' },
      ...{ platform: 'openshift', nativeNftables: true, caAddress: 'ca.example:443', imagePullSecrets: ['pull'] },
    };
    expect(
      valuesOf({
        global: {
          ...plain,
          logLevel: 'default:debug',
          meshId: 'eu',
          clusterName: 'c1',
          podDisruptionBudget: false,
          networkPolicy: true,
          waypointResources: resources,
          proxy: {
            resources,
            logLevel: 'info',
            componentLogLevel: 'misc:info',
            clusterDomain: 'c.local',
            includeIpRanges: ['10.0.0.0/8', '10.1.0.0/16'],
            excludeIpRanges: ['10.2.0.0/16'],
            excludeInboundPorts: [22, 23],
            excludeOutboundPorts: [25],
          },
        },
      }),
    ).toMatchObject({
      global: {
        ...plain,
        logging: { level: 'default:debug' },
        meshID: 'eu',
        multiCluster: { clusterName: 'c1' },
        defaultPodDisruptionBudget: { enabled: false },
        networkPolicy: { enabled: true },
        waypoint: { resources: RESOURCES },
        proxy: {
          resources: RESOURCES,
          logLevel: 'info',
          componentLogLevel: 'misc:info',
          clusterDomain: 'c.local',
          includeIPRanges: '10.0.0.0/8,10.1.0.0/16',
          excludeIPRanges: '10.2.0.0/16',
          excludeInboundPorts: '22,23',
          excludeOutboundPorts: '25',
        },
      },
    });
  });
});
