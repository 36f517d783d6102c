import { matchesWhole } from '../../../value/regex';

/*
 * How Istio compares texts in its policies: `*` for any text that is not empty, `*.example.com` for an end, `/api/*`
 * for a beginning, and anything else as it stands.
 */

/** Whether a text fits a pattern; `ignoresCase` for hosts. */
export function textFits(pattern: string, text: string, ignoresCase = false): boolean {
  if (pattern === '*') return text !== '';
  const [wanted, got] = ignoresCase ? [pattern.toLowerCase(), text.toLowerCase()] : [pattern, text];
  if (wanted.startsWith('*')) return got.endsWith(wanted.slice(1));
  return wanted.endsWith('*') ? got.startsWith(wanted.slice(0, -1)) : got === wanted;
}

/** As `textFits`; a header may be empty to be there. */
export const headerFits = (pattern: string, value: string | undefined, ignoresCase = false): boolean =>
  value !== undefined && (pattern === '*' || textFits(pattern, value, ignoresCase));

/** Characters of a path element that stand for themselves (RFC 3986, pchar), with `/` where more elements may follow. */
const ELEMENT = "-a-zA-Z0-9._~%!$&'()+,;:@=*";

/** Whether a path fits: `{*}` stands for one element, `{**}` at the end for any number of them. */
export function pathFits(pattern: string, path: string): boolean {
  if (!pattern.includes('{*}') && !pattern.includes('{**}')) return textFits(pattern, path);
  const template = escaped(pattern).replace(/\\\{\\\*\\\*\\\}/g, `[${ELEMENT}/]*`);
  return matchesWhole(template.replace(/\\\{\\\*\\\}/g, `[${ELEMENT}]+`), path);
}

/** A regular expression for a text. */
const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/*
 * Identities of workloads: `spiffe://TRUST-DOMAIN/ns/NAMESPACE/sa/SERVICE-ACCOUNT`. Policies name them without the
 * scheme, or by a part.
 */
const SCHEME = 'spiffe://';

export const principalFits = (pattern: string, name: string): boolean => {
  if (pattern === '*') return name !== '';
  return pattern.startsWith('*')
    ? name.startsWith(SCHEME) && textFits(pattern, name.slice(SCHEME.length))
    : textFits(SCHEME + pattern, name);
};

/** `*` stands anywhere in the name of a namespace. */
export const namespaceFits = (pattern: string, name: string): boolean =>
  matchesWhole(`.*/ns/${pattern.split('*').map(escaped).join('.*')}/.*`, name);

/** A service account, `shop/web`, or `web` of the namespace of the policy. */
export function serviceAccountFits(pattern: string, name: string, own: string): boolean {
  const slash = pattern.indexOf('/');
  const [namespace, account] = slash < 0 ? [own, pattern] : [pattern.slice(0, slash), pattern.slice(slash + 1)];
  return matchesWhole(`${SCHEME}.+/ns/${escaped(namespace)}/(.+/|)sa/${escaped(account)}(/.+)?`, name);
}

export function trustDomainFits(pattern: string, name: string): boolean {
  if (!name.startsWith(SCHEME)) return false;
  const slash = name.indexOf('/', SCHEME.length);
  return pattern === '*' || (slash > 0 && textFits(pattern, name.slice(SCHEME.length, slash)));
}
