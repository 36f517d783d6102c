import { bad, Condition, judged } from './condition';
import { attachmentsByListener, supportedKindsOf } from '../../model/attachments';
import { isOpen, ListenerFault, listenerFaults } from '../../model/listener-faults';
import { ListenerOf } from '../../model/listeners';
import { Model } from '../../model/model';

/** What the status of a Gateway or a ListenerSet says of a listener (Gateway API v1, ListenerStatus). */
export interface ListenerStatus {
  readonly name: string;
  /** Place in its object, such as `spec.listeners[0]`. */
  readonly path: string;
  readonly supportedKinds: readonly string[];
  readonly attachedRoutes: number;
  readonly conditions: readonly Condition[];
}

export function listenerStatus(model: Model, on: ListenerOf): ListenerStatus {
  const attached = attachmentsByListener(model).get(on) ?? [];
  return {
    name: on.listener.name,
    path: on.path,
    supportedKinds: supportedKindsOf(on.listener),
    attachedRoutes: new Set(attached.map(({ route }) => route)).size,
    conditions: conditionsOf(listenerFaults(model).get(on) ?? []),
  };
}

function conditionsOf(faults: readonly ListenerFault[]): Condition[] {
  const reasonOf = (type: ListenerFault['type']) => faults.find((fault) => fault.type === type)?.reason;
  const conflict = reasonOf('Conflicted');
  const isClosed = faults.some((fault) => fault.isClosed);
  return [
    judged('Accepted', conflict ?? reasonOf('Accepted')),
    conflict ? { type: 'Conflicted', status: 'True', reason: conflict } : bad('Conflicted', 'NoConflicts'),
    judged('Programmed', conflict ?? (isClosed ? 'Invalid' : undefined)),
    judged('ResolvedRefs', reasonOf('ResolvedRefs')),
  ];
}

/** Of an object with listeners: whether all of them serve, some, or none. */
export function validityOf(model: Model, listeners: readonly ListenerOf[]): 'all' | 'some' | 'none' {
  const open = listeners.filter((on) => isOpen(model, on)).length;
  return open === listeners.length ? 'all' : open > 0 ? 'some' : 'none';
}
