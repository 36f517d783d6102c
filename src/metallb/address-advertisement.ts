import { Construct } from 'constructs';
import { AddressPool, METALLB_NAMESPACE } from './address-pool';
import * as metallb from '../manifest/metallb';
import { CustomResource, CustomResourceProps } from '../resource/custom-resource';
import { ObjectSelector, renderSelector } from '../resource/label-selector';

/** Options of `L2Advertisement` and `BgpAdvertisement`. `namespace` defaults to `metallb-system`. */
export interface AddressAdvertisementProps extends CustomResourceProps {
  /**
   * Pools whose addresses are announced (`ipAddressPools`).
   *
   * @default - all pools
   */
  readonly pools?: AddressPool[];
  /**
   * Nodes that announce the addresses, selected by labels (`nodeSelectors`).
   *
   * @default - all nodes
   */
  readonly nodeSelectors?: ObjectSelector[];
}

/** Options of an `L2Advertisement`. */
export interface L2AdvertisementProps extends AddressAdvertisementProps {
  /**
   * Network interfaces on which nodes announce the addresses (`interfaces`).
   *
   * @default - all
   */
  readonly interfaces?: string[];
}

/** Announces addresses in the local network, by ARP and NDP (metallb.io/v1beta1 L2Advertisement). */
export class L2Advertisement extends CustomResource {
  public constructor(
    scope: Construct,
    id: string,
    private readonly props: L2AdvertisementProps = {},
  ) {
    super(scope, id, { ...props, namespace: props.namespace ?? METALLB_NAMESPACE });
  }

  /** @internal */
  protected _kind() {
    return metallb.L2Advertisement;
  }

  /** @internal */
  protected _spec(): metallb.L2AdvertisementSpec {
    return { ...common(this.props), interfaces: this.props.interfaces };
  }
}

/** Options of a `BgpAdvertisement`. */
export interface BgpAdvertisementProps extends AddressAdvertisementProps {
  /**
   * BGP communities: `65535:65282`, `large:…` or the name of a community in a Community object (`communities`).
   *
   * @default - none
   */
  readonly communities?: string[];
  /**
   * Names of BGPPeers to announce the addresses to (`peers`).
   *
   * @default - all
   */
  readonly peers?: string[];
}

/** Announces addresses to routers by BGP (metallb.io/v1beta1 BGPAdvertisement). */
export class BgpAdvertisement extends CustomResource {
  public constructor(
    scope: Construct,
    id: string,
    private readonly props: BgpAdvertisementProps = {},
  ) {
    super(scope, id, { ...props, namespace: props.namespace ?? METALLB_NAMESPACE });
  }

  /** @internal */
  protected _kind() {
    return metallb.BGPAdvertisement;
  }

  /** @internal */
  protected _spec(): metallb.BGPAdvertisementSpec {
    const { communities, peers } = this.props;
    return { ...common(this.props), communities, peers };
  }
}

const common = ({ pools, nodeSelectors }: AddressAdvertisementProps) => ({
  ipAddressPools: pools?.map(({ name }) => name),
  nodeSelectors: nodeSelectors?.map((one) => renderSelector('nodeSelectors', one)),
});
