import { createHash } from 'crypto';
import { Configuration } from './configuration';
import { secretData } from './read-auth';
import { IngressWorld, Location } from './servers';
import { annotationPlace, BasicAuthSettings, ExternalAuthSettings } from './settings';
import { answer } from '../traffic/apply';
import { Outcome, Step, Verdict } from '../traffic/outcome';
import { Request } from '../traffic/request';
import { HeaderChange, Place } from '../traffic/rule';
import { conditional } from '../traffic/verdict';
import { isAddressIn } from '../value/address';

/** One of the things that nginx asks before a request passes. */
interface Check {
  /** Undefined where manifests and the request do not tell. */
  readonly passes?: boolean;
  /** What would have to be so to pass, and not to pass. */
  readonly passesIf: string;
  readonly refused: readonly Outcome[];
  readonly added: readonly HeaderChange[];
  readonly step: Step;
}

/** What address, password and authentication server say of a request, in this order. */
export function accessVerdict(world: IngressWorld, location: Location, request: Request, scheme: string): Verdict {
  const checks = [
    addressCheck(world, location, request),
    passwordCheck(world, location, request),
    serverCheck(world, location, request, scheme),
  ].filter((check) => check !== undefined);
  const steps = checks.map(({ step }) => step);
  const added = checks.flatMap((check) => check.added);
  if (checks.length === 0) return { refused: [], passesIf: '', added, steps };
  return location.settings.satisfiesAny ? anyOf(checks, added, steps) : allOf(checks, added, steps);
}

function allOf(checks: readonly Check[], added: readonly HeaderChange[], steps: readonly Step[]): Verdict {
  const refused: Outcome[] = [];
  const conditions: string[] = [];
  for (const check of checks) {
    if (check.passes === true) continue;
    const before = conditions.join(', and ');
    refused.push(...check.refused.map((outcome) => conditional(outcome, before)));
    if (check.passes === false) return { refused, passesIf: undefined, added, steps };
    conditions.push(check.passesIf);
  }
  return { refused, passesIf: conditions.join(', and '), added, steps };
}

/** With `satisfy any` one that passes is enough; 401 comes before 403, and a failure before both. */
function anyOf(checks: readonly Check[], added: readonly HeaderChange[], steps: readonly Step[]): Verdict {
  if (checks.some(({ passes }) => passes === true)) return { refused: [], passesIf: '', added, steps };
  const unknown = checks.filter(({ passes }) => passes === undefined);
  const last = unknown[unknown.length - 1] ?? checks[checks.length - 1];
  const others = checks.filter((check) => check !== last).map(({ refused: [first] }) => first);
  const unauthorized = others.find(({ status }) => status === 401);
  const refused = last.refused.map((outcome) => {
    const strongest = outcome.status === 403 && unauthorized ? unauthorized : outcome;
    const conditions = unknown.filter((check) => check !== last).map(({ passesIf }) => `not (${passesIf})`);
    const condition = [...conditions, outcome.condition ?? ''].filter((each) => each !== '').join(', and ');
    return { ...strongest, condition: condition === '' ? undefined : condition };
  });
  const passesIf = unknown.length === 0 ? undefined : unknown.map((check) => check.passesIf).join(', or ');
  return { refused, passesIf, added, steps };
}

function addressCheck({ configuration }: IngressWorld, location: Location, request: Request): Check | undefined {
  const { ingress, settings } = location;
  const blocked = configuration.list('block-cidrs');
  const hasOwn = settings.allow.length + settings.deny.length > 0;
  const deny = hasOwn ? settings.deny : blocked;
  if (!hasOwn && blocked.length === 0) return undefined;
  const { allow } = settings;
  const address = clientAddress(configuration, request);
  const name = allow.length > 0 ? 'allowlist-source-range' : 'denylist-source-range';
  const words = [
    ...(deny.length > 0 ? [`is not in ${deny.join(', ')}`] : []),
    ...(allow.length > 0 ? [`is in ${allow.join(', ')}`] : []),
  ];
  const passesIf = `the client's address ${words.join(' and ')}`;
  const isIn = (networks: readonly string[]) => networks.some((network) => isAddressIn(address!, network));
  const passes = address === undefined ? undefined : !isIn(deny) && (allow.length === 0 || isIn(allow));
  const refused = answer(403, 'the address of the client may not pass');
  return {
    passes,
    passesIf,
    refused: [passes === undefined ? { ...refused, condition: `not (${passesIf})` } : refused],
    added: [],
    step: {
      what: 'address',
      place: ingress && annotationPlace(ingress, settings, name),
      text: `${address ?? 'unknown'}: ${passes === undefined ? 'may pass or not' : passes ? 'may pass' : 'may not pass'}`,
    },
  };
}

/** The address that nginx takes for the client's: with forwarded headers, the first that a proxy names. */
export function clientAddress(configuration: Configuration, { client, headers }: Request): string | undefined {
  if (configuration.truth('use-forwarded-headers') || configuration.truth('enable-real-ip')) {
    const forwarded = headers.get(configuration.text('forwarded-for-header').toLowerCase());
    const trusted = configuration.list('proxy-real-ip-cidr');
    if (forwarded !== undefined && trusted.includes('0.0.0.0/0')) return forwarded.split(',')[0].trim();
  }
  return client?.ip;
}

