import { ListenerSet } from '../../manifest/gateway-api';
import { ANY_HOST, hostCovers, isWildcard } from '../../match/host';
import { routeKindsOf } from '../../model/attachments';
import { certificatesBySecret, certifies, namesOfCertificate } from '../../model/cert-manager';
import { ListenerFault, listenerFaults } from '../../model/listener-faults';
import { admitsSet, gatewayOfSet, ListenerOf, listenersByGateway } from '../../model/listeners';
import { itemsOf, Model, pathOf } from '../../model/model';
import { policiesOfListener } from '../../model/policies';
import { groupBy } from '../../value/group-by';
import { ModelRule, Report } from '../model-rule';

/** Listeners of Gateways and ListenerSets, together (Gateway API v1, Listener and ListenerSet). */
export const listenerModelRules: readonly ModelRule[] = [
  { code: 'GW375', title: 'listeners of one port with protocols that exclude each other', find: protocolConflicts },
  { code: 'GW381', title: 'ListenerSet that its Gateway does not allow', find: refusedSets },
  { code: 'GW385', title: 'allowed kind that the protocol does not serve', find: unservedKinds },
  { code: 'GW388', title: 'listener that the Gateway or another ListenerSet has', find: hostConflicts },
  {
    code: 'GW390',
    title: 'listeners of several hosts with one certificate',
    severity: 'warning',
    find: sharedCertificates,
  },
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
      got: `${on.listener.protocol} on port ${on.listener.port} for ${hostOf(on)}`,
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

/** HTTP/2 connections are reused for all hosts of a certificate (RFC 9113, 9.1.1). */
function sharedCertificates(model: Model, report: Report): void {
  const ports = [...listenersByGateway(model).values()].flatMap((all) => [
    ...groupBy(all, ({ listener }) => listener.port).values(),
  ]);
  for (const listeners of ports) {
    const first = new Map<string, ListenerOf>();
    for (const each of listeners) {
      const secret = secretOf(each);
      // Kuadrant refuses it (GW262).
      if (secret === undefined || policiesOfListener(model, 'TLSPolicy', each).length > 0) continue;
      const other = first.get(secret);
      if (!other) {
        first.set(secret, each);
      } else if (other.host !== each.host && coversAll(model, secret, [other.host, each.host])) {
        report(each.owner, {
          what: `${each.path}.tls.certificateRefs[0]`,
          got: `Secret ${secret} for ${hostOf(each)}, which ${nameOf(other)} has for ${hostOf(other)}`,
          expected: 'a certificate for each host, or one listener for all hosts of a certificate',
          fix: 'give the listener a certificate of its own; a client that reuses its HTTP/2 connection gets 404 or 421',
        });
      }
    }
  }
}

const hostOf = ({ host }: ListenerOf) => (host === ANY_HOST ? 'any host' : host);

/** The Secret of an HTTPS listener that has one. */
function secretOf({ listener: { protocol, tls }, owner }: ListenerOf): string | undefined {
  const [ref, ...others] = tls?.certificateRefs ?? [];
  const isSecret = ref && others.length === 0 && (ref.group ?? '') === '' && (ref.kind ?? 'Secret') === 'Secret';
  return protocol === 'HTTPS' && tls?.mode !== 'Passthrough' && isSecret
    ? pathOf({ namespace: ref.namespace ?? owner.namespace, name: ref.name })
    : undefined;
}

/** Whether the certificate of a Secret covers hosts; true where it is not in the input, since it is there to. */
function coversAll(model: Model, secret: string, hosts: readonly string[]): boolean {
  const certificate = certificatesBySecret(model).get(secret)?.at(-1);
  if (!certificate?.body.spec) return true;
  const names = namesOfCertificate(certificate);
  return hosts.every((host) => names.some((name) => isCovered(host, name, hosts)));
}

/** Of a wildcard listener, a name that is not of another is enough. */
const isCovered = (host: string, name: string, hosts: readonly string[]): boolean =>
  certifies(name, host) || (isWildcard(host) && hostCovers(host, name) && !hosts.includes(name));
