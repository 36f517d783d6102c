import { Duration } from 'cdk8s';
import { GATEWAY, GATEWAY_REF, render, resource, TARGET } from './targets';
import { CertificateKeyRotation, CertificatePrivateKey } from '../../src/certificate/certificate-key';
import { CertificateKeyUsage } from '../../src/certificate/certificate-settings';
import { TLSPolicy } from '../../src/manifest/kuadrant';
import { PolicyTarget } from '../../src/policy/target';
import { TlsPolicy, TlsPolicyProps } from '../../src/policy/tls-policy';
import { plainChart } from '../support/synth';

const issuer = { apiVersion: 'cert-manager.io/v1', kind: 'ClusterIssuer', name: 'lets-encrypt' };
const issuerRef = { group: 'cert-manager.io', kind: 'ClusterIssuer', name: 'lets-encrypt' };
const make = (props: Partial<TlsPolicyProps>) => () =>
  new TlsPolicy(plainChart(), 'tls', { target: TARGET, issuer, ...props });
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
      'a common name and usages',
      {
        commonName: 'demo.example.com',
        usages: [CertificateKeyUsage.DIGITAL_SIGNATURE, CertificateKeyUsage.SERVER_AUTH],
      },
      {
        commonName: 'demo.example.com',
        usages: ['digital signature', 'server auth'],
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
      'an ECDSA key of a size that changes',
      {
        privateKey: CertificatePrivateKey.ecdsa({
          size: 384,
          rotationPolicy: CertificateKeyRotation.ALWAYS,
        }),
      },
      { privateKey: { algorithm: 'ECDSA', size: 384, rotationPolicy: 'Always' } },
    ],
    [
      'an Ed25519 key',
      { privateKey: CertificatePrivateKey.ed25519({ rotationPolicy: CertificateKeyRotation.NEVER }) },
      { privateKey: { algorithm: 'Ed25519', encoding: 'PKCS8', rotationPolicy: 'Never' } },
    ],
  ])('renders %s', (_, props, expected) => {
    expect(spec(props)).toStrictEqual({ targetRef: GATEWAY_REF, issuerRef, ...expected });
  });

  test('usages are those of the CRD', () => {
    const known = TLSPolicy.body.fields!.spec.fields!.usages.items!.rules.values!;
    expect(known).toEqual(expect.arrayContaining(Object.values(CertificateKeyUsage)));
  });

  test.each<[() => unknown, string]>([
    [
      make({ issuer: { apiVersion: 'awspca.cert-manager.io/v1beta1', kind: 'AWSPCAClusterIssuer', name: 'pca' } }),
      "[test/tls] issuer of TLSPolicy: got AWSPCAClusterIssuer 'pca' of awspca.cert-manager.io/v1beta1",
    ],
    [
      make({ issuer: { apiVersion: 'cert-manager.io/v1', kind: 'Certificate', name: 'x' } }),
      "[test/tls] issuer of TLSPolicy: got Certificate 'x' of cert-manager.io/v1",
    ],
    [
      make({ issuer: { ...issuer, kind: 'Issuer', namespace: 'certs' } }),
      "[test/tls] issuer of TLSPolicy: got Issuer 'lets-encrypt' in namespace 'certs'",
    ],
    [
      make({ duration: Duration.days(30), renewBefore: Duration.days(30) }),
      "renewBefore of TLSPolicy 'test/tls': got '720h'",
    ],
    [make({ renewBefore: Duration.days(90) }), "renewBefore of TLSPolicy 'test/tls': got '2160h'"],
    [make({ duration: Duration.minutes(59) }), "duration of TLSPolicy 'test/tls': got '59m'"],
    [make({ renewBefore: Duration.minutes(4) }), "renewBefore of TLSPolicy 'test/tls': got '4m'"],
    [make({ commonName: 'x'.repeat(65) }), `commonName of TLSPolicy 'test/tls': got '${'x'.repeat(65)}'`],
    [make({ target: PolicyTarget.of(resource('HTTPRoute', 'test')) }), "target of TLSPolicy: got HTTPRoute 'test'"],
    [make({ namespace: 'other' }), "namespace of TLSPolicy: got 'other'"],
  ])('refuses %#', (act, message) => {
    expect(act).toThrow(message);
  });
});
