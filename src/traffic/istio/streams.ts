import { resolve } from './destination';
import { RuleSite } from './site';
import { gatewayKey } from './virtual-services';
import { VirtualServiceSpec } from '../../manifest/istio-networking';
import { hostIndexOf, HostIndex } from '../../match/host-index';
import { fullHost, VirtualServiceItem } from '../../model/istio';
import { hasLabels } from '../../model/labels';
import { Outcome } from '../outcome';
import { Request } from '../request';
import { Destination, Place } from '../rule';

type TlsRoute = NonNullable<VirtualServiceSpec['tls']>[number];
type TcpRoute = NonNullable<VirtualServiceSpec['tcp']>[number];
type Match = NonNullable<TcpRoute['match']>[number] | TlsRoute['match'][number];

/** Where connections go that no proxy reads. */
export interface StreamRoute {
  readonly place: Place;
  readonly destinations: readonly Destination[];
}

/** TLS routes of VirtualServices at a proxy by the name in the handshake. */
export function tlsRoutesAt(site: RuleSite, items: readonly VirtualServiceItem[]): HostIndex<StreamRoute> {
  const byName = new Map<string, StreamRoute>();
  for (const item of items) {
    (item.body.spec?.tls ?? []).forEach((route, index) => {
      if (!route.route?.length) return;
      for (const match of route.match) {
        if (!isFor(site, match, item.namespace)) continue;
        const place = { entry: item, path: `spec.tls[${index}]` };
        for (const name of match.sniHosts) {
          if (!byName.has(name.toLowerCase())) byName.set(name.toLowerCase(), streamOf(site, route.route, place));
        }
      }
    });
  }
  return hostIndexOf(byName);
}

/** The first TCP route of VirtualServices that is for a proxy. */
export function tcpRouteAt(site: RuleSite, items: readonly VirtualServiceItem[]): StreamRoute | undefined {
  for (const item of items) {
    for (const [index, { match = [], route = [] }] of (item.body.spec?.tcp ?? []).entries()) {
      const isMet = match.length === 0 || match.some((each) => isFor(site, each, item.namespace));
      if (isMet && route.length > 0) return streamOf(site, route, { entry: item, path: `spec.tcp[${index}]` });
    }
  }
  return undefined;
}

function isFor({ gateways, port, proxy }: RuleSite, match: Match, namespace: string): boolean {
  const names = match.gateways ?? [];
  return (
    (names.length === 0 || names.some((name) => gateways.includes(gatewayKey(name, namespace)))) &&
    hasLabels(proxy.labels, match.sourceLabels ?? {}) &&
    (!match.port || match.port === port) &&
    (!match.sourceNamespace || match.sourceNamespace === proxy.namespace)
  );
}

function streamOf(site: RuleSite, routes: NonNullable<TcpRoute['route']>, place: Place): StreamRoute {
  return {
    place,
    destinations: routes.map(({ destination, weight }, index) => {
      const { namespace } = place.entry;
      const found = resolve(site.model, { ...destination, host: fullHost(destination.host, namespace) }, site.proxy, {
        namespace,
        port: site.port,
        isMesh: site.isMesh,
      });
      return {
        place: { ...place, path: `${place.path}.route[${index}]` },
        weight: routes.length === 1 ? 1 : (weight ?? 0),
        backend: found.backend,
        subset: found.subset,
        fault: found.reason === undefined ? undefined : { status: 503, reason: found.reason },
        request: [],
        response: [],
        mirrors: [],
        tls: found.tls,
      };
    }),
  };
}

/** What becomes of a request whose connection is passed on: the backend sees it as it was sent. */
export function streamed({ destinations }: StreamRoute, request: Request): Outcome[] {
  const total = destinations.reduce((sum, { weight }) => sum + weight, 0);
  return destinations
    .filter(({ weight }) => weight > 0)
    .map(({ weight, backend, subset, fault, tls }) => {
      const share = weight / total;
      const common = { share, backend, subset, headers: NONE, removed: [], mirrors: [] };
      if (fault) return { ...common, error: 'reset', reason: fault.reason };
      const own = request.isTls ? { sni: request.sni } : undefined;
      return { ...common, ...asSent(request), tls: tls ?? own };
    });
}

const NONE: ReadonlyMap<string, string> = new Map();

/** A request over HTTP reaches the backend as it was sent; of other protocols nothing is read. */
export const asSent = (request: Request): Pick<Outcome, 'status' | 'upstream'> => {
  const { protocol, method, authority, path, search, headers, backend } = request;
  return protocol === 'tcp' || protocol === 'udp'
    ? {}
    : { status: backend?.status ?? 200, upstream: { method, host: authority, path: path + search, headers } };
};
