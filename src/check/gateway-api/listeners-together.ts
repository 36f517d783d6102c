import { ListenerSet } from '../../manifest/gateway-api';
import { routeKindsOf } from '../../model/attachments';
import { ListenerFault, listenerFaults } from '../../model/listener-faults';
import { admitsSet, gatewayOfSet, ListenerOf, listenersByGateway } from '../../model/listeners';
import { itemsOf, Model, pathOf } from '../../model/model';
import { ModelRule, Report } from '../model-rule';

/** Listeners of Gateways and ListenerSets, together (Gateway API v1, Listener and ListenerSet). */
export const listenerModelRules: readonly ModelRule[] = [
  { code: 'GW375', title: 'listeners of one port with protocols that exclude each other', find: protocolConflicts },
  { code: 'GW381', title: 'ListenerSet that its Gateway does not allow', find: refusedSets },
  { code: 'GW385', title: 'allowed kind that the protocol does not serve', find: unservedKinds },
  { code: 'GW388', title: 'listener that the Gateway or another ListenerSet has', find: hostConflicts },
];

const nameOf = ({ listener, owner }: ListenerOf) => `listener ${listener.name} of ${owner.kind} ${pathOf(owner)}`;

/** Of two listeners that exclude each other the later one is told. */
function* conflicts(model: Model, reason: ListenerFault['reason']): Iterable<readonly [ListenerOf, ListenerOf]> {
  const before = new Set<ListenerOf>();
  for (const [on, faults] of listenerFaults(model)) {
    before.add(on);
    const other = faults.find((fault) => fault.reason === reason)?.other;
    if (other && before.has(other)) yield [on, other];
  }
}

function protocolConflicts(model: Model, report: Report): void {
  for (const [on, other] of conflicts(model, 'ProtocolConflict')) {
    report(on.owner, {
      what: `${on.path}.protocol`,
      got: `${on.listener.protocol} on port ${on.listener.port}`,
      expected: `${other.listener.protocol}, which ${nameOf(other)} has on that port, or another port`,
      fix: 'give one of them another port; listeners whose protocols exclude each other are not accepted (ProtocolConflict)',
    });
  }
}

/** Within one object the structure of its listeners is judged (GW315). */
function hostConflicts(model: Model, report: Report): void {
  for (const [on, other] of conflicts(model, 'HostnameConflict')) {
    if (other.owner.at === on.owner.at) continue;
    report(on.owner, {
      what: on.path,
      got: `${on.listener.protocol} on port ${on.listener.port} for ${on.host === '*' ? 'any host' : on.host}`,
      expected: `another port or hostname than ${nameOf(other)} has`,
      fix: 'change the hostname or the port, or attach the routes to the other listener; of two, that of the Gateway and then of the oldest set is accepted (HostnameConflict)',
    });
  }
}

function refusedSets(model: Model, report: Report): void {
  for (const set of itemsOf(model, ListenerSet)) {
    const gateway = gatewayOfSet(model, set);
    if (!gateway || admitsSet(model, gateway, set) !== false) continue;
    report(set, {
      what: 'spec.parentRef',
      got: `a ListenerSet of namespace ${set.namespace || '(none)'} for Gateway ${pathOf(gateway)}`,
      expected: 'a namespace that spec.allowedListeners of the Gateway allows; without it, none is allowed',
      fix: 'set allowedListeners.namespaces of the Gateway to from: Same, All or Selector; the set is not accepted (NotAllowed)',
    });
  }
}

function unservedKinds(model: Model, report: Report): void {
  for (const listeners of listenersByGateway(model).values()) {
    for (const { owner, listener, path } of listeners) {
      const served = routeKindsOf(listener);
      (listener.allowedRoutes?.kinds ?? []).forEach(({ kind }, index) => {
        if (!served || served.includes(kind)) return;
        report(owner, {
          what: `${path}.allowedRoutes.kinds[${index}].kind`,
          got: kind,
          expected: `a kind that ${listener.protocol}${listener.tls?.mode === 'Passthrough' ? ' with mode Passthrough' : ''} serves: ${served.join(', ')}`,
          fix: 'correct it, or leave kinds out for all of them; the listener reports InvalidRouteKinds',
        });
      });
    }
  }
}
