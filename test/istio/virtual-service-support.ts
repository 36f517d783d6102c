import { Chart } from 'cdk8s';
import { Destination } from '../../src/istio/destination';
import { VirtualService, VirtualServiceProps } from '../../src/istio/virtual-service';
import { VirtualServiceGateway } from '../../src/istio/virtual-service-gateway';
import { VirtualServiceHttpMatch } from '../../src/istio/virtual-service-match';
import { VirtualServiceHttpRoute } from '../../src/istio/virtual-service-route';

export const CART = Destination.host('cart');
export const ROUTE = [CART];
export const EDGE = VirtualServiceGateway.named('edge');
/** The server name that a gateway in AUTO_PASSTHROUGH gets. */
export const AUTOMATIC = 'outbound_.80_.v1_.cart.shop.svc.cluster.local';

/** A VirtualService of one host at one gateway, unless the props say another. */
export const virtualService = (props: Partial<VirtualServiceProps>) => (chart: Chart) =>
  new VirtualService(chart, 'vs', { hosts: ['a.example.com'], gateways: [EDGE], ...props });

/** A route to the cart. */
export const http = (more: Partial<VirtualServiceHttpRoute> = {}): VirtualServiceHttpRoute => ({
  route: ROUTE,
  ...more,
});

/** A route to the cart for requests that fit. */
export const matching = (match: VirtualServiceHttpMatch) => http({ matches: [match] });
