import { DEFAULT_SERVER } from './build-servers';
import { Location, Server } from './servers';
import { perlExpression } from '../value/pcre';

/** The server of a name as nginx chooses it: exact names, then wildcards of aliases, then expressions in their order. */
export function serverFor(servers: readonly Server[], host: string): Server {
  const named = servers.flatMap((server) => [server.host, ...server.aliases].map((name) => ({ server, name })));
  const exact = named.find(({ name }) => name.toLowerCase() === host);
  if (exact) return exact.server;
  // The wildcard of an alias stands for names of any depth, the longest first.
  const wild = named
    .filter(({ server, name }) => name !== server.host && /^\*?\.[^*]+$/.test(name) && host.endsWith(suffixOf(name)))
    .sort((a, b) => b.name.length - a.name.length)[0];
  if (wild) return wild.server;
  const byExpression = named.find(({ server, name }) => {
    if (name === server.host) return isBelow(name, host);
    return name.startsWith('~') && perlExpression(name.replace(/^~\*?/, ''), name.startsWith('~*'))?.groupsIn(host);
  });
  return byExpression?.server ?? servers.find((server) => server.host === DEFAULT_SERVER)!;
}

const suffixOf = (name: string) => name.replace(/^\*/, '').toLowerCase();

/** The controller takes a wildcard for one label. */
const isBelow = (wildcard: string, host: string) =>
  wildcard.startsWith('*.') &&
  /^[\w-]+$/.test(host.slice(0, -(wildcard.length - 1))) &&
  host.endsWith(wildcard.slice(1));

/** A location that takes a path, and what of it. */
export interface Taken {
  readonly location: Location;
  /** The path is that of the location but for its last slash: nginx redirects to it. */
  readonly lacksSlash: boolean;
}

/**
 * The location of a path as nginx chooses it: the exact one, or the longest prefix; expressions in their order.
 * Undefined where an expression cannot be judged.
 */
export function locationFor({ locations, regex }: Server, uri: string): Taken | undefined {
  if (regex) {
    for (const location of locations) {
      const expression = perlExpression(`^${location.path}`, true);
      if (!expression) return undefined;
      if (expression.groupsIn(uri)) return { location, lacksSlash: false };
    }
    return undefined;
  }
  const exact = locations.find(({ type, path }) => type === 'exact' && path === uri);
  if (exact) return { location: exact, lacksSlash: false };
  // An exact location that ends with a slash does so too.
  const slashed = locations.find(({ path, settings }) => path === `${uri}/` && settings.denied === undefined);
  if (slashed) return { location: slashed, lacksSlash: true };
  // The list goes from the longest to the shortest.
  const prefix = locations
    .filter(({ type, path }) => type === 'prefix' && uri.startsWith(path))
    .reduce<Location | undefined>(
      (best, each) => (best && best.path.length >= each.path.length ? best : each),
      undefined,
    );
  return prefix && { location: prefix, lacksSlash: false };
}
