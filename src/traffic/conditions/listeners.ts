import { bad, Condition, judged } from './condition';
import { attachmentsByListener, supportedKindsOf } from '../../model/attachments';
import { secretFault } from '../../model/gateway-tls';
import { ListenerFault, listenerFaults } from '../../model/listener-faults';
import { ListenerOf } from '../../model/listeners';
import { Model } from '../../model/model';
import { Profile } from '../profile';

/** What the status of a Gateway or a ListenerSet says of a listener (Gateway API v1, ListenerStatus). */
export interface ListenerStatus {
  readonly name: string;
  /** Place in its object, such as `spec.listeners[0]`. */
  readonly path: string;
  readonly supportedKinds: readonly string[];
  readonly attachedRoutes: number;
  readonly conditions: readonly Condition[];
}

export function listenerStatus(model: Model, on: ListenerOf, profile: Profile): ListenerStatus {
  const attached = isServed(on, profile) ? (attachmentsByListener(model).get(on) ?? []) : [];
  return {
    name: on.listener.name,
    path: on.path,
    supportedKinds: isServed(on, profile) ? supportedKindsOf(on.listener) : [],
    attachedRoutes: new Set(attached.map(({ route }) => route)).size,
    conditions: conditionsOf(faultsOf(model, on, profile), profile),
  };
}

const isServed = ({ listener }: ListenerOf, { servesUdp }: Profile) => servesUdp || listener.protocol !== 'UDP';

/** Faults of a listener, and what the implementation does not serve. */
function faultsOf(model: Model, on: ListenerOf, profile: Profile): readonly ListenerFault[] {
  const all = listenerFaults(model).get(on) ?? [];
  const faults = all.filter(({ isFirst }) => !(profile.servesFirstListener && isFirst));
  if (isServed(on, profile)) {
    const isForeign = profile.refusesForeignSecrets && namesForeignSecret(model, on);
    return isForeign ? [...faults, { type: 'Accepted', reason: 'NoValidCACertificate', isClosed: true }] : faults;
  }
  const hasKinds = (on.listener.allowedRoutes?.kinds ?? []).length > 0;
  return [
    ...faults,
    { type: 'Accepted', reason: 'UnsupportedProtocol', isClosed: true },
    ...(hasKinds ? [{ type: 'ResolvedRefs' as const, reason: 'InvalidRouteKinds' as const, isClosed: false }] : []),
  ];
}

/** Whether the certificate is in a Secret of another namespace, which does not grant it. */
const namesForeignSecret = (model: Model, { owner, listener: { tls } }: ListenerOf) =>
  tls?.mode !== 'Passthrough' &&
  (tls?.certificateRefs ?? []).some(({ group = '', kind = 'Secret', namespace = owner.namespace, name }) => {
    return secretFault(model, owner, { group, kind, namespace, name }) === 'grant';
  });

function conditionsOf(faults: readonly ListenerFault[], { programsWhatItRefuses }: Profile): Condition[] {
  const reasonOf = (type: ListenerFault['type']) => faults.find((fault) => fault.type === type)?.reason;
  const conflict = reasonOf('Conflicted');
  const isClosed = faults.some((fault) => fault.isClosed && !(programsWhatItRefuses && fault.type === 'Accepted'));
  return [
    judged('Accepted', conflict ?? reasonOf('Accepted')),
    conflict ? { type: 'Conflicted', status: 'True', reason: conflict } : bad('Conflicted', 'NoConflicts'),
    judged('Programmed', conflict ?? (isClosed ? 'Invalid' : undefined)),
    judged('ResolvedRefs', reasonOf('ResolvedRefs')),
  ];
}

/** Of an object with listeners: whether all of them serve, some, or none. */
export function validityOf(model: Model, listeners: readonly ListenerOf[], profile: Profile): 'all' | 'some' | 'none' {
  const open = listeners.filter((on) => faultsOf(model, on, profile).every(({ isClosed }) => !isClosed)).length;
  return open === listeners.length ? 'all' : open > 0 ? 'some' : 'none';
}
