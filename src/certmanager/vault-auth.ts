import { awsRegion, roleArn } from './aws';
import { optional, text } from './text';
import { ClusterIssuerSpec } from '../manifest/cert-manager';
import { secretKeyReference, SecretKeyReference } from '../resource/secret-key';
import { refuse } from '../value/problem';
import { dnsSubdomain } from '../value/scalar';

type Auth = NonNullable<ClusterIssuerSpec['vault']>['auth'];

/** An AppRole of Vault (`auth.appRole`). */
export interface VaultAppRoleOptions {
  /** Id of the role (`roleId`). */
  readonly roleId: string;
  /** Key of a Secret with the role's secret id (`secretRef`). */
  readonly secretRef: SecretKeyReference;
  /**
   * Where the method is mounted (`path`).
   *
   * @default approle
   */
  readonly path?: string;
}

/** A role of Vault's Kubernetes method (`auth.kubernetes`); with a ServiceAccount or a Secret. */
export interface VaultKubernetesOptions {
  /** Role of Vault (`role`). */
  readonly role: string;
  /**
   * ServiceAccount whose token logs in, beside the issuer's Secrets (`serviceAccountRef.name`).
   * cert-manager has to be allowed to create tokens for it.
   *
   * @default - none; `secretRef` is given
   */
  readonly serviceAccountName?: string;
  /**
   * Audiences of that token, beside the one of the issuer (`serviceAccountRef.audiences`).
   *
   * @default - none
   */
  readonly serviceAccountAudiences?: string[];
  /**
   * Key of a Secret with a ServiceAccount's token (`secretRef`); such a token does not expire.
   *
   * @default - none; `serviceAccountName` is given
   */
  readonly secretRef?: SecretKeyReference;
  /**
   * Where the method is mounted (`mountPath`).
   *
   * @default /v1/auth/kubernetes
   */
  readonly mountPath?: string;
}

/** A role of Vault's AWS method (`auth.aws`, cert-manager 1.21). */
export interface VaultAwsOptions {
  /** Role of Vault (`role`). */
  readonly role: string;
  /**
   * ARN of the IAM role that is assumed (`iamRoleArn`).
   *
   * @default - none; required with `serviceAccountName`
   */
  readonly iamRoleArn?: string;
  /**
   * ServiceAccount whose token is exchanged for the IAM role (`serviceAccountRef.name`).
   *
   * @default - what the cert-manager controller itself has
   */
  readonly serviceAccountName?: string;
  /**
   * Audiences of that token (`serviceAccountRef.audiences`).
   *
   * @default - sts.amazonaws.com
   */
  readonly serviceAccountAudiences?: string[];
  /**
   * AWS region (`region`).
   *
   * @default - that of the cert-manager controller
   */
  readonly region?: string;
  /**
   * Where the method is mounted (`mountPath`).
   *
   * @default /v1/auth/aws
   */
  readonly mountPath?: string;
  /**
   * Value of the header `X-Vault-AWS-IAM-Server-ID` (`vaultHeaderValue`).
   *
   * @default - not sent
   */
  readonly vaultHeaderValue?: string;
}

/** A role of Vault's TLS certificate method (`auth.clientCertificate`). */
export interface VaultClientCertificateOptions {
  /**
   * Secret with `tls.crt` and `tls.key` (`secretName`).
   *
   * @default - the client certificate of the issuer (`clientCertSecretRef`)
   */
  readonly secretName?: string;
  /**
   * Role of Vault (`name`).
   *
   * @default - any that fits the certificate
   */
  readonly role?: string;
  /**
   * Where the method is mounted (`mountPath`).
   *
   * @default /v1/auth/cert
   */
  readonly mountPath?: string;
}

/** How cert-manager logs in to Vault (`vault.auth`). */
export class VaultAuth {
  /** With a token of Vault in a Secret. */
  public static token(secretRef: SecretKeyReference): VaultAuth {
    return new VaultAuth({ tokenSecretRef: secretKeyReference('secretRef of VaultAuth.token', secretRef) });
  }

