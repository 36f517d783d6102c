import { clientAddress } from './access';
import { Configuration, dataOf } from './configuration';
import { IngressWorld, Location } from './servers';
import { Settings } from './settings';
import { escapedUri } from './uri';
import { UpstreamRequest } from '../traffic/outcome';
import { Request } from '../traffic/request';
import { perlExpression } from '../value/pcre';

/** A path that `rewrite-target` makes of another one. */
export type Rewritten =
  | { readonly type: 'path'; readonly path: string }
  /** A target with a scheme redirects. */
  | { readonly type: 'redirect'; readonly url: string }
  /** An empty path: nginx responds with 500. */
  | { readonly type: 'empty' }
  /** It has variables, or an expression, that only nginx knows. */
  | { readonly type: 'unknown'; readonly reason: string };

/** What becomes of a normalized path; undefined where it is sent on as it came. */
export function rewritten({ path, settings }: Location, uri: string, request: Request): Rewritten | undefined {
  const { target } = settings.rewrite;
  if (target === undefined || target === path) return undefined;
  const expression = perlExpression(path, true);
  if (!expression) return { type: 'unknown', reason: `nginx alone knows what ${path} matches` };
  const groups = expression.groupsIn(uri);
  if (!groups) return undefined;
  const known: Readonly<Record<string, string>> = {
    host: request.host,
    scheme: request.scheme,
    uri,
    request_uri: request.path + request.search,
  };
  let reason: string | undefined;
  const result = target.replace(/\$([1-9]|[a-zA-Z_]\w*)/g, (whole, name: string) => {
    const value = /^\d/.test(name) ? (groups[Number(name)] ?? '') : known[name];
    if (value === undefined) reason = `nginx alone knows ${whole}`;
    return value ?? whole;
  });
  if (reason !== undefined) return { type: 'unknown', reason };
  if (/^(https?:\/\/|\$scheme)/.test(target)) return { type: 'redirect', url: result + request.search };
  return result === '' ? { type: 'empty' } : { type: 'path', path: escapedUri(result) };
}

/**
 * The request as a backend sees it. Addresses that are not known are left out, and so is the `X-Request-ID` that nginx
 * makes up.
 */
export function upstreamRequest(
  world: IngressWorld,
  location: Location,
  request: Request,
  scheme: Request['scheme'],
  path: string | undefined,
): UpstreamRequest {
  const { configuration, model, options } = world;
  const { settings } = location;
  const trustsHeaders = configuration.truth('use-forwarded-headers');
  const given = (name: string) => (trustsHeaders ? request.headers.get(name) : undefined);
  const host = given('x-forwarded-host')?.split(',')[0] ?? request.authority;
  const passedScheme = given('x-forwarded-proto') ?? scheme;
  const port =
    given('x-forwarded-port') ?? String(scheme === 'https' ? (options.httpsPort ?? 443) : (options.httpPort ?? 80));
  const address = clientAddress(configuration, request);
  const before = request.headers.get(configuration.text('forwarded-for-header').toLowerCase());
  const headers = passedHeaders(configuration, request);
  const set = (name: string, value: string | undefined) =>
    value === undefined || value === '' ? headers.delete(name) : headers.set(name, value);
  set('upgrade', request.headers.get('upgrade'));
  set('connection', settings.connectionHeader ?? (request.headers.has('upgrade') ? 'upgrade' : undefined));
  set('x-real-ip', address);
  set(
    'x-forwarded-for',
    configuration.truth('compute-full-forwarded-for') && trustsHeaders
      ? [before, request.client?.ip].filter((each) => each !== undefined).join(', ')
      : address,
  );
  set('x-forwarded-host', host);
  set('x-forwarded-port', port === String(options.httpsPort ?? 443) && !trustsHeaders ? '443' : port);
  set('x-forwarded-proto', passedScheme);
  set('x-forwarded-scheme', passedScheme);
  set('x-scheme', passedScheme);
  if (configuration.truth('proxy-add-original-uri-header')) set('x-original-uri', request.path + request.search);
  set('x-original-forwarded-for', before);
  set('x-original-forwarded-host', request.headers.get('x-forwarded-host'));
  for (const [name, value] of Object.entries(dataOf(model, configuration.text('proxy-set-headers')) ?? {})) {
    set(name.toLowerCase(), value);
  }
  if (path !== undefined) set('x-forwarded-prefix', settings.forwardedPrefix ?? headers.get('x-forwarded-prefix'));
  return {
    method: request.method,
    host: settings.upstreamVhost ?? host,
    path: path === undefined ? request.path + request.search : path + request.search,
    headers,
  };
}

/** Headers that nginx takes from a client and hands on. */
export function passedHeaders(configuration: Configuration, { headers }: Request): Map<string, string> {
  const allowed = configuration.truth('enable-underscores-in-headers') ? /^[a-z0-9_-]+$/ : /^[a-z0-9-]+$/;
  return new Map([...headers].filter(([name]) => allowed.test(name) && !DROPPED.includes(name)));
}

const DROPPED: readonly string[] = ['connection', 'keep-alive', 'te', 'expect', 'upgrade', 'proxy'];

/** Tries without a limit end when no pod is left; how many there are is not known. */
const MANY = 100;

/** How the backend fares: nginx tries another pod where `proxy-next-upstream` says so. */
export function attempts(
  { proxy }: Settings,
  { method, backend: { status = 200, delay = 0, fail } = {} }: Request,
  retriesAll: boolean,
): { readonly status: number; readonly count: number; readonly reason?: string } {
  const conditions = proxy.nextUpstream.split(/\s+/);
  const isSafe = retriesAll || conditions.includes('non_idempotent') || !['POST', 'LOCK', 'PATCH'].includes(method);
  const limit = proxy.nextUpstreamTries === 0 ? MANY : proxy.nextUpstreamTries;
  const timeout = proxy.readTimeout * 1000;
  for (let count = 1; ; count++) {
    const fails = fail !== undefined && count <= fail.times;
    const slow = (fails ? (fail.delay ?? 0) : delay) > timeout;
    const got = slow ? 'timeout' : fails && fail.status === undefined ? 'error' : undefined;
    const seen = got === undefined ? (fails ? fail.status! : status) : undefined;
    const condition = got ?? `http_${seen}`;
    const isRetried = isSafe && count < limit && conditions.includes(condition) && !conditions.includes('off');
    if (!isRetried) {
      if (got === 'timeout') return { status: 504, count, reason: `no response within ${proxy.readTimeout} s` };
      if (got === 'error') return { status: 502, count, reason: 'the backend closes the connection' };
      return { status: seen!, count };
    }
  }
}
