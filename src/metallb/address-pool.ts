import { isIP } from 'net';
import { Construct } from 'constructs';
import { IPAddressPool, IPAddressPoolSpec } from '../manifest/metallb';
import { CustomResource, CustomResourceProps } from '../resource/custom-resource';
import { refuse } from '../value/problem';
import { dnsLabel } from '../value/scalar';

/**
 * Namespace of MetalLB's configuration.
 * @internal
 */
export const METALLB_NAMESPACE = 'metallb-system';

/** Options of an `AddressPool`. `namespace` defaults to `metallb-system`. */
export interface AddressPoolProps extends CustomResourceProps {
  /** Address ranges `172.18.255.200-172.18.255.250` or CIDR ranges `192.0.2.0/24`, IPv4 or IPv6 (`addresses`). */
  readonly addresses: string[];
  /**
   * Whether Services that request no pool or address get one from this pool (`autoAssign`).
   *
   * @default true
   */
  readonly autoAssign?: boolean;
  /**
   * Namespaces whose Services get addresses from the pool (`serviceAllocation.namespaces`).
   *
   * @default - all namespaces
   */
  readonly namespaces?: string[];
}

/** Addresses that MetalLB assigns to Services of type LoadBalancer, such as gateways (metallb.io/v1beta1 IPAddressPool). */
export class AddressPool extends CustomResource {
  private readonly ranges: string[] = [];

  public constructor(
    scope: Construct,
    id: string,
    private readonly props: AddressPoolProps,
  ) {
    super(scope, id, { ...props, namespace: props.namespace ?? METALLB_NAMESPACE });
    if (props.addresses.length === 0) {
      refuse(
        { what: 'addresses', got: props.addresses, expected: 'at least one range', fix: "for example '192.0.2.0/24'" },
        this,
      );
    }
    this.addAddresses(...props.addresses);
    props.namespaces?.forEach((name) => dnsLabel('namespace', name));
  }

  /** Address ranges of the pool. */
  public get addresses(): string[] {
    return [...this.ranges];
  }

  /** Adds address ranges or CIDR ranges. */
  public addAddresses(...addresses: string[]): void {
    this.ranges.push(...addresses.map((range) => checkRange(this, range)));
  }

  /** @internal */
  protected _kind() {
    return IPAddressPool;
  }

  /** @internal */
  protected _spec(): IPAddressPoolSpec {
    const { autoAssign, namespaces } = this.props;
    return { addresses: this.ranges, autoAssign, serviceAllocation: namespaces && { namespaces } };
  }
}

function checkRange(pool: AddressPool, range: string): string {
  const wrong = (fix: string) =>
    refuse(
      {
        what: 'address range',
        got: range,
        expected: "a range '192.0.2.10-192.0.2.20' or a CIDR range '192.0.2.0/24'",
        fix,
      },
      pool,
    );
  const network = /^([^/]+)\/(\d{1,3})$/.exec(range);
  if (network) {
    const family = isIP(network[1]);
    if (family === 0 || Number(network[2]) > (family === 4 ? 32 : 128)) {
      wrong(family === 0 ? `'${network[1]}' is not an IP address` : `the prefix is at most ${family === 4 ? 32 : 128}`);
    }
    return range;
  }
  const [first, last, ...rest] = range.split('-').map((address) => address.trim());
  if (isIP(first) !== 0 && last === undefined) {
    wrong(`for a single address write '${first}/${isIP(first) === 4 ? 32 : 128}'`);
  }
  if (isIP(first) === 0 || isIP(last) === 0 || rest.length > 0) {
    wrong('write the first and the last address with a hyphen between them');
  }
  if (isIP(first) !== isIP(last)) {
    wrong('use two IPv4 or two IPv6 addresses');
  }
  if (isIP(first) === 4 && toNumber(first) > toNumber(last)) {
    wrong(`swap the addresses: '${last}-${first}'`);
  }
  return range;
}

const toNumber = (address: string) => address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
