import { Interest, portsOf, Seen, Sight } from './sight';
import { DestinationRule, Gateway, Sidecar, VirtualService } from '../../manifest/istio-networking';
import { AuthorizationPolicy, PeerAuthentication } from '../../manifest/istio-security';
import { ANY_HOST, commonHost, hostCovers } from '../../match/host';
import { fullHost, gatewayNames, MESH, ROOT_NAMESPACE, VirtualServiceItem } from '../../model/istio';
import { itemsOf, Model, nameOf, pathOf } from '../../model/model';
import { hasMatches } from '../../model/routes';
import { workloadsOf } from '../../model/workloads';
import { rulesOf } from '../http-route';
import { corsOf } from '../istio/actions';
import { conditionOf } from '../istio/condition';
import { httpEntries } from '../istio/delegates';
import { routesByParent } from '../istio/mesh-routes';
import { GatewayProxy, podPort, proxyOf } from '../istio/proxies';
import { MeshPort, MeshService, meshServices } from '../istio/registry';
import { isHttps, isHttpPlain, isPassthrough, serversOf, Server } from '../istio/servers';
import { virtualHosts, virtualServicesAt } from '../istio/virtual-services';
import { Client } from '../request';

/** Istio's Gateways, by the ports of the Services in front of them. */
export const istioGatewaySights = (model: Model): Sight[] =>
  itemsOf(model, Gateway).map((gateway) => ({
    target: { kind: 'IstioGateway', namespace: gateway.namespace, name: gateway.name },
    ports: portsOf(serversOf(gateway).flatMap((server) => seenAt(model, proxyOf(model, gateway), server))),
  }));

function seenAt(model: Model, proxy: GatewayProxy, server: Server): Seen[] {
  const { hosts, gateway } = server;
  const protocol = isHttps(server) ? 'HTTPS' : isHttpPlain(server) ? 'HTTP' : server.spec.tls ? 'TLS' : 'TCP';
  const routed = virtualServicesAt(model, pathOf(gateway), proxy.namespace).flatMap((item) => {
    const named = [...virtualHosts(item), ...(isPassthrough(server) ? sniHosts(item) : [])];
    const shared = hosts
      .filter(({ namespace }) => namespace === undefined || namespace === item.namespace)
      .flatMap(({ host }) => named.flatMap((own) => commonHost(host, own) ?? []));
    const rules = interestsOf(model, item);
    return [...new Set(shared)].map((host) => ({ host, rules }));
  });
  const seen = [{ host: ANY_HOST }, ...hosts.map(({ host }) => ({ host })), ...routed];
  return portsInFront(proxy, server.spec.port.number).flatMap((port) =>
    seen.map((each) => ({ port, protocol, ...each })),
  );
}

/** The ports of the Services that lead to a port of the pods. */
function portsInFront(proxy: GatewayProxy, number: number): readonly number[] {
  if (proxy.services.length === 0) return [number];
  const own = podPort(proxy, number) ?? number;
  const all = proxy.services.flatMap(({ body }) => (body.spec?.ports ?? []).map(({ port }) => port));
  return [...new Set(all)].filter((port) => podPort(proxy, port) === own);
}

const sniHosts = ({ body }: VirtualServiceItem) =>
  (body.spec?.tls ?? []).flatMap(({ match }) => match.flatMap((each) => each.sniHosts));

/** What a VirtualService looks at, wherever its rules count. */
const interestsOf = (model: Model, item: VirtualServiceItem): Interest[] =>
  httpEntries(model, item).flatMap(({ data, place, matches }) => {
    const cors = corsOf(data, place);
    return (matches.length === 0 ? [{ match: undefined, place }] : matches).map((each) => ({
      condition: conditionOf(each.match),
      place: each.place,
      cors,
    }));
  });

/** Hosts of the mesh that are looked at. */
const HOSTS = 1_000;

/** Pods of which one differs from the others for some rule, and the services that rules or policies are for. */
export function podSights(model: Model): Sight[] {
  const seen = seenInMesh(model).slice(0, HOSTS);
  if (seen.length === 0) return [];
  const ports = portsOf(seen);
  return podsOf(model).map(({ name, pod }) => ({
    target: { kind: 'Pod', namespace: pod.namespace, name, pod },
    ports,
  }));
}

