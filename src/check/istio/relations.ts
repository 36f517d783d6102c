import {
  DestinationRule,
  Gateway,
  ServiceEntry,
  VirtualService,
  VirtualServiceSpec,
} from '../../manifest/istio-networking';
import { overlap, RequestCondition } from '../../match/condition';
import { commonHost, isWildcard } from '../../match/host';
import { shownMatch } from '../../model/conditions';
import { namespacesOfSecret } from '../../model/generated';
import {
  destinationRulesFor,
  fullHost,
  gatewayNames,
  gatewaysOf,
  istioCondition,
  MESH,
  serverHosts,
  serviceOfHost,
  VirtualServiceItem,
} from '../../model/istio';
import { podsOf, shareScope, targetsOf } from '../../model/mesh';
import { hasUnread, itemsOf, Model, pathOf } from '../../model/model';
import { hasUnreadWorkloads } from '../../model/workloads';
import { groupBy } from '../../value/group-by';
import { nearest } from '../../value/problem';
import { ModelRule, ofAbsence, Report } from '../model-rule';
import { destinationsOf } from './destinations';

/** What objects of networking.istio.io say of each other, of Services and of pods. */
export const istioModelRules: readonly ModelRule[] = [
  { code: 'GW530', title: 'subset that no DestinationRule defines', find: missingSubsets },
  { code: 'GW531', title: 'port of a destination that its Service does not have', find: missingPorts },
  {
    code: 'GW532',
    title: 'host of a VirtualService that its gateways do not serve',
    severity: 'warning',
    find: unservedHosts,
  },
  {
    code: 'GW533',
    title: 'certificate in another namespace than the pods of the Gateway',
    severity: 'warning',
    find: strayCertificates,
  },
  { code: 'GW534', title: 'routes of two VirtualServices whose age decides', severity: 'warning', find: orderByAge },
  { code: 'GW535', title: 'two VirtualServices of the mesh for one host', severity: 'warning', find: sharedMeshHosts },
  {
    code: 'GW536',
    title: 'Gateway whose selector finds no pod of the input',
    severity: 'warning',
    find: podlessGateways,
  },
  { code: 'GW537', title: 'wildcard that DNS cannot resolve', find: wildcardsByDns },
];

function missingSubsets(model: Model, report: Report): void {
  for (const item of itemsOf(model, VirtualService)) {
    for (const { path, host, subset } of destinationsOf(item)) {
      if (subset === undefined || subset === '') continue;
      const full = fullHost(host, item.namespace);
      const rules = destinationRulesFor(model, full);
      const names = rules.flatMap(({ body }) => (body.spec?.subsets ?? []).map(({ name }) => name));
      if (names.includes(subset) || hasUnread(model, DestinationRule)) continue;
      const meant = nearest(subset, names);
      report(
        item,
        {
          what: `${path}.subset`,
          got: subset,
          expected:
            rules.length > 0
              ? `a subset of DestinationRule ${pathOf(rules[0])}: ${names.join(', ') || 'it has none'}`
              : `a DestinationRule for ${full} with that subset`,
          fix: meant ? `did you mean '${meant}'?` : 'add the subset with its labels; requests get 503 otherwise',
        },
        rules.length > 0 ? 'error' : ofAbsence(model),
      );
    }
  }
}

function missingPorts(model: Model, report: Report): void {
  for (const item of itemsOf(model, VirtualService)) {
    for (const { path, host, port } of destinationsOf(item)) {
      if (port === undefined) continue;
      const { service, entries } = targetsOf(model, host, item.namespace);
      const target = service ?? (entries.length === 1 ? entries[0] : undefined);
      const ports = service
        ? (service.body.spec?.ports ?? []).map((each) => each.port)
        : entries.flatMap(({ body }) => (body.spec.ports ?? []).map(({ number }) => number));
      if (!target || ports.length === 0 || ports.includes(port)) continue;
      report(item, {
        what: `${path}.port.number`,
        got: port,
        expected: `a port of ${target.kind} ${pathOf(target)}: ${ports.join(', ')}`,
        fix: `use ${ports[0]}, or add the port to the ${target.kind}; requests get 503 otherwise`,
      });
    }
  }
}

