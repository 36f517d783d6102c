// cert-manager.io: written by tools/shapes.ts from the CRDs; change it there.
import {
  any,
  array,
  boolean,
  choice,
  integer,
  intOrString,
  kind,
  map,
  object,
  required,
  string,
  Infer,
  Spec,
} from './shape';

export const KeySecretRef = object({ key: string(), name: required(string()) });
export type KeySecretRef = Infer<typeof KeySecretRef>;

export const ServiceAccountRef = object({ audiences: array(string()), name: required(string()) });
export type ServiceAccountRef = Infer<typeof ServiceAccountRef>;

export const Metadata = object({ annotations: map(string()), labels: map(string()) });
export type Metadata = Infer<typeof Metadata>;

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

export const PodTemplate = object({
  metadata: Metadata,
  spec: object({
    affinity: object({
      nodeAffinity: object({
        preferredDuringSchedulingIgnoredDuringExecution: array(
          object({ preference: required(Preference), weight: required(integer({ format: 'int32' })) }),
        ),
        requiredDuringSchedulingIgnoredDuringExecution: object({ nodeSelectorTerms: required(array(Preference)) }),
      }),
      podAffinity: PodAffinity,
      podAntiAffinity: PodAffinity,
    }),
    imagePullSecrets: array(object({ name: string({ default: '' }) }), { keys: ['name'] }),
    nodeSelector: map(string()),
    priorityClassName: string(),
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
    securityContext: object({
      fsGroup: integer({ format: 'int64' }),
      fsGroupChangePolicy: string(),
      runAsGroup: integer({ format: 'int64' }),
      runAsNonRoot: boolean(),
      runAsUser: integer({ format: 'int64' }),
      seLinuxOptions: object({ level: string(), role: string(), type: string(), user: string() }),
      seccompProfile: object({ localhostProfile: string(), type: required(string()) }),
      supplementalGroups: array(integer({ format: 'int64' })),
      sysctls: array(object({ name: required(string()), value: required(string()) })),
    }),
    serviceAccountName: string(),
    tolerations: array(
      object({
        effect: string(),
        key: string(),
        operator: string(),
        tolerationSeconds: integer({ format: 'int64' }),
        value: string(),
      }),
    ),
  }),
});
export type PodTemplate = Infer<typeof PodTemplate>;

export const ClusterIssuerSpec = object({
  acme: object({
    caBundle: string({ format: 'byte' }),
    disableAccountKeyGeneration: boolean(),
    email: string(),
    enableDurationFeature: boolean(),
    externalAccountBinding: object({
      keyAlgorithm: choice('HS256', 'HS384', 'HS512'),
      keyID: required(string()),
      keySecretRef: required(KeySecretRef),
    }),
    preferredChain: string({ max: 64 }),
    privateKeySecretRef: required(KeySecretRef),
    profile: string(),
    server: required(string()),
    skipTLSVerify: boolean(),
    solvers: array(
      object({
        dns01: object({
          acmeDNS: object({ accountSecretRef: required(KeySecretRef), host: required(string()) }),
          akamai: object({
            accessTokenSecretRef: required(KeySecretRef),
            clientSecretSecretRef: required(KeySecretRef),
            clientTokenSecretRef: required(KeySecretRef),
            serviceConsumerDomain: required(string()),
          }),
          azureDNS: object({
            clientID: string(),
            clientSecretSecretRef: KeySecretRef,
            environment: choice('AzurePublicCloud', 'AzureChinaCloud', 'AzureGermanCloud', 'AzureUSGovernmentCloud'),
            hostedZoneName: string(),
            managedIdentity: object({ clientID: string(), resourceID: string(), tenantID: string() }),
            resourceGroupName: required(string()),
            subscriptionID: required(string()),
            tenantID: string(),
            zoneType: choice('AzurePublicZone', 'AzurePrivateZone'),
          }),
          cloudDNS: object({
            hostedZoneName: string(),
            project: required(string()),
            serviceAccountSecretRef: KeySecretRef,
          }),
          cloudflare: object({ apiKeySecretRef: KeySecretRef, apiTokenSecretRef: KeySecretRef, email: string() }),
          cnameStrategy: choice('None', 'Follow'),
          digitalocean: object({ tokenSecretRef: required(KeySecretRef) }),
          rfc2136: object({
            nameserver: required(string()),
            protocol: choice('TCP', 'UDP'),
            tsigAlgorithm: string(),
            tsigKeyName: string(),
            tsigSecretSecretRef: KeySecretRef,
          }),
          route53: object({
            accessKeyID: string(),
            accessKeyIDSecretRef: KeySecretRef,
            auth: object({ kubernetes: required(object({ serviceAccountRef: required(ServiceAccountRef) })) }),
            hostedZoneID: string(),
            region: string(),
            role: string(),
            secretAccessKeySecretRef: KeySecretRef,
          }),
          webhook: object({ config: any(), groupName: required(string()), solverName: required(string()) }),
        }),
        http01: object({
          gatewayHTTPRoute: object({
            labels: map(string()),
            parentRefs: array(
              object({
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
              }),
            ),
            podTemplate: PodTemplate,
            serviceType: string(),
          }),
          ingress: object({
            class: string(),
            ingressClassName: string(),
            ingressTemplate: object({ metadata: Metadata }),
            name: string(),
            podTemplate: PodTemplate,
            serviceType: string(),
          }),
        }),
        selector: object({ dnsNames: array(string()), dnsZones: array(string()), matchLabels: map(string()) }),
        waitInsteadOfSelfCheck: string(),
      }),
    ),
  }),
  ca: object({
    crlDistributionPoints: array(string()),
    issuingCertificateURLs: array(string()),
    ocspServers: array(string()),
    secretName: required(string()),
  }),
  selfSigned: object({ crlDistributionPoints: array(string()) }),
  vault: object({
    auth: required(
      object({
        appRole: object({ path: required(string()), roleId: required(string()), secretRef: required(KeySecretRef) }),
        aws: object({
          iamRoleArn: string(),
          mountPath: string(),
          region: string(),
          role: required(string({ min: 1 })),
          serviceAccountRef: ServiceAccountRef,
          vaultHeaderValue: string(),
        }),
        clientCertificate: object({ mountPath: string(), name: string(), secretName: string() }),
        kubernetes: object({
          mountPath: string(),
          role: required(string()),
          secretRef: KeySecretRef,
          serviceAccountRef: ServiceAccountRef,
        }),
        tokenSecretRef: KeySecretRef,
      }),
    ),
    caBundle: string({ format: 'byte' }),
    caBundleSecretRef: KeySecretRef,
    clientCertSecretRef: KeySecretRef,
    clientKeySecretRef: KeySecretRef,
    namespace: string(),
    path: required(string()),
    server: required(string()),
    serverName: string(),
  }),
  venafi: object({
    cloud: object({ apiTokenSecretRef: required(KeySecretRef), url: string() }),
    ngts: object({
      credentialsRef: required(object({ name: required(string()) })),
      tokenEndpoint: string(),
      tsgID: required(string()),
      url: string(),
    }),
    tpp: object({
      caBundle: string({ format: 'byte' }),
      caBundleSecretRef: KeySecretRef,
      credentialsRef: required(object({ name: required(string()) })),
      url: required(string()),
    }),
    zone: required(string()),
  }),
});
export type ClusterIssuerSpec = Infer<typeof ClusterIssuerSpec>;

