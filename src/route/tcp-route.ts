import { StreamRoute, StreamRouteProps } from './stream-route';
import { TCPRoute, TCPRouteSpec } from '../manifest/gateway-api';

/** Options of a `TcpRoute`. */
export interface TcpRouteProps extends StreamRouteProps {}

/**
 * A TCPRoute of the Gateway API (gateway.networking.k8s.io/v1): routes all connections to a TCP listener.
 *
 * If several are attached to one listener, the oldest is used.
 */
export class TcpRoute extends StreamRoute {
  /** @internal */
  protected _kind() {
    return TCPRoute;
  }

  /** @internal */
  protected _spec(): TCPRouteSpec {
    return this._streamSpec();
  }
}
