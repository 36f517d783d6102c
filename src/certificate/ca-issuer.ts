import { Construct } from 'constructs';
import { ManagedIssuer, ManagedIssuerProps } from './managed-issuer';
import { ClusterIssuerSpec } from '../manifest/cert-manager';
import { dnsSubdomain } from '../value/scalar';

/** Options of a `CaIssuer`. */
export interface CaIssuerProps extends ManagedIssuerProps {
  /**
   * Secret with the `tls.crt` and `tls.key` of the authority (`ca.secretName`): in the namespace `cert-manager` for a
   * ClusterIssuer, in the same namespace for an Issuer.
   */
  readonly secretName: string;
}

/** An issuer that signs with a private certificate authority (cert-manager `ClusterIssuer` or `Issuer`, `ca`). */
export class CaIssuer extends ManagedIssuer {
  public readonly canIssueWildcard: boolean = true;
  private readonly secretName: string;

  public constructor(scope: Construct, id: string, props: CaIssuerProps) {
    super(scope, id, props);
    this.secretName = dnsSubdomain(`secretName of ${this.kind} '${this.name}'`, props.secretName);
  }

  /** @internal */
  protected _spec(): ClusterIssuerSpec {
    return { ca: { secretName: this.secretName } };
  }
}

/**
 * An issuer of self-signed certificates, for tests and for the root certificate of a private authority (cert-manager
 * `ClusterIssuer` or `Issuer`, `selfSigned`). Clients do not trust them.
 */
export class SelfSignedIssuer extends ManagedIssuer {
  public readonly canIssueWildcard: boolean = true;

  /** @internal */
  protected _spec(): ClusterIssuerSpec {
    return { selfSigned: {} };
  }
}
