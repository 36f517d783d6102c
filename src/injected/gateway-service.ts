import { Protocol } from 'cdk8s-plus-28';
import { GatewayLoadBalancer } from './load-balancer';
import { refuse } from '../value/problem';
import { annotations, dnsLabel, labels, port, wholeNumber } from '../value/scalar';

/** A port of a gateway's Service (`spec.ports[]`). */
export interface GatewayServicePort {
  /** Its name, unlike those of the others (`name`). */
  readonly name: string;
  /** The number that clients use (`port`). */
  readonly port: number;
  /**
   * The number that the gateway listens on (`targetPort`).
   *
   * @default - the same
   */
  readonly targetPort?: number;
  /**
   * The number on every node, for NodePort and LoadBalancer (`nodePort`).
   *
   * @default - Kubernetes chooses one
   */
  readonly nodePort?: number;
  /**
   * `protocol`; UDP for HTTP/3.
   *
   * @default Protocol.TCP
   */
  readonly protocol?: Protocol;
  /**
   * What is spoken on it, for load balancers that ask (`appProtocol`).
   *
   * @default - none
   */
  readonly appProtocol?: string;
}

/** Which nodes and pods take traffic that comes from outside (`externalTrafficPolicy`). */
export enum ExternalTrafficPolicy {
  /** Pods of the node that it reached: the client's address is kept, and a hop is saved. */
  LOCAL = 'Local',
  /** All pods: evenly spread, the client's address is lost. */
  CLUSTER = 'Cluster',
}

/** Which pods take traffic that comes from inside (`internalTrafficPolicy`). */
export enum InternalTrafficPolicy {
  /** Pods of the client's node; no answer where it has none. */
  LOCAL = 'Local',
  /** All pods. */
  CLUSTER = 'Cluster',
}

/** A family of addresses (`ipFamilies[]`). */
export enum IpFamily {
  /** IPv4. */
  IPV4 = 'IPv4',
  /** IPv6. */
  IPV6 = 'IPv6',
}

/** How many families of addresses a Service has (`ipFamilyPolicy`). */
export enum IpFamilyPolicy {
  /** One. */
  SINGLE_STACK = 'SingleStack',
  /** Both where the cluster has both. */
  PREFER_DUAL_STACK = 'PreferDualStack',
  /** Both; refused where the cluster has one. */
  REQUIRE_DUAL_STACK = 'RequireDualStack',
}

/** What every type of Service takes. */
export interface GatewayServiceOptions {
  /**
   * Its ports (`spec.ports`). More by `InjectedGateway.addPort()`.
   *
   * @default - status-port 15021, http2 80, https 443; with `networkGateway` status-port 15021, tls 15443,
   * tls-istiod 15012, tls-webhook 15017
   */
  readonly ports?: GatewayServicePort[];
  /**
   * Annotations, beside those of the gateway and the load balancer.
   *
   * @default - none
   */
  readonly annotations?: { readonly [key: string]: string };
  /**
   * Further labels that pods must carry (`spec.selector`), for a Service in front of some of them; put them on the
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
   * Addresses of nodes that take traffic for the Service (`spec.externalIPs`).
   *
   * @default - none
   */
  readonly externalIps?: string[];
  /**
   * Families of its addresses, the first one first (`spec.ipFamilies`).
   *
   * @default - those of the cluster
   */
  readonly ipFamilies?: IpFamily[];
  /**
   * How many families it has (`spec.ipFamilyPolicy`).
   *
   * @default - one
   */
  readonly ipFamilyPolicy?: IpFamilyPolicy;
  /**
   * Which pods take traffic from inside (`spec.internalTrafficPolicy`).
   *
   * @default - all
   */
  readonly internalTrafficPolicy?: InternalTrafficPolicy;
}

/** What a Service that is reached from outside takes. */
export interface ExternalGatewayServiceOptions extends GatewayServiceOptions {
  /**
   * Which nodes and pods take traffic from outside (`spec.externalTrafficPolicy`).
   *
   * @default - Local for a load balancer; as Kubernetes has it (Cluster) for node ports
   */
  readonly externalTrafficPolicy?: ExternalTrafficPolicy;
}

