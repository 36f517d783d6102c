import { Construct } from 'constructs';
import { groupOf } from '../manifest/manifest';
import { INamedResource } from '../resource/custom-resource';
import { given } from '../value/given';
import { refuse } from '../value/problem';
import { dnsLabel, dnsSubdomain } from '../value/scalar';

const CERT_MANAGER = 'cert-manager.io';

/** A cert-manager issuer, in this program or managed elsewhere. */
export interface IIssuer extends INamedResource {
  /** API group, `cert-manager.io` or that of an external issuer. */
  readonly group: string;
  /** Whether it can sign a wildcard such as `*.example.com`; HTTP-01 alone cannot. */
  readonly canIssueWildcard: boolean;
}

/** Options of an issuer that is managed elsewhere. */
export interface ExistingIssuerOptions {
  /**
   * Whether it can sign a wildcard; `false` for an ACME issuer with HTTP-01 only.
   *
   * @default true
   */
  readonly canIssueWildcard?: boolean;
}

/** Options of an external issuer: one of another project that extends cert-manager. */
export interface ExternalIssuerOptions extends ExistingIssuerOptions {
  /** API group and version, for example `awspca.cert-manager.io/v1beta1`. */
  readonly apiVersion: string;
  /** Kind, for example `AWSPCAClusterIssuer`. */
  readonly kind: string;
  /** Name (`metadata.name`). */
  readonly name: string;
  /**
   * Namespace (`metadata.namespace`).
   *
   * @default - none: a cluster-scoped issuer, or one in the namespace of the certificate
   */
  readonly namespace?: string;
}

/** Refuses an issuer that is missing, or given by name. */
export const givenIssuer = <T extends INamedResource>(what: string, issuer: T, user: Construct): T =>
  given(issuer, 'kind', { what, expected: 'an issuer', fix: ISSUERS }, user);

const ISSUERS = "create one, such as AcmeIssuer, or refer to it: Issuer.fromClusterIssuerName('lets-encrypt')";

/** References to issuers that are managed elsewhere. */
export class Issuer {
  /** A ClusterIssuer, which serves every namespace. */
  public static fromClusterIssuerName(name: string, options: ExistingIssuerOptions = {}): IIssuer {
    dnsSubdomain('name of ClusterIssuer', name);
    return existing(`${CERT_MANAGER}/v1`, 'ClusterIssuer', name, undefined, options);
  }

  /** An Issuer, which serves its own namespace only. */
  public static fromIssuerName(name: string, namespace: string, options: ExistingIssuerOptions = {}): IIssuer {
    dnsSubdomain('name of Issuer', name);
    dnsLabel('namespace of Issuer', namespace);
    return existing(`${CERT_MANAGER}/v1`, 'Issuer', name, namespace, options);
  }

  /** An external issuer, in another API group. Only for a `Certificate`: a TLSPolicy does not accept one. */
  public static fromExternal(options: ExternalIssuerOptions): IIssuer {
    const { apiVersion, kind, name, namespace } = options;
    if (!/^[a-z0-9-]+(\.[a-z0-9-]+)+\/v\d+((alpha|beta)\d+)?$/.test(apiVersion)) {
      refuse({
        what: 'apiVersion of an external issuer',
        got: apiVersion,
        expected: "a group and a version, such as 'awspca.cert-manager.io/v1beta1'",
        fix: 'look it up with kubectl api-resources',
      });
    }
    if (apiVersion.startsWith(`${CERT_MANAGER}/`)) {
      refuse({
        what: 'apiVersion of an external issuer',
        got: apiVersion,
        expected: `a group other than ${CERT_MANAGER}`,
        fix: 'use Issuer.fromClusterIssuerName or Issuer.fromIssuerName',
      });
    }
    dnsSubdomain(`name of ${kind}`, name);
    if (namespace !== undefined) {
      dnsLabel(`namespace of ${kind}`, namespace);
    }
    return existing(apiVersion, kind, name, namespace, options);
  }

  private constructor() {}
}

const existing = (
  apiVersion: string,
  kind: string,
  name: string,
  namespace: string | undefined,
  { canIssueWildcard = true }: ExistingIssuerOptions,
): IIssuer => ({ apiVersion, group: groupOf(apiVersion), kind, name, namespace, canIssueWildcard });

/** Refuses an Issuer of another namespace than the object that refers to it. */
export function checkIssuerNamespace(what: string, issuer: INamedResource, user: INamedResource & Construct): void {
  const { kind, name, namespace } = issuer;
  if (kind === 'Issuer' && namespace !== undefined && user.namespace !== undefined && namespace !== user.namespace) {
    refuse(
      {
        what,
        got: `Issuer '${name}' in namespace '${namespace}'`,
        expected: `a ClusterIssuer, or an Issuer in '${user.namespace}'`,
        fix: 'use a ClusterIssuer, or move both to one namespace',
      },
      user,
    );
  }
}
