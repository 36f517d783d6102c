import { App, Chart, JsonPatch } from 'cdk8s';
import { AcmeIssuer, AcmeIssuerProps } from '../../src/certificate/acme-issuer';
import { AcmeServer } from '../../src/certificate/acme-server';
import { AcmeSolver } from '../../src/certificate/acme-solver';
import { CredentialSource } from '../../src/credential/credential-source';
import { DnsCredential } from '../../src/credential/dns-credential';
import { DnsProvider } from '../../src/credential/dns-provider';
import { SecretStore } from '../../src/credential/secret-store';
import { plainChart } from '../support/synth';

const PEM = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';
const http01 = AcmeSolver.http01Gateway({});
const keys = DnsCredential.fromSecretName('aws-credentials');

const build = (props: Partial<AcmeIssuerProps> = {}, chart: Chart = plainChart()) =>
  new AcmeIssuer(chart, 'lets-encrypt', { solvers: [http01], ...props });

const acmeOf = (props: Partial<AcmeIssuerProps>) => {
  const chart = plainChart();
  build(props, chart);
  return chart.toJson()[0].spec.acme;
};

const credentialIn = (chart: Chart, provider?: DnsProvider) =>
  new DnsCredential(chart, 'aws-credentials', {
    source: CredentialSource.awsSecretsManager({ store: SecretStore.cluster('aws'), secretName: 'demo/external/dns' }),
    provider,
  });

test('the issuer of the walkthrough, and the credential where cert-manager reads it', () => {
  const chart = plainChart();
  const credential = credentialIn(chart);
  new AcmeIssuer(chart, 'lets-encrypt', {
    email: 'foo@example.com',
    accountKeySecretName: 'le-secret',
    solvers: [AcmeSolver.route53({ hostedZoneId: 'Z0123456789ABCDEFGHIJ', region: 'us-east-1', credential })],
  });
  const [secret, issuer] = chart.toJson();
  expect(issuer).toEqual({
    apiVersion: 'cert-manager.io/v1',
    kind: 'ClusterIssuer',
    metadata: { name: 'lets-encrypt' },
    spec: {
      acme: {
        email: 'foo@example.com',
        privateKeySecretRef: { name: 'le-secret' },
        server: 'https://acme-v02.api.letsencrypt.org/directory',
        solvers: [
          {
            dns01: {
              route53: {
                hostedZoneID: 'Z0123456789ABCDEFGHIJ',
                region: 'us-east-1',
                accessKeyIDSecretRef: { key: 'AWS_ACCESS_KEY_ID', name: 'aws-credentials' },
                secretAccessKeySecretRef: { key: 'AWS_SECRET_ACCESS_KEY', name: 'aws-credentials' },
              },
            },
          },
        ],
      },
    },
  });
  expect(secret).toMatchObject({
    kind: 'ExternalSecret',
    metadata: { name: 'aws-credentials', namespace: 'cert-manager' },
    spec: { target: { name: 'aws-credentials', template: { type: 'kuadrant.io/aws' } } },
  });
});

test('every option', () => {
  expect(
    acmeOf({
      server: AcmeServer.GOOGLE_TRUST_SERVICES,
      email: 'foo@example.com',
      externalAccount: { keyId: 'id', keySecretRef: { name: 'eab', key: 'mac' } },
      profile: 'shortlived',
      caBundle: PEM,
      skipTlsVerify: false,
    }),
  ).toEqual({
    server: 'https://dv.acme-v02.api.pki.goog/directory',
    email: 'foo@example.com',
    privateKeySecretRef: { name: 'lets-encrypt-account-key' },
    externalAccountBinding: { keyID: 'id', keySecretRef: { name: 'eab', key: 'mac' } },
    profile: 'shortlived',
    caBundle: Buffer.from(PEM).toString('base64'),
    skipTLSVerify: false,
    solvers: [{ http01: { gatewayHTTPRoute: {} } }],
  });
});

test.each([
  [undefined, 'https://acme-v02.api.letsencrypt.org/directory'],
  [AcmeServer.LETS_ENCRYPT_STAGING, 'https://acme-staging-v02.api.letsencrypt.org/directory'],
  [AcmeServer.custom('https://ca.example.com/acme/directory'), 'https://ca.example.com/acme/directory'],
])('server %#', (server, url) => {
  expect(acmeOf({ server }).server).toBe(url);
});

test.each([
  [AcmeServer.ZERO_SSL, 'https://acme.zerossl.com/v2/DV90'],
  [AcmeServer.GOOGLE_TRUST_SERVICES_STAGING, 'https://dv.acme-v02.test-api.pki.goog/directory'],
])('a server that needs an external account %#', (server, url) => {
  expect(() => build({ server })).toThrow(
    `[test/lets-encrypt] externalAccount of ClusterIssuer 'lets-encrypt': got undefined`,
  );
  expect(acmeOf({ server, externalAccount: { keyId: 'a', keySecretRef: { name: 'b', key: 'c' } } }).server).toBe(url);
});

