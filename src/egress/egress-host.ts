import { isIP } from 'net';
import { checkCallers, EgressCaller } from './egress-caller';
import { refuse } from '../value/problem';
import { dnsSubdomain, hostname as checkHostname, port as checkPort, preciseHostname } from '../value/scalar';

/** What every external host may say. */
export interface EgressHostOptions {
  /**
   * Who may call it, by an AuthorizationPolicy; everybody else is denied. Traffic to the gateway is then mutual TLS
   * of the mesh, as nobody could be told apart otherwise.
   *
   * @default - the `callers` of the EgressGateway
   */
  readonly callers?: EgressCaller[];
}

/** Options of an external host that is called on one port. */
export interface EgressPortOptions extends EgressHostOptions {
  /**
   * Port that applications call.
   *
   * @default - 80 for HTTP, 443 for TLS
   */
  readonly port?: number;
}

/** Options of an external host that is called by HTTP and by HTTPS. */
export interface EgressWebOptions extends EgressHostOptions {
  /**
   * Port of plain HTTP.
   *
   * @default 80
   */
  readonly httpPort?: number;
  /**
   * Port of HTTPS, which passes through.
   *
   * @default 443
   */
  readonly tlsPort?: number;
}

/** TLS that the gateway originates. */
export interface EgressTlsOptions extends EgressPortOptions {
  /**
   * Port of the external host that speaks TLS.
   *
   * @default 443
   */
  readonly targetPort?: number;
  /**
   * Server name that the gateway requests.
   *
   * @default - the host
   */
  readonly sni?: string;
  /**
   * Names of which the certificate of the host must carry one.
   *
   * @default - the server name
   */
  readonly subjectAltNames?: string[];
  /**
   * ConfigMap with the authorities of the host under `ca.crt`, in the namespace of the gateway.
   *
   * @default - what the system trusts
   */
  readonly caConfigMap?: string;
}

/** TLS that the gateway originates with a client certificate. */
export interface EgressMutualTlsOptions extends EgressPortOptions {
  /**
   * Secret with `tls.crt`, `tls.key` and `ca.crt`, in the namespace of the gateway's pods and nowhere else
   * (`credentialName`).
   */
  readonly credentialName: string;
  /**
   * Port of the external host that speaks TLS.
   *
   * @default 443
   */
  readonly targetPort?: number;
  /**
   * Server name that the gateway requests.
   *
   * @default - the host
   */
  readonly sni?: string;
  /**
   * Names of which the certificate of the host must carry one.
   *
   * @default - the server name
   */
  readonly subjectAltNames?: string[];
}

/** Options of an external host that is called by TCP. */
export interface EgressTcpOptions extends EgressHostOptions {
  /** Port of the host. A gateway serves one TCP host on each. */
  readonly port: number;
  /**
   * Addresses that clients find for it (`addresses` of the ServiceEntry): what TCP is told apart by. Gateways need
   * them; at a waypoint istiod chooses one.
   *
   * @default - none
   */
  readonly addresses?: string[];
}

/** Options of all hosts below a domain. */
export interface EgressWildcardOptions extends EgressPortOptions {
  /**
   * One host of that domain whose servers serve all the others, such as `www.wikipedia.org`. A gateway sends all
   * requests there, as it cannot look up the name that a client requests; a waypoint refuses it.
   *
   * @default - the host that each client requests, which only a waypoint can look up
   */
  readonly server?: string;
  /**
   * Plain HTTP in place of TLS that passes through.
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

/** What is spoken on one port of a host. @internal */
export interface Flow {
  readonly protocol: 'HTTP' | 'TLS' | 'TCP';
  readonly port: number;
  readonly origination?: Origination;
}

interface HostParts {
  readonly addresses?: readonly string[];
  readonly server?: string;
}

/** A host outside of the mesh, and how it is called. */
export class EgressHost {
  /** Plain HTTP, all the way. */
  public static http(hostname: string, options: EgressPortOptions = {}): EgressHost {
    const name = preciseHostname('host', hostname);
    return new EgressHost(name, [{ protocol: 'HTTP', port: options.port ?? 80 }], options);
  }

  /** TLS that the application originates; it passes through the gateway, routed by its server name. */
  public static tlsPassthrough(hostname: string, options: EgressPortOptions = {}): EgressHost {
    const name = preciseHostname('host', hostname);
    return new EgressHost(name, [{ protocol: 'TLS', port: options.port ?? 443 }], options);
  }

