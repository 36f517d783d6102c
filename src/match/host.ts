/*
 * Hosts as listeners, routes, servers and certificates name them: `api.example.com`, `*.example.com` for every name
 * below a domain (Gateway API and Istio: of one label or more), `*` for any. Names are compared without regard to case.
 */

/** Any host: the absence of a hostname in the Gateway API, `*` in Istio. */
export const ANY_HOST = '*';

export const isWildcard = (host: string) => host.startsWith('*');

/** What a name must end with; undefined for an exact name. */
const suffixOf = (host: string) => (isWildcard(host) ? host.slice(1).toLowerCase() : undefined);

/** Whether every name that `narrow` stands for is one of `wide`. */
export function hostCovers(wide: string, narrow: string): boolean {
  const [outer, inner] = [suffixOf(wide), suffixOf(narrow)];
  if (outer === undefined) {
    return inner === undefined && wide.toLowerCase() === narrow.toLowerCase();
  }
  return inner === undefined
    ? narrow.length > outer.length && narrow.toLowerCase().endsWith(outer)
    : inner.endsWith(outer);
}

/** The names that both stand for: the narrower of the two; undefined where they have none in common. */
export function commonHost(a: string, b: string): string | undefined {
  return hostCovers(a, b) ? b : hostCovers(b, a) ? a : undefined;
}

/**
 * Order by how specific hosts are, most specific first: exact names, then wildcards with more characters, then any.
 * Gateway API v1, Listener.hostname and HTTPRouteSpec.hostnames.
 */
export function compareHosts(a: string, b: string): number {
  return Number(isWildcard(a)) - Number(isWildcard(b)) || b.length - a.length;
}

/** Whether `*.example.com` would cover the host, but for its being `example.com` itself. */
export const isApexOf = (host: string, wildcard: string) => wildcard.toLowerCase() === `*.${host.toLowerCase()}`;
