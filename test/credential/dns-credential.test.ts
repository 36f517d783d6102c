import { Chart, Duration, JsonPatch } from 'cdk8s';
import fc from 'fast-check';
import { CredentialSource, RemoteSecretRef } from '../../src/credential/credential-source';
import { DnsCredential, DnsCredentialProps } from '../../src/credential/dns-credential';
import { DnsProvider } from '../../src/credential/dns-provider';
import { refuseKeys } from '../../src/credential/key-guard';
import { SecretStore } from '../../src/credential/secret-store';
import { Warnings } from '../../src/resource/warning';
import { brief } from '../support/brief';
import { plainChart } from '../support/synth';

const store = SecretStore.cluster('aws-secrets');
const source = CredentialSource.awsSecretsManager({ store, secretName: 'demo/external/dns' });

const remote = (remoteRefs: { [key: string]: RemoteSecretRef }) => CredentialSource.secretStore({ store, remoteRefs });

const build = (props: Partial<DnsCredentialProps> = {}, chart: Chart = plainChart()) =>
  new DnsCredential(chart, 'aws-credentials', { source, ...props });

const specOf = (from: CredentialSource, provider?: DnsProvider) => {
  const chart = plainChart();
  build({ source: from, provider, namespaces: ['api-gateway'] }, chart);
  return chart.toJson()[0].spec;
};

test('a Secret of the type that the DNS operator reads', () => {
  const chart = plainChart();
  const credential = build({}, chart);
  expect(chart.toJson()).toEqual([]);
  credential.requireIn('api-gateway');
  expect(chart.toJson()).toEqual([
    {
      apiVersion: 'external-secrets.io/v1',
      kind: 'ExternalSecret',
      metadata: { name: 'aws-credentials', namespace: 'api-gateway' },
      spec: {
        refreshInterval: '1h',
        secretStoreRef: { kind: 'ClusterSecretStore', name: 'aws-secrets' },
        target: {
          name: 'aws-credentials',
          creationPolicy: 'Owner',
          template: { type: 'kuadrant.io/aws', engineVersion: 'v2' },
        },
        dataFrom: [{ extract: { key: 'demo/external/dns' } }],
      },
    },
  ]);
});

test('one ExternalSecret in each namespace, however often it is required', () => {
  const chart = plainChart();
  const credential = build({ namespaces: ['dev'] }, chart);
  for (const namespace of ['api-gateway', 'cert-manager', 'api-gateway', 'dev']) {
    credential.requireIn(namespace);
  }
  expect(chart.toJson().map(({ metadata }) => [metadata.namespace, metadata.name])).toEqual([
    ['dev', 'aws-credentials'],
    ['api-gateway', 'aws-credentials'],
    ['cert-manager', 'aws-credentials'],
  ]);
  expect(credential.externalSecrets.map(({ node }) => node.path)).toEqual([
    'test/aws-credentials/dev',
    'test/aws-credentials/api-gateway',
    'test/aws-credentials/cert-manager',
  ]);
  expect(Warnings.of(chart).list()).toEqual([]);
});

test('every option', () => {
  const chart = plainChart();
  build(
    {
      secretName: 'dns',
      provider: DnsProvider.COREDNS,
      defaultProvider: true,
      refreshInterval: Duration.minutes(10),
      labels: { team: 'edge' },
      annotations: { note: 'x' },
      namespaces: ['api-gateway'],
    },
    chart,
  );
  expect(chart.toJson()[0]).toMatchObject({
    metadata: { name: 'dns', labels: { team: 'edge' }, annotations: { note: 'x' } },
    spec: {
      refreshInterval: '10m',
      target: {
        name: 'dns',
        template: {
          type: 'kuadrant.io/coredns',
          metadata: { labels: { 'kuadrant.io/default-provider': 'true' } },
        },
      },
    },
  });
});

test('a Secret that is managed elsewhere emits nothing', () => {
  const credential = DnsCredential.fromSecretName('aws-credentials');
  credential.requireIn('api-gateway');
  expect(credential.secretName).toBe('aws-credentials');
  expect(credential.provider).toBe(DnsProvider.AWS);
  expect(DnsCredential.fromSecretName('gcp', DnsProvider.GCP).provider.secretType).toBe('kuadrant.io/gcp');
});

test('patches reach every ExternalSecret, including later ones', () => {
  const chart = plainChart();
  const credential = build({ namespaces: ['a'] }, chart);
  credential.addJsonPatch(JsonPatch.add('/spec/future', 1));
  credential.requireIn('b');
  expect(chart.toJson().map(({ spec }) => spec.future)).toEqual([1, 1]);
});

