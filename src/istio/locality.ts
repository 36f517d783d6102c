import { listOrNothing, onceEach } from './istio-text';
import { LoadBalancer } from '../manifest/istio-networking';
import { refuse } from '../manifest/problem';
import { wholeNumber } from '../manifest/scalar';

/** How traffic of one place is shared among places (`localityLbSetting.distribute[]`). */
export interface LocalityDistribution {
  /** Where traffic comes from: `region/zone/subzone`, a wildcard at its end: `eu-west/*` (`from`). */
  readonly from: string;
  /** Where it goes, with shares in percent that are 100 in all: `{ 'eu-west/a/*': 80, 'eu-west/b/*': 20 }` (`to`). */
  readonly to: { readonly [locality: string]: number };
}

/** Where traffic of a region goes when its endpoints are ejected (`failover[]`). */
export interface LocalityFailover {
  /** The region that fails (`from`). */
  readonly from: string;
  /** The region that steps in (`to`). */
  readonly to: string;
}

/** Endpoints near the client first (`localityLbSetting`). Needs outlier detection to fail over. */
export interface LocalityLoadBalancing {
  /**
   * Switches it on or off, whatever the mesh has (`enabled`).
   *
   * @default - as the mesh has it
   */
  readonly enabled?: boolean;
  /**
   * Shares of places; not beside `failover` (`distribute`).
   *
   * @default - all to the nearest place
   */
  readonly distribute?: LocalityDistribution[];
  /**
   * Regions that step in for others (`failover`).
   *
   * @default - any region
   */
  readonly failover?: LocalityFailover[];
  /**
   * Labels by which endpoints are near, the most important one first: those whose value is the client's, or
   * `key=value` (`failoverPriority`). Labels of region, zone and subzone not beside `failover`.
   *
   * @default - region, zone, subzone
   */
  readonly failoverPriority?: string[];
}

/** Endpoints of the client's zone first, as many requests as they can take (`zoneAwareLbSetting`). Istio 1.31, not ambient. */
export interface ZoneAwareLoadBalancing {
  /**
   * Switches it on or off, whatever the mesh has (`enabled`).
   *
   * @default - as the mesh has it
   */
  readonly enabled?: boolean;
  /**
   * Regions that step in for others (`failover`).
   *
   * @default - any region
   */
  readonly failover?: LocalityFailover[];
  /**
   * Labels by which endpoints are near beyond zone and region (`failoverPriority`).
   *
   * @default - none
   */
  readonly failoverPriority?: string[];
  /**
   * Endpoints in the region below which zones are not looked at, 1 or more (`minClusterSize`).
   *
   * @default 6
   */
  readonly minClusterSize?: number;
}

const TOPOLOGY = ['topology.kubernetes.io/region', 'topology.kubernetes.io/zone', 'topology.istio.io/subzone'];

/** `localityLbSetting`. */
export function renderLocality(locality: LocalityLoadBalancing): LoadBalancer['localityLbSetting'] {
  const { enabled, distribute = [], failover = [], failoverPriority = [] } = locality;
  const what = 'localityLbSetting';
  if (distribute.length > 0 && failover.length > 0) {
    const expected = 'one of them: shares, or who steps in';
    refuse({ what, got: 'distribute and failover', expected, fix: 'leave one out' });
  }
  const topology = failoverPriority.find((label) => TOPOLOGY.includes(label));
  if (failover.length > 0 && topology !== undefined) {
    const expected = 'other labels beside failover, which says the regions';
    refuse({ what: `failoverPriority of ${what}`, got: topology, expected, fix: 'leave it or failover out' });
  }
  checkLocalities(
    `distribute of ${what}`,
    distribute.map(({ from }) => from),
  );
  distribute.forEach(checkDistribution);
  failover.forEach((entry) => checkFailover(what, entry));
  return {
    enabled,
    distribute: listOrNothing(distribute.map(({ from, to }) => ({ from, to: { ...to } }))),
    failover: listOrNothing(failover.map((entry) => ({ ...entry }))),
    failoverPriority: listOrNothing(onceEach(`failoverPriority of ${what}`, failoverPriority)),
  };
}

/** `zoneAwareLbSetting`. */
export function renderZoneAware(zones: ZoneAwareLoadBalancing): LoadBalancer['zoneAwareLbSetting'] {
  const { enabled, failover = [], failoverPriority = [], minClusterSize } = zones;
  const what = 'zoneAwareLbSetting';
  const topology = failoverPriority.find((label) => TOPOLOGY.includes(label));
  if (topology !== undefined) {
    const expected = 'other labels; zones and regions are looked at anyway';
    refuse({ what: `failoverPriority of ${what}`, got: topology, expected, fix: 'leave it out' });
  }
  failover.forEach((entry) => checkFailover(what, entry));
  if (minClusterSize !== undefined) {
    wholeNumber(`minClusterSize of ${what}`, minClusterSize, 1, 4_294_967_295, 'leave it out for 6');
  }
  return {
    enabled,
    failover: listOrNothing(failover.map((entry) => ({ ...entry }))),
    failoverPriority: listOrNothing(onceEach(`failoverPriority of ${what}`, failoverPriority)),
    minClusterSize,
  };
}

function checkFailover(what: string, { from, to }: LocalityFailover): void {
  const bad = [from, to].find((region) => region === '' || /[/*]/.test(region));
  if (bad !== undefined) {
    const expected = "a region, such as 'eu-west'";
    refuse({ what: `failover of ${what}`, got: bad, expected, fix: 'leave zones and wildcards out' });
  }
  if (from === to) {
    const expected = 'two regions';
    refuse({ what: `failover of ${what}`, got: `${from} to itself`, expected, fix: 'name the one that steps in' });
  }
}

function checkDistribution({ from, to }: LocalityDistribution): void {
  const what = `distribute from '${from}'`;
  const shares = Object.entries(to);
  checkLocalities(
    what,
    shares.map(([locality]) => locality),
  );
  shares.forEach(([locality, share]) =>
    wholeNumber(`${what} to '${locality}'`, share, 1, 100, 'it is in percent; leave out what gets nothing'),
  );
  const sum = shares.reduce((total, [, share]) => total + share, 0);
  if (sum !== 100) {
    const fix = sum > 100 ? 'lower them' : 'say where the rest goes';
    refuse({ what, got: `${sum} percent`, expected: '100 in all', fix });
  }
}

/** Localities, none of which holds another one. */
function checkLocalities(what: string, localities: readonly string[]): void {
  for (const locality of localities) {
    const parts = locality.split('/');
    if (parts.length > 3 || parts.includes('') || /\*./.test(locality)) {
      const expected = "'region/zone/subzone', as long as it goes, with a wildcard only at its end";
      refuse({ what, got: locality, expected, fix: "for example 'eu-west/*'" });
    }
  }
  localities.forEach((locality, index) => {
    const other = localities.find((entry, at) => at !== index && contains(entry, locality));
    if (other !== undefined) {
      const got = `'${locality}' beside '${other}'`;
      refuse({ what, got, expected: 'each place once', fix: 'leave one out, or name smaller places' });
    }
  });
}

function contains(wide: string, narrow: string): boolean {
  const [outer, inner] = [wide, narrow].map((text) => text.split('/').filter((part) => part !== '*'));
  return outer.every((part, index) => part === inner[index]);
}
