import { constantOf, effectiveOf, isAnonymous, nameOf, partOf } from './effective';
import { Gateway, GRPCRoute, HTTPRoute } from '../../manifest/gateway-api';
import { Limit } from '../../manifest/kuadrant';
import { hostCovers } from '../../match/host';
import { attachmentsByListener, attachmentsByRoute, attachmentsOf } from '../../model/attachments';
import { GatewayItem, ListenerOf, listenersByGateway } from '../../model/listeners';
import { Entry, findItem, hasUnread, itemsOf, Model, pathOf } from '../../model/model';
import {
  PATH_POLICY_KINDS,
  EffectivePolicy,
  pathPoliciesOf,
  PathPolicyKind,
  policiesOfListener,
  PolicyItem,
} from '../../model/policies';
import { Route } from '../../model/routes';
import { gatewayDuration } from '../../value/duration';
import { groupBy } from '../../value/group-by';
import { ModelRule, Report } from '../model-rule';

/** Which requests Kuadrant's policies apply to, and which not. */
export const policyReachRules: readonly ModelRule[] = [
  { code: 'GW271', title: 'redirect to HTTPS that a policy refuses', severity: 'warning', find: refusedRedirects },
  { code: 'GW272', title: 'policy of a Gateway without routes', severity: 'warning', find: idlePolicies },
  { code: 'GW273', title: 'route of a ListenerSet with policies', severity: 'warning', find: unreachedSets },
  { code: 'GW274', title: 'host that policies do not cover', severity: 'warning', find: uncoveredHosts },
];

/** Policies come before the answer of a redirect. Clients of plain HTTP have no credentials to show. */
function refusedRedirects(model: Model, report: Report): void {
  const told = new Set<unknown>();
  for (const kind of ['AuthPolicy', 'RateLimitPolicy'] as const) {
    for (const [{ on, route, rule }, effective] of effectiveOf(model).get(kind)!) {
      const { filters = [] } = route.rules[rule];
      const isRedirect = filters.some(({ requestRedirect }) => requestRedirect?.scheme === 'https');
      if (!isRedirect || on.listener.protocol !== 'HTTP' || told.has(route.rules[rule])) continue;
      const refusal = effective.when.length > 0 ? undefined : refusalOf(kind, effective);
      if (!refusal) continue;
      told.add(route.rules[rule]);
      report(route, {
        what: `spec.rules[${rule}].filters`,
        got: `a redirect at listener ${on.listener.name}, where ${nameOf(refusal.source)} ${refusal.text}`,
        expected: 'a redirect for every client; policies are applied before it',
        fix: `give the policy the condition (when) connection.requested_server_name != "", which requests without TLS do not meet`,
      });
    }
  }
}

interface Refusal {
  readonly source: PolicyItem;
  readonly text: string;
}

function refusalOf(kind: PathPolicyKind, effective: EffectivePolicy): Refusal | undefined {
  return kind === 'AuthPolicy' ? authRefusal(effective) : limitRefusal(effective);
}

function authRefusal({ rules }: EffectivePolicy): Refusal | undefined {
  const denied = partOf(rules, 'authorization').find((rule) => constantOf(rule) === false);
  if (denied) return { source: denied.source, text: 'denies every request' };
  const identities = partOf(rules, 'authentication');
  return identities.length > 0 && !identities.some(isAnonymous)
    ? { source: identities[0].source, text: 'needs authentication' }
    : undefined;
}

/** One request a second for all clients together is few for a browser's first request. */
function limitRefusal({ rules }: EffectivePolicy): Refusal | undefined {
  for (const { source, value } of rules.values()) {
    const { rates = [], counters = [], when = [] } = value as Limit;
    const low = rates.find(({ limit, window }) => limit * 1000 < (gatewayDuration(window) ?? 0));
    if (low && counters.length === 0 && when.length === 0) {
      return { source, text: `allows ${low.limit} requests in ${low.window} of all clients together` };
    }
  }
  return undefined;
}

