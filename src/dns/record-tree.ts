import { createHash } from 'crypto';
import { DnsPlanCluster } from './dns-plan';
import { RecordStrategy } from './record-strategy';
import { DEFAULT_WEIGHT } from '../policy/default-weight';
import { awsRegion } from '../value/aws';
import { groupBy } from '../value/group-by';
import { refuse } from '../value/problem';
import { wholeNumber } from '../value/scalar';

/*
 * The shape of a host's records, before types, names and targets: sets of records that point to sets or to clusters.
 * Route 53 backs out of an unhealthy branch only where aliases lead to it, so all branches are aliases.
 */

/** How a record is chosen among those of its name. */
export interface Routing {
  readonly weight?: number;
  readonly geo?: { readonly continent?: string; readonly country?: string };
  readonly region?: string;
  readonly near?: { readonly region: string; readonly bias: number };
  readonly failover?: 'PRIMARY' | 'SECONDARY';
  readonly isMultivalue?: boolean;
}

export interface RecordEntry {
  /** Unique in its set. */
  readonly id: string;
  readonly routing: Routing;
  readonly to: RecordSet | { readonly cluster: string; readonly address?: string };
}

export interface RecordSet {
  /** In front of the host; empty for the host itself. */
  readonly label: string;
  readonly entries: readonly RecordEntry[];
}

/** What the shape depends on beside the plan. */
export interface Circumstances {
  /** Whether every target's health is known: without, nothing can fail over. */
  readonly isHealthKnown: boolean;
  /** Addresses of a cluster; none where it is reached by a name. */
  readonly addressesOf: (cluster: string) => readonly string[];
}

export function recordTree(
  strategy: RecordStrategy,
  clusters: readonly DnsPlanCluster[],
  around: Circumstances,
): RecordSet {
  strategy._check(clusters);
  for (const { name, weight = DEFAULT_WEIGHT } of clusters) {
    wholeNumber(`weight of cluster ${name}`, weight, 0, 255, 'scale the weights down: shares are relative');
  }
  switch (strategy._kind) {
    case 'weighted':
      return weighted('', clusters, around);
    case 'geolocation':
      return geolocation(clusters, around);
    case 'latency':
      return byRegion(clusters, around, (region) => ({ region }));
    case 'geoproximity':
      return byRegion(clusters, around, (region) => ({ near: { region, bias: strategy._biases[region] ?? 0 } }));
    case 'multivalue':
      return multivalue(clusters, around);
    case 'failover':
      return failover(strategy, clusters, around);
  }
}

function weighted(label: string, clusters: readonly DnsPlanCluster[], { addressesOf }: Circumstances): RecordSet {
  const entries = clusters.map(({ name, weight = DEFAULT_WEIGHT }) => ({
    id: name,
    routing: { weight },
    to: clusterAt(name, addressesOf(name)),
  }));
  return { label, entries };
}

/** The addresses of a cluster: one at a time, so that each falls out alone. */
function clusterAt(cluster: string, addresses: readonly string[]): RecordEntry['to'] {
  if (addresses.length <= 1) return { cluster, address: addresses[0] };
  return {
    label: shortened(`_cluster-${cluster}`),
    entries: addresses.map((address) => ({ id: address, routing: { weight: 1 }, to: { cluster, address } })),
  };
}

/** A label of DNS has 63 characters at most. */
function shortened(label: string): string {
  if (label.length <= 63) return label;
  return `${label.slice(0, 54)}-${createHash('sha256').update(label).digest('hex').slice(0, 8)}`;
}

