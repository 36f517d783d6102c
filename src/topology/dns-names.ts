import { addEdge, addNamed, Draft, idOf } from './draft';
import { listenerId } from './gateway-api';
import { serverId } from './istio';
import { Gateway as IstioGateway, VirtualService } from '../manifest/istio-networking';
import { Route } from '../manifest/openshift-route';
import { ANY_HOST, commonHost, compareHosts, hostCovers } from '../match/host';
import { attachmentsByListener } from '../model/attachments';
import { hostOfServer, gatewaysOf } from '../model/istio';
import { listenersByGateway } from '../model/listeners';
import { targetsOf } from '../model/mesh';
import { itemsOf, Model, pathOf } from '../model/model';
import { externalDnsRecords } from '../traffic/dns/external-dns';
import { kuadrantRecords } from '../traffic/dns/kuadrant';
import { NamedRecords, RecordSet, Routing } from '../traffic/dns/records';

/** Names that clients use, with the listeners that take requests for them, in all clusters. */
export function addDnsNames(drafts: readonly Draft[]): void {
  const models = new Map(drafts.map(({ cluster, model }) => [cluster, model]));
  const records = [...kuadrantRecords(models), ...externalDnsRecords(models)];
  for (const draft of drafts) {
    const { model } = draft;
    for (const on of [...listenersByGateway(model).values()].flat()) {
      const hosts = (attachmentsByListener(model).get(on) ?? []).flatMap((each) => each.hosts);
      const names = new Set(hosts.filter(isDnsName(model)).map((host) => host.toLowerCase()));
      for (const host of names) {
        const label = routingOf(records, host, draft.cluster, pathOf(on.gateway));
        addEdge(draft, addName(draft, host), listenerId(draft, on), 'leads', label);
      }
    }
    addIstioNames(draft);
    for (const item of itemsOf(model, Route)) {
      const { host } = item.body.spec;
      if (host !== undefined) addEdge(draft, addName(draft, host.toLowerCase()), idOf(draft, item), 'leads');
    }
  }
}

/** A name is one in all clusters. */
const addName = (draft: Draft, name: string) =>
  addNamed({ ...draft, cluster: '' }, { group: '', kind: 'DNSName', namespace: '', name }, 'dns');

function addIstioNames(draft: Draft): void {
  const known = new Set(itemsOf(draft.model, IstioGateway));
  for (const item of itemsOf(draft.model, VirtualService)) {
    for (const gateway of gatewaysOf(draft.model, item)) {
      if (!gateway || !known.has(gateway)) continue;
      (gateway.body.spec?.servers ?? []).forEach(({ hosts = [], name }, index) => {
        const served = hosts.map(hostOfServer);
        const names = (item.body.spec?.hosts ?? []).flatMap((own) =>
          served.flatMap((host) => commonHost(host, own) ?? []),
        );
        for (const host of new Set(names.filter(isDnsName(draft.model)))) {
          addEdge(draft, addName(draft, host.toLowerCase()), serverId(draft, gateway, index, name), 'leads');
        }
      });
    }
  }
}

/** Clients outside look up neither names of Services, nor hosts that only pods reach by a gateway. */
const isDnsName = (model: Model) => (host: string) =>
  host !== ANY_HOST &&
  host.includes('.') &&
  !host.endsWith('.svc.cluster.local') &&
  targetsOf(model, host, '').entries.length === 0;

/** How the records of a name lead to a Gateway: `geo EU, weight 120`; nothing where there is no record. */
function routingOf(
  records: readonly NamedRecords[],
  host: string,
  cluster: string,
  gateway: string,
): string | undefined {
  const [closest] = records
    .map((each) => each.host)
    .filter((name) => hostCovers(name, host))
    .sort(compareHosts);
  const texts = records.flatMap(({ host: name, set }) =>
    name === closest ? leadsTo(set, (leaf) => leaf.cluster === cluster && leaf.gateway === gateway) : [],
  );
  const parts = new Set(texts.flatMap((text) => text.split(', ')).filter((part) => part !== ''));
  return parts.size === 0 ? undefined : [...parts].join(', ');
}

function leadsTo(set: RecordSet, isIt: (leaf: { cluster: string; gateway?: string }) => boolean): string[] {
  return set.entries.flatMap(({ routing, to }) => {
    const below = 'entries' in to ? leadsTo(to, isIt) : isIt(to) ? [''] : [];
    return below.map((text) => [shown(routing), text].filter((each) => each !== '').join(', '));
  });
}

function shown({ weight, geo, region, near, failover }: Routing): string {
  const place = geo && (geo.custom ?? geo.country ?? geo.continent);
  return [
    ...(place === undefined ? [] : [place === '*' ? 'default' : `geo ${place}`]),
    ...(weight === undefined ? [] : [`weight ${weight}`]),
    ...(region === undefined ? [] : [`region ${region}`]),
    ...(near === undefined ? [] : [`near ${near.region}`]),
    ...(failover === undefined ? [] : [failover.toLowerCase()]),
  ].join(', ');
}
