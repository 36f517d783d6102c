import { AcmeParentRef } from './acme-parent-ref';
import { IDnsCredential } from '../credential/dns-credential';
import { SecretKeyReference } from '../resource/secret-key';

/** Selects the names that a solver is used for. */
export interface AcmeSolverOptions {
  /**
   * Zones whose names it solves (`selector.dnsZones`); the longest match wins.
   *
   * @default - every zone
   */
  readonly dnsZones?: string[];
  /**
   * Names that it solves, exactly as in the certificate (`selector.dnsNames`); takes precedence over zones.
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

/** Handling of a CNAME at the name of the challenge record (`cnameStrategy`). */
export enum AcmeCnameStrategy {
  /** Ignores CNAMEs. */
  NONE = 'None',
  /** Writes the challenge to the target of the CNAME, such as a separate zone for challenges. */
  FOLLOW = 'Follow',
}

/** Options of all DNS-01 solvers. */
export interface AcmeDns01Options extends AcmeSolverOptions {
  /**
   * Handling of a CNAME at the name of the challenge record (`cnameStrategy`).
   *
   * @default AcmeCnameStrategy.NONE
   */
  readonly cnameStrategy?: AcmeCnameStrategy;
}

/**
 * Options of a Route 53 solver. Authentication: static keys (`credential`), the token of a ServiceAccount
 * (`serviceAccountName` and `role`), or by default the ambient credentials of the cert-manager controller.
 */
export interface Route53SolverOptions extends AcmeDns01Options {
  /**
   * Id of the hosted zone (`hostedZoneID`), for example `Z0123456789ABCDEFGHIJ`.
   *
   * @default - cert-manager finds the zone by name, which needs `route53:ListHostedZonesByName`
   */
  readonly hostedZoneId?: string;
  /**
   * AWS region (`region`). Route 53 is global; the region selects the AWS partition.
   *
   * @default - `AWS_REGION` of the cert-manager controller; required for cert-manager before 1.16
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
   * ServiceAccount that assumes the role with its token (`auth.kubernetes.serviceAccountRef`), in the namespace where
   * cert-manager reads Secrets of the issuer. cert-manager must be allowed to create tokens for it. Requires `role`.
   *
   * @default - none
   */
  readonly serviceAccountName?: string;
}

/** Options of a Cloud DNS solver. Authentication: a service account key, or by default ambient credentials. */
export interface CloudDnsSolverOptions extends AcmeDns01Options {
  /** Google Cloud project (`project`). */
  readonly project: string;
  /**
   * Name of the managed zone (`hostedZoneName`).
   *
   * @default - found by the domain name
   */
  readonly hostedZoneName?: string;
  /**
   * Credential of `DnsProvider.GCP`, whose key `GOOGLE` is the service account's JSON (`serviceAccountSecretRef`).
   *
   * @default - ambient credentials of the cert-manager controller
   */
  readonly credential?: IDnsCredential;
}

/** An Azure service principal. */
export interface AzureServicePrincipal {
  /** Client id (`clientID`). */
  readonly clientId: string;
  /** Tenant (`tenantID`). */
  readonly tenantId: string;
  /** Secret key with the client secret (`clientSecretSecretRef`). */
  readonly clientSecretSecretRef: SecretKeyReference;
}

/**
 * Options of an Azure DNS solver. Authentication: a service principal, a managed or workload identity, or by default
 * ambient credentials.
 */
export interface AzureDnsSolverOptions extends AcmeDns01Options {
  /** Subscription (`subscriptionID`). */
  readonly subscriptionId: string;
  /** Resource group of the zone (`resourceGroupName`). */
  readonly resourceGroupName: string;
  /**
   * Name of the zone (`hostedZoneName`).
   *
   * @default - found by the domain name
   */
  readonly hostedZoneName?: string;
  /**
   * Service principal with a client secret.
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

/** Options of a Cloudflare solver. */
export interface CloudflareSolverOptions extends AcmeDns01Options {
  /** Secret key with an API token (`apiTokenSecretRef`). */
  readonly apiTokenSecretRef: SecretKeyReference;
}

/** Options of an HTTP-01 solver that uses a Gateway with an HTTP listener on port 80. */
export interface Http01GatewaySolverOptions extends AcmeSolverOptions {
  /**
   * Gateways that the HTTPRoute for a challenge is attached to (`parentRefs`).
   *
   * @default - those in the annotations of the Certificate
   */
  readonly parentRefs?: AcmeParentRef[];
  /**
   * Labels of the HTTPRoute for a challenge (`labels`).
   *
   * @default - none
   */
  readonly routeLabels?: { readonly [key: string]: string };
}
