import { Chart, Testing } from 'cdk8s';
import { CaIssuer, SelfSignedIssuer } from '../../src/certificate/ca-issuer';
import { Issuer } from '../../src/certificate/issuer';
import { ManagedIssuer } from '../../src/certificate/managed-issuer';
import { VaultIssuer, VaultIssuerProps } from '../../src/certificate/vault-issuer';
import { VaultAuth } from '../../src/certmanager/vault-auth';
import { Warnings } from '../../src/resource/warning';

const PEM = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';
const PEM64 = Buffer.from(PEM).toString('base64');
const ref = (key: string) => ({ name: 'keys', key });
const iamRoleArn = 'arn:aws:iam::123456789012:role/vault';

const vault = (chart: Chart, props: Partial<VaultIssuerProps> = {}) =>
  new VaultIssuer(chart, 'issuer', {
    server: 'https://vault.example.com:8200',
    path: 'pki/sign/web',
    auth: VaultAuth.token(ref('token')),
    ...props,
  });
const VAULT = { server: 'https://vault.example.com:8200', path: 'pki/sign/web' };

const ISSUERS: [string, (chart: Chart) => ManagedIssuer, unknown][] = [
  [
    'an authority of your own',
    (chart) =>
      new CaIssuer(chart, 'issuer', {
        secretName: 'ca',
        crlDistributionPoints: ['http://crl.example.com/ca.crl'],
        ocspServers: ['http://ocsp.example.com'],
        issuingCertificateUrls: ['http://crl.example.com/ca.crt'],
      }),
    {
      ca: {
        secretName: 'ca',
        crlDistributionPoints: ['http://crl.example.com/ca.crl'],
        ocspServers: ['http://ocsp.example.com'],
        issuingCertificateURLs: ['http://crl.example.com/ca.crt'],
      },
    },
  ],
  ['self-signed', (chart) => new SelfSignedIssuer(chart, 'issuer'), { selfSigned: {} }],
  [
    'self-signed with a revocation list',
    (chart) => new SelfSignedIssuer(chart, 'issuer', { crlDistributionPoints: ['https://crl.example.com'] }),
    { selfSigned: { crlDistributionPoints: ['https://crl.example.com'] } },
  ],
  ['Vault with a token', (chart) => vault(chart), { vault: { ...VAULT, auth: { tokenSecretRef: ref('token') } } }],
  [
    'Vault with everything',
    (chart) =>
      vault(chart, {
        auth: VaultAuth.appRole({ roleId: 'id', secretRef: ref('secret'), path: 'approle2' }),
        vaultNamespace: 'team',
        serverName: 'vault.internal',
        caBundle: PEM,
        clientCertSecretRef: ref('tls.crt'),
        clientKeySecretRef: ref('tls.key'),
      }),
    {
      vault: {
        ...VAULT,
        auth: { appRole: { roleId: 'id', secretRef: ref('secret'), path: 'approle2' } },
        namespace: 'team',
        serverName: 'vault.internal',
        caBundle: PEM64,
        clientCertSecretRef: ref('tls.crt'),
        clientKeySecretRef: ref('tls.key'),
      },
    },
  ],
  [
    'Vault with a ServiceAccount',
    (chart) =>
      vault(chart, {
        auth: VaultAuth.kubernetes({
          role: 'web',
          serviceAccountName: 'issuer',
          serviceAccountAudiences: ['vault'],
          mountPath: '/v1/auth/eks',
        }),
        caBundleSecretRef: ref('ca.crt'),
      }),
    {
      vault: {
        ...VAULT,
        auth: {
          kubernetes: {
            role: 'web',
            serviceAccountRef: { name: 'issuer', audiences: ['vault'] },
            mountPath: '/v1/auth/eks',
          },
        },
        caBundleSecretRef: ref('ca.crt'),
      },
    },
  ],
  [
    "Vault with a ServiceAccount's token",
    (chart) => vault(chart, { auth: VaultAuth.kubernetes({ role: 'web', secretRef: ref('token') }) }),
    { vault: { ...VAULT, auth: { kubernetes: { role: 'web', secretRef: ref('token') } } } },
  ],
  [
    'Vault with an IAM role',
    (chart) =>
      vault(chart, {
        auth: VaultAuth.aws({
          role: 'web',
          iamRoleArn,
          serviceAccountName: 'issuer',
          serviceAccountAudiences: ['sts.amazonaws.com'],
          region: 'eu-west-1',
          mountPath: '/v1/auth/aws2',
          vaultHeaderValue: 'vault.example.com',
        }),
      }),
    {
      vault: {
        ...VAULT,
        auth: {
          aws: {
            role: 'web',
            iamRoleArn,
            serviceAccountRef: { name: 'issuer', audiences: ['sts.amazonaws.com'] },
            region: 'eu-west-1',
            mountPath: '/v1/auth/aws2',
            vaultHeaderValue: 'vault.example.com',
          },
        },
      },
    },
  ],
  [
    'Vault with a client certificate',
    (chart) =>
      vault(chart, {
        auth: VaultAuth.clientCertificate({ secretName: 'client', role: 'web', mountPath: '/v1/auth/cert2' }),
      }),
    {
      vault: {
        ...VAULT,
        auth: { clientCertificate: { secretName: 'client', name: 'web', mountPath: '/v1/auth/cert2' } },
      },
    },
  ],
];

