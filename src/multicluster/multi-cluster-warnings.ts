import { Construct } from 'constructs';
import { GatewayClusterOptions } from './cluster-options';
import { GatewayCluster } from './gateway-cluster';
import { DnsPlanCluster } from '../dns/dns-plan';
import { Warnings } from '../resource/warning';

/** GW600: every cluster requests a separate certificate for the same names. */
export function warnOfLimit(
  scope: Construct,
  clusters: readonly GatewayCluster[],
  options: readonly GatewayClusterOptions[],
  limit: number | undefined,
): void {
  const asking = clusters.filter((_, index) => options[index].overrides?.issuer === undefined);
  if (limit === undefined) {
    return;
  }
  const counts = [...clustersByHost(asking)].filter(([, names]) => names.size > limit);
  if (counts.length > 0) {
    const [host, names] = counts[0];
    const others = counts.length > 1 ? ` and ${counts.length - 1} other hosts` : '';
    Warnings._add(scope, 'GW600', {
      what: 'certificates',
      got: `${names.size} clusters that each request one for ${host}${others}`,
      expected: `at most ${limit} clusters: Let's Encrypt issues ${limit} certificates a week for the same names`,
      fix: 'create the clusters over several weeks, or use a CA without that limit for some: overrides: { issuer }',
    });
  }
}

/** GW601: a host that only clusters of other geos serve. */
export function warnOfDefaults(
  scope: Construct,
  clusters: readonly GatewayCluster[],
  planned: readonly DnsPlanCluster[],
): void {
  if (planned[0].geo === undefined) {
    return;
  }
  const defaults = new Set(planned.filter(({ isDefaultGeo }) => isDefaultGeo).map(({ name }) => name));
  for (const [host, names] of clustersByHost(clusters)) {
    if (![...names].some((name) => defaults.has(name))) {
      Warnings._add(scope, 'GW601', {
        what: `host ${host}`,
        got: `clusters ${[...names].slice(0, 10).join(', ')} only, none of which is in the default geo`,
        expected: 'a cluster of the default geo as well; clients that no geo covers get no DNS answer',
        fix: `add the listener in ${[...defaults].slice(0, 10).join(' or ')} too, or acknowledge this warning where only these clients are intended`,
      });
    }
  }
}

/** GW602: clusters whose weights are all 0. */
export function warnOfWeights(scope: Construct, planned: readonly DnsPlanCluster[]): void {
  const byGeo = new Map<string, DnsPlanCluster[]>();
  for (const cluster of planned) {
    const code = cluster.geo?.code ?? '';
    const others = byGeo.get(code) ?? [];
    byGeo.set(code, others);
    others.push(cluster);
  }
  for (const [code, clusters] of byGeo) {
    if (clusters.every(({ weight }) => weight === 0)) {
      Warnings._add(scope, 'GW602', {
        what: `weight of ${clusters.length === 1 ? 'cluster' : 'clusters'} ${clusters.map(({ name }) => name).join(', ')}`,
        got: `0 in ${code === '' ? 'every cluster' : `every cluster of ${code}`}`,
        expected: 'at least one weight above 0; where all weights are 0, Route 53 returns all records',
        fix: 'set a weight above 0 in one cluster, or remove the clusters of this geo',
      });
    }
  }
}

function clustersByHost(clusters: readonly GatewayCluster[]): ReadonlyMap<string, ReadonlySet<string>> {
  const byHost = new Map<string, Set<string>>();
  for (const { name, gateway } of clusters) {
    for (const { hostname } of gateway.listeners) {
      if (hostname !== undefined) {
        const names = byHost.get(hostname) ?? new Set();
        byHost.set(hostname, names.add(name));
      }
    }
  }
  return byHost;
}
