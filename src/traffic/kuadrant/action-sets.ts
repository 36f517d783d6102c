import { Action, actionsOf } from './actions';
import { NamedCondition, PathCondition, RequestCondition } from '../../match/condition';
import { hostCovers } from '../../match/host';
import { hostIndexOf, HostIndex } from '../../match/host-index';
import { Router, routerOf } from '../../match/router';
import { compareAge } from '../../model/age';
import { ListenerOf } from '../../model/listeners';
import { Entry, Model, pathOf, view } from '../../model/model';
import { pathPoliciesOf, PolicyPath, policyPathsOf } from '../../model/policies';
import { groupBy } from '../../value/group-by';
import { Request } from '../request';

/*
 * The configuration of Kuadrant's filter, one for all listeners of a Gateway: what policies do with requests, by the
 * match of a route as the operator writes it down (kuadrant-operator, internal/wasm/utils.go). That differs from the
 * Gateway API, so that a request may get the policies of another rule than the one that takes it, or none.
 */

/** What policies do with requests to a rule of a route. */
export interface ActionSet {
  readonly path: PolicyPath;
  readonly actions: readonly Action[];
}

/**
 * The set for a request at a Gateway; none where the filter knows none, and lets the request pass. Several where
 * listeners share a host and have different policies: which of them comes first, the operator leaves to chance.
 */
export function actionSetsFor(model: Model, gateway: Entry, request: Request): readonly ActionSet[] {
  const router = filtersOf(model).get(gateway.at)?.(request.host)[0];
  return router?.({ ...request, query: filterQuery(request.search) }) ?? [];
}

/** What policies would do with requests to a rule at a listener, if the filter takes them for that. */
export const actionSetOf = (model: Model, on: ListenerOf, route: Entry, rule: string): ActionSet | undefined =>
  setsByRule(model).get(ruleKey(on, route, rule));

const ruleKey = ({ gateway, listener }: ListenerOf, { kind, namespace, name }: Entry, rule: string) =>
  `${pathOf(gateway)} ${listener.name} ${kind} ${namespace}/${name} ${rule}`;

/** Place of the rule in its route. */
export const rulePath = ({ rule }: Pick<PolicyPath, 'rule'>) => `spec.rules[${rule}]`;

export const hasPolicies = (model: Model): boolean => pathPoliciesOf(model).length > 0;

/** The filter looks at the most specific host that it knows for a request, and at no other. */
const filtersOf = view(
  (model: Model): ReadonlyMap<Entry['at'], HostIndex<Router<readonly ActionSet[]>>> =>
    new Map([...setsByGateway(model)].map(([gateway, sets]) => [gateway, indexOf(sets)])),
);

const setsOf = view((model: Model): readonly ActionSet[] =>
  hasPolicies(model)
    ? policyPathsOf(model)
        .map((path) => ({ path, actions: actionsOf(model, path) }))
        .filter(({ actions }) => actions.length > 0)
    : [],
);

const setsByGateway = view((model: Model) => groupBy(setsOf(model), ({ path }) => path.on.gateway.at));

/** All sets of a Gateway, each once. */
export const actionSetsAt = (model: Model, gateway: Entry['at']): readonly ActionSet[] =>
  setsByGateway(model).get(gateway) ?? [];

const setsByRule = view(
  (model: Model) =>
    new Map(setsOf(model).map((set) => [ruleKey(set.path.on, set.path.route, rulePath(set.path)), set])),
);

interface Entrance {
  readonly host: string;
  /** Which match of which route it is. */
  readonly match: string;
  readonly set: ActionSet;
  readonly condition: RequestCondition;
  readonly ranks: readonly number[];
}

function indexOf(sets: readonly ActionSet[]): HostIndex<Router<readonly ActionSet[]>> {
  const byHost = groupBy(sets.flatMap(entrancesOf), ({ host }) => host.toLowerCase());
  return hostIndexOf(
    [...byHost].map(([host, entrances]) => {
      const byMatch = [...groupBy(entrances, ({ match }) => match).values()];
      byMatch.sort(([a], [b]) => compare(a, b));
      return [
        host,
        routerOf(
          byMatch.map((group) => ({ condition: group[0].condition, value: different(group.map(({ set }) => set)) })),
        ),
      ];
    }),
  );
}

/** Of sets that do the same, the first. */
const different = (sets: readonly ActionSet[]): readonly ActionSet[] => [
  ...new Map([...sets].reverse().map((set) => [actionsKey(set), set])).values(),
];

const actionsKey = ({ actions }: ActionSet) =>
  JSON.stringify(
    actions.map(({ kind, policy }) => [
      kind,
      ...[...policy.rules].map(([key, { source, path }]) => [key, source.kind, pathOf(source), path]),
    ]),
  );

