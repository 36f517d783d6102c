// sailoperator.io: written by tools/shapes.ts from the CRDs; change it there.
import {
  any,
  array,
  boolean,
  choice,
  integer,
  intOrString,
  kind,
  map,
  number,
  object,
  preset,
  required,
  string,
  Infer,
  Spec,
} from './shape';

export const DefaultResources = object({
  claims: array(object({ name: required(string()), request: string() }), { keys: ['name'] }),
  limits: map(
    intOrString({
      pattern:
        '^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))))?$',
    }),
  ),
  requests: map(
    intOrString({
      pattern:
        '^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))))?$',
    }),
  ),
});
export type DefaultResources = Infer<typeof DefaultResources>;

export const DefaultToleration = object({
  effect: string(),
  key: string(),
  operator: string(),
  tolerationSeconds: integer({ format: 'int64' }),
  value: string(),
});
export type DefaultToleration = Infer<typeof DefaultToleration>;

export const HttpGet = object({
  host: string(),
  httpHeaders: array(object({ name: required(string()), value: required(string()) })),
  path: string(),
  port: required(intOrString()),
  scheme: string(),
});
export type HttpGet = Infer<typeof HttpGet>;

export const TcpSocket = object({ host: string(), port: required(intOrString()) });
export type TcpSocket = Infer<typeof TcpSocket>;

export const PostStart = object({
  exec: object({ command: array(string()) }),
  httpGet: HttpGet,
  sleep: object({ seconds: required(integer({ format: 'int64' })) }),
  tcpSocket: TcpSocket,
});
export type PostStart = Infer<typeof PostStart>;

export const SeccompProfile = object({ localhostProfile: string(), type: required(string()) });
export type SeccompProfile = Infer<typeof SeccompProfile>;

export const Lightstep = object({ accessToken: string(), address: string() });
export type Lightstep = Infer<typeof Lightstep>;

export const MatchExpression = object({
  key: required(string()),
  operator: required(string()),
  values: array(string()),
});
export type MatchExpression = Infer<typeof MatchExpression>;

export const Preference = object({ matchExpressions: array(MatchExpression), matchFields: array(MatchExpression) });
export type Preference = Infer<typeof Preference>;

export const LabelSelector = object({ matchExpressions: array(MatchExpression), matchLabels: map(string()) });
export type LabelSelector = Infer<typeof LabelSelector>;

export const PodAffinityTerm = object({
  labelSelector: LabelSelector,
  matchLabelKeys: array(string()),
  mismatchLabelKeys: array(string()),
  namespaceSelector: LabelSelector,
  namespaces: array(string()),
  topologyKey: required(string()),
});
export type PodAffinityTerm = Infer<typeof PodAffinityTerm>;

export const PodAffinity = object({
  preferredDuringSchedulingIgnoredDuringExecution: array(
    object({ podAffinityTerm: required(PodAffinityTerm), weight: required(integer({ format: 'int32' })) }),
  ),
  requiredDuringSchedulingIgnoredDuringExecution: array(PodAffinityTerm),
});
export type PodAffinity = Infer<typeof PodAffinity>;

export const Affinity = object({
  nodeAffinity: object({
    preferredDuringSchedulingIgnoredDuringExecution: array(
      object({ preference: required(Preference), weight: required(integer({ format: 'int32' })) }),
    ),
    requiredDuringSchedulingIgnoredDuringExecution: object({ nodeSelectorTerms: required(array(Preference)) }),
  }),
  podAffinity: PodAffinity,
  podAntiAffinity: PodAffinity,
});
export type Affinity = Infer<typeof Affinity>;

export const TopologySpreadConstraint = object({
  labelSelector: LabelSelector,
  matchLabelKeys: array(string()),
  maxSkew: required(integer({ format: 'int32' })),
  minDomains: integer({ format: 'int32' }),
  nodeAffinityPolicy: string(),
  nodeTaintsPolicy: string(),
  topologyKey: required(string()),
  whenUnsatisfiable: required(string()),
});
export type TopologySpreadConstraint = Infer<typeof TopologySpreadConstraint>;

export const IstiodRemote = object({
  enabled: boolean(),
  enabledLocalInjectorIstiod: boolean(),
  injectionCABundle: string(),
  injectionPath: string(),
  injectionURL: string(),
});
export type IstiodRemote = Infer<typeof IstiodRemote>;

export const TlsSettings = object({
  caCertificates: string(),
  caCrl: string(),
  clientCertificate: string(),
  credentialName: string(),
  insecureSkipVerify: boolean(),
  mode: choice('DISABLE', 'SIMPLE', 'MUTUAL', 'ISTIO_MUTUAL'),
  privateKey: string(),
  sni: string(),
  subjectAltNames: array(string()),
});
export type TlsSettings = Infer<typeof TlsSettings>;

export const TcpKeepalive = object({ interval: string(), probes: integer({ format: 'int32' }), time: string() });
export type TcpKeepalive = Infer<typeof TcpKeepalive>;

export const EnvoyAccessLogService = object({
  address: string(),
  tcpKeepalive: TcpKeepalive,
  tlsSettings: TlsSettings,
});
export type EnvoyAccessLogService = Infer<typeof EnvoyAccessLogService>;

export const Cryptomb = object({ fallback: boolean(), pollDelay: string() });
export type Cryptomb = Infer<typeof Cryptomb>;

