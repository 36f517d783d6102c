/*
 * What the webhook of External Secrets 2.9 refuses: all 28 cases of its validation of ExternalSecrets but nil, an empty
 * sourceRef (which the CRD refuses: GW003) and the ones of one condition in several spellings; of stores the
 * conditions, the interval, and what the providers for AWS, Azure and Vault ask for. PushSecret has no webhook. Not
 * told: regions of AWS, providers that need a namespace in a ClusterSecretStore, and the other providers.
 */
import { each, object } from '../together';

const external = (spec: string) => object('external-secrets.io/v1', 'ExternalSecret', 'shop/key', `spec: { ${spec} }`);
const DATA = 'data: [{ secretKey: a, remoteRef: { key: a } }]';
const target = (text: string) => external(`${DATA}, target: { ${text} }`);
const template = (text: string, rest = '') => target(`template: { ${text} }${rest}`);
const from = (text: string) => external(`dataFrom: [${text}]`);
const GENERATOR = 'sourceRef: { generatorRef: { kind: Password, name: p } }';
const what = (code: string, path: string, got: string) => [
  `error ${code} ExternalSecret shop/key: ${path}: got ${got}`,
];

describe('ExternalSecrets', () => {
  const deletion = (text: string) => what('GW750', 'spec.target.deletionPolicy', `'${text}'`);
  const type = (text: string) => what('GW754', 'spec.target.template.type', `'${text}'`);
  const part = (text: string) => what('GW755', 'spec.target.template.templateFrom[0].target', `'${text}'`);
  const TOKEN = 'type: kubernetes.io/service-account-token';
  each([
    ['deletion of a Secret of its own', target('deletionPolicy: Delete'), []],
    ...['Merge', 'None', 'CreateOrMerge'].map((policy): [string, string, string[]] => [
      `deletion with ${policy}`,
      target(`deletionPolicy: Delete, creationPolicy: ${policy}`),
      deletion(`Delete with creationPolicy ${policy}`),
    ]),
    [
      'nothing to merge with',
      target('deletionPolicy: Merge, creationPolicy: None'),
      deletion('Merge with creationPolicy None'),
    ],
    ['something to merge with', target('deletionPolicy: Merge, creationPolicy: Merge'), []],
    ['no source', external('refreshInterval: 1h'), what('GW751', 'spec', 'undefined')],
    ['an empty source', from('{}'), what('GW751', 'spec.dataFrom[0]', '{}')],
    ['a generator', from(`{ ${GENERATOR} }`), []],
    ['a store', from('{ extract: { key: a }, sourceRef: { storeRef: { name: s } } }'), []],
    [
      'find and extract',
      from('{ find: { path: a }, extract: { key: a } }'),
      what('GW752', 'spec.dataFrom[0]', "'extract and find'"),
    ],
    [
      'find and a generator',
      from(`{ find: { path: a }, ${GENERATOR} }`),
      what('GW752', 'spec.dataFrom[0]', "'find and sourceRef.generatorRef'"),
    ],
    [
      'extract and a generator',
      from(`{ extract: { key: a }, ${GENERATOR} }`),
      what('GW752', 'spec.dataFrom[0]', "'extract and sourceRef.generatorRef'"),
    ],
    [
      'a key twice',
      external('data: [{ secretKey: a, remoteRef: { key: a } }, { secretKey: a, remoteRef: { key: b } }]'),
      what('GW753', 'spec.data[1].secretKey', "'a'"),
    ],
    [
      'a key twice in a Secret that is deleted',
      external(
        'data: [{ secretKey: a, remoteRef: { key: a } }, { secretKey: a, remoteRef: { key: b } }], target: { deletionPolicy: Delete }',
      ),
      [],
    ],
    ['a token without an account', template(TOKEN), []],
    [
      'a token of an account',
      template(`${TOKEN}, metadata: { annotations: { kubernetes.io/service-account.name: admin } }`),
      type('kubernetes.io/service-account-token with kubernetes.io/service-account.name'),
    ],
    [
      'a token with annotations of a template',
      template(`${TOKEN}, templateFrom: [{ target: annotations, literal: a }]`),
      type('kubernetes.io/service-account-token with annotations of templateFrom[0]'),
    ],
    ['a token with data of a template', template(`${TOKEN}, templateFrom: [{ target: Data, literal: a }]`), []],
    ['a bootstrap token', template('type: bootstrap.kubernetes.io/token'), type('bootstrap.kubernetes.io/token')],
    [
      'the account of another type',
      template('type: Opaque, metadata: { annotations: { kubernetes.io/service-account.name: admin } }'),
      [],
    ],
    [
      'parts in any case',
      template('templateFrom: [{ target: labels, literal: a }, { target: Annotations, literal: a }]'),
      [],
    ],
    ...['type', 'immutable', 'metadata.annotations'].map((path): [string, string, string[]] => [
      `the part ${path}`,
      template(`templateFrom: [{ target: ${path}, literal: a }]`),
      part(path),
    ]),
    [
      'a path of another kind',
      template(
        'templateFrom: [{ target: spec.source, literal: a }]',
        ', manifest: { apiVersion: argoproj.io/v1alpha1, kind: Application }',
      ),
      [],
    ],
    [
      'a path of a Secret by name',
      template('templateFrom: [{ target: type, literal: a }]', ', manifest: { apiVersion: v1, kind: Secret }'),
      part('type'),
    ],
  ]);
});

