import { addHost, addWorkload } from './backends';
import { addEdge, addMesh, addNamed, addObject, addPart, Draft, idOf } from './draft';
import { addDestinations, effectsOf, shownMatches } from './gateway-api';
import { Gateway, VirtualService, VirtualServiceSpec } from '../manifest/istio-networking';
import { commonHost } from '../match/host';
import {
  fullHost,
  gatewayNames,
  gatewaysOf,
  hostOfServer,
  IstioGatewayItem,
  MESH,
  VirtualServiceItem,
} from '../model/istio';
import { podsOf } from '../model/mesh';
import { itemsOf } from '../model/model';
import { httpEntries } from '../traffic/istio/delegates';
import { HttpEntry } from '../traffic/istio/http-entry';
import { proxyOf } from '../traffic/istio/proxies';
import { meshServices } from '../traffic/istio/registry';
import { rulesAt } from '../traffic/istio/rules';
import { waypointOf } from '../traffic/istio/waypoint';

/** Gateways and VirtualServices of the Istio API. */
export function addIstio(draft: Draft): void {
  const { model } = draft;
  for (const gateway of itemsOf(model, Gateway)) addGateway(draft, gateway);
  for (const item of itemsOf(model, VirtualService)) addVirtualService(draft, item);
  addWaypoints(draft);
}

/** In ambient mode the pods of the mesh reach a service by its waypoint. */
function addWaypoints(draft: Draft): void {
  for (const service of meshServices(draft.model)) {
    const waypoint = waypointOf(draft.model, service);
    if (!waypoint) continue;
    const id = idOf(draft, waypoint.gateway);
    addEdge(draft, addMesh(draft), id, 'routes');
    addEdge(draft, id, addHost(draft, service.host, service.entry.namespace), 'forwards', 'waypoint');
  }
}

function addGateway(draft: Draft, gateway: IstioGatewayItem): void {
  const { servers = [], selector = {} } = gateway.body.spec ?? {};
  const id = addObject(draft, gateway, 'gateway', ['Istio API']);
  servers.forEach(({ port, hosts = [], name }, index) => {
    addPart(
      draft,
      gateway,
      { role: 'listener', kind: 'Server', name: name ?? serverName(index), path: `spec.servers[${index}]` },
      [`${port.protocol} ${port.number}`, ...hosts.map(hostOfServer)],
    );
  });
  // Requests come to the Gateway by the pods that it selects.
  for (const workload of podsOf(draft.model, selector)) {
    addEdge(draft, addWorkload(draft, workload), id, 'forwards');
  }
}

const serverName = (index: number) => `server-${index + 1}`;

export const serverId = (draft: Draft, gateway: IstioGatewayItem, index: number, name?: string) =>
  `${idOf(draft, gateway)}#${name ?? serverName(index)}`;

function addVirtualService(draft: Draft, item: VirtualServiceItem): void {
  const { spec } = item.body;
  const hosts = spec?.hosts ?? [];
  const id = addObject(draft, item, 'route', hosts);
  if (hosts.length > 0) {
    for (const gateway of gatewaysOf(draft.model, item)) {
      if (gateway) addServerEdges(draft, gateway, item, id);
    }
    addUnknownGateways(draft, item, id);
    if (gatewayNames(spec).includes(MESH)) addEdge(draft, addMesh(draft), id, 'routes');
  }
  addHttpRules(draft, item);
  addStreamRules(draft, item, spec ?? {});
}

/** The servers whose hosts a VirtualService has in common. */
function addServerEdges(draft: Draft, gateway: IstioGatewayItem, item: VirtualServiceItem, to: string): void {
  const own = (item.body.spec?.hosts ?? []).map((host) => fullHost(host, item.namespace));
  (gateway.body.spec?.servers ?? []).forEach(({ hosts = [], name }, index) => {
    const isShared = hosts.some((text) => {
      const slash = text.indexOf('/');
      const scope = slash < 0 ? '*' : text.slice(0, slash);
      const isOpen =
        scope === '*' || scope === item.namespace || (scope === '.' && item.namespace === gateway.namespace);
      return isOpen && own.some((host) => commonHost(text.slice(slash + 1), host) !== undefined);
    });
    if (isShared) addEdge(draft, serverId(draft, gateway, index, name), to, 'routes');
  });
}

