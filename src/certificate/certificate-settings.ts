import { Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { CertificatePrivateKey } from './certificate-key';
import { CertificateSpec } from '../manifest/cert-manager';
import { refuse } from '../manifest/problem';
import { duration } from '../manifest/scalar';

/** A purpose of a key (`usages`). */
export enum CertificateKeyUsage {
  /** Allows digital signatures; with KEY_ENCIPHERMENT the default. */
  DIGITAL_SIGNATURE = 'digital signature',
  /** Allows encipherment of keys, as TLS with RSA key exchange needs. */
  KEY_ENCIPHERMENT = 'key encipherment',
  /** Allows key agreement, as in Diffie-Hellman. */
  KEY_AGREEMENT = 'key agreement',
  /** Allows authentication as a server. */
  SERVER_AUTH = 'server auth',
  /** Allows authentication as a client, for mutual TLS. */
  CLIENT_AUTH = 'client auth',
}

/** Lifetime and key of a certificate. */
export interface CertificateSettings {
  /**
   * Common name (`commonName`), at most 64 characters. Clients read host names
   * from the subject alternative names.
   *
   * @default - none
   */
  readonly commonName?: string;
  /**
   * Requested lifetime (`duration`), at least an hour. The issuer may decide otherwise.
   *
   * @default - cert-manager's, 90 days
   */
  readonly duration?: Duration;
  /**
   * Time between renewal and expiry (`renewBefore`), at least five minutes and
   * shorter than `duration`.
   *
   * @default - cert-manager's, a third of the certificate's lifetime
   */
  readonly renewBefore?: Duration;
  /**
   * Purposes of the key (`usages`).
   *
   * @default - digital signature and key encipherment
   */
  readonly usages?: CertificateKeyUsage[];
  /**
   * Algorithm, size and rotation of the private key (`privateKey`).
   *
   * @default - cert-manager's, RSA of 2048 bits
   */
  readonly privateKey?: CertificatePrivateKey;
}

/** cert-manager's, where no duration is given. */
const DEFAULT_DURATION = Duration.days(90);

/** The settings, checked, as a Certificate and a TLSPolicy have them. */
export function renderSettings(kind: string, settings: CertificateSettings, owner: Construct) {
  const { commonName, duration: life, renewBefore, usages, privateKey } = settings;
  const of = `of ${kind} '${owner.node.path}'`;
  if (commonName !== undefined && (commonName === '' || commonName.length > 64)) {
    refuse({
      what: `commonName ${of}`,
      got: commonName,
      expected: '1 to 64 characters',
      fix: 'leave it out; clients read host names from the subject alternative names',
    });
  }
  const whole = life ?? DEFAULT_DURATION;
  if (renewBefore !== undefined && renewBefore.toMilliseconds() >= whole.toMilliseconds()) {
    refuse({
      what: `renewBefore ${of}`,
      got: duration('renewBefore', renewBefore),
      expected: `less than the duration, ${duration('duration', whole)}${life ? '' : ' by default'}`,
      fix: 'choose less, for example a third of the duration, or request a longer duration',
    });
  }
  return {
    commonName,
    duration: life && duration(`duration ${of}`, life, Duration.hours(1)),
    renewBefore: renewBefore && duration(`renewBefore ${of}`, renewBefore, Duration.minutes(5)),
    usages: usages?.length ? [...usages] : undefined,
    privateKey: privateKey?._render(),
  } satisfies Partial<CertificateSpec>;
}
