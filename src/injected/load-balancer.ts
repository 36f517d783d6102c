import { BlockList, isIP } from 'net';
import { Duration } from 'cdk8s';
import { AwsNlbOptions, awsNlbAnnotations } from './aws-nlb';
import { AddressPool } from '../metallb/address-pool';
import { refuse } from '../value/problem';
import { annotations, dnsSubdomain, wholeNumber } from '../value/scalar';

/** Which address MetalLB gives to a gateway. */
export interface MetalLbOptions {
  /**
   * Addresses, one of each family (annotation `metallb.io/loadBalancerIPs`). Where a `pool` is given they must lie in it.
   *
   * @default - the next free one
   */
  readonly addresses?: string[];
  /**
   * Pool of this program that the address comes from (annotation `metallb.io/address-pool`).
   *
   * @default - any pool that serves the Service
   */
  readonly pool?: AddressPool;
  /**
   * Name of a pool that is not of this program; excludes `pool`.
   *
   * @default - any pool that serves the Service
   */
  readonly poolName?: string;
  /**
   * Services with one key may share an address as long as their ports differ (annotation
   * `metallb.io/allow-shared-ip`). Services of different pods share only with `externalTrafficPolicy` Cluster.
   *
   * @default - the address is not shared
   */
  readonly sharingKey?: string;
  /**
   * `spec.loadBalancerClass` that MetalLB was installed with (`--lb-class`).
   *
   * @default - none
   */
  readonly loadBalancerClass?: string;
}

/** A load balancer that this library has no preset for. */
export interface CustomLoadBalancerOptions {
  /**
   * Annotations of the Service that its controller reads.
   *
   * @default - none
   */
  readonly annotations?: { readonly [key: string]: string };
  /**
   * `spec.loadBalancerClass`.
   *
   * @default - the cluster's default
   */
  readonly loadBalancerClass?: string;
  /**
   * It speaks PROXY protocol with the gateway, so that the gateway must expect it
   * (`gatewayTopology.proxyProtocol`).
   *
   * @default false
   */
  readonly proxyProtocol?: boolean;
  /**
   * How long it lets connections to a pod that goes away finish. The pods' grace period covers it.
   *
   * @default - not known; no time is added to the grace period
   */
  readonly deregistrationDelay?: Duration;
}

/** What stands in front of a gateway's Service: the annotations and settings that belong together. */
export class GatewayLoadBalancer {
  /** What the cluster gives to a Service of type LoadBalancer. */
  public static plain(): GatewayLoadBalancer {
    return new GatewayLoadBalancer({});
  }

  /** A Network Load Balancer that the AWS Load Balancer Controller makes. It probes the gateway's own health check. */
  public static awsNlb(options: AwsNlbOptions = {}): GatewayLoadBalancer {
    return new GatewayLoadBalancer({ proxyProtocol: options.proxyProtocol ?? false, ...awsNlbAnnotations(options) });
  }

  /** An address that MetalLB hands out. */
  public static metalLb(options: MetalLbOptions = {}): GatewayLoadBalancer {
    const { addresses = [], pool, poolName, sharingKey, loadBalancerClass } = options;
    if (pool && poolName !== undefined) {
      refuse({ what: 'pool of MetalLB', got: 'pool and poolName', expected: 'one of them', fix: 'leave one out' });
    }
    addresses.forEach((address) => checkAddress(address, pool));
    checkFamilies(addresses);
    const name = pool?.name ?? poolName;
    return new GatewayLoadBalancer({
      loadBalancerClass,
      setsAddress: addresses.length > 0,
      annotations: {
        ...(addresses.length > 0 && { 'metallb.io/loadBalancerIPs': addresses.join(',') }),
        ...(name !== undefined && { 'metallb.io/address-pool': dnsSubdomain('name of the pool', name) }),
        ...(sharingKey !== undefined && { 'metallb.io/allow-shared-ip': sharingKey }),
      },
    });
  }

