import { accessVerdict } from './access';
import { answerAtRewrite, corsHeaders, redirectToHttps, unknown } from './answers';
import { buildServers } from './build-servers';
import { selectIngresses } from './classes';
import { clientCertificateVerdict } from './client-certificates';
import { configurationOf } from './configuration';
import { forwarded, intercepted } from './delivery';
import { limitsOf } from './limits';
import { IngressOptions } from './options';
import { profileOf } from './profiles/profiles';
import { sendByRules } from './profiles/send';
import { profileWorldOf } from './profiles/world';
import { locationFor, serverFor } from './select';
import { IngressWorld, Location, Server } from './servers';
import { annotationPlace, Opaque } from './settings';
import { sendBySpecification } from './specification';
import { normalizedUri } from './uri';
import { Model, pathOf, soundOnly } from '../model/model';
import { answer } from '../traffic/apply';
import { Outcome, Reply, Step } from '../traffic/outcome';
import { failed, replied } from '../traffic/reply';
import { Request } from '../traffic/request';
import { afterPolicies, conditional } from '../traffic/verdict';
import { perlExpression } from '../value/pcre';

/** The Ingresses of a model as a controller serves them. Objects that the API server would refuse are not there. */
export function ingressWorldOf(model: Model, options: IngressOptions = {}): IngressWorld {
  const sound = soundOnly(model);
  const profile = profileOf(options);
  if (profile) return profileWorldOf(sound, profile, options);
  const configuration = configurationOf(sound, options);
  const selection = selectIngresses(sound, configuration, options);
  const built = buildServers(sound, selection.taken, configuration, options);
  return { model: sound, options, configuration, selection, ...built, remarks: [] };
}

/** What becomes of a request that is sent to the controller of Ingresses. */
export function sendToIngress(world: IngressWorld, request: Request): Reply {
  const { options, broken, servers } = world;
  if (options.profile === 'spec') return sendBySpecification(world, request);
  const profile = profileOf(options);
  if (profile) return sendByRules(world, profile, request);
  const { httpPort = 80, httpsPort = 443 } = options;
  if (![httpPort, httpsPort].includes(request.port) || request.protocol === 'udp') {
    return failed('refused', `the controller does not listen on port ${request.port}`);
  }
  if (broken.length > 0) return notServed(world);
  const isSecure = request.port === httpsPort;
  if (isSecure !== request.isTls) {
    return isSecure
      ? replied(answer(400, 'plain HTTP to a port with TLS'), [])
      : failed('reset', `port ${request.port} speaks HTTP`);
  }
  const passed = isSecure && passedThrough(world, request);
  if (passed) return passed;
  if (request.protocol === 'tcp') return replied(answer(400, 'the controller speaks HTTP'), []);
  const redirecting = servers.find(({ redirectsFrom }) => redirectsFrom?.host.toLowerCase() === request.host);
  if (redirecting) return redirectedToName(world, redirecting, request);
  return served(world, serverFor(servers, request.host), request);
}

/** Nothing is known of what the controller served before it got these Ingresses. */
function notServed({ broken: [{ place, reason }] }: IngressWorld): Reply {
  const text = `nginx refuses the configuration: ${reason}`;
  return {
    outcomes: [unknown(`${text}; the controller goes on with the one before`)],
    steps: [{ what: 'configuration', place, text }],
  };
}

/** TLS that goes to a backend as it is. */
function passedThrough({ options, servers }: IngressWorld, request: Request): Reply | undefined {
  if (!options.enableSslPassthrough) return undefined;
  const server = servers.find(({ host, sslPassthrough }) => sslPassthrough && host === request.sni);
  const location = server?.locations.find(({ path }) => path === '/');
  if (!server || !location?.backend) return undefined;
  const steps: Step[] = [
    { what: 'passthrough', place: server.sslPassthrough, text: `TLS of ${server.host} goes on as it is` },
  ];
  if (location.fault) return failed('reset', location.fault, steps);
  const { headers, method, authority, path, search } = request;
  const outcome: Outcome = {
    share: 1,
    status: request.protocol === 'tcp' ? undefined : (request.backend?.status ?? 200),
    backend: location.backend,
    attempts: 1,
    headers: new Map(),
    removed: [],
    mirrors: [],
    tls: { sni: request.sni },
    upstream: { method, host: authority, path: path + search, headers },
  };
  return { outcomes: [outcome], steps };
}

