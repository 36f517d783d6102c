import { GatewayCluster } from './gateway-cluster';
import { DnsStrategy } from './multi-cluster-dns-strategy';
import { describe } from '../value/problem';

/** Problems of the listeners of all clusters, found at synthesis. */
export function findProblems(clusters: readonly GatewayCluster[], dns: DnsStrategy, zone: string): string[] {
  return clusters.flatMap(({ name, gateway }) => {
    const hosts = gateway.listeners.map(({ hostname }) => hostname).filter((host) => host !== undefined);
    const problems: string[] = [];
    if (dns.refusesApex && hosts.includes(zone)) {
      problems.push(
        describe({
          what: `host of a listener in cluster '${name}'`,
          got: zone,
          expected: "a host below the zone's own name, which cannot have the CNAME that Kuadrant writes",
          fix: `serve 'www.${zone}', use MultiClusterDns.staticRecords(), or name the zone if it is a parent: zone: '${parentOf(zone)}'`,
        }),
      );
    }
    if (dns.healthCheck && hosts.every((host) => host.startsWith('*.'))) {
      problems.push(
        describe({
          what: `healthCheck in cluster '${name}'`,
          got: `listeners for ${hosts.join(', ')} only`,
          expected: 'a listener for an exact host; wildcard hosts are not probed',
          fix: `add one to listeners: Listener.https({ hostname: '${hosts[0]?.replace('*', 'api')}', ... })`,
        }),
      );
    }
    return problems;
  });
}

const parentOf = (host: string) => host.split('.').slice(1).join('.');
