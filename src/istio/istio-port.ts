import { dnsLabel, wholeNumber } from '../value/scalar';

/** Options of a port. */
export interface PortOptions {
  /**
   * Name of the port, unique in the object (`name`); routes and policies refer to it.
   *
   * @default - the protocol on ports 80 and 443, else `<protocol>-<number>`
   */
  readonly name?: string;
  /**
   * Port of the endpoint (`targetPort`).
   *
   * @default - the same number
   */
  readonly targetPort?: number;
}

/** A port of a `ServiceEntry` (`ports[]`) and its protocol. */
export class Port {
  /** Plain HTTP. */
  public static http(number: number, options: PortOptions = {}): Port {
    return new Port('HTTP', number, options);
  }

  /** HTTP/2 without TLS. */
  public static http2(number: number, options: PortOptions = {}): Port {
    return new Port('HTTP2', number, options);
  }

  /** gRPC without TLS. */
  public static grpc(number: number, options: PortOptions = {}): Port {
    return new Port('GRPC', number, options);
  }

  /** HTTPS that the client originates, routed by server name (SNI). */
  public static https(number: number, options: PortOptions = {}): Port {
    return new Port('HTTPS', number, options);
  }

  /** TLS that the client originates, routed by server name (SNI). */
  public static tls(number: number, options: PortOptions = {}): Port {
    return new Port('TLS', number, options);
  }

  /** TCP, routed by address and port only. */
  public static tcp(number: number, options: PortOptions = {}): Port {
    return new Port('TCP', number, options);
  }

  /** Name of the port. */
  public readonly name: string;
  /** Port of the endpoint; `undefined` for the same number. */
  public readonly targetPort?: number;

  private constructor(
    /** Protocol of the port, as in the manifest. */
    public readonly protocol: string,
    /** Number of the port. */
    public readonly number: number,
    { name, targetPort }: PortOptions,
  ) {
    wholeNumber('number of port', number, 1, 65_535, 'use the port that clients connect to');
    const plain = protocol.toLowerCase();
    this.name = dnsLabel('name of port', name ?? ([80, 443].includes(number) ? plain : `${plain}-${number}`));
    this.targetPort = targetPort;
    if (targetPort !== undefined) {
      wholeNumber('targetPort', targetPort, 1, 65_535, 'use the port that the endpoint listens on');
    }
  }

  /** Whether the port carries HTTP requests. @internal */
  public get _isHttp(): boolean {
    return ['HTTP', 'HTTP2', 'GRPC'].includes(this.protocol);
  }

  /** Whether the port carries TLS that is routed by server name. @internal */
  public get _isTls(): boolean {
    return ['HTTPS', 'TLS'].includes(this.protocol);
  }
}