/** The name with `www.` redirects to the one without, or the other way; the port is in the new URL. */
function redirectedToName({ configuration }: IngressWorld, server: Server, request: Request): Reply {
  const given = (name: string) =>
    configuration.truth('use-forwarded-headers') ? request.headers.get(name) : undefined;
  const scheme = given('x-forwarded-proto') ?? request.scheme;
  const port = given('x-forwarded-port') ?? String(request.port);
  const location = `${scheme}://${server.host}:${port}${(request.path + request.search).replace(/\/$/, '')}`;
  const outcome = {
    ...answer(configuration.integer('http-redirect-code'), `redirect to ${server.host}`),
    headers: new Map([['location', location]]),
  };
  return replied(outcome, [
    { what: 'redirect', place: server.redirectsFrom?.place, text: `${request.host} redirects to ${server.host}` },
  ]);
}

function served(world: IngressWorld, server: Server, request: Request): Reply {
  const steps = [serverStep(server, request)];
  if (server.forbidden) {
    return replied(answer(403, 'the authority of client certificates cannot be used'), [
      ...steps,
      { what: 'client certificate', place: server.forbidden, text: 'its Secret cannot be used' },
    ]);
  }
  const verdict = clientCertificateVerdict(world, server, request);
  const reply = verdict?.passesIf === undefined && verdict ? undefined : located(world, server, request);
  const outcomes = verdict ? afterPolicies(verdict, request, undefined, () => reply?.outcomes ?? []) : reply!.outcomes;
  return {
    outcomes: outcomes.map((outcome) => withOpaque(outcome, server.opaque)),
    steps: [...steps, ...(verdict?.steps ?? []), ...(reply?.steps ?? []), ...server.opaque.map(opaqueStep)],
    limits: reply?.limits,
  };
}

function serverStep({ host, certificate, aliases, locations }: Server, { isTls, host: asked }: Request): Step {
  const named = aliases.includes(asked) ? ` (alias ${asked})` : '';
  const shown =
    certificate?.secret ??
    `the controller's default${certificate?.reason === undefined ? '' : `: ${certificate.reason}`}`;
  return {
    what: 'host',
    place: certificate?.place ?? locations.find(({ place }) => place)?.place,
    text: `${host === '_' ? 'no host of an Ingress' : host}${named}${isTls ? `, certificate ${shown}` : ''}`,
  };
}

function located(world: IngressWorld, server: Server, request: Request): Reply {
  const uri = normalizedUri(request.path);
  if (uri === undefined) return replied(answer(400, `nginx refuses the path ${request.path}`), []);
  if (isBlocked(world, request)) return replied(answer(403, 'the ConfigMap of the controller blocks the client'), []);
  if (server.appRoot && uri === '/') {
    const location = `${request.scheme}://${request.authority}${server.appRoot.path}`;
    return replied({ ...answer(302, 'app-root'), headers: new Map([['location', location]]) }, [
      { what: 'redirect', place: server.appRoot.place, text: `/ becomes ${server.appRoot.path}` },
    ]);
  }
  const taken = locationFor(server, uri);
  if (!taken) {
    const reason = `nginx alone knows which expression of ${server.host} takes ${uri}`;
    return replied(unknown(reason), []);
  }
  const { location, lacksSlash } = taken;
  const steps = [
    locationStep(server, location),
    ...location.settings.opaque.filter(({ reach }) => reach === 'path').map(opaqueStep),
  ];
  const outcomes = throughPhases(world, server, location, lacksSlash, uri, request, steps);
  const opaque = location.settings.opaque.filter(({ reach }) => reach === 'path');
  return {
    outcomes: outcomes.map((outcome) => withOpaque(outcome, opaque)),
    steps,
    limits: limitsOf(location.settings, outcomes),
  };
}

function isBlocked({ configuration }: IngressWorld, { headers }: Request): boolean {
  const fits = (key: string, value: string) =>
    configuration.list(key).some((each) => {
      if (!each.startsWith('~')) return each.toLowerCase() === value.toLowerCase();
      return perlExpression(each.replace(/^~\*?/, ''), each.startsWith('~*'))?.groupsIn(value) !== undefined;
    });
  return (
    fits('block-user-agents', headers.get('user-agent') ?? '') || fits('block-referers', headers.get('referer') ?? '')
  );
}

