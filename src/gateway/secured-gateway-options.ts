import { GatewayCapacity } from './capacity-spec';
import { GatewayClass } from './gateway-class';
import { GatewayOptions } from './gateway-options';
import { RouteNamespaces } from './listener';
import { IIssuer } from '../certificate/issuer';
import { IDnsCredential } from '../credential/dns-credential';
import { DnsHealthCheck } from '../policy/dns-health-check';
import { Geo } from '../policy/geo';
import { RateLimit } from '../policy/limit';

/** DNS records of a gateway, written by Kuadrant's DNS operator. */
export interface GatewayDns {
  /**
   * The DNS provider's keys; the Secret is put into the gateway's namespace.
   *
   * @default - the Secret of the namespace that is labelled `kuadrant.io/default-provider=true`
   */
  readonly credential?: IDnsCredential;
  /**
   * Region of the clients that this gateway serves.
   *
   * @default - no load balancing: one record set of all addresses
   */
  readonly geo?: Geo;
  /**
   * Serve clients that no geo covers, too. Exactly one geo of all clusters says `true`.
   *
   * @default - none; required where `geo` is given
   */
  readonly defaultGeo?: boolean;
  /**
   * Share among the gateways of one geo, 0 to 255.
   *
   * @default 120
   */
  readonly weight?: number;
  /**
   * Probes that take unhealthy addresses out of DNS. They never run for a wildcard, so name hosts with `addListener`.
   *
   * @default - none
   */
  readonly healthCheck?: DnsHealthCheck;
  /**
   * Addresses of the gateway that get no record: IP addresses, CIDR ranges or host names, at most 20.
   *
   * @default - all addresses get records
   */
  readonly excludeAddresses?: string[];
  /**
   * Lets the primary clusters write the records. Excludes a credential and cannot be changed later.
   *
   * @default false
   */
  readonly delegate?: boolean;
}

/** Options of a `SecuredGateway` beside its domain, issuer and DNS. */
export interface SecuredGatewayOptions extends GatewayOptions {
  /**
   * The implementation that runs it.
   *
   * @default GatewayClass.ISTIO
   */
  readonly gatewayClass?: GatewayClass;
  /**
   * Limits for every route without its own limits.
   *
   * @default - `low-limit`, 2 requests in 10 seconds: low, so that real ones are set soon
   */
  readonly limits?: { readonly [name: string]: RateLimit };
  /**
   * Respond with 403 on every route without its own AuthPolicy.
   *
   * @default true
   */
  readonly denyByDefault?: boolean;
  /**
   * Number and size of the pods, disruption budget, spread.
   *
   * @default - where the class lets it be set: 2 to 10 pods by CPU, spread over zones and nodes, one missing at most
   */
  readonly capacity?: GatewayCapacity;
  /**
   * Let Prometheus scrape the gateway. Not beside Kuadrant's own monitors (`Kuadrant` with `observability`).
   *
   * @default - true where the class serves metrics
   */
  readonly monitoring?: boolean;
  /**
   * Emit the Namespace, once for all gateways of the program that are in it.
   *
   * @default true
   */
  readonly createNamespace?: boolean;
  /**
   * Name of the HTTPS listener for the domain.
   *
   * @default api
   */
  readonly listenerName?: string;
  /**
   * Secret that the certificate of the domain is written to.
   *
   * @default - `<listener>-<gateway>-tls`
   */
  readonly certificateSecretName?: string;
}

/** Options of a `SecuredGateway`. */
export interface SecuredGatewayProps extends SecuredGatewayOptions {
  /**
   * Every host below it is served, over HTTPS: `demo.example.com` gives a listener for `*.demo.example.com`.
   * Further domains by `addDomain`.
   */
  readonly domain: string;
  /**
   * Serves the domain itself too, by a listener `<listener>-apex`.
   *
   * @default false
   */
  readonly apex?: boolean;
  /** The issuer of the certificates; it must be able to sign a wildcard. */
  readonly issuer: IIssuer;
  /**
   * DNS records for its hosts.
   *
   * @default - no DNSPolicy; the records are managed elsewhere
   */
  readonly dns?: GatewayDns;
}

/** Options of `SecuredGateway.addDomain`. */
export interface GatewayDomainOptions {
  /**
   * Serves the domain itself too, by a listener `<listener>-apex` with its own certificate: a wildcard
   * does not cover it.
   *
   * @default false
   */
  readonly apex?: boolean;
  /**
   * Name of the listener for the wildcard.
   *
   * @default - the domain with hyphens: `example-org` for `example.org`
   */
  readonly listenerName?: string;
  /**
   * Secret that the certificate is written to; that of the apex ends in `-apex`.
   *
   * @default - `<listener>-<gateway>-tls`
   */
  readonly certificateSecretName?: string;
  /**
   * Namespaces that may attach routes. `openTo` changes it.
   *
   * @default - the gateway's own namespace
   */
  readonly allowedRoutes?: RouteNamespaces;
}
