import { Construct } from 'constructs';
import { Server } from './istio-server';
import { Gateway as GatewayKind, GatewaySpec } from '../manifest/istio-networking';
import { CustomResource, CustomResourceProps } from '../resource/custom-resource';
import { Warnings } from '../resource/warning';
import { refuse } from '../value/problem';
import { dnsLabel, labels } from '../value/scalar';

/** Options of an `Gateway`. */
export interface GatewayProps extends CustomResourceProps {
  /**
   * Labels of the pods that it configures, in every namespace unless istiod is told otherwise (`spec.selector`), for
   * example `{ istio: 'ingressgateway' }`.
   */
  readonly selector: { readonly [key: string]: string };
  /**
   * Servers; more by `addServer` (`spec.servers`).
   *
   * @default - none yet
   */
  readonly servers?: Server[];
}

/**
 * A Gateway of Istio's own API (networking.istio.io/v1): ports and hosts of proxies at the edge of the mesh. A
 * `VirtualService` says where their traffic goes. The Gateway of the Gateway API is `Gateway`.
 */
export class Gateway extends CustomResource {
  private readonly pods: { readonly [key: string]: string };
  private readonly list: { readonly server: Server; readonly portName: string }[] = [];

  public constructor(scope: Construct, id: string, props: GatewayProps) {
    super(scope, id, props);
    dnsLabel('name of Gateway', this.name);
    this.pods = { ...labels('selector', props.selector) };
    if (Object.keys(this.pods).length === 0) {
      const expected = 'labels of the pods of the gateway; without one every proxy of the mesh is a gateway';
      refuse({ what: 'selector', got: 'none', expected, fix: "for example { istio: 'ingressgateway' }" }, this);
    }
    props.servers?.forEach((server) => this.addServer(server));
    this.node.addValidation({
      validate: () => (this.list.length > 0 ? [] : ['servers: got none, expected at least one; fix: addServer()']),
    });
  }

  /** Labels of the pods that it configures. */
  public get selector(): { readonly [key: string]: string } {
    return { ...this.pods };
  }

  /** Servers. */
  public get servers(): Server[] {
    return this.list.map(({ server }) => server);
  }

  /** Adds a server; one that Istio would drop beside the others is refused. */
  public addServer(server: Server): void {
    for (const other of this.servers) {
      const conflict = server._conflictWith(other);
      if (conflict) refuse(conflict, this);
    }
    const warning = server._warning;
    if (warning) Warnings._add(this, 'GW564', warning);
    this.list.push({ server, portName: this.freePortName(server) });
  }

  /** @internal */
  protected _kind() {
    return GatewayKind;
  }

  /** @internal */
  protected _spec(): GatewaySpec {
    return { selector: this.selector, servers: this.list.map(({ server, portName }) => server._render(portName)) };
  }

  private freePortName(server: Server): string {
    const taken = this.list.map(({ portName }) => portName);
    return (
      server._portNames.find((name) => !taken.includes(name)) ??
      refuse(
        {
          what: 'portName of server',
          got: server._portNames.at(-1),
          expected: 'a name that no other port of the gateway has',
          fix: 'name it with portName',
        },
        this,
      )
    );
  }
}
