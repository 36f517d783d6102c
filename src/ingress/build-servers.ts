import { certificateOf } from './certificates';
import { Configuration } from './configuration';
import { IngressOptions } from './options';
import { settingsOf } from './read-settings';
import { Breakage, IngressItem, Location, Server, TakenIngress } from './servers';
import { annotationPlace, Settings } from './settings';
import { Upstream, upstreamName, upstreamsOf } from './upstreams';
import { compareTexts } from '../model/age';
import { Entry, Model } from '../model/model';
import { Place } from '../traffic/rule';
import { perlExpression } from '../value/pcre';

/** Name of the server that takes what no other takes. */
export const DEFAULT_SERVER = '_';

/** A path before it is written as nginx has it. */
interface Draft {
  path: string;
  type: 'Exact' | 'Prefix';
  isDefault: boolean;
  place?: Place;
  ingress?: IngressItem;
  settings: Settings;
  /** Undefined for the controller's default backend. */
  upstream?: Upstream;
}

interface ServerDraft {
  readonly host: string;
  readonly locations: Draft[];
  readonly fields: { -readonly [K in keyof Omit<Server, 'host' | 'locations' | 'opaque'>]?: Server[K] };
  readonly opaque: Server['opaque'][number][];
}

/** The servers that the controller makes of its Ingresses, and why nginx takes none of them. */
export function buildServers(
  model: Model,
  taken: readonly TakenIngress[],
  configuration: Configuration,
  options: IngressOptions,
): { readonly servers: readonly Server[]; readonly broken: readonly Breakage[] } {
  const upstreams = upstreamsOf(model, taken);
  const servers = createServers(taken, upstreams, noSettings(model, configuration, options));
  configureServers(model, taken, servers);
  addPaths(taken, upstreams, servers);
  mergeCanaries(taken, upstreams, servers);
  const broken: Breakage[] = [];
  const built = [...servers.values()]
    .sort((a, b) => compareTexts(a.host, b.host))
    .map((server) => finished(server, broken));
  return { servers: redirecting(built, servers, broken), broken };
}

/** What stands for the annotations of an Ingress that has none. */
function noSettings(model: Model, configuration: Configuration, options: IngressOptions): Settings {
  const nobody: Entry = {
    at: { where: '', manifest: { apiVersion: '', kind: 'Ingress', metadata: { name: '' } } },
    group: '',
    kind: 'Ingress',
    namespace: '',
    name: '',
    labels: {},
    annotations: {},
  };
  return settingsOf(model, nobody, configuration, options);
}

const hostOf = (host: string | undefined) => (host === undefined || host === '' ? DEFAULT_SERVER : host);

/**
 * A server for each host, with a path `/` that leads to the default backend of the first Ingress of the host and has the
 * annotations of that Ingress.
 */
function createServers(
  taken: readonly TakenIngress[],
  upstreams: ReadonlyMap<string, Upstream>,
  none: Settings,
): Map<string, ServerDraft> {
  const root = (settings: Settings): Draft => ({ path: '/', type: 'Prefix', isDefault: true, settings });
  const draft = (host: string, location: Draft): ServerDraft => ({
    host,
    locations: [location],
    fields: {},
    opaque: [],
  });
  const catchAll = root(none);
  const servers = new Map([[DEFAULT_SERVER, draft(DEFAULT_SERVER, catchAll)]]);
  for (const { ingress, settings } of taken) {
    if (settings.canary) continue;
    const { defaultBackend, rules = [] } = ingress.body.spec ?? {};
    const service = defaultBackend?.service;
    const upstream = service && upstreams.get(upstreamName(ingress, service));
    const place: Place = { entry: ingress, path: service ? 'spec.defaultBackend.service' : 'spec' };
    if (upstream && catchAll.isDefault && rules.length === 0) {
      // Redirects and rewrites do not count for the catch-all.
      const { rewrite, redirect } = catchAll.settings;
      Object.assign(catchAll, {
        ingress,
        place,
        upstream,
        isDefault: false,
        settings: { ...settings, rewrite, redirect, fromToWww: false },
      });
    }
    for (const rule of rules) {
      const host = hostOf(rule.host);
      if (!servers.has(host)) servers.set(host, draft(host, { ...root(settings), ingress, place, upstream }));
    }
  }
  return servers;
}