function compare(a: Entrance, b: Entrance): number {
  const at = a.ranks.findIndex((rank, index) => rank !== b.ranks[index]);
  return at >= 0 ? b.ranks[at] - a.ranks[at] : compareAge(a.set.path.route, b.set.path.route);
}

function entrancesOf(set: ActionSet): Entrance[] {
  const { on, route, rule } = set.path;
  // A hostname that is wider than the listener's is left out.
  const hosts = route.hostnames?.length ? route.hostnames.filter((host) => hostCovers(on.host, host)) : [on.host];
  const { matches = [] } = route.rules[rule];
  const all = (matches.length > 0 ? matches : [{}]) as readonly Match[];
  return hosts.flatMap((host) =>
    all.map((match, index) => ({
      host,
      match: `${route.kind} ${pathOf(route)} ${rule} ${index}`,
      set,
      ...(route.kind === 'GRPCRoute' ? ofCall(match as GrpcMatch) : ofRequest(match as HttpMatch)),
    })),
  );
}

interface Named {
  readonly name: string;
  readonly value: string;
}
interface HttpMatch {
  readonly path?: { readonly type?: PathCondition['type']; readonly value?: string };
  readonly method?: string;
  readonly headers?: readonly Named[];
  readonly queryParams?: readonly Named[];
}
interface GrpcMatch {
  readonly method?: { readonly type?: string; readonly service?: string; readonly method?: string };
  readonly headers?: readonly Named[];
}
type Match = HttpMatch | GrpcMatch;

/** A prefix is one of the text, and an expression may stand anywhere in it; the type of others does not count. */
function ofRequest({ path, method, headers = [], queryParams = [] }: HttpMatch): Pick<Entrance, 'condition' | 'ranks'> {
  const { type = 'PathPrefix', value = '/' } = path ?? {};
  return {
    condition: {
      path: pathCondition(type, value),
      method,
      headers: exact(headers, true),
      queryParams: exact(queryParams),
    },
    ranks: [PATH_RANKS[type], value.length, Number(method === undefined), headers.length, queryParams.length],
  };
}

const PATH_RANKS = { Exact: 2, RegularExpression: 1, PathPrefix: 0 } as const;

function pathCondition(type: PathCondition['type'], value: string): PathCondition {
  if (type === 'PathPrefix') return { type, value, extent: 'text' };
  return type === 'Exact' ? { type, value } : { type, value: `(?s).*(?:${value}).*` };
}

function ofCall({ method = {}, headers = [] }: GrpcMatch): Pick<Entrance, 'condition' | 'ranks'> {
  const { type = 'Exact', service = '', method: call = '' } = method;
  const common = { headers: exact(headers, true), queryParams: new Map<string, NamedCondition>() };
  const ranked = (path: PathCondition | undefined, kind: keyof typeof PATH_RANKS, length: number) => ({
    condition: { ...common, path },
    ranks: [PATH_RANKS[kind], length, 1, headers.length, 0],
  });
  if (service === '' && call === '') return ranked(undefined, 'PathPrefix', 0);
  const expression: PathCondition = {
    type: 'RegularExpression',
    value: `/${service === '' ? '[^/]+' : service}/${call === '' ? '.*' : call}`,
  };
  if (type !== 'Exact') {
    const text = service !== '' && call !== '' ? `^/${service}/${call}$` : `^/${service}${call}`;
    return ranked(expression, 'RegularExpression', text.length);
  }
  if (service === '') return ranked(expression, 'PathPrefix', call.length + 1);
  return call === ''
    ? ranked({ type: 'PathPrefix', value: `/${service}/`, extent: 'text' }, 'PathPrefix', service.length + 1)
    : ranked({ type: 'Exact', value: `/${service}/${call}` }, 'Exact', service.length + call.length + 2);
}

/** Of query parameters with one name the first counts. */
function exact(matches: readonly Named[], isHeader = false): Map<string, NamedCondition> {
  const conditions = new Map<string, NamedCondition>();
  for (const { name, value } of matches) {
    const key = isHeader ? name.toLowerCase() : name;
    if (!conditions.has(key)) conditions.set(key, { type: 'Exact', name, value });
  }
  return conditions;
}

/** The query as the filter reads it: decoded, a value up to its first `=`. */
function filterQuery(search: string): Map<string, string> {
  const query = new Map<string, string>();
  for (const part of search.slice(1).split('&')) {
    const [name, value = ''] = part.split('=').map(decoded);
    if (!query.has(name)) query.set(name, value);
  }
  return query;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
