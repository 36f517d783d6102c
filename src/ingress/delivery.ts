import { attempts, passedHeaders, rewritten, upstreamRequest } from './forward';
import { Canary, IngressWorld, Location } from './servers';
import { annotationPlace, Settings } from './settings';
import { Service } from '../manifest/kubernetes';
import { Backend } from '../model/backends';
import { findItem, pathOf } from '../model/model';
import { answer } from '../traffic/apply';
import { Outcome, Step, UpstreamTls } from '../traffic/outcome';
import { headersOf, Request } from '../traffic/request';
import { Mirror } from '../traffic/rule';
import { perlExpression } from '../value/pcre';

/** Why the default backend of the controller itself responds. */
const NOTHING_TAKES = 'no path takes the request: the default backend of the controller';

/** What becomes of a request that passes: the pods, the canary, or the default backend. */
export function forwarded(
  world: IngressWorld,
  location: Location,
  uri: string,
  request: Request,
  steps: Step[],
): Outcome[] {
  const { settings, fault } = location;
  const own = fault === undefined ? location.backend : undefined;
  if (fault !== undefined && settings.defaultBackend === undefined) {
    return [answer(503, fault)];
  }
  const backend = own ?? (fault === undefined ? defaultBackend(world) : ownDefault(world, location));
  if (!backend) return [answer(404, NOTHING_TAKES)];
  noteRewrite(location, uri, request, steps);
  const split = own ? shares(location, request, steps) : [{ share: 1, backend }];
  return split.map(({ share, condition, backend: chosen }) => {
    return { ...delivered(world, location, chosen, uri, request, share), condition };
  });
}

function noteRewrite(location: Location, uri: string, request: Request, steps: Step[]): void {
  const { ingress, settings } = location;
  const change = rewritten(location, uri, request);
  if (change?.type !== 'path') return;
  const place = ingress && annotationPlace(ingress, settings, 'rewrite-target');
  steps.push({ what: 'rewrite', place, text: `${uri} becomes ${change.path}` });
}

/** Service of `--default-backend-service`; undefined where the controller responds itself. */
function defaultBackend({ model, options: { defaultBackendService } }: IngressWorld): Backend | undefined {
  const [namespace, name] = (defaultBackendService ?? '').split('/');
  return name === undefined ? undefined : firstPort(model, namespace, name);
}

/** Service of the annotation `default-backend`. */
const ownDefault = ({ model }: IngressWorld, { ingress, settings: { defaultBackend: name } }: Location) =>
  ingress && name !== undefined ? firstPort(model, ingress.namespace, name) : undefined;

function firstPort(model: IngressWorld['model'], namespace: string, name: string): Backend | undefined {
  const service = findItem(model, Service, namespace, name);
  if (!service && model.isWhole) return undefined;
  return { kind: 'Service', namespace, name, port: service?.body.spec?.ports?.[0]?.port };
}

interface Share {
  readonly share: number;
  readonly condition?: string;
  readonly backend: Backend;
}

/** Who takes a request: header, then cookie, then weight decide; the controller looks at the first canary alone. */
function shares(
  { backend, canaries: [canary], settings: { affinity } }: Location,
  request: Request,
  steps: Step[],
): Share[] {
  const main = { share: 1, backend: backend! };
  if (!canary || canary.fault !== undefined) return [main];
  const note = (text: string) =>
    steps.push({ what: 'canary', place: canary.place, text: `Ingress ${pathOf(canary.ingress)}: ${text}` });
  const own = { share: 1, backend: canary.backend };
  if (affinity && affinity.canaryBehavior !== 'legacy' && cookieOf(request, affinity.cookie) !== undefined) {
    note('the client stays where its cookie binds it');
    const of = (name: Backend) => `cookie ${affinity.cookie} is of a pod of ${pathOf(name)}`;
    return [
      { ...main, condition: of(main.backend) },
      { ...own, condition: of(own.backend) },
    ];
  }
  const decided = decision(canary, request);
  if (decided) note(decided.reason);
  if (decided?.type === 'unknown') {
    return [
      { ...main, condition: `not (${decided.condition})` },
      { ...own, condition: decided.condition },
    ];
  }
  if (decided) return [decided.type === 'canary' ? own : main];
  const { weight, weightTotal } = canary.settings;
  const share = Math.min(1, Math.max(0, weight / Math.max(100, weightTotal)));
  note(`weight ${weight} of ${Math.max(100, weightTotal)}`);
  return [
    { ...main, share: 1 - share },
    { ...own, share },
  ].filter((each) => each.share > 0);
}

type Decision =
  | { readonly type: 'canary' | 'main'; readonly reason: string }
  | { readonly type: 'unknown'; readonly reason: string; readonly condition: string };