test.each<[string, CredentialSource, DnsProvider | undefined, unknown]>([
  [
    'a version of a secret',
    CredentialSource.awsSecretsManager({ store, secretName: 'demo', version: 'AWSPREVIOUS' }),
    undefined,
    { dataFrom: [{ extract: { key: 'demo', version: 'AWSPREVIOUS' } }] },
  ],
  [
    'fields of other names',
    CredentialSource.awsSecretsManager({
      store,
      secretName: 'arn:aws:secretsmanager:us-east-1:123456789012:secret:demo-AbCdEf',
      properties: { AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'secret', AWS_REGION: 'region' },
    }),
    undefined,
    {
      data: ['id', 'secret', 'region'].map((property, index) => ({
        secretKey: ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_REGION'][index],
        remoteRef: { key: 'arn:aws:secretsmanager:us-east-1:123456789012:secret:demo-AbCdEf', property },
      })),
    },
  ],
  [
    'a parameter with a JSON object',
    CredentialSource.awsParameterStore({ store, parameterName: '/demo/dns' }),
    undefined,
    { dataFrom: [{ extract: { key: '/demo/dns' } }] },
  ],
  [
    'a parameter for each key',
    CredentialSource.awsParameterStore({ store, path: '/demo/dns' }),
    undefined,
    {
      data: [
        { secretKey: 'AWS_ACCESS_KEY_ID', remoteRef: { key: '/demo/dns/AWS_ACCESS_KEY_ID' } },
        { secretKey: 'AWS_SECRET_ACCESS_KEY', remoteRef: { key: '/demo/dns/AWS_SECRET_ACCESS_KEY' } },
      ],
    },
  ],
  [
    'a parameter for each named key',
    CredentialSource.awsParameterStore({ store, path: '/demo', keys: ['GOOGLE', 'PROJECT_ID'] }),
    DnsProvider.GCP,
    {
      data: [
        { secretKey: 'GOOGLE', remoteRef: { key: '/demo/GOOGLE' } },
        { secretKey: 'PROJECT_ID', remoteRef: { key: '/demo/PROJECT_ID' } },
      ],
    },
  ],
  [
    'an object in any store',
    CredentialSource.secretStore({ store, remoteRef: { key: 'kv/dns', version: '3' } }),
    undefined,
    { dataFrom: [{ extract: { key: 'kv/dns', version: '3' } }] },
  ],
  [
    'a secret for each key in any store',
    remote({ 'azure.json': { key: 'azure-dns', property: 'value', version: '2' } }),
    DnsProvider.AZURE,
    { data: [{ secretKey: 'azure.json', remoteRef: { key: 'azure-dns', property: 'value', version: '2' } }] },
  ],
])('reads %s', (_, from, provider, expected) => {
  expect(specOf(from, provider)).toMatchObject(expected as object);
});

test('a SecretStore for two namespaces is doubtful', () => {
  const credential = build({
    source: CredentialSource.awsSecretsManager({ store: SecretStore.namespaced('local'), secretName: 'demo' }),
    namespaces: ['api-gateway'],
  });
  expect(Warnings.of(credential).list()).toEqual([]);
  credential.requireIn('cert-manager');
  credential.requireIn('dev');
  const [warning, ...others] = Warnings.of(credential).list();
  expect(others).toEqual([]);
  expect([warning.code, warning.path, brief(warning.message)]).toEqual([
    'GW101',
    'test/aws-credentials',
    "store of DnsCredential 'aws-credentials': got SecretStore 'local' for namespaces api-gateway and cert-manager",
  ]);
});

