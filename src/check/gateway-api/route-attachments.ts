import { compareHosts, commonHost, hostCovers, isApexOf } from '../../match/host';
import {
  attachmentsByListener,
  attachmentsByRoute,
  attachmentsOf,
  kindsOf,
  parentOf,
  Refusal,
} from '../../model/attachments';
import { ListenerOf, listenersByGateway } from '../../model/listeners';
import { Model, pathOf } from '../../model/model';
import { nearest } from '../../value/problem';
import { ModelRule, Report } from '../model-rule';

/** Where routes are, and where they are not (Gateway API v1: ParentReference, Listener, RouteConditionReason). */
export const attachmentRules: readonly ModelRule[] = [
  {
    code: 'GW370',
    title: 'parent without that listener',
    find: (model, report) => refused(model, 'NoMatchingParent', (refusal) => noSuchListener(refusal, report)),
  },
  {
    code: 'GW371',
    title: 'route that no listener of its parent allows',
    find: (model, report) => refused(model, 'NotAllowedByListeners', (refusal) => notAllowed(refusal, report)),
  },
  {
    code: 'GW372',
    title: 'route without a host in common with its parent',
    find: (model, report) => refused(model, 'NoMatchingListenerHostname', (refusal) => noHost(refusal, report)),
  },
  {
    code: 'GW373',
    title: 'host of a route that no listener serves',
    severity: 'warning',
    find: unservedHosts,
  },
  {
    code: 'GW374',
    title: 'route at a wider listener than the one that gets its requests',
    severity: 'warning',
    find: widerListeners,
  },
  {
    code: 'GW377',
    title: 'HTTPRoute and GRPCRoute for one host',
    severity: 'warning',
    find: kindsOnOneHost,
  },
];

function refused(model: Model, reason: Refusal['reason'], tell: (refusal: Refusal) => void): void {
  attachmentsOf(model)
    .refused.filter((refusal) => refusal.reason === reason)
    .forEach(tell);
}

function noSuchListener({ route, path, parent, parentRef, listeners }: Refusal, report: Report): void {
  const { sectionName, port } = parentRef;
  const names = listeners.map(({ listener }) => listener.name);
  const meant = sectionName === undefined || names.includes(sectionName) ? undefined : nearest(sectionName, names);
  report(route, {
    what: sectionName === undefined || names.includes(sectionName) ? `${path}.port` : `${path}.sectionName`,
    got: sectionName === undefined || names.includes(sectionName) ? port : sectionName,
    expected: `a listener of ${parent.kind} ${pathOf(parent)}: ${listeners.map(({ listener }) => `${listener.name} (port ${listener.port})`).join(', ')}`,
    fix: meant
      ? `did you mean '${meant}'?`
      : 'name one of its listeners, or leave it out for all of them; the route is not accepted (NoMatchingParent)',
  });
}

function notAllowed({ route, path, parent, listeners, notAllowed: what }: Refusal, report: Report): void {
  const names = listeners.map(({ listener }) => listener.name).join(', ');
  if (what === 'kind') {
    const kinds = [...new Set(listeners.flatMap(({ listener }) => kindsOf(listener)))];
    report(route, {
      what: path,
      got: `${route.kind} at listener ${names} of ${parent.kind} ${pathOf(parent)}`,
      expected: kinds.length > 0 ? `a route of kind ${kinds.join(' or ')}` : 'a route of another kind',
      fix: 'attach the route to a listener whose protocol and allowedRoutes.kinds fit; it is not accepted (NotAllowedByListeners)',
    });
    return;
  }
  const isSame = listeners.every(({ listener }) => (listener.allowedRoutes?.namespaces?.from ?? 'Same') === 'Same');
  report(route, {
    what: path,
    got: `a route of namespace ${route.namespace || '(none)'} at listener ${names} of ${parent.kind} ${pathOf(parent)}`,
    expected: isSame
      ? `a route of namespace ${parent.namespace || '(none)'}, which is what allowedRoutes.namespaces allows without more`
      : `a namespace that allowedRoutes.namespaces of the listener allows`,
    fix: `set allowedRoutes.namespaces of the listener to from: All or to a selector of the namespace's labels; the route is not accepted (NotAllowedByListeners)`,
  });
}

