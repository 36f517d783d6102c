import { answer, apply, Connection } from './apply';
import { GatewayPort, GatewayServer, gatewayServers, HttpServer, isMisdirected } from './gateway';
import { Outcome, Reply, Step } from './outcome';
import { normalizedPath } from './paths';
import { Profile, PROFILES } from './profile';
import { Request } from './request';
import { Rule } from './rule';
import { hostCovers } from '../match/host';
import { ListenerOf } from '../model/listeners';
import { Model, pathOf } from '../model/model';

/** A model and how it is served. */
export interface World {
  readonly model: Model;
  readonly profile: Profile;
  readonly gateways: readonly GatewayServer[];
}

export function worldOf(model: Model, profile: Profile = PROFILES.spec): World {
  return { model, profile, gateways: gatewayServers(model, profile) };
}

/** Where a request enters. */
export interface Target {
  readonly namespace: string;
  readonly name: string;
}

/** What becomes of a request that is sent to a Gateway. */
export function sendToGateway(world: World, { namespace, name }: Target, request: Request): Reply {
  const server = world.gateways.find(({ gateway }) => gateway.namespace === namespace && gateway.name === name);
  const port = server?.ports.get(request.port);
  if (!server || !port) {
    return failed('refused', `no listener on port ${request.port} of Gateway ${pathOf({ namespace, name })}`);
  }
  const seen = world.profile.normalizesPaths ? { ...request, path: normalizedPath(request.path) } : request;
  return request.isTls ? overTls(world, port, seen) : plain(world, port, seen);
}

function failed(error: 'refused' | 'reset', reason: string, steps: readonly Step[] = []): Reply {
  return { outcomes: [{ share: 1, error, reason, headers: new Map(), removed: [], mirrors: [] }], steps };
}

const responded = (outcome: Outcome, steps: readonly Step[], rule?: Rule): Reply => ({
  outcomes: [outcome],
  steps,
  rule,
});

function plain(world: World, port: GatewayPort, request: Request): Reply {
  const [server] = port.http(request.host);
  if (server) return routed(world, server, request, { scheme: 'http', port: port.number });
  const speaksTls = port.listeners.some(({ listener: { protocol } }) => protocol === 'HTTPS' || protocol === 'TLS');
  return speaksTls && port.listeners.every(({ listener: { protocol } }) => protocol !== 'HTTP')
    ? failed('reset', `port ${port.number} speaks TLS`)
    : responded(answer(404, `no listener for ${request.host}`), []);
}

function overTls(world: World, port: GatewayPort, request: Request): Reply {
  const name = request.sni ?? '';
  const [server] = port.https(name);
  const on = server?.on;
  if (!on) return failed('reset', `no listener for the TLS name ${name === '' ? '(none)' : name}`);
  if (world.profile.detectsMisdirected && isMisdirected(port, on, request.host)) {
    return responded(answer(421, `another listener is for ${request.host}`), [stepOf(on)]);
  }
  if (!hostCovers(on.host, request.host)) {
    return responded(answer(404, `listener ${on.listener.name} is not for ${request.host}`), [stepOf(on)]);
  }
  return routed(world, server, request, { scheme: 'https', port: port.number });
}

const stepOf = ({ owner, path, listener }: ListenerOf): Step => ({
  what: 'listener',
  place: { entry: owner, path },
  text: listener.name,
});

function routed({ profile }: World, server: HttpServer, request: Request, connection: Connection): Reply {
  const hosts = server.virtualHosts(request.host);
  const on = server.on ?? hosts[0]?.on;
  const steps = on ? [stepOf(on)] : [];
  for (const { router } of profile.triesWiderHosts ? hosts : hosts.slice(0, 1)) {
    const rule = router(request);
    if (rule) return { outcomes: apply(rule, request, connection, profile), rule, steps };
  }
  return responded(answer(404, 'no route matches'), steps);
}
