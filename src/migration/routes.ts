import { Context } from './context';
import { entriesOf } from './locations';
import { orderedMatchesOf } from './ordered-matches';
import { pathMatchesOf } from './path-matches';
import { PathEntry, RuleAction } from './rule-action';
import { IngressItem, Server } from '../ingress/servers';
import { HTTPRouteSpec } from '../manifest/gateway-api';
import { ANY_HOST } from '../match/host';
import { groupBy } from '../value/group-by';

type RuleSpec = NonNullable<HTTPRouteSpec['rules']>[number];
type Match = NonNullable<RuleSpec['matches']>[number];

/** An HTTPRoute in the making: the rules of one Ingress for hosts that have the same. */
export interface RouteDraft {
  readonly ingress: IngressItem;
  readonly hostnames: readonly string[];
  /** Names of the listeners that it attaches to. */
  readonly listeners: readonly string[];
  readonly rules: readonly RuleSpec[];
  /** Whether its backends take calls of gRPC. */
  readonly isGrpc: boolean;
  /** Whether it is for the name with or without `www.`, which redirects to the other. */
  readonly isOtherName?: boolean;
  /** Whether all it does is to redirect. */
  readonly redirects: boolean;
}

/** The listeners of a server, by scheme. */
export type ListenerNames = (host: string, scheme: 'http' | 'https') => readonly string[];

/** The HTTPRoutes of all servers. */
export function routeDrafts(listenersOf: ListenerNames, context: Context): RouteDraft[] {
  const drafts = context.world.servers.flatMap((server) => [
    ...draftsOf(server, listenersOf, context),
    ...otherName(server, listenersOf),
  ]);
  const alike = groupBy(drafts, ({ ingress, rules, listeners, hostnames }) =>
    // Routes of several hosts are one where they attach to the same kinds of listeners; one for all hosts names none. A
    // host would attach to the listener of a wildcard beside it too, where Istio lets that route come before others.
    JSON.stringify([ingress.namespace, ingress.name, rules, kindsOf(listeners), wildcardOf(hostnames)]),
  );
  return [...alike.values()].flatMap((group) => inPieces(group, HOSTNAMES).map(joined));
}

/** Undefined for no host, empty for hosts without a wildcard. */
const wildcardOf = (hostnames: readonly string[]) =>
  hostnames.length === 0 ? undefined : (hostnames.find((host) => host.startsWith('*')) ?? '');

const kindsOf = (listeners: readonly string[]) => [...new Set(listeners.map((name) => name.split('-')[0]))];

const joined = (group: readonly RouteDraft[]): RouteDraft => ({
  ...group[0],
  hostnames: [...new Set(group.flatMap(({ hostnames }) => hostnames))],
  listeners: [...new Set(group.flatMap(({ listeners }) => listeners))],
});

/** Most that a route may have (Gateway API v1, HTTPRoute). */
const HOSTNAMES = 16;
const RULES = 16;
const MATCHES_OF_RULE = 64;
const MATCHES = 128;

function inPieces<T>(list: readonly T[], size: number): T[][] {
  const count = Math.ceil(list.length / size);
  return Array.from({ length: count }, (_, index) => list.slice(index * size, (index + 1) * size));
}

function draftsOf(server: Server, listenersOf: ListenerNames, context: Context): RouteDraft[] {
  const hostnames = hostnamesOf(server);
  const bySide = new Map<string, RouteDraft>();
  for (const scheme of ['http', 'https'] as const) {
    if (scheme === 'https' && passesThrough(server, context)) continue;
    const listeners =
      hostnames.length === 0 ? listenersOf(ANY_HOST, scheme) : hostnames.flatMap((host) => listenersOf(host, scheme));
    if (listeners.length === 0) continue;
    for (const { ingress, rules } of rulesByIngress(entriesOf(server, scheme, context))) {
      for (const piece of piecesOf(rules)) {
        const key = JSON.stringify([ingress.namespace, ingress.name, piece]);
        const known = bySide.get(key);
        bySide.set(key, {
          ingress,
          hostnames,
          listeners: [...new Set([...(known?.listeners ?? []), ...listeners])],
          rules: piece,
          isGrpc: isGrpc(server, ingress),
          redirects: piece.every(({ backendRefs }) => backendRefs === undefined),
        });
      }
    }
  }
  return [...bySide.values()];
}

/** Whether TLS goes to the backend as it is. */
export const passesThrough = ({ sslPassthrough }: Server, { world: { options } }: Context): boolean =>
  sslPassthrough !== undefined && options.enableSslPassthrough === true;

/** None for requests to any name. */
export const hostnamesOf = ({ host, aliases }: Server): string[] =>
  host === '_' || host === '' ? [] : [host, ...aliases.filter((alias) => !alias.startsWith('~'))];

