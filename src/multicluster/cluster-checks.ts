import { IConstruct } from 'constructs';
import { GatewayClusterOptions } from './cluster-options';
import { Controllers } from './multi-cluster-dns-strategy';
import { DnsPlanCluster } from '../dns/dns-plan';
import { awsRegion } from '../value/aws';
import { refuse } from '../value/problem';
import { dnsLabel, wholeNumber } from '../value/scalar';

/** Largest weight of Route 53. */
const MAX_WEIGHT = 255;

/** Refuses clusters that cannot form one gateway. */
export function checkClusters(clusters: readonly GatewayClusterOptions[], where: IConstruct): void {
  if (clusters.length === 0) {
    refuse({ what: 'clusters', got: 'none', expected: 'at least one', fix: "add one: { name: 'eu' }" }, where);
  }
  const names = new Set<string>();
  for (const cluster of clusters) {
    dnsLabel(`name of cluster of '${where.node.path}'`, cluster.name);
    if (names.has(cluster.name)) {
      refuse(
        {
          what: 'name of cluster',
          got: `'${cluster.name}' twice`,
          expected: 'a unique name for each cluster; it is the name of its directory',
          fix: 'rename one of them',
        },
        where,
      );
    }
    names.add(cluster.name);
    checkCluster(cluster, where);
  }
  checkOneStrategy(clusters, where);
  checkDefaultGeo(clusters, where);
}

/** Clusters of the DNS plan. `defaultGeo` of one cluster applies to all clusters of its geo. */
export function planClusters(
  clusters: readonly GatewayClusterOptions[],
  controllersOf: (cluster: GatewayClusterOptions) => Controllers,
): DnsPlanCluster[] {
  const defaults = defaultGeos(clusters);
  return clusters.map((cluster) => {
    const { name, geo, weight, region } = cluster;
    const { keyed, ambient } = controllersOf(cluster);
    return {
      name,
      geo,
      isDefaultGeo: geo && defaults.has(geo.code),
      weight,
      region,
      controllers: [...keyed],
      ...(ambient.length > 0 && { ambientControllers: [...ambient] }),
    };
  });
}

function checkCluster(
  { name, geo, defaultGeo, weight, region, overrides = {} }: GatewayClusterOptions,
  where: IConstruct,
) {
  if (weight !== undefined) {
    const end = geo?.isCustom ? Number.MAX_SAFE_INTEGER : MAX_WEIGHT;
    wholeNumber(
      `weight of cluster '${name}'`,
      weight,
      0,
      end,
      'scale the weights of all clusters to that range; 0 removes a cluster from DNS',
    );
  }
  if (region !== undefined) {
    awsRegion(`region of cluster '${name}'`, region);
  }
  if (defaultGeo && geo === undefined) {
    refuse(
      {
        what: `defaultGeo of cluster '${name}'`,
        got: 'true without a geo',
        expected: 'a geo together with defaultGeo',
        fix: 'set the geo that the cluster serves, such as Geo.EUROPE',
      },
      where,
    );
  }
  // The type excludes these props, but JavaScript and spread objects can still pass them.
  const shared = ['name', 'domain', 'dns'].find((prop) => (overrides as Record<string, unknown>)[prop] !== undefined);
  if (shared !== undefined) {
    refuse(
      {
        what: `overrides of cluster '${name}'`,
        got: `${shared}, which all clusters share`,
        expected: 'options that may differ between clusters',
        fix: 'set it for all clusters, or use a separate MultiClusterGateway',
      },
      where,
    );
  }
}

function checkOneStrategy(clusters: readonly GatewayClusterOptions[], where: IConstruct): void {
  const without = clusters.filter(({ geo }) => geo === undefined);
  if (without.length > 0 && without.length < clusters.length) {
    const balanced = clusters.find(({ geo }) => geo !== undefined)!;
    refuse(
      {
        what: `geo of cluster '${without[0].name}'`,
        got: `undefined, but ${balanced.geo!.code} in cluster '${balanced.name}'`,
        expected: 'a geo in every cluster or in none; a host cannot have records of two routing policies',
        fix: 'set a geo in every cluster',
      },
      where,
    );
  }
}

function checkDefaultGeo(clusters: readonly GatewayClusterOptions[], where: IConstruct): void {
  const defaults = [...defaultGeos(clusters)];
  if (clusters[0].geo === undefined || defaults.length === 1) {
    return;
  }
  refuse(
    {
      what: 'defaultGeo of the clusters',
      got:
        defaults.length === 0
          ? 'none'
          : defaults.map((code) => `${code} (${namesIn(clusters, code).join(', ')})`).join(' and '),
      expected: 'exactly one default geo; without one, clients that no geo covers get no DNS answer',
      fix:
        defaults.length === 0
          ? `set defaultGeo: true in one cluster, for example '${clusters[0].name}'`
          : 'remove defaultGeo from all geos but one',
    },
    where,
  );
}

const namesIn = (clusters: readonly GatewayClusterOptions[], code: string) =>
  clusters.filter(({ geo, defaultGeo }) => geo?.code === code && defaultGeo).map(({ name }) => name);

const defaultGeos = (clusters: readonly GatewayClusterOptions[]): ReadonlySet<string> =>
  new Set(clusters.filter(({ geo, defaultGeo }) => geo && defaultGeo).map(({ geo }) => geo!.code));
