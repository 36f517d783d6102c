import { BlockList, isIP } from 'net';
import { Duration } from 'cdk8s';
import { AwsNlbOptions, awsNlbAnnotations } from './aws-nlb';
import { AddressPool } from '../metallb/address-pool';
import { refuse } from '../value/problem';
import { annotations, dnsSubdomain, wholeNumber } from '../value/scalar';

/** Options of `GatewayLoadBalancer.metalLb`. */
export interface MetalLbOptions {
  /**
   * IP addresses, at most one of each family (annotation `metallb.io/loadBalancerIPs`). They must belong to `pool`.
   *
   * @default - a free address of the pool
   */
  readonly addresses?: string[];
  /**
   * Address pool of this program (annotation `metallb.io/address-pool`); excludes `poolName`.
   *
   * @default - any pool that serves the Service
   */
  readonly pool?: AddressPool;
  /**
   * Name of an existing address pool; excludes `pool`.
   *
   * @default - any pool that serves the Service
   */
  readonly poolName?: string;
  /**
   * Sharing key: Services with the same key may share an address if their ports differ (annotation
   * `metallb.io/allow-shared-ip`). Services with different selectors need `externalTrafficPolicy` Cluster.
   *
   * @default - the address is not shared
   */
  readonly sharingKey?: string;
  /**
   * `spec.loadBalancerClass`: the class that MetalLB is installed with (`--lb-class`).
   *
   * @default - none
   */
  readonly loadBalancerClass?: string;
}

/** Options of `GatewayLoadBalancer.custom`. */
export interface CustomLoadBalancerOptions {
  /**
   * Annotations of the Service for the load balancer controller.
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
   * Whether the load balancer sends the PROXY protocol, which the gateway must then expect
   * (`gatewayTopology.proxyProtocol`).
   *
   * @default false
   */
  readonly proxyProtocol?: boolean;
  /**
   * Time for existing connections to a deregistered pod. The default termination grace period of the pods includes it.
   *
   * @default - unknown; the grace period does not include it
   */
  readonly deregistrationDelay?: Duration;
}

/** Load balancer of a gateway's Service: annotations and matching settings of the gateway. */
export class GatewayLoadBalancer {
  /** The default load balancer of the cluster. */
  public static plain(): GatewayLoadBalancer {
    return new GatewayLoadBalancer({});
  }

  /** An NLB of the AWS Load Balancer Controller. Its health checks use the health endpoint of the gateway. */
  public static awsNlb(options: AwsNlbOptions = {}): GatewayLoadBalancer {
    return new GatewayLoadBalancer({ proxyProtocol: options.proxyProtocol ?? false, ...awsNlbAnnotations(options) });
  }

  /** A load balancer by MetalLB. */
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

  /** Another load balancer. */
  public static custom(options: CustomLoadBalancerOptions): GatewayLoadBalancer {
    annotations('annotations of the load balancer', options.annotations ?? {});
    return new GatewayLoadBalancer(options);
  }

  /** Annotations of the Service. */
  public readonly annotations: { readonly [key: string]: string };
  /** `spec.loadBalancerClass`; `undefined` for the default of the cluster. */
  public readonly loadBalancerClass?: string;
  /** Whether the load balancer sends the PROXY protocol to the gateway. */
  public readonly proxyProtocol: boolean;
  /** Time for existing connections to a deregistered pod; `undefined` where unknown. */
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
        'use whole seconds, at most an hour',
      );
    }
  }

  /** Whether the PROXY protocol is sent, by the options or an annotation; `undefined` where unknown. @internal */
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
      fix: 'use a single address; for a range use an AddressPool',
    });
  }
  if (pool && !blockListOf(pool).check(address, family === 4 ? 'ipv4' : 'ipv6')) {
    refuse({
      what: 'address of MetalLB',
      got: address,
      expected: `an address of pool '${pool.name}': ${pool.addresses.join(', ')}`,
      fix: 'use another address, or add it to the pool',
    });
  }
}

/** The ranges of a pool as a BlockList of Node, used to test membership. */
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

/** MetalLB refuses a Service with two addresses of one family. */
function checkFamilies(addresses: readonly string[]): void {
  if (addresses.length > 2 || (addresses.length === 2 && isIP(addresses[0]) === isIP(addresses[1]))) {
    refuse({
      what: 'addresses of MetalLB',
      got: addresses.join(', '),
      expected: 'one address, or one of IPv4 and one of IPv6',
      fix: 'remove the others',
    });
  }
}
