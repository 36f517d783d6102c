import { text } from './text';
import { ClusterIssuerSpec } from '../manifest/cert-manager';
import { SecretKeyReference, secretKeyReference } from '../resource/secret-key';
import { refuse } from '../value/problem';
import { dnsSubdomain } from '../value/scalar';

type Auth = NonNullable<ClusterIssuerSpec['vault']>['auth'];

/** Options of `VaultAuth.appRole` (`auth.appRole`). */
export interface VaultAppRoleOptions {
  /** Role id (`roleId`). */
  readonly roleId: string;
  /** Secret key with the role's secret id (`secretRef`). */
  readonly secretRef: SecretKeyReference;
  /**
   * Mount path of the auth method (`path`).
   *
   * @default approle
   */
  readonly path?: string;
}

/** Options of `VaultAuth.kubernetes` (`auth.kubernetes`). */
export interface VaultKubernetesOptions {
  /** Vault role (`role`). */
  readonly role: string;
  /**
   * ServiceAccount whose token authenticates (`serviceAccountRef.name`), in the namespace where cert-manager reads
   * Secrets of the issuer. cert-manager must be allowed to create tokens for it.
   */
  readonly serviceAccountName: string;
  /**
   * Mount path of the auth method (`mountPath`).
   *
   * @default /v1/auth/kubernetes
   */
  readonly mountPath?: string;
}

/** Authentication of cert-manager at Vault (`vault.auth`). */
export class VaultAuth {
  /** A Vault token in a Secret (`tokenSecretRef`). */
  public static token(secretRef: SecretKeyReference): VaultAuth {
    return new VaultAuth({ tokenSecretRef: secretKeyReference('secretRef of VaultAuth.token', secretRef) });
  }

  /** The AppRole method. */
  public static appRole(options: VaultAppRoleOptions): VaultAuth {
    const what = 'VaultAuth.appRole';
    return new VaultAuth({
      appRole: {
        path: vaultPath(`path of ${what}`, options.path ?? 'approle'),
        roleId: text(`roleId of ${what}`, options.roleId),
        secretRef: secretKeyReference(`secretRef of ${what}`, options.secretRef),
      },
    });
  }

  /** The Kubernetes method, with the token of a ServiceAccount. */
  public static kubernetes(options: VaultKubernetesOptions): VaultAuth {
    const what = 'VaultAuth.kubernetes';
    const { role, serviceAccountName, mountPath } = options;
    return new VaultAuth({
      kubernetes: {
        role: text(`role of ${what}`, role),
        mountPath: mountPath === undefined ? undefined : vaultPath(`mountPath of ${what}`, mountPath),
        serviceAccountRef: { name: dnsSubdomain(`serviceAccountName of ${what}`, serviceAccountName) },
      },
    });
  }

  private constructor(private readonly auth: Auth) {}

  /** `vault.auth`. @internal */
  public _render(): Auth {
    return this.auth;
  }
}

/**
 * Checks a path of Vault: text without a `..` part.
 * @internal
 */
export function vaultPath(what: string, path: string): string {
  if (path.trim() === '' || path.split('/').includes('..')) {
    refuse({
      what,
      got: path,
      expected: "a path without '..'",
      fix: "write it as in Vault, for example 'pki/sign/web'",
    });
  }
  return path;
}
