import { Protocol } from 'cdk8s-plus-28';
import { GatewayLoadBalancer } from './load-balancer';
import { refuse } from '../value/problem';
import { annotations, dnsLabel, labels, port, wholeNumber } from '../value/scalar';

/** A port of a gateway's Service (`spec.ports[]`). */
export interface GatewayServicePort {
  /** Unique name of the port (`name`). */
  readonly name: string;
  /** Port number of the Service (`port`). */
  readonly port: number;
  /**
   * Port number that the gateway listens on (`targetPort`).
   *
   * @default - the value of `port`
   */
  readonly targetPort?: number;
  /**
   * Port number on every node, for types NodePort and LoadBalancer (`nodePort`).
   *
   * @default - Kubernetes chooses one
   */
  readonly nodePort?: number;
  /**
   * Transport protocol (`protocol`); UDP for HTTP/3.
   *
   * @default Protocol.TCP
   */
  readonly protocol?: Protocol;
  /**
   * Application protocol, for load balancers that use it (`appProtocol`).
   *
   * @default - none
   */
  readonly appProtocol?: string;
}

/** Routing of traffic from outside the cluster (`externalTrafficPolicy`). */
export enum ExternalTrafficPolicy {
  /** Routes to pods on the receiving node: preserves the client IP and avoids a hop. */
  LOCAL = 'Local',
  /** Routes to all pods: spreads evenly, but hides the client IP. */
  CLUSTER = 'Cluster',
}

/** Routing of traffic from inside the cluster (`internalTrafficPolicy`). */
export enum InternalTrafficPolicy {
  /** Routes to pods on the node of the client; drops traffic if there are none. */
  LOCAL = 'Local',
  /** Routes to all pods. */
  CLUSTER = 'Cluster',
}

/** IP family (`ipFamilies[]`). */
export enum IpFamily {
  /** Assigns an IPv4 address. */
  IPV4 = 'IPv4',
  /** Assigns an IPv6 address. */
  IPV6 = 'IPv6',
}

/** IP families of a Service (`ipFamilyPolicy`). */
export enum IpFamilyPolicy {
  /** Assigns one IP family. */
  SINGLE_STACK = 'SingleStack',
  /** Assigns both families if the cluster supports both. */
  PREFER_DUAL_STACK = 'PreferDualStack',
  /** Requires both families; refused if the cluster supports one. */
  REQUIRE_DUAL_STACK = 'RequireDualStack',
}

/** Options of every type of Service. */
export interface GatewayServiceOptions {
  /**
   * Ports of the Service (`spec.ports`); `InjectedGateway.addPort()` adds more.
   *
   * @default - status-port 15021, http2 80, https 443; with `networkGateway` status-port 15021, tls 15443,
   * tls-istiod 15012, tls-webhook 15017
   */
  readonly ports?: GatewayServicePort[];
  /**
   * Annotations, in addition to those of the gateway and the load balancer.
   *
   * @default - none
   */
  readonly annotations?: { readonly [key: string]: string };
  /**
   * Further labels of the selector (`spec.selector`), for a Service that selects some pods only; set them on the
   * pods with `podLabels`.
   *
   * @default - the gateway's selector
   */
  readonly selectorLabels?: { readonly [key: string]: string };
  /**
   * Address inside the cluster (`spec.clusterIP`); `None` for a headless Service.
   *
   * @default - Kubernetes chooses one
   */
  readonly clusterIp?: string;
  /**
   * External IP addresses of the Service (`spec.externalIPs`).
   *
   * @default - none
   */
  readonly externalIps?: string[];
  /**
   * IP families of the Service, the primary one first (`spec.ipFamilies`).
   *
   * @default - those of the cluster
   */
  readonly ipFamilies?: IpFamily[];
  /**
   * IP family policy (`spec.ipFamilyPolicy`).
   *
   * @default - the default of Kubernetes: SingleStack
   */
  readonly ipFamilyPolicy?: IpFamilyPolicy;
  /**
   * Routing of traffic from inside the cluster (`spec.internalTrafficPolicy`).
   *
   * @default - the default of Kubernetes: Cluster
   */
  readonly internalTrafficPolicy?: InternalTrafficPolicy;
}