function geolocation(clusters: readonly DnsPlanCluster[], around: Circumstances): RecordSet {
  const groups = groupBy(clusters, ({ geo }) => geo?.code ?? EVERYWHERE);
  const custom = clusters.find(({ geo }) => geo?.isCustom);
  if (custom) {
    const fix = 'use a constant of Geo, or Geo.country';
    refuse({
      what: `geo of cluster ${custom.name}`,
      got: custom.geo!.code,
      expected: 'a place that Route 53 knows',
      fix,
    });
  }
  const defaults = new Set(
    clusters.filter(({ isDefaultGeo, geo }) => isDefaultGeo || !geo).map(({ geo }) => geo?.code ?? EVERYWHERE),
  );
  if (defaults.size !== 1) {
    refuse({
      what: 'default geo',
      got: defaults.size === 0 ? 'none' : [...defaults].join(', '),
      expected: 'exactly one',
      fix:
        defaults.size === 0
          ? 'set isDefaultGeo on the clusters of one geo: other clients get no answer'
          : 'leave isDefaultGeo to one geo; a cluster without geo is a default too',
    });
  }
  const [fallback] = defaults;
  const sets = new Map(
    [...groups].map(([code, members]) => [code, weighted(`_geo-${codeLabel(code)}`, members, around)]),
  );
  const places = [...sets].filter(([code]) => code !== EVERYWHERE);
  return {
    label: '',
    entries: [
      ...places.map(([code, to]) => ({ id: code, routing: { geo: placeOf(code) }, to })),
      { id: 'default', routing: { geo: { country: EVERYWHERE } }, to: withRest(sets, fallback, around.isHealthKnown) },
    ],
  };
}

const EVERYWHERE = '*';
const codeLabel = (code: string) =>
  code === EVERYWHERE ? 'default' : code.toLowerCase().replace(/^geo-/, 'continent-');
const placeOf = (code: string) => (code.startsWith('GEO-') ? { continent: code.slice(4) } : { country: code });

/** A geo that is down falls back to the default, and the default to all the others. */
function withRest(sets: ReadonlyMap<string, RecordSet>, fallback: string, isHealthKnown: boolean): RecordSet {
  const others = [...sets].filter(([code]) => code !== fallback);
  const own = sets.get(fallback)!;
  if (others.length === 0 || !isHealthKnown) return own;
  const rest = { label: '_rest', entries: others.map(([id, to]) => ({ id, routing: { weight: 1 }, to })) };
  return pair('_default', own, rest);
}

const pair = (label: string, primary: RecordSet, secondary: RecordSet): RecordSet => ({
  label,
  entries: [
    { id: 'primary', routing: { failover: 'PRIMARY' }, to: primary },
    { id: 'secondary', routing: { failover: 'SECONDARY' }, to: secondary },
  ],
});

function byRegion(
  clusters: readonly DnsPlanCluster[],
  around: Circumstances,
  routing: (region: string) => Routing,
): RecordSet {
  const groups = groupBy(clusters, ({ name, region }) => {
    return awsRegion(`region of cluster ${name}`, region);
  });
  const entries = [...groups].map(([region, members]) => ({
    id: region,
    routing: routing(region),
    to: weighted(`_region-${region}`, members, around),
  }));
  return { label: '', entries };
}

function multivalue(clusters: readonly DnsPlanCluster[], { addressesOf }: Circumstances): RecordSet {
  const entries = clusters.flatMap(({ name }) =>
    addressesOf(name).map((address) => ({
      // No name of a cluster has a slash.
      id: `${name}/${address}`,
      routing: { isMultivalue: true },
      to: { cluster: name, address },
    })),
  );
  return { label: '', entries };
}

function failover(strategy: RecordStrategy, clusters: readonly DnsPlanCluster[], around: Circumstances): RecordSet {
  if (!around.isHealthKnown) {
    refuse({
      what: 'failover',
      got: 'targets of unknown health',
      expected: 'a health check',
      fix: 'give the records a healthCheck, or name load balancers of AWS',
    });
  }
  const [primary, secondary] = [true, false].map((wanted) =>
    clusters.filter(({ name }) => strategy._primaries.includes(name) === wanted),
  );
  return pair('', weighted('_primary', primary, around), weighted('_secondary', secondary, around));
}
