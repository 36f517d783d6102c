import { Chart, Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { addCapacity } from './capacity';
import { Gateway, HttpsRedirectOptions } from './gateway';
import { CapacityMode, GatewayClass } from './gateway-class';
import { CertificateReference, isStream, Listener, servesAny } from './listener';
import { GatewayDomainOptions, SecuredGatewayProps } from './secured-gateway-options';
import { givenIssuer, IIssuer } from '../certificate/issuer';
import { IstioProxyMonitor } from '../monitoring/istio-proxy-monitor';
import { PodMonitor } from '../monitoring/pod-monitor';
import { AuthPolicy } from '../policy/auth-policy';
import { GatewayDnsPolicy } from '../policy/dns-policy';
import { Rate } from '../policy/limit';
import { PolicyScope } from '../policy/policy-scope';
import { PolicyTarget } from '../policy/policy-target';
import { RateLimitPolicy } from '../policy/rate-limit-policy';
import { TlsPolicy } from '../policy/tls-policy';
import { sharedNamespace } from '../resource/namespace';
import { once } from '../resource/once';
import { HttpRoute } from '../route/http-route';
import { refuse } from '../value/problem';
import { dnsLabel, dnsSubdomain, hostname, preciseHostname } from '../value/scalar';

/**
 * True for requests by TLS: clients must name the server at listeners that have a host. Of the attributes that
 * Kuadrant's filter knows, `request.scheme` is the client's word in HTTP/2, and ports are those of the pod.
 */
const BY_TLS = 'connection.requested_server_name != ""';

/**
 * A Gateway with safe defaults: certificates, no access without
 * an AuthPolicy, a low default rate limit, DNS, monitoring and capacity.
 *
 * The objects that it creates are named after the Gateway:
 * `<name>-tls`, `-auth`, `-rlp`, `-dnspolicy`, `-capacity`.
 */
export class SecuredGateway extends Gateway {
  /** Domain whose hosts the gateway serves. */
  public readonly domain: string;
  /** The TLSPolicy that issues the certificates of the listeners. */
  public readonly tlsPolicy: TlsPolicy;
  /** The AuthPolicy that denies by default; `undefined` with `denyByDefault: false`. */
  public readonly authPolicy?: AuthPolicy;
  /** The RateLimitPolicy with the default limits; `undefined` without limits. */
  public readonly rateLimitPolicy?: RateLimitPolicy;
  /** The DNSPolicy for the hosts; `undefined` without `dns`. */
  public readonly dnsPolicy?: GatewayDnsPolicy;

  public constructor(scope: Construct, id: string, props: SecuredGatewayProps) {
    const name = dnsLabel('name of Gateway', props.name ?? id);
    const domain = checkDomain(props.domain);
    const listenerName = props.listenerName ?? 'api';
    super(scope, id, {
      ...props,
      labels: { 'kuadrant.io/gateway': 'true', ...props.labels },
      gatewayClass: props.gatewayClass ?? GatewayClass.ISTIO,
      listeners: [...domainListeners(name, domain, { ...props, listenerName }), ...(props.listeners ?? [])],
    });
    this.domain = domain;
    this.checkNamespace(props);
    this.checkClass(props);
    this.checkIssuer(props.issuer);

    if (props.createNamespace ?? true) {
      const namespace = this.namespace!;
      sharedNamespace(this, namespace);
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
      this.dnsPolicy = new GatewayDnsPolicy(this, 'dnspolicy', { name: `${name}-dnspolicy`, target, ...props.dns });
    }
    if (props.monitoring ?? true) {
      this.addMonitor(props.monitoring);
    }
    this.addCapacity(props);
  }

  /**
   * Adds HTTPS listeners for one more domain: one for its wildcard and, with `apex`, one for the domain
   * itself. The policies of the gateway give each a certificate and, with `dns`, records. `redirectToHttps` covers
   * them, whether it is called before or after.
   */
  public addDomain(domain: string, options: GatewayDomainOptions = {}): void {
    domainListeners(this.name, checkDomain(domain), options).forEach((listener) => this.addListener(listener));
  }

  /**
   * Redirects plain HTTP to HTTPS by an HTTP listener and a route that attaches to that listener only, like
   * `Gateway.redirectToHttps`.
   *
   * The deny-all AuthPolicy and the default limits then apply to HTTPS only, because Kuadrant applies policies before a
   * redirect. They apply to plain HTTP too while the HTTP listener is open to routes of other namespaces, or an HTTPS
   * listener has no host; clients then get 403 or 429 instead of the redirect (warning GW271).
   *
   * @returns the route
   */
  public redirectToHttps(options: HttpsRedirectOptions = {}): HttpRoute {
    const route = super.redirectToHttps(options);
    const { listenerName = 'http' } = options;
    const when = () => (this.takesPlainHttp(listenerName) ? [BY_TLS] : []);
    this.authPolicy?._addWhen(when);
    this.rateLimitPolicy?._addWhen(when);
    return route;
  }

  /** Whether the redirect takes all requests without TLS. Where it does not, the policies must hold for them too. */
  private takesPlainHttp(redirect: string): boolean {
    return this.listeners.every((listener) =>
      listener.name === redirect
        ? listener._isOpenTo('Same')
        : (listener.protocol === 'HTTPS' && listener.hostname !== undefined) || isStream(listener.protocol),
    );
  }

  private addCapacity({ capacity, parameters }: SecuredGatewayProps): void {
    const { gatewayClass, name: gateway, namespace } = this;
    if (parameters && gatewayClass.features.capacityMode === CapacityMode.CONFIG_MAP_OVERLAYS) {
      if (capacity) {
        refuse(
          {
            what: 'capacity',
            got: `capacity together with parameters (${parameters.kind} '${parameters.name}')`,
            expected: 'one of them; a gateway has one parametersRef',
            fix: 'leave capacity out and set it in that object, or leave parameters out',
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

  private addMonitor(requested: boolean | undefined): void {
    const { istio, metricsPort, metricsPath } = this.gatewayClass.features;
    const namespace = this.namespace!;
    if (istio) {
      // The monitor selects every proxy of the namespace, so one serves all gateways in it.
      once(this, `monitoring.IstioProxyMonitor ${namespace}`, () => {
        return new IstioProxyMonitor(this, 'monitor', { name: 'istio-proxies-monitor', namespace });
      });
    } else if (metricsPort !== undefined) {
      new PodMonitor(this, 'monitor', {
        name: `${this.name}-monitor`,
        namespace,
        matchLabels: { 'gateway.networking.k8s.io/gateway-name': this.name },
        endpoints: [{ port: metricsPort, path: metricsPath ?? '/stats/prometheus', interval: Duration.seconds(30) }],
      });
    } else if (requested) {
      refuse(
        {
          what: 'monitoring',
          got: `gateway class '${this.gatewayClass.name}'`,
          expected: "a class whose pods serve metrics in the gateway's namespace",
          fix: 'leave monitoring out; add a PodMonitor in the namespace of the proxies',
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
          fix: `set namespace here or on the chart: new Chart(app, '${Chart.of(this).node.id}', { namespace: 'api-gateway' })`,
        },
        this,
      );
    }
  }

  /** Kuadrant silently ignores gateways of an unknown class, which would leave the gateway open. */
  private checkClass({ denyByDefault, limits }: SecuredGatewayProps): void {
    if (this.gatewayClass.features.kuadrant) {
      return;
    }
    const requested = [
      ...((denyByDefault ?? true) ? ['denyByDefault: false'] : []),
      ...(limits === undefined || Object.keys(limits).length > 0 ? ['limits: {}'] : []),
    ];
    if (requested.length > 0) {
      refuse(
        {
          what: 'gateway class',
          got: `'${this.gatewayClass.name}', on which Kuadrant enforces neither AuthPolicy nor RateLimitPolicy`,
          expected: 'a class that Kuadrant supports: Istio, OpenShift or Envoy Gateway',
          fix: `change the class, or protect the gateway by other means and set ${requested.join(' and ')}`,
        },
        this,
      );
    }
  }

  private checkIssuer(issuer: IIssuer): void {
    if (!givenIssuer('issuer', issuer, this).canIssueWildcard) {
      refuse(
        {
          what: 'issuer',
          got: `${issuer.kind} '${issuer.name}', which has HTTP-01 solvers only`,
          expected: `an issuer that can issue *.${this.domain}`,
          fix: 'use an issuer with a DNS-01 solver, such as AcmeSolver.route53()',
        },
        this,
      );
    }
  }

  /** @internal */
  protected _checkHosts(hosts: readonly string[], protocols: readonly string[]): void {
    const served = this.listeners
      .filter(({ protocol }) => protocols.includes(protocol))
      .map((listener) => listener.hostname ?? 'any host');
    for (const host of hosts) {
      hostname('hostname of route', host);
      if (!served.some((pattern) => pattern === 'any host' || servesAny(pattern, [host]))) {
        refuse(
          {
            what: 'hostname of route',
            got: host,
            expected: `a host that a listener for ${protocols.join(' or ')} serves: ${served.join(', ') || 'none'}`,
            fix: served.includes(`*.${host}`)
              ? `'*.${host}' does not cover '${host}' itself; add a listener for it`
              : `use '${host.split('.')[0]}.${this.domain}', or add a listener`,
          },
          this,
        );
      }
    }
  }
}

/** Listeners for the wildcard of a domain and, with `apex`, for the domain itself. */
function domainListeners(gateway: string, domain: string, options: GatewayDomainOptions): Listener[] {
  const { apex, allowedRoutes, certificateSecretName } = options;
  const wildcard = dnsSubdomain('name of listener', options.listenerName ?? domain.replace(/\./g, '-'));
  const listener = (name: string, host: string, secret: string) =>
    Listener.https({ name, hostname: host, certificates: [CertificateReference.secret(secret)], allowedRoutes });
  return [
    listener(wildcard, `*.${domain}`, certificateSecretName ?? `${wildcard}-${gateway}-tls`),
    ...(apex
      ? [
          listener(
            `${wildcard}-apex`,
            domain,
            certificateSecretName ? `${certificateSecretName}-apex` : `${wildcard}-apex-${gateway}-tls`,
          ),
        ]
      : []),
  ];
}

function checkDomain(domain: string | undefined): string {
  if (typeof domain !== 'string') {
    const expected = 'the domain whose hosts the gateway serves';
    refuse({ what: 'domain', got: domain, expected, fix: "set it, for example 'demo.example.com'" });
  }
  if (domain.startsWith('*.')) {
    refuse({
      what: 'domain',
      got: domain,
      expected: 'a domain without a wildcard; every host below it is served',
      fix: `leave the wildcard out: '${domain.slice(2)}'`,
    });
  }
  return preciseHostname('domain', domain);
}
