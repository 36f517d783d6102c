import { Duration, JsonPatch } from 'cdk8s';
import { AcmeIssuer } from '../../src/certificate/acme-issuer';
import { AcmeSolver } from '../../src/certificate/acme-solver';
import { Certificate } from '../../src/certificate/certificate';
import {
  CertificateKeyEncoding,
  CertificateKeyRotation,
  CertificatePrivateKey,
  CertificateSignatureAlgorithm,
} from '../../src/certificate/certificate-key';
import {
  CertificateKeyUsage,
  CertificateOutputFormat,
  CertificateRenewal,
  Pkcs12Profile,
} from '../../src/certificate/certificate-parts';
import { CertificateProps } from '../../src/certificate/certificate-props';
import { Issuer } from '../../src/certificate/issuer';
import * as shape from '../../src/manifest/cert-manager';
import { fieldsOf, pathsOf } from '../support/shape-coverage';
import { plainChart } from '../support/synth';

const issuer = Issuer.fromClusterIssuerName('lets-encrypt');
const dnsNames = ['api.example.com'];
const password = { name: 'keystore', key: 'password' };

const build = (props: Partial<CertificateProps> = {}, chart = plainChart()) =>
  new Certificate(chart, 'api', { issuer, dnsNames, ...props });

const specOf = (props: Partial<CertificateProps>) => {
  const chart = plainChart();
  build(props, chart);
  return chart.toJson()[0].spec;
};

const subject = {
  organizations: ['Example'],
  organizationalUnits: ['Edge'],
  countries: ['DE'],
  provinces: ['BE'],
  localities: ['Berlin'],
  streetAddresses: ['Street 1'],
  postalCodes: ['10115'],
  serialNumber: '42',
};
const constraint = {
  dnsDomains: ['example.com'],
  ipRanges: ['10.0.0.0/8', '2001:db8::/32'],
  emailAddresses: ['example.com'],
  uriDomains: ['.example.com'],
};

