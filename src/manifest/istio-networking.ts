// networking.istio.io: written by tools/shapes.ts from the CRDs; change it there.
import { array, boolean, choice, integer, kind, map, number, object, required, string, Infer, Spec } from './shape';

export const Tls = object({
  caCertCredentialName: string(),
  caCertificates: string(),
  caCrl: string(),
  cipherSuites: array(string()),
  credentialName: string(),
  credentialNames: array(string(), { min: 1, max: 2 }),
  httpsRedirect: boolean(),
  maxProtocolVersion: choice('TLS_AUTO', 'TLSV1_0', 'TLSV1_1', 'TLSV1_2', 'TLSV1_3'),
  minProtocolVersion: choice('TLS_AUTO', 'TLSV1_0', 'TLSV1_1', 'TLSV1_2', 'TLSV1_3'),
  mode: choice('PASSTHROUGH', 'SIMPLE', 'MUTUAL', 'AUTO_PASSTHROUGH', 'ISTIO_MUTUAL', 'OPTIONAL_MUTUAL'),
  privateKey: string(),
  serverCertificate: string(),
  subjectAltNames: array(string()),
  tlsCertificates: array(object({ caCertificates: string(), privateKey: string(), serverCertificate: string() }), {
    min: 1,
    max: 2,
  }),
  verifyCertificateHash: array(string()),
  verifyCertificateSpki: array(string()),
});
export type Tls = Infer<typeof Tls>;

export const AllowOrigin = object({ exact: string(), prefix: string(), regex: string() });
export type AllowOrigin = Infer<typeof AllowOrigin>;

export const Request = object({ add: map(string()), remove: array(string()), set: map(string()) });
export type Request = Infer<typeof Request>;

export const Headers = object({ request: Request, response: Request });
export type Headers = Infer<typeof Headers>;

export const Mirror = object({
  host: required(string()),
  port: object({ number: integer({ minimum: 0, maximum: 4294967295 }) }),
  subset: string(),
});
export type Mirror = Infer<typeof Mirror>;

export const Route = object({ destination: required(Mirror), weight: integer({ format: 'int32' }) });
export type Route = Infer<typeof Route>;

export const ConnectionPool = object({
  http: object({
    h2UpgradePolicy: choice('DEFAULT', 'DO_NOT_UPGRADE', 'UPGRADE'),
    http1MaxPendingRequests: integer({ format: 'int32' }),
    http2MaxRequests: integer({ format: 'int32' }),
    idleTimeout: string(),
    maxConcurrentStreams: integer({ format: 'int32' }),
    maxRequestsPerConnection: integer({ format: 'int32' }),
    maxRetries: integer({ format: 'int32' }),
    useClientProtocol: boolean(),
  }),
  tcp: object({
    connectTimeout: string(),
    idleTimeout: string(),
    maxConnectionDuration: string(),
    maxConnections: integer({ format: 'int32' }),
    tcpKeepalive: object({ interval: string(), probes: integer({ minimum: 0, maximum: 4294967295 }), time: string() }),
  }),
});
export type ConnectionPool = Infer<typeof ConnectionPool>;

export const LoadBalancer = object({
  consistentHash: object({
    httpCookie: object({
      attributes: array(object({ name: required(string()), value: string() })),
      name: required(string()),
      path: string(),
      ttl: string(),
    }),
    httpHeaderName: string(),
    httpQueryParameterName: string(),
    maglev: object({ tableSize: integer({ minimum: 0 }) }),
    minimumRingSize: integer({ minimum: 0 }),
    ringHash: object({ minimumRingSize: integer({ minimum: 0 }) }),
    useSourceIp: boolean(),
  }),
  localityLbSetting: object({
    distribute: array(object({ from: string(), to: map(integer({ minimum: 0, maximum: 4294967295 })) })),
    enabled: boolean({ nullable: true }),
    failover: array(object({ from: string(), to: string() })),
    failoverPriority: array(string()),
  }),
  simple: choice('UNSPECIFIED', 'LEAST_CONN', 'RANDOM', 'PASSTHROUGH', 'ROUND_ROBIN', 'LEAST_REQUEST'),
  warmup: object({
    aggression: number({ format: 'double', minimum: 0, nullable: true }),
    duration: required(string()),
    minimumPercent: number({ format: 'double', minimum: 0, maximum: 100, nullable: true }),
  }),
  warmupDurationSecs: string(),
});
export type LoadBalancer = Infer<typeof LoadBalancer>;

export const OutlierDetection = object({
  baseEjectionTime: string(),
  consecutive5xxErrors: integer({ minimum: 0, maximum: 4294967295, nullable: true }),
  consecutiveErrors: integer({ format: 'int32' }),
  consecutiveGatewayErrors: integer({ minimum: 0, maximum: 4294967295, nullable: true }),
  consecutiveLocalOriginFailures: integer({ minimum: 0, maximum: 4294967295, nullable: true }),
  interval: string(),
  maxEjectionPercent: integer({ format: 'int32' }),
  minHealthPercent: integer({ format: 'int32' }),
  splitExternalLocalOriginErrors: boolean(),
});
export type OutlierDetection = Infer<typeof OutlierDetection>;

