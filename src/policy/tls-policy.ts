import { Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { policyNamespace } from './namespace';
import { PolicyTarget } from './policy-target';
import { renderLifetime } from '../certificate/certificate-lifetime';
import { KeyUsage as CertificateKeyUsage, PrivateKey as CertificatePrivateKey } from '../certmanager/certificate-key';
import { TLSPolicy, TLSPolicySpec } from '../manifest/kuadrant';
import { groupOf } from '../manifest/manifest';
import { CustomResource, CustomResourceProps, INamedResource } from '../resource/custom-resource';
import { refuse } from '../value/problem';

/** Options of a `TlsPolicy`. */
export interface TlsPolicyProps extends CustomResourceProps {
  /**
   * The Gateway, or one listener of it (`targetRef`). A listener gets a
   * certificate where it has a hostname, terminates TLS and names one Secret of
   * its own namespace; others are skipped silently.
   */
  readonly target: PolicyTarget;
  /** The ClusterIssuer, or the Issuer in the policy's namespace, that signs (`issuerRef`). */
  readonly issuer: INamedResource;
  /**
   * Common name of the certificates (`commonName`), at most 64 characters.
   *
   * @default - none; clients read the host names from the subject alternative names
   */
  readonly commonName?: string;
  /**
   * Requested lifetime of a certificate (`duration`), at least an hour. An issuer may decide otherwise.
   *
   * @default - cert-manager's, 90 days
   */
  readonly duration?: Duration;
  /**
   * Time before expiry at which a certificate is renewed (`renewBefore`), at least five minutes and shorter than
   * `duration`.
   *
   * @default - cert-manager's, a third of the lifetime
   */
  readonly renewBefore?: Duration;
  /**
   * Permitted uses of the keys (`usages`).
   *
   * @default - digital signature and key encipherment
   */
  readonly usages?: CertificateKeyUsage[];
  /**
   * Number of old certificate requests that are kept (`revisionHistoryLimit`), at least 1.
   *
   * @default - cert-manager's
   */
  readonly revisionHistoryLimit?: number;
  /**
   * Algorithm, size and rotation of the private keys (`privateKey`).
   *
   * @default - cert-manager's, RSA of 2048 bits
   */
  readonly privateKey?: CertificatePrivateKey;
}

/** Certificates for the listeners of a Gateway, from a cert-manager issuer (kuadrant.io/v1 TLSPolicy). */
export class TlsPolicy extends CustomResource {
  /** The Gateway or listener that the policy is attached to. */
  public readonly target: PolicyTarget;
  /** Issuer that signs the certificates. */
  public readonly issuer: INamedResource;
  private readonly props: TlsPolicyProps;
  private readonly lifetime: ReturnType<typeof renderLifetime>;

  public constructor(scope: Construct, id: string, props: TlsPolicyProps) {
    super(scope, id, { ...props, namespace: policyNamespace('TLSPolicy', props.target, props.namespace) });
    props.target._requireKind('TLSPolicy', 'Gateway');
    this.target = props.target;
    this.issuer = props.issuer;
    this.props = props;
    this.checkIssuer();
    this.lifetime = renderLifetime(`TLSPolicy '${this.node.path}'`, props);
  }

  /** @internal */
  protected _kind() {
    return TLSPolicy;
  }

  /** @internal */
  protected _spec(): TLSPolicySpec {
    const { usages, privateKey } = this.props;
    return {
      targetRef: this.target._render(),
      // Without its kind the controller never finds the issuer.
      issuerRef: { group: groupOf(this.issuer.apiVersion), kind: this.issuer.kind, name: this.issuer.name },
      ...this.lifetime,
      usages: usages?.length ? [...usages] : undefined,
      privateKey: privateKey?._render(),
    };
  }

  private checkIssuer(): void {
    const { kind, name, namespace } = this.issuer;
    if (groupOf(this.issuer.apiVersion) !== 'cert-manager.io' || !['Issuer', 'ClusterIssuer'].includes(kind)) {
      refuse(
        {
          what: 'issuer of TLSPolicy',
          got: `${kind} '${name}' of ${this.issuer.apiVersion}`,
          expected: 'a ClusterIssuer or Issuer of cert-manager.io',
          fix: "give that; for an issuer of another group, create a cert-manager Certificate for the listener's Secret instead",
        },
        this,
      );
    }
    if (kind === 'Issuer' && namespace !== undefined && this.namespace !== undefined && namespace !== this.namespace) {
      refuse(
        {
          what: 'issuer of TLSPolicy',
          got: `Issuer '${name}' in namespace '${namespace}'`,
          expected: `an Issuer in '${this.namespace}', where the Gateway is`,
          fix: 'use a ClusterIssuer, or put the Issuer into the namespace of the Gateway',
        },
        this,
      );
    }
  }
}
