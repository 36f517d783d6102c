import { throughGateway, throughIstioGateway } from './istio/behind';
import { hostAtIstioGateway } from './istio/ingress';
import { sendFromPod } from './istio/mesh';
import { isRouted } from './openshift';
import { Reply } from './outcome';
import { Request } from './request';
import { sendThroughRouter } from './router';
import { World } from './send';
import { Gateway as IstioGateway } from '../manifest/istio-networking';
import { compareHosts } from '../match/host';
import { itemsOf, pathOf } from '../model/model';
import { refuse } from '../value/problem';

/** A Gateway of either API, as a request finds it. */
interface Entrance {
  readonly name: string;
  /** The host of the listener or server that takes a request; undefined where none does. */
  readonly hostFor: (request: Request) => string | undefined;
  readonly send: (request: Request) => Reply;
}

/**
 * What becomes of a request. That of a pod goes where its URL says. Any other goes to the Gateway that is named, to
 * OpenShift's router where a Route is for its host, or else to the Gateway whose listener is for it.
 */
export function send(world: World, request: Request, via?: string): Reply {
  const { pod } = request.client ?? {};
  if (pod && via === undefined) return sendFromPod(world, pod, request);
  if (via === undefined && isRouted(world.model, request)) return sendThroughRouter(world, request);
  const all = entrancesOf(world);
  return (via === undefined ? entranceFor(all, request) : named(all, via)).send(request);
}

const entrancesByWorld = new WeakMap<World, readonly Entrance[]>();

/** A world has the same for all requests. */
function entrancesOf(world: World): readonly Entrance[] {
  let known = entrancesByWorld.get(world);
  if (!known) entrancesByWorld.set(world, (known = findEntrances(world)));
  return known;
}

function findEntrances(world: World): Entrance[] {
  const { model, gateways } = world;
  return [
    ...gateways.map(({ gateway, ports }) => ({
      name: pathOf(gateway),
      hostFor: (request: Request) => {
        const port = ports.get(request.port);
        if (request.isTls) return port?.tls(request.sni ?? '')[0]?.on.host;
        return port?.http(request.host)[0]?.(request.host)[0]?.on.host;
      },
      send: (request: Request) => throughGateway(world, gateway, request),
    })),
    ...itemsOf(model, IstioGateway).map((gateway) => ({
      name: pathOf(gateway),
      hostFor: (request: Request) => hostAtIstioGateway(model, gateway, request),
      send: (request: Request) => throughIstioGateway(world, gateway, request),
    })),
  ];
}

const listed = (entrances: readonly Entrance[]) => entrances.map(({ name }) => name).join(', ');

function named(entrances: readonly Entrance[], via: string): Entrance {
  const found = entrances.filter(({ name }) => name === via || name.endsWith(`/${via}`));
  if (found.length === 1) return found[0];
  return refuse({
    what: 'gateway',
    got: via,
    expected: `one of ${listed(found.length > 0 ? found : entrances)}`,
    fix: found.length === 0 ? 'correct the name' : `add the namespace, such as ${found[0].name}`,
  });
}

/** The Gateway whose listener names the host most specifically; an error where several do. */
function entranceFor(entrances: readonly Entrance[], request: Request): Entrance {
  if (entrances.length === 1) return entrances[0];
  const candidates = entrances
    .flatMap((entrance) => {
      const host = entrance.hostFor(request);
      return host === undefined ? [] : [{ entrance, host }];
    })
    .sort((a, b) => compareHosts(a.host, b.host));
  const [first] = candidates;
  const equal = candidates.filter(({ host }) => compareHosts(host, first.host) === 0);
  if (equal.length === 1) return first.entrance;
  const choices = equal.length > 0 ? equal.map(({ entrance }) => entrance) : entrances;
  return refuse({
    what: 'gateway',
    got: 'none',
    expected:
      entrances.length === 0
        ? 'a Gateway among the manifests'
        : `the Gateway that gets the request, one of ${listed(choices)}`,
    fix:
      entrances.length === 0
        ? 'add the folder that has the Gateway'
        : `say which: ${equal.length > 0 ? 'several have' : 'none has'} a listener for ${request.host} on port ${request.port}`,
  });
}
