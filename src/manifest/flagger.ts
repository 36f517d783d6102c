// flagger.app: written by tools/shapes.ts from the CRDs; change it there.
import {
  array,
  boolean,
  choice,
  integer,
  intOrString,
  kind,
  map,
  number,
  object,
  required,
  string,
  Infer,
  Spec,
} from './shape';

export const Authority = object({
  exact: string({ format: 'string' }),
  prefix: string({ format: 'string' }),
  regex: string({ format: 'string' }),
});
export type Authority = Infer<typeof Authority>;

export const Request = object({
  add: map(string({ format: 'string' })),
  remove: array(string({ format: 'string' })),
  set: map(string({ format: 'string' })),
});
export type Request = Infer<typeof Request>;

export const Apex = object({ labels: map(string()), annotations: map(string()) });
export type Apex = Infer<typeof Apex>;

export const TemplateRef = object({ name: required(string()), namespace: string() });
export type TemplateRef = Infer<typeof TemplateRef>;

export const Canary = kind('flagger.app/v1beta1', 'Canary', 'Namespaced', {
  spec: object({
    provider: choice(
      'apisix',
      'appmesh',
      'appmesh:v1beta2',
      'contour',
      'gatewayapi:v1',
      'gatewayapi:v1beta1',
      'gloo',
      'istio',
      'knative',
      'kubernetes',
      'kuma',
      'linkerd',
      'nginx',
      'osm',
      'skipper',
      'smi:v1alpha1',
      'smi:v1alpha2',
      'smi:v1alpha3',
      'traefik',
    ),
    metricsServer: string(),
    progressDeadlineSeconds: number(),
    targetRef: required(
      object({
        apiVersion: required(string()),
        kind: required(choice('DaemonSet', 'Deployment', 'Service')),
        name: required(string()),
      }),
    ),
    autoscalerRef: object({
      apiVersion: required(string()),
      kind: required(choice('HorizontalPodAutoscaler', 'ScaledObject')),
      name: required(string()),
      primaryScalerQueries: map(string()),
      primaryScalerReplicas: object({ minReplicas: integer({ minimum: 1 }), maxReplicas: integer({ minimum: 1 }) }),
    }),
    ingressRef: object({ apiVersion: required(string()), kind: required(choice('Ingress')), name: required(string()) }),
    routeRef: object({
      apiVersion: required(string()),
      kind: required(choice('ApisixRoute')),
      name: required(string()),
    }),
    upstreamRef: object({
      apiVersion: required(string()),
      kind: required(choice('Upstream')),
      name: required(string()),
      namespace: string(),
    }),
    service: object({
      name: string(),
      port: required(number()),
      portName: string(),
      appProtocol: string(),
      trafficDistribution: choice('PreferClose', 'PreferSameZone', 'PreferSameNode'),
      targetPort: intOrString(),
      portDiscovery: boolean(),
      headless: boolean(),
      timeout: string(),
      backendTimeout: string(),
      meshName: string(),
      backends: array(string()),
      hosts: array(string()),
      delegation: boolean(),
      match: array(
        object({
          authority: Authority,
          gateways: array(string({ format: 'string' })),
          headers: map(Authority),
          ignoreUriCase: boolean(),
          method: Authority,
          name: string({ format: 'string' }),
          port: integer(),
          queryParams: map(Authority),
          scheme: Authority,
          sourceLabels: map(string({ format: 'string' })),
          sourceNamespace: string({ format: 'string' }),
          uri: Authority,
          withoutHeaders: map(Authority),
        }),
      ),
      retries: object({
        attempts: integer({ format: 'int32' }),
        perTryTimeout: string(),
        retryOn: string({ format: 'string' }),
      }),
      rewrite: object({
        uri: string({ format: 'string' }),
        authority: string({ format: 'string' }),
        type: string({ format: 'string' }),
      }),
      mirror: array(
        object({
          backendRef: object({
            group: string({
              max: 253,
              pattern: '^$|^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$',
              default: '',
            }),
            kind: string({ min: 1, max: 63, pattern: '^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$', default: 'Service' }),
            name: required(string({ min: 1, max: 253 })),
            namespace: string({ min: 1, max: 63, pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$' }),
            port: integer({ format: 'int32', minimum: 1, maximum: 65535 }),
          }),
        }),
      ),
      headers: object({ request: Request, response: Request }),
      gateways: array(string()),
      gatewayRefs: array(
        object({
          group: string({
            max: 253,
            pattern: '^$|^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$',
            default: 'gateway.networking.k8s.io',
          }),
          kind: string({ min: 1, max: 63, pattern: '^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$', default: 'Gateway' }),
          name: required(string({ min: 1, max: 253 })),
          namespace: string({ min: 1, max: 63, pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$' }),
          sectionName: string({
            min: 1,
            max: 253,
            pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$',
          }),
          port: integer({ format: 'int32', minimum: 1, maximum: 65535 }),
        }),
        { max: 32 },
      ),
      corsPolicy: object({
        allowCredentials: boolean(),
        allowHeaders: array(string({ format: 'string' })),
        allowMethods: array(string({ format: 'string' })),
        allowOrigin: array(string({ format: 'string' })),
        allowOrigins: array(
          object({
            exact: string({ format: 'string' }),
            prefix: string({ format: 'string' }),
            regex: string({ format: 'string' }),
          }),
        ),
        exposeHeaders: array(string({ format: 'string' })),
        maxAge: string(),
      }),
      trafficPolicy: object({
        connectionPool: object({
          http: object({
            h2UpgradePolicy: choice('DEFAULT', 'DO_NOT_UPGRADE', 'UPGRADE'),
            http1MaxPendingRequests: integer({ format: 'int32' }),
            http2MaxRequests: integer({ format: 'int32' }),
            idleTimeout: string(),
            maxRequestsPerConnection: integer({ format: 'int32' }),
            maxRetries: integer({ format: 'int32' }),
          }),
        }),
        loadBalancer: object({
          consistentHash: object({
            httpCookie: object({
              name: string({ format: 'string' }),
              path: string({ format: 'string' }),
              ttl: string(),
            }),
            httpHeaderName: string({ format: 'string' }),
            httpQueryParameterName: string({ format: 'string' }),
            minimumRingSize: integer(),
            useSourceIp: boolean(),
          }),
          localityLbSetting: object({
            distribute: array(object({ from: string({ format: 'string' }), to: map(integer()) })),
            enabled: boolean(),
            failover: array(object({ from: string({ format: 'string' }), to: string({ format: 'string' }) })),
          }),
          simple: choice('ROUND_ROBIN', 'LEAST_CONN', 'RANDOM', 'PASSTHROUGH', 'LEAST_REQUEST'),
          warmupDurationSecs: string(),
        }),
        outlierDetection: object({
          baseEjectionTime: string(),
          consecutive5xxErrors: integer(),
          consecutiveErrors: integer({ format: 'int32' }),
          consecutiveGatewayErrors: integer({ format: 'int32' }),
          consecutiveLocalOriginFailures: integer({ format: 'int32' }),
          interval: string(),
          maxEjectionPercent: integer({ format: 'int32' }),
          minHealthPercent: integer({ format: 'int32' }),
          splitExternalLocalOriginErrors: boolean(),
        }),
        tls: object({
          caCertificates: string({ format: 'string' }),
          clientCertificate: string({ format: 'string' }),
          mode: choice('DISABLE', 'SIMPLE', 'MUTUAL', 'ISTIO_MUTUAL'),
          privateKey: string({ format: 'string' }),
          sni: string({ format: 'string' }),
          subjectAltNames: array(string({ format: 'string' })),
        }),
      }),
      apex: Apex,
      primary: Apex,
      canary: Apex,
      unmanagedMetadata: object({ annotations: array(string()), labels: array(string()) }),
    }),
    skipAnalysis: boolean(),
    revertOnDeletion: boolean(),
    suspend: boolean(),
    analysis: required(
      object({
        interval: string({ pattern: '^[0-9]+(m|s)' }),
        iterations: number(),
        threshold: number(),
        maxWeight: number(),
        stepWeight: number(),
        stepWeights: array(number()),
        stepWeightPromotion: number(),
        mirror: boolean(),
        mirrorWeight: number(),
        primaryReadyThreshold: number(),
        canaryReadyThreshold: number(),
        match: array(
          object({
            headers: map(
              object({
                exact: string({ format: 'string' }),
                prefix: string({ format: 'string' }),
                suffix: string({ format: 'string' }),
                regex: string({ format: 'string' }),
              }),
            ),
            queryParams: map(object({ exact: string(), prefix: string(), regex: string() })),
            sourceLabels: map(string({ format: 'string' })),
          }),
        ),
        metrics: array(
          object({
            name: required(string()),
            interval: string({ pattern: '^[0-9]+(m|s)' }),
            threshold: number(),
            thresholdRange: object({ min: number(), max: number() }),
            query: string(),
            templateRef: TemplateRef,
            templateVariables: map(string()),
          }),
        ),
        alerts: array(
          object({
            name: required(string()),
            severity: choice('', 'info', 'warn', 'error'),
            providerRef: required(TemplateRef),
          }),
        ),
        webhooks: array(
          object({
            name: required(string()),
            type: choice(
              '',
              'confirm-rollout',
              'pre-rollout',
              'rollout',
              'confirm-promotion',
              'post-rollout',
              'event',
              'rollback',
              'confirm-traffic-increase',
            ),
            muteAlert: boolean(),
            url: required(string({ format: 'url' })),
            timeout: string({ pattern: '^[0-9]+(m|s)' }),
            retries: number(),
            disableTLS: boolean(),
            metadata: map(string()),
          }),
        ),
        sessionAffinity: object({
          cookieName: required(string()),
          primaryCookieName: string(),
          domain: string(),
          httpOnly: boolean(),
          maxAge: number({ default: 86400 }),
          partitioned: boolean(),
          path: string(),
          sameSite: choice('Strict', 'Lax', 'None'),
          secure: boolean(),
        }),
      }),
    ),
  }),
});
export type CanarySpec = Spec<typeof Canary>;

export const MetricTemplate = kind('flagger.app/v1beta1', 'MetricTemplate', 'Namespaced', {
  spec: object({
    provider: required(
      object({
        type: required(
          choice(
            'prometheus',
            'influxdb',
            'datadog',
            'externalmetrics',
            'stackdriver',
            'cloudwatch',
            'newrelic',
            'graphite',
            'dynatrace',
            'keptn',
            'splunk',
          ),
        ),
        address: string(),
        headers: map(array(string())),
        secretRef: object({ name: required(string()) }),
        region: string(),
        insecureSkipVerify: boolean(),
      }),
    ),
    query: required(string()),
  }),
});
export type MetricTemplateSpec = Spec<typeof MetricTemplate>;

export const AlertProvider = kind('flagger.app/v1beta1', 'AlertProvider', 'Namespaced', {
  spec: object({
    type: choice('slack', 'msteams', 'discord', 'rocket', 'gchat'),
    channel: string(),
    username: string(),
    address: string(),
    proxy: string(),
    secretRef: object({ name: required(string()) }),
  }),
});
export type AlertProviderSpec = Spec<typeof AlertProvider>;
