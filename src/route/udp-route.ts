import { StreamRoute, StreamRouteProps } from './stream-route';
import { UDPRoute, UDPRouteSpec } from '../manifest/gateway-api';

/** Options of a `UdpRoute`. */
export interface UdpRouteProps extends StreamRouteProps {}

/**
 * A UDPRoute of the Gateway API (gateway.networking.k8s.io/v1): routes all packets to a UDP listener.
 *
 * If several are attached to one listener, the oldest is used.
 */
export class UdpRoute extends StreamRoute {
  /** @internal */
  protected _kind() {
    return UDPRoute;
  }

  /** @internal */
  protected _spec(): UDPRouteSpec {
    return this._streamSpec();
  }
}
