import { tlsTo } from './apply';
import { destinationOf } from './http-route';
import { Outcome, UpstreamTls } from './outcome';
import { Request } from './request';
import { Rule } from './rule';
import { hostIndexOf, HostIndex } from '../match/host-index';
import { compareAge } from '../model/age';
import { Attachment } from '../model/attachments';
import { ListenerOf } from '../model/listeners';
import { Model } from '../model/model';
import { Route } from '../model/routes';
import { groupBy } from '../value/group-by';

/** A listener that hands on connections: TLS, passed through or terminated, TCP and UDP. */
export interface StreamListener {
  readonly on: ListenerOf;
  /** By the name in the TLS handshake. */
  readonly routes: HostIndex<Rule>;
}

/** A listener and the TLSRoutes, TCPRoutes and UDPRoutes that are attached to it: of routes for one host, the oldest. */
export function streamListener(model: Model, on: ListenerOf, attachments: readonly Attachment[]): StreamListener {
  const byHost = groupBy(
    attachments.flatMap(({ route, hosts }) => hosts.map((host) => ({ route, host: host.toLowerCase() }))),
    ({ host }) => host,
  );
  return {
    on,
    routes: hostIndexOf(
      [...byHost].map(([host, members]) => {
        const [oldest] = members.map(({ route }) => route).sort(compareAge);
        return [host, ruleOf(model, oldest)] as const;
      }),
    ),
  };
}

/** The first rule of a route; it takes everything, so that others are never reached. */
function ruleOf(model: Model, route: Route): Rule {
  const path = 'spec.rules[0]';
  const [rule] = route.rules;
  return {
    place: { entry: route, path },
    condition: { headers: new Map(), queryParams: new Map() },
    rule: path,
    name: rule?.name,
    request: [],
    response: [],
    mirrors: [],
    destinations: (rule?.backendRefs ?? []).map((ref, index) =>
      destinationOf(model, route, ref, `${path}.backendRefs[${index}]`),
    ),
  };
}

/** What becomes of a connection that a rule takes. */
export function connect(rule: Rule, on: ListenerOf, request: Request, clientCertificate?: string): Outcome[] {
  const total = rule.destinations.reduce((sum, { weight }) => sum + weight, 0);
  if (total === 0) return [broken(1, 'no backend has a weight')];
  return rule.destinations
    .filter(({ weight }) => weight > 0)
    .map((destination) => {
      const { backend, weight, fault } = destination;
      const share = weight / total;
      if (fault) return { ...broken(share, fault.reason), backend };
      const tls = tlsTo(destination, { clientCertificate }) ?? ownTls(on, request);
      return { share, ...handedOn(request), backend, tls, ...NOTHING };
    });
}

const NOTHING = { headers: new Map<string, string>(), removed: [], mirrors: [] };

export const broken = (share: number, reason: string): Outcome => ({ share, error: 'reset', reason, ...NOTHING });

/** The client's own TLS, where the listener does not terminate it. */
function ownTls({ listener: { protocol, tls } }: ListenerOf, { isTls, sni }: Request): UpstreamTls | undefined {
  const isTerminated = protocol === 'TLS' && tls?.mode !== 'Passthrough';
  return isTls && !isTerminated ? { sni } : undefined;
}

/** A request over HTTP reaches the backend as it is. */
function handedOn({
  protocol,
  method,
  authority,
  path,
  search,
  headers,
}: Request): Pick<Outcome, 'status' | 'upstream'> {
  return protocol === 'tcp' || protocol === 'udp'
    ? {}
    : { status: 200, upstream: { method, host: authority, path: path + search, headers } };
}
