import { AcmeDns01Options } from './solver-options';
import { IDnsCredential } from '../credential/dns-credential';
import { SecretKeyReference } from '../resource/secret-key';

/** Options of `AcmeSolver.cloudDns`. Without a Secret, cert-manager uses the identity of its controller. */
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
   * Credential of DnsProvider.GCP, whose service account is used (`serviceAccountSecretRef`).
   *
   * @default - none
   */
  readonly credential?: IDnsCredential;
  /**
   * Key of a Secret with a service account's JSON (`serviceAccountSecretRef`).
   *
   * @default - none
   */
  readonly serviceAccountSecretRef?: SecretKeyReference;
}

/** An Azure cloud (`environment`). */
export enum AzureEnvironment {
  /** The public cloud. */
  PUBLIC = 'AzurePublicCloud',
  /** China. */
  CHINA = 'AzureChinaCloud',
  /** Germany. */
  GERMANY = 'AzureGermanCloud',
  /** The government of the United States. */
  US_GOVERNMENT = 'AzureUSGovernmentCloud',
}

/** Whether a zone is public (`zoneType`). */
export enum AzureZoneType {
  /** Seen by everyone. */
  PUBLIC = 'AzurePublicZone',
  /** Seen inside of virtual networks. */
  PRIVATE = 'AzurePrivateZone',
}

/** A managed identity (`managedIdentity`); `resourceId` excludes the other two. */
export interface AzureManagedIdentityOptions {
  /**
   * Client id of the identity (`clientID`).
   *
   * @default - the only identity of the controller
   */
  readonly clientId?: string;
  /**
   * Resource id of the identity (`resourceID`); not for workload identity.
   *
   * @default - none
   */
  readonly resourceId?: string;
  /**
   * Tenant of the identity, for workload identity (`tenantID`); needs `clientId`.
   *
   * @default - the tenant of the controller
   */
  readonly tenantId?: string;
}

/**
 * Options of `AcmeSolver.azureDns`: a service principal (`clientId`, `tenantId` and
 * `clientSecretSecretRef` together) or an identity of the controller.
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
   * Whether the zone is public (`zoneType`).
   *
   * @default AzureZoneType.PUBLIC
   */
  readonly zoneType?: AzureZoneType;
  /**
   * Azure cloud (`environment`).
   *
   * @default AzureEnvironment.PUBLIC
   */
  readonly environment?: AzureEnvironment;
  /**
   * Client id of a service principal (`clientID`).
   *
   * @default - no service principal
   */
  readonly clientId?: string;
  /**
   * Tenant of the service principal (`tenantID`).
   *
   * @default - no service principal
   */
  readonly tenantId?: string;
  /**
   * Key of a Secret with the service principal's password (`clientSecretSecretRef`).
   *
   * @default - no service principal
   */
  readonly clientSecretSecretRef?: SecretKeyReference;
  /**
   * Managed or workload identity of the controller (`managedIdentity`).
   *
   * @default - whatever identity the controller has
   */
  readonly managedIdentity?: AzureManagedIdentityOptions;
}

/** Options of `AcmeSolver.cloudflare`: a token, or a key and the address of the account. */
export interface CloudflareSolverOptions extends AcmeDns01Options {
  /**
   * Key of a Secret with an API token (`apiTokenSecretRef`).
   *
   * @default - none; `apiKeySecretRef` is given
   */
  readonly apiTokenSecretRef?: SecretKeyReference;
  /**
   * Key of a Secret with the global API key (`apiKeySecretRef`); needs `email`. A token can do less harm.
   *
   * @default - none; `apiTokenSecretRef` is given
   */
  readonly apiKeySecretRef?: SecretKeyReference;
  /**
   * E-mail address of the account (`email`).
   *
   * @default - none; required with `apiKeySecretRef`
   */
  readonly email?: string;
}
