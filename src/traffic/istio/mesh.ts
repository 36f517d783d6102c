import { Guard, guarded } from './guard';
import { followed } from './hops';
import { MeshProxy } from './mesh-routes';
import { Outbound, outbound, stream, toService } from './outbound';
import { DataPlane, dataPlaneOf, lookUp, MeshPod } from './pods';
import { sidecarScope, SidecarScope } from './sidecar-scope';
import { waypointOf } from './waypoint';
import { isRead, waypointReply } from './waypoint-routes';
import { Model, view } from '../../model/model';
import { Reply } from '../outcome';
import { Profile } from '../profile';
import { failed } from '../reply';
import { Request } from '../request';
import { World } from '../send';

/** What becomes of a request that a pod sends; `destination` is where it connects, if not where its Host header says. */
export function sendFromPod(
  world: World & { readonly guard?: Guard },
  pod: MeshPod,
  sent: Request,
  destination: string = sent.host,
): Reply {
  const { model, profile } = world;
  const request: Request = { ...sent, client: { ...sent.client, pod } };
  const plane = dataPlaneOf(model, pod);
  const at: Outbound = { model, profile, proxy: proxyFor(model, pod, plane) };
  const reply =
    plane === 'sidecar' ? outbound(at, request, destination) : direct(world, at, request, destination, plane);
  return followed(world, reply, request, { sender: pod, plane });
}

const EVERYTHING: SidecarScope = { allowsOthers: true, knows: () => true };

const proxies = view((): Map<string, MeshProxy> => new Map());

/** Pods with the same labels route alike. */
function proxyFor(model: Model, { namespace, labels }: MeshPod, plane: DataPlane): MeshProxy {
  const key = JSON.stringify([namespace, Object.entries(labels).sort(), plane]);
  let proxy = proxies(model).get(key);
  if (!proxy) {
    const scope = plane === 'sidecar' ? sidecarScope(model, { namespace, labels }) : EVERYTHING;
    proxies(model).set(key, (proxy = { namespace, labels, scope, isWaypoint: false }));
  }
  return proxy;
}

/** Without a sidecar a request goes where it is sent, in ambient mode through the waypoint of the service there. */
function direct(
  { model, profile, guard }: { readonly model: Model; readonly profile: Profile; readonly guard?: Guard },
  at: Outbound,
  request: Request,
  destination: string,
  plane: DataPlane,
): Reply {
  const service = lookUp(model, destination, at.proxy.namespace);
  if (!service) return outbound({ ...at, proxy: { ...at.proxy, scope: NOTHING } }, request, destination);
  if (!service.ports.some(({ number }) => number === request.port)) {
    return failed('refused', `${service.host} has no port ${request.port}`);
  }
  const waypoint = plane === 'ambient' ? waypointOf(model, service) : undefined;
  if (!waypoint) return toService(at, service, request);
  const proxy: MeshProxy = { ...waypoint.proxy, scope: EVERYTHING, isWaypoint: true };
  const site: Outbound = { model, profile, proxy };
  const checkpoint = {
    kind: 'waypoint',
    proxy,
    targets: [service.entry, waypoint.gateway],
    port: request.port,
    isMutual: true,
    isStream: !isRead(service, request),
  } as const;
  return guarded(guard, model, checkpoint, request, (judged) => waypointReply(site, service, judged, stream));
}

/** Nothing is known: requests pass to wherever they are sent. */
const NOTHING: SidecarScope = { allowsOthers: true, knows: () => false };
