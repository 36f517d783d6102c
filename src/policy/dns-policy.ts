import { isIP } from 'net';
import { Construct } from 'constructs';
import { DEFAULT_WEIGHT } from './default-weight';
import { DnsHealthCheck } from './dns-health-check';
import { Geo } from './geo';
import { policyNamespace } from './namespace';
import { PolicyTarget } from './policy-target';
import { IDnsCredential } from '../credential/dns-credential';
import { DNSPolicy, DNSPolicySpec } from '../manifest/kuadrant';
import { CustomResource, CustomResourceProps } from '../resource/custom-resource';
import { refuse } from '../value/problem';
import { preciseHostname, wholeNumber } from '../value/scalar';

/** Largest weight of Route 53. */
const ROUTE53_WEIGHT = 255;

/** Options of a `GatewayDnsPolicy`. */
export interface GatewayDnsPolicyProps extends CustomResourceProps {
  /**
   * Gateway, or one listener of it, whose hostnames get records (`targetRef`).
   * A listener gets records only if it has a hostname and an attached route.
   */
  readonly target: PolicyTarget;
  /**
   * Credential of the DNS provider (`providerRefs`); its Secret is created in the policy's
   * namespace.
   *
   * @default - the Secret with the label `kuadrant.io/default-provider=true`, which the controller looks up
   */
  readonly credential?: IDnsCredential;
  /**
   * Geo of the clients that this cluster serves (`loadBalancing.geo`). Requires `defaultGeo`.
   *
   * It cannot be added or removed later: delete the object and create it again.
   *
   * @default - no load balancing: one record set with all addresses
   */
  readonly geo?: Geo;
  /**
   * Whether the geo also serves clients that no geo covers
   * (`loadBalancing.defaultGeo`). Of all clusters with the same hostname, exactly
   * one geo must set `true`; without it, clients elsewhere get no DNS answer.
   *
   * @default - none; required where `geo` is given
   */
  readonly defaultGeo?: boolean;
  /**
   * Weight of this cluster among those of the same geo
   * (`loadBalancing.weight`): a whole number from 0 to 255, the maximum of Route 53;
   * with `Geo.custom`, the range of the provider.
   *
   * @default 120
   */
  readonly weight?: number;
  /**
   * Probes that remove unhealthy addresses from DNS (`healthCheck`). They do not run
   * for wildcard hostnames.
   *
   * @default - addresses are published without probes
   */
  readonly healthCheck?: DnsHealthCheck;
  /**
   * Addresses of the Gateway that get no record (`excludeAddresses`): IP
   * addresses, CIDR ranges or hostnames, at most 20.
   *
   * @default - all addresses get records
   */
  readonly excludeAddresses?: string[];
  /**
   * Delegates the records to the primary clusters (`delegate`).
   * Excludes `credential` and cannot be changed later.
   *
   * @default false
   */
  readonly delegate?: boolean;
}

/**
 * DNS records for the hostnames of a Gateway, balanced by weight and by the location
 * of clients (Kuadrant `DNSPolicy`, kuadrant.io/v1).
 */
export class GatewayDnsPolicy extends CustomResource {
  /** Target of the policy. */
  public readonly target: PolicyTarget;
  /** Geo of the clients that this cluster serves; `undefined` without load balancing. */
  public readonly geo?: Geo;
  private readonly props: GatewayDnsPolicyProps;

  public constructor(scope: Construct, id: string, props: GatewayDnsPolicyProps) {
    super(scope, id, { ...props, namespace: policyNamespace('DNSPolicy', props.target, props.namespace) });
    props.target._requireKind('DNSPolicy', 'Gateway');
    this.target = props.target;
    this.geo = props.geo;
    this.props = props;
    this.checkLoadBalancing();
    if (props.credential !== undefined) {
      this.requireCredential(props.credential);
    }
    if (props.excludeAddresses !== undefined) {
      this.checkExcluded(props.excludeAddresses);
    }
  }

  /** @internal */
  protected _kind() {
    return DNSPolicy;
  }

  /** @internal */
  protected _spec(): DNSPolicySpec {
    const { credential, geo, defaultGeo, weight, healthCheck, excludeAddresses, delegate } = this.props;
    return {
      targetRef: this.target._render(),
      providerRefs: credential && [{ name: credential.secretName }],
      loadBalancing: geo && { weight: weight ?? DEFAULT_WEIGHT, geo: geo.code, defaultGeo: defaultGeo! },
      healthCheck: healthCheck?._render(),
      excludeAddresses: excludeAddresses?.length ? [...excludeAddresses] : undefined,
      delegate,
    };
  }

