import { corsEffects } from './cors';
import { Probe } from './probes';
import { Trait } from './traits';
import { Fate, fateOf, fateText, isReached } from '../../traffic/diff/fate';
import { Outcome, Reply } from '../../traffic/outcome';
import { Request } from '../../traffic/request';

/** Headers that both proxies add by their own rules, to tell the backend of the client. */
const OF_PROXIES =
  /^request header (x-(request-id|real-ip|forwarded-(for|host|port|proto|scheme)|scheme|original-forwarded-for)|connection|accept-encoding|proxy)$/;

/** A fate without what cannot be compared: words of conditions, TLS of backends, headers of proxies. */
export function comparable(reply: Reply, request: Request): Fate {
  const outcomes = reply.outcomes.map((outcome): Outcome => {
    const { status, headers, effects } = corsEffects(outcome, request);
    return {
      ...outcome,
      status,
      tls: undefined,
      condition: outcome.condition === undefined ? undefined : 'so decided',
      headers: new Map([...withoutTransport(outcome, withLocation(headers)), ...effects]),
      attempts: 1,
    };
  });
  const { result, facets } = fateOf({ ...reply, outcomes, rule: undefined }, request);
  return { result, facets: new Map([...facets].filter(([name]) => !OF_PROXIES.test(name))) };
}

/** Of HTTPS alone a client needs to hear once: not with a response of the proxy itself. */
const withoutTransport = (outcome: Outcome, headers: ReadonlyMap<string, string>) =>
  isReached(outcome) ? [...headers] : [...headers].filter(([name]) => name !== 'strict-transport-security');

/** A URL without a path is the same as with a slash, and so is one with the usual port. */
function withLocation(headers: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const [, scheme, authority, rest] = /^(https?):\/\/([^/?]+)(.*)$/.exec(headers.get('location') ?? '') ?? [];
  if (scheme === undefined) return headers;
  const host = authority.replace(scheme === 'https' ? /:443$/ : /:80$/, '');
  const path = rest.startsWith('/') ? rest : `/${rest}`;
  // A query reads the same with these characters as they are.
  const plain = path.replace(/%(2F|3A|3D|3F)/gi, (escape) => decodeURIComponent(escape));
  return new Map([...headers, ['location', `${scheme}://${host}${path.includes('?') ? plain : path}`]]);
}

export const areEqual = (a: Fate, b: Fate): boolean => fateText(a) === fateText(b);

/** Two replies to one request. */
export interface Pair {
  readonly before: Reply;
  readonly after: Reply;
}

/**
 * Why two fates differ: what the request is there for, unless backends get the same, and only what clients hear differs who
 * are refused, or whose path nobody has, or nginx loses the slash at the end of a redirect.
 */
export function codeOf({ trait, request }: Probe, before: Fate, after: Fate, replies: Pair): Trait {
  const [old, now] = [replies.before, replies.after].map(({ outcomes }) => outcomes.filter((each) => !isReached(each)));
  const isUnserved = old.length === replies.before.outcomes.length && now.length === replies.after.outcomes.length;
  // A client that has to sign in is redirected.
  const isSignIn = ({ status, condition }: Outcome) => status === 302 && condition !== undefined;
  const areRefused = [...old, ...now].every((outcome) => (outcome.status ?? 0) >= 400 || isSignIn(outcome));
  if (isUnserved && areRefused && now.some(({ status }) => status === 404)) return 'no-path';
  if (
    areRefused &&
    old.length > 0 &&
    now.length > 0 &&
    areEqual(served(replies.before, request), served(replies.after, request))
  ) {
    return 'refusal';
  }
  const isSlash =
    / to \S+$/.test(before.result) &&
    before.result.replace(/\/$/, '') === after.result.replace(/\/$/, '') &&
    fateText({ ...before, result: '' }) === fateText({ ...after, result: '' });
  return isSlash ? 'redirect-slash' : trait;
}

/** What becomes of a request where nothing refuses it. */
function served(reply: Reply, request: Request): Fate {
  const outcomes = reply.outcomes.filter(isReached);
  return outcomes.length === 0 ? { result: '', facets: new Map() } : comparable({ ...reply, outcomes }, request);
}

/** Where a proxy reads URLs in its own way, it does so for all hosts. */
const FOR_ALL_HOSTS: readonly Trait[] = ['repeated-slash', 'dot-segment', 'escape', 'redirect-slash', 'no-path'];

/** Requests to one host whose paths alone make a difference in the words are one. */
export function groupKey(code: Trait, { request }: Probe, before: Fate, after: Fate): string {
  const masked = (fate: Fate) => fate.result.replace(/( to https?:\/\/[^/ ]+)\S*/g, '$1');
  const names = [...new Set([...before.facets.keys(), ...after.facets.keys()])].sort();
  const others = names
    .filter((name) => before.facets.get(name) !== after.facets.get(name))
    .map((name) => (name === 'path' ? [name] : [name, before.facets.get(name), after.facets.get(name)]));
  const isSame = masked(before) === masked(after);
  if (FOR_ALL_HOSTS.includes(code)) return JSON.stringify([code, isSame, isSame && names.length > 0, others]);
  return JSON.stringify([code, request.host, masked(before), masked(after), others]);
}