/** What is said of a host once, by the first of its Ingresses that says it. */
function configureServers(
  model: Model,
  taken: readonly TakenIngress[],
  servers: ReadonlyMap<string, ServerDraft>,
): void {
  for (const { ingress, settings } of taken) {
    if (settings.canary) continue;
    (ingress.body.spec?.rules ?? []).forEach((rule, index) => {
      const host = hostOf(rule.host);
      const { fields, opaque } = servers.get(host)!;
      if (!fields.aliases?.length) fields.aliases = settings.aliases;
      if (settings.sslPassthrough) fields.sslPassthrough ??= annotationPlace(ingress, settings, 'ssl-passthrough');
      const snippet = settings.opaque.find(({ reach }) => reach === 'host');
      if (snippet && opaque.length === 0) opaque.push(snippet);
      if (host === DEFAULT_SERVER || fields.certificate) return;
      fields.certificate = certificateOf(model, ingress, host, index);
    });
  }
  for (const server of servers.values()) {
    const others = (server.fields.aliases ?? []).filter((alias) => alias !== server.host && !servers.has(alias));
    server.fields.aliases = [...new Set(others)].sort();
  }
}

function addPaths(
  taken: readonly TakenIngress[],
  upstreams: ReadonlyMap<string, Upstream>,
  servers: ReadonlyMap<string, ServerDraft>,
): void {
  for (const { ingress, settings } of taken) {
    (ingress.body.spec?.rules ?? []).forEach((rule, ruleIndex) => {
      const server = servers.get(hostOf(rule.host)) ?? servers.get(DEFAULT_SERVER)!;
      if (!rule.http && hostOf(rule.host) !== DEFAULT_SERVER) return;
      authenticateClients(server, ingress, settings);
      rule.http?.paths.forEach(({ path: given = '', pathType, backend }, index) => {
        const upstream = backend.service && upstreams.get(upstreamName(ingress, backend.service));
        // A Service that a canary names first has no paths of its own.
        if (!upstream || upstream.canary) return;
        const path = given === '' ? '/' : given;
        const type = pathType === 'Exact' ? 'Exact' : 'Prefix';
        const place: Place = { entry: ingress, path: `spec.rules[${ruleIndex}].http.paths[${index}]` };
        const own: Draft = { path, type, isDefault: false, place, ingress, settings, upstream };
        const known = server.locations.find((each) => each.path === path);
        if (known?.type === type) {
          // The first one that has a path keeps it.
          if (!known.isDefault) return;
          Object.assign(known, own);
        } else {
          server.locations.push(own);
        }
        if (settings.fromToWww) {
          server.fields.redirectsFrom ??= {
            host: otherName(server.host),
            place: annotationPlace(ingress, settings, 'from-to-www-redirect'),
          };
        }
      });
    });
  }
}

const otherName = (host: string) => (host.startsWith('www.') ? host.slice(4) : `www.${host}`);

/** The first Ingress of the host whose Secret can be used. */
function authenticateClients({ fields }: ServerDraft, ingress: IngressItem, settings: Settings): void {
  const place = annotationPlace(ingress, settings, 'auth-tls-secret');
  if (settings.denied?.annotation === 'auth-tls-secret') fields.forbidden ??= place;
  const { clientCertificate } = settings;
  if (clientCertificate) fields.clientCertificate ??= { settings: clientCertificate, place };
}

/**
 * Canaries are added to the Service of the path with the same host, path and type: they take requests from every path
 * that leads to this Service, on whatever host.
 */
function mergeCanaries(
  taken: readonly TakenIngress[],
  upstreams: ReadonlyMap<string, Upstream>,
  servers: ReadonlyMap<string, ServerDraft>,
): void {
  if (taken.every(({ settings }) => settings.canary)) return;
  const merge = (main: Upstream | undefined, canary: Upstream) => {
    if (!main || main === canary || main.canary || !canary.canary) return;
    if (!main.canaries.includes(canary.canary)) main.canaries.push(canary.canary);
  };
  for (const { ingress, settings } of taken) {
    if (!settings.canary) continue;
    const { defaultBackend, rules = [] } = ingress.body.spec ?? {};
    const own = defaultBackend?.service && upstreams.get(upstreamName(ingress, defaultBackend.service));
    if (own) mergeUntil(servers.get(DEFAULT_SERVER)!.locations, own, merge, () => true);
    for (const { host, http } of rules) {
      for (const { path: given = '', pathType, backend } of http?.paths ?? []) {
        const canary = backend.service && upstreams.get(upstreamName(ingress, backend.service));
        const server = servers.get(hostOf(host));
        if (!canary || !server) continue;
        const [path, type] = [given === '' ? '/' : given, pathType === 'Exact' ? 'Exact' : 'Prefix'];
        mergeUntil(server.locations, canary, merge, (each) => each.path === path && each.type === type);
      }
    }
  }
}