function noHost({ route, parent, listeners }: Refusal, report: Report): void {
  const hostnames = route.hostnames ?? [];
  const hosts = [...new Set(listeners.map(({ host }) => host))];
  const apex = hostnames.find((name) => hosts.some((host) => isApexOf(name, host)));
  report(route, {
    what: 'spec.hostnames',
    got: hostnames.join(', '),
    expected: `a host that a listener of ${parent.kind} ${pathOf(parent)} serves: ${hosts.join(', ')}`,
    fix: apex
      ? `add a listener for ${apex}, which *.${apex} does not cover; the route is not accepted (NoMatchingListenerHostname)`
      : 'add a listener for the host, or correct it; the route is not accepted (NoMatchingListenerHostname)',
  });
}

/** Hosts that intersect with no listener are ignored silently while others are served. */
function unservedHosts(model: Model, report: Report): void {
  for (const [route, attachments] of attachmentsByRoute(model)) {
    const isKnown = route.parentRefs.every((ref) => parentOf(model, route, ref) !== undefined);
    if (!isKnown) continue;
    (route.hostnames ?? []).forEach((name, index) => {
      const isServed = attachments.some(({ on }) => commonHost(on.host, name) !== undefined);
      if (isServed) return;
      const hosts = [...new Set(attachments.map(({ on }) => on.host))];
      const apex = hosts.some((host) => isApexOf(name, host));
      report(route, {
        what: `spec.hostnames[${index}]`,
        got: name,
        expected: `a host that a listener of its parents serves: ${hosts.join(', ')}`,
        fix: apex
          ? `add a listener for ${name}, which *.${name} does not cover; requests for it get 404`
          : 'add a listener for it, or leave it out; requests for it get 404',
      });
    });
  }
}

/** The server name of a TLS connection chooses the most specific listener, and its routes alone are looked at. */
function widerListeners(model: Model, report: Report): void {
  for (const [route, attachments] of attachmentsByRoute(model)) {
    for (const { on, hosts, path } of attachments) {
      if (!isTls(on)) continue;
      const others = listenersByGateway(model).get(on.gateway) ?? [];
      for (const host of hosts) {
        const nearer = others
          .filter((other) => isTls(other) && other.listener.port === on.listener.port)
          .filter((other) => hostCovers(other.host, host) && compareHosts(other.host, on.host) < 0)
          .sort((a, b) => compareHosts(a.host, b.host))
          .at(0);
        if (!nearer || attachments.some((each) => each.on === nearer)) continue;
        report(route, {
          what: path,
          got: `listener ${on.listener.name} (${on.host}) for ${host}`,
          expected: `listener ${nearer.listener.name} (${nearer.host}), which gets all requests for ${host}`,
          fix: `attach the route to ${nearer.listener.name}, or leave sectionName out; as it is, it gets no requests for this host`,
        });
      }
    }
  }
}

const isTls = ({ listener }: ListenerOf) => listener.protocol === 'HTTPS' || listener.protocol === 'TLS';

/** Of the two, an implementation accepts the older alone (Gateway API v1, GRPCRoute). */
function kindsOnOneHost(model: Model, report: Report): void {
  const told = new Set<string>();
  for (const [on, attachments] of attachmentsByListener(model)) {
    const http = attachments.filter(({ route }) => route.kind === 'HTTPRoute');
    for (const grpc of attachments.filter(({ route }) => route.kind === 'GRPCRoute')) {
      for (const other of http) {
        const host = grpc.hosts.flatMap((a) => other.hosts.flatMap((b) => commonHost(a, b) ?? []))[0];
        const key = `${pathOf(grpc.route)} ${pathOf(other.route)}`;
        if (host === undefined || told.has(key)) continue;
        told.add(key);
        report(grpc.route, {
          what: 'spec.hostnames',
          got: `${host}, which HTTPRoute ${pathOf(other.route)} has too at listener ${on.listener.name}`,
          expected: 'another host than those of HTTPRoutes at the listener',
          fix: 'give calls a host of their own, or route them by the HTTPRoute; an implementation may accept only the older of the two',
        });
      }
    }
  }
}
