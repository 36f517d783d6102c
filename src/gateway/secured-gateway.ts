import { ApiObject, Chart, Duration } from 'cdk8s';
import { Namespace } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { addCapacity } from './capacity';
import { GatewayCapacity } from './capacity-spec';
import { Gateway } from './gateway';
import { CapacityMode, GatewayClass } from './gateway-class';
import { GatewayOptions } from './gateway-options';
import { CertificateReference, Listener, servesAny } from './listener';
import { IIssuer } from '../certificate/issuer';
import { IDnsCredential } from '../credential/dns-credential';
import { refuse } from '../manifest/problem';
import { dnsLabel, dnsSubdomain, hostname, preciseHostname } from '../manifest/scalar';
import { IstioProxyMonitor } from '../observability/istio-proxy-monitor';
import { PodMonitor } from '../observability/pod-monitor';
import { AuthPolicy } from '../policy/auth-policy';
import { DnsHealthCheck } from '../policy/dns-health-check';
import { DnsPolicy } from '../policy/dns-policy';
import { Geo } from '../policy/geo';
import { Rate, RateLimit } from '../policy/limit';
import { RateLimitPolicy } from '../policy/rate-limit-policy';
import { PolicyScope } from '../policy/scope';
import { PolicyTarget } from '../policy/target';
import { TlsPolicy } from '../policy/tls-policy';
import { clusterScoped } from '../resource/custom-resource';
import { once } from '../resource/once';
import { HttpRoute, HttpRouteOptions } from '../route/http-route';
import { RouteParent } from '../route/parent';

/** How clients find a gateway: records that Kuadrant's DNS operator writes. */
export interface GatewayDns {
  /**
   * The DNS provider's keys; the Secret is put into the gateway's namespace.
   *
   * @default - the Secret of the namespace that is labelled `kuadrant.io/default-provider=true`
   */
  readonly credential?: IDnsCredential;
  /**
   * Where the clients are that this gateway serves.
   *
   * @default - no load balancing: one record set of all addresses
   */
  readonly geo?: Geo;
  /**
   * Whether it also serves clients that no geo covers. Exactly one geo of all clusters says `true`.
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
   * Leaves it to the primary clusters to write the records. Excludes a credential and cannot be changed later.
   *
   * @default false
   */
  readonly delegate?: boolean;
}

/** What a `SecuredGateway` may say beside its domain, issuer and DNS. */
export interface SecuredGatewayOptions extends GatewayOptions {
  /**
   * The implementation that runs it.
   *
   * @default GatewayClass.ISTIO
   */
  readonly gatewayClass?: GatewayClass;
  /**
   * Limits for every route without limits of its own.
   *
   * @default - `low-limit`, 2 requests in 10 seconds: closed enough that nobody forgets to set real ones
   */
  readonly limits?: { readonly [name: string]: RateLimit };
  /**
   * Answer 403 on every route without an AuthPolicy of its own.
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
   * @default - true where the class shows metrics
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
  /** Every host below it is served, over HTTPS: `demo.example.com` gives a listener for `*.demo.example.com`. */
  readonly domain: string;
  /** Who signs the certificates; it must be able to sign a wildcard. */
  readonly issuer: IIssuer;
  /**
   * How clients find it.
   *
   * @default - no DNSPolicy; the records are somebody else's
   */
  readonly dns?: GatewayDns;
}

/**
 * A Gateway that is closed until it is opened: certificates, no access without
 * an AuthPolicy, a low limit, DNS, monitoring, capacity.
 *
 * It is a `Gateway` in every respect; what belongs to it is named after it:
 * `<name>-tls`, `-auth`, `-rlp`, `-dnspolicy`, `-capacity`.
 */
export class SecuredGateway extends Gateway {
  /** The domain whose hosts it serves. */
  public readonly domain: string;
  /** Certificates for its listeners. */
  public readonly tlsPolicy: TlsPolicy;
  /** Denies by default; nothing with `denyByDefault: false`. */
  public readonly authPolicy?: AuthPolicy;
  /** Limits by default; nothing with no limits. */
  public readonly rateLimitPolicy?: RateLimitPolicy;
  /** Records for its hosts; nothing without `dns`. */
  public readonly dnsPolicy?: DnsPolicy;

  public constructor(scope: Construct, id: string, props: SecuredGatewayProps) {
    const name = dnsLabel('name of Gateway', props.name ?? id);
    const domain = checkDomain(props.domain);
    const listenerName = dnsSubdomain('name of listener', props.listenerName ?? 'api');
    const secret = props.certificateSecretName ?? `${listenerName}-${name}-tls`;
    super(scope, id, {
      ...props,
      labels: { 'kuadrant.io/gateway': 'true', ...props.labels },
      gatewayClass: props.gatewayClass ?? GatewayClass.ISTIO,
      listeners: [
        Listener.https({
          name: listenerName,
          hostname: `*.${domain}`,
          certificates: [CertificateReference.secret(secret)],
        }),
        ...(props.listeners ?? []),
      ],
    });
    this.domain = domain;
    this.checkNamespace(props);
    this.checkClass(props);
    this.checkIssuer(props.issuer);

    if (props.createNamespace ?? true) {
      const namespace = this.namespace!;
      once(this, `Namespace ${namespace}`, () =>
        clusterScoped(ApiObject.of(new Namespace(this, 'namespace', { metadata: { name: namespace } }))),
      );
    }
    const target = PolicyTarget.of(this);
    this.tlsPolicy = new TlsPolicy(this, 'tls', { name: `${name}-tls`, target, issuer: props.issuer });
    if (props.denyByDefault ?? true) {
      this.authPolicy = AuthPolicy.denyAll(this, 'auth', { name: `${name}-auth`, target });
    }
    const limits = props.limits ?? { 'low-limit': { rates: [Rate.of(2, Duration.seconds(10))] } };
    if (Object.keys(limits).length > 0) {
      const policyScope = PolicyScope.defaults();
      this.rateLimitPolicy = new RateLimitPolicy(this, 'rlp', { name: `${name}-rlp`, target, policyScope, limits });
    }
    if (props.dns) {
      this.dnsPolicy = new DnsPolicy(this, 'dnspolicy', { name: `${name}-dnspolicy`, target, ...props.dns });
    }
    if (props.monitoring ?? true) {
      this.addMonitor(props.monitoring);
    }
    this.addCapacity(props);
  }

