import { Construct } from 'constructs';
import { ManagedIssuer, ManagedIssuerProps } from './managed-issuer';
import { ClusterIssuerSpec } from '../manifest/cert-manager';
import { dnsSubdomain, httpUrl } from '../value/scalar';

/** A certificate authority whose key is in a Secret. */
export interface CaIssuerProps extends ManagedIssuerProps {
  /**
   * Secret with the authority's `tls.crt` and `tls.key` (`ca.secretName`): in the
   * namespace `cert-manager` for a ClusterIssuer, in its own for an Issuer.
   */
  readonly secretName: string;
  /**
   * Addresses of revocation lists, written into certificates (`ca.crlDistributionPoints`).
   *
   * @default - none
   */
  readonly crlDistributionPoints?: string[];
  /**
   * Addresses of OCSP servers, written into certificates (`ca.ocspServers`).
   *
   * @default - none
   */
  readonly ocspServers?: string[];
  /**
   * Addresses of the authority's own certificate, written into certificates (`ca.issuingCertificateURLs`).
   *
   * @default - none
   */
  readonly issuingCertificateUrls?: string[];
}

/** Certificates of an authority of your own (cert-manager `ClusterIssuer` or `Issuer`, `ca`). */
export class CaIssuer extends ManagedIssuer {
  public readonly canIssueWildcard: boolean = true;
  private readonly props: CaIssuerProps;

  public constructor(scope: Construct, id: string, props: CaIssuerProps) {
    super(scope, id, props);
    dnsSubdomain(`secretName of ${this.kind} '${this.name}'`, props.secretName);
    addresses('crlDistributionPoints of CaIssuer', props.crlDistributionPoints);
    addresses('ocspServers of CaIssuer', props.ocspServers);
    addresses('issuingCertificateUrls of CaIssuer', props.issuingCertificateUrls);
    this.props = props;
  }

  /** @internal */
  protected _spec(): ClusterIssuerSpec {
    const { secretName, crlDistributionPoints, ocspServers, issuingCertificateUrls } = this.props;
    return { ca: { secretName, crlDistributionPoints, ocspServers, issuingCertificateURLs: issuingCertificateUrls } };
  }
}

/** Certificates that are signed with their own keys. */
export interface SelfSignedIssuerProps extends ManagedIssuerProps {
  /**
   * Addresses of revocation lists, written into certificates (`selfSigned.crlDistributionPoints`).
   *
   * @default - none
   */
  readonly crlDistributionPoints?: string[];
}

/**
 * Certificates that are signed with their own keys, which no client trusts by
 * itself: for tests, and to begin an authority with (cert-manager
 * `ClusterIssuer` or `Issuer`, `selfSigned`).
 */
export class SelfSignedIssuer extends ManagedIssuer {
  public readonly canIssueWildcard: boolean = true;
  private readonly props: SelfSignedIssuerProps;

  public constructor(scope: Construct, id: string, props: SelfSignedIssuerProps = {}) {
    super(scope, id, props);
    addresses('crlDistributionPoints of SelfSignedIssuer', props.crlDistributionPoints);
    this.props = props;
  }

  /** @internal */
  protected _spec(): ClusterIssuerSpec {
    return { selfSigned: { crlDistributionPoints: this.props.crlDistributionPoints } };
  }
}

const addresses = (what: string, urls: readonly string[] = []) =>
  urls.forEach((url, index) => httpUrl(`${what}[${index}]`, url));
