import { Construct } from 'constructs';
import { policyNamespace } from './namespace';
import { PolicyTarget } from './target';
import { CertificateSettings, renderSettings } from '../certificate/certificate-settings';
import { checkIssuerNamespace } from '../certificate/issuer';
import { TLSPolicy, TLSPolicySpec } from '../manifest/kuadrant';
import { groupOf } from '../manifest/manifest';
import { refuse } from '../manifest/problem';
import { CustomResource, CustomResourceProps, INamedResource } from '../resource/custom-resource';

/** The target of the policy, and the issuer and settings of its certificates. */
export interface TlsPolicyProps extends CustomResourceProps, CertificateSettings {
  /**
   * The Gateway, or one listener of it (`targetRef`). A listener gets a
   * certificate if it has a hostname, terminates TLS and names one Secret of the
   * Gateway's namespace; others are skipped silently.
   */
  readonly target: PolicyTarget;
  /** The ClusterIssuer, or the Issuer in the policy's namespace, that signs (`issuerRef`). */
  readonly issuer: INamedResource;
}

/** Certificates for the listeners of a Gateway, from a cert-manager issuer (Kuadrant `TLSPolicy`). */
export class TlsPolicy extends CustomResource {
  /** The Gateway or listener that the policy is attached to. */
  public readonly target: PolicyTarget;
  /** The issuer of the certificates. */
  public readonly issuer: INamedResource;
  private readonly settings: Omit<TLSPolicySpec, 'targetRef' | 'issuerRef'>;

  public constructor(scope: Construct, id: string, props: TlsPolicyProps) {
    super(scope, id, { ...props, namespace: policyNamespace('TLSPolicy', props.target, props.namespace) });
    props.target._requireKind('TLSPolicy', 'Gateway');
    this.target = props.target;
    this.issuer = props.issuer;
    this.checkIssuer();
    this.settings = renderSettings('TLSPolicy', props, this);
  }

  /** @internal */
  protected _kind() {
    return TLSPolicy;
  }

  /** @internal */
  protected _spec(): TLSPolicySpec {
    const { apiVersion, kind, name } = this.issuer;
    return {
      targetRef: this.target._render(),
      // Without its kind the controller never finds the issuer.
      issuerRef: { group: groupOf(apiVersion), kind, name },
      ...this.settings,
    };
  }

  private checkIssuer(): void {
    const { apiVersion, kind, name } = this.issuer;
    if (groupOf(apiVersion) !== 'cert-manager.io' || !['Issuer', 'ClusterIssuer'].includes(kind)) {
      refuse(
        {
          what: 'issuer of TLSPolicy',
          got: `${kind} '${name}' of ${apiVersion}`,
          expected: 'a ClusterIssuer or Issuer of cert-manager.io',
          fix: "give one; for an issuer of another group, create a cert-manager Certificate for the listener's Secret instead",
        },
        this,
      );
    }
    checkIssuerNamespace('issuer of TLSPolicy', this.issuer, this);
  }
}
