import { CertificateSpec } from '../manifest/cert-manager';
import { refuse } from '../manifest/problem';
import { wholeNumber } from '../manifest/scalar';

/** The lifetime of a private key (`privateKey.rotationPolicy`). */
export enum CertificateKeyRotation {
  /** Keeps the key when the certificate is renewed. */
  NEVER = 'Never',
  /** Generates a new key for each certificate. */
  ALWAYS = 'Always',
}

/** Options of keys of every algorithm. */
export interface CertificateKeyOptions {
  /**
   * Lifetime of the key (`privateKey.rotationPolicy`).
   *
   * @default - cert-manager's: Always from version 1.18 on, Never before
   */
  readonly rotationPolicy?: CertificateKeyRotation;
}

/** Options of a key whose size can be chosen. */
export interface CertificateSizedKeyOptions extends CertificateKeyOptions {
  /**
   * Length in bits (`privateKey.size`): 2048 to 8192 for RSA; 256, 384 or 521 for ECDSA.
   *
   * @default - cert-manager's, 2048 for RSA, 256 for ECDSA
   */
  readonly size?: number;
}

/** The private key of a certificate (`privateKey`). */
export class CertificatePrivateKey {
  /** An RSA key. */
  public static rsa(options: CertificateSizedKeyOptions = {}): CertificatePrivateKey {
    const { size, rotationPolicy } = options;
    if (size !== undefined) {
      wholeNumber('size of an RSA key', size, 2048, 8192, 'use 2048, 3072 or 4096');
    }
    return new CertificatePrivateKey({ algorithm: 'RSA', size, rotationPolicy });
  }

  /** An ECDSA key. */
  public static ecdsa(options: CertificateSizedKeyOptions = {}): CertificatePrivateKey {
    const { size, rotationPolicy } = options;
    if (size !== undefined && ![256, 384, 521].includes(size)) {
      refuse({
        what: 'size of an ECDSA key',
        got: size,
        expected: '256, 384 or 521',
        fix: size === 512 ? 'the curve is P-521: write 521' : 'use 256, or CertificatePrivateKey.rsa for an RSA key',
      });
    }
    return new CertificatePrivateKey({ algorithm: 'ECDSA', size, rotationPolicy });
  }

  /** An Ed25519 key, in PKCS#8 as cert-manager requires. Public authorities do not sign it. */
  public static ed25519({ rotationPolicy }: CertificateKeyOptions = {}): CertificatePrivateKey {
    return new CertificatePrivateKey({ algorithm: 'Ed25519', encoding: 'PKCS8', rotationPolicy });
  }

  private constructor(private readonly key: CertificateSpec['privateKey']) {}

  /** `privateKey`. @internal */
  public _render(): CertificateSpec['privateKey'] {
    return this.key;
  }
}