/** Stops at a location that leads to the canary itself. */
function mergeUntil(
  locations: readonly Draft[],
  canary: Upstream,
  merge: (main: Upstream | undefined, canary: Upstream) => void,
  fits: (location: Draft) => boolean,
): void {
  for (const location of locations) {
    if (location.upstream === canary) return;
    if (fits(location)) merge(location.upstream, canary);
  }
}

const isRewritten = ({ path, settings: { rewrite } }: Draft) => rewrite.target !== undefined && rewrite.target !== path;

/** The locations of a server in the order in which nginx gets them. */
function finished({ host, locations, fields, opaque }: ServerDraft, broken: Breakage[]): Server {
  const sorted = [...locations]
    .sort((a, b) => compareTexts(b.path, a.path))
    .sort((a, b) => Buffer.byteLength(b.path) - Buffer.byteLength(a.path));
  const exact = new Set(sorted.filter(({ type }) => type === 'Exact').map(({ path }) => path));
  const expanded = sorted.flatMap((draft): Draft[] => {
    const isPlain =
      draft.path === '/' || draft.type === 'Exact' || isRewritten(draft) || draft.settings.rewrite.usesRegex;
    if (isPlain) return [draft];
    const below = { ...draft, path: draft.path.endsWith('/') ? draft.path : `${draft.path}/` };
    return exact.has(draft.path) ? [below] : [below, { ...draft, type: 'Exact' }];
  });
  const cause = expanded.find((draft) => isRewritten(draft) || draft.settings.rewrite.usesRegex);
  const regex =
    cause &&
    annotationPlace(cause.ingress!, cause.settings, cause.settings.rewrite.usesRegex ? 'use-regex' : 'rewrite-target');
  findBreakage(host, expanded, regex !== undefined, broken);
  const root = expanded.find(({ settings }) => settings.rewrite.appRoot !== undefined);
  return {
    host,
    aliases: [],
    ...fields,
    regex,
    opaque,
    appRoot: root && {
      path: root.settings.rewrite.appRoot!,
      place: annotationPlace(root.ingress!, root.settings, 'app-root'),
    },
    locations: expanded.map(({ path, type, place, ingress, settings, upstream }): Location => ({
      path,
      type: regex ? 'regex' : type === 'Exact' ? 'exact' : 'prefix',
      place,
      ingress,
      settings,
      backend: upstream?.backend,
      fault: upstream?.fault,
      canaries: upstream?.canaries ?? [],
    })),
  };
}

/** Nginx takes no configuration with the same path twice, or with an expression that it cannot read. */
function findBreakage(host: string, locations: readonly Draft[], isRegex: boolean, broken: Breakage[]): void {
  const seen = new Set<string>();
  for (const { path, type, place } of locations) {
    if (isRegex) {
      if (perlExpression(`^${path}`, true) === undefined && !isKnownToPcre(path)) {
        broken.push({ place, reason: `host ${host} has the path ${path}, which is no regular expression` });
      }
      continue;
    }
    const key = `${type} ${path}`;
    if (seen.has(key)) {
      broken.push({ place, reason: `host ${host} has location ${type === 'Exact' ? '= ' : ''}${path} twice` });
    }
    seen.add(key);
  }
}

/** Expressions that PCRE may read, though nothing here does: only unbalanced ones are surely wrong. */
function isKnownToPcre(path: string): boolean {
  const plain = path.replace(/\\./g, '').replace(/\[[^\]]*\]/g, '');
  const count = (character: string) => plain.split(character).length;
  return count('(') === count(')') && count('[') === count(']') && !/^[*+?]|[(|][*+?](?!\?)/.test(plain);
}

/** A name that has a server of its own does not redirect; nginx knows no name with a wildcard inside. */
function redirecting(
  built: readonly Server[],
  servers: ReadonlyMap<string, ServerDraft>,
  broken: Breakage[],
): Server[] {
  return built.map((server) => {
    const { redirectsFrom } = server;
    if (redirectsFrom?.host.includes('*')) {
      broken.push({ place: redirectsFrom.place, reason: `${redirectsFrom.host} is no name of a server` });
    }
    if (!redirectsFrom || !servers.has(redirectsFrom.host)) return server;
    const { redirectsFrom: _other, ...rest } = server;
    return rest;
  });
}