  /** Plain HTTP on one port and TLS that passes through on another, as most websites are called. */
  public static web(hostname: string, options: EgressWebOptions = {}): EgressHost {
    const { httpPort = 80, tlsPort = 443 } = options;
    if (httpPort === tlsPort) {
      const expected = 'different ports for HTTP and for TLS that passes through';
      refuse({ what: `ports of '${hostname}'`, got: `${httpPort} twice`, expected, fix: 'change one' });
    }
    const name = preciseHostname('host', hostname);
    const flows: Flow[] = [
      { protocol: 'HTTP', port: httpPort },
      { protocol: 'TLS', port: tlsPort },
    ];
    return new EgressHost(name, flows, options);
  }

  /** The application speaks plain HTTP, and the gateway originates TLS: it sees the requests, the Internet does not. */
  public static tlsOrigination(hostname: string, options: EgressTlsOptions = {}): EgressHost {
    return EgressHost.originating(hostname, options);
  }

  /** As `tlsOrigination`, and the gateway presents a client certificate. */
  public static mutualTlsOrigination(hostname: string, options: EgressMutualTlsOptions): EgressHost {
    const { credentialName } = options;
    if (credentialName.includes('/')) {
      const fix = `write '${credentialName.split('/').at(-1)}', and copy the Secret there`;
      const expected = 'the name of a Secret in the namespace of the gateway; it is read from nowhere else';
      refuse({ what: 'credentialName', got: credentialName, expected, fix });
    }
    dnsSubdomain('credentialName', credentialName);
    return EgressHost.originating(hostname, options);
  }

  /** TCP, told apart by address and port only. */
  public static tcp(hostname: string, options: EgressTcpOptions): EgressHost {
    const { addresses, port } = options;
    const wrong = addresses?.find((address) => isIP(address) === 0);
    if (wrong !== undefined || addresses?.length === 0) {
      const expected = 'single IPv4 or IPv6 addresses, one at least';
      const fix = 'name those that DNS gives to clients';
      refuse({ what: `addresses of '${hostname}'`, got: wrong ?? 'none', expected, fix });
    }
    const name = preciseHostname('host', hostname);
    return new EgressHost(name, [{ protocol: 'TCP', port }], options, { addresses: addresses && [...addresses] });
  }

  /** All hosts below a domain, `*.wikipedia.org`: TLS that passes through, or plain HTTP. */
  public static wildcard(hostname: string, options: EgressWildcardOptions = {}): EgressHost {
    const { server, http = false, port } = options;
    if (!hostname.startsWith('*.')) {
      const fix = "write '*.' and the domain, or use one of the other factories";
      refuse({ what: 'host', got: hostname, expected: "a wildcard such as '*.wikipedia.org'", fix });
    }
    checkHostname('host', hostname);
    if (server !== undefined && !preciseHostname('server', server).endsWith(hostname.slice(1))) {
      const fix = 'name the host whose servers answer for all the others';
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
      const fix = 'leave subjectAltNames out for the server name';
      refuse({ what: 'subjectAltNames', got: 'none', expected: 'at least one name', fix });
    }
    if (caConfigMap !== undefined) {
      dnsSubdomain('caConfigMap', caConfigMap);
    }
    if (port === targetPort) {
      const expected = 'another port than the one that speaks TLS; applications speak plain HTTP there';
      refuse({ what: `port of '${name}'`, got: port, expected, fix: 'leave port out for 80' });
    }
    checkPort(`targetPort of '${name}'`, targetPort);
    const origination = { port: targetPort, sni, subjectAltNames, caConfigMap, credentialName };
    return new EgressHost(name, [{ protocol: 'HTTP', port, origination }], options);
  }

  /** Who may call it; undefined where it leaves that to the EgressGateway. @internal */
  public readonly _callers?: readonly EgressCaller[];

  private constructor(
    /** The host, or a wildcard. */
    public readonly hostname: string,
    /** @internal */
    public readonly _flows: readonly Flow[],
    { callers }: EgressHostOptions,
    private readonly parts: HostParts = {},
  ) {
    _flows.forEach(({ port }) => checkPort(`port of '${hostname}'`, port));
    this._callers = checkCallers(callers);
  }

  /** Whether it stands for all hosts below a domain. @internal */
  public get _isWildcard(): boolean {
    return this.hostname.startsWith('*');
  }

  /** The host whose servers are called: its own, or the one for a wildcard; undefined where each client decides. @internal */
  public get _server(): string | undefined {
    return this._isWildcard ? this.parts.server : this.hostname;
  }

  /** @internal */
  public get _addresses(): string[] | undefined {
    return this.parts.addresses && [...this.parts.addresses];
  }
}