export const PortLevelSettingTls = object({
  caCertificates: string(),
  caCrl: string(),
  clientCertificate: string(),
  credentialName: string(),
  insecureSkipVerify: boolean({ nullable: true }),
  mode: choice('DISABLE', 'SIMPLE', 'MUTUAL', 'ISTIO_MUTUAL'),
  privateKey: string(),
  sni: string(),
  subjectAltNames: array(string()),
});
export type PortLevelSettingTls = Infer<typeof PortLevelSettingTls>;

export const TrafficPolicy = object({
  connectionPool: ConnectionPool,
  loadBalancer: LoadBalancer,
  outlierDetection: OutlierDetection,
  portLevelSettings: array(
    object({
      connectionPool: ConnectionPool,
      loadBalancer: LoadBalancer,
      outlierDetection: OutlierDetection,
      port: object({ number: integer({ minimum: 0, maximum: 4294967295 }) }),
      tls: PortLevelSettingTls,
    }),
    { max: 4096 },
  ),
  proxyProtocol: object({ version: choice('V1', 'V2') }),
  retryBudget: object({
    minRetryConcurrency: integer({ minimum: 0, maximum: 4294967295 }),
    percent: number({ format: 'double', minimum: 0, maximum: 100, nullable: true }),
  }),
  tls: PortLevelSettingTls,
  tunnel: object({
    protocol: string(),
    targetHost: required(string()),
    targetPort: required(integer({ minimum: 0, maximum: 4294967295 })),
  }),
});
export type TrafficPolicy = Infer<typeof TrafficPolicy>;

export const Port = object({
  name: string(),
  number: integer({ minimum: 0, maximum: 4294967295 }),
  protocol: string(),
  targetPort: integer({ minimum: 0, maximum: 4294967295 }),
});
export type Port = Infer<typeof Port>;

export const Gateway = kind(
  'networking.istio.io/v1',
  'Gateway',
  'Namespaced',
  {
    spec: object({
      selector: map(string()),
      servers: array(
        object({
          bind: string(),
          defaultEndpoint: string(),
          hosts: required(array(string())),
          name: string(),
          port: required(
            object({
              name: required(string()),
              number: required(integer({ minimum: 0, maximum: 4294967295 })),
              protocol: required(string()),
              targetPort: integer({ minimum: 0, maximum: 4294967295 }),
            }),
          ),
          tls: Tls,
        }),
      ),
    }),
  },
  ['networking.istio.io/v1alpha3', 'networking.istio.io/v1beta1'],
);
export type GatewaySpec = Spec<typeof Gateway>;

export const VirtualService = kind(
  'networking.istio.io/v1',
  'VirtualService',
  'Namespaced',
  {
    spec: object({
      exportTo: array(string()),
      gateways: array(string()),
      hosts: array(string()),
      http: array(
        object({
          corsPolicy: object({
            allowCredentials: boolean({ nullable: true }),
            allowHeaders: array(string()),
            allowMethods: array(string()),
            allowOrigin: array(string()),
            allowOrigins: array(AllowOrigin),
            exposeHeaders: array(string()),
            maxAge: string(),
            unmatchedPreflights: choice('UNSPECIFIED', 'FORWARD', 'IGNORE'),
          }),
          delegate: object({ name: string(), namespace: string() }),
          directResponse: object({
            body: object({ bytes: string({ format: 'byte' }), string: string() }),
            status: required(integer({ minimum: 0, maximum: 4294967295 })),
          }),
          fault: object({
            abort: object({
              grpcStatus: string(),
              http2Error: string(),
              httpStatus: integer({ format: 'int32' }),
              percentage: object({ value: number({ format: 'double' }) }),
            }),
            delay: object({
              exponentialDelay: string(),
              fixedDelay: string(),
              percent: integer({ format: 'int32' }),
              percentage: object({ value: number({ format: 'double' }) }),
            }),
          }),
          headers: Headers,
          match: array(
            object({
              authority: AllowOrigin,
              gateways: array(string()),
              headers: map(AllowOrigin),
              ignoreUriCase: boolean(),
              method: AllowOrigin,
              name: string(),
              port: integer({ minimum: 0, maximum: 4294967295 }),
              queryParams: map(AllowOrigin),
              scheme: AllowOrigin,
              sourceLabels: map(string()),
              sourceNamespace: string(),
              statPrefix: string(),
              uri: AllowOrigin,
              withoutHeaders: map(AllowOrigin),
            }),
          ),
          mirror: Mirror,
          mirror_percent: integer({ minimum: 0, maximum: 4294967295, nullable: true }),
          mirrorPercent: integer({ minimum: 0, maximum: 4294967295, nullable: true }),
          mirrorPercentage: object({ value: number({ format: 'double' }) }),
          mirrors: array(
            object({ destination: required(Mirror), percentage: object({ value: number({ format: 'double' }) }) }),
          ),
          name: string(),
          redirect: object({
            authority: string(),
            derivePort: choice('FROM_PROTOCOL_DEFAULT', 'FROM_REQUEST_PORT'),
            port: integer({ minimum: 0, maximum: 4294967295 }),
            redirectCode: integer({ minimum: 0, maximum: 4294967295 }),
            scheme: string(),
            uri: string(),
          }),
          retries: object({
            attempts: integer({ format: 'int32' }),
            backoff: string(),
            perTryTimeout: string(),
            retryIgnorePreviousHosts: boolean({ nullable: true }),
            retryOn: string(),
            retryRemoteLocalities: boolean({ nullable: true }),
          }),
          rewrite: object({
            authority: string(),
            uri: string(),
            uriRegexRewrite: object({ match: string(), rewrite: string() }),
          }),
          route: array(
            object({ destination: required(Mirror), headers: Headers, weight: integer({ format: 'int32' }) }),
          ),
          timeout: string(),
        }),
      ),
      tcp: array(
        object({
          match: array(
            object({
              destinationSubnets: array(string()),
              gateways: array(string()),
              port: integer({ minimum: 0, maximum: 4294967295 }),
              sourceLabels: map(string()),
              sourceNamespace: string(),
              sourceSubnet: string(),
            }),
          ),
          route: array(Route),
        }),
      ),
      tls: array(
        object({
          match: required(
            array(
              object({
                destinationSubnets: array(string()),
                gateways: array(string()),
                port: integer({ minimum: 0, maximum: 4294967295 }),
                sniHosts: required(array(string())),
                sourceLabels: map(string()),
                sourceNamespace: string(),
              }),
            ),
          ),
          route: array(Route),
        }),
      ),
    }),
  },
  ['networking.istio.io/v1alpha3', 'networking.istio.io/v1beta1'],
);
export type VirtualServiceSpec = Spec<typeof VirtualService>;

