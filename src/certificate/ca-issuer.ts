import { Construct } from 'constructs';
import { ManagedIssuer, ManagedIssuerProps } from './managed-issuer';
import { ClusterIssuerSpec } from '../manifest/cert-manager';
import { dnsSubdomain } from '../manifest/scalar';

/** A certificate authority whose key is in a Secret. */
export interface CaIssuerProps extends ManagedIssuerProps {
  /**
   * Secret with the authority's `tls.crt` and `tls.key` (`ca.secretName`): for a
   * ClusterIssuer in the namespace `cert-manager`, for an Issuer in its own.
   */
  readonly secretName: string;
}

/** An issuer with a private certificate authority (cert-manager `ClusterIssuer` or `Issuer`, `ca`). */
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
 * An issuer of self-signed certificates, which no client trusts: for tests, and
 * for the root certificate of a private authority (cert-manager `ClusterIssuer`
 * or `Issuer`, `selfSigned`).
 */
export class SelfSignedIssuer extends ManagedIssuer {
  public readonly canIssueWildcard: boolean = true;

  /** @internal */
  protected _spec(): ClusterIssuerSpec {
    return { selfSigned: {} };
  }
}