test('an Issuer of one namespace, and its credential there', () => {
  const chart = new Chart(new App(), 'test', { namespace: 'team' });
  const credential = credentialIn(chart);
  const issuer = build({ namespaced: true, solvers: [AcmeSolver.route53({ region: 'us-east-1', credential })] }, chart);
  expect(chart.toJson().map(({ kind, metadata }) => [kind, metadata.namespace])).toEqual([
    ['ExternalSecret', 'team'],
    ['Issuer', 'team'],
  ]);
  expect([issuer.kind, issuer.namespace, issuer.group]).toEqual(['Issuer', 'team', 'cert-manager.io']);
  const elsewhere = new Chart(new App(), 'other', { namespace: 'team' });
  build({ namespaced: true, namespace: 'web' }, elsewhere);
  expect(elsewhere.toJson()[0].metadata.namespace).toBe('web');
});

test('a ClusterIssuer ignores the namespace of its chart', () => {
  const chart = new Chart(new App(), 'test', { namespace: 'team' });
  const issuer = build({}, chart);
  expect(chart.toJson()[0].metadata).toEqual({ name: 'lets-encrypt' });
  expect(issuer.namespace).toBeUndefined();
});

test('another namespace for the Secrets of ClusterIssuers', () => {
  const chart = plainChart();
  const credential = credentialIn(chart);
  build({ clusterResourceNamespace: 'pki', solvers: [AcmeSolver.route53({ region: 'us-east-1', credential })] }, chart);
  expect(chart.toJson()[0].metadata.namespace).toBe('pki');
});

test('wildcards need DNS-01', () => {
  const issuer = build();
  expect(issuer.canIssueWildcard).toBe(false);
  issuer.addSolver(AcmeSolver.route53({ region: 'us-east-1', credential: keys }));
  expect(issuer.canIssueWildcard).toBe(true);
  expect(issuer.solvers).toHaveLength(2);
});

test('a field that the shapes do not know can be patched', () => {
  const chart = plainChart();
  build({}, chart).addJsonPatch(JsonPatch.add('/spec/acme/solvers/0/http01/gatewayHTTPRoute/future', true));
  expect(chart.toJson()[0].spec.acme.solvers[0].http01.gatewayHTTPRoute.future).toBe(true);
});

const gcp = DnsCredential.fromSecretName('gcp', DnsProvider.GCP);

test.each<[string, () => unknown, string]>([
  [
    'no solver',
    () => build({ solvers: [] }),
    "[test/lets-encrypt] solvers of ClusterIssuer 'lets-encrypt': got 'none'",
  ],
  ['a bad e-mail address', () => build({ email: 'foo' }), "email of ClusterIssuer 'lets-encrypt': got 'foo'"],
  [
    'a bad address of a server',
    () => AcmeServer.custom('acme.example.com'),
    "AcmeServer.custom: got 'acme.example.com'",
  ],
  [
    'a bundle that is no PEM',
    () => build({ caBundle: 'MIIB' }),
    "caBundle of ClusterIssuer 'lets-encrypt': got 'MIIB'",
  ],
  [
    'a bundle that is encoded already',
    () => build({ caBundle: Buffer.from(PEM).toString('base64') }),
    "caBundle of ClusterIssuer 'lets-encrypt': got 'LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCk1JSUIKLS0tLS1FTkQgQ0VSVElGSUNBVEUtLS0tLQo='",
  ],
  [
    'a bundle beside skipped verification',
    () => build({ caBundle: PEM, skipTlsVerify: true }),
    "[test/lets-encrypt] skipTlsVerify of ClusterIssuer 'lets-encrypt': got 'true with caBundle'",
  ],
  [
    'a namespace of a ClusterIssuer',
    () => build({ namespace: 'team' }),
    "[test/lets-encrypt] namespace of ClusterIssuer 'lets-encrypt': got 'team'",
  ],
  [
    'an external account without a key id',
    () => build({ externalAccount: { keyId: '', keySecretRef: { name: 'eab', key: 'mac' } } }),
    "keyId of externalAccount of ClusterIssuer 'lets-encrypt': got ''",
  ],
  [
    'an Issuer without a namespace for its credential',
    () => build({ namespaced: true, solvers: [AcmeSolver.cloudDns({ project: 'p', credential: gcp })] }),
    '[test/lets-encrypt] namespace of the Issuer of AcmeSolver.cloudDns: got undefined',
  ],
  [
    'a key in the options',
    () => build({ email: ['AKIA', 'IOSFODNN7EXAMPLE@example.com'].join('') }),
    "ClusterIssuer 'test/lets-encrypt'.email: got 'an AWS access key id, AKIA... (not shown)'",
  ],
])('refuses %s', (_, act, message) => {
  expect(act).toThrow(message);
});