export const DestinationRule = kind(
  'networking.istio.io/v1',
  'DestinationRule',
  'Namespaced',
  {
    spec: object({
      exportTo: array(string()),
      host: required(string()),
      subsets: array(object({ labels: map(string()), name: required(string()), trafficPolicy: TrafficPolicy })),
      trafficPolicy: TrafficPolicy,
      workloadSelector: object({ matchLabels: map(string({ max: 63 }), { max: 4096 }) }),
    }),
  },
  ['networking.istio.io/v1alpha3', 'networking.istio.io/v1beta1'],
);
export type DestinationRuleSpec = Spec<typeof DestinationRule>;

export const ServiceEntry = kind(
  'networking.istio.io/v1',
  'ServiceEntry',
  'Namespaced',
  {
    spec: required(
      object({
        addresses: array(string({ max: 64 }), { max: 256 }),
        endpoints: array(
          object({
            address: string({ max: 256 }),
            labels: map(string(), { max: 256 }),
            locality: string({ max: 2048 }),
            network: string({ max: 2048 }),
            ports: map(integer({ minimum: 0, maximum: 4294967295 }), { max: 128 }),
            serviceAccount: string({ max: 253 }),
            weight: integer({ minimum: 0, maximum: 4294967295 }),
          }),
          { max: 4096 },
        ),
        exportTo: array(string()),
        hosts: required(array(string(), { min: 1, max: 256 })),
        location: choice('MESH_EXTERNAL', 'MESH_INTERNAL'),
        ports: array(
          object({
            name: required(string({ max: 256 })),
            number: required(integer({ minimum: 0, maximum: 4294967295 })),
            protocol: string({ max: 256 }),
            targetPort: integer({ minimum: 0, maximum: 4294967295 }),
          }),
          { max: 256, keys: ['name'] },
        ),
        resolution: choice('NONE', 'STATIC', 'DNS', 'DNS_ROUND_ROBIN', 'DYNAMIC_DNS'),
        subjectAltNames: array(string()),
        workloadSelector: object({ labels: map(string({ max: 63 }), { max: 256 }) }),
      }),
    ),
  },
  ['networking.istio.io/v1alpha3', 'networking.istio.io/v1beta1'],
);
export type ServiceEntrySpec = Spec<typeof ServiceEntry>;

export const Sidecar = kind(
  'networking.istio.io/v1',
  'Sidecar',
  'Namespaced',
  {
    spec: object({
      egress: array(
        object({
          bind: string(),
          captureMode: choice('DEFAULT', 'IPTABLES', 'NONE'),
          hosts: required(array(string())),
          port: Port,
        }),
      ),
      inboundConnectionPool: ConnectionPool,
      ingress: array(
        object({
          bind: string(),
          captureMode: choice('DEFAULT', 'IPTABLES', 'NONE'),
          connectionPool: ConnectionPool,
          defaultEndpoint: string(),
          port: required(Port),
          tls: Tls,
        }),
      ),
      outboundTrafficPolicy: object({ egressProxy: Mirror, mode: choice('REGISTRY_ONLY', 'ALLOW_ANY') }),
      workloadSelector: object({ labels: map(string({ max: 63 }), { max: 256 }) }),
    }),
  },
  ['networking.istio.io/v1alpha3', 'networking.istio.io/v1beta1'],
);
export type SidecarSpec = Spec<typeof Sidecar>;
