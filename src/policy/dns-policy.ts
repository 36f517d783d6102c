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

/** The end of a weight on Route 53. */
const ROUTE53_WEIGHT = 255;

/** What DNS says about a gateway. */
export interface GatewayDnsPolicyProps extends CustomResourceProps {
  /**
   * The Gateway, or one listener of it, whose hostnames get records (`targetRef`).
   * A listener needs a hostname and an attached route before it gets any.
   */
  readonly target: PolicyTarget;
  /**
   * The DNS provider's keys (`providerRefs`), in a Secret that the policy's
   * namespace then gets.
   *
   * @default - the one Secret labelled `kuadrant.io/default-provider=true`, which the controller looks up
   */
  readonly credential?: IDnsCredential;
  /**
   * Where the clients are that this cluster serves (`loadBalancing.geo`). Needs `defaultGeo`.
   *
   * A policy cannot gain or lose it later: the object has to be deleted and created again.
   *
   * @default - no load balancing: one record set of all addresses
   */
  readonly geo?: Geo;
  /**
   * Whether this cluster's geo also serves every client that no geo covers
   * (`loadBalancing.defaultGeo`). Of all clusters that share a hostname, exactly
   * one geo says `true`; with none, clients elsewhere get no answer.
   *
   * @default - none; required where `geo` is given
   */
  readonly defaultGeo?: boolean;
  /**
   * Share of this cluster's addresses among those of the same geo
   * (`loadBalancing.weight`): a whole number from 0 to 255, where Route 53 ends;
   * with `Geo.custom` the provider's range holds.
   *
   * @default 120
   */
  readonly weight?: number;
  /**
   * Probes that take unhealthy addresses out of DNS (`healthCheck`). Never run
   * for a wildcard hostname.
   *
   * @default - addresses are handed out unprobed
   */
  readonly healthCheck?: DnsHealthCheck;
  /**
   * Addresses of the Gateway that get no record (`excludeAddresses`): IP
   * addresses, CIDR ranges or host names, at most 20.
   *
   * @default - all addresses get records
   */
  readonly excludeAddresses?: string[];
  /**
   * Leaves it to the primary clusters to write the records (`delegate`).
   * Excludes a credential and cannot be changed later.
   *
   * @default false
   */
  readonly delegate?: boolean;
}

/**
 * DNS records for the hostnames of a Gateway, balanced by weight and by the
 * client's place (Kuadrant `DNSPolicy`).
 */
export class GatewayDnsPolicy extends CustomResource {
  /** What the policy is attached to. */
  public readonly target: PolicyTarget;
  /** Where the clients are that this cluster serves; nothing without load balancing. */
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
            got: `undefined, beside ${given} ${weight ?? defaultGeo}`,
            expected: 'a geo; load balancing takes weight, geo and defaultGeo together',
            fix: 'give the geo that this cluster serves, such as Geo.EUROPE',
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
          expected: `true or false beside geo ${geo.code}`,
          fix: 'say defaultGeo: true in the one geo that also serves clients from everywhere else, and false in the others; a single cluster says true',
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
        'scale the weights of all clusters to that range; 0 takes a cluster out',
      );
    }
  }

  private requireCredential(credential: IDnsCredential): void {
    if (this.props.delegate) {
      refuse(
        {
          what: 'credential of DNSPolicy',
          got: `'${credential.secretName}' beside delegate: true`,
          expected: 'no credential where the primary clusters write the records',
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
          expected: `the namespace that Secret '${credential.secretName}' goes to`,
          fix: 'give the Gateway or the chart a namespace',
        },
        this,
      );
    }
    this.checkCodes(credential.provider.secretType);
  }

  /** Refuses a geo in another provider's codes. */
  private checkCodes(secretType: string): void {
    const { geo } = this.props;
    if (geo?.isCustom && ['kuadrant.io/aws', 'kuadrant.io/coredns'].includes(secretType)) {
      refuse(
        {
          what: 'geo of DNSPolicy',
          got: geo.code,
          expected: `a continent or country where the credential is of type ${secretType}`,
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
          expected: 'a region of Google Cloud where the credential is of type kuadrant.io/gcp',
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
          fix: 'join neighbours into a CIDR range such as 10.0.0.0/8',
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
        expected: "an IP address, a CIDR range such as '10.0.0.0/8', or a host name",
        fix: version === 0 ? `'${ip}' is no IP address` : `the prefix of an IPv${version} range is 0 to ${bits}`,
      });
    }
    return;
  }
  preciseHostname(what, address);
}
