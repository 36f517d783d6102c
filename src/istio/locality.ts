import { listOrUndefined, onceEach } from './istio-text';
import { LoadBalancer } from '../manifest/istio-networking';
import { refuse } from '../value/problem';

/** Region that takes over when the endpoints of a region are ejected (`failover[]`). */
export interface LocalityFailover {
  /** The region that fails (`from`). */
  readonly from: string;
  /** The region that takes over (`to`). */
  readonly to: string;
}

/** Preference for endpoints near the client (`localityLbSetting`). Failover needs outlier detection. */
export interface LocalityLoadBalancing {
  /**
   * Whether it is on, whatever the mesh says (`enabled`).
   *
   * @default - as the mesh says
   */
  readonly enabled?: boolean;
  /**
   * Regions that take over for others (`failover`).
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

const TOPOLOGY = ['topology.kubernetes.io/region', 'topology.kubernetes.io/zone', 'topology.istio.io/subzone'];

/**
 * `localityLbSetting`.
 * @internal
 */
export function renderLocality(locality: LocalityLoadBalancing): LoadBalancer['localityLbSetting'] {
  const { enabled, failover = [], failoverPriority = [] } = locality;
  const topology = failoverPriority.find((label) => TOPOLOGY.includes(label));
  if (failover.length > 0 && topology !== undefined) {
    const expected = 'other labels beside failover, which names regions';
    refuse({ what: 'failoverPriority', got: topology, expected, fix: 'leave it or failover out' });
  }
  failover.forEach(checkFailover);
  return {
    enabled,
    failover: listOrUndefined(failover.map((entry) => ({ ...entry }))),
    failoverPriority: listOrUndefined(onceEach('failoverPriority', failoverPriority)),
  };
}

function checkFailover({ from, to }: LocalityFailover): void {
  const bad = [from, to].find((region) => region === '' || /[/*]/.test(region));
  if (bad !== undefined) {
    const fix = 'leave zones and wildcards out';
    refuse({ what: 'failover', got: bad, expected: "a region, such as 'eu-west'", fix });
  }
  if (from === to) {
    const fix = 'name the region that takes over';
    refuse({ what: 'failover', got: `${from} to itself`, expected: 'two regions', fix });
  }
}
