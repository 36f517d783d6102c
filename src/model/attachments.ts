import { admitsNamespace, ListenerOf, listenersByGateway } from './listeners';
import { Entry, find, Model, view } from './model';
import { Route, routesOf } from './routes';
import { ParentRefs } from '../manifest/gateway-api';
import { GATEWAY_API } from '../manifest/manifest';
import { ANY_HOST, commonHost } from '../match/host';
import { groupBy } from '../value/group-by';

/** A route that a listener takes requests for. */
export interface Attachment {
  readonly route: Route;
  /** Place of the parent in the route. */
  readonly path: string;
  readonly on: ListenerOf;
  /** Hosts of the route at this listener; `*` alone where neither names any. */
  readonly hosts: readonly string[];
  /** False where labels of a namespace decide that are not in the input. */
  readonly isCertain: boolean;
}

/** Why a route is at no listener of a parent, in the terms of its status (Gateway API v1, RouteConditionReason). */
export type RefusalReason = 'NoMatchingParent' | 'NotAllowedByListeners' | 'NoMatchingListenerHostname';

/** A parent that takes the route at none of its listeners. */
export interface Refusal {
  readonly route: Route;
  readonly path: string;
  readonly parentRef: ParentRefs;
  readonly parent: Entry;
  readonly reason: RefusalReason;
  /** The listeners that came nearest, and refused it for that reason; all of them for NoMatchingParent. */
  readonly listeners: readonly ListenerOf[];
  /** For NotAllowedByListeners: what the listeners do not allow. */
  readonly notAllowed?: 'kind' | 'namespace';
}

interface Attachments {
  readonly attached: readonly Attachment[];
  readonly refused: readonly Refusal[];
}

/** Where every route is, and where it is not. Parents that are not in the model are left out. */
export const attachmentsOf = view((model: Model): Attachments => {
  const attached: Attachment[] = [];
  const refused: Refusal[] = [];
  for (const route of routesOf(model)) {
    route.parentRefs.forEach((parentRef, index) => {
      const parent = parentOf(model, route, parentRef);
      const listeners = parent && listenersByOwner(model).get(parent.at);
      if (!listeners) return;
      const path = `spec.parentRefs[${index}]`;
      const outcome = attach(model, route, parentRef, listeners);
      if (isAttached(outcome)) {
        for (const { on, hosts, isCertain } of outcome) attached.push({ route, path, on, hosts, isCertain });
      } else {
        refused.push({ ...outcome, route, path, parentRef, parent });
      }
    });
  }
  return { attached, refused };
});

/** Listeners by the object that has them. */
export const listenersByOwner = view((model: Model): ReadonlyMap<Entry['at'], readonly ListenerOf[]> =>
  groupBy([...listenersByGateway(model).values()].flat(), ({ owner }) => owner.at),
);

/** Attachments by listener. */
export const attachmentsByListener = view((model: Model): ReadonlyMap<ListenerOf, readonly Attachment[]> =>
  groupBy(attachmentsOf(model).attached, ({ on }) => on),
);

/** Attachments by route. */
export const attachmentsByRoute = view((model: Model): ReadonlyMap<Route, readonly Attachment[]> =>
  groupBy(attachmentsOf(model).attached, ({ route }) => route),
);

/** The Gateway or ListenerSet that a parentRef names, if it is in the model. */
export function parentOf(model: Model, route: Entry, { group, kind, namespace, name }: ParentRefs): Entry | undefined {
  return group === GATEWAY_API && (kind === 'Gateway' || kind === 'ListenerSet')
    ? find(model, { group, kind, namespace: namespace ?? route.namespace, name })
    : undefined;
}

export type Outcome =
  readonly Omit<Attachment, 'route' | 'path'>[] | Pick<Refusal, 'reason' | 'listeners' | 'notAllowed'>;

export const isAttached = (outcome: Outcome): outcome is readonly Omit<Attachment, 'route' | 'path'>[] =>
  Array.isArray(outcome);

/** What is asked first of a listener, and told where it fails: whether it takes the route, or shares a host with it. */
export type FirstAsked = 'allowance' | 'hosts';

