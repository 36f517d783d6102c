import { dnsSubdomain, port as checkPort } from '../manifest/scalar';
import { INamedResource } from '../resource/custom-resource';

/** What a route is attached to (`parentRefs[]`). */
export class RouteParent {
  /** All listeners of a gateway that fit the route. */
  public static of(gateway: INamedResource): RouteParent {
    return new RouteParent(gateway);
  }

  /** One listener of a gateway. */
  public static listener(gateway: INamedResource, listener: string): RouteParent {
    return new RouteParent(gateway, dnsSubdomain('name of listener', listener));
  }

  /** The listeners of a gateway on one port. */
  public static port(gateway: INamedResource, port: number): RouteParent {
    return new RouteParent(gateway, undefined, checkPort('port of parent', port));
  }

  /**
   * A Service, for traffic inside a mesh (GAMMA).
   *
   * @param name its name
   * @param namespace its namespace; without one, that of the route
   * @param port one of its ports; without one, all
   */
  public static service(name: string, namespace?: string, port?: number): RouteParent {
    dnsSubdomain('name of Service', name);
    const parent = { apiVersion: 'v1', kind: 'Service', name, namespace };
    return new RouteParent(parent, undefined, port === undefined ? undefined : checkPort('port of parent', port));
  }

  /** A ServiceEntry of Istio, for traffic that leaves the mesh. */
  public static serviceEntry(name: string, namespace?: string): RouteParent {
    dnsSubdomain('name of ServiceEntry', name);
    return new RouteParent({ apiVersion: 'networking.istio.io/v1', kind: 'ServiceEntry', name, namespace });
  }

  private constructor(
    private readonly parent: INamedResource,
    private readonly sectionName?: string,
    private readonly portNumber?: number,
  ) {}

  /** Name of the gateway or Service. */
  public get name(): string {
    return this.parent.name;
  }

  /** @internal */
  public get _section(): string {
    return JSON.stringify([this.sectionName, this.portNumber]);
  }

  /** @internal */
  public get _isWhole(): boolean {
    return this.sectionName === undefined && this.portNumber === undefined;
  }

  /** @internal */
  public _isSameObject(other: RouteParent, route: INamedResource): boolean {
    const key = ({ parent: { apiVersion, kind, name, namespace } }: RouteParent) =>
      JSON.stringify([apiVersion.split('/')[0], kind, name, namespace ?? route.namespace]);
    return key(this) === key(other);
  }

  /** @internal */
  public _render() {
    const { apiVersion, kind, name, namespace } = this.parent;
    const group = apiVersion.includes('/') ? apiVersion.split('/')[0] : '';
    const isGateway = group === 'gateway.networking.k8s.io' && kind === 'Gateway';
    return {
      ...(!isGateway && { group, kind }),
      name,
      namespace,
      sectionName: this.sectionName,
      port: this.portNumber,
    };
  }
}
