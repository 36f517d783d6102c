import { Context } from './context';
import { corsFilter } from './cors';
import { withoutSlash } from './path-matches';
import { backendRef, PathEntry, RouteFilter, RuleAction, STATUSES, Step } from './rule-action';
import { Change, Condition, OwnRule, Redirection } from '../ingress/profiles/rule';
import { globPattern } from '../ingress/profiles/send';
import { Location, Server } from '../ingress/servers';

/** The paths of a server of another controller than ingress-nginx, in the order in which it tries them. */
export function ownEntriesOf(server: Server, scheme: 'http' | 'https', context: Context): readonly PathEntry[] {
  const entries = server.locations
    .filter(({ own }) => own!.schemes.includes(scheme))
    .flatMap((location) => ownEntries(location, scheme, context));
  // What is added below a path for a prefix that is taken away may be there before.
  const taken = new Set<string>();
  return entries.filter(({ path: { type, value }, location }) => {
    const key = `${type} ${type === 'prefix' ? withoutSlash(value) : value}`;
    const isTaken = taken.has(key);
    if (location!.own!.conditions.length === 0) taken.add(key);
    return !isTaken;
  });
}

function ownEntries(location: Location, scheme: 'http' | 'https', context: Context): PathEntry[] {
  const { own, settings, ingress, type, path } = location;
  const entry = (value: string, action: RuleAction, prefix?: string): PathEntry => ({
    path: { type, value, prefix },
    ingress: ingress!,
    location,
    steps: stepsOf(own!, location, action, context),
  });
  const { answer } = own!;
  const isForHttp = settings.rewrite.forceSslRedirect;
  if (answer?.type === 'redirect' && (!isForHttp || scheme === 'http')) {
    return [entry(path, redirection(answer, location, context))];
  }
  if (answer?.type === 'response') return [entry(path, { filters: undefined })];
  const backendRefs = backendsOf(location, context);
  if (!backendRefs) return [];
  return pathsOf(own!.changes, location, context).map(({ value, change }) =>
    entry(
      value,
      { filters: filtersOf(location, value, change, context), backendRefs },
      change?.type === 'ReplacePrefixMatch' ? value : undefined,
    ),
  );
}

type PathChange = NonNullable<NonNullable<RouteFilter['urlRewrite']>['path']>;

interface ChangedPath {
  readonly value: string;
  readonly change?: PathChange;
}

/** How the path changes: where a prefix is taken away that is longer than that of the rule, below it alone. */
function pathsOf(changes: readonly Change[], location: Location, context: Context): ChangedPath[] {
  const { path, type } = location;
  const stripped = changes.flatMap((each) => (each.type === 'strip-prefix' ? each.prefixes : []));
  const below =
    type === 'prefix' ? stripped.filter((prefix) => prefix !== path && isAt(prefix, path)).map(withoutSlash) : [];
  return [...below, path].map((value) => ({ value, change: changeOf(changes, value, location, context) }));
}

const isAt = (path: string, prefix: string) =>
  `${withoutSlash(path)}/`.startsWith(`${withoutSlash(prefix)}/`.replace('//', '/'));

function changeOf(
  changes: readonly Change[],
  value: string,
  { type, place, ingress }: Location,
  { notes }: Context,
): PathChange | undefined {
  const from = type === 'exact' ? value : withoutSlash(value);
  let to = from;
  let isWhole = false;
  for (const change of changes) {
    if (change.type === 'strip-prefix' && !isWhole) {
      const prefix = change.prefixes.find((each) => to === each || to.startsWith(withoutSlash(each) + '/'));
      if (prefix !== undefined) to = to.slice(withoutSlash(prefix).length) || '/';
    } else if (change.type === 'add-prefix') {
      to = to === '/' && type !== 'exact' ? `${withoutSlash(change.prefix)}//` : withoutSlash(change.prefix) + to;
    } else if (change.type === 'replace-path') {
      to = change.path;
      isWhole = true;
    }
  }
  if (to === from && !isWhole) return undefined;
  if (isWhole || type === 'exact') return { type: 'ReplaceFullPath', replaceFullPath: to };
  if (type === 'regex') {
    notes.field(
      ingress!,
      place!.path,
      'refused',
      'a rule with an expression replaces no prefix; write the path as a prefix, or have the backend take it',
    );
    return undefined;
  }
  return { type: 'ReplacePrefixMatch', replacePrefixMatch: to };
}

