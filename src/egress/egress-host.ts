import { isIP } from 'net';
import { checkCallers, EgressCaller } from './egress-caller';
import { refuse } from '../value/problem';
import { dnsSubdomain, hostname as checkHostname, port as checkPort, preciseHostname } from '../value/scalar';

/** Options of all external hosts. */
export interface EgressHostOptions {
  /**
   * Workloads that may call the host (AuthorizationPolicy); all others are denied. Traffic to the gateway is then
   * mesh mutual TLS, which carries the identity of the caller.
   *
   * @default - the `callers` of the EgressGateway
   */
  readonly callers?: EgressCaller[];
}

/** Options of an external host with one port. */
export interface EgressPortOptions extends EgressHostOptions {
  /**
   * Port that applications call.
   *
   * @default - 80 for HTTP, 443 for TLS
   */
  readonly port?: number;
}

/** Options of an external host with HTTP and HTTPS. */
export interface EgressWebOptions extends EgressHostOptions {
  /**
   * Port of plain HTTP.
   *
   * @default 80
   */
  readonly httpPort?: number;
  /**
   * Port of HTTPS, which the gateway passes through.
   *
   * @default 443
   */
  readonly tlsPort?: number;
}

/** Options of TLS origination by the gateway. */
export interface EgressTlsOptions extends EgressPortOptions {
  /**
   * TLS port of the external host.
   *
   * @default 443
   */
  readonly targetPort?: number;
  /**
   * Server name (SNI) that the gateway sends.
   *
   * @default - the host
   */
  readonly sni?: string;
  /**
   * Accepted subject alternative names; the certificate of the host must have one of them.
   *
   * @default - the server name
   */
  readonly subjectAltNames?: string[];
  /**
   * ConfigMap with the CA certificates of the host under `ca.crt`, in the namespace of the gateway.
   *
   * @default - the CA certificates of the system
   */
  readonly caConfigMap?: string;
}

/** Options of TLS origination by the gateway, with a client certificate. */
export interface EgressMutualTlsOptions extends EgressPortOptions {
  /**
   * Secret with `tls.crt`, `tls.key` and `ca.crt`, in the namespace of the gateway's pods (`credentialName`).
   */
  readonly credentialName: string;
  /**
   * TLS port of the external host.
   *
   * @default 443
   */
  readonly targetPort?: number;
  /**
   * Server name (SNI) that the gateway sends.
   *
   * @default - the host
   */
  readonly sni?: string;
  /**
   * Accepted subject alternative names; the certificate of the host must have one of them.
   *
   * @default - the server name
   */
  readonly subjectAltNames?: string[];
}

/** Options of an external TCP host. */
export interface EgressTcpOptions extends EgressHostOptions {
  /** Port of the host. A gateway can serve only one TCP host on a port. */
  readonly port: number;
  /**
   * Addresses to which clients resolve the host (`addresses` of the ServiceEntry). Sidecars identify TCP traffic by
   * them, so they are required except at a waypoint.
   *
   * @default - none; at a waypoint istiod allocates one
   */
  readonly addresses?: string[];
}

/** Options of a wildcard host. */
export interface EgressWildcardOptions extends EgressPortOptions {
  /**
   * Host of the domain whose servers serve all its hosts, such as `www.wikipedia.org`. A gateway sends all requests
   * there, because it cannot resolve the requested host. An error at a waypoint.
   *
   * @default - the requested host, which only a waypoint can resolve
   */
  readonly server?: string;
  /**
   * Plain HTTP instead of TLS passthrough.
   *
   * @default false
   */
  readonly http?: boolean;
}

/** TLS that the gateway originates. @internal */
export interface Origination {
  readonly port: number;
  readonly sni: string;
  readonly subjectAltNames: readonly string[];
  readonly caConfigMap?: string;
  readonly credentialName?: string;
}

/** Protocol and port of a host. @internal */
export interface Flow {
  readonly protocol: 'HTTP' | 'TLS' | 'TCP';
  readonly port: number;
  readonly origination?: Origination;
}

interface HostParts {
  readonly addresses?: readonly string[];
  readonly server?: string;
}

/** A host outside of the mesh, with its protocol. */
export class EgressHost {
  /** Plain HTTP from the application to the host. */
  public static http(hostname: string, options: EgressPortOptions = {}): EgressHost {
    const name = preciseHostname('host', hostname);
    return new EgressHost(name, [{ protocol: 'HTTP', port: options.port ?? 80 }], options);
  }

  /** TLS that the application originates and the gateway passes through, routed by server name (SNI). */
  public static tlsPassthrough(hostname: string, options: EgressPortOptions = {}): EgressHost {
    const name = preciseHostname('host', hostname);
    return new EgressHost(name, [{ protocol: 'TLS', port: options.port ?? 443 }], options);
  }