  /**
   * Adds a route from hosts of the domain to backends, in the gateway's namespace unless it names another.
   *
   * The gateway must be open to that namespace, see `openTo`.
   */
  public addHttpRoute(id: string, options: HttpRouteOptions): HttpRoute {
    options.hostnames?.forEach((host) => this.checkHost(host));
    return new HttpRoute(this, id, {
      ...options,
      namespace: options.namespace ?? this.namespace,
      parents: [RouteParent.of(this)],
    });
  }

  private addCapacity({ capacity, parameters }: SecuredGatewayProps): void {
    const { gatewayClass, name: gateway, namespace } = this;
    if (parameters && gatewayClass.features.capacityMode === CapacityMode.CONFIG_MAP_OVERLAYS) {
      if (capacity) {
        refuse(
          {
            what: 'capacity',
            got: `capacity beside parameters (${parameters.kind} '${parameters.name}')`,
            expected: 'one of them; a gateway refers to one object with parameters',
            fix: 'leave capacity out and put it into your object, or leave parameters out',
          },
          this,
        );
      }
      return;
    }
    const name = addCapacity(this, { gateway, namespace, gatewayClass }, capacity);
    if (name !== undefined) {
      this._useParameters({ group: '', kind: 'ConfigMap', name });
    }
  }

  private addMonitor(asked: boolean | undefined): void {
    const { istio, metricsPort, metricsPath } = this.gatewayClass.features;
    const namespace = this.namespace!;
    if (istio) {
      // It finds every proxy of the namespace, so one serves all gateways in it.
      once(this, `IstioProxyMonitor ${namespace}`, () => {
        return new IstioProxyMonitor(this, 'monitor', { name: 'istio-proxies-monitor', namespace });
      });
    } else if (metricsPort !== undefined) {
      new PodMonitor(this, 'monitor', {
        name: `${this.name}-monitor`,
        namespace,
        matchLabels: { 'gateway.networking.k8s.io/gateway-name': this.name },
        endpoints: [{ port: metricsPort, path: metricsPath ?? '/stats/prometheus', interval: Duration.seconds(30) }],
      });
    } else if (asked) {
      refuse(
        {
          what: 'monitoring',
          got: `gateway class '${this.gatewayClass.name}'`,
          expected: "a class whose pods show metrics in the gateway's namespace",
          fix: 'leave monitoring out; add a PodMonitor where the proxies run',
        },
        this,
      );
    }
  }

  private checkNamespace({ namespace }: SecuredGatewayProps): void {
    if (this.namespace === undefined) {
      refuse(
        {
          what: 'namespace',
          got: namespace,
          expected: 'the namespace of the gateway, its policies and credentials',
          fix: `name one here, or for the chart: new Chart(app, '${Chart.of(this).node.id}', { namespace: 'api-gateway' })`,
        },
        this,
      );
    }
  }

  /** A class that Kuadrant does not know would leave the gateway open in silence. */
  private checkClass({ denyByDefault, limits }: SecuredGatewayProps): void {
    if (this.gatewayClass.features.kuadrant) {
      return;
    }
    const asked = [
      ...((denyByDefault ?? true) ? ['denyByDefault: false'] : []),
      ...(limits === undefined || Object.keys(limits).length > 0 ? ['limits: {}'] : []),
    ];
    if (asked.length > 0) {
      refuse(
        {
          what: 'gateway class',
          got: `'${this.gatewayClass.name}', on which Kuadrant enforces neither AuthPolicy nor RateLimitPolicy`,
          expected: 'a class that Kuadrant knows: Istio, OpenShift or Envoy Gateway',
          fix: `change the class, or protect the gateway by other means and say ${asked.join(' and ')}`,
        },
        this,
      );
    }
  }

  private checkIssuer(issuer: IIssuer): void {
    if (!issuer.canIssueWildcard) {
      refuse(
        {
          what: 'issuer',
          got: `${issuer.kind} '${issuer.name}', which proves ownership over HTTP only`,
          expected: `an issuer that can sign *.${this.domain}`,
          fix: 'give it a DNS-01 solver, such as AcmeSolver.route53()',
        },
        this,
      );
    }
  }

  private checkHost(host: string): void {
    hostname('hostname of route', host);
    const served = this.listeners.map((listener) => listener.hostname);
    if (!served.some((pattern) => servesAny(pattern, [host]))) {
      refuse(
        {
          what: 'hostname of route',
          got: host,
          expected: `a host that a listener serves: ${served.join(', ')}`,
          fix:
            host === this.domain
              ? `'*.${host}' does not cover '${host}' itself; add a listener for it`
              : `use '${host.split('.')[0]}.${this.domain}', or add a listener`,
        },
        this,
      );
    }
  }
}

function checkDomain(domain: string): string {
  if (domain.startsWith('*.')) {
    refuse({
      what: 'domain',
      got: domain,
      expected: 'the domain itself; every host below it is served',
      fix: `leave the wildcard out: '${domain.slice(2)}'`,
    });
  }
  return preciseHostname('domain', domain);
}
