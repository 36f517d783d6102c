import { compareAge } from './age';
import { selects } from './labels';
import { Entry, find, findItem, isDeclared, Item, itemsOf, Model, view } from './model';
import { namespaceLabels } from './workloads';
import { Gateway, Listener, ListenerSet } from '../manifest/gateway-api';
import { GATEWAY_API } from '../manifest/manifest';
import { Body } from '../manifest/shape';
import { ANY_HOST } from '../match/host';

export type GatewayItem = Item<Body<typeof Gateway>>;
export type ListenerSetItem = Item<Body<typeof ListenerSet>>;

/** A listener and what it belongs to. */
export interface ListenerOf {
  /** The Gateway or the ListenerSet that has it. */
  readonly owner: Entry;
  readonly gateway: GatewayItem;
  readonly listener: Listener;
  /** `*` for any host. */
  readonly host: string;
  /** Place in the owner, such as `spec.listeners[0]`. */
  readonly path: string;
}

/** Listeners by Gateway: its own, then those of the ListenerSets that it admits, in the order of their precedence. */
export const listenersByGateway = view((model: Model): ReadonlyMap<GatewayItem, readonly ListenerOf[]> => {
  const gateways = itemsOf(model, Gateway);
  const listeners = new Map(
    gateways.map((gateway) => [gateway, listenersOf(gateway, gateway, gateway.body.spec.listeners ?? [])]),
  );
  for (const set of [...itemsOf(model, ListenerSet)].sort(compareAge)) {
    const gateway = gatewayOfSet(model, set);
    if (gateway && admitsSet(model, gateway, set) !== false) {
      listeners.get(gateway)!.push(...listenersOf(set, gateway, set.body.spec.listeners));
    }
  }
  return listeners;
});

const listenersOf = (owner: Entry, gateway: GatewayItem, listeners: readonly Listener[]): ListenerOf[] =>
  listeners.map((listener, index) => ({
    owner,
    gateway,
    listener,
    host: listener.hostname ?? ANY_HOST,
    path: `spec.listeners[${index}]`,
  }));

/** Whether the parameters that a Gateway names exist; without them no controller accepts it. */
export function hasParameters(model: Model, { body, namespace }: GatewayItem): boolean {
  const ref = body.spec.infrastructure?.parametersRef;
  if (!ref || !model.isWhole) return true;
  const name = { ...ref, namespace };
  return find(model, name) !== undefined || isDeclared(model, name);
}

/** The Gateway of a ListenerSet, if it is in the model. */
export function gatewayOfSet(model: Model, { body, namespace }: ListenerSetItem): GatewayItem | undefined {
  const { parentRef } = body.spec;
  return parentRef.group === GATEWAY_API && parentRef.kind === 'Gateway'
    ? findItem(model, Gateway, parentRef.namespace ?? namespace, parentRef.name)
    : undefined;
}

/** Whether a Gateway admits the listeners of a set; undefined where that depends on labels that are not known. */
export const admitsSet = (model: Model, gateway: GatewayItem, set: ListenerSetItem): boolean | undefined =>
  admitsNamespace(
    model,
    gateway.body.spec.allowedListeners?.namespaces ?? { from: 'None' },
    gateway.namespace,
    set.namespace,
  );

/** Whether objects of a namespace are admitted; undefined where that depends on labels that are not known. */
export function admitsNamespace(
  model: Model,
  { from, selector }: { readonly from?: string; readonly selector?: Parameters<typeof selects>[0] },
  own: string,
  namespace: string,
): boolean | undefined {
  switch (from) {
    case 'All':
      return true;
    case 'None':
      return false;
    case 'Selector': {
      const labels = namespaceLabels(model, namespace);
      return labels && selector && selects(selector, labels);
    }
    default:
      return own === namespace;
  }
}