export const Excluded = object({
  dnsDomains: array(string()),
  emailAddresses: array(string()),
  ipRanges: array(string()),
  uriDomains: array(string()),
});
export type Excluded = Infer<typeof Excluded>;

export const ClusterIssuer = kind('cert-manager.io/v1', 'ClusterIssuer', 'Cluster', {
  spec: required(ClusterIssuerSpec),
});

export const Issuer = kind('cert-manager.io/v1', 'Issuer', 'Namespaced', { spec: required(ClusterIssuerSpec) });
export type IssuerSpec = Spec<typeof Issuer>;

export const Certificate = kind('cert-manager.io/v1', 'Certificate', 'Namespaced', {
  spec: object({
    additionalOutputFormats: array(object({ type: required(choice('DER', 'CombinedPEM')) })),
    commonName: string(),
    dnsNames: array(string()),
    duration: string(),
    emailAddresses: array(string()),
    encodeUsagesInRequest: boolean(),
    ipAddresses: array(string()),
    isCA: boolean(),
    issuerRef: required(object({ group: string(), kind: string(), name: required(string()) })),
    keystores: object({
      jks: object({
        alias: string(),
        create: required(boolean()),
        password: string(),
        passwordSecretRef: KeySecretRef,
      }),
      pkcs12: object({
        create: required(boolean()),
        password: string(),
        passwordSecretRef: KeySecretRef,
        profile: choice('LegacyRC2', 'LegacyDES', 'Modern2023', 'Modern2026'),
      }),
    }),
    literalSubject: string(),
    nameConstraints: object({ critical: boolean(), excluded: Excluded, permitted: Excluded }),
    otherNames: array(object({ oid: string(), utf8Value: string() })),
    privateKey: object({
      algorithm: choice('RSA', 'ECDSA', 'Ed25519'),
      encoding: choice('PKCS1', 'PKCS8'),
      rotationPolicy: choice('Never', 'Always'),
      size: integer(),
    }),
    renewBefore: string(),
    renewBeforePercentage: integer({ format: 'int32' }),
    renewal: object({
      policy: choice('RenewBefore', 'Disabled'),
      windows: array(
        object({
          cron: required(string({ min: 1 })),
          timezone: string({ min: 1 }),
          windowDuration: required(string({ pattern: '^([0-9]+(\\.[0-9]+)?(s|m|h))+$' })),
        }),
      ),
    }),
    revisionHistoryLimit: integer({ format: 'int32' }),
    secretName: required(string()),
    secretTemplate: Metadata,
    signatureAlgorithm: choice(
      'SHA256WithRSA',
      'SHA384WithRSA',
      'SHA512WithRSA',
      'ECDSAWithSHA256',
      'ECDSAWithSHA384',
      'ECDSAWithSHA512',
      'PureEd25519',
    ),
    subject: object({
      countries: array(string()),
      localities: array(string()),
      organizationalUnits: array(string()),
      organizations: array(string()),
      postalCodes: array(string()),
      provinces: array(string()),
      serialNumber: string(),
      streetAddresses: array(string()),
    }),
    uris: array(string()),
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
export type CertificateSpec = Spec<typeof Certificate>;
