import { canaryStepsOf } from './canary';
import { Context } from './context';
import { ownEntriesOf } from './own-entries';
import { LocationPath, withoutSlash } from './path-matches';
import { rewriteOf } from './rewrite-target';
import { locationAction, PathEntry, redirectAction, RuleAction, toHttps } from './rule-action';
import { IngressItem, Location, Server } from '../ingress/servers';

/** The paths of a server by one scheme, in the order in which nginx tries them. */
export function entriesOf(server: Server, scheme: 'http' | 'https', context: Context): readonly PathEntry[] {
  if (server.locations.some(({ own }) => own)) return ownEntriesOf(server, scheme, context);
  // What is tried after an expression that finds every path takes no request.
  const last = server.regex ? server.locations.findIndex(({ path }) => path === '/') : -1;
  const tried = last < 0 ? server.locations : server.locations.slice(0, last + 1);
  const entries = tried.flatMap((location) => entriesAt(server, location, scheme, context));
  const root = appRootOf(server);
  const own = root ? [root, ...entries.filter(({ path }) => path.type !== 'exact' || path.value !== '/')] : entries;
  const all = [...own, ...slashRedirects(own)];
  const header = scheme === 'https' ? transportSecurity(context) : undefined;
  return header === undefined ? all : all.map((entry) => withTransportSecurity(entry, header));
}

const HSTS = 'Strict-Transport-Security';

/** The controller adds it to every response by HTTPS, unless its ConfigMap says otherwise. */
function transportSecurity({ world: { configuration } }: Context): string | undefined {
  if (!configuration.truth('hsts')) return undefined;
  return [
    `max-age=${configuration.text('hsts-max-age')}`,
    ...(configuration.truth('hsts-include-subdomains') ? ['includeSubDomains'] : []),
    ...(configuration.truth('hsts-preload') ? ['preload'] : []),
  ].join('; ');
}

const withTransportSecurity = (entry: PathEntry, value: string): PathEntry => ({
  ...entry,
  steps: entry.steps.map(({ headers, action }) => {
    const { filters = [] } = action;
    const known = filters.find(({ type }) => type === 'ResponseHeaderModifier');
    const set = [...(known?.responseHeaderModifier?.set ?? []), { name: HSTS, value }];
    const others = filters.filter((filter) => filter !== known);
    return {
      headers,
      action: { ...action, filters: [...others, { type: 'ResponseHeaderModifier', responseHeaderModifier: { set } }] },
    };
  }),
});

/** Whether plain HTTP is redirected at a location. */
export function redirectsToHttps(
  { certificate }: Server,
  { settings: { rewrite }, path }: Location,
  { world: { configuration } }: Context,
): boolean {
  if (configuration.list('no-tls-redirect-locations').some((each) => path.startsWith(each))) return false;
  return rewrite.forceSslRedirect || (rewrite.sslRedirect && certificate !== undefined);
}

function entriesAt(server: Server, location: Location, scheme: 'http' | 'https', context: Context): PathEntry[] {
  const { ingress, settings, type, path: value } = location;
  if (!ingress) return [];
  const path: LocationPath = { type, value };
  const only = (action: RuleAction): PathEntry[] => [{ path, ingress, location, steps: [{ action }] }];
  if (settings.redirect) {
    const action = redirectAction(settings.redirect);
    if (action) return only(action);
    const { annotation, status } = settings.redirect;
    context.notes.annotation(
      ingress,
      annotation,
      'refused',
      `an HTTPRoute redirects with 301, 302, 303, 307 or 308, not ${status}`,
    );
    return [];
  }
  if (scheme === 'http' && redirectsToHttps(server, location, context)) return only(toHttps(context));
  if (settings.denied || settings.refused || !location.backend) return [];
  const plain = locationAction(location, context);
  if (!plain) return [];
  return changesOf(location, context).map(({ prefix, change }) => ({
    path: { ...path, prefix },
    ingress,
    location,
    steps: canaryStepsOf(location, withPath(plain, change)),
  }));
}

type PathChange = NonNullable<NonNullable<NonNullable<RuleAction['filters']>[number]['urlRewrite']>['path']>;

/** How the path changes; more than one for groups of words. */
function changesOf(
  location: Location,
  { notes }: Context,
): { readonly prefix?: string; readonly change?: PathChange }[] {
  const { settings, path, ingress } = location;
  const { target } = settings.rewrite;
  // nginx rewrites where the target is another path than that of the location.
  if (target === undefined || target === '' || target === path) return [{}];
  const rewrite = rewriteOf(path, target);
  switch (rewrite.type) {
    case 'none':
      return [{}];
    case 'full':
      return [{ change: { type: 'ReplaceFullPath', replaceFullPath: rewrite.value } }];
    case 'prefix':
      notes.annotation(
        ingress!,
        'rewrite-target',
        'differs',
        'filter URLRewrite with ReplacePrefixMatch, which needs a prefix: it is compared by case and by whole elements',
      );
      return rewrite.changes.map(({ prefix, value }) => ({
        prefix,
        change: prefix === value ? undefined : { type: 'ReplacePrefixMatch', replacePrefixMatch: value },
      }));
    case 'refused':
      notes.annotation(
        ingress!,
        'rewrite-target',
        'refused',
        `${rewrite.reason}; the path is left as it is: have the backend take it, or use a VirtualService with uriRegexRewrite`,
      );
      return [{}];
  }
}

function withPath(action: RuleAction, path: PathChange | undefined): RuleAction {
  if (!path) return action;
  const { filters = [] } = action;
  const own = filters.find(({ type }) => type === 'URLRewrite');
  return {
    ...action,
    filters: [
      ...filters.filter((filter) => filter !== own),
      { type: 'URLRewrite', urlRewrite: { ...own?.urlRewrite, path } },
    ],
  };
}

/** `app-root` redirects the path `/` alone, before anything else. */
function appRootOf({ appRoot }: Server): PathEntry | undefined {
  const action = appRoot && redirectAction({ url: appRoot.path, status: 302 });
  if (!action) return undefined;
  return { path: { type: 'exact', value: '/' }, ingress: appRoot.place.entry as IngressItem, steps: [{ action }] };
}

/** nginx redirects `/api` to `/api/`, where a path ends with the slash and none is for it without. */
function slashRedirects(entries: readonly PathEntry[]): PathEntry[] {
  if (entries.some(({ path }) => path.type === 'regex')) return [];
  const taken = new Set(entries.map(({ path }) => path.value));
  return entries.flatMap(({ path: { type, value }, ingress, location }) => {
    if (type === 'regex' || value === '/' || !value.endsWith('/') || taken.has(withoutSlash(value))) return [];
    if (!location?.backend) return [];
    taken.add(withoutSlash(value));
    const action = redirectAction({ url: value, status: 301 })!;
    return [{ path: { type: 'exact' as const, value: value.slice(0, -1) }, ingress, steps: [{ action }] }];
  });
}
