import { Construct } from 'constructs';
import { ConnectionPool, renderConnectionPool } from './connection-pool';
import { workloadLabels } from './istio-target';
import { onceEach } from './istio-text';
import { OutboundTrafficPolicy } from './outbound-traffic-policy';
import {
  checkEgress,
  checkIngress,
  ineffective,
  renderEgress,
  renderIngress,
  SidecarEgress,
  SidecarIngress,
} from './sidecar-listener';
import { Sidecar as SHAPE, SidecarSpec } from '../manifest/istio-networking';
import { refuse } from '../manifest/problem';
import { CustomResource, CustomResourceProps } from '../resource/custom-resource';
import { Warnings } from '../resource/warning';

/** Options of a `Sidecar`; at least one beside `workloadSelector`. */
export interface SidecarProps extends CustomResourceProps {
  /**
   * Labels of the workloads that it is for (`spec.workloadSelector.labels`).
   *
   * @default - every workload of its namespace; of the mesh, where that is the root namespace
   */
  readonly workloadSelector?: { readonly [key: string]: string };
  /**
   * Hosts that the workloads can reach (`spec.egress`). What they need not know costs memory.
   *
   * @default - as a Sidecar of the namespace or the mesh says, all
   */
  readonly egress?: SidecarEgress[];
  /**
   * What the workloads take in (`spec.ingress`); it must belong to a Service.
   *
   * @default - the ports of their Services
   */
  readonly ingress?: SidecarIngress[];
  /**
   * What happens to traffic to hosts that the mesh does not know (`spec.outboundTrafficPolicy`).
   *
   * @default - as the mesh says
   */
  readonly outboundTrafficPolicy?: OutboundTrafficPolicy;
  /**
   * How much the workloads take in at a time (`spec.inboundConnectionPool`).
   *
   * @default - as their DestinationRule says
   */
  readonly inboundConnectionPool?: ConnectionPool;
}

/** What the sidecars of workloads know and take in (networking.istio.io/v1 Sidecar). One for a whole namespace is called `default`. */
export class Sidecar extends CustomResource {
  private readonly spec: SidecarSpec;

  public constructor(scope: Construct, id: string, props: SidecarProps) {
    super(scope, id, props);
    const { workloadSelector, egress, ingress, outboundTrafficPolicy, inboundConnectionPool: pool } = props;
    if (!egress?.length && !ingress?.length && !outboundTrafficPolicy && !pool) {
      this.fail(
        'Sidecar',
        'nothing',
        'egress, ingress, outboundTrafficPolicy or inboundConnectionPool',
        'for example outboundTrafficPolicy: OutboundTrafficPolicy.REGISTRY_ONLY',
      );
    }
    this.checkEgress(egress ?? []);
    this.checkIngress(ingress ?? []);
    // Rendered at once, as that checks what other classes know.
    this.spec = {
      workloadSelector: workloadSelector && { labels: { ...workloadLabels('workloadSelector', workloadSelector) } },
      egress: egress?.map(renderEgress),
      ingress: ingress?.map(renderIngress),
      outboundTrafficPolicy: outboundTrafficPolicy?._renderForSidecar(this.namespace),
      inboundConnectionPool: pool && renderConnectionPool('inboundConnectionPool', pool),
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

  private checkEgress(listeners: readonly SidecarEgress[]): void {
    listeners.forEach((listener, index) => {
      checkEgress(listener);
      if (listener.port === undefined && index < listeners.length - 1) {
        const fix = 'put it at the end, and give the others a port';
        this.fail(`egress ${index + 1}`, 'no port', 'a port in each but the last', fix);
      }
      const problem = ineffective(listener, this.namespace);
      if (problem) {
        Warnings._add(this, 'GW568', problem);
      }
    });
    const ports = listeners.flatMap(({ port }) => (port ? [port.number] : [])).filter((number) => number > 0);
    onceEach('ports of egress', ports);
    const sockets = listeners.flatMap(({ port, bind }) => (port?.number === 0 && bind ? [bind] : []));
    onceEach('sockets of egress', sockets);
  }

  private checkIngress(listeners: readonly SidecarIngress[]): void {
    for (const listener of listeners) {
      checkIngress(listener);
      const { port, connectionPool } = listener;
      if (connectionPool?.http && !port._isHttp) {
        Warnings._add(this, 'GW568', {
          what: `connectionPool.http of ingress port '${port.name}'`,
          got: port.protocol ?? 'no protocol',
          expected: 'a port of HTTP; Istio uses the settings of TCP only',
          fix: 'leave http out, or name the protocol',
        });
      }
    }
    onceEach(
      'ports of ingress',
      listeners.map(({ port }) => port.number),
    );
  }

  private fail(what: string, got: unknown, expected: string, fix: string): never {
    return refuse({ what, got, expected, fix }, this);
  }
}
