import { GatewayCapacity } from './capacity-spec';
import { GatewayClass } from './gateway-class';
import { GatewayOptions } from './gateway-options';
import { RouteNamespaces } from './listener';
import { IIssuer } from '../certificate/issuer';
import { IDnsCredential } from '../credential/dns-credential';
import { DnsHealthCheck } from '../policy/dns-health-check';
import { Geo } from '../policy/geo';
import { RateLimit } from '../policy/limit';

/** DNS records of a gateway, which Kuadrant's DNS operator writes (DNSPolicy). */
export interface GatewayDns {
  /**
   * Credentials of the DNS provider; the Secret is created in the gateway's namespace.
   *
   * @default - the Secret in that namespace with the label `kuadrant.io/default-provider=true`
   */
  readonly credential?: IDnsCredential;
  /**
   * Geo of the clients that this gateway serves (`loadBalancing.geo`).
   *
   * @default - no load balancing: one record set with all addresses
   */
  readonly geo?: Geo;
  /**
   * Whether the geo also serves clients that no geo covers. Exactly one geo of all clusters must set `true`.
   *
   * @default - none; required where `geo` is given
   */
  readonly defaultGeo?: boolean;
  /**
   * Weight among the gateways of one geo, 0 to 255 (`loadBalancing.weight`).
   *
   * @default 120
   */
  readonly weight?: number;
  /**
   * Probes that remove unhealthy addresses from DNS. Wildcard hosts are not probed; add exact hosts with `addListener`.
   *
   * @default - none
   */
  readonly healthCheck?: DnsHealthCheck;
  /**
   * Addresses of the gateway that get no record: IP addresses, CIDR ranges or hostnames, at most 20.
   *
   * @default - all addresses get records
   */
  readonly excludeAddresses?: string[];
  /**
   * Delegates the records to the primary clusters. Excludes `credential` and cannot be changed later (`delegate`).
   *
   * @default false
   */
  readonly delegate?: boolean;
}

/** Options of a `SecuredGateway` except its domain, issuer and DNS. */
export interface SecuredGatewayOptions extends GatewayOptions {
  /**
   * Implementation of the gateway.
   *
   * @default GatewayClass.ISTIO
   */
  readonly gatewayClass?: GatewayClass;
  /**
   * Default rate limits of every route without its own RateLimitPolicy.
   *
   * @default - `low-limit`, 2 requests in 10 seconds: low on purpose, so that each route sets its own limits
   */
  readonly limits?: { readonly [name: string]: RateLimit };
  /**
   * Respond with 403 to requests for every route without its own AuthPolicy.
   *
   * @default true
   */
  readonly denyByDefault?: boolean;
  /**
   * Number and size of the pods, disruption budget and spread.
   *
   * @default - where the class supports it: 2 to 10 pods by CPU, spread over zones and nodes, one evicted at a time
   */
  readonly capacity?: GatewayCapacity;
  /**
   * Emit a PodMonitor for the proxies. Not together with the monitors of Kuadrant (`Kuadrant` with `observability`).
   *
   * @default - true where the metrics port of the class is known
   */
  readonly monitoring?: boolean;
  /**
   * Emit the Namespace, once for all gateways of the program in it.
   *
   * @default true
   */
  readonly createNamespace?: boolean;
  /**
   * Name of the HTTPS listener for the wildcard of the domain.
   *
   * @default api
   */
  readonly listenerName?: string;
  /**
   * Name of the Secret with the certificate of the domain.
   *
   * @default - `<listener>-<gateway>-tls`
   */
  readonly certificateSecretName?: string;
}

/** Options of a `SecuredGateway`. */
export interface SecuredGatewayProps extends SecuredGatewayOptions {
  /**
   * Domain to serve over HTTPS: `demo.example.com` gives a listener for `*.demo.example.com`.
   * `addDomain` adds further domains.
   */
  readonly domain: string;
  /**
   * Serve the domain itself too, by a listener `<listener>-apex`.
   *
   * @default false
   */
  readonly apex?: boolean;
  /** Issuer of the certificates; it must be able to issue a wildcard certificate. */
  readonly issuer: IIssuer;
  /**
   * DNS records of the hosts.
   *
   * @default - no DNSPolicy; the records are managed elsewhere
   */
  readonly dns?: GatewayDns;
}

/** Options of `SecuredGateway.addDomain`. */
export interface GatewayDomainOptions {
  /**
   * Serve the domain itself too, by a listener `<listener>-apex` with a separate certificate: a wildcard
   * does not cover it.
   *
   * @default false
   */
  readonly apex?: boolean;
  /**
   * Name of the listener for the wildcard.
   *
   * @default - the domain with hyphens instead of dots: `example-org` for `example.org`
   */
  readonly listenerName?: string;
  /**
   * Name of the Secret with the certificate; that of the apex gets the suffix `-apex`.
   *
   * @default - `<listener>-<gateway>-tls`
   */
  readonly certificateSecretName?: string;
  /**
   * Namespaces whose routes may attach. `openTo` changes it later.
   *
   * @default - the namespace of the gateway
   */
  readonly allowedRoutes?: RouteNamespaces;
}
