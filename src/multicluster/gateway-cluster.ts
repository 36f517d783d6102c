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

/** One cluster of a `MultiClusterGateway`. Constructs below it are written to the directory of the cluster. */
export class GatewayCluster extends Construct {
  /** @internal */
  public static _of(scope: Construct, parts: GatewayClusterParts): GatewayCluster {
    return new GatewayCluster(scope, parts.options.name, parts);
  }

  /** Name of the cluster. */
  public readonly name: string;
  /** AWS region of the cluster. */
  public readonly region?: string;
  /** Geo of the clients that the cluster serves; `undefined` without geos. */
  public readonly geo?: Geo;
  /** Chart of the gateway; constructs below it are emitted in this cluster only. */
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

  /** Annotations of a route for external-dns; empty with another kind of DNS. `addHttpRoute` sets them. */
  public get routeAnnotations(): { readonly [key: string]: string } {
    return { ...this.annotations };
  }

  /** Adds a route in this cluster only. */
  public addHttpRoute(id: string, options: HttpRouteOptions): HttpRoute {
    const annotations = { ...this.annotations, ...options.annotations };
    return this.gateway.addHttpRoute(id, { ...options, annotations });
  }
}

/** Parts of a cluster. */
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

/** Removes undefined props, so that an override does not replace the shared value with `undefined`. */
const defined = <T extends object>(options: T): Partial<T> =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Partial<T>;
