// kuadrant.io: written by tools/shapes.ts from the CRDs; change it there.
import {
  any,
  array,
  boolean,
  choice,
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

export const Selector = object({
  matchExpressions: array(object({ key: required(string()), operator: required(string()), values: array(string()) })),
  matchLabels: map(string()),
});
export type Selector = Infer<typeof Selector>;

export const Key = object({ expression: string(), selector: string(), value: any() });
export type Key = Infer<typeof Key>;

export const Cache = object({ key: required(Key), ttl: integer({ default: 60 }) });
export type Cache = Infer<typeof Cache>;

export const Credentials = object({
  authorizationHeader: object({ prefix: string() }),
  cookie: object({ name: required(string()) }),
  customHeader: object({ name: required(string()) }),
  queryString: object({ name: required(string()) }),
});
export type Credentials = Infer<typeof Credentials>;

export const When = object({
  all: array(map(any())),
  any: array(map(any())),
  operator: choice('eq', 'neq', 'incl', 'excl', 'matches'),
  patternRef: string(),
  predicate: string(),
  selector: string(),
  value: string(),
});
export type When = Infer<typeof When>;

export const ClientSecretRef = object({ key: required(string()), name: required(string()) });
export type ClientSecretRef = Infer<typeof ClientSecretRef>;

export const Oauth2 = object({
  cache: boolean({ default: true }),
  clientId: required(string()),
  clientSecretRef: required(ClientSecretRef),
  extraParams: map(string()),
  scopes: array(string()),
  tokenUrl: required(string()),
});
export type Oauth2 = Infer<typeof Oauth2>;

export const Resource = object({ kind: Key, name: Key });
export type Resource = Infer<typeof Resource>;

export const Http = object({
  body: Key,
  bodyParameters: map(Key),
  contentType: preset(
    choice('application/x-www-form-urlencoded', 'application/json'),
    'application/x-www-form-urlencoded',
  ),
  credentials: Credentials,
  headers: map(Key),
  method: preset(choice('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'CONNECT', 'TRACE'), 'GET'),
  oauth2: Oauth2,
  sharedSecretRef: ClientSecretRef,
  url: string(),
  urlExpression: string(),
});
export type Http = Infer<typeof Http>;

export const Filter = object({
  cache: Cache,
  json: object({ properties: required(map(Key)) }),
  key: string(),
  metrics: boolean({ default: false }),
  plain: Key,
  priority: integer(),
  when: array(When),
  wristband: object({
    customClaims: map(Key),
    issuer: required(string()),
    signingKeyRefs: required(
      array(
        object({
          algorithm: required(choice('ES256', 'ES384', 'ES512', 'RS256', 'RS384', 'RS512')),
          name: required(string()),
        }),
      ),
    ),
    tokenDuration: integer({ format: 'int64' }),
  }),
});
export type Filter = Infer<typeof Filter>;

export const Unauthenticated = object({
  body: Key,
  code: integer({ format: 'int64', minimum: 300, maximum: 599 }),
  headers: map(Key),
  message: Key,
});
export type Unauthenticated = Infer<typeof Unauthenticated>;

export const Rules = object({
  authentication: map(
    object({
      anonymous: object({}),
      apiKey: object({ allNamespaces: boolean({ default: false }), selector: required(Selector) }),
      cache: Cache,
      credentials: Credentials,
      defaults: map(Key),
      jwt: object({ issuerUrl: string(), jwksUrl: string(), ttl: integer() }),
      kubernetesTokenReview: object({ audiences: array(string()) }),
      metrics: boolean({ default: false }),
      oauth2Introspection: object({
        credentialsRef: required(object({ name: string({ default: '' }) })),
        endpoint: required(string()),
        tokenTypeHint: string(),
      }),
      overrides: map(Key),
      plain: object({ expression: string(), selector: string() }),
      priority: integer(),
      when: array(When),
      x509: object({
        allNamespaces: boolean({ default: false }),
        selector: required(Selector),
        source: object({ clientCertHeader: string(), expression: string(), xfccHeader: string() }),
      }),
    }),
  ),
  authorization: map(
    object({
      cache: Cache,
      kubernetesSubjectAccessReview: object({
        authorizationGroups: Key,
        groups: array(string()),
        resourceAttributes: object({
          group: Key,
          name: Key,
          namespace: Key,
          resource: Key,
          subresource: Key,
          verb: Key,
        }),
        user: Key,
      }),
      metrics: boolean({ default: false }),
      opa: object({
        allValues: boolean({ default: false }),
        externalPolicy: object({
          body: Key,
          bodyParameters: map(Key),
          contentType: preset(
            choice('application/x-www-form-urlencoded', 'application/json'),
            'application/x-www-form-urlencoded',
          ),
          credentials: Credentials,
          headers: map(Key),
          method: preset(choice('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'CONNECT', 'TRACE'), 'GET'),
          oauth2: Oauth2,
          sharedSecretRef: ClientSecretRef,
          ttl: integer(),
          url: string(),
          urlExpression: string(),
        }),
        rego: string(),
      }),
      patternMatching: object({ patterns: required(array(When)) }),
      priority: integer(),
      spicedb: object({
        endpoint: required(string()),
        insecure: boolean(),
        permission: Key,
        resource: Resource,
        sharedSecretRef: ClientSecretRef,
        subject: Resource,
      }),
      when: array(When),
    }),
  ),
  callbacks: map(
    object({
      cache: Cache,
      http: required(Http),
      metrics: boolean({ default: false }),
      priority: integer(),
      when: array(When),
    }),
  ),
  metadata: map(
    object({
      cache: Cache,
      http: Http,
      metrics: boolean({ default: false }),
      priority: integer(),
      uma: object({
        credentialsRef: required(object({ name: string({ default: '' }) })),
        endpoint: required(string()),
      }),
      userInfo: object({ identitySource: string(), userInfoUrl: string() }),
      when: array(When),
    }),
  ),
  response: object({
    success: object({ filters: map(Filter), headers: map(Filter) }),
    unauthenticated: Unauthenticated,
    unauthorized: Unauthenticated,
  }),
});
export type Rules = Infer<typeof Rules>;

export const Defaults = object({
  patterns: map(
    object({
      allOf: required(
        array(
          object({ operator: choice('eq', 'neq', 'incl', 'excl', 'matches'), selector: string(), value: string() }),
        ),
      ),
    }),
  ),
  rules: Rules,
  strategy: preset(choice('atomic', 'merge'), 'atomic'),
  when: array(object({ predicate: required(string({ min: 1 })) })),
});
export type Defaults = Infer<typeof Defaults>;

export const Limit = object({
  counters: array(object({ expression: required(string({ min: 1 })) })),
  rates: array(
    object({ limit: required(integer()), window: required(string({ pattern: '^([0-9]{1,5}(h|m|s|ms)){1,4}$' })) }),
  ),
  when: array(object({ predicate: required(string({ min: 1 })) })),
});
export type Limit = Infer<typeof Limit>;

export const SpecDefaults = object({
  limits: map(Limit),
  strategy: preset(choice('atomic', 'merge'), 'atomic'),
  when: array(object({ predicate: required(string({ min: 1 })) })),
});
export type SpecDefaults = Infer<typeof SpecDefaults>;

export const TargetRef = object({
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
});
export type TargetRef = Infer<typeof TargetRef>;

export const AuthPolicy = kind('kuadrant.io/v1', 'AuthPolicy', 'Namespaced', {
  spec: object({
    defaults: Defaults,
    overrides: Defaults,
    patterns: map(
      object({
        allOf: required(
          array(
            object({ operator: choice('eq', 'neq', 'incl', 'excl', 'matches'), selector: string(), value: string() }),
          ),
        ),
      }),
    ),
    rules: Rules,
    targetRef: required(
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
    ),
    when: array(object({ predicate: required(string({ min: 1 })) })),
  }),
});
export type AuthPolicySpec = Spec<typeof AuthPolicy>;

export const RateLimitPolicy = kind('kuadrant.io/v1', 'RateLimitPolicy', 'Namespaced', {
  spec: object({
    defaults: SpecDefaults,
    limits: map(Limit),
    overrides: SpecDefaults,
    targetRef: required(
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
    ),
    when: array(object({ predicate: required(string({ min: 1 })) })),
  }),
});
export type RateLimitPolicySpec = Spec<typeof RateLimitPolicy>;

export const TokenRateLimitPolicy = kind('kuadrant.io/v1alpha1', 'TokenRateLimitPolicy', 'Namespaced', {
  spec: object({
    defaults: SpecDefaults,
    limits: map(Limit),
    overrides: SpecDefaults,
    targetRef: required(
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
    ),
    when: array(object({ predicate: required(string({ min: 1 })) })),
  }),
});
export type TokenRateLimitPolicySpec = Spec<typeof TokenRateLimitPolicy>;

export const DNSPolicy = kind('kuadrant.io/v1', 'DNSPolicy', 'Namespaced', {
  spec: object({
    delegate: boolean(),
    excludeAddresses: array(string(), { max: 20 }),
    healthCheck: object({
      additionalHeadersRef: object({ name: required(string()) }),
      failureThreshold: integer({ default: 5 }),
      interval: string({ default: '5m' }),
      path: string({ pattern: "^(?:\\?|\\/)[\\w\\-.~:\\/?#\\[\\]@!$&'()*+,;=]+(?:[a-zA-Z0-9]|\\/){1}$" }),
      port: integer({ default: 443 }),
      protocol: string({ default: 'HTTPS' }),
    }),
    loadBalancing: object({
      defaultGeo: required(boolean()),
      geo: required(string({ min: 2 })),
      weight: integer({ default: 120 }),
    }),
    providerRefs: array(object({ name: required(string()) }), { max: 1 }),
    targetRef: required(TargetRef),
  }),
});
export type DNSPolicySpec = Spec<typeof DNSPolicy>;

export const TLSPolicy = kind('kuadrant.io/v1', 'TLSPolicy', 'Namespaced', {
  spec: object({
    commonName: string(),
    duration: string(),
    issuerRef: required(object({ group: string(), kind: string(), name: required(string()) })),
    privateKey: object({
      algorithm: choice('RSA', 'ECDSA', 'Ed25519'),
      encoding: choice('PKCS1', 'PKCS8'),
      rotationPolicy: choice('Never', 'Always'),
      size: integer(),
    }),
    renewBefore: string(),
    revisionHistoryLimit: integer({ format: 'int32' }),
    targetRef: required(TargetRef),
    usages: array(
      choice(
        'signing',
        'digital signature',
        'content commitment',
        'key encipherment',
        'key agreement',
        'data encipherment',
        'cert sign',
        'crl sign',
        'encipher only',
        'decipher only',
        'any',
        'server auth',
        'client auth',
        'code signing',
        'email protection',
        's/mime',
        'ipsec end system',
        'ipsec tunnel',
        'ipsec user',
        'timestamping',
        'ocsp signing',
        'microsoft sgc',
        'netscape sgc',
      ),
    ),
  }),
});
export type TLSPolicySpec = Spec<typeof TLSPolicy>;

export const Kuadrant = kind('kuadrant.io/v1beta1', 'Kuadrant', 'Namespaced', {
  spec: object({
    components: object({ developerPortal: object({ enabled: boolean() }) }),
    mtls: object({ authorino: boolean(), enable: boolean(), limitador: boolean() }),
    observability: object({
      dataPlane: object({
        defaultLevels: array(object({ debug: string(), error: string(), info: string(), warn: string() })),
        httpHeaderIdentifier: string(),
      }),
      enable: boolean(),
      tracing: object({ defaultEndpoint: string(), insecure: boolean() }),
    }),
  }),
});
export type KuadrantSpec = Spec<typeof Kuadrant>;
