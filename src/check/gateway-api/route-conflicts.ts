import { comparePrecedence, covers, overlap, RequestCondition } from '../../match/condition';
import { ANY_HOST, compareHosts, hostCovers } from '../../match/host';
import { Attachment, attachmentsByListener } from '../../model/attachments';
import { matchesOf, PlacedMatch, shownMatch, textOf } from '../../model/conditions';
import { Entry, Model, pathOf } from '../../model/model';
import { hasMatches, Route, RouteRule, routesOf } from '../../model/routes';
import { groupBy } from '../../value/group-by';
import { ModelRule, Report } from '../model-rule';

/** Which of several matches gets a request (Gateway API v1, HTTPRouteRule.matches and GRPCRouteRule.matches). */
export const routeConflictRules: readonly ModelRule[] = [
  { code: 'GW382', title: 'redirect to itself', find: redirectLoops },
  { code: 'GW383', title: 'match that another route has too', severity: 'warning', find: equalMatches },
  { code: 'GW384', title: 'match that an earlier rule has', severity: 'warning', find: repeatedMatches },
];

/** A match of a route at a host of a listener. */
interface Candidate extends PlacedMatch {
  readonly attachment: Attachment;
  readonly host: string;
}

const matchesByRoute = new WeakMap<Entry['at'], readonly PlacedMatch[]>();

function placedMatches(route: Route): readonly PlacedMatch[] {
  let matches = matchesByRoute.get(route.at);
  if (!matches) {
    matches = matchesOf(route.kind, route.rules);
    matchesByRoute.set(route.at, matches);
  }
  return matches;
}

const candidatesOf = (attachments: readonly Attachment[]): Candidate[] =>
  attachments
    .filter(({ route }) => hasMatches(route))
    .flatMap((attachment) =>
      attachment.hosts.flatMap((host) =>
        placedMatches(attachment.route).map((match) => ({ ...match, attachment, host })),
      ),
    );

/** Of routes of the same age, the first by namespace and name serves. */
function equalMatches(model: Model, report: Report): void {
  const told = new Set<string>();
  for (const [on, attachments] of attachmentsByListener(model)) {
    const first = new Map<string, Candidate>();
    const byName = [...attachments].sort((a, b) => (pathOf(a.route) < pathOf(b.route) ? -1 : 1));
    for (const candidate of candidatesOf(byName)) {
      const { route } = candidate.attachment;
      const key = `${candidate.host} ${textOf(candidate.condition)}`;
      const other = first.get(key);
      if (!other) {
        first.set(key, candidate);
        continue;
      }
      const pair = `${pathOf(route)} ${candidate.path} ${pathOf(other.attachment.route)}`;
      if (other.attachment.route === route || told.has(pair) || doTheSame(other, candidate)) continue;
      told.add(pair);
      const { route: winner } = other.attachment;
      report(route, {
        what: candidate.path,
        got: `${shownMatch(candidate.condition)} for ${candidate.host}, which ${winner.kind} ${pathOf(winner)} has too at listener ${on.listener.name}`,
        expected: 'a match that no other route at the listener has',
        fix: `change the host, the path or a condition of one of them; requests go to the older route, of routes created together to ${pathOf(winner)}`,
      });
    }
  }
}

/** Whether it does not matter which of the two serves. */
function doTheSame(a: Candidate, b: Candidate): boolean {
  const effect = ({ attachment: { route }, rule }: Candidate) => {
    const { filters = [], backendRefs = [] } = route.rules[rule];
    return JSON.stringify([
      filters,
      backendRefs.map((ref) => ({ ...ref, namespace: ref.namespace ?? route.namespace })),
    ]);
  };
  return effect(a) === effect(b);
}

/** Within a route, of two equal matches the first rule serves. */
function repeatedMatches(model: Model, report: Report): void {
  for (const route of routesOf(model)) {
    if (!hasMatches(route)) continue;
    const first = new Map<string, PlacedMatch>();
    for (const match of placedMatches(route)) {
      const key = textOf(match.condition);
      const other = first.get(key);
      if (!other) {
        first.set(key, match);
      } else if (other.rule !== match.rule) {
        report(route, {
          what: match.path,
          got: `${shownMatch(match.condition)}, which ${other.path} has too`,
          expected: 'a match that no earlier rule of the route has',
          fix: 'change a condition, or move what it does to the earlier rule; no request reaches it here',
        });
      }
    }
  }
}

