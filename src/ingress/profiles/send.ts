import { ControllerProfile } from './profile';
import { Change, Condition, OwnRule, Redirection } from './rule';
import { pathOf } from '../../model/model';
import { answer } from '../../traffic/apply';
import { Outcome, Reply, Step } from '../../traffic/outcome';
import { failed, replied } from '../../traffic/reply';
import { headersOf, Request } from '../../traffic/request';
import { afterPolicies } from '../../traffic/verdict';
import { isAddressIn } from '../../value/address';
import { quotedExpression } from '../../value/regex';
import { accessVerdict } from '../access';
import { corsHeaders } from '../answers';
import { DEFAULT_SERVER } from '../build-servers';
import { limitsOf } from '../limits';
import { IngressWorld, Location, Server } from '../servers';
import { CorsSettings, Settings } from '../settings';

/** What becomes of a request at a controller that goes through its rules in their order. */
export function sendByRules(world: IngressWorld, profile: ControllerProfile, request: Request): Reply {
  const { httpPort = 80, httpsPort = 443 } = world.options;
  if (![httpPort, httpsPort].includes(request.port) || request.protocol === 'udp') {
    return failed('refused', `${profile.title} does not listen on port ${request.port}`);
  }
  if (request.isTls !== (request.port === httpsPort)) {
    return request.isTls
      ? failed('reset', `port ${request.port} speaks HTTP`)
      : replied(answer(400, 'plain HTTP to a port with TLS'), []);
  }
  if (request.protocol === 'tcp') return replied(answer(400, `${profile.title} speaks HTTP`), []);
  const path = profile.normalized(request.path);
  if (path === undefined) return replied(answer(400, `${profile.title} refuses the path ${request.path}`), []);
  const seen = { ...request, path };
  const location = serverOf(world.servers, profile, request.host)?.locations.find((each) => takes(each, seen));
  if (!location) return replied(answer(404, 'no rule takes the request'), []);
  return atLocation(world, location, seen);
}

/** The most specific host. */
function serverOf(servers: readonly Server[], { hostTakes }: ControllerProfile, host: string): Server | undefined {
  const wild = servers
    .filter((each) => hostTakes(each.host.toLowerCase(), host))
    .sort((a, b) => b.host.length - a.host.length);
  return (
    servers.find((each) => each.host.toLowerCase() === host) ??
    wild[0] ??
    servers.find((each) => each.host === DEFAULT_SERVER)
  );
}

function takes({ type, path, own }: Location, request: Request): boolean {
  if (!own!.schemes.includes(request.scheme)) return false;
  const isPath =
    type === 'exact'
      ? request.path === path
      : type === 'prefix'
        ? request.path.startsWith(path)
        : new RegExp(path).test(request.path);
  return isPath && own!.conditions.every((condition) => holds(condition, request));
}

/** The address of a client is a matter of the outcome, where nobody says it. */
function holds(condition: Condition, { method, headers, search, client }: Request): boolean {
  switch (condition.type) {
    case 'method':
      return condition.values.includes(method);
    case 'header': {
      const sent = headers.get(condition.name.toLowerCase());
      return sent !== undefined && condition.values.some((value) => globExpression(value).test(sent));
    }
    case 'query': {
      const sent = [...new URLSearchParams(search)];
      return condition.values.some(({ key, value }) =>
        sent.some(
          ([name, text]) => (key === undefined || globExpression(key).test(name)) && globExpression(value).test(text),
        ),
      );
    }
    case 'client':
      return client?.ip !== undefined && condition.values.some((network) => isAddressIn(client.ip!, network));
  }
}

/** `*` stands for any text, `?` for one character; letters are compared without their case. */
export const globExpression = (glob: string): RegExp => new RegExp(`^${globPattern(glob)}$`, 'i');

export const globPattern = (glob: string): string =>
  glob
    .split(/([*?])/)
    .map((part) => (part === '*' ? '.*' : part === '?' ? '.' : quotedExpression(part)))
    .join('');

function atLocation(world: IngressWorld, location: Location, request: Request): Reply {
  const { ingress, place, path, type, own, settings } = location;
  const steps: Step[] = [{ what: 'rule', place, text: `Ingress ${pathOf(ingress!)}, ${type} ${path}` }];
  if (request.scheme === 'http' && settings.rewrite.forceSslRedirect && own!.answer) {
    return replied(redirected(own!.answer as Redirection, request), [
      ...steps,
      { what: 'redirect', place, text: 'to HTTPS' },
    ]);
  }
  const { cors } = settings;
  const verdict = accessVerdict(world, location, request, request.scheme);
  steps.push(...verdict.steps.map((step) => ({ ...step, place })));
  // The password goes on to the backend.
  const outcomes = afterPolicies({ ...verdict, added: [] }, request, undefined, (passed) =>
    served(location, own!, passed, steps),
  );
  return {
    outcomes: outcomes.map((outcome) => withResponseHeaders(withCors(outcome, cors, request), own!)),
    steps,
    limits: limitsOf(settings, outcomes),
  };
}