/** What a Service of type LoadBalancer takes. */
export interface LoadBalancerServiceOptions extends ExternalGatewayServiceOptions {
  /**
   * The address asked for (`spec.loadBalancerIP`); deprecated in Kubernetes, and not every load balancer reads it.
   *
   * @default - the load balancer chooses
   */
  readonly loadBalancerIp?: string;
  /**
   * Networks that may connect (`spec.loadBalancerSourceRanges`).
   *
   * @default - everybody
   */
  readonly loadBalancerSourceRanges?: string[];
  /**
   * Open a port on every node for each port (`spec.allocateLoadBalancerNodePorts`).
   *
   * @default - yes, as Kubernetes does
   */
  readonly allocateLoadBalancerNodePorts?: boolean;
  /**
   * Port on which nodes tell whether they have a pod, with `externalTrafficPolicy` Local (`spec.healthCheckNodePort`).
   *
   * @default - Kubernetes chooses one
   */
  readonly healthCheckNodePort?: number;
}

/** How a gateway is reached. What a type of Service does not have cannot be said of it. */
export class GatewayService {
  /** From inside the cluster only: for egress, and behind an OpenShift Route. */
  public static clusterIp(options: GatewayServiceOptions = {}): GatewayService {
    return new GatewayService('ClusterIP', options);
  }

  /**
   * Through a load balancer.
   *
   * @param loadBalancer which one; without it, what the cluster gives
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

  /** Through a port of every node. */
  public static nodePort(options: ExternalGatewayServiceOptions = {}): GatewayService {
    return new GatewayService('NodePort', options);
  }

  /** No Service: one of your own, or pods on ports of their hosts. */
  public static none(): GatewayService {
    return new GatewayService(undefined, {});
  }

  private constructor(
    /** `spec.type`; nothing where there is no Service. */
    public readonly type: string | undefined,
    /** @internal */
    public readonly _options: LoadBalancerServiceOptions,
    /** What stands in front of it; nothing for other types. @internal */
    public readonly _loadBalancer?: GatewayLoadBalancer,
  ) {
    annotations('annotations of the Service', _options.annotations ?? {});
    labels('selectorLabels of the Service', _options.selectorLabels ?? {});
    if (_options.ports?.length === 0) {
      refuse({
        what: 'ports of the Service',
        got: 'none',
        expected: 'at least one',
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

/** What other networks of the mesh need of a gateway. */
export const NETWORK_GATEWAY_PORTS: readonly GatewayServicePort[] = [
  { name: 'status-port', port: 15021 },
  { name: 'tls', port: 15443 },
  { name: 'tls-istiod', port: 15012 },
  { name: 'tls-webhook', port: 15017 },
];

export const targetPortOf = ({ port: number, targetPort }: GatewayServicePort): number => targetPort ?? number;
export const protocolOf = ({ protocol }: GatewayServicePort): string => protocol ?? Protocol.TCP;

/** `spec.ports[]`. */
export const renderPort = (one: GatewayServicePort) => ({
  name: one.name,
  port: one.port,
  protocol: protocolOf(one),
  targetPort: targetPortOf(one),
  nodePort: one.nodePort,
  appProtocol: one.appProtocol,
});

/** Refuses ports that a Service of the type cannot have together. */
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
          expected: 'none on a Service of type ClusterIP',
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
      expected: 'none beside the addresses of GatewayLoadBalancer.metalLb(); MetalLB refuses both',
      fix: 'leave loadBalancerIp out',
    });
  }
  if (healthCheckNodePort !== undefined) {
    wholeNumber('healthCheckNodePort', healthCheckNodePort, 1, 65535, 'name a port of the nodes');
    if (externalTrafficPolicy === ExternalTrafficPolicy.CLUSTER) {
      refuse({
        what: 'healthCheckNodePort',
        got: 'externalTrafficPolicy Cluster',
        expected: 'externalTrafficPolicy Local; otherwise every node takes traffic',
        fix: 'leave healthCheckNodePort out',
      });
    }
  }
}