/** Ports that a scheme has without saying so. */
const PORTS: Readonly<Record<string, number>> = { http: 80, https: 443 };

/** A redirect whose target the same rule serves again. */
function redirectLoops(model: Model, report: Report): void {
  const told = new Set<string>();
  for (const attachments of attachmentsByListener(model).values()) {
    const redirecting = candidatesOf(attachments.filter(({ route }) => route.rules.some(redirectOf)));
    if (redirecting.length === 0) continue;
    const byHost = groupBy(candidatesOf(attachments), ({ host }) => host);
    for (const candidate of redirecting) {
      const { route } = candidate.attachment;
      const key = `${pathOf(route)} ${candidate.rule}`;
      if (told.has(key) || !returns(candidate, byHost)) continue;
      told.add(key);
      const { listener } = candidate.attachment.on;
      const index = route.rules[candidate.rule].filters!.findIndex(({ requestRedirect }) => requestRedirect);
      const redirect = route.rules[candidate.rule].filters![index].requestRedirect!;
      const isToHttps = redirect.scheme === 'https';
      report(route, {
        what: `spec.rules[${candidate.rule}].filters[${index}].requestRedirect`,
        got: `a redirect at listener ${listener.name} (${listener.protocol} on port ${listener.port}) to what the same rule serves`,
        expected: isToHttps ? 'a redirect to https at listeners for HTTP alone' : 'a target that another rule serves',
        fix: isToHttps
          ? 'put the redirect into a route of its own, bound to the listener for HTTP by sectionName (gateway.redirectToHttps()); here clients are redirected without end'
          : 'redirect to another host, path or scheme, or narrow the match; here clients are redirected without end',
      });
    }
  }
}

const redirectOf = ({ filters }: RouteRule) => filters?.find(({ requestRedirect }) => requestRedirect)?.requestRedirect;

function returns(candidate: Candidate, byHost: ReadonlyMap<string, readonly Candidate[]>): boolean {
  const { attachment, rule, host, condition } = candidate;
  const redirect = redirectOf(attachment.route.rules[rule]);
  if (!redirect) return false;
  const { listener } = attachment.on;
  const own = listener.protocol === 'HTTPS' ? 'https' : 'http';
  const scheme = redirect.scheme ?? own;
  const port = redirect.port ?? (redirect.scheme ? PORTS[scheme] : listener.port);
  if (scheme !== own || port !== listener.port) return false;
  const target = redirect.hostname ?? host;
  // Where the route is for any host, the named one is likely to be served elsewhere.
  if (!hostCovers(host, target) || (host === ANY_HOST && redirect.hostname !== undefined)) return false;
  const again = redirected(condition, redirect.path);
  if (!again || !covers(condition, again)) return false;
  const isTakenByHost = [...byHost].some(
    ([other]) => other !== host && hostCovers(other, target) && compareHosts(other, host) < 0,
  );
  const isTakenByMatch = (byHost.get(host) ?? []).some(
    (other) =>
      !(other.attachment.route === attachment.route && other.rule === rule) &&
      overlap(other.condition, again) &&
      covers(other.condition, again) &&
      (comparePrecedence(other.condition, condition) ?? 1) > 0,
  );
  return !isTakenByHost && !isTakenByMatch;
}

/** What the redirected request asks for; undefined where that is not known. */
function redirected(
  condition: RequestCondition,
  path: { readonly type: string; readonly replaceFullPath?: string; readonly replacePrefixMatch?: string } | undefined,
): RequestCondition | undefined {
  if (path === undefined) return condition;
  if (path.type === 'ReplaceFullPath' && path.replaceFullPath !== undefined) {
    return { ...condition, path: { type: 'Exact', value: path.replaceFullPath.split('?')[0] } };
  }
  const prefix = path.replacePrefixMatch?.replace(/\/+$/, '');
  if (prefix === undefined || (condition.path !== undefined && condition.path.type !== 'PathPrefix')) return undefined;
  return { ...condition, path: prefix === '' ? undefined : { type: 'PathPrefix', value: prefix } };
}
