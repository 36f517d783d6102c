import { CertificateSpec } from '../manifest/cert-manager';
import { refuse } from '../value/problem';
import { wholeNumber } from '../value/scalar';

/** Rotation of a private key (`privateKey.rotationPolicy`). */
export enum KeyRotation {
  /** Keeps the key when the certificate is renewed. */
  NEVER = 'Never',
  /** Generates a new key for each renewal. */
  ALWAYS = 'Always',
}

/** Options of keys of all algorithms. */
export interface KeyOptions {
  /**
   * Rotation of the key at renewal (`privateKey.rotationPolicy`).
   *
   * @default - decided by cert-manager: `Always` since version 1.18, `Never` before
   */
  readonly rotationPolicy?: KeyRotation;
}

/** Options of RSA and ECDSA keys. */
export interface SizedKeyOptions extends KeyOptions {
  /**
   * Length in bits (`privateKey.size`): 2048 to 8192 for RSA; 256, 384 or 521 for ECDSA.
   *
   * @default - 2048 for RSA, 256 for ECDSA
   */
  readonly size?: number;
}

/** The private key of a certificate (`privateKey`). */
export class PrivateKey {
  /** An RSA key. */
  public static rsa(options: SizedKeyOptions = {}): PrivateKey {
    const { size, rotationPolicy } = options;
    if (size !== undefined) {
      wholeNumber('size of an RSA key', size, 2048, 8192, 'use 2048, 3072 or 4096');
    }
    return new PrivateKey({ algorithm: 'RSA', size, rotationPolicy });
  }

  /** An ECDSA key. */
  public static ecdsa(options: SizedKeyOptions = {}): PrivateKey {
    const { size, rotationPolicy } = options;
    if (size !== undefined && ![256, 384, 521].includes(size)) {
      refuse({
        what: 'size of an ECDSA key',
        got: size,
        expected: '256, 384 or 521',
        fix: size === 512 ? 'the curve is P-521: write 521' : 'use 256, or PrivateKey.rsa for an RSA key',
      });
    }
    return new PrivateKey({ algorithm: 'ECDSA', size, rotationPolicy });
  }

  /** An Ed25519 key, encoded in PKCS#8. Public authorities do not sign it. */
  public static ed25519({ rotationPolicy }: KeyOptions = {}): PrivateKey {
    return new PrivateKey({ algorithm: 'Ed25519', encoding: 'PKCS8', rotationPolicy });
  }

  private constructor(private readonly key: CertificateSpec['privateKey']) {}

  /** `privateKey`. @internal */
  public _render(): CertificateSpec['privateKey'] {
    return this.key;
  }
}
