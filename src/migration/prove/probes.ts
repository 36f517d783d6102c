import { pathVariants } from './paths';
import { Trait, Variant } from './traits';
import { admittedTo, variantsAt } from './variants';
import { IngressOptions } from '../../ingress/options';
import { profileOf } from '../../ingress/profiles/profiles';
import { IngressWorld, Server } from '../../ingress/servers';
import { Request, requestOf } from '../../traffic/request';

/** A request to both sides. */
export interface Probe {
  readonly trait: Trait;
  readonly request: Request;
}

/** Requests for every host, path, redirect, header, cookie, client and method of a controller's servers. */
export function probesOf({ servers, options }: IngressWorld): Probe[] {
  const probes = servers.flatMap((server) => probesAt(server, servers, options));
  const known = new Set<string>();
  return probes.filter(({ request }) => {
    const key = JSON.stringify([
      request.isTls,
      request.host,
      request.method,
      request.path,
      request.search,
      [...request.headers],
      request.client,
    ]);
    return !known.has(key) && known.add(key);
  });
}

function probesAt(server: Server, servers: readonly Server[], options: IngressOptions): Probe[] {
  const { locations, redirectsFrom, sslPassthrough } = server;
  const isSecure =
    server.certificate?.secret !== undefined || options.defaultSslCertificate !== undefined || sslPassthrough;
  const schemes = ['http', ...(isSecure ? ['https'] : [])];
  const [host, ...others] = namesOf(server, servers);
  const variants = variantsAt(locations);
  const isUrlReadingKnown = profileOf(options)?.isUrlReadingKnown ?? true;
  const admitted = admittedTo(locations);
  return schemes.flatMap((scheme) => {
    const port = scheme === 'http' ? options.httpPort : options.httpsPort;
    const probe = (name: string, path: string, variant: Variant): Probe[] => {
      const request = requestOf({ url: `${scheme}://${name}${path}`, port, ...variant });
      return request ? [{ trait: variant.trait, request }] : [];
    };
    return [
      ...pathVariants(server)
        .filter(({ trait }) => isUrlReadingKnown || !OF_URLS.includes(trait))
        .flatMap(({ path, trait }) => probe(host, path, { trait, ...admitted })),
      ...variants.flatMap(({ paths, variant }) => paths.flatMap((path) => probe(host, path, variant))),
      ...[...others, ...(redirectsFrom ? [redirectsFrom.host] : [])].flatMap((name) =>
        probe(name, locations[0]?.type === 'regex' ? '/' : (locations[0]?.path ?? '/'), { trait: 'host' }),
      ),
    ];
  });
}

/** Spellings of a path that a controller may read in its own way. */
const OF_URLS: readonly Trait[] = ['repeated-slash', 'dot-segment', 'escape'];

/** Names of a server, one for a wildcard; one that nobody has for the server of all others. */
function namesOf({ host, aliases }: Server, servers: readonly Server[]): string[] {
  if (host === '_' || host === '') return ['any-host.test'];
  const taken = new Set(servers.map((each) => each.host));
  return [host, ...aliases.filter((alias) => !alias.startsWith('~'))].flatMap((name) => {
    if (!name.startsWith('*.')) return [name];
    const rest = name.slice(1);
    const free = ['any', 'any1', 'any2'].map((label) => label + rest).find((each) => !taken.has(each))!;
    return [free, `deeper.${free}`];
  });
}
