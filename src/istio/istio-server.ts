import { serverHost, someOf } from './istio-text';
import { ServerTls } from './istio-tls';
import { GatewaySpec } from '../manifest/istio-networking';
import { Problem, refuse } from '../value/problem';
import { port as checkPort } from '../value/scalar';

/** @internal */
export type IstioServerSpec = NonNullable<GatewaySpec['servers']>[number];

/** Options of every server of a gateway. */
export interface ServerOptions {
  /**
   * Hosts to serve (`hosts`): `api.example.com`, `*.example.com`, `*`, or an address. With a namespace
   * prefix, `shop/*.example.com`, only a `VirtualService` of that namespace serves them; `./` is that of the gateway.
   */
  readonly hosts: string[];
  /**
   * Listening port (`port.number`): a port of the gateway's Service.
   *
   * @default - 80 for http and http2, 443 for https and tls; required for other protocols
   */
  readonly port?: number;
  /**
   * Name of the port, unique in the gateway (`port.name`).
   *
   * @default - the protocol, followed by the port unless it is 80 or 443, and by the first host if the name is in use
   */
  readonly portName?: string;
}

/** Options of a server of plain HTTP. */
export interface HttpServerOptions extends ServerOptions {
  /**
   * Whether every request is redirected to https, with 301 (`tls.httpsRedirect`).
   *
   * @default false
   */
  readonly httpsRedirect?: boolean;
}

/** Options of a TLS server. */
export interface TlsServerOptions extends ServerOptions {
  /** Termination or passthrough of TLS (`tls`). */
  readonly tls: ServerTls;
}

/** A server of a `Gateway`: a port and its hosts (`servers[]`). */
export class Server {
  /** Plain HTTP. */
  public static http(options: HttpServerOptions): Server {
    return new Server('HTTP', 80, options, options.httpsRedirect);
  }

  /** HTTP/2 without TLS. */
  public static http2(options: HttpServerOptions): Server {
    return new Server('HTTP2', 80, options, options.httpsRedirect);
  }

  /** gRPC without TLS. */
  public static grpc(options: ServerOptions): Server {
    return new Server('GRPC', undefined, options);
  }

  /** HTTPS; the gateway terminates TLS. With passthrough, the same as `tls`. */
  public static https(options: TlsServerOptions): Server {
    return new Server('HTTPS', 443, options, false, options.tls);
  }

  /** TLS with a protocol other than HTTP, or TLS passthrough. */
  public static tls(options: TlsServerOptions): Server {
    return new Server('TLS', 443, options, false, options.tls);
  }

  /** TCP; no other server may use the port. */
  public static tcp(options: ServerOptions): Server {
    return new Server('TCP', undefined, options);
  }

  /** Listening port. */
  public readonly port: number;

  private constructor(
    private readonly protocol: string,
    defaultPort: number | undefined,
    private readonly options: ServerOptions,
    private readonly httpsRedirect: boolean = false,
    private readonly tls?: ServerTls,
  ) {
    const what = `${protocol} server`;
    someOf(`hosts of ${what}`, options.hosts, "for all hosts '*'");
    options.hosts.forEach((host) => serverHost(`host of ${what}`, host));
    const port = options.port ?? defaultPort;
    if (port === undefined) {
      refuse({ what: `port of ${what}`, got: undefined, expected: 'a port', fix: "name one of the gateway's Service" });
    }
    this.port = checkPort(`port of ${what}`, port);
    if (options.portName?.trim() === '') {
      refuse({ what: `portName of ${what}`, got: options.portName, expected: 'a name', fix: 'leave it out' });
    }
  }

  /** Hosts of the server, as in the manifest. */
  public get hosts(): string[] {
    return [...this.options.hosts];
  }

  /** Candidates for the name of the port, the preferred one first. @internal */
  public get _portNames(): readonly string[] {
    const protocol = this.protocol.toLowerCase();
    const host = this.hosts[0].replace(/\*/g, 'any').replace(/[^A-Za-z0-9-]+/g, '-');
    const plain = [80, 443].includes(this.port) ? protocol : `${protocol}-${this.port}`;
    return this.options.portName === undefined ? [plain, `${plain}-${host}`] : [this.options.portName];
  }

  /** The reason why Istio would drop this server in favor of another one. @internal */
  public _conflictWith(other: Server): Problem | undefined {
    if (this.port !== other.port) return undefined;
    const place = `port ${this.port}`;
    if (this.tls && other.tls) {
      const host = this.hosts.find((name) => other.hosts.some((taken) => sameSni(name, taken, this, other)));
      return host === undefined
        ? undefined
        : {
            what: `hosts of ${place}`,
            got: `'${host}' twice`,
            expected: 'each TLS host in one server; Istio drops the second',
            fix: 'leave it out of one',
          };
    }
    if (this.isHttp && other.isHttp) return undefined;
    return {
      what: place,
      got: `${this.protocol} together with ${other.protocol}`,
      expected: 'servers that are all plain HTTP or all TLS; Istio drops the second',
      fix: 'choose another port',
    };
  }

  /** @internal */
  public _render(portName: string): IstioServerSpec {
    return {
      port: { number: this.port, name: portName, protocol: this.protocol },
      hosts: this.hosts,
      tls: this.httpsRedirect ? { httpsRedirect: true } : this.tls?._render(),
    };
  }

  private get isHttp(): boolean {
    return ['HTTP', 'HTTP2', 'GRPC'].includes(this.protocol);
  }

  /** Whether TLS is terminated at this server. @internal */
  public get _terminatesTls(): boolean {
    return this.tls?._terminates ?? false;
  }
}

/** Istio distinguishes servers that terminate TLS by the server name only, not by its namespace prefix. */
function sameSni(host: string, other: string, ...servers: readonly Server[]): boolean {
  const name = (text: string) => text.slice(text.indexOf('/') + 1);
  return servers.every((server) => server._terminatesTls) ? name(host) === name(other) : host === other;
}
