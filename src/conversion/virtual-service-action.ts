import { Duration } from 'cdk8s';
import { readCors } from './virtual-service-cors';
import { BackendFinder } from './virtual-service-destination';
import { Findings } from './virtual-service-findings';
import { ReadMatch } from './virtual-service-match';
import { Headers, Request as HeaderOperations, VirtualServiceSpec } from '../manifest/istio-networking';
import { RequestCondition } from '../match/condition';
import { Backend } from '../route/backend';
import { HeaderModifications } from '../route/header-modifications';
import { PathModifier } from '../route/path-modifier';
import { RedirectOptions, RedirectStatus, RouteFilter } from '../route/route-filter';
import { goDuration, NANOSECONDS } from '../value/duration';

type HttpRule = NonNullable<VirtualServiceSpec['http']>[number];

/** Filters, backends, timeouts and retries of an HTTPRoute rule. */
export interface RouteAction {
  readonly filters: RouteFilter[];
  readonly backends?: Backend[];
  readonly timeout?: Duration;
  readonly backendTimeout?: Duration;
  readonly retry?: { readonly attempts?: number; readonly backoff?: Duration; readonly codes?: number[] };
}

/** Fields of a rule that an HTTPRoute does not support, with the reason. */
const UNSUPPORTED: Readonly<Record<string, string>> = {
  fault: 'an HTTPRoute does not inject faults',
  delegate: 'an HTTPRoute does not delegate; convert the delegate VirtualService, with the matches of this one',
  directResponse: 'an HTTPRoute has no direct response; respond from a Service',
};

/** Reads the action of a rule. A path rewrite depends on the match, and needs a rule for each match (`isPerMatch`). */
export function readAction(rule: HttpRule, field: string, finder: BackendFinder, findings: Findings) {
  for (const [name, why] of Object.entries(UNSUPPORTED)) {
    if (Object.hasOwn(rule, name)) {
      findings.refuse(`${field}.${name}`, why);
    }
  }
  const { route = [], redirect, rewrite, headers } = rule;
  if (route.length === 0 && !redirect && !rule.directResponse && !rule.delegate) {
    findings.refuse(`${field}.route`, 'neither a destination nor a redirect');
  }
  const single = route.length === 1 ? route[0].headers : undefined;
  const authorities = [rewrite?.authority, authorityOf(headers), authorityOf(single)].filter(
    (name) => name !== undefined,
  );
  const common = headerFilters(headers, `${field}.headers`, findings);
  const cors = rule.corsPolicy ? readCors(rule.corsPolicy, `${field}.corsPolicy`, findings) : [];
  const mirrors = redirect ? [] : readMirrors(rule, field, finder, findings);
  const backends = redirect ? undefined : readBackends(route, field, finder, findings);
  const times = redirect ? {} : readTimes(rule, field, findings);
  const uri = redirect ? undefined : rewrite?.uri;
  if (rewrite?.uriRegexRewrite) {
    findings.refuse(
      `${field}.rewrite.uriRegexRewrite`,
      'an HTTPRoute replaces a prefix or the whole path, but not with a regular expression',
    );
  }
  return {
    isPerMatch: uri !== undefined && uri !== '',
    actionFor: (match: ReadMatch, condition: RequestCondition): RouteAction | undefined => {
      const path =
        uri === undefined || uri === ''
          ? undefined
          : changedPath(uri, `${field}.rewrite.uri`, match, condition, findings);
      const hostname = authorities[0];
      const change = redirect
        ? readRedirect(redirect, `${field}.redirect`, path, findings)
        : (hostname ?? path) === undefined
          ? []
          : made(findings.attempt(`${field}.rewrite`, () => RouteFilter.rewrite({ hostname, path })));
      return { filters: [...cors, ...common, ...change, ...mirrors], backends, ...times };
    },
  };
}

const made = <T>(value: T | undefined): T[] => (value === undefined ? [] : [value]);

/**
 * Expresses the replacement of a text prefix by path elements. A match that was added to keep the order may have a
 * longer path than the replaced prefix; the rest of its path is kept.
 */
