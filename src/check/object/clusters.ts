import { Gateway } from '../../manifest/gateway-api';
import { DNSPolicy } from '../../manifest/kuadrant';
import { Body } from '../../manifest/shape';
import { findItem, Item, itemsOf, Model, pathOf } from '../../model/model';
import { ModelRule, Report } from '../model-rule';

/** Objects of several clusters that serve the same hosts. */
export const clusterRules: readonly ModelRule[] = [
  { code: 'GW607', title: 'default geos of one host', findAcross: defaultGeos },
];

interface Served {
  readonly policy: Item<Body<typeof DNSPolicy>>;
  readonly geo: string;
  readonly isDefault: boolean;
}

/** Of all clusters, one geo of a host is the default; clients of other places get no address where none is. */
function defaultGeos(clusters: readonly Model[], report: Report): void {
  const byHost = new Map<string, Served[]>();
  for (const model of clusters) {
    for (const policy of itemsOf(model, DNSPolicy)) {
      const { targetRef, loadBalancing } = policy.body.spec ?? {};
      const gateway = targetRef && findItem(model, Gateway, policy.namespace, targetRef.name);
      if (!gateway || !loadBalancing) continue;
      const served = { policy, geo: loadBalancing.geo, isDefault: loadBalancing.defaultGeo };
      for (const { hostname } of gateway.body.spec.listeners ?? []) {
        if (hostname === undefined) continue;
        byHost.set(hostname, [...(byHost.get(hostname) ?? []), served]);
      }
    }
  }
  const told = new Set<unknown>();
  for (const [host, policies] of byHost) {
    const defaults = policies.filter(({ isDefault }) => isDefault);
    const geos = new Set(defaults.map(({ geo }) => geo));
    const [first] = defaults.length > 0 ? defaults : policies;
    const faulty = geos.size > 1 ? defaults.find(({ geo }) => geo !== first.geo) : geos.size === 0 ? first : undefined;
    if (!faulty || told.has(faulty.policy.at)) continue;
    told.add(faulty.policy.at);
    report(faulty.policy, {
      what: 'spec.loadBalancing.defaultGeo',
      got:
        geos.size === 0
          ? `no default geo for ${host} in any cluster`
          : `${faulty.geo} as the default of ${host}, beside ${first.geo} of [${first.policy.at.where}] DNSPolicy ${pathOf(first.policy)}`,
      expected: 'one geo of a host that is the default, in all clusters together',
      fix:
        geos.size === 0
          ? 'set defaultGeo: true on the policies of one geo; clients of other places get no address'
          : 'set defaultGeo: false on all but one geo; the clusters overwrite the default record of each other',
    });
  }
}