function addUnknownGateways(draft: Draft, item: VirtualServiceItem, to: string): void {
  const known = gatewaysOf(draft.model, item);
  gatewayNames(item.body.spec)
    .filter((name) => name !== MESH)
    .forEach((text, index) => {
      if (known[index]) return;
      const [name, namespace = item.namespace] = text.split('/').reverse();
      const group = 'networking.istio.io';
      addEdge(draft, addNamed(draft, { group, kind: 'Gateway', namespace, name }, 'gateway'), to, 'routes');
    });
}

function addHttpRules(draft: Draft, item: VirtualServiceItem): void {
  const { model } = draft;
  const isDelegate = (item.body.spec?.hosts ?? []).length === 0;
  const [gateway] = isDelegate ? [] : gatewaysOf(model, item).flatMap((each) => each ?? []);
  const proxy = gateway
    ? proxyOf(model, gateway)
    : { namespace: item.namespace, labels: {}, services: [], gateways: [] };
  const gateways = gatewayNames(item.body.spec).map((name) =>
    name === MESH || name.includes('/') ? name : `${item.namespace}/${name}`,
  );
  for (const entry of ownEntries(draft, item)) {
    // A rule behind one that takes everything is drawn too: `check` says that nothing reaches it.
    const site = { model, proxy, gateways, port: 80, isTls: false, isMesh: !gateway };
    const rules = rulesAt(site, [withoutPlace(entry)]);
    const [first] = rules;
    const index = Number(/\[(\d+)\]$/.exec(entry.place.path)?.[1] ?? 0);
    const id = addPart(draft, item, { role: 'rule', kind: 'Rule', name: `http-${index + 1}`, path: entry.place.path }, [
      ...(entry.data.name ? [entry.data.name] : []),
      ...shownGateways(entry),
      ...(first ? [shownMatches(rules), ...effectsOf(first)] : []),
    ]);
    if (first) addDestinations(draft, id, item.namespace, first.destinations, first.mirrors);
  }
}

/** Entries of the object itself; those of a delegate are drawn where they are. */
const ownEntries = (draft: Draft, item: VirtualServiceItem) =>
  httpEntries(draft.model, item).filter(({ place }) => place.entry.at === item.at);

/** Where the matches of an entry apply, if they say so. */
function shownGateways({ matches }: HttpEntry): string[] {
  const names = new Set(matches.flatMap(({ match }) => match.gateways ?? []));
  return names.size === 0 ? [] : [`at ${[...names].map((name) => name.replace(/^.*\//, '')).join(', ')}`];
}

/** Labels and ports of a match say who sends; for the picture everybody does. */
const withoutPlace = (entry: HttpEntry): HttpEntry => ({
  ...entry,
  matches: entry.matches.map(({ match, place }) => ({
    place,
    match: { ...match, gateways: undefined, port: undefined, sourceLabels: undefined, sourceNamespace: undefined },
  })),
});

/** Rules for TLS that is passed through, and for TCP. */
function addStreamRules(draft: Draft, item: VirtualServiceItem, { tls = [], tcp = [] }: VirtualServiceSpec): void {
  for (const [kind, rules] of [
    ['tls', tls],
    ['tcp', tcp],
  ] as const) {
    rules.forEach(({ match = [], route = [] }, index) => {
      const names = match.flatMap((each) => ('sniHosts' in each ? (each.sniHosts ?? []) : []));
      const ports = match.flatMap(({ port }) => (port ? [`port ${port}`] : []));
      const part = {
        role: 'rule',
        kind: 'Rule',
        name: `${kind}-${index + 1}`,
        path: `spec.${kind}[${index}]`,
      } as const;
      const id = addPart(
        draft,
        item,
        part,
        [[...new Set([...names, ...ports])].join(', ')].filter((text) => text !== ''),
      );
      const total = route.reduce((sum, { weight = 0 }) => sum + weight, 0);
      for (const { destination, weight = 0 } of route) {
        const share = route.length > 1 && total > 0 ? Math.round((weight / total) * 100) : undefined;
        const label = [
          ...(share === undefined ? [] : [`${share} %`]),
          ...(destination.subset ? [destination.subset] : []),
        ];
        const to = addHost(draft, fullHost(destination.host, item.namespace), item.namespace);
        addEdge(draft, id, to, 'forwards', label.length > 0 ? label.join(' ') : undefined);
      }
    });
  }
}