function passwordCheck(
  { model, configuration }: IngressWorld,
  location: Location,
  request: Request,
): Check | undefined {
  const { ingress, settings } = location;
  const { basicAuth } = settings;
  if (!basicAuth || isListed(configuration, 'no-auth-locations', location)) return undefined;
  const { secret, realm = '', type } = basicAuth;
  const [user, isKnown] =
    type === 'digest' ? [undefined, undefined] : knownUser(basicAuth, secretData(model, secret), request);
  const challenge = new Map([['www-authenticate', `${type === 'digest' ? 'Digest' : 'Basic'} realm="${realm}"`]]);
  const refused = { ...answer(401, 'no password that counts'), headers: challenge };
  const passesIf = `Secret ${secret} has ${user === undefined ? 'the password of the client' : `this password of ${user}`}`;
  const passes = request.headers.has('authorization') ? isKnown : false;
  return {
    passes,
    passesIf,
    refused: [passes === undefined ? { ...refused, condition: `not (${passesIf})` } : refused],
    added: [{ type: 'remove', name: 'authorization', value: '' }],
    step: {
      what: 'password',
      place: ingress && annotationPlace(ingress, settings, 'auth-secret'),
      text: `of Secret ${secret}`,
    },
  };
}

/** The user of a request and whether the password is right; the latter is unknown where only a hash is there. */
function knownUser(
  { secretType }: BasicAuthSettings,
  data: Readonly<Record<string, string>> | undefined,
  request: Request,
): [string | undefined, boolean | undefined] {
  const [, encoded] = /^basic\s+(\S+)$/i.exec(request.headers.get('authorization') ?? '') ?? [];
  if (encoded === undefined) return [undefined, false];
  const [, user, password] = /^([^:]*):(.*)$/s.exec(Buffer.from(encoded, 'base64').toString('utf8')) ?? [];
  if (user === undefined) return [undefined, false];
  if (!data) return [user, undefined];
  const lines =
    secretType === 'auth-map' ? Object.entries(data) : (data.auth ?? '').split('\n').map((line) => line.split(':'));
  const hash = lines.find(([name]) => name.trim() === user)?.[1]?.trim();
  if (hash === undefined) return [user, false];
  if (hash.startsWith('{PLAIN}')) return [user, hash.slice(7) === password];
  if (hash.startsWith('{SHA}')) {
    return [user, hash.slice(5) === createHash('sha1').update(password).digest('base64')];
  }
  return [user, undefined];
}

/** An authentication server passes a request with 2xx; 401 and 403 go to the client, anything else becomes 500. */
function serverCheck(
  { configuration }: IngressWorld,
  location: Location,
  request: Request,
  scheme: string,
): Check | undefined {
  const found = serverOf(configuration, location);
  if (!found || isListed(configuration, 'no-auth-locations', location)) return undefined;
  const { auth, place } = found;
  const asked = auth.url;
  const unauthorized = answer(401, `${asked} responds with 401`);
  const signIn = auth.signIn === undefined ? undefined : signInLocation(auth, auth.signIn, request, scheme);
  const sent =
    signIn === undefined ? unauthorized : { ...answer(302, 'sign in'), headers: new Map([['location', signIn]]) };
  return {
    passesIf: `${asked} responds with 2xx`,
    refused: [
      { ...sent, condition: `${asked} responds with 401` },
      { ...answer(403, `${asked} responds with 403`), condition: `${asked} responds with 403` },
      { ...answer(500, `${asked} fails`), condition: `${asked} responds with another status` },
    ],
    added: [],
    step: { what: 'authentication', place, text: `${auth.method ?? 'GET'} ${asked}` },
  };
}

function serverOf(
  configuration: Configuration,
  { ingress, settings }: Location,
): { readonly auth: ExternalAuthSettings; readonly place?: Place } | undefined {
  const { externalAuth, enableGlobalAuth } = settings;
  if (externalAuth) return { auth: externalAuth, place: ingress && annotationPlace(ingress, settings, 'auth-url') };
  const url = configuration.text('global-auth-url');
  if (url === '' || !enableGlobalAuth) return undefined;
  const given = (key: string) => configuration.text(key) || undefined;
  return {
    auth: {
      url,
      method: given('global-auth-method'),
      signIn: given('global-auth-signin'),
      signInParameter: given('global-auth-signin-redirect-param') ?? 'rd',
      responseHeaders: configuration.list('global-auth-response-headers'),
      requestRedirect: given('global-auth-request-redirect'),
    },
  };
}

/** Whether a key of the ConfigMap has what the path begins with, as those for challenges of certificate authorities. */
export const isListed = (configuration: Configuration, key: string, { path }: Location) =>
  configuration.list(key).some((each) => path.startsWith(each));

function signInLocation(
  { signInParameter }: ExternalAuthSettings,
  signIn: string,
  { authority, path, search }: Request,
  scheme: string,
): string {
  const url = signIn
    .replace(/\$\{?host\}?/g, authority.replace(/:\d+$/, '').toLowerCase())
    .replace(/\$\{?http_host\}?/g, authority)
    .replace(/\$\{?scheme\}?/g, scheme)
    .replace(/\$\{?(escaped_)?request_uri\}?/g, (_, escaped) =>
      escaped ? encodeURIComponent(path + search) : path + search,
    );
  const [, query] = url.split('?');
  if (query !== undefined && new URLSearchParams(query).get(signInParameter)) return url;
  const mark = query === undefined ? '?' : '&';
  return `${url}${mark}${signInParameter}=${scheme}://${authority}${encodeURIComponent(path + search)}`;
}
