import { isIP } from 'net';
import { serverHost, someOf } from './istio-text';
import { IstioServerTls } from './istio-tls';
import { GatewaySpec } from '../manifest/istio-networking';
import { Problem, refuse } from '../manifest/problem';
import { port as checkPort } from '../manifest/scalar';

export type IstioServerSpec = NonNullable<GatewaySpec['servers']>[number];

/** What every server of a gateway has. */
export interface IstioServerOptions {
  /**
   * Hosts that are served (`hosts`): `api.example.com`, `*.example.com`, `*`, or an address. With a namespace in
   * front, `shop/*.example.com`, only a `VirtualService` of that namespace serves them; `./` is the gateway's own.
   */
  readonly hosts: string[];
  /**
   * Port that is listened on (`port.number`); a port of the gateway's Service.
   *
   * @default - 80 for http and http2, 443 for https and tls; the others need one
   */
  readonly port?: number;
  /**
   * Name of the port, once in a gateway (`port.name`).
   *
   * @default - the protocol; with the port behind it where that is not 80 or 443, and with the first host where the name is taken
   */
  readonly portName?: string;
  /**
   * Name of the server, once in a gateway; metrics begin with it (`name`).
   *
   * @default - none
   */
  readonly name?: string;
  /**
   * Address or socket that is listened on: `10.0.0.1`, `unix:///run/x.sock`, `unix://@x` (`bind`). A socket has no
   * port.
   *
   * @default - every address
   */
  readonly bind?: string;
}

/** A server of plain HTTP. */
export interface IstioHttpServerOptions extends IstioServerOptions {
  /**
   * Answer every request by a redirect to https, with 301 (`tls.httpsRedirect`).
   *
   * @default false
   */
  readonly httpsRedirect?: boolean;
}

/** A server of TLS. */
export interface IstioTlsServerOptions extends IstioServerOptions {
  /** Where TLS ends, and by which certificate (`tls`). */
  readonly tls: IstioServerTls;
}

/** A port of an `IstioGateway`, and the hosts that are served there (`servers[]`). */
export class IstioServer {
  /** HTTP. */
  public static http(options: IstioHttpServerOptions): IstioServer {
    return new IstioServer('HTTP', 80, options, options.httpsRedirect);
  }

  /** HTTP/2 without TLS. */
  public static http2(options: IstioHttpServerOptions): IstioServer {
    return new IstioServer('HTTP2', 80, options, options.httpsRedirect);
  }

  /** gRPC without TLS. */
  public static grpc(options: IstioServerOptions): IstioServer {
    return new IstioServer('GRPC', undefined, options);
  }

  /** gRPC-Web without TLS. */
  public static grpcWeb(options: IstioServerOptions): IstioServer {
    return new IstioServer('GRPC-WEB', undefined, options);
  }

  /** HTTPS: HTTP behind TLS that ends here. Of TLS that passes through, the same as `tls`. */
  public static https(options: IstioTlsServerOptions): IstioServer {
    return new IstioServer('HTTPS', 443, options, false, options.tls);
  }

  /** TLS that carries something else than HTTP, or passes through. */
  public static tls(options: IstioTlsServerOptions): IstioServer {
    return new IstioServer('TLS', 443, options, false, options.tls);
  }

  /** TCP. One server alone uses the port. */
  public static tcp(options: IstioServerOptions): IstioServer {
    return new IstioServer('TCP', undefined, options);
  }

  /** The protocol of MongoDB. One server alone uses the port. */
  public static mongo(options: IstioServerOptions): IstioServer {
    return new IstioServer('MONGO', undefined, options);
  }

  /** Port that is listened on; 0 for a socket. */
  public readonly port: number;

  private constructor(
    private readonly protocol: string,
    defaultPort: number | undefined,
    private readonly options: IstioServerOptions,
    private readonly httpsRedirect: boolean = false,
    private readonly tls?: IstioServerTls,
  ) {
    const what = `${protocol} server`;
    someOf(`hosts of ${what}`, options.hosts, "for all hosts '*'");
    options.hosts.forEach((host) => serverHost(`host of ${what}`, host));
    this.port = portOf(what, defaultPort, options);
    if (options.portName?.trim() === '') {
      refuse({ what: `portName of ${what}`, got: options.portName, expected: 'a name', fix: 'leave it out' });
    }
  }

