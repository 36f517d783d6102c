import { followed } from './hops';
import { sendToIstioGateway } from './ingress';
import { MeshPod, podOf } from './pods';
import { proxyOf } from './proxies';
import { jwtRulesOf } from './security/authenticate';
import { ProxiedWorkload, workloadOfGateway } from './security/workload';
import { Gateway } from '../../manifest/gateway-api';
import { Gateway as IstioGateway } from '../../manifest/istio-networking';
import { findItem, Model } from '../../model/model';
import { Workload } from '../../model/workloads';
import { withGrpcStatus } from '../grpc-status';
import { Reply } from '../outcome';
import { Request } from '../request';
import { sendToGateway, Target, World } from '../send';

/* Requests from outside: after the gateway, policies of the pods that it sends to judge them. */

/** What becomes of a request that is sent to a Gateway of the Gateway API. */
export function throughGateway(world: World, target: Target, request: Request): Reply {
  const reply = sendToGateway(world, target, request);
  const gateway = world.guard && findItem(world.model, Gateway, target.namespace, target.name);
  if (!gateway) return reply;
  const workload = workloadOfGateway(world.model, gateway);
  const account =
    'owner' in workload
      ? podOf(workload as Workload).serviceAccount
      : (gateway.annotations['gateway.istio.io/name-override'] ??
        `${gateway.name}-${gateway.body.spec.gatewayClassName}`);
  return behind(world, reply, request, { ...workload, serviceAccount: account });
}

/** The same at an Istio Gateway, where its pods are among the objects. */
export function throughIstioGateway(world: World, target: Target, request: Request): Reply {
  const reply = sendToIstioGateway(world, target, request);
  const gateway = world.guard && findItem(world.model, IstioGateway, target.namespace, target.name);
  const { workload } = gateway ? proxyOf(world.model, gateway) : {};
  return workload ? behind(world, reply, request, podOf(workload)) : reply;
}

function behind(world: World, reply: Reply, request: Request, pod: MeshPod): Reply {
  const after = followed(world, reply, handedOn(world.model, pod, request), { sender: pod, plane: 'sidecar', pod });
  if (request.protocol !== 'grpc') return after;
  const outcomes = after.outcomes.map((each) =>
    each.grpcStatus === undefined ? withGrpcStatus(each, world.profile) : each,
  );
  return { ...after, outcomes };
}

/** A token that the gateway has verified goes no further, unless it is told to forward it. */
function handedOn(model: Model, gateway: ProxiedWorkload, request: Request): Request {
  const { jwt } = request.client ?? {};
  const isTaken =
    jwt !== undefined &&
    jwtRulesOf(model, gateway).some(({ rule }) => rule.issuer === jwt.iss && rule.forwardOriginalToken !== true);
  return isTaken ? { ...request, client: { ...request.client, jwt: undefined } } : request;
}
