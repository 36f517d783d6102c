import { Construct } from 'constructs';
import { Port } from './istio-port';
import { exportTo, istioHost, onceEach, subnet } from './istio-text';
import { checkEndpoint, ServiceEntryEndpoint } from './service-entry-endpoint';
import { ServiceEntry as SHAPE, ServiceEntrySpec } from '../manifest/istio-networking';
import { CustomResource, CustomResourceProps, INamedResource } from '../resource/custom-resource';
import { refuse } from '../value/problem';
import { dnsLabel, dnsSubdomain } from '../value/scalar';

/** Whether a host is a part of the mesh (`spec.location`). */
export enum ServiceEntryLocation {
  /** Marks a host outside the mesh; mutual TLS is not used. */
  MESH_EXTERNAL = 'MESH_EXTERNAL',
  /** Marks a part of the mesh outside Kubernetes, such as a virtual machine. */
  MESH_INTERNAL = 'MESH_INTERNAL',
}

/** Resolution of the address of a host by proxies (`spec.resolution`). */
export enum ServiceEntryResolution {
  /**
   * Uses the address that the client resolved. Not behind an egress gateway, where that is the address of the
   * gateway. TCP ports without `addresses` allow clients to reach any address.
   */
  NONE = 'NONE',
  /** Uses the addresses of `endpoints`. */
  STATIC = 'STATIC',
  /** Resolves the host or `endpoints` by DNS and uses all addresses. */
  DNS = 'DNS',
  /** Resolves by DNS and uses the first address for each new connection. For hosts whose addresses change often. */
  DNS_ROUND_ROBIN = 'DNS_ROUND_ROBIN',
  /**
   * Resolves the hostname of the request by DNS: for wildcard hosts. Sidecars and waypoints support it, gateways do
   * not.
   */
  DYNAMIC_DNS = 'DYNAMIC_DNS',
}

/** Options of a `ServiceEntry`. */
export interface ServiceEntryProps extends CustomResourceProps {
  /** Hostnames (`spec.hosts`): `api.example.com`, or `*.example.com` if the resolution supports it. */
  readonly hosts: string[];
  /** Ports with unique numbers and names (`spec.ports`). */
  readonly ports: Port[];
  /**
   * Whether the host is a part of the mesh (`spec.location`).
   *
   * @default ServiceEntryLocation.MESH_EXTERNAL
   */
  readonly location?: ServiceEntryLocation;
  /**
   * Resolution of the address (`spec.resolution`).
   *
   * @default ServiceEntryResolution.DNS
   */
  readonly resolution?: ServiceEntryResolution;
  /**
   * Addresses by which clients reach the host; with resolution NONE and STATIC also CIDR ranges
   * (`spec.addresses`). They identify TCP connections to the host (GW565).
   *
   * @default - an address that istiod assigns, if proxies capture DNS; otherwise TCP is identified by the port only
   */
  readonly addresses?: string[];
  /**
   * Endpoints of the host (`spec.endpoints`).
   *
   * @default - those that the resolution yields
   */
  readonly endpoints?: ServiceEntryEndpoint[];
  /**
   * Namespaces that can use the entry (`spec.exportTo`): names, `.` for its own, `*` for all, `~` for none.
   * Waypoints and ztunnel always use `*`.
   *
   * @default - the setting of the mesh, by default all
   */
  readonly exportTo?: string[];
  /**
   * Accepted names of the server's certificate, where a proxy originates TLS (`spec.subjectAltNames`).
   *
   * @default - those of the DestinationRule
   */
  readonly subjectAltNames?: string[];
}

/**
 * A host that is added to the service registry of the mesh, usually an external one (networking.istio.io/v1
 * ServiceEntry).
 */
export class ServiceEntry extends CustomResource {
  /**
   * An existing ServiceEntry that this program does not define.
   *
   * @param name `metadata.name` of the ServiceEntry
   * @param namespace `metadata.namespace` of the ServiceEntry; without one, that of the referring object
   */
  public static fromServiceEntryName(name: string, namespace?: string): INamedResource {
    return {
      apiVersion: SHAPE.apiVersion,
      kind: SHAPE.kind,
      name: dnsSubdomain('name of ServiceEntry', name),
      namespace: namespace && dnsLabel('namespace', namespace),
    };
  }

  /** Resolution of the address. */
  public readonly resolution: ServiceEntryResolution;
  /** Whether the host is a part of the mesh. */
  public readonly location: ServiceEntryLocation;
  private readonly entryProps: ServiceEntryProps;

  public constructor(scope: Construct, id: string, props: ServiceEntryProps) {
    super(scope, id, props);
    this.entryProps = { ...props, hosts: [...props.hosts], ports: [...props.ports] };
    this.resolution = props.resolution ?? ServiceEntryResolution.DNS;
    this.location = props.location ?? ServiceEntryLocation.MESH_EXTERNAL;
    this.checkHosts();
    this.checkPorts();
    this.checkAddresses();
    this.checkServers();
    exportTo(this, props.exportTo, true);
    if (props.subjectAltNames?.includes('')) {
      this.fail('subjectAltNames', 'an empty name', 'names', 'leave it out');
    }
  }