function unservedHosts(model: Model, report: Report): void {
  for (const item of itemsOf(model, VirtualService)) {
    const gateways = gatewaysOf(model, item);
    if (gateways.length === 0 || gateways.includes(undefined) || gatewayNames(item.body.spec).includes(MESH)) continue;
    const served = gateways.flatMap((gateway) => serverHosts(gateway!, item.namespace));
    (item.body.spec?.hosts ?? []).forEach((host, index) => {
      if (served.some((each) => commonHost(each, fullHost(host, item.namespace)) ?? commonHost(each, host))) return;
      const isOfMesh = serviceOfHost(host, item.namespace) !== undefined;
      report(item, {
        what: `spec.hosts[${index}]`,
        got: host,
        expected: `a host of Gateway ${gateways.map((gateway) => pathOf(gateway!)).join(', ')}: ${[...new Set(served)].join(', ') || `none for namespace ${item.namespace}`}`,
        fix: isOfMesh
          ? `add '${MESH}' to gateways, so that the routes hold for calls within the mesh, or leave the host out`
          : 'add the host to a server of the Gateway, or correct it; no request for it reaches these routes',
      });
    });
  }
}

/** A gateway reads credentialName in the namespace of its pods. */
function strayCertificates(model: Model, report: Report): void {
  for (const gateway of itemsOf(model, Gateway)) {
    const { selector = {}, servers = [] } = gateway.body.spec ?? {};
    const namespaces = [...new Set(podsOf(model, selector).map(({ namespace }) => namespace))];
    if (namespaces.length === 0) continue;
    servers.forEach(({ tls }, index) => {
      const name = tls?.credentialName;
      const places = name ? namespacesOfSecret(model, name) : [];
      if (places.length === 0 || places.some((place) => namespaces.includes(place))) return;
      report(gateway, {
        what: `spec.servers[${index}].tls.credentialName`,
        got: `${name}, which is made in namespace ${places.join(', ')}`,
        expected: `a Secret of namespace ${namespaces.join(' or ')}, where the pods of the Gateway are`,
        fix: `make the Secret or the Certificate in namespace ${namespaces[0]}; the server has no certificate otherwise`,
      });
    });
  }
}

function podlessGateways(model: Model, report: Report): void {
  for (const gateway of itemsOf(model, Gateway)) {
    const { selector = {} } = gateway.body.spec ?? {};
    if (Object.keys(selector).length === 0 || podsOf(model, selector).length > 0 || hasUnreadWorkloads(model)) continue;
    report(
      gateway,
      {
        what: 'spec.selector',
        got: Object.entries(selector)
          .map(([key, value]) => `${key}=${value}`)
          .join(', '),
        expected: 'labels of pods of the input',
        fix: 'correct the labels, or add the workload of the gateway; its servers listen nowhere otherwise',
      },
      ofAbsence(model, 'warning'),
    );
  }
}

interface PlacedRoute {
  readonly item: VirtualServiceItem;
  readonly path: string;
  readonly condition: RequestCondition;
}