export const Environment = object({ defaultValue: string(), name: string() });
export type Environment = Infer<typeof Environment>;

export const IncludeRequestBodyInCheck = object({
  allowPartialMessage: boolean(),
  maxRequestBytes: integer({ format: 'int32' }),
  packAsBytes: boolean(),
});
export type IncludeRequestBodyInCheck = Infer<typeof IncludeRequestBodyInCheck>;

export const Header = object({ envName: string(), name: required(string()), value: string() });
export type Header = Infer<typeof Header>;

export const Http = object({ headers: array(Header), path: required(string()), timeout: string() });
export type Http = Infer<typeof Http>;

export const MeshMTLS = object({
  cipherSuites: array(string()),
  ecdhCurves: array(string()),
  minProtocolVersion: choice('TLS_AUTO', 'TLSV1_2', 'TLSV1_3'),
});
export type MeshMTLS = Infer<typeof MeshMTLS>;

export const ScaleDown = object({
  policies: array(
    object({
      periodSeconds: required(integer({ format: 'int32' })),
      type: required(string()),
      value: required(integer({ format: 'int32' })),
    }),
  ),
  selectPolicy: string(),
  stabilizationWindowSeconds: integer({ format: 'int32' }),
  tolerance: intOrString({
    pattern:
      '^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))))?$',
  }),
});
export type ScaleDown = Infer<typeof ScaleDown>;

export const ConfigMapKeyRef = object({ key: required(string()), name: string({ default: '' }), optional: boolean() });
export type ConfigMapKeyRef = Infer<typeof ConfigMapKeyRef>;

export const FieldRef = object({ apiVersion: string(), fieldPath: required(string()) });
export type FieldRef = Infer<typeof FieldRef>;

export const ResourceFieldRef = object({
  containerName: string(),
  divisor: intOrString({
    pattern:
      '^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))))?$',
  }),
  resource: required(string()),
});
export type ResourceFieldRef = Infer<typeof ResourceFieldRef>;

export const Item = object({ key: required(string()), mode: integer({ format: 'int32' }), path: required(string()) });
export type Item = Infer<typeof Item>;

export const DownwardAPIItem = object({
  fieldRef: FieldRef,
  mode: integer({ format: 'int32' }),
  path: required(string()),
  resourceFieldRef: ResourceFieldRef,
});
export type DownwardAPIItem = Infer<typeof DownwardAPIItem>;

export const ConfigMap = object({ items: array(Item), name: string({ default: '' }), optional: boolean() });
export type ConfigMap = Infer<typeof ConfigMap>;

