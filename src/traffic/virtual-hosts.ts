import { rulesOf } from './http-route';
import { conversionFault } from './istio/conversion';
import { compareInIstio, isParent } from './listener-order';
import { inPrecedence } from './precedence';
import { Profile } from './profile';
import { Rule } from './rule';
import { ANY_VALUE, isCatchAll } from '../match/condition';
import { ANY_HOST, commonHost, hostCovers, isWildcard } from '../match/host';
import { hostIndexOf, HostIndex } from '../match/host-index';
import { Router, routerOf } from '../match/router';
import { compareAge, compareTexts, compareTimes } from '../model/age';
import { attachmentsByListener } from '../model/attachments';
import { ListenerOf, listenersByGateway } from '../model/listeners';
import { Model, pathOf } from '../model/model';
import { Route } from '../model/routes';
import { groupBy } from '../value/group-by';

/** The rules for a host, and a listener that they come by. */
export interface VirtualHost {
  readonly on: ListenerOf;
  readonly router: Router<Rule>;
}

export type VirtualHosts = HostIndex<VirtualHost>;

/** A route at a listener by one of its hostnames. */
interface Member {
  readonly on: ListenerOf;
  readonly route: Route;
  /** As the route has it; `*` where it names none. */
  readonly hostname: string;
  /** Where it meets the listener. */
  readonly common: string;
}

/** An index of the HTTPRoutes and GRPCRoutes at listeners that serve as one; `declared` are all of their port. */
export function virtualHostsOf(
  model: Model,
  profile: Profile,
  listeners: readonly ListenerOf[],
  declared: readonly ListenerOf[],
): VirtualHosts {
  const members = listeners.flatMap((on) => membersAt(model, profile, on, declared));
  const byHost = groupBy(members, ({ hostname, common }) =>
    (profile.triesWiderHosts ? hostname : common).toLowerCase(),
  );
  return hostIndexOf(
    [...byHost].map(([host, group]) => {
      const rules = profile.ranksAcrossHosts ? ranked(model, profile, group) : oneAfterTheOther(model, profile, group);
      return [
        host,
        { on: group[0].on, router: routerOf(rules.map((value) => ({ condition: value.condition, value }))) },
      ] as const;
    }),
  );
}

function membersAt(model: Model, profile: Profile, on: ListenerOf, declared: readonly ListenerOf[]): Member[] {
  const attached = attachmentsByListener(model).get(on) ?? [];
  const routes = attached.map(({ route }) => route);
  const converted =
    profile.conflicts === 'istio' ? routes.filter((route) => !conversionFault(model, route)?.isDropped) : routes;
  return converted.flatMap((route) =>
    (route.hostnames?.length ? route.hostnames : [ANY_HOST]).flatMap((hostname) => {
      const common = commonHost(on.host, hostname);
      if (common === undefined) return [];
      const isTaken =
        profile.name === 'envoy-gateway'
          ? route.hostnames?.length && isOfAnother(on, common, declared)
          : profile.conflicts === 'istio' && isLeftToAnother(model, profile, on, hostname, declared);
      return isTaken ? [] : { on, route, hostname, common };
    }),
  );
}

/** Hosts of all routes at a listener. */
export const hostsAt = (model: Model, profile: Profile, on: ListenerOf, declared: readonly ListenerOf[]) =>
  new Set(membersAt(model, profile, on, declared).map(({ common }) => common));

/** Whether a route has a host at a listener that Envoy Gateway does not leave to another one of the port. */
export function isTakenAt(model: Model, { name }: Profile, on: ListenerOf, { hostnames = [] }: Route): boolean {
  if (name !== 'envoy-gateway' || hostnames.length === 0) return true;
  const declared = (listenersByGateway(model).get(on.gateway) ?? []).filter(
    ({ listener }) => listener.port === on.listener.port,
  );
  const common = hostnames.flatMap((hostname) => commonHost(on.host, hostname) ?? []);
  return common.some((host) => !isOfAnother(on, host, declared));
}

/** Envoy Gateway leaves a host to the listener that names it, and to no other that is for it too. */
const isOfAnother = (on: ListenerOf, host: string, declared: readonly ListenerOf[]) =>
  host !== ANY_HOST && declared.some((other) => other !== on && other.host === host);

/**
 * Istio leaves a hostname of a route to another listener of the same object that is for all of it, and for less beside,
 * open or not.
 */
const isLeftToAnother = (
  model: Model,
  profile: Profile,
  on: ListenerOf,
  hostname: string,
  declared: readonly ListenerOf[],
) =>
  isWildcard(on.host) &&
  declared.some(
    (other) =>
      other.owner === on.owner &&
      other.listener.protocol === on.listener.protocol &&
      other.host !== ANY_HOST &&
      other.host !== on.host &&
      other.host.length >= on.host.length &&
      hostCovers(other.host, hostname) &&
      isParent(model, other, profile),
  );

const ranked = (model: Model, profile: Profile, members: readonly Member[]) =>
  inPrecedence(
    members.flatMap(({ route }) => rulesOf(model, route, profile.dialect)),
    profile,
  );

/**
 * Istio makes a VirtualService for each listener and hostname. The rules of one are in order; those of several that
 * meet at a host follow one another, and rules for every request go to the end.
 */
function oneAfterTheOther(model: Model, profile: Profile, members: readonly Member[]): Rule[] {
  const groups = [
    ...groupBy(
      members,
      ({ on, hostname }) => `${on.owner.kind} ${pathOf(on.owner)} ${on.listener.name} ${hostname}`,
    ).values(),
  ];
  const services = groups.map((group) => {
    const oldest = [...group].sort((a, b) => compareAge(a.route, b.route))[0];
    return { ...oldest, isForeign: oldest.route.namespace !== oldest.on.gateway.namespace, group };
  });
  services.sort(
    (a, b) =>
      compareInIstio(a.on, b.on) ||
      Number(a.isForeign) - Number(b.isForeign) ||
      compareTimes(a.route, b.route) ||
      compareTexts(a.hostname, b.hostname),
  );
  const rules = services.flatMap(({ group }) => upToCatchAll(ranked(model, profile, group)));
  return [...rules.filter((rule) => !takesAll(rule)), ...rules.filter(takesAll)];
}

/** What comes after a rule for every request takes none. */
function upToCatchAll(rules: readonly Rule[]): readonly Rule[] {
  const at = rules.findIndex(takesAll);
  return at < 0 ? rules : rules.slice(0, at + 1);
}

const takesAll = ({ condition }: Rule) =>
  isCatchAll(
    condition.path?.type === 'RegularExpression' && condition.path.value === ANY_VALUE
      ? { ...condition, path: undefined }
      : condition,
  );
