import { isIP } from 'net';
import { Duration } from 'cdk8s';
import { gatewayDurationText } from './duration';
import { refuse } from './problem';

/*
 * Checks of single values. Each takes the name that the user knows the value by
 * and the value, returns the value, and throws an error with what, got, expected and fix.
 */

/** A label of DNS (RFC 1123), of at most 63 characters. */
export const LABEL = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;
const QUALIFIED_NAME = /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;

/** Checks a DNS label: a name of at most 63 characters (RFC 1123). */
export function dnsLabel(what: string, value: string): string {
  if (value.length > 63) {
    refuse({
      what,
      got: `${value} (${value.length} characters)`,
      expected: 'at most 63 characters',
      fix: 'shorten it',
    });
  }
  if (!LABEL.test(value)) {
    refuse({
      what,
      got: value,
      expected: 'lower-case letters, digits and hyphens, beginning and ending with a letter or digit',
      fix: suggest(
        value
          .toLowerCase()
          .replace(/[^-a-z0-9]+/g, '-')
          .replace(/^-+|-+$/g, '')
          .slice(0, 63),
        LABEL,
      ),
    });
  }
  return value;
}

/** Checks a DNS subdomain: a name of at most 253 characters, whose parts between dots may have any length. */
export function dnsSubdomain(what: string, value: string): string {
  if (value.length > 253) {
    refuse({ what, got: `${value.length} characters`, expected: 'at most 253 characters', fix: 'shorten it' });
  }
  if (!SUBDOMAIN.test(value)) {
    refuse({
      what,
      got: value,
      expected: 'lower-case letters, digits, hyphens and dots, each part beginning and ending with a letter or digit',
      fix: suggest(
        value
          .toLowerCase()
          .replace(/[^-.a-z0-9]+/g, '-')
          .replace(/(^|\.)-+|-+(?=\.|$)/g, '$1')
          .replace(/\.{2,}/g, '.')
          .replace(/^\.|\.$/g, '')
          .slice(0, 253),
        SUBDOMAIN,
      ),
    });
  }
  return value;
}
/** Labels of DNS of any length, joined by dots. */
export const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/** Checks a hostname without a wildcard, `api.example.com`. Refuses addresses, ports and trailing dots. */
export function preciseHostname(what: string, value: string): string {
  if (value.startsWith('*')) {
    refuse({
      what,
      got: value,
      expected: 'a hostname without a wildcard',
      fix: `name the host, for example 'api.${value.replace(/^[*.]+/, '') || 'example.com'}'`,
    });
  }
  return hostname(what, value);
}

/** Checks a hostname, with or without a leading `*.` (Gateway API Hostname). */
export function hostname(what: string, value: string): string {
  const expected = "a hostname such as 'api.example.com' or '*.example.com'";
  const scheme = /^[a-z]+:\/\//i.exec(value);
  if (scheme) {
    refuse({
      what,
      got: value,
      expected,
      fix: `leave the scheme and the path out: '${value.slice(scheme[0].length).split('/')[0]}'`,
    });
  }
  if (isIP(value.replace(/^\[|\]$/g, '')) !== 0) {
    refuse({ what, got: value, expected, fix: 'an IP address is not a hostname; use a DNS name' });
  }
  if (/:\d+$/.test(value)) {
    refuse({ what, got: value, expected, fix: `leave the port out: '${value.replace(/:\d+$/, '')}'` });
  }
  if (value.endsWith('.')) {
    refuse({ what, got: value, expected, fix: `leave the trailing dot out: '${value.replace(/\.+$/, '')}'` });
  }
  if (value.length > 253) {
    refuse({ what, got: `${value.length} characters`, expected: 'at most 253 characters', fix: 'shorten it' });
  }
  const bad = value
    .replace(/^\*\./, '')
    .split('.')
    .find((label) => !LABEL.test(label));
  if (bad !== undefined) {
    refuse({
      what,
      got: value,
      expected,
      fix:
        bad === ''
          ? 'put a label before, between and after the dots'
          : bad.includes('*')
            ? "a wildcard replaces whole labels at the beginning only: '*.example.com'"
            : /[A-Z]/.test(bad) && LABEL.test(bad.toLowerCase())
              ? `write it in lower case: '${value.toLowerCase()}'`
              : `'${bad}' must consist of lower-case letters, digits and hyphens, at most 63, and not begin or end with a hyphen`,
    });
  }
  return value;
}

/** Checks a whole number within bounds. */
export function wholeNumber(what: string, value: number, minimum: number, maximum: number, fix: string): number {
  if (!Number.isInteger(value) || value < minimum || value > maximum) {
    const range = maximum === Number.MAX_SAFE_INTEGER ? `of at least ${minimum}` : `from ${minimum} to ${maximum}`;
    refuse({ what, got: value, expected: `a whole number ${range}`, fix });
  }
  return value;
}

