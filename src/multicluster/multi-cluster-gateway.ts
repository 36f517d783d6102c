import { Construct } from 'constructs';
import { checkClusters, planClusters } from './cluster-checks';
import { ClusterDelivery } from './cluster-delivery';
import { GatewayClusterOptions } from './cluster-options';
import { GatewayCluster } from './gateway-cluster';
import { MultiClusterDns } from './multi-cluster-dns';
import { NO_CONTROLLERS } from './multi-cluster-dns-strategy';
import { MultiClusterIssuer } from './multi-cluster-issuer';
import { DEFAULT_PREFIX, MultiClusterKeys } from './multi-cluster-keys';
import { findProblems } from './multi-cluster-problems';
import { warnOfDefaults, warnOfLimit, warnOfWeights } from './multi-cluster-warnings';
import { DnsPlan } from '../dns/dns-plan';
import { SecuredGatewayOptions } from '../gateway/secured-gateway-options';
import { once } from '../resource/once';
import { writesDirectories } from '../resource/output-directory';
import { HttpRoute, HttpRouteOptions } from '../route/http-route';
import { given } from '../value/given';
import { nearest, refuse } from '../value/problem';
import { dnsLabel, preciseHostname } from '../value/scalar';

const DNS = {
  what: 'dns',
  expected: 'a MultiClusterDns',
  fix: 'use MultiClusterDns.kuadrant(), externalDns() or staticRecords()',
};
const ISSUER = {
  what: 'issuer',
  expected: 'a MultiClusterIssuer',
  fix: "use MultiClusterIssuer.acme(), or existing(Issuer.fromClusterIssuerName('lets-encrypt'))",
};

/** Options of a `MultiClusterGateway`. */
export interface MultiClusterGatewayProps extends SecuredGatewayOptions {
  /** Domain to serve over HTTPS: `demo.example.com` gives a listener for `*.demo.example.com`. */
  readonly domain: string;
  /** Clusters, each with its geo, weight and overrides. */
  readonly clusters: GatewayClusterOptions[];
  /** Way to write the DNS records. */
  readonly dns: MultiClusterDns;
  /** Issuer of the certificates. */
  readonly issuer: MultiClusterIssuer;
  /**
   * Store of the keys that controllers need for DNS and certificates.
   *
   * @default - none; no controller needs keys
   */
  readonly keys?: MultiClusterKeys;
  /**
   * DNS zone of the domain. Kuadrant writes no record for the name of the zone itself.
   *
   * @default - the domain
   */
  readonly zone?: string;
}

/**
 * The same secured gateway in many clusters, with one directory of manifests per cluster (`dist/<cluster>/`), one DNS
 * plan, and routes for all clusters or for one. Must be in a `GatewayApp`.
 */
export class MultiClusterGateway extends Construct {
  /** Name of the gateway in every cluster. */
  public readonly gatewayName: string;
  /** Domain of all hosts. */
  public readonly domain: string;
  private readonly byName = new Map<string, GatewayCluster>();
  private readonly plan: DnsPlan;

  public constructor(scope: Construct, id: string, props: MultiClusterGatewayProps) {
    super(scope, id);
    const { domain, clusters, dns, issuer, keys, zone, ...gatewayOptions } = props;
    given(issuer, '_controllers', ISSUER, this);
    const strategy = given(dns, '_strategy', DNS, this)._strategy;
    this.gatewayName = dnsLabel('name of Gateway', props.name ?? id);
    this.domain = preciseHostname('domain', domain);
    this.checkNamespaces(props);
    checkClusters(clusters, this);
    this.plan = {
      gateway: this.gatewayName,
      domain,
      hostnames: [`*.${domain}`],
      mode: strategy.mode,
      clusters: planClusters(clusters, ({ name, overrides }) => {
        const ofIssuer = overrides?.issuer ? NO_CONTROLLERS : issuer._controllers;
        const ofDns = strategy.controllersOf(name);
        return {
          keyed: [...ofDns.keyed, ...ofIssuer.keyed],
          ambient: [...ofDns.ambient, ...ofIssuer.ambient],
        };
      }),
      secretPrefix: keys?.prefix ?? DEFAULT_PREFIX,
    };
    strategy.check(this.plan.clusters, this);
    if (strategy.refusesApex) {
      this.checkOtherGateways(clusters[0].geo !== undefined);
    }
    clusters.forEach((options, index) => {
      const planned = this.plan.clusters[index];
      const parts = { gateway: this.gatewayName, gatewayOptions, options, planned, plan: this.plan, keys, issuer };
      this.byName.set(options.name, GatewayCluster._of(this, { ...parts, dns: strategy }));
    });
    warnOfLimit(this, this.clusters, clusters, issuer._weeklyLimit);
    warnOfDefaults(this, this.clusters, this.plan.clusters);
    warnOfWeights(this, this.plan.clusters);
    const { root } = this.node;
    this.node.addValidation({
      validate: () => [
        ...(writesDirectories(root) ? [] : [NEEDS_GATEWAY_APP]),
        ...findProblems(this.clusters, strategy, zone ?? domain),
      ],
    });
  }