/** Options of a Service that is reachable from outside the cluster. */
export interface ExternalGatewayServiceOptions extends GatewayServiceOptions {
  /**
   * Routing of traffic from outside the cluster (`spec.externalTrafficPolicy`).
   *
   * @default - Local for a load balancer; the default of Kubernetes, Cluster, for node ports
   */
  readonly externalTrafficPolicy?: ExternalTrafficPolicy;
}

/** Options of a Service of type LoadBalancer. */
export interface LoadBalancerServiceOptions extends ExternalGatewayServiceOptions {
  /**
   * Requested IP address (`spec.loadBalancerIP`); deprecated in Kubernetes, and not every load balancer supports it.
   *
   * @default - assigned by the load balancer
   */
  readonly loadBalancerIp?: string;
  /**
   * CIDR ranges of clients that may connect (`spec.loadBalancerSourceRanges`).
   *
   * @default - all clients
   */
  readonly loadBalancerSourceRanges?: string[];
  /**
   * Allocate a node port for each port (`spec.allocateLoadBalancerNodePorts`).
   *
   * @default - the default of Kubernetes: true
   */
  readonly allocateLoadBalancerNodePorts?: boolean;
  /**
   * Node port for health checks of nodes, with `externalTrafficPolicy` Local (`spec.healthCheckNodePort`).
   *
   * @default - Kubernetes chooses one
   */
  readonly healthCheckNodePort?: number;
}

/** Service of a gateway. Each factory accepts the options of its Service type only. */
export class GatewayService {
  /** A Service of type ClusterIP: for egress, and behind an OpenShift Route. */
  public static clusterIp(options: GatewayServiceOptions = {}): GatewayService {
    return new GatewayService('ClusterIP', options);
  }

  /**
   * A Service of type LoadBalancer.
   *
   * @param loadBalancer the load balancer; by default that of the cluster
   * @param options settings of the Service
   */
  public static loadBalancer(
    loadBalancer: GatewayLoadBalancer = GatewayLoadBalancer.plain(),
    options: LoadBalancerServiceOptions = {},
  ): GatewayService {
    checkLoadBalancer(loadBalancer, options);
    return new GatewayService(
      'LoadBalancer',
      { ...options, externalTrafficPolicy: options.externalTrafficPolicy ?? ExternalTrafficPolicy.LOCAL },
      loadBalancer,
    );
  }

  /** A Service of type NodePort. */
  public static nodePort(options: ExternalGatewayServiceOptions = {}): GatewayService {
    return new GatewayService('NodePort', options);
  }

  /** No Service: for a Service that is managed elsewhere, or for pods with host ports. */
  public static none(): GatewayService {
    return new GatewayService(undefined, {});
  }

  private constructor(
    /** `spec.type`; `undefined` without a Service. */
    public readonly type: string | undefined,
    /** @internal */
    public readonly _options: LoadBalancerServiceOptions,
    /** The load balancer; `undefined` for other types. @internal */
    public readonly _loadBalancer?: GatewayLoadBalancer,
  ) {
    annotations('annotations of the Service', _options.annotations ?? {});
    labels('selectorLabels of the Service', _options.selectorLabels ?? {});
    if (_options.ports?.length === 0) {
      refuse({
        what: 'ports of the Service',
        got: 'none',
        expected: 'at least one port',
        fix: 'leave ports out for 15021, 80 and 443, or use GatewayService.none()',
      });
    }
    checkPorts(_options.ports ?? [], type);
  }

  /** @internal */
  public _spec() {
    const options = this._options;
    return {
      type: this.type,
      clusterIP: options.clusterIp,
      externalIPs: options.externalIps,
      ipFamilies: options.ipFamilies,
      ipFamilyPolicy: options.ipFamilyPolicy,
      internalTrafficPolicy: options.internalTrafficPolicy,
      externalTrafficPolicy: options.externalTrafficPolicy,
      loadBalancerIP: options.loadBalancerIp,
      loadBalancerClass: this._loadBalancer?.loadBalancerClass,
      loadBalancerSourceRanges: options.loadBalancerSourceRanges,
      allocateLoadBalancerNodePorts: options.allocateLoadBalancerNodePorts,
      healthCheckNodePort: options.healthCheckNodePort,
    };
  }
}

