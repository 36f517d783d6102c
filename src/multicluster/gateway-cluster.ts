import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { GatewayClusterOptions } from './cluster-options';
import { DnsStrategy } from './multi-cluster-dns-strategy';
import { MultiClusterIssuer } from './multi-cluster-issuer';
import { MultiClusterKeys } from './multi-cluster-keys';
import { DnsPlan, DnsPlanCluster } from '../dns/dns-plan';
import { SecuredGateway } from '../gateway/secured-gateway';
import { SecuredGatewayOptions } from '../gateway/secured-gateway-options';
import { Geo } from '../policy/geo';
import { markDirectory } from '../resource/output-directory';
import { HttpRoute, HttpRouteOptions } from '../route/http-route';

/** One cluster of a `MultiClusterGateway`: what is below it is written to the cluster's directory. */
export class GatewayCluster extends Construct {
  /** @internal */
  public static _of(scope: Construct, parts: GatewayClusterParts): GatewayCluster {
    return new GatewayCluster(scope, parts.options.name, parts);
  }

  /** Its name. */
  public readonly name: string;
  /** Region of AWS that it runs in. */
  public readonly region?: string;
  /** Where the clients are that it serves. */
  public readonly geo?: Geo;
  /** The chart of the gateway; constructs below it are emitted in this cluster only. */
  public readonly chart: Chart;
  /** The gateway in this cluster. */
  public readonly gateway: SecuredGateway;
  private readonly annotations: { readonly [key: string]: string };

  private constructor(scope: Construct, id: string, parts: GatewayClusterParts) {
    super(scope, id);
    markDirectory(this, id);
    const { gateway: name, options, planned, plan, keys, dns } = parts;
    const { issuer, ...overrides } = options.overrides ?? {};
    const props = { ...parts.gatewayOptions, ...defined(overrides) };
    this.name = options.name;
    this.region = options.region;
    this.geo = options.geo;
    this.annotations = dns.routeAnnotations(planned, plan.clusters);
    this.chart = new Chart(this, scope.node.id, { namespace: props.namespace });
    const context = { chart: this.chart, namespace: props.namespace!, gateway: name, options, planned, plan, keys };
    this.gateway = new SecuredGateway(this.chart, scope.node.id, {
      ...props,
      domain: plan.domain,
      issuer: issuer ?? parts.issuer._issuerFor(context),
      dns: dns.gatewayDns(context),
    });
  }

  /** What a route says so that external-dns balances its hosts; nothing with another way of DNS. `addHttpRoute` adds it. */
  public get routeAnnotations(): { readonly [key: string]: string } {
    return { ...this.annotations };
  }

  /** Adds a route in this cluster only. */
  public addHttpRoute(id: string, options: HttpRouteOptions): HttpRoute {
    const annotations = { ...this.annotations, ...options.annotations };
    return this.gateway.addHttpRoute(id, { ...options, annotations });
  }
}

/** What a cluster is made of. */
interface GatewayClusterParts {
  readonly gateway: string;
  readonly gatewayOptions: SecuredGatewayOptions;
  readonly options: GatewayClusterOptions;
  readonly planned: DnsPlanCluster;
  readonly plan: DnsPlan;
  readonly keys?: MultiClusterKeys;
  readonly dns: DnsStrategy;
  readonly issuer: MultiClusterIssuer;
}

/** A prop left out of an override keeps the shared value. */
const defined = <T extends object>(options: T): Partial<T> =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Partial<T>;
