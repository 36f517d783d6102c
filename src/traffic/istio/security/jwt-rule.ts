import { Doubt, doubt } from './doubt';
import { HttpFacts } from './facts';
import { Claims, readToken, Token } from './token';
import { RequestAuthenticationSpec } from '../../../manifest/istio-security';
import { HeaderChange, Place } from '../../rule';

export type JwtRule = NonNullable<RequestAuthenticationSpec['jwtRules']>[number];

/** A rule of a RequestAuthentication and where it stands. */
export interface PlacedJwtRule {
  readonly place: Place;
  readonly rule: JwtRule;
}

/** What a rule finds in a request. */
export type Check =
  | { readonly type: 'missing' }
  | { readonly type: 'refused'; readonly reason: string }
  | { readonly type: 'accepted'; readonly when: Doubt; readonly effects: Effects };

/** What an accepted token does. */
export interface Effects {
  readonly claims: Claims;
  readonly changes: readonly HeaderChange[];
  readonly search: string;
}

export const UNKNOWN_ISSUER = 'Jwt issuer is not configured';
export const WRONG_AUDIENCE = 'Audiences in Jwt are not allowed';

/** The tokens that a rule finds where it looks; each must be right, and the last one's claims count. */
export function checkOf({ rule }: PlacedJwtRule, http: HttpFacts): Check {
  const found = tokensIn(http, rule);
  if (found.length === 0) return { type: 'missing' };
  let effects: Effects = { claims: {}, changes: [], search: http.search };
  let when: Doubt = true;
  for (const { text, from } of found.reverse()) {
    const token = readToken(text);
    if (typeof token === 'string') return { type: 'refused', reason: token };
    const reason = mistakeOf(token, rule);
    if (reason !== undefined) return { type: 'refused', reason };
    if (!token.isOfClient) {
      const issuer = rule.issuer ?? rule.jwksUri ?? 'the issuer';
      when = doubt(`${issuer} accepts the token`, `${issuer} does not accept the token`);
    }
    effects = effectsOf(rule, token, from, effects);
  }
  return { type: 'accepted', when, effects };
}

type Origin = { readonly header: string } | { readonly query: string } | { readonly cookie: string };

interface Found {
  readonly text: string;
  readonly from: Origin;
}

function tokensIn({ headers, search }: HttpFacts, rule: JwtRule): Found[] {
  const { fromHeaders = [], fromParams = [], fromCookies = [] } = rule;
  const isDefault = fromHeaders.length + fromParams.length + fromCookies.length === 0;
  const params = queryParams(search);
  return [
    ...(isDefault ? [{ name: 'authorization', prefix: 'Bearer ' }] : fromHeaders).flatMap(({ name, prefix = '' }) => {
      const header = name.toLowerCase();
      const value = headers.get(header);
      const at = value?.indexOf(prefix) ?? -1;
      if (value === undefined || at < 0) return [];
      return [{ text: prefix === '' ? value : afterPrefix(value, at + prefix.length), from: { header } }];
    }),
    ...(isDefault ? ['access_token'] : fromParams).flatMap((query) => {
      const value = params.find(([name]) => name === query)?.[1];
      return value === undefined ? [] : [{ text: value, from: { query } }];
    }),
    ...fromCookies.flatMap((cookie) => {
      const value = cookieOf(headers.get('cookie') ?? '', cookie);
      return value === undefined ? [] : [{ text: value, from: { cookie } }];
    }),
  ];
}

/** A token begins with the first character that it may have. */
function afterPrefix(value: string, at: number): string {
  const start = value.slice(at).search(/[-\w.]/);
  return start < 0 ? value : value.slice(at + start);
}

function cookieOf(header: string, wanted: string): string | undefined {
  for (const part of header.split(';')) {
    const [name, ...rest] = part.trim().split('=');
    if (name === wanted && rest.length > 0) return rest.join('=').replace(/^"(.*)"$/, '$1');
  }
  return undefined;
}

function mistakeOf({ claims }: Token, { issuer, audiences = [] }: JwtRule): string | undefined {
  if (issuer && claims.iss !== issuer) return UNKNOWN_ISSUER;
  const wanted = audiences.map(audience);
  const own = (Array.isArray(claims.aud) ? claims.aud : [claims.aud]).map((each) => audience(String(each ?? '')));
  return wanted.length === 0 || own.some((each) => wanted.includes(each)) ? undefined : WRONG_AUDIENCE;
}

/** Audiences are compared without their scheme and a slash at the end. */
const audience = (text: string) => text.replace(/^https?:\/\//, '').replace(/\/$/, '');

function effectsOf(rule: JwtRule, { claims, payload }: Token, from: Origin, before: Effects): Effects {
  const { outputPayloadToHeader = '', outputClaimToHeaders = [], forwardOriginalToken = false } = rule;
  const added = [
    ...(outputPayloadToHeader === '' ? [] : [{ name: outputPayloadToHeader, value: payload }]),
    ...outputClaimToHeaders.map(({ claim, header }) => ({ name: header, value: textOfClaim(claimAt(claims, claim)) })),
  ];
  return {
    claims: spread(claims, rule),
    changes: [
      ...before.changes,
      ...added.filter(({ value }) => value !== '').map((each) => ({ type: 'add' as const, ...each })),
      ...(!forwardOriginalToken && 'header' in from ? [{ type: 'remove' as const, name: from.header, value: '' }] : []),
    ],
    search: !forwardOriginalToken && 'query' in from ? withoutParam(before.search, from.query) : before.search,
  };
}

/** Claims that are lists of words count as lists. */
function spread(claims: Claims, { spaceDelimitedClaims = [] }: JwtRule): Claims {
  const lists = ['permission', 'scope', ...spaceDelimitedClaims].flatMap((name) => {
    const value = claims[name];
    return typeof value === 'string' ? [[name, value.split(' ').filter((word) => word !== '')]] : [];
  });
  return { ...claims, ...(Object.fromEntries(lists) as Claims) };
}

/** A claim by its name; dots lead into objects. */
const claimAt = (claims: Claims, name: string): unknown =>
  name
    .split('.')
    .reduce<unknown>((at, part) => (typeof at === 'object' && at !== null ? (at as Claims)[part] : undefined), claims);

/** A claim as a header has it: empty for none. */
function textOfClaim(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'number') return Number.isInteger(value) && value >= 0 ? String(value) : value.toFixed(6);
  if (typeof value !== 'object') return String(value);
  const text = JSON.stringify(value).replace(/[<>]/g, (each) => `\\u003${each === '<' ? 'c' : 'e'}`);
  return Buffer.from(text).toString('base64');
}

const queryParams = (search: string): (readonly [name: string, value: string])[] =>
  search
    .slice(1)
    .split('&')
    .filter((part) => part !== '')
    .map((part) => {
      const at = part.indexOf('=');
      return at < 0 ? [unescaped(part), ''] : [unescaped(part.slice(0, at)), unescaped(part.slice(at + 1))];
    });

const unescaped = (text: string) =>
  text.replace(/%[0-9A-Fa-f]{2}/g, (each) => String.fromCharCode(Number.parseInt(each.slice(1), 16)));

/** Envoy writes the other parameters without escapes and by name. */
function withoutParam(search: string, name: string): string {
  const rest = queryParams(search).filter(([each]) => each !== name);
  rest.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return rest.length === 0 ? '' : `?${rest.map(([key, value]) => `${key}=${value}`).join('&')}`;
}
