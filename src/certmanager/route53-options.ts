import { AcmeDns01Options } from './solver-options';
import { IDnsCredential } from '../credential/dns-credential';
import { SecretKeyReference } from '../resource/secret-key';

/**
 * Challenges in Route 53, with static keys (`credential`, or two `...SecretRef`s),
 * with the token of a ServiceAccount (`serviceAccountName` and `role`), or with
 * what the cert-manager controller itself has (none of these).
 */
export interface Route53SolverOptions extends AcmeDns01Options {
  /**
   * Id of the hosted zone (`hostedZoneID`), for example `Z0123456789ABCDEFGHIJ`.
   *
   * @default - cert-manager looks the zone up by name, which needs `route53:ListHostedZonesByName` on every zone
   */
  readonly hostedZoneId?: string;
  /**
   * AWS region (`region`). Route 53 is global; the region says which AWS partition.
   *
   * @default - `AWS_REGION` of the cert-manager controller; cert-manager before 1.16 needs one here
   */
  readonly region?: string;
  /**
   * Keys of an IAM user (`accessKeyIDSecretRef`, `secretAccessKeySecretRef`).
   * The Secret is put where cert-manager looks for it.
   *
   * @default - no static keys
   */
  readonly credential?: IDnsCredential;
  /**
   * Key of a Secret with the access key id, where it is no DNS credential (`accessKeyIDSecretRef`).
   *
   * @default - none
   */
  readonly accessKeyIdSecretRef?: SecretKeyReference;
  /**
   * Key of a Secret with the secret access key, where it is no DNS credential (`secretAccessKeySecretRef`).
   *
   * @default - none
   */
  readonly secretAccessKeySecretRef?: SecretKeyReference;
  /**
   * ARN of an IAM role that is assumed (`role`).
   *
   * @default - none
   */
  readonly role?: string;
  /**
   * ServiceAccount whose token is exchanged for the role
   * (`auth.kubernetes.serviceAccountRef`), where cert-manager reads Secrets of
   * the issuer. cert-manager has to be allowed to create tokens for it. Needs `role`.
   *
   * @default - none
   */
  readonly serviceAccountName?: string;
  /**
   * Audiences of that token (`auth.kubernetes.serviceAccountRef.audiences`).
   *
   * @default - sts.amazonaws.com
   */
  readonly serviceAccountAudiences?: string[];
}