/** Told only where the input is all there is, and where no route is refused, which is told there. */
function idlePolicies(model: Model, report: Report): void {
  if (!model.isWhole || model.exists.some((pattern) => /^(\*|\w*Route\b)/.test(pattern))) return;
  // A route that cannot be read might be attached.
  if ([HTTPRoute, GRPCRoute].some((kind) => hasUnread(model, kind))) return;
  const refused = new Set(attachmentsOf(model).refused.map(({ parent }) => parent.at));
  const listeners = (gateway: GatewayItem) => listenersByGateway(model).get(gateway) ?? [];
  const routesAt = (on: ListenerOf) => attachmentsByListener(model).get(on) ?? [];
  for (const policy of pathPoliciesOf(model)) {
    const gateway = gatewayOf(model, policy);
    if (!gateway || refused.has(gateway.at)) continue;
    const { sectionName } = policy.targetRef;
    const reached = listeners(gateway).filter(
      ({ listener }) => sectionName === undefined || listener.name === sectionName,
    );
    if (reached.length === 0 || reached.some((on) => routesAt(on).some(({ route }) => hasPolicies(route)))) continue;
    report(policy, idle(gateway, sectionName, 'HTTPRoute or GRPCRoute', 'it is not enforced until there is one'));
  }
  for (const gateway of itemsOf(model, Gateway)) {
    const named = listeners(gateway).filter(({ listener }) => listener.hostname !== undefined);
    const withPolicy = named.flatMap((on) =>
      policiesOfListener(model, 'DNSPolicy', on).map((policy) => ({ on, policy })),
    );
    for (const [policy, list] of groupBy(withPolicy, ({ policy: each }) => each)) {
      if (refused.has(gateway.at) || list.some(({ on }) => routesAt(on).length > 0)) continue;
      report(
        policy,
        idle(
          gateway,
          policy.body.spec!.targetRef.sectionName,
          'route',
          'no record is written for a listener without one',
        ),
      );
    }
  }
}

const hasPolicies = ({ kind }: Route) => kind === 'HTTPRoute' || kind === 'GRPCRoute';

const idle = (gateway: Entry, sectionName: string | undefined, kinds: string, consequence: string) => ({
  what: 'spec.targetRef',
  got: `${sectionName === undefined ? '' : `listener ${sectionName} of `}Gateway ${pathOf(gateway)}, to which no ${kinds} is attached`,
  expected: `${kinds === 'route' ? 'a' : 'an'} ${kinds} of the Gateway`,
  fix: `attach a route, or remove the policy; ${consequence}`,
});

const gatewayOf = (model: Model, { namespace, targetRef }: PolicyItem): GatewayItem | undefined =>
  targetRef.kind === 'Gateway' ? findItem(model, Gateway, namespace, targetRef.name) : undefined;

/** Kuadrant's operator follows routes to Gateways, and not to ListenerSets. */
function unreachedSets(model: Model, report: Report): void {
  const byTarget = groupBy(
    pathPoliciesOf(model).filter(({ targetRef }) => targetRef.sectionName === undefined),
    ({ namespace, targetRef }) => `${targetRef.kind} ${namespace}/${targetRef.name}`,
  );
  if (byTarget.size === 0) return;
  for (const [route, attachments] of attachmentsByRoute(model)) {
    const found = attachments.find(({ on }) => on.owner.kind === 'ListenerSet');
    if (!found || !hasPolicies(route)) continue;
    const policy = [route, found.on.gateway].flatMap(
      ({ kind, namespace, name }) => byTarget.get(`${kind} ${namespace}/${name}`) ?? [],
    )[0];
    if (!policy) continue;
    report(route, {
      what: found.path,
      got: `ListenerSet ${pathOf(found.on.owner)}, at whose listeners ${nameOf(policy)} does not apply`,
      expected: 'a listener of the Gateway itself; Kuadrant knows no ListenerSets',
      fix: 'move the listener to the Gateway, or protect the route by other means; its requests pass without policies',
    });
  }
}

/** The filter has the hosts of a route that lie within those of a listener, and leaves out a wider one. */
function uncoveredHosts(model: Model, report: Report): void {
  const told = new Set<Route>();
  for (const kind of PATH_POLICY_KINDS) {
    for (const [{ on, route }, { policies }] of effectiveOf(model).get(kind)!) {
      if (told.has(route)) continue;
      const listeners = (attachmentsByRoute(model).get(route) ?? []).filter((each) => each.on.gateway === on.gateway);
      (route.hostnames ?? []).forEach((host, index) => {
        const isWider = listeners.some((each) => hostCovers(host, each.on.host));
        if (!isWider || listeners.some((each) => hostCovers(each.on.host, host))) return;
        told.add(route);
        report(route, {
          what: `spec.hostnames[${index}]`,
          got: `${host}, which is wider than ${on.host} of listener ${on.listener.name}`,
          expected: 'a host within that of the listener; Kuadrant leaves others out',
          fix: `write ${on.host}; otherwise its requests pass without ${nameOf(policies[0])}`,
        });
      });
    }
  }
}
