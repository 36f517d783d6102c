import { GatewayPort, GatewayServer } from './gateway';
import { Reply } from './outcome';
import { Request } from './request';
import { sendToGateway, Target, World } from './send';
import { compareHosts, hostCovers } from '../match/host';
import { pathOf } from '../model/model';
import { refuse } from '../value/problem';

/** What becomes of a request. Without a gateway it goes to the one whose listener is for its host. */
export function send(world: World, request: Request, via?: string): Reply {
  return sendToGateway(world, via === undefined ? gatewayFor(world, request) : named(world, via), request);
}

function named({ gateways }: World, via: string): Target {
  const found = gateways.filter(({ gateway }) => via === gateway.name || via === pathOf(gateway));
  if (found.length !== 1) {
    refuse({
      what: 'gateway',
      got: via,
      expected: `one of ${listed(gateways)}`,
      fix: found.length === 0 ? 'correct the name' : 'add the namespace, such as ' + pathOf(found[0].gateway),
    });
  }
  return found[0].gateway;
}

const listed = (gateways: readonly GatewayServer[]) => gateways.map(({ gateway }) => pathOf(gateway)).join(', ');

/** The Gateway whose listener names the host most specifically; an error where several do. */
function gatewayFor(world: World, request: Request): Target {
  const { gateways } = world;
  const candidates = gateways.flatMap((server) => {
    const port = server.ports.get(request.port);
    const [host] = port ? hostsFor(port, request) : [];
    return host === undefined ? [] : [{ server, host }];
  });
  candidates.sort((a, b) => compareHosts(a.host, b.host));
  const [first, second] = candidates;
  if (first && (!second || compareHosts(first.host, second.host) < 0)) return first.server.gateway;
  if (gateways.length === 1) return gateways[0].gateway;
  const equal = candidates.filter(({ host }) => compareHosts(host, first.host) === 0).map(({ server }) => server);
  return refuse({
    what: 'gateway',
    got: 'none',
    expected:
      gateways.length === 0
        ? 'a Gateway among the manifests'
        : `the Gateway that gets the request, one of ${listed(equal.length > 0 ? equal : gateways)}`,
    fix:
      gateways.length === 0
        ? 'add the folder that has the Gateway'
        : equal.length > 0
          ? `say which: several have a listener for ${request.host} on port ${request.port}`
          : `say which: none has a listener for ${request.host} on port ${request.port}`,
  });
}

/** Hosts of listeners that take a request, most specific first. */
function hostsFor({ listeners }: GatewayPort, { isTls, sni = '', host: name }: Request): string[] {
  const protocols = isTls ? ['HTTPS', 'TLS'] : ['HTTP'];
  return listeners
    .filter(({ listener, host }) => protocols.includes(listener.protocol) && hostCovers(host, isTls ? sni : name))
    .map(({ host }) => host)
    .sort(compareHosts);
}
