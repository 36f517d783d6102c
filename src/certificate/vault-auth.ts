import { text } from './text';
import { ClusterIssuerSpec } from '../manifest/cert-manager';
import { refuse } from '../manifest/problem';
import { dnsSubdomain } from '../manifest/scalar';
import { SecretKeyReference, secretKeyReference } from '../resource/secret-key';

type Auth = NonNullable<ClusterIssuerSpec['vault']>['auth'];

/** An AppRole of Vault (`auth.appRole`). */
export interface VaultAppRoleOptions {
  /** Id of the role (`roleId`). */
  readonly roleId: string;
  /** Key of a Secret with the role's secret id (`secretRef`). */
  readonly secretRef: SecretKeyReference;
  /**
   * Mount path of the method (`path`).
   *
   * @default approle
   */
  readonly path?: string;
}

/** A role of Vault's Kubernetes method (`auth.kubernetes`). */
export interface VaultKubernetesOptions {
  /** Role of Vault (`role`). */
  readonly role: string;
  /**
   * ServiceAccount whose token logs in (`serviceAccountRef.name`), in the
   * namespace where cert-manager reads Secrets of the issuer. cert-manager must
   * be allowed to create tokens for it.
   */
  readonly serviceAccountName: string;
  /**
   * Mount path of the method (`mountPath`).
   *
   * @default /v1/auth/kubernetes
   */
  readonly mountPath?: string;
}

/** cert-manager's login to Vault (`vault.auth`). */
export class VaultAuth {
  /** A token of Vault in a Secret. */
  public static token(secretRef: SecretKeyReference): VaultAuth {
    return new VaultAuth({ tokenSecretRef: secretKeyReference('secretRef of VaultAuth.token', secretRef) });
  }

  /** An AppRole. */
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

  /** A Kubernetes ServiceAccount. */
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

/** A path of Vault: text without a `..` part. */
export function vaultPath(what: string, path: string): string {
  if (path.trim() === '' || path.split('/').includes('..')) {
    refuse({
      what,
      got: path,
      expected: "a path without '..'",
      fix: "write it as Vault does, for example 'pki/sign/web'",
    });
  }
  return path;
}
