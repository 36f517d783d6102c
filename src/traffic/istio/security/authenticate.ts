import { Doubt } from './doubt';
import { HttpFacts } from './facts';
import { Check, checkOf, PlacedJwtRule, UNKNOWN_ISSUER, WRONG_AUDIENCE } from './jwt-rule';
import { Claims } from './token';
import { ProxiedWorkload, requestAuthenticationsOf } from './workload';
import { Model } from '../../../model/model';
import { changedHeaders } from '../../apply';
import { Step } from '../../outcome';
import { HeaderChange } from '../../rule';

/** What the tokens of a request are worth. */
export interface Authentication {
  /** Whether the request goes on. */
  readonly passes: Doubt;
  /** The response where it does not. */
  readonly refusal?: {
    readonly status: number;
    readonly reason: string;
    readonly headers: ReadonlyMap<string, string>;
  };
  /** Of the token that was accepted. */
  readonly claims?: Claims;
  /** Changes of the request, and the request that later policies see. */
  readonly changes: readonly HeaderChange[];
  readonly http: HttpFacts;
  readonly steps: readonly Step[];
}

/** The rules for tokens of a workload, in the order in which proxies try them. */
export function jwtRulesOf(model: Model, workload: ProxiedWorkload): readonly PlacedJwtRule[] {
  const rules = requestAuthenticationsOf(model, workload).flatMap((entry) =>
    (entry.body.spec?.jwtRules ?? []).map((rule, index) => ({
      place: { entry, path: `spec.jwtRules[${index}]` },
      rule,
    })),
  );
  const issuerOf = ({ rule: { issuer = '' } }: PlacedJwtRule) => issuer;
  return rules.sort((a, b) => (issuerOf(a) < issuerOf(b) ? -1 : issuerOf(a) > issuerOf(b) ? 1 : 0));
}

/** A request without a token passes, without claims; one with a token passes only if a rule accepts it. */
export function authenticate(rules: readonly PlacedJwtRule[], http: HttpFacts): Authentication {
  if (rules.length === 0 || isPreflight(http)) return { passes: true, changes: [], http, steps: [] };
  const cleaned = cleanedOf(rules, http);
  const checks = rules.map((rule) => checkOf(rule, http));
  const index = checks.findIndex(({ type }) => type === 'accepted');
  const check = checks[index];
  if (check?.type === 'accepted') {
    const { when, effects } = check;
    const changes = [...cleaned, ...effects.changes];
    return {
      passes: when,
      refusal: refusalOf('Jwt verification fails', http),
      claims: effects.claims,
      changes,
      http: { ...http, headers: changedHeaders(http.headers, changes), search: effects.search },
      steps: [stepOf(rules[index], `accepts the token of ${String(effects.claims.iss ?? '(no issuer)')}`)],
    };
  }
  const reason = reasonOf(checks);
  const at = checks.findIndex((each) => each.type === 'refused' && each.reason === reason);
  return {
    passes: reason === undefined,
    refusal: reason === undefined ? undefined : refusalOf(reason, http),
    changes: cleaned,
    http: { ...http, headers: changedHeaders(http.headers, cleaned) },
    steps: [reason === undefined ? stepOf(rules[0], 'finds no token') : stepOf(rules[at], reason)],
  };
}

/** Browsers send no token with a preflight. */
const isPreflight = ({ method, headers }: HttpFacts) =>
  method === 'OPTIONS' && Boolean(headers.get('origin')) && Boolean(headers.get('access-control-request-method'));

/** Headers that only accepted tokens may set are taken from every request. */
function cleanedOf(rules: readonly PlacedJwtRule[], { headers }: HttpFacts): HeaderChange[] {
  const names = rules.flatMap(({ rule: { outputPayloadToHeader = '', outputClaimToHeaders = [] } }) => [
    outputPayloadToHeader,
    ...outputClaimToHeaders.map(({ header }) => header),
  ]);
  return [...new Set(names.map((name) => name.toLowerCase()))]
    .filter((name) => headers.has(name))
    .map((name) => ({ type: 'remove', name, value: '' }));
}

/** Of several reasons, one that tells more than an unknown issuer; undefined where no rule finds a token. */
function reasonOf(checks: readonly Check[]): string | undefined {
  const reasons = checks.flatMap((check) => (check.type === 'refused' ? [check.reason] : []));
  const [first] = reasons;
  const others = reasons.filter((reason) => reason !== UNKNOWN_ISSUER);
  return first !== undefined && first !== UNKNOWN_ISSUER ? first : (others[others.length - 1] ?? first);
}

function refusalOf(reason: string, { scheme, authority, path, search }: HttpFacts): Authentication['refusal'] {
  const realm = `${scheme}://${authority}${path}${search}`.slice(0, 256);
  return {
    status: reason === WRONG_AUDIENCE ? 403 : 401,
    reason,
    headers: new Map([['www-authenticate', `Bearer realm="${realm}", error="invalid_token"`]]),
  };
}

const stepOf = ({ place }: PlacedJwtRule, text: string): Step => ({ what: 'RequestAuthentication', place, text });
