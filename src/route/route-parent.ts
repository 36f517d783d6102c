import { GATEWAY_API, groupOf } from '../manifest/manifest';
import { INamedResource } from '../resource/custom-resource';
import { dnsLabel, dnsSubdomain, port as checkPort } from '../value/scalar';

/** A gateway that excludes routes from some of its listeners, such as that of a redirect. @internal */
export interface SelectiveParent extends INamedResource {
  /** Names of the listeners for a route with these hosts; `undefined` for all listeners. @internal */
  _listenersFor?(hostnames: readonly string[]): readonly string[] | undefined;
}

/** A parent that a route attaches to (`parentRefs[]`). */
export class RouteParent {
  /** All matching listeners of a gateway or ListenerSet, except the one of `redirectToHttps()`. */
  public static of(gateway: INamedResource): RouteParent {
    return new RouteParent(gateway);
  }

  /** One listener of a gateway or ListenerSet, or one named port of a Service (`sectionName`). */
  public static listener(gateway: INamedResource, listener: string): RouteParent {
    return new RouteParent(gateway, dnsSubdomain('name of listener', listener));
  }

  /** The listeners of a gateway or ListenerSet on one port (`port`). */
  public static port(gateway: INamedResource, port: number): RouteParent {
    return new RouteParent(gateway, undefined, checkPort('port of parent', port));
  }

  /**
   * A Service, for traffic inside a mesh (GAMMA).
   *
   * @param name `metadata.name` of the Service
   * @param namespace `metadata.namespace` of the Service; without one, that of the route
   * @param port one of its ports; without one, all ports
   */
  public static service(name: string, namespace?: string, port?: number): RouteParent {
    dnsSubdomain('name of Service', name);
    const parent = { apiVersion: 'v1', kind: 'Service', name, namespace: check(namespace) };
    return new RouteParent(parent, undefined, port === undefined ? undefined : checkPort('port of parent', port));
  }

  /** An Istio ServiceEntry, for traffic from the mesh to external hosts. */
  public static serviceEntry(name: string, namespace?: string): RouteParent {
    dnsSubdomain('name of ServiceEntry', name);
    return new RouteParent({
      apiVersion: 'networking.istio.io/v1',
      kind: 'ServiceEntry',
      name,
      namespace: check(namespace),
    });
  }

  private constructor(
    private readonly parent: SelectiveParent,
    private readonly sectionName?: string,
    private readonly portNumber?: number,
  ) {}

  /** Name of the parent object. */
  public get name(): string {
    return this.parent.name;
  }

  /** @internal */
  public get _section(): string {
    return JSON.stringify([this.sectionName, this.portNumber]);
  }

  /** @internal */
  public get _isPort(): boolean {
    return this.portNumber !== undefined;
  }

  /** @internal */
  public get _isWhole(): boolean {
    return this.sectionName === undefined && this.portNumber === undefined;
  }

  /** @internal */
  public _isSameObject(other: RouteParent, route: INamedResource): boolean {
    const key = ({ parent: { apiVersion, kind, name, namespace } }: RouteParent) =>
      JSON.stringify([groupOf(apiVersion), kind, name, namespace ?? route.namespace]);
    return key(this) === key(other);
  }

  /** Renders one reference, or one for each selected listener. @internal */
  public _render(hostnames: readonly string[] | undefined) {
    const { apiVersion, kind, name, namespace } = this.parent;
    const group = groupOf(apiVersion);
    const isGateway = group === GATEWAY_API && kind === 'Gateway';
    const reference = { ...(!isGateway && { group, kind }), name, namespace, port: this.portNumber };
    // The listener of a redirect has protocol HTTP and accepts no other kinds of routes.
    const sections = this._isWhole && hostnames ? this.parent._listenersFor?.(hostnames) : undefined;
    return (sections ?? [this.sectionName]).map((sectionName) => ({ ...reference, sectionName }));
  }
}

const check = (namespace: string | undefined) =>
  namespace === undefined ? undefined : dnsLabel('namespace of parent', namespace);