export const Istio = kind('sailoperator.io/v1', 'Istio', 'Cluster', {
  spec: object(
    {
      namespace: string({ default: 'istio-system' }),
      profile: choice(
        'ambient',
        'default',
        'demo',
        'empty',
        'external',
        'openshift',
        'openshift-ambient',
        'preview',
        'remote',
        'stable',
      ),
      updateStrategy: object(
        {
          inactiveRevisionDeletionGracePeriodSeconds: integer({ format: 'int64', minimum: 0 }),
          type: preset(choice('InPlace', 'RevisionBased'), 'InPlace'),
          updateWorkloads: boolean(),
        },
        { default: { type: 'InPlace' } },
      ),
      values: object({
        base: object({ excludedCRDs: array(string()), validationCABundle: string(), validationURL: string() }),
        compatibilityVersion: string(),
        defaultRevision: string(),
        experimental: any(),
        gatewayClasses: any(),
        global: object({
          agentgateway: object({ image: string() }),
          arch: object({
            amd64: integer({ format: 'int32' }),
            arm64: integer({ format: 'int32' }),
            ppc64le: integer({ format: 'int32' }),
            s390x: integer({ format: 'int32' }),
          }),
          caAddress: string(),
          caName: string(),
          certSigners: array(string()),
          configCluster: boolean(),
          configValidation: boolean(),
          defaultNodeSelector: map(string()),
          defaultPodDisruptionBudget: object({ enabled: boolean() }),
          defaultResources: DefaultResources,
          defaultTolerations: array(DefaultToleration),
          enableReaderRBAC: boolean(),
          externalIstiod: boolean(),
          hub: string(),
          imagePullPolicy: choice('Always', 'Never', 'IfNotPresent'),
          imagePullSecrets: array(string()),
          ipFamilies: array(string()),
          ipFamilyPolicy: string(),
          istioNamespace: string(),
          istiod: object({ enableAnalysis: boolean() }),
          jwtPolicy: string(),
          logAsJson: boolean(),
          logging: object({ level: string() }),
          meshID: string(),
          meshNetworks: map(
            object({
              endpoints: array(object({ fromCidr: string(), fromRegistry: string() })),
              gateways: array(
                object({
                  address: string(),
                  locality: string(),
                  port: integer({ format: 'int32' }),
                  registryServiceName: string(),
                }),
              ),
            }),
          ),
          mountMtlsCerts: boolean(),
          multiCluster: object({
            clusterName: string(),
            enabled: boolean(),
            globalDomainSuffix: string(),
            includeEnvoyFilter: boolean(),
          }),
          nativeNftables: boolean(),
          network: string(),
          networkPolicy: object({ enabled: boolean() }),
          omitSidecarInjectorConfigMap: boolean(),
          operatorManageWebhooks: boolean(),
          pilotCertProvider: string(),
          platform: string(),
          podDNSSearchNamespaces: array(string()),
          priorityClassName: string(),
          proxy: object({
            autoInject: string(),
            clusterDomain: string(),
            componentLogLevel: string(),
            enableCoreDump: boolean(),
            excludeIPRanges: string(),
            excludeInboundPorts: string(),
            excludeOutboundPorts: string(),
            holdApplicationUntilProxyStarts: boolean(),
            image: string(),
            includeIPRanges: string(),
            includeInboundPorts: string(),
            includeOutboundPorts: string(),
            lifecycle: object({ postStart: PostStart, preStop: PostStart, stopSignal: string() }),
            logLevel: string(),
            outlierLogPath: string(),
            privileged: boolean(),
            readinessFailureThreshold: integer({ format: 'int32' }),
            readinessInitialDelaySeconds: integer({ format: 'int32' }),
            readinessPeriodSeconds: integer({ format: 'int32' }),
            resources: DefaultResources,
            seccompProfile: SeccompProfile,
            startupProbe: object({ enabled: boolean(), failureThreshold: integer({ format: 'int32' }) }),
            statusPort: integer({ format: 'int32' }),
            tracer: choice('zipkin', 'lightstep', 'datadog', 'stackdriver', 'openCensusAgent', 'none'),
          }),
          proxy_init: object({ image: string(), resources: DefaultResources }),
          remotePilotAddress: string(),
          resourceScope: choice('undefined', 'all', 'cluster', 'namespace'),
          revision: string(),
          sds: object({ token: object({ aud: string() }) }),
          sts: object({ servicePort: integer({ format: 'int32' }) }),
          tag: string(),
          tracer: object({
            datadog: object({ address: string() }),
            lightstep: Lightstep,
            stackdriver: object({
              debug: boolean(),
              maxNumberOfAnnotations: integer({ format: 'int32' }),
              maxNumberOfAttributes: integer({ format: 'int32' }),
              maxNumberOfMessageEvents: integer({ format: 'int32' }),
            }),
            zipkin: object({ address: string() }),
          }),
          trustBundleName: string(),
          variant: string(),
          waypoint: object({
            affinity: Affinity,
            nodeSelector: object({ nodeSelectorTerms: required(array(Preference)) }),
            resources: DefaultResources,
            toleration: array(DefaultToleration),
            topologySpreadConstraints: array(TopologySpreadConstraint),
          }),
        }),
        istiodRemote: IstiodRemote,
        meshConfig: object({
          accessLogEncoding: choice('TEXT', 'JSON'),
          accessLogFile: string(),
          accessLogFormat: string(),
          ca: object({
            address: required(string()),
            istiodSide: boolean(),
            requestTimeout: string(),
            tlsSettings: TlsSettings,
          }),
          caCertificates: array(
            object({
              certSigners: array(string()),
              pem: string(),
              spiffeBundleUrl: string(),
              trustDomains: array(string()),
            }),
          ),
          certificates: array(object({ dnsNames: array(string()), secretName: string() })),
          configSources: array(
            object({
              address: string(),
              subscribedResources: array(choice('SERVICE_REGISTRY')),
              tlsSettings: TlsSettings,
            }),
          ),
          connectTimeout: string(),
          defaultConfig: object({
            availabilityZone: string(),
            binaryPath: string(),
            caCertificatesPem: array(string()),
            concurrency: integer({ format: 'int32' }),
            configPath: string(),
            controlPlaneAuthPolicy: choice('NONE', 'MUTUAL_TLS', 'INHERIT'),
            customConfigFile: string(),
            discoveryAddress: string(),
            discoveryRefreshDelay: string(),
            drainDuration: string(),
            envoyAccessLogService: EnvoyAccessLogService,
            envoyMetricsService: EnvoyAccessLogService,
            envoyMetricsServiceAddress: string(),
            extraStatTags: array(string()),
            fileFlushInterval: string(),
            fileFlushMinSizeKb: integer({ format: 'int32' }),
            gatewayTopology: object({
              forwardClientCertDetails: choice(
                'UNDEFINED',
                'SANITIZE',
                'FORWARD_ONLY',
                'APPEND_FORWARD',
                'SANITIZE_SET',
                'ALWAYS_FORWARD_ONLY',
              ),
              numTrustedProxies: integer({ format: 'int32' }),
              proxyProtocol: object({}),
            }),
            holdApplicationUntilProxyStarts: boolean(),
            image: object({ imageType: string() }),
            interceptionMode: choice('REDIRECT', 'TPROXY', 'NONE'),
            meshId: string(),
            privateKeyProvider: object({ cryptomb: Cryptomb, qat: Cryptomb }),
            proxyAdminPort: integer({ format: 'int32' }),
            proxyBootstrapTemplatePath: string(),
            proxyHeaders: object({
              attemptCount: object({ disabled: boolean() }),
              envoyDebugHeaders: object({ disabled: boolean() }),
              forwardedClientCert: choice(
                'UNDEFINED',
                'SANITIZE',
                'FORWARD_ONLY',
                'APPEND_FORWARD',
                'SANITIZE_SET',
                'ALWAYS_FORWARD_ONLY',
              ),
              metadataExchangeHeaders: object({ mode: choice('UNDEFINED', 'IN_MESH') }),
              preserveHttp1HeaderCase: boolean(),
              requestId: object({ disabled: boolean() }),
              server: object({ disabled: boolean(), value: string() }),
              setCurrentClientCertDetails: object({
                cert: boolean(),
                chain: boolean(),
                dns: boolean(),
                subject: boolean(),
                uri: boolean(),
              }),
              xForwardedHost: object({ enabled: boolean() }),
              xForwardedPort: object({ enabled: boolean() }),
            }),
            proxyMetadata: map(string()),
            proxyStatsMatcher: object({
              inclusionPrefixes: array(string()),
              inclusionRegexps: array(string()),
              inclusionSuffixes: array(string()),
            }),
            readinessProbe: object({
              exec: object({ command: array(string()) }),
              failureThreshold: integer({ format: 'int32' }),
              grpc: object({ port: required(integer({ format: 'int32' })), service: string({ default: '' }) }),
              httpGet: HttpGet,
              initialDelaySeconds: integer({ format: 'int32' }),
              periodSeconds: integer({ format: 'int32' }),
              successThreshold: integer({ format: 'int32' }),
              tcpSocket: TcpSocket,
              terminationGracePeriodSeconds: integer({ format: 'int64' }),
              timeoutSeconds: integer({ format: 'int32' }),
            }),
            runtimeValues: map(string()),
            sds: object({ enabled: boolean(), k8sSaJwtPath: string() }),
            serviceCluster: string(),
            statNameLength: integer({ format: 'int32' }),
            statsCompression: boolean(),
            statsdUdpAddress: string(),
            statusPort: integer({ format: 'int32' }),
            terminationDrainDuration: string(),
            tracing: object({
              customTags: map(
                object({ environment: Environment, header: Environment, literal: object({ value: string() }) }),
              ),
              datadog: object({ address: string() }),
              enableIstioTags: boolean(),
              lightstep: Lightstep,
              maxPathTagLength: integer({ format: 'int32' }),
              openCensusAgent: object({
                address: string(),
                context: array(choice('UNSPECIFIED', 'W3C_TRACE_CONTEXT', 'GRPC_BIN', 'CLOUD_TRACE_CONTEXT', 'B3')),
              }),
              sampling: number(),
              stackdriver: object({
                debug: boolean(),
                maxNumberOfAnnotations: integer({ format: 'int64' }),
                maxNumberOfAttributes: integer({ format: 'int64' }),
                maxNumberOfMessageEvents: integer({ format: 'int64' }),
              }),
              tlsSettings: TlsSettings,
              zipkin: object({ address: string() }),
            }),
            tracingServiceName: choice(
              'APP_LABEL_AND_NAMESPACE',
              'CANONICAL_NAME_ONLY',
              'CANONICAL_NAME_AND_NAMESPACE',
            ),
            zipkinAddress: string(),
          }),
          defaultDestinationRuleExportTo: array(string()),
          defaultHttpRetryPolicy: object({
            attempts: integer({ format: 'int32' }),
            backoff: string(),
            perTryTimeout: string(),
            retryIgnorePreviousHosts: boolean(),
            retryOn: string(),
            retryRemoteLocalities: boolean(),
          }),
          defaultProviders: object({
            accessLogging: array(string()),
            metrics: array(string()),
            tracing: array(string()),
          }),
          defaultServiceExportTo: array(string()),
          defaultVirtualServiceExportTo: array(string()),
          disableEnvoyListenerLog: boolean(),
          discoverySelectors: array(LabelSelector),
          dnsRefreshRate: string(),
          enableAutoMtls: boolean(),
          enableEnvoyAccessLogService: boolean(),
          enablePrometheusMerge: boolean(),
          enableTracing: boolean(),
          extensionProviders: array(
            object({
              datadog: object({
                maxTagLength: integer({ format: 'int32' }),
                port: required(integer({ format: 'int32' })),
                service: required(string()),
              }),
              envoyExtAuthzGrpc: object({
                clearRouteCache: boolean(),
                failOpen: boolean(),
                includeRequestBodyInCheck: IncludeRequestBodyInCheck,
                port: required(integer({ format: 'int32' })),
                service: required(string()),
                statusOnError: string(),
                timeout: string(),
              }),
              envoyExtAuthzHttp: object({
                clearRouteCache: boolean(),
                failOpen: boolean(),
                headersToDownstreamOnAllow: array(string()),
                headersToDownstreamOnDeny: array(string()),
                headersToUpstreamOnAllow: array(string()),
                includeAdditionalHeadersInCheck: map(string()),
                includeHeadersInCheck: array(string()),
                includeRequestBodyInCheck: IncludeRequestBodyInCheck,
                includeRequestHeadersInCheck: array(string()),
                pathPrefix: string(),
                port: required(integer({ format: 'int32' })),
                service: required(string()),
                statusOnError: string(),
                timeout: string(),
              }),
              envoyFileAccessLog: object({
                logFormat: object({ labels: map(string()), text: string() }),
                omitEmptyValues: boolean(),
                path: string(),
              }),
              envoyHttpAls: object({
                additionalRequestHeadersToLog: array(string()),
                additionalResponseHeadersToLog: array(string()),
                additionalResponseTrailersToLog: array(string()),
                filterStateObjectsToLog: array(string()),
                logName: string(),
                port: required(integer({ format: 'int32' })),
                service: required(string()),
              }),
              envoyOtelAls: object({
                logFormat: object({ labels: map(string()), text: string() }),
                logName: string(),
                port: required(integer({ format: 'int32' })),
                service: required(string()),
              }),
              envoyTcpAls: object({
                filterStateObjectsToLog: array(string()),
                logName: string(),
                port: required(integer({ format: 'int32' })),
                service: required(string()),
              }),
              lightstep: object({
                accessToken: string(),
                maxTagLength: integer({ format: 'int32' }),
                port: required(integer({ format: 'int32' })),
                service: required(string()),
              }),
              name: required(string()),
              opencensus: object({
                context: array(choice('UNSPECIFIED', 'W3C_TRACE_CONTEXT', 'GRPC_BIN', 'CLOUD_TRACE_CONTEXT', 'B3')),
                maxTagLength: integer({ format: 'int32' }),
                port: required(integer({ format: 'int32' })),
                service: required(string()),
              }),
              opentelemetry: object({
                dynatraceSampler: object({
                  clusterId: required(integer({ format: 'int32' })),
                  httpService: object({
                    http: required(Http),
                    port: required(integer({ format: 'int32' })),
                    service: required(string()),
                  }),
                  rootSpansPerMinute: integer({ format: 'int32' }),
                  tenant: required(string()),
                }),
                grpc: object({ initialMetadata: array(Header), timeout: string() }),
                http: Http,
                maxTagLength: integer({ format: 'int32' }),
                port: required(integer({ format: 'int32' })),
                resourceDetectors: object({ dynatrace: object({}), environment: object({}) }),
                service: required(string()),
                serviceAttributeEnrichment: choice('ISTIO_CANONICAL', 'OTEL_SEMANTIC_CONVENTIONS'),
              }),
              prometheus: object({}),
              sds: object({
                name: required(string()),
                port: required(integer({ format: 'int32' })),
                service: required(string()),
              }),
              skywalking: object({
                accessToken: string(),
                port: required(integer({ format: 'int32' })),
                service: required(string()),
              }),
              stackdriver: object({
                debug: boolean(),
                logging: object({ labels: map(string()) }),
                maxNumberOfAnnotations: integer({ format: 'int64' }),
                maxNumberOfAttributes: integer({ format: 'int64' }),
                maxNumberOfMessageEvents: integer({ format: 'int64' }),
                maxTagLength: integer({ format: 'int32' }),
              }),
              zipkin: object({
                enable64bitTraceId: boolean(),
                headers: array(Header),
                maxTagLength: integer({ format: 'int32' }),
                path: string(),
                port: required(integer({ format: 'int32' })),
                service: required(string()),
                timeout: string(),
                traceContextOption: choice('USE_B3', 'USE_B3_WITH_W3C_PROPAGATION'),
              }),
            }),
            { max: 1000 },
          ),
          h2UpgradePolicy: choice('DO_NOT_UPGRADE', 'UPGRADE'),
          hboneIdleTimeout: string(),
          inboundClusterStatName: string(),
          inboundTrafficPolicy: object({ mode: choice('PASSTHROUGH', 'LOCALHOST') }),
          ingressClass: string(),
          ingressControllerMode: choice('UNSPECIFIED', 'OFF', 'DEFAULT', 'STRICT'),
          ingressSelector: string(),
          ingressService: string(),
          localityLbSetting: object({
            distribute: array(object({ from: string(), to: map(integer({ format: 'int32' })) })),
            enabled: boolean(),
            failover: array(object({ from: string(), to: string() })),
            failoverPriority: array(string()),
          }),
          meshMTLS: MeshMTLS,
          outboundClusterStatName: string(),
          outboundTrafficPolicy: object({
            mode: choice('REGISTRY_ONLY', 'ALLOW_ANY', 'ALLOW_ANY_DYNAMIC_DNS'),
            tls: TlsSettings,
          }),
          pathNormalization: object({
            normalization: choice('DEFAULT', 'NONE', 'BASE', 'MERGE_SLASHES', 'DECODE_AND_MERGE_SLASHES'),
          }),
          protocolDetectionTimeout: string(),
          proxyHttpPort: integer({ format: 'int32' }),
          proxyInboundListenPort: integer({ format: 'int32' }),
          proxyListenPort: integer({ format: 'int32' }),
          rootNamespace: string(),
          serviceScopeConfigs: array(
            object({
              namespaceSelector: LabelSelector,
              scope: choice('LOCAL', 'GLOBAL'),
              servicesSelector: LabelSelector,
            }),
          ),
          serviceSettings: array(object({ hosts: array(string()), settings: object({ clusterLocal: boolean() }) })),
          tcpKeepalive: TcpKeepalive,
          tlsDefaults: MeshMTLS,
          trustDomain: string(),
          trustDomainAliases: array(string()),
          verifyCertificateAtClient: boolean(),
        }),
        pilot: object({
          affinity: Affinity,
          autoscaleBehavior: object({ scaleDown: ScaleDown, scaleUp: ScaleDown }),
          autoscaleEnabled: boolean(),
          autoscaleMax: integer({ format: 'int32' }),
          autoscaleMin: integer({ format: 'int32' }),
          cni: object({ enabled: boolean(), provider: string() }),
          configMap: boolean(),
          cpu: object({ targetAverageUtilization: integer({ format: 'int32' }) }),
          crlConfigMapName: string(),
          deploymentLabels: map(string()),
          enabled: boolean(),
          env: map(string()),
          envVarFrom: array(
            object({
              name: required(string()),
              value: string(),
              valueFrom: object({
                configMapKeyRef: ConfigMapKeyRef,
                fieldRef: FieldRef,
                fileKeyRef: object({
                  key: required(string()),
                  optional: boolean({ default: false }),
                  path: required(string()),
                  volumeName: required(string()),
                }),
                resourceFieldRef: ResourceFieldRef,
                secretKeyRef: ConfigMapKeyRef,
              }),
            }),
          ),
          extraContainerArgs: array(string()),
          hub: string(),
          image: string(),
          ipFamilies: array(string()),
          ipFamilyPolicy: string(),
          istiodRemote: IstiodRemote,
          jwksResolverExtraRootCA: string(),
          keepaliveMaxServerConnectionAge: string(),
          memory: object({ targetAverageUtilization: integer({ format: 'int32' }) }),
          nodeSelector: map(string()),
          podAnnotations: map(string()),
          podLabels: map(string()),
          replicaCount: integer({ format: 'int32' }),
          resources: DefaultResources,
          rollingMaxSurge: intOrString(),
          rollingMaxUnavailable: intOrString(),
          seccompProfile: SeccompProfile,
          serviceAccountAnnotations: map(string()),
          serviceAnnotations: map(string()),
          tag: string(),
          taint: object({ enabled: boolean(), name: string(), namespace: string() }),
          tolerations: array(DefaultToleration),
          topologySpreadConstraints: array(TopologySpreadConstraint),
          traceSampling: number(),
          trustedZtunnelNamespace: string(),
          variant: string(),
          volumeMounts: array(
            object({
              mountPath: required(string()),
              mountPropagation: string(),
              name: required(string()),
              readOnly: boolean(),
              recursiveReadOnly: string(),
              subPath: string(),
              subPathExpr: string(),
            }),
          ),
          volumes: array(
            object({
              awsElasticBlockStore: object({
                fsType: string(),
                partition: integer({ format: 'int32' }),
                readOnly: boolean(),
                volumeID: required(string()),
              }),
              azureDisk: object({
                cachingMode: string(),
                diskName: required(string()),
                diskURI: required(string()),
                fsType: string({ default: 'ext4' }),
                kind: string(),
                readOnly: boolean({ default: false }),
              }),
              azureFile: object({ readOnly: boolean(), secretName: required(string()), shareName: required(string()) }),
              cephfs: object({
                monitors: required(array(string())),
                path: string(),
                readOnly: boolean(),
                secretFile: string(),
                secretRef: object({ name: string({ default: '' }) }),
                user: string(),
              }),
              cinder: object({
                fsType: string(),
                readOnly: boolean(),
                secretRef: object({ name: string({ default: '' }) }),
                volumeID: required(string()),
              }),
              configMap: object({
                defaultMode: integer({ format: 'int32' }),
                items: array(Item),
                name: string({ default: '' }),
                optional: boolean(),
              }),
              csi: object({
                driver: required(string()),
                fsType: string(),
                nodePublishSecretRef: object({ name: string({ default: '' }) }),
                readOnly: boolean(),
                volumeAttributes: map(string()),
              }),
              downwardAPI: object({ defaultMode: integer({ format: 'int32' }), items: array(DownwardAPIItem) }),
              emptyDir: object({
                medium: string(),
                sizeLimit: intOrString({
                  pattern:
                    '^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))))?$',
                }),
              }),
              ephemeral: object({
                volumeClaimTemplate: object({
                  metadata: object({}),
                  spec: required(
                    object({
                      accessModes: array(string()),
                      dataSource: object({ apiGroup: string(), kind: required(string()), name: required(string()) }),
                      dataSourceRef: object({
                        apiGroup: string(),
                        kind: required(string()),
                        name: required(string()),
                        namespace: string(),
                      }),
                      resources: object({
                        limits: map(
                          intOrString({
                            pattern:
                              '^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))))?$',
                          }),
                        ),
                        requests: map(
                          intOrString({
                            pattern:
                              '^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))))?$',
                          }),
                        ),
                      }),
                      selector: LabelSelector,
                      storageClassName: string(),
                      volumeAttributesClassName: string(),
                      volumeMode: string(),
                      volumeName: string(),
                    }),
                  ),
                }),
              }),
              fc: object({
                fsType: string(),
                lun: integer({ format: 'int32' }),
                readOnly: boolean(),
                targetWWNs: array(string()),
                wwids: array(string()),
              }),
              flexVolume: object({
                driver: required(string()),
                fsType: string(),
                options: map(string()),
                readOnly: boolean(),
                secretRef: object({ name: string({ default: '' }) }),
              }),
              flocker: object({ datasetName: string(), datasetUUID: string() }),
              gcePersistentDisk: object({
                fsType: string(),
                partition: integer({ format: 'int32' }),
                pdName: required(string()),
                readOnly: boolean(),
              }),
              gitRepo: object({ directory: string(), repository: required(string()), revision: string() }),
              glusterfs: object({ endpoints: required(string()), path: required(string()), readOnly: boolean() }),
              hostPath: object({ path: required(string()), type: string() }),
              image: object({ pullPolicy: string(), reference: string() }),
              iscsi: object({
                chapAuthDiscovery: boolean(),
                chapAuthSession: boolean(),
                fsType: string(),
                initiatorName: string(),
                iqn: required(string()),
                iscsiInterface: string({ default: 'default' }),
                lun: required(integer({ format: 'int32' })),
                portals: array(string()),
                readOnly: boolean(),
                secretRef: object({ name: string({ default: '' }) }),
                targetPortal: required(string()),
              }),
              name: required(string()),
              nfs: object({ path: required(string()), readOnly: boolean(), server: required(string()) }),
              persistentVolumeClaim: object({ claimName: required(string()), readOnly: boolean() }),
              photonPersistentDisk: object({ fsType: string(), pdID: required(string()) }),
              portworxVolume: object({ fsType: string(), readOnly: boolean(), volumeID: required(string()) }),
              projected: object({
                defaultMode: integer({ format: 'int32' }),
                sources: array(
                  object({
                    clusterTrustBundle: object({
                      labelSelector: LabelSelector,
                      name: string(),
                      optional: boolean(),
                      path: required(string()),
                      signerName: string(),
                    }),
                    configMap: ConfigMap,
                    downwardAPI: object({ items: array(DownwardAPIItem) }),
                    podCertificate: object({
                      certificateChainPath: string(),
                      credentialBundlePath: string(),
                      keyPath: string(),
                      keyType: required(string()),
                      maxExpirationSeconds: integer({ format: 'int32' }),
                      signerName: required(string()),
                      userAnnotations: map(string()),
                    }),
                    secret: ConfigMap,
                    serviceAccountToken: object({
                      audience: string(),
                      expirationSeconds: integer({ format: 'int64' }),
                      path: required(string()),
                    }),
                  }),
                ),
              }),
              quobyte: object({
                group: string(),
                readOnly: boolean(),
                registry: required(string()),
                tenant: string(),
                user: string(),
                volume: required(string()),
              }),
              rbd: object({
                fsType: string(),
                image: required(string()),
                keyring: string({ default: '/etc/ceph/keyring' }),
                monitors: required(array(string())),
                pool: string({ default: 'rbd' }),
                readOnly: boolean(),
                secretRef: object({ name: string({ default: '' }) }),
                user: string({ default: 'admin' }),
              }),
              scaleIO: object({
                fsType: string({ default: 'xfs' }),
                gateway: required(string()),
                protectionDomain: string(),
                readOnly: boolean(),
                secretRef: required(object({ name: string({ default: '' }) })),
                sslEnabled: boolean(),
                storageMode: string({ default: 'ThinProvisioned' }),
                storagePool: string(),
                system: required(string()),
                volumeName: string(),
              }),
              secret: object({
                defaultMode: integer({ format: 'int32' }),
                items: array(Item),
                optional: boolean(),
                secretName: string(),
              }),
              storageos: object({
                fsType: string(),
                readOnly: boolean(),
                secretRef: object({ name: string({ default: '' }) }),
                volumeName: string(),
                volumeNamespace: string(),
              }),
              vsphereVolume: object({
                fsType: string(),
                storagePolicyID: string(),
                storagePolicyName: string(),
                volumePath: required(string()),
              }),
            }),
          ),
        }),
        profile: string(),
        revision: string(),
        sidecarInjectorWebhook: object({
          alwaysInjectSelector: array(LabelSelector),
          defaultTemplates: array(string()),
          enableNamespacesByDefault: boolean(),
          injectedAnnotations: map(string()),
          injectionURL: string(),
          neverInjectSelector: array(LabelSelector),
          reinvocationPolicy: string(),
          rewriteAppHTTPProbe: boolean(),
          templates: map(string()),
        }),
        telemetry: object({
          enabled: boolean(),
          v2: object({
            enabled: boolean(),
            prometheus: object({ enabled: boolean() }),
            stackdriver: object({ enabled: boolean() }),
          }),
        }),
      }),
      version: preset(
        choice(
          'v1.30-latest',
          'v1.30.3',
          'v1.30.2',
          'v1.30.1',
          'v1.30.0',
          'v1.29-latest',
          'v1.29.6',
          'v1.29.5',
          'v1.29.4',
          'v1.29.3',
          'v1.29.2',
          'v1.29.1',
          'v1.29.0',
          'v1.28-latest',
          'v1.28.10',
          'v1.28.9',
          'v1.28.8',
          'v1.28.7',
          'v1.28.6',
          'v1.28.5',
          'v1.28.4',
          'v1.28.3',
          'v1.28.2',
          'v1.28.1',
          'v1.28.0',
          'v1.27-latest',
          'v1.27.9',
          'v1.27.8',
          'v1.27.7',
          'v1.27.6',
          'v1.27.5',
          'v1.27.4',
          'v1.27.3',
          'v1.27.2',
          'v1.27.1',
          'v1.27.0',
          'v1.26-latest',
          'v1.26.8',
          'v1.26.7',
          'v1.26.6',
          'v1.26.5',
          'v1.26.4',
          'v1.26.3',
          'v1.26.2',
          'v1.26.1',
          'v1.26.0',
          'v1.25-latest',
          'v1.25.5',
          'v1.25.4',
          'v1.25.3',
          'v1.25.2',
          'v1.25.1',
          'v1.24-latest',
          'v1.24.6',
          'v1.24.5',
          'v1.24.4',
          'v1.24.3',
          'v1.24.2',
          'v1.24.1',
          'v1.24.0',
          'v1.23-latest',
          'v1.23.6',
          'v1.23.5',
          'v1.23.4',
          'v1.23.3',
          'v1.23.2',
          'v1.22-latest',
          'v1.22.8',
          'v1.22.7',
          'v1.22.6',
          'v1.22.5',
          'v1.21.6',
        ),
        'v1.30.3',
      ),
    },
    { default: { namespace: 'istio-system', updateStrategy: { type: 'InPlace' }, version: 'v1.30.3' } },
  ),
});
export type IstioSpec = Spec<typeof Istio>;

