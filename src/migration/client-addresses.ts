import { Context, isIstio } from './context';
import { redirectsToHttps } from './locations';
import { Notes } from './notes';
import { isLiteral, withoutSlash } from './path-matches';
import { hostnamesOf } from './routes';
import { IngressItem, Location, Server } from '../ingress/servers';
import { AuthorizationPolicy, AuthorizationPolicySpec } from '../manifest/istio-security';
import { GATEWAY_API, Manifest } from '../manifest/manifest';
import { hostCovers } from '../match/host';

type Rule = NonNullable<AuthorizationPolicySpec['rules']>[number];

/** AuthorizationPolicies of the Gateway that deny what `allowlist-source-range` and `denylist-source-range` do. */
export function addressPolicies(context: Context): Manifest[] {
  const { gateway, notes, world } = context;
  const rules = new Map<IngressItem, Rule[]>();
  for (const server of world.servers) {
    for (const location of server.locations) {
      const { ingress, settings } = location;
      if (!ingress || (settings.allow.length === 0 && settings.deny.length === 0)) continue;
      if (!isIstio(context)) {
        refuseBoth(ingress, notes, 'the Gateway API knows no addresses of clients; use a policy of the class');
        continue;
      }
      rules.set(ingress, [...(rules.get(ingress) ?? []), ...rulesFor(server, location, context)]);
    }
  }
  return [...rules]
    .filter(([, list]) => list.length > 0)
    .map(([{ namespace, name }, list]) => ({
      apiVersion: AuthorizationPolicy.apiVersion,
      kind: AuthorizationPolicy.kind,
      metadata: { name: `${namespace}-${name}-clients`, namespace: gateway.namespace },
      spec: {
        targetRefs: [{ group: GATEWAY_API, kind: 'Gateway', name: gateway.name }],
        action: 'DENY',
        rules: joined(list),
      },
    }));
}

/** Each once; what is for both ports is for all. */
function joined(list: readonly Rule[]): Rule[] {
  const known = new Map<string, { readonly rule: Rule; readonly ports: Set<string | undefined> }>();
  for (const rule of list) {
    const [{ operation = {} } = {}] = rule.to ?? [];
    const { ports, ...rest } = operation;
    const key = JSON.stringify([rule.from, rest]);
    const found = known.get(key) ?? { rule, ports: new Set<string | undefined>() };
    known.set(key, found);
    found.ports.add(ports?.join());
  }
  return [...known.values()].map(({ rule, ports }) => (ports.size > 1 ? forAllPorts(rule) : rule));
}

function forAllPorts({ to, ...rule }: Rule): Rule {
  const [{ operation = {} } = {}] = to ?? [];
  const { ports: _, ...rest } = operation;
  return Object.keys(rest).length > 0 ? { ...rule, to: [{ operation: rest }] } : rule;
}

function refuseBoth(ingress: IngressItem, notes: Notes, text: string): void {
  for (const name of ['allowlist-source-range', 'denylist-source-range']) {
    notes.annotation(ingress, name, 'refused', text);
  }
}

function rulesFor(server: Server, location: Location, context: Context): Rule[] {
  const { notes, world } = context;
  const { allow, deny } = location.settings;
  // `app-root` redirects before anybody asks who it is.
  if (server.appRoot && location.type === 'exact' && location.path === '/') return [];
  const beside = server.locations.filter((each) => sharesScheme(each, location));
  const paths = pathsOf({ ...server, locations: beside }, location);
  if (!paths) {
    refuseBoth(
      location.ingress!,
      notes,
      `an AuthorizationPolicy knows no regular expressions, and other paths of the host have other addresses: ${location.path}; give it a host of its own`,
    );
    return [];
  }
  const withPort = (host: string) => (host.startsWith('*') ? [host] : [host, `${host}:*`]);
  const hosts = hostnamesOf(server).flatMap(withPort);
  const notHosts = narrowerHosts(server, world.servers).flatMap(withPort);
  // What is redirected to HTTPS is redirected for everybody.
  const ports = redirectsToHttps(server, location, context)
    ? [String(world.options.httpsPort ?? 443)]
    : portOfScheme(location, context);
  const operation = {
    ...(hosts.length > 0 && { hosts }),
    ...(notHosts.length > 0 && { notHosts }),
    ...paths,
    ...(ports && { ports }),
  };
  // An operation without a field is none; without any, a rule is for all requests.
  const to = Object.keys(operation).length > 0 ? { to: [{ operation }] } : {};
  const isForwarded = ['use-forwarded-headers', 'use-proxy-protocol'].some((key) => world.configuration.truth(key));
  const sources = [
    ...(deny.length > 0 ? [isForwarded ? { remoteIpBlocks: deny } : { ipBlocks: deny }] : []),
    ...(allow.length > 0 ? [isForwarded ? { notRemoteIpBlocks: allow } : { notIpBlocks: allow }] : []),
  ];
  return sources.map((source) => ({ from: [{ source }], ...to })) as Rule[];
}

const sharesScheme = ({ own: a }: Location, { own: b }: Location) =>
  !a || !b || a.schemes.some((scheme) => b.schemes.includes(scheme));

/** Undefined for a location that is for both. */
function portOfScheme({ own }: Location, { world: { options } }: Context): string[] | undefined {
  if (!own || own.schemes.length !== 1) return undefined;
  return [String(own.schemes[0] === 'http' ? (options.httpPort ?? 80) : (options.httpsPort ?? 443))];
}

/** Hosts of other servers that a wildcard of this one covers; all others for requests to any host. */
function narrowerHosts(server: Server, all: readonly Server[]): string[] {
  const own = hostnamesOf(server);
  const others = all.filter((each) => each !== server).flatMap(hostnamesOf);
  return others.filter((host) => own.length === 0 || own.some((name) => name !== host && hostCovers(name, host)));
}

/** Which paths of a server a location takes; undefined where that cannot be said, and nothing where it takes all. */
function pathsOf(
  { locations, appRoot }: Server,
  own: Location,
): { readonly paths?: string[]; readonly notPaths?: string[] } | undefined {
  const restriction = ({ settings: { allow, deny } }: Location) => JSON.stringify([allow, deny]);
  const others = locations.filter((each) => restriction(each) !== restriction(own));
  const redirected = appRoot && own.path === '/' ? ['/'] : [];
  if (others.length === 0) return redirected.length > 0 ? { notPaths: redirected } : {};
  // Paths of a policy are compared by case: what nginx finds in upper case would pass.
  if (own.type === 'regex' && own.path !== '/') return undefined;
  if (others.some(({ type, path }) => type === 'regex' && !isLiteral(path))) return undefined;
  const paths = own.path === '/' && own.type !== 'exact' ? [] : patternsOf(own);
  const notPaths = others
    .filter(
      ({ type, path }) =>
        own.type !== 'exact' &&
        (type === 'exact' || path !== own.path) &&
        path.startsWith(type === 'prefix' ? own.path : withoutSlash(own.path)),
    )
    .flatMap(patternsOf);
  const all = [...new Set([...redirected, ...notPaths])];
  return { ...(paths.length > 0 && { paths }), ...(all.length > 0 && { notPaths: all }) };
}

const patternsOf = ({ type, path }: Location): string[] => (type === 'exact' ? [path] : [`${path}*`]);