function seenInMesh(model: Model): Seen[] {
  const services = itemsOf(model, VirtualService).filter(
    ({ body }) => gatewayNames(body.spec).includes(MESH) && (body.spec?.hosts ?? []).length > 0,
  );
  const parents = routesByParent(model);
  const guarded = guardedNamespaces(model);
  const ruled = new Set(
    itemsOf(model, DestinationRule).flatMap(({ body, namespace }) =>
      body.spec ? [fullHost(body.spec.host, namespace).toLowerCase()] : [],
    ),
  );
  const known = meshServices(model);
  const isLookedAt = ({ host, entry, serviceEntry }: MeshService) =>
    serviceEntry !== undefined ||
    ruled.has(host) ||
    parents.has(nameOf(entry)) ||
    (guarded.has(ROOT_NAMESPACE) && entry.kind === 'Service') ||
    guarded.has(entry.namespace) ||
    services.some((item) => virtualHosts(item).some((own) => hostCovers(own, host)));
  const hosts = new Set(known.map(({ host }) => host));
  return [
    ...known.filter(isLookedAt).flatMap((service) => {
      const rules = [
        ...services
          .filter((item) => virtualHosts(item).some((own) => hostCovers(own, service.host)))
          .flatMap((item) => interestsOf(model, item)),
        ...(parents.get(nameOf(service.entry)) ?? []).flatMap(({ route }) =>
          hasMatches(route) ? rulesOf(model, route) : [],
        ),
      ];
      return service.ports.map(({ number, protocol }) => ({
        port: number,
        protocol: PROTOCOLS[protocol],
        host: service.host,
        rules,
      }));
    }),
    // A host that no service has is sent for as well.
    ...services.flatMap((item) =>
      virtualHosts(item)
        .filter((host) => !hosts.has(host) && host !== ANY_HOST)
        .map((host) => ({ port: 80, protocol: 'HTTP', host, rules: interestsOf(model, item) })),
    ),
  ];
}

const PROTOCOLS: Readonly<Record<MeshPort['protocol'], string>> = {
  http: 'HTTP',
  auto: 'HTTP',
  tls: 'TLS',
  tcp: 'TCP',
  udp: 'UDP',
};

/** Namespaces whose pods have policies. */
const guardedNamespaces = (model: Model): ReadonlySet<string> =>
  new Set(
    [...itemsOf(model, AuthorizationPolicy), ...itemsOf(model, PeerAuthentication)].map(({ namespace }) => namespace),
  );

type Pod = NonNullable<Client['pod']>;

/** Pods that are tried. */
const PODS = 12;

/** A pod of each namespace with workloads, and those that rules and policies name. */
function podsOf(model: Model): { readonly name: string; readonly pod: Pod }[] {
  const pods: Pod[] = [];
  const add = (namespace: string, labels: Pod['labels'] = {}, serviceAccount = 'default') =>
    pods.push({ namespace, labels, serviceAccount });
  for (const { namespace } of workloadsOf(model)) add(namespace);
  for (const { body, namespace } of itemsOf(model, Sidecar)) add(namespace, body.spec?.workloadSelector?.labels);
  for (const item of itemsOf(model, VirtualService)) {
    for (const { match = [] } of [...(item.body.spec?.http ?? []), ...(item.body.spec?.tcp ?? [])]) {
      for (const { sourceLabels = {}, sourceNamespace = item.namespace } of match) {
        if (Object.keys(sourceLabels).length > 0 || sourceNamespace !== item.namespace) {
          add(sourceNamespace, sourceLabels);
        }
      }
    }
  }
  for (const { body, namespace: own } of itemsOf(model, AuthorizationPolicy)) {
    for (const { source = {} } of (body.spec?.rules ?? []).flatMap(({ from = [] }) => from)) {
      for (const principal of [...(source.principals ?? []), ...(source.notPrincipals ?? [])]) {
        const [, namespace, account] = /\/ns\/([^/*]+)\/sa\/([^/*]+)$/.exec(principal) ?? [];
        if (namespace !== undefined) add(namespace, {}, account);
      }
      for (const account of [...(source.serviceAccounts ?? []), ...(source.notServiceAccounts ?? [])]) {
        const [name, namespace = own] = account.split('/').reverse();
        add(namespace, {}, name);
      }
      for (const namespace of [...(source.namespaces ?? []), ...(source.notNamespaces ?? [])]) {
        if (!namespace.includes('*')) add(namespace);
      }
    }
  }
  if (pods.length === 0) add('default');
  const byName = new Map(pods.map((pod) => [podName(pod), { name: podName(pod), pod }]));
  return [...byName.values()].slice(0, PODS);
}

function podName({ namespace, labels, serviceAccount }: Pod): string {
  const shown = Object.entries(labels).map(([key, value]) => `${key}=${value}`);
  const account = serviceAccount === 'default' ? [] : [`service account ${serviceAccount}`];
  return [`a pod of ${namespace}`, ...account, ...shown].join(', ');
}
