import { Construct } from 'constructs';
import { policyNamespace } from './namespace';
import { PolicyTarget } from './policy-target';
import { checkIssuerNamespace, givenIssuer } from '../certificate/issuer';
import { CertificateSettings, renderSettings } from '../certmanager/certificate-settings';
import { TLSPolicy, TLSPolicySpec } from '../manifest/kuadrant';
import { groupOf } from '../manifest/manifest';
import { CustomResource, CustomResourceProps, INamedResource } from '../resource/custom-resource';
import { refuse } from '../value/problem';

/** Options of a `TlsPolicy`: its target, and the issuer and settings of its certificates. */
export interface TlsPolicyProps extends CustomResourceProps, CertificateSettings {
  /**
   * Gateway, or one listener of it (`targetRef`). A listener gets a
   * certificate if it has a hostname, terminates TLS and refers to one Secret in the
   * Gateway's namespace; the controller skips others silently.
   */
  readonly target: PolicyTarget;
  /** ClusterIssuer, or Issuer in the policy's namespace, that issues the certificates (`issuerRef`). */
  readonly issuer: INamedResource;
}

/** Certificates for the listeners of a Gateway, from a cert-manager issuer (Kuadrant `TLSPolicy`, kuadrant.io/v1). */
export class TlsPolicy extends CustomResource {
  /** Gateway or listener that the policy targets. */
  public readonly target: PolicyTarget;
  /** Issuer of the certificates. */
  public readonly issuer: INamedResource;
  private readonly settings: Omit<TLSPolicySpec, 'targetRef' | 'issuerRef'>;

  public constructor(scope: Construct, id: string, props: TlsPolicyProps) {
    super(scope, id, { ...props, namespace: policyNamespace('TLSPolicy', props.target, props.namespace) });
    props.target._requireKind('TLSPolicy', 'Gateway');
    this.target = props.target;
    this.issuer = givenIssuer('issuer of TLSPolicy', props.issuer, this);
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
      // The controller does not find an issuer without its kind.
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
          fix: "use one of these; for an issuer of another group, create a cert-manager Certificate for the listener's Secret instead",
        },
        this,
      );
    }
    checkIssuerNamespace('issuer of TLSPolicy', this.issuer, this);
  }
}