test.each(ISSUERS)('%s', (_, build, spec) => {
  const chart = Testing.chart();
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
  const chart = Testing.chart();
  expect(build(chart).namespace).toBe('team');
  expect(chart.toJson()[0]).toMatchObject({ kind: 'Issuer', metadata: { namespace: 'team' } });
});

test("Vault with the controller's own identity in an Issuer is doubtful", () => {
  const auth = VaultAuth.aws({ role: 'web' });
  const chart = Testing.chart();
  expect(Warnings.of(vault(chart, { auth, namespaced: true })).list()).toMatchObject([{ code: 'GW111' }]);
  expect(Warnings.of(vault(Testing.chart(), { auth })).list()).toEqual([]);
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

const chart = () => Testing.chart();

test.each<[string, () => unknown, string]>([
  [
    'a bad address in certificates',
    () => new CaIssuer(chart(), 'issuer', { secretName: 'ca', ocspServers: ['ocsp.example.com'] }),
    "ocspServers of CaIssuer[0]: got 'ocsp.example.com'",
  ],
  ['a bad address of Vault', () => vault(chart(), { server: 'vault:8200' }), "server of VaultIssuer: got 'vault:8200'"],
  ['a path that climbs', () => vault(chart(), { path: 'pki/../sys' }), "path of VaultIssuer: got 'pki/../sys'"],
  [
    'two bundles',
    () => vault(chart(), { caBundle: PEM, caBundleSecretRef: ref('ca.crt') }),
    "[test/issuer] VaultIssuer: got 'caBundle and caBundleSecretRef'",
  ],
  [
    'half a client certificate',
    () => vault(chart(), { clientCertSecretRef: ref('tls.crt') }),
    "[test/issuer] client certificate of VaultIssuer: got 'clientCertSecretRef alone'",
  ],
  [
    'no way into Kubernetes',
    () => VaultAuth.kubernetes({ role: 'web' }),
    "certmanager.VaultAuth.kubernetes: got 'neither serviceAccountName nor secretRef'",
  ],
  [
    'audiences of no ServiceAccount',
    () => VaultAuth.kubernetes({ role: 'web', secretRef: ref('t'), serviceAccountAudiences: ['a'] }),
    'serviceAccountAudiences of certmanager.VaultAuth.kubernetes: got ["a"]',
  ],
  [
    'a ServiceAccount without a role',
    () => VaultAuth.aws({ role: 'web', serviceAccountName: 'issuer' }),
    'iamRoleArn of certmanager.VaultAuth.aws: got undefined',
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
