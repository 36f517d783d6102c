import { routeKindsOf } from './attachments';
import { clientValidationOf, secretFault } from './gateway-tls';
import { ListenerOf, listenersByGateway } from './listeners';
import { Model, view } from './model';
import { GATEWAY_API } from '../manifest/manifest';
import { groupBy } from '../value/group-by';

/** Why a listener does not serve, or not all that it should, in the terms of its status (Gateway API v1). */
export interface ListenerFault {
  readonly type: 'Conflicted' | 'Accepted' | 'ResolvedRefs';
  readonly reason:
    | 'HostnameConflict'
    | 'ProtocolConflict'
    | 'UnsupportedProtocol'
    | 'InvalidCertificateRef'
    | 'RefNotPermitted'
    | 'InvalidCACertificateKind'
    | 'InvalidCACertificateRef'
    | 'NoValidCACertificate'
    | 'InvalidRouteKinds';
  /** Whether connections to the listener fail. */
  readonly isClosed: boolean;
  /** For a conflict: the listener with which it is. */
  readonly other?: ListenerOf;
}

/**
 * How conflicts are settled. By the specification protocols exclude each other on a port, and of listeners in one
 * object that cannot be told apart none serves. Istio looks at hosts and not at protocols, and serves the first; Envoy
 * Gateway leaves out of it listeners that have other faults.
 */
export type ConflictRule = 'spec' | 'istio' | 'envoy-gateway';

type Faults = ReadonlyMap<ListenerOf, readonly ListenerFault[]>;

/** Faults of every listener. */
export const listenerFaults = (model: Model, rule: ConflictRule = 'spec'): Faults => FAULTS[rule](model);

/** Whether connections to a listener are taken. */
export const isOpen = (model: Model, on: ListenerOf, rule: ConflictRule) =>
  (listenerFaults(model, rule).get(on) ?? []).every(({ isClosed }) => !isClosed);

type Conflict = readonly [on: ListenerOf, fault: ListenerFault];

function faultsBy(
  model: Model,
  conflictsOf: (listeners: readonly ListenerOf[], isClosed: (on: ListenerOf) => boolean) => readonly Conflict[],
): Faults {
  const all = [...listenersByGateway(model).values()];
  const own = new Map(all.flat().map((on) => [on, ownFaults(model, on)]));
  const isClosed = (on: ListenerOf) => own.get(on)!.some((fault) => fault.isClosed);
  const conflicts = new Map(all.flatMap((listeners) => conflictsOf(listeners, isClosed)));
  return new Map(
    [...own].map(([on, faults]) => {
      const conflict = conflicts.get(on);
      return [on, conflict ? [conflict, ...faults] : faults];
    }),
  );
}

const ownFaults = (model: Model, on: ListenerOf): readonly ListenerFault[] => [
  ...protocolFaults(on),
  ...certificateFaults(model, on),
  ...authorityFaults(model, on),
  ...kindFaults(on),
];

const FAULTS: Readonly<Record<ConflictRule, (model: Model) => Faults>> = {
  spec: view((model: Model) => faultsBy(model, conflictsBySpec)),
  istio: view((model: Model) => faultsBy(model, conflictsInIstio)),
  'envoy-gateway': view((model: Model) =>
    faultsBy(model, (listeners, isClosed) => conflictsBySpec(listeners.filter((on) => !isClosed(on)))),
  ),
};

/** Protocols that share a port, by host; TCP takes a port alone, and UDP is another transport. */
const FAMILY: Readonly<Record<string, string>> = { HTTP: 'HTTP', HTTPS: 'TLS', TLS: 'TLS', TCP: 'TCP', UDP: 'UDP' };

export const protocolFamily = ({ listener }: ListenerOf): string | undefined =>
  Object.hasOwn(FAMILY, listener.protocol) ? FAMILY[listener.protocol] : undefined;

/** Of listeners in one object that cannot be told apart none serves; of several objects' the first one's does. */
function conflictsBySpec(listeners: readonly ListenerOf[]): readonly Conflict[] {
  const faults: Conflict[] = [];
  const known = listeners.filter((on) => protocolFamily(on) !== undefined);
  const transport = (on: ListenerOf) => `${protocolFamily(on) === 'UDP' ? 'udp' : 'tcp'}/${on.listener.port}`;
  for (const members of groupBy(known, transport).values()) {
    const taken: ListenerOf[] = [];
    for (const own of groupBy(members, ({ owner }) => owner.at).values()) {
      const refused = (on: ListenerOf, others: readonly ListenerOf[]): boolean => {
        const conflict = conflictOf(on, others);
        if (conflict) faults.push([on, { type: 'Conflicted', isClosed: true, ...conflict }]);
        return conflict !== undefined;
      };
      const left = own.filter((on) => !refused(on, taken));
      taken.push(...left.filter((on) => !refused(on, without(left, on))));
    }
  }
  return faults;
}

