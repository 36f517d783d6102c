import { Construct } from 'constructs';
import { ManagedIssuer, ManagedIssuerProps } from './managed-issuer';
import { caBundle } from '../certmanager/ca-bundle';
import { optional } from '../certmanager/text';
import { VaultAuth, vaultPath } from '../certmanager/vault-auth';
import { ClusterIssuerSpec } from '../manifest/cert-manager';
import { SecretKeyReference, secretKeyReference } from '../resource/secret-key';
import { refuse } from '../value/problem';
import { httpUrl } from '../value/scalar';

/** Options of a `VaultIssuer`. */
export interface VaultIssuerProps extends ManagedIssuerProps {
  /** Address of Vault (`vault.server`), for example `https://vault.example.com:8200`. */
  readonly server: string;
  /** Path of the PKI signing endpoint (`vault.path`), for example `pki/sign/example-dot-com`. */
  readonly path: string;
  /** Authentication of cert-manager (`vault.auth`). */
  readonly auth: VaultAuth;
  /**
   * Namespace of Vault Enterprise (`vault.namespace`).
   *
   * @default - the root namespace
   */
  readonly vaultNamespace?: string;
  /**
   * CA certificates in PEM that verify Vault's certificate (`vault.caBundle`).
   *
   * @default - those of the cert-manager image
   */
  readonly caBundle?: string;
  /**
   * Secret key with these CA certificates (`vault.caBundleSecretRef`); excludes `caBundle`.
   *
   * @default - those of the cert-manager image
   */
  readonly caBundleSecretRef?: SecretKeyReference;
}

/** An issuer that signs with HashiCorp Vault or OpenBao (cert-manager `ClusterIssuer` or `Issuer`, `vault`). */
export class VaultIssuer extends ManagedIssuer {
  public readonly canIssueWildcard: boolean = true;
  private readonly vault: ClusterIssuerSpec['vault'];

  public constructor(scope: Construct, id: string, props: VaultIssuerProps) {
    super(scope, id, props);
    const { caBundleSecretRef } = props;
    if (props.caBundle !== undefined && caBundleSecretRef !== undefined) {
      refuse(
        { what: 'VaultIssuer', got: 'caBundle and caBundleSecretRef', expected: 'one of them', fix: 'leave one out' },
        this,
      );
    }
    this.vault = {
      server: httpUrl('server of VaultIssuer', props.server),
      path: vaultPath('path of VaultIssuer', props.path),
      auth: props.auth._render(),
      namespace: props.vaultNamespace,
      caBundle: optional('caBundle of VaultIssuer', props.caBundle, caBundle),
      caBundleSecretRef: caBundleSecretRef && secretKeyReference('caBundleSecretRef of VaultIssuer', caBundleSecretRef),
    };
  }

  /** @internal */
  protected _spec(): ClusterIssuerSpec {
    return { vault: this.vault };
  }
}
