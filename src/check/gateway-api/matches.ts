import { isIP } from 'net';
import { GRPCRoute, GRPCRouteSpec, HTTPRoute, HTTPRouteSpec, TLSRoute } from '../../manifest/gateway-api';
import { Problem } from '../../value/problem';
import { looksLikePattern, regularExpressionMistake } from '../../value/regex';
import { PlaceRule, placeRule } from '../place';

type PathMatch = NonNullable<NonNullable<NonNullable<HTTPRouteSpec['rules']>[number]['matches']>[number]['path']>;
interface ValueMatch {
  readonly type?: string;
  readonly value?: string;
}

type MethodMatch = NonNullable<NonNullable<NonNullable<GRPCRouteSpec['rules']>[number]['matches']>[number]['method']>;

/** Rules for matches of routes. */
export const matchRules: readonly PlaceRule<never>[] = [
  placeRule<string>({
    code: 'GW324',
    title: 'address as the host name of a TLSRoute',
    places: [[TLSRoute, 'spec.hostnames[]']],
    find(hostname, what, report) {
      if (isIP(hostname) !== 0) {
        const fix = 'use a host name; clients do not send an IP address as server name';
        report({ what, got: hostname, expected: 'a host name', fix });
      }
    },
  }),
  placeRule<PathMatch>({
    code: 'GW330',
    title: 'path that no request has',
    places: [[HTTPRoute, 'spec.rules[].matches[].path']],
    find({ type = 'PathPrefix', value = '/' }, path, report) {
      const mistake = type === 'RegularExpression' ? undefined : PATHS.find(({ wrong }) => wrong.test(value));
      if (mistake) {
        report({ what: `${path}.value`, got: value, expected: mistake.expected, fix: mistake.fix });
      }
    },
  }),
  placeRule<PathMatch>({
    code: 'GW348',
    severity: 'warning',
    title: 'pattern in a path that is compared as text',
    places: [[HTTPRoute, 'spec.rules[].matches[].path']],
    find({ type = 'PathPrefix', value = '/' }, path, report) {
      if (type === 'RegularExpression' || !looksLikePattern(value)) return;
      const prefix = /^((?:\/[^*.+()/]+)+)\/?\.?\*$/.exec(value)?.[1];
      report({
        what: `${path}.value`,
        got: value,
        expected: `a path as it is; ${type} compares each character, * too`,
        fix: prefix
          ? `use PathPrefix with ${prefix}, which takes all that is below it`
          : "set type: 'RegularExpression', and write the pattern as one",
      });
    },
  }),
  placeRule<MethodMatch>({
    code: 'GW340',
    title: 'service or method that gRPC does not have',
    places: [[GRPCRoute, 'spec.rules[].matches[].method']],
    find({ type = 'Exact', service, method }, path, report) {
      if (service === undefined && method === undefined) {
        const fix = 'set one, or leave method out to match all calls';
        report({ what: path, got: undefined, expected: 'a service, a method or both', fix });
      }
      if (type === 'RegularExpression') {
        return;
      }
      const fix = "correct it, or set type: 'RegularExpression'";
      if (service !== undefined && !/^\.?[a-z_][a-z_0-9]*(\.[a-z_][a-z_0-9]*)*$/iu.test(service)) {
        const expected = "a service with its package, such as 'shop.v1.Cart'";
        report({ what: `${path}.service`, got: service, expected, fix });
      }
      if (method !== undefined && !/^[A-Za-z_][A-Za-z_0-9]*$/.test(method)) {
        report({ what: `${path}.method`, got: method, expected: "a method such as 'AddItem'", fix });
      }
    },
  }),
  placeRule<ValueMatch>({
    code: 'GW347',
    title: 'expression that no proxy compiles',
    places: [
      [HTTPRoute, ...['path', 'headers[]', 'queryParams[]'].map((field) => `spec.rules[].matches[].${field}`)],
      [GRPCRoute, 'spec.rules[].matches[].headers[]'],
    ],
    find({ type, value }, path, report) {
      if (type === 'RegularExpression') reportExpression(`${path}.value`, value, report);
    },
  }),
  placeRule<MethodMatch>({
    code: 'GW347',
    title: 'expression that no proxy compiles',
    places: [[GRPCRoute, 'spec.rules[].matches[].method']],
    find({ type, service, method }, path, report) {
      if (type !== 'RegularExpression') return;
      reportExpression(`${path}.service`, service, report);
      reportExpression(`${path}.method`, method, report);
    },
  }),
];

/** Envoy refuses the configuration of a port as a whole: Istio hands the expression on as it is. */
function reportExpression(what: string, value: string | undefined, report: (problem: Problem) => void): void {
  const mistake = value === undefined ? undefined : regularExpressionMistake(value);
  if (mistake === undefined) return;
  const expected =
    'a regular expression in RE2 syntax; with Istio, one that is not keeps all routes of the port from the gateway';
  report({ what, got: value, expected, fix: mistake });
}

/** Ordered: the first that matches is the most specific. */
const PATHS: readonly { readonly wrong: RegExp; readonly expected: string; readonly fix: string }[] = [
  { wrong: /^(?!\/)/, expected: 'a path that starts with /', fix: 'add a leading /' },
  { wrong: /\/\//, expected: 'a path without //', fix: 'remove one /' },
  {
    wrong: /\/\.\.?(\/|$)/,
    expected: 'a path without . and .. elements',
    fix: 'write the resolved path; clients resolve them before they send a request',
  },
  {
    wrong: /%2f/i,
    expected: 'a path without an encoded /',
    fix: "use type: 'RegularExpression', if the implementation supports such paths",
  },
  {
    wrong: /#/,
    expected: 'a path without a fragment',
    fix: 'remove the # and what follows; clients do not send a fragment',
  },
  {
    wrong: /^(?!([-A-Za-z0-9/._~!$&'()*+,;=:@]|%[0-9a-fA-F]{2})+$)/,
    expected: 'a path of characters that a URL allows',
    fix: "percent-encode other characters, '%20' for a space; move a query to queryParams",
  },
];