const without = (listeners: readonly ListenerOf[], on: ListenerOf) => listeners.filter((other) => other !== on);

function conflictOf(
  on: ListenerOf,
  others: readonly ListenerOf[],
): Pick<ListenerFault, 'reason' | 'other'> | undefined {
  const family = protocolFamily(on);
  const foreign = others.find((other) => protocolFamily(other) !== family);
  if (foreign) return { reason: 'ProtocolConflict', other: foreign };
  const hasHosts = family === 'HTTP' || family === 'TLS';
  const same = others.find(({ host }) => !hasHosts || host === on.host);
  return same && { reason: 'HostnameConflict', other: same };
}

/** Each is held to those before it that serve: of one port, TCP and UDP exclude all, others what has the same host. */
function conflictsInIstio(listeners: readonly ListenerOf[]): readonly Conflict[] {
  const served: ListenerOf[] = [];
  const faults: Conflict[] = [];
  for (const on of listeners) {
    const other = served.find((each) => each.listener.port === on.listener.port && !areApart(on, each));
    if (!other) {
      served.push(on);
      continue;
    }
    const isOfHost = on.listener.protocol === other.listener.protocol && !isStream(on);
    const reason = isOfHost ? 'HostnameConflict' : 'ProtocolConflict';
    faults.push([on, { type: 'Conflicted', isClosed: true, reason, other }]);
  }
  return faults;
}

const isStream = ({ listener: { protocol } }: ListenerOf) => protocol === 'TCP' || protocol === 'UDP';

function areApart(a: ListenerOf, b: ListenerOf): boolean {
  const areKnown = [a, b].every((on) => protocolFamily(on) !== undefined);
  if (!areKnown) return a.listener.protocol !== b.listener.protocol;
  return !isStream(a) && !isStream(b) && a.host !== b.host;
}

/** Protocols that the Gateway API does not know are left to implementations, and few have any. */
const protocolFaults = (on: ListenerOf): ListenerFault[] =>
  protocolFamily(on) === undefined ? [{ type: 'Accepted', reason: 'UnsupportedProtocol', isClosed: true }] : [];

function certificateFaults(model: Model, { owner, listener: { tls } }: ListenerOf): ListenerFault[] {
  if (!tls || tls.mode === 'Passthrough') return [];
  return (tls.certificateRefs ?? []).flatMap(({ group = '', kind = 'Secret', namespace, name }): ListenerFault[] => {
    const fault = secretFault(model, owner, { group, kind, namespace: namespace ?? owner.namespace, name });
    const reason = fault === 'grant' ? 'RefNotPermitted' : 'InvalidCertificateRef';
    return fault ? [{ type: 'ResolvedRefs', reason, isClosed: true }] : [];
  });
}

const AUTHORITY_REASONS = {
  kind: 'InvalidCACertificateKind',
  grant: 'RefNotPermitted',
  content: 'InvalidCACertificateRef',
} as const;

/** A listener that can trust no authority takes no clients; one that can trust some does. */
function authorityFaults(model: Model, on: ListenerOf): ListenerFault[] {
  const { authorities } = clientValidationOf(model, on) ?? { authorities: [] };
  const faulty = authorities.flatMap(({ fault }) => fault ?? []);
  const isClosed = faulty.length > 0 && faulty.length === authorities.length;
  return [
    ...faulty.map((fault) => ({ type: 'ResolvedRefs' as const, reason: AUTHORITY_REASONS[fault], isClosed })),
    ...(isClosed ? [{ type: 'Accepted' as const, reason: 'NoValidCACertificate' as const, isClosed }] : []),
  ];
}

function kindFaults({ listener }: ListenerOf): ListenerFault[] {
  const served = routeKindsOf(listener);
  const wrong = (listener.allowedRoutes?.kinds ?? []).filter(
    ({ group = GATEWAY_API, kind }) => served && (group !== GATEWAY_API || !served.includes(kind)),
  );
  return wrong.length > 0 ? [{ type: 'ResolvedRefs', reason: 'InvalidRouteKinds', isClosed: false }] : [];
}
