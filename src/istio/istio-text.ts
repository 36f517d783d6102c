import { isIP } from 'net';
import { Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { refuse } from '../value/problem';
import { regularExpression } from '../value/regex';
import { dnsLabel, duration, hostname, port, wholeNumber } from '../value/scalar';

/*
 * Checks of single values according to Istio's validation (pkg/config/validation), and comparison of
 * hosts.
 */

/** Checks a host of the registry or of a request: a name, or a wildcard `*`, `*.example.com`, `*-api.example.com`. */
export function istioHost(what: string, value: string): string {
  const partial = /^\*-?(?=[a-z0-9])/.exec(value)?.[0] ?? '';
  if (value !== '*') {
    hostname(what, value.slice(partial.length));
    numericDomain(what, value);
  }
  return value;
}

/** Checks a host or an IP address. */
export function istioHostOrAddress(what: string, value: string): string {
  return isIP(value) !== 0 ? value : istioHost(what, value);
}

/** Checks a host of a gateway's server: `[namespace/]name`; the namespace may be `*` or `.`. */
export function serverHost(what: string, value: string): string {
  const slash = value.indexOf('/');
  const isUrl = /^[a-z]+:\/\//i.test(value);
  const [namespace, name] = slash < 0 || isUrl ? ['*', value] : [value.slice(0, slash), value.slice(slash + 1)];
  if (namespace !== '*' && namespace !== '.') {
    dnsLabel(`namespace of ${what} '${value}'`, namespace);
  }
  if (/^\*[^.]/.test(name)) {
    const fix = `for example '*.${name.split('.').slice(1).join('.') || 'example.com'}'`;
    refuse({ what, got: value, expected: "a wildcard that stands for whole labels: '*' or '*.example.com'", fix });
  }
  istioHostOrAddress(what, name);
  if (name !== '*' && !name.includes('.') && isIP(name) === 0) {
    const expected = "a name with its domain, such as 'api.example.com', an address, or '*'";
    refuse({ what, got: value, expected, fix: 'clients in other namespaces cannot resolve short names' });
  }
  return value;
}

function numericDomain(what: string, value: string): void {
  const last = value.slice(value.lastIndexOf('.') + 1);
  if (/^\d+$/.test(last)) {
    refuse({
      what,
      got: value,
      expected: 'a hostname whose last part is not a number',
      fix: value.includes('*') ? 'a wildcard matches names, not addresses' : 'correct the name or the address',
    });
  }
}

/** Whether every name that `host` matches is also matched by `wider`. */
export function isWithin(host: string, wider: string): boolean {
  if (!wider.startsWith('*')) return host === wider;
  return host.replace(/^\*/, '').endsWith(wider.slice(1));
}

/** Whether a name matches both hosts. */
export const overlap = (a: string, b: string): boolean => isWithin(a, b) || isWithin(b, a);

/** Formats a duration for Istio: whole milliseconds, at least one. */
export function istioDuration(what: string, value: Duration): string {
  return duration(what, value, Duration.millis(1));
}

/** Checks a percentage of requests: 0, or from 0.0001 to 100. */
export function istioPercentage(what: string, value: number): { readonly value: number } {
  if (!(value >= 0 && value <= 100) || (value > 0 && value < 0.0001)) {
    refuse({
      what,
      got: value,
      expected: '0, or a number from 0.0001 to 100',
      fix: 'use a percentage of requests',
    });
  }
  return { value };
}

/** Checks a count: a whole number within 32 bits. */
export function istioCount(what: string, value: number, minimum: number = 0): number {
  return wholeNumber(what, value, minimum, 2_147_483_647, 'leave it out for the default');
}

/** Checks an RE2 regular expression of at most 1024 characters. */
export function istioExpression(what: string, pattern: string): string {
  if (pattern === '' || pattern.length > 1024) {
    refuse({
      what,
      got: pattern === '' ? pattern : `${pattern.length} characters`,
      expected: 'a regular expression of 1 to 1024 characters',
      fix: pattern === '' ? "to match everything use '.*'" : 'shorten it, or use several matches',
    });
  }
  return regularExpression(what, pattern);
}

/** Checks the name of a subset (`subset` of a destination, `subsets[].name`). */
export function subsetName(what: string, value: string): string {
  return dnsLabel(what, value);
}

/** Renders `port` of a destination or of a policy. */
export const portSelector = (what: string, value: number) => ({ number: port(what, value) });

/** Checks the path of a file in the proxy container. */
export function filePath(what: string, value: string): string {
  if (value.trim() === '' || value !== value.trim()) {
    refuse({ what, got: value, expected: 'the path of a file in the proxy', fix: "for example '/etc/certs/tls.crt'" });
  }
  return value;
}

/** Checks an address or a CIDR range, `10.0.0.0/8`. */
export function subnet(what: string, value: string): string {
  const [address, length, ...rest] = value.split('/');
  const most = isIP(address) === 4 ? 32 : 128;
  const isLength = length === undefined || (/^(0|[1-9]\d*)$/.test(length) && Number(length) <= most);
  if (isIP(address) === 0 || !isLength || rest.length > 0) {
    refuse({ what, got: value, expected: "an address or a CIDR range such as '10.0.0.0/8'", fix: 'correct it' });
  }
  return value;
}

/** Checks a list of one or more entries without duplicates. */
export function someOf<T>(what: string, entries: readonly T[], fix: string): readonly T[] {
  if (entries.length === 0) {
    refuse({ what, got: 'none', expected: 'at least one', fix });
  }
  return onceEach(what, entries);
}

/** Checks a list without duplicates. */
export function onceEach<T>(what: string, entries: readonly T[]): readonly T[] {
  const twice = entries.find((entry, index) => entries.indexOf(entry) !== index);
  if (twice !== undefined) {
    refuse({ what, got: `'${String(twice)}' twice`, expected: 'each entry once', fix: 'leave one out' });
  }
  return entries;
}

/** The list, or `undefined` if it is empty. */
export const listOrUndefined = <T>(entries: readonly T[] | undefined): readonly T[] | undefined =>
  entries && entries.length > 0 ? [...entries] : undefined;

/** The map, or `undefined` if it is empty. */
export const mapOrUndefined = <T>(
  entries: { readonly [key: string]: T } | undefined,
): { readonly [key: string]: T } | undefined =>
  entries && Object.keys(entries).length > 0 ? { ...entries } : undefined;

/** The fields that are set; `undefined` if none is. */
export function definedFields<T extends object>(fields: T): T | undefined {
  const set = Object.entries(fields).filter(([, value]) => value !== undefined);
  return set.length > 0 ? (Object.fromEntries(set) as T) : undefined;
}

/**
 * Checks `exportTo`: namespaces that can use an Istio object: names, `.` for its own, `*` for all.
 *
 * @param owner the object; its namespace and `.` are equivalent
 * @param allowsNone whether `~` is allowed, as for a ServiceEntry
 */
export function exportTo(
  owner: Construct & { readonly namespace?: string },
  namespaces: readonly string[] | undefined,
  allowsNone: boolean = false,
): readonly string[] | undefined {
  const fail = (got: unknown, expected: string, fix: string) => refuse({ what: 'exportTo', got, expected, fix }, owner);
  const special = allowsNone ? ['.', '*', '~'] : ['.', '*'];
  namespaces?.filter((entry) => !special.includes(entry)).forEach((entry) => dnsLabel('entry of exportTo', entry));
  const meant = namespaces?.map((entry) => (entry === '.' ? (owner.namespace ?? entry) : entry)) ?? [];
  if (new Set(meant).size < meant.length) {
    fail(namespaces, 'each namespace once', "'.' is the object's own namespace; leave one out");
  }
  const exclusive = ['*', '~'].find((entry) => meant.includes(entry));
  if (exclusive !== undefined && meant.length > 1) {
    fail(namespaces, `'${exclusive}' alone, or namespaces`, exclusive === '*' ? "'*' means all" : "'~' means none");
  }
  return listOrUndefined(namespaces);
}