function decision({ settings }: Canary, request: Request): Decision | undefined {
  const { header, headerValue, headerPattern, cookie } = settings;
  const sent = header === undefined ? undefined : request.headers.get(header.toLowerCase());
  if (sent !== undefined) {
    const reason = `header ${header}: ${sent}`;
    if (headerValue !== undefined) {
      if (headerValue === sent) return { type: 'canary', reason };
    } else if (headerPattern !== undefined) {
      const expression = perlExpression(headerPattern, false);
      if (!expression) return { type: 'unknown', reason, condition: `${headerPattern} matches ${sent}` };
      if (expression.groupsIn(sent)) return { type: 'canary', reason };
    } else if (sent === 'always' || sent === 'never') {
      return { type: sent === 'always' ? 'canary' : 'main', reason };
    }
  }
  const value = cookie === undefined ? undefined : cookieOf(request, cookie);
  if (value === 'always' || value === 'never') {
    return { type: value === 'always' ? 'canary' : 'main', reason: `cookie ${cookie}=${value}` };
  }
  return undefined;
}

function cookieOf({ headers }: Request, name: string): string | undefined {
  for (const pair of (headers.get('cookie') ?? '').split(/[;,]/)) {
    const [key, ...rest] = pair.trim().split('=');
    if (key.toLowerCase() === name.toLowerCase() && rest.length > 0) return rest.join('=');
  }
  return undefined;
}

function delivered(
  world: IngressWorld,
  location: Location,
  backend: Backend,
  uri: string,
  request: Request,
  share: number,
): Outcome {
  const { settings } = location;
  const change = rewritten(location, uri, request);
  const path = change?.type === 'path' ? change.path : undefined;
  const { status, count, reason } = attempts(settings, request, world.configuration.truth('retry-non-idempotent'));
  const own = reason === undefined ? headersOf(request.backend?.headers) : new Map<string, string>();
  return {
    share,
    status,
    reason,
    attempts: count,
    backend,
    upstream: upstreamRequest(world, location, request, request.scheme, path),
    tls: tlsOf(settings, request),
    headers: withRedirects(settings, own, request),
    removed: [],
    mirrors: mirrorsOf(location),
  };
}

function tlsOf({ backendProtocol, backendTls }: Settings, { scheme }: Request): UpstreamTls | undefined {
  const isTls = backendProtocol === 'AUTO_HTTP' ? scheme === 'https' : ['HTTPS', 'GRPCS'].includes(backendProtocol);
  if (!isTls) return undefined;
  return {
    sni: backendTls?.sendsName ? (backendTls.name ?? 'upstream_balancer') : undefined,
    clientCertificate: backendTls?.secret,
  };
}

/** `proxy-redirect-from` and `-to`: the beginning of a Location is replaced. */
function withRedirects(
  { proxy: { redirectFrom, redirectTo } }: Settings,
  headers: Map<string, string>,
  request: Request,
) {
  const location = headers.get('location');
  if (location === undefined || ['off', 'default'].includes(redirectFrom) || redirectTo === 'off') return headers;
  if (!location.startsWith(redirectFrom)) return headers;
  const changed = redirectTo + location.slice(redirectFrom.length);
  return headers.set('location', changed.startsWith('/') ? `${request.scheme}://${request.host}${changed}` : changed);
}

/** A copy of every request. */
function mirrorsOf({ ingress, settings }: Location): Mirror[] {
  const { mirror } = settings;
  if (!mirror || !ingress) return [];
  const [, scheme = 'http', name = mirror.target, port] =
    /^([a-z]+):\/\/([^/:$?]+)(?::(\d+))?/i.exec(mirror.target) ?? [];
  const number = port === undefined ? (scheme.toLowerCase() === 'https' ? 443 : 80) : Number(port);
  const place = annotationPlace(ingress, settings, 'mirror-target');
  return [{ place, backend: { kind: 'Hostname', namespace: '', name, port: number }, share: 1 }];
}

/** A response with a status of `custom-http-errors` is replaced by that of the default backend. */
export function intercepted(world: IngressWorld, location: Location, outcome: Outcome, request: Request): Outcome {
  const { settings } = location;
  const { configuration } = world;
  const { status } = outcome;
  const codes =
    settings.customErrors.length > 0 ? settings.customErrors : configuration.list('custom-http-errors').map(Number);
  if (status === undefined || !codes.includes(status)) return outcome;
  const isOfNginx = outcome.reason !== undefined && outcome.reason !== NOTHING_TAKES;
  const intercepts = settings.interceptsErrors && !configuration.truth('disable-proxy-intercept-errors');
  if (!isOfNginx && !intercepts) return outcome;
  const backend = (settings.customErrors.length > 0 ? ownDefault(world, location) : undefined) ?? defaultBackend(world);
  const reason = `the default backend responds in place of ${status}`;
  if (!backend) return { ...answer(404, reason, outcome.share), condition: outcome.condition };
  const upstream = {
    method: request.method,
    host: request.authority,
    path: `/${request.search}`,
    headers: new Map([
      ...passedHeaders(configuration, request),
      ['x-code', String(status)],
      ['x-original-uri', request.path + request.search],
    ]),
  };
  return {
    ...answer(200, reason, outcome.share),
    condition: outcome.condition,
    backend,
    upstream,
    mirrors: outcome.mirrors,
  };
}
