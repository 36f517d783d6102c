import { Gateway } from './istio-gateway';
import { dnsLabel } from '../value/scalar';

/** A gateway, or the sidecars, whose traffic a `VirtualService` routes (`gateways[]`). */
export class VirtualServiceGateway {
  /** The sidecars of the mesh. */
  public static readonly MESH = new VirtualServiceGateway('mesh');

  /** A gateway of this program. */
  public static of(gateway: Gateway): VirtualServiceGateway {
    return new VirtualServiceGateway(gateway.name, gateway.namespace);
  }

  /**
   * A gateway by name.
   *
   * @param name `metadata.name` of the Gateway
   * @param namespace `metadata.namespace` of the Gateway; without one, that of the `VirtualService`
   */
  public static named(name: string, namespace?: string): VirtualServiceGateway {
    return new VirtualServiceGateway(
      dnsLabel('name of Gateway', name),
      namespace === undefined ? undefined : dnsLabel('namespace of Gateway', namespace),
    );
  }

  private constructor(
    /** Name of the gateway; `mesh` for the sidecars. */
    public readonly name: string,
    /** Namespace of the gateway; `undefined` for that of the `VirtualService`. */
    public readonly namespace?: string,
  ) {}

  /** `name`, or `namespace/name` for a namespace other than that of the `VirtualService`. @internal */
  public _render(namespace: string | undefined): string {
    return this.namespace === undefined || this.namespace === namespace ? this.name : `${this.namespace}/${this.name}`;
  }
}
