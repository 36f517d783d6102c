import { Duration, Testing } from 'cdk8s';
import { GATEWAY, GATEWAY_REF, render, resource, TARGET } from './targets';
import {
  CertificateKeyEncoding,
  CertificateKeyRotation,
  CertificatePrivateKey,
} from '../../src/certificate/certificate-key';
import { CertificateKeyUsage } from '../../src/certificate/certificate-parts';
import { TLSPolicy } from '../../src/manifest/kuadrant';
import { PolicyTarget } from '../../src/policy/target';
import { TlsPolicy, TlsPolicyProps } from '../../src/policy/tls-policy';

const issuer = { apiVersion: 'cert-manager.io/v1', kind: 'ClusterIssuer', name: 'lets-encrypt' };
const issuerRef = { group: 'cert-manager.io', kind: 'ClusterIssuer', name: 'lets-encrypt' };
const make = (props: Partial<TlsPolicyProps>) => () =>
  new TlsPolicy(Testing.chart(), 'tls', { target: TARGET, issuer, ...props });
const spec = (props: Partial<TlsPolicyProps>) =>
  render((chart) => new TlsPolicy(chart, 'tls', { target: TARGET, issuer, ...props })).spec;

describe('TlsPolicy', () => {
  test('gives the policy of the walkthrough', () => {
    expect(render((chart) => new TlsPolicy(chart, 'external-tls', { target: TARGET, issuer }))).toStrictEqual({
      apiVersion: 'kuadrant.io/v1',
      kind: 'TLSPolicy',
      metadata: { name: 'external-tls', namespace: 'api-gateway' },
      spec: { targetRef: GATEWAY_REF, issuerRef },
    });
  });

  test.each<[string, Partial<TlsPolicyProps>, object]>([
    [
      'a listener',
      { target: PolicyTarget.listener(GATEWAY, 'api') },
      { targetRef: { ...GATEWAY_REF, sectionName: 'api' } },
    ],
    [
      'an Issuer of the same namespace',
      { issuer: { ...issuer, kind: 'Issuer', namespace: 'api-gateway' } },
      { issuerRef: { ...issuerRef, kind: 'Issuer' } },
    ],
    [
      'an Issuer whose namespace is not known',
      { issuer: { ...issuer, kind: 'Issuer' } },
      { issuerRef: { ...issuerRef, kind: 'Issuer' } },
    ],
    [
      'times',
      { duration: Duration.days(30), renewBefore: Duration.days(10) },
      { duration: '720h', renewBefore: '240h' },
    ],
    ['renewBefore alone', { renewBefore: Duration.days(30) }, { renewBefore: '720h' }],
    [
      'names, usages and history',
      {
        commonName: 'demo.example.com',
        usages: [CertificateKeyUsage.DIGITAL_SIGNATURE, CertificateKeyUsage.SERVER_AUTH],
        revisionHistoryLimit: 1,
      },
      {
        commonName: 'demo.example.com',
        usages: ['digital signature', 'server auth'],
        revisionHistoryLimit: 1,
      },
    ],
    ['no usages', { usages: [] }, {}],
    [
      'an RSA key',
      { privateKey: CertificatePrivateKey.rsa({ size: 4096 }) },
      { privateKey: { algorithm: 'RSA', size: 4096 } },
    ],
    ['an ECDSA key', { privateKey: CertificatePrivateKey.ecdsa() }, { privateKey: { algorithm: 'ECDSA' } }],
    [
      'an ECDSA key with everything',
      {
        privateKey: CertificatePrivateKey.ecdsa({
          size: 384,
          encoding: CertificateKeyEncoding.PKCS8,
          rotationPolicy: CertificateKeyRotation.ALWAYS,
        }),
      },
      { privateKey: { algorithm: 'ECDSA', encoding: 'PKCS8', size: 384, rotationPolicy: 'Always' } },
    ],
    [
      'an Ed25519 key',
      { privateKey: CertificatePrivateKey.ed25519({ rotationPolicy: CertificateKeyRotation.NEVER }) },
      { privateKey: { algorithm: 'Ed25519', encoding: 'PKCS8', rotationPolicy: 'Never' } },
    ],
  ])('renders %s', (_, props, expected) => {
    expect(spec(props)).toStrictEqual({ targetRef: GATEWAY_REF, issuerRef, ...expected });
  });

  test('knows every usage of the CRD', () => {
    const known = TLSPolicy.body.fields!.spec.fields!.usages.items!.rules.values!;
    expect(Object.values(CertificateKeyUsage).sort()).toEqual([...known].sort());
  });

  test.each<[() => unknown, string]>([
    [
      make({ issuer: { apiVersion: 'awspca.cert-manager.io/v1beta1', kind: 'AWSPCAClusterIssuer', name: 'pca' } }),
      "[test/tls] issuer of TLSPolicy: got AWSPCAClusterIssuer 'pca' of awspca.cert-manager.io/v1beta1, expected a ClusterIssuer or Issuer of cert-manager.io; " +
        "fix: give that; for an issuer of another group, create a cert-manager Certificate for the listener's Secret instead",
    ],
    [
      make({ issuer: { apiVersion: 'cert-manager.io/v1', kind: 'Certificate', name: 'x' } }),
      "[test/tls] issuer of TLSPolicy: got Certificate 'x' of cert-manager.io/v1, expected a ClusterIssuer or Issuer of cert-manager.io; " +
        "fix: give that; for an issuer of another group, create a cert-manager Certificate for the listener's Secret instead",
    ],
    [
      make({ issuer: { ...issuer, kind: 'Issuer', namespace: 'certs' } }),
      "[test/tls] issuer of TLSPolicy: got Issuer 'lets-encrypt' in namespace 'certs', expected an Issuer in 'api-gateway', where the Gateway is; " +
        'fix: use a ClusterIssuer, or put the Issuer into the namespace of the Gateway',
    ],
    [
      make({ duration: Duration.days(30), renewBefore: Duration.days(30) }),
      "[test/tls] renewBefore of TLSPolicy: got '720h', expected less than the duration, 720h; fix: renew later, for example at a third of the duration, or ask for a longer duration",
    ],
    [
      make({ renewBefore: Duration.days(90) }),
      "[test/tls] renewBefore of TLSPolicy: got '2160h', expected less than the duration, 2160h by default; fix: renew later, for example at a third of the duration, or ask for a longer duration",
    ],
    [
      make({ duration: Duration.minutes(59) }),
      "duration of TLSPolicy 'test/tls': got '59m', expected at least 1h; fix: use 1h or more",
    ],
    [
      make({ renewBefore: Duration.minutes(4) }),
      "renewBefore of TLSPolicy 'test/tls': got '4m', expected at least 5m; fix: use 5m or more",
    ],
    [
      make({ commonName: 'x'.repeat(65) }),
      `[test/tls] commonName of TLSPolicy: got '${'x'.repeat(65)}', expected 1 to 64 characters; fix: leave it out; the host names are in the subject alternative names`,
    ],
    [
      make({ revisionHistoryLimit: 0 }),
      "revisionHistoryLimit of TLSPolicy 'test/tls': got 0, expected a whole number from 1 to 2147483647; fix: leave it out, or keep at least one request",
    ],
    [
      make({ target: PolicyTarget.of(resource('HTTPRoute', 'test')) }),
      "target of TLSPolicy: got HTTPRoute 'test', expected Gateway; fix: attach it to a Gateway; its routes inherit it",
    ],
    [
      make({ namespace: 'other' }),
      "namespace of TLSPolicy: got 'other', expected 'api-gateway', the namespace of Gateway 'external'; fix: leave the namespace out; a policy reaches its own namespace only",
    ],
    [
      () => CertificatePrivateKey.rsa({ size: 1024 }),
      'size of an RSA key: got 1024, expected a whole number from 2048 to 8192; fix: use 2048, 3072 or 4096',
    ],
    [
      () => CertificatePrivateKey.ecdsa({ size: 512 }),
      'size of an ECDSA key: got 512, expected 256, 384 or 521; fix: the curve is P-521: write 521',
    ],
    [
      () => CertificatePrivateKey.ecdsa({ size: 2048 }),
      'size of an ECDSA key: got 2048, expected 256, 384 or 521; fix: use 256, or CertificatePrivateKey.rsa for an RSA key',
    ],
    [
      () => CertificatePrivateKey.ed25519({ encoding: CertificateKeyEncoding.PKCS1 }),
      "encoding of an Ed25519 key: got 'PKCS1', expected PKCS8; fix: leave the encoding out",
    ],
  ])('refuses %#', (act, message) => {
    expect(act).toThrow(new Error(message));
  });
});