function changedPath(
  uri: string,
  field: string,
  { prefix, condition: { path: written } }: ReadMatch,
  { path }: RequestCondition,
  findings: Findings,
): PathModifier | undefined {
  if (/[?#]/.test(uri)) {
    findings.refuse(field, 'an HTTPRoute rewrites the path, not the query');
    return undefined;
  }
  const full = (value: string) => findings.attempt(field, () => PathModifier.replaceFull(value));
  if (prefix === undefined) return full(uri);
  if (written === undefined || written.value === '/') {
    if (uri !== '/' || prefix !== '/') {
      findings.refuse(
        field,
        "the Gateway API does not define how a prefix replaces '/', and Istio joins them without a slash; match prefixes other than '/'",
      );
    }
    return undefined;
  }
  if (prefix.endsWith('/') && !uri.endsWith('/')) {
    findings.refuse(
      field,
      `'${prefix}a' becomes '${uri}a', which an HTTPRoute cannot express; end both with a slash, or neither`,
    );
    return undefined;
  }
  if (!prefix.endsWith('/') && uri.endsWith('/')) {
    findings.warn('GW580', {
      what: field,
      got: `'${uri}' for '${prefix}'`,
      expected: `the VirtualService rewrites '${prefix}/a' to '${uri}/a'`,
      fix: `the route rewrites it to '${uri}a', without a second slash; acknowledge the warning if that is fine`,
    });
  }
  const rest = path!.value.slice(written.value.length);
  const target = (/^[^/]/.test(rest) ? uri : uri.replace(/\/$/, '')) + rest || '/';
  return path!.type === 'PathPrefix' ? findings.attempt(field, () => PathModifier.replacePrefix(target)) : full(target);
}

const isAuthority = (name: string) => /^(:authority|host)$/i.test(name);

/** Istio uses a Host header that is set or added as the authority of the request. */
function authorityOf(headers: Headers | undefined): string | undefined {
  const { set, add } = headers?.request ?? {};
  return [set, add].flatMap((list) => Object.entries(list ?? {})).find(([name]) => isAuthority(name))?.[1];
}

/** Filters for headers except Host: setting it is a rewrite, and Istio does not remove it. */
function headerFilters(headers: Headers | undefined, field: string, findings: Findings): RouteFilter[] {
  const read = (operations: HeaderOperations | undefined, direction: 'request' | 'response') => {
    const place = `${field}.${direction}`;
    const changes = modifications(operations ?? {}, place, findings);
    const make = direction === 'request' ? RouteFilter.requestHeaders : RouteFilter.responseHeaders;
    return changes ? made(findings.attempt(place, () => make(changes))) : [];
  };
  return [...read(headers?.request, 'request'), ...read(headers?.response, 'response')];
}

function modifications(
  operations: HeaderOperations,
  field: string,
  findings: Findings,
): HeaderModifications | undefined {
  const kept = (sort: 'set' | 'add') =>
    Object.fromEntries(
      Object.entries(operations[sort] ?? {}).filter(([name, value]) => {
        if (value.includes('%')) {
          findings.refuse(
            `${field}.${sort}['${name}']`,
            'Envoy reads a percent sign as a variable, which the Gateway API does not have',
          );
        }
        return !isAuthority(name);
      }),
    );
  const changes = {
    set: kept('set'),
    add: kept('add'),
    remove: (operations.remove ?? []).filter((name) => !isAuthority(name)),
  };
  const isEmpty = Object.keys(changes.set).length + Object.keys(changes.add).length + changes.remove.length === 0;
  return isEmpty ? undefined : changes;
}

function readBackends(
  route: NonNullable<HttpRule['route']>,
  field: string,
  finder: BackendFinder,
  findings: Findings,
): Backend[] {
  if (route.length > 1 && route.every(({ weight = 0 }) => weight === 0)) {
    findings.refuse(
      `${field}.route`,
      'all weights are 0; among several destinations, one without a weight gets no requests',
    );
  }
  if (route.length > 16) {
    findings.refuse(`${field}.route`, `${route.length} destinations; a rule of an HTTPRoute can have at most 16`);
  }
  return route.flatMap(({ destination, weight, headers }, index) => {
    const place = `${field}.route[${index}]`;
    const backend = finder.find(destination, `${place}.destination`);
    const filters = headerFilters(headers, `${place}.headers`, findings);
    if (route.length > 1 && authorityOf(headers) !== undefined) {
      findings.refuse(
        `${place}.headers.request`,
        'an HTTPRoute rewrites the host for all backends of a rule, not for one of them',
      );
    }
    const shared = () => (route.length > 1 ? backend!.withWeight(weight ?? 0) : backend!);
    const weighted = backend && findings.attempt(`${place}.weight`, shared);
    return weighted ? [filters.length > 0 ? weighted._withFilters(...filters) : weighted] : [];
  });
}

function readMirrors(rule: HttpRule, field: string, finder: BackendFinder, findings: Findings): RouteFilter[] {
  const single = rule.mirror && {
    place: `${field}.mirror`,
    destination: rule.mirror,
    percentage:
      rule.mirrorPercentage?.value ?? (rule.mirrorPercentage ? 0 : (rule.mirrorPercent ?? rule.mirror_percent)),
  };
  const several = (rule.mirrors ?? []).map(({ destination, percentage }, index) => ({
    place: `${field}.mirrors[${index}].destination`,
    destination,
    percentage: percentage && (percentage.value ?? 0),
  }));
  return [...made(single), ...several].flatMap(({ place, destination, percentage = 100 }) => {
    if (percentage === 0) return [];
    // The precision of Envoy is one millionth.
    const share = Number.isInteger(percentage)
      ? { percent: percentage === 100 ? undefined : percentage }
      : { numerator: Math.trunc(percentage * 10_000), denominator: 1_000_000 };
    const backend = finder.find(destination, place);
    return backend ? made(findings.attempt(place, () => RouteFilter.mirror(backend, share))) : [];
  });
}

function readRedirect(
  redirect: NonNullable<HttpRule['redirect']>,
  field: string,
  prefix: PathModifier | undefined,
  findings: Findings,
): RouteFilter[] {
  const { uri, authority, port, derivePort, scheme, redirectCode = 301 } = redirect;
  const statuses = Object.values(RedirectStatus);
  if (!statuses.includes(redirectCode)) {
    const known = statuses.filter((status) => typeof status === 'number').join(', ');
    findings.refuse(`${field}.redirectCode`, `${redirectCode} is not one of ${known}`);
  }
  if (uri && /[?#]/.test(uri)) {
    findings.refuse(`${field}.uri`, 'an HTTPRoute rewrites the path, not the query');
  }
  if (derivePort === 'FROM_REQUEST_PORT' && scheme) {
    findings.refuse(`${field}.derivePort`, 'with a scheme, an HTTPRoute uses the port of the scheme; set the port');
  } else if (port === undefined && derivePort !== 'FROM_REQUEST_PORT' && !scheme) {
    findings.warn('GW583', {
      what: field,
      got: 'no port and no scheme',
      expected: 'the VirtualService redirects without a port',
      fix: 'the route adds the port of the listener unless it is 80 or 443; set the scheme if it is another',
    });
  }
  const options: RedirectOptions = {
    scheme: scheme || undefined,
    hostname: authority || undefined,
    port,
    path: prefix ?? (uri ? findings.attempt(`${field}.uri`, () => PathModifier.replaceFull(uri)) : undefined),
    status: redirectCode,
  };
  return made(findings.attempt(field, () => RouteFilter.redirect(options)));
}

function readTimes({ timeout, retries }: HttpRule, field: string, findings: Findings) {
  const tries = retries && readRetries(retries, `${field}.retries`, findings);
  return {
    timeout: timeout === undefined ? undefined : readDuration(timeout, `${field}.timeout`, findings),
    backendTimeout:
      retries?.perTryTimeout === undefined
        ? undefined
        : readDuration(retries.perTryTimeout, `${field}.retries.perTryTimeout`, findings),
    retry: tries,
  };
}

/** Conditions for failed connections, which an HTTPRoute always retries. */
const CONNECTION = ['connect-failure', 'refused-stream'];
/** Conditions that Istio adds for an HTTPRoute, or that only announce status codes. */
const IMPLIED = [...CONNECTION, 'unavailable', 'cancelled', 'retriable-status-codes'];

function readRetries(
  retries: NonNullable<HttpRule['retries']>,
  field: string,
  findings: Findings,
): RouteAction['retry'] {
  const { attempts = 0, retryOn, backoff, retryIgnorePreviousHosts = true, retryRemoteLocalities } = retries;
  if (attempts < 1) {
    findings.refuse(`${field}.attempts`, 'an HTTPRoute cannot disable retries');
  }
  if (!retryIgnorePreviousHosts) {
    findings.refuse(`${field}.retryIgnorePreviousHosts`, 'an HTTPRoute does not select the pods of a retry');
  }
  if (retryRemoteLocalities) {
    findings.refuse(`${field}.retryRemoteLocalities`, 'an HTTPRoute does not select the pods of a retry');
  }
  const words = (retryOn ?? '').split(',').flatMap((word) => (word.trim() === '' ? [] : [word.trim()]));
  const codes = words.filter((word) => /^\d{3}$/.test(word)).map(Number);
  const others = words.filter((word) => !/^\d{3}$/.test(word) && !IMPLIED.includes(word));
  if (others.length > 0) {
    findings.refuse(
      `${field}.retryOn`,
      `${others.join(', ')}: an HTTPRoute retries failed connections and status codes; list the codes, '502,503,504'`,
    );
  }
  if (words.length > 0 && !CONNECTION.some((word) => words.includes(word))) {
    findings.refuse(
      `${field}.retryOn`,
      "an HTTPRoute always retries failed connections; add 'connect-failure,refused-stream'",
    );
  }
  codes
    .filter((code) => code < 400 || code > 599)
    .forEach((code) => findings.refuse(`${field}.retryOn`, `${code} is not a status code from 400 to 599`));
  return {
    attempts,
    codes: codes.length > 0 ? [...new Set(codes)] : undefined,
    backoff: backoff === undefined ? undefined : readDuration(backoff, `${field}.backoff`, findings),
  };
}

/** Parses a duration such as `1h30m` or `0.5s`. */
export function readDuration(text: string, field: string, findings: Findings): Duration | undefined {
  const total = (goDuration(text) ?? NaN) / NANOSECONDS.ms;
  if (!Number.isInteger(total) || total < 0) {
    findings.refuse(field, `'${text}' is no duration of whole milliseconds, such as 1m30s`);
    return undefined;
  }
  return Duration.millis(total);
}
