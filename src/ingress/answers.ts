import { isListed } from './access';
import { certifies } from './certificates';
import { rewritten } from './forward';
import { IngressWorld, Location, Server } from './servers';
import { annotationPlace, CorsSettings } from './settings';
import { answer } from '../traffic/apply';
import { Outcome, Step } from '../traffic/outcome';
import { Request } from '../traffic/request';

/** What is not known, and why. */
export const unknown = (reason: string): Outcome => ({
  share: 1,
  reason,
  condition: 'nginx does something that manifests do not tell',
  headers: new Map(),
  removed: [],
  mirrors: [],
});

const to = (status: number, location: string, reason: string): Outcome => ({
  ...answer(status, reason),
  headers: new Map([['location', location]]),
});

/** What the location of a request responds itself, before HTTPS counts. */
export function answerAtRewrite(location: Location, request: Request, uri: string, steps: Step[]): Outcome | undefined {
  const { settings, ingress } = location;
  const at = (name: string) => ingress && annotationPlace(ingress, settings, name);
  const { denied, cors, redirect } = settings;
  if (denied) {
    const { annotation, place, got, expected } = denied;
    steps.push({
      what: 'denied',
      place,
      text: `${annotation}: got ${got === '' ? 'nothing' : got}, expected ${expected}`,
    });
    return answer(503, `the controller denies the path: ${annotation} is wrong`);
  }
  if (cors && request.method === 'OPTIONS' && corsHeaders(cors, request).size > 0) {
    steps.push({ what: 'CORS', place: at('enable-cors'), text: 'nginx answers every OPTIONS of an allowed origin' });
    return answer(204, 'preflight');
  }
  if (redirect) {
    steps.push({ what: 'redirect', place: at(redirect.annotation), text: `${redirect.status} to ${redirect.url}` });
    return to(redirect.status, redirect.url, redirect.annotation);
  }
  const change = rewritten(location, uri, request);
  if (change === undefined || change.type === 'path') return undefined;
  steps.push({ what: 'rewrite', place: at('rewrite-target'), text: settings.rewrite.target! });
  if (change.type === 'redirect') return to(302, change.url, 'rewrite-target has a scheme');
  return change.type === 'empty' ? answer(500, 'rewrite-target makes an empty path') : unknown(change.reason);
}

/**
 * The redirect to HTTPS: where an Ingress has TLS for the host, or forces it. It loses the last slash of the URL, and
 * comes before passwords and addresses are looked at.
 */
export function redirectToHttps(
  { configuration, options, servers, model }: IngressWorld,
  server: Server,
  location: Location,
  request: Request,
  steps: Step[],
): Outcome | undefined {
  const { settings, ingress } = location;
  const { sslRedirect, forceSslRedirect, preservesTrailingSlash } = settings.rewrite;
  const trusts = configuration.truth('use-forwarded-headers');
  const scheme = (trusts ? request.headers.get('x-forwarded-proto') : undefined) ?? request.scheme;
  if (scheme !== 'http' || isListed(configuration, 'no-tls-redirect-locations', location)) return undefined;
  const certified = sslRedirect ? secureServer(servers, server, request.host) : undefined;
  const isCertified = certified !== undefined && isCertifiedAlias(model, certified, request.host);
  if (!forceSslRedirect && !isCertified) return undefined;
  const name = forceSslRedirect ? 'force-ssl-redirect' : 'ssl-redirect';
  const place = forceSslRedirect ? ingress && annotationPlace(ingress, settings, name) : certified?.certificate?.place;
  steps.push({
    what: 'redirect',
    place,
    text: forceSslRedirect ? 'to HTTPS, as force-ssl-redirect says' : 'to HTTPS, as the host has TLS (ssl-redirect)',
  });
  const host = ((trusts ? request.headers.get('x-forwarded-host') : undefined) ?? request.authority)
    .split(',')[0]
    .split(':')[0];
  const port = settings.usesPortInRedirects ? `:${options.httpsPort ?? 443}` : '';
  const url = request.path + request.search;
  const kept = preservesTrailingSlash ? url : url.replace(/\/$/, '');
  return to(configuration.integer('http-redirect-code'), `https://${host}${port}${kept}`, name);
}

/** The server with TLS that counts for a name: its own, or one with the wildcard of its domain. */
function secureServer(servers: readonly Server[], server: Server, host: string): Server | undefined {
  if (server.certificate && (server.host === host || server.aliases.includes(host))) return server;
  const wildcard = host.replace(/^[^.]+/, '*');
  return servers.find((each) => each.certificate && each.host === wildcard);
}

/** An alias is secure where the certificate names it, which is taken to be so where it cannot be read. */
function isCertifiedAlias(
  model: IngressWorld['model'],
  { host: own, aliases, certificate }: Server,
  host: string,
): boolean {
  if (own === host || !aliases.includes(host)) return true;
  return certificate?.secret !== undefined && certifies(model, certificate.secret, host) !== false;
}

/** Headers for pages of other origins; none where the origin is not allowed. */
export function corsHeaders(cors: CorsSettings | undefined, { headers }: Request): ReadonlyMap<string, string> {
  const result = new Map<string, string>();
  if (!cors) return result;
  const origin = headers.get('origin');
  const isAny = cors.origins.length === 1 && cors.origins[0] === '*';
  if (!isAny && (origin === undefined || !cors.origins.some((allowed) => isOrigin(allowed, origin)))) return result;
  result.set('access-control-allow-origin', isAny ? '*' : origin!);
  if (cors.allowsCredentials) result.set('access-control-allow-credentials', 'true');
  result.set('access-control-allow-methods', cors.methods);
  result.set('access-control-allow-headers', cors.headers);
  if (cors.exposedHeaders !== undefined) result.set('access-control-expose-headers', cors.exposedHeaders);
  result.set('access-control-max-age', String(cors.maxAge));
  return result;
}

/** Nginx looks at the end of the origin, whatever the case; `*` is one label. */
function isOrigin(allowed: string, origin: string): boolean {
  const expression = allowed
    .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
    .replace('*', '[A-Za-z0-9\\-]+')
    .replace(/\*/g, '\\*');
  return new RegExp(`${expression}$`, 'i').test(origin);
}
