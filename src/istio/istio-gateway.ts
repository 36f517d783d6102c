import { Construct } from 'constructs';
import { Server } from './istio-server';
import { Gateway as GatewayKind, GatewaySpec } from '../manifest/istio-networking';
import { CustomResource, CustomResourceProps } from '../resource/custom-resource';
import { refuse } from '../value/problem';
import { dnsLabel, labels } from '../value/scalar';

/** Options of a `Gateway`. */
export interface GatewayProps extends CustomResourceProps {
  /**
   * Labels of the pods to configure, in all namespaces unless istiod is restricted (`spec.selector`), for
   * example `{ istio: 'ingressgateway' }`.
   */
  readonly selector: { readonly [key: string]: string };
  /**
   * Servers (`spec.servers`); `addServer` adds more.
   *
   * @default - those added by `addServer`
   */
  readonly servers?: Server[];
}

/**
 * A Gateway of the Istio API (networking.istio.io/v1): ports and hosts of proxies at the edge of the mesh. A
 * `VirtualService` routes their traffic. The Gateway of the Gateway API is the class `Gateway` at the root.
 */
export class Gateway extends CustomResource {
  private readonly pods: { readonly [key: string]: string };
  private readonly list: { readonly server: Server; readonly portName: string }[] = [];

  public constructor(scope: Construct, id: string, props: GatewayProps) {
    super(scope, id, props);
    dnsLabel('name of Gateway', this.name);
    this.pods = { ...labels('selector', props.selector) };
    if (Object.keys(this.pods).length === 0) {
      const expected = 'labels of the gateway pods; an empty selector makes every proxy of the mesh a gateway';
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

  /** Adds a server. Refuses one that conflicts with another, because Istio would drop it. */
  public addServer(server: Server): void {
    for (const other of this.servers) {
      const conflict = server._conflictWith(other);
      if (conflict) refuse(conflict, this);
    }
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
          expected: 'a name that is unique in the gateway',
          fix: 'set portName',
        },
        this,
      )
    );
  }
}
