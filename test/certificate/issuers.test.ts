import { Chart } from 'cdk8s';
import { CaIssuer, SelfSignedIssuer } from '../../src/certificate/ca-issuer';
import { Issuer } from '../../src/certificate/issuer';
import { ManagedIssuer } from '../../src/certificate/managed-issuer';
import { VaultAuth } from '../../src/certificate/vault-auth';
import { VaultIssuer, VaultIssuerProps } from '../../src/certificate/vault-issuer';
import { Warnings } from '../../src/resource/warning';
import { plainChart } from '../support/synth';

const PEM = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';
const PEM64 = Buffer.from(PEM).toString('base64');
const ref = (key: string) => ({ name: 'keys', key });

const vault = (chart: Chart, props: Partial<VaultIssuerProps> = {}) =>
  new VaultIssuer(chart, 'issuer', {
    server: 'https://vault.example.com:8200',
    path: 'pki/sign/web',
    auth: VaultAuth.token(ref('token')),
    ...props,
  });
const VAULT = { server: 'https://vault.example.com:8200', path: 'pki/sign/web' };

const ISSUERS: [string, (chart: Chart) => ManagedIssuer, unknown][] = [
  ['a private authority', (chart) => new CaIssuer(chart, 'issuer', { secretName: 'ca' }), { ca: { secretName: 'ca' } }],
  ['self-signed', (chart) => new SelfSignedIssuer(chart, 'issuer'), { selfSigned: {} }],
  ['Vault with a token', (chart) => vault(chart), { vault: { ...VAULT, auth: { tokenSecretRef: ref('token') } } }],
  [
    'Vault with an AppRole and a bundle',
    (chart) =>
      vault(chart, {
        auth: VaultAuth.appRole({ roleId: 'id', secretRef: ref('secret'), path: 'approle2' }),
        vaultNamespace: 'team',
        caBundle: PEM,
      }),
    {
      vault: {
        ...VAULT,
        auth: { appRole: { roleId: 'id', secretRef: ref('secret'), path: 'approle2' } },
        namespace: 'team',
        caBundle: PEM64,
      },
    },
  ],
  [
    'Vault with a ServiceAccount',
    (chart) =>
      vault(chart, {
        auth: VaultAuth.kubernetes({ role: 'web', serviceAccountName: 'issuer', mountPath: '/v1/auth/eks' }),
        caBundleSecretRef: ref('ca.crt'),
      }),
    {
      vault: {
        ...VAULT,
        auth: {
          kubernetes: { role: 'web', serviceAccountRef: { name: 'issuer' }, mountPath: '/v1/auth/eks' },
        },
        caBundleSecretRef: ref('ca.crt'),
      },
    },
  ],
  [
    'Vault with default paths',
    (chart) => vault(chart, { auth: VaultAuth.appRole({ roleId: 'id', secretRef: ref('secret') }) }),
    { vault: { ...VAULT, auth: { appRole: { roleId: 'id', secretRef: ref('secret'), path: 'approle' } } } },
  ],
];

test.each(ISSUERS)('%s', (_, build, spec) => {
  const chart = plainChart();
  const issuer = build(chart);
  expect(chart.toJson()).toEqual([
    { apiVersion: 'cert-manager.io/v1', kind: 'ClusterIssuer', metadata: { name: 'issuer' }, spec },
  ]);
  expect(issuer.canIssueWildcard).toBe(true);
  expect(Warnings.of(chart).list()).toEqual([]);
});

test.each<[string, (chart: Chart) => ManagedIssuer]>([
  ['CaIssuer', (chart) => new CaIssuer(chart, 'issuer', { namespaced: true, namespace: 'team', secretName: 'ca' })],
  ['SelfSignedIssuer', (chart) => new SelfSignedIssuer(chart, 'issuer', { namespaced: true, namespace: 'team' })],
  ['VaultIssuer', (chart) => vault(chart, { namespaced: true, namespace: 'team' })],
])('%s of one namespace', (_, build) => {
  const chart = plainChart();
  expect(build(chart).namespace).toBe('team');
  expect(chart.toJson()[0]).toMatchObject({ kind: 'Issuer', metadata: { namespace: 'team' } });
});

test('issuers that exist', () => {
  expect(Issuer.fromClusterIssuerName('lets-encrypt')).toEqual({
    apiVersion: 'cert-manager.io/v1',
    group: 'cert-manager.io',
    kind: 'ClusterIssuer',
    name: 'lets-encrypt',
    canIssueWildcard: true,
  });
  expect(Issuer.fromIssuerName('http01', 'team', { canIssueWildcard: false })).toEqual({
    apiVersion: 'cert-manager.io/v1',
    group: 'cert-manager.io',
    kind: 'Issuer',
    name: 'http01',
    namespace: 'team',
    canIssueWildcard: false,
  });
  expect(
    Issuer.fromExternal({
      apiVersion: 'awspca.cert-manager.io/v1beta1',
      kind: 'AWSPCAIssuer',
      name: 'pca',
      namespace: 'team',
    }),
  ).toEqual({
    apiVersion: 'awspca.cert-manager.io/v1beta1',
    group: 'awspca.cert-manager.io',
    kind: 'AWSPCAIssuer',
    name: 'pca',
    namespace: 'team',
    canIssueWildcard: true,
  });
});

const chart = () => plainChart();

test.each<[string, () => unknown, string]>([
  [
    'a bad name of a Secret',
    () => new CaIssuer(chart(), 'issuer', { secretName: 'My CA' }),
    "secretName of ClusterIssuer 'issuer': got 'My CA'",
  ],
  ['a bad address of Vault', () => vault(chart(), { server: 'vault:8200' }), "server of VaultIssuer: got 'vault:8200'"],
  ['a path that climbs', () => vault(chart(), { path: 'pki/../sys' }), "path of VaultIssuer: got 'pki/../sys'"],
  [
    'two bundles',
    () => vault(chart(), { caBundle: PEM, caBundleSecretRef: ref('ca.crt') }),
    "[test/issuer] VaultIssuer: got 'caBundle and caBundleSecretRef'",
  ],
  [
    'a mount path that climbs',
    () => VaultAuth.kubernetes({ role: 'web', serviceAccountName: 'issuer', mountPath: '../sys' }),
    "mountPath of VaultAuth.kubernetes: got '../sys'",
  ],
  [
    'an empty role of Vault',
    () => VaultAuth.kubernetes({ role: ' ', serviceAccountName: 'issuer' }),
    "role of VaultAuth.kubernetes: got ' '",
  ],
  [
    'an AppRole without an id',
    () => VaultAuth.appRole({ roleId: '', secretRef: ref('secret') }),
    "roleId of VaultAuth.appRole: got ''",
  ],
  [
    'an external issuer without a version',
    () => Issuer.fromExternal({ apiVersion: 'awspca.cert-manager.io', kind: 'AWSPCAIssuer', name: 'pca' }),
    "apiVersion of an external issuer: got 'awspca.cert-manager.io'",
  ],
  [
    "cert-manager's own group",
    () => Issuer.fromExternal({ apiVersion: 'cert-manager.io/v1', kind: 'Issuer', name: 'a' }),
    "apiVersion of an external issuer: got 'cert-manager.io/v1'",
  ],
  ['a bad name', () => Issuer.fromClusterIssuerName('Lets Encrypt'), "name of ClusterIssuer: got 'Lets Encrypt'"],
])('refuses %s', (_, act, message) => {
  expect(act).toThrow(message);
});