test.each<[string, () => unknown, string]>([
  [
    'a name that AWS does not take',
    () => CredentialSource.awsSecretsManager({ store, secretName: 'demo dns' }),
    "secretName of CredentialSource.awsSecretsManager: got 'demo dns'",
  ],
  [
    'a field that is missing',
    () =>
      build({
        source: CredentialSource.awsSecretsManager({
          store,
          secretName: 'demo',
          properties: { AWS_ACCESS_KEY_ID: 'id' },
        }),
      }),
    "properties of CredentialSource.awsSecretsManager: got 'AWS_ACCESS_KEY_ID'",
  ],
  [
    'a key that the DNS operator does not read',
    () =>
      build({
        source: CredentialSource.secretStore({ store, remoteRefs: { ZONES: { key: 'a' }, SERVERS: { key: 'b' } } }),
        provider: DnsProvider.COREDNS,
      }),
    "remoteRefs of CredentialSource.secretStore: got 'SERVERS'",
  ],
  [
    'no parameter',
    () => CredentialSource.awsParameterStore({ store }),
    "CredentialSource.awsParameterStore: got 'neither parameterName nor path'",
  ],
  ...['demo/dns', '/demo/dns/'].map<[string, () => unknown, string]>((path) => [
    `the path ${path}`,
    () => CredentialSource.awsParameterStore({ store, path }),
    `path of CredentialSource.awsParameterStore: got '${path}'`,
  ]),
  [
    'keys of a JSON parameter',
    () => CredentialSource.awsParameterStore({ store, parameterName: '/demo', keys: ['A'] }),
    'keys of CredentialSource.awsParameterStore: got ["A"]',
  ],
  [
    'a parameter name that AWS does not take',
    () => CredentialSource.awsParameterStore({ store, parameterName: 'a b' }),
    "parameterName of CredentialSource.awsParameterStore: got 'a b'",
  ],
  [
    'both ways of a store',
    () => CredentialSource.secretStore({ store, remoteRef: { key: 'a' }, remoteRefs: {} }),
    "CredentialSource.secretStore: got 'remoteRef and remoteRefs'",
  ],
  [
    'a store of a bad name',
    () => SecretStore.cluster('AWS Secrets'),
    "name of a ClusterSecretStore: got 'AWS Secrets'",
  ],
  [
    'an empty name in a store',
    () => CredentialSource.secretStore({ store, remoteRef: { key: '' } }),
    "key of remoteRef of CredentialSource.secretStore: got ''",
  ],
  [
    'an empty name in a store for one key',
    () => build({ source: remote({ 'azure.json': { key: ' ' } }), provider: DnsProvider.AZURE }),
    "key of remoteRefs of CredentialSource.secretStore.azure.json: got ' '",
  ],
  [
    'a key that a Secret cannot have',
    () => build({ source: remote({ 'a/b': { key: 'x' } }), provider: DnsProvider.custom('example.com/other') }),
    "remoteRefs of CredentialSource.secretStore: got 'a/b'",
  ],
  ['a bad type', () => DnsProvider.custom('Kuadrant AWS'), "type of a DNS credential: got 'Kuadrant AWS'"],
  ['a bad namespace', () => build().requireIn('API'), "namespace of DnsCredential 'test/aws-credentials': got 'API'"],
])('refuses %s', (_, act, message) => {
  expect(act).toThrow(message);
});

test('a custom provider takes any keys', () => {
  const provider = DnsProvider.custom('kuadrant.io/inmemory');
  expect(
    specOf(CredentialSource.secretStore({ store, remoteRefs: { INMEM_INIT_ZONES: { key: 'z' } } }), provider).target
      .template.type,
  ).toBe('kuadrant.io/inmemory');
});

describe('keys', () => {
  const id = ['AKIA', 'IOSFODNN7EXAMPLE'].join('');
  const secret = ['wJalrXUtnFEMI/K7MDENG', '/bPxRfiCYEXAMPLEKEY'].join('');
  test.each<[string, () => unknown, string]>([
    [
      'as an unknown option',
      () => build({ accessKeyId: 'x', secretAccessKey: 'y' } as object),
      `DnsCredential 'test/aws-credentials'.accessKeyId: got 'a value (not shown)'`,
    ],
    [
      'as data',
      () => build({ stringData: { AWS_ACCESS_KEY_ID: id } } as object),
      `DnsCredential 'test/aws-credentials'.stringData.AWS_ACCESS_KEY_ID: got 'an AWS access key id, AKIA... (not shown)'`,
    ],
    [
      'a secret key',
      () => CredentialSource.awsSecretsManager({ store, secretName: secret }),
      `CredentialSource.awsSecretsManager.secretName: got 'what looks like an AWS secret access key, 40 characters (not shown)'`,
    ],
    [
      'the name of a Secret',
      () => DnsCredential.fromSecretName(id),
      `secretName of DnsCredential.fromSecretName: got 'an AWS access key id, AKIA... (not shown)'`,
    ],
    [
      'a private key in a list',
      () => refuseKeys('x', { list: [{ google: '{"private_key": "-----BEGIN PRIVATE KEY-----"}' }] }),
      `x.list[0].google: got 'a private key (not shown)'`,
    ],
  ])('refuses %s, and does not show it', (_, act, message) => {
    expect(act).toThrow(message);
  });

  test.each([
    'demo/external/dns/of/the/first/gateway00',
    'Prod/Gateway1/External/Dns/Credentials01',
    'da39a3ee5e6b4b0d3255bfef95601890afd80709',
    'arn:aws:secretsmanager:us-east-1:123456789012:secret:demo-AbCdEf',
    'https://acme-v02.api.letsencrypt.org/directory',
    `-----BEGIN CERTIFICATE-----\n${secret}\n-----END CERTIFICATE-----\n`,
  ])('lets %s pass', (text) => {
    expect(() => refuseKeys('x', { text })).not.toThrow();
  });

  test('finds nearly every secret access key', () => {
    const base64 = fc.constantFrom(...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/');
    const keys = fc.sample(fc.string({ unit: base64, minLength: 40, maxLength: 40 }), { numRuns: 1000, seed: 1 });
    const missed = keys.filter((key) => {
      try {
        refuseKeys('x', key);
        return true;
      } catch {
        return false;
      }
    });
    expect(missed.length).toBeLessThan(20);
  });

  test('a cycle in the options ends', () => {
    const cycle: Record<string, unknown> = {};
    cycle.self = cycle;
    expect(() => refuseKeys('x', cycle)).not.toThrow();
  });
});
