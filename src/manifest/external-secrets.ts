// external-secrets.io: written by tools/shapes.ts from the CRDs; change it there.
import { array, boolean, choice, kind, map, object, preset, required, string, Infer, Spec } from './shape';

export const RemoteRef = object({
  conversionStrategy: choice('Default', 'Unicode'),
  decodingStrategy: choice('Auto', 'Base64', 'Base64URL', 'None'),
  key: required(string()),
  metadataPolicy: choice('None', 'Fetch'),
  nullBytePolicy: choice('Ignore', 'Fail'),
  property: string(),
  version: string(),
});
export type RemoteRef = Infer<typeof RemoteRef>;

export const StoreRef = object({
  kind: choice('SecretStore', 'ClusterSecretStore'),
  name: string({ min: 1, max: 253, pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$' }),
});
export type StoreRef = Infer<typeof StoreRef>;

export const SourceRef = object(
  {
    generatorRef: object({
      apiVersion: string({ default: 'generators.external-secrets.io/v1alpha1' }),
      kind: required(
        choice(
          'ACRAccessToken',
          'BeyondtrustWorkloadCredentialsDynamicSecret',
          'ClusterGenerator',
          'CloudsmithAccessToken',
          'ECRAuthorizationToken',
          'Fake',
          'GCRAccessToken',
          'GithubAccessToken',
          'GitlabDeployToken',
          'QuayAccessToken',
          'Password',
          'SSHKey',
          'STSSessionToken',
          'UUID',
          'VaultDynamicSecret',
          'Webhook',
          'Grafana',
          'MFA',
        ),
      ),
      name: required(
        string({ min: 1, max: 253, pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$' }),
      ),
    }),
    storeRef: StoreRef,
  },
  { min: 1, max: 1 },
);
export type SourceRef = Infer<typeof SourceRef>;

export const ConfigMap = object({
  items: required(
    array(
      object({
        key: required(string({ min: 1, max: 253, pattern: '^[-._a-zA-Z0-9]+$' })),
        templateAs: preset(choice('Values', 'KeysAndValues'), 'Values'),
      }),
    ),
  ),
  name: required(
    string({ min: 1, max: 253, pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$' }),
  ),
});
export type ConfigMap = Infer<typeof ConfigMap>;

export const ExternalSecret = kind('external-secrets.io/v1', 'ExternalSecret', 'Namespaced', {
  spec: object({
    data: array(
      object({
        remoteRef: required(RemoteRef),
        secretKey: required(string({ min: 1, max: 253, pattern: '^[-._a-zA-Z0-9]+$' })),
        sourceRef: SourceRef,
      }),
    ),
    dataFrom: array(
      object({
        extract: RemoteRef,
        find: object({
          conversionStrategy: choice('Default', 'Unicode'),
          decodingStrategy: choice('Auto', 'Base64', 'Base64URL', 'None'),
          name: object({ regexp: string() }),
          nullBytePolicy: choice('Ignore', 'Fail'),
          path: string(),
          tags: map(string()),
        }),
        rewrite: array(
          object(
            {
              merge: object({
                conflictPolicy: preset(choice('Ignore', 'Error'), 'Error'),
                into: string({ default: '' }),
                priority: array(string()),
                priorityPolicy: preset(choice('IgnoreNotFound', 'Strict'), 'Strict'),
                strategy: preset(choice('Extract', 'JSON'), 'Extract'),
              }),
              regexp: object({ source: required(string()), target: required(string()) }),
              transform: object({ template: required(string()) }),
            },
            { min: 1, max: 1 },
          ),
        ),
        sourceRef: SourceRef,
      }),
    ),
    refreshInterval: string({ default: '1h0m0s' }),
    refreshPolicy: choice('CreatedOnce', 'Periodic', 'OnChange'),
    secretStoreRef: StoreRef,
    syncWindows: object({
      kind: required(choice('allow', 'deny')),
      windows: required(
        array(
          object({
            duration: required(string()),
            schedule: required(
              string({
                min: 1,
                pattern:
                  '^(@(annually|yearly|monthly|weekly|daily|midnight|hourly)|@every [^\\s]+.*|[^\\s]+( [^\\s]+){4})$',
              }),
            ),
          }),
          { min: 1 },
        ),
      ),
    }),
    target: object(
      {
        creationPolicy: preset(choice('Owner', 'Orphan', 'Merge', 'None', 'CreateOrMerge'), 'Owner'),
        deletionPolicy: preset(choice('Delete', 'Merge', 'Retain'), 'Retain'),
        immutable: boolean(),
        manifest: object({ apiVersion: required(string({ min: 1 })), kind: required(string({ min: 1 })) }),
        name: string({
          min: 1,
          max: 253,
          pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$',
        }),
        template: object({
          data: map(string()),
          engineVersion: preset(choice('v2'), 'v2'),
          mergePolicy: preset(choice('Replace', 'Merge'), 'Replace'),
          metadata: object({ annotations: map(string()), finalizers: array(string()), labels: map(string()) }),
          templateFrom: array(
            object({
              configMap: ConfigMap,
              literal: string(),
              secret: ConfigMap,
              target: string({ default: 'Data' }),
              valuesDecodingStrategy: choice('Auto', 'Base64', 'Base64URL', 'None'),
            }),
          ),
          type: string(),
        }),
      },
      { default: { creationPolicy: 'Owner', deletionPolicy: 'Retain' } },
    ),
  }),
});
export type ExternalSecretSpec = Spec<typeof ExternalSecret>;