const full: Partial<CertificateProps> = {
  secretName: 'api-tls',
  dnsNames: ['*.example.com', 'example.com'],
  ipAddresses: ['192.0.2.1', '2001:db8::1'],
  uris: ['spiffe://example.com/api'],
  emailAddresses: ['a@example.com'],
  otherNames: [{ oid: '1.3.6.1.4.1.311.20.2.3', utf8Value: 'upn@example.com' }],
  commonName: 'example.com',
  subject,
  duration: Duration.days(30),
  renewBefore: Duration.days(10),
  renewal: CertificateRenewal.beforeEnd({
    cron: '0 2 * * 6',
    windowDuration: Duration.minutes(90),
    timezone: 'Europe/Berlin',
  }),
  privateKey: CertificatePrivateKey.ecdsa({
    size: 384,
    encoding: CertificateKeyEncoding.PKCS8,
    rotationPolicy: CertificateKeyRotation.ALWAYS,
  }),
  signatureAlgorithm: CertificateSignatureAlgorithm.ECDSA_WITH_SHA384,
  usages: [CertificateKeyUsage.DIGITAL_SIGNATURE, CertificateKeyUsage.SERVER_AUTH],
  encodeUsagesInRequest: false,
  isCa: true,
  nameConstraints: { critical: true, permitted: constraint, excluded: constraint },
  additionalOutputFormats: [CertificateOutputFormat.DER, CertificateOutputFormat.COMBINED_PEM],
  jksKeystore: { passwordSecretRef: password, alias: 'api' },
  pkcs12Keystore: { passwordSecretRef: password, create: false, profile: Pkcs12Profile.MODERN_2023 },
  secretLabels: { team: 'edge' },
  secretAnnotations: { note: 'x' },
  revisionHistoryLimit: 3,
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

test('every field', () => {
  expect(specOf(full)).toEqual({
    secretName: 'api-tls',
    issuerRef: { group: 'cert-manager.io', kind: 'ClusterIssuer', name: 'lets-encrypt' },
    dnsNames: ['*.example.com', 'example.com'],
    ipAddresses: ['192.0.2.1', '2001:db8::1'],
    uris: ['spiffe://example.com/api'],
    emailAddresses: ['a@example.com'],
    otherNames: [{ oid: '1.3.6.1.4.1.311.20.2.3', utf8Value: 'upn@example.com' }],
    commonName: 'example.com',
    subject,
    duration: '720h',
    renewBefore: '240h',
    renewal: {
      policy: 'RenewBefore',
      windows: [{ cron: '0 2 * * 6', windowDuration: '1h30m', timezone: 'Europe/Berlin' }],
    },
    privateKey: { algorithm: 'ECDSA', size: 384, encoding: 'PKCS8', rotationPolicy: 'Always' },
    signatureAlgorithm: 'ECDSAWithSHA384',
    usages: ['digital signature', 'server auth'],
    encodeUsagesInRequest: false,
    isCA: true,
    nameConstraints: { critical: true, permitted: constraint, excluded: constraint },
    additionalOutputFormats: [{ type: 'DER' }, { type: 'CombinedPEM' }],
    keystores: {
      jks: { create: true, passwordSecretRef: password, alias: 'api' },
      pkcs12: { create: false, passwordSecretRef: password, profile: 'Modern2023' },
    },
    secretTemplate: { labels: { team: 'edge' }, annotations: { note: 'x' } },
    revisionHistoryLimit: 3,
  });
});

test.each<[string, Partial<CertificateProps>, object]>([
  ['a whole subject', { literalSubject: 'CN=api,O=Example', dnsNames: [] }, { literalSubject: 'CN=api,O=Example' }],
  ['renewal by percentage', { renewBeforePercentage: 25 }, { renewBeforePercentage: 25 }],
  ['no renewal', { renewal: CertificateRenewal.disabled() }, { renewal: { policy: 'Disabled' } }],
  [
    'an RSA key',
    { privateKey: CertificatePrivateKey.rsa({ size: 4096 }) },
    { privateKey: { algorithm: 'RSA', size: 4096 } },
  ],
  [
    'an Ed25519 key',
    {
      privateKey: CertificatePrivateKey.ed25519({ rotationPolicy: CertificateKeyRotation.NEVER }),
      signatureAlgorithm: CertificateSignatureAlgorithm.PURE_ED25519,
    },
    {
      privateKey: { algorithm: 'Ed25519', encoding: 'PKCS8', rotationPolicy: 'Never' },
      signatureAlgorithm: 'PureEd25519',
    },
  ],
  [
    'the default key with a signature that fits',
    { signatureAlgorithm: CertificateSignatureAlgorithm.SHA512_WITH_RSA },
    { signatureAlgorithm: 'SHA512WithRSA' },
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

test('no field of the CRD is out of reach', () => {
  const reached = new Set([
    ...pathsOf(specOf(full)),
    ...pathsOf(specOf({ renewBeforePercentage: 25, literalSubject: 'CN=api' })),
  ]);
  const missing = [...fieldsOf(shape.Certificate.body.fields!.spec)].filter((field) => !reached.has(field));
  // A password in a manifest is refused.
  expect(missing).toEqual(['keystores.jks.password', 'keystores.pkcs12.password']);
});

test('a wildcard needs an issuer with DNS-01, at the latest at synthesis', () => {
  const chart = plainChart();
  const acme = new AcmeIssuer(chart, 'web', { solvers: [AcmeSolver.http01Ingress()] });
  const certificate = build({ issuer: acme, dnsNames: ['*.example.com'] }, chart);
  expect(certificate.node.validate()).toEqual(["dnsNames of Certificate 'api': got '*.example.com'"]);
  acme.addSolver(AcmeSolver.route53({ region: 'us-east-1' }));
  expect(certificate.node.validate()).toEqual([]);
});

test('a field that the shapes do not know can be patched', () => {
  const chart = plainChart();
  build({}, chart).addJsonPatch(JsonPatch.add('/spec/future', true));
  expect(chart.toJson()[0].spec.future).toBe(true);
});

const window = (props: object) => () =>
  CertificateRenewal.beforeEnd({ cron: '0 2 * * *', windowDuration: Duration.hours(1), ...props });

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
    'a bad e-mail address',
    () => build({ emailAddresses: ['A <a@example.com>'] }),
    "emailAddresses[0] of Certificate: got 'A <a@example.com>'",
  ],
  [
    'a bad object identifier',
    () => build({ otherNames: [{ oid: 'upn', utf8Value: 'x' }] }),
    "otherNames[0].oid of Certificate: got 'upn'",
  ],
  [
    'a long common name',
    () => build({ commonName: 'x'.repeat(65) }),
    `[test/api] commonName of Certificate: got '${'x'.repeat(65)}'`,
  ],
  [
    'two subjects',
    () => build({ literalSubject: 'CN=a', commonName: 'a' }),
    "[test/api] literalSubject of Certificate: got 'CN=a' beside commonName",
  ],
  [
    'a duration below an hour',
    () => build({ duration: Duration.minutes(30) }),
    "duration of Certificate 'test/api': got '30m'",
  ],
  [
    'a renewal before the beginning',
    () => build({ renewBefore: Duration.days(90) }),
    "[test/api] renewBefore of Certificate: got '2160h'",
  ],
  [
    'two times of renewal',
    () => build({ renewBefore: Duration.days(1), renewBeforePercentage: 10 }),
    "[test/api] Certificate: got 'renewBefore and renewBeforePercentage'",
  ],
  [
    'a percentage out of range',
    () => build({ renewBeforePercentage: 100 }),
    "renewBeforePercentage of Certificate 'test/api': got 100",
  ],
  [
    'a percentage of next to nothing',
    () => build({ duration: Duration.hours(1), renewBeforePercentage: 5 }),
    "[test/api] renewBeforePercentage of Certificate: got '5 of 1h'",
  ],
  [
    'a window of three fields',
    window({ cron: '0 2 *' }),
    "cron of window 0 of CertificateRenewal.beforeEnd: got '0 2 *'",
  ],
  [
    'a window of part of a second',
    window({ windowDuration: Duration.millis(1500) }),
    "windowDuration of window 0 of CertificateRenewal.beforeEnd: got '1500 ms'",
  ],
  [
    'a time zone that is not there',
    window({ timezone: 'Berlin' }),
    "timezone of window 0 of CertificateRenewal.beforeEnd: got 'Berlin'",
  ],
  ['a small RSA key', () => CertificatePrivateKey.rsa({ size: 1024 }), 'size of an RSA key: got 1024'],
  ['a curve that is not there', () => CertificatePrivateKey.ecdsa({ size: 512 }), 'size of an ECDSA key: got 512'],
  [
    'Ed25519 in PKCS#1',
    () => CertificatePrivateKey.ed25519({ encoding: CertificateKeyEncoding.PKCS1 }),
    "encoding of an Ed25519 key: got 'PKCS1'",
  ],
  [
    'a signature that the default key cannot make',
    () => build({ signatureAlgorithm: CertificateSignatureAlgorithm.ECDSA_WITH_SHA256 }),
    "signatureAlgorithm of Certificate: got 'ECDSAWithSHA256 with the default private key, RSA'",
  ],
  [
    'a signature that the key cannot make',
    () =>
      build({
        privateKey: CertificatePrivateKey.ecdsa(),
        signatureAlgorithm: CertificateSignatureAlgorithm.SHA256_WITH_RSA,
      }),
    "signatureAlgorithm of Certificate: got 'SHA256WithRSA with a private key of ECDSA'",
  ],
  [
    'constraints of no authority',
    () => build({ nameConstraints: { permitted: constraint } }),
    "[test/api] nameConstraints of Certificate: got 'isCa: false'",
  ],
  [
    'constraints of nothing',
    () => build({ isCa: true, nameConstraints: { critical: true } }),
    "nameConstraints of Certificate: got 'neither permitted nor excluded'",
  ],
  [
    'an address as a range',
    () => build({ isCa: true, nameConstraints: { excluded: { ipRanges: ['10.0.0.1'] } } }),
    "ipRanges in nameConstraints of Certificate: got '10.0.0.1'",
  ],
  [
    'a format twice',
    () => build({ additionalOutputFormats: [CertificateOutputFormat.DER, CertificateOutputFormat.DER] }),
    "[test/api] additionalOutputFormats of Certificate: got 'DER twice'",
  ],
  ['no history', () => build({ revisionHistoryLimit: 0 }), 'revisionHistoryLimit of Certificate: got 0'],
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