  /** Plain HTTP on one port and TLS passthrough on another, as for most websites. */
  public static web(hostname: string, options: EgressWebOptions = {}): EgressHost {
    const { httpPort = 80, tlsPort = 443 } = options;
    if (httpPort === tlsPort) {
      const expected = 'different ports for HTTP and TLS';
      refuse({ what: `ports of '${hostname}'`, got: `${httpPort} twice`, expected, fix: 'change one' });
    }
    const name = preciseHostname('host', hostname);
    const flows: Flow[] = [
      { protocol: 'HTTP', port: httpPort },
      { protocol: 'TLS', port: tlsPort },
    ];
    return new EgressHost(name, flows, options);
  }

  /** Plain HTTP from the application to the gateway, which originates TLS to the host. */
  public static tlsOrigination(hostname: string, options: EgressTlsOptions = {}): EgressHost {
    return EgressHost.originating(hostname, options);
  }

  /** Same as `tlsOrigination`, with a client certificate that the gateway presents. */
  public static mutualTlsOrigination(hostname: string, options: EgressMutualTlsOptions): EgressHost {
    const { credentialName } = options;
    if (credentialName.includes('/')) {
      const fix = `use '${credentialName.split('/').at(-1)}', and copy the Secret to that namespace`;
      const expected = 'the name of a Secret in the namespace of the gateway';
      refuse({ what: 'credentialName', got: credentialName, expected, fix });
    }
    dnsSubdomain('credentialName', credentialName);
    return EgressHost.originating(hostname, options);
  }

  /** TCP, identified by address and port. */
  public static tcp(hostname: string, options: EgressTcpOptions): EgressHost {
    const { addresses, port } = options;
    const wrong = addresses?.find((address) => isIP(address) === 0);
    if (wrong !== undefined || addresses?.length === 0) {
      const expected = 'at least one IPv4 or IPv6 address, without prefix length';
      const fix = 'use the addresses to which clients resolve the host';
      refuse({ what: `addresses of '${hostname}'`, got: wrong ?? 'none', expected, fix });
    }
    const name = preciseHostname('host', hostname);
    return new EgressHost(name, [{ protocol: 'TCP', port }], options, { addresses: addresses && [...addresses] });
  }

  /** All hosts of a domain, such as `*.wikipedia.org`: TLS passthrough, or plain HTTP. */
  public static wildcard(hostname: string, options: EgressWildcardOptions = {}): EgressHost {
    const { server, http = false, port } = options;
    if (!hostname.startsWith('*.')) {
      const fix = "use '*.' and the domain, or another factory for a single host";
      refuse({ what: 'host', got: hostname, expected: "a wildcard such as '*.wikipedia.org'", fix });
    }
    checkHostname('host', hostname);
    if (server !== undefined && !preciseHostname('server', server).endsWith(hostname.slice(1))) {
      const fix = 'set the host whose servers serve all others';
      refuse({ what: 'server', got: server, expected: `a host below '${hostname.slice(2)}'`, fix });
    }
    const flow: Flow = http ? { protocol: 'HTTP', port: port ?? 80 } : { protocol: 'TLS', port: port ?? 443 };
    return new EgressHost(hostname, [flow], options, { server });
  }

  private static originating(hostname: string, options: EgressTlsOptions & Partial<EgressMutualTlsOptions>) {
    const { port = 80, targetPort = 443, caConfigMap, credentialName } = options;
    const name = preciseHostname('host', hostname);
    const sni = options.sni === undefined ? name : preciseHostname('sni', options.sni);
    const subjectAltNames = [...(options.subjectAltNames ?? [sni])];
    if (subjectAltNames.length === 0) {
      const fix = 'leave subjectAltNames out to accept the server name';
      refuse({ what: 'subjectAltNames', got: 'none', expected: 'at least one name', fix });
    }
    if (caConfigMap !== undefined) {
      dnsSubdomain('caConfigMap', caConfigMap);
    }
    if (port === targetPort) {
      const expected = 'another port than targetPort; applications use plain HTTP on it';
      refuse({ what: `port of '${name}'`, got: port, expected, fix: 'leave port out for 80' });
    }
    checkPort(`targetPort of '${name}'`, targetPort);
    const origination = { port: targetPort, sni, subjectAltNames, caConfigMap, credentialName };
    return new EgressHost(name, [{ protocol: 'HTTP', port, origination }], options);
  }

  /** Callers; undefined for those of the EgressGateway. @internal */
  public readonly _callers?: readonly EgressCaller[];

  private constructor(
    /** Host name, or a wildcard. */
    public readonly hostname: string,
    /** @internal */
    public readonly _flows: readonly Flow[],
    { callers }: EgressHostOptions,
    private readonly parts: HostParts = {},
  ) {
    _flows.forEach(({ port }) => checkPort(`port of '${hostname}'`, port));
    this._callers = checkCallers(callers);
  }

  /** Whether it is a wildcard. @internal */
  public get _isWildcard(): boolean {
    return this.hostname.startsWith('*');
  }

  /** Host to which the gateway connects; undefined for a wildcard without server. @internal */
  public get _server(): string | undefined {
    return this._isWildcard ? this.parts.server : this.hostname;
  }

  /** @internal */
  public get _addresses(): string[] | undefined {
    return this.parts.addresses && [...this.parts.addresses];
  }
}