  /** Hosts that are served, as they are written. */
  public get hosts(): string[] {
    return [...this.options.hosts];
  }

  /** Name of the server; nothing where it has none. */
  public get name(): string | undefined {
    return this.options.name;
  }

  /** Names of the port, the best one first. @internal */
  public get _portNames(): readonly string[] {
    const protocol = this.protocol.toLowerCase();
    const host = this.hosts[0].replace(/\*/g, 'any').replace(/[^A-Za-z0-9-]+/g, '-');
    const plain = [80, 443, 0].includes(this.port) ? protocol : `${protocol}-${this.port}`;
    return this.options.portName === undefined ? [plain, `${plain}-${host}`] : [this.options.portName];
  }

  /** What is legal and hardly meant. @internal */
  public get _doubt(): Problem | undefined {
    return this.tls?._doubt;
  }

  /** Why Istio would drop this server beside one that is there. @internal */
  public _conflictWith(other: IstioServer): Problem | undefined {
    if (this.port !== other.port || (this.options.bind ?? '') !== (other.options.bind ?? '')) return undefined;
    const place = this.port === 0 ? `socket ${this.options.bind}` : `port ${this.port}`;
    if (this.tls && other.tls) {
      const host = this.hosts.find((name) => other.hosts.some((taken) => sameSni(name, taken, this, other)));
      return host === undefined
        ? undefined
        : {
            what: `hosts of ${place}`,
            got: `'${host}' twice`,
            expected: 'each host of TLS in one server; Istio drops the second',
            fix: 'leave it out of one',
          };
    }
    if (this.isHttp && other.isHttp) return undefined;
    return {
      what: place,
      got: `${this.protocol} beside ${other.protocol}`,
      expected: 'servers that are all plain HTTP or all TLS; Istio drops the second',
      fix: 'choose another port',
    };
  }

  /** @internal */
  public _render(portName: string): IstioServerSpec {
    return {
      port: { number: this.port, name: portName, protocol: this.protocol },
      name: this.options.name,
      bind: this.options.bind,
      hosts: this.hosts,
      tls: this.httpsRedirect ? { httpsRedirect: true } : this.tls?._render(),
    };
  }

  private get isHttp(): boolean {
    return ['HTTP', 'HTTP2', 'GRPC', 'GRPC-WEB'].includes(this.protocol);
  }

  /** Whether TLS ends at this server. @internal */
  public get _terminatesTls(): boolean {
    return this.tls?._terminates ?? false;
  }
}

/** Servers that end TLS are told apart by the server name alone, whatever namespace may serve it. */
function sameSni(host: string, other: string, ...servers: readonly IstioServer[]): boolean {
  const name = (text: string) => text.slice(text.indexOf('/') + 1);
  return servers.every((server) => server._terminatesTls) ? name(host) === name(other) : host === other;
}

function portOf(what: string, defaultPort: number | undefined, { port, bind }: IstioServerOptions): number {
  if (bind?.startsWith('unix://')) {
    const path = bind.slice('unix://'.length);
    if (!/^@./.test(path) && !/^\/.*[^/]$/.test(path)) {
      const expected = "'unix:///path/of/socket' or 'unix://@name'";
      refuse({ what: `bind of ${what}`, got: bind, expected, fix: 'name a socket by its whole path' });
    }
    if (port !== undefined && port !== 0) {
      refuse({ what: `port of ${what}`, got: port, expected: 'none; a socket has no port', fix: 'leave it out' });
    }
    return 0;
  }
  if (bind !== undefined && isIP(bind) === 0) {
    const expected = "an address such as '10.0.0.1', or a socket such as 'unix:///run/x.sock'";
    refuse({ what: `bind of ${what}`, got: bind, expected, fix: 'names are not looked up here' });
  }
  const number = port ?? defaultPort;
  if (number === undefined) {
    refuse({ what: `port of ${what}`, got: undefined, expected: 'a port', fix: "name one of the gateway's Service" });
  }
  return checkPort(`port of ${what}`, number);
}
