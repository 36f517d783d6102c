import { routerTo } from './mesh-routes';
import { Outbound, toService } from './outbound';
import { MeshService } from './registry';
import { answer, apply } from '../apply';
import { replied } from './guard';
import { Reply } from '../outcome';
import { Request } from '../request';

/** What a waypoint does with a request to one of its services. */
export function waypointReply(
  at: Outbound,
  service: MeshService,
  request: Request,
  stream: (at: Outbound, service: MeshService, request: Request) => Reply,
): Reply {
  const protocol = service.ports.find(({ number }) => number === request.port)?.protocol;
  const isRead = !request.isTls && (protocol === 'http' || protocol === 'auto') && request.protocol !== 'tcp';
  if (!isRead) return stream(at, service, request);
  const router = routerTo(at.model, at.profile, at.proxy, service, request.port);
  if (!router) return toService(at, service, request);
  const rule = router(request);
  const steps = [{ what: 'waypoint', place: { entry: service.entry, path: '' }, text: service.host }];
  return rule
    ? { outcomes: apply(rule, request, { scheme: 'http', port: request.port }, at.profile), rule, steps }
    : replied(answer(404, 'no route matches'), steps);
}
