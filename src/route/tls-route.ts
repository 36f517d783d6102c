import { Construct } from 'constructs';
import { checkHostnames } from './route';
import { StreamRoute, StreamRouteOptions, StreamRouteProps } from './stream-route';
import { TLSRoute, TLSRouteSpec } from '../manifest/gateway-api';
import { refuse } from '../value/problem';

/** Options of a `TlsRoute`, whatever it is attached to. */
export interface TlsRouteOptions extends StreamRouteOptions {
  /** Server names (SNI) that the route is for, 1 to 1024; `*.example.com` for all below (`hostnames`). */
  readonly hostnames: string[];
}

/** Options of a `TlsRoute`. */
export interface TlsRouteProps extends TlsRouteOptions, StreamRouteProps {}

/**
 * A TLSRoute of the Gateway API (gateway.networking.k8s.io/v1): connections to a TLS listener, by the
 * server name that the client asks for.
 *
 * `Listener.tlsPassthrough` hands them on as they are; `Listener.tlsTerminate` opens them first, which
 * not every implementation does.
 */
export class TlsRoute extends StreamRoute {
  private readonly hosts: readonly string[];

  public constructor(scope: Construct, id: string, props: TlsRouteProps) {
    super(scope, id, props);
    if (props.hostnames.length === 0) {
      refuse(
        {
          what: 'hostnames',
          got: 'none',
          expected: 'at least one server name',
          fix: 'name one; for every name use a TcpRoute on a TLS listener',
        },
        this,
      );
    }
    checkHostnames(this, props.hostnames, 1024);
    this.hosts = [...props.hostnames];
  }

  /** The server names that the route is for. */
  public get hostnames(): string[] {
    return [...this.hosts];
  }

  /** @internal */
  protected _kind() {
    return TLSRoute;
  }

  /** @internal */
  protected _spec(): TLSRouteSpec {
    return { ...this._streamSpec(), hostnames: this.hosts };
  }
}
