import { isExported } from './export';
import { HttpEntry, HttpMatch, HttpRoute } from './http-entry';
import { VirtualService } from '../../manifest/istio-networking';
import { Text, VirtualServiceItem } from '../../model/istio';
import { findItem, Model } from '../../model/model';

/** The HTTP routes of a VirtualService; in place of one that delegates stand those of its delegate. */
export const httpEntries = (model: Model, item: VirtualServiceItem): HttpEntry[] =>
  entriesOf(item).flatMap((entry) => {
    const { delegate } = entry.data;
    if (!delegate) return [entry];
    const found = findItem(model, VirtualService, delegate.namespace || item.namespace, delegate.name ?? '');
    // One that has hosts of its own is no delegate.
    const isDelegate = found && (found.body.spec?.hosts ?? []).length === 0;
    return isDelegate && isExported(found.body.spec?.exportTo, found.namespace, item.namespace)
      ? entriesOf(found).flatMap((own) => merged(entry, own) ?? [])
      : [];
  });

const entriesOf = (item: VirtualServiceItem): HttpEntry[] =>
  (item.body.spec?.http ?? []).map((data, index) => ({
    data,
    place: { entry: item, path: `spec.http[${index}]` },
    matches: (data.match ?? []).map((match, at) => ({
      match,
      place: { entry: item, path: `spec.http[${index}].match[${at}]` },
    })),
  }));

/** What the root says counts where the delegate says nothing; undefined where their matches have nothing in common. */
function merged(root: HttpEntry, own: HttpEntry): HttpEntry | undefined {
  const matches = mergedMatches(root.matches, own.matches);
  if (matches === undefined) return undefined;
  const inherited = Object.fromEntries(INHERITED.map((field) => [field, own.data[field] ?? root.data[field]]));
  return { ...own, data: { ...own.data, ...inherited }, matches };
}

const INHERITED = [
  'name',
  'rewrite',
  'directResponse',
  'timeout',
  'retries',
  'fault',
  'mirror',
  'mirror_percent',
  'mirrorPercent',
  'mirrorPercentage',
  'corsPolicy',
  'mirrors',
  'headers',
] as const satisfies readonly (keyof HttpRoute)[];

type Matches = HttpEntry['matches'];

function mergedMatches(roots: Matches, own: Matches): Matches | undefined {
  if (roots.length === 0) return own;
  if (own.length === 0) return roots;
  const all: Matches[number][] = [];
  for (const { match, place } of own) {
    const wider = roots.filter((root) => !isConflict(root.match, match));
    if (wider.length === 0) return undefined;
    all.push(...wider.map((root) => ({ match: mergedMatch(root.match, match), place })));
  }
  return all;
}

const mergedMatch = (root: HttpMatch, own: HttpMatch): HttpMatch => ({
  ...own,
  uri: own.uri ?? root.uri,
  scheme: own.scheme ?? root.scheme,
  method: own.method ?? root.method,
  authority: own.authority ?? root.authority,
  headers: { ...root.headers, ...own.headers },
  withoutHeaders: { ...root.withoutHeaders, ...own.withoutHeaders },
  queryParams: { ...root.queryParams, ...own.queryParams },
  port: own.port || root.port,
  sourceLabels: { ...root.sourceLabels, ...own.sourceLabels },
  sourceNamespace: own.sourceNamespace || root.sourceNamespace,
  gateways: own.gateways?.length ? own.gateways : root.gateways,
});

/** Whether a match of a delegate asks for more than that of its root, or for something else. */
function isConflict(root: HttpMatch, own: HttpMatch): boolean {
  const maps = ['headers', 'withoutHeaders', 'queryParams'] as const;
  return (
    (['uri', 'scheme', 'method', 'authority'] as const).some((field) => isTextConflict(root[field], own[field])) ||
    maps.some((field) =>
      Object.entries(own[field] ?? {}).some(([key, text]) => isTextConflict(root[field]?.[key], text)),
    ) ||
    Boolean(root.ignoreUriCase) !== Boolean(own.ignoreUriCase) ||
    Boolean(root.port && own.port && root.port !== own.port) ||
    Boolean(root.sourceNamespace && own.sourceNamespace !== root.sourceNamespace) ||
    Object.entries(own.sourceLabels ?? {}).some(
      ([key, value]) => root.sourceLabels?.[key] !== undefined && root.sourceLabels[key] !== value,
    ) ||
    Boolean(root.gateways?.length && own.gateways?.some((gateway) => !root.gateways!.includes(gateway)))
  );
}

function isTextConflict(root: Text | undefined, own: Text | undefined): boolean {
  if (!root || !own) return false;
  if (root.regex || own.regex) return true;
  if (root.exact) return own.exact !== root.exact;
  return !root.prefix || !(own.prefix || own.exact || '').startsWith(root.prefix);
}
