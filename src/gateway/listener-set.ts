import { Construct } from 'constructs';
import { Listener, RouteNamespaces } from './listener';
import { Listeners } from './listeners';
import { ListenerSet as ListenerSetKind, ListenerSetSpec } from '../manifest/gateway-api';
import { GATEWAY_API, groupOf } from '../manifest/manifest';
import { CustomResource, CustomResourceProps, INamedResource } from '../resource/custom-resource';
import { dnsLabel, dnsSubdomain, objectReference } from '../value/scalar';

/** A ListenerSet of this program or an existing one. */
export interface IListenerSet extends INamedResource {}

/** Options of a `ListenerSet`. */
export interface ListenerSetProps extends CustomResourceProps {
  /**
   * The gateway to add listeners to (`spec.parentRef`). It must allow the namespace of the set: `allowedListenerSets`
   * of a `Gateway`.
   */
  readonly gateway: INamedResource;
  /**
   * Listeners: ports, protocols and hosts, at most 64 (`spec.listeners`). At least one is required at
   * synthesis.
   *
   * @default - those added by `addListener`
   */
  readonly listeners?: Listener[];
}

/**
 * A ListenerSet of the Gateway API (gateway.networking.k8s.io/v1): listeners that another team, for
 * example the owner of the host, adds to a gateway.
 *
 * Routes attach to it by `RouteParent.of(listenerSet)`. Where a listener
 * conflicts with one of the Gateway, that of the Gateway wins; of two sets the older one wins.
 */
export class ListenerSet extends CustomResource implements IListenerSet {
  /**
   * An existing ListenerSet that this program does not define.
   *
   * @param name `metadata.name` of the ListenerSet
   * @param namespace `metadata.namespace` of the ListenerSet; without one, that of the referring object
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
    const isGateway = group === GATEWAY_API && kind === 'Gateway';
    this.parentRef = { ...(!isGateway && { group, kind }), name, namespace };
    this.ownListeners = new Listeners(this, 'listener set');
    props.listeners?.forEach((listener) => this.addListener(listener));
  }

  /** Listeners of the set, in the order in which they were added. */
  public get listeners(): Listener[] {
    return this.ownListeners.all;
  }

  /** Adds a listener. Its name must be unique in the set, and so must the combination of port, protocol and host. */
  public addListener(listener: Listener): void {
    this.ownListeners.add(listener);
  }

  /**
   * Sets the namespaces whose routes may attach to listeners, in place of those that were allowed before.
   *
   * @param namespaces namespaces whose routes may attach
   * @param listeners names of the listeners; without any, all that have been added so far
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
