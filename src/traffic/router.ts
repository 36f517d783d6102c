import { followed } from './istio/hops';
import { sendToRouter } from './openshift';
import { Reply } from './outcome';
import { Request } from './request';
import { World } from './send';

/** OpenShift's router is no part of the mesh. */
const ROUTER = { namespace: 'openshift-ingress', labels: {} };

/** What becomes of a request that is sent to OpenShift's router, and at the gateway that a Route may lead to. */
export const sendThroughRouter = (world: World, request: Request): Reply =>
  followed(world, sendToRouter(world.model, request), request, { sender: ROUTER, plane: 'none' });
