import { IConstruct } from 'constructs';
import { GatewayClusterOptions } from './cluster-options';
import { DnsPlanCluster } from '../dns/dns-plan';
import { awsRegion } from '../value/aws';
import { refuse } from '../value/problem';
import { dnsLabel, wholeNumber } from '../value/scalar';

/** Weights of Route 53 end here. */
const MAX_WEIGHT = 255;

/** Refuses clusters that do not make one gateway together. */
export function checkClusters(clusters: readonly GatewayClusterOptions[], where: IConstruct): void {
  if (clusters.length === 0) {
    refuse({ what: 'clusters', got: 'none', expected: 'at least one', fix: "name one: { name: 'eu' }" }, where);
  }
  const names = new Set<string>();
  for (const cluster of clusters) {
    dnsLabel(`name of cluster of '${where.node.path}'`, cluster.name);
    if (names.has(cluster.name)) {
      refuse(
        {
          what: 'name of cluster',
          got: `'${cluster.name}' twice`,
          expected: 'a name of its own for each cluster; it is their directory',
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

/** The clusters as DNS sees them: a geo is the default in all of its clusters as soon as one says so. */
export function planClusters(
  clusters: readonly GatewayClusterOptions[],
  controllersOf: (cluster: GatewayClusterOptions) => readonly string[],
): DnsPlanCluster[] {
  const defaults = defaultGeos(clusters);
  return clusters.map((cluster) => {
    const { name, geo, weight, region } = cluster;
    const controllers = [...controllersOf(cluster)];
    return { name, geo, isDefaultGeo: geo && defaults.has(geo.code), weight, region, controllers };
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
      'scale the weights of all clusters to that range; 0 takes a cluster out',
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
        expected: 'a geo beside it',
        fix: 'give the geo that the cluster serves, such as Geo.EUROPE',
      },
      where,
    );
  }
  // The type has none of them but for the name; a program in JavaScript, or one that spreads, still can.
  const shared = ['name', 'domain', 'dns'].find((prop) => (overrides as Record<string, unknown>)[prop] !== undefined);
  if (shared !== undefined) {
    refuse(
      {
        what: `overrides of cluster '${name}'`,
        got: `${shared}, which is what the clusters have in common`,
        expected: 'what one cluster can have for itself',
        fix: 'set it for all clusters, or make a MultiClusterGateway of its own',
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
        got: `undefined, beside ${balanced.geo!.code} of cluster '${balanced.name}'`,
        expected: 'a geo in every cluster, or in none; one host cannot have records of two strategies',
        fix: 'give every cluster a geo',
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
      expected: 'exactly one geo that also serves clients that no geo covers; without one they get no answer',
      fix:
        defaults.length === 0
          ? `say defaultGeo: true in one cluster, for example '${clusters[0].name}'`
          : 'take defaultGeo from all but one',
    },
    where,
  );
}

const namesIn = (clusters: readonly GatewayClusterOptions[], code: string) =>
  clusters.filter(({ geo, defaultGeo }) => geo?.code === code && defaultGeo).map(({ name }) => name);

const defaultGeos = (clusters: readonly GatewayClusterOptions[]): ReadonlySet<string> =>
  new Set(clusters.filter(({ geo, defaultGeo }) => geo && defaultGeo).map(({ geo }) => geo!.code));
