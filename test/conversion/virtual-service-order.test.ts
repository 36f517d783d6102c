import * as fc from 'fast-check';
import { RE2JS } from 're2js';
import { Conversion } from '../../src/conversion/virtual-service-conversion';
import { HTTPRouteSpec } from '../../src/manifest/gateway-api';
import { VirtualServiceSpec } from '../../src/manifest/istio-networking';
import { RouteParent } from '../../src/route/route-parent';
import { newChart, theOnly } from '../support/synth';

type HttpRule = NonNullable<VirtualServiceSpec['http']>[number];
type Match = NonNullable<HttpRule['match']>[number];
type StringMatch = NonNullable<Match['uri']>;
type RouteMatch = NonNullable<NonNullable<HTTPRouteSpec['rules']>[number]['matches']>[number];

interface Request {
  readonly path: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
}

const gateway = { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'Gateway', name: 'gateway' };

/** The rules of the route that a list of matches becomes; each requests' target is `s<index>`. Nothing where it is refused. */
function convert(rules: readonly (readonly Match[])[]): HTTPRouteSpec['rules'] {
  const chart = newChart();
  const http = rules.map((match, index) => ({
    ...(match.length > 0 && { match }),
    route: [{ destination: { host: `s${index}`, port: { number: 80 } } }],
  }));
  const manifest = {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name: 'list', namespace: 'team' },
    spec: { hosts: ['a.example.com'], gateways: ['gateway'], http },
  };
  Conversion.fromVirtualService(chart, 'route', manifest, { parents: [RouteParent.of(gateway)] });
  return (theOnly(chart, 'HTTPRoute').spec as HTTPRouteSpec).rules;
}

const compiled = new Map<string, RE2JS>();
const isWhole = (pattern: string, text: string) => {
  compiled.set(pattern, compiled.get(pattern) ?? RE2JS.compile(pattern));
  return compiled.get(pattern)!.matches(text);
};

const fits = (match: StringMatch, value: string | undefined) =>
  value !== undefined &&
  (match.exact !== undefined
    ? value === match.exact
    : match.prefix !== undefined
      ? value.startsWith(match.prefix)
      : match.regex === '*' || isWhole(match.regex!, value));

/** Where Istio sends a request by a VirtualService: the first match of the list. */
function byList(rules: readonly (readonly Match[])[], { path, method, headers, query }: Request): string | undefined {
  const isMet = (match: Match) =>
    (!match.uri || fits(match.uri, path)) &&
    (!match.method || fits(match.method, method)) &&
    Object.entries(match.headers ?? {}).every(([name, text]) => fits(text, headers[name])) &&
    Object.entries(match.queryParams ?? {}).every(([name, text]) => fits(text, query[name]));
  const index = rules.findIndex((matches) => matches.length === 0 || matches.some(isMet));
  return index < 0 ? undefined : `s${index}`;
}

/** Ranks of an expression among the types of paths: Istio takes it last, others before prefixes. */
const EXPRESSION_RANKS = [0, 1.5];
const RANKS = { Exact: 2, PathPrefix: 1 };

/** Where a request goes by an HTTPRoute: the match of the highest precedence, and of equals that of the first rule. */
function byPrecedence(
  rules: NonNullable<HTTPRouteSpec['rules']>,
  { path, method, headers, query }: Request,
  expressions: number,
): string | undefined {
  const text = ({ type, value }: { type?: string; value: string }, got: string | undefined) =>
    got !== undefined && (type === 'RegularExpression' ? isWhole(value, got) : got === value);
  const isMet = (match: RouteMatch) => {
    const { type = 'PathPrefix', value = '/' } = match.path ?? {};
    const isOnPath =
      type === 'Exact'
        ? path === value
        : type === 'RegularExpression'
          ? isWhole(value, path)
          : value === '/' || path === value || path.startsWith(`${value}/`);
    return (
      isOnPath &&
      (match.method === undefined || match.method === method) &&
      (match.headers ?? []).every((header) => text(header, headers[header.name])) &&
      (match.queryParams ?? []).every((param) => text(param, query[param.name]))
    );
  };
  const rank = ({ path: asked, ...match }: RouteMatch) => [
    asked?.type === 'RegularExpression' ? expressions : RANKS[asked?.type ?? 'PathPrefix'],
    (asked?.value ?? '/').length,
    Number(match.method !== undefined),
    match.headers?.length ?? 0,
    match.queryParams?.length ?? 0,
  ];
  return rules
    .flatMap(({ matches = [{}], backendRefs }) =>
      matches.filter(isMet).map((match) => ({ rank: rank(match), target: backendRefs![0].name })),
    )
    .sort((a, b) => b.rank.map((value, index) => value - a.rank[index]).find((difference) => difference !== 0) ?? 0)[0]
    ?.target;
}

