import { byAge } from './age';
import { isExported } from './export';
import { ServiceEntry } from '../../manifest/istio-networking';
import { Service } from '../../manifest/kubernetes';
import { Body } from '../../manifest/shape';
import { hostIndexOf } from '../../match/host-index';
import { Entry, Item, itemsOf, Model, view } from '../../model/model';
import { groupBy } from '../../value/group-by';

export type ServiceItem = Item<Body<typeof Service>>;
export type ServiceEntryItem = Item<Body<typeof ServiceEntry>>;

/** A host of the mesh: that of a Service, or one of a ServiceEntry. */
export interface MeshService {
  /** In lower case. */
  readonly host: string;
  readonly entry: Entry;
  readonly ports: readonly MeshPort[];
  readonly exportTo?: readonly string[];
  readonly service?: ServiceItem;
  readonly serviceEntry?: ServiceEntryItem;
}

export interface MeshPort {
  readonly number: number;
  readonly name: string;
  readonly protocol: PortProtocol;
}

/** How proxies treat connections to a port; `auto` looks at what is sent. */
export type PortProtocol = 'http' | 'tls' | 'tcp' | 'udp' | 'auto';

const HTTP = ['http', 'http2', 'grpc', 'grpc-web', 'http_proxy'];
const TCP = ['tcp', 'mongo', 'mysql', 'redis'];

/** As Istio reads a protocol of a ServiceEntry, or the beginning of a port's name. */
export function protocolOf(text: string | undefined): PortProtocol {
  const name = (text ?? '').toLowerCase();
  if (HTTP.includes(name)) return 'http';
  if (name === 'https' || name === 'tls') return 'tls';
  if (TCP.includes(name)) return 'tcp';
  return name === 'udp' ? 'udp' : 'auto';
}

/** Protocols that appProtocol names in other words. */
const APP_PROTOCOLS: Readonly<Record<string, PortProtocol>> = {
  'kubernetes.io/h2c': 'http',
  'kubernetes.io/ws': 'http',
  'kubernetes.io/wss': 'tls',
};

function servicePorts({ body }: ServiceItem): MeshPort[] {
  return (body.spec?.ports ?? []).map(({ port, name = '', protocol, appProtocol }) => {
    const named = protocolOf(name.startsWith('grpc-web') ? 'grpc-web' : name.split('-')[0]);
    const said = appProtocol === undefined ? named : (APP_PROTOCOLS[appProtocol] ?? protocolOf(appProtocol));
    return { number: port, name, protocol: protocol === 'UDP' ? 'udp' : said };
  });
}

const EXPORT_TO = 'networking.istio.io/exportTo';

const ofService = (service: ServiceItem): MeshService => ({
  host: `${service.name}.${service.namespace}.svc.cluster.local`,
  entry: service,
  ports: servicePorts(service),
  exportTo: service.annotations[EXPORT_TO]?.split(',').map((each) => each.trim()),
  service,
});

const ofServiceEntry = (item: ServiceEntryItem): MeshService[] =>
  item.body.spec.hosts.map((host) => ({
    host: host.toLowerCase(),
    entry: item,
    ports: (item.body.spec.ports ?? []).map(({ number, name, protocol }) => ({
      number,
      name,
      protocol: protocolOf(protocol),
    })),
    exportTo: item.body.spec.exportTo,
    serviceEntry: item,
  }));

/** All hosts of the mesh, Services first, then in the order of age. */
export const meshServices = view((model: Model): readonly MeshService[] => [
  ...itemsOf(model, Service).map(ofService),
  ...byAge(itemsOf(model, ServiceEntry)).flatMap(ofServiceEntry),
]);

const byHost = view((model: Model) => groupBy(meshServices(model), ({ host }) => host));
const hostIndex = view((model: Model) => hostIndexOf(byHost(model)));

export const isVisible = ({ exportTo, entry }: MeshService, namespace: string) =>
  isExported(exportTo, entry.namespace, namespace);

/** What a host names for a proxy: that of its own namespace, or the first that it sees. */
export function serviceAt(
  model: Model,
  host: string,
  namespace: string,
  preferred = namespace,
): MeshService | undefined {
  const seen = (byHost(model).get(host.toLowerCase()) ?? []).filter((each) => isVisible(each, namespace));
  return seen.find(({ entry }) => entry.namespace === preferred) ?? seen[0];
}

/** Services whose host covers a name, the most specific first. */
export const servicesCovering = (model: Model, name: string, namespace: string): MeshService[] =>
  hostIndex(model)(name.toLowerCase())
    .flat()
    .filter((each) => isVisible(each, namespace));

/** Names by which a pod calls a Service of the cluster. */
export function namesOf({ host, service }: MeshService, namespace: string): string[] {
  if (!service) return [host];
  const { name, namespace: own } = service;
  const names = [host, `${host}.`, `${name}.${own}`, `${name}.${own}.svc`];
  return own === namespace ? [...names, name] : names;
}
