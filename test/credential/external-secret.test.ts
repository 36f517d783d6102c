import { Chart, Duration, JsonPatch } from 'cdk8s';
import {
  ExternalSecret,
  ExternalSecretProps,
  SecretCreationPolicy,
  SecretDeletionPolicy,
  SecretRefreshPolicy,
  SecretSyncWindows,
} from '../../src/credential/external-secret';
import {
  SecretConversionStrategy,
  SecretDecodingStrategy,
  SecretMetadataPolicy,
  SecretNullBytePolicy,
} from '../../src/credential/remote-ref';
import {
  SecretDataSource,
  SecretKeyRewrite,
  SecretMergeConflictPolicy,
  SecretMergePriorityPolicy,
  SecretMergeStrategy,
} from '../../src/credential/secret-data-source';
import { SecretStore } from '../../src/credential/secret-store';
import {
  SecretTemplateMergePolicy,
  SecretTemplateScope,
  SecretTemplateSource,
} from '../../src/credential/secret-template';
import * as shape from '../../src/manifest/external-secrets';
import { fieldsOf, pathsOf } from '../support/shape-coverage';
import { plainChart } from '../support/synth';

const store = SecretStore.cluster('vault');
const data = [{ secretKey: 'TOKEN', remoteRef: { key: 'demo' } }];

const build = (props: Partial<ExternalSecretProps> = {}, chart: Chart = plainChart()) =>
  new ExternalSecret(chart, 'token', { store, data, ...props });

const specOf = (props: Partial<ExternalSecretProps>) => {
  const chart = plainChart();
  build(props, chart);
  return chart.toJson()[0].spec;
};

const full: Partial<ExternalSecretProps> = {
  refreshInterval: Duration.minutes(90),
  refreshPolicy: SecretRefreshPolicy.PERIODIC,
  syncWindows: SecretSyncWindows.deny({ schedule: '0 22 * * 1-5', duration: Duration.hours(8) }),
  secretName: 'demo',
  creationPolicy: SecretCreationPolicy.ORPHAN,
  deletionPolicy: SecretDeletionPolicy.DELETE,
  immutable: true,
  targetManifest: { apiVersion: 'v1', kind: 'ConfigMap' },
  template: {
    type: 'Opaque',
    labels: { team: 'edge' },
    annotations: { note: 'free text' },
    finalizers: ['example.com/keep'],
    data: { url: 'https://{{ .host }}' },
    mergePolicy: SecretTemplateMergePolicy.MERGE,
    templateFrom: [
      SecretTemplateSource.configMap('templates', [{ key: 'a.tpl', templateAs: SecretTemplateScope.KEYS_AND_VALUES }]),
      SecretTemplateSource.secret('secret-templates', [{ key: 'b.tpl', templateAs: SecretTemplateScope.VALUES }], {
        valuesDecodingStrategy: SecretDecodingStrategy.BASE64,
      }),
      SecretTemplateSource.literal('key: "{{ .x }}"', { target: 'spec.config' }),
    ],
  },
  data: [
    {
      secretKey: 'TOKEN',
      remoteRef: {
        key: 'demo/token',
        property: 'value',
        version: '2',
        decodingStrategy: SecretDecodingStrategy.BASE64_URL,
        conversionStrategy: SecretConversionStrategy.UNICODE,
        metadataPolicy: SecretMetadataPolicy.FETCH,
        nullBytePolicy: SecretNullBytePolicy.FAIL,
      },
      store: SecretStore.namespaced('local'),
    },
  ],
  dataFrom: [
    SecretDataSource.extract({ key: 'demo/all' }, { store: SecretStore.namespaced('local') }),
    SecretDataSource.find({
      nameRegexp: '^demo/.*',
      tags: { env: 'prod' },
      path: '/demo',
      decodingStrategy: SecretDecodingStrategy.AUTO,
      conversionStrategy: SecretConversionStrategy.DEFAULT,
      nullBytePolicy: SecretNullBytePolicy.IGNORE,
      rewrite: [
        SecretKeyRewrite.regexp('demo/(.*)', '$1'),
        SecretKeyRewrite.transform('{{ .value | upper }}'),
        SecretKeyRewrite.merge({
          strategy: SecretMergeStrategy.JSON,
          into: 'all',
          priority: ['demo/a'],
          priorityPolicy: SecretMergePriorityPolicy.IGNORE_NOT_FOUND,
          conflictPolicy: SecretMergeConflictPolicy.IGNORE,
        }),
      ],
    }),
    SecretDataSource.generator({
      apiVersion: 'generators.external-secrets.io/v1alpha1',
      kind: 'Password',
      name: 'random',
      rewrite: [SecretKeyRewrite.regexp('password', 'TOKEN_2')],
    }),
  ],
};