  /** A copy of the hostnames. */
  public get hosts(): string[] {
    return [...this.entryProps.hosts];
  }

  /** A copy of the ports. */
  public get ports(): Port[] {
    return [...this.entryProps.ports];
  }

  /** @internal */
  protected _kind() {
    return SHAPE;
  }

  /** @internal */
  protected _spec(): ServiceEntrySpec {
    const { hosts, ports, addresses, endpoints, exportTo: namespaces, subjectAltNames } = this.entryProps;
    return {
      hosts,
      addresses,
      ports: ports.map(({ name, number, protocol, targetPort }) => ({ name, number, protocol, targetPort })),
      location: this.location,
      resolution: this.resolution,
      endpoints: endpoints?.map((endpoint) => ({ ...endpoint })),
      exportTo: namespaces,
      subjectAltNames,
    };
  }

  private checkHosts(): void {
    const { hosts, endpoints = [] } = this.entryProps;
    const [resolution, isDynamic] = [this.resolution, this.resolution === ServiceEntryResolution.DYNAMIC_DNS];
    onceEach('hosts', hosts);
    for (const host of hosts) {
      istioHost('host', host);
      if (isDynamic && !host.startsWith('*')) {
        const fix = 'use ServiceEntryResolution.DNS for an exact hostname';
        this.fail('host', host, `a wildcard with resolution ${resolution}`, fix);
      }
      if (/^\*[^.]/.test(host) && !isDynamic) {
        const fix = "write '*.' and the domain, or use ServiceEntryResolution.DYNAMIC_DNS";
        this.fail('host', host, `a wildcard for whole labels with resolution ${resolution}`, fix);
      }
      if (host.startsWith('*') && resolution.startsWith('DNS') && endpoints.length === 0) {
        this.fail(
          'host',
          host,
          `a host without a wildcard with resolution ${resolution}; there is no name to look up`,
          'name an endpoint, or use ServiceEntryResolution.DYNAMIC_DNS, or NONE for the address that the client found',
        );
      }
    }
  }

  private checkPorts(): void {
    const { hosts, ports } = this.entryProps;
    onceEach(
      'names of ports',
      ports.map(({ name }) => name),
    );
    for (const { name, protocol, _isHttp, _isTls } of ports) {
      const isDynamic = this.resolution === ServiceEntryResolution.DYNAMIC_DNS;
      if (isDynamic && !['HTTP', 'HTTP2', 'GRPC', 'TLS'].includes(protocol)) {
        const fix = protocol === 'HTTPS' ? 'use Port.tls' : 'only these contain the host';
        this.fail(`port '${name}'`, protocol, `HTTP, HTTP2, GRPC or TLS with resolution ${this.resolution}`, fix);
      }
      if (hosts.length > 1 && !_isHttp && !_isTls && this.resolution !== ServiceEntryResolution.NONE) {
        const expected = 'HTTP or TLS; connections to several hosts cannot be distinguished otherwise';
        this.fail(`port '${name}' of ${hosts.length} hosts`, protocol, expected, 'create an entry for each host');
      }
    }
  }

  private checkAddresses(): void {
    const { addresses } = this.entryProps;
    if (addresses === undefined) return;
    addresses.forEach((address) => subnet('addresses', address));
    if (this.resolution === ServiceEntryResolution.DYNAMIC_DNS) {
      this.fail('addresses', addresses, `none with resolution ${this.resolution}`, 'leave them out');
    }
  }

  private checkServers(): void {
    const { endpoints, ports, labels = {} } = this.entryProps;
    const resolution = this.resolution;
    if (endpoints) {
      if (resolution === ServiceEntryResolution.DYNAMIC_DNS) {
        const fix = 'use ServiceEntryResolution.STATIC for addresses, DNS for names';
        this.fail('endpoints', `resolution ${resolution}`, 'a resolution that uses endpoints', fix);
      }
      const isStatic = resolution === ServiceEntryResolution.STATIC;
      endpoints.forEach((endpoint) => checkEndpoint(endpoint, isStatic, ports));
    }
    const waypoint = labels['istio.io/use-waypoint'] ?? 'none';
    const isInternal = this.location === ServiceEntryLocation.MESH_INTERNAL;
    if (resolution === ServiceEntryResolution.DYNAMIC_DNS && isInternal && waypoint.toLowerCase() !== 'none') {
      const fix = 'use ServiceEntryLocation.MESH_EXTERNAL';
      this.fail('location', this.location, `MESH_EXTERNAL with resolution ${resolution} at a waypoint`, fix);
    }
  }

  private fail(what: string, got: unknown, expected: string, fix: string): never {
    return refuse({ what, got, expected, fix }, this);
  }
}