const isPreflight = ({ method, headers }: Request) =>
  method === 'OPTIONS' && headers.has('origin') && headers.has('access-control-request-method');

const withCors = (outcome: Outcome, cors: Settings['cors'], request: Request): Outcome =>
  cors ? { ...outcome, headers: new Map([...outcome.headers, ...headersForPages(cors, request)]) } : outcome;

/** An age of 0 is none. */
const headersForPages = (cors: CorsSettings, request: Request) =>
  new Map([...corsHeaders(cors, request)].filter(([name]) => cors.maxAge > 0 || name !== 'access-control-max-age'));

function served(location: Location, own: OwnRule, request: Request, steps: Step[]): Outcome[] {
  const { place, fault, backend } = location;
  if (own.answer?.type === 'redirect' && !(location.settings.rewrite.forceSslRedirect && request.isTls)) {
    steps.push({ what: 'redirect', place, text: String(own.answer.status) });
    return [redirected(own.answer, request)];
  }
  const { cors } = location.settings;
  if (cors && !own.handsOnPreflights && isPreflight(request)) {
    steps.push({ what: 'CORS', place, text: 'a preflight request' });
    return [answer(200, 'preflight')];
  }
  if (own.answer?.type === 'response') return [answer(own.answer.status, 'a response of the rule')];
  if (fault !== undefined) return [answer(503, fault)];
  const all = own.backends.length > 0 ? own.backends : backend ? [{ backend, weight: 1 }] : [];
  if (all.length === 0) return [answer(404, 'no backend')];
  const total = all.reduce((sum, { weight }) => sum + weight, 0);
  const upstream = upstreamOf(own.changes, request);
  return all
    .filter(({ weight }) => weight > 0)
    .map(({ backend: to, weight }) => ({
      share: weight / total,
      status: request.backend?.status ?? 200,
      backend: to,
      attempts: 1,
      upstream,
      headers: headersOf(request.backend?.headers),
      removed: [],
      mirrors: [],
    }));
}

function redirected(to: Redirection, request: Request): Outcome {
  const scheme = to.scheme ?? request.scheme;
  const [name, ownPort] = request.authority.split(':');
  const port = to.port ?? (to.scheme === undefined && ownPort !== undefined ? Number(ownPort) : undefined);
  const isUsual = port === undefined || port === (scheme === 'https' ? 443 : 80);
  const search = to.query === undefined ? request.search : to.query === '' ? '' : `?${to.query}`;
  const status = request.method === 'GET' ? to.status : (to.otherStatus ?? to.status);
  const url = `${scheme}://${to.host ?? name}${isUsual ? '' : `:${port}`}${to.path ?? request.path}${search}`;
  return { ...answer(status, 'a redirect of the rule'), headers: new Map([['location', url]]) };
}

/** The request for the backend. */
function upstreamOf(changes: readonly Change[], request: Request) {
  const headers = new Map(request.headers);
  let { path, authority: host } = request;
  for (const change of changes) {
    switch (change.type) {
      case 'strip-prefix': {
        const prefix = change.prefixes.find((each) => path.startsWith(each));
        if (prefix === undefined) break;
        const rest = path.slice(prefix.length);
        path = rest.startsWith('/') ? rest : `/${rest}`;
        if (change.header !== undefined) headers.set(change.header, prefix);
        break;
      }
      case 'add-prefix':
        path = change.prefix + path;
        break;
      case 'replace-path':
        if (change.header !== undefined) headers.set(change.header, path);
        path = change.path;
        break;
      case 'host':
        host = change.host;
        break;
      case 'request-headers':
        for (const [name, value] of Object.entries(change.headers)) {
          if (value === '') headers.delete(name.toLowerCase());
          else headers.set(name.toLowerCase(), value);
        }
        break;
    }
  }
  return { method: request.method, host, path: path + request.search, headers };
}

function withResponseHeaders(outcome: Outcome, { changes }: OwnRule): Outcome {
  const all = changes.flatMap((each) => (each.type === 'response-headers' ? Object.entries(each.headers) : []));
  // What the controller responds itself has none of them.
  if (all.length === 0 || !outcome.upstream) return outcome;
  const set = all.flatMap(([name, value]) => (value === '' ? [] : [[name.toLowerCase(), value] as const]));
  const removed = all.flatMap(([name, value]) => (value === '' ? [name.toLowerCase()] : []));
  return {
    ...outcome,
    headers: new Map([...[...outcome.headers].filter(([name]) => !removed.includes(name)), ...set]),
    removed: [...outcome.removed, ...removed],
  };
}