/** What becomes of a route at the listeners of a parent. */
export function attach(
  model: Model,
  route: Route,
  { sectionName, port }: ParentRefs,
  all: readonly ListenerOf[],
  first: FirstAsked = 'allowance',
): Outcome {
  const named = all.filter(
    ({ listener }) =>
      (sectionName === undefined || listener.name === sectionName) && (port === undefined || listener.port === port),
  );
  if (named.length === 0) return { reason: 'NoMatchingParent', listeners: all };
  const judged = named.map((on) => ({
    on,
    hosts: commonHosts(on.host, route.hostnames),
    isOfKind: takesKind(on.listener, route.kind),
    isAdmitted: admits(model, on, route.namespace),
  }));
  type Judged = (typeof judged)[number];
  const questions: readonly (readonly [(each: Judged) => boolean, Pick<Refusal, 'reason' | 'notAllowed'>])[] = [
    [({ isOfKind }) => isOfKind, { reason: 'NotAllowedByListeners', notAllowed: 'kind' }],
    [({ isAdmitted }) => isAdmitted !== false, { reason: 'NotAllowedByListeners', notAllowed: 'namespace' }],
    [({ hosts }) => hosts.length > 0, { reason: 'NoMatchingListenerHostname' }],
  ];
  let left = judged;
  for (const [fits, refusal] of first === 'hosts' ? [...questions].reverse() : questions) {
    const fitting = left.filter(fits);
    if (fitting.length === 0) return { ...refusal, listeners: left.map(({ on }) => on) };
    left = fitting;
  }
  return left.map(({ on, hosts, isAdmitted }) => ({ on, hosts, isCertain: isAdmitted === true }));
}

const admits = (model: Model, { listener, owner }: ListenerOf, namespace: string) =>
  admitsNamespace(model, listener.allowedRoutes?.namespaces ?? {}, owner.namespace, namespace);

/** Kinds of routes by the protocol of a listener (Gateway API v1, ProtocolType); others are the implementation's. */
const KINDS: Readonly<Record<string, readonly string[]>> = {
  HTTP: ['HTTPRoute', 'GRPCRoute'],
  HTTPS: ['HTTPRoute', 'GRPCRoute'],
  TLS: ['TLSRoute', 'TCPRoute'],
  TCP: ['TCPRoute'],
  UDP: ['UDPRoute'],
};

/** Kinds of routes that a listener can serve; undefined where only the implementation knows. */
export function routeKindsOf({ protocol, tls }: ListenerOf['listener']): readonly string[] | undefined {
  if (protocol === 'TLS' && tls?.mode === 'Passthrough') return ['TLSRoute'];
  return Object.hasOwn(KINDS, protocol) ? KINDS[protocol] : undefined;
}

/** Whether a listener takes routes of a kind. */
function takesKind(listener: ListenerOf['listener'], kind: string): boolean {
  const listed = listener.allowedRoutes?.kinds ?? [];
  const isListed =
    listed.length === 0 || listed.some((each) => each.kind === kind && (each.group ?? GATEWAY_API) === GATEWAY_API);
  return isListed && (routeKindsOf(listener)?.includes(kind) ?? true);
}

/** Kinds that a listener takes, for a message. */
export function kindsOf(listener: ListenerOf['listener']): readonly string[] {
  const listed = (listener.allowedRoutes?.kinds ?? []).map(({ kind }) => kind);
  return listed.length > 0 ? listed : (routeKindsOf(listener) ?? []);
}

/** Kinds that a listener takes and its protocol serves. */
export function supportedKindsOf(listener: ListenerOf['listener']): readonly string[] {
  const served = routeKindsOf(listener) ?? [];
  return served.filter((kind) => takesKind(listener, kind));
}

/** The hosts that a listener and a route have in common. */
function commonHosts(host: string, hostnames: readonly string[] | undefined): string[] {
  if (hostnames === undefined) return [ANY_HOST];
  if (hostnames.length === 0) return [host];
  return hostnames.flatMap((name) => commonHost(host, name) ?? []);
}
