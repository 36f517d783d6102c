import { Duration } from 'cdk8s';
import { AwsProviderOptions } from './zone-options';
import { refuse } from '../value/problem';
import { dnsLabel, dnsSubdomain, wholeNumber } from '../value/scalar';

/** How keys are kept in Secrets Manager. */
export interface SecretsManagerOptions extends AwsProviderOptions {
  /**
   * Key of KMS that encrypts them, by id, ARN or alias.
   *
   * @default - the account's `aws/secretsmanager`
   */
  readonly kmsKeyId?: string;
  /**
   * How long a deleted secret can be restored, 7 to 30 days; zero deletes it at once and frees its name.
   *
   * @default - 30 days
   */
  readonly recoveryWindow?: Duration;
}

/** How keys are kept in Parameter Store. */
export interface ParameterStoreOptions extends AwsProviderOptions {
  /**
   * Key of KMS that encrypts them, by id, ARN or alias.
   *
   * @default - the account's `aws/ssm`
   */
  readonly kmsKeyId?: string;
}

/** Where the keys of a controller are handed over to its cluster. */
export class KeyStore {
  /** AWS Secrets Manager. */
  public static secretsManager(props: SecretsManagerOptions = {}): KeyStore {
    const days = props.recoveryWindow?.toDays({ integral: false }) ?? 30;
    if (days !== 0) wholeNumber('recoveryWindow of a secret in days', days, 7, 30, 'use 7 to 30 days, or zero');
    return new KeyStore('secrets-manager', props.provider, props.kmsKeyId, days);
  }

  /** Parameter Store of AWS Systems Manager, as a SecureString, each name behind a slash. */
  public static parameterStore(props: ParameterStoreOptions = {}): KeyStore {
    return new KeyStore('parameter-store', props.provider, props.kmsKeyId);
  }

  private constructor(
    /** @internal */ public readonly _kind: 'secrets-manager' | 'parameter-store',
    /** @internal */ public readonly _provider: AwsProviderOptions['provider'],
    /** @internal */ public readonly _kmsKeyId: string | undefined,
    /** @internal */ public readonly _recoveryDays: number = 30,
  ) {}
}

/**
 * The access keys of every user. To rotate: keep `a` and `b`, active `a`; then active `b`; when every cluster has taken
 * it, keep `b` alone.
 */
export interface AccessKeys {
  /** The key that is handed over. */
  readonly active: string;
  /** Keys that exist, the active one among them; one or two. */
  readonly keep: string[];
}

/** Which pods an identity is for. */
export interface WorkloadIdentityOptions {
  /**
   * Namespace of the controller.
   *
   * @default - the controller's name, as its chart has it
   */
  readonly namespace?: string;
  /**
   * ServiceAccount of the controller.
   *
   * @default - the controller's name, as its chart has it
   */
  readonly serviceAccount?: string;
}

/** An OpenID Connect provider in IAM, for IAM roles for service accounts. */
export interface IrsaOptions extends WorkloadIdentityOptions {
  /** ARN of the cluster's provider, `arn:aws:iam::111122223333:oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/ABC`. */
  readonly oidcProviderArn: string;
  /**
   * Issuer of the cluster's tokens, without `https://`.
   *
   * @default - what the ARN ends in; required where the ARN is known only after apply
   */
  readonly issuer?: string;
}

/** A cluster of EKS whose agent hands out credentials. */
export interface PodIdentityOptions extends WorkloadIdentityOptions, AwsProviderOptions {
  /** Name of the cluster in EKS; `provider` must be of its region. */
  readonly eksCluster: string;
}

/** How pods get credentials without a key that lasts. */
export class WorkloadIdentity {
  /** IAM roles for service accounts: the ServiceAccount is annotated with the role. */
  public static irsa(props: IrsaOptions): WorkloadIdentity {
    const issuer = (props.issuer ?? props.oidcProviderArn.split(':oidc-provider/')[1])?.replace(/^https:\/\//, '');
    if (issuer === undefined || issuer === '') {
      refuse({
        what: 'issuer of an IRSA identity',
        got: props.oidcProviderArn,
        expected: "an ARN with ':oidc-provider/', or an issuer beside it",
        fix: "name the issuer, for example 'oidc.eks.eu-west-1.amazonaws.com/id/ABC'",
      });
    }
    return new WorkloadIdentity(props, props.oidcProviderArn, issuer);
  }

  /** EKS Pod Identity: the role is associated with the ServiceAccount in EKS. */
  public static podIdentity(props: PodIdentityOptions): WorkloadIdentity {
    return new WorkloadIdentity(props, undefined, undefined, props.eksCluster, props.provider);
  }

  /**
   * A role that exists: that of the same controller of another gateway in the cluster, or one that is managed elsewhere.
   * Only the permissions are added. Pods have one role, so the gateways of a cluster share it.
   *
   * @param roleName name of the role, such as `access.roleName('eu', 'cert-manager')` of the other `GatewayDnsAccess`
   */
  public static existingRole(roleName: string): WorkloadIdentity {
    return new WorkloadIdentity({}, undefined, undefined, undefined, undefined, roleName);
  }

  private constructor(
    private readonly pods: WorkloadIdentityOptions,
    private readonly oidcProviderArn?: string,
    private readonly issuer?: string,
    /** @internal */ public readonly _eksCluster?: string,
    /** @internal */ public readonly _provider?: AwsProviderOptions['provider'],
    /** @internal */ public readonly _roleName?: string,
  ) {}

  /** @internal */
  public _pods(controller: string): { readonly namespace: string; readonly serviceAccount: string } {
    return {
      namespace: dnsLabel('namespace of a workload identity', this.pods.namespace ?? controller),
      serviceAccount: dnsSubdomain('serviceAccount of a workload identity', this.pods.serviceAccount ?? controller),
    };
  }

  /** Who may assume the role, as JSON. @internal */
  public _trust(controller: string): string {
    const { namespace, serviceAccount } = this._pods(controller);
    const statement =
      this._eksCluster === undefined
        ? {
            Effect: 'Allow',
            Principal: { Federated: this.oidcProviderArn },
            Action: 'sts:AssumeRoleWithWebIdentity',
            Condition: {
              StringEquals: {
                [`${this.issuer}:aud`]: 'sts.amazonaws.com',
                [`${this.issuer}:sub`]: `system:serviceaccount:${namespace}:${serviceAccount}`,
              },
            },
          }
        : {
            Effect: 'Allow',
            Principal: { Service: 'pods.eks.amazonaws.com' },
            Action: ['sts:AssumeRole', 'sts:TagSession'],
          };
    return JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  }
}

/** The role of a controller whose pods get credentials without keys. */
export interface AccessRole {
  /** Name of the cluster in the plan. */
  readonly cluster: string;
  /** `cert-manager` or `external-dns`, one of the cluster's `ambientControllers`. */
  readonly controller: string;
  readonly identity: WorkloadIdentity;
}
