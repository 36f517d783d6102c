import { Construct } from 'constructs';
import { checkHostnames } from './route';
import { StreamRoute, StreamRouteOptions, StreamRouteProps } from './stream-route';
import { TLSRoute, TLSRouteSpec } from '../manifest/gateway-api';
import { refuse } from '../value/problem';

/** Options of a `TlsRoute` without its parents. */
export interface TlsRouteOptions extends StreamRouteOptions {
  /** Server names (SNI) to match, 1 to 1024; `*.example.com` for every host below (`hostnames`). */
  readonly hostnames: string[];
}

/** Options of a `TlsRoute`. */
export interface TlsRouteProps extends TlsRouteOptions, StreamRouteProps {}

/**
 * A TLSRoute of the Gateway API (gateway.networking.k8s.io/v1): routes connections to a TLS listener by
 * their server name (SNI).
 *
 * `Listener.tlsPassthrough` forwards them encrypted; `Listener.tlsTerminate` terminates TLS first, which
 * not every implementation supports.
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

  /** Server names that the route matches. */
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
