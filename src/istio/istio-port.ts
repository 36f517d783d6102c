import { dnsLabel, wholeNumber } from '../manifest/scalar';

/** What a port may say beside its number and protocol. */
export interface IstioPortOptions {
  /**
   * Name of the port, once in an object (`name`); routes and policies refer to it.
   *
   * @default - the protocol on ports 80 and 443, else `<protocol>-<number>`
   */
  readonly name?: string;
  /**
   * Port of the endpoint (`targetPort`), of a `ServiceEntry` only.
   *
   * @default - the same number
   */
  readonly targetPort?: number;
}

/** A port and what is spoken there, of a `ServiceEntry` (`ports[]`) or a `Sidecar` (`port`). */
export class IstioPort {
  /** HTTP. */
  public static http(number: number, options: IstioPortOptions = {}): IstioPort {
    return new IstioPort('HTTP', number, options);
  }

  /** HTTP/2 without TLS. */
  public static http2(number: number, options: IstioPortOptions = {}): IstioPort {
    return new IstioPort('HTTP2', number, options);
  }

  /** HTTP of a forward proxy. */
  public static httpProxy(number: number, options: IstioPortOptions = {}): IstioPort {
    return new IstioPort('HTTP_PROXY', number, options);
  }

  /** gRPC without TLS. */
  public static grpc(number: number, options: IstioPortOptions = {}): IstioPort {
    return new IstioPort('GRPC', number, options);
  }

  /** gRPC-Web without TLS. */
  public static grpcWeb(number: number, options: IstioPortOptions = {}): IstioPort {
    return new IstioPort('GRPC-WEB', number, options);
  }

  /** HTTPS: TLS that the client begins and that is told apart by its server name (SNI). */
  public static https(number: number, options: IstioPortOptions = {}): IstioPort {
    return new IstioPort('HTTPS', number, options);
  }

  /** TLS that the client begins and that is told apart by its server name (SNI). */
  public static tls(number: number, options: IstioPortOptions = {}): IstioPort {
    return new IstioPort('TLS', number, options);
  }

  /** TCP: hosts cannot be told apart but by address and port. */
  public static tcp(number: number, options: IstioPortOptions = {}): IstioPort {
    return new IstioPort('TCP', number, options);
  }

  /** The protocol of MongoDB; as TCP, with metrics of its own. */
  public static mongo(number: number, options: IstioPortOptions = {}): IstioPort {
    return new IstioPort('MONGO', number, options);
  }

  /** The protocol of MySQL, where istiod has it switched on. */
  public static mysql(number: number, options: IstioPortOptions = {}): IstioPort {
    return new IstioPort('MYSQL', number, options);
  }

  /** The protocol of Redis, where istiod has it switched on. */
  public static redis(number: number, options: IstioPortOptions = {}): IstioPort {
    return new IstioPort('REDIS', number, options);
  }

  /** UDP: known to the mesh by name only; proxies leave it alone. */
  public static udp(number: number, options: IstioPortOptions = {}): IstioPort {
    return new IstioPort('UDP', number, options);
  }

  /** No protocol: proxies look at the first bytes. */
  public static detected(number: number, options: IstioPortOptions = {}): IstioPort {
    return new IstioPort(undefined, number, options);
  }

  /** Its name. */
  public readonly name: string;
  /** Port of the endpoint; nothing for the same number. */
  public readonly targetPort?: number;

  private constructor(
    /** What is spoken, as the API writes it; nothing where proxies look. */
    public readonly protocol: string | undefined,
    /** Its number; 0 for a socket, which has none. */
    public readonly number: number,
    { name, targetPort }: IstioPortOptions,
  ) {
    wholeNumber('number of port', number, 0, 65_535, 'name the port that clients use');
    const plain = (protocol ?? 'port').toLowerCase().replace('_', '-');
    this.name = dnsLabel('name of port', name ?? ([80, 443, 0].includes(number) ? plain : `${plain}-${number}`));
    this.targetPort = targetPort;
    if (targetPort !== undefined) {
      wholeNumber('targetPort', targetPort, 1, 65_535, 'name the port that the endpoint listens on');
    }
  }

  /** Whether it carries requests of HTTP. @internal */
  public get _isHttp(): boolean {
    return ['HTTP', 'HTTP2', 'HTTP_PROXY', 'GRPC', 'GRPC-WEB'].includes(this.protocol ?? '');
  }

  /** Whether it carries TLS that is told apart by its server name. @internal */
  public get _isTls(): boolean {
    return ['HTTPS', 'TLS'].includes(this.protocol ?? '');
  }
}
