import { Duration, JsonPatch } from 'cdk8s';
import { AcmeIssuer } from '../../src/certificate/acme-issuer';
import { AcmeSolver } from '../../src/certificate/acme-solver';
import { Certificate, CertificateProps } from '../../src/certificate/certificate';
import { CertificateKeyRotation, CertificatePrivateKey } from '../../src/certificate/certificate-key';
import { CertificateKeyUsage } from '../../src/certificate/certificate-settings';
import { Issuer } from '../../src/certificate/issuer';
import { brief } from '../support/brief';
import { plainChart } from '../support/synth';

const issuer = Issuer.fromClusterIssuerName('lets-encrypt');
const dnsNames = ['api.example.com'];

const build = (props: Partial<CertificateProps> = {}, chart = plainChart()) =>
  new Certificate(chart, 'api', { issuer, dnsNames, ...props });

const specOf = (props: Partial<CertificateProps>) => {
  const chart = plainChart();
  build(props, chart);
  return chart.toJson()[0].spec;
};

test('a certificate for a host', () => {
  const chart = plainChart();
  expect(build({}, chart).secretName).toBe('api');
  expect(chart.toJson()).toEqual([
    {
      apiVersion: 'cert-manager.io/v1',
      kind: 'Certificate',
      metadata: { name: 'api' },
      spec: {
        secretName: 'api',
        issuerRef: { group: 'cert-manager.io', kind: 'ClusterIssuer', name: 'lets-encrypt' },
        dnsNames: ['api.example.com'],
      },
    },
  ]);
});

test('every option', () => {
  expect(
    specOf({
      secretName: 'api-tls',
      dnsNames: ['*.example.com', 'example.com'],
      ipAddresses: ['192.0.2.1', '2001:db8::1'],
      commonName: 'example.com',
      duration: Duration.days(30),
      renewBefore: Duration.days(10),
      privateKey: CertificatePrivateKey.ecdsa({ size: 384, rotationPolicy: CertificateKeyRotation.ALWAYS }),
      usages: [CertificateKeyUsage.DIGITAL_SIGNATURE, CertificateKeyUsage.SERVER_AUTH],
      isCa: true,
      secretLabels: { team: 'edge' },
    }),
  ).toEqual({
    secretName: 'api-tls',
    issuerRef: { group: 'cert-manager.io', kind: 'ClusterIssuer', name: 'lets-encrypt' },
    dnsNames: ['*.example.com', 'example.com'],
    ipAddresses: ['192.0.2.1', '2001:db8::1'],
    commonName: 'example.com',
    duration: '720h',
    renewBefore: '240h',
    privateKey: { algorithm: 'ECDSA', size: 384, rotationPolicy: 'Always' },
    usages: ['digital signature', 'server auth'],
    isCA: true,
    secretTemplate: { labels: { team: 'edge' } },
  });
});

test.each<[string, Partial<CertificateProps>]>([
  ['an address', { dnsNames: [], ipAddresses: ['192.0.2.1'] }],
  ['a common name', { dnsNames: [], commonName: 'client' }],
])('%s is name enough', (_, props) => {
  expect(specOf(props)).not.toHaveProperty('dnsNames');
});

test('an external issuer', () => {
  const pca = Issuer.fromExternal({
    apiVersion: 'awspca.cert-manager.io/v1beta1',
    kind: 'AWSPCAClusterIssuer',
    name: 'pca',
  });
  expect(specOf({ issuer: pca }).issuerRef).toEqual({
    group: 'awspca.cert-manager.io',
    kind: 'AWSPCAClusterIssuer',
    name: 'pca',
  });
});

test('a wildcard needs an issuer with DNS-01, at the latest at synthesis', () => {
  const chart = plainChart();
  const acme = new AcmeIssuer(chart, 'web', { solvers: [AcmeSolver.http01Gateway({})] });
  const certificate = build({ issuer: acme, dnsNames: ['*.example.com'] }, chart);
  expect(certificate.node.validate().map(brief)).toEqual(["dnsNames of Certificate 'api': got '*.example.com'"]);
  acme.addSolver(AcmeSolver.route53({ region: 'us-east-1' }));
  expect(certificate.node.validate()).toEqual([]);
});