  /** With an AppRole. */
  public static appRole(options: VaultAppRoleOptions): VaultAuth {
    const what = 'VaultAuth.appRole';
    return new VaultAuth({
      appRole: {
        path: mountPath(`path of ${what}`, options.path) ?? 'approle',
        roleId: text(`roleId of ${what}`, options.roleId),
        secretRef: secretKeyReference(`secretRef of ${what}`, options.secretRef),
      },
    });
  }

  /** With a Kubernetes ServiceAccount. */
  public static kubernetes(options: VaultKubernetesOptions): VaultAuth {
    const what = 'VaultAuth.kubernetes';
    const { role, serviceAccountName, serviceAccountAudiences, secretRef } = options;
    if ((serviceAccountName === undefined) === (secretRef === undefined)) {
      refuse({
        what,
        got: secretRef ? 'both serviceAccountName and secretRef' : 'neither serviceAccountName nor secretRef',
        expected: 'one of them',
        fix: 'give serviceAccountName, whose tokens expire',
      });
    }
    return new VaultAuth({
      kubernetes: {
        role: text(`role of ${what}`, role),
        mountPath: mountPath(`mountPath of ${what}`, options.mountPath),
        serviceAccountRef: serviceAccount(what, serviceAccountName, serviceAccountAudiences),
        secretRef: secretRef && secretKeyReference(`secretRef of ${what}`, secretRef),
      },
    });
  }

  /** With an IAM role of AWS. */
  public static aws(options: VaultAwsOptions): VaultAuth {
    const what = 'VaultAuth.aws';
    const { role, iamRoleArn, serviceAccountName, serviceAccountAudiences, region, vaultHeaderValue } = options;
    if (serviceAccountName !== undefined && iamRoleArn === undefined) {
      refuse({
        what: `iamRoleArn of ${what}`,
        got: undefined,
        expected: 'the ARN of the role that the token is exchanged for, beside serviceAccountName',
        fix: "give iamRoleArn: 'arn:aws:iam::123456789012:role/...'",
      });
    }
    return new VaultAuth(
      {
        aws: {
          role: text(`role of ${what}`, role),
          iamRoleArn: optional(`iamRoleArn of ${what}`, iamRoleArn, roleArn),
          serviceAccountRef: serviceAccount(what, serviceAccountName, serviceAccountAudiences),
          region: optional(`region of ${what}`, region, awsRegion),
          mountPath: mountPath(`mountPath of ${what}`, options.mountPath),
          vaultHeaderValue,
        },
      },
      serviceAccountName === undefined,
    );
  }

  /** With a client certificate. */
  public static clientCertificate(options: VaultClientCertificateOptions = {}): VaultAuth {
    const what = 'VaultAuth.clientCertificate';
    const { secretName, role } = options;
    return new VaultAuth({
      clientCertificate: {
        secretName: optional(`secretName of ${what}`, secretName, dnsSubdomain),
        name: role,
        mountPath: mountPath(`mountPath of ${what}`, options.mountPath),
      },
    });
  }

  private constructor(
    private readonly auth: Auth,
    /** Whether it takes what the cert-manager controller itself has. @internal */
    public readonly _usesAmbientCredentials: boolean = false,
  ) {}

  /** `vault.auth`. @internal */
  public _render(): Auth {
    return this.auth;
  }
}

function serviceAccount(what: string, name: string | undefined, audiences: readonly string[] | undefined) {
  if (name === undefined && audiences !== undefined) {
    refuse({
      what: `serviceAccountAudiences of ${what}`,
      got: audiences,
      expected: 'none without serviceAccountName',
      fix: 'give serviceAccountName, or leave the audiences out',
    });
  }
  return name === undefined
    ? undefined
    : { name: dnsSubdomain(`serviceAccountName of ${what}`, name), audiences: audiences && [...audiences] };
}

function mountPath(what: string, path: string | undefined): string | undefined {
  return path === undefined ? undefined : vaultPath(what, path);
}

/**
 * A path of Vault: text without a `..` part.
 * @internal
 */
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