test('a Secret of single keys', () => {
  expect(specOf({})).toEqual({
    refreshInterval: '1h',
    secretStoreRef: { kind: 'ClusterSecretStore', name: 'vault' },
    target: { name: 'token', creationPolicy: 'Owner' },
    data: [{ secretKey: 'TOKEN', remoteRef: { key: 'demo' } }],
  });
});

test('every field', () => {
  expect(specOf(full)).toEqual({
    refreshInterval: '1h30m',
    refreshPolicy: 'Periodic',
    syncWindows: { kind: 'deny', windows: [{ schedule: '0 22 * * 1-5', duration: '8h' }] },
    secretStoreRef: { kind: 'ClusterSecretStore', name: 'vault' },
    target: {
      name: 'demo',
      creationPolicy: 'Orphan',
      deletionPolicy: 'Delete',
      immutable: true,
      manifest: { apiVersion: 'v1', kind: 'ConfigMap' },
      template: {
        type: 'Opaque',
        engineVersion: 'v2',
        mergePolicy: 'Merge',
        metadata: {
          labels: { team: 'edge' },
          annotations: { note: 'free text' },
          finalizers: ['example.com/keep'],
        },
        data: { url: 'https://{{ .host }}' },
        templateFrom: [
          { configMap: { name: 'templates', items: [{ key: 'a.tpl', templateAs: 'KeysAndValues' }] } },
          {
            secret: { name: 'secret-templates', items: [{ key: 'b.tpl', templateAs: 'Values' }] },
            valuesDecodingStrategy: 'Base64',
          },
          { literal: 'key: "{{ .x }}"', target: 'spec.config' },
        ],
      },
    },
    data: [
      {
        secretKey: 'TOKEN',
        remoteRef: {
          key: 'demo/token',
          property: 'value',
          version: '2',
          decodingStrategy: 'Base64URL',
          conversionStrategy: 'Unicode',
          metadataPolicy: 'Fetch',
          nullBytePolicy: 'Fail',
        },
        sourceRef: { storeRef: { kind: 'SecretStore', name: 'local' } },
      },
    ],
    dataFrom: [
      { extract: { key: 'demo/all' }, sourceRef: { storeRef: { kind: 'SecretStore', name: 'local' } } },
      {
        find: {
          name: { regexp: '^demo/.*' },
          tags: { env: 'prod' },
          path: '/demo',
          decodingStrategy: 'Auto',
          conversionStrategy: 'Default',
          nullBytePolicy: 'Ignore',
        },
        rewrite: [
          { regexp: { source: 'demo/(.*)', target: '$1' } },
          { transform: { template: '{{ .value | upper }}' } },
          {
            merge: {
              strategy: 'JSON',
              into: 'all',
              priority: ['demo/a'],
              priorityPolicy: 'IgnoreNotFound',
              conflictPolicy: 'Ignore',
            },
          },
        ],
      },
      {
        sourceRef: {
          generatorRef: {
            apiVersion: 'generators.external-secrets.io/v1alpha1',
            kind: 'Password',
            name: 'random',
          },
        },
        rewrite: [{ regexp: { source: 'password', target: 'TOKEN_2' } }],
      },
    ],
  });
});

test('no field of the CRD is out of reach', () => {
  const missing = [...fieldsOf(shape.ExternalSecret.body.fields!.spec)].filter(
    (field) => !pathsOf(specOf(full)).has(field),
  );
  // The operator does not implement generators for single keys; an extracted reference has the fields of a single one.
  expect(missing.filter((field) => !/^data\[\]\.sourceRef\.generatorRef|^dataFrom\[\]\.extract\./.test(field))).toEqual(
    [],
  );
});

