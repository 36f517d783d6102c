// gateway.networking.k8s.io: written by tools/shapes.ts from the CRDs; change it there.
import {
  array,
  boolean,
  choice,
  experimental,
  integer,
  kind,
  map,
  object,
  preset,
  required,
  string,
  Infer,
  Spec,
} from './shape';

export const ParametersRef = object({
  group: required(
    string({ max: 253, pattern: '^$|^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$' }),
  ),
  kind: required(string({ min: 1, max: 63, pattern: '^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$' })),
  name: required(string({ min: 1, max: 253 })),
  namespace: string({ min: 1, max: 63, pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$' }),
});
export type ParametersRef = Infer<typeof ParametersRef>;

export const Selector = object({
  matchExpressions: array(object({ key: required(string()), operator: required(string()), values: array(string()) })),
  matchLabels: map(string()),
});
export type Selector = Infer<typeof Selector>;

export const InfrastructureParametersRef = object({
  group: required(
    string({ max: 253, pattern: '^$|^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$' }),
  ),
  kind: required(string({ min: 1, max: 63, pattern: '^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$' })),
  name: required(string({ min: 1, max: 253 })),
});
export type InfrastructureParametersRef = Infer<typeof InfrastructureParametersRef>;

export const CertificateRefs = object({
  group: string({
    max: 253,
    pattern: '^$|^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$',
    default: '',
  }),
  kind: string({ min: 1, max: 63, pattern: '^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$', default: 'Secret' }),
  name: required(string({ min: 1, max: 253 })),
  namespace: string({ min: 1, max: 63, pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$' }),
});
export type CertificateRefs = Infer<typeof CertificateRefs>;

export const Listener = object({
  allowedRoutes: object(
    {
      kinds: array(
        object({
          group: string({
            max: 253,
            pattern: '^$|^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$',
            default: 'gateway.networking.k8s.io',
          }),
          kind: required(string({ min: 1, max: 63, pattern: '^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$' })),
        }),
        { max: 8 },
      ),
      namespaces: object(
        { from: preset(choice('All', 'Selector', 'Same'), 'Same'), selector: Selector },
        { default: { from: 'Same' } },
      ),
    },
    { default: { namespaces: { from: 'Same' } } },
  ),
  hostname: string({
    min: 1,
    max: 253,
    pattern: '^(\\*\\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$',
  }),
  name: required(
    string({ min: 1, max: 253, pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$' }),
  ),
  port: required(integer({ format: 'int32', minimum: 1, maximum: 65535 })),
  protocol: required(
    string({
      min: 1,
      max: 255,
      pattern:
        '^[a-zA-Z0-9]([-a-zA-Z0-9]*[a-zA-Z0-9])?$|[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\\/[A-Za-z0-9]+$',
    }),
  ),
  tls: object({
    certificateRefs: array(CertificateRefs, { max: 64 }),
    mode: preset(choice('Terminate', 'Passthrough'), 'Terminate'),
    options: map(string({ max: 4096 }), { max: 16 }),
  }),
});
export type Listener = Infer<typeof Listener>;

export const ParentRefs = object({
  group: string({
    max: 253,
    pattern: '^$|^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$',
    default: 'gateway.networking.k8s.io',
  }),
  kind: string({ min: 1, max: 63, pattern: '^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$', default: 'Gateway' }),
  name: required(string({ min: 1, max: 253 })),
  namespace: string({ min: 1, max: 63, pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$' }),
  port: integer({ format: 'int32', minimum: 1, maximum: 65535 }),
  sectionName: string({
    min: 1,
    max: 253,
    pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$',
  }),
});
export type ParentRefs = Infer<typeof ParentRefs>;

export const Add = object({
  name: required(string({ min: 1, max: 256, pattern: "^[A-Za-z0-9!#$%&'*+\\-.^_\\x60|~]+$" })),
  value: required(string({ min: 1, max: 4096, experimentalPattern: '^[!-~]+([\\t ]?[!-~]+)*$' })),
});
export type Add = Infer<typeof Add>;

export const RequestHeaderModifier = object({
  add: array(Add, { max: 16, keys: ['name'] }),
  remove: array(string(), { max: 16, set: true }),
  set: array(Add, { max: 16, keys: ['name'] }),
});
export type RequestHeaderModifier = Infer<typeof RequestHeaderModifier>;

export const RequestMirror = object({
  backendRef: required(
    object({
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
  ),
  fraction: object({
    denominator: integer({ default: 100, format: 'int32', minimum: 1 }),
    numerator: required(integer({ format: 'int32', minimum: 0 })),
  }),
  percent: integer({ format: 'int32', minimum: 0, maximum: 100 }),
});
export type RequestMirror = Infer<typeof RequestMirror>;

export const Path = object({
  replaceFullPath: string({ max: 1024 }),
  replacePrefixMatch: string({ max: 1024 }),
  type: required(choice('ReplaceFullPath', 'ReplacePrefixMatch')),
});
export type Path = Infer<typeof Path>;

export const Filter = object({
  cors: object({
    allowCredentials: boolean(),
    allowHeaders: array(string({ min: 1, max: 256, pattern: "^[A-Za-z0-9!#$%&'*+\\-.^_\\x60|~]+$" }), {
      max: 64,
      set: true,
    }),
    allowMethods: array(choice('GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', 'PATCH', '*'), {
      max: 9,
      set: true,
    }),
    allowOrigins: array(
      string({
        min: 1,
        max: 253,
        pattern: '(^\\*$)|(^(http(s)?):\\/\\/(((\\*\\.)?([a-zA-Z0-9\\-]+\\.)*[a-zA-Z0-9-]+|\\*)(:([0-9]{1,5}))?)$)',
      }),
      { max: 64, set: true },
    ),
    exposeHeaders: array(string({ min: 1, max: 256, pattern: "^[A-Za-z0-9!#$%&'*+\\-.^_\\x60|~]+$" }), {
      max: 64,
      set: true,
    }),
    maxAge: integer({ default: 5, format: 'int32', minimum: 1 }),
  }),
  extensionRef: InfrastructureParametersRef,
  externalAuth: experimental(
    object({
      backendRef: required(
        object({
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
      ),
      forwardBody: object({ maxSize: integer() }),
      grpc: object({ allowedHeaders: array(string(), { max: 64, set: true }) }),
      http: object({
        allowedHeaders: array(string(), { max: 64, set: true }),
        allowedResponseHeaders: array(string(), { max: 64, set: true }),
        path: string({ max: 1024, pattern: "^(?:[-A-Za-z0-9/._~!$&'()*+,;=:@]|[%][0-9a-fA-F]{2})+$" }),
      }),
      protocol: required(choice('HTTP', 'GRPC')),
    }),
  ),
  requestHeaderModifier: RequestHeaderModifier,
  requestMirror: RequestMirror,
  requestRedirect: object({
    hostname: string({
      min: 1,
      max: 253,
      pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$',
    }),
    path: Path,
    port: integer({ format: 'int32', minimum: 1, maximum: 65535 }),
    scheme: choice('http', 'https'),
    statusCode: integer({ values: [301, 302, 303, 307, 308], default: 302 }),
  }),
  responseHeaderModifier: RequestHeaderModifier,
  type: required(
    choice(
      'RequestHeaderModifier',
      'ResponseHeaderModifier',
      'RequestMirror',
      'RequestRedirect',
      'URLRewrite',
      'ExtensionRef',
      'CORS',
      'ExternalAuth',
    ),
  ),
  urlRewrite: object({
    hostname: string({
      min: 1,
      max: 253,
      pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$',
    }),
    path: Path,
  }),
});
export type Filter = Infer<typeof Filter>;

export const BackendRefsFilter = object({
  extensionRef: InfrastructureParametersRef,
  requestHeaderModifier: RequestHeaderModifier,
  requestMirror: RequestMirror,
  responseHeaderModifier: RequestHeaderModifier,
  type: required(choice('ResponseHeaderModifier', 'RequestHeaderModifier', 'RequestMirror', 'ExtensionRef')),
});
export type BackendRefsFilter = Infer<typeof BackendRefsFilter>;

export const Rule = object({
  backendRefs: required(
    array(
      object({
        group: string({
          max: 253,
          pattern: '^$|^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$',
          default: '',
        }),
        kind: string({ min: 1, max: 63, pattern: '^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$', default: 'Service' }),
        name: required(string({ min: 1, max: 253 })),
        namespace: string({ min: 1, max: 63, pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$' }),
        port: integer({ format: 'int32', minimum: 1, maximum: 65535 }),
        weight: integer({ default: 1, format: 'int32', minimum: 0, maximum: 1000000 }),
      }),
      { min: 1, max: 16 },
    ),
  ),
  name: string({ min: 1, max: 253, pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$' }),
});
export type Rule = Infer<typeof Rule>;

export const TCPRouteSpec = object({
  parentRefs: array(ParentRefs, { max: 32 }),
  rules: required(array(Rule, { min: 1, max: 1 })),
  useDefaultGateways: experimental(choice('All', 'None')),
});
export type TCPRouteSpec = Infer<typeof TCPRouteSpec>;

export const TCPRouteV1alpha2Spec = object({
  parentRefs: array(ParentRefs, { max: 32 }),
  rules: required(array(Rule, { min: 1, max: 16 })),
  useDefaultGateways: experimental(choice('All', 'None')),
});
export type TCPRouteV1alpha2Spec = Infer<typeof TCPRouteV1alpha2Spec>;

export const GatewayClass = kind(
  'gateway.networking.k8s.io/v1',
  'GatewayClass',
  'Cluster',
  {
    spec: required(
      object({
        controllerName: required(
          string({
            min: 1,
            max: 253,
            pattern:
              "^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\\/[A-Za-z0-9\\/\\-._~%!$&'()*+,;=:]+$",
          }),
        ),
        description: string({ max: 64 }),
        parametersRef: ParametersRef,
      }),
    ),
  },
  ['gateway.networking.k8s.io/v1beta1'],
);
export type GatewayClassSpec = Spec<typeof GatewayClass>;

export const Gateway = kind(
  'gateway.networking.k8s.io/v1',
  'Gateway',
  'Namespaced',
  {
    spec: required(
      object({
        addresses: array(
          object({
            type: string({
              min: 1,
              max: 253,
              pattern:
                "^Hostname|IPAddress|NamedAddress|[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\\/[A-Za-z0-9\\/\\-._~%!$&'()*+,;=:]+$",
              default: 'IPAddress',
            }),
            value: string({ max: 253 }),
          }),
          { max: 16 },
        ),
        allowedListeners: object({
          namespaces: object(
            { from: preset(choice('All', 'Selector', 'Same', 'None'), 'None'), selector: Selector },
            { default: { from: 'None' } },
          ),
        }),
        defaultScope: experimental(choice('All', 'None')),
        gatewayClassName: required(string({ min: 1, max: 253 })),
        infrastructure: object({
          annotations: map(string({ max: 4096 }), { max: 16 }),
          labels: map(string({ max: 63, pattern: '^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$' }), { max: 8 }),
          parametersRef: InfrastructureParametersRef,
        }),
        listeners: required(array(Listener, { min: 1, max: 64, keys: ['name'] })),
        tls: object({
          backend: object({ clientCertificateRef: CertificateRefs }),
          frontend: object({
            default: required(
              object({
                validation: object({
                  caCertificateRefs: required(array(ParametersRef, { min: 1, max: 16 })),
                  mode: preset(choice('AllowValidOnly', 'AllowInsecureFallback'), 'AllowValidOnly'),
                }),
              }),
            ),
            perPort: array(
              object({
                port: required(integer({ format: 'int32', minimum: 1, maximum: 65535 })),
                tls: required(
                  object({
                    validation: object({
                      caCertificateRefs: required(array(ParametersRef, { min: 1, max: 16 })),
                      mode: preset(choice('AllowValidOnly', 'AllowInsecureFallback'), 'AllowValidOnly'),
                    }),
                  }),
                ),
              }),
              { max: 64, keys: ['port'] },
            ),
          }),
        }),
      }),
    ),
  },
  ['gateway.networking.k8s.io/v1beta1'],
);
export type GatewaySpec = Spec<typeof Gateway>;

export const ListenerSet = kind('gateway.networking.k8s.io/v1', 'ListenerSet', 'Namespaced', {
  spec: required(
    object({
      listeners: required(array(Listener, { min: 1, max: 64, keys: ['name'] })),
      parentRef: required(
        object({
          group: string({
            max: 253,
            pattern: '^$|^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$',
            default: 'gateway.networking.k8s.io',
          }),
          kind: string({ min: 1, max: 63, pattern: '^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$', default: 'Gateway' }),
          name: required(string({ min: 1, max: 253 })),
          namespace: string({ min: 1, max: 63, pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$' }),
        }),
      ),
    }),
  ),
});
export type ListenerSetSpec = Spec<typeof ListenerSet>;

export const HTTPRoute = kind(
  'gateway.networking.k8s.io/v1',
  'HTTPRoute',
  'Namespaced',
  {
    spec: required(
      object({
        hostnames: array(
          string({
            min: 1,
            max: 253,
            pattern: '^(\\*\\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$',
          }),
          { max: 16 },
        ),
        parentRefs: array(ParentRefs, { max: 32 }),
        rules: array(
          object({
            backendRefs: array(
              object({
                filters: array(Filter, { max: 16 }),
                group: string({
                  max: 253,
                  pattern: '^$|^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$',
                  default: '',
                }),
                kind: string({ min: 1, max: 63, pattern: '^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$', default: 'Service' }),
                name: required(string({ min: 1, max: 253 })),
                namespace: string({ min: 1, max: 63, pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$' }),
                port: integer({ format: 'int32', minimum: 1, maximum: 65535 }),
                weight: integer({ default: 1, format: 'int32', minimum: 0, maximum: 1000000 }),
              }),
              { max: 16 },
            ),
            filters: array(Filter, { max: 16 }),
            matches: array(
              object({
                headers: array(
                  object({
                    name: required(string({ min: 1, max: 256, pattern: "^[A-Za-z0-9!#$%&'*+\\-.^_\\x60|~]+$" })),
                    type: preset(choice('Exact', 'RegularExpression'), 'Exact'),
                    value: required(string({ min: 1, max: 4096, experimentalPattern: '^[!-~]+([\\t ]?[!-~]+)*$' })),
                  }),
                  { max: 16, keys: ['name'] },
                ),
                method: choice('GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', 'PATCH'),
                path: object(
                  {
                    type: preset(choice('Exact', 'PathPrefix', 'RegularExpression'), 'PathPrefix'),
                    value: string({ max: 1024, default: '/' }),
                  },
                  { default: { type: 'PathPrefix', value: '/' } },
                ),
                queryParams: array(
                  object({
                    name: required(string({ min: 1, max: 256, pattern: "^[A-Za-z0-9!#$%&'*+\\-.^_\\x60|~]+$" })),
                    type: preset(choice('Exact', 'RegularExpression'), 'Exact'),
                    value: required(string({ min: 1, max: 1024 })),
                  }),
                  { max: 16, keys: ['name'] },
                ),
              }),
              { max: 64, default: [{ path: { type: 'PathPrefix', value: '/' } }] },
            ),
            name: string({
              min: 1,
              max: 253,
              pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$',
            }),
            retry: experimental(
              object({
                attempts: integer({ minimum: 1 }),
                backoff: string({ pattern: '^([0-9]{1,5}(h|m|s|ms)){1,4}$' }),
                codes: array(integer({ minimum: 400, maximum: 599 }), { set: true }),
              }),
            ),
            sessionPersistence: experimental(
              object({
                absoluteTimeout: string({ pattern: '^([0-9]{1,5}(h|m|s|ms)){1,4}$' }),
                cookieConfig: object({ lifetimeType: preset(choice('Permanent', 'Session'), 'Session') }),
                sessionName: string({ max: 128 }),
                type: preset(choice('Cookie', 'Header'), 'Cookie'),
              }),
            ),
            timeouts: object({
              backendRequest: string({ pattern: '^([0-9]{1,5}(h|m|s|ms)){1,4}$' }),
              request: string({ pattern: '^([0-9]{1,5}(h|m|s|ms)){1,4}$' }),
            }),
          }),
          { min: 1, max: 16, default: [{ matches: [{ path: { type: 'PathPrefix', value: '/' } }] }] },
        ),
        useDefaultGateways: experimental(choice('All', 'None')),
      }),
    ),
  },
  ['gateway.networking.k8s.io/v1beta1'],
);
export type HTTPRouteSpec = Spec<typeof HTTPRoute>;

export const GRPCRoute = kind('gateway.networking.k8s.io/v1', 'GRPCRoute', 'Namespaced', {
  spec: required(
    object({
      hostnames: array(
        string({
          min: 1,
          max: 253,
          pattern: '^(\\*\\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$',
        }),
        { max: 16 },
      ),
      parentRefs: array(ParentRefs, { max: 32 }),
      rules: array(
        object({
          backendRefs: array(
            object({
              filters: array(BackendRefsFilter, { max: 16 }),
              group: string({
                max: 253,
                pattern: '^$|^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$',
                default: '',
              }),
              kind: string({ min: 1, max: 63, pattern: '^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$', default: 'Service' }),
              name: required(string({ min: 1, max: 253 })),
              namespace: string({ min: 1, max: 63, pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$' }),
              port: integer({ format: 'int32', minimum: 1, maximum: 65535 }),
              weight: integer({ default: 1, format: 'int32', minimum: 0, maximum: 1000000 }),
            }),
            { max: 16 },
          ),
          filters: array(BackendRefsFilter, { max: 16 }),
          matches: array(
            object({
              headers: array(
                object({
                  name: required(string({ min: 1, max: 256, pattern: "^[A-Za-z0-9!#$%&'*+\\-.^_\\x60|~]+$" })),
                  type: preset(choice('Exact', 'RegularExpression'), 'Exact'),
                  value: required(string({ min: 1, max: 4096 })),
                }),
                { max: 16, keys: ['name'] },
              ),
              method: object({
                method: string({ max: 1024 }),
                service: string({ max: 1024 }),
                type: preset(choice('Exact', 'RegularExpression'), 'Exact'),
              }),
            }),
            { max: 64 },
          ),
          name: string({
            min: 1,
            max: 253,
            pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$',
          }),
          sessionPersistence: experimental(
            object({
              absoluteTimeout: string({ pattern: '^([0-9]{1,5}(h|m|s|ms)){1,4}$' }),
              cookieConfig: object({ lifetimeType: preset(choice('Permanent', 'Session'), 'Session') }),
              sessionName: string({ max: 128 }),
              type: preset(choice('Cookie', 'Header'), 'Cookie'),
            }),
          ),
        }),
        { max: 16 },
      ),
      useDefaultGateways: experimental(choice('All', 'None')),
    }),
  ),
});
export type GRPCRouteSpec = Spec<typeof GRPCRoute>;

export const TLSRoute = kind(
  'gateway.networking.k8s.io/v1',
  'TLSRoute',
  'Namespaced',
  {
    spec: required(
      object({
        hostnames: required(
          array(
            string({
              min: 1,
              max: 253,
              pattern: '^(\\*\\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$',
            }),
            { min: 1, max: 1024 },
          ),
        ),
        parentRefs: array(ParentRefs, { max: 32 }),
        rules: required(array(Rule, { min: 1, max: 1 })),
        useDefaultGateways: experimental(choice('All', 'None')),
      }),
    ),
  },
  ['gateway.networking.k8s.io/v1alpha3'],
);
export type TLSRouteSpec = Spec<typeof TLSRoute>;

export const TLSRouteV1alpha2 = kind('gateway.networking.k8s.io/v1alpha2', 'TLSRoute', 'Namespaced', {
  spec: required(
    object({
      hostnames: array(
        string({
          min: 1,
          max: 253,
          pattern: '^(\\*\\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$',
        }),
        { max: 1024 },
      ),
      parentRefs: array(ParentRefs, { max: 32 }),
      rules: required(array(Rule, { min: 1, max: 16 })),
      useDefaultGateways: experimental(choice('All', 'None')),
    }),
  ),
});

export const TCPRoute = kind('gateway.networking.k8s.io/v1', 'TCPRoute', 'Namespaced', {
  spec: required(TCPRouteSpec),
});

export const TCPRouteV1alpha2 = kind('gateway.networking.k8s.io/v1alpha2', 'TCPRoute', 'Namespaced', {
  spec: required(TCPRouteV1alpha2Spec),
});

export const UDPRoute = kind('gateway.networking.k8s.io/v1', 'UDPRoute', 'Namespaced', {
  spec: required(TCPRouteSpec),
});
export type UDPRouteSpec = Spec<typeof UDPRoute>;

export const UDPRouteV1alpha2 = kind('gateway.networking.k8s.io/v1alpha2', 'UDPRoute', 'Namespaced', {
  spec: required(TCPRouteV1alpha2Spec),
});

export const BackendTLSPolicy = kind(
  'gateway.networking.k8s.io/v1',
  'BackendTLSPolicy',
  'Namespaced',
  {
    spec: required(
      object({
        options: map(string({ max: 4096 }), { max: 16 }),
        targetRefs: required(
          array(
            object({
              group: required(
                string({ max: 253, pattern: '^$|^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$' }),
              ),
              kind: required(string({ min: 1, max: 63, pattern: '^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$' })),
              name: required(string({ min: 1, max: 253 })),
              sectionName: string({
                min: 1,
                max: 253,
                pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$',
              }),
            }),
            { min: 1, max: 16 },
          ),
        ),
        validation: required(
          object({
            caCertificateRefs: array(InfrastructureParametersRef, { max: 8 }),
            hostname: required(
              string({
                min: 1,
                max: 253,
                pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$',
              }),
            ),
            subjectAltNames: array(
              object({
                hostname: string({
                  min: 1,
                  max: 253,
                  pattern: '^(\\*\\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$',
                }),
                type: required(choice('Hostname', 'URI')),
                uri: string({ min: 1, max: 253, pattern: '^(([^:/?#]+):)(//([^/?#]*))([^?#]*)(\\?([^#]*))?(#(.*))?' }),
              }),
              { max: 5 },
            ),
            wellKnownCACertificates: string({
              min: 1,
              max: 253,
              pattern:
                '^(System|([a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/([A-Za-z0-9][-A-Za-z0-9_.]{0,61})?[A-Za-z0-9]))$',
            }),
          }),
        ),
      }),
    ),
  },
  ['gateway.networking.k8s.io/v1alpha3'],
);
export type BackendTLSPolicySpec = Spec<typeof BackendTLSPolicy>;

export const ReferenceGrant = kind(
  'gateway.networking.k8s.io/v1',
  'ReferenceGrant',
  'Namespaced',
  {
    spec: required(
      object({
        from: required(
          array(
            object({
              group: required(
                string({ max: 253, pattern: '^$|^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$' }),
              ),
              kind: required(string({ min: 1, max: 63, pattern: '^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$' })),
              namespace: required(string({ min: 1, max: 63, pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$' })),
            }),
            { min: 1, max: 16 },
          ),
        ),
        to: required(
          array(
            object({
              group: required(
                string({ max: 253, pattern: '^$|^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$' }),
              ),
              kind: required(string({ min: 1, max: 63, pattern: '^[a-zA-Z]([-a-zA-Z0-9]*[a-zA-Z0-9])?$' })),
              name: string({ min: 1, max: 253 }),
            }),
            { min: 1, max: 16 },
          ),
        ),
      }),
    ),
  },
  ['gateway.networking.k8s.io/v1beta1'],
);
export type ReferenceGrantSpec = Spec<typeof ReferenceGrant>;