/** Checks a TCP or UDP port. */
export function port(what: string, value: number): number {
  return wholeNumber(what, value, 1, 65535, 'use the number of a listening port');
}

/** Checks `metadata.labels` or `matchLabels`: keys and values as Kubernetes accepts them. */
export function labels(what: string, value: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  for (const [key, text] of Object.entries(value)) {
    qualifiedName(`${what}['${key}']`, key);
    if (typeof text !== 'string' || (text !== '' && !QUALIFIED_NAME.test(text))) {
      refuse({
        what: `${what}['${key}']`,
        got: text,
        expected:
          'at most 63 letters, digits, hyphens, underscores and dots, beginning and ending with a letter or digit',
        fix: typeof text === 'string' ? 'put free text into an annotation' : `write it as a string: '${String(text)}'`,
      });
    }
  }
  return value;
}

/** Checks `metadata.annotations`: keys as Kubernetes accepts them, any string as value. */
export function annotations(what: string, value: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  for (const [key, text] of Object.entries(value)) {
    qualifiedName(`${what}['${key}']`, key);
    if (typeof text !== 'string') {
      refuse({
        what: `${what}['${key}']`,
        got: text,
        expected: 'a string',
        fix: `write it as a string: '${String(text)}'`,
      });
    }
  }
  return value;
}

function qualifiedName(what: string, key: string): void {
  const slash = key.indexOf('/');
  const [prefix, name] = slash < 0 ? [undefined, key] : [key.slice(0, slash), key.slice(slash + 1)];
  if (!QUALIFIED_NAME.test(name) || (prefix !== undefined && (prefix.length > 253 || !SUBDOMAIN.test(prefix)))) {
    refuse({
      what,
      got: key,
      expected: "a key such as 'team' or 'example.com/team', its name at most 63 characters",
      fix: 'use letters, digits, hyphens, underscores and dots, and at most one slash after a DNS prefix',
    });
  }
}

/** Checks group, kind and name of an object reference, as the Gateway API accepts them. */
export function objectReference(what: string, group: string, kind: string, name?: string): void {
  if (group.length > 253 || (group !== '' && !SUBDOMAIN.test(group))) {
    refuse({
      what: `group of ${what}`,
      got: group,
      expected: "an API group such as 'example.com'; empty for the core group",
      fix: group.includes('/') ? `leave the version out: '${group.split('/')[0]}'` : 'write it in lower case',
    });
  }
  if (!/^[A-Za-z]([-A-Za-z0-9]{0,61}[A-Za-z0-9])?$/.test(kind)) {
    refuse({
      what: `kind of ${what}`,
      got: kind,
      expected: "a kind such as 'Service', at most 63 letters, digits and hyphens",
      fix: 'write it as in the manifest of the object',
    });
  }
  if (name !== undefined && (name === '' || name.length > 253)) {
    refuse({ what: `name of ${what}`, got: name, expected: '1 to 253 characters', fix: `name the ${kind}` });
  }
}

/** Checks an absolute http or https URL. */
export function httpUrl(what: string, value: string): string {
  const absolute = /^https?:\/\/[^/]/i.test(value);
  if (!absolute || /\s/.test(value) || !URL.canParse(value)) {
    refuse({
      what,
      got: value,
      expected: 'an absolute URL such as https://example.com/path',
      fix: !absolute ? 'begin with https://' : 'correct the hostname or port, and remove spaces',
    });
  }
  return value;
}

/** Checks an e-mail address. */
export function email(what: string, value: string): string {
  if (!/^[^\s@]+@[^\s@]+\.[^\s@.]+$/.test(value)) {
    refuse({
      what,
      got: value,
      expected: "an e-mail address such as 'platform@example.com'",
      fix: 'use the address of a mailbox that is read',
    });
  }
  return value;
}

/**
 * Formats a duration for the Gateway API and Kuadrant (GEP-2257): whole hours,
 * minutes, seconds and milliseconds, each part at most 99999, as `1h30m`.
 */
export function duration(what: string, value: Duration, minimum: Duration = Duration.millis(0)): string {
  const total = value.toMilliseconds({ integral: false });
  if (!Number.isInteger(total)) {
    refuse({ what, got: `${total} ms`, expected: 'whole milliseconds', fix: 'round it' });
  }
  const least = minimum.toMilliseconds();
  if (total < least) {
    refuse({
      what,
      got: gatewayDurationText(total),
      expected: `at least ${gatewayDurationText(least)}`,
      fix: `use ${gatewayDurationText(least)} or more`,
    });
  }
  if (total >= Duration.hours(100_000).toMilliseconds()) {
    refuse({ what, got: gatewayDurationText(total), expected: 'at most 99999 hours', fix: 'choose a shorter time' });
  }
  return gatewayDurationText(total);
}

const suggest = (candidate: string, pattern: RegExp) =>
  pattern.test(candidate) ? `for example '${candidate}'` : "for example 'external'";
