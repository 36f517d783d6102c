import { Construct } from 'constructs';
import { warnOfAmbientCredentials } from './ambient-credentials';
import { ManagedIssuer, ManagedIssuerProps } from './managed-issuer';
import { caBundle } from '../certmanager/ca-bundle';
import { optional } from '../certmanager/text';
import { VaultAuth, vaultPath } from '../certmanager/vault-auth';
import { ClusterIssuerSpec } from '../manifest/cert-manager';
import { optionalSecretKey, SecretKeyReference } from '../resource/secret-key';
import { refuse } from '../value/problem';
import { httpUrl } from '../value/scalar';

/** A signing endpoint of Vault's PKI. */
export interface VaultIssuerProps extends ManagedIssuerProps {
  /** Address of Vault (`vault.server`), for example `https://vault.example.com:8200`. */
  readonly server: string;
  /** Path of the signing endpoint (`vault.path`), for example `pki/sign/example-dot-com`. */
  readonly path: string;
  /** How cert-manager logs in (`vault.auth`). */
  readonly auth: VaultAuth;
  /**
   * Namespace of Vault Enterprise (`vault.namespace`).
   *
   * @default - the root namespace
   */
  readonly vaultNamespace?: string;
  /**
   * Name that Vault's own certificate is checked for (`vault.serverName`).
   *
   * @default - the host of `server`
   */
  readonly serverName?: string;
  /**
   * Certificates, in PEM, that Vault's own certificate is checked against (`vault.caBundle`).
   *
   * @default - those of the cert-manager image
   */
  readonly caBundle?: string;
  /**
   * Key of a Secret with these certificates (`vault.caBundleSecretRef`); excludes `caBundle`.
   *
   * @default - those of the cert-manager image
   */
  readonly caBundleSecretRef?: SecretKeyReference;
  /**
   * Key of a Secret with a client certificate for Vault (`vault.clientCertSecretRef`); needs `clientKeySecretRef`.
   *
   * @default - no client certificate
   */
  readonly clientCertSecretRef?: SecretKeyReference;
  /**
   * Key of a Secret with the key of that certificate (`vault.clientKeySecretRef`); needs `clientCertSecretRef`.
   *
   * @default - no client certificate
   */
  readonly clientKeySecretRef?: SecretKeyReference;
}

/** Certificates of HashiCorp Vault or OpenBao (cert-manager `ClusterIssuer` or `Issuer`, `vault`). */
export class VaultIssuer extends ManagedIssuer {
  public readonly canIssueWildcard: boolean = true;
  private readonly props: VaultIssuerProps;

  public constructor(scope: Construct, id: string, props: VaultIssuerProps) {
    super(scope, id, props);
    this.props = props;
    const { clientCertSecretRef, clientKeySecretRef } = props;
    if (props.caBundle !== undefined && props.caBundleSecretRef !== undefined) {
      refuse(
        { what: 'VaultIssuer', got: 'caBundle and caBundleSecretRef', expected: 'one of them', fix: 'leave one out' },
        this,
      );
    }
    if ((clientCertSecretRef === undefined) !== (clientKeySecretRef === undefined)) {
      refuse(
        {
          what: 'client certificate of VaultIssuer',
          got: clientCertSecretRef ? 'clientCertSecretRef alone' : 'clientKeySecretRef alone',
          expected: 'both or neither of clientCertSecretRef and clientKeySecretRef',
          fix: 'give both',
        },
        this,
      );
    }
    if (props.namespaced && props.auth._usesAmbientCredentials) {
      warnOfAmbientCredentials(this, 'certmanager.VaultAuth.aws');
    }
    this._spec();
  }

  /** @internal */
  protected _spec(): ClusterIssuerSpec {
    const { props } = this;
    return {
      vault: {
        server: httpUrl('server of VaultIssuer', props.server),
        path: vaultPath('path of VaultIssuer', props.path),
        auth: props.auth._render(),
        namespace: props.vaultNamespace,
        serverName: props.serverName,
        caBundle: optional('caBundle of VaultIssuer', props.caBundle, caBundle),
        caBundleSecretRef: optionalSecretKey('caBundleSecretRef of VaultIssuer', props.caBundleSecretRef),
        clientCertSecretRef: optionalSecretKey('clientCertSecretRef of VaultIssuer', props.clientCertSecretRef),
        clientKeySecretRef: optionalSecretKey('clientKeySecretRef of VaultIssuer', props.clientKeySecretRef),
      },
    };
  }
}
