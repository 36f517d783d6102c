import { isIP } from 'net';
import { Duration } from 'cdk8s';
import { keyRef, SecretKeySelector } from './secret-key-selector';
import { CertificateSpec } from '../manifest/cert-manager';
import { refuse } from '../manifest/problem';
import { duration } from '../manifest/scalar';

/** What a key may be used for (`usages`), in cert-manager's words. */
export enum CertificateKeyUsage {
  /** Signing. */
  SIGNING = 'signing',
  /** Digital signatures; with KEY_ENCIPHERMENT what a certificate gets by default. */
  DIGITAL_SIGNATURE = 'digital signature',
  /** Content commitment, formerly non-repudiation. */
  CONTENT_COMMITMENT = 'content commitment',
  /** Encipherment of keys. */
  KEY_ENCIPHERMENT = 'key encipherment',
  /** Agreement on keys. */
  KEY_AGREEMENT = 'key agreement',
  /** Encipherment of data. */
  DATA_ENCIPHERMENT = 'data encipherment',
  /** Signing of certificates. */
  CERT_SIGN = 'cert sign',
  /** Signing of revocation lists. */
  CRL_SIGN = 'crl sign',
  /** Enciphering only, with KEY_AGREEMENT. */
  ENCIPHER_ONLY = 'encipher only',
  /** Deciphering only, with KEY_AGREEMENT. */
  DECIPHER_ONLY = 'decipher only',
  /** Any extended usage. */
  ANY = 'any',
  /** Authentication of a server. */
  SERVER_AUTH = 'server auth',
  /** Authentication of a client. */
  CLIENT_AUTH = 'client auth',
  /** Signing of code. */
  CODE_SIGNING = 'code signing',
  /** Protection of e-mail. */
  EMAIL_PROTECTION = 'email protection',
  /** S/MIME. */
  S_MIME = 's/mime',
  /** IPsec end systems. */
  IPSEC_END_SYSTEM = 'ipsec end system',
  /** IPsec tunnels. */
  IPSEC_TUNNEL = 'ipsec tunnel',
  /** IPsec users. */
  IPSEC_USER = 'ipsec user',
  /** Timestamping. */
  TIMESTAMPING = 'timestamping',
  /** Signing of OCSP answers. */
  OCSP_SIGNING = 'ocsp signing',
  /** Microsoft's server-gated cryptography. */
  MICROSOFT_SGC = 'microsoft sgc',
  /** Netscape's server-gated cryptography. */
  NETSCAPE_SGC = 'netscape sgc',
}

/** A further form of key and certificate in the Secret (`additionalOutputFormats[].type`). */
export enum CertificateOutputFormat {
  /** The private key in DER, as `key.der`. */
  DER = 'DER',
  /** Key and certificates in one PEM file, as `tls-combined.pem`. */
  COMBINED_PEM = 'CombinedPEM',
}

/** Algorithms of a PKCS#12 file (`keystores.pkcs12.profile`). */
export enum Pkcs12Profile {
  /** RC2 and 3DES; for old readers. */
  LEGACY_RC2 = 'LegacyRC2',
  /** 3DES; for old readers. */
  LEGACY_DES = 'LegacyDES',
  /** AES-256 with PBKDF2. */
  MODERN_2023 = 'Modern2023',
  /** Algorithms that FIPS 140-3 allows (cert-manager 1.21). */
  MODERN_2026 = 'Modern2026',
}

/** Fields of the certificate's subject beside the common name (`subject`). */
export interface CertificateSubject {
  /**
   * `organizations`.
   *
   * @default - none
   */
  readonly organizations?: string[];
  /**
   * `organizationalUnits`.
   *
   * @default - none
   */
  readonly organizationalUnits?: string[];
  /**
   * `countries`.
   *
   * @default - none
   */
  readonly countries?: string[];
  /**
   * `provinces`, or states.
   *
   * @default - none
   */
  readonly provinces?: string[];
  /**
   * `localities`, or cities.
   *
   * @default - none
   */
  readonly localities?: string[];
  /**
   * `streetAddresses`.
   *
   * @default - none
   */
  readonly streetAddresses?: string[];
  /**
   * `postalCodes`.
   *
   * @default - none
   */
  readonly postalCodes?: string[];
  /**
   * `serialNumber` of the subject, not of the certificate.
   *
   * @default - none
   */
  readonly serialNumber?: string;
}

/** A name of another kind (`otherNames[]`), such as a user principal name. */
export interface CertificateOtherName {
  /** Object identifier, for example `1.3.6.1.4.1.311.20.2.3` (`oid`). */
  readonly oid: string;
  /** The name (`utf8Value`). */
  readonly utf8Value: string;
}

/** Names that an authority may sign, or may not (`nameConstraints.permitted`, `.excluded`). */
export interface CertificateNameConstraint {
  /**
   * Domains with all that is below them (`dnsDomains`).
   *
   * @default - none
   */
  readonly dnsDomains?: string[];
  /**
   * Ranges of IP addresses, such as `10.0.0.0/8` (`ipRanges`).
   *
   * @default - none
   */
  readonly ipRanges?: string[];
  /**
   * E-mail addresses, or their domains (`emailAddresses`).
   *
   * @default - none
   */
  readonly emailAddresses?: string[];
  /**
   * Domains of URIs (`uriDomains`).
   *
   * @default - none
   */
  readonly uriDomains?: string[];
}

