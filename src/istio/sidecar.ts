import { Construct } from 'constructs';
import { workloadLabels } from './istio-target';
import { istioHost } from './istio-text';
import { Sidecar as SHAPE, SidecarSpec } from '../manifest/istio-networking';
import { CustomResource, CustomResourceProps } from '../resource/custom-resource';
import { refuse } from '../value/problem';
import { dnsLabel } from '../value/scalar';

/** Handling of traffic to hosts outside the service registry (`outboundTrafficPolicy.mode`). */
export enum OutboundTrafficPolicy {
  /**
   * Drops the traffic: a host needs a `ServiceEntry`. Not a firewall: a workload can bypass its sidecar, and ztunnel
   * ignores the setting: restrict namespaces by a NetworkPolicy.
   */
  REGISTRY_ONLY = 'REGISTRY_ONLY',
  /** Forwards the traffic to the address that the client resolved. */
  ALLOW_ANY = 'ALLOW_ANY',
}

/** Options of a `Sidecar`: `egressHosts`, `outboundTrafficPolicy` or both. */
export interface SidecarProps extends CustomResourceProps {
  /**
   * Labels of the workloads (`spec.workloadSelector.labels`).
   *
   * @default - every workload of its namespace; in the root namespace, of the mesh
   */
  readonly workloadSelector?: { readonly [key: string]: string };
  /**
   * Hosts that the workloads can reach, each with the namespace of its Service or ServiceEntry: `istio-system/*`,
   * `./cart.shop.svc.cluster.local` (`spec.egress[].hosts`). The namespace `.` is that of the workloads, `*` all;
   * the prefix `~` removes a host, and `~/*` means no host. Unneeded hosts cost memory in the proxies.
   *
   * @default - those of the Sidecar of the namespace or the mesh; without one, all
   */
  readonly egressHosts?: string[];
  /**
   * Handling of traffic to hosts outside the service registry (`spec.outboundTrafficPolicy`).
   *
   * @default - the setting of the mesh
   */
  readonly outboundTrafficPolicy?: OutboundTrafficPolicy;
}

/**
 * Hosts that the sidecars of workloads can reach (networking.istio.io/v1 Sidecar). That of a whole namespace is usually
 * named `default`.
 */
export class Sidecar extends CustomResource {
  private readonly spec: SidecarSpec;

  public constructor(scope: Construct, id: string, props: SidecarProps) {
    super(scope, id, props);
    const { workloadSelector, egressHosts, outboundTrafficPolicy: mode } = props;
    if (egressHosts === undefined && mode === undefined) {
      const fix = 'for example outboundTrafficPolicy: OutboundTrafficPolicy.REGISTRY_ONLY';
      refuse({ what: 'Sidecar', got: 'no setting', expected: 'egressHosts or outboundTrafficPolicy', fix }, this);
    }
    if (egressHosts) this.checkHosts(egressHosts);
    this.spec = {
      workloadSelector: workloadSelector && { labels: { ...workloadLabels('workloadSelector', workloadSelector) } },
      egress: egressHosts && [{ hosts: [...egressHosts] }],
      outboundTrafficPolicy: mode && { mode },
    };
  }

  /** @internal */
  protected _kind() {
    return SHAPE;
  }

  /** @internal */
  protected _spec(): SidecarSpec {
    return this.spec;
  }

  private checkHosts(hosts: readonly string[]): void {
    if (hosts.length === 0) {
      refuse({ what: 'egressHosts', got: 'none', expected: 'at least one', fix: "for no host at all '~/*'" }, this);
    }
    hosts.forEach(checkHost);
  }
}

/** `namespace/name`, where either may be a wildcard. */
function checkHost(host: string): void {
  const [namespace, name] = host.split(/\/(.*)/);
  if (!name || namespace === '') {
    const fix = name === undefined ? `write './${host}' for the workloads' own namespace` : "for example 'shop/*'";
    refuse({ what: 'egressHosts', got: host, expected: '<namespace>/<name>', fix });
  }
  const where = namespace.replace(/^~/, '');
  if (!['', '*', '.'].includes(where)) {
    dnsLabel(`namespace of host '${host}'`, where);
  }
  if (name !== '*' && (/^\*[^.]/.test(name) || !name.includes('.'))) {
    const expected = "a name with its domain, '*.' and a domain, or '*'";
    const fix = name.includes('*')
      ? "a wildcard stands for whole labels: 'shop/*.example.com'"
      : `add the namespace: '${host}.shop.svc.cluster.local'`;
    refuse({ what: 'name in egressHosts', got: host, expected, fix });
  }
  istioHost(`host '${host}' of egressHosts`, name);
}