  /** Another one. */
  public static custom(options: CustomLoadBalancerOptions): GatewayLoadBalancer {
    annotations('annotations of the load balancer', options.annotations ?? {});
    return new GatewayLoadBalancer(options);
  }

  /** Annotations that it puts on the Service. */
  public readonly annotations: { readonly [key: string]: string };
  /** `spec.loadBalancerClass`; nothing for the cluster's default. */
  public readonly loadBalancerClass?: string;
  /** Whether it sends the PROXY protocol to the gateway. */
  public readonly proxyProtocol: boolean;
  /** How long connections to a pod that goes away may last; nothing where it is not known. */
  public readonly deregistrationDelay?: Duration;
  /** @internal */
  public readonly _needsNodePorts: boolean;
  /** @internal */
  public readonly _setsAddress: boolean;
  private readonly sends: boolean | undefined;

  private constructor(parts: Parts) {
    this.annotations = { ...parts.annotations };
    this.loadBalancerClass = parts.loadBalancerClass;
    this.proxyProtocol = parts.proxyProtocol ?? false;
    this.sends = parts.proxyProtocol;
    this.deregistrationDelay = parts.deregistrationDelay;
    this._needsNodePorts = parts.needsNodePorts ?? false;
    this._setsAddress = parts.setsAddress ?? false;
    if (parts.deregistrationDelay) {
      wholeNumber(
        'seconds of deregistrationDelay',
        parts.deregistrationDelay.toSeconds({ integral: false }),
        0,
        3600,
        'choose whole seconds, at most an hour',
      );
    }
  }

  /** Whether it sends PROXY protocol, told by its options or by an annotation; nothing where nobody says. @internal */
  public _sendsProxyProtocol(serviceAnnotations: Readonly<Record<string, string>>): boolean | undefined {
    return AWS_PROXY_PROTOCOL in serviceAnnotations || AWS_PROXY_PROTOCOL in this.annotations ? true : this.sends;
  }
}

const AWS_PROXY_PROTOCOL = 'service.beta.kubernetes.io/aws-load-balancer-proxy-protocol';

interface Parts extends CustomLoadBalancerOptions {
  readonly needsNodePorts?: boolean;
  readonly setsAddress?: boolean;
}

function checkAddress(address: string, pool: AddressPool | undefined): void {
  const family = isIP(address);
  if (family === 0) {
    refuse({
      what: 'address of MetalLB',
      got: address,
      expected: 'an IPv4 or IPv6 address',
      fix: 'name one address, for a range use an AddressPool',
    });
  }
  if (pool && !blockListOf(pool).check(address, family === 4 ? 'ipv4' : 'ipv6')) {
    refuse({
      what: 'address of MetalLB',
      got: address,
      expected: `an address of pool '${pool.name}': ${pool.addresses.join(', ')}`,
      fix: 'choose another address, or add it to the pool',
    });
  }
}

/** Node's list of blocks as a list of what is in a pool. */
function blockListOf(pool: AddressPool): BlockList {
  const list = new BlockList();
  for (const range of pool.addresses) {
    const [first, prefix] = range.split('/');
    const [from, to] = first.split('-').map((address) => address.trim());
    const family = isIP(from) === 4 ? 'ipv4' : 'ipv6';
    if (prefix !== undefined) list.addSubnet(from, Number(prefix), family);
    else list.addRange(from, to, family);
  }
  return list;
}

/** MetalLB refuses the Service otherwise. */
function checkFamilies(addresses: readonly string[]): void {
  if (addresses.length > 2 || (addresses.length === 2 && isIP(addresses[0]) === isIP(addresses[1]))) {
    refuse({
      what: 'addresses of MetalLB',
      got: addresses.join(', '),
      expected: 'one address, or one of IPv4 and one of IPv6',
      fix: 'leave the others out',
    });
  }
}