/** The name with or without `www.` redirects to this one. */
function otherName({ redirectsFrom, host }: Server, listenersOf: ListenerNames): RouteDraft[] {
  if (!redirectsFrom) return [];
  const { host: other, place } = redirectsFrom;
  return [
    {
      ingress: place.entry as IngressItem,
      hostnames: [other],
      listeners: [...listenersOf(other, 'http'), ...listenersOf(other, 'https')],
      rules: [{ filters: [{ type: 'RequestRedirect', requestRedirect: { hostname: host, statusCode: 308 } }] }],
      isGrpc: false,
      isOtherName: true,
      redirects: true,
    },
  ];
}

/** Annotations are those of the Ingress, for all of its paths. */
const isGrpc = ({ locations }: Server, ingress: IngressItem) =>
  locations.some((each) => each.ingress === ingress && /^GRPCS?$/.test(each.settings.backendProtocol));

interface Rules {
  readonly ingress: IngressItem;
  readonly rules: readonly RuleSpec[];
}

/** A rule for each action, with the matches of all paths that lead to it. */
function rulesByIngress(entries: readonly PathEntry[]): Rules[] {
  const isOwn = entries.some(({ location }) => location?.own);
  const matches = (isOwn ? orderedMatchesOf : pathMatchesOf)(entries.map(({ path }) => path));
  const placed = entries.map((entry, index) => ({ ...entry, match: matches[index] }));
  const [first] = placed;
  // Where all paths fare alike, their order does not matter.
  if (
    placed.some(({ path }) => path.value === '/' && path.type !== 'exact') &&
    placed.every((each) => isAlike(each, first))
  ) {
    return [{ ingress: first.ingress, rules: rulesOf([{ ...first, match: { type: 'PathPrefix', value: '/' } }]) }];
  }
  return [...groupBy(placed, ({ ingress }) => `${ingress.namespace}/${ingress.name}`).values()].map((own) => ({
    ingress: own[0].ingress,
    rules: rulesOf(own.filter((entry) => !isCovered(entry, placed))),
  }));
}

type Placed = PathEntry & { readonly match: NonNullable<Match['path']> };

/** Whether requests fare alike without a path: what takes them then does the same with them, by the same route. */
function isCovered(entry: Placed, all: readonly Placed[]): boolean {
  const { match } = entry;
  if (match.type === 'RegularExpression') return false;
  const above = all
    .filter((other) => other !== entry && other.match.type === 'PathPrefix' && isAt(match, other.match))
    .reduce<Placed | undefined>((best, each) => (best && length(best) >= length(each) ? best : each), undefined);
  return above !== undefined && !changesPrefix(entry) && isAlike(above, entry);
}

const isAlike = (a: PathEntry, b: PathEntry) =>
  a.ingress === b.ingress && JSON.stringify(a.steps) === JSON.stringify(b.steps);

const length = ({ match: { value = '/' } }: Placed) => value.length;

/** Whether a path or prefix is at a prefix or below it. */
const isAt = ({ type, value = '/' }: Placed['match'], { value: prefix = '/' }: Placed['match']) =>
  (prefix === '/' || `${value}/`.startsWith(`${prefix}/`)) && !(type === 'PathPrefix' && value === prefix);

const changesPrefix = ({ steps }: PathEntry) =>
  steps.some(({ action }) => action.filters?.some(({ urlRewrite }) => urlRewrite?.path?.type === 'ReplacePrefixMatch'));

function rulesOf(entries: readonly Placed[]): RuleSpec[] {
  const most = Math.max(0, ...entries.map(({ steps }) => steps.length));
  const rules = new Map<string, { readonly action: RuleAction; readonly matches: Match[] }>();
  // Of matches that are equal but for their headers, the first rule wins.
  for (let at = 0; at < most; at++) {
    for (const { match, steps } of entries) {
      const step = steps[at];
      if (!step) continue;
      const { action, method, headers, queryParams } = step;
      const needsOwn = action.filters?.some(({ urlRewrite }) => urlRewrite?.path?.type === 'ReplacePrefixMatch');
      const key = JSON.stringify([at, action, needsOwn ? match : undefined]);
      const known = rules.get(key) ?? { action, matches: [] };
      rules.set(key, known);
      known.matches.push({ path: match, method, headers, queryParams });
    }
  }
  return [...rules.values()].flatMap(({ action, matches }) =>
    inPieces(matches, MATCHES_OF_RULE).map((piece) => ({ matches: piece, ...action })),
  );
}

/** Rules for one route each, as many as it may have. */
function piecesOf(rules: readonly RuleSpec[]): RuleSpec[][] {
  const pieces: RuleSpec[][] = [];
  let matches = 0;
  for (const rule of rules) {
    const own = rule.matches?.length ?? 1;
    const last = pieces.at(-1);
    if (last && last.length < RULES && matches + own <= MATCHES) {
      last.push(rule);
      matches += own;
    } else {
      pieces.push([rule]);
      matches = own;
    }
  }
  return pieces;
}
