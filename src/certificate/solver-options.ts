import { AcmeParentRef } from './acme-parent-ref';
import { IDnsCredential } from '../credential/dns-credential';
import { SecretKeyReference } from '../resource/secret-key';

/** The names that a solver is for. */
export interface AcmeSolverOptions {
  /**
   * Zones whose names it solves (`selector.dnsZones`); the longest match wins.
   *
   * @default - every zone
   */
  readonly dnsZones?: string[];
  /**
   * Names that it solves, exactly as certificates have them (`selector.dnsNames`); wins over zones.
   *
   * @default - every name
   */
  readonly dnsNames?: string[];
  /**
   * Labels of the Certificates that it solves for (`selector.matchLabels`).
   *
   * @default - every Certificate
   */
  readonly matchLabels?: { readonly [key: string]: string };
}

/** The treatment of a CNAME in place of the challenge record (`cnameStrategy`). */
export enum AcmeCnameStrategy {
  /** Ignores the CNAME. */
  NONE = 'None',
  /** Writes the challenge to the target of the CNAME, such as a separate zone for challenges. */
  FOLLOW = 'Follow',
}

/** Options of every DNS-01 solver. */
export interface AcmeDns01Options extends AcmeSolverOptions {
  /**
   * Treatment of a CNAME in place of the challenge record (`cnameStrategy`).
   *
   * @default AcmeCnameStrategy.NONE
   */
  readonly cnameStrategy?: AcmeCnameStrategy;
}

/**
 * Challenges in Route 53: with static keys (`credential`), with the token of a
 * ServiceAccount (`serviceAccountName` and `role`), or else with the ambient
 * credentials of the cert-manager controller.
 */
export interface Route53SolverOptions extends AcmeDns01Options {
  /**
   * Id of the hosted zone (`hostedZoneID`), for example `Z0123456789ABCDEFGHIJ`.
   *
   * @default - cert-manager looks the zone up by name, which needs `route53:ListHostedZonesByName` on every zone
   */
  readonly hostedZoneId?: string;
  /**
   * AWS region (`region`). Route 53 is global; the region decides the AWS partition.
   *
   * @default - `AWS_REGION` of the cert-manager controller; cert-manager before 1.16 needs one here
   */
  readonly region?: string;
  /**
   * Keys of an IAM user (`accessKeyIDSecretRef`, `secretAccessKeySecretRef`).
   * The issuer adds the Secret to the namespace where cert-manager reads it.
   *
   * @default - no static keys
   */
  readonly credential?: IDnsCredential;
  /**
   * ARN of an IAM role that cert-manager assumes (`role`).
   *
   * @default - none
   */
  readonly role?: string;
  /**
   * ServiceAccount whose token is exchanged for the role
   * (`auth.kubernetes.serviceAccountRef`), in the namespace where cert-manager
   * reads Secrets of the issuer. cert-manager must be allowed to create tokens
   * for it. Needs `role`.
   *
   * @default - none
   */
  readonly serviceAccountName?: string;
}

/** Challenges in Google Cloud DNS: with a service account's key, or else with the controller's ambient credentials. */
export interface CloudDnsSolverOptions extends AcmeDns01Options {
  /** Google Cloud project (`project`). */
  readonly project: string;
  /**
   * Name of the managed zone (`hostedZoneName`).
   *
   * @default - found by the name of the domain
   */
  readonly hostedZoneName?: string;
  /**
   * Credential of DnsProvider.GCP; its key `GOOGLE` holds the service account's JSON (`serviceAccountSecretRef`).
   *
   * @default - none
   */
  readonly credential?: IDnsCredential;
}

/** A service principal of Azure. */
export interface AzureServicePrincipal {
  /** Client id (`clientID`). */
  readonly clientId: string;
  /** Tenant (`tenantID`). */
  readonly tenantId: string;
  /** Key of a Secret with the password (`clientSecretSecretRef`). */
  readonly clientSecretSecretRef: SecretKeyReference;
}

/**
 * Challenges in Azure DNS: with a service principal, with a managed or workload
 * identity, or else with the controller's ambient credentials.
 */
export interface AzureDnsSolverOptions extends AcmeDns01Options {
  /** Subscription (`subscriptionID`). */
  readonly subscriptionId: string;
  /** Resource group of the zone (`resourceGroupName`). */
  readonly resourceGroupName: string;
  /**
   * Name of the zone (`hostedZoneName`).
   *
   * @default - found by the name of the domain
   */
  readonly hostedZoneName?: string;
  /**
   * Service principal with a password.
   *
   * @default - none
   */
  readonly servicePrincipal?: AzureServicePrincipal;
  /**
   * Client id of a managed or workload identity of the controller (`managedIdentity.clientID`).
   *
   * @default - the only identity of the controller
   */
  readonly managedIdentityClientId?: string;
}

/** Challenges in Cloudflare. */
export interface CloudflareSolverOptions extends AcmeDns01Options {
  /** Key of a Secret with an API token (`apiTokenSecretRef`). */
  readonly apiTokenSecretRef: SecretKeyReference;
}

/** Challenges through a Gateway, which must serve HTTPRoutes on port 80. */
export interface Http01GatewaySolverOptions extends AcmeSolverOptions {
  /**
   * Gateways that the HTTPRoute for a challenge is attached to (`parentRefs`).
   *
   * @default - those that an annotation of the Certificate names
   */
  readonly parentRefs?: AcmeParentRef[];
  /**
   * Labels of that HTTPRoute (`labels`).
   *
   * @default - none
   */
  readonly routeLabels?: { readonly [key: string]: string };
}
