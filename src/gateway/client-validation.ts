import { atMost, CertificateReference } from './listener';
import { Referrer } from '../route/reference-grant';
import { refuse } from '../value/problem';

/** Validation of the certificates of a gateway's clients (`spec.tls.frontend`, mutual TLS). */
export class ClientValidation {
  /** A client without a certificate from one of these authorities is rejected. */
  public static require(...authorities: CertificateReference[]): ClientValidation {
    return new ClientValidation('AllowValidOnly', authorities);
  }

  /** A client without a valid certificate is let through; the backend must decide. */
  public static allowInsecureFallback(...authorities: CertificateReference[]): ClientValidation {
    return new ClientValidation('AllowInsecureFallback', authorities);
  }

  private constructor(
    private readonly mode: 'AllowValidOnly' | 'AllowInsecureFallback',
    private readonly authorities: readonly CertificateReference[],
  ) {
    if (authorities.length === 0) {
      refuse({
        what: 'authorities that sign client certificates',
        got: undefined,
        expected: 'at least one',
        fix: "for example CertificateReference.configMap('client-ca')",
      });
    }
    atMost('authorities that sign client certificates', authorities.length, 16);
  }

  /** Emits the grants that authorities in other namespaces need. @internal */
  public _grantTo(gateway: Referrer): void {
    this.authorities.forEach((authority) => authority._grantTo(gateway));
  }

  /** @internal */
  public _render() {
    return { mode: this.mode, caCertificateRefs: this.authorities.map((ref) => ref._render()) };
  }
}
