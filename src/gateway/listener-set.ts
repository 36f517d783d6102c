import { Construct } from 'constructs';
import { Listener, RouteNamespaces } from './listener';
import { Listeners } from './listeners';
import { ListenerSet as ListenerSetKind, ListenerSetSpec } from '../manifest/gateway-api';
import { groupOf } from '../manifest/manifest';
import { CustomResource, CustomResourceProps, INamedResource } from '../resource/custom-resource';
import { dnsLabel, dnsSubdomain, objectReference } from '../value/scalar';

/** A ListenerSet, of this program or not. */
export interface IListenerSet extends INamedResource {}

/** Options of a `ListenerSet`. */
export interface ListenerSetProps extends CustomResourceProps {
  /**
   * The gateway whose listeners it adds to (`spec.parentRef`). It must allow it: `allowedListenerSets`
   * of a `Gateway`.
   */
  readonly gateway: INamedResource;
  /**
   * Ports, protocols, hosts, at most 64; more by `addListener`. At least one is needed when the program is
   * synthesized.
   *
   * @default - none yet
   */
  readonly listeners?: Listener[];
}

/**
 * A ListenerSet of the Gateway API (gateway.networking.k8s.io/v1): listeners that another party, for
 * example the team that owns the host, adds to a gateway.
 *
 * Routes attach to it as they do to a gateway: `RouteParent.of(listenerSet)`. Where a listener
 * conflicts with one of the gateway's own, the gateway's serves; of two sets the older one's.
 */
export class ListenerSet extends CustomResource implements IListenerSet {
  /**
   * A ListenerSet that this program does not own.
   *
   * @param name its name
   * @param namespace its namespace; without one, that of whatever refers to it
   */
  public static fromListenerSetName(name: string, namespace?: string): IListenerSet {
    return {
      apiVersion: ListenerSetKind.apiVersion,
      kind: ListenerSetKind.kind,
      name: dnsSubdomain('name of ListenerSet', name),
      namespace: namespace === undefined ? undefined : dnsLabel('namespace', namespace),
    };
  }

  private readonly parentRef: ListenerSetSpec['parentRef'];
  private readonly ownListeners: Listeners;

  public constructor(scope: Construct, id: string, props: ListenerSetProps) {
    super(scope, id, props);
    const { apiVersion, kind, name, namespace } = props.gateway;
    const group = groupOf(apiVersion);
    objectReference('gateway', group, kind, name);
    const isGateway = group === 'gateway.networking.k8s.io' && kind === 'Gateway';
    this.parentRef = { ...(!isGateway && { group, kind }), name, namespace };
    this.ownListeners = new Listeners(this, 'listener set');
    props.listeners?.forEach((listener) => this.addListener(listener));
  }

  /** Its listeners, in the order in which they were added. */
  public get listeners(): Listener[] {
    return this.ownListeners.all;
  }

  /** Adds a listener. Its name, and its port, protocol and host together, must be new in the set. */
  public addListener(listener: Listener): void {
    this.ownListeners.add(listener);
  }

  /**
   * Lets routes of other namespaces attach, in place of what was allowed before.
   *
   * @param namespaces namespaces that may attach routes
   * @param listeners names of the listeners to open; without any, all that exist by now
   */
  public openTo(namespaces: RouteNamespaces, ...listeners: string[]): void {
    this.ownListeners.open(namespaces, listeners);
  }

  /** @internal */
  protected _kind() {
    return ListenerSetKind;
  }

  /** @internal */
  protected _spec(): ListenerSetSpec {
    return { parentRef: this.parentRef, listeners: this.ownListeners.render() };
  }
}