function locationStep({ regex }: Server, { path, type, place, ingress, backend }: Location): Step {
  const how = { exact: `= ${path}`, prefix: path, regex: `~* "^${path}"` }[type];
  const owner = ingress ? `Ingress ${pathOf(ingress)}` : "the controller's default";
  return {
    what: 'location',
    place: place ?? regex,
    text: `${how}: ${owner}${backend ? '' : ', the default backend'}`,
  };
}

const opaqueStep = ({ annotation, place }: Opaque): Step => ({
  what: 'unknown',
  place,
  text: `${annotation} may change what becomes of the request`,
});

/** Directives of nginx may change anything. */
const withOpaque = (outcome: Outcome, opaque: readonly Opaque[]): Outcome =>
  opaque.reduce((each, { annotation }) => conditional(each, `${annotation} does not change it`), outcome);

/** Responses of paths over HTTPS tell browsers to stay there. */
function secured({ configuration }: IngressWorld, outcome: Outcome, { isTls }: Request): Outcome {
  if (!isTls || !configuration.truth('hsts') || outcome.status === undefined) return outcome;
  const value = [
    `max-age=${configuration.text('hsts-max-age')}`,
    ...(configuration.truth('hsts-include-subdomains') ? ['includeSubDomains'] : []),
    ...(configuration.truth('hsts-preload') ? ['preload'] : []),
  ].join('; ');
  return { ...outcome, headers: new Map([...outcome.headers, ['strict-transport-security', value]]) };
}

/** The phases of nginx in their order: size, slash, responses of the location, HTTPS, pods, access, backend. */
function throughPhases(
  world: IngressWorld,
  server: Server,
  location: Location,
  lacksSlash: boolean,
  uri: string,
  request: Request,
  steps: Step[],
): Outcome[] {
  const { settings, fault } = location;
  const first =
    tooLarge(location, request, steps) ?? (lacksSlash ? slashAdded(world, location, request, steps) : undefined);
  if (first) return [intercepted(world, location, secured(world, first, request), request)];
  const direct =
    answerAtRewrite(location, request, uri, steps) ?? redirectToHttps(world, server, location, request, steps);
  const rest =
    direct === undefined || direct.status === undefined || direct.condition === undefined ? [] : behindAccess();
  const outcomes = direct
    ? [direct, ...rest.map((outcome) => conditional(outcome, `not (${direct.condition})`))]
    : behindAccess();
  const headers = settings.denied
    ? []
    : [...lowerCase(settings.responseHeaders), ...corsHeaders(settings.cors, request)];
  return outcomes.map((outcome) => {
    const other = intercepted(world, location, outcome, request);
    // A response in place of an error comes from a location that sets no headers.
    if (other !== outcome) return other;
    return secured(world, { ...outcome, headers: new Map([...outcome.headers, ...headers]) }, request);
  });

  /** That no pod is there is found before addresses and passwords are looked at. */
  function behindAccess(): Outcome[] {
    const go = (seen: Request) => forwarded(world, location, uri, seen, steps);
    if (fault !== undefined && settings.defaultBackend === undefined) return go(request);
    const verdict = accessVerdict(world, location, request, request.scheme);
    steps.push(...verdict.steps);
    return afterPolicies(verdict, request, undefined, go);
  }
}

const lowerCase = (headers: Readonly<Record<string, string>>) =>
  Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value] as const);

function tooLarge({ settings, ingress }: Location, { headers }: Request, steps: Step[]): Outcome | undefined {
  const length = Number(headers.get('content-length') ?? 0);
  const { bodySize } = settings.proxy;
  if (bodySize === 0 || !(length > bodySize)) return undefined;
  const place = ingress && annotationPlace(ingress, settings, 'proxy-body-size');
  steps.push({ what: 'size', place, text: `${length} bytes are more than ${bodySize}` });
  return answer(413, `the body is larger than ${bodySize} bytes`);
}

function slashAdded({ configuration }: IngressWorld, location: Location, request: Request, steps: Step[]): Outcome {
  const { settings, path, place } = location;
  const isRelative = settings.relativeRedirects || configuration.truth('relative-redirects');
  const target = `${isRelative ? '' : `${request.scheme}://${request.host}`}${path}${request.search}`;
  steps.push({ what: 'slash', place, text: `the path ends with a slash: nginx redirects to ${path}` });
  return { ...answer(301, 'slash added'), headers: new Map([['location', target]]) };
}
