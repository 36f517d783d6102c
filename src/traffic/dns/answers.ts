import { CONTINENT_OF } from './countries';
import { externalDnsRecords } from './external-dns';
import { kuadrantRecords } from './kuadrant';
import { NamedRecords } from './records';
import { ClientPlace, resolve } from './resolve';
import { Gateway as IstioGateway } from '../../manifest/istio-networking';
import { compareHosts, hostCovers } from '../../match/host';
import { attachmentsByListener } from '../../model/attachments';
import { servesHost } from '../../model/istio';
import { listenersByGateway } from '../../model/listeners';
import { itemsOf, Model } from '../../model/model';
import { Place } from '../rule';

export interface DnsClient extends ClientPlace {
  /** Clusters whose health checks fail. */
  readonly unhealthy?: readonly string[];
  /** Records that no object of a cluster asks for, such as those of Terraform. */
  readonly records?: readonly NamedRecords[];
}

/** The cluster that a share of clients reaches. */
export interface DnsAnswer {
  /** Undefined where DNS has no answer. */
  readonly cluster?: string;
  /** The Gateway that the record is of, `namespace/name`. */
  readonly gateway?: string;
  /** From 0 to 1. */
  readonly share: number;
  readonly why: string;
  /** What would have to be so, where manifests do not tell; the shares of each such case add up to 1. */
  readonly condition?: string;
  /** What asks for the record. */
  readonly place?: Place;
}

/** Which clusters the clients of a place reach by the name of a host. */
export function answersFor(clusters: ReadonlyMap<string, Model>, host: string, client: DnsClient = {}): DnsAnswer[] {
  const { country, unhealthy = [], records = [] } = client;
  const continent = client.continent ?? (country === undefined ? undefined : CONTINENT_OF.get(country));
  const all = [...records, ...kuadrantRecords(clusters), ...externalDnsRecords(clusters)];
  const [closest] = all
    .map((each) => each.host)
    .filter((name) => hostCovers(name, host))
    .sort(compareHosts);
  if (closest === undefined) return withoutRecords(clusters, host);
  const entries = all.flatMap((each) => (each.host === closest ? each.set.entries : []));
  const found = resolve({ entries }, { country, continent }, new Set(unhealthy)).map(
    ({ leaf, share, why, conditions }): DnsAnswer => ({
      cluster: leaf?.cluster,
      gateway: leaf?.gateway,
      share,
      why: [closest, ...why].join(', '),
      condition: conditions.length === 0 ? undefined : conditions.join(', '),
      place: leaf?.place,
    }),
  );
  return merged(found);
}

/** Several addresses of one Gateway are one answer. */
function merged(answers: readonly DnsAnswer[]): DnsAnswer[] {
  const byTarget = new Map<string, DnsAnswer>();
  for (const each of answers) {
    const key = JSON.stringify([each.cluster, each.gateway, each.condition, each.why]);
    byTarget.set(key, { ...each, share: each.share + (byTarget.get(key)?.share ?? 0) });
  }
  return [...byTarget.values()];
}

/** Nothing writes a record: if DNS leads anywhere, then to a cluster that serves the host. */
function withoutRecords(clusters: ReadonlyMap<string, Model>, host: string): DnsAnswer[] {
  const serving = [...clusters].flatMap(([name, model]) => (serves(model, host) ? name : []));
  if (serving.length === 0) return [{ share: 1, why: `no record and no listener with a route for ${host}` }];
  return serving.map((cluster) => ({
    cluster,
    share: 1,
    why: `no record for ${host} among the manifests`,
    condition: `DNS leads ${host} to ${cluster}`,
  }));
}

function serves(model: Model, host: string): boolean {
  const listeners = [...listenersByGateway(model).values()].flat();
  return (
    listeners.some((on) =>
      attachmentsByListener(model)
        .get(on)
        ?.some(({ hosts }) => hosts.some((each) => hostCovers(each, host))),
    ) || itemsOf(model, IstioGateway).some((gateway) => servesHost(gateway, host))
  );
}
