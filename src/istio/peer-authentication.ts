import { Construct } from 'constructs';
import { workloadLabels } from './istio-target';
import { PeerAuthentication as SHAPE, PeerAuthenticationSpec } from '../manifest/istio-security';
import { CustomResource, CustomResourceProps } from '../resource/custom-resource';

/** Mode of mutual TLS (`mtls.mode`). */
export enum MutualTlsMode {
  /** Inherits the mode of the namespace or the mesh, PERMISSIVE by default. */
  UNSET = 'UNSET',
  /** Accepts plain text only. */
  DISABLE = 'DISABLE',
  /** Accepts plain text and mutual TLS. */
  PERMISSIVE = 'PERMISSIVE',
  /** Accepts mutual TLS only. */
  STRICT = 'STRICT',
}

/** Options of a `PeerAuthentication`. */
export interface PeerAuthenticationProps extends CustomResourceProps {
  /**
   * Labels of the workloads (`spec.selector.matchLabels`).
   *
   * @default - every workload of its namespace; in the root namespace, of the mesh
   */
  readonly selector?: { readonly [key: string]: string };
  /**
   * Mode of all ports (`spec.mtls.mode`).
   *
   * @default MutualTlsMode.STRICT
   */
  readonly mtls?: MutualTlsMode;
  /**
   * Modes of individual ports of the workload, by number (`spec.portLevelMtls`): the container port, not that of a
   * Service. Requires a `selector` (GW525).
   *
   * @default - `mtls` for all ports
   */
  readonly portLevelMtls?: { readonly [port: string]: MutualTlsMode };
}

/** Mutual TLS of workloads (security.istio.io/v1 PeerAuthentication). */
export class PeerAuthentication extends CustomResource {
  public constructor(
    scope: Construct,
    id: string,
    private readonly peerProps: PeerAuthenticationProps = {},
  ) {
    super(scope, id, peerProps);
    if (peerProps.selector) workloadLabels('selector', peerProps.selector);
  }

  /** @internal */
  protected _kind() {
    return SHAPE;
  }

  /** @internal */
  protected _spec(): PeerAuthenticationSpec {
    const { selector, mtls, portLevelMtls } = this.peerProps;
    return {
      selector: selector && { matchLabels: selector },
      mtls: { mode: mtls ?? MutualTlsMode.STRICT },
      portLevelMtls:
        portLevelMtls && Object.fromEntries(Object.entries(portLevelMtls).map(([key, mode]) => [key, { mode }])),
    };
  }
}
