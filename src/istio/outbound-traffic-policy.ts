import { Destination } from './destination';
import { SidecarSpec } from '../manifest/istio-networking';
import { refuse } from '../manifest/problem';

type SidecarPolicy = NonNullable<SidecarSpec['outboundTrafficPolicy']>;

/** What proxies do with traffic to hosts that the mesh does not know (`outboundTrafficPolicy`). */
export class OutboundTrafficPolicy {
  /**
   * They drop it: a host needs a `ServiceEntry`. Not a firewall, as a workload can go around its sidecar, and
   * ztunnel does not read it: lock namespaces down with a NetworkPolicy.
   */
  public static readonly REGISTRY_ONLY = new OutboundTrafficPolicy('REGISTRY_ONLY');
  /** They let it through, to the address that the client found. */
  public static readonly ALLOW_ANY = new OutboundTrafficPolicy('ALLOW_ANY');
  /** They let it through, to the address that they find themselves by DNS. Of a whole mesh only, after Istio 1.30. */
  public static readonly ALLOW_ANY_DYNAMIC_DNS = new OutboundTrafficPolicy('ALLOW_ANY_DYNAMIC_DNS');

  /** They send it to a proxy that the mesh knows, with its port (`egressProxy`). Of a `Sidecar` only. */
  public static allowAnyThrough(egressProxy: Destination): OutboundTrafficPolicy {
    if (egressProxy.port === undefined || egressProxy.hostname.startsWith('*')) {
      refuse({
        what: `egress proxy '${egressProxy.hostname}'`,
        got: egressProxy.port === undefined ? 'no port' : 'a wildcard',
        expected: 'one host and its port',
        fix: "for example Destination.host('proxy.example.com', { port: 3128 })",
      });
    }
    return new OutboundTrafficPolicy('ALLOW_ANY', egressProxy);
  }

  private constructor(
    /** The mode, as the API writes it. */
    public readonly mode: 'REGISTRY_ONLY' | 'ALLOW_ANY' | 'ALLOW_ANY_DYNAMIC_DNS',
    private readonly egressProxy?: Destination,
  ) {}

  /** `outboundTrafficPolicy` of a Sidecar in a namespace. @internal */
  public _renderForSidecar(namespace: string | undefined): SidecarPolicy {
    if (this.mode === 'ALLOW_ANY_DYNAMIC_DNS') {
      const fix = 'set it in the mesh configuration, or use ALLOW_ANY';
      return refuse({ what: 'outboundTrafficPolicy of a Sidecar', got: this.mode, expected: 'another mode', fix });
    }
    return { mode: this.mode, egressProxy: this.egressProxy?._renderAlone('egress proxy', namespace) };
  }

  /** `outboundTrafficPolicy` of a mesh. @internal */
  public _renderForMesh() {
    if (this.egressProxy) {
      const fix = 'set it in a Sidecar of the root namespace';
      refuse({ what: 'outboundTrafficPolicy of a mesh', got: 'an egress proxy', expected: 'a mode only', fix });
    }
    return { mode: this.mode };
  }
}