  /** Clusters, in the order of the props. */
  public get clusters(): GatewayCluster[] {
    return [...this.byName.values()];
  }

  /** Returns a cluster by name, with its gateway and a chart for constructs of this cluster only. */
  public cluster(name: string): GatewayCluster {
    const found = this.byName.get(name);
    if (found === undefined) {
      const near = nearest(name, this.byName.keys());
      return refuse(
        {
          what: 'name of cluster',
          got: name,
          expected: `one of ${[...this.byName.keys()].slice(0, 10).join(', ')}`,
          fix: near === undefined ? 'add it to clusters' : `did you mean '${near}'?`,
        },
        this,
      );
    }
    return found;
  }

  /**
   * Adds a route in every cluster.
   *
   * @returns the routes in the order of the clusters
   */
  public addHttpRoute(id: string, options: HttpRouteOptions): HttpRoute[] {
    return this.clusters.map((cluster) => cluster.addHttpRoute(id, options));
  }

  /**
   * Emits the Argo CD or Flux objects that apply each directory to its cluster, into a separate directory. Call it once
   * for clusters that several gateways share.
   */
  public deliverWith(delivery: ClusterDelivery): void {
    delivery._deliver(this, this.gatewayName, [...this.byName.keys()]);
  }

  /**
   * Input of the Terraform side, as plain data. Includes the hosts of all listeners below the domain that were added so
   * far.
   */
  public get dnsPlan(): DnsPlan {
    const hosts = this.clusters.flatMap(({ gateway }) => gateway.listeners.map(({ hostname }) => hostname));
    const below = hosts.filter(
      (host) => host !== undefined && (host === this.domain || host.endsWith(`.${this.domain}`)),
    );
    return { ...this.plan, hostnames: [...new Set(below as string[])], clusters: [...this.plan.clusters] };
  }

  /** Kuadrant writes to public zones only, so two gateways of one domain write the same records. */
  private checkOtherGateways(hasGeos: boolean): void {
    const first = once(this, `strategy of ${this.domain}`, () => ({ path: this.node.path, hasGeos }));
    if (first.hasGeos !== hasGeos) {
      const [mine, others] = hasGeos ? ['geos', 'none'] : ['no geos', 'some'];
      refuse(
        {
          what: `clusters of domain ${this.domain}`,
          got: `${mine}, but ${others} in gateway '${first.path}' of the same domain`,
          expected: 'geos in all clusters or in none; a host cannot have records of two routing policies',
          fix: 'set geos in the clusters of both gateways, or use another domain',
        },
        this,
      );
    }
  }

  private checkNamespaces({ namespace, clusters }: MultiClusterGatewayProps): void {
    const without = clusters.find(({ overrides }) => (overrides?.namespace ?? namespace) === undefined);
    if (without) {
      refuse(
        {
          what: 'namespace',
          got: undefined,
          expected: 'the namespace of the gateway, its policies and credentials',
          fix: "name one: namespace: 'api-gateway'",
        },
        this,
      );
    }
  }
}

const NEEDS_GATEWAY_APP =
  'MultiClusterGateway: got a cdk8s.App, expected a GatewayApp, which writes a directory for each cluster; fix: new GatewayApp()';