test('keys and sources can be added', () => {
  const chart = plainChart();
  const secret = new ExternalSecret(chart, 'token', { store });
  expect(secret.node.validate()).toEqual(["ExternalSecret 'token': got 'neither data nor dataFrom'"]);
  secret.addData(data[0]);
  secret.addDataFrom(SecretDataSource.extract({ key: 'more' }));
  expect(secret.node.validate()).toEqual([]);
  expect(secret.data).toEqual(data);
  expect(secret.dataFrom).toHaveLength(1);
  expect(chart.toJson()[0].spec).toMatchObject({
    data: [{ secretKey: 'TOKEN' }],
    dataFrom: [{ extract: { key: 'more' } }],
  });
});

test('a field that the shapes do not know can be patched', () => {
  const chart = plainChart();
  build({}, chart).addJsonPatch(JsonPatch.add('/spec/target/future', { a: 1 }));
  expect(chart.toJson()[0].spec.target.future).toEqual({ a: 1 });
});

test('metadata and the names of the Secret', () => {
  const chart = plainChart();
  const secret = build({ name: 'a', namespace: 'web', labels: { x: 'y' }, annotations: { n: 'm' } }, chart);
  expect(chart.toJson()[0]).toMatchObject({
    apiVersion: 'external-secrets.io/v1',
    kind: 'ExternalSecret',
    metadata: { name: 'a', namespace: 'web', labels: { x: 'y' }, annotations: { n: 'm' } },
  });
  expect(secret.secretName).toBe('a');
});

test.each<[string, () => unknown, string]>([
  [
    'an empty name in the store',
    () => build({ data: [{ secretKey: 'A', remoteRef: { key: '' } }] }),
    "key of 'A' of ExternalSecret: got ''",
  ],
  [
    'a key that a Secret cannot have',
    () => build({ data: [{ secretKey: 'a/b', remoteRef: { key: 'x' } }] }),
    "secretKey of ExternalSecret: got 'a/b'",
  ],
  [
    'the same key twice',
    () => build({ data: [...data, ...data] }),
    "[test/token] secretKey of ExternalSecret: got 'TOKEN twice'",
  ],
  [
    'no store for a key',
    () => build({ store: undefined }),
    "[test/token] store of 'TOKEN' of ExternalSecret: got nothing",
  ],
  [
    'no store for a source',
    () => build({ store: undefined, data: [], dataFrom: [SecretDataSource.extract({ key: 'x' })] }),
    '[test/token] store of dataFrom[0] of ExternalSecret: got nothing',
  ],
  [
    'deletion of a Secret that is not owned',
    () => build({ creationPolicy: SecretCreationPolicy.MERGE, deletionPolicy: SecretDeletionPolicy.DELETE }),
    "[test/token] deletionPolicy of ExternalSecret: got 'Delete beside creationPolicy Merge'",
  ],
  [
    'merging into no Secret',
    () => build({ creationPolicy: SecretCreationPolicy.NONE, deletionPolicy: SecretDeletionPolicy.MERGE }),
    "[test/token] deletionPolicy of ExternalSecret: got 'Merge beside creationPolicy None'",
  ],
  [
    'a bootstrap token',
    () => build({ template: { type: 'bootstrap.kubernetes.io/token' } }),
    "type of the template of an ExternalSecret: got 'bootstrap.kubernetes.io/token'",
  ],
  [
    'a path into a Secret',
    () => build({ template: { templateFrom: [SecretTemplateSource.literal('x', { target: 'type' })] } }),
    "target of a template of an ExternalSecret: got 'type'",
  ],
  [
    'a template of nothing',
    () => SecretTemplateSource.configMap('templates', []),
    "items of ConfigMap 'templates': got 'none'",
  ],
  [
    'finding nothing in particular',
    () => SecretDataSource.find({ path: '/demo' }),
    "SecretDataSource.find: got 'neither nameRegexp nor tags'",
  ],
  [
    'a merge into no key',
    () => SecretKeyRewrite.merge({ strategy: SecretMergeStrategy.JSON }),
    'into of SecretKeyRewrite.merge: got nothing',
  ],
  ['no sync window', () => SecretSyncWindows.allow(), "SecretSyncWindows.allow: got 'no window'"],
  [
    'a schedule of three fields',
    () => SecretSyncWindows.allow({ schedule: '0 22 *', duration: Duration.hours(1) }),
    "schedule of a sync window: got '0 22 *'",
  ],
])('refuses %s', (_, act, message) => {
  expect(act).toThrow(message);
});
