import { Construct } from 'constructs';
import { checkClusters, planClusters } from './cluster-checks';
import { ClusterDelivery } from './cluster-delivery';
import { GatewayClusterOptions } from './cluster-options';
import { GatewayCluster } from './gateway-cluster';
import { MultiClusterDns } from './multi-cluster-dns';
import { MultiClusterIssuer } from './multi-cluster-issuer';
import { DEFAULT_PREFIX, MultiClusterKeys } from './multi-cluster-keys';
import { findProblems } from './multi-cluster-problems';
import { warnOfDefaults, warnOfLimit, warnOfWeights } from './multi-cluster-warnings';
import { DnsPlan } from '../dns/dns-plan';
import { SecuredGatewayOptions } from '../gateway/secured-gateway-options';
import { once } from '../resource/once';
import { writesDirectories } from '../resource/output-directory';
import { HttpRoute, HttpRouteOptions } from '../route/http-route';
import { nearest, refuse } from '../value/problem';
import { dnsLabel, preciseHostname } from '../value/scalar';

/** One gateway, and the clusters that it is in. */
export interface MultiClusterGatewayProps extends SecuredGatewayOptions {
  /** Every host below it is served, over HTTPS: `demo.example.com` gives a listener for `*.demo.example.com`. */
  readonly domain: string;
  /** The clusters, each with its place in DNS and what is different there. */
  readonly clusters: GatewayClusterOptions[];
  /** Who writes the records. */
  readonly dns: MultiClusterDns;
  /** Who signs the certificates. */
  readonly issuer: MultiClusterIssuer;
  /**
   * Where the keys are kept that controllers need for DNS and certificates.
   *
   * @default - nowhere: no controller needs any
   */
  readonly keys?: MultiClusterKeys;
  /**
   * The zone that the domain is in. Its own name gets no record by Kuadrant.
   *
   * @default - the domain
   */
  readonly zone?: string;
}

/**
 * The same secured gateway in many clusters, each in a directory of its own (`dist/<cluster>/`): one definition, one
 * place in DNS for each cluster, routes that reach all of them or one. Needs a `GatewayApp` above it.
 */
export class MultiClusterGateway extends Construct {
  /** Name of the gateway in every cluster. */
  public readonly gatewayName: string;
  /** Below it are all hosts. */
  public readonly domain: string;
  private readonly byName = new Map<string, GatewayCluster>();
  private readonly plan: DnsPlan;

  public constructor(scope: Construct, id: string, props: MultiClusterGatewayProps) {
    super(scope, id);
    const { domain, clusters, dns, issuer, keys, zone, ...gatewayOptions } = props;
    const strategy = dns._strategy;
    this.gatewayName = dnsLabel('name of Gateway', props.name ?? id);
    this.domain = preciseHostname('domain', domain);
    this.checkNamespaces(props);
    checkClusters(clusters, this);
    this.plan = {
      gateway: this.gatewayName,
      domain,
      hostnames: [`*.${domain}`],
      mode: strategy.mode,
      clusters: planClusters(clusters, ({ name, overrides }) => [
        ...strategy.controllersOf(name),
        ...(overrides?.issuer ? [] : issuer._controllers),
      ]),
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

  /** The clusters, in their order. */
  public get clusters(): GatewayCluster[] {
    return [...this.byName.values()];
  }

  /** A cluster by its name: its gateway, and a chart for constructs that go to it alone. */
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
   * @returns the routes, in the order of the clusters
   */
  public addHttpRoute(id: string, options: HttpRouteOptions): HttpRoute[] {
    return this.clusters.map((cluster) => cluster.addHttpRoute(id, options));
  }

  /** Emits what brings each directory to its cluster, into a directory of its own. Once for clusters that gateways share. */
  public deliverWith(delivery: ClusterDelivery): void {
    delivery._deliver(this, this.gatewayName, [...this.byName.keys()]);
  }

  /** What the Terraform side has to know: plain data, with the hosts below the domain that listeners have by now. */
  public get dnsPlan(): DnsPlan {
    const hosts = this.clusters.flatMap(({ gateway }) => gateway.listeners.map(({ hostname }) => hostname));
    const below = hosts.filter(
      (host) => host !== undefined && (host === this.domain || host.endsWith(`.${this.domain}`)),
    );
    return { ...this.plan, hostnames: [...new Set(below as string[])], clusters: [...this.plan.clusters] };
  }

  /** Kuadrant writes into public zones only, so that two gateways of one domain write the same records. */
  private checkOtherGateways(hasGeos: boolean): void {
    const first = once(this, `strategy of ${this.domain}`, () => ({ path: this.node.path, hasGeos }));
    if (first.hasGeos !== hasGeos) {
      const [mine, others] = hasGeos ? ['geos', 'none'] : ['no geos', 'some'];
      refuse(
        {
          what: `clusters of domain ${this.domain}`,
          got: `${mine}, beside ${others} in gateway '${first.path}' of the same domain`,
          expected: 'geos in all clusters or in none; one host cannot have records of two strategies',
          fix: 'give the clusters of both gateways geos, or take another domain',
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
