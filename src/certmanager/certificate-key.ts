import { CertificateSpec } from '../manifest/cert-manager';
import { refuse } from '../value/problem';
import { wholeNumber } from '../value/scalar';

/** How a private key is written into the Secret (`privateKey.encoding`). */
export enum KeyEncoding {
  /** PKCS#1 for RSA, SEC 1 for ECDSA. */
  PKCS1 = 'PKCS1',
  /** PKCS#8, the only one for Ed25519. */
  PKCS8 = 'PKCS8',
}

/** When the private key changes (`privateKey.rotationPolicy`). */
export enum KeyRotation {
  /** The key is made once and kept. */
  NEVER = 'Never',
  /** Each new certificate gets a new key. */
  ALWAYS = 'Always',
}

/** A permitted use of a key (`usages`), in cert-manager's words. */
export enum KeyUsage {
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
  /** Signing of OCSP responses. */
  OCSP_SIGNING = 'ocsp signing',
  /** Microsoft's server-gated cryptography. */
  MICROSOFT_SGC = 'microsoft sgc',
  /** Netscape's server-gated cryptography. */
  NETSCAPE_SGC = 'netscape sgc',
}

/** Settings that keys of every algorithm share. */
export interface KeyOptions {
  /**
   * How the key is written (`privateKey.encoding`).
   *
   * @default - cert-manager's, PKCS1; PKCS8 for Ed25519
   */
  readonly encoding?: KeyEncoding;
  /**
   * When the key changes (`privateKey.rotationPolicy`).
   *
   * @default - cert-manager's: Always from version 1.18 on, Never before
   */
  readonly rotationPolicy?: KeyRotation;
}

/** A key of a chosen size. */
export interface SizedKeyOptions extends KeyOptions {
  /**
   * Length in bits (`privateKey.size`): 2048 to 8192 for RSA; 256, 384 or 521 for ECDSA.
   *
   * @default - cert-manager's, 2048 for RSA, 256 for ECDSA
   */
  readonly size?: number;
}

/** The private key of a Certificate (`privateKey`). */
export class PrivateKey {
  /** An RSA key. */
  public static rsa(options: SizedKeyOptions = {}): PrivateKey {
    if (options.size !== undefined) {
      wholeNumber('size of an RSA key', options.size, 2048, 8192, 'use 2048, 3072 or 4096');
    }
    return new PrivateKey('RSA', options, options.size);
  }

  /** An ECDSA key. */
  public static ecdsa(options: SizedKeyOptions = {}): PrivateKey {
    if (options.size !== undefined && ![256, 384, 521].includes(options.size)) {
      refuse({
        what: 'size of an ECDSA key',
        got: options.size,
        expected: '256, 384 or 521',
        fix: options.size === 512 ? 'the curve is P-521: write 521' : 'use 256, or PrivateKey.rsa for an RSA key',
      });
    }
    return new PrivateKey('ECDSA', options, options.size);
  }

  /** An Ed25519 key, of one size and in PKCS#8 only. Public authorities do not sign it. */
  public static ed25519(options: KeyOptions = {}): PrivateKey {
    if (options.encoding === KeyEncoding.PKCS1) {
      refuse({
        what: 'encoding of an Ed25519 key',
        got: options.encoding,
        expected: 'PKCS8',
        fix: 'leave the encoding out',
      });
    }
    return new PrivateKey('Ed25519', { ...options, encoding: KeyEncoding.PKCS8 });
  }

  private constructor(
    /** `RSA`, `ECDSA` or `Ed25519`. */
    public readonly algorithm: string,
    private readonly options: KeyOptions,
    private readonly size?: number,
  ) {}

  /** `privateKey`. @internal */
  public _render(): CertificateSpec['privateKey'] {
    const { encoding, rotationPolicy } = this.options;
    return { algorithm: this.algorithm as 'RSA' | 'ECDSA' | 'Ed25519', encoding, size: this.size, rotationPolicy };
  }
}