export const IstioCNI = kind('sailoperator.io/v1', 'IstioCNI', 'Cluster', {
  spec: object(
    {
      namespace: string({ default: 'istio-cni' }),
      profile: choice(
        'ambient',
        'default',
        'demo',
        'empty',
        'external',
        'openshift',
        'openshift-ambient',
        'preview',
        'remote',
        'stable',
      ),
      values: object({
        cni: object({
          affinity: Affinity,
          ambient: object({
            configDir: string(),
            dnsCapture: boolean(),
            enabled: boolean(),
            ipv6: boolean(),
            reconcileIptablesOnStartup: boolean(),
          }),
          chained: boolean(),
          cniBinDir: string(),
          cniConfDir: string(),
          cniConfFileName: string(),
          cniNetnsDir: string(),
          daemonSetLabels: map(string()),
          env: map(string()),
          excludeNamespaces: array(string()),
          hub: string(),
          image: string(),
          istioOwnedCNIConfig: boolean(),
          istioOwnedCNIConfigFileName: string(),
          logging: object({ level: string() }),
          podAnnotations: map(string()),
          podLabels: map(string()),
          privileged: boolean(),
          provider: string(),
          psp_cluster_role: string(),
          pullPolicy: choice('Always', 'Never', 'IfNotPresent'),
          repair: object({
            brokenPodLabelKey: string(),
            brokenPodLabelValue: string(),
            createEvents: string(),
            deletePods: boolean(),
            enabled: boolean(),
            hub: string(),
            image: string(),
            initContainerName: string(),
            labelPods: boolean(),
            repairPods: boolean(),
            tag: string(),
          }),
          resource_quotas: object({ enabled: boolean(), pods: integer({ format: 'int64' }) }),
          resources: DefaultResources,
          rollingMaxUnavailable: intOrString(),
          seccompProfile: SeccompProfile,
          tag: string(),
          useAppArmorAnnotation: boolean(),
          variant: string(),
        }),
        global: object({
          defaultResources: DefaultResources,
          hub: string(),
          imagePullPolicy: choice('Always', 'Never', 'IfNotPresent'),
          imagePullSecrets: array(string()),
          logAsJson: boolean(),
          logging: object({ level: string() }),
          nativeNftables: boolean(),
          platform: string(),
          tag: string(),
          variant: string(),
        }),
      }),
      version: preset(
        choice(
          'v1.30-latest',
          'v1.30.3',
          'v1.30.2',
          'v1.30.1',
          'v1.30.0',
          'v1.29-latest',
          'v1.29.6',
          'v1.29.5',
          'v1.29.4',
          'v1.29.3',
          'v1.29.2',
          'v1.29.1',
          'v1.29.0',
          'v1.28-latest',
          'v1.28.10',
          'v1.28.9',
          'v1.28.8',
          'v1.28.7',
          'v1.28.6',
          'v1.28.5',
          'v1.28.4',
          'v1.28.3',
          'v1.28.2',
          'v1.28.1',
          'v1.28.0',
          'v1.27-latest',
          'v1.27.9',
          'v1.27.8',
          'v1.27.7',
          'v1.27.6',
          'v1.27.5',
          'v1.27.4',
          'v1.27.3',
          'v1.27.2',
          'v1.27.1',
          'v1.27.0',
          'v1.26-latest',
          'v1.26.8',
          'v1.26.7',
          'v1.26.6',
          'v1.26.5',
          'v1.26.4',
          'v1.26.3',
          'v1.26.2',
          'v1.26.1',
          'v1.26.0',
          'v1.25-latest',
          'v1.25.5',
          'v1.25.4',
          'v1.25.3',
          'v1.25.2',
          'v1.25.1',
          'v1.24-latest',
          'v1.24.6',
          'v1.24.5',
          'v1.24.4',
          'v1.24.3',
          'v1.24.2',
          'v1.24.1',
          'v1.24.0',
          'v1.23-latest',
          'v1.23.6',
          'v1.23.5',
          'v1.23.4',
          'v1.23.3',
          'v1.23.2',
          'v1.22-latest',
          'v1.22.8',
          'v1.22.7',
          'v1.22.6',
          'v1.22.5',
          'v1.21.6',
        ),
        'v1.30.3',
      ),
    },
    { default: { namespace: 'istio-cni', version: 'v1.30.3' } },
  ),
});
export type IstioCNISpec = Spec<typeof IstioCNI>;
