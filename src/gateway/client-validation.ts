import { atMost, CertificateReference } from './listener';
import { Referrer } from '../route/reference-grant';
import { refuse } from '../value/problem';

/** Validation of client certificates by a gateway: mutual TLS (`spec.tls.frontend`). */
export class ClientValidation {
  /** Rejects a client without a certificate from one of these authorities (mode `AllowValidOnly`). */
  public static require(...authorities: CertificateReference[]): ClientValidation {
    return new ClientValidation('AllowValidOnly', authorities);
  }

  /** Accepts a client without a valid certificate too (mode `AllowInsecureFallback`); the backend must decide. */
  public static allowInsecureFallback(...authorities: CertificateReference[]): ClientValidation {
    return new ClientValidation('AllowInsecureFallback', authorities);
  }

  private constructor(
    private readonly mode: 'AllowValidOnly' | 'AllowInsecureFallback',
    private readonly authorities: readonly CertificateReference[],
  ) {
    if (authorities.length === 0) {
      refuse({
        what: 'certificate authorities of client certificates',
        got: undefined,
        expected: 'at least one',
        fix: "for example CertificateReference.configMap('client-ca')",
      });
    }
    atMost('certificate authorities of client certificates', authorities.length, 16);
  }

  /** Emits a ReferenceGrant for each authority in another namespace. @internal */
  public _grantTo(gateway: Referrer): void {
    this.authorities.forEach((authority) => authority._grantTo(gateway));
  }

  /** @internal */
  public _render() {
    return { mode: this.mode, caCertificateRefs: this.authorities.map((ref) => ref._render()) };
  }
}
