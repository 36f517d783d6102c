import { answer, apply } from './apply';
import { GatewayPort, GatewayServer, gatewayServers, HttpListener, isMisdirected } from './gateway';
import { Outcome, Reply, Step } from './outcome';
import { Profile, PROFILES } from './profile';
import { Request } from './request';
import { Rule } from './rule';
import { hostCovers } from '../match/host';
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
  return request.isTls ? overTls(world, port, request) : plain(world, port, request);
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
  const [listener] = port.http(request.host);
  if (listener) return routed(world, listener, request);
  const speaksTls = port.listeners.some(({ listener: { protocol } }) => protocol === 'HTTPS' || protocol === 'TLS');
  return speaksTls && port.listeners.every(({ listener: { protocol } }) => protocol !== 'HTTP')
    ? failed('reset', `port ${port.number} speaks TLS`)
    : responded(answer(404, `no listener for ${request.host}`), []);
}

function overTls(world: World, port: GatewayPort, request: Request): Reply {
  const name = request.sni ?? '';
  const [listener] = port.https(name);
  if (!listener) return failed('reset', `no listener for the TLS name ${name === '' ? '(none)' : name}`);
  if (world.profile.detectsMisdirected && isMisdirected(port, listener.on, request.host)) {
    return responded(answer(421, `another listener is for ${request.host}`), [stepOf(listener)]);
  }
  if (!hostCovers(listener.on.host, request.host)) {
    return responded(answer(404, `listener ${listener.on.listener.name} is not for ${request.host}`), [
      stepOf(listener),
    ]);
  }
  return routed(world, listener, request);
}

const stepOf = ({ on: { owner, path, listener } }: HttpListener): Step => ({
  what: 'listener',
  place: { entry: owner, path },
  text: `${listener.name} of ${owner.kind} ${pathOf(owner)}`,
});

function routed({ profile }: World, listener: HttpListener, request: Request): Reply {
  const steps = [stepOf(listener)];
  for (const router of listener.routers(request.host)) {
    const rule = router(request);
    if (rule) {
      const scheme = listener.on.listener.protocol === 'HTTPS' ? 'https' : 'http';
      return {
        outcomes: apply(rule, request, { scheme, port: listener.on.listener.port }),
        rule,
        steps,
      };
    }
    if (!profile.triesWiderHosts) break;
  }
  return responded(answer(404, 'no route matches'), steps);
}
