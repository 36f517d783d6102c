import { RE2JS } from 're2js';
import { PathChange } from './rule';

/** A path, with the query where the change brings one. */
export function changedPath(path: string, change: PathChange): string {
  switch (change.type) {
    case 'full':
      return change.value;
    case 'elements':
      return withElements(path, change.prefix, change.value);
    case 'text':
      return change.value + path.slice(change.prefix.length);
    case 'regex':
      return substituted(path, change.pattern, change.value);
  }
}

const UNRESERVED = /^[-A-Za-z0-9._~]$/;

/** A path as Envoy reads it (RFC 3986, section 6.2.2): letters that need no escape, no dot segments. */
export function normalizedPath(path: string): string {
  if (!/[%\\]|\/\./.test(path)) return path;
  const plain = path.replace(/\\/g, '/').replace(/%([0-9A-Fa-f]{2})/g, (escape, hex: string) => {
    const letter = String.fromCharCode(parseInt(hex, 16));
    return UNRESERVED.test(letter) ? letter : escape;
  });
  const segments = plain.split('/').slice(1);
  const kept: string[] = [];
  segments.forEach((segment, index) => {
    const isDots = segment === '.' || segment === '..';
    if (segment === '..') kept.pop();
    if (!isDots) kept.push(segment);
    else if (index === segments.length - 1) kept.push('');
  });
  return `/${kept.join('/')}`;
}

/** The table of Gateway API v1, HTTPPathModifier.replacePrefixMatch: trailing slashes of both count for nothing. */
function withElements(path: string, prefix: string, value: string): string {
  const rest = path.slice(prefix.replace(/\/+$/, '').length);
  const start = value.replace(/\/+$/, '');
  const whole = rest === '' || rest.startsWith('/') ? start + rest : `${start}/${rest}`;
  return whole === '' ? '/' : whole;
}

/** Every match of a pattern; `\\1` stands for what the first group took (RE2, as Envoy substitutes). */
const substituted = (path: string, pattern: string, value: string) =>
  RE2JS.compile(pattern)
    .matcher(path)
    .replaceAll((whole: string, ...groups: string[]) =>
      value.replace(/\\([0-9])/g, (_, digit: string) => (digit === '0' ? whole : (groups[Number(digit) - 1] ?? ''))),
    );
