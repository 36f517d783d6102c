import { listOrUndefined, onceEach } from './istio-text';
import { LoadBalancer } from '../manifest/istio-networking';
import { refuse } from '../value/problem';

/** Region that takes over if the endpoints of another region are ejected (`failover[]`). */
export interface LocalityFailover {
  /** Failing region (`from`). */
  readonly from: string;
  /** Region that takes over (`to`). */
  readonly to: string;
}

/** Preference for endpoints near the client (`localityLbSetting`). Failover needs outlier detection. */
export interface LocalityLoadBalancing {
  /**
   * Whether to enable it; overrides the mesh (`enabled`).
   *
   * @default - the setting of the mesh
   */
  readonly enabled?: boolean;
  /**
   * Regions that take over for others (`failover`).
   *
   * @default - any region
   */
  readonly failover?: LocalityFailover[];
  /**
   * Labels by which endpoints are preferred, the most important one first: those with the same value as the client, or
   * `key=value` (`failoverPriority`). Labels of region, zone and subzone exclude `failover`.
   *
   * @default - region, zone, subzone
   */
  readonly failoverPriority?: string[];
}

const TOPOLOGY = ['topology.kubernetes.io/region', 'topology.kubernetes.io/zone', 'topology.istio.io/subzone'];

/**
 * Renders `localityLbSetting`.
 * @internal
 */
export function renderLocality(locality: LocalityLoadBalancing): LoadBalancer['localityLbSetting'] {
  const { enabled, failover = [], failoverPriority = [] } = locality;
  const topology = failoverPriority.find((label) => TOPOLOGY.includes(label));
  if (failover.length > 0 && topology !== undefined) {
    const expected = 'other labels together with failover, which refers to regions';
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
    const fix = 'remove zones and wildcards';
    refuse({ what: 'failover', got: bad, expected: "a region, such as 'eu-west'", fix });
  }
  if (from === to) {
    const fix = 'set another region that takes over';
    refuse({ what: 'failover', got: `${from} to itself`, expected: 'two regions', fix });
  }
}
