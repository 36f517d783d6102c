import { ServiceEntry } from '../../manifest/istio-networking';
import { namedWaypoint, ServiceEntryItem, shareScope } from '../../model/mesh';
import { itemsOf, Model, pathOf } from '../../model/model';
import { isTls } from '../../value/istio';
import { ModelRule, Report } from '../model-rule';

/** ServiceEntries whose connections proxies cannot tell apart. */
export const serviceEntryRules: readonly ModelRule[] = [
  { code: 'GW715', title: 'two protocols for one port of a host', severity: 'warning', find: rivalProtocols },
  {
    code: 'GW565',
    title: 'hosts of a ServiceEntry that connections do not tell apart',
    severity: 'warning',
    find: confusedHosts,
  },
];

const scopeOf = ({ body, namespace }: ServiceEntryItem) => ({ exportTo: body.spec.exportTo, namespace });

function rivalProtocols(model: Model, report: Report): void {
  const earlier = new Map<string, { readonly entry: ServiceEntryItem; readonly protocol: string }[]>();
  for (const entry of itemsOf(model, ServiceEntry)) {
    const { hosts, ports = [] } = entry.body.spec;
    const told = new Set<number>();
    for (const host of hosts) {
      ports.forEach(({ number, protocol: given }, index) => {
        const protocol = given || 'TCP';
        const key = `${host.toLowerCase()} ${number}`;
        const others = earlier.get(key) ?? [];
        earlier.set(key, [...others, { entry, protocol: protocol.toUpperCase() }]);
        const other = others.find(
          (each) => each.protocol !== protocol.toUpperCase() && shareScope(scopeOf(each.entry), scopeOf(entry)),
        );
        if (!other || other.entry === entry || told.has(index)) return;
        told.add(index);
        report(entry, {
          what: `spec.ports[${index}].protocol`,
          got: `${protocol} for port ${number} of ${host}, which is ${other.protocol} in ServiceEntry ${pathOf(other.entry)}`,
          expected: 'one protocol for a port of a host',
          fix: 'use the protocol of the other, or limit both by exportTo; proxies use one of them',
        });
      });
    }
  }
}

function confusedHosts(model: Model, report: Report): void {
  for (const entry of itemsOf(model, ServiceEntry)) {
    const { hosts, ports = [], addresses = [], resolution = 'NONE' } = entry.body.spec;
    const tcp = ports.findIndex(({ protocol }) => (protocol || 'TCP').toUpperCase() === 'TCP');
    // In ambient mode, istiod assigns an address and ztunnel resolves the host to it.
    const isAmbient = namedWaypoint(entry.labels, entry.namespace) !== undefined;
    // Without resolution, connections go where the client wants them to; several hosts are refused.
    const isResolved = ['STATIC', 'DNS', 'DNS_ROUND_ROBIN'].includes(resolution) && hosts.length === 1;
    if (tcp >= 0 && addresses.length === 0 && isResolved && !isAmbient) {
      report(entry, {
        what: `spec.ports[${tcp}]`,
        got: 'TCP without addresses',
        expected: 'addresses; without them, every connection to that port, at any address, is sent to this host',
        fix: 'set addresses, or acknowledge this warning if proxies capture DNS and istiod assigns an address',
      });
    }
    const tls = ports.findIndex(({ protocol = '' }) => isTls(protocol));
    if (tls >= 0 && addresses.length > 0 && hosts.length > 1 && resolution.startsWith('DNS')) {
      report(entry, {
        what: `spec.ports[${tls}]`,
        got: `${hosts.length} hosts with the same addresses`,
        expected: 'one host for TLS with addresses',
        fix: 'create an entry for each host, or leave the addresses out',
      });
    }
  }
}
