import { throughGateway, throughIstioGateway } from '../istio/behind';
import { sendFromPod } from '../istio/mesh';
import { Reply } from '../outcome';
import { Client, Request } from '../request';
import { sendThroughRouter } from '../router';
import { World } from '../send';

/** Where requests come in: a Gateway of either API, OpenShift's router, or the proxy of the pod that sends them. */
export interface Target {
  readonly kind: 'Gateway' | 'IstioGateway' | 'Router' | 'Pod';
  readonly namespace: string;
  readonly name: string;
  /** For a pod: who sends the requests. */
  readonly pod?: Client['pod'];
}

/** What becomes of a request at a target. */
export function sendTo(world: World, target: Target, request: Request): Reply {
  const { kind, pod } = target;
  if (kind === 'Pod') return sendFromPod(world, pod!, request);
  if (kind === 'Router') return sendThroughRouter(world, request);
  return kind === 'Gateway' ? throughGateway(world, target, request) : throughIstioGateway(world, target, request);
}