  private checkLoadBalancing(): void {
    const { geo, defaultGeo, weight } = this.props;
    if (geo === undefined) {
      const given = weight !== undefined ? 'weight' : 'defaultGeo';
      if (weight !== undefined || defaultGeo !== undefined) {
        refuse(
          {
            what: 'geo of DNSPolicy',
            got: `undefined, together with ${given} ${weight ?? defaultGeo}`,
            expected: 'a geo; load balancing requires weight, geo and defaultGeo together',
            fix: 'set the geo that this cluster serves, such as Geo.EUROPE',
          },
          this,
        );
      }
      return;
    }
    if (defaultGeo === undefined) {
      refuse(
        {
          what: 'defaultGeo of DNSPolicy',
          got: undefined,
          expected: `true or false together with geo ${geo.code}`,
          fix: 'set defaultGeo: true in the geo that also serves all other clients, and false in the others; a single cluster sets true',
        },
        this,
      );
    }
    if (weight !== undefined) {
      wholeNumber(
        `weight of DNSPolicy '${this.node.path}'`,
        weight,
        0,
        geo.isCustom ? Number.MAX_SAFE_INTEGER : ROUTE53_WEIGHT,
        'scale the weights of all clusters to that range; 0 removes a cluster from DNS',
      );
    }
  }

  private requireCredential(credential: IDnsCredential): void {
    if (this.props.delegate) {
      refuse(
        {
          what: 'credential of DNSPolicy',
          got: `'${credential.secretName}' together with delegate: true`,
          expected: 'no credential, because the primary clusters write the records',
          fix: 'leave one of the two out',
        },
        this,
      );
    }
    if (this.namespace !== undefined) {
      credential.requireIn(this.namespace);
    } else if (Construct.isConstruct(credential)) {
      refuse(
        {
          what: 'namespace of DNSPolicy',
          got: undefined,
          expected: `the namespace of Secret '${credential.secretName}'`,
          fix: 'set the namespace of the Gateway or the chart',
        },
        this,
      );
    }
    this.checkCodes(credential.provider.secretType);
  }

  /** Refuses a geo code of another provider. */
  private checkCodes(secretType: string): void {
    const { geo } = this.props;
    if (geo?.isCustom && ['kuadrant.io/aws', 'kuadrant.io/coredns'].includes(secretType)) {
      refuse(
        {
          what: 'geo of DNSPolicy',
          got: geo.code,
          expected: `a continent or country for a credential of type ${secretType}`,
          fix: 'use a constant of Geo, such as Geo.EUROPE, or Geo.country',
        },
        this,
      );
    }
    if (geo && !geo.isCustom && secretType === 'kuadrant.io/gcp') {
      refuse(
        {
          what: 'geo of DNSPolicy',
          got: geo.code,
          expected: 'a region of Google Cloud for a credential of type kuadrant.io/gcp',
          fix: "use Geo.custom('europe-west1')",
        },
        this,
      );
    }
  }

  private checkExcluded(addresses: readonly string[]): void {
    if (addresses.length > 20) {
      refuse(
        {
          what: 'excludeAddresses of DNSPolicy',
          got: `${addresses.length} addresses`,
          expected: 'at most 20',
          fix: 'combine addresses into a CIDR range such as 10.0.0.0/8',
        },
        this,
      );
    }
    addresses.forEach((address, index) => checkAddress(`excludeAddresses[${index}] of DNSPolicy`, address));
  }
}

function checkAddress(what: string, address: string): void {
  const [ip, prefix, ...rest] = address.split('/');
  const version = isIP(ip);
  const numeric = /^[\d.]+$|:/.test(ip);
  if (prefix !== undefined || numeric) {
    const bits = version === 6 ? 128 : 32;
    const isRange =
      prefix === undefined || (/^(0|[1-9]\d{0,2})$/.test(prefix) && Number(prefix) <= bits && rest.length === 0);
    if (version === 0 || !isRange) {
      refuse({
        what,
        got: address,
        expected: "an IP address, a CIDR range such as '10.0.0.0/8', or a hostname",
        fix: version === 0 ? `'${ip}' is not an IP address` : `the prefix of an IPv${version} range is 0 to ${bits}`,
      });
    }
    return;
  }
  preciseHostname(what, address);
}