/** What an authority may sign (`nameConstraints`); needs cert-manager's feature gate NameConstraints. */
export interface CertificateNameConstraints {
  /**
   * Whether a client that does not understand the constraints refuses the certificate (`critical`).
   *
   * @default false
   */
  readonly critical?: boolean;
  /**
   * Names that may be signed (`permitted`).
   *
   * @default - all that are not excluded
   */
  readonly permitted?: CertificateNameConstraint;
  /**
   * Names that may not be signed (`excluded`).
   *
   * @default - none
   */
  readonly excluded?: CertificateNameConstraint;
}

/** A keystore in the Secret (`keystores`). A password goes by reference: a manifest ends in Git. */
export interface CertificateKeystore {
  /** Key of a Secret, in the namespace of the Certificate, with the password (`passwordSecretRef`). */
  readonly passwordSecretRef: SecretKeySelector;
  /**
   * Whether the keystore is made (`create`).
   *
   * @default true
   */
  readonly create?: boolean;
}

/** A Java keystore, `keystore.jks` and `truststore.jks` (`keystores.jks`). */
export interface CertificateJksKeystore extends CertificateKeystore {
  /**
   * Alias of the entry (`alias`).
   *
   * @default certificate
   */
  readonly alias?: string;
}

/** A PKCS#12 file, `keystore.p12` and `truststore.p12` (`keystores.pkcs12`). */
export interface CertificatePkcs12Keystore extends CertificateKeystore {
  /**
   * Algorithms of the file (`profile`).
   *
   * @default Pkcs12Profile.LEGACY_RC2
   */
  readonly profile?: Pkcs12Profile;
}

/** A time in which a certificate may be renewed (`renewal.windows[]`). */
export interface CertificateRenewalWindow {
  /** When it opens: minute, hour, day, month and weekday (`cron`). */
  readonly cron: string;
  /** How long it stays open, in whole seconds (`windowDuration`). */
  readonly windowDuration: Duration;
  /**
   * Time zone of `cron` by its IANA name, such as `Europe/Berlin` (`timezone`).
   *
   * @default UTC
   */
  readonly timezone?: string;
}

/** Whether and when a certificate is renewed (`renewal`, cert-manager 1.21). */
export class CertificateRenewal {
  /** Before its end, and within windows where there are any. */
  public static beforeEnd(...windows: CertificateRenewalWindow[]): CertificateRenewal {
    windows.forEach((window, index) => checkWindow(`window ${index} of CertificateRenewal.beforeEnd`, window));
    return new CertificateRenewal('RenewBefore', windows);
  }

  /** Never; a certificate ends. */
  public static disabled(): CertificateRenewal {
    return new CertificateRenewal('Disabled', []);
  }

  private constructor(
    private readonly policy: 'RenewBefore' | 'Disabled',
    private readonly windows: readonly CertificateRenewalWindow[],
  ) {}

  /** `renewal`. @internal */
  public _render(): CertificateSpec['renewal'] {
    const windows = this.windows.map(({ cron, timezone, windowDuration }) => ({
      cron,
      timezone,
      windowDuration: duration('windowDuration', windowDuration),
    }));
    return { policy: this.policy, windows: windows.length > 0 ? windows : undefined };
  }
}

/** Refuses constraints that the controller refuses. */
export function checkNameConstraints(constraints: CertificateNameConstraints): void {
  const { permitted, excluded } = constraints;
  if (permitted === undefined && excluded === undefined) {
    refuse({
      what: 'nameConstraints of Certificate',
      got: 'neither permitted nor excluded',
      expected: 'at least one of them',
      fix: "give permitted: { dnsDomains: ['example.com'] }, or leave nameConstraints out",
    });
  }
  for (const range of [...(permitted?.ipRanges ?? []), ...(excluded?.ipRanges ?? [])]) {
    const [address, prefix, ...rest] = range.split('/');
    const bits = isIP(address) === 6 ? 128 : 32;
    if (isIP(address) === 0 || !/^\d{1,3}$/.test(prefix ?? '') || Number(prefix) > bits || rest.length > 0) {
      refuse({
        what: 'ipRanges in nameConstraints of Certificate',
        got: range,
        expected: "a range such as '10.0.0.0/8'",
        fix: prefix === undefined ? `write '${range}/${bits}' for one address` : `a prefix is 0 to ${bits}`,
      });
    }
  }
}

/** A keystore as a manifest has it, without what only one kind has. */
export const keystore = (what: string, { create, passwordSecretRef }: CertificateKeystore) => ({
  create: create ?? true,
  passwordSecretRef: keyRef(`passwordSecretRef of ${what}`, passwordSecretRef),
});

function checkWindow(what: string, { cron, timezone, windowDuration }: CertificateRenewalWindow): void {
  if (!/^\S+( \S+){4}$/.test(cron)) {
    refuse({
      what: `cron of ${what}`,
      got: cron,
      expected: "five fields such as '0 2 * * 6'",
      fix: 'write minute, hour, day, month and weekday, with one space between',
    });
  }
  const total = windowDuration.toMilliseconds({ integral: false });
  if (total < 1000 || total % 1000 !== 0) {
    refuse({
      what: `windowDuration of ${what}`,
      got: `${total} ms`,
      expected: 'whole seconds, at least one',
      fix: 'choose a time such as Duration.hours(4)',
    });
  }
  if (timezone !== undefined && !isTimezone(timezone)) {
    refuse({
      what: `timezone of ${what}`,
      got: timezone,
      expected: "the IANA name of a time zone, such as 'Europe/Berlin'",
      fix: 'leave it out for UTC',
    });
  }
}

function isTimezone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return /^[A-Za-z]/.test(name);
  } catch {
    return false;
  }
}
