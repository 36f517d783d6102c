import { sendToIstioGateway } from '../istio/ingress';
import { sendFromPod } from '../istio/mesh';
import { Reply } from '../outcome';
import { Client, Request } from '../request';
import { sendToGateway, World } from '../send';

/** Where requests come in: a Gateway of either API, or the proxy of the pod that sends them. */
export interface Target {
  readonly kind: 'Gateway' | 'IstioGateway' | 'Pod';
  readonly namespace: string;
  readonly name: string;
  /** For a pod: who sends the requests. */
  readonly pod?: Client['pod'];
}

/** What becomes of a request at a target. */
export function sendTo(world: World, target: Target, request: Request): Reply {
  const { kind, pod } = target;
  if (kind === 'Pod') return sendFromPod(world, pod!, request);
  return kind === 'Gateway' ? sendToGateway(world, target, request) : sendToIstioGateway(world, target, request);
}