test('a patch adds fields without a prop', () => {
  const chart = plainChart();
  build({}, chart).addJsonPatch(JsonPatch.add('/spec/future', true));
  expect(chart.toJson()[0].spec.future).toBe(true);
});

test.each<[string, () => unknown, string]>([
  ['no name', () => build({ dnsNames: [] }), "[test/api] names of Certificate 'api': got 'none'"],
  [
    'a bad host name',
    () => build({ dnsNames: ['https://api.example.com'] }),
    "dnsNames[0] of Certificate: got 'https://api.example.com'",
  ],
  [
    'a host name as an address',
    () => build({ ipAddresses: ['example.com'] }),
    "ipAddresses[0] of Certificate: got 'example.com'",
  ],
  [
    'a long common name',
    () => build({ commonName: 'x'.repeat(65) }),
    `commonName of Certificate 'test/api': got '${'x'.repeat(65)}'`,
  ],
  ['an empty common name', () => build({ commonName: '' }), "commonName of Certificate 'test/api': got ''"],
  [
    'a key in a program',
    () => build({ secretLabels: { key: ['AKIA', 'IOSFODNN7EXAMPLE'].join('') } }),
    "Certificate 'test/api'.secretLabels.key: got 'an AWS access key id, AKIA... (not shown)'",
  ],
  ['a bad label', () => build({ secretLabels: { team: 'a b' } }), "secretLabels of Certificate['team']: got 'a b'"],
  [
    'a short duration',
    () => build({ duration: Duration.minutes(30) }),
    "duration of Certificate 'test/api': got '30m'",
  ],
  [
    'a renewal at once',
    () => build({ duration: Duration.hours(2), renewBefore: Duration.hours(2) }),
    "renewBefore of Certificate 'test/api': got '2h'",
  ],
  [
    'a renewal before the default duration begins',
    () => build({ renewBefore: Duration.days(100) }),
    "renewBefore of Certificate 'test/api': got '2400h'",
  ],
  [
    'a renewal at the last minute',
    () => build({ renewBefore: Duration.minutes(4) }),
    "renewBefore of Certificate 'test/api': got '4m'",
  ],
  [
    'an Issuer of another namespace',
    () => build({ issuer: Issuer.fromIssuerName('ca', 'pki'), namespace: 'team' }),
    "[test/api] issuer of Certificate 'api': got Issuer 'ca' in namespace 'pki'",
  ],
])('refuses %s', (_, act, message) => {
  expect(act).toThrow(message);
});

test.each<[CertificatePrivateKey, object]>([
  [CertificatePrivateKey.rsa({ size: 4096 }), { algorithm: 'RSA', size: 4096 }],
  [CertificatePrivateKey.rsa(), { algorithm: 'RSA' }],
  [CertificatePrivateKey.ecdsa({ size: 521 }), { algorithm: 'ECDSA', size: 521 }],
  [
    CertificatePrivateKey.ed25519({ rotationPolicy: CertificateKeyRotation.NEVER }),
    { algorithm: 'Ed25519', encoding: 'PKCS8', rotationPolicy: 'Never' },
  ],
])('private key %#', (privateKey, expected) => {
  expect(specOf({ privateKey }).privateKey).toEqual(expected);
});

test.each<[() => unknown, string]>([
  [() => CertificatePrivateKey.rsa({ size: 1024 }), 'size of an RSA key: got 1024'],
  [() => CertificatePrivateKey.rsa({ size: 8193 }), 'size of an RSA key: got 8193'],
  [() => CertificatePrivateKey.ecdsa({ size: 512 }), 'size of an ECDSA key: got 512'],
  [() => CertificatePrivateKey.ecdsa({ size: 2048 }), 'size of an ECDSA key: got 2048'],
])('refuses a key %#', (act, message) => {
  expect(act).toThrow(message);
});
