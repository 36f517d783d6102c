import { isIP } from 'net';
import { refuse } from '../value/problem';
import { preciseHostname } from '../value/scalar';

/** Kinds of load balancers of AWS, which have zones of their own in every region. */
export enum LoadBalancerType {
  /** Application and Classic Load Balancers. */
  APPLICATION = 'application',
  NETWORK = 'network',
}

/** A load balancer of AWS. */
export interface LoadBalancerTargetOptions {
  /** Its name in DNS, `edge-1234.elb.eu-west-1.amazonaws.com`. */
  readonly dnsName: string;
  /**
   * Region that it is in.
   *
   * @default - what its name says, or the region of the cluster
   */
  readonly region?: string;
  /**
   * What it is.
   *
   * @default - what its name says; required where the name is known only after apply
   */
  readonly type?: LoadBalancerType;
  /**
   * Id of the zone that its name is in (`CanonicalHostedZoneId`).
   *
   * @default - looked up by region and type
   */
  readonly canonicalZoneId?: string;
}

/** Where the gateway of a cluster is reached. */
export class GatewayTarget {
  /** Addresses of IPv4 and IPv6; clients get one of them, and only healthy ones where health is checked. */
  public static addresses(addresses: string[]): GatewayTarget {
    const bad = addresses.find((address) => isIP(address) === 0);
    if (bad !== undefined || addresses.length === 0) {
      refuse({
        what: 'addresses of a target',
        got: bad ?? 'none',
        expected: 'addresses of IPv4 or IPv6',
        fix:
          bad === undefined
            ? "name the gateway's address"
            : 'GatewayTarget.hostname takes a name, GatewayTarget.elb a load balancer of AWS',
      });
    }
    return new GatewayTarget([...new Set(addresses.map((address) => address.toLowerCase()))]);
  }

  /** A name outside the zone, as a CNAME. */
  public static hostname(hostname: string): GatewayTarget {
    return new GatewayTarget([], preciseHostname('hostname of a target', hostname));
  }

  /** A load balancer of AWS, by an alias that follows its health and costs no query. */
  public static elb(props: LoadBalancerTargetOptions): GatewayTarget {
    const [, region, type] = named(props.dnsName);
    const differs = region !== undefined && props.region !== undefined && props.region !== region;
    if (differs) {
      refuse({
        what: 'region of a load balancer',
        got: props.region,
        expected: `the region in its name, ${region}`,
        fix: 'leave it out',
      });
    }
    if (type === undefined && props.type === undefined && props.canonicalZoneId === undefined) {
      refuse({
        what: 'type of a load balancer',
        got: `nothing, and ${props.dnsName} does not tell`,
        expected: 'LoadBalancerType.APPLICATION or .NETWORK',
        fix: 'name the type, or its canonicalZoneId',
      });
    }
    return new GatewayTarget([], undefined, { ...props, region: props.region ?? region, type: props.type ?? type });
  }

  private constructor(
    /** @internal */ public readonly _addresses: readonly string[],
    /** @internal */ public readonly _hostname?: string,
    /** @internal */ public readonly _elb?: LoadBalancerTargetOptions,
  ) {}

  /** Addresses for a type of record. @internal */
  public _addressesOf(type: string): readonly string[] {
    return this._addresses.filter((address) => isIP(address) === (type === 'A' ? 4 : 6));
  }
}

function named(dnsName: string): [string, string | undefined, LoadBalancerType | undefined] {
  const network = /\.elb\.([a-z0-9-]+)\.amazonaws\.com(\.cn)?$/.exec(dnsName);
  if (network) return [dnsName, network[1], LoadBalancerType.NETWORK];
  const application = /\.([a-z0-9-]+)\.elb\.amazonaws\.com(\.cn)?$/.exec(dnsName);
  return [dnsName, application?.[1], application ? LoadBalancerType.APPLICATION : undefined];
}
