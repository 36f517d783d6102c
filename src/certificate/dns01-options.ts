import { SecretKeySelector } from './secret-key-selector';
import { AcmeDns01Options } from './solver-options';
import { IDnsCredential } from '../credential/dns-credential';

/** Challenges in Google Cloud DNS. Without a Secret, cert-manager uses what its controller has. */
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
  readonly serviceAccountSecretRef?: SecretKeySelector;
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
 * Challenges in Azure DNS, with a service principal (`clientId`, `tenantId` and
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
  readonly clientSecretSecretRef?: SecretKeySelector;
  /**
   * Managed or workload identity of the controller (`managedIdentity`).
   *
   * @default - whatever identity the controller has
   */
  readonly managedIdentity?: AzureManagedIdentityOptions;
}

/** Challenges in Cloudflare, with a token, or with a key and the account's address. */
export interface CloudflareSolverOptions extends AcmeDns01Options {
  /**
   * Key of a Secret with an API token (`apiTokenSecretRef`).
   *
   * @default - none; `apiKeySecretRef` is given
   */
  readonly apiTokenSecretRef?: SecretKeySelector;
  /**
   * Key of a Secret with the global API key (`apiKeySecretRef`); needs `email`. A token can do less harm.
   *
   * @default - none; `apiTokenSecretRef` is given
   */
  readonly apiKeySecretRef?: SecretKeySelector;
  /**
   * E-mail address of the account (`email`).
   *
   * @default - none; required with `apiKeySecretRef`
   */
  readonly email?: string;
}

/** Challenges in DigitalOcean. */
export interface DigitalOceanSolverOptions extends AcmeDns01Options {
  /** Key of a Secret with an API token (`tokenSecretRef`). */
  readonly tokenSecretRef: SecretKeySelector;
}

/** Challenges in Akamai Edge DNS. */
export interface AkamaiSolverOptions extends AcmeDns01Options {
  /** Host of the API for this client (`serviceConsumerDomain`). */
  readonly serviceConsumerDomain: string;
  /** Key of a Secret with the client token (`clientTokenSecretRef`). */
  readonly clientTokenSecretRef: SecretKeySelector;
  /** Key of a Secret with the client secret (`clientSecretSecretRef`). */
  readonly clientSecretSecretRef: SecretKeySelector;
  /** Key of a Secret with the access token (`accessTokenSecretRef`). */
  readonly accessTokenSecretRef: SecretKeySelector;
}

/** Challenges in an acme-dns server. */
export interface AcmeDnsSolverOptions extends AcmeDns01Options {
  /** Address of the server (`host`). */
  readonly host: string;
  /** Key of a Secret with the accounts, as JSON (`accountSecretRef`). */
  readonly accountSecretRef: SecretKeySelector;
}

/** How updates are sent (`protocol`). */
export enum Rfc2136Protocol {
  /** TCP. */
  TCP = 'TCP',
  /** UDP. */
  UDP = 'UDP',
}

/** Algorithm of a TSIG key (`tsigAlgorithm`). */
export enum TsigAlgorithm {
  /** HMAC with MD5; broken, for old servers. */
  HMAC_MD5 = 'HMACMD5',
  /** HMAC with SHA-1. */
  HMAC_SHA1 = 'HMACSHA1',
  /** HMAC with SHA-256. */
  HMAC_SHA256 = 'HMACSHA256',
  /** HMAC with SHA-512. */
  HMAC_SHA512 = 'HMACSHA512',
}

/** Challenges by dynamic updates of DNS (RFC 2136). */
export interface Rfc2136SolverOptions extends AcmeDns01Options {
  /** Server that takes updates, with a port unless it is 53 (`nameserver`). */
  readonly nameserver: string;
  /**
   * How updates are sent (`protocol`).
   *
   * @default Rfc2136Protocol.UDP
   */
  readonly protocol?: Rfc2136Protocol;
  /**
   * Name of the TSIG key (`tsigKeyName`); needs `tsigSecretSecretRef`.
   *
   * @default - updates are not signed
   */
  readonly tsigKeyName?: string;
  /**
   * Key of a Secret with the TSIG secret (`tsigSecretSecretRef`); needs `tsigKeyName`.
   *
   * @default - updates are not signed
   */
  readonly tsigSecretSecretRef?: SecretKeySelector;
  /**
   * Algorithm of the TSIG key (`tsigAlgorithm`).
   *
   * @default - cert-manager's, HMAC with MD5
   */
  readonly tsigAlgorithm?: TsigAlgorithm;
}

/** Challenges by a webhook that is installed beside cert-manager. */
export interface WebhookSolverOptions extends AcmeDns01Options {
  /** API group of the webhook (`groupName`). */
  readonly groupName: string;
  /** Name of the solver in that webhook (`solverName`). */
  readonly solverName: string;
  /**
   * What the webhook takes (`config`). Secrets go by reference, as the webhook documents.
   *
   * @default - nothing
   */
  readonly config?: { readonly [key: string]: unknown };
}
