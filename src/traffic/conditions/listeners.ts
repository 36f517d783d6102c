import { bad, Condition, judged } from './condition';
import { attachmentsByListener, supportedKindsOf } from '../../model/attachments';
import { ListenerFault, listenerFaults } from '../../model/listener-faults';
import { ListenerOf } from '../../model/listeners';
import { Model } from '../../model/model';
import { isParent } from '../listener-order';
import { Profile } from '../profile';
import { isTakenAt } from '../virtual-hosts';

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
  const isTaken = isServed(on, profile) && isParent(model, on, profile);
  const attached = isTaken ? (attachmentsByListener(model).get(on) ?? []) : [];
  return {
    name: on.listener.name,
    path: on.path,
    supportedKinds: isServed(on, profile) ? supportedKindsOf(on.listener) : [],
    attachedRoutes: new Set(attached.map(({ route }) => route).filter((route) => isTakenAt(model, profile, on, route)))
      .size,
    conditions: conditionsOf(faultsOf(model, on, profile), profile),
  };
}

const isServed = ({ listener }: ListenerOf, { servesUdp }: Profile) => servesUdp || listener.protocol !== 'UDP';

/** Faults of a listener, and what the implementation does not serve. */
function faultsOf(model: Model, on: ListenerOf, profile: Profile): readonly ListenerFault[] {
  const faults = listenerFaults(model, profile.conflicts).get(on) ?? [];
  if (isServed(on, profile)) return profile.conflicts === 'istio' ? inIstio(faults) : faults;
  const hasKinds = (on.listener.allowedRoutes?.kinds ?? []).length > 0;
  return [
    ...faults,
    { type: 'Accepted', reason: 'UnsupportedProtocol', isClosed: true },
    ...(hasKinds ? [{ type: 'ResolvedRefs' as const, reason: 'InvalidRouteKinds' as const, isClosed: false }] : []),
  ];
}

/** A certificate that Istio may not read counts as an authority that it may not; of a conflict it tells no more. */
function inIstio(faults: readonly ListenerFault[]): readonly ListenerFault[] {
  if (faults.some(({ type }) => type === 'Conflicted')) {
    return faults.filter(({ type, reason }) => type === 'Conflicted' || reason === 'InvalidRouteKinds');
  }
  const isForbidden = faults.some(({ type, reason }) => type === 'ResolvedRefs' && reason === 'RefNotPermitted');
  return isForbidden ? [...faults, { type: 'Accepted', reason: 'NoValidCACertificate', isClosed: true }] : faults;
}

function conditionsOf(
  faults: readonly ListenerFault[],
  { name, programsWhatItRefuses, conflicts }: Profile,
): Condition[] {
  const reasonOf = (type: ListenerFault['type']) => faults.find((fault) => fault.type === type)?.reason;
  const conflict = reasonOf('Conflicted');
  const isClosed = faults.some((fault) => fault.isClosed && !(programsWhatItRefuses && fault.type === 'Accepted'));
  const isEnvoyGateway = name === 'envoy-gateway';
  return [
    // Envoy Gateway says nothing of it where something else is wrong.
    ...(isEnvoyGateway && isClosed && !reasonOf('Accepted')
      ? []
      : [judged('Accepted', conflict ?? reasonOf('Accepted'))]),
    conflict ? { type: 'Conflicted', status: 'True', reason: conflict } : bad('Conflicted', 'NoConflicts'),
    judged('Programmed', (isEnvoyGateway ? undefined : conflict) ?? (isClosed ? 'Invalid' : undefined)),
    // Of a listener in conflict Istio looks at no reference.
    ...(conflict && conflicts === 'istio' && !reasonOf('ResolvedRefs')
      ? []
      : [judged('ResolvedRefs', reasonOf('ResolvedRefs'))]),
  ];
}

/** Of an object with listeners: whether all of them serve, some, or none. */
export function validityOf(model: Model, listeners: readonly ListenerOf[], profile: Profile): 'all' | 'some' | 'none' {
  const open = listeners.filter((on) => faultsOf(model, on, profile).every(({ isClosed }) => !isClosed)).length;
  return open === listeners.length ? 'all' : open > 0 ? 'some' : 'none';
}
