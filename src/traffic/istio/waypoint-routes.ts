import { routerTo } from './mesh-routes';
import { Outbound, toService } from './outbound';
import { MeshService } from './registry';
import { answer, apply } from '../apply';
import { Reply } from '../outcome';
import { replied } from '../reply';
import { Request } from '../request';

/** Whether a waypoint reads HTTP of a request. */
export function isRead(service: MeshService, { port, isTls, protocol }: Request): boolean {
  const found = service.ports.find(({ number }) => number === port)?.protocol;
  return !isTls && (found === 'http' || found === 'auto') && protocol !== 'tcp' && protocol !== 'udp';
}

/** What a waypoint does with a request to one of its services. */
export function waypointReply(
  at: Outbound,
  service: MeshService,
  request: Request,
  stream: (at: Outbound, service: MeshService, request: Request) => Reply,
): Reply {
  if (!isRead(service, request)) return stream(at, service, request);
  const router = routerTo(at.model, at.profile, at.proxy, service, request.port);
  if (!router) return toService(at, service, request);
  const rule = router(request);
  const steps = [{ what: 'waypoint', place: { entry: service.entry, path: '' }, text: service.host }];
  return rule
    ? { outcomes: apply(rule, request, { scheme: 'http', port: request.port }, at.profile), rule, steps }
    : replied(answer(404, 'no route matches'), steps);
}
