import { Construct } from 'constructs';
import { workloadLabels } from './istio-target';
import { PeerAuthentication as SHAPE, PeerAuthenticationSpec } from '../manifest/istio-security';
import { refuse } from '../manifest/problem';
import { port } from '../manifest/scalar';
import { CustomResource, CustomResourceProps } from '../resource/custom-resource';

/** Whether peers must speak mutual TLS (`mtls.mode`). */
export enum MutualTlsMode {
  /** As the parent says: the namespace for workloads, the mesh for a namespace; PERMISSIVE where nobody says. */
  UNSET = 'UNSET',
  /** Plain text only. */
  DISABLE = 'DISABLE',
  /** Plain text and mutual TLS. */
  PERMISSIVE = 'PERMISSIVE',
  /** Mutual TLS only. */
  STRICT = 'STRICT',
}

/** Options of a `PeerAuthentication`. */
export interface PeerAuthenticationProps extends CustomResourceProps {
  /**
   * Labels of the workloads that it is for (`spec.selector.matchLabels`).
   *
   * @default - every workload of its namespace; of the mesh, where that is the root namespace
   */
  readonly selector?: { readonly [key: string]: string };
  /**
   * What peers must speak (`spec.mtls.mode`).
   *
   * @default MutualTlsMode.STRICT
   */
  readonly mtls?: MutualTlsMode;
  /**
   * The same for single ports of the workload, by number (`spec.portLevelMtls`): the pod's port, not that of a
   * Service. Needs a `selector`.
   *
   * @default - `mtls` for all ports
   */
  readonly portLevelMtls?: { readonly [port: string]: MutualTlsMode };
}

/** Whether workloads take mutual TLS only (security.istio.io/v1 PeerAuthentication). */
export class PeerAuthentication extends CustomResource {
  public constructor(
    scope: Construct,
    id: string,
    private readonly peerProps: PeerAuthenticationProps = {},
  ) {
    super(scope, id, peerProps);
    const { selector, portLevelMtls } = peerProps;
    if (selector) {
      workloadLabels('selector', selector);
    }
    if (portLevelMtls && !selector) {
      const fix = 'name the workloads by their labels, or leave portLevelMtls out';
      refuse({ what: 'portLevelMtls', got: 'no selector', expected: 'a selector beside it', fix }, this);
    }
    if (portLevelMtls && Object.keys(portLevelMtls).length === 0) {
      refuse({ what: 'portLevelMtls', got: 'none', expected: 'at least one port', fix: 'leave it out' }, this);
    }
    for (const key of Object.keys(portLevelMtls ?? {})) {
      port(`port '${key}' of portLevelMtls`, /^[1-9]\d*$/.test(key) ? Number(key) : NaN);
    }
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
