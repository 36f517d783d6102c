import { Construct } from 'constructs';
import { AddressPool, METALLB_NAMESPACE } from './address-pool';
import * as metallb from '../manifest/metallb';
import { refuse } from '../manifest/problem';
import { wholeNumber } from '../manifest/scalar';
import { CustomResource, CustomResourceProps } from '../resource/custom-resource';
import { LabelSelectorOptions, renderSelector } from '../resource/label-selector';

/** What both ways of announcing addresses take. The namespace defaults to `metallb-system`. */
export interface AddressAdvertisementProps extends CustomResourceProps {
  /**
   * Pools whose addresses are announced.
   *
   * @default - all pools
   */
  readonly pools?: AddressPool[];
  /**
   * The same by labels of the pools.
   *
   * @default - all pools
   */
  readonly poolSelectors?: LabelSelectorOptions[];
  /**
   * Nodes that announce, by their labels.
   *
   * @default - all nodes
   */
  readonly nodeSelectors?: LabelSelectorOptions[];
  /**
   * Services whose addresses are announced, by their labels.
   *
   * @default - all Services
   */
  readonly serviceSelectors?: LabelSelectorOptions[];
}

/** Nodes that announce rather than others. */
export interface PreferredNodes {
  /** The nodes, by their labels. */
  readonly nodes: LabelSelectorOptions;
  /** How much they are preferred, 1 to 100. */
  readonly weight: number;
}

/** Options of an `L2Advertisement`. */
export interface L2AdvertisementProps extends AddressAdvertisementProps {
  /**
   * Network interfaces on which nodes announce.
   *
   * @default - all
   */
  readonly interfaces?: string[];
  /**
   * Nodes that announce rather than others (`preferredNodeSelectors`).
   *
   * @default - none are preferred
   */
  readonly preferredNodes?: PreferredNodes[];
}

/** Announces addresses in the local network, by ARP and NDP (metallb.io/v1beta1 L2Advertisement). */
export class L2Advertisement extends CustomResource {
  public constructor(
    scope: Construct,
    id: string,
    private readonly props: L2AdvertisementProps = {},
  ) {
    super(scope, id, { ...props, namespace: props.namespace ?? METALLB_NAMESPACE });
    props.preferredNodes?.forEach(({ weight }) =>
      wholeNumber('weight of preferredNodes', weight, 1, 100, 'the highest weight announces first'),
    );
  }

  /** @internal */
  protected _kind() {
    return metallb.L2Advertisement;
  }

  /** @internal */
  protected _spec(): metallb.L2AdvertisementSpec {
    return {
      ...common(this.props),
      interfaces: this.props.interfaces,
      preferredNodeSelectors: this.props.preferredNodes?.map(({ nodes, weight }) => ({
        preference: renderSelector('preferredNodes', nodes),
        weight,
      })),
    };
  }
}

/** Options of a `BgpAdvertisement`. */
export interface BgpAdvertisementProps extends AddressAdvertisementProps {
  /**
   * Bits of the network that addresses are announced as, 1 to 32.
   *
   * @default 32
   */
  readonly aggregationLength?: number;
  /**
   * The same for IPv6, 1 to 128.
   *
   * @default 128
   */
  readonly aggregationLengthV6?: number;
  /**
   * BGP communities, as `65535:65282`, `large:…` or a name of a Community.
   *
   * @default - none
   */
  readonly communities?: string[];
  /**
   * LOCAL_PREF of the announcement, in iBGP.
   *
   * @default - the peer's
   */
  readonly localPref?: number;
  /**
   * Names of BGPPeers to announce to.
   *
   * @default - all
   */
  readonly peers?: string[];
}

/** Announces addresses to routers (metallb.io/v1beta1 BGPAdvertisement). */
export class BgpAdvertisement extends CustomResource {
  public constructor(
    scope: Construct,
    id: string,
    private readonly props: BgpAdvertisementProps = {},
  ) {
    super(scope, id, { ...props, namespace: props.namespace ?? METALLB_NAMESPACE });
    const { aggregationLength, aggregationLengthV6, serviceSelectors } = props;
    const fix = 'leave it out to announce each address on its own';
    wholeNumber('aggregationLength', aggregationLength ?? 32, 1, 32, fix);
    wholeNumber('aggregationLengthV6', aggregationLengthV6 ?? 128, 1, 128, fix);
    if (serviceSelectors?.length && ((aggregationLength ?? 32) !== 32 || (aggregationLengthV6 ?? 128) !== 128)) {
      refuse(
        {
          what: 'aggregationLength',
          got: aggregationLength ?? aggregationLengthV6,
          expected: '32, and 128 for IPv6, beside serviceSelectors',
          fix: 'leave the length or serviceSelectors out; a network holds the addresses of other Services too',
        },
        this,
      );
    }
  }

  /** @internal */
  protected _kind() {
    return metallb.BGPAdvertisement;
  }

  /** @internal */
  protected _spec(): metallb.BGPAdvertisementSpec {
    const { aggregationLength, aggregationLengthV6, communities, localPref, peers } = this.props;
    return { ...common(this.props), aggregationLength, aggregationLengthV6, communities, localPref, peers };
  }
}

function common({ pools, poolSelectors, nodeSelectors, serviceSelectors }: AddressAdvertisementProps) {
  const render = (what: string, list: LabelSelectorOptions[] | undefined) =>
    list?.map((one) => renderSelector(what, one));
  return {
    ipAddressPools: pools?.map(({ name }) => name),
    ipAddressPoolSelectors: render('poolSelectors', poolSelectors),
    nodeSelectors: render('nodeSelectors', nodeSelectors),
    serviceSelectors: render('serviceSelectors', serviceSelectors),
  };
}