const PATHS = ['/', '/a', '/a/', '/a/b', '/a/b/', '/a/b/c', '/ab', '/ab/', '/ab/c', '/c'];
const EXPRESSIONS = ['/a/.*', '/a(/.*)?', '/ab.*', '.*', '/a/b', '/[ab]+', '/c/[0-9]+', '/a/[a-z]+/x'];
const text = fc.constantFrom<StringMatch>(
  { exact: '1' },
  { exact: '12' },
  { prefix: '1' },
  { regex: '1|2' },
  { regex: '.*' },
  { regex: '*' },
);
const named = (...names: string[]) => fc.dictionary(fc.constantFrom(...names), text, { maxKeys: 2 });
const uris = (weight: number) =>
  fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...PATHS).map((prefix): StringMatch => ({ prefix })) },
    { weight: 4, arbitrary: fc.constantFrom(...PATHS).map((exact): StringMatch => ({ exact })) },
    { weight, arbitrary: fc.constantFrom(...EXPRESSIONS).map((regex): StringMatch => ({ regex })) },
  );
const match = fc.record(
  {
    uri: uris(1),
    method: fc.constantFrom<StringMatch>({ exact: 'GET' }, { regex: 'GET|POST' }),
    headers: named('x', 'y'),
    queryParams: named('q'),
  },
  { requiredKeys: [] },
);
const lists = fc.array(fc.array(match, { maxLength: 2 }), { minLength: 1, maxLength: 5 });
const value = fc.constantFrom('1', '12', '2', '3');
const requests = fc.array(
  fc.record({
    path: fc.constantFrom(...PATHS, '/abc', '/ab/cd', '/a/bc', '/c/1', '/a/b/x', '/x'),
    method: fc.constantFrom('GET', 'POST', 'PUT'),
    headers: fc.dictionary(fc.constantFrom('x', 'y'), value),
    query: fc.dictionary(fc.constant('q'), value),
  }),
  { minLength: 40, maxLength: 40 },
);

/** Prefixes as texts, of expressions too. */
const prefixesOf = (rules: readonly (readonly Match[])[]) =>
  rules
    .flat()
    .flatMap(({ uri }) =>
      uri?.prefix !== undefined ? [uri.prefix] : (/^(\/[^[(]*)\.\*$/.exec(uri?.regex ?? '')?.slice(1) ?? []),
    );

/** What GW580 warns of: a text that goes on within a path element, if no match names it. */
const goesOn = (rules: readonly (readonly Match[])[], path: string) =>
  prefixesOf(rules).some((prefix) => {
    if (prefix.endsWith('/') || !path.startsWith(prefix) || path === prefix || path.startsWith(`${prefix}/`)) {
      return false;
    }
    return !rules.flat().some(({ uri }) => {
      const name = uri?.exact ?? uri?.prefix?.replace(/\/$/, '') ?? '';
      const isNamed = uri?.exact !== undefined ? path === name : path === name || path.startsWith(`${name}/`);
      return name.startsWith(prefix) && name !== prefix && isNamed;
    });
  });

test('a converted list sends every request where the list does, wherever expressions rank', () => {
  let converted = 0;
  let compared = 0;
  fc.assert(
    fc.property(lists, requests, (rules, samples) => {
      let route: HTTPRouteSpec['rules'];
      try {
        route = convert(rules);
      } catch {
        return;
      }
      converted += 1;
      for (const request of samples) {
        const wanted = byList(rules, request);
        // Nothing took `/a`, and the prefix `/a/` does now: GW580.
        const isNew = wanted === undefined && prefixesOf(rules).includes(`${request.path}/`);
        if (goesOn(rules, request.path) || isNew) continue;
        compared += 1;
        for (const expressions of EXPRESSION_RANKS) {
          const got = byPrecedence(route!, request, expressions);
          if (got !== wanted) {
            throw new Error(`${JSON.stringify(request)}: got ${got}, the list sends it to ${wanted}`);
          }
        }
      }
    }),
    { seed: 580, numRuns: 1000 },
  );
  expect(converted).toBeGreaterThan(400);
  expect(compared).toBeGreaterThan(10_000);
});