/** Istio puts the routes of all VirtualServices of a host behind each other, the older object first, catch-alls last. */
function orderByAge(model: Model, report: Report): void {
  const served = itemsOf(model, VirtualService).flatMap((item) =>
    gatewayNames(item.body.spec)
      .filter((gateway) => gateway !== MESH)
      .flatMap((gateway) => {
        const name = gateway.includes('/') ? gateway : `${item.namespace}/${gateway}`;
        return (item.body.spec?.hosts ?? []).map((host) => ({
          key: `${name} ${fullHost(host, item.namespace)}`,
          item,
        }));
      }),
  );
  const told = new Set<string>();
  for (const [key, entries] of groupBy(served, (each) => each.key)) {
    if (entries.length < 2) continue;
    const routes = entries.flatMap(({ item }) => placedRoutes(item));
    for (const [index, route] of routes.entries()) {
      const other = routes.slice(0, index).find((earlier) => decidesByAge(earlier, route));
      const pair = other && `${pathOf(route.item)} ${pathOf(other.item)}`;
      if (!other || told.has(pair!)) continue;
      told.add(pair!);
      report(route.item, {
        what: route.path,
        got: `${shownMatch(route.condition)} for ${key.split(' ')[1]}, beside ${shownMatch(other.condition)} of VirtualService ${pathOf(other.item)}`,
        expected: 'routes of one VirtualService, or conditions that exclude each other',
        fix: 'put both routes into one VirtualService, the narrower first; of two, the routes of the older are tried first',
      });
    }
  }
}

function placedRoutes(item: VirtualServiceItem): PlacedRoute[] {
  return (item.body.spec?.http ?? []).flatMap(({ match = [] }, rule) =>
    match.length === 0
      ? [{ item, path: `spec.http[${rule}]`, condition: { headers: new Map(), queryParams: new Map() } }]
      : match.flatMap((each, index) => {
          const condition = istioCondition(each);
          return condition ? [{ item, path: `spec.http[${rule}].match[${index}]`, condition }] : [];
        }),
  );
}

const isCatchAll = ({ condition: { path, method, headers, queryParams } }: PlacedRoute) =>
  path === undefined && method === undefined && headers.size + queryParams.size === 0;

const decidesByAge = (a: PlacedRoute, b: PlacedRoute) =>
  a.item.at !== b.item.at && isCatchAll(a) === isCatchAll(b) && overlap(a.condition, b.condition);

/** For calls within the mesh, one VirtualService of a host is used and the others are not (IST0109). */
function sharedMeshHosts(model: Model, report: Report): void {
  const earlier = new Map<string, VirtualServiceItem[]>();
  for (const item of itemsOf(model, VirtualService)) {
    const { spec } = item.body;
    if (!spec || !gatewayNames(spec).includes(MESH) || isDelegate(spec)) continue;
    const told = new Set<VirtualServiceItem>();
    (spec.hosts ?? []).forEach((host, index) => {
      const key = fullHost(host, item.namespace);
      const others = earlier.get(key) ?? [];
      const other = others.find((each) => shareScope(scopeOf(each), scopeOf(item)));
      earlier.set(key, [...others, item]);
      if (!other || other === item || told.has(other)) return;
      told.add(other);
      report(item, {
        what: `spec.hosts[${index}]`,
        got: `${host}, which VirtualService ${pathOf(other)} has too for the mesh`,
        expected: 'one VirtualService of the mesh for a host',
        fix: 'put the routes into one, or limit both by exportTo; the routes of one of them are not used',
      });
    });
  }
}

const scopeOf = ({ body, namespace }: VirtualServiceItem) => ({ exportTo: body.spec?.exportTo, namespace });

const isDelegate = ({ hosts = [] }: VirtualServiceSpec) => hosts.length === 0;

/** Istio's webhook refuses the object: there is no address of a wildcard. */
function wildcardsByDns(model: Model, report: Report): void {
  for (const entry of itemsOf(model, ServiceEntry)) {
    const { hosts = [], resolution, endpoints = [], workloadSelector } = entry.body.spec ?? {};
    if (resolution !== 'DNS' && resolution !== 'DNS_ROUND_ROBIN') continue;
    if (endpoints.length > 0 || workloadSelector) continue;
    hosts.forEach((host, index) => {
      if (!isWildcard(host)) return;
      report(entry, {
        what: `spec.hosts[${index}]`,
        got: `${host} with resolution ${resolution}`,
        expected: 'an exact host, or endpoints',
        fix: 'set resolution: NONE, to where the application connects, or DYNAMIC_DNS, or name the endpoints',
      });
    });
  }
}
