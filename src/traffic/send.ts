import { answer, apply, Connection } from './apply';
import { withValidClient } from './client-certificate';
import { corsAnswer } from './cors';
import { GatewayPort, GatewayServer, gatewayServers, HttpListener, isMisdirected } from './gateway';
import { withGrpcStatus } from './grpc-status';
import { Guard, guarded } from './istio/guard';
import { hasEscapedSlash, mergedPath, normalizedPath } from './istio/normalize';
import { istioGuard } from './istio/policies';
import { workloadOfGateway } from './istio/security/workload';
import { gate } from './kuadrant/gate';
import { Limits } from './kuadrant/limits';
import { Reply, Step } from './outcome';
import { Profile, PROFILES } from './profile';
import { failed, replied } from './reply';
import { Request } from './request';
import { connect, StreamListener } from './streams';
import { afterPolicies } from './verdict';
import { VirtualHosts } from './virtual-hosts';
import { hostCovers } from '../match/host';
import { ListenerOf } from '../model/listeners';
import { Model, pathOf, soundOnly } from '../model/model';

/** A model and how it is served. */
export interface World {
  readonly model: Model;
  readonly profile: Profile;
  readonly gateways: readonly GatewayServer[];
  /** Policies of proxies. */
  readonly guard?: Guard;
  /** Requests counted so far, by limits of Kuadrant's policies; without, every request is the first. */
  readonly limits?: Limits;
}

/** Objects that the API server would refuse are not there. */
export function worldOf(model: Model, profile: Profile = PROFILES.spec): World {
  const sound = soundOnly(model);
  const guard = profile.name === 'istio' ? istioGuard(sound) : undefined;
  return { model: sound, profile, gateways: gatewayServers(sound, profile), guard };
}

/** Where a request enters. */
export interface Target {
  readonly namespace: string;
  readonly name: string;
}

/** What becomes of a request that is sent to a Gateway. */
export function sendToGateway(world: World, target: Target, request: Request): Reply {
  const reply = received(world, target, request);
  return request.protocol === 'grpc'
    ? { ...reply, outcomes: reply.outcomes.map((outcome) => withGrpcStatus(outcome, world.profile)) }
    : reply;
}

function received(world: World, { namespace, name }: Target, request: Request): Reply {
  const server = world.gateways.find(({ gateway }) => gateway.namespace === namespace && gateway.name === name);
  const port = server?.ports.get(request.port);
  const isUdp = request.protocol === 'udp';
  if (!server || !port?.listeners.some(({ listener: { protocol } }) => (protocol === 'UDP') === isUdp)) {
    return failed(
      'refused',
      `no listener ${isUdp ? 'for UDP ' : ''}on port ${request.port} of Gateway ${pathOf({ namespace, name })}`,
    );
  }
  if (port.refusal !== undefined) return failed('refused', port.refusal);
  const at: At = { world, server, port };
  const stream = isUdp ? port.udp : port.tcp;
  if (stream) return streamed(at, [stream], request);
  return request.isTls ? overTls(at, request) : plain(at, request);
}

/** Where a request has come to. */
interface At {
  readonly world: World;
  readonly server: GatewayServer;
  readonly port: GatewayPort;
}

function plain(at: At, request: Request): Reply {
  const { port } = at;
  if (port.listeners.every(({ listener: { protocol } }) => protocol === 'HTTPS' || protocol === 'TLS')) {
    return failed('reset', `port ${port.number} speaks TLS`);
  }
  if (request.protocol === 'tcp') return replied(answer(400, `port ${port.number} speaks HTTP`), []);
  const [hosts] = port.http(request.host);
  return hosts ? routed(at, 'http', hosts, request) : replied(answer(404, `no listener for ${request.host}`), []);
}

function overTls(at: At, request: Request): Reply {
  const { world, port } = at;
  const name = request.sni ?? '';
  const listeners = port.tls(name);
  const [listener] = listeners;
  if (!listener) return failed('reset', `no listener for the TLS name ${name === '' ? '(none)' : name}`);
  if ('routes' in listener) {
    return streamed(at, world.profile.triesWiderListeners ? listeners.filter(isStream) : [listener], request);
  }
  return withValidClient(world.model, listener.on, request, () => overHttps(at, listener, request));
}

const isStream = (listener: HttpListener | StreamListener): listener is StreamListener => 'routes' in listener;