function filtersOf(
  { own, settings, ingress }: Location,
  value: string,
  path: PathChange | undefined,
  context: Context,
): RouteFilter[] | undefined {
  const request = new Map<string, string>();
  const response = new Map<string, string>();
  let hostname: string | undefined;
  for (const change of own!.changes) {
    if (change.type === 'host') hostname = change.host;
    if (change.type === 'request-headers') {
      Object.entries(change.headers).forEach(([name, text]) => request.set(name, text));
    }
    if (change.type === 'response-headers') {
      Object.entries(change.headers).forEach(([name, text]) => response.set(name, text));
    }
    if (change.type === 'strip-prefix' && change.header !== undefined) {
      const prefix = change.prefixes.find((each) => isAt(value, each));
      if (prefix !== undefined && path) request.set(change.header, prefix);
    }
  }
  const filters: RouteFilter[] = [
    ...(settings.cors ? corsFilter(settings.cors, ingress!, context) : []),
    ...(request.size > 0 ? [{ type: 'RequestHeaderModifier' as const, requestHeaderModifier: modifier(request) }] : []),
    ...(path || hostname !== undefined
      ? [
          {
            type: 'URLRewrite' as const,
            urlRewrite: { ...(hostname !== undefined && { hostname }), ...(path && { path }) },
          },
        ]
      : []),
    ...(response.size > 0
      ? [{ type: 'ResponseHeaderModifier' as const, responseHeaderModifier: modifier(response) }]
      : []),
  ];
  return filters.length > 0 ? filters : undefined;
}

function modifier(headers: ReadonlyMap<string, string>) {
  const set = [...headers].filter(([, value]) => value !== '').map(([name, value]) => ({ name, value }));
  const remove = [...headers].filter(([, value]) => value === '').map(([name]) => name);
  return { ...(set.length > 0 && { set }), ...(remove.length > 0 && { remove }) };
}

/** A redirect to HTTPS leads to the listener of the Gateway; the usual port is not named. */
function portOf({ scheme, host, port }: Redirection, httpsPort: number): number | undefined {
  const own = scheme === 'https' && host === undefined ? httpsPort : port;
  return own === (scheme === 'https' ? 443 : 80) ? undefined : own;
}

function redirection(to: Redirection, { ingress, place }: Location, { notes, world }: Context): RuleAction {
  const { httpsPort = 443 } = world.options;
  const statusCode = STATUSES.find((each) => each === to.status) ?? 302;
  if (to.query !== undefined) {
    notes.field(ingress!, place!.path, 'differs', 'filter RequestRedirect, which keeps the query of the request');
  }
  return {
    filters: [
      {
        type: 'RequestRedirect',
        requestRedirect: {
          scheme: to.scheme as 'http' | 'https' | undefined,
          hostname: to.host,
          port: portOf(to, httpsPort),
          path: to.path === undefined ? undefined : { type: 'ReplaceFullPath', replaceFullPath: to.path },
          statusCode,
        },
      },
    ],
  };
}

function backendsOf({ own, backend, ingress, place }: Location, { notes }: Context): RuleAction['backendRefs'] {
  const all = own!.backends.length > 0 ? own!.backends : backend ? [{ backend, weight: undefined }] : [];
  const unknown = all.find((each) => each.backend.port === undefined);
  if (!unknown) {
    return all.length === 0 ? undefined : all.map((each) => backendRef(each.backend, ingress!, each.weight));
  }
  const { namespace, name } = unknown.backend;
  const text = `the port of Service ${namespace}/${name} has a name whose number is not known; add the Service to the input`;
  notes.field(ingress!, place?.path ?? 'spec', 'refused', text);
  return undefined;
}

/** A match for each choice of values; none where a condition cannot be said in a route. */
function stepsOf(
  { conditions }: OwnRule,
  { ingress, place }: Location,
  action: RuleAction,
  { notes }: Context,
): Step[] {
  if (conditions.some(({ type }) => type === 'client')) {
    const text = 'a route does not choose by addresses of clients; the rule is left out: use an AuthorizationPolicy';
    notes.field(ingress!, place!.path, 'refused', text);
    return [];
  }
  return conditions
    .reduce<Omit<Step, 'action'>[]>(
      (steps, condition) => steps.flatMap((step) => matchesOf(condition).map((match) => joined(step, match))),
      [{}],
    )
    .map((match) => ({ ...match, action }));
}

type Part = Omit<Step, 'action'>;

const joined = (a: Part, b: Part): Part => ({
  ...a,
  ...b,
  ...((a.headers ?? b.headers) && { headers: [...(a.headers ?? []), ...(b.headers ?? [])] }),
  ...((a.queryParams ?? b.queryParams) && { queryParams: [...(a.queryParams ?? []), ...(b.queryParams ?? [])] }),
});

function matchesOf(condition: Condition): Part[] {
  switch (condition.type) {
    case 'method':
      return condition.values.map((method) => ({ method: method as Step['method'] }));
    case 'header':
      return [{ headers: [{ name: condition.name, ...textMatch(condition.values) }] }];
    case 'query':
      return condition.values.map(({ key, value }) => ({ queryParams: [{ name: key ?? '', ...textMatch([value]) }] }));
    case 'client':
      return [];
  }
}

/** Letters are compared without their case, which needs an expression. */
const textMatch = (values: readonly string[]) => {
  const patterns = values.map(globPattern);
  const core = patterns.length === 1 ? patterns[0] : `(?:${patterns.join('|')})`;
  return /[A-Za-z]/.test(core) || core.includes('.*')
    ? { type: 'RegularExpression' as const, value: `(?i)${core}` }
    : { type: 'Exact' as const, value: values[0] };
};
