import { Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { PrivateKey } from './certificate-key';
import { CertificateSpec } from '../manifest/cert-manager';
import { refuse } from '../value/problem';
import { duration } from '../value/scalar';

/** Usage of a key (`usages`). */
export enum KeyUsage {
  /** Allows digital signatures; a default, with KEY_ENCIPHERMENT. */
  DIGITAL_SIGNATURE = 'digital signature',
  /** Allows encipherment of keys, for TLS with RSA key exchange. */
  KEY_ENCIPHERMENT = 'key encipherment',
  /** Allows key agreement, such as Diffie-Hellman. */
  KEY_AGREEMENT = 'key agreement',
  /** Allows authentication as a server. */
  SERVER_AUTH = 'server auth',
  /** Allows authentication as a client, for mutual TLS. */
  CLIENT_AUTH = 'client auth',
}

/** Lifetime, usages and key of a certificate. */
export interface CertificateSettings {
  /**
   * Common name (`commonName`), at most 64 characters. Clients ignore it; they read the subject alternative names.
   *
   * @default - none
   */
  readonly commonName?: string;
  /**
   * Requested lifetime (`duration`), at least an hour. The issuer may choose another.
   *
   * @default - 90 days
   */
  readonly duration?: Duration;
  /**
   * Time between renewal and expiry (`renewBefore`), at least five minutes and less than `duration`.
   *
   * @default - a third of the certificate's lifetime
   */
  readonly renewBefore?: Duration;
  /**
   * Usages of the key (`usages`).
   *
   * @default - digital signature and key encipherment
   */
  readonly usages?: KeyUsage[];
  /**
   * Algorithm, size and rotation of the private key (`privateKey`).
   *
   * @default - RSA of 2048 bits
   */
  readonly privateKey?: PrivateKey;
}

/** cert-manager's default. */
const DEFAULT_DURATION = Duration.days(90);

/**
 * Checked settings in the form of a Certificate or TLSPolicy.
 * @internal
 */
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
      fix: 'lower it, for example to a third of the duration, or raise the duration',
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
