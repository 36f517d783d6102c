import { CertificateSpec } from '../manifest/cert-manager';
import { refuse } from '../manifest/problem';
import { wholeNumber } from '../manifest/scalar';

/** How a private key is written into the Secret (`privateKey.encoding`). */
export enum CertificateKeyEncoding {
  /** PKCS#1 for RSA, SEC 1 for ECDSA. */
  PKCS1 = 'PKCS1',
  /** PKCS#8, the only one for Ed25519. */
  PKCS8 = 'PKCS8',
}

/** When the private key changes (`privateKey.rotationPolicy`). */
export enum CertificateKeyRotation {
  /** The key is made once and kept. */
  NEVER = 'Never',
  /** Each new certificate gets a new key. */
  ALWAYS = 'Always',
}

/** How the certificate is signed (`signatureAlgorithm`); has to fit the private key. */
export enum CertificateSignatureAlgorithm {
  /** RSA with SHA-256. */
  SHA256_WITH_RSA = 'SHA256WithRSA',
  /** RSA with SHA-384. */
  SHA384_WITH_RSA = 'SHA384WithRSA',
  /** RSA with SHA-512. */
  SHA512_WITH_RSA = 'SHA512WithRSA',
  /** ECDSA with SHA-256. */
  ECDSA_WITH_SHA256 = 'ECDSAWithSHA256',
  /** ECDSA with SHA-384. */
  ECDSA_WITH_SHA384 = 'ECDSAWithSHA384',
  /** ECDSA with SHA-512. */
  ECDSA_WITH_SHA512 = 'ECDSAWithSHA512',
  /** Ed25519. */
  PURE_ED25519 = 'PureEd25519',
}

/** Settings that keys of every algorithm share. */
export interface CertificateKeyOptions {
  /**
   * How the key is written (`privateKey.encoding`).
   *
   * @default - cert-manager's, PKCS1; PKCS8 for Ed25519
   */
  readonly encoding?: CertificateKeyEncoding;
  /**
   * When the key changes (`privateKey.rotationPolicy`).
   *
   * @default - cert-manager's: Always from version 1.18 on, Never before
   */
  readonly rotationPolicy?: CertificateKeyRotation;
}

/** A key of a chosen size. */
export interface CertificateSizedKeyOptions extends CertificateKeyOptions {
  /**
   * Length in bits (`privateKey.size`): 2048 to 8192 for RSA; 256, 384 or 521 for ECDSA.
   *
   * @default - cert-manager's, 2048 for RSA, 256 for ECDSA
   */
  readonly size?: number;
}

/** The private key of a Certificate (`privateKey`). */
export class CertificatePrivateKey {
  /** An RSA key. */
  public static rsa(options: CertificateSizedKeyOptions = {}): CertificatePrivateKey {
    if (options.size !== undefined) {
      wholeNumber('size of an RSA key', options.size, 2048, 8192, 'use 2048, 3072 or 4096');
    }
    return new CertificatePrivateKey('RSA', options, options.size);
  }

  /** An ECDSA key. */
  public static ecdsa(options: CertificateSizedKeyOptions = {}): CertificatePrivateKey {
    if (options.size !== undefined && ![256, 384, 521].includes(options.size)) {
      refuse({
        what: 'size of an ECDSA key',
        got: options.size,
        expected: '256, 384 or 521',
        fix:
          options.size === 512
            ? 'the curve is P-521: write 521'
            : 'use 256, or CertificatePrivateKey.rsa for an RSA key',
      });
    }
    return new CertificatePrivateKey('ECDSA', options, options.size);
  }

  /** An Ed25519 key, of one size and in PKCS#8 only. Public authorities do not sign it. */
  public static ed25519(options: CertificateKeyOptions = {}): CertificatePrivateKey {
    if (options.encoding === CertificateKeyEncoding.PKCS1) {
      refuse({
        what: 'encoding of an Ed25519 key',
        got: options.encoding,
        expected: 'PKCS8',
        fix: 'leave the encoding out',
      });
    }
    return new CertificatePrivateKey('Ed25519', { ...options, encoding: CertificateKeyEncoding.PKCS8 });
  }

  private constructor(
    /** `RSA`, `ECDSA` or `Ed25519`. */
    public readonly algorithm: string,
    private readonly options: CertificateKeyOptions,
    private readonly size?: number,
  ) {}

  /** `privateKey`. @internal */
  public _render(): CertificateSpec['privateKey'] {
    const { encoding, rotationPolicy } = this.options;
    return { algorithm: this.algorithm as 'RSA' | 'ECDSA' | 'Ed25519', encoding, size: this.size, rotationPolicy };
  }
}

/** Refuses a signature algorithm that the private key cannot make. */
export function checkSignature(algorithm: CertificateSignatureAlgorithm, key: CertificatePrivateKey | undefined): void {
  const ofKey = key?.algorithm ?? 'RSA';
  if (!algorithm.toUpperCase().includes(ofKey.toUpperCase())) {
    refuse({
      what: 'signatureAlgorithm of Certificate',
      got: `${algorithm} with ${key ? `a private key of ${ofKey}` : 'the default private key, RSA'}`,
      expected: `an algorithm for ${ofKey}`,
      fix: 'leave signatureAlgorithm out, or give a privateKey that fits',
    });
  }
}
