import { bad, Condition, good, judged, unknown } from './condition';
import { listenerStatus, ListenerStatus, validityOf } from './listeners';
import { ListenerSet } from '../../manifest/gateway-api';
import { clientCertificateOf, hasInsecureClients } from '../../model/gateway-tls';
import {
  admitsSet,
  GatewayItem,
  gatewayOfSet,
  hasParameters,
  ListenerOf,
  listenersByGateway,
  ListenerSetItem,
} from '../../model/listeners';
import { itemsOf, Model } from '../../model/model';
import { Profile } from '../profile';

/** What a Gateway would report (Gateway API v1, GatewayStatus). */
export interface GatewayStatus {
  readonly object: GatewayItem;
  readonly conditions: readonly Condition[];
  readonly listeners: readonly ListenerStatus[];
  readonly attachedListenerSets: number;
}

/** What a ListenerSet would report (Gateway API v1, ListenerSetStatus). */
export interface ListenerSetStatus {
  readonly object: ListenerSetItem;
  readonly conditions: readonly Condition[];
  readonly listeners: readonly ListenerStatus[];
}

export function gatewayStatuses(
  model: Model,
  profile: Profile,
): {
  readonly gateways: readonly GatewayStatus[];
  readonly sets: readonly ListenerSetStatus[];
} {
  const sets = itemsOf(model, ListenerSet).map((set) => setStatus(model, set, profile));
  const gateways = [...listenersByGateway(model)].map(([gateway, listeners]) => {
    const own = ownedBy(gateway, listeners);
    return {
      object: gateway,
      conditions: gatewayConditions(model, gateway, own, profile),
      listeners: own.map((on) => listenerStatus(model, on, profile)),
      attachedListenerSets: sets.filter(
        ({ object, conditions }) => gatewayOfSet(model, object) === gateway && isAccepted(conditions),
      ).length,
    };
  });
  return { gateways, sets };
}

const ownedBy = ({ at }: GatewayItem | ListenerSetItem, listeners: readonly ListenerOf[]) =>
  listeners.filter(({ owner }) => owner.at === at);

const isAccepted = (conditions: readonly Condition[]) =>
  conditions.some(({ type, status }) => type === 'Accepted' && status === 'True');

function gatewayConditions(
  model: Model,
  gateway: GatewayItem,
  listeners: readonly ListenerOf[],
  profile: Profile,
): Condition[] {
  const { fault } = clientCertificateOf(model, gateway) ?? {};
  return [
    ...(hasParameters(model, gateway)
      ? served(validityOf(model, listeners, profile), profile.programsWhatItRefuses ? undefined : 'Invalid')
      : [bad('Accepted', 'InvalidParameters'), bad('Programmed', 'Invalid')]),
    judged('ResolvedRefs', fault && (fault === 'grant' ? 'RefNotPermitted' : 'InvalidClientCertificateRef')),
    ...(hasInsecureClients(gateway)
      ? [{ type: 'InsecureFrontendValidationMode', status: 'True' as const, reason: 'ConfigurationChanged' }]
      : []),
  ];
}

/** One listener that serves is enough. */
function served(validity: 'all' | 'some' | 'none', unprogrammed: string | undefined): Condition[] {
  if (validity === 'all') return [good('Accepted'), good('Programmed')];
  return validity === 'some'
    ? [{ type: 'Accepted', status: 'True', reason: 'ListenersNotValid' }, good('Programmed')]
    : [bad('Accepted', 'ListenersNotValid'), judged('Programmed', unprogrammed)];
}

function setStatus(model: Model, set: ListenerSetItem, profile: Profile): ListenerSetStatus {
  const gateway = gatewayOfSet(model, set);
  const nothing = (conditions: readonly Condition[]) => ({ object: set, conditions, listeners: [] });
  if (!gateway) return nothing([unknown('Accepted'), unknown('Programmed')]);
  if (admitsSet(model, gateway, set) === false) {
    return nothing([bad('Accepted', 'NotAllowed'), bad('Programmed', 'NotAllowed')]);
  }
  if (!hasParameters(model, gateway)) {
    return nothing([bad('Accepted', 'ParentNotAccepted'), bad('Programmed', 'ParentNotAccepted')]);
  }
  const listeners = ownedBy(set, listenersByGateway(model).get(gateway) ?? []);
  const validity = validityOf(model, listeners, profile);
  return {
    object: set,
    // Istio tells of a set only whether it serves at all.
    conditions: served(validity === 'some' && profile.conflicts === 'istio' ? 'all' : validity, 'ListenersNotValid'),
    listeners: listeners.map((on) => listenerStatus(model, on, profile)),
  };
}