export const DEFAULT_PORTS: readonly GatewayServicePort[] = [
  { name: 'status-port', port: 15021 },
  { name: 'http2', port: 80 },
  { name: 'https', port: 443 },
];

/** Ports of a gateway for other networks of the mesh. */
export const NETWORK_GATEWAY_PORTS: readonly GatewayServicePort[] = [
  { name: 'status-port', port: 15021 },
  { name: 'tls', port: 15443 },
  { name: 'tls-istiod', port: 15012 },
  { name: 'tls-webhook', port: 15017 },
];

export const targetPortOf = ({ port: number, targetPort }: GatewayServicePort): number => targetPort ?? number;
export const protocolOf = ({ protocol }: GatewayServicePort): string => protocol ?? Protocol.TCP;

/** Renders an element of `spec.ports[]`. */
export const renderPort = (one: GatewayServicePort) => ({
  name: one.name,
  port: one.port,
  protocol: protocolOf(one),
  targetPort: targetPortOf(one),
  nodePort: one.nodePort,
  appProtocol: one.appProtocol,
});

/** Refuses ports that a Service of the type cannot have. */
export function checkPorts(ports: readonly GatewayServicePort[], type: string | undefined): void {
  ports.forEach((one, index) => {
    dnsLabel('name of a port', one.name);
    port(`port '${one.name}'`, one.port);
    port(`targetPort of port '${one.name}'`, targetPortOf(one));
    if (one.nodePort !== undefined) {
      port(`nodePort of port '${one.name}'`, one.nodePort);
      if (type === 'ClusterIP') {
        refuse({
          what: `nodePort of port '${one.name}'`,
          got: one.nodePort,
          expected: 'no nodePort on a Service of type ClusterIP',
          fix: 'leave it out, or use GatewayService.nodePort()',
        });
      }
    }
    for (const other of ports.slice(0, index)) {
      if (other.name === one.name || (other.port === one.port && protocolOf(other) === protocolOf(one))) {
        refuse({
          what: 'ports of the Service',
          got: `'${other.name}' ${other.port} and '${one.name}' ${one.port}`,
          expected: 'each name and each number once',
          fix: 'rename or renumber one of them',
        });
      }
    }
  });
}

function checkLoadBalancer(loadBalancer: GatewayLoadBalancer, options: LoadBalancerServiceOptions): void {
  const { allocateLoadBalancerNodePorts, healthCheckNodePort, externalTrafficPolicy, loadBalancerIp } = options;
  if (loadBalancer._needsNodePorts && allocateLoadBalancerNodePorts === false) {
    refuse({
      what: 'allocateLoadBalancerNodePorts',
      got: false,
      expected: 'true; the load balancer sends traffic to the nodes',
      fix: 'leave it out, or use targets of type ip',
    });
  }
  if (loadBalancer._setsAddress && loadBalancerIp !== undefined) {
    refuse({
      what: 'loadBalancerIp',
      got: loadBalancerIp,
      expected: 'no loadBalancerIp together with addresses of GatewayLoadBalancer.metalLb(); MetalLB refuses both',
      fix: 'leave loadBalancerIp out',
    });
  }
  if (healthCheckNodePort !== undefined) {
    wholeNumber('healthCheckNodePort', healthCheckNodePort, 1, 65535, 'use a port number');
    if (externalTrafficPolicy === ExternalTrafficPolicy.CLUSTER) {
      refuse({
        what: 'healthCheckNodePort',
        got: 'externalTrafficPolicy Cluster',
        expected: 'externalTrafficPolicy Local; otherwise every node receives traffic',
        fix: 'leave healthCheckNodePort out',
      });
    }
  }
}
