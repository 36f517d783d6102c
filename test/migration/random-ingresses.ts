import * as fc from 'fast-check';
import { Short } from './support';

/*
 * Ingresses whose parts all translate. In the narrow set, requests fare alike on both sides but for the reading of URLs;
 * the wide one has what is translated with a difference too.
 */

/** `*` stands for none. */
const HOSTS = ['one.example.com', 'two.example.com', '*.example.com', '*'];

const plainPath = fc.constantFrom('/', '/api', '/api/', '/api/v1', '/apis', '/App', '/a/b/c');
const expression = fc.constantFrom('/', '/api', '/v[0-9]+', '/(en|de)/news', '/App/.*/x', '/a.b');
const backend = fc.constantFrom('web:80', 'api:8080', 'other:80');

const rulesWith = (path: fc.Arbitrary<string>) =>
  fc.dictionary(
    fc.constantFrom(...HOSTS),
    fc.array(
      fc.tuple(path, fc.constantFrom('exact', 'prefix', 'any'), backend).map((parts) => parts.join(' ')),
      { minLength: 1, maxLength: 4 },
    ),
    { minKeys: 1, maxKeys: 2 },
  );

type Annotations = Record<string, string>;

const NARROW: readonly Annotations[] = [
  {},
  { 'app-root': '/home' },
  { 'ssl-redirect': 'false' },
  { 'upstream-vhost': 'internal.example.com' },
  { 'rewrite-target': '/fixed' },
  { 'whitelist-source-range': '10.0.0.0/8' },
  { 'permanent-redirect': 'https://elsewhere.test/' },
  { affinity: 'cookie' },
];

const WIDE: readonly Annotations[] = [
  ...NARROW,
  { 'force-ssl-redirect': 'true' },
  { 'temporal-redirect': 'https://elsewhere.test/there', 'temporal-redirect-code': '307' },
  { 'denylist-source-range': '203.0.113.0/24' },
  { 'enable-cors': 'true', 'cors-allow-origin': 'https://app.example.com' },
  { 'enable-cors': 'true' },
  { 'server-alias': 'alias.example.net' },
  { 'proxy-body-size': '1k' },
  { 'whitelist-source-range': '10.0.0.0/8', 'ssl-redirect': 'false', 'upstream-vhost': 'internal.example.com' },
];

/** Rewrites by groups need an expression for every path of their Ingress. */
const GROUPS: readonly (readonly [path: string, target: string])[] = [
  ['/app(/|$)(.*)', '/$2'],
  ['/app/(.*)', '/$1'],
  ['/(en|de)/(.*)', '/$2'],
  ['/old(/.*)?', '/new$1'],
];

const CANARIES: readonly Annotations[] = [
  { 'canary-weight': '0' },
  { 'canary-weight': '100' },
  { 'canary-by-header': 'X-Canary' },
  { 'canary-by-header': 'X-Canary', 'canary-by-header-value': 'blue' },
  { 'canary-by-cookie': 'beta' },
];

function ingressesWith(extras: readonly Annotations[]): fc.Arbitrary<Short[]> {
  return fc
    .record({
      isRegex: fc.boolean(),
      list: fc.array(
        fc.record({
          plain: rulesWith(plainPath),
          search: rulesWith(expression),
          annotations: fc.constantFrom(...extras),
          hasTls: fc.boolean(),
        }),
        { minLength: 1, maxLength: 2 },
      ),
    })
    .map(({ isRegex, list }) =>
      list.map(({ plain, search, annotations, hasTls }, index): Short => {
        const rules = isRegex ? search : plain;
        return {
          name: `web-${index}`,
          annotations: { ...annotations, ...(isRegex && { 'use-regex': 'true' }) },
          tls: hasTls ? Object.keys(rules).filter((host) => host !== '*') : [],
          rules,
        };
      }),
    );
}

export const narrowIngresses = ingressesWith(NARROW);

/** With a rewrite by groups, or a canary of the first Ingress. */
export const wideIngresses: fc.Arbitrary<Short[]> = fc
  .record({
    list: ingressesWith(WIDE),
    group: fc.option(fc.record({ rewrite: fc.constantFrom(...GROUPS), host: fc.constantFrom(...HOSTS) }), { freq: 2 }),
    canary: fc.option(fc.constantFrom(...CANARIES), { freq: 2 }),
  })
  .map(({ list, group, canary }) => [
    ...list,
    ...(group ? [rewriting(group.rewrite, group.host)] : []),
    ...(canary ? [canaryOf(list[0], canary)] : []),
  ]);

const rewriting = ([path, target]: (typeof GROUPS)[number], host: string): Short => ({
  name: 'rewriting',
  annotations: { 'rewrite-target': target },
  rules: { [host]: [`${path} any other:80`] },
});

const canaryOf = ({ rules = {}, tls }: Short, annotations: Annotations): Short => ({
  name: 'canary',
  annotations: { canary: 'true', ...annotations },
  tls,
  rules: Object.fromEntries(
    Object.entries(rules).map(([host, paths]) => [host, paths.map((path) => path.replace(/\S+$/, 'next:80'))]),
  ),
});