function overHttps(at: At, listener: HttpListener, request: Request): Reply {
  if (request.protocol === 'tcp') {
    return replied(answer(400, `listener ${listener.on.listener.name} speaks HTTP`), [stepOf(listener.on)]);
  }
  if (at.world.profile.detectsMisdirected && isMisdirected(at.port, listener.on, request.host)) {
    return replied(answer(421, `another listener is for ${request.host}`), [stepOf(listener.on)]);
  }
  if (!hostCovers(listener.on.host, request.host)) {
    return replied(answer(404, `listener ${listener.on.listener.name} is not for ${request.host}`), [
      stepOf(listener.on),
    ]);
  }
  return routed(at, 'https', listener.virtualHosts, request, listener.on);
}

/** What becomes of a connection, read by no proxy. */
function streamed(at: At, listeners: readonly StreamListener[], request: Request): Reply {
  const [first] = listeners;
  for (const listener of listeners) {
    const [rule] = listener.routes(request.sni ?? '');
    if (!rule) continue;
    return {
      outcomes: connect(rule, listener.on, request, at.server.clientCertificate),
      rule,
      steps: [stepOf(listener.on)],
    };
  }
  return failed('reset', `listener ${first.on.listener.name} has no route for the connection`, [stepOf(first.on)]);
}

const listenerSteps = new WeakMap<ListenerOf, Step>();

/** Every request at a listener has the same step. */
function stepOf(on: ListenerOf): Step {
  let step = listenerSteps.get(on);
  if (!step) {
    const { owner, path, listener } = on;
    const text = `${listener.name} of ${owner.kind} ${pathOf(owner)}`;
    listenerSteps.set(on, (step = { what: 'listener', place: { entry: owner, path }, text }));
  }
  return step;
}

function routed(
  at: At,
  scheme: Connection['scheme'],
  virtualHosts: VirtualHosts,
  request: Request,
  own?: ListenerOf,
): Reply {
  const { world, server, port } = at;
  if (!world.guard) return byRules(at, scheme, virtualHosts, request, own);
  const proxy = workloadOfGateway(world.model, server.gateway);
  const checkpoint = { kind: 'gateway', proxy, targets: [server.gateway], port: port.number, isMutual: false } as const;
  return guarded(world.guard, world.model, checkpoint, request, (judged) =>
    byRules(at, scheme, virtualHosts, judged, own),
  );
}

const PATHS: Readonly<Record<Profile['paths'], (path: string) => string | undefined>> = {
  'as sent': (path) => path,
  resolved: normalizedPath,
  merged: mergedPath,
};

function byRules(
  { world: { model, profile, limits }, server, port }: At,
  scheme: Connection['scheme'],
  virtualHosts: VirtualHosts,
  sent: Request,
  own?: ListenerOf,
): Reply {
  const path = PATHS[profile.paths](sent.path);
  if (path === undefined) {
    return replied(answer(400, `Envoy refuses the path ${sent.path}`), own ? [stepOf(own)] : []);
  }
  if (profile.paths === 'merged' && hasEscapedSlash(sent.path)) {
    // A client of gRPC cannot be sent back.
    if (sent.protocol === 'grpc') return replied(answer(400, `Envoy refuses the path ${sent.path}`), []);
    const outcome = answer(307, 'Envoy sends a path with escaped slashes back');
    return replied({ ...outcome, headers: new Map([['location', path + sent.search]]) }, own ? [stepOf(own)] : []);
  }
  const request = path === sent.path ? sent : { ...sent, path };
  const hosts = virtualHosts(request.host);
  const on = own ?? hosts[0]?.on;
  const steps = on ? [stepOf(on)] : [];
  for (const { router } of profile.triesWiderHosts ? hosts : hosts.slice(0, 1)) {
    const rule = router(request);
    if (!rule) continue;
    const connection = { scheme, port: port.number, clientCertificate: server.clientCertificate };
    // The filter of CORS stands before that of policies.
    const isPreflight = rule.cors !== undefined && corsAnswer(rule.cors, request) !== undefined;
    const verdict = isPreflight ? undefined : gate(model, { gateway: server.gateway, on, rule }, request, limits);
    if (!verdict) return { outcomes: apply(rule, request, connection, profile), rule, steps };
    return {
      outcomes: afterPolicies(verdict, request, rule.cors, (seen) => apply(rule, seen, connection, profile)),
      rule,
      limits: verdict.limits,
      steps: [...steps, ...verdict.steps],
    };
  }
  return replied(answer(404, 'no route matches'), steps);
}
