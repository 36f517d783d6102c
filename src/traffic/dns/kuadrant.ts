import { CONTINENTS, CONTINENT_OF } from './countries';
import { EVERYWHERE, Leaf, Location, NamedRecords, RecordEntry } from './records';
import { DNSPolicy } from '../../manifest/kuadrant';
import { Body } from '../../manifest/shape';
import { ANY_HOST, isWildcard } from '../../match/host';
import { attachmentsByListener } from '../../model/attachments';
import { GatewayItem, ListenerOf, listenersByGateway } from '../../model/listeners';
import { Item, Model, pathOf, view } from '../../model/model';
import { policiesOfListener } from '../../model/policies';
import { Place } from '../rule';

/*
 * The records that Kuadrant's operators write (kuadrant-operator, effective_dnspolicies_reconciler.go; dns-operator,
 * pkg/builder/endpoints.go): one DNSRecord for each listener with a hostname and a route. Those of all clusters meet in
 * the zone: geo, then weight among the clusters of a geo.
 */

type PolicyItem = Item<Body<typeof DNSPolicy>>;

/** What a cluster publishes for a host. */
interface Published {
  readonly host: string;
  readonly leaf: Leaf;
  /** Records that lead to the cluster: one for its addresses, and one for each of its hostnames. */
  readonly targets: number;
  /** Addresses of a simple record. */
  readonly addresses: number;
  readonly balancing?: { readonly geo: string; readonly isDefault: boolean; readonly weight: number };
}

export function kuadrantRecords(clusters: ReadonlyMap<string, Model>): NamedRecords[] {
  const byHost = new Map<string, Published[]>();
  for (const [cluster, model] of clusters) {
    for (const each of publishedBy(model)) {
      const host = each.host.toLowerCase();
      const leaf = { ...each.leaf, cluster };
      byHost.set(host, [...(byHost.get(host) ?? []), { ...each, leaf }]);
    }
  }
  return [...byHost].map(([host, members]) => ({ host, set: { entries: entriesFor(members) } }));
}

function entriesFor(all: readonly Published[]): RecordEntry[] {
  const simple = all.flatMap(({ leaf, balancing, addresses }) =>
    balancing ? [] : Array.from({ length: addresses }, (_, index) => simpleRecord(leaf, index)),
  );
  const geos = new Map<string, RecordEntry[]>();
  const defaults = new Set<string>();
  for (const { leaf, balancing, targets } of all) {
    if (!balancing) continue;
    const { geo, isDefault, weight } = balancing;
    const members = Array.from({ length: targets }, (_, index) => ({
      id: `${leaf.cluster} ${leaf.gateway} ${index}`,
      routing: { weight },
      to: leaf,
    }));
    geos.set(geo, [...(geos.get(geo) ?? []), ...members]);
    if (isDefault) defaults.add(geo);
  }
  const toGeo = (geo: string) => ({ entries: geos.get(geo)! });
  return [
    ...simple,
    ...[...geos.keys()].map((geo) => ({ id: geo, routing: { geo: locationOf(geo) }, to: toGeo(geo) })),
    ...[...defaults].map((geo) => ({ id: 'default', routing: { geo: { country: EVERYWHERE } }, to: toGeo(geo) })),
  ];
}

/** The addresses of all clusters are values of one record. */
const simpleRecord = (leaf: Leaf, index: number): RecordEntry => ({
  id: `${leaf.cluster} ${leaf.gateway} ${index}`,
  routing: { isMultivalue: true },
  to: leaf,
});

/** Bare letters are a country, `GEO-` and letters a continent. */
function locationOf(geo: string): Location {
  const continent = geo.startsWith('GEO-') ? geo.slice('GEO-'.length) : '';
  if (CONTINENTS.has(continent)) return { continent };
  return CONTINENT_OF.has(geo) ? { country: geo } : { custom: geo };
}

const publishedBy = view((model: Model): readonly Published[] => {
  const found = new Map<string, Published>();
  for (const on of [...listenersByGateway(model).values()].flat()) {
    // Without a route at the listener there is no record.
    if (on.host === ANY_HOST || !attachmentsByListener(model).get(on)?.length) continue;
    for (const policy of policiesOfListener(model, 'DNSPolicy', on)) {
      const each = published(on, policy as PolicyItem);
      const key = `${on.host} ${each?.leaf.gateway}`;
      // Listeners of one hostname want the same records.
      if (each && !found.has(key)) found.set(key, each);
    }
  }
  return [...found.values()];
});

function published(on: ListenerOf, policy: PolicyItem): Published | undefined {
  const { loadBalancing, excludeAddresses = [], healthCheck } = policy.body.spec!;
  const known = addressesOf(on.gateway);
  const addresses = known.filter(({ value }) => !excludeAddresses.some((excluded) => isExcluded(value, excluded)));
  if (known.length > 0 && addresses.length === 0) return undefined;
  const names = addresses.filter(({ type }) => type === 'Hostname').length;
  const hasIp = addresses.length > names;
  const place: Place = { entry: policy, path: loadBalancing ? 'spec.loadBalancing' : 'spec.targetRef' };
  return {
    host: on.host,
    leaf: { cluster: '', gateway: pathOf(on.gateway), place, stays: reasonToStay(on.host, healthCheck !== undefined) },
    targets: Math.max(1, names + (hasIp ? 1 : 0)),
    addresses: Math.max(1, addresses.length),
    balancing: loadBalancing && {
      geo: loadBalancing.geo,
      isDefault: loadBalancing.defaultGeo,
      // The reader has filled the default in.
      weight: loadBalancing.weight!,
    },
  };
}

/** No probe of dns-operator takes a whole cluster out (its dnsrecord_healthchecks.go, removeUnhealthyEndpoints). */
function reasonToStay(host: string, isChecked: boolean): string {
  if (!isChecked) return 'its DNSPolicy has no health check';
  return isWildcard(host)
    ? 'Kuadrant checks the health of no wildcard'
    : 'Kuadrant keeps the record of a cluster whose every address fails';
}

interface Address {
  readonly type?: string;
  readonly value: string;
}

/** As the status tells them, which live objects have, or as the Gateway asks for them. */
function addressesOf({ at, body }: GatewayItem): readonly Address[] {
  const { addresses } = (at.manifest.status ?? {}) as { readonly addresses?: readonly Address[] };
  const given = addresses ?? body.spec.addresses ?? [];
  return given.flatMap(({ type, value }) => (value === undefined || value === '' ? [] : { type, value }));
}

/** An address, or a range of addresses of IPv4. */
function isExcluded(address: string, excluded: string): boolean {
  if (address === excluded) return true;
  const [network, length] = excluded.split('/');
  const [a, b] = [numberOf(address), numberOf(network)];
  if (length === undefined || a === undefined || b === undefined) return false;
  const size = 2 ** (32 - Number(length));
  return Math.floor(a / size) === Math.floor(b / size);
}

function numberOf(address: string): number | undefined {
  const parts = address.split('.');
  return parts.length === 4 && parts.every((part) => /^\d+$/.test(part))
    ? parts.reduce((sum, part) => sum * 256 + Number(part), 0)
    : undefined;
}
