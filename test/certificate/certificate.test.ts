import { Duration, JsonPatch, Testing } from 'cdk8s';
import { AcmeIssuer } from '../../src/certificate/acme-issuer';
import { AcmeSolver } from '../../src/certificate/acme-solver';
import { Certificate } from '../../src/certificate/certificate';
import { CertificateProps } from '../../src/certificate/certificate-props';
import { Issuer } from '../../src/certificate/issuer';
import {
  KeyEncoding as CertificateKeyEncoding,
  KeyRotation as CertificateKeyRotation,
  PrivateKey as CertificatePrivateKey,
  KeyUsage as CertificateKeyUsage,
} from '../../src/certmanager/certificate-key';
import { brief } from '../support/brief';

const issuer = Issuer.fromClusterIssuerName('lets-encrypt');
const dnsNames = ['api.example.com'];

const build = (props: Partial<CertificateProps> = {}, chart = Testing.chart()) =>
  new Certificate(chart, 'api', { issuer, dnsNames, ...props });

const specOf = (props: Partial<CertificateProps>) => {
  const chart = Testing.chart();
  build(props, chart);
  return chart.toJson()[0].spec;
};

const full: Partial<CertificateProps> = {
  secretName: 'api-tls',
  dnsNames: ['*.example.com', 'example.com'],
  ipAddresses: ['192.0.2.1', '2001:db8::1'],
  uris: ['spiffe://example.com/api'],
  commonName: 'example.com',
  duration: Duration.days(30),
  renewBefore: Duration.days(10),
  privateKey: CertificatePrivateKey.ecdsa({
    size: 384,
    encoding: CertificateKeyEncoding.PKCS8,
    rotationPolicy: CertificateKeyRotation.ALWAYS,
  }),
  usages: [CertificateKeyUsage.DIGITAL_SIGNATURE, CertificateKeyUsage.SERVER_AUTH],
  isCa: true,
  secretLabels: { team: 'edge' },
  secretAnnotations: { note: 'x' },
  revisionHistoryLimit: 3,
};

test('a certificate for a host', () => {
  const chart = Testing.chart();
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

test('every field', () => {
  expect(specOf(full)).toEqual({
    secretName: 'api-tls',
    issuerRef: { group: 'cert-manager.io', kind: 'ClusterIssuer', name: 'lets-encrypt' },
    dnsNames: ['*.example.com', 'example.com'],
    ipAddresses: ['192.0.2.1', '2001:db8::1'],
    uris: ['spiffe://example.com/api'],
    commonName: 'example.com',
    duration: '720h',
    renewBefore: '240h',
    privateKey: { algorithm: 'ECDSA', size: 384, encoding: 'PKCS8', rotationPolicy: 'Always' },
    usages: ['digital signature', 'server auth'],
    isCA: true,
    secretTemplate: { labels: { team: 'edge' }, annotations: { note: 'x' } },
    revisionHistoryLimit: 3,
  });
});

test.each<[string, Partial<CertificateProps>, object]>([
  [
    'an RSA key',
    { privateKey: CertificatePrivateKey.rsa({ size: 4096 }) },
    { privateKey: { algorithm: 'RSA', size: 4096 } },
  ],
  [
    'an external issuer',
    {
      issuer: Issuer.fromExternal({
        apiVersion: 'awspca.cert-manager.io/v1beta1',
        kind: 'AWSPCAClusterIssuer',
        name: 'pca',
      }),
    },
    { issuerRef: { group: 'awspca.cert-manager.io', kind: 'AWSPCAClusterIssuer', name: 'pca' } },
  ],
])('%s', (_, props, expected) => {
  expect(specOf(props)).toMatchObject(expected);
});

test('a wildcard needs an issuer with DNS-01, at the latest at synthesis', () => {
  const chart = Testing.chart();
  const acme = new AcmeIssuer(chart, 'web', { solvers: [AcmeSolver.http01Gateway({})] });
  const certificate = build({ issuer: acme, dnsNames: ['*.example.com'] }, chart);
  expect(certificate.node.validate().map(brief)).toEqual(["dnsNames of Certificate 'api': got '*.example.com'"]);
  acme.addSolver(AcmeSolver.route53({ region: 'us-east-1' }));
  expect(certificate.node.validate().map(brief)).toEqual([]);
});

test('a field that the shapes do not know can be patched', () => {
  const chart = Testing.chart();
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
  [
    'a duration below an hour',
    () => build({ duration: Duration.minutes(30) }),
    "duration of Certificate 'test/api': got '30m'",
  ],
  [
    'a renewal before the beginning',
    () => build({ renewBefore: Duration.days(90) }),
    "renewBefore of Certificate 'test/api': got '2160h'",
  ],
  ['a small RSA key', () => CertificatePrivateKey.rsa({ size: 1024 }), 'size of an RSA key: got 1024'],
  ['a curve that is not there', () => CertificatePrivateKey.ecdsa({ size: 512 }), 'size of an ECDSA key: got 512'],
  [
    'Ed25519 in PKCS#1',
    () => CertificatePrivateKey.ed25519({ encoding: CertificateKeyEncoding.PKCS1 }),
    "encoding of an Ed25519 key: got 'PKCS1'",
  ],
  ['no history', () => build({ revisionHistoryLimit: 0 }), "revisionHistoryLimit of Certificate 'test/api': got 0"],
  [
    'annotations of cert-manager',
    () => build({ secretAnnotations: { 'cert-manager.io/issuer-name': 'x' } }),
    "[test/api] secretAnnotations of Certificate: got 'cert-manager.io/issuer-name'",
  ],
  [
    'an Issuer of another namespace',
    () => build({ issuer: Issuer.fromIssuerName('ca', 'pki'), namespace: 'team' }),
    "[test/api] issuer of Certificate 'api': got Issuer 'ca' in namespace 'pki'",
  ],
])('refuses %s', (_, act, message) => {
  expect(act).toThrow(message);
});
