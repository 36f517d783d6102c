import { rulesOf } from './http-route';
import { inPrecedence } from './precedence';
import { Profile } from './profile';
import { Rule } from './rule';
import { ANY_VALUE, isCatchAll } from '../match/condition';
import { ANY_HOST, commonHost, hostCovers, isWildcard } from '../match/host';
import { hostIndexOf, HostIndex } from '../match/host-index';
import { Router, routerOf } from '../match/router';
import { compareAge, compareTexts, compareTimes } from '../model/age';
import { attachmentsByListener } from '../model/attachments';
import { ListenerOf } from '../model/listeners';
import { Model } from '../model/model';
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

/** An index of the HTTPRoutes and GRPCRoutes at listeners that serve as one, of all that share their port and protocol. */
export function virtualHostsOf(
  model: Model,
  profile: Profile,
  listeners: readonly ListenerOf[],
  all: readonly ListenerOf[],
): VirtualHosts {
  const members = listeners.flatMap((on) => membersAt(model, profile, on, all));
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

function membersAt(model: Model, profile: Profile, on: ListenerOf, all: readonly ListenerOf[]): Member[] {
  return (attachmentsByListener(model).get(on) ?? []).flatMap(({ route }) =>
    (route.hostnames?.length ? route.hostnames : [ANY_HOST]).flatMap((hostname) => {
      const common = commonHost(on.host, hostname);
      const isTaken = !profile.isolatesListeners && isLeftToAnother(on, hostname, all);
      return common === undefined || isTaken ? [] : { on, route, hostname, common };
    }),
  );
}

/** Istio leaves a hostname of a route to another listener that is for all of it, and for less beside. */
const isLeftToAnother = (on: ListenerOf, hostname: string, all: readonly ListenerOf[]) =>
  isWildcard(on.host) &&
  all.some(
    ({ host }) => host !== ANY_HOST && host !== on.host && host.length >= on.host.length && hostCovers(host, hostname),
  );

const ranked = (model: Model, profile: Profile, members: readonly Member[]) =>
  inPrecedence(
    members.flatMap(({ route }) => rulesOf(model, route)),
    profile,
  );

/**
 * Istio makes a VirtualService for each listener and hostname. The rules of one are in order; those of several that
 * meet at a host follow one another, and rules for every request go to the end.
 */
function oneAfterTheOther(model: Model, profile: Profile, members: readonly Member[]): Rule[] {
  const groups = [
    ...groupBy(members, ({ on, hostname }) => `${on.gateway.name} ${on.listener.name} ${hostname}`).values(),
  ];
  const services = groups.map((group) => {
    const oldest = [...group].sort((a, b) => compareAge(a.route, b.route))[0];
    return { ...oldest, isForeign: oldest.route.namespace !== oldest.on.gateway.namespace, group };
  });
  services.sort(
    (a, b) =>
      compareTexts(a.on.listener.name, b.on.listener.name) ||
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