describe('stores', () => {
  const store = (spec: string, kind = 'SecretStore', name = 'shop/s') =>
    object('external-secrets.io/v1', kind, name, `spec: { ${spec} }`);
  const AWS = 'provider: { aws: { service: SecretsManager, region: eu-west-1 } }';
  const vault = (text: string) => store(`provider: { vault: { server: https://vault.example.com, ${text} } }`);
  const told = (code: string, path: string, got: string) => [
    `error ${code} SecretStore shop/s: spec.${path}: got ${got}`,
  ];
  const secret = (namespace: string) =>
    `provider: { aws: { service: SecretsManager, region: eu-west-1, auth: { secretRef: { accessKeyIDSecretRef: { name: a, key: k, namespace: ${namespace} } } } } }`;
  const manager = (text: string) =>
    store(`provider: { aws: { service: SecretsManager, region: eu-west-1, secretsManager: { ${text} } } }`);
  each([
    ['one provider', store(`${AWS}, refreshInterval: 300, conditions: [{ namespaceRegexes: ["^team-.*$"] }]`), []],
    ['no provider', store('refreshInterval: 5m'), told('GW760', 'provider', 'undefined')],
    ['two providers', store('provider: { aws: {}, vault: {} }'), told('GW760', 'provider', "'aws and vault'")],
    [
      'a condition that does not compile',
      store(`${AWS}, conditions: [{ namespaceRegexes: [a, "(a"] }]`),
      told('GW761', 'conditions[0].namespaceRegexes[1]', "'(a'"),
    ],
    ['an interval without a unit', store(`${AWS}, refreshInterval: "300"`), told('GW762', 'refreshInterval', "'300'")],
    ['an interval below zero', store(`${AWS}, refreshInterval: -1m`), told('GW762', 'refreshInterval', "'-1m'")],
    ['a Secret of its namespace', store(secret('shop')), []],
    [
      'a Secret of another namespace',
      store(secret('other')),
      told('GW763', 'provider.aws.auth.secretRef.accessKeyIDSecretRef.namespace', "'other'"),
    ],
    ['the same of a ClusterSecretStore', store(secret('other'), 'ClusterSecretStore', 's'), []],
    ['seven days', manager('recoveryWindowInDays: 7'), []],
    [
      'six days',
      manager('recoveryWindowInDays: 6'),
      told('GW764', 'provider.aws.secretsManager.recoveryWindowInDays', '6'),
    ],
    [
      'days and at once',
      manager('recoveryWindowInDays: 7, forceDeleteWithoutRecovery: true'),
      told('GW764', 'provider.aws.secretsManager.recoveryWindowInDays', "'7 with forceDeleteWithoutRecovery'"),
    ],
    ['a role', vault('auth: { appRole: { path: approle, roleId: r, secretRef: { name: a } } }'), []],
    [
      'no role',
      vault('auth: { appRole: { path: approle, secretRef: { name: a } } }'),
      told('GW764', 'provider.vault.auth.appRole', 'undefined'),
    ],
    ['no token', vault('auth: { jwt: { path: jwt } }'), told('GW764', 'provider.vault.auth.jwt', 'undefined')],
    [
      'half a certificate',
      vault('tls: { keySecretRef: { name: a } }'),
      told('GW764', 'provider.vault.tls', "'keySecretRef'"),
    ],
    [
      'check-and-set of the first version',
      vault('version: v1, checkAndSet: { required: true }'),
      told('GW764', 'provider.vault.checkAndSet.required', "'true with version v1'"),
    ],
    [
      'a custom cloud with the old SDK',
      store('provider: { azurekv: { customCloudConfig: { activeDirectoryEndpoint: https://a.example.com } } }'),
      told('GW764', 'provider.azurekv.useAzureSDK', 'undefined'),
    ],
    [
      'a custom cloud without endpoints',
      store('provider: { azurekv: { environmentType: AzureStackCloud } }'),
      told('GW764', 'provider.azurekv.customCloudConfig', 'undefined'),
    ],
  ]);
});
